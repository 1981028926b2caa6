"""A string of a data file as blocks: what a program fills in, markup and plural forms inside it, and its way back.

A string is carried as a Block: its decoded text with runs to the file. What is read from that text is then mapped
through it, so no reader of a format needs to know what strings hold. Every expression here decides a character once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from claimlint.late import late
from claimlint.model import VALUE, Block, Span
from claimlint.sources.builder import Builder
from claimlint.sources.html import read_html
from claimlint.sources.text import read_text

Piece = tuple[str, int, int]  # text, and the stretch that it was read from

LONGEST_NAME = 60  # code points of a key, or of a message that is its own key

# {count} {{name}} {{{name}}} ${x} #{x} %{x} {% if x %} <%= x %> $t(key) %(n)d %s %1$d %.2f %@, and %% for a percent sign
PLACEHOLDER = late(
    r"\{\{\{[^{}]*+\}\}\}|\{\{[^{}]*+\}\}|\{%(?:[^{}%]|%(?!\}))*+%\}|[$#%]?\{[^{}\"]{0,80}+\}"
    r"|<%[^<%]*+%>|\$t\([^()$]*+\)|%\([^()%]*+\)[0-9.]*+[a-z]"
    r"|(?<![0-9])%(?:[0-9]{1,2}\$)?[-+#0]?[0-9]{0,3}(?:\.[0-9]{1,2})?(?:ll?|h|z)?[sdiufgexX@](?![A-Za-z])"
    r"|%%"
)
TAG = late(r"</?[A-Za-z][^<>]*+>|<!--")
LETTER = late(r"[^\W\d_]")

_MARKUP = late(r"</?[A-Za-z][^<>]*+>|<!--|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NUMBERED_TAG = late(r"</?[0-9]{1,3}\s?/?>")  # of react-i18next: <0>our shop</0>
_CHOICE = late(r"\{\s*+[\w.-]++\s*+,\s*+(plural|selectordinal|select)\s*+,(?:\s*+offset:[0-9]+)?")
_BRANCH = late(r"\s*+=?\w++\s*+\{")


def value_at(source: str, start: int, end: int) -> Block:
    """A string that stands in the file as it reads."""
    return Block(source[start:end], (0,), (Span(start, end),))


def value_of(pieces: Iterable[Piece]) -> Block:
    """A string that was decoded piece by piece."""
    builder = Builder("")
    for text, start, end in pieces:
        if text:
            builder.put(text, start, end)
    return Block(*builder.runs())


def unescaped(source: str, start: int, end: int, escape: re.Pattern[str], character: Callable[[str], str]) -> Iterator[Piece]:
    """`source[start:end]`, each escape a piece of its own."""
    for found in escape.finditer(source, start, end):
        yield source[start : found.start()], start, found.start()
        yield character(found[0]), *found.span()
        start = found.end()
    yield source[start:end], start, end


def shortened(name: str) -> str:
    """A key, or a message that serves as one, on one line and of bounded length."""
    name = " ".join(name[: 4 * LONGEST_NAME].split())
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def blocks_of(value: Block, name: str, lang: str = "") -> list[Block]:
    """The copy of one string: a block, or several where it holds paragraphs, block-level markup or plural forms."""
    blocks: list[Block] = []
    for message in _branches(value):
        filled = with_values(message)
        read = read_html if _MARKUP.search(filled.text) else read_text
        for block in read(filled.text):
            if LETTER.search(block.text):
                kind = "string" if block.kind == "text" else block.kind
                starts, sources = _through(block, filled)
                blocks.append(Block(block.text, starts, sources, kind, block.lang or lang, block.context, block.marks, name))
    return blocks


def with_values(value: Block) -> Block:
    """A string with one VALUE character for each thing that a program fills in."""
    text = value.text
    if not any(mark in text for mark in "{%$<"):
        return value
    pieces: list[Piece] = []
    position = 0
    found: Iterable[re.Match[str]] = PLACEHOLDER.finditer(text)
    if _NUMBERED_TAG.search(text):
        found = sorted([*found, *_NUMBERED_TAG.finditer(text)], key=lambda one: one.start())
    for one in found:
        if one.start() < position:
            continue
        pieces.append((text[position : one.start()], position, one.start()))
        position = one.end()
        if not _NUMBERED_TAG.fullmatch(one[0]):
            pieces.append(("%" if one[0] == "%%" else VALUE, *one.span()))
    if not position:
        return value
    pieces.append((text[position:], position, len(text)))
    return through(value_of(pieces), value)


def through(inner: Block, outer: Block) -> Block:
    """What was read from the text of `outer`, as read from where that text stands."""
    starts, sources = _through(inner, outer)
    return inner._replace(starts=starts, sources=sources)


def _through(inner: Block, outer: Block) -> tuple[tuple[int, ...], tuple[Span, ...]]:
    if len(outer.starts) == 1 and len(outer.text) == outer.sources[0].end - outer.sources[0].start:
        shift = outer.sources[0].start
        return inner.starts, tuple(Span(start + shift, end + shift) for start, end in inner.sources)
    builder = Builder("")
    ends = (*inner.starts[1:], len(inner.text))
    for start, end, source in zip(inner.starts, ends, inner.sources, strict=True):
        text = inner.text[start:end]
        if len(text) == source.end - source.start:
            for stretch, origin in _runs(outer, source):
                builder.put(text[stretch.start - source.start : stretch.end - source.start], *origin)
        else:
            builder.put(text, *outer.source_span(*source))
    return builder.runs()[1:]


def _runs(value: Block, span: Span) -> Iterator[tuple[Span, Span]]:
    """The runs of a string within a stretch of its text, cut to it: the stretch of each, and its source."""
    for index in range(bisect_right(value.starts, span.start) - 1, len(value.starts)):
        run = value.starts[index]
        if run >= span.end:
            return
        end = value.starts[index + 1] if index + 1 < len(value.starts) else len(value.text)
        stretch = Span(max(run, span.start), min(end, span.end))
        yield stretch, value.source_span(*stretch)


def _branches(value: Block) -> Iterator[Block]:
    """A message, and each branch of its ICU choices (`{n, plural, one {…} other {…}}`) as a message of its own."""
    text = value.text
    if "{" not in text or not _CHOICE.search(text):
        yield value
        return
    partners = _braces(text)
    waiting = [(Span(0, len(text)), False)]
    for span, counted in waiting:  # grows while it is walked
        pieces: list[Piece] = []
        position = span.start
        while found := _CHOICE.search(text, position, span.end):
            end = partners.get(found.start(), span.end)
            if end >= span.end:  # never closed: no choice, but text
                break
            pieces += [*_counted(text, position, found.start(), counted), (VALUE, found.start(), end + 1)]
            position = end + 1
            inside = found.end()
            while branch := _BRANCH.match(text, inside, end):
                inside = partners.get(branch.end() - 1, end - 1)
                waiting.append((Span(branch.end(), inside), found[1] != "select"))
                inside += 1
        pieces += _counted(text, position, span.end, counted)
        message = value_of(pieces)
        if message.text:
            yield through(message, value)


def _counted(text: str, start: int, end: int, counted: bool) -> Iterator[Piece]:
    """Text of a branch: in a plural `#` is the number."""
    while counted and (mark := text.find("#", start, end)) >= 0:
        yield text[start:mark], start, mark
        yield VALUE, mark, mark + 1
        start = mark + 1
    yield text[start:end], start, end


def _braces(text: str) -> dict[int, int]:
    """Where each brace that is closed is closed."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for found in re.finditer(r"[{}]", text):
        if found[0] == "{":
            opened.append(found.start())
        elif opened:
            partners[opened.pop()] = found.start()
    return partners
