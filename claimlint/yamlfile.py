"""YAML as plain data that remembers its lines.

A strict, small part of YAML, so that word lists survive and a hostile file stays harmless: `no`, `yes`, `on`
and dates are text, only `true` and `false` are booleans; no aliases, no tags, no duplicate keys, one document,
bounded depth. The tree is built from the parser's events, so nothing recursive ever meets a deep file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Union

import yaml

from claimlint.errors import ClaimlintError
from claimlint.late import late

Scalar = Union[str, int, float, bool, None]  # noqa: UP007 - read as one word
DEEPEST = 40  # levels of lists and mappings; a pack needs six

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORBIDDEN = late(r"[^\t\n\r\x20-\x7e\x85\xa0-\ufffd\U00010000-\U0010ffff]")
_INTEGER = late(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = late(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}

_IN_QUOTES = "put the whole text in quotes"
_SAME_SPACES = "write the keys or items of one level with the same number of spaces before each"

# What the parser complains of (either of its two versions), and what a writer of packs did to cause it.
_REMEDIES = (
    ("mapping values are not allowed", f"{_IN_QUOTES}: a colon followed by a space ends a key"),
    ("cannot start any token", f"{_IN_QUOTES}: it may not begin with this character"),
    ("alphabetic or numeric", f"{_IN_QUOTES}: it may not begin with this character"),
    ("expected ':'", "write 'key: value', with a colon and a space after the key"),
    ("end of stream", "a quote is opened here and never closed"),
    ("flow sequence", "close the list with ']' and put one comma between its items"),
    ("node content", "close the list with ']' and put one comma between its items"),
    ("flow mapping", f"close the '{{' with '}}' and put a comma between its keys, or {_IN_QUOTES}"),
    ("escape", r"in double quotes a backslash begins an escape: write \\ for one, or use single quotes"),
    ("hexdecimal", r"in double quotes a backslash begins an escape: write \\ for one, or use single quotes"),
    ("block scalar", "after '|' or '>' begin the text on the next line"),
)


@dataclass(slots=True)
class Located:
    """A value and the 1-based line where it begins. `key_lines` has the line of each key of a mapping."""

    value: Scalar | list[Located] | dict[str, Located]
    line: int = 0
    key_lines: dict[str, int] = field(default_factory=dict)

    def line_of(self, *way: str | int) -> int:
        """The line of what stands at `way`, or of the nearest thing above it that exists.

        A last key gives the line of the key, an index the line of the item.
        """
        here, line = self, self.line
        for step in way:
            if isinstance(here.value, dict) and isinstance(step, str) and step in here.value:
                line = here.key_lines.get(step, line)
                here = here.value[step]
            elif isinstance(here.value, list) and isinstance(step, int) and step < len(here.value):
                here = here.value[step]
                line = here.line
            else:
                break
        return line


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, a byte order mark dropped."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ClaimlintError("this file is not UTF-8; save it as UTF-8", str(path)) from None
    except IsADirectoryError:
        raise ClaimlintError("this is a folder; name a file", str(path)) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise ClaimlintError(f"cannot read this file: {reason or error}", str(path)) from None


def read_yaml(path: Path) -> Located:
    """The content of a YAML file; an empty file is None."""
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, path: str = "") -> Located:
    """The content of a YAML text; `path` is for the messages."""
    bad = _FORBIDDEN.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        raise ClaimlintError(f"remove the control character U+{ord(bad[0]):04X}", path, line)
    try:
        return _Builder(path, yaml.parse(text, Loader=_LOADER)).document()
    except yaml.MarkedYAMLError as error:
        raise _explained(error, text, path) from None


def _explained(error: yaml.MarkedYAMLError, text: str, path: str) -> ClaimlintError:
    told = f"{error.problem or ''} {error.context or ''}"
    mark = error.problem_mark
    if error.context_mark and any(words in told for words in ("end of stream", "flow", "expected ':'")):
        mark = error.context_mark  # where the quote, bracket or key stands, not where the parser gave up
    lines = text.splitlines() or [""]
    number, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    line = lines[number]
    if re.match(r" *\t", line):
        return ClaimlintError("a tab stands before the text; indent with spaces", path, number + 1)
    remedy = next((remedy for words, remedy in _REMEDIES if words in told), "")
    if not remedy and "block" in told:
        remedy = _IN_QUOTES if line[:column].strip(" -") else _SAME_SPACES
    if not remedy:
        remedy = f"check quotes, colons and spaces here ({error.problem})"
    return ClaimlintError(f"this is not YAML: {remedy}", path, number + 1)


class _Builder:
    def __init__(self, path: str, events: Iterator[yaml.Event]) -> None:
        self.path = path
        self.events = events

    def error(self, message: str, event: yaml.Event) -> ClaimlintError:
        return ClaimlintError(message, self.path, _line(event))

    def document(self) -> Located:
        content: Located | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if content is not None:
                    raise self.error("a file holds one document; remove what follows this '---'", event)
                content = self.value(next(self.events), 0)
        return content or Located(None, 1)

    def value(self, event: yaml.Event, depth: int) -> Located:
        if isinstance(event, yaml.AliasEvent):
            raise self.error(f"write the content out: '*{event.anchor}' (a YAML alias) is not allowed", event)
        assert isinstance(event, yaml.NodeEvent)
        if event.anchor is not None:
            raise self.error(f"remove '&{event.anchor}': YAML anchors are not allowed", event)
        if getattr(event, "tag", None) is not None:
            raise self.error("remove the '!' and its tag, or put the text in quotes", event)
        if depth > DEEPEST:
            raise self.error(f"this is nested more than {DEEPEST} levels deep; make it flatter", event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, depth)
        assert isinstance(event, yaml.ScalarEvent)
        return Located(event.value if event.style not in (None, "") else _plain(event.value), _line(event))

    def sequence(self, start: yaml.Event, depth: int) -> Located:
        items: list[Located] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, depth + 1))
        return Located(items, _line(start))

    def mapping(self, start: yaml.Event, depth: int) -> Located:
        values: dict[str, Located] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self.value(event, depth + 1)  # refuses an alias, an anchor and a tag
            if not isinstance(event, yaml.ScalarEvent):
                raise self.error("a key must be a word or a text, not a list or a mapping", event)
            key = event.value
            if key in values:
                raise self.error(f"the key '{key}' stands here and on line {lines[key]}; keep one", event)
            lines[key] = _line(event)
            values[key] = self.value(next(self.events), depth + 1)
        return Located(values, _line(start), lines)


def _plain(text: str) -> Scalar:
    """What a scalar without quotes means."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0
