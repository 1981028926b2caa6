"""Globs: patterns of paths that know the folder they are relative to."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Glob(NamedTuple):
    """A pattern of paths, relative to the folder `root`.

    `*` and `?` stay in a folder, `**` does not; a folder stands for all inside it. Without a slash inside, the pattern
    matches at any depth: `draft-*.html`, `old/`.
    """

    pattern: str
    root: Path

    def matches(self, path: str | Path) -> bool:
        """Does it cover a file, whose path is relative to the current folder, or absolute?"""
        absolute, root = os.path.abspath(path), str(self.root)  # noqa: PTH100 - `a/../b` is `b` here
        # The common case by hand: `relpath` costs more than all the rest.
        inside = absolute[len(root) + 1 :] if absolute.startswith(root + os.sep) else _seen_from(absolute, root)
        return bool(_expression(self.pattern).fullmatch(inside.replace(os.sep, "/")))

    def seen_from(self, folder: Path) -> str:
        """The pattern to write in another folder (absolute) for the same of its files.

        A name at any depth stays as it is. A `*` in the part of the path that leads to this folder can't be moved: it is
        written where it would stand.
        """
        segments = self.pattern.removeprefix("./").strip("/").split("/")
        if self.root == folder or not _anchored(self.pattern):
            return self.pattern
        plain = next((number for number, one in enumerate(segments) if "*" in one or "?" in one), len(segments))
        stem, rest = self.root.joinpath(*segments[:plain]), segments[plain:]
        if folder.is_relative_to(stem) and rest[:1] in ([], ["**"]):
            return "/".join(rest) or "**"
        moved = Path(os.path.relpath(self.root.joinpath(*segments), folder)).as_posix()
        return moved if "/" in moved else f"/{moved}"


def _anchored(pattern: str) -> bool:
    """Does it stand for one place below its root, and not for a name at any depth?"""
    return "/" in pattern.removeprefix("./").rstrip("/")


def _seen_from(path: str, root: str) -> str:
    """A path from a folder; links that lead to either are followed."""
    folder, name = os.path.split(path)
    return os.path.relpath(f"{_real(folder)}{os.sep}{name}", _real(root))


_real = cache(os.path.realpath)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    trimmed = pattern.removeprefix("./").rstrip("/")
    expression = "" if _anchored(pattern) else "(?:.*/)?"
    for part in re.findall(r"\*\*/|\*\*|\*|\?|[^*?]+", trimmed.removeprefix("/")):
        expression += {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part) or re.escape(part)
    return re.compile(f"{expression}(?:/.*)?", re.DOTALL)
