"""Tokens of HTML, compared by hand and with html5lib."""

from __future__ import annotations

from typing import Any

import pytest
from html5lib import constants
from html5lib._tokenizer import HTMLTokenizer
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.sources.html_tokens import (
    COMMENT,
    DOCTYPE,
    END_TAG,
    ESCAPABLE_RAW_TEXT,
    RAW_TEXT,
    RAW_TEXT_ELEMENTS,
    START_TAG,
    TEXT,
    Tokens,
    decode_references,
)


def shown(source: str, *, foreign: bool = False) -> list[tuple[object, ...]]:
    """The tokens of a source, short: decoded text, tags with their attributes."""
    tokens = Tokens(source)
    tokens.foreign = foreign
    found: list[tuple[object, ...]] = []
    for token in tokens:
        stretch = source[token.start : token.end]
        if token.kind == TEXT:
            found.append(("text", decode_references(stretch, 0, len(stretch))))
        elif token.kind == RAW_TEXT:
            found.append(("text", stretch))
        elif token.kind == START_TAG:
            attributes = {
                name: decode_references(source, place.start, place.end, attribute=True)
                for name, place in token.attributes.items()
            }
            found.append(("start", token.name, attributes, token.self_closing))
        elif token.kind == END_TAG:
            found.append(("end", token.name))
        elif token.kind == COMMENT:
            found.append(("comment", stretch))
    return found


def by_html5lib(source: str) -> list[tuple[object, ...]]:
    """What html5lib makes of a source, with the switches that its parser would make."""
    tokenizer: Any = HTMLTokenizer(source)
    found: list[tuple[object, ...]] = []
    text: list[str] = []
    for token in tokenizer:
        kind = token["type"]
        if kind in (constants.tokenTypes["Characters"], constants.tokenTypes["SpaceCharacters"]):
            text.append(token["data"])
            continue
        if kind not in (constants.tokenTypes["StartTag"], constants.tokenTypes["EndTag"]):
            continue
        if text:
            found.append(("text", "".join(text)))
            text = []
        name = token["name"]
        if kind == constants.tokenTypes["EndTag"]:
            found.append(("end", name))
            continue
        found.append(("start", name, dict(token["data"]), token["selfClosing"]))
        if name in ESCAPABLE_RAW_TEXT:
            tokenizer.state = tokenizer.rcdataState
        elif name == "script":
            tokenizer.state = tokenizer.scriptDataState
        elif name in RAW_TEXT_ELEMENTS:
            tokenizer.state = tokenizer.rawtextState
        elif name == "plaintext":
            tokenizer.state = tokenizer.plaintextState
    if text:
        found.append(("text", "".join(text)))
    return found


