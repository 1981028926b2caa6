"""Findings on what changed since a revision: on copy that was touched, or made by the change elsewhere on its page."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

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
        self._before = {os.path.realpath(file.path): file.before for file in changed if file.path}

    def concerns(self, path: str) -> bool:
        """Whether a file differs from the revision."""
        return os.path.realpath(path) in self._before

    def __call__(self, document: Document, result: FileResult, read: Read, lint: Lint) -> FileResult:
        name = self._before.get(os.path.realpath(document.path), "")
        if not name:
            return result
        try:
            before = read(content(name, self.revision))
        except ClaimlintError:
            return result  # it was no page that can be read, so all is new
        touched = set(map(id, _new(document.blocks, before.blocks)))
        had = Counter(finding.identity for finding in lint(before).findings)
        kept = [finding for finding in result.findings if id(finding.block) in touched or finding.identity not in had]
        return replace(result, findings=tuple(kept), untouched=len(result.findings) - len(kept))


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
