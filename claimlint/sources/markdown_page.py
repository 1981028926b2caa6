"""A Markdown file as a page of HTML with the way back to the file, so that its elements can be recorded.

Here the text stands in the page itself, and what Markdown writes with signs has its tags: `#` is `<h1>`. The tags that the
file doesn't hold are read from no characters, at the line, or the sign, where they belong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from claimlint.late import late
from claimlint.model import Block, Span
from claimlint.sources.builder import LINE_END
from claimlint.sources.comments import tag_content
from claimlint.sources.elements import Recorder
from claimlint.sources.front_matter import front_matter
from claimlint.sources.html import PageTag
from claimlint.sources.html_elements import VOID
from claimlint.sources.html_tokens import END_TAG, START_TAG, Tokens
from claimlint.sources.markdown import CLOSED_WITH_TEXT, COMMENT, Page, Reader
from claimlint.sources.mdx import DROPPED, mask_mdx, mask_tags
from claimlint.sources.messages import Piece as Read
from claimlint.sources.messages import value_of

if TYPE_CHECKING:
    from markdown_it.token import Token as Node

    from claimlint.sources.markdown_parser import Placed

_SIGN = late("[&<>]")
_MDX_COMMENT = late(r"\{\s*+/\*(?:[^*]|\*(?!/))*+\*/\s*+\}")
_TAGS = {"em_open": "em", "strong_open": "strong", "s_open": "del", "link_open": "a"}
_ENDS = {"em_close": "em", "strong_close": "strong", "s_close": "del"}


def record_markdown(text: str, *, mdx: bool) -> Recorder:
    """The elements of a Markdown or MDX file, those that its signs stand for among them."""
    start = front_matter(text)[2]
    writer = _Writer((mask_mdx if mdx else mask_tags)(text, start), start, mdx=mdx)
    recorder = _MarkdownRecorder(writer.page(), mdx=mdx).record()
    for note in writer.reader.env["titles"]:
        span = note.span(0, len(note.text.rstrip()))
        if found := COMMENT.fullmatch(text, *span):
            recorder.note_in_file(found[found.lastgroup or 0], span)
    if mdx:
        for run in re.finditer(f"{DROPPED}+", writer.reader.source):
            for comment in _MDX_COMMENT.finditer(text, *run.span()):
                recorder.note_in_file(tag_content(comment[0]), Span(*comment.span()))
    return recorder


class _MarkdownRecorder(Recorder):
    """Reads the page that stands for the file. An element of MDX may be empty as in XML: `<Card />`."""

    def __init__(self, page: Block, *, mdx: bool) -> None:
        super().__init__(page.text)
        self.page = page
        self.mdx = mdx

    def place(self, start: int, end: int) -> Span:
        # Not the span of all of it: elements stand within each other, and each look-up would go through the whole.
        return Span(self.page.source_span(start, start + 1).start, self.page.source_span(end - 1, end).end)

    def _start(self, tag: PageTag) -> None:
        super()._start(tag)
        if self.mdx and tag.self_closing and tag.name not in VOID and not self.stack[-1].foreign:
            self._end(tag)


class _Writer:
    """Writes the page."""

    def __init__(self, source: str, start: int, *, mdx: bool) -> None:
        self.source = source
        self.mdx = mdx
        self.reader = Reader(source, start, mdx=mdx)
        self.out = Page()
        self.position = start  # in the file, up to which the page is written
        ends = [found.span() for found in LINE_END.finditer(source, start)]
        self.line_starts = [start, *(end for _, end in ends), len(source)]
        self.line_ends = [*(start for start, _ in ends), len(source), len(source)]

    def page(self) -> Block:
        """The page, as text with the way back."""
        opened: list[Node] = []
        for node in self.reader.nodes:
            if node.type == "inline":
                self._inline(node, opened[-1])
            elif node.type == "html_block":
                placed: Placed = node.meta["placed"]
                self._html(placed, 0, len(placed.text))
            elif node.nesting > 0:
                opened.append(node)
                if node.tag and node.type != "paragraph_open":
                    self._tag(f"<{node.tag}>", self._line_start(node))
            elif node.nesting < 0:
                opening = opened.pop()
                if node.tag and node.type != "paragraph_close":
                    self._tag(f"</{node.tag}>", self._line_end(opening))
            elif node.type == "hr":
                self._tag("<hr>", self._line_start(node))
            else:  # code
                self._tag(f"<pre><code>{escape(node.content)}</code></pre>", self._line_start(node))
        end = len(self.source)
        self._put("\n", end, end)  # what is never closed goes up to here
        return value_of(self.out.pieces)

    def _line_start(self, node: Node) -> int:
        return self.line_starts[node.map[0]] if node.map else self.position

    def _line_end(self, node: Node) -> int:
        return self.line_ends[node.map[1] - 1] if node.map else self.position

    def _tag(self, tag: str, position: int) -> None:
        """Markup that the file does not hold, at a place in it."""
        position = max(position, self.position)
        self._put(tag, position, position)

    def _put(self, text: str, start: int, end: int) -> None:
        self.out.put(text, start, end)
        self.position = end

    def _text(self, pieces: Iterable[Read]) -> None:
        """Text as HTML."""
        for text, start, end in pieces:
            if len(text) != end - start:
                self._put(escape(text), start, end)
                continue
            done = 0
            for sign in _SIGN.finditer(text):
                self._put(text[done : sign.start()], start + done, start + sign.start())
                self._put(escape(sign[0]), start + sign.start(), start + sign.end())
                done = sign.end()
            self._put(text[done:], start + done, end)

    def _html(self, placed: Placed, start: int, end: int) -> None:
        """HTML as it stands."""
        pieces = list(self.reader.pieces(placed, start, end))
        if pieces:
            self.out.add(pieces)
            self.position = pieces[-1][2]

    # -- what stands in a line

    def _inline(self, node: Node, block: Node) -> None:
        from claimlint.sources.markdown_parser import inline

        placed: Placed = node.meta["placed"]
        nodes = inline(self.reader.md, self.reader.env, node.content) if placed.text == node.content else None
        paragraph = block.type == "paragraph_open" and not block.hidden and not (self.mdx and self._stands_alone(nodes or ()))
        if paragraph:
            self._tag("<p>", self._line_start(block))
        if nodes is None:
            self._text(self.reader.pieces(placed, 0, len(placed.text)))
        else:
            self._read(placed, nodes)
        if paragraph:
            self._tag("</p>", self._line_end(block))

    def _stands_alone(self, nodes: Sequence[Node]) -> bool:
        """Whether a paragraph of MDX is none: tags alone, or tags whose partners stand in other paragraphs."""
        depth, words = 0, False
        for node in nodes:
            if node.type != "html_inline":
                words = words or node.type not in ("text", "softbreak") or bool(node.content.strip())
                continue
            token = next(iter(Tokens(node.content)), None)
            if token is not None and token.kind in (START_TAG, END_TAG) and not token.self_closing and token.name not in VOID:
                depth += 1 if token.kind == START_TAG else -1
                if depth < 0:
                    break
        return depth != 0 or not words

    def _read(self, placed: Placed, nodes: Sequence[Node]) -> None:
        links: list[int] = []
        behind = 0  # what begins before it is read already
        # By name the last end tag.
        ends = {n.content[2:-1].strip().lower(): n.meta["at"] for n in nodes if n.content.startswith("</")}
        for node in nodes:
            at = node.meta["at"]
            if at < behind:
                continue
            end = node.meta.get("end", at + len(node.content))
            span = placed.span(at, max(end, at + 1))
            kind = node.type
            if kind == "text":
                self._text(self.reader.pieces(placed, at, end))
            elif kind == "text_special":
                self._put(escape(node.content), *placed.span(at, at + len(node.markup)))
            elif kind in ("softbreak", "hardbreak"):
                self._put("\n" if kind == "softbreak" else "<br>", *span)
            elif kind == "code_inline":
                self._tag("<code>", span.start)
                self._text(self.reader.pieces(placed, at + len(node.markup), end - len(node.markup)))
                self._tag("</code>", span.end)
            elif kind == "image":
                attributes = {"src": node.attrs.get("src", ""), "alt": node.content, "title": node.attrs.get("title", "")}
                self._put(_start_tag("img", attributes), *span)
            elif kind == "html_inline":
                behind = self._raw_end(placed, node, ends) or end
                self._html(placed, at, behind)
            elif kind in _TAGS:
                if kind == "link_open":
                    links.append(span.end)
                self._tag(_start_tag(_TAGS[kind], node.attrs), span.start)
            elif kind == "link_close":
                self._tag("</a>", links.pop() if links else self.position)
            elif kind in _ENDS:
                self._tag(f"</{_ENDS[kind]}>", placed.span(at, at + len(node.markup)).end)

    def _raw_end(self, placed: Placed, node: Node, ends: dict[str, int]) -> int:
        """Where an element ends whose content is no HTML (`<textarea>`), if it starts here and ends in this text; else 0."""
        token = next(iter(Tokens(node.content)), None)
        if token is None or token.kind != START_TAG or token.name not in CLOSED_WITH_TEXT:
            return 0
        if ends.get(token.name, 0) <= node.meta["at"]:
            return 0
        found = re.compile(rf"</{token.name}\s*+>", re.I).search(placed.text, node.meta["end"])
        return found.end() if found else 0


def _start_tag(name: str, attributes: dict[str, str | int | float]) -> str:
    values = "".join(f' {key}="{escape(str(value))}"' for key, value in attributes.items() if value != "")
    return f"<{name}{values}>"
