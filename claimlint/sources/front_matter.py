"""What stands before a page's text: YAML between `---`, TOML between `+++`, or a JSON object.

Of its strings those are copy that stand under the keys of the options and look like copy. Broken front matter is passed
over: it is for the site's own build to complain of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from claimlint.errors import ClaimlintError
from claimlint.late import late
from claimlint.model import Block, Span
from claimlint.sources.json_data import read_json
from claimlint.sources.keys import is_copy
from claimlint.sources.messages import Piece, blocks_of, shortened, through, unescaped, value_at, value_of
from claimlint.sources.options import ReaderOptions
from claimlint.sources.text import BYTE_ORDER_MARK
from claimlint.sources.yaml_data import read_yaml

_FENCE = late(r"(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_ENDS = {
    "---": late(r"(?:^|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)"),
    "+++": late(r"(?:^|(?<=[\r\n]))\+\+\+[ \t]*(?:\r\n|\n|\r|\Z)"),
}
_KEY_LINE = late(r"(?:^|(?<=[\r\n]))[ \t]*(?:[\"']?[\w.$@/-]+[\"']?[ \t]*:(?:[ \t]|[\r\n]|\Z)|#|-[ \t])")
_REST_OF_LINE = late(r"[ \t]*(?:\r\n|\n|\r|\Z)")
_INDEX = late(r"\[[0-9]+\]")


def split_front_matter(text: str, options: ReaderOptions | None = None) -> tuple[tuple[Block, ...], int]:
    """The copy in a file's front matter, and where the page begins: after it, or after the byte order mark."""
    fence, inside, end = front_matter(text)
    if not fence:
        return (), end
    return _read(text, inside, _READERS[fence], options or ReaderOptions()), end


def front_matter(text: str) -> tuple[str, Span, int]:
    """What opens a file's front matter (`---`, `+++`, `{`; "" where there is none), its stretch, and where the page begins."""
    start = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    none = "", Span(start, start), start
    if text.startswith("{", start):
        end = _json_end(text, start)
        return ("{", Span(start, end), _after(text, end)) if end else none
    opened = _FENCE.match(text, start)
    closed = _ENDS[opened[1]].search(text, opened.end()) if opened else None
    if not opened or not closed:
        return none
    inside = Span(opened.end(), closed.start())
    if opened[1] == "---" and text[slice(*inside)].strip() and not _KEY_LINE.search(text, *inside):
        return none  # two rules around a paragraph
    return opened[1], inside, closed.end()


def _read(
    text: str, inside: Span, read: Callable[[str, ReaderOptions], tuple[Block, ...]], options: ReaderOptions
) -> tuple[Block, ...]:
    """The strings under the keys that are copy."""
    front = value_at(text, *inside)
    try:
        blocks = read(front.text, options)
    except ClaimlintError:
        return ()
    wanted = {key.lower() for key in options.front_matter}
    return tuple(
        through(block, front)._replace(kind="front-matter") for block in blocks if _is_under(block.name.lower(), wanted)
    )


def _is_under(name: str, wanted: set[str]) -> bool:
    """Whether a dotted key, or one above it, is among those wanted, by its last word or in full (`seo.title`)."""
    parts = _INDEX.sub("", name).split(".")
    return not wanted.isdisjoint(parts) or any(".".join(parts[:count]) in wanted for count in range(2, len(parts) + 1))


def _json_end(text: str, start: int) -> int:
    """Where the JSON object that the file begins with ends; 0 where there is none on lines of its own."""
    try:
        _, end = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        return 0
    return end if _REST_OF_LINE.match(text, end) else 0


def _after(text: str, end: int) -> int:
    found = _REST_OF_LINE.match(text, end)
    return found.end() if found else end


# -- TOML

