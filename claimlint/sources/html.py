"""The copy of an HTML page as blocks.

The tree is never built: a stack of open elements, closed by the rules of the HTML standard as far as they decide what
a block is, carries what its text inherits. Every look-up in the stack takes constant time, so a page of any shape is
read in linear time. All offsets are code points of the source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import cast

from claimlint.model import Block, Mark
from claimlint.sources import jsonld
from claimlint.sources.builder import WHITE_SPACE, Builder
from claimlint.sources.html_elements import (
    ATTRIBUTE_KINDS,
    ATTRIBUTE_OWNERS,
    BREAKOUT,
    END_BLOCK,
    END_FORM,
    END_FORMATTING,
    END_HEADING,
    END_INLINE,
    END_LINE_BREAK,
    END_PARAGRAPH,
    END_TABLE,
    END_TEMPLATE,
    HEADINGS,
    INPUT_TYPES,
    INTEGRATION_POINTS,
    META_NAMES,
    NO_CONTEXT,
    NO_TOOLTIP,
    OPTIONAL_ENDS,
    ROLES,
    SITE_NAMES,
    START_BLOCK,
    START_CELL,
    START_HEADING,
    START_ITEM,
    START_LINK,
    START_OPTION,
    SVG_TEXT,
    TABLE_CLOSES,
    class_context,
    element_type,
)
from claimlint.sources.html_tokens import (
    COMMENT,
    RAW_TEXT,
    START_TAG,
    TEXT,
    Attribute,
    Tag,
    Tokens,
    references,
)

MAX_DEPTH = 512  # as in browsers: an element beyond takes the place of the deepest one


def read_html(text: str, _options: object = None) -> tuple[Block, ...]:
    """The copy of a page, in the order of the source."""
    return PageReader(text).read()


_SPEAKING = frozenset({"lang", "xml:lang", "hidden", "role", "itemprop", "class", "id", *ATTRIBUTE_KINDS})


class PageTag(Tag):
    """A tag with what it alone says about its element, whatever that stands in.

    `lang`: the language declared, None for none; `context`: what role, class and id make of it, and `html_context` its name
    besides; `declares`: it says any of these. `address`: that of a link, None where there is none. `copy`: its attributes that
    people read, each with the kind of block that it is.
    """

    __slots__ = ("address", "context", "copy", "declares", "hidden", "html_context", "lang", "type")

    def __init__(self, raw: str, kind: int, name: str, attributes: Mapping[str, Attribute], self_closing: bool) -> None:
        super().__init__(raw, kind, name, attributes, self_closing)
        self.type = element_type(name)
        self.lang: str | None = None
        self.hidden = False
        self.address = self.value("href").strip(WHITE_SPACE) if name == "a" and "href" in attributes else None
        self.context: frozenset[str] = frozenset()
        self.copy: tuple[tuple[str, Attribute, str], ...] = ()
        if kind == START_TAG and not _SPEAKING.isdisjoint(attributes):
            self._read_attributes()
        self.html_context = self.context | self.type.context if self.context else self.type.context
        self.declares = self.lang is not None or self.hidden or bool(self.html_context)

    def _read_attributes(self) -> None:
        attributes = self.attributes
        if "lang" in attributes:
            self.lang = self.value("lang").strip().lower()
        elif "xml:lang" in attributes:
            self.lang = self.value("xml:lang").strip().lower()
        if "hidden" in attributes:
            self.hidden = self.value("hidden").strip().lower() != "until-found"
        self.context = self._declared()
        if not ATTRIBUTE_KINDS.keys().isdisjoint(attributes):
            self.copy = tuple(
                (name, place, self._kind_of_copy(name))
                for name, place in attributes.items()
                if name in ATTRIBUTE_KINDS and place.start < place.end and self._is_copy(name)
            )

    def _declared(self) -> frozenset[str]:
        """The context that its attributes name."""
        attributes = self.attributes
        found: set[str] = set()
        if "role" in attributes:
            found.update(ROLES[role] for role in self.value("role").lower().split() if role in ROLES)
        if "itemprop" in attributes and "reviewbody" in self.value("itemprop").lower().split():
            found.add("quote")
        if self.name not in NO_CONTEXT:
            for name in ("class", "id"):
                place = attributes.get(name)
                if place and place.start < place.end:
                    found |= class_context(self.raw[place.start : place.end], self.name in ("a", "button", "form"))
        return frozenset(found)

    def _is_copy(self, name: str) -> bool:
        element = self.name
        if name in ATTRIBUTE_OWNERS and element not in ATTRIBUTE_OWNERS[name]:
            return False
        if element == "input":
            input_type = self.value("type").strip(WHITE_SPACE).lower()
            return input_type != "hidden" and input_type in INPUT_TYPES.get(name, (input_type,))
        if name == "content":
            return not self._meta_names().isdisjoint(META_NAMES | SITE_NAMES)
        return name != "title" or element not in NO_TOOLTIP

    def _kind_of_copy(self, name: str) -> str:
        is_name = name == "content" and not self._meta_names().isdisjoint(SITE_NAMES)
        return "name" if is_name else ATTRIBUTE_KINDS[name]

    def _meta_names(self) -> set[str]:
        return {self.value(key).strip(WHITE_SPACE).lower() for key in ("name", "property")}


class PageTokens(Tokens):
    """Tokens whose tags are PageTags, for a reader with this stack."""

    def __init__(self, source: str, stack: list[Frame]) -> None:
        super().__init__(source)
        self.stack = stack

    def in_foreign(self) -> bool:
        return self.stack[-1].foreign

    def page_pieces(self) -> Iterator[tuple[int, int, int, int, PageTag | None]]:
        """As `pieces`."""
        return cast("Iterator[tuple[int, int, int, int, PageTag | None]]", self.pieces())

    def _made(self, raw: str, kind: int, name: str, attributes: Mapping[str, Attribute], self_closing: bool) -> PageTag:
        return PageTag(raw, kind, name, attributes, self_closing)


class OpenMark:
    """An inline element that leaves a mark on its text; `closed` once its end tag has come."""

    __slots__ = ("closed", "kind", "value")

    def __init__(self, kind: str, value: str) -> None:
        self.kind = kind
        self.value = value
        self.closed = False


class Frame:
    """An open element: what its text inherits, and how far up the stack an end tag may reach.

    `special`, `scope`, `item` and `root` are indices of the stack: the nearest special element, the nearest boundary
    of a scope, the nearest element that ends the search for an open list item, the nearest root of svg or math.
    """

    __slots__ = (
        "base_lang",
        "block",
        "builder",
        "context",
        "foreign",
        "hidden",
        "html",
        "item",
        "kind",
        "lang",
        "mark",
        "marks",
        "mute",
        "name",
        "preformatted",
        "root",
        "scope",
        "special",
    )

    def __init__(self, name: str, parent: Frame | None, builder: Flow) -> None:
        self.name = name
        self.mark: OpenMark | None = None
        self.block = False
        self.foreign = False
        self.html = True  # children are read by the rules of HTML
        self.builder = builder
        if parent is None:
            self.kind = "text"
            self.lang = self.base_lang = ""
            self.context: frozenset[str] = frozenset()
            self.marks: tuple[OpenMark, ...] = ()
            self.hidden = self.mute = self.preformatted = False
            self.special = self.scope = self.item = 0
            self.root = 0
        else:
            self.kind = parent.kind
            self.lang = parent.lang
            self.base_lang = parent.base_lang
            self.context = parent.context
            self.marks = parent.marks
            self.hidden = parent.hidden
            self.mute = parent.mute
            self.preformatted = parent.preformatted
            self.special = parent.special
            self.scope = parent.scope
            self.item = parent.item
            self.root = parent.root


class Flow(Builder):
    """Gathers a block of body text with what its elements say about it."""

    __slots__ = ("_context", "_first", "_langs", "_marked", "_open", "_synced", "ended", "frame")

    def __init__(self, source: str, frame: Frame | None = None) -> None:
        super().__init__(source)
        self.frame = frame  # the element of the text to come

    def clear(self) -> None:
        super().clear()
        self._first: Frame | None = None
        self._synced: Frame | None = None
        self._context: frozenset[str] = frozenset()
        self._open: dict[OpenMark, int] = {}
        self._marked: list[Mark] = []
        self._langs: list[tuple[str, int]] = []
        self.ended = -1  # where an end tag of an inline element starts, if no text has come since

    def text(self, frame: Frame, start: int, end: int, *, decode: bool) -> None:
        """The text of an element."""
        self.frame = frame
        self.ended = -1
        read = self.lines if frame.preformatted else self.plain
        if decode and self.source.find("&", start, end) >= 0:
            for reference in references(self.source, start, end):
                read(start, reference.start)
                self.character(reference.text, reference.start, reference.end)
                start = reference.end
        read(start, end)

    def touch(self, end: int) -> None:
        """A start tag of an inline element: it does not join what an inline element before it held."""
        if self.ended >= 0:
            self.seam(self.ended, end)

    def mark_closed(self) -> None:
        """The end of a mark whose element stays open."""
        self._synced = None

    def flush(self) -> Block:
        """The block gathered, which is not empty, and begin the next one."""
        first = self._first
        assert first is not None, "text comes with its element"
        for opened, start in self._open.items():
            self._marked.append(Mark(opened.kind, start, self.length, opened.value))
        text, starts, sources = self.runs()
        kind, context, marks = first.kind, self._context, self._marked
        for mark in marks:
            if mark.start == 0 and mark.end == self.length:
                if mark.kind == "link":
                    context |= {"link"}
                elif mark.kind == "quote" and kind == "text":
                    kind = "quote"
        lang = first.base_lang
        if len(self._langs) == 1:
            lang = self._langs[0][0]
        else:
            ends = [start for _, start in self._langs[1:]]
            for (tag, start), end in zip(self._langs, [*ends, self.length], strict=True):
                if tag != lang:
                    marks.append(Mark("lang", start, start + len(text[start:end].rstrip(" \n")), tag))
        if len(marks) > 1:
            marks.sort(key=lambda mark: (mark.start, -mark.end))
        self.clear()
        return Block(text, starts, sources, kind, lang, context, tuple(marks))

    def put(self, text: str, start: int, end: int) -> None:
        ink = self.length
        if self._gap or self._seam or self._breaks:
            self._separate()
        if self.frame is not self._synced and self.frame is not None:
            self._enter(self.frame, ink)
        self._append(text, start, end)

    def _enter(self, frame: Frame, ink: int) -> None:
        """The next character is the first of this element since another one's; the last one ended at `ink`."""
        self._synced = frame
        if self._first is None:
            self._first = frame
            self._context = frame.context
        elif frame.context is not self._context:
            self._context &= frame.context
        if frame.marks or self._open:
            self._change_marks([mark for mark in frame.marks if not mark.closed], ink)
        if not self._langs or self._langs[-1][0] != frame.lang:
            self._langs.append((frame.lang, self.length))

    def _change_marks(self, marks: list[OpenMark], ink: int) -> None:
        """End the open marks at the last character, begin the new ones at the next."""
        for mark in [mark for mark in self._open if mark not in marks]:
            self._marked.append(Mark(mark.kind, self._open.pop(mark), ink, mark.value))
        for mark in marks:
            self._open.setdefault(mark, self.length)


