"""Plain text as blocks, and the gathering of a block's text with its way back to the source."""

from __future__ import annotations

import re

from claimlint.model import Block, Span

WHITE_SPACE = " \t\n\f\r"  # what a page collapses; other Unicode spaces are characters
BYTE_ORDER_MARK = "\ufeff"

_GAP = re.compile(r"[ \t\n\f\r]{2,}")
_LINE_END = re.compile(r"\r\n|\n|\r")
_TO_SPACE = re.compile(r"[\t\n\f\r]")


class Builder:
    """Gathers the text of one block from stretches of a source. All offsets are code points of the source.

    Separators wait until more text follows, so a block has none at its ends: of several, line breaks win over a
    space, and a space over the seam of two elements that touch.
    """

    __slots__ = ("_breaks", "_gap", "_parts", "_seam", "_sources", "_starts", "length", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.clear()

    def clear(self) -> None:
        """Begin the next block."""
        self.length = 0
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._sources: list[Span] = []
        self.drop_separators()

    def drop_separators(self) -> None:
        """Forget the separators that wait."""
        self._gap: Span | None = None
        self._seam: Span | None = None
        self._breaks: list[Span] = []

    def space(self, start: int, end: int) -> None:
        """White space, to be one space whatever stands around it."""
        if self.length:
            self._gap = Span(self._gap.start if self._gap else start, end)

    def line_break(self, start: int, end: int) -> None:
        """A line break that a reader sees; white space around it is gone."""
        if self.length:
            self._breaks.append(Span(start, end))

    def seam(self, start: int, end: int) -> None:
        """Markup between which words do not join though no white space parts them."""
        if self.length and self._seam is None:
            self._seam = Span(start, end)

    def put(self, text: str, start: int, end: int) -> None:
        """Text as it stands, no white space at its ends, read from `source[start:end]`."""
        self._separate()
        self._append(text, start, end)

    def plain(self, start: int, end: int) -> None:
        """`source[start:end]`, its white space collapsed."""
        source = self.source
        piece = source[start:end]
        first = start + len(piece) - len(piece.lstrip(WHITE_SPACE))
        if first == end:
            if start < end:
                self.space(start, end)
            return
        last = start + len(piece.rstrip(WHITE_SPACE))
        if start < first:
            self.space(start, first)
        for gap in _GAP.finditer(source, first, last):
            self.put(_TO_SPACE.sub(" ", source[first : gap.start()]), first, gap.start())
            self.space(*gap.span())
            first = gap.end()
        self.put(_TO_SPACE.sub(" ", source[first:last]), first, last)
        if last < end:
            self.space(last, end)

    def lines(self, start: int, end: int) -> None:
        """`source[start:end]`, its line ends kept as line breaks."""
        for found in _LINE_END.finditer(self.source, start, end):
            self.plain(start, found.start())
            self.line_break(*found.span())
            start = found.end()
        self.plain(start, end)

    def runs(self) -> tuple[str, tuple[int, ...], tuple[Span, ...]]:
        """The text gathered, where its runs start, and their sources."""
        return "".join(self._parts), tuple(self._starts), tuple(self._sources)

    def _separate(self) -> None:
        """Write the separator that waits; none does before the first text."""
        if self._breaks:
            for start, end in self._breaks:
                self._append("\n", start, end)
        elif self._gap:
            self._append(" ", *self._gap)
        elif self._seam:
            self._append("\n", *self._seam)
        else:
            return
        self.drop_separators()

    def _append(self, text: str, start: int, end: int) -> None:
        """Add a run, or lengthen the last one where both correspond character by character."""
        length = len(text)
        if length == end - start and self._sources and self._sources[-1].end == start:
            last = self._sources[-1]
            if last.end - last.start == self.length - self._starts[-1]:
                self._sources[-1] = Span(last.start, end)
                self._parts.append(text)
                self.length += length
                return
        self._starts.append(self.length)
        self._sources.append(Span(start, end))
        self._parts.append(text)
        self.length += length


_ITEM = re.compile(r"[ \t]*(?:[-*•‣▪–]|[0-9]{1,3}[.)])[ \t]+(?=\S)")
_SENTENCE_END = (".", "!", "?", ":", ";", ",", "…", "،", "؛", "؟")
_HEADING_LENGTH = 60  # code points; a longer first line is the wrapped start of a paragraph


def read_text(text: str) -> tuple[Block, ...]:
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
    for found in _LINE_END.finditer(text):
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
