"""The copy of YAML files."""

from __future__ import annotations

from contextlib import suppress

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.errors import ClaimlintError
from claimlint.sources.options import ReaderOptions
from claimlint.sources.yaml_data import read_yaml

OPTIONS = ReaderOptions()


def read(source: str) -> list[tuple[str, str]]:
    return [(block.name, block.text) for block in read_yaml(source, OPTIONS)]


def test_keys_and_texts() -> None:
    source = """# the best comment
hero:
  title: Mugs   # not this
  src: "/a b.png"
items:
  - title: 'Cups'
  - {title: Bowls, tags: [two words]}
  - We fire twice
? [a complex, key]
: title
text: &mug Best mug
again: *mug
lead: Two mugs
---
title: Second document
"""
    assert read(source) == [
        ("hero.title", "Mugs"),
        ("items[0].title", "Cups"),
        ("items[1].title", "Bowls"),
        ("items[2]", "We fire twice"),
        ("text", "Best mug"),
        ("lead", "Two mugs"),
        ("title", "Second document"),
    ]


@pytest.mark.parametrize(
    ("source", "texts", "piece"),
    [
        ("title: best mug # no", ["best mug"], "best mug"),
        ("\ufefftitle: best mug", ["best mug"], "best mug"),
        ("title: best\r\n  mug\r\n", ["best mug"], "best\r\n  mug"),
        ("title: 'it''s best'", ["it's best"], "best"),
        ('title: "caf\\u00e9 \\"best\\"\\\n   mug"', ['café "best"mug'], '\\"best\\"\\\n   mug'),
        ("title: |\n  the best\n  mug\n", ["the best mug"], "best\n  mug"),
        ("title: |2-\n    the best\n  mug\n", ["the best mug"], "best\n  mug"),
        ("title: >-\n  the best\n  mug\n\n  of all\n", ["the best mug", "of all"], "best\n  mug"),
        ("title: >+\n\n  the\n    best\n    mug\n  of all\n\n", ["the best mug of all"], "best\n    mug"),
        ("title: >\r\n  the best\r\n  mug\r\n", ["the best mug"], "best\r\n  mug"),
        ("title: 'the best\n\n  mug'", ["the best", "mug"], "best"),
        ("- title: The <b>best</b>\n", ["The best"], "best"),
        ("text: 'ספל best {n}'", ["ספל best \ufffc"], "best {n}"),
        ("title: '😀 best'", ["😀 best"], "best"),
    ],
)
def test_texts_and_places(source: str, texts: list[str], piece: str) -> None:
    blocks = read_yaml(source, OPTIONS)
    assert [block.text for block in blocks] == texts
    start = blocks[0].text.index('"best' if '"best' in blocks[0].text else "best")
    end = len(blocks[0].text)
    assert source[slice(*blocks[0].source_span(start, end))].startswith(piece)


def test_top_level_locales_declare_a_language() -> None:
    blocks = read_yaml("he:\n  hero:\n    title: ספלים\n", OPTIONS)
    assert [(block.name, block.lang) for block in blocks] == [("he.hero.title", "he")]


@pytest.mark.parametrize(
    ("source", "line", "told"),
    [
        ("a: b\nc: d: e\n", 2, "mapping values are not allowed"),
        ('a: b\nc: "d\n', 3, "this is not YAML"),
        ("a: b\n\tc: d\n", 2, "this is not YAML"),
        ("a: b\nc: \x07\n", 2, "U\\+0007"),
        ("a: " + "[" * 1_000_000, 1, "more than 200 brackets"),
        ("a:\n" + "- {b: " * 201, 2, "more than 200 brackets"),
    ],
)
def test_what_is_broken_is_told_with_its_line(source: str, line: int, told: str) -> None:
    with pytest.raises(ClaimlintError, match=told) as error:
        read_yaml(source, OPTIONS)
    assert error.value.line == line


def test_too_deep_is_passed_over() -> None:
    deep = "".join(f"{' ' * level}a:\n" for level in range(100)) + " " * 100 + "title: too deep\ntitle: Best\n"
    assert read(deep) == [("title", "Best")]


@pytest.mark.parametrize("source", ["", "\ufeff", "# nothing\n", "---\n---\n", "a: 1\nb: [2, ~]\n", "just some words"])
def test_little_content(source: str) -> None:
    assert [text for _, text in read(source)] == (["just some words"] if "just" in source else [])


TEXTS = st.text(st.sampled_from("abé \"\\'ש😀:#,[]!?>\n"), min_size=1, max_size=60)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.lists(TEXTS, min_size=1, max_size=4),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_every_word_leads_back(texts: list[str], style: str | None, mark: str, end: str, plain: bool) -> None:
    values = {f"k{number}": f"Best {text} mugs" for number, text in enumerate(texts)}
    dumped = yaml.dump({"title": values}, default_style=style, allow_unicode=plain, width=20, indent=3)
    source = mark + dumped.replace("\n", end)
    blocks = read_yaml(source, ReaderOptions(translations=True))
    for name, value in values.items():
        found = [block for block in blocks if block.name == f"title.{name}"]
        assert words(" ".join(block.text for block in found)) == words(value)
        assert found[0].text.startswith("Best")
        assert found[-1].text.endswith("mugs")
        for block in found:
            for place, character in enumerate(block.text):
                piece = source[slice(*block.source_span(place, place + 1))]
                if not character.isspace():
                    assert piece == character or character in yaml.safe_load(f'"{piece}"' if piece[0] == "\\" else f"'{piece}'")
                else:
                    assert not piece.strip(" \n\r\t\\'\"nN-*>")


def words(text: str) -> list[str]:
    """The words with letters: a paragraph of marks is no block."""
    return [word for word in text.split() if any(character.isalpha() for character in word)]


@pytest.mark.parametrize("part", ['"', "a: b\n", "- ", "\\", "a", "a b.", "'", "<b ", "#", "? ", "|\n", "!", "&a ", "\n\n"])
def test_long_input_takes_linear_time(part: str) -> None:
    for source in (part * (200_000 // len(part)), "title: " + part * (200_000 // len(part))):
        with suppress(ClaimlintError):
            read_yaml(source, OPTIONS)
    read_yaml("title: |\n  best " + part.replace("\n", "\n  ") * (200_000 // len(part)), OPTIONS)
