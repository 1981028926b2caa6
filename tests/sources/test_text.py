"""Plain text becomes blocks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.model import Span
from claimlint.sources.text import read_text


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("", []),
        (" \r\n\t\n", []),
        ("Fast\nshipping", ["Fast shipping"]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n \r\nTwo.\r\n", ["One.", "Two."]),
        ("\ufeffHello\n", ["Hello"]),
        (
            "We ship\n- quickly\n  and safely\n- free\n* always\n• today",
            ["We ship", "quickly and safely", "free", "always", "today"],
        ),
        ("1. Order\n2) Relax\n2025 was good", ["Order", "Relax 2025 was good"]),
        ("a -5 degrees\n-5 is cold", ["a -5 degrees -5 is cold"]),
        ("Why us\nWe answer every mail within two hours.", ["Why us", "We answer every mail within two hours."]),
        ("Ends here.\nWe answer every mail within two hours.", ["Ends here. We answer every mail within two hours."]),
        ("a wrapped\nline goes on in small letters as before", ["a wrapped line goes on in small letters as before"]),
        ("fast\u00a0shipping \t now", ["fast\u00a0shipping now"]),
    ],
)
def test_blocks(source: str, texts: list[str]) -> None:
    assert [block.text for block in read_text(source)] == texts


def test_kinds_and_context() -> None:
    heading, text, item = read_text("Why us\nWe answer every mail within two hours.\n- Really")
    assert (heading.kind, heading.context) == ("heading", frozenset({"heading"}))
    assert (text.kind, text.context) == ("text", frozenset())
    assert (item.kind, item.context) == ("list-item", frozenset({"list"}))


def test_the_way_back_to_the_source() -> None:
    source = "\ufeff  Really\r\nfast  shipping\r\n"
    (block,) = read_text(source)
    assert block.text == "Really fast shipping"
    assert block.source_span(0, 6) == Span(3, 9)
    start = block.text.index("fast")
    assert source[slice(*block.source_span(start, len(block.text)))] == "fast  shipping"
    assert source[slice(*block.source_span(0, 11))] == "Really\r\nfast"


def test_long_input_takes_linear_time() -> None:
    assert len(read_text("- a  b\n" * 50_000)) == 50_000
    assert len(read_text(" " * 1_000_000 + "x" + "\t\n " * 300_000)) == 1
    assert len(read_text("a\n" * 200_000)) == 1


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(alphabet="ab .\t\n\r-•1)😀\u00a0\ufeff", max_size=60))
def test_every_run_reads_back(source: str) -> None:
    for block in read_text(source):
        for index, span in enumerate(block.sources):
            end = block.starts[index + 1] if index + 1 < len(block.starts) else len(block.text)
            text = block.text[block.starts[index] : end]
            cut = source[span.start : span.end]
            assert text == re.sub(r"[\t\r\n]", " ", cut) if len(text) == len(cut) else text == " " and not cut.strip()
