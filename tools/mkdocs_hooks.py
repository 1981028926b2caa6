r"""What MkDocs does to a page before it reads it: Python-Markdown leaves two things unread that repositories show.

Markdown inside an element with a direction (`<div dir="rtl">`), and `\|` in code in a table, where `|` does. mkdocs.yml
names this file.
"""

from __future__ import annotations

import re
from typing import Any

_FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_DIRECTED = re.compile(r"^<div (?=dir=)(?![^>]*markdown=)", re.MULTILINE)
_ROW = re.compile(r"^\|.*\|$", re.MULTILINE)
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """The page as Python-Markdown has to be given it; code between fences stays as it is."""
    parts = _FENCE.split(markdown)
    parts[::2] = [_ROW.sub(_row, _DIRECTED.sub('<div markdown="1" ', part)) for part in parts[::2]]
    return "".join(parts)


def _row(row: re.Match[str]) -> str:
    return _CODE.sub(lambda code: code[0].replace(r"\|", "|"), row[0])
