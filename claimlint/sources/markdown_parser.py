"""markdown-it-py with places: its own rules, each made to say where in the source it found what.

The parser keeps lines for its blocks and nothing for what stands in them. It knows both while it works, so its rules
are wrapped: a block's text comes with pieces that map it to the source, an inline token with its stretch of that text.
Imported by the reader when it is called, because the library costs a start-up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from typing import Any, Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from claimlint.late import late
from claimlint.model import Span
from claimlint.sources.builder import LINE_END

_DEEPEST = 28  # levels of quotes and lists, two a list; what is deeper is read as text

_BRACKETS = 20  # brackets within brackets: each level of pictures is parsed anew
_UNCLOSED = 200  # brackets that are never closed: for each the parser looks through much of the rest

_BlockRule = Callable[[StateBlock, int, int, bool], bool]
_InlineRule = Callable[[StateInline, bool], bool]


class Piece(NamedTuple):
    """`start:end` of a block's text and where it stands in the source.

    Plain: the same characters. Otherwise a line's end with the indentation and quote marks of the next line, or `\\|`.
    """

    start: int
    end: int
    source: Span
    plain: bool


class Placed:
    """The text of a block as the parser cut it, with its places."""

    __slots__ = ("_starts", "pieces", "text")

    def __init__(self, text: str, pieces: Sequence[Piece]) -> None:
        self.text = text
        self.pieces = pieces
        self._starts = [piece.start for piece in pieces]

    def between(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces of `text[start:end]`, plain ones cut to it."""
        for index in range(max(0, bisect_right(self._starts, start) - 1), len(self.pieces)):
            piece = self.pieces[index]
            if piece.start >= end:
                return
            if piece.plain:
                first, last = max(start, piece.start), min(end, piece.end)
                shift = piece.source.start - piece.start
                piece = Piece(first, last, Span(first + shift, last + shift), True)
            if piece.start < piece.end and piece.end > start:
                yield piece

    def span(self, start: int, end: int) -> Span:
        """The stretch of the source from the first to the last character of `text[start:end]`."""
        found = list(self.between(start, end))
        return Span(found[0].source.start, found[-1].source.end) if found else Span(0, 0)


class _Markdown(MarkdownIt):
    """Addresses stay as written: whether one is safe to open doesn't change what is read."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser's names
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        return True


def parse(source: str, start: int, *, mdx: bool = False) -> tuple[MarkdownIt, dict[str, Any], list[Token]]:
    """The blocks of `source[start:]`: tokens whose text is in `meta["placed"]`.

    MDX has no indented code, and its tags are inline whatever lines they stand on.
    """
    md = _Markdown("commonmark", {"html": True, "maxNesting": _DEEPEST + 2})
    md.enable("table")
    if mdx:
        md.disable(["code", "html_block"])
    _place_blocks(md)
    md.inline = _Inline(mdx)
    env: dict[str, Any] = {"shifts": _shifts(source, start), "notes": {}, "titles": []}
    tokens: list[Token] = []
    md.block.parse(LINE_END.sub("\n", source[start:]), md, env, tokens)
    return md, env, tokens


def _shifts(source: str, start: int) -> list[int]:
    """By line, what to add to an offset of the parser's text, in which a line end is one character."""
    shifts = [start]
    shift = start
    for found in LINE_END.finditer(source, start):
        shift += len(found[0]) - 1
        shifts.append(shift)
    shifts.append(shift)  # the parser's own last line
    return shifts


# -- blocks


def _place_blocks(md: MarkdownIt) -> None:
    """Wrap the rules that make blocks of text, and bound those that nest."""
    rules: dict[str, _BlockRule] = {rule.name: rule.fn for rule in md.block.ruler.__rules__}
    alternatives: dict[str, RuleOptionsType] = {rule.name: {"alt": rule.alt} for rule in md.block.ruler.__rules__}
    wrappers: dict[str, Callable[[_BlockRule], _BlockRule]] = {
        "paragraph": _lines_placed,
        "lheading": _lines_placed,
        "html_block": _lines_placed,
        "heading": _heading_placed,
        "table": _table_placed,
        "reference": _title_placed,
        "blockquote": _bounded,
        "list": _bounded,
    }
    for name, wrapper in wrappers.items():
        md.block.ruler.at(name, wrapper(rules[name]), alternatives[name])
    md.block.ruler.before("reference", "note", _bounded(_note), {"alt": ["paragraph", "reference"]})


