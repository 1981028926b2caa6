"""Text for a terminal: safe, wrapped in cells, and in the right order when it runs from right to left."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from claimlint.late import late
from claimlint.model import VALUE

ISOLATE, END_ISOLATE = "\u2068", "\u2069"  # first strong isolate, pop directional isolate
_LEFT_MARK, _RIGHT_MARK = "\u200e", "\u200f"

# Control characters, the page's own bidi embeddings, overrides and isolates, line separators, lone surrogates.
_UNSAFE = late(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]")
_RIGHT = late(r"[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


# Characters that each take a cell: most copy holds no others.
_OF_ONE_CELL = late(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0400-\u0481"
    "\u05d0-\u05ea\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)


def visible(text: str) -> str:
    r"""Text in which whatever could steer a terminal or turn the line round is written out: \x1b, \u202e.

    What a template fills in is shown as {…}.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text).replace(VALUE, "{…}")


def isolated(text: str, rightward: bool | None = None) -> str:
    """Text kept apart from what stands around it, when it holds right-to-left characters.

    `rightward` is the direction of the paragraph that a line was cut from: a line of Hebrew that begins with an
    English name still runs from right to left.
    """
    if text.isascii() or not _RIGHT.search(text):
        return text
    own = starts_rightward(text)
    mark = "" if rightward in (None, own) else _RIGHT_MARK if rightward else _LEFT_MARK
    return f"{ISOLATE}{mark}{text}{END_ISOLATE}"


def embedded(text: str, rightward: bool) -> str:
    """A text of one direction inside a line of the other."""
    mark = "" if starts_rightward(text) == rightward else _RIGHT_MARK if rightward else _LEFT_MARK
    return f"{ISOLATE}{mark}{text}{END_ISOLATE}"


def starts_rightward(text: str) -> bool:
    """Is the first letter with a direction a right-to-left one?"""
    if text.isascii():
        return False
    import unicodedata  # a library of its own, which English needs little of

    directions = (unicodedata.bidirectional(character) for character in text)
    return next((found for found in directions if found in ("L", "R", "AL")), "L") != "L"


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return len(text) if _takes_a_cell_each(text) else sum(map(_cells, text))


def _takes_a_cell_each(text: str) -> bool:
    return text.isprintable() if text.isascii() else bool(_OF_ONE_CELL.fullmatch(text))


@cache  # of the few hundred characters that a site is written in
def _cells(character: str) -> int:
    import unicodedata

    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at spaces; a word that is longer is broken anywhere."""
    lines: list[str] = []
    if _takes_a_cell_each(text):
        text = " ".join(filter(None, text.split(" ")))
        start = 0
        while len(text) - start > width and (end := text.rfind(" ", start, start + width + 1)) >= 0:
            lines.append(text[start:end])
            start = end + 1
        if len(text) - start <= width:
            return [*lines, text[start:]] if text else []
        lines.clear()  # a word is longer than a line
    line, used = "", 0
    for word in (piece for whole in text.split(" ") if whole for piece in _pieces(whole, width)):
        needed = cells(word)
        if line and used + 1 + needed > width:
            lines.append(line)
            line, used = word, needed
        else:
            line, used = (f"{line} {word}", used + 1 + needed) if line else (word, needed)
    return [*lines, line] if line else lines


def _pieces(word: str, width: int) -> Iterator[str]:
    if len(word) * 2 <= width or cells(word) <= width:  # no character takes more than two
        yield word
        return
    piece, used = "", 0
    for character in word:
        if piece and used + _cells(character) > width:
            yield piece
            piece, used = "", 0
        piece += character
        used += _cells(character)
    yield piece
