"""The copy of tables: exports of ad tools, and other tables with columns of copy (CSV, TSV).

The rows and cells are found by a scanner of our own, as Python's does not tell where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from claimlint.late import late
from claimlint.model import VALUE, Block
from claimlint.sources.keys import is_copy, is_copy_column
from claimlint.sources.messages import LETTER, Piece, blocks_of, through, unescaped, value_at, value_of
from claimlint.sources.options import ReaderOptions

_PREAMBLE = 40  # rows among which the header is looked for: tools put a title and a date range above it
_LONGEST_HEADER = 80  # code points

# The columns of Google Ads, Microsoft Advertising, Meta and LinkedIn: kind and most characters.
_COLUMNS: tuple[tuple[re.Pattern[str], str, int], ...] = tuple(
    (late(header), kind, limit)
    for header, kind, limit in (
        (r"(?:ad )?headline(?: ?[0-9]{1,2})?|title part ?[0-9]", "ad-headline", 30),
        (r"long headline(?: ?[0-9])?", "ad-headline", 90),
        (r"(?:sitelink|link) text|sitelink", "ad-headline", 25),
        (r"(?:ad )?description(?: ?[0-9])?|text part ?[0-9]|ad text(?: ?[0-9])?", "ad-description", 90),
        (r"(?:sitelink )?description line ?[0-9]|sitelink description(?: ?[0-9])?", "ad-description", 35),
        (r"callout(?: text)?(?: ?[0-9]{1,2})?", "ad-description", 25),
        (r"(?:display )?path ?[0-9]", "ad-path", 15),
    )
)
_SOCIAL = late(r"title|body|primary text(?: ?[0-9])?|introductory text|link description|post text")
_HEADLINE = _COLUMNS[0][0]

# What an ad fills in: a text with a default is shown as that; anything else is a value.
_INSERTION = late(
    r"\{(?:keyword|param[0-9]|=?customizer\.[^:{}]*+|location\([^(){}]*+\))\s*+:|\{=IF\([^(){}]*+\):|\{[^{}]*+\}|\}", re.I
)
_DOUBLED = late(r'""')


class Cell(NamedTuple):
    """The content of a cell without its quotes; doubled quotes stand in it where it is `quoted`."""

    start: int
    end: int
    quoted: bool


class Column(NamedTuple):
    """A column of copy."""

    header: str
    kind: str
    limit: int


def read_ads(text: str, options: ReaderOptions) -> tuple[Block, ...]:
    """The cells of the columns that hold copy, each with its row and column; nothing where no header tells any."""
    delimiter, header, columns = _layout(text)
    blocks: list[Block] = []
    if not columns:
        return ()
    for number, row in enumerate(rows(text, delimiter), 1):
        if number <= header:
            continue
        for place, column in columns.items():
            if place < len(row) and row[place].start < row[place].end:
                blocks += _copy(text, row[place], column, number, options)
    return tuple(sorted(blocks, key=lambda block: block.sources[0].start))


def rows(text: str, delimiter: str) -> Iterator[list[Cell]]:
    """The rows of a table, as a spreadsheet counts them. A quote that is never closed is a character."""
    cell = re.compile(rf'(?:"((?:[^"]|"")*+)"[^{delimiter}\r\n]*+|([^{delimiter}\r\n]*+))({delimiter}|\r\n|\n|\r|\Z)')
    position = 1 if text.startswith("\ufeff") else 0
    row: list[Cell] = []
    while position < len(text) or row:
        found = cell.match(text, position)
        assert found is not None, "a cell may be empty"
        quoted = found[2] is None
        row.append(Cell(*found.span(1 if quoted else 2), quoted))
        position = found.end()
        if found[3] != delimiter:
            yield row
            row = []
            if not found[3]:
                return


def _layout(text: str) -> tuple[str, int, dict[int, Column]]:
    """The delimiter, the number of the row with the headers, and the columns of copy by their place.

    The headers of an ad export may stand lower; those of any other table are its first row.
    """
    best: tuple[str, int, dict[int, Column]] = (",", 0, {})
    rank = (False, 0)
    for delimiter in ("\t", ",", ";"):
        first = True
        for number, row in enumerate(islice(rows(text, delimiter), _PREAMBLE), 1):
            headers = [" ".join(_text(text, cell).text[:_LONGEST_HEADER].split()) for cell in row]
            is_ad = any(_HEADLINE.fullmatch(_plain(header)) for header in headers)
            columns = _columns(headers) if is_ad or first else {}
            if columns and (is_ad, len(columns)) > rank:
                rank, best = (is_ad, len(columns)), (delimiter, number, columns)
            first = first and (not any(headers) or headers[0].startswith("sep="))  # a note for spreadsheets
    return best


def _columns(headers: list[str]) -> dict[int, Column]:
    """The columns of copy. Limits are those of search ads, so there are none in an export of another kind of ad."""
    names = [_plain(header) for header in headers]
    is_ad = any(_HEADLINE.fullmatch(name) for name in names)
    is_social = any(_SOCIAL.fullmatch(name) for name in names)
    found: dict[int, Column] = {}
    for place, (header, name) in enumerate(zip(headers, names, strict=True)):
        known = next(((kind, limit) for pattern, kind, limit in _COLUMNS if pattern.fullmatch(name)), None)
        if known and is_ad:
            found[place] = Column(header, known[0], 0 if is_social else known[1])
        elif _SOCIAL.fullmatch(name) and is_ad:
            found[place] = Column(header, "ad-headline" if name == "title" else "ad-description", 0)
        elif not is_ad and is_copy_column(header):
            found[place] = Column(header, "string", 0)
    return found


def _plain(header: str) -> str:
    return re.sub(r"[\s_-]+", " ", header).lower()


def _copy(text: str, cell: Cell, column: Column, number: int, options: ReaderOptions) -> list[Block]:
    value = _text(text, cell)
    if not is_copy(column.header, value.text, options, translations=True):
        return []
    name = f"row {number}, {column.header}"
    if column.kind == "string":
        return blocks_of(value, name)
    shown = through(value_of(_inserted(value.text)), value)
    if not LETTER.search(shown.text):
        return []
    return [shown._replace(kind=column.kind, name=name, limit=column.limit)]


def _text(text: str, cell: Cell) -> Block:
    if not cell.quoted or text.find('""', cell.start, cell.end) < 0:
        return value_at(text, cell.start, cell.end)
    return value_of(unescaped(text, cell.start, cell.end, _DOUBLED, lambda _: '"'))


def _inserted(text: str) -> Iterator[Piece]:
    """The text of an ad as it is shown, white space at its ends dropped: `{KeyWord:Shoes}` is Shoes."""
    position = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    opened = 0
    for found in _INSERTION.finditer(text, position, end):
        mark = found[0]
        if mark == "}" and not opened:
            continue
        yield text[position : found.start()], position, found.start()
        position = found.end()
        if mark == "}":
            opened -= 1
        elif mark.endswith(":"):
            opened += 1
        else:
            yield VALUE, *found.span()
    yield text[position:end], position, end
