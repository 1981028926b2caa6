"""The copy of a JSON file: translations and content, found by a scanner that keeps places and forgives comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimlint.errors import ClaimlintError
from claimlint.late import late
from claimlint.model import Block, Span
from claimlint.sources.jsonld import code_unit
from claimlint.sources.keys import copy_blocks
from claimlint.sources.messages import shortened, unescaped, value_at, value_of
from claimlint.sources.options import ReaderOptions

DEEPEST = 64  # objects and arrays within each other; what stands deeper is passed over

# A string ends on its line, so one that is never closed costs its own line only.
_TOKEN = late(r'"([^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*+)("?)|[{}\[\]:,]|//[^\r\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?', re.S)
_ESCAPE = late(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.S)
_CHARACTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "\n": "", "\r": ""}
_START = late(r"\ufeff?(?:\s|//[^\r\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+")


def read_json(text: str, options: ReaderOptions) -> tuple[Block, ...]:
    """The strings that are copy, with their keys. Comments, commas too many and broken lines are passed over.

    Raises ClaimlintError where this is no JSON at all.
    """
    start = _START.match(text)
    first = start.end() if start else 0
    if first < len(text) and not re.match(r'[{\["\d-]|true\b|false\b|null\b', text[first : first + 6]):
        line = len(re.findall(r"\r\n|\n|\r", text[:first])) + 1
        raise ClaimlintError(f"this is not JSON: it begins with '{text[first]}'; begin with {{ or [", line=line)
    scan = _Scan(text, first)
    entries = [(name, _value(text, span)) for name, span in scan.strings()]
    return copy_blocks(entries, scan.roots, options, translations=options.translations)


class _Scan:
    """One pass over the tokens. `roots` gathers the top-level keys of objects and arrays."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.roots: list[str] = []

    def strings(self) -> Iterator[tuple[str, Span]]:
        """Every value that is a string: its dotted key and its stretch between the quotes."""
        text = self.text
        levels: list[tuple[str, int]] = []  # of what is open around: its own key, the index of its items (-1: an object)
        path, index = "", -1  # where we stand, and the item of an array that is next
        key: Span | None = None
        deeper = 0
        after_colon = False
        for token in _TOKEN.finditer(text, self.start):
            mark = token[0][0]
            if mark == '"':
                if deeper:
                    continue
                if not token[2]:
                    after_colon, key = False, None
                elif index < 0 and levels and not after_colon:
                    key = Span(*token.span(1))
                else:
                    yield self._name(path, index, key), Span(*token.span(1))
            elif mark == ":":
                after_colon = index < 0
            elif mark == ",":
                if not deeper:
                    after_colon = False
                    key = None
                    index += index >= 0
            elif mark in "{[":
                if len(levels) == DEEPEST:
                    deeper += 1
                    continue
                name = self._name(path, index, key)
                if len(levels) == 1 and index < 0:
                    self.roots.append(name)
                levels.append((path, index))
                path, index, key, after_colon = name, 0 if mark == "[" else -1, None, False
            elif mark in "}]":
                if deeper:
                    deeper -= 1
                elif levels:
                    path, index = levels.pop()
                    key, after_colon = None, False

    def _name(self, path: str, index: int, key: Span | None) -> str:
        if index >= 0:
            return f"{path}[{index}]"
        if key is None:
            return path
        name = shortened(_value(self.text, key).text)
        return f"{path}.{name}" if path else name


def _value(text: str, span: Span) -> Block:
    if text.find("\\", *span) < 0:
        return value_at(text, *span)
    return value_of(unescaped(text, *span, _ESCAPE, _character))


def _character(escape: str) -> str:
    if escape[1] == "u" and len(escape) >= 6:
        return code_unit(escape)
    return _CHARACTERS.get(escape[1], escape[1])
