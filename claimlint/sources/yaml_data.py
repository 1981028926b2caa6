"""The copy of a YAML file: PyYAML tells where each text stands, and the way from its characters to the file is built here."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.errors import ClaimlintError
from claimlint.late import late
from claimlint.model import Block, Span
from claimlint.sources.keys import copy_blocks
from claimlint.sources.messages import Piece, shortened, value_at, value_of
from claimlint.sources.options import ReaderOptions

if TYPE_CHECKING:
    import yaml

DEEPEST = 64  # mappings and lists within each other; what stands deeper is passed over

_FORBIDDEN = late(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BRACKETS = 200  # open at once: the parser's time grows with them, and a file that has more holds no copy
_LINE_END = late(r"\r\n|\n|\r")
# In quotes and plain text: an escaped line end, an escape, a doubled quote, a fold.
_FOLD = r"[ \t]*(?:\r\n|\n|\r)\s*"
_DOUBLE = late(rf"\\(?:\r\n|\n|\r)[ \t]*|\\(?:x..|u....|U........|[^xuU])|{_FOLD}", re.S)
_SINGLE = late(rf"''|{_FOLD}")
_PLAIN = late(_FOLD)
_BREAKS = late(r"\n+| ?")


def read_yaml(text: str, options: ReaderOptions) -> tuple[Block, ...]:
    """The texts that are copy, with their keys, of all documents of a file.

    Raises ClaimlintError, with the line, where it is broken.
    """
    import yaml

    shift = 1 if text.startswith("\ufeff") else 0
    bad = _FORBIDDEN.search(text)
    if bad:
        raise ClaimlintError(
            f"this is not YAML: remove the control character U+{ord(bad[0]):04X}", line=_line(text, bad.start())
        )
    _refuse_brackets(text)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    scan = _Scan(text, shift)
    try:
        entries = list(scan.strings(yaml.parse(text[shift:], Loader=loader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        told = " ".join((error.problem or error.context or "it can't be read").split())
        raise ClaimlintError(
            f"this is not YAML: {told}; mend it here or leave the file out", line=mark.line + 1 if mark else 0
        ) from None
    return copy_blocks(entries, scan.roots, options, translations=options.translations)


def yaml_comments(text: str, inside: Span, comment: re.Pattern[str]) -> Iterator[Span]:
    """Where this kind of comment stands in a stretch of YAML; none where it is broken.

    `comment` matches from the `#` on, which text of several words may hold as well: only the parser can tell.
    """
    import yaml

    candidates = [Span(*found.span()) for found in comment.finditer(text, *inside)]
    content = text[slice(*inside)].removeprefix("\ufeff")
    shift = inside.end - len(content)
    try:
        _refuse_brackets(content)
        scalars = [
            _text_of(token, content, shift)
            for token in yaml.scan(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            if isinstance(token, yaml.ScalarToken) and not token.plain
        ]
    except (yaml.YAMLError, ClaimlintError):
        return
    starts = [scalar.start for scalar in scalars]
    for candidate in candidates:
        index = bisect_right(starts, candidate.start) - 1
        if index < 0 or scalars[index].end <= candidate.start:
            yield candidate


def _text_of(token: yaml.ScalarToken, content: str, shift: int) -> Span:
    """The stretch of a text in quotes, or of one after `|` or `>`, whose own line may end in a comment."""
    start, end = token.start_mark.index, token.end_mark.index
    header = _LINE_END.search(content, start, end) if content[start] in "|>" else None
    return Span((header.start() if header else start) + shift, end + shift)


class _Scan:
    """One pass over the parser's events. `roots` gathers the top-level keys of mappings and lists."""

    def __init__(self, text: str, shift: int) -> None:
        self.text = text
        self.shift = shift  # of the parser's offsets: it never saw the byte order mark
        self.roots: list[str] = []

    def strings(self, events: Iterator[yaml.Event]) -> Iterator[tuple[str, Block]]:
        """Every text that is a value: its dotted key and itself."""
        import yaml

        levels: list[tuple[str, int]] = []  # of what is open around: its own key, the index of its items (-1: a mapping)
        path, index = "", -1
        key: str | None = None  # of the value that is next; None: a key is next
        deeper = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                path, index, key = "", -1, None
            elif isinstance(event, yaml.CollectionEndEvent):
                if deeper:
                    deeper -= 1
                    if deeper:
                        continue
                    if index < 0 and key is None:
                        key = ""  # it was a key itself
                        continue
                else:
                    path, index = levels.pop()
                key = None
                index += index >= 0
            elif isinstance(event, yaml.NodeEvent):
                starts = isinstance(event, yaml.CollectionStartEvent)
                at_key = bool(levels) and index < 0 and key is None
                if deeper or (starts and (at_key or len(levels) == DEEPEST)):
                    deeper += starts
                    continue
                if at_key:
                    key = shortened(event.value) if isinstance(event, yaml.ScalarEvent) else ""
                    continue
                name = f"{path}[{index}]" if index >= 0 else f"{path}.{key}" if path and key else key or path
                if starts:
                    if len(levels) == 1 and index < 0:
                        self.roots.append(name)
                    levels.append((path, index))
                    path, index, key = name, 0 if isinstance(event, yaml.SequenceStartEvent) else -1, None
                    continue
                if isinstance(event, yaml.ScalarEvent):
                    yield name, self._value(event)
                key = None
                index += index >= 0

    def _value(self, event: yaml.ScalarEvent) -> Block:
        """A text with the way back; one run over the whole of it, should the parser have read it otherwise than we do."""
        value = event.value
        assert event.start_mark is not None, "the parser marks every event"
        assert event.end_mark is not None, "the parser marks every event"
        start, end = event.start_mark.index + self.shift, event.end_mark.index + self.shift
        style = event.style or ""
        if style in "'\"" and style:
            start, end = start + 1, end - 1
        if self.text[start:end] == value:
            return value_at(self.text, start, end)
        read = _block_scalar if style and style in "|>" else _flow_scalar
        pieces = list(read(self.text, start, end, value, style))
        if "".join(piece[0] for piece in pieces) != value:
            pieces = [(value, start, end)]
        return value_of((self._parted(*piece), *piece[1:]) for piece in pieces)

    def _parted(self, piece: str, start: int, end: int) -> str:
        """A blank line parts paragraphs, though folding leaves one line end of it, which would be a wrapped line."""
        return "\n\n" if piece == "\n" and len(_LINE_END.findall(self.text, start, end)) > 1 else piece


