"""The copy of an HTML page as blocks.

The tree is never built: a stack of open elements, closed by the rules of the HTML standard as far as they decide what
a block is, carries what its text inherits. Every look-up in the stack takes constant time, so a page of any shape is
read in linear time. All offsets are code points of the source.
"""

from __future__ import annotations

from claimlint.model import Block, Mark
from claimlint.sources import jsonld
from claimlint.sources.builder import WHITE_SPACE, Builder
from claimlint.sources.html_elements import (
    ATTRIBUTE_KINDS,
    ATTRIBUTE_OWNERS,
    BLOCKS,
    BREAKOUT,
    CLOSES_P,
    CONTAINERS,
    CONTEXTS,
    FORMATTED,
    FORMATTING,
    HEADINGS,
    INPUT_TYPES,
    INTEGRATION_POINTS,
    KINDS,
    MARKS,
    META_NAMES,
    MUTE,
    NO_CONTEXT,
    NO_TOOLTIP,
    NOT_RENDERED,
    OPTIONAL_ENDS,
    REPLACED,
    ROLES,
    SCOPES,
    SITE_NAMES,
    SPECIAL,
    SVG_TEXT,
    TABLE_CLOSES,
    TABLE_PARTS,
    VOID,
    class_context,
)
from claimlint.sources.html_tokens import (
    COMMENT,
    END_TAG,
    RAW_TEXT,
    START_TAG,
    TEXT,
    Attribute,
    Token,
    Tokens,
    decode_references,
    references,
)

MAX_DEPTH = 512  # as in browsers: an element beyond takes the place of the deepest one


