"""Folding: one spelling for what a reader takes as the same word, with the way back to the original.

Copy and the phrases of packs go through the same function. Folded away: case, accents, niqqud and harakat, tatweel,
direction marks, soft hyphens and zero-width characters, presentation forms and styled letters, kinds of space, quote,
dash and digit; in Arabic the forms of alef, ya and ta marbuta (the usual normalisation for search). Hebrew final letters stay.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from claimlint.late import late

FOOTNOTE = "†"  # what superscript digits and the daggers fold to

_HEBREW = "\u05d0-\u05ea"


class Folded(NamedTuple):
    """Folded text. `starts[i]` and `ends[i]` are where its character i stood in the original; None: at i itself."""

    text: str
    starts: list[int] | None
    ends: list[int] | None

    def start(self, index: int) -> int:
        """The offset in the original of the character at `index`."""
        return index if self.starts is None else self.starts[index]

    def end(self, index: int) -> int:
        """The offset in the original behind the last character before `index`, its marks included."""
        return index if self.ends is None else self.ends[index - 1]


@cache
def _table() -> dict[int, str]:
    """Characters that fold to exactly one other."""
    import unicodedata

    table = {ord(char): " " for char in "\t\r\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"}
    table |= {ord(char): " " for char in "\u200a\u2028\u2029\u202f\u205f\u3000"}
    table |= {ord(char): "'" for char in "‘’‚‛′´`\u05f3ʼ"}
    table |= {ord(char): '"' for char in "“”„‟″«»‹›\u05f4"}
    table |= {ord(char): "-" for char in "‐‑‒–−\u05be"}
    table |= {ord("―"): "—", ord("№"): "#", ord("٪"): "%", ord("٫"): ".", ord("٬"): ",", ord("،"): ",", ord("؛"): ";"}
    table |= {ord("؟"): "?", ord("۔"): ".", ord("‡"): FOOTNOTE}
    table |= {ord(char): FOOTNOTE for char in "¹²³⁰⁴⁵⁶⁷⁸⁹"}
    table |= {ord(char): "ا" for char in "أإآٱ"} | {ord("ى"): "ي", ord("ی"): "ي", ord("ة"): "ه", ord("ک"): "ك"}
    for zero in (0x0660, 0x06F0):
        table |= {zero + digit: str(digit) for digit in range(10)}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))
        if len(base) > 1 and code != 0x130:
            table[code] = base[0].lower()
    return table


# Deleted where they stand. A mark belongs to the letter before it and is reported with it; the others are invisible.
_MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\ufe0e\ufe0f"
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
# Compatibility characters (presentation forms, ligatures, full-width and mathematical letters): spelled out by NFKC.
_COMPATIBLE = "\u0130\ufb00-\ufdff\ufe70-\ufefe\uff01-\uffef\U0001d400-\U0001d7ff"
_SPECIAL = late(f"([{_MARKS}])|[{_INVISIBLE}]|([{_COMPATIBLE}])")
# A quote in front of a quoted Hebrew word whose prefix stays outside: ה"טוב. With one letter behind it, it is an acronym: ש"ח.
_QUOTE_IN_WORD = late(f'(?<=[{_HEBREW}{_MARKS}])["\u05f4“”](?=[{_HEBREW}][{_MARKS}]*[{_HEBREW}])')


def fold(text: str) -> Folded:
    """Fold a text; linear in its length."""
    if text.isascii():
        return Folded(text.lower(), None, None)
    if not _SPECIAL.search(text) and not _QUOTE_IN_WORD.search(text):
        return Folded(text.translate(_table()).lower(), None, None)
    import unicodedata

    table = _table()
    skipped = {found.start() for found in _QUOTE_IN_WORD.finditer(text)}
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for offset, char in enumerate(text):
        special = _SPECIAL.match(char)
        if offset in skipped or (special and not special[2]):
            if special and special[1] and ends and ends[-1] == offset:
                ends[-1] = offset + 1
            continue
        for letter in unicodedata.normalize("NFKC", char) if special else char:
            if _SPECIAL.match(letter) and not special:
                continue
            for piece in letter.translate(table).lower():
                if not _SPECIAL.match(piece):
                    letters.append(piece)
                    starts.append(offset)
                    ends.append(offset + 1)
    return Folded("".join(letters), starts, ends)
