"""HTML as tokens with exact offsets, by the tokenizer states of the HTML standard.

Every expression here decides each character once (possessive classes, no nested repeats), and a search that fails
ends the tokens: the time is linear in the input whatever the input is. All offsets are code points of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, NamedTuple

from claimlint.late import late

TEXT: Final = 0  # text in which character references count
RAW_TEXT: Final = 1  # text in which they do not: scripts, styles, CDATA sections
START_TAG: Final = 2
END_TAG: Final = 3
COMMENT: Final = 4
DOCTYPE: Final = 5


class Attribute(NamedTuple):
    """The raw value of an attribute, without its quotes; `quote` is '"', "'" or "" (unquoted or no value)."""

    start: int
    end: int
    quote: str


class Token(NamedTuple):
    """A token and its stretch of the source, end exclusive.

    A tag has a lower-case name; attributes are by lower-case name, of duplicates the first. Text excludes the
    delimiters of a CDATA section.
    """

    kind: int
    start: int
    end: int
    name: str = ""
    attributes: Mapping[str, Attribute] = {}
    self_closing: bool = False


class Tag:
    """What a tag says wherever it stands; the offsets of its attributes count from its `<`.

    `raw` is the tag as it is written, `kind` START_TAG or END_TAG; the others as in Token.
    """

    __slots__ = ("attributes", "kind", "name", "opens_raw_text", "raw", "self_closing")

    def __init__(self, raw: str, kind: int, name: str, attributes: Mapping[str, Attribute], self_closing: bool) -> None:
        self.raw = raw
        self.kind = kind
        self.name = name
        self.attributes = attributes
        self.self_closing = self_closing
        self.opens_raw_text = kind == START_TAG and name in _CLOSED_BY_NAME

    def value(self, name: str) -> str:
        """The value of an attribute, decoded; "" where there is none."""
        found = self.attributes.get(name)
        return decode_references(self.raw, found.start, found.end, attribute=True) if found else ""

    def token(self, start: int) -> Token:
        """The tag as a token that starts here."""
        attributes = {name: Attribute(start + at, start + end, quote) for name, (at, end, quote) in self.attributes.items()}
        return Token(self.kind, start, start + len(self.raw), self.name, attributes, self.self_closing)


# Where a text starts, and the token that follows it: its start, which is the end of the text, its end and kind, and what it
# says if it is a tag. Either may be empty.
Piece = tuple[int, int, int, int, Tag | None]

ESCAPABLE_RAW_TEXT = frozenset({"title", "textarea"})
RAW_TEXT_ELEMENTS = frozenset({"style", "xmp", "iframe", "noembed", "noframes", "noscript", "script"})
_CLOSED_BY_NAME = RAW_TEXT_ELEMENTS | ESCAPABLE_RAW_TEXT | {"plaintext"}

_W = r"\t\n\f\r "
_MARKUP = late(rf"(?s)<(?:([A-Za-z][^{_W}/>]*+)|/([A-Za-z][^{_W}/>]*+)|(!--)|[!?]|/.)")
# Always matches where the last one ended: the end of the tag or of the input, or an attribute.
_ATTRIBUTE = late(
    rf"[{_W}/]*+(?:(>|\Z)|([^{_W}/>][^{_W}/>=]*+)"
    rf"(?:[{_W}]*+=[{_W}]*+(?:\"([^\"]*+)(\"?)|'([^']*+)('?)|([^{_W}>\"'][^{_W}>]*+))?)?)"
)
_COMMENT_END = late(r"--!?>")
_SCRIPT_MARK = late(rf"<!--|-->|</?script(?=[{_W}/>])", re.I | re.A)
_RAW_ENDS = {
    name: late(rf"</{name}(?=[{_W}/>])", re.I | re.A) for name in (RAW_TEXT_ELEMENTS | ESCAPABLE_RAW_TEXT) - {"script"}
}
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


_MOST_TAGS = 4096  # that are kept
_LONGEST_TAG = 256  # code points of one that is


class Tokens:
    """The tokens of a page, in order.

    A consumer that builds a tree sets `foreign` while the element it has just opened or returned to is one of SVG or
    MathML: CDATA sections exist only there, and `title`, `style`, `script` hold markup.

    Pages repeat their tags, so what a tag says is kept by its text. The states of a tag ask for nothing beyond its end: a
    stretch from `<` to the first `>` that has been one whole tag is one wherever it stands. Each class keeps its own.
    """

    known: ClassVar[dict[str, Tag]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.known = {}

    def __init__(self, source: str) -> None:
        self.source = source
        self.foreign = False

    def __iter__(self) -> Iterator[Token]:
        for text, start, end, kind, tag in self.pieces():
            if text < start:
                yield Token(TEXT, text, start)
            if tag is not None:
                yield tag.token(start)
            elif start < end:
                yield Token(kind, start, end)

    def in_foreign(self) -> bool:
        """Whether what comes next stands in an element of SVG or MathML."""
        return self.foreign

    def pieces(self) -> Iterator[Piece]:
        """The tokens, most of them with the text before them, and tags without the places of their attributes."""
        source = self.source
        known = self.known
        size = len(source)
        position = 1 if source.startswith("\ufeff") else 0
        while position < size:
            start = source.find("<", position)
            if start < 0:
                yield position, position, size, TEXT, None
                return
            # The search for the end is bounded, as `<` may be text.
            end = source.find(">", start, start + _LONGEST_TAG) + 1
            tag = known.get(source[start:end])
            if tag is None:
                found = _MARKUP.search(source, start)
                if found is None:
                    yield position, position, size, TEXT, None
                    return
                start = found.start()
                name = found[1] or found[2]
                if name is None:
                    kind, first, end = self._declaration(start, comment=found[3] is not None)
                    if kind == RAW_TEXT:
                        yield position, start, start, TEXT, None
                        yield first, first, end, kind, None
                        position = end + len("]]>")
                    else:
                        yield position, start, end, kind, None
                        position = end
                    continue
                tag = self._tag(START_TAG if found[1] else END_TAG, start, found.end(), name)
                if tag is None:  # the input ends within it, which is then no tag
                    yield position, start, start, TEXT, None
                    return
                end = start + len(tag.raw)
                self._keep(tag)
            yield position, start, end, tag.kind, tag
            position = end
            if tag.opens_raw_text and not self.in_foreign():
                name = tag.name
                end = self._raw_end(name, position)
                yield position, position, end, TEXT if name in ESCAPABLE_RAW_TEXT else RAW_TEXT, None
                position = end

    def _keep(self, tag: Tag) -> None:
        """Keep a tag to know it again."""
        if tag.raw.find(">", 0, _LONGEST_TAG) == len(tag.raw) - 1:
            if len(self.known) >= _MOST_TAGS:
                self.known.clear()
            self.known[tag.raw] = tag

    def _tag(self, kind: int, start: int, position: int, name: str) -> Tag | None:
        """The tag whose name ends at `position`; None where the input ends first."""
        source = self.source
        if not name.islower():
            name = _lower(name)
        if source.startswith(">", position):
            return self._made(source[start : position + 1], kind, name, {}, False)
        attributes: dict[str, Attribute] = {}
        for found in _ATTRIBUTE.finditer(source, position):
            key = found[2]
            if key is None:
                if not found[1]:
                    return None
                end = found.end()
                # An unquoted value takes its slashes with it, so this one stands alone.
                closing = found.start() < end - 1 and source[end - 2] == "/"
                return self._made(source[start:end], kind, name, attributes, closing)
            group = found.lastindex or 2
            if group == 2:
                value_start = value_end = found.end()
                quote = ""
            elif group == 7:
                value_start, value_end = found.span(7)
                quote = ""
            else:
                value_start, value_end = found.span(group - 1)
                quote = found[group]
                if not quote:
                    return None  # it is never closed
            if not key.islower():
                key = _lower(key)
            if key not in attributes:
                attributes[key] = Attribute(value_start - start, value_end - start, quote)
        return None

    def _made(self, raw: str, kind: int, name: str, attributes: Mapping[str, Attribute], self_closing: bool) -> Tag:
        """The value for a tag."""
        return Tag(raw, kind, name, attributes, self_closing)

    def _raw_end(self, name: str, position: int) -> int:
        """Where the raw text that starts at `position` ends: at its end tag or with the input."""
        if name == "plaintext":
            return len(self.source)
        if name == "script":
            return self._script_end(position)
        found = _RAW_ENDS[name].search(self.source, position)
        return found.start() if found else len(self.source)

    def _script_end(self, position: int) -> int:
        """The end of a script: inside `<!--`, a nested `<script>` takes the next end tag."""
        escaped = nested = False
        while found := _SCRIPT_MARK.search(self.source, position):
            position = found.end()
            mark = found[0]
            if mark == "<!--":
                if not escaped:
                    escaped = True
                    position -= 2  # its dashes may be those of `-->`
            elif mark == "-->":
                escaped = nested = False
            elif mark[1] != "/":
                nested = escaped
            elif nested:
                nested = False
            else:
                return found.start()
        return len(self.source)

    def _declaration(self, start: int, *, comment: bool) -> tuple[int, int, int]:
        """What begins with `<!`, `<?` or `</` and is no tag: its kind and its stretch."""
        source = self.source
        if comment:
            inside = start + len("<!--")
            for abrupt in (">", "->"):
                if source.startswith(abrupt, inside):
                    return COMMENT, start, inside + len(abrupt)
            found = _COMMENT_END.search(source, inside)
            return COMMENT, start, found.end() if found else len(source)
        if source.startswith("<![CDATA[", start) and self.in_foreign():
            start += len("<![CDATA[")
            end = source.find("]]>", start)
            return RAW_TEXT, start, len(source) if end < 0 else end
        end = source.find(">", start) + 1 or len(source)
        is_doctype = source[start + 2 : start + 9].lower() == "doctype" and source[start + 1] == "!"
        return DOCTYPE if is_doctype else COMMENT, start, end


def _lower(name: str) -> str:
    """ASCII lower case: the Kelvin sign stays what it is."""
    return name.lower() if name.isascii() else name.translate(_ASCII_LOWER)


_REFERENCE = late(r"&(?:#(?:[xX]([0-9a-fA-F]++)|([0-9]++));?|([A-Za-z][A-Za-z0-9]*+;?))")
_LONGEST_NAME = 32  # `&CounterClockwiseContourIntegral;`
_REPLACEMENT = "\ufffd"
# Numbers 128 to 159 mean what windows-1252 has there.
_WINDOWS = {byte: text for byte in range(128, 160) if (text := bytes([byte]).decode("cp1252", "ignore"))}


class Reference(NamedTuple):
    """A character reference and what it stands for."""

    start: int
    end: int
    text: str


def references(source: str, start: int, end: int, *, attribute: bool = False) -> Iterator[Reference]:
    """The character references in `source[start:end]`, in order.

    In an attribute `&copy=1` is an address's parameter, not a sign.
    """
    if source.find("&", start, end) < 0:
        return
    for found in _REFERENCE.finditer(source, start, end):
        name = found[3]
        if name is None:
            hexadecimal, decimal = found[1], found[2]
            text = _numbered(hexadecimal, 16) if hexadecimal else _numbered(decimal, 10)
            yield Reference(found.start(), found.end(), text)
            continue
        known = _named(name)
        if not known:
            continue
        stop = found.start() + 1 + len(known)
        following = source[stop : min(stop + 1, end)]
        if attribute and known[-1] != ";" and (following == "=" or (following.isascii() and following.isalnum())):
            continue
        yield Reference(found.start(), stop, _table()[known])


def decode_references(source: str, start: int, end: int, *, attribute: bool = False) -> str:
    """`source[start:end]` with its character references decoded."""
    if source.find("&", start, end) < 0:
        return source[start:end]
    parts: list[str] = []
    for reference in references(source, start, end, attribute=attribute):
        parts += (source[start : reference.start], reference.text)
        start = reference.end
    parts.append(source[start:end])
    return "".join(parts)


def _table() -> Mapping[str, str]:
    """The named references without `&`; imported late, as many pages need none."""
    from html.entities import html5

    return html5


def _named(name: str) -> str:
    """The longest known reference that `name` begins with; "" for none."""
    table = _table()
    for length in range(min(len(name), _LONGEST_NAME), 1, -1):
        if name[:length] in table:
            return name[:length]
    return ""


def _numbered(digits: str, base: int) -> str:
    """The character of a numeric reference."""
    digits = digits.lstrip("0")
    number = int(digits or "0", base) if len(digits) <= 7 else 0
    if number in _WINDOWS:
        return _WINDOWS[number]
    if number == 0 or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return _REPLACEMENT
    return chr(number)
