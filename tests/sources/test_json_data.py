"""The copy of JSON files."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.errors import ClaimlintError
from claimlint.sources.json_data import read_json
from claimlint.sources.options import ReaderOptions

OPTIONS = ReaderOptions()


def read(source: str) -> list[tuple[str, str]]:
    return [(block.name, block.text) for block in read_json(source, OPTIONS)]


def test_keys_and_texts() -> None:
    source = """{
      "hero": {"title": "Mugs", "src": "/a b.png", "cta": {"label": "Buy"}},
      "items": [{"title": "Cups"}, {"title": "Bowls", "tags": ["two words"]}, "We fire twice"],
      "mug": "kiln", "n": 3, "ok": true
    }"""
    assert read(source) == [
        ("hero.title", "Mugs"),
        ("hero.cta.label", "Buy"),
        ("items[0].title", "Cups"),
        ("items[1].title", "Bowls"),
        ("items[2]", "We fire twice"),
    ]
    assert {block.kind for block in read_json(source, OPTIONS)} == {"string"}


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("", []),
        ("\ufeff \r\n", []),
        ("{}", []),
        ("[1, -2]", []),
        ("true", []),
        ('"The best mugs"', ["The best mugs"]),
        ('["The best mugs", "of all"]', ["The best mugs", "of all"]),
        ('\ufeff{"title": "Mugs"}', ["Mugs"]),
        ('// "title": "no"\n{/* "title": "no" */ "title": "Mugs", // "x"\n "text": "Cups",}', ["Mugs", "Cups"]),
        ('{"title": "never closed,\n "text": "Cups"}', ["Cups"]),
        ('{"title": "Mugs"', ["Mugs"]),
        ('{"title": "a \\"best\\" mug"}', ['a "best" mug']),
        ('{"title": "caf\\u00e9 \\ud83d\\ude00 \\ud83d mug"}', ["café 😀 \ufffd mug"]),
        ('{"title": "one\\ntwo\\n\\nthree four"}', ["one two", "three four"]),
        ('{"title": "<b>fast<\\/b> &amp; safe"}', ["fast & safe"]),
        ('{"title": "Mugs"}\n{"title": "Cups"}', ["Mugs", "Cups"]),
        ('{"a": {"b": [}, "title": "Mugs"}', ["Mugs"]),
        ("[" * 100 + '"too deep"' + "]" * 100 + ', "The best"', ["The best"]),
        ("[" * 1_000_000, []),
    ],
)
def test_texts(source: str, texts: list[str]) -> None:
    assert [text for _, text in read(source)] == texts


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ClaimlintError, match=r"^this is not JSON: it begins with 'e'; begin with \{ or \[$") as error:
        read("// a module\r\nexport default {}")
    assert error.value.line == 2


def test_top_level_locales_declare_a_language() -> None:
    source = '{"en": {"title": "Mugs"}, "pt_BR": {"title": "Canecas"}, "version": "1"}'
    assert [(block.name, block.lang) for block in read_json(source, OPTIONS)] == [("en.title", "en"), ("pt_BR.title", "pt-br")]
    mixed = '{"en": {"title": "Mugs"}, "shop": {"title": "Cups"}}'
    assert [block.lang for block in read_json(mixed, OPTIONS)] == ["", ""]


def test_last_locales_declare_a_language() -> None:
    blocks = read_json('{"hero": {"title": {"en": "Mugs", "he": "ספלים"}, "slug": {"en": "two words"}}}', OPTIONS)
    assert [(block.name, block.text, block.lang) for block in blocks] == [
        ("hero.title.en", "Mugs", "en"),
        ("hero.title.he", "ספלים", "he"),
    ]


def test_translations() -> None:
    source = '{"nav": {"phone": "Phone", "link": "/shop"}}'
    assert [block.text for block in read_json(source, ReaderOptions(translations=True))] == ["Phone"]


TEXTS = st.text(st.sampled_from("abcé \t\"\\/'ש😀\u00a0\x01-;:,[]()"), min_size=1, max_size=30)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.booleans(), st.sampled_from(["", "\ufeff"]), st.sampled_from([None, 2]))
def test_every_character_leads_back(texts: list[str], escaped: bool, mark: str, indent: int | None) -> None:
    values = [f"Best {text} mugs" for text in texts]
    source = mark + json.dumps([{"title": value} for value in values], ensure_ascii=escaped, indent=indent)
    blocks = read_json(source, OPTIONS)
    assert [block.text for block in blocks] == [collapsed(value) for value in values]
    for block in blocks:
        for place, character in enumerate(block.text):
            read = json.loads(f'"{source[slice(*block.source_span(place, place + 1))]}"')
            assert collapsed(read) == character


def collapsed(text: str) -> str:
    """White space of a page as one space."""
    joined = text.replace("\t", " ")
    while "  " in joined:
        joined = joined.replace("  ", " ")
    return joined


@pytest.mark.parametrize("part", ['"', "{", '{"a":', "\\", "/*", '"a b",', '"title": "a b",\n', "<b ", "{n, plural, one {"])
def test_long_input_takes_linear_time(part: str) -> None:
    read_json('{"title": "' + part * (200_000 // len(part)), OPTIONS)
    read_json("{" + part * (200_000 // len(part)), OPTIONS)
    read_json(json.dumps({"title": "best " + part * (200_000 // len(part))}), OPTIONS)