def _flow_scalar(text: str, start: int, end: int, value: str, style: str) -> Iterator[Piece]:
    """A plain or quoted text of several lines or with escapes. What an escape stands for is read off the value."""
    done = 0
    for found in {'"': _DOUBLE, "'": _SINGLE}.get(style, _PLAIN).finditer(text, start, end):
        yield text[start : found.start()], start, found.start()
        done += found.start() - start
        start = found.end()
        length = max(1, len(_LINE_END.findall(found[0])) - 1)  # of a fold: one line end is a space, more are one less
        if found[0][0] == "\\" and found[0][1] in "\r\n":
            length = 0
        yield value[done : done + length], *found.span()
        done += length
    yield text[start:end], start, end


def _block_scalar(text: str, start: int, end: int, value: str, _style: str) -> Iterator[Piece]:
    """A text after `|` or `>`: each of its lines stands in the value as it is without its indentation."""
    header = _LINE_END.search(text, start, end)
    if not header:
        return
    indent = -1
    done, gap = 0, header.end()
    for line in _lines(text, header.end(), end):
        if not text[line.start : line.end].strip(" "):
            continue
        breaks = _BREAKS.match(value, done)
        between = breaks[0] if breaks and (done or breaks[0] != " ") else ""
        if indent < 0:
            spaces = _spaces(text[line.start : line.end])
            indent = spaces - _spaces(value[len(between) :])
        first = line.start + max(0, indent)
        content = text[first : line.end]
        if not value.startswith(content, done + len(between)):
            return
        if between:
            yield between, gap, first
        yield content, first, line.end
        done += len(between) + len(content)
        gap = line.end
    if done < len(value):
        yield value[done:], gap, end


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Lines without their ends."""
    for found in _LINE_END.finditer(text, start, end):
        yield Span(start, found.start())
        start = found.end()
    if start < end:
        yield Span(start, end)


def _spaces(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _refuse_brackets(text: str) -> None:
    if text.count("{") + text.count("[") <= _BRACKETS:
        return
    opened = 0
    for found in re.finditer(r"[\[\]{}]", text):
        opened = opened + 1 if found[0] in "[{" else max(0, opened - 1)
        if opened > _BRACKETS:
            told = f"more than {_BRACKETS} brackets are open here; close them or leave the file out"
            raise ClaimlintError(f"this is not YAML that can be read: {told}", line=_line(text, found.start()))


def _line(text: str, offset: int) -> int:
    return len(_LINE_END.findall(text, 0, offset)) + 1
