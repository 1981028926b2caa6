"""The copy of gettext files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.errors import ClaimlintError
from claimlint.sources.gettext import read_po
from claimlint.sources.options import ReaderOptions

OPTIONS = ReaderOptions()
HEADER = 'msgid ""\nmsgstr ""\n"Language: he_IL\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRIES = """# the best comment
#: shop.html:12
#, fuzzy
#| msgid "Old mugs"
msgid "Best mugs"
msgstr "הספלים הטובים"

msgctxt "cart.title"
msgid "One mug"
msgid_plural "%d mugs"
msgstr[0] "ספל אחד"
msgstr[1] "%d ספלים"

msgid "Not translated"
msgstr ""
#~ msgid "Obsolete mugs"
#~ msgstr "ישן מאוד"
"""


def read(source: str) -> list[tuple[str, str, str]]:
    return [(block.name, block.text, block.lang) for block in read_po(source, OPTIONS)]


def test_translations() -> None:
    assert read(HEADER + ENTRIES) == [
        ("Best mugs", "הספלים הטובים", "he-il"),
        ("cart.title", "ספל אחד", "he-il"),
        ("cart.title", "\ufffc ספלים", "he-il"),
    ]


def test_a_template_and_an_english_file_show_their_messages() -> None:
    template = 'msgid ""\nmsgstr "Language: \\n"\n\nmsgid "Best mug"\nmsgid_plural "Best mugs"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    assert read(template) == [("Best mug", "Best mug", ""), ("Best mug", "Best mugs", "")]
    english = 'msgid ""\nmsgstr "Language: en\\n"\nmsgid "Best mug"\nmsgstr ""\nmsgid "hero.title"\nmsgstr "Mugs"\n'
    assert read(english) == [("Best mug", "Best mug", ""), ("hero.title", "Mugs", "en")]


def test_strings_of_several_lines() -> None:
    source = (
        '\ufeffmsgid "m"\r\nmsgstr ""\r\n"The \\"best\\" mugs, "\r\n  "fired twice\\n"\r\n"\\n"\r\n"caf\\351 \\x41 \\\\o/"\r\n'
    )
    first, second = read_po(source, OPTIONS)
    assert (first.text, second.text) == ('The "best" mugs, fired twice', "caf\ufffd A \\o/")
    start = first.text.index('best" mugs')
    assert source[slice(*first.source_span(start, start + 10))] == 'best\\" mugs'
    assert [source[slice(*span)] for span in first.source_spans(first.text.index("mugs"), first.text.index(" twice"))] == [
        "mugs, ",
        "fired",
    ]


def test_globs_take_the_context_or_the_key() -> None:
    options = ReaderOptions(skip_keys=("cart.*", "hero.*"))
    source = 'msgctxt "cart.a"\nmsgid "x y"\nmsgstr "No no"\nmsgid "hero.b"\nmsgstr "No no"\nmsgid "hero. Yes"\nmsgstr "Yes"\n'
    assert [block.text for block in read_po(source, options)] == ["Yes"]


@pytest.mark.parametrize("source", ["", "\n", "\ufeff", HEADER, 'msgid "unclosed\nmsgstr "', 'msgid "a"\nmsgid "b"\n'])
def test_little_content(source: str) -> None:
    if source.startswith('msgid "unclosed'):
        with pytest.raises(ClaimlintError):
            read(source)
    else:
        assert [text for _, text, _ in read(source)] == (["a", "b"] if 'msgid "b"' in source else [])


def test_what_is_no_gettext_is_refused() -> None:
    with pytest.raises(ClaimlintError, match="no line begins with msgid"):
        read("just some words")


ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(st.text(st.sampled_from('abé "\\ש😀\t-'), min_size=1, max_size=12), min_size=1, max_size=5))
def test_every_character_leads_back(lines: list[str]) -> None:
    lines = ["Best ", *lines, " mugs"]
    written = ["".join(ESCAPES.get(character, character) for character in line) for line in lines]
    source = 'msgid "m"\nmsgstr ""\n' + "".join(f'"{line}"\n' for line in written)
    (block,) = read_po(source, OPTIONS)
    assert block.text.split() == "".join(lines).split()
    for place, character in enumerate(block.text):
        piece = source[slice(*block.source_span(place, place + 1))]
        if character == " ":
            assert not piece.replace("\\t", "").strip(' "\n')
        else:
            assert piece == ESCAPES.get(character, character)


@pytest.mark.parametrize("part", ['"', '"a"\n', 'msgid "a b"\n', "\\", " ", "msgid", "\n", "msgstr[0] "])
def test_long_input_takes_linear_time(part: str) -> None:
    read_po('msgid "best mug"\nmsgstr ' + part * (200_000 // len(part)), OPTIONS)
    read_po('msgid "best mug"\nmsgstr "' + part * (200_000 // len(part)), OPTIONS)