_DEEPEST = 64  # arrays and inline tables within each other; what stands deeper is passed over
_BARE = r"[A-Za-z0-9_-]+"
_KEY = rf"(?:{_BARE}|\"[^\"\\\r\n]*\"|'[^'\r\n]*')"
_KEYS = late(rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*+")
_ONE_KEY = late(_KEY)
_TOML = late(
    r'"""(?P<basic>(?:[^"\\]|\\.|"(?!""))*+"{0,2})"""'
    r"|'''(?P<literal>(?:[^']|'(?!''))*+'{0,2})'''"
    r'|"(?P<text>(?:[^"\\\r\n]|\\.)*+)"' + r"|'(?P<raw>[^'\r\n]*+)'"
    r"|\#[^\r\n]*+|(?P<mark>[{}\[\],=\r\n])|[^\s\"'#{}\[\],=]++|[\"']",
    re.S,
)
_TOML_ESCAPE = late(r"\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}|\\[ \t]*(?:\r\n|\n|\r)\s*|\\.", re.S)
_TOML_CHARACTERS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


def _read_toml(text: str, options: ReaderOptions) -> tuple[Block, ...]:
    """The strings of TOML that are copy. What is broken costs its own line."""
    blocks: list[Block] = []
    for name, span, style in _toml_strings(text):
        value = value_at(text, *span)
        if style in ("text", "basic") and "\\" in value.text:
            value = value_of(_unescaped(text, span))
        if is_copy(name, value.text, options):
            blocks += blocks_of(value, name)
    return tuple(blocks)


_READERS: dict[str, Callable[[str, ReaderOptions], tuple[Block, ...]]] = {"---": read_yaml, "+++": _read_toml, "{": read_json}


def toml_comments(text: str, inside: Span) -> Iterator[Span]:
    """The comments of a stretch of TOML, each to the end of its line."""
    return (Span(*token.span()) for token in _TOML.finditer(text, *inside) if token[0][0] == "#")


def _toml_strings(text: str) -> Iterator[tuple[str, Span, str]]:
    """Every string value: its dotted key, its stretch between the quotes, its style."""
    table = ""
    counts: dict[str, int] = {}
    position = 0
    while position < len(text):
        line_end = _line_end(text, position)
        line = text[position:line_end].strip()
        if line.startswith("["):
            table = _table(line, counts)
            position = line_end
            continue
        start = position + len(text[position:line_end]) - len(text[position:line_end].lstrip())
        keys = _KEYS.match(text, start, line_end)
        equals = text.find("=", keys.end(), line_end) if keys else -1
        if keys is None or equals < 0 or text[keys.end() : equals].strip():
            position = line_end
            continue
        scan = _Values(text, _dotted(table, keys[0]))
        yield from scan.strings(equals + 1)
        position = max(scan.end, position + 1)


def _line_end(text: str, position: int) -> int:
    """The end of a line, its line end included."""
    ends = [end for end in (text.find("\n", position), text.find("\r", position) if "\r" in text else -1) if end >= 0]
    return min(ends) + 1 if ends else len(text)


def _table(line: str, counts: dict[str, int]) -> str:
    """The dotted key of a table's header; a table of an array has its index."""
    found = _KEYS.match(line.lstrip("[").lstrip())
    name = _dotted("", found[0]) if found else ""
    if not line.startswith("[["):
        return name
    index = counts[name] = counts.get(name, -1) + 1
    return f"{name}[{index}]"


def _dotted(above: str, keys: str) -> str:
    parts = [shortened(key.strip("\"'")) for key in _ONE_KEY.findall(keys)]
    return ".".join([above, *parts] if above else parts)


class _Values:
    """The strings of one value, which may be an array or an inline table; `end`: where it ends."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.end = len(text)

    def strings(self, start: int) -> Iterator[tuple[str, Span, str]]:
        levels: list[tuple[str, int]] = []  # of what is open around: its key, the index of its items (-1: a table)
        path, index, key = self.name, -1, ""
        for token in _TOML.finditer(self.text, start):
            style, mark = token.lastgroup or "", token["mark"] or ""
            self.end = token.end()
            if mark in ("\r", "\n"):
                if not levels:
                    return
                continue
            name = f"{path}[{index}]" if index >= 0 else _dotted(path, key) if key else path
            if mark in ("{", "["):
                if len(levels) == _DEEPEST:
                    return
                levels.append((path, index))
                path, index, key = name, 0 if mark == "[" else -1, ""
            elif mark in ("}", "]"):
                if levels:
                    path, index = levels.pop()
                    key = ""
            elif mark == ",":
                key = ""
                index += index >= 0
            elif mark == "=":
                continue
            elif levels and index < 0 and not key:
                key = token[0]
            elif style:
                yield name, Span(*token.span(style)), style
        self.end = len(self.text)


def _unescaped(text: str, span: Span) -> Iterator[Piece]:
    return unescaped(text, *span, _TOML_ESCAPE, _toml_character)


def _toml_character(escape: str) -> str:
    mark = escape[1]
    if mark in "uUx" and len(escape) > 2:
        number = int(escape[2:], 16)
        return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"
    return "" if mark.isspace() else _TOML_CHARACTERS.get(mark, mark)
