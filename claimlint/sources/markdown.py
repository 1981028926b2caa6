"""The copy of Markdown and MDX as blocks.

markdown-it-py finds the structure; `markdown_parser` makes it tell the places. HTML in it, and the inline tags, are
read as one page in which a probe stands for each block of Markdown, so that they say what it stands in
(`<div class="testimonials">`, `<section lang="he">`). All offsets are code points of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from claimlint.late import late
from claimlint.model import VALUE, Block, Mark, Span
from claimlint.sources.builder import WHITE_SPACE, Builder
from claimlint.sources.front_matter import split_front_matter
from claimlint.sources.html import read_html
from claimlint.sources.html_elements import BLOCKS, MARKS, MUTE, REPLACED, VOID
from claimlint.sources.html_tokens import END_TAG, RAW_TEXT_ELEMENTS, START_TAG, Token, Tokens, decode_references
from claimlint.sources.mdx import COPY_ATTRIBUTES, DROPPED, FILLED, mask_mdx, mask_tags
from claimlint.sources.messages import Piece as Read
from claimlint.sources.messages import through, value_of
from claimlint.sources.options import ReaderOptions

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token as Node

    from claimlint.sources.markdown_parser import Placed

# A definition that leads nowhere is no link but a comment: [//]: # (a note to whoever reads the source)
COMMENT = late(r"\[[^\[\]]+\]:\s*(?:#|<>|<#>)\s+(?:\((?P<brackets>.*)\)|\"(?P<double>.*)\"|'(?P<single>.*)')\s*", re.DOTALL)
_MASKED = late(f"{FILLED}+|{DROPPED}+")
_ESCAPED = late(r"\\[!-/:-@\[-`{-~]|&(?:#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7})|[A-Za-z][A-Za-z0-9]{1,31});")
# What opens a list item or a quote and is no text: a box to tick, `[!NOTE]`.
_OPENERS = {
    "list_item_open": late(r"\[[ xX]\](?=\s)"),
    "blockquote_open": late(r"\[![A-Za-z]{1,20}\][-+]?(?=\s|\Z)"),
}
_MARK_KINDS = {"em_open": "emphasis", "strong_open": "emphasis", "s_open": "deleted", "link_open": "link"}
_CLOSED = {"em_close": "em_open", "strong_close": "strong_open", "s_close": "s_open", "link_close": "link_open"}
_PROBE = "x"
_DEEPEST = 50  # inline elements within each other
CLOSED_WITH_TEXT = RAW_TEXT_ELEMENTS | {"title", "textarea", "plaintext"}


def read_markdown(text: str, options: ReaderOptions) -> tuple[Block, ...]:
    """The copy of a Markdown file, its front matter first."""
    front, start = split_front_matter(text, options)
    return (*front, *Reader(mask_tags(text, start), start, mdx=False).read())


def read_mdx(text: str, options: ReaderOptions) -> tuple[Block, ...]:
    """The copy of an MDX file: expressions, imports and exports are code, the copy in its tags is read."""
    front, start = split_front_matter(text, options)
    return (*front, *Reader(mask_mdx(text, start), start, mdx=True).read())


@dataclass(frozen=True, slots=True)
class _Place:
    """What a block stands in."""

    kind: str = "text"
    context: frozenset[str] = frozenset()


class Page:
    """The HTML of a file as one page, with a probe for each block of Markdown."""

    def __init__(self) -> None:
        self.pieces: list[Read] = []
        self.length = 0
        self.probes: list[int] = []
        self.has_html = False

    def add(self, pieces: Sequence[Read]) -> None:
        """HTML from the source. What it leaves open may not swallow what follows."""
        text = "".join(piece[0] for piece in pieces)
        raw, end = "", 0
        for token in Tokens(text):
            end = token.end
            if token.kind == START_TAG:
                raw = token.name if token.name in CLOSED_WITH_TEXT else ""
            elif token.kind == END_TAG:
                raw = ""
        self.has_html = True
        for piece, start, stop in pieces:
            if end < len(piece) == stop - start:
                piece, stop = piece[: max(0, end)], start + max(0, end)  # beyond, a tag is never closed
            end -= len(piece)
            if piece:
                self.put(piece, start, stop)
        if raw:
            self.markup(f"</{raw}>")

    def markup(self, text: str) -> None:
        """What the Markdown stands for, or the file leaves out: read from no stretch of the source."""
        position = self.pieces[-1][2] if self.pieces else 0
        self.put(text, position, position)

    def probe(self, position: int) -> int:
        """Put a probe here; its number."""
        self.probes.append(self.length)
        self.put(_PROBE, position, position)
        return len(self.probes) - 1

    def put(self, text: str, start: int, end: int) -> None:
        """Text of the page that was read from `start:end` of the source."""
        self.pieces.append((text, start, end))
        self.length += len(text)

    def read(self) -> tuple[list[Block], dict[int, Block]]:
        """The copy of the HTML, and by number of its probe what a block of Markdown stands in."""
        if not self.has_html:
            return [], {}
        page = value_of(self.pieces)
        blocks: list[Block] = []
        around: dict[int, Block] = {}
        for block in read_html(page.text):
            start, end = block.sources[0].start, block.sources[-1].end
            index = bisect_left(self.probes, start)
            if index == len(self.probes) or self.probes[index] >= end:
                blocks.append(through(block, page))
                continue
            while index < len(self.probes) and self.probes[index] < end:
                around[index] = block
                index += 1
        return blocks, around


class _Flow(Builder):
    """Gathers a block of text with its marks."""

    __slots__ = ("_begin", "_marked", "_open", "probe")

    def __init__(self, source: str, begin: Callable[[int], int]) -> None:
        self._open: list[tuple[str, str, str, int]] = []
        self._begin = begin
        super().__init__(source)

    def clear(self) -> None:
        super().clear()
        self.probe = -1
        self._marked: list[Mark] = []
        # What is still open goes on in the next block.
        self._open = [(name, kind, value, 0) for name, kind, value, _ in self._open]

    def put(self, text: str, start: int, end: int) -> None:
        if not self.length:
            self.probe = self._begin(start)
        super().put(text, start, end)

    def read(self, pieces: Iterator[Read]) -> None:
        """Stretches of the source, what is masked in them already replaced."""
        for text, start, end in pieces:
            if text != VALUE and not text.strip(WHITE_SPACE):
                self.space(start, end)
            elif len(text) == end - start:
                self.plain(start, end)
            else:
                self.put(text, start, end)

    def touch(self, end: int) -> None:
        """Two inline elements meet: their words do not join."""
        if self.length:
            self.seam(self._sources[-1].end, end)

    def open_mark(self, name: str, kind: str, value: str = "") -> None:
        """The start of an inline element, closed by its name; the deepest leave no mark."""
        if len(self._open) < _DEEPEST:
            self._open.append((name, kind, value, self.length))

    def close_mark(self, name: str) -> None:
        """Its end, where it was opened."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == name:
                self._mark(*self._open.pop(index))
                return

    def _mark(self, _: str, kind: str, value: str, start: int) -> None:
        if kind and start < self.length:
            self._marked.append(Mark(kind, start, self.length, value))

    def in_link(self) -> bool:
        """Whether what comes stands in a link."""
        return any(kind == "link" for _, kind, _, _ in self._open)

    def block(self, kind: str, context: frozenset[str]) -> Block:
        """The block gathered."""
        for opened in self._open:
            self._mark(*opened)
        text, starts, sources = self.runs()
        marks = []
        for mark in self._marked:
            start = mark.start  # the separator before it was not yet written
            while text[start] in " \n":
                start += 1
            marks.append(mark._replace(start=start))
            if mark.kind == "link" and (start, mark.end) == (0, len(text)):
                context |= {"link"}
        marks.sort(key=lambda mark: (mark.start, -mark.end))
        return Block(text, starts, sources, kind, "", context, tuple(marks))