def _bounded(rule: _BlockRule) -> _BlockRule:
    """A rule that nests blocks, but not beyond the deepest level."""

    def bounded(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
        return state.level < _DEEPEST and rule(state, line, end_line, silent)

    return bounded


def _lines_placed(rule: _BlockRule) -> _BlockRule:
    """A rule whose last text is whole lines: a paragraph, an underlined heading, HTML."""

    def placed(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
        count = len(state.tokens)
        if not rule(state, line, end_line, silent):
            return False
        for token in () if silent else state.tokens[count:]:
            if token.type in ("inline", "html_block") and token.map:
                token.meta["placed"] = _lines(state, token.map[0], token.map[1], token.content)
        return True

    return placed


def _lines(state: StateBlock, line: int, end_line: int, content: str | None) -> Placed:
    """The text of some lines without the marks of the blocks around them, cut to what the parser kept of it."""
    shifts = state.env["shifts"]
    parts: list[str] = []
    pieces: list[Piece] = []
    length = before = 0
    for number in range(line, end_line):
        text = state.getLines(number, number + 1, state.blkIndent, False)
        words = text.lstrip(" \t")
        end = state.eMarks[number] + shifts[number]
        start = end - len(words)
        gap = text[: len(text) - len(words)] if number == line else "\n" + text[: len(text) - len(words)]
        if gap:
            # A tab may count for several spaces here, so the gap has no characters of its own.
            pieces.append(Piece(length, length + len(gap), Span(before if parts else start, start), False))
            length += len(gap)
        pieces.append(Piece(length, length + len(words), Span(start, end), True))
        length += len(words)
        parts += (gap, words)
        before = end
    whole = "".join(parts)
    return _cut(whole, pieces, whole.strip() if content is None else content.removesuffix("\n"))


def _cut(text: str, pieces: list[Piece], content: str) -> Placed:
    """The pieces of `content`, which is `text` without white space at its ends."""
    skipped = text.find(content) if content else 0
    if skipped < 0:
        return Placed(text, pieces)
    whole = Placed(text, pieces)
    kept = [
        Piece(max(0, piece.start - skipped), piece.end - skipped, piece.source, piece.plain)
        for piece in whole.between(skipped, skipped + len(content))
    ]
    return Placed(content, kept)


def _heading_placed(rule: _BlockRule) -> _BlockRule:
    def placed(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
        count = len(state.tokens)
        if not rule(state, line, end_line, silent):
            return False
        if not silent:
            opening, inline = state.tokens[count : count + 2]
            start = state.bMarks[line] + state.tShift[line] + len(opening.markup)
            start = state.src.index(inline.content, start) if inline.content else start
            inline.meta["placed"] = _straight(inline.content, start + state.env["shifts"][line])
        return True

    return placed


def _straight(text: str, start: int) -> Placed:
    """Text that stands in the source as it is."""
    return Placed(text, [Piece(0, len(text), Span(start, start + len(text)), True)])


def _table_placed(rule: _BlockRule) -> _BlockRule:
    def placed(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
        count = len(state.tokens)
        if not rule(state, line, end_line, silent):
            return False
        row: Iterator[tuple[str, list[Piece]]] = iter(())
        for token in () if silent else state.tokens[count:]:
            if token.type == "tr_open" and token.map:
                row = _cells(state, token.map[0])
            elif token.type == "inline":
                token.meta["placed"] = _cut(*next(row, ("", [])), token.content)
        return True

    return placed


_PIPE = late(r"\\?\|")


def _cells(state: StateBlock, line: int) -> Iterator[tuple[str, list[Piece]]]:
    """The cells of a row. In one, `\\|` is a pipe."""
    start = state.bMarks[line] + state.tShift[line]
    row = state.src[start : state.eMarks[line]].rstrip(" \t")
    start += state.env["shifts"][line]
    pieces: list[Piece] = []
    position = length = 0

    def add(end: int) -> None:
        nonlocal length
        pieces.append(Piece(length, length + end - position, Span(start + position, start + end), True))
        length += end - position

    def cell() -> tuple[str, list[Piece]]:
        text = "".join(row[p.source.start - start : p.source.end - start] if p.plain else "|" for p in pieces)
        return text, pieces

    for pipe in _PIPE.finditer(row):
        add(pipe.start())
        position = pipe.end()
        if len(pipe[0]) == 2:
            pieces.append(Piece(length, length + 1, Span(start + pipe.start(), start + pipe.end()), False))
            length += 1
            continue
        if pipe.end() > 1:  # the first one opens the row
            yield cell()
        pieces, length = [], 0
    if position < len(row) or pieces:
        add(len(row))
        yield cell()


def _title_placed(rule: _BlockRule) -> _BlockRule:
    """A reference definition: its title, between its quotes, is added to the titles."""

    def placed(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
        doubled = state.env.setdefault("duplicate_refs", [])
        count = len(doubled)
        if not rule(state, line, end_line, silent):
            return False
        if not silent:
            added = doubled[-1] if len(doubled) > count else next(reversed(state.env["references"].values()))
            if added["title"]:
                state.env["titles"].append(_lines(state, line, state.line, None))
        return True

    return placed


_NOTE = late(r"\[\^([^\]\s]+)\]:[ \t]*")


def _note(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """`[^1]: text`, with the lines that are indented below it."""
    begin = state.bMarks[line] + state.tShift[line]
    found = _NOTE.match(state.src, begin, state.eMarks[line])
    if not found or state.is_code_block(line):
        return False
    if silent:
        return True
    shift = state.env["shifts"][line]
    opening = state.push("note_open", "", 1)
    opening.meta = {"label": found[1], "mark": Span(begin + shift, found.end(1) + 2 + shift), "end": found.end() + shift}
    state.env["notes"].setdefault(found[1], 0)
    kept = state.bMarks[line], state.tShift[line], state.sCount[line], state.blkIndent, state.parentType
    state.bMarks[line], state.tShift[line] = found.end(), 0
    state.blkIndent += 4
    state.sCount[line] = state.blkIndent
    state.parentType = "note"
    state.line = line + 1
    if found.end() < state.eMarks[line] or line + 1 < end_line:
        state.md.block.tokenize(state, line, end_line)
    state.bMarks[line], state.tShift[line], state.sCount[line], state.blkIndent, state.parentType = kept
    state.push("note_close", "", -1)
    state.line = max(state.line, line + 1)
    return True


# -- inline

_BRACKET = late(r"[\[\]]")


class _State(StateInline):
    """Says of each token where it begins: `meta["at"]`."""

    begun = -1  # where the text gathered begins

    def append_pending(self, text: str) -> None:
        if self.begun < 0:
            self.begun = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - the parser's name
        token = super().pushPending()
        token.meta["at"] = self.begun
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        self.begun = -1
        token.meta["at"] = self.pos
        return token


def inline(md: MarkdownIt, env: dict[str, Any], text: str) -> list[Token] | None:
    """The inline tokens of a block's text, their places in `meta`; None where it nests too deep to be followed."""
    heights = [0]
    for bracket in _BRACKET.finditer(text):
        if bracket[0] == "[":
            heights.append(0)
            if len(heights) > _UNCLOSED:
                return None
        elif len(heights) > 1:
            height = heights.pop() + 1
            heights[-1] = max(heights[-1], height)
            if height > _BRACKETS:
                return None
    tokens: list[Token] = []
    try:
        return md.inline.parse(text, md, env, tokens)
    except RecursionError:
        return None


class _Inline(ParserInline):
    """The inline parser with places. Fragments of text stay apart, since each has its own place."""

    def __init__(self, mdx: bool) -> None:
        super().__init__()
        rules: dict[str, _InlineRule] = {rule.name: rule.fn for rule in self.ruler.__rules__}
        for name in ("newline", "escape", "backticks", "link", "image", "autolink", "html_inline", "entity"):
            self.ruler.at(name, _spanned(rules[name]))
        for name in ("strikethrough", "emphasis"):
            self.ruler.at(name, _marked(rules[name]))
        self.ruler.before("link", "note", _spanned(_note_mark))
        self.ruler.disable(["linkify", "autolink"] if mdx else "linkify")
        self.ruler2.disable("fragments_join")

    def parse(self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _spanned(rule: _InlineRule) -> _InlineRule:
    """A rule whose first token stands for all that it took: `meta["at"]` to `meta["end"]`."""

    def spanned(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent and count < len(state.tokens):
            # The text gathered before comes first.
            if state.tokens[count].meta["at"] < start:
                count += 1
            if count < len(state.tokens):
                state.tokens[count].meta.update(at=start, end=state.pos)
                if state.tokens[count].info == "auto":  # `<https://…>`: the address follows the mark
                    state.tokens[count + 1].meta["at"] = start + 1
        return True

    return spanned


def _marked(rule: _InlineRule) -> _InlineRule:
    """A rule that cuts a run of `*`, `_` or `~` into tokens, each then given its place."""

    def marked(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        position = state.pos
        for token in reversed(state.tokens[count:]):
            if token.meta["at"] < start:
                break
            token.meta["at"] = position = position - len(token.content)
        return True

    return marked


_NOTE_MARK = late(r"\[\^([^\]\s]+)\]")


def _note_mark(state: StateInline, silent: bool) -> bool:
    """`[^1]` where there is such a note."""
    if state.src[state.pos] != "[":
        return False
    found = _NOTE_MARK.match(state.src, state.pos, state.posMax)
    if not found or found[1] not in state.env["notes"]:
        return False
    if not silent:
        state.push("note", "", 0).meta["label"] = found[1]
    state.pos = found.end()
    return True