def read_html(text: str, _options: object = None) -> tuple[Block, ...]:
    """The copy of a page, in the order of the source."""
    return PageReader(text).read()


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

    def _separate(self) -> None:
        ink = self.length
        super()._separate()
        frame = self.frame
        if frame is self._synced or frame is None:
            return
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

    tokens_type: type[Tokens] = Tokens
    flow_type: type[Flow] = Flow
    builder_type: type[Builder] = Builder

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = self.tokens_type(source)
        self.blocks: list[Block] = []
        self.stack = [Frame("", None, self.flow_type(source))]
        self.open: dict[str, list[int]] = {}  # where in the stack the elements of a name are
        self.figures: list[tuple[int, bool]] = []  # of open figures: the first block, whether it holds a quotation
        self.data = False  # in a script of JSON-LD

    def read(self) -> tuple[Block, ...]:
        tokens, stack = self.tokens, self.stack
        for token in tokens:
            kind = token.kind
            if kind <= RAW_TEXT:
                self._text(token)
            elif kind <= END_TAG:
                (self._start if kind == START_TAG else self._end)(token)
                tokens.foreign = stack[-1].foreign
            elif kind == COMMENT:
                self._comment(token)
        self._pop(1)
        self._flush(self.stack[0])
        # Attributes were read before the text around them.
        self.blocks.sort(key=lambda block: block.sources[0].start)
        return tuple(self.blocks)

    def _text(self, token: Token) -> None:
        frame = self.stack[-1]
        if self.data and frame.name == "script":
            self._json(token, frame)
        elif not frame.mute and not frame.hidden:
            frame.builder.text(frame, token.start, token.end, decode=token.kind == TEXT)

    def _comment(self, token: Token) -> None:
        """A comment is no copy; `elements` reads what it tells claimlint."""

    def _flush(self, frame: Frame) -> None:
        builder = frame.builder
        if builder.length:
            self.blocks.append(builder.flush())
        else:
            builder.ended = -1

    # -- start tags

    def _start(self, token: Token) -> None:
        name = token.name
        top = self.stack[-1]
        if top.foreign and not top.html:
            if name not in BREAKOUT:
                self._push_foreign(token)
                return
            self._pop(top.root)
        if name == "head" or (name in ("html", "body", "form") and self._last(name) >= 0):
            return
        self._close_implied(name)
        if name in ("svg", "math"):
            self._push_foreign(token)
        elif name in VOID or name == "image":
            self._void(token)
        else:
            self._push(token)

    def _close_implied(self, name: str) -> None:
        """Close the elements whose end tags may be left out before this start tag."""
        top = self.stack[-1]
        if name in CLOSES_P:
            if name in HEADINGS and top.name in HEADINGS:
                self._pop(len(self.stack) - 1)
            elif name == "li" or name == "dd" or name == "dt":
                barrier = self.stack[top.item].name
                if barrier == name or (name != "li" and barrier in ("dd", "dt")):
                    self._pop(top.item)
            self._close_p()
        elif name in TABLE_CLOSES:
            self._close_cells(TABLE_CLOSES[name])
        elif name == "a" or name == "button":
            if self._last(name) > top.scope:
                self._end_formatting("a") if name == "a" else self._pop(self._last(name))
        elif name == "option" or name == "optgroup":
            if self.stack[-1].name == "option":
                self._pop(len(self.stack) - 1)
            if name == "optgroup" and self.stack[-1].name == "optgroup":
                self._pop(len(self.stack) - 1)

    def _close_p(self) -> None:
        index = self._last("p")
        if index >= 0 and index > max(self.stack[-1].scope, self._last("button")):
            self._pop(index)

    def _close_cells(self, names: tuple[str, ...]) -> None:
        table = max(self._last("table"), self._last("template"))
        for name in names:
            index = self._last(name)
            if index > table:
                self._pop(index)

    def _last(self, name: str) -> int:
        """Where in the stack the innermost element of a name is; -1 for none."""
        places = self.open.get(name)
        return places[-1] if places else -1

    def _push(self, token: Token) -> None:
        name = token.name
        stack = self.stack
        if len(stack) >= MAX_DEPTH:
            self._pop(len(stack) - 1)
        parent = stack[-1]
        frame = Frame(name, parent, parent.builder)
        if name in MUTE:
            frame.mute = True
        elif name == "template":
            frame.hidden = True
        if name in FORMATTED:
            frame.preformatted = True
        index = len(stack)
        if name in SPECIAL:
            frame.special = index
            if name not in ("address", "div", "p"):
                frame.item = index
            if name in SCOPES:
                frame.scope = index
        if name in CONTEXTS:
            frame.context = frame.context | {CONTEXTS[name]}
        if name in KINDS:
            frame.kind = KINDS[name]
        elif name in CONTAINERS:
            frame.kind = "text"
        if token.attributes:
            self._declare(token, frame)
        if name in BLOCKS:
            frame.block = True
            frame.base_lang = frame.lang
            self._flush(parent)
        elif name not in NOT_RENDERED:
            self._touch(frame, token)
        if name in MARKS:
            self._mark(token, frame)
        stack.append(frame)
        self.open.setdefault(name, []).append(index)
        if token.attributes:
            self._copy_of_attributes(token, frame)
        self._note(token)

    def _note(self, token: Token) -> None:
        """What an element changes beyond its own text."""
        name = token.name
        if name == "figure":
            self.figures.append((len(self.blocks), False))
        elif name == "blockquote" and self.figures:
            self.figures[-1] = (self.figures[-1][0], True)
        elif name == "script":
            self.data = self._value(token, "type").strip(WHITE_SPACE).lower() == "application/ld+json"

    def _mark(self, token: Token, frame: Frame) -> None:
        """Open the mark of an inline element; within another of its kind only a link has one."""
        kind = MARKS[token.name]
        if kind == "link":
            if "href" not in token.attributes:
                return
            frame.marks = tuple(mark for mark in frame.marks if mark.kind != kind)
        elif any(mark.kind == kind and not mark.closed for mark in frame.marks):
            return
        frame.mark = OpenMark(kind, self._value(token, "href").strip(WHITE_SPACE) if kind == "link" else "")
        frame.marks = (*frame.marks, frame.mark)

    def _void(self, token: Token) -> None:
        name = token.name
        top = self.stack[-1]
        if name == "hr":
            self._flush(top)
        elif name == "br":
            self._line_break(token)
        elif name not in NOT_RENDERED and not (name == "input" and self._value(token, "type").lower() == "hidden"):
            self._touch(top, token)
        if token.attributes:
            frame = Frame(name, top, top.builder)
            self._declare(token, frame)
            self._copy_of_attributes(token, frame)

    def _line_break(self, token: Token) -> None:
        top = self.stack[-1]
        if not top.mute and not top.hidden:
            top.builder.line_break(token.start, token.end)

    def _touch(self, frame: Frame, token: Token) -> None:
        """Keep the words apart where inline elements meet, or where a picture stands between them."""
        if frame.hidden or (frame.mute and token.name not in REPLACED):
            return
        if token.name in REPLACED:
            frame.builder.seam(token.start, token.end)
        else:
            frame.builder.touch(token.end)

    def _push_foreign(self, token: Token) -> None:
        name = token.name
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
            self._touch(frame, token)
            if name == "svg":
                frame.builder = self.flow_type(self.source)
                frame.mute = True
                frame.marks = ()
        if frame.html:
            frame.special = frame.scope = frame.item = index
        if token.attributes:
            self._declare(token, frame)
        if name in SVG_TEXT or name == "foreignobject":
            frame.mute = False
            frame.kind = SVG_TEXT.get(name, "text")
            frame.block = True
            frame.base_lang = frame.lang
            self._flush(parent)
        stack.append(frame)
        self.open.setdefault(name, []).append(index)
        if token.attributes:
            self._copy_of_attributes(token, frame)
        if token.self_closing:
            self._pop(index)

    # -- end tags

    def _end(self, token: Token) -> None:
        name = token.name
        top = self.stack[-1]
        index = self._last(name)
        if top.foreign and index >= top.root:
            self._pop(index)
        elif name == "br":
            self._line_break(token)
        elif name in ("html", "body"):
            return
        elif name == "p":
            if index > max(top.scope, self._last("button")):
                self._pop(index)
            else:
                self._flush(top)
        elif name in HEADINGS:
            index = max(self._last(heading) for heading in HEADINGS)
            if index > top.scope:
                self._pop(index)
        elif index < 0:
            return
        elif name in TABLE_PARTS or name == "table":
            outer = self._last("template" if name == "table" else "table")
            if index > outer:
                self._pop(index)
        elif name == "template":
            self._pop(index)
        elif name in FORMATTING:
            if index > top.scope:
                self._inline_ended(token)
                self._end_formatting(name)
        elif name == "form" and top.scope < index < len(self.stack) - 1:
            while self.stack[-1].name in OPTIONAL_ENDS:
                self._pop(len(self.stack) - 1)
            self._abandon(index)  # what is still open in it goes on, as in browsers
        elif name in BLOCKS:
            barrier = max(self._last("ol"), self._last("ul"), top.scope) if name == "li" else top.scope
            # A select or an object is its own boundary.
            if index > barrier or index == top.scope:
                self._pop(index)
        elif index >= top.special:
            self._inline_ended(token)
            self._pop(index)

    def _inline_ended(self, token: Token) -> None:
        top = self.stack[-1]
        if top.builder.ended < 0 and not top.hidden and not top.mute:
            top.builder.ended = token.start

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
            if frame.name:
                self.open[frame.name].pop()
            if frame.block:
                self._flush(frame)
            if frame.name == "figure" and not frame.foreign:
                close_figure(self.figures, self.blocks)

    # -- attributes

    def _value(self, token: Token, name: str) -> str:
        """The value of an attribute, decoded; "" where there is none."""
        found = token.attributes.get(name)
        return decode_references(self.source, found.start, found.end, attribute=True) if found else ""

    def _declare(self, token: Token, frame: Frame) -> None:
        """What the attributes of an element say about its content."""
        attributes = token.attributes
        if "lang" in attributes:
            frame.lang = self._value(token, "lang").strip().lower()
        elif "xml:lang" in attributes:
            frame.lang = self._value(token, "xml:lang").strip().lower()
        if "hidden" in attributes and self._value(token, "hidden").strip().lower() != "until-found":
            frame.hidden = True
        found: set[str] = set()
        if "role" in attributes:
            found.update(ROLES[role] for role in self._value(token, "role").lower().split() if role in ROLES)
        if "itemprop" in attributes and "reviewbody" in self._value(token, "itemprop").lower().split():
            found.add("quote")
        if token.name not in NO_CONTEXT:
            for name in ("class", "id"):
                place = attributes.get(name)
                if place and place.start < place.end:
                    found |= class_context(self.source[place.start : place.end], token.name in ("a", "button", "form"))
        if not found <= frame.context:
            frame.context = frame.context | found

    def _copy_of_attributes(self, token: Token, frame: Frame) -> None:
        """The attributes of an element that people read, each a block of its own."""
        if frame.hidden or ATTRIBUTE_KINDS.keys().isdisjoint(token.attributes):
            return
        for name, place in token.attributes.items():
            if name in ATTRIBUTE_KINDS and place.start < place.end and self._is_copy(token, name):
                is_name = name == "content" and not self._meta_names(token).isdisjoint(SITE_NAMES)
                self._attribute(name, place, frame, "name" if is_name else ATTRIBUTE_KINDS[name])

    def _is_copy(self, token: Token, name: str) -> bool:
        element = token.name
        if name in ATTRIBUTE_OWNERS and element not in ATTRIBUTE_OWNERS[name]:
            return False
        if element == "input":
            input_type = self._value(token, "type").strip(WHITE_SPACE).lower()
            return input_type != "hidden" and input_type in INPUT_TYPES.get(name, (input_type,))
        if name == "content":
            return not self._meta_names(token).isdisjoint(META_NAMES | SITE_NAMES)
        return name != "title" or element not in NO_TOOLTIP

    def _meta_names(self, token: Token) -> set[str]:
        return {self._value(token, key).strip(WHITE_SPACE).lower() for key in ("name", "property")}

    def _attribute(self, name: str, place: Attribute, frame: Frame, kind: str) -> None:
        builder = self.builder_type(self.source)
        start = place.start
        for reference in references(self.source, start, place.end, attribute=True):
            builder.plain(start, reference.start)
            builder.character(reference.text, reference.start, reference.end)
            start = reference.end
        builder.plain(start, place.end)
        if not builder.length:
            return
        context = frame.context
        if name == "value":
            context |= {"button"}
        if any(mark.kind == "link" and not mark.closed for mark in frame.marks):
            context |= {"link"}
        self.blocks.append(Block(*builder.runs(), kind, frame.lang, context))

    # -- JSON-LD

    def _json(self, token: Token, frame: Frame) -> None:
        if frame.hidden:
            return
        for value, quoted in jsonld.copy_in(self.source, token.start, token.end):
            builder = self.builder_type(self.source)
            jsonld.put_string(builder, value)
            if builder.length:
                context = frame.context | {"quote"} if quoted else frame.context
                self.blocks.append(Block(*builder.runs(), "json-ld", frame.lang, context))


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