class Reader:
    """One pass over the blocks of a file. `unaligned` counts texts whose markup could not be followed."""

    def __init__(self, source: str, start: int, *, mdx: bool) -> None:
        from claimlint.sources.markdown_parser import parse

        self.source = source
        self.mdx = mdx
        self.page = Page()
        self.blocks: list[tuple[Block, int]] = []  # each with the number of its probe
        self.unaligned = 0
        self.notes: dict[str, str] = {}
        self.md: MarkdownIt
        self.md, self.env, self.nodes = parse(source, start, mdx=mdx)

    def read(self) -> tuple[Block, ...]:
        """The blocks, in the order of the source."""
        self._walk()
        for title in self.env["titles"]:
            if not COMMENT.fullmatch(title.text):
                self.tooltip(title, 0, len(title.text), frozenset())
        blocks, around = self.page.read()
        for block, probe in self.blocks:
            outer = around.get(probe)
            if outer:
                kind = outer.kind if block.kind == "text" else block.kind
                block = block._replace(kind=kind, lang=outer.lang, context=block.context | outer.context)
            blocks.append(block)
        return tuple(sorted(blocks, key=lambda block: block.sources[0].start))

    def _walk(self) -> None:
        places = [_Place()]
        quotes: list[int] = []
        opener = ""
        note: Node | None = None
        for index, node in enumerate(self.nodes):
            if node.nesting > 0:
                places.append(_inside(node.type, places[-1]))
                if node.type in _OPENERS:
                    opener = node.type
                if node.type == "blockquote_open":
                    quotes.append(len(self.blocks))
                elif node.type == "note_open":
                    note = node
            elif node.nesting < 0:
                places.pop()
                opener, note = "", None
                if node.type == "blockquote_close":
                    self._close_quote(quotes.pop(), index)
            elif node.type == "inline":
                skipped = _OPENERS[opener].match(node.content) if opener else None
                self._text(node, places[-1], skipped.end() if skipped else 0, note)
                opener, note = "", None
            elif node.type == "html_block":
                placed: Placed = node.meta["placed"]
                self.page.add(list(self.pieces(placed, 0, len(placed.text))))
                self.page.markup("\n")
                opener = ""

    def pieces(self, placed: Placed, start: int, end: int) -> Iterator[Read]:
        """A stretch of a block's text, and where it was read from."""
        for piece in placed.between(start, end):
            if not piece.plain:
                yield placed.text[piece.start : piece.end], *piece.source
                continue
            position, last = piece.source
            for masked in _MASKED.finditer(self.source, position, last):
                if position < masked.start():
                    yield self.source[position : masked.start()], position, masked.start()
                if masked[0][0] == FILLED:
                    yield VALUE, *masked.span()
                position = masked.end()
            if position < last:
                yield self.source[position:last], position, last

    # -- quotes

    def _close_quote(self, first: int, index: int) -> None:
        """A block quote is a customer's words where it is in quotation marks or signed."""
        quoted = [block.text for block, _ in self.blocks[first:] if block.kind not in ("alt", "tooltip")]
        after = self.nodes[index + 1 : index + 3]
        following = after[1].content if after and after[0].type == "paragraph_open" else ""
        if not quoted or not _is_testimonial(quoted, following):
            return
        for number in range(first, len(self.blocks)):
            block, probe = self.blocks[number]
            kind = "quote" if block.kind == "text" else block.kind
            self.blocks[number] = block._replace(kind=kind, context=block.context | {"quote"}), probe

    # -- text

    def _text(self, node: Node, place: _Place, skipped: int, note: Node | None) -> None:
        from claimlint.sources.markdown_parser import inline

        placed: Placed = node.meta["placed"]
        if not node.content and not note:
            return
        self.page.markup("<p>")
        flow = _Flow(self.source, self.page.probe)
        if note:
            self.note_mark(flow, note.meta["label"], note.meta["mark"])
            if note.meta["mark"].end < note.meta["end"]:
                flow.space(note.meta["mark"].end, note.meta["end"])
        children = inline(self.md, self.env, node.content) if placed.text == node.content else None
        if children is None:
            self.unaligned += 1
            flow.read(self.pieces(placed, skipped, len(placed.text)))
        else:
            _Inline(self, placed, flow, place, skipped).read(children)
        self.flush(flow, place)
        self.page.markup("</p>")

    def flush(self, flow: _Flow, place: _Place) -> None:
        if flow.length:
            probe = flow.probe
            block = flow.block(place.kind, place.context)
            flow.clear()
            if block.text.strip(VALUE + " \n"):
                self.blocks.append((block, probe))

    def note_mark(self, flow: _Flow, label: str, span: Span) -> None:
        """A footnote's number as pages show it: by the order in which notes are met."""
        flow.open_mark("note", "superscript")
        flow.put(self.notes.setdefault(label, str(len(self.notes) + 1)), *span)
        flow.close_mark("note")

    # -- what is no text of its block

    def attribute(self, placed: Placed, start: int, end: int, kind: str, context: frozenset[str], name: str = "") -> None:
        """A value with escapes and entities, as a block."""
        flow = _Flow(self.source, self.page.probe)
        for found in _ESCAPED.finditer(placed.text, start, end):
            flow.read(self.pieces(placed, start, found.start()))
            start = found.start()
            text = found[0][1] if found[0][0] == "\\" else decode_references(found[0], 0, len(found[0]))
            if text != found[0]:
                flow.character(text, *placed.span(*found.span()))
                start = found.end()
        flow.read(self.pieces(placed, start, end))
        if flow.length:
            probe = flow.probe
            self.blocks.append((flow.block(kind, context)._replace(name=name), probe))

    def tooltip(self, placed: Placed, start: int, end: int, context: frozenset[str]) -> None:
        """The title that ends a stretch: from its opening quote, which no other of its kind follows unescaped."""
        text = placed.text
        last = end - 1
        while last > start and text[last] in " \t\n":
            last -= 1
        opening = "(" if text[last] == ")" else text[last]
        first = text.rfind(opening, start, last)
        while first > start and _is_escaped(text, first, start):
            first = text.rfind(opening, start, first)
        if first >= start:
            self.attribute(placed, first + 1, last, "tooltip", context)


