"""Copy in JSON-LD: the string values that people or search engines show, found by a scanner that keeps their places."""

from __future__ import annotations

import re
from collections.abc import Mapping

from claimlint.late import late
from claimlint.model import Span
from claimlint.sources.builder import Builder

_KEYS = frozenset(
    ("description slogan headline alternativeHeadline abstract text disambiguatingDescription caption award reviewBody").split()
)
_DEEPEST = 512  # objects within objects
_TOKEN = late(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)("?)|[{}\[\]:,]', re.S)
_ESCAPE = late(r"(?:\\u[0-9a-fA-F]{4})+|\\.", re.S)
_CODE_UNITS = late(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}")
_CHARACTERS: Mapping[str, str] = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def copy_in(source: str, start: int, end: int) -> list[tuple[Span, bool]]:
    """The string values that are copy in a stretch of JSON, and which of them are a reviewer's words.

    What is broken is passed over; nothing is read beyond 512 levels or an unclosed string.
    """
    found: list[tuple[Span, bool]] = []
    levels: list[tuple[bool, str, bool]] = []  # an object or not, the key it stands under, a review or not
    key = ""
    string: Span | None = None
    is_object = review = after_colon = False
    for token in _TOKEN.finditer(source, start, end):
        if token[2] is not None:
            if not token[2]:
                break
            string = Span(*token.span(1))
            if is_object and not after_colon:
                continue
            value = source[string.start : string.end]
            if key == "@type" and value == "Review":
                review = True
            elif key in _KEYS:
                found.append((string, key == "reviewBody" or (review and key in ("text", "description"))))
            after_colon = False
            continue
        mark = token[0]
        if mark == ":":
            key = source[string.start : string.end] if string else ""
            after_colon = True
        elif mark == ",":
            after_colon = False
            key = "" if is_object else key
        elif mark in "{[":
            if len(levels) == _DEEPEST:
                break
            levels.append((is_object, key, review))
            is_object = mark == "{"
            key = "" if is_object else key
            after_colon = False
            review = review and not is_object
        elif levels:
            is_object, key, review = levels.pop()
            after_colon = False
    return found


def put_string(builder: Builder, value: Span) -> None:
    """A JSON string: its escapes decoded, each a run of its own."""
    start = value.start
    for escapes in _ESCAPE.finditer(builder.source, *value):
        builder.plain(start, escapes.start())
        start = escapes.end()
        if escapes[0][1] != "u" or len(escapes[0]) < 6:
            builder.character(_CHARACTERS.get(escapes[0][1], escapes[0][1]), *escapes.span())
            continue
        for one in _CODE_UNITS.finditer(builder.source, *escapes.span()):
            builder.character(code_unit(one[0]), *one.span())
    builder.plain(start, value.end)


def code_unit(escape: str) -> str:
    r"""The character of `\u20ac`, or of a pair of surrogates (`\ud83d\ude00`); half a pair stands for none."""
    unit = int(escape[2:6], 16)
    if len(escape) == 12:
        return chr(0x10000 + ((unit - 0xD800) << 10) + (int(escape[8:], 16) - 0xDC00))
    return "\ufffd" if 0xD800 <= unit <= 0xDFFF else chr(unit)
