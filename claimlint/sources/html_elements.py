"""What the elements, attributes and classes of HTML mean for copy: tables, no logic but that of class names.

The sets that decide which tags may be left out follow the tree construction rules of the HTML standard.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from claimlint.late import late


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


HEADINGS = _names("h1 h2 h3 h4 h5 h6")
VOID = _names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
REPLACED = _names("area embed img input canvas video audio object iframe svg meter progress")
FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
FORMATTED = _names("pre listing textarea xmp plaintext")

CLOSES_P = HEADINGS | _names(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup"
    " hr main menu nav ol p search section summary ul pre listing form li dd dt plaintext table xmp"
)
TABLE_PARTS = _names("caption colgroup tbody td tfoot th thead tr")
BLOCKS = CLOSES_P | TABLE_PARTS | _names("html body button label legend optgroup option select datalist textarea title")
# Elements that an end tag of an inline element does not reach across.
SPECIAL = (BLOCKS - _names("label option optgroup datalist search dialog")) | _names(
    "applet iframe marquee noembed noframes noscript object script style template"
)
OPTIONAL_ENDS = _names("dd dt li optgroup option p rb rp rt rtc")
SCOPES = _names("applet caption html table td th marquee object template select")
# What each part of a table closes, innermost first.
_CELL = ("td", "th", "caption")
_ROW = (*_CELL, "tr", "colgroup")
TABLE_CLOSES = dict.fromkeys(TABLE_PARTS, (*_ROW, "tbody", "thead", "tfoot")) | {
    "td": _CELL,
    "th": _CELL,
    "tr": _ROW,
}

KINDS = dict.fromkeys(HEADINGS, "heading") | {
    "li": "list-item",
    "dd": "list-item",
    "dt": "list-item",
    "td": "table-cell",
    "th": "table-cell",
    "button": "button",
    "option": "option",
    "caption": "caption",
    "figcaption": "caption",
    "blockquote": "quote",
    "label": "label",
    "legend": "label",
    "title": "title",
}
# Containers begin afresh: what stands in a section within a list item is no list item.
CONTAINERS = _names("article aside details dialog dl fieldset footer form header main menu nav ol section table ul")
CONTEXTS = dict.fromkeys(HEADINGS, "heading") | {
    "button": "button",
    "blockquote": "quote",
    "q": "quote",
    "nav": "nav",
    "header": "header",
    "footer": "footer",
    "pre": "code",
    "listing": "code",
    "xmp": "code",
    "plaintext": "code",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "var": "code",
    "del": "deleted",
    "s": "deleted",
    "strike": "deleted",
    "form": "form",
    "ul": "list",
    "ol": "list",
    "dl": "list",
    "menu": "list",
    "table": "table",
    "main": "main",
}
ROLES = {
    "heading": "heading",
    "button": "button",
    "navigation": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "main": "main",
    "form": "form",
}
MARKS = {
    "a": "link",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "var": "code",
    "del": "deleted",
    "s": "deleted",
    "strike": "deleted",
    "q": "quote",
    "b": "emphasis",
    "strong": "emphasis",
    "em": "emphasis",
    "i": "emphasis",
    "sup": "superscript",
}
# Their content is no copy, or shows only where something fails; attributes within still count.
MUTE = _names("script style noscript iframe noembed noframes object applet canvas video audio")
# No words, and no elements between words either.
NOT_RENDERED = _names("base link meta script style template noscript param source track wbr")

SVG_TEXT = {"text": "text", "title": "tooltip", "desc": "aria-label"}
INTEGRATION_POINTS = _names("foreignobject desc title mi mo mn ms mtext annotation-xml")
BREAKOUT = HEADINGS | _names(
    "b big blockquote body br center code dd div dl dt em embed head hr i img li listing menu meta nobr ol p pre ruby s"
    " small span strong strike sub sup table tt u ul var"
)

ATTRIBUTE_KINDS = {
    "alt": "alt",
    "title": "tooltip",
    "aria-label": "aria-label",
    "aria-description": "aria-label",
    "placeholder": "placeholder",
    "value": "button",
    "label": "label",
    "content": "meta",
}
# The elements on which an attribute is copy, where not on all of them.
ATTRIBUTE_OWNERS = {
    "alt": _names("img area input"),
    "placeholder": _names("input textarea"),
    "value": _names("input"),
    "label": _names("option optgroup track"),
    "content": _names("meta"),
}
INPUT_TYPES = {"alt": _names("image"), "value": _names("submit button reset")}
META_NAMES = _names("description og:title og:description twitter:title twitter:description")
SITE_NAMES = _names("og:site_name application-name apple-mobile-web-app-title")
NO_TOOLTIP = _names("link style script meta template")

# By which rule a start tag closes elements whose end tags are left out; 0 of those that close none.
START_BLOCK: Final = 1
START_HEADING: Final = 2
START_ITEM: Final = 3
START_CELL: Final = 4
START_LINK: Final = 5
START_OPTION: Final = 6
_STARTS = (
    dict.fromkeys(CLOSES_P, START_BLOCK)
    | dict.fromkeys(HEADINGS, START_HEADING)
    | dict.fromkeys(("li", "dd", "dt"), START_ITEM)
    | dict.fromkeys(TABLE_CLOSES, START_CELL)
    | dict.fromkeys(("a", "button"), START_LINK)
    | dict.fromkeys(("option", "optgroup"), START_OPTION)
)
# By which rule an end tag finds what it closes; END_INLINE of all that are not named.
END_INLINE: Final = 0
END_BLOCK: Final = 1
END_FORMATTING: Final = 2
END_LINE_BREAK: Final = 3
END_PAGE: Final = 4
END_PARAGRAPH: Final = 5
END_HEADING: Final = 6
END_TABLE: Final = 7
END_TEMPLATE: Final = 8
END_FORM: Final = 9
_ENDS = (
    dict.fromkeys(BLOCKS, END_BLOCK)
    | dict.fromkeys(FORMATTING, END_FORMATTING)
    | dict.fromkeys(HEADINGS, END_HEADING)
    | dict.fromkeys(TABLE_PARTS | {"table"}, END_TABLE)
    | dict.fromkeys(("html", "body"), END_PAGE)
    | {"br": END_LINE_BREAK, "p": END_PARAGRAPH, "template": END_TEMPLATE, "form": END_FORM}
)
_NONE: frozenset[str] = frozenset()


class ElementType:
    """What the tables of this module say about a name."""

    __slots__ = (
        "block",
        "context",
        "end",
        "foreign",
        "formatted",
        "hidden",
        "item",
        "kind",
        "mark",
        "mute",
        "noted",
        "once",
        "rendered",
        "replaced",
        "scope",
        "special",
        "start",
        "unread",
        "void",
    )

    def __init__(self, name: str) -> None:
        self.void = name in VOID or name == "image"
        self.foreign = name in ("svg", "math")
        self.once = name in ("head", "html", "body", "form")  # a second start tag may count for nothing
        self.block = name in BLOCKS
        self.rendered = name not in NOT_RENDERED
        self.replaced = name in REPLACED
        self.mute = name in MUTE
        self.hidden = name == "template"
        self.formatted = name in FORMATTED
        self.unread = self.mute or self.hidden or self.formatted  # its text is no copy, or not read as other text is
        self.special = name in SPECIAL
        self.item = self.special and name not in ("address", "div", "p")
        self.scope = name in SCOPES
        self.context = frozenset({CONTEXTS[name]}) if name in CONTEXTS else _NONE
        self.kind = KINDS.get(name, "text" if name in CONTAINERS else "")  # "": that of the element around
        self.mark = MARKS.get(name, "")
        self.noted = name in ("figure", "blockquote", "script")
        self.start = _STARTS.get(name, 0)
        self.end = _ENDS.get(name, END_INLINE)


_CLASS_PART = late(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_CLASS_CONTEXTS = {
    "testimonial": "quote",
    "testimonials": "quote",
    "review": "quote",
    "reviews": "quote",
    "quote": "quote",
    "nav": "nav",
    "navbar": "nav",
    "menu": "nav",
    "breadcrumb": "nav",
    "breadcrumbs": "nav",
    "footer": "footer",
}
# In their company a review is still to be written, and a quote is a price.
_NOT_QUOTED = _names(
    "write add leave submit post give get request ask free instant form btn button link price pricing my your online"
    " service now us icon"
)
_UNSURE_QUOTES = _names("review reviews quote")
_CLASS_STEMS = ("testimonial", "review", "quote", "nav", "menu", "breadcrumb", "footer")
NO_CONTEXT = _names("html body main")


@lru_cache(maxsize=256)
def element_type(name: str) -> ElementType:
    """What is known of the elements of this name."""
    return ElementType(name)


@lru_cache(maxsize=1024)
def class_context(value: str, control: bool) -> frozenset[str]:
    """What the words of a class or an id say an element is; a control is a link, a button or a form."""
    lowered = value.lower()
    if not any(map(lowered.__contains__, _CLASS_STEMS)):
        return frozenset()
    found: set[str] = set()
    for word in value.split():
        parts = {part.lower() for part in _CLASS_PART.findall(word)}
        if control or not _NOT_QUOTED.isdisjoint(parts):
            parts -= _UNSURE_QUOTES
        found.update(_CLASS_CONTEXTS[part] for part in parts if part in _CLASS_CONTEXTS)
    return frozenset(found)