def _is_escaped(text: str, position: int, start: int) -> bool:
    first = position
    while first > start and text[first - 1] == "\\":
        first -= 1
    return (position - first) % 2 == 1


class _Inline:
    """Reads the inline tokens of one text."""

    def __init__(self, reader: Reader, placed: Placed, flow: _Flow, place: _Place, skipped: int) -> None:
        self.reader = reader
        self.placed = placed
        self.flow = flow
        self.place = place
        self.position = skipped  # text before it is no copy
        self.muted = ""  # the element whose content nobody reads

    def read(self, nodes: Sequence[Node], offset: int = 0, *, plain: bool = False) -> None:
        """`offset`: where the text of these tokens begins in the block's. Plain: the words of a picture, no marks."""
        after_close = False
        for index, node in enumerate(nodes):
            at = node.meta["at"] + offset
            kind = node.type
            if self.muted and kind != "html_inline":
                continue
            if kind == "text":
                if node.content:
                    self._put(at, at + len(node.content))
                    after_close = False
            elif kind == "text_special":
                self.flow.character(node.content, *self.placed.span(at, at + len(node.markup)))
                after_close = False
            elif kind in ("softbreak", "hardbreak"):
                span = self.placed.span(at, node.meta["end"] + offset)
                (self.flow.space if kind == "softbreak" else self.flow.line_break)(*span)
            elif kind == "code_inline":
                self._code(node, at, node.meta["end"] + offset, plain)
                after_close = False
            elif kind == "image":
                self._image(node, at, node.meta["end"] + offset, plain)
            elif kind == "html_inline":
                if not plain:
                    self._tag(at, node.meta["end"] + offset, nodes, index)
            elif plain:
                continue
            elif kind == "note":
                self.reader.note_mark(self.flow, node.meta["label"], self.placed.span(at, node.meta["end"] + offset))
                after_close = False
            elif kind in _MARK_KINDS:
                if after_close:
                    self.flow.touch(self.placed.span(at, at + 1).end)
                self._open(node, at, offset)
            elif kind in _CLOSED:
                self.flow.close_mark(_CLOSED[kind])
                after_close = True

    def _put(self, start: int, end: int) -> None:
        start = max(start, self.position)
        if start < end:
            self.flow.read(self.reader.pieces(self.placed, start, end))

    def _context(self) -> frozenset[str]:
        return self.place.context | {"link"} if self.flow.in_link() else self.place.context

    def _open(self, node: Node, at: int, offset: int) -> None:
        href = str(node.attrs.get("href", ""))
        if "title" in node.attrs and "end" in node.meta:
            self._title(node.meta["end"] + offset, at, self.place.context | {"link"})
        self.flow.open_mark(node.type, _MARK_KINDS[node.type], href)

    def _title(self, end: int, start: int, context: frozenset[str]) -> None:
        """The title of an inline link or picture; one of a reference stands elsewhere."""
        if self.placed.text[end - 1] == ")":
            self.reader.tooltip(self.placed, start, end - 1, context)

    def _code(self, node: Node, at: int, end: int, plain: bool) -> None:
        width = len(node.markup)
        if not plain:
            self.flow.open_mark("code_inline", "code")
        self._put(at + width, end - width)
        self.flow.close_mark("code_inline")

    def _image(self, node: Node, at: int, end: int, plain: bool) -> None:
        """A picture: its words are a block of their own, unless it is within the words of another."""
        if plain:
            self.read(node.children or (), at + 2, plain=True)
            return
        self.flow.seam(*self.placed.span(at, end))
        flow = _Flow(self.reader.source, self.reader.page.probe)
        words = _Inline(self.reader, self.placed, flow, self.place, 0)
        words.read(node.children or (), at + 2, plain=True)
        if flow.length:
            probe = flow.probe
            self.reader.blocks.append((flow.block("alt", self._context()), probe))
        if "title" in node.attrs:
            self._title(end, at, self._context())

    # -- HTML

    def _tag(self, at: int, end: int, nodes: Sequence[Node], index: int) -> None:
        text = self.placed.text
        token = next(iter(Tokens(text[at:end])), None)
        if token is None or token.kind not in (START_TAG, END_TAG):
            return
        if self.muted:
            if token.kind == END_TAG and token.name == self.muted:
                self.muted = ""
            return
        span = self.placed.span(at, end)
        name = token.name
        if name in MUTE or name == "template":
            closing = f"</{name}"
            if token.kind == START_TAG and any(n.content[: len(closing)].lower() == closing for n in nodes[index + 1 :]):
                self.muted = name
            return
        if name in BLOCKS or self._alone(at, end):
            self.reader.flush(self.flow, self.place)
        elif name == "br":
            self.flow.line_break(*span)
        elif name in REPLACED:
            self.flow.seam(*span)
        if token.kind == END_TAG:
            self.flow.close_mark(f"<{name}")
        elif not token.self_closing and name in MARKS:
            href = token.attributes.get("href")
            value = decode_references(text, at + href.start, at + href.end, attribute=True) if href else ""
            if name != "a" or href:
                self.flow.open_mark(f"<{name}", MARKS[name], value.strip() if name == "a" else "")
        if name not in CLOSED_WITH_TEXT:
            self.reader.page.add(list(self.reader.pieces(self.placed, at, end)))
            if self.reader.mdx and token.self_closing and name not in VOID:
                self.reader.page.markup(f"</{name}>")
        if self.reader.mdx and token.kind == START_TAG and text[at + 1].isupper():
            self._copy_attributes(token, at)

    def _alone(self, at: int, end: int) -> bool:
        """Whether a component's tag stands on lines of its own."""
        text = self.placed.text
        before, after = text.rfind("\n", 0, at) + 1, text.find("\n", end)
        name = text[at + 1 + (text[at + 1] == "/")]
        return name.isupper() and not text[before:at].strip() and not text[end : after if after >= 0 else len(text)].strip()

    def _copy_attributes(self, token: Token, at: int) -> None:
        """What a component shows of its attributes, beyond those that are copy on any element."""
        for name, place in token.attributes.items():
            if name in COPY_ATTRIBUTES and place.start < place.end:
                where = at + place.start, at + place.end
                self.reader.attribute(self.placed, *where, "template-string", self.place.context, name)


