"""Findings on what changed since a revision: on copy that was touched, or made by the change elsewhere on its page."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from claimlint.errors import ClaimlintError
from claimlint.history import Changed, Revision, content
from claimlint.lint import Lint, Read
from claimlint.model import Block, Document, FileResult


class Since:
    """The step that leaves out findings on copy that stood on the page at a revision.

    Copy is compared by its text, not by lines: what was moved, wrapped or marked up anew is not touched. A finding on such
    copy counts nevertheless if the old page didn't have it, as when a change took away a claim's footnote.
    """

    def __init__(self, revision: Revision, changed: Iterable[Changed]) -> None:
        self.revision = revision
        self._before = {_place(file.path): file.before for file in changed if file.path}

    def concerns(self, path: str) -> bool:
        """Whether a file differs from the revision."""
        return self._was(path) is not None

    def _was(self, path: str) -> str | None:
        """As what git knew a changed file; "" for a new one. A link that did not change is what it leads to."""
        was = self._before.get(_place(path))
        return self._before.get(os.path.realpath(path)) if was is None else was

    def __call__(self, document: Document, result: FileResult, read: Read, lint: Lint) -> FileResult:
        name = self._was(document.path)
        if not name:
            return result
        try:
            before = read(content(name, self.revision))
        except ClaimlintError:
            return result  # it was no page that can be read, so all is new
        touched = set(map(id, _new(document.blocks, before.blocks)))
        had = Counter(finding.identity for finding in lint(before).findings)
        kept = [finding for finding in result.findings if id(finding.block) in touched or finding.identity not in had]
        return result._replace(findings=tuple(kept), untouched=len(result.findings) - len(kept))


def _place(path: str) -> str:
    """Where a path leads, as git sees it: links to folders are followed, a page that is a link stands for itself."""
    folder, name = os.path.split(os.path.abspath(path))  # noqa: PTH100 - `a/../b` is `b` here
    return str(Path(os.path.realpath(folder), name))


def _new(blocks: Sequence[Block], before: Sequence[Block]) -> list[Block]:
    """The blocks whose text did not stand on the old page, or not as often."""
    left = Counter(block.text for block in before)
    found: list[Block] = []
    for block in blocks:
        if left[block.text]:
            left[block.text] -= 1
        else:
            found.append(block)
    return found
