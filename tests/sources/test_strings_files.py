"""The copy of .properties and .strings files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.errors import ClaimlintError
from claimlint.sources.options import ReaderOptions
from claimlint.sources.strings_files import read_properties, read_strings

OPTIONS = ReaderOptions()


def properties(source: str) -> list[tuple[str, str]]:
    return [(block.name, block.text) for block in read_properties(source, OPTIONS)]


def strings(source: str) -> list[tuple[str, str]]:
    return [(block.name, block.text) for block in read_strings(source, OPTIONS)]


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("", []),
        ("\ufeffhero.title=Mugs\n", [("hero.title", "Mugs")]),
        ("hero.title : Mugs\r\ntext  Cups\r\n", [("hero.title", "Mugs"), ("text", "Cups")]),
        ("# title=No\n! title=No\\\ntitle=Yes\n", [("title", "Yes")]),
        ("title = The best \\\n        mugs\ntext=Cups", [("title", "The best mugs"), ("text", "Cups")]),
        ("title = The best \\\r\n  mugs", [("title", "The best mugs")]),
        ("ti\\=t\\ le.text=Mugs", [("ti=t le.text", "Mugs")]),
        ("title=caf\\u00e9 \\ud83d\\ude00 \\ud83d a\\tb", [("title", "café 😀 \ufffd a b")]),
        ("title={0} mugs\nurl=two words\nlink=https://a.b", [("title", "\ufffc mugs")]),
        ("title=Mugs\rtext=Cups", [("title", "Mugs"), ("text", "Cups")]),
        ("title\n=\ntitle=", []),
        ("title=Mugs\\", [("title", "Mugs")]),
    ],
)
def test_properties(source: str, read: list[tuple[str, str]]) -> None:
    assert properties(source) == read


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("", []),
        ("\ufeff/* a file */", None),
        ('/* "a" = "no"; */ "hero" = "Mugs"; // "b" = "no";\nfree_key = "Cups";', [("hero", "Mugs"), ("free_key", "Cups")]),
        ('"a \\"b\\"" = "The \\"best\\"\\nmugs";', [('a "b"', 'The "best" mugs')]),
        ('"a" = "two\nlines";"b"="caf\\U00e9 \\ud83d\\ude00 %@";', [("a", "two lines"), ("b", "café 😀 \ufffc")]),
        ('"a" = "https://a.b"; "b" = "Mugs"', [("b", "Mugs")]),
        ('"a" "stray" "b" = "Mugs"; "c" = "never closed', [("b", "Mugs")]),
    ],
)
def test_strings(source: str, read: list[tuple[str, str]] | None) -> None:
    if read is None:
        with pytest.raises(ClaimlintError, match=r"this is not a \.strings file"):
            strings(source)
    else:
        assert strings(source) == read


TEXTS = st.text(st.sampled_from('abé "\\ש😀\t-=:#!;/*'), max_size=30)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.booleans())
def test_every_character_of_properties_leads_back(texts: list[str], ascii_only: bool) -> None:
    def written(character: str) -> str:
        if ascii_only and not character.isascii():
            units = character.encode("utf-16-be").hex()
            return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))
        return {"\\": "\\\\", "\t": "\\t"}.get(character, character)

    source = "".join(f"k{n}.title = Best {''.join(map(written, text))} mugs\r\n" for n, text in enumerate(texts))
    blocks = read_properties(source, OPTIONS)
    assert [block.text.split() for block in blocks] == [f"Best {text} mugs".split() for text in texts]
    for block in blocks:
        for place, character in enumerate(block.text):
            piece = source[slice(*block.source_span(place, place + 1))]
            assert piece == written(character) or (character == " " and not piece.replace("\\t", "").strip())


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_every_character_of_strings_leads_back(texts: list[str]) -> None:
    escapes = {"\\": "\\\\", '"': '\\"', "\t": "\\t"}
    source = "".join(f'"k{n}" = "Best {"".join(escapes.get(c, c) for c in text)} mugs";\n' for n, text in enumerate(texts))
    blocks = read_strings(source, OPTIONS)
    assert [block.text.split() for block in blocks] == [f"Best {text} mugs".split() for text in texts]
    for block in blocks:
        for place, character in enumerate(block.text):
            piece = source[slice(*block.source_span(place, place + 1))]
            assert piece == escapes.get(character, character) or (character == " " and not piece.replace("\\t", "").strip())


@pytest.mark.parametrize("part", ['"', "\\", "a", "=", " ", "\n", "/*", "//", "a=b\n", '"a"="b c";', "#\\\n", "\\\n", "\\u"])
def test_long_input_takes_linear_time(part: str) -> None:
    body = part * (200_000 // len(part))
    read_properties(body, OPTIONS)
    read_properties("title=best " + body, OPTIONS)
    read_strings('"a" = "b c"; ' + body, OPTIONS)
    read_strings('"a" = "b c' + body, OPTIONS)
