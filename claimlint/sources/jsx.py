"""The copy of JSX and TSX as blocks: the text of elements, and strings under keys that hold copy.

tree-sitter parses; it counts bytes, so it is given a copy of the source in which each code point is one byte. The tree
is walked with a cursor, so nesting may be of any depth. All offsets are code points of the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from time import thread_time
from typing import TYPE_CHECKING

from claimlint.errors import ClaimlintError
from claimlint.late import late
from claimlint.model import VALUE, Block
from claimlint.sources.builder import LINE_END, WHITE_SPACE, Builder
from claimlint.sources.html import Flow, Frame, OpenMark, close_figure
from claimlint.sources.html_elements import (
    ATTRIBUTE_KINDS,
    ATTRIBUTE_OWNERS,
    BLOCKS,
    CONTAINERS,
    CONTEXTS,
    HEADINGS,
    INPUT_TYPES,
    KINDS,
    MARKS,
    META_NAMES,
    MUTE,
    NO_CONTEXT,
    NO_TOOLTIP,
    NOT_RENDERED,
    REPLACED,
    ROLES,
    SITE_NAMES,
    SVG_TEXT,
    class_context,
)
from claimlint.sources.jsonld import code_unit
from claimlint.sources.keys import COPY_WORDS, is_copy
from claimlint.sources.messages import Piece, blocks_of, unescaped, value_of
from claimlint.sources.options import ReaderOptions

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Tree

# What the parser may take, in seconds of CPU: some broken input costs it quadratic time. Sound code takes 0.3 s a megabyte.
_PATIENCE = 5.0
_PATIENCE_PER_MEGABYTE = 5.0
# Beyond, in some code, it would run out of stack, which ends the process: 16,000 levels fill 1 MiB.
_DEEPEST = 2000

# The HTML element that a component stands for, by its name or the last word of it. Any other is a block.
_COMPONENTS: dict[str, str] = {
    **dict.fromkeys("Heading Headline Title".split(), "h2"),
    **{f"H{level}": f"h{level}" for level in range(1, 7)},
    **dict.fromkeys("A Link Anchor".split(), "a"),
    **dict.fromkeys("Strong Bold B".split(), "strong"),
    **dict.fromkeys("Em Emphasis Italic I".split(), "em"),
    **dict.fromkeys("Text Span Trans T Highlight Gradient Balancer Balance Underline Mark Small Sup Sub Nobr".split(), "span"),
    **dict.fromkeys("Code CodeBlock Snippet Kbd".split(), "code"),
    **dict.fromkeys("Pre SyntaxHighlighter".split(), "pre"),
    **dict.fromkeys("Button Btn".split(), "button"),
    **dict.fromkeys("Quote Blockquote BlockQuote".split(), "blockquote"),
    **dict.fromkeys("Nav Navbar NavBar Navigation".split(), "nav"),
    **dict.fromkeys("Del Strikethrough".split(), "del"),
    **{name: name.lower() for name in "Header Footer Main Form Label Option Select Ul Ol Li P Table Tr Td Th".split()},
    **{name: name.lower() for name in "Input Textarea Iframe Script Style Noscript Svg Template".split()},
    "ListItem": "li",
    "List": "ul",
    "Image": "img",
    "Img": "img",
    "Fragment": "",
}
# Attributes that name the element to be rendered: <Text as="h2">
_AS = ("as", "component", "variant")
_AS_NAMES = BLOCKS | MARKS.keys() | {"span", "small"}

_TRANSLATE = frozenset("t $t _ __ tr gettext ngettext translate trans msg".split())
# The last word of a key or an attribute whose string is copy where it looks like it.
_KEYS = COPY_WORDS | frozenset("defaults note notes perk perks point points reason reasons strapline teaser".split())
_SINGLE = frozenset("alt title label heading headline subheading subheadline subtitle placeholder".split())  # of one word, too
_QUOTED = frozenset("quote testimonial review".split())

_WRAPPERS = frozenset("parenthesized_expression as_expression satisfies_expression non_null_expression".split())
_NO_COPY = frozenset(
    "import_statement type_annotation type_alias_declaration interface_declaration type_arguments type_parameters"
    " string regex comment".split()
)

_UNSEEN = late("[\x00-\x02\x7f\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]")
_BYTES = bytes.maketrans(b"?\x01\x02", b"_?&")
_NESTING = late(
    rb"([(\[{])|([)\]}])|(</|/>)|(?<![\w.)\]])(<(?!(?:area|br|col|embed|hr|img|input|link|meta|source|wbr)\b)[A-Za-z>])|(<)|[>;]"
)
_CODE_MARK = late(r"[;=]")  # where tags are missing, code may pass for text
_HANDLE = late(r"[a-z0-9]+(?:-[a-z0-9]+)+")  # a name for programs: text-sm
_LAST_WORD = late(r"(?:[A-Z]?[a-z]+|[A-Z]+)(?=[0-9_]*\Z)")
_LONGEST_KEY = 200  # code points
_LONGEST_WORD = 40  # code points
_LAST_PART = late(r"[A-Z][a-z]+[0-9]?\Z|H[1-6]\Z")
_ENTITY = late(r"&(?:#[0-9]++|#[xX][0-9a-fA-F]++|[A-Za-z][A-Za-z0-9]*+);")
_ESCAPE = late(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]++\}|x[0-9a-fA-F]{2}|\r\n|.)",
    re.S,
)
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}
_CONTINUED = ("\n", "\r", "\r\n", "\u2028", "\u2029")  # behind a backslash: the string goes on in the next line


def read_jsx(text: str, options: ReaderOptions) -> tuple[Block, ...]:
    """The copy of a module, in the order of the source. Raises ClaimlintError where it cannot be parsed."""
    return Reader(text, options).read(parse(text))


@lru_cache(maxsize=1)
def _language() -> Language:
    try:
        from tree_sitter import Language
        from tree_sitter_typescript import language_tsx
    except ImportError:
        raise ClaimlintError('reading JSX needs the extra: pip install "claimlint-copy[jsx]"') from None
    return Language(language_tsx())


def parse(text: str) -> Tree:
    """The tree of a module; its bytes are code points of the text. Raises ClaimlintError where it cannot be parsed."""
    language = _language()
    from tree_sitter import Parser

    source = memoryview(_same_length(text))
    _check_nesting(text, source)
    deadline = thread_time() + _PATIENCE + _PATIENCE_PER_MEGABYTE * len(source) / 1e6
    try:
        return Parser(language).parse(lambda start, _: source[start:], progress_callback=lambda *_: thread_time() > deadline)
    except ValueError:
        message = "this is too broken to be parsed as JSX; mend it, or exclude the file"
        raise ClaimlintError(message) from None


def _same_length(text: str) -> bytes:
    """One byte a code point, of the same structure.

    Any character beyond ASCII becomes a letter or a space. A lone `&` becomes `|`, which parses alike in code, and in
    text is no character reference that the grammar stumbles over (`Q&A`).
    """
    text = _UNSEEN.sub(" ", text).replace("?", "\x01").replace("&&", "\x02\x02").replace("&", "|")
    return text.encode("ascii", "replace").translate(_BYTES)


def _check_nesting(text: str, source: memoryview) -> None:
    """Refuse what the parser could not bear: brackets, tags or `<` signs, thousands of which wait for their end."""
    brackets = tags = angles = 0
    for found in _NESTING.finditer(source):
        group = found.lastindex
        if group == 1:
            brackets += 1
        elif group == 2:
            brackets -= brackets > 0
        elif group == 3:
            tags -= tags > 0
        elif group == 4:
            tags += 1
        elif group == 5:
            angles += 1
        else:
            angles = 0
        if max(brackets, tags, angles) > _DEEPEST:
            line = sum(1 for _ in LINE_END.finditer(text, 0, found.start())) + 1
            raise ClaimlintError(
                f"more than {_DEEPEST:,} brackets or tags are open here; mend it, or exclude the file", line=line
            )


class _Element(Frame):
    """An open element, or a hole: a stretch of code, in which every element is a block of its own.

    `attributes`: their values by name, None for one without. `content`: where the text that comes next begins.
    """

    __slots__ = ("attributes", "component", "content", "hole")

    def __init__(self, name: str, parent: Frame | None, builder: Flow) -> None:
        super().__init__(name, parent, builder)
        self.attributes: dict[str, Node | None] = {}
        self.component = False
        self.content = 0
        self.hole = False
        self.foreign = parent is not None and parent.foreign


class Reader:
    """One walk over the tree of a module."""

    def __init__(self, source: str, options: ReaderOptions) -> None:
        self.source = source
        self.options = options
        self.blocks: list[Block] = []
        self.stack: list[_Element] = []
        self.depth = 0  # in the tree
        self.leaving: list[tuple[int, Callable[[], None]]] = []  # by depth: what ends with a node
        self.figures: list[tuple[int, bool]] = []  # of open figures: the first block, whether it holds a quotation
        # Each says whether the walk goes on inside the node.
        self.handlers: dict[str, Callable[[Node], bool]] = {
            **dict.fromkeys(_NO_COPY, lambda _: False),
            "jsx_element": self._element,
            "jsx_self_closing_element": self._element,
            "jsx_opening_element": self._opening,
            "jsx_closing_element": self._closing,
            "jsx_attribute": self._attribute,
            "jsx_expression": self._expression,
            "jsx_text": self._loose_text,
            "ERROR": self._error,
            "pair": lambda node: self._keyed(node, "key", "value"),
            "variable_declarator": lambda node: self._keyed(node, "name", "value"),
            "public_field_definition": lambda node: self._keyed(node, "name", "value"),
            "object_assignment_pattern": lambda node: self._keyed(node, "left", "right"),
            "assignment_pattern": lambda node: self._keyed(node, "left", "right"),
            "assignment_expression": lambda node: self._keyed(node, "left", "right"),
            "call_expression": self._call,
        }

    def read(self, tree: Tree) -> tuple[Block, ...]:
        self._open_hole()
        cursor = tree.walk()
        while True:
            node = cursor.node
            assert node is not None, "a cursor stands on a node"
            handler = self.handlers.get(node.type)
            if (handler is None or handler(node)) and cursor.goto_first_child():
                self.depth += 1
                continue
            self._leave()
            while not cursor.goto_next_sibling():
                if not cursor.goto_parent():
                    # Attributes and what stands in expressions were read before the text around them.
                    self.blocks.sort(key=lambda block: block.sources[0].start)
                    return tuple(self.blocks)
                self.depth -= 1
                self._leave()

    def _leave(self) -> None:
        while self.leaving and self.leaving[-1][0] == self.depth:
            self.leaving.pop()[1]()

    def _open_hole(self, context: frozenset[str] = frozenset()) -> _Element:
        """What stands in code until the end of this node inherits from the element around, but flows apart."""
        parent = self.stack[-1] if self.stack else None
        hole = _Element("", parent, Flow(self.source))
        hole.hole = True
        hole.base_lang = hole.lang
        hole.context |= context
        self.stack.append(hole)
        self.leaving.append((self.depth, self._close_hole))
        return hole

    def _close_hole(self) -> None:
        self.stack.pop()

    # -- elements

    def _element(self, node: Node) -> bool:
        parent = self.stack[-1]
        self._text_before(node)
        if parent.hidden:
            return False
        if node.type == "jsx_element":
            opening = node.child(0)
            if opening is not None and opening.type == "jsx_opening_element":
                self._push(opening, empty=False)
        else:
            self._push(node, empty=True)
        return True

    def _opening(self, node: Node) -> bool:
        """Its element is open already, unless no end tag was found: then its attributes can be read, and its text is loose."""
        if self.stack[-1].hole:
            self._push(node, empty=True)
        return True

    def _closing(self, node: Node) -> bool:
        frame = self.stack[-1]
        self._text_before(node)
        if not frame.block and frame.name and frame.builder.ended < 0 and not frame.mute:
            frame.builder.ended = node.start_byte
        return False

    def _push(self, tag: Node, *, empty: bool) -> None:
        """Open an element; an empty one has no content."""
        parent = self.stack[-1]
        frame = _Element("", parent, parent.builder)
        frame.content = tag.end_byte
        self._read_tag(tag, frame)
        name = frame.name
        if name == "svg" or frame.foreign:
            self._enter_svg(frame, parent, tag)
        else:
            frame.mute = frame.mute or name in MUTE
            frame.hidden = frame.hidden or name == "template"
            frame.preformatted = False  # JSX collapses white space in any element
            if name in CONTEXTS:
                frame.context = frame.context | {CONTEXTS[name]}
            if name in KINDS:
                frame.kind = KINDS[name]
            elif name in CONTAINERS:
                frame.kind = "text"
            frame.block = name in BLOCKS or parent.hole
        self._declare(frame)
        if empty and frame.component and not parent.hole:
            frame.block = False
            parent.builder.seam(tag.start_byte, tag.end_byte)  # most are icons
        elif frame.block:
            frame.base_lang = frame.lang
            self._flush(parent)
        elif name == "br":
            parent.builder.line_break(tag.start_byte, tag.end_byte)
        elif name in REPLACED:
            parent.builder.seam(tag.start_byte, tag.end_byte)
        elif name and name not in NOT_RENDERED:
            parent.builder.touch(tag.end_byte)
        if name in MARKS:
            self._mark(frame)
        if name == "figure":
            self.figures.append((len(self.blocks), False))
        elif name == "blockquote" and self.figures:
            self.figures[-1] = (self.figures[-1][0], True)
        self.stack.append(frame)
        self.leaving.append((self.depth, self._pop))

    def _read_tag(self, tag: Node, frame: _Element) -> None:
        """The name of an element, as HTML has it, and its attributes."""
        written = ""
        for child in tag.named_children:
            if child.type == "jsx_attribute":
                parts = child.children
                frame.attributes.setdefault(self._code(parts[0]), parts[-1] if len(parts) > 1 else None)
            elif not written and child.type in ("identifier", "member_expression", "jsx_namespace_name"):
                written = self._code(child).rpartition(".")[2]
        frame.component = written[:1].isupper() or "-" in written
        if not frame.component:
            frame.name = written.lower()
            return
        for attribute in _AS:
            value = self._static(frame, attribute)
            if value in (HEADINGS if attribute == "variant" else _AS_NAMES):
                frame.name = value
                return
        last = _LAST_PART.search(written)
        frame.name = _COMPONENTS.get(written, _COMPONENTS.get(last[0], "div") if last else "div")
        frame.context |= class_context(written, frame.name in ("a", "button", "form"))

    def _enter_svg(self, frame: _Element, parent: _Element, tag: Node) -> None:
        if not frame.foreign:
            frame.foreign = frame.mute = True
            parent.builder.seam(tag.start_byte, tag.end_byte)
            frame.builder = Flow(self.source)
            frame.marks = ()
        elif frame.name in SVG_TEXT:
            frame.mute = False
            frame.kind = SVG_TEXT[frame.name]
            frame.block = True
        elif frame.name == "foreignobject":
            frame.mute = frame.foreign = False
            frame.block = True

    def _declare(self, frame: _Element) -> None:
        """What the attributes of an element say about its content."""
        attributes = frame.attributes
        lang = self._static(frame, "lang")
        if lang is not None:
            frame.lang = lang.strip().lower()
        if "hidden" in attributes:
            value = attributes["hidden"]
            code = self._code(value).strip("{ }\"'").lower() if value else ""
            frame.hidden = frame.hidden or code in ("", "hidden", "true")
        found = {ROLES[role] for role in (self._static(frame, "role") or "").lower().split() if role in ROLES}
        if "reviewbody" in (self._static(frame, "itemProp") or "").lower().split():
            found.add("quote")
        if frame.name not in NO_CONTEXT:
            for name in ("className", "class", "id"):
                value = attributes.get(name)
                if value is not None and value.type == "string":
                    found |= class_context(self._code(value), frame.name in ("a", "button", "form"))
        if not found <= frame.context:
            frame.context = frame.context | found

    def _mark(self, frame: _Element) -> None:
        kind = MARKS[frame.name]
        address = ""
        if kind == "link":
            if not frame.component and "href" not in frame.attributes:
                return
            address = self._static(frame, "href") or self._static(frame, "to") or ""
            frame.marks = tuple(mark for mark in frame.marks if mark.kind != kind)
        elif any(mark.kind == kind for mark in frame.marks):
            return
        frame.mark = OpenMark(kind, address.strip(WHITE_SPACE))
        frame.marks = (*frame.marks, frame.mark)

    def _pop(self) -> None:
        frame = self.stack.pop()
        if frame.block:
            self._flush(frame)
        if frame.name == "figure":
            close_figure(self.figures, self.blocks)

    def _flush(self, frame: Frame) -> None:
        flow = frame.builder
        if flow.length:
            block = flow.flush()
            if block.text.strip(f"{VALUE} \n"):
                self.blocks.append(block)
        else:
            flow.ended = -1

    # -- what stands in elements

    def _text_before(self, node: Node) -> None:
        """The text between the last tag or expression and this one."""
        frame = self.stack[-1]
        if frame.hole or node.start_byte < frame.content:
            return
        if frame.content < node.start_byte and not frame.mute and not frame.hidden:
            self._text(frame, frame.content, node.start_byte)
        frame.content = node.end_byte

    def _text(self, frame: _Element, start: int, end: int) -> None:
        """JSX text: white space at its ends is none where it holds a line end, though words on both sides stay apart."""
        flow = self._flow(frame)
        piece = self.source[start:end]
        words = piece.strip(WHITE_SPACE)
        first = end - len(piece.lstrip(WHITE_SPACE))
        last = first + len(words)
        for gap_start, gap_end in ((start, first), (last, end)):
            if gap_start == last and words:
                _put(flow, unescaped(self.source, first, last, _ENTITY, _entity))
            if gap_start < gap_end:
                gap = flow.seam if LINE_END.search(self.source, gap_start, gap_end) else flow.space
                gap(gap_start, gap_end)

    def _flow(self, frame: _Element) -> Flow:
        """Where the text of an element goes that comes now."""
        flow = frame.builder
        flow.frame = frame
        flow.ended = -1
        return flow

    def _expression(self, node: Node) -> bool:
        """An expression in braces: among text it is a string, a value or nothing; in a tag its attribute reads it."""
        frame = self.stack[-1]
        if frame.hole or node.start_byte < frame.content:
            return True
        self._text_before(node)
        if frame.hidden:
            return False
        value = _inside(node)
        if value is None:
            return False
        if frame.mute:
            self._open_hole()
            return True
        pieces = self.string(value)
        if pieces:
            _put(self._flow(frame), pieces)
        else:
            self._flow(frame).put(VALUE, node.start_byte, node.end_byte)
        hole = self._open_hole()
        if not pieces:
            for one in _alternatives(value):
                _put(self._flow(hole), self.string(one))
                self._flush(hole)
        return True

    def _loose_text(self, node: Node) -> bool:
        """Text whose element was never closed is a block of its own."""
        frame = self.stack[-1]
        if frame.hole and not frame.hidden and not _CODE_MARK.search(self.source, node.start_byte, node.end_byte):
            self._text(frame, node.start_byte, node.end_byte)
            self._flush(frame)
        return False

    def _error(self, node: Node) -> bool:
        """What the parser passed over: text that the grammar does not know, or broken code."""
        frame = self.stack[-1]
        if frame.hole:
            return True
        if node.start_byte >= frame.content:
            if not re.search(r"[<>{}]", self.source[node.start_byte : node.end_byte]):
                return False
            self._text_before(node)
            frame.builder.line_break(node.start_byte, node.end_byte)
        self._open_hole()
        return True

    # -- strings

    def _attribute(self, node: Node) -> bool:
        frame = self.stack[-1]
        if frame.hidden:
            return False
        parts = node.children
        if len(parts) > 1:
            self._copy_of_attribute(frame, self._code(parts[0]), parts[-1])
        self._open_hole()
        return True

    def _copy_of_attribute(self, frame: _Element, name: str, value: Node) -> None:
        kind = self._attribute_kind(frame, name)
        if not kind:
            return
        for string in _alternatives(value):
            pieces = self.string(string, attribute=string is value)
            if kind == "template-string":
                self._named(name, pieces)
            elif pieces:
                builder = Builder(self.source)
                _put(builder, pieces)
                text, starts, sources = builder.runs()
                if text.strip(f"{VALUE} \n"):
                    context = frame.context | {"button"} if name == "value" else frame.context
                    self.blocks.append(Block(text, starts, sources, kind, frame.lang, _linked(frame, context)))

    def _attribute_kind(self, frame: _Element, name: str) -> str:
        """The kind of block that an attribute is; "" for one that nobody reads."""
        if frame.component:
            if name in ("alt", "placeholder", "aria-label", "aria-description"):
                return ATTRIBUTE_KINDS[name]
            return "template-string" if self._is_key(name) and not name.startswith(("data-", "aria-")) else ""
        element = frame.name
        kind = ATTRIBUTE_KINDS.get(name, "")
        if not kind or (name in ATTRIBUTE_OWNERS and element not in ATTRIBUTE_OWNERS[name]):
            return ""
        if element == "input":
            of_type = (self._static(frame, "type") or "").strip().lower()
            return kind if of_type != "hidden" and of_type in INPUT_TYPES.get(name, (of_type,)) else ""
        if name == "content":
            names = {(self._static(frame, key) or "").strip().lower() for key in ("name", "property")}
            return "name" if names & SITE_NAMES else kind if names & META_NAMES else ""
        return "" if name == "title" and element in NO_TOOLTIP else kind

    def _keyed(self, node: Node, key_field: str, value_field: str) -> bool:
        """A value under a key or a name: `title: "…"`, `const headline = "…"`, `{ label = "…" }`."""
        key, value = node.child_by_field_name(key_field), node.child_by_field_name(value_field)
        if key is None or value is None or key.type == "computed_property_name" or self.stack[-1].hidden:
            return True
        if key.end_byte - key.start_byte > _LONGEST_KEY:
            return True
        name = self._code(key).rpartition(".")[2].strip("\"'")
        if self._is_key(name):
            for one in _alternatives(value):
                self._named(name, self.string(one))
        if _inner(value).type in ("array", "object"):
            context = class_context(name, False)
            if context:
                self._open_hole(context)
        return True

    def _call(self, node: Node) -> bool:
        """`t("A whole sentence")`: where the source language is its own key, a translation is copy."""
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if (
            function is None
            or arguments is None
            or self.stack[-1].hidden
            or function.end_byte - function.start_byte > _LONGEST_KEY
        ):
            return True
        if self._code(function).rpartition(".")[2] in _TRANSLATE:
            for one in [arguments] if arguments.type == "template_string" else arguments.named_children:
                self._named("", self.string(one))
        return True

    def _named(self, name: str, pieces: list[Piece]) -> None:
        """A string under a key, where it looks like copy."""
        value = value_of(pieces)
        if not value.text or not self._looks(name, value.text):
            return
        frame = self.stack[-1]
        context = frame.context | {"quote"} if _last_word(name) in _QUOTED else frame.context
        for block in blocks_of(value, name, frame.lang):
            context = _linked(frame, context)
            self.blocks.append(block._replace(kind="template-string", context=block.context | context))

    def _is_key(self, name: str) -> bool:
        """Whether a key may hold copy."""
        return _last_word(name) in _KEYS or _chosen(self.options.copy_keys, name)

    def _looks(self, name: str, text: str) -> bool:
        if not is_copy(name, text, self.options):
            return False
        if len(text.split()) > 1 or _chosen(self.options.copy_keys, name) or is_copy("", text, ReaderOptions()):
            return True
        return _last_word(name) in _SINGLE and not _HANDLE.fullmatch(text)

    def string(self, node: Node, *, attribute: bool = False) -> list[Piece]:
        """The text of a literal or of several that `+` joins, a VALUE for what is none; nothing for other code.

        In the string of an attribute, character references count instead of escapes.
        """
        node = _inner(node)
        source = self.source
        if node.type == "string":
            start, end = node.start_byte + 1, max(node.start_byte + 1, node.end_byte - 1)
            read = (_ENTITY, _entity) if attribute else (_ESCAPE, _escaped)
            return list(unescaped(source, start, end, *read))
        if node.type == "template_string":
            return list(self._template(node))
        if node.type != "binary_expression":
            return []
        operands = _sum(node)
        pieces: list[Piece] = []
        literal = False
        for operand in operands:
            part = self.string(operand) if operand.type in ("string", "template_string") else []
            literal = literal or bool(part)
            pieces += part or [(VALUE, operand.start_byte, operand.end_byte)]
        return pieces if literal else []

    def _template(self, node: Node) -> Iterator[Piece]:
        start = node.start_byte + 1
        for child in node.named_children:
            if child.type == "template_substitution":
                yield from unescaped(self.source, start, child.start_byte, _ESCAPE, _escaped)
                yield VALUE, child.start_byte, child.end_byte
                start = child.end_byte
        yield from unescaped(self.source, start, max(start, node.end_byte - 1), _ESCAPE, _escaped)

    def _static(self, frame: _Element, name: str) -> str | None:
        """The value of an attribute that is a plain string; None for any other."""
        value = frame.attributes.get(name)
        if value is None:
            return None
        pieces = self.string(value, attribute=value.type == "string")
        return "".join(text for text, _, _ in pieces) if pieces else None

    def _code(self, node: Node) -> str:
        return self.source[node.start_byte : node.end_byte]


def _put(builder: Builder, pieces: Iterable[Piece]) -> None:
    """A string as it is shown: white space collapses, escapes and values are runs of their own."""
    for text, start, end in pieces:
        if text == VALUE:
            builder.put(text, start, end)
        elif len(text) == end - start:
            builder.plain(start, end)
        elif text:
            builder.character(text, start, end)


def _inside(expression: Node) -> Node | None:
    """What stands in braces or brackets, but for comments; None for nothing."""
    return next((child for child in expression.named_children if child.type != "comment"), None)


def _inner(node: Node) -> Node:
    """An expression without what wraps it and leaves its value: brackets, braces, `as const`."""
    while node.type in _WRAPPERS or node.type == "jsx_expression":
        inside = _inside(node)
        if inside is None:
            break
        node = inside
    return node


def _alternatives(node: Node) -> Iterator[Node]:
    """The values that an expression may take, as far as it shows them: branches, operands, elements of an array."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        inner = _inner(node)
        fields: tuple[str, ...]
        if inner.type == "ternary_expression":
            fields = ("alternative", "consequence")
        elif inner.type == "binary_expression" and _operator(inner) in ("||", "??", "&&"):
            fields = ("right",) if _operator(inner) == "&&" else ("right", "left")
        elif inner.type == "array":
            waiting += reversed(inner.named_children)
            continue
        else:
            yield inner
            continue
        waiting += [child for field in fields if (child := inner.child_by_field_name(field)) is not None]


