"""What a file tells claimlint in its comments, and in the attributes of its elements.

One function a format, each asked only for files in which a directive may stand. Comments are found as the format has them:
what looks like one in text, in a string or in code is none. All offsets are code points of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from claimlint.late import late
from claimlint.model import Directive, Span
from claimlint.sources.comments import IGNORE, MARK, directive, line_content, tag_content

if TYPE_CHECKING:
    from tree_sitter import Node

_YAML_COMMENT = late(rf"(?<![^\s\ufeff])#[ \t]*+{MARK}\w[^\r\n]*+")
_PO_COMMENT = late(rf"(?:^|(?<=[\r\n]))\ufeff?[ \t]*+(#(\.?)[ \t]*+{MARK}\w[^\r\n]*+)")


def directives_of(text: str, kind: str) -> list[Directive]:
    """The directives of a file of data or code, by its kind; of pages, those of their front matter."""
    found = _FINDERS[kind](text) if kind in _FINDERS else ()
    return [one for one in found if one is not None]


def _in_line(text: str, span: Span) -> Directive | None:
    """The directive of a comment, its white space at the end left out."""
    comment = text[slice(*span)].rstrip()
    return directive(line_content(comment), Span(span.start, span.start + len(comment)))


def _in_yaml(text: str, inside: Span | None = None) -> Iterator[Directive | None]:
    from claimlint.sources.yaml_data import yaml_comments

    return (_in_line(text, span) for span in yaml_comments(text, inside or Span(0, len(text)), _YAML_COMMENT))


def _in_front_matter(text: str) -> Iterator[Directive | None]:
    from claimlint.sources.front_matter import front_matter, toml_comments

    fence, inside, _ = front_matter(text)
    if MARK not in text[slice(*inside)]:
        return
    if fence == "---":
        yield from _in_yaml(text, inside)
    elif fence == "+++":
        yield from (_in_line(text, span) for span in toml_comments(text, inside))


def _in_po(text: str) -> Iterator[Directive | None]:
    """Comments of translators (`# …`) and those taken from the code (`#. …`)."""
    for found in _PO_COMMENT.finditer(text):
        comment = found[1].rstrip()
        yield directive(comment[1 + len(found[2]) :], Span(found.start(1), found.start(1) + len(comment)))


def _in_properties(text: str) -> Iterator[Directive | None]:
    from claimlint.sources.strings_files import property_comments

    return (_in_line(text, span) for span in property_comments(text))


def _in_strings(text: str) -> Iterator[Directive | None]:
    from claimlint.sources.strings_files import strings_comments

    return (_in_line(text, span) for span in strings_comments(text))


# -- JSX


def _in_jsx(text: str) -> Iterator[Directive | None]:
    from claimlint.sources.jsx import parse

    cursor = parse(text).walk()
    above: list[Node] = []
    while True:
        node = cursor.node
        assert node is not None, "a cursor stands on a node"
        if node.type == "comment":
            yield _jsx_comment(text, node, above[-1])
        elif node.type == "jsx_attribute":
            yield _jsx_attribute(text, node, above)
        if cursor.goto_first_child():
            above.append(node)
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
            above.pop()


def _jsx_comment(text: str, node: Node, parent: Node) -> Directive | None:
    """A comment; one that stands alone in its braces is the whole of them."""
    if parent.type == "jsx_expression":
        braces = Span(parent.start_byte, parent.end_byte)
        if content := tag_content(text[slice(*braces)]):
            return directive(content, braces)
    return _in_line(text, Span(node.start_byte, node.end_byte))


def _jsx_attribute(text: str, node: Node, above: list[Node]) -> Directive | None:
    from claimlint.sources.jsx import Reader
    from claimlint.sources.options import ReaderOptions

    parts = node.children
    if text[parts[0].start_byte : parts[0].end_byte].lower() != IGNORE:
        return None
    whole = above[-1]
    if whole.type == "jsx_opening_element":
        whole = above[-2]
    extent = Span(whole.start_byte, whole.end_byte) if whole.type.startswith("jsx_") else Span(above[-1].start_byte, len(text))
    value = parts[-1] if len(parts) > 1 else None
    pieces = Reader(text, ReaderOptions()).string(value, attribute=value.type == "string") if value is not None else []
    told = " ".join("".join(piece[0] for piece in pieces).split())
    place = Span(pieces[0][1], pieces[-1][2]) if told else Span(node.start_byte, node.end_byte)
    return Directive(told, place, extent)


_FINDERS: dict[str, Callable[[str], Iterator[Directive | None]]] = {
    "markdown": _in_front_matter,
    "mdx": _in_front_matter,
    "jsx": _in_jsx,
    "yaml": _in_yaml,
    "po": _in_po,
    "properties": _in_properties,
    "strings": _in_strings,
}