class PageReader:
    """One pass over the tokens of a page. A reader of templates puts its own tokens and builders in."""

    tokens_type: type[PageTokens] = PageTokens
    flow_type: type[Flow] = Flow
    builder_type: type[Builder] = Builder
    all_white_space = False  # what stands in front of the first word of a block is text as well

    def __init__(self, source: str) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.stack = [Frame("", None, self.flow_type(source))]
        self.builder = self.builder_type(source)  # of what is no body text
        self.open: defaultdict[str, list[int]] = defaultdict(list)  # where in the stack the elements of a name are
        self.figures: list[tuple[int, bool]] = []  # of open figures: the first block, whether it holds a quotation
        self.at = 0  # where the tag starts that is read
        self.data = False  # in a script of JSON-LD

    def read(self) -> tuple[Block, ...]:
        source, stack = self.source, self.stack
        for text, start, end, kind, tag in self.tokens_type(source, stack).page_pieces():
            if text < start and (stack[-1].builder.length or self.all_white_space or source[text:start].strip(WHITE_SPACE)):
                self._text(text, start, decode=True)
            if tag is not None:
                self.at = start
                if kind == START_TAG:
                    self._start(tag)
                else:
                    self._end(tag)
            elif start == end:
                continue
            elif kind <= RAW_TEXT:
                self._text(start, end, decode=kind == TEXT)
            elif kind == COMMENT:
                self._comment(start, end)
        self._pop(1)
        self._flush(self.stack[0])
        # Attributes were read before the text around them.
        self.blocks.sort(key=lambda block: block.sources[0].start)
        return tuple(self.blocks)

    def _text(self, start: int, end: int, *, decode: bool) -> None:
        frame = self.stack[-1]
        if self.data and frame.name == "script":
            self._json(start, end, frame)
        elif not frame.mute and not frame.hidden:
            frame.builder.text(frame, start, end, decode=decode)

    def _comment(self, start: int, end: int) -> None:
        """A comment is no copy; `elements` reads what it tells claimlint."""

    def _flush(self, frame: Frame) -> None:
        builder = frame.builder
        if builder.length:
            self.blocks.append(builder.flush())

    # -- start tags

    def _start(self, tag: PageTag) -> None:
        """A start tag."""
        name, element = tag.name, tag.type
        top = self.stack[-1]
        if top.foreign and not top.html:
            if name not in BREAKOUT:
                self._push_foreign(tag)
                return
            self._pop(top.root)
        if element.once and (name == "head" or self._last(name) >= 0):
            return
        if element.start == START_BLOCK:
            if self.open["p"]:
                self._close_p()
        elif element.start:
            self._close_implied(name, element.start)
        if element.foreign:
            self._push_foreign(tag)
        elif element.void:
            self._void(tag)
        else:
            self._push(tag)

    def _close_implied(self, name: str, rule: int) -> None:
        """Close the elements whose end tags may be left out before this start tag."""
        top = self.stack[-1]
        if rule == START_HEADING:
            if top.name in HEADINGS:
                self._pop(len(self.stack) - 1)
            self._close_p()
        elif rule == START_ITEM:
            barrier = self.stack[top.item].name
            if barrier == name or (name != "li" and barrier in ("dd", "dt")):
                self._pop(top.item)
            self._close_p()
        elif rule == START_CELL:
            self._close_cells(TABLE_CLOSES[name])
        elif rule == START_LINK:
            if self._last(name) > top.scope:
                self._end_formatting("a") if name == "a" else self._pop(self._last(name))
        elif rule == START_OPTION:
            if top.name == "option":
                self._pop(len(self.stack) - 1)
            if name == "optgroup" and self.stack[-1].name == "optgroup":
                self._pop(len(self.stack) - 1)

    def _close_p(self) -> None:
        index = self._last("p")
        if index > max(self.stack[-1].scope, self._last("button")):
            self._pop(index)

    def _close_cells(self, names: tuple[str, ...]) -> None:
        table = max(self._last("table"), self._last("template"))
        for name in names:
            index = self._last(name)
            if index > table:
                self._pop(index)

    def _last(self, name: str) -> int:
        """Where in the stack the innermost element of a name is; -1 for none."""
        places = self.open[name]
        return places[-1] if places else -1

    def _push(self, tag: PageTag) -> None:
        name, element = tag.name, tag.type
        stack = self.stack
        if len(stack) >= MAX_DEPTH:
            self._pop(len(stack) - 1)
        index = len(stack)
        parent = stack[-1]
        frame = Frame(name, parent, parent.builder)
        if element.special:
            frame.special = index
            if element.item:
                frame.item = index
            if element.scope:
                frame.scope = index
        if element.kind:
            frame.kind = element.kind
        if element.unread:
            frame.mute = frame.mute or element.mute
            frame.hidden = frame.hidden or element.hidden
            frame.preformatted = frame.preformatted or element.formatted
        if tag.declares:
            self._declare(tag, frame, tag.html_context)
        if element.block:
            frame.block = True
            frame.base_lang = frame.lang
            if parent.builder.length:
                self._flush(parent)
        elif element.rendered and parent.builder.length:
            self._touch(frame, tag)
        if element.mark:
            self._mark(tag, frame)
        stack.append(frame)
        self.open[name].append(index)
        if tag.copy:
            self._copy_of_attributes(tag, frame)
        if element.noted:
            self._note(tag)

    def _note(self, tag: PageTag) -> None:
        """What an element changes beyond its own text."""
        name = tag.name
        if name == "figure":
            self.figures.append((len(self.blocks), False))
        elif name == "blockquote" and self.figures:
            self.figures[-1] = (self.figures[-1][0], True)
        elif name == "script":
            self.data = tag.value("type").strip(WHITE_SPACE).lower() == "application/ld+json"

    def _mark(self, tag: PageTag, frame: Frame) -> None:
        """Open the mark of an inline element; within another of its kind only a link has one."""
        kind = tag.type.mark
        if kind == "link":
            if tag.address is None:
                return
            if frame.marks:
                frame.marks = tuple(mark for mark in frame.marks if mark.kind != kind)
        elif frame.marks and any(mark.kind == kind and not mark.closed for mark in frame.marks):
            return
        frame.mark = OpenMark(kind, tag.address or "")
        frame.marks = (*frame.marks, frame.mark)

    def _void(self, tag: PageTag) -> None:
        name = tag.name
        top = self.stack[-1]
        if name == "hr":
            self._flush(top)
        elif name == "br":
            self._line_break(tag)
        elif tag.type.rendered and not (name == "input" and tag.value("type").lower() == "hidden"):
            self._touch(top, tag)
        if tag.copy:
            frame = Frame(name, top, top.builder)
            self._declare(tag, frame, tag.context)
            self._copy_of_attributes(tag, frame)

    def _line_break(self, tag: PageTag) -> None:
        top = self.stack[-1]
        if not top.mute and not top.hidden:
            top.builder.line_break(self.at, self.at + len(tag.raw))

    def _touch(self, frame: Frame, tag: PageTag) -> None:
        """Keep the words apart where inline elements meet, or where a picture stands between them."""
        if frame.hidden:
            return
        if tag.type.replaced:
            frame.builder.seam(self.at, self.at + len(tag.raw))
        elif not frame.mute:
            frame.builder.touch(self.at + len(tag.raw))

    def _push_foreign(self, tag: PageTag) -> None:
        name = tag.name
        stack = self.stack
        if len(stack) >= MAX_DEPTH:
            self._pop(len(stack) - 1)
        parent = stack[-1]
        frame = Frame(name, parent, parent.builder)
        frame.foreign = True
        frame.html = name in INTEGRATION_POINTS
        index = len(stack)
        if parent.html:
            frame.root = index
            self._touch(frame, tag)
            if name == "svg":
                frame.builder = self.flow_type(self.source)
                frame.mute = True
                frame.marks = ()
        if frame.html:
            frame.special = frame.scope = frame.item = index
        self._declare(tag, frame, tag.context)
        if name in SVG_TEXT or name == "foreignobject":
            frame.mute = False
            frame.kind = SVG_TEXT.get(name, "text")
            frame.block = True
            frame.base_lang = frame.lang
            self._flush(parent)
        stack.append(frame)
        self.open[name].append(index)
        if tag.copy:
            self._copy_of_attributes(tag, frame)
        if tag.self_closing:
            self._pop(index)

    def _declare(self, tag: PageTag, frame: Frame, context: frozenset[str]) -> None:
        """What a tag says about the content of its element."""
        if tag.lang is not None:
            frame.lang = tag.lang
        if tag.hidden:
            frame.hidden = True
        if not context <= frame.context:
            frame.context = frame.context | context

    # -- end tags

    def _end(self, tag: PageTag) -> None:
        """An end tag."""
        name, rule = tag.name, tag.type.end
        top = self.stack[-1]
        places = self.open[name]
        index = places[-1] if places else -1
        if top.foreign and index >= top.root:
            self._pop(index)
        elif rule == END_BLOCK:
            barrier = max(self._last("ol"), self._last("ul"), top.scope) if name == "li" else top.scope
            # A select or an object is its own boundary.
            if index > barrier or index == top.scope:
                self._pop(index)
        elif rule == END_PARAGRAPH:
            if index > max(top.scope, self._last("button")):
                self._pop(index)
            else:
                self._flush(top)
        elif rule == END_INLINE:
            if index >= top.special:
                self._inline_ended()
                self._pop(index)
        elif rule == END_FORMATTING:
            if index > top.scope:
                self._inline_ended()
                self._end_formatting(name)
        elif rule == END_HEADING:
            index = len(self.stack) - 1 if top.name in HEADINGS else max(map(self._last, HEADINGS))
            if index > top.scope:
                self._pop(index)
        elif rule == END_TABLE:
            if index > self._last("template" if name == "table" else "table"):
                self._pop(index)
        elif rule == END_LINE_BREAK:
            self._line_break(tag)
        elif rule == END_TEMPLATE and index >= 0:
            self._pop(index)
        elif rule == END_FORM:
            self._end_form(index)

    def _end_form(self, index: int) -> None:
        """End the form at `index`; what is still open in it goes on, as in browsers."""
        scope = self.stack[-1].scope
        if scope < index < len(self.stack) - 1:
            while self.stack[-1].name in OPTIONAL_ENDS:
                self._pop(len(self.stack) - 1)
            self._abandon(index)
        elif index >= scope:
            self._pop(index)

    def _inline_ended(self) -> None:
        top = self.stack[-1]
        if top.builder.ended < 0 and not top.hidden and not top.mute:
            top.builder.ended = self.at

    def _end_formatting(self, name: str) -> None:
        """End an element such as `b`; where a block has been opened in it, that one stays open."""
        index = self._last(name)
        if self.stack[-1].special < index:
            self._pop(index)
            return
        self._abandon(index)

    def _abandon(self, index: int) -> None:
        """End an element that goes on for those opened in it."""
        frame = self.stack[index]
        self.open[frame.name].pop()
        frame.name = ""
        if frame.mark:
            frame.mark.closed = True
            self.stack[-1].builder.mark_closed()

    def _pop(self, index: int) -> None:
        """Close the elements from `index` up to the top."""
        stack = self.stack
        while len(stack) > index:
            frame = stack.pop()
            name = frame.name
            if name:
                self.open[name].pop()
            if frame.block and frame.builder.length:
                self._flush(frame)
            if name == "figure" and not frame.foreign:
                close_figure(self.figures, self.blocks)

    # -- attributes

    def _copy_of_attributes(self, tag: PageTag, frame: Frame) -> None:
        """The attributes of an element that people read, each a block of its own."""
        if not frame.hidden:
            for name, place, kind in tag.copy:
                self._attribute(name, self.at + place.start, self.at + place.end, frame, kind)

    def _attribute(self, name: str, start: int, end: int, frame: Frame, kind: str) -> None:
        builder = self.builder
        if self.source.find("&", start, end) >= 0:
            for reference in references(self.source, start, end, attribute=True):
                builder.plain(start, reference.start)
                builder.character(reference.text, reference.start, reference.end)
                start = reference.end
        builder.plain(start, end)
        if not builder.length:
            return
        context = frame.context
        if name == "value":
            context |= {"button"}
        if frame.marks and any(mark.kind == "link" and not mark.closed for mark in frame.marks):
            context |= {"link"}
        self.blocks.append(Block(*builder.runs(), kind, frame.lang, context))
        builder.clear()

    # -- JSON-LD

    def _json(self, start: int, end: int, frame: Frame) -> None:
        if frame.hidden:
            return
        for value, quoted in jsonld.copy_in(self.source, start, end):
            jsonld.put_string(self.builder, value)
            if self.builder.length:
                context = frame.context | {"quote"} if quoted else frame.context
                self.blocks.append(Block(*self.builder.runs(), "json-ld", frame.lang, context))
                self.builder.clear()


def close_figure(figures: list[tuple[int, bool]], blocks: list[Block]) -> None:
    """A figure that holds a quotation is one as a whole; the outermost says so for those within."""
    first, quoted = figures.pop()
    if not quoted:
        return
    if figures:
        figures[-1] = (figures[-1][0], True)
        return
    for index in range(first, len(blocks)):
        blocks[index] = blocks[index]._replace(context=blocks[index].context | {"quote"})
