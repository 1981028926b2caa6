"""What stands in a comment, by the marks that its language puts around it."""

from __future__ import annotations

from claimlint.late import late
from claimlint.model import Directive, Span

MARK = "claimlint-"  # what a directive begins with; a file without it holds none
IGNORE = "data-claimlint-ignore"  # the attribute that speaks of its element

_DIRECTIVE = late(rf"{MARK}\w")
_STARS = late(r"[\r\n][ \t]*\*+(?!/)")  # at the head of the lines of a block comment
_SIGNS = late(r"[\r\n][ \t]*#")  # of Liquid's comments of several lines

# How comments of template languages and of expressions in braces open and close.
_TAGS = tuple(
    (late(opening), late(closing + r"\Z"))
    for opening, closing in (
        (r"\{#[-+~]?", r"[-+~]?#\}"),  # Jinja, Django, Twig, Nunjucks
        (r"\{%[-+~]?\s*comment\b(?:[^%]|%(?!\}))*+%\}", r"\{%[-+~]?\s*endcomment\b[^%]*%\}"),
        (r"\{%[-+~]?\s*#", r"[-+~]?%\}"),  # Liquid
        (r"\{\{~?!--", r"(?:--)?~?\}\}"),  # Handlebars
        (r"\{\{~?!", r"~?\}\}"),
        (r"\{\{--", r"--\}\}"),  # Blade
        (r"\{\{-?\s*/\*", r"\*/\s*-?\}\}"),  # Hugo
        (r"<%#", r"[-_]?%>"),  # ERB, EJS
        (r"<%[-_]?\s*/\*", r"\*/\s*[-_]?%>"),
        (r"\{\s*/\*", r"\*/\s*\}"),  # Svelte, Astro, MDX, JSX
        (r"\{\s*//", r"\}"),
    )
)


def directive(content: str, span: Span) -> Directive | None:
    """The directive that a comment with this content holds; None for any other comment, and for none at all."""
    return Directive(" ".join(content.split()), span) if _DIRECTIVE.match(content.lstrip()) else None


def line_content(comment: str) -> str:
    """What a comment of code says, without its `/*` and `*/`, `//`, `#` or `!`."""
    if comment.startswith("/*"):
        return _STARS.sub("\n", comment.removeprefix("/*").removesuffix("*/").strip("*"))
    return comment.removeprefix("//") if comment.startswith("//") else comment[1:]


def tag_content(tag: str) -> str:
    """What a tag of a template says that is nothing but one comment; "" for any other tag."""
    for opening, closing in _TAGS:
        opened = opening.match(tag)
        if not opened:
            continue
        closed = closing.search(tag, opened.end())
        if not closed:
            continue
        content = tag[opened.end() : closed.start()]
        if "/*" in opened[0]:
            return "" if "*/" in content else _STARS.sub("\n", content.strip("*"))
        if "//" in opened[0]:
            return "" if len(content.strip().splitlines()) > 1 else content  # code follows it
        return _SIGNS.sub("\n", content) if opened[0].endswith("#") and opened[0].startswith("{%") else content
    return ""
