"""Plain text as blocks."""

from __future__ import annotations

from claimlint.late import late
from claimlint.model import Block, Span
from claimlint.sources.builder import LINE_END, Builder

BYTE_ORDER_MARK = "\ufeff"

_ITEM = late(r"[ \t]*(?:[-*•‣▪–]|[0-9]{1,3}[.)])[ \t]+(?=\S)")
_SENTENCE_END = (".", "!", "?", ":", ";", ",", "…", "،", "؛", "؟")
_HEADING_LENGTH = 60  # code points; a longer first line is the wrapped start of a paragraph


def read_text(text: str, _options: object = None) -> tuple[Block, ...]:
    """Plain text: blank lines part the blocks, a list item or a heading-like line is one of its own."""
    blocks: list[Block] = []
    paragraph: list[Span] = []
    for line in _lines(text):
        blank = not text[line.start : line.end].strip()
        if paragraph and (blank or _ITEM.match(text, *line)):
            blocks.extend(_paragraph(text, paragraph))
            paragraph = []
        if not blank:
            paragraph.append(line)
    blocks.extend(_paragraph(text, paragraph))
    return tuple(blocks)


def _lines(text: str) -> list[Span]:
    """The lines of a text without their ends and without the byte order mark."""
    start = 1 if text.startswith(BYTE_ORDER_MARK) else 0
    lines = []
    for found in LINE_END.finditer(text):
        lines.append(Span(start, found.start()))
        start = found.end()
    lines.append(Span(start, len(text)))
    return lines


def _paragraph(text: str, lines: list[Span]) -> list[Block]:
    """The block of some lines; two where the first of them is a heading."""
    if not lines:
        return []
    item = _ITEM.match(text, *lines[0])
    if item:
        return [_block(text, item.end(), lines[-1].end, "list-item")]
    if len(lines) > 1 and _is_heading(text[lines[0].start : lines[0].end], text[lines[1].start : lines[1].end]):
        return [_block(text, *lines[0], "heading"), _block(text, lines[1].start, lines[-1].end, "text")]
    return [_block(text, lines[0].start, lines[-1].end, "text")]


def _is_heading(line: str, following: str) -> bool:
    """Whether a line is a heading: short, no end of a sentence, and the next line begins afresh and is longer.

    A script without capitals cannot begin afresh visibly, so there the length decides alone.
    """
    line, following = line.strip(), following.strip()
    if len(line) > _HEADING_LENGTH or line.endswith(_SENTENCE_END) or following[0].islower():
        return False
    return len(line) * 2 <= len(following)


def _block(text: str, start: int, end: int, kind: str) -> Block:
    builder = Builder(text)
    builder.plain(start, end)
    content, starts, sources = builder.runs()
    context = {"heading": frozenset({"heading"}), "list-item": frozenset({"list"})}
    return Block(content, starts, sources, kind, context=context.get(kind, frozenset()))