# -- block quotes

_DASH = late(r"(?:[—–―]|-{1,3}|~)\s*(?=[^\s—–―~-])")
_SIGNED = late(r"[.!?…\"”“'’»)]\s*(?:[—–―]|--?-?\s)\s*([^—–―\n]{1,120})\Z")
_PARTICLES = frozenset("de da di du van von der den la le al el bin ibn ben bat of the and & y".split())
_QUOTES = ('"', "“", "”", "„", "«", "»", "‘", "’", "‚", "'", "״")


def _is_testimonial(quoted: Sequence[str], following: str) -> bool:
    """Whether a quote is in quotation marks, or ends with a dash and a name, or the line after it does."""
    first, last = quoted[0], quoted[-1]
    if first.startswith(_QUOTES) and last.rstrip(" .,").endswith(_QUOTES) and len(first) > 1:
        return True
    if len(quoted) > 1 and (dash := _DASH.match(last)):
        return _is_name(last[dash.end() :])
    if signed := _SIGNED.search(last[-200:]):
        return _is_name(signed[1])
    if len(quoted) > 1 and quoted[-2].rstrip().endswith((".", "!", "?", "…", *_QUOTES)) and _is_name(last):
        # `- Jane Doe` under a quote is a list to the parser.
        return "," in last or len(last.split()) <= 3
    dash = _DASH.match(following)
    return dash is not None and _is_name(following[dash.end() :])


