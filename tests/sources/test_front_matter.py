"""Front matter in YAML, TOML and JSON: which of its strings are copy, and where they stand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.sources.front_matter import split_front_matter
from claimlint.sources.options import ReaderOptions


def found(source: str, *keys: str) -> list[tuple[str, str]]:
    options = ReaderOptions(front_matter=keys) if keys else ReaderOptions()
    return [(block.name, block.text) for block in split_front_matter(source, options)[0]]


def body(source: str) -> str:
    return source[split_front_matter(source)[1] :]


YAML = """---
title: Best coffee # not this
description: 'It''s
  fast'
date: 2024-01-02
author: Best Writer
hero:
  title: "Fast \\u0026 fair \\
    coffee"
  image: /img/best-coffee.jpg
  class: best big
  items:
    - text: >-
        Roasted
        daily
      url: https://example.com/best
    - text: |
        Two lines
        of text
---
# Best page
"""

TOML = '''+++
title = "Best \\"coffee\\" \\u00e9" # not this
date = 2024-01-02
tagline = 'It is "fast"'
author = "Best Writer"
description = """
Roasted
daily"""
[hero]
title = "Fast coffee"
image = "/img/best.jpg"
items = [ { text = "One thing", url = "/x" },
  { text = "Other thing" } ]
[[hero.cards]]
headline = "First card"
[[hero.cards]]
"headline" = "Second card"
+++
# Best page
'''


def test_yaml() -> None:
    assert found(YAML) == [
        ("title", "Best coffee"),
        ("description", "It's fast"),
        ("hero.title", "Fast & fair coffee"),
        ("hero.items[0].text", "Roasted daily"),
        ("hero.items[1].text", "Two lines of text"),
    ]
    assert body(YAML) == "# Best page\n"


def test_toml() -> None:
    assert found(TOML) == [
        ("title", 'Best "coffee" é'),
        ("tagline", 'It is "fast"'),
        ("description", "Roasted daily"),
        ("hero.title", "Fast coffee"),
        ("hero.items[0].text", "One thing"),
        ("hero.items[1].text", "Other thing"),
        ("hero.cards[0].headline", "First card"),
        ("hero.cards[1].headline", "Second card"),
    ]
    assert body(TOML) == "# Best page\n"


def test_json() -> None:
    source = '{\n  "title": "Best \\"coffee\\"",\n  "id": "best",\n  "hero": {"items": ["One thing"]}\n}\n\n# Best page\n'
    assert found(source) == [("title", 'Best "coffee"'), ("hero.items[0]", "One thing")]
    assert body(source) == "\n# Best page\n"


def test_kind_and_place() -> None:
    source = "\ufeff---\r\ntitle: Best coffee\r\n---\r\nx"
    (block,), end = split_front_matter(source)
    assert (block.kind, source[slice(*block.source_span(0, 4))], source[end:]) == ("front-matter", "Best", "x")


def test_keys_of_the_project() -> None:
    source = "---\nlead: Best coffee\nseo:\n  title: Fast coffee\n  other: Good coffee\nlist:\n- Great coffee\n---\n"
    assert found(source) == [("seo.title", "Fast coffee")]
    assert found(source, "lead", "seo.other") == [("lead", "Best coffee"), ("seo.other", "Good coffee")]
    assert found(source, "List") == [("list[0]", "Great coffee")]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "# Best",
        "\n---\ntitle: Best\n---\n",
        "---\ntitle: Best coffee\n",
        "---\nJust a paragraph\n---\n",
        "----\ntitle: Best\n----\n",
        "{not json}\n",
        '{"title": "Best"} and text',
        '{"title": ' * 5000,
        "+++\ntitle = 'Best'\n",
    ],
)
def test_what_is_no_front_matter(source: str) -> None:
    assert split_front_matter(source) == ((), 0)


@pytest.mark.parametrize(
    "source",
    [
        "---\n---\n",
        "---\ntitle: [a, b\n---\n",
        "---\ntitle: {{ page.title }} x\n---\n",
        "---\ntitle: \tx: y: z\n---\n",
        "---\ntitle: a\x01b\n---\n",
        "---\ntitle: &a *a\n...\n",
        '+++\ntitle = "best\n+++\n',
        "+++\n[[[\n= 1\ntitle = [[{{\n+++\n",
    ],
)
def test_broken_front_matter_is_passed_over(source: str) -> None:
    assert split_front_matter(source) == ((), len(source))


_TEXT = st.text(alphabet=st.sampled_from("best é\"'\\\t#,]}:ש😀"), min_size=1, max_size=20).map(
    lambda text: f"Fast coffee {text}".strip()
)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(_TEXT)
def test_quoted_strings_read_back(text: str) -> None:
    # YAML knows no pairs of surrogates.
    for ascii_only, form in ((False, "---\ntitle: {}\n---\n"), (True, '{{"title": {}}}\n')):
        source = form.format(json.dumps(text, ensure_ascii=ascii_only))
        (block,), _ = split_front_matter(source)
        assert block.text == " ".join(text.split())
        spans = block.source_spans(0, len(block.text))
        assert source[spans[0].start : spans[-1].end].strip('"') == json.dumps(text, ensure_ascii=ascii_only).strip('"')


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "---\n",
                "+++\n",
                "title: ",
                "title = ",
                '"',
                "'",
                '"""',
                "[",
                "{",
                "}",
                "]",
                "best ",
                "\n",
                "- ",
                "\\",
                "|\n",
                " ",
            ]
        )
    )
)
def test_any_text_is_split(parts: list[str]) -> None:
    for fence in ("---\n", "+++\n", "{"):
        source = fence + "".join(parts) + "\n" + fence
        blocks, end = split_front_matter(source)
        assert 0 <= end <= len(source)
        assert all(span.end <= end for block in blocks for span in block.sources)


@pytest.mark.parametrize(
    "unit",
    ['a = "', "a = '''", 'a = """', "a = [", "a = {b=", "[a]\n", "'", '"\\', "\n", "title: [", "- ", "? ", "&a ", "title: 'x"],
)
def test_hostile_front_matter(unit: str) -> None:
    for fence in ("---", "+++"):
        split_front_matter(f"{fence}\n{unit * 3000}\n{fence}\n")
