"""Places in files, in the units of editors and formats."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from claimlint.model import Document, Position

LINES = st.lists(
    st.sampled_from(["a", "é", "ש", "م", "😀", "\r\n", "\n", "\r", "\ufeff", "x" * 5000, "😀" * 3000]), max_size=30
)


def test_a_column_counts_code_points_utf16_units_and_bytes() -> None:
    document = Document("page.html", "קפה 😀 fast\r\n  best", ())
    assert document.position(6) == Position(1, 7, 8, 13)
    assert document.position(14) == Position(2, 3, 3, 3)


def test_a_byte_order_mark_takes_no_column() -> None:
    document = Document("page.html", "\ufeffbest\nbest", ())
    assert [document.position(offset) for offset in (0, 1, 6)] == [(1, 1, 1, 1), (1, 1, 1, 1), (2, 1, 1, 1)]


@given(parts=LINES, data=st.data())
def test_every_place_of_every_text(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    offset = data.draw(st.integers(0, len(text)))
    if text[offset - 1 : offset + 1] == "\r\n":
        offset -= 1
    lines = re.split(r"\r\n|\n|\r", text[:offset])
    before = lines[-1].removeprefix("\ufeff") if len(lines) == 1 else lines[-1]
    utf16, utf8 = len(before.encode("utf-16-le")) // 2, len(before.encode())
    assert Document("page.txt", text, ()).position(offset) == Position(len(lines), len(before) + 1, utf16 + 1, utf8 + 1)
