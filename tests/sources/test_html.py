"""The copy of HTML pages as blocks: what is read, what it stands in, and the way back to the source."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.model import Block, Mark, Span
from claimlint.sources.html import read_html
from claimlint.sources.html_tokens import decode_references


def texts(source: str) -> list[str]:
    return [block.text for block in read_html(source)]


def kinds(source: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read_html(source)]


def only(source: str) -> Block:
    (block,) = read_html(source)
    return block


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # one word, one phrase, whatever the markup
        ("<p><b>fast</b>est</p>", ["fastest"]),
        ("<p><b>fast</b> shipping</p>", ["fast shipping"]),
        ("<p>fast <b> shipping", ["fast shipping"]),
        ("<p>fa<span><i>s</i></span>t", ["fast"]),
        ("<p><b>fast</b><!-- x -->est", ["fastest"]),
        ("<p>fast&nbsp;shipping", ["fast\u00a0shipping"]),
        ("<p>f&#97;st&#x20;&shy;shipping&ZeroWidthSpace;!", ["fast \u00adshipping\u200b!"]),
        ("<p>hassle<wbr>free", ["hasslefree"]),
        ("<p>\r\n fast\r\n\t shipping \r\n</p>", ["fast shipping"]),
        ("<p>full\u3000width\u2009space", ["full\u3000width\u2009space"]),
        ("<p>a &lt;b&gt; &amp;amp; c", ["a <b> &amp; c"]),
        ("a < b and <3", ["a < b and <3"]),
        # what parts words
        ("<p>fast<br>shipping", ["fast\nshipping"]),
        ("<p><br> fast <br/>\n shipping <br>", ["fast\nshipping"]),
        ("<p>fast</br>shipping", ["fast\nshipping"]),
        ("<a href=1>Best</a><a href=2>Prices</a>", ["Best\nPrices"]),
        ("<span>Best</span><!-- --><span>Prices</span>", ["Best\nPrices"]),
        ("<span>Best</span> <span>Prices</span>", ["Best Prices"]),
        ("<span>Best </span><span>Prices</span>", ["Best Prices"]),
        ("<b><i>Best</i></b><i>Prices</i>", ["Best\nPrices"]),
        ("<span>Best</span><script>x</script>Prices", ["BestPrices"]),
        ("Best<img src=x>Prices", ["Best\nPrices"]),
        ("Fast <img src=x> shipping", ["Fast shipping"]),
        ("Fast <svg><path d='M0'/></svg> shipping", ["Fast shipping"]),
        # blocks
        ("<div>One<p>Two<p>Three<div>Four</div>Five", ["One", "Two", "Three", "Four", "Five"]),
        ("<ul><li>One<li>Two<ul><li>In</ul>More<li>Three</ul>", ["One", "Two", "In", "More", "Three"]),
        ("<dl><dt>Term<dd>One<dd>Two<dt>Last", ["Term", "One", "Two", "Last"]),
        ("<table><tr><td>a<td>b<tr><th>c<table><tr><td>d</table>e</table>f", ["a", "b", "c", "d", "e", "f"]),
        ("<select><option>One<option>Two<optgroup><option>Three</select>x", ["One", "Two", "Three", "x"]),
        ("<h3>Fast</h4>Safe", ["Fast", "Safe"]),
        ("a<hr>b", ["a", "b"]),
        ("a</p>b", ["a", "b"]),
        ("fast </div></i> shipping", ["fast shipping"]),
        ("a<button>b</button>c", ["a", "b", "c"]),
        ("<label>I agree <b>now</b></label> ok", ["I agree now", "ok"]),
        ("<pre>\na\r\n  b  c\n</pre>", ["a\nb c"]),
        ("<textarea>\na &amp; <b>\nc</textarea>", ["a & <b>\nc"]),
        ("<xmp>a <b> &amp;</xmp>", ["a <b> &amp;"]),
        # what nobody reads
        ("<script>best</script><style>best</style><template><p>best</p></template><noscript>best</noscript>a", ["a"]),
        ("<iframe>best</iframe><object>best</object><canvas>best</canvas><video>best</video>a", ["a"]),
        ("<!-- best --><p hidden>best <img alt=best></p><p hidden=hidden>best</p>a", ["a"]),
        ("<p hidden=until-found>found</p>", ["found"]),
        ("<p aria-hidden=true>seen</p>", ["seen"]),
        ("<input type=hidden value=best title=best placeholder=best>", []),
        ("<head><link title=best><base></head>a", ["a"]),
        ("<svg><style>best</style><g>best</g><text>one<tspan> two</tspan></text></svg>", ["one two"]),
        ("<svg><title>Our &amp; <b>x</b></svg>", ["Our & x"]),
        ("Fast <svg><title>a truck</title></svg> shipping", ["Fast shipping", "a truck"]),
        ("<svg><text><![CDATA[a<b>]]></text></svg>", ["a<b>"]),
        ("<svg><foreignObject><p>in <b>HTML</b></p></foreignObject></svg>out", ["in HTML", "out"]),
        ("<svg><g><p>out of it</p>text", ["out of it", "text"]),
        # broken pages
        ("", []),
        ("<p>a<a href='", ["a"]),
        ("<p>a<!-- b", ["a"]),
        ("<p>a<style>b", ["a"]),
        ("\ufeff<p>a", ["a"]),
        ("<b>a<p>b</b>c</p>d", ["a", "bc", "d"]),
        ("<form><div>a</form>b</div>c", ["ab", "c"]),
        ("<form>a<form>b</form>c", ["ab", "c"]),
        ("<td>cell</td><li>item</li>", ["cell", "item"]),
    ],
)
def test_texts(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<title>A &amp; B</title>", [("title", "A & B")]),
        ("<h2>Why</h2>", [("heading", "Why")]),
        ("<ul><li><p>One</p></li></ul>", [("list-item", "One")]),
        ("<ul><li><section><p>One</p></section></li></ul>", [("text", "One")]),
        ("<table><caption>C<tr><th>H<td>D</table>", [("caption", "C"), ("table-cell", "H"), ("table-cell", "D")]),
        ("<figure><figcaption>F</figcaption></figure>", [("caption", "F")]),
        ("<blockquote><p>Great</p></blockquote>", [("quote", "Great")]),
        ("<p><q>Great</q></p><p>He: <q>Great</q></p>", [("quote", "Great"), ("text", "He: Great")]),
        ("<fieldset><legend>L</legend><label>M</label></fieldset>", [("label", "L"), ("label", "M")]),
        ("<button>Buy</button>", [("button", "Buy")]),
        # attributes
        ("<p>a<img alt='Fast &amp; safe'>b", [("text", "a\nb"), ("alt", "Fast & safe")]),
        ("<area alt=a><input type=image alt=b><p alt=c>", [("alt", "a"), ("alt", "b")]),
        ("<a title=' Best\n price '>x</a>", [("tooltip", "Best price"), ("text", "x")]),
        ("<div aria-label=a aria-description=b>", [("aria-label", "a"), ("aria-label", "b")]),
        ("<input placeholder=a><textarea placeholder=b></textarea>", [("placeholder", "a"), ("placeholder", "b")]),
        ("<input type=submit value=a><input type=BUTTON value=b><input type=reset value=c><input value=d>",
         [("button", "a"), ("button", "b"), ("button", "c")]),
        ("<optgroup label=a><option label=b><track label=c><p label=d>", [("label", "a"), ("label", "b"), ("label", "c")]),
        ("<video title=v><track label=t>no video</video>", [("tooltip", "v"), ("label", "t")]),
        ("<meta name=Description content=a><meta property='og:title' content=b><meta name=keywords content=c>",
         [("meta", "a"), ("meta", "b")]),
        ("<meta property=og:site_name content=a><meta name='twitter:description' content=b>", [("name", "a"), ("meta", "b")]),
        ("<meta name=twitter:title content=a><meta property=og:description content=b>", [("meta", "a"), ("meta", "b")]),
        ("<svg aria-label=a><title>b</title><desc>c</desc><text>d", [
            ("aria-label", "a"), ("tooltip", "b"), ("aria-label", "c"), ("text", "d")]),
        ("<img alt=''><img alt=' '><img alt=a alt=b>", [("alt", "a")]),
        ("<a href='?a=1&copy=2' title='?a=1&copy=2'>x", [("tooltip", "?a=1&copy=2"), ("text", "x")]),
    ],
)  # fmt: skip
def test_kinds(source: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(source) == expected


@pytest.mark.parametrize(
    ("source", "context"),
    [
        ("<p>x", ""),
        ("<h1>x", "heading"),
        ("<div role=heading>x", "heading"),
        ("<button>x", "button"),
        ("<a href=y role=button>x", "button link"),
        ("<a href=y role=button>x</a> y", ""),
        ("<p><a href=y>x <b>y</b></a>", "link"),
        ("<a href=y><div>x</div></a>", "link"),
        ("<a href=y>x</a> <a href=y>x</a>", ""),
        ("<a name=y>x</a>", ""),
        ("<blockquote>x", "quote"),
        ("<div class='card client-testimonials'><p>x", "quote"),
        ("<div id=customerReviews>x", "quote"),
        ("<div class=review_text>x", "quote"),
        ("<p class=write-review>x", ""),
        ("<p class=get-a-quote>x", ""),
        ("<a class=review>x", ""),
        ("<p class=preview>x", ""),
        ("<body class=reviews>x", ""),
        ("<span itemprop=reviewBody>x", "quote"),
        ("<span class=testimonial>x</span>", "quote"),
        ("<nav>x", "nav"),
        ("<div role=navigation>x", "nav"),
        ("<div class=mainMenu>x", "nav"),
        ("<div class='breadcrumbs'>x", "nav"),
        ("<header>x", "header"),
        ("<footer>x", "footer"),
        ("<div role=contentinfo>x", "footer"),
        ("<div class=site-footer>x", "footer"),
        ("<pre>x", "code"),
        ("<p><code>x</code>", "code"),
        ("<p><code>x</code> y", ""),
        ("<p><del>x</del>", "deleted"),
        ("<form>x", "form"),
        ("<ul><li>x", "list"),
        ("<table><td>x", "table"),
        ("<main><ul><li><h3>x", "main list heading"),
        ("<main><nav></nav><p>x", "main"),
    ],
)
def test_context(source: str, context: str) -> None:
    assert only(source).context == frozenset(context.split())


def test_a_figure_with_a_quotation_is_one_as_a_whole() -> None:
    source = "<figure><p>a<figure><blockquote>b</blockquote></figure><figcaption>c</figcaption></figure><p>d"
    assert [(block.text, block.context) for block in read_html(source)] == [
        ("a", frozenset({"quote"})),
        ("b", frozenset({"quote"})),
        ("c", frozenset({"quote"})),
        ("d", frozenset()),
    ]


def test_context_of_attributes() -> None:
    source = "<nav><a href=x title=t><img alt=a></a></nav><form><input type=submit value=v>"
    assert [(block.text, block.context) for block in read_html(source)] == [
        ("t", frozenset({"nav", "link"})),
        ("a", frozenset({"nav", "link"})),
        ("v", frozenset({"form", "button"})),
    ]


@pytest.mark.parametrize(
    ("source", "marks"),
    [
        ("<p>See <a href='/a?b&amp;c'> our <b>best</b> </a> offer", [Mark("link", 4, 12, "/a?b&c"), Mark("emphasis", 8, 12)]),
        ("<p>run <code>fast</code><sup>1</sup>", [Mark("code", 4, 8), Mark("superscript", 9, 10)]),
        ("<p><s>10</s> 5 <q>wow</q>", [Mark("deleted", 0, 2), Mark("quote", 5, 8)]),
        ("<p><b>a <strong>b</strong> c</b> <i>d</i>", [Mark("emphasis", 0, 5), Mark("emphasis", 6, 7)]),
        ("<p><b>a<i>b</b>c</i>", [Mark("emphasis", 0, 2)]),
        ("<p>a <a href=1>b <a href=2>c</a> d", [Mark("link", 2, 3, "1"), Mark("link", 4, 5, "2")]),
        ("<p lang=en>the <i lang=FR>mot juste</i> is", [Mark("emphasis", 4, 13), Mark("lang", 4, 13, "fr")]),
    ],
)
def test_marks(source: str, marks: list[Mark]) -> None:
    assert list(only(source).marks) == marks


def test_a_mark_goes_on_in_the_next_block_until_its_end_tag() -> None:
    blocks = read_html("<b>a<p>b</b>c</p>d")
    assert [(block.text, list(block.marks)) for block in blocks] == [
        ("a", [Mark("emphasis", 0, 1)]),
        ("bc", [Mark("emphasis", 0, 1)]),
        ("d", []),
    ]


@pytest.mark.parametrize(
    ("source", "langs"),
    [
        ("<p>x", [""]),
        ("<html lang=he-IL><p>x<p lang=en>y<div><p lang=''>z", ["he-il", "en", ""]),
        ("<p xml:lang=AR lang=ar-EG lang=en>x", ["ar-eg"]),
        ("<p xml:lang=ar>x", ["ar"]),
        ("<div lang=en><span lang=he>x</span></div>", ["he"]),
        ("<div lang=en>a <span lang=he>x</span></div>", ["en"]),
        ("<p lang=en><img lang=ar alt=x>", ["ar"]),
        ("<html lang=en><meta name=description lang=fr content=x>", ["fr"]),
        ('<html lang=en><script type=application/ld+json>{"text": "x"}</script>', ["en"]),
    ],
)
def test_languages(source: str, langs: list[str]) -> None:
    assert [block.lang for block in read_html(source)] == langs


LD = '<script type="application/ld+json">'


@pytest.mark.parametrize(
    ("json", "expected"),
    [
        (r'{"name": "Best Co", "description": "The \"best\" \u20ac\ud83d\ude00", "url": "best"}', ['The "best" €😀']),
        (r'{"description": "a\n  b\t\u00a0c\/d"}', ["a b \u00a0c/d"]),
        ('{"slogan":"a","headline":"b","alternativeHeadline":"c","abstract":"d","text":"e"}', list("abcde")),
        ('{"disambiguatingDescription":"a","caption":"b","award":["c",{"name":"x"},"d"],"about":{"name":"y"}}', list("abcd")),
        ('[{"offers": {"description": "a"}}, {"description": {"x": "b", "text": "c"}}]', ["a", "c"]),
        ('{"description": "a", "text": oops "b", "award" "c", "slogan": "d"]}}} {"text": "e"', ["a", "b", "d", "e"]),
        ('{"description": "a", "text": "open', ["a"]),
        (r'{"description": "\ud83d \udc00 \u12"}', ["\ufffd \ufffd u12"]),
        ("<!-- {\"text\": \"</b>\"} -->", ["</b>"]),
        ("", []),
        ("{}[]::,,\"\"", []),
    ],
)  # fmt: skip
def test_json_ld(json: str, expected: list[str]) -> None:
    assert kinds(f"{LD}{json}</script>") == [("json-ld", text) for text in expected]


def test_json_ld_knows_reviews() -> None:
    source = LD + '{"description":"a","review":{"@type":"Review","reviewBody":"b","description":"c"},"text":"d"}</script>'
    assert [(block.text, "quote" in block.context) for block in read_html(source)] == [
        ("a", False),
        ("b", True),
        ("c", True),
        ("d", False),
    ]


def test_other_scripts_are_not_read() -> None:
    assert texts('<script>{"description": "a"}</script><script type=application/json>{"text": "b"}</script>') == []


def test_the_way_back_to_the_source() -> None:
    source = '<p title="a &amp; b">Our  <b>fast&nbsp;</b>\r\nshipping<br>now'
    tooltip, body = read_html(source)
    assert body.text == "Our fast\u00a0 shipping\nnow"
    assert source[slice(*body.source_span(4, 8))] == "fast"
    assert source[slice(*body.source_span(8, 9))] == "&nbsp;"
    assert source[slice(*body.source_span(4, 18))] == "fast&nbsp;</b>\r\nshipping"
    assert source[slice(*tooltip.source_span(0, 5))] == "a &amp; b"
    assert source[slice(*body.source_span(18, 19))] == "<br>"


def test_blocks_come_in_the_order_of_the_source() -> None:
    source = "<p>a <img alt=b> c <svg><title>d</title></svg> e<p title=f>g"
    blocks = read_html(source)
    starts = [block.sources[0].start for block in blocks]
    assert starts == sorted(starts)
    assert [block.text for block in blocks] == ["a c e", "b", "d", "f", "g"]


MANY = 20_000


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("<div>" * 100_000 + "x" + "</div>" * 100_000, 1),
        ("<b>" * 100_000 + "x", 1),
        ("<b><p>x" * MANY, MANY),
        ("<ul>" + "<li>x" * MANY, MANY),
        ("<table><tr><td>x" * MANY, MANY),
        ("<svg><title>x" * MANY, MANY),
        ("<b><div>" * 250 + "</b>x" * MANY, 1),
        ("<span><div>" + "<b>" * 500 + "</span>x" * MANY, 1),
        ("<a href=x>" * 250 + "<div>" * 250 + "</a>x<a href=y>" * MANY, 1),
        ("".join(f"<span lang=l{n}>" for n in range(500)) + "x<p></p>" * MANY, MANY),
        ("<b><i><code><del><q><sup>" + "x<p></p>" * MANY, MANY),
        ("<figure>" * 400 + "<blockquote>x</blockquote>" * MANY + "</figure>" * 400, MANY),
        ("x" + "<br>" * 10 * MANY + "<i></i>" * MANY + " " * 1_000_000, 1),
        ("</div></span></b></p>" * MANY, 0),
        ("&amp;" * 5 * MANY, 1),
        ("<p title='" + "&amp; " * 5 * MANY + "'>", 1),
        ("<p class='" + "review-" * 5 * MANY + "'>x", 1),
        ("<p " + "title='a' " * MANY + "><p " + " ".join(f"t{n}=1" for n in range(MANY)) + ">x", 2),
        ("<pre>" + "a\r\n\t b" * 5 * MANY, 1),
        (LD + "[" * 10 * MANY, 0),
        (LD + '{"text":"' + '\\"' * 10 * MANY, 0),
        (LD + '{"text":"' + "\\ud83d" * 5 * MANY + '"}', 1),
    ],
    ids=lambda value: value[:16] if isinstance(value, str) else None,
)
def test_hostile_pages_take_linear_time(source: str, blocks: int) -> None:
    assert len(read_html(source)) == blocks


# -- every stretch of every block reads back

_DROPPED = re.compile(r"<!--.*?-->|<script>.*?</script>|</?[a-z][^<>]*>", re.S)
_WHITE_SPACE = re.compile(r"[ \t\n\f\r]+")

WORDS = [
    "fast", "best", "est", " ", "\n", "\r\n", "  ", "\t", "&amp;", "&nbsp;", "&#8364;", "&lt;", "&shy;", "é", "😀", "שלום",
    "\u3000", "100%", "<b>", "</b>", "<i>", "</i>", "<a href='x?a&amp;b'>", "</a>", "<p>", "</p>", "<div lang=he>", "</div>",
    "<br>", "<!-- best > -->", "<script>a<b</script>", "<ul><li>", "<li>",
    "</ul>", "<img alt='a &amp;\n b' title=best>", "<h3>",
    "</h4>", "<span>", "</span>", "<table><tr><td>", "</table>", "<pre>", "</pre>", "<svg><title>", "</title></svg>",
    "<button>", "<q>", "</q>", "<wbr>", "<input type=submit value='Buy&nbsp;now'>", "<p hidden>",
]  # fmt: skip
PAGES = st.tuples(st.sampled_from(["", "\ufeff"]), st.lists(st.sampled_from(WORDS), max_size=40)).map(
    lambda page: page[0] + "".join(page[1])
)


def read_back(source: str, span: Span) -> str:
    """What a reader sees of a stretch of the source."""
    stretch = _DROPPED.sub("", source[span.start : span.end].replace("<br>", "\n"))
    return decode_references(stretch, 0, len(stretch))


def squeezed(text: str) -> str:
    return _WHITE_SPACE.sub("", text)


@given(PAGES, st.data())
@settings(derandomize=True, max_examples=400, deadline=None)
def test_every_stretch_reads_back(source: str, data: st.DataObject) -> None:
    for block in read_html(source):
        assert block.text == block.text.strip(" \n")
        assert block.starts[0] == 0
        assert list(block.starts) == sorted(set(block.starts))
        for start, end, span in zip(block.starts, [*block.starts[1:], len(block.text)], block.sources, strict=True):
            run = block.text[start:end]
            seen = read_back(source, span)
            # A run of white space or of a seam is atomic; any other is what its source says.
            assert seen.strip() == "" if run in (" ", "\n") else _WHITE_SPACE.sub(" ", seen) == run.replace("\n", " ")
        start = data.draw(st.integers(0, len(block.text) - 1))
        end = data.draw(st.integers(start + 1, len(block.text)))
        part = block.text[start:end]
        assert squeezed(read_back(source, block.source_span(start, end))) == squeezed(part)
        for mark in block.marks:
            assert 0 <= mark.start < mark.end <= len(block.text)
            assert block.text[mark.start : mark.end].strip(" \n") == block.text[mark.start : mark.end]


def test_what_the_site_calls_itself_is_a_block_of_kind_name() -> None:
    page = '<meta property="og:site_name" content="Swift Lamps"><meta name="application-name" content="Lamps">'
    assert [(block.kind, block.text) for block in read_html(page)] == [("name", "Swift Lamps"), ("name", "Lamps")]