def _is_name(text: str) -> bool:
    """Whether this looks like a person and what they are: `Mike T., Hardscape Contractor, Phoenix AZ`."""
    text = text.strip(" *_[]()")
    words = re.split(r"[,|(/·•\n]", text, maxsplit=1)[0].split()
    if not words or len(text) > 120 or len(text.split()) > 14 or len(words) > 6 or text.endswith(("!", "?")):
        return False
    if text.endswith(".") and len(words[-1].strip(".")) > 3:
        return False
    return all(word.lower() in _PARTICLES or _begins_a_name(word) for word in words)


def _begins_a_name(word: str) -> bool:
    """Whether a word has a capital, or a script without capitals."""
    first = word.lstrip("*_@\"'“")[:1]
    return first.isalpha() and (first.isupper() or first.lower() == first.upper())


@lru_cache(maxsize=256)
def _inside(kind: str, outer: _Place) -> _Place:
    """What stands in a block of this kind."""
    context = outer.context
    if kind == "heading_open":
        return _Place("heading", context | {"heading"})
    if kind in ("bullet_list_open", "ordered_list_open"):
        return _Place("text", context | {"list"})
    if kind == "list_item_open":
        return _Place("list-item", context)
    if kind == "table_open":
        return _Place("text", context | {"table"})
    if kind in ("th_open", "td_open"):
        return _Place("table-cell", context)
    if kind in ("blockquote_open", "note_open"):
        return _Place("text", context)
    return outer
