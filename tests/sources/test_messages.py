"""A string of a data file becomes blocks that lead back to the file."""

from __future__ import annotations

import pytest

from claimlint.model import VALUE, Block
from claimlint.sources.messages import blocks_of, shortened, value_at, value_of


def texts(message: str) -> list[str]:
    return [block.text for block in blocks_of(value_at(message, 0, len(message)), "key")]


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ("Fast shipping", ["Fast shipping"]),
        ("{count} mugs", ["@ mugs"]),
        ("{{ name }}, welcome", ["@, welcome"]),
        ("${x} and #{y} and %{z} off", ["@ and @ and @ off"]),
        ("Hi %s, %(n)d mugs, %1$s, %.2f", ["Hi @, @ mugs, @, @"]),
        ("100% safe, 50%discount, 100%% sure", ["100% safe, 50%discount, 100% sure"]),
        ("{% if a %}Best{% endif %} $t(shop.mugs)", ["@Best@ @"]),
        ("{count}", []),
        ("<0>Fast</0>est <1/>mugs", ["Fastest mugs"]),
        ("<b>fast</b> delivery &amp; more", ["fast delivery & more"]),
        ('<a href="{url}">Best</a> mugs', ["Best mugs"]),
        ("<p>One mug.</p><p>Two mugs.</p>", ["One mug.", "Two mugs."]),
        ("5 < 6 mugs", ["5 < 6 mugs"]),
        ("wrapped\nline\n\nnext one", ["wrapped line", "next one"]),
        ("Why:\n- fast\n- safe", ["Why:", "fast", "safe"]),
        ("{n, plural, one {# fast mug} other {# fast mugs}}", ["@ fast mug", "@ fast mugs"]),
        ("We sold {n, plural, =0 {none} other {#}} to {who, select, a {you # {x}} other {all}}!",
         ["We sold @ to @!", "none", "you # @", "all"]),
        ("{a, plural, one {in {b, select, x {deep} other {sea}}} other {}}", ["in @", "deep", "sea"]),
        ("{n, plural, one {never closed", ["{n, plural, one {never closed"]),
        ("{n, number, percent} off, {d, date}", ["@ off, @"]),
    ],
)  # fmt: skip
def test_blocks(message: str, read: list[str]) -> None:
    assert texts(message) == [text.replace("@", VALUE) for text in read]


def test_a_value_leads_back_to_its_placeholder() -> None:
    source = "key = only {count} <b>best</b> mugs"
    (block,) = blocks_of(value_at(source, 6, len(source)), "key", "en")
    assert (block.name, block.lang, block.kind) == ("key", "en", "string")
    place = block.text.index(VALUE)
    assert source[slice(*block.source_span(place, place + 1))] == "{count}"
    assert [source[slice(*span)] for span in block.source_spans(place + 2, len(block.text))] == ["best", " mugs"]


def test_a_decoded_string_leads_back_through_its_escapes() -> None:
    source = r"<b>caf\u00e9</b> best"
    value = value_of([("<b>caf", 0, 6), ("é", 6, 12), ("</b> best", 12, 21)])
    (block,) = blocks_of(value, "key")
    assert block.text == "café best"
    assert source[slice(*block.source_span(0, 4))] == r"caf\u00e9"
    assert source[slice(*block.source_span(5, 9))] == "best"


def test_the_kind_of_markup_stays() -> None:
    message = "<h2>Best mugs</h2><p>Fired twice.</p>"
    kinds = [block.kind for block in blocks_of(value_at(message, 0, len(message)), "key")]
    assert kinds == ["heading", "string"]


def test_long_names_are_cut() -> None:
    assert shortened("a  b\n c") == "a b c"
    assert shortened("word " * 50) == "word " * 11 + "word…"


def test_an_empty_string_holds_nothing() -> None:
    assert blocks_of(Block("", (), ()), "key") == []


@pytest.mark.parametrize("mark", ["{", "{n, plural, one {", "<", "%(", "$t(", "{{{", "<%", "&", "{%"])
def test_long_input_takes_linear_time(mark: str) -> None:
    message = "best " + mark * (400_000 // len(mark))
    assert blocks_of(value_at(message, 0, len(message)), "key")
