"""Gathers the text of a block with its way back to the source."""

from __future__ import annotations

from claimlint.late import late
from claimlint.model import Span

WHITE_SPACE = " \t\n\f\r"  # what a page collapses; other Unicode spaces are characters

_GAP = late(r"[ \t\n\f\r]{2,}")
LINE_END = late(r"\r\n|\n|\r")
_TO_SPACE = late(r"[\t\n\f\r]")


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
        self._gap: tuple[int, int] | None = None
        self._seam: tuple[int, int] | None = None
        self._breaks: list[tuple[int, int]] = []

    def drop_separators(self) -> None:
        """Forget the separators that wait."""
        self._gap = self._seam = None
        if self._breaks:
            self._breaks = []

    def space(self, start: int, end: int) -> None:
        """White space, to be one space whatever stands around it."""
        if self.length:
            self._gap = (self._gap[0] if self._gap else start, end)

    def line_break(self, start: int, end: int) -> None:
        """A line break that a reader sees; white space around it is gone."""
        if self.length:
            self._breaks.append((start, end))

    def seam(self, start: int, end: int) -> None:
        """Markup between which words do not join though no white space parts them."""
        if self.length and self._seam is None:
            self._seam = (start, end)

    def put(self, text: str, start: int, end: int) -> None:
        """Text as it stands, no white space at its ends, read from `source[start:end]`."""
        if self._gap or self._seam or self._breaks:
            self._separate()
        self._append(text, start, end)

    def plain(self, start: int, end: int) -> None:
        """`source[start:end]`, its white space collapsed."""
        piece = self.source[start:end]
        words = piece.strip(WHITE_SPACE)
        if not words:
            if piece and self.length:
                self.space(start, end)
            return
        first, last = start, end
        if len(words) < len(piece):
            first = end - len(piece.lstrip(WHITE_SPACE))
            last = first + len(words)
            if start < first and self.length:
                self.space(start, first)
        if words.isprintable() and "  " not in words:
            self.put(words, first, last)
        else:
            self._collapsed(words, first, last)
        if last < end:
            self.space(last, end)

    def _collapsed(self, words: str, start: int, end: int) -> None:
        """`source[start:end]`, which has no white space at its ends, but may hold any within."""
        position = 0
        for gap in _GAP.finditer(words):
            self.put(_TO_SPACE.sub(" ", words[position : gap.start()]), start + position, start + gap.start())
            self.space(start + gap.start(), start + gap.end())
            position = gap.end()
        self.put(_TO_SPACE.sub(" ", words[position:]), start + position, end)

    def character(self, text: str, start: int, end: int) -> None:
        """What a reference or an escape stands for; white space collapses as if it were written out."""
        if text in WHITE_SPACE:
            self.space(start, end)
        else:
            self.put(text, start, end)

    def lines(self, start: int, end: int) -> None:
        """`source[start:end]`, its line ends kept as line breaks."""
        for found in LINE_END.finditer(self.source, start, end):
            self.plain(start, found.start())
            self.line_break(*found.span())
            start = found.end()
        self.plain(start, end)

    def runs(self) -> tuple[str, tuple[int, ...], tuple[Span, ...]]:
        """The text gathered, where its runs start, and their sources."""
        return "".join(self._parts), tuple(self._starts), tuple(self._sources)

    def _separate(self) -> None:
        """Write the separators that wait; none do before the first text."""
        if self._breaks:
            for start, end in self._breaks:
                self._append("\n", start, end)
        elif self._gap:
            self._append(" ", *self._gap)
        elif self._seam:
            self._append("\n", *self._seam)
        self.drop_separators()

    def _append(self, text: str, start: int, end: int) -> None:
        """Add a run, or lengthen the last one where both correspond character by character."""
        length = len(text)
        sources = self._sources
        if length == end - start and sources and sources[-1][1] == start:
            last = sources[-1]
            if last.end - last.start == self.length - self._starts[-1]:
                sources[-1] = Span(last.start, end)
                self._parts.append(text)
                self.length += length
                return
        self._starts.append(self.length)
        sources.append(Span(start, end))
        self._parts.append(text)
        self.length += length
