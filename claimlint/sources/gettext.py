"""The copy of gettext files: the translations of a PO file, the messages of a template (POT)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from claimlint.errors import ClaimlintError
from claimlint.late import late
from claimlint.model import Block, Span
from claimlint.sources.keys import is_copy
from claimlint.sources.messages import Piece, blocks_of, shortened, unescaped, value_of
from claimlint.sources.options import ReaderOptions

# A line with a string; comments, among them entries no longer in use (#~), are none.
_STRING = late(
    r"^\ufeff?[ \t]*+(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[[0-9]+\])?[ \t]*+)?"
    r"\"([^\"\\\r\n]*+(?:\\[^\r\n][^\"\\\r\n]*+)*+)\"",
    re.M,
)
_ESCAPE = late(r"\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)")
_CHARACTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LANGUAGE = late(r"^Language:[ \t]*([A-Za-z0-9_@.-]+)", re.M)


@dataclass(slots=True)
class _Entry:
    """A message: its strings by keyword, each of one or several lines; `forms` are its translations."""

    context: list[Span] = field(default_factory=list)
    ids: list[list[Span]] = field(default_factory=list)
    forms: list[list[Span]] = field(default_factory=list)


def read_po(text: str, options: ReaderOptions) -> tuple[Block, ...]:
    """The translations; the messages themselves where they are what is shown.

    They are in a template, which translates nothing, and in an English file for whatever it leaves untranslated.
    Raises ClaimlintError where there is no message.
    """
    entries = [(entry, *_decoded(text, entry)) for entry in _entries(text)]
    if not entries and text.strip("\ufeff \t\r\n"):
        raise ClaimlintError("this is not a gettext file: no line begins with msgid; check what wrote it")
    lang = ""
    messages = []
    for entry, context, ids, forms in entries:
        if ids and not ids[0].text and not context:
            lang = lang or _language(forms)
        else:
            messages.append((entry, context, ids, forms))
    template = not any(form.text for *_, forms in messages for form in forms)
    blocks: list[Block] = []
    for _, context, ids, forms in messages:
        translated = [form for form in forms if form.text]
        if not translated and not template and lang.partition("-")[0] != "en":
            continue
        message = ids[0].text if ids else ""
        key = context or ("" if " " in message else message)
        for value in translated or ids:
            if is_copy(key, value.text, options, translations=True):
                blocks += blocks_of(value, shortened(context or message), lang if translated else "")
    return tuple(blocks)


def _entries(text: str) -> Iterator[_Entry]:
    entry = _Entry()
    lines: list[Span] = []
    for found in _STRING.finditer(text):
        keyword = found[1]
        if keyword in ("msgctxt", "msgid") and (entry.ids or entry.forms):
            yield entry
            entry = _Entry()
        if keyword:
            lines = []
            if keyword == "msgctxt":
                entry.context = lines
            else:
                (entry.forms if keyword == "msgstr" else entry.ids).append(lines)
        lines.append(Span(*found.span(2)))
    if entry.ids or entry.forms:
        yield entry


def _decoded(text: str, entry: _Entry) -> tuple[str, list[Block], list[Block]]:
    context = _string(text, entry.context).text
    return context, [_string(text, lines) for lines in entry.ids], [_string(text, lines) for lines in entry.forms]


def _string(text: str, lines: list[Span]) -> Block:
    """The lines of a string as one."""
    return value_of(piece for line in lines for piece in _pieces(text, line))


def _pieces(text: str, line: Span) -> Iterator[Piece]:
    return unescaped(text, *line, _ESCAPE, _character)


def _character(escape: str) -> str:
    body = escape[1:]
    if body[0] in "01234567" or (body[0] == "x" and len(body) > 1):
        code = int(body.lstrip("x"), 16 if body[0] == "x" else 8)
        return chr(code) if code < 128 else "\ufffd"  # a byte of an encoding that nobody declares
    return _CHARACTERS.get(body, body)


def _language(header: list[Block]) -> str:
    found = _LANGUAGE.search(header[0].text) if header else None
    return re.split("[.@]", found[1])[0].lower().replace("_", "-") if found else ""
