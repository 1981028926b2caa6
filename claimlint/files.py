"""Which files to read: those that are named, and the pages and texts in the folders that are named."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from claimlint.config import Config
from claimlint.model import Problem

ENDINGS = (".html", ".htm", ".xhtml", ".txt")
_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages", "bower_components"})
_NOT_COPY = re.compile(
    r"(robots|humans|security|ads|app-ads|cmakelists|third[-_ ]?party.*|(pip-)?requirements.*|.*[-_]requirements|"
    r"constraints.*|(licen[sc]e|copying|notice|readme)([-_. ].*)?|authors|contributors|change(s|log))"
    r"\.txt"
)
# In a hook of git these point at the commit in progress, and are relative to another folder.
_GIT_STATE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def find_files(paths: Sequence[str], config: Config) -> tuple[list[str], list[Problem]]:
    """The files to read, in the order of `paths`, each once, and what is wrong with `paths`.

    A file that is named is always taken. Paths come back as the user would write them, with '/'.
    """
    wanted = _filter(config)
    files: dict[str, str] = {}  # by absolute path
    problems: list[Problem] = []
    for name in dict.fromkeys(paths):
        path = Path(name)
        if path.is_dir():
            found = [path / inside for inside in _pages(path) if wanted(path / inside)]
            if not found:
                problems.append(Problem(path.as_posix(), _nothing_here(path, config)))
        elif path.exists():
            found = [path]
        else:
            found = []
            problems.append(Problem(path.as_posix(), "no such file or folder"))
        for file in found:
            files.setdefault(os.path.abspath(file), file.as_posix())  # noqa: PTH100 - `a/../b` is `b` here
    return list(files.values()), problems


def _nothing_here(folder: Path, config: Config) -> str:
    try:
        os.scandir(folder).close()
    except OSError as error:
        return f"cannot read this folder: {error.strerror}"
    endings = f"{', '.join(ENDINGS[:-1])} and {ENDINGS[-1]}"
    settings = " and ".join(key for key in ("include", "exclude") if getattr(config, key))
    hint = f"; see {settings} in {config.path}" if settings and config.path else ""
    return f"nothing to check in this folder: claimlint looks for {endings} files{hint}"


def _pages(folder: Path) -> list[Path]:
    """The pages and texts in a folder, relative to it, sorted."""
    listed = _git_files(folder)
    candidates = _walked(folder) if listed is None else _listed(folder, listed)
    return sorted(path for path in candidates if _is_copy(path.name))


def _is_copy(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(ENDINGS) and not lower.startswith(".") and not _NOT_COPY.fullmatch(lower)


def _skipped(folder: Path) -> bool:
    """Is this folder, found inside one that was named, no place for copy?"""
    return folder.name.startswith(".") or folder.name in _SKIPPED_FOLDERS or (folder / "pyvenv.cfg").exists()


def _walked(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):  # does not follow links to folders, so it ends
        here = Path(place)
        folders[:] = [name for name in folders if not _skipped(here / name)]
        yield from ((here / name).relative_to(folder) for name in names if (here / name).is_file())


def _listed(folder: Path, names: Iterable[str]) -> Iterator[Path]:
    known: dict[Path, bool] = {Path(): False}

    def skipped(inside: Path) -> bool:
        if inside not in known:
            known[inside] = skipped(inside.parent) or _skipped(folder / inside)
        return known[inside]

    for name in names:
        path = Path(name)
        whole = folder / path
        if skipped(path.parent):
            continue
        if whole.is_dir() and not whole.is_symlink() and not _skipped(whole):
            if (whole / ".git").exists():  # a repository inside the repository: git lists its folder only
                yield from (path / inside for inside in _pages(whole))
        elif whole.is_file():
            yield path


def _git_files(folder: Path) -> list[str] | None:
    """What git tracks or would track in a folder; None without git, outside a work tree, in an ignored folder."""
    listed = _git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if listed is None or _git(folder, "check-ignore", "-q", ".") is not None:
        return None
    return [os.fsdecode(name) for name in dict.fromkeys(listed.split(b"\0")) if name]


def _git(folder: Path, *arguments: str) -> bytes | None:
    """The output of a git command, None when it fails for whatever reason."""
    environment = {name: value for name, value in os.environ.items() if name not in _GIT_STATE}
    # A repository's own settings may name a program to run as its file monitor; never run it.
    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _filter(config: Config) -> Callable[[Path], bool]:
    """Does a path pass the globs of the configuration?"""
    include = [_glob(pattern) for pattern in config.include]
    exclude = [_glob(pattern) for pattern in config.exclude]

    def passes(path: Path) -> bool:
        name = Path(os.path.relpath(path, config.root)).as_posix()
        if include and not any(glob.fullmatch(name) for glob in include):
            return False
        return not any(glob.fullmatch(name) for glob in exclude)

    return passes


def _glob(pattern: str) -> re.Pattern[str]:
    """A glob as an expression: `*` and `?` stay in a folder, `**` does not; a folder stands for all inside it.

    Without a slash inside, it matches at any depth: `draft-*.html`, `old/`.
    """
    trimmed = pattern.removeprefix("./").rstrip("/")
    expression = "" if "/" in trimmed else "(?:.*/)?"
    for part in re.findall(r"\*\*/|\*\*|\*|\?|[^*?]+", trimmed.removeprefix("/")):
        expression += {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part) or re.escape(part)
    return re.compile(f"{expression}(?:/.*)?", re.DOTALL)