def without_comments(tokens: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Text, start and end tags, text that only a comment parts joined."""
    joined: list[tuple[object, ...]] = []
    for token in tokens:
        if token[0] == "comment":
            continue
        if token[0] == "text" and joined and joined[-1][0] == "text":
            joined[-1] = ("text", f"{joined[-1][1]}{token[1]}")
        else:
            joined.append(token)
    return joined


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b <3 <", [("text", "a < b <3 <")]),
        ("a</", [("text", "a</")]),
        ("a</>b", [("text", "a"), ("comment", "</>"), ("text", "b")]),
        ("a</ b>c", [("text", "a"), ("comment", "</ b>"), ("text", "c")]),
        ("<?php x ?>a", [("comment", "<?php x ?>"), ("text", "a")]),
        ("<!>a", [("comment", "<!>"), ("text", "a")]),
        ("<!-->a", [("comment", "<!-->"), ("text", "a")]),
        ("<!--->a", [("comment", "<!--->"), ("text", "a")]),
        ("<!--a--!>b", [("comment", "<!--a--!>"), ("text", "b")]),
        ("<!-- a <!-- b -->c-->", [("comment", "<!-- a <!-- b -->"), ("text", "c-->")]),
        ("<!-- a", [("comment", "<!-- a")]),
        ("<B>a</B >", [("start", "b", {}, False), ("text", "a"), ("end", "b")]),
        ("<a b", []),
        ('<a b="c>d', []),
        ("<a href=x/>", [("start", "a", {"href": "x/"}, False)]),
        ('<a href="x"/>', [("start", "a", {"href": "x"}, True)]),
        ("<a/b=1/ c>", [("start", "a", {"b": "1/", "c": ""}, False)]),
        ("<a b = 'c' d= >", [("start", "a", {"b": "c", "d": ""}, False)]),
        ('<a b="1"c=2 b=3 =d>', [("start", "a", {"b": "1", "c": "2", "=d": ""}, False)]),
        ("<a title='5 > 3'>x", [("start", "a", {"title": "5 > 3"}, False), ("text", "x")]),
        ("<a x=?a&amp;b&copy=1&copy>", [("start", "a", {"x": "?a&b&copy=1©"}, False)]),
        ("<title>a<b>&amp;</TITLE>", [("start", "title", {}, False), ("text", "a<b>&"), ("end", "title")]),
        (
            "<style>a<b>&amp;</styles></style>",
            [("start", "style", {}, False), ("text", "a<b>&amp;</styles>"), ("end", "style")],
        ),
        ("<plaintext></plaintext>", [("start", "plaintext", {}, False), ("text", "</plaintext>")]),
        ("<![CDATA[a>b]]>", [("comment", "<![CDATA[a>"), ("text", "b]]>")]),
        ("\ufeffa", [("text", "a")]),
    ],
)
def test_tokens(source: str, expected: list[tuple[object, ...]]) -> None:
    assert shown(source) == expected


def test_within_svg_cdata_counts_and_a_title_holds_markup() -> None:
    assert shown("<![CDATA[a>&amp;]]><title><b>x", foreign=True) == [
        ("text", "a>&amp;"),
        ("start", "title", {}, False),
        ("start", "b", {}, False),
        ("text", "x"),
    ]
    assert shown("<![CDATA[]]>a<![CDATA[b", foreign=True) == [("text", "a"), ("text", "b")]


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("a</script>", "a"),
        ("<!-- <script>a</script> b --></script>", "<!-- <script>a</script> b -->"),
        ("<!-- <script>a</script></script>", "<!-- <script>a</script>"),
        ("<!-- a</script>", "<!-- a"),
        ("<!--><script></script>", "<!--><script>"),
        ("<script></script>", "<script>"),
        ("<!-- <scripts> </script>", "<!-- <scripts> "),
        ("if (a</scripty) {}</script >", "if (a</scripty) {}"),
    ],
)
def test_where_a_script_ends(script: str, text: str) -> None:
    assert shown("<script>" + script)[1] == ("text", text)
    assert without_comments(shown("<script>" + script)) == by_html5lib("<script>" + script)


def test_offsets_and_quotes() -> None:
    source = "<!doctype html>x<img alt='a b' title=\"c\" hidden src=d>"
    doctype, text, image = Tokens(source)
    assert (doctype.kind, doctype.end) == (DOCTYPE, 15)
    assert source[text.start : text.end] == "x"
    assert (image.start, image.end) == (16, len(source))
    assert {name: (source[a.start : a.end], a.quote) for name, a in image.attributes.items()} == {
        "alt": ("a b", "'"),
        "title": ("c", '"'),
        "hidden": ("", ""),
        "src": ("d", ""),
    }


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("&amp;&lt;&nbsp;", "&<\u00a0"),
        ("&amp &AMP; &copy2025", "& & ©2025"),
        ("&notit; &notin; &not", "¬it; ∉ ¬"),
        ("&NotEqualTilde;", "≂̸"),
        ("&CounterClockwiseContourIntegral;", "∳"),
        ("&#8364;&#x20ac;&#X20AC", "€€€"),
        ("&#00000000000000000000065;", "A"),
        ("&#128;&#x99;&#129;", "€™\x81"),
        ("&#0;&#xD800;&#x110000;&#99999999999999999999;", "\ufffd\ufffd\ufffd\ufffd"),
        ("&;&#;&#x;& &unknown; &a", "&;&#;&#x;& &unknown; &a"),
    ],
)
def test_character_references(reference: str, text: str) -> None:
    assert decode_references(reference, 0, len(reference)) == text


def test_a_reference_ends_with_its_stretch() -> None:
    assert decode_references("&amp;amp;", 0, 5) == "&"
    assert decode_references("&#65B", 0, 4) == "A"
    assert decode_references('"&copy"', 1, 6, attribute=True) == "©"


PIECES = [
    "<", ">", "/", "=", "'", '"', "!", "-", "--", "?", " ", "\n", "\t", "a", "b", "B", "&", "&amp;", "&copy", "&#x41;",
    "&notit;", "&#", ";", "<p>", "</p>", "<a href=", "<a b='c' ", "<!--", "-->", "--!>", "<!", "</", "<title>", "</title>",
    "<textarea>", "</textarea ", "<script>", "</script>", "<style>", "</style>", "<xmp>", "</xmp/>", "<br/>", "]]>",
    "<!doctype html>", "é", "😀", "שלום", "<plaintext>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(derandomize=True, max_examples=600, deadline=None)
def test_tokens_are_those_of_html5lib(source: str) -> None:
    assert without_comments(shown(source)) == by_html5lib(source)


def test_a_tag_that_comes_again_has_its_attributes_where_it_stands() -> None:
    source = '<a href="/lamps">Lamps</a> and <a href="/lamps">more lamps</a>'
    first, second = [token for token in Tokens(source) if token.kind == START_TAG]
    assert source[first.attributes["href"].start : first.attributes["href"].end] == "/lamps"
    assert second.start == source.rindex("<a")
    assert second.attributes["href"].start == source.rindex("/lamps")


def test_a_tag_whose_value_begins_like_a_known_tag_goes_on_to_its_own_end() -> None:
    source = "<a title=x><a title='x><b>' lang=en>"
    assert shown(source) == shown(source)
    assert shown(source) == [("start", "a", {"title": "x"}, False), ("start", "a", {"title": "x><b>", "lang": "en"}, False)]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_tags_that_were_read_before_read_the_same(source: str) -> None:
    Tokens.known.clear()
    first = list(Tokens(source))
    assert list(Tokens(source)) == first


def test_as_many_tags_are_kept_as_a_site_has_and_no_long_ones() -> None:
    Tokens.known.clear()
    list(Tokens("".join(f"<a href=/lamp-{number}>" for number in range(10_000))))
    assert 0 < len(Tokens.known) <= 4096
    Tokens.known.clear()
    list(Tokens(f'<p><p title="{"Great lamps " * 50}"><p title="a>b">'))
    assert list(Tokens.known) == ["<p>"]


@pytest.mark.parametrize(
    "source",
    [
        "<" * 1_000_000,
        "< " * 500_000,
        "<a " * 300_000,
        "<a\n>" * 250_000,
        "<a b='>'>" * 100_000,
        "<a b " + "c " * 300_000 + ">",
        '<a b="' * 200_000,
        "<a b='" * 200_000,
        "<a" + " " * 1_000_000,
        "<a b" + " " * 1_000_000,
        "<a b=" + " =" * 500_000,
        "<!--" * 250_000,
        "<!--" + "-" * 1_000_000,
        "</" * 500_000,
        "<!" * 500_000,
        "<title></titl" * 100_000,
        "<script><!--<script>" * 50_000,
        "<script></script" * 50_000,
        "&" * 1_000_000,
        "&#" + "0" * 1_000_000,
        "&#" + "9" * 1_000_000,
        "&" + "a" * 1_000_000,
    ],
    ids=lambda source: source[:12],
)
def test_hostile_input_takes_linear_time(source: str) -> None:
    for token in Tokens(source):
        decode_references(source, token.start, token.end)
