"""The elements of a page with their places, for what needs more than its copy: directives and selectors.

The reader that tells where elements begin and end does so here as well; its text is not gathered. What a page leaves out is
not added: no `tbody`, no `html` or `body`. Offsets are code points: of the recorder's source, which for templates is masked
and for Markdown a page of its own, until `place` turns them into those of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from claimlint.late import late
from claimlint.model import Directive, Span
from claimlint.sources.builder import WHITE_SPACE
from claimlint.sources.comments import IGNORE, directive, line_content, tag_content
from claimlint.sources.html import Frame, PageReader, PageTag
from claimlint.sources.html_elements import HEADINGS
from claimlint.sources.html_tokens import decode_references
from claimlint.sources.options import ReaderOptions
from claimlint.sources.template_tags import GONE, Tag, php_comments
from claimlint.sources.templates import MASK, TemplateReader, tags_of, unmasked

_HEAD = frozenset("base basefont bgsound head link meta noframes noscript script style template title".split())
_IGNORE = late(IGNORE, re.I | re.A)
_COMMENT_END = late(r"--!?>\Z")


@dataclass(slots=True, eq=False)
class Element:
    """An element whose start tag stands at `start`, and that ends at `end`, its end tag included; -1 while it is open."""

    name: str
    tag: PageTag
    start: int
    parent: Element | None
    end: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """`start:end` is text; `decode`: character references count in it."""

    parent: Element | None
    start: int
    end: int
    decode: bool


class Recorder(PageReader):
    """Reads a page for its elements and texts, `nodes`, and its directives, each in the order of the source."""

    all_white_space = True
    nodes: list[Element | Text]

    def record(self) -> Self:
        """Read the page."""
        self.nodes = []
        self._comments: list[Directive] = []
        self._opened: list[Element | None] = [None]  # goes with the stack
        self._tag: PageTag | None = None  # the one that is read; None at the end of the page
        self._ends = False  # it is an end tag
        self._tails: dict[str, int] = {}  # of html and body: the end of their end tag, if nothing follows it
        self._head: Element | None = None  # which the stack does not know
        self._in_head = 0  # the height of the stack within it; 0: it is closed
        self.read()
        self._leave_head(len(self.source))
        return self

    # -- what is asked of it

    def place(self, start: int, end: int) -> Span:
        """Where a stretch of the source, which is not empty, stands in the file."""
        return Span(start, end)

    def written(self, start: int, end: int) -> str:
        """A stretch of the source as the file has it."""
        return self.source[start:end]

    def shown(self, text: Text) -> str:
        """A text, decoded."""
        return decode_references(self.source, text.start, text.end) if text.decode else self.source[text.start : text.end]

    def extent(self, element: Element) -> Span:
        """Where an element stands in the file, its tags included."""
        return self.place(element.start, element.end)

    def attributes(self, element: Element) -> dict[str, str]:
        """The attributes of an element, decoded."""
        return {name: element.tag.value(name) for name in element.tag.attributes}

    def directives(self) -> list[Directive]:
        """What comments and elements tell claimlint; the elements after the comments."""
        ignored = [node for node in self.nodes if isinstance(node, Element) and IGNORE in node.tag.attributes]
        return [*self._comments, *map(self._ignored, ignored)]

    def _ignored(self, element: Element) -> Directive:
        quote = element.tag.attributes[IGNORE].quote
        start, end = (element.start + place for place in element.tag.attributes[IGNORE][:2])
        text = self.written(start, end)
        text = " ".join(decode_references(text, 0, len(text), attribute=True).split())
        if not text:  # then it is the attribute that is spoken of
            names = [found.start() for found in _IGNORE.finditer(self.source, element.start, start)]
            start = names[-1] if names else element.start
            end += len(quote)
        return Directive(text, self.place(start, end), self.extent(element))

    # -- what is recorded

    def _comment(self, start: int, end: int) -> None:
        if self.source.startswith("<!--", start):
            content = _COMMENT_END.sub("", self.written(start + len("<!--"), end))
            self.note(content, start, end)

    def note(self, content: str, start: int, end: int) -> None:
        """A comment of the source."""
        if directive(content, Span(start, end)):
            self.note_in_file(content, self.place(start, end))

    def note_in_file(self, content: str, span: Span) -> None:
        """A comment that stands at this place of the file."""
        if found := directive(content, span):
            self._comments.append(found)

    def _text(self, start: int, end: int, *, decode: bool) -> None:
        text = Text(self._parent(), start, end, decode)
        if (self._tails or self._stands_in_head()) and self.shown(text).strip(WHITE_SPACE):
            self._tails.clear()
            self._leave_head(start)
            text = Text(self._parent(), start, end, decode)
        self.nodes.append(text)

    def _start(self, tag: PageTag) -> None:
        self._tails.clear()
        if self._stands_in_head() and tag.name not in _HEAD:
            self._leave_head(self.at)
        self._tag, self._ends = tag, False
        if tag.name == "head" and not self._head and self.stack[-1].html and self._last("body") < 0:
            self._head = self._add(tag)
            self._in_head = len(self._opened)
        super()._start(tag)
        self._tag = None

    def _end(self, tag: PageTag) -> None:
        end = self.at + len(tag.raw)
        if tag.name == "head":
            self._leave_head(end)
        elif tag.name in ("html", "body"):
            self._tails[tag.name] = end
        self._tag, self._ends = tag, True
        super()._end(tag)
        self._tag = None

    def _push(self, tag: PageTag) -> None:
        super()._push(tag)
        self._opened.append(self._add(tag))

    def _push_foreign(self, tag: PageTag) -> None:
        super()._push_foreign(tag)
        if tag.self_closing:
            self._add(tag).end = self.at + len(tag.raw)
        else:
            self._opened.append(self._add(tag))

    def _void(self, tag: PageTag) -> None:
        super()._void(tag)
        self._add(tag).end = self.at + len(tag.raw)

    def _copy_of_attributes(self, tag: PageTag, frame: Frame) -> None:
        """No copy is read here."""

    def _pop(self, index: int) -> None:
        super()._pop(index)
        if index < self._in_head:
            self._leave_head(self.at if self._tag else len(self.source))
        for element in self._opened[index:]:
            self._finish(element)
        del self._opened[index:]

    def _abandon(self, index: int) -> None:
        super()._abandon(index)
        self._finish(self._opened[index])

    def _add(self, tag: PageTag) -> Element:
        element = Element(self._name(tag), tag, self.at, self._parent())
        self.nodes.append(element)
        return element

    def _name(self, tag: PageTag) -> str:
        """The name of an element as the page writes it, in lower case."""
        return tag.name

    def _parent(self) -> Element | None:
        return self._head if self._stands_in_head() else self._opened[-1]

    def _finish(self, element: Element | None) -> None:
        """An element ends: with its end tag, in front of the tag that ends it otherwise, or with the page."""
        if element is None or element.end >= 0:
            return
        tag = self._tag
        if tag is None:
            element.end = self._tails.get(element.name, len(self.source))
            return
        name = element.tag.name
        closes = self._ends and (name == tag.name or (name in HEADINGS and tag.name in HEADINGS))
        element.end = self.at + len(tag.raw) if closes else self.at

    # -- the head

    def _stands_in_head(self) -> bool:
        """Whether what comes next is a child of the head."""
        return self._in_head == len(self._opened)

    def _leave_head(self, end: int) -> None:
        if self._head and self._in_head:
            self._head.end = end
            self._in_head = 0


class _TemplateRecorder(Recorder, TemplateReader):
    """Reads a masked page, and the comments of its template language."""

    def written(self, start: int, end: int) -> str:
        return self.text[start:end]

    def shown(self, text: Text) -> str:
        return unmasked(super().shown(text))

    def _name(self, tag: PageTag) -> str:
        added = tag.name.startswith("x-") and tag.raw[1:3].lower() != "x-"
        return tag.name.removeprefix("x-") if added else tag.name

    def _text(self, start: int, end: int, *, decode: bool) -> None:
        super()._text(start, end, decode=decode)
        if decode and self.stack[-1].name != "textarea":
            self._comments_in(start, end)

    def _start(self, tag: PageTag) -> None:
        position = self.at
        for place in tag.attributes.values():
            self._comments_in(position, self.at + place.start)
            position = self.at + place.end
        self._comments_in(position, self.at + len(tag.raw))
        super()._start(tag)

    def _comments_in(self, start: int, end: int) -> None:
        """The comments among the tags of a stretch of the page."""
        for mask in MASK.finditer(self.source, start, end):
            tag = self.tags.get(mask.start())
            if tag is None:
                continue
            written = self.text[tag.start : tag.end]
            if tag.mark == GONE or written.startswith("<%"):
                self.note(tag_content(written), tag.start, tag.end)
            elif written.startswith(("<?", "@php")):
                self._comments_of_php(tag)

    def _comments_of_php(self, tag: Tag) -> None:
        """Comments in PHP; one that stands alone in its tag is the whole of it."""
        for code in tag.code:
            comments = list(php_comments(self.text, code))
            for start, end in comments:
                content = line_content(self.text[start:end])
                around = self.text[code.start : start] + self.text[end : code.end] if len(comments) == 1 else "more"
                whole = Span(start, end) if around.strip() else Span(tag.start, tag.end)
                self.note(content, whole.start, whole.start + len(self.text[slice(*whole)].rstrip()))


def record_page(text: str, dialect: str, options: ReaderOptions) -> Recorder:
    """The elements of an HTML page, or of a template in one of the dialects that `dialect_of` names ("": none)."""
    tags = tags_of(text, dialect)
    if tags is None:
        return Recorder(text).record()
    return _TemplateRecorder(text, tags, dialect, options).record()