def _sum(node: Node) -> list[Node]:
    """The operands of `a + b + c`; a list of one for any other expression."""
    operands: list[Node] = []
    while node.type == "binary_expression" and _operator(node) == "+":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            break
        operands.append(right)
        node = left
    operands.append(node)
    return operands[::-1]


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return operator.type if operator is not None else ""


def _linked(frame: Frame, context: frozenset[str]) -> frozenset[str]:
    return context | {"link"} if any(mark.kind == "link" for mark in frame.marks) else context


@lru_cache(maxsize=1024)
def _last_word(name: str) -> str:
    """The last word of a key: `metaTitle`, `meta_title`, `title2` → title."""
    found = _LAST_WORD.search(name[-_LONGEST_WORD:])
    return found[0].lower() if found else ""


def _chosen(globs: tuple[str, ...], name: str) -> bool:
    """Whether the project says that a key holds copy; `*.cta` fits `cta`."""
    return any(fnmatchcase(name.lower(), glob.lower().removeprefix("*.")) for glob in globs)


def _entity(reference: str) -> str:
    """The character of `&eacute;` or `&#233;`; JSX knows those of HTML 4, and leaves any other as it is."""
    name = reference[1:-1]
    if name[0] == "#":
        return _character(name[2:], 16) if name[1] in "xX" else _character(name[1:], 10)
    from html.entities import name2codepoint

    return "'" if name == "apos" else chr(name2codepoint[name]) if name in name2codepoint else reference


def _escaped(escape: str) -> str:
    """What an escape of a JavaScript string stands for."""
    mark = escape[1]
    if mark == "u" and len(escape) > 2:
        return _character(escape[3:-1], 16) if escape[2] == "{" else code_unit(escape)
    if mark == "x" and len(escape) > 2:
        return chr(int(escape[2:], 16))
    return "" if escape[1:] in _CONTINUED else _ESCAPED.get(mark, mark)


def _character(digits: str, base: int) -> str:
    digits = digits.lstrip("0")
    number = int(digits or "0", base) if len(digits) <= 7 else 0
    return chr(number) if 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"
