"""Markdown that CommonMark, as repositories show it, and Python-Markdown, as MkDocs reads it, understand alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_ENTITIES = {"&": "&amp;", "<": "&lt;", "~": "&#126;"}  # Python-Markdown knows no backslash before these
_SPECIAL = re.compile(r"[\\`*_\[\]]")
_NUMBER = re.compile(r"\d+(?=[.)])")


def inline(text: str) -> str:
    """Text that reads as it stands, on one line; the spaces at its ends stay."""
    text = _SPECIAL.sub(r"\\\g<0>", re.sub(r"\s+", " ", text))
    return "".join(_ENTITIES.get(character, character) for character in text)


def opening(text: str) -> str:
    """Text at the start of a paragraph or an item."""
    return guarded(inline(text.strip()))


def guarded(marked: str) -> str:
    """Markdown at the start of a paragraph or an item, where "1." and "-" would begin a list."""
    if number := _NUMBER.match(marked):
        return f"{number[0]}\\{marked[number.end() :]}"
    return f"\\{marked}" if marked.startswith(("-", "+", "#", ">")) else marked


def code(text: str) -> str:
    """A short text without backticks as code."""
    return f"`{text}`"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells in Markdown, in which a bar is no border; "" without rows."""
    marked = [[cell.replace("|", r"\|") for cell in cells] for cells in (head, ["---"] * len(head), *rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in marked) if len(marked) > 2 else ""


def slug(heading: str) -> str:
    """The anchor of a heading, as repositories and MkDocs (`slugify_unicode`) make it."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())


def page(*parts: str) -> str:
    """A page from its paragraphs, lists and tables; empty ones are left out."""
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"
