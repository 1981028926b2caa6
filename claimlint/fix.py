"""Edits on files: complete rewrites put in the place of what they replace, byte for byte.

An edit is made only if the reader of the file, run again, gives exactly the copy that was meant and changes nothing else,
and if linting the result finds nothing new. Whatever can't be exact is refused, with the reason.
"""

from __future__ import annotations

import difflib
import html
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claimlint.errors import ClaimlintError
from claimlint.model import VALUE, Block, Document, Edit, Finding, Rewrite, Span

Read = Callable[[bytes], Document]
Lint = Callable[[Document], Sequence[Finding]]


class Change(NamedTuple):
    """`span` of the decoded file becomes `text`, so that the finding's sentence reads as its rewrite."""

    finding: Finding
    rewrite: Rewrite
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file with its edits made. `refused` counts the findings that were left, by the reason."""

    data: bytes
    findings: tuple[Finding, ...]
    edits: tuple[Change, ...]
    refused: Counter[str]


def fix(document: Document, findings: Sequence[Finding], read: Read, lint: Lint, *, unsafe: bool = False) -> Fixed:
    """All edits that can be made to a file; `unsafe` also those that replace more than the claim.

    `read` gives the document of changed bytes, `lint` its findings. The rest of the file stays byte for byte.
    """
    refused = Counter[str]()
    edits: list[Change] = []
    for finding in findings:
        edit = _edit(document, finding, read, unsafe)
        if isinstance(edit, str):
            refused[edit] += 1
        elif any(edit.span.start < other.span.end and other.span.start < edit.span.end for other in edits):
            refused["another fix changes the same sentence; run again"] += 1
        else:
            edits.append(edit)
    edits, after = _harmless(document, findings, edits, read, lint, refused)
    return Fixed(_bytes(document, _applied(document, edits)), tuple(after), tuple(edits), refused)


def _harmless(
    document: Document, findings: Sequence[Finding], edits: list[Change], read: Read, lint: Lint, refused: Counter[str]
) -> tuple[list[Change], Sequence[Finding]]:
    """The edits that create no finding, and the findings that stay: an edit whose rewrite is flagged is taken back."""
    before = Counter((finding.rule.id, finding.text) for finding in findings)
    while edits:
        text = _applied(document, edits)
        after = lint(read(_bytes(document, text)))
        # That a directive has nothing left to silence is for the report to tell.
        new = Counter((finding.rule.id, finding.text) for finding in after if finding.block.kind != "directive") - before
        if not new:
            return edits, after
        guilty = [edit for edit in edits if any(finding in edit.rewrite.text for _, finding in new)] or edits
        refused["the rewrite would be flagged itself"] += len(guilty)
        edits = [edit for edit in edits if edit not in guilty]
    return [], findings


def with_edits(document: Document, findings: Sequence[Finding], read: Read) -> tuple[Finding, ...]:
    """The findings, their complete rewrites with the edits that write them into the file, where that can be done exactly."""
    return tuple(
        finding._replace(rewrites=tuple(_with_edit(document, finding, rewrite, read) for rewrite in finding.rewrites))
        for finding in findings
    )


def _with_edit(document: Document, finding: Finding, rewrite: Rewrite, read: Read) -> Rewrite:
    if not rewrite.complete or rewrite.excess or _refusal(finding):
        return rewrite
    change = _change(document, finding, rewrite, read)
    if change is None:
        return rewrite
    span = change.span
    start, end = document.position(span.start), document.position(span.end)
    return rewrite._replace(edit=Edit(span, start, end, change.text, safe=finding.alone))


def _edit(document: Document, finding: Finding, read: Read, unsafe: bool) -> Change | str:
    """The edit that replaces a finding's sentence by its best rewrite, or why there is none."""
    rewrite = next((rewrite for rewrite in finding.rewrites if rewrite.complete and not rewrite.excess), None)
    if rewrite is None and finding.rule.find:
        return "a fact is missing" if all(rewrite.needs for rewrite in finding.rewrites) else "no rewrite fits here"
    if refusal := _refusal(finding):
        return refusal
    if not (finding.alone or unsafe):
        return "the sentence says more than the claim (--unsafe-fixes replaces it)"
    assert rewrite, "what has no rewrite was refused"
    return _change(document, finding, rewrite, read) or "it can't be written here exactly"


def _refusal(finding: Finding) -> str:
    """Why the sentence of a finding can't be replaced by any rewrite; "" when it can."""
    block, sentence = finding.block, finding.sentence
    if not finding.rule.find:
        return "it is no wording; it has to be mended by hand"
    if finding.quoted:
        return "these are a customer's words"
    if VALUE in block.text[sentence.start : sentence.end]:
        return "a template fills in a part of it"
    if sum(block.text[sentence.start : sentence.end].count(mark) for mark in '"“”„«»') % 2:
        return "a quotation begins or ends inside it"
    if len(block.source_spans(*sentence)) > 1:
        return "markup or other text stands inside it"
    return ""


def _change(document: Document, finding: Finding, rewrite: Rewrite, read: Read) -> Change | None:
    (span,) = finding.block.source_spans(*finding.sentence)
    changes = (Change(finding, rewrite, span, text) for text in _spellings(rewrite.text))
    return next((change for change in changes if _is_exact(document, change, read)), None)


def _spellings(text: str) -> Iterator[str]:
    """The text as it might have to be written: as it is, or escaped for markup, for strings in quotes, for a cell."""
    numeric = "".join(char if char.isascii() else f"&#{ord(char)};" for char in html.escape(text))
    escaped = json.dumps(text, ensure_ascii=False)[1:-1]
    in_strings = (escaped, text.replace("'", "\\'"), text.replace("'", "''"), text.replace('"', '""'), json.dumps(text)[1:-1])
    yield from dict.fromkeys((text, *in_strings, html.escape(text, quote=False), html.escape(text), numeric))


def _is_exact(document: Document, edit: Change, read: Read) -> bool:
    """Whether the changed file holds the same copy as before, but for the rewrite in the sentence's place."""
    try:
        changed = read(_bytes(document, _applied(document, [edit])))
    except (ClaimlintError, UnicodeError):
        return False
    block, sentence = edit.finding.block, edit.finding.sentence
    expected = block.text[: sentence.start] + edit.rewrite.text + block.text[sentence.end :]
    texts = [expected if one is block else one.text for one in document.blocks]
    return (
        changed.encoding == document.encoding
        and _kinds(changed.blocks) == _kinds(document.blocks)
        and texts == [one.text for one in changed.blocks]
    )


def _kinds(blocks: Sequence[Block]) -> list[tuple[str, str, str]]:
    return [(block.kind, block.name, block.lang) for block in blocks]


def _applied(document: Document, edits: Sequence[Change]) -> str:
    text = document.text
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def _bytes(document: Document, text: str) -> bytes:
    return text.encode(document.encoding)


def difference(path: str, before: str, after: str) -> str:
    """A unified diff of two states of a file."""
    old, new = (text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True) for text in (before, after))
    lines = difflib.unified_diff(old, new, f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
