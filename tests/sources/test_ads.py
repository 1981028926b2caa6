"""The copy of ad exports and of other tables."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.model import VALUE, Block
from claimlint.sources.ads import read_ads, rows
from claimlint.sources.options import ReaderOptions

OPTIONS = ReaderOptions()


def read(source: str) -> list[tuple[str, str, str, int]]:
    return [(block.name, block.text, block.kind, block.limit) for block in read_ads(source, OPTIONS)]


def test_an_export() -> None:
    source = (
        "Ad report\r\n"
        '"1 May 2025 - 31 May 2025"\r\n'
        "\r\n"
        "Campaign,Headline 1,Headline 1 position,Headline 2,Long headline,Description 1,Path 1,Business name,Final URL\r\n"
        'Best campaign,Best mugs,1,"Fired ""twice"", always",The best mugs in Leeds,"Two\nlines",Best-Mugs,Kiln & Co,https://a.b\r\n'
        "Next campaign,--,,,,We ship mugs,,,\r\n"
    )
    assert read(source) == [
        ("row 5, Headline 1", "Best mugs", "ad-headline", 30),
        ("row 5, Headline 2", 'Fired "twice", always', "ad-headline", 30),
        ("row 5, Long headline", "The best mugs in Leeds", "ad-headline", 90),
        ("row 5, Description 1", "Two\nlines", "ad-description", 90),
        ("row 5, Path 1", "Best-Mugs", "ad-path", 15),
        ("row 6, Description 1", "We ship mugs", "ad-description", 90),
    ]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_delimiters_and_places(delimiter: str) -> None:
    source = "\ufeff" + delimiter.join(("Headline", "Sitelink text", "Sitelink description 1", "Callout text")) + "\n"
    source += delimiter.join(("Best mugs", '"Our ""best"""', "Fired twice", "Free glaze"))
    blocks = read_ads(source, OPTIONS)
    assert [(block.text, block.limit) for block in blocks] == [
        ("Best mugs", 30),
        ('Our "best"', 25),
        ("Fired twice", 35),
        ("Free glaze", 25),
    ]
    assert source[slice(*blocks[1].source_span(4, 10))] == '""best""'


def test_what_an_ad_fills_in() -> None:
    source = "Headline\n" + "\n".join(
        (
            "Best {KeyWord:Blue Mugs} now",
            "Ends in {=COUNTDOWN(2025/12/31 23:59:59)}",
            "Mugs in {LOCATION(City)}",
            "Mugs in {LOCATION(City):your town}",
            "{param1:Ten} off {CUSTOMIZER.Sale:mugs}",
            "{=IF(device=mobile):Best} {x} mugs }",
            "{LOCATION(City)}",
        )
    )
    blocks = read_ads(source, OPTIONS)
    assert [block.text for block in blocks] == [
        "Best Blue Mugs now",
        f"Ends in {VALUE}",
        f"Mugs in {VALUE}",
        "Mugs in your town",
        "Ten off mugs",
        f"Best {VALUE} mugs }}",
    ]
    assert [source[slice(*span)] for span in blocks[0].source_spans(0, 14)] == ["Best ", "Blue Mugs"]
    assert source[slice(*blocks[2].source_span(8, 9))] == "{LOCATION(City)}"


def test_ads_of_social_networks_have_no_limits() -> None:
    source = "Headline,Primary text,Link description,Title\nBest mugs,Fired twice,Free glaze,Mugs\n"
    assert {(kind, limit) for _, _, kind, limit in read(source)} == {("ad-headline", 0), ("ad-description", 0)}


def test_other_tables() -> None:
    source = 'sep=;\nSKU;Title;Product description;Image\nA 1;Mugs;"<p>Best <b>mugs</b></p><p>Fired twice</p>";a b.png\n'
    assert read(source) == [
        ("row 3, Title", "Mugs", "string", 0),
        ("row 3, Product description", "Best mugs", "string", 0),
        ("row 3, Product description", "Fired twice", "string", 0),
    ]


@pytest.mark.parametrize(
    "source", ["", "\ufeff\n", "a,b\nBest mugs,Fired twice\n", "Headline", "Headline\n\n\n", "1\n2\nTitle"]
)
def test_no_copy(source: str) -> None:
    assert read(source) == []


def test_globs_take_the_header() -> None:
    assert (
        read_ads("Headline,Description\nBest mugs,Fired twice", ReaderOptions(skip_keys=("description",)))[0].text
        == "Best mugs"
    )


@pytest.mark.parametrize(
    ("source", "cells"),
    [
        ('a,"b', [["a", '"b']]),
        ('a,"b,c\n"d",e', [["a", "b,c\n", "e"]]),
        ("a,\n,b", [["a", ""], ["", "b"]]),
        ('"a"x,b', [["a", "b"]]),
        ('a"b,c', [['a"b', "c"]]),
        ("a\rb\r\nc\n", [["a"], ["b"], ["c"]]),
    ],
)
def test_rows(source: str, cells: list[list[str]]) -> None:
    found = [[source[cell.start : cell.end] for cell in row] for row in rows(source, ",")]
    assert found == cells


CELLS = st.text(st.sampled_from("ab é\",;\t\nש😀'"), max_size=12)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["", "\ufeff"]),
)
def test_every_character_leads_back(cells: list[tuple[str, str]], delimiter: str, end: str, quoting: int, mark: str) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL if quoting else csv.QUOTE_MINIMAL)
    writer.writerow(("Headline 1", "Description 1"))
    table = [(f"Best {first} mugs", f"Fired {second} twice") for first, second in cells]
    writer.writerows(table)
    source = mark + file.getvalue()
    blocks = read_ads(source, OPTIONS)
    assert [block.text for block in blocks] == [cell for row in table for cell in row]
    assert [block.name for block in blocks[::2]] == [f"row {number}, Headline 1" for number in range(2, len(table) + 2)]
    for block in blocks:
        for place, character in enumerate(block.text):
            assert piece_of(source, block, place) == ('""' if character == '"' and quoted(source, block) else character)


def piece_of(source: str, block: Block, place: int) -> str:
    return source[slice(*block.source_span(place, place + 1))]


def quoted(source: str, block: Block) -> bool:
    return source[block.sources[0].start - 1] == '"'


@pytest.mark.parametrize("part", ['"', '""', '"""', '",', ',"', '"a', ',"""b', "\n", "a\r", "{", "{keyword:", "a;b\t", "é,"])
def test_long_input_takes_linear_time(part: str) -> None:
    read_ads("Headline,Description\n" + part * (200_000 // len(part)), OPTIONS)
    read_ads('Headline,Description\nBest mugs,"' + part * (200_000 // len(part)) + '"', OPTIONS)
    read_ads(part * (200_000 // len(part)), OPTIONS)
