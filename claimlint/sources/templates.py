"""The copy of templates over HTML as blocks.

The tags of the template language are masked at the same length before the HTML is read, by noncharacters that no parser
heeds; where the page's text is gathered, each mask becomes what its tag leaves there. Offsets are those of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from claimlint.late import late
from claimlint.model import VALUE, Block, Span
from claimlint.sources.builder import Builder
from claimlint.sources.html import Flow, Frame, PageReader, PageTag, PageTokens, read_html
from claimlint.sources.html_elements import ATTRIBUTE_KINDS
from claimlint.sources.html_tokens import (
    ESCAPABLE_RAW_TEXT,
    RAW_TEXT,
    RAW_TEXT_ELEMENTS,
    Attribute,
    Tokens,
)
from claimlint.sources.html_tokens import Tag as HtmlTag
from claimlint.sources.keys import is_copy, is_copy_column
from claimlint.sources.kinds import TEMPLATES, kind_of
from claimlint.sources.options import ReaderOptions
from claimlint.sources.template_braces import astro, svelte
from claimlint.sources.template_strings import Code, copy_in_code
from claimlint.sources.template_tags import GONE, HARD, SCANNERS, SOFT, VALUE_TAG, Tag

BREAK = "\ufdd4"  # where a tag parts two blocks
_REST = "\ufdd5"  # what follows the first character of a mask
_CONTROLS = SOFT + HARD + GONE + BREAK
MASK = late(rf"([{VALUE_TAG}{_CONTROLS}]){_REST}*+")
_ANY = late(rf"[{VALUE_TAG}{_CONTROLS}{_REST}]++")
_NO_MARKS = dict.fromkeys(map(ord, VALUE_TAG + _CONTROLS + _REST), "\ufffd")
_EDGE = " \t" + SOFT + HARD + GONE + _REST
_NOTHING = VALUE + " \n"  # a block of values only is no copy

COMPONENTS = frozenset(("vue", "angular", "svelte", "astro"))  # dialects whose elements are components too
_PROGRAMS = frozenset(("php", "blade", "erb", "astro", "hugo"))  # whose tags hold statements of a program
_SCANNERS = {**SCANNERS, "svelte": svelte, "astro": astro}


def read_template(text: str, dialect: str, options: ReaderOptions | None = None) -> tuple[Block, ...]:
    """The copy of a page with tags of one of the dialects that `dialect_of` names ("": none), in the order of the source."""
    tags = tags_of(text, dialect)
    if tags is None:
        return read_html(text)
    blocks = TemplateReader(text, tags, dialect, options or ReaderOptions()).read()
    return tuple(block for block in blocks if block.text.strip(_NOTHING))


def tags_of(text: str, dialect: str) -> tuple[Tag, ...] | None:
    """The tags of a page; None where it is read as plain HTML."""
    if not dialect:
        return None
    tags = tuple(_SCANNERS[dialect](text))
    return tags if tags or dialect == "blade" or dialect in COMPONENTS else None


# -- which dialect

# By content, the first that fits. Braces are shared: what stands in them tells the languages apart.
_CONTENTS = (
    ("php", late(r"<\?(?:php\s|=)", re.I)),
    ("erb", late(r"<%(?:[=#_-]|\s)")),
    ("liquid", late(r"\{%-?\s*(?:assign|render|capture|unless|section|schema|paginate|tablerow|liquid)\b")),
    ("jinja", late(r"\{%[-+]?\s*[a-z_]\w*+(?:[^%{}<]|%(?!\}))*+%\}|\{#(?:[^#\n{}]|#(?!\}))*+#\}")),
    ("angular", late(r"\*ng[A-Z]|\[[\w.]+\]=|\([a-z]+\)=|(?<![\w@])@(?:if|for|switch|defer)\s*+\([^\n{}]{0,200}+\{")),
    ("hugo", late(r"\{\{-?\s*(?:[.$]\w*|end|range|with|partial|template|define|block|i18n|/\*)(?=[\s.}(|-])")),
    ("handlebars", late(r"\{\{(?:[#/>^!~{]|else\b)")),
    ("vue", late(r"\sv-(?:if|for|bind|model|on|show|html|text|cloak)\b|\s[:@][a-z-]+=")),
    ("jinja", late(r"\{\{[^{}\n<>]*+\}\}")),
)
_MARKS = ("{{", "{%", "<%", "<?", "{#", "@if", "@for", "@switch", "@defer")


def dialect_of(path: str, text: str) -> str:
    """The template language of a page, by its name, else by its content; "" where it holds no template code."""
    named = kind_of(path)
    if named in TEMPLATES:
        return named
    if not any(mark in text for mark in _MARKS):
        return ""
    # What stands in scripts and styles looks like tags too often.
    page = "".join([text[start : end if kind != RAW_TEXT else before] for start, before, end, kind, _ in Tokens(text).pieces()])
    return next((dialect for dialect, content in _CONTENTS if content.search(page)), "")


# -- masks

_ELEMENT = late(r"</?\Z")


def _masked(text: str, tags: Iterable[Tag]) -> str:
    """A text with its tags masked."""
    if any(chr(mark) in text for mark in _NO_MARKS):
        text = text.translate(_NO_MARKS)
    parts: list[str] = []
    position = 0
    for tag in tags:
        parts.append(text[position : tag.start])
        length = tag.end - tag.start
        if tag.mark == VALUE_TAG and _ELEMENT.search(text, max(0, tag.start - 2), tag.start) and length >= 3:
            parts.append("div" + _REST * (length - 3))  # <{{ tag }} class="title">
        else:
            parts.append(tag.mark + _REST * (length - 1))
        position = tag.end
    parts.append(text[position:])
    return "".join(map(_settled, "".join(parts).splitlines(keepends=True)))


def unmasked(text: str) -> str:
    """A masked text as it is shown: values in it are VALUE, other tags leave nothing."""
    return MASK.sub(lambda found: VALUE if found[1] == VALUE_TAG else "", text)


def _settled(line: str) -> str:
    """A line whose controls part blocks: all that stand by themselves on it, else the hard ones at its edges."""
    if SOFT not in line and HARD not in line:
        return line
    body = line.rstrip("\r\n")
    rest = body.lstrip(_EDGE)
    if not rest:
        return line.replace(SOFT, BREAK).replace(HARD, BREAK)
    head = len(body) - len(rest)
    tail = len(body.rstrip(_EDGE))
    return line[:head].replace(HARD, BREAK) + line[head:tail] + line[tail:].replace(HARD, BREAK)


# -- the reader


class _Tagged(Builder):
    """A builder that knows masks."""

    __slots__ = ()

    def plain(self, start: int, end: int) -> None:
        for found in MASK.finditer(self.source, start, end):
            super().plain(start, found.start())
            self._tag(found[1], *found.span())
            start = found.end()
        super().plain(start, end)

    def _tag(self, mark: str, start: int, end: int) -> None:
        if mark == VALUE_TAG:
            self.put(VALUE, start, end)
        elif mark in (HARD, BREAK):
            if not self._breaks:
                self.line_break(start, end)
        elif mark == SOFT and start and self.source[start - 1] in _CONTROLS + _REST:
            self.seam(start, end)  # {% endif %}{% if y %}: two pieces of text, not one word


class _TaggedBuilder(_Tagged):
    __slots__ = ()


class _TaggedFlow(_Tagged, Flow):
    __slots__ = ()

    def text(self, frame: Frame, start: int, end: int, *, decode: bool) -> None:
        ended, length = self.ended, self.length
        super().text(frame, start, end, decode=decode)
        if self.length == length:  # only controls: the elements around them still touch
            self.ended = ended


_BINDING = late(r"(?:v-bind:|:|\[(?:attr\.)?)([\w-]+)\]?")


class _TemplateTag(PageTag):
    """A tag of a template; all places count from its `<`.

    `keyed`: of the attributes that are copy by their name, this name, whether the value is code that gives it, the value's
    place and the masks in it. `masks`: those in no value.
    """

    __slots__ = ("keyed", "masks")

    def __init__(self, raw: str, kind: int, name: str, attributes: Mapping[str, Attribute], self_closing: bool) -> None:
        super().__init__(raw, kind, name, attributes, self_closing)
        self.keyed: list[tuple[str, bool, Attribute, list[int]]] = []
        self.masks = [found.start() for found in MASK.finditer(raw)]
        in_values: set[int] = set()
        for written, place in attributes.items():
            inside = [found.start() for found in MASK.finditer(raw, place.start, place.end)] if self.masks else []
            in_values.update(inside)
            bound = _BINDING.fullmatch(written)
            key = bound[1] if bound else written
            if key in ATTRIBUTE_KINDS or (is_copy_column(key) and self.is_component()):
                self.keyed.append((key, bound is not None, place, inside))
        if in_values:
            self.masks = [mask for mask in self.masks if mask not in in_values]

    def value(self, name: str) -> str:
        value = unmasked(super().value(name))
        return "" if VALUE in value and name in ("lang", "xml:lang") else value

    def is_component(self) -> bool:
        """Whether its element is none of HTML: `<x-card>`, `<Card>`, which is `x-card` by now."""
        return any(mark in self.name for mark in "-:.")


class _TaggedTokens(PageTokens):
    """Tokens whose names and attributes are free of masks."""

    components = False

    def _tag(self, kind: int, start: int, position: int, name: str) -> HtmlTag | None:
        found = _ANY.search(name)
        if found:
            position -= len(name) - found.start()
            name = name[: found.start()]
            if name in ("h", "H") and found[0][0] == VALUE_TAG:
                name = "h2"  # <h{{ level }}>
        if self.components:
            name = self._component(name)
        return super()._tag(kind, start, position, name)

    def _made(self, raw: str, kind: int, name: str, attributes: Mapping[str, Attribute], self_closing: bool) -> PageTag:
        holds_text = name in RAW_TEXT_ELEMENTS or name in ESCAPABLE_RAW_TEXT
        if holds_text and self.components and self_closing and raw.lstrip("</").startswith(name):  # in lower case
            name = f"x-{name}"  # it holds nothing
        if _ANY.search(raw):
            attributes = dict(self._attributes(raw, attributes))
        return _TemplateTag(raw, kind, name, attributes, self_closing)

    def _component(self, name: str) -> str:
        """A component is no element of HTML, be it named like one; the template of one is its page."""
        if name == "template":
            return "div"
        return f"x-{name}" if name[:1].isupper() else name

    def _attributes(self, raw: str, attributes: Mapping[str, Attribute]) -> Iterator[tuple[str, Attribute]]:
        for name, place in attributes.items():
            clean = _ANY.sub("", name)
            # What holds only sometimes hides nothing.
            if clean and not (clean == "hidden" and (clean != name or _ANY.search(raw, place.start, place.end))):
                yield clean, place


class _ComponentTokens(_TaggedTokens):
    components = True


class TemplateReader(PageReader):
    """Reads a masked page, and the strings in its tags where they stand."""

    tokens_type = _TaggedTokens
    flow_type = _TaggedFlow
    builder_type = _TaggedBuilder

    def __init__(self, text: str, tags: Iterable[Tag], dialect: str, options: ReaderOptions) -> None:
        if dialect in COMPONENTS:
            self.tokens_type = _ComponentTokens
        self.text = text
        self.tags = {tag.start: tag for tag in tags}
        self.tag_starts = sorted(self.tags)
        self.dialect = dialect
        self.options = options
        super().__init__(_masked(text, self.tags.values()))

    def _text(self, start: int, end: int, *, decode: bool) -> None:
        following = bisect_left(self.tag_starts, start)
        if following == len(self.tag_starts) or self.tag_starts[following] >= end:
            super()._text(start, end, decode=decode)
            return
        frame = self.stack[-1]
        for found in MASK.finditer(self.source, start, end):
            if decode:
                self._strings(found.start(), frame)
            if found[1] == BREAK and not frame.mute and not frame.hidden:
                super()._text(start, found.start(), decode=decode)
                self._flush(frame)
                start = found.end()
        super()._text(start, end, decode=decode)

    def _start(self, tag: PageTag) -> None:
        super()._start(tag)
        assert isinstance(tag, _TemplateTag), "the tokens of a template make no other"
        frame = self.stack[-1]
        if not frame.hidden:
            self._copy_in_tags(tag, frame)
        closed = tag.self_closing and not tag.type.void and not frame.foreign
        if closed and (self.dialect in COMPONENTS or tag.is_component()):
            self._end(tag)

    def _copy_in_tags(self, tag: _TemplateTag, frame: Frame) -> None:
        """The strings in the tags of a template within a tag of HTML."""
        for key, bound, place, masks in tag.keyed:
            start, end = self.at + place.start, self.at + place.end
            for mask in masks:
                self._strings(self.at + mask, frame, key)
            if bound:
                self._code(Code(Span(start, end), key=key, shown=True), frame)
            elif key not in ATTRIBUTE_KINDS:
                self._prop(key, start, end, frame)
        for mask in tag.masks:
            self._strings(self.at + mask, frame)

    def _prop(self, name: str, start: int, end: int, frame: Frame) -> None:
        """An attribute of a component that is copy by its name."""
        if is_copy(name, self.text[start:end], self.options):
            before = len(self.blocks)
            self._attribute(name, start, end, frame, "template-string")
            self.blocks[before:] = [block._replace(name=name) for block in self.blocks[before:]]

    def _strings(self, start: int, frame: Frame, key: str = "") -> None:
        """The copy in the code of a tag; `key`: the attribute whose value it is."""
        tag = self.tags.get(start)
        if tag is None or frame.mute or frame.hidden:
            return
        program = not tag.output and self.dialect in _PROGRAMS
        for place in tag.code:
            self._code(Code(place, tag.name, key, tag.output, program, self.dialect != "liquid"), frame)

    def _code(self, code: Code, frame: Frame) -> None:
        found = copy_in_code(self.text, code, self.options)
        self.blocks += (block._replace(lang=block.lang or frame.lang, context=frame.context) for block in found)
