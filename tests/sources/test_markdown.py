"""The copy of Markdown and MDX as blocks: what is read, what it stands in, and the way back to the source."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.model import VALUE, Block, Mark
from claimlint.sources.markdown import Reader, read_markdown, read_mdx
from claimlint.sources.options import ReaderOptions

OPTIONS = ReaderOptions()


def read(source: str) -> tuple[Block, ...]:
    return read_markdown(source, OPTIONS)


def texts(source: str) -> list[str]:
    return [block.text for block in read(source)]


def kinds(source: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(source)]


def mdx(source: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read_mdx(source, OPTIONS)]


def only(source: str) -> Block:
    (block,) = read(source)
    return block


def sources(source: str, block: Block, words: str) -> list[str]:
    """What stands in the file for these words of the block."""
    start = block.text.index(words)
    return [source[slice(*span)] for span in block.source_spans(start, start + len(words))]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # one phrase, whatever the markup
        ("**Fast**est *shipping*", ["Fastest shipping"]),
        ("Fast\nshipping", ["Fast shipping"]),
        ("Fast  \nshipping", ["Fast\nshipping"]),
        ("Fast\\\nshipping", ["Fast\nshipping"]),
        ("Fast<br>shipping", ["Fast\nshipping"]),
        (r"5\* hotel \_ \a", [r"5* hotel _ \a"]),
        ("Salt &amp; pepper &nope; &#233;", ["Salt & pepper &nope; é"]),
        ("a * b ** c __ d ~ e", ["a * b ** c __ d ~ e"]),
        ("***a** b*", ["a b"]),
        ("b ~~~a~~~ c", ["b ~a~ c"]),
        ("`` a ` b ``", ["a ` b"]),
        ("[Best](/a)[Prices](/b)", ["Best\nPrices"]),
        ("See <https://example.com/best> now", ["See https://example.com/best now"]),
        ("Best ![](x) shop", ["Best shop"]),
        ("[not a link] [a](b", ["[not a link] [a](b"]),
        # blocks
        ("# One\nTwo\n===\n## Three ##\n### Four {#best}", ["One", "Two", "Three", "Four"]),
        ("- a\n  - b\n\n    c\n- d", ["a", "b", "c", "d"]),
        ("1. a\n2. b\n   c", ["a", "b c"]),
        ("- [ ] a\n- [x] b", ["a", "b"]),
        ("> a\n> b\nc\n\nd", ["a b c", "d"]),
        ("> [!NOTE]\n> a", ["a"]),
        ("> > - a\n> >   b", ["a b"]),
        ("a | b\n-|-\n`x|y` | z\n|one|", ["a", "b", "`x", "y`", "one"]),
        ("|a|b|\n|-|-|\n| x \\| y | **z** |", ["a", "b", "x | y", "z"]),
        ("a\n\n***\n\nb", ["a", "b"]),
        ("[a]: /x\nb", ["b"]),
        ("\ufeff# a\r\n\r\nb\r\nc\r\n", ["a", "b c"]),
        ("a\rb\r\rc", ["a b", "c"]),
        ("\ta", []),
        ("-\ta\n\n\tb", ["a", "b"]),
        # code, comments, attributes
        ("```\nbest\n```\n~~~ x\nbest\n~~~\n\n    best\n\na", ["a"]),
        ("<!-- best\n\nbest -->\na <!-- best --> b", ["a b"]),
        ("<script>\nbest\n\nbest</script>\n<style>best</style>\n\na", ["a"]),
        ("Text <script>best</script> here", ["Text here"]),
        ("a {: .best }\n{:.best}", ["a"]),
        # template tags
        ("From {{ price }} on", [f"From {VALUE} on"]),
        ('{% include "best.html" %}\n{{< figure title="best" >}}\n\na', ["a"]),
        ("{{ never closed", ["{{ never closed"]),
        # what is unfinished
        ("", []),
        ("\n\n", []),
        ("[^", ["[^"]),
        ("[^a]:", []),
        ("![", ["!["]),
    ],
)
def test_texts(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def test_kinds_and_contexts() -> None:
    source = "# A\n\nb\n\n- c\n\n|d|\n|-|\n|e|\n"
    assert [(block.kind, block.text, set(block.context)) for block in read(source)] == [
        ("heading", "A", {"heading"}),
        ("text", "b", set()),
        ("list-item", "c", {"list"}),
        ("table-cell", "d", {"table"}),
        ("table-cell", "e", {"table"}),
    ]


def test_marks() -> None:
    block = only("a *b `c`* ~~d~~ [e **f**](/x)")
    assert block.text == "a b c d e f"
    assert set(block.marks) == {
        Mark("emphasis", 2, 5),
        Mark("code", 4, 5),
        Mark("deleted", 6, 7),
        Mark("link", 8, 11, "/x"),
        Mark("emphasis", 10, 11),
    }


def test_a_link_around_all_is_a_context() -> None:
    assert only("[Buy **now**](/buy)").context == {"link"}


def test_html_marks() -> None:
    block = only("Now <del>9 $</del> <b>5 $</b> at <a href='/x?a=1&amp;b=2'>us</a>")
    assert block.text == "Now 9 $ 5 $ at us"
    assert block.marks == (Mark("deleted", 4, 7), Mark("emphasis", 8, 11), Mark("link", 15, 17, "/x?a=1&b=2"))


def test_titles_and_alternative_texts() -> None:
    source = (
        '[a](/x "Best \\"tip\\" &amp; all") ![the *best* &amp; c](y.png (one)) ![r][ref]\n\n'
        "[ref]: z.png\n  'Two\n  lines'\n[ref]: again \"doubled\"\n[other]: <a b>\n"
    )
    found = read(source)
    assert [(block.kind, block.text) for block in found] == [
        ("text", "a"),
        ("tooltip", 'Best "tip" & all'),
        ("alt", "the best & c"),
        ("tooltip", "one"),
        ("alt", "r"),
        ("tooltip", "Two lines"),
        ("tooltip", "doubled"),
    ]
    assert found[1].context == {"link"}
    assert sources(source, found[1], 'Best "tip" & all') == ['Best \\"tip\\" &amp; all']
    assert sources(source, found[2], "best") == ["best"]


def test_a_definition_that_leads_nowhere_is_a_comment() -> None:
    source = "[//]: # (ask legal about the best)\n[x]: <> 'a note'\n\n> [//]: # \"quoted\"\n\n[shop]: /s (Our shop)\n"
    assert kinds(source) == [("tooltip", "Our shop")]


def test_a_picture_within_the_words_of_a_picture() -> None:
    assert kinds("![a ![b](x 'no') c](y)") == [("alt", "a b c")]


@pytest.mark.parametrize(
    ("source", "quoted"),
    [
        ("> Never miss a call again.", False),
        ("> Fast shipping - every time\n> Best prices", False),
        ("> Features:\n> - Fast shipping\n> - Best prices.", False),
        ("> Answers every call. - try it free", False),
        ("> \u201cThe best shop.\u201d", True),
        ('> "The best shop."\n> \u2014 **Jane D., Baker, Ulm**', True),
        ("> The best shop.\n>\n> \u2014 Jane Doe", True),
        ("> The best shop. \u2014 Jane Doe", True),
        ("> The best shop.\n> - Jane Doe", True),
        ("> The best shop.\n\n\u2014 Jane Doe, Ulm", True),
        ("> השירות הכי טוב.\n> — דנה כהן", True),
        ("> The best shop.\n\nWe ship \u2014 Fast", False),
    ],
)
def test_a_quote_is_a_testimonial_when_it_is_signed_or_in_marks(source: str, quoted: bool) -> None:
    first = read(source)[0]
    assert ("quote" in first.context, first.kind) == ((True, "quote") if quoted else (False, "text"))


def test_footnotes() -> None:
    source = "The fastest[^speed] shop.\n\n[^speed]: Measured in 2024\n    by us.\n[^2]: Other\n"
    note, first, second = read(source)
    assert (note.text, note.marks) == ("The fastest1 shop.", (Mark("superscript", 11, 12),))
    assert (first.text, first.marks) == ("1 Measured in 2024 by us.", (Mark("superscript", 0, 1),))
    assert second.text == "2 Other"
    assert sources(source, note, "fastest") == ["fastest"]
    assert sources(source, first, "2024 by") == ["2024\n    by"]


def test_a_note_that_is_not_there_is_text() -> None:
    assert texts("a[^1]") == ["a[^1]"]


def test_html_inside_says_what_markdown_stands_in() -> None:
    source = (
        '<section class="testimonials" lang="he">\n<h2>Best &amp; <img alt="a b" title="c"></h2>\n\n'
        "Some **text**\n\n</section>\n\nafter"
    )
    found = {block.text: block for block in read(source)}
    assert list(found) == ["Best &", "a b", "c", "Some text", "after"]
    assert (found["Best &"].kind, found["Best &"].lang) == ("heading", "he")
    assert found["Some text"].lang == "he"
    assert "quote" in found["Some text"].context
    assert (found["after"].lang, found["after"].context) == ("", frozenset())
    assert sources(source, found["Best &"], "Best &") == ["Best &amp;"]


def test_html_within_a_quote() -> None:
    source = '> <div title="one\n> two">three\n> four</div>\n'
    assert kinds(source) == [("tooltip", "one two"), ("text", "three four")]
    assert sources(source, read(source)[1], "three four") == ["three\n> four"]


def test_html_that_is_never_closed_takes_nothing_with_it() -> None:
    assert texts("<title>a\n\nb\n\n<p>c <img alt='d\n\ne\n\n<b>f</b>") == ["a", "b", "c", "e", "f"]


def test_attributes_of_inline_tags() -> None:
    assert kinds('a <span title="b &amp; c">d</span>') == [("text", "a d"), ("tooltip", "b & c")]


def test_spans_lie_across_markup() -> None:
    source = "> We are the **fast**est\r\n>   shop &amp; bar\r\n"
    block = only(source)
    assert block.text == "We are the fastest shop & bar"
    assert sources(source, block, "fastest shop") == ["fast", "est\r\n>   shop"]
    assert sources(source, block, "& bar") == ["&amp; bar"]


def test_front_matter_comes_first() -> None:
    source = "\ufeff---\r\ntitle: Best coffee\r\n---\r\n# Hello\r\n"
    assert kinds(source) == [("front-matter", "Best coffee"), ("heading", "Hello")]


def test_mdx() -> None:
    source = (
        "import A from './a'\nexport const meta = {\n\n  title: 'best',\n}\n\n"
        "# From {price.toFixed(2)} on {/* best */}\n\n"
        "<Hero\n  title=\"Fast &amp; fair\"\n  heading={'Best'}\n  text={`One two`}\n  items={[{a: '}'}, 2]}\n  {...rest}\n\n"
        '  label="Buy"\n>\n  Inside **text**\n\n  More\n</Hero>\n\n'
        '<section lang="he"><h2>One</h2><p>Two <Icon.X/> three</p></section>\n\n'
        "a < b and \\{c} `{d}`\n\n```js\nbest {\n```\n\n<>Last</>\n"
    )
    assert mdx(source) == [
        ("heading", f"From {VALUE} on"),
        ("tooltip", "Fast & fair"),
        ("template-string", "Best"),
        ("template-string", "One two"),
        ("template-string", "Buy"),
        ("text", "Inside text"),
        ("text", "More"),
        ("heading", "One"),
        ("text", "Two three"),
        ("text", "a < b and {c} {d}"),
        ("text", "Last"),
    ]


def test_the_value_of_an_expression_is_one_character() -> None:
    source = "Up to {a ? '}' : b} % off"
    (block,) = read_mdx(source, OPTIONS)
    assert block.text == f"Up to {VALUE} % off"
    assert sources(source, block, VALUE) == ["{a ? '}' : b}"]


def test_an_empty_component_holds_nothing_of_what_follows() -> None:
    blocks = read_mdx("<Nav />\n\n# Fast\n\n<Footer/> safe\n\n<Nav>\n\nsure\n\n</Nav>", OPTIONS)
    assert [(block.text, set(block.context)) for block in blocks] == [("Fast", {"heading"}), ("safe", set()), ("sure", {"nav"})]


def test_broken_mdx_is_read_as_text() -> None:
    assert mdx("a {b\n\nc } {") != []
    assert mdx("<A b={\n\nc") != []


_INLINE = st.sampled_from(
    [
        "fast",
        "best ",
        " ",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "[",
        "](/x)",
        '](/x "tip")',
        "![",
        "<b>",
        "</b>",
        "<br>",
        "&amp;",
        "&#10;",
        "\\*",
        "\\",
        "\n",
        "  \n",
        "\r\n",
        "é",
        "\u05d0",
        "|",
        "\\|",
        "<",
        ">",
        "{{ x }}",
        "<i title='a'>",
        "[^1]",
        "<https://a.b>",
        "\t",
    ]
)
_LINE = st.sampled_from(
    ["", "# ", "> ", "- ", "1. ", "    ", "\t", "  ", "| ", "```", "<div>", "[^1]: ", "[r]: /x 'tip'", "---", "==="]
)


@st.composite
def markdown(draw: st.DrawFn) -> str:
    lines = draw(
        st.lists(st.tuples(st.lists(_LINE, max_size=3).map("".join), st.lists(_INLINE, max_size=8).map("".join)), max_size=8)
    )
    return draw(st.sampled_from(["\n", "\r\n", "\n\n", "\r"])).join(start + text for start, text in lines)


def one_line(text: str) -> str:
    return re.sub(r"[\t\r\n\f]", " ", text)


def reads_back(source: str, block: Block) -> bool:
    """Every run is what its stretch of the file says, by the rules of Markdown for one character or a gap."""
    ends = (*block.starts[1:], len(block.text))
    for start, end, span in zip(block.starts, ends, block.sources, strict=True):
        text, raw = block.text[start:end], source[slice(*span)]
        if len(text) == len(raw):
            if one_line(text) != one_line(raw):
                return False
        elif text == " ":  # a gap may hold markup and the marks of a quote
            if not re.search(r"\s|&#10;", raw):
                return False
        elif text not in ("\n", VALUE) and raw not in (f"\\{text}", "[^1]", "[^1]:") and html.unescape(raw) != text:
            return False
    return True


@settings(max_examples=400, derandomize=True, deadline=None)
@given(markdown())
def test_every_run_reads_back(source: str) -> None:
    for reader in (read_markdown, read_mdx):
        for block in reader(source, OPTIONS):
            assert reads_back(source, block), (block, [source[slice(*span)] for span in block.sources])
            last = max(span.end for span in block.sources)
            assert last <= len(source)
            assert list(block.sources) == sorted(block.sources)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(markdown())
def test_markup_is_always_followed(source: str) -> None:
    reader = Reader(source, 0, mdx=False)
    reader.read()
    assert reader.unaligned == 0


_WORD = st.text(alphabet="abcdefg", min_size=1, max_size=6)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["", "# ", "> ", "- ", "1. ", "> - ", "- > "]), st.lists(_WORD, min_size=1)), max_size=6)
)
def test_no_word_is_lost(lines: list[tuple[str, list[str]]]) -> None:
    source = "\n\n".join(start + " ".join(words) for start, words in lines)
    assert " ".join(texts(source)).split() == [word for _, words in lines for word in words]


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "![",
        "![a",
        "](x)",
        "> ",
        "- ",
        "*a ",
        "~~a ",
        "`",
        "``a`",
        "<",
        "<a ",
        '<a b="',
        "<!--",
        "<?",
        "&",
        "\\",
        "|",
        "a|",
        "{",
        "{%",
        "{{",
        "{: ",
        '[a](b "',
        "[a]: b\n",
        "[^a]: ",
        "[^a]:\n",
        "<div>\n\n",
        "a  \n",
        "\t",
        "# ",
        "```\n",
        "~~~\n",
        "{'",
        "{`",
        "{/*",
        "<A b={",
        "import a from 'b'\n",
        "export const a = {\n\n",
        "a\0",
        "\udcff](",
        "best coffee\r\n",
    ],
)
def test_hostile_texts_are_read(unit: str) -> None:
    source = unit * 3000
    for start in ("", "a", "|a|\n|-|\n|"):
        read_markdown(start + source, OPTIONS)
        read_mdx(start + source, OPTIONS)


def test_what_nests_too_deep_is_still_read() -> None:
    assert "best" in texts("> " * 200 + "best")[-1]
    assert "best" in texts("- " * 200 + "best")[-1]
    assert "best" in texts("![a" * 300 + " best " + "](x)" * 300)[-1]
