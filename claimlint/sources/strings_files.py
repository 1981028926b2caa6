"""The copy of Java's `.properties` and Apple's `.strings` files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimlint.errors import ClaimlintError
from claimlint.late import late
from claimlint.model import Block, Span
from claimlint.sources.jsonld import code_unit
from claimlint.sources.keys import copy_blocks
from claimlint.sources.messages import shortened, unescaped, value_of
from claimlint.sources.options import ReaderOptions

# A comment, or a property; one that ends in a backslash goes on in the next line.
_PROPERTY = late(
    r"(?:^|(?<=\r))[\ufeff \t\f]*+(?:[#!][^\r\n]*+"
    r"|((?:[^\\:=\s]|\\(?:\r\n|.))++)[ \t\f]*+(?:[:=][ \t\f]*+)?((?:[^\\\r\n]|\\(?:\r\n|.))*+))",
    re.M | re.S,
)
_SURROGATES = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_PROPERTY_ESCAPE = late(rf"{_SURROGATES}|\\u[0-9a-fA-F]{{4}}|\\(?:\r\n|\n|\r)[ \t\f]*+|\\.", re.S)

_PAIR = late(
    r'//[^\r\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|(?:"((?:[^"\\]|\\.)*+)"|(?<![\w.$/-])([\w.$/-]++))\s*+=\s*+"((?:[^"\\]|\\.)*+)("?)'
    r'|"(?:[^"\\]|\\.)*+"?',
    re.S,
)
_STRINGS_SURROGATES = r"\\[uU][dD][89abAB][0-9a-fA-F]{2}\\[uU][dD][c-fC-F][0-9a-fA-F]{2}"
_STRINGS_ESCAPE = late(rf"{_STRINGS_SURROGATES}|\\[uU][0-9a-fA-F]{{4}}|\\(?:\r\n|.)", re.S)

_CHARACTERS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def read_properties(text: str, options: ReaderOptions) -> tuple[Block, ...]:
    """The values that are copy, with their keys."""
    entries = []
    for found in _PROPERTY.finditer(text):
        if found[2]:
            key = "".join(piece[0] for piece in unescaped(text, *found.span(1), _PROPERTY_ESCAPE, _character))
            entries.append((shortened(key), value_of(unescaped(text, *found.span(2), _PROPERTY_ESCAPE, _character))))
    return copy_blocks(entries, (), options, translations=options.translations)


def read_strings(text: str, options: ReaderOptions) -> tuple[Block, ...]:
    """The values that are copy, with their keys. Raises ClaimlintError where there is no pair of texts."""
    entries = []
    for found in _PAIR.finditer(text):
        if found[4]:
            key = found[2] or "".join(piece[0] for piece in unescaped(text, *found.span(1), _STRINGS_ESCAPE, _character))
            entries.append((shortened(key), value_of(unescaped(text, *found.span(3), _STRINGS_ESCAPE, _character))))
    if not entries and text.strip("\ufeff \t\r\n") and "=" not in text:
        raise ClaimlintError('this is not a .strings file: write "key" = "text"; on each line')
    return copy_blocks(entries, (), options, translations=True)


def property_comments(text: str) -> Iterator[Span]:
    """The comments of a `.properties` file: lines that begin with `#` or `!`."""
    for found in _PROPERTY.finditer(text):
        if found[1] is None:
            yield Span(found.end() - len(found[0].lstrip("\ufeff \t\f")), found.end())


def strings_comments(text: str) -> Iterator[Span]:
    """The comments of a `.strings` file: `/* … */` and `// …`."""
    return (Span(*found.span()) for found in _PAIR.finditer(text) if found[0][0] == "/")


def _character(escape: str) -> str:
    body = escape[1:]
    if body[:1] in ("u", "U") and len(body) >= 5:
        return code_unit(escape)
    return "" if body[:1] in ("\r", "\n") else _CHARACTERS.get(body, body)
