"""The copy of JSX and TSX: what is read, what is not, and the way back to the source."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.errors import ClaimlintError
from claimlint.model import VALUE, Block, Mark
from claimlint.sources import jsx
from claimlint.sources.jsx import read_jsx
from claimlint.sources.options import ReaderOptions


def read(source: str, options: ReaderOptions | None = None) -> tuple[Block, ...]:
    return read_jsx(source, options or ReaderOptions())


def texts(source: str) -> list[str]:
    return [block.text.replace(VALUE, "_") for block in read(source)]


def kinds(source: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text.replace(VALUE, "_")) for block in read(source)]


def only(source: str) -> Block:
    (block,) = read(source)
    return block


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # white space as JSX has it
        ("<p>Fast <b>shipping</b> today</p>", ["Fast shipping today"]),
        ("<p>\r\n\t Fast\r\n\t shipping \r\n</p>", ["Fast shipping"]),
        ("<p>Fast{' '}\n  <b>shipping</b></p>", ["Fast shipping"]),
        ("<p>Fast\n  <b>shipping</b></p>", ["Fast\nshipping"]),
        ("<p><b>fast</b>est</p>", ["fastest"]),
        ("<p><b>Best</b><i>Prices</i></p>", ["Best\nPrices"]),
        ("<p>Best<br />prices</p>", ["Best\nprices"]),
        ("<p>Fast <Icon name='truck' /> shipping</p>", ["Fast shipping"]),
        ("<p>full\u3000width&nbsp;space</p>", ["full\u3000width\u00a0space"]),
        # references, of which JSX knows fewer than HTML
        ("<p>Caf&eacute; &#38; bar&#x21; &lt;3</p>", ["Café & bar! <3"]),
        ("<p>Q&A, R&D &nothing; &copy 2020</p>", ["Q&A, R&D &nothing; &copy 2020"]),
        ("<p>&#0;&#xD800;&#99999999;</p>", ["\ufffd\ufffd\ufffd"]),
        # expressions
        ("<p>Only {price} euros</p>", ["Only _ euros"]),
        ("<p>{price}</p>", []),
        ("<p>Fast {/* best */} shipping{}</p>", ["Fast shipping"]),
        ("<p>{'Caf\\u00e9'} {\"it\\'s\"} {`a ${n} b`} {'\\x41\\u{1F600}\\ud83d\\ude00'}</p>", ["Café it's a _ b A😀😀"]),
        ("<p>{'Fast ' + n + \" shipping\"}</p>", ["Fast _ shipping"]),
        ("<p>{('fast' as const)}</p>", ["fast"]),
        ("<p>Now {isNew && <b>free</b>} of charge</p>", ["Now _ of charge", "free"]),
        ("<p>Our {a ? 'best' : b || `worst`} plan</p>", ["Our _ plan", "best", "worst"]),
        ("<ul>{items.map((item) => <li key={item}>Best {item}</li>)}</ul>", ["Best _"]),
        ("<p>{a ? <b>One</b> : <i>Two</i>}</p>", ["One", "Two"]),
        ("<p {...props}>One {...more}</p>", ["One _"]),
        # elements
        ("<div>One<p>Two</p>Three<Card>Four</Card>Five</div>", ["One", "Two", "Three", "Four", "Five"]),
        ("<><p>One</p>Two</>", ["One", "Two"]),
        ("<h1><React.Fragment>One</React.Fragment> two</h1>", ["One two"]),
        ("<p>Read <Trans>our <Link to='/x'>story</Link></Trans> <GradientText>now</GradientText></p>", ["Read our story now"]),
        ("<motion.div>One<motion.span>two</motion.span></motion.div>", ["Onetwo"]),
        ("<Tabs panel={<p>One</p>}>Two</Tabs>", ["One", "Two"]),
        ("<p hidden>One</p>", []),
        ("<p hidden={isNew}>One</p>", ["One"]),
        ("<style jsx>{`p { content: 'best' }`}</style>", []),
        ("<svg><title>A truck</title><path d='M0' /><text>best</text>x</svg>", ["A truck", "best"]),
        ("<p>// no comment https://x.example</p>", ["// no comment https://x.example"]),
        # translations
        ("<p>{t('hero.title')}</p>", []),
        ("<p>{t('Order today, {{name}}')} {i18n.t(`Fast shipping`)}</p>", ["Order today, _", "Fast shipping"]),
        ("t`Always the best price`", ["Always the best price"]),
        # what is no copy
        ("import x from 'the best'; const x = 'the best one'; f('the best one')", []),
        ("<p className='the best' id='the best' key='the best' style={{ color: 'the best' }} data-title='the best' />", []),
        ("type A = { title: 'the best' }; let a: 'the best';", []),
        ("x = { title: 'hero.title', label: 'text-sm', text: 'text-lg font-bold', href: 'the best' }", []),
        ("x = { description: 'Best', [title]: 'the best one' }", []),
        # broken code
        ("", []),
        ("<p>Fast <b>shipping</p>", ["Fast", "shipping"]),
        ("function A() { return <div><p>Fast shipping", ["Fast shipping"]),
        ("<p>Fast {", ["Fast"]),
        ("x = { title: 'Fast shipping", []),
        ("\ufeff<p>Best</p>", ["Best"]),
        ("<p>a\0b \ud800 ?\x01\x02</p>", ["a\0b \ud800 ?\x01\x02"]),
    ],
)
def test_texts(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h2>Why</h2>", [("heading", "Why")]),
        ("<CardTitle>Why</CardTitle>", [("heading", "Why")]),
        ("<Text as='h3'>Why</Text>", [("heading", "Why")]),
        ("<Typography variant='h4'>Why</Typography>", [("heading", "Why")]),
        ("<LinkButton>Buy</LinkButton>", [("button", "Buy")]),
        ("<ListItem>One</ListItem>", [("list-item", "One")]),
        ("<li>{isNew && <b>One</b>}</li>", [("list-item", "One")]),
        ("<Image alt='Best' />", [("alt", "Best")]),
        ("<img alt={`The ${n} best`} title='Caf&eacute;' />", [("alt", "The _ best"), ("tooltip", "Café")]),
        ("<button aria-label='Open'>x</button>", [("aria-label", "Open"), ("button", "x")]),
        ("<Field placeholder='Your name' label='Name' />", [("placeholder", "Your name"), ("template-string", "Name")]),
        ("<input type='submit' value='Buy' /> ", [("button", "Buy")]),
        ("<input type='hidden' value='Buy' placeholder='Best' /> ", []),
        ("<meta name='description' content='Best' />", [("meta", "Best")]),
        (
            "<Card title={isNew ? 'New best' : 'Old best'} />",
            [("template-string", "New best"), ("template-string", "Old best")],
        ),
        ("<Card text='a &amp; b, \\n' />", [("template-string", "a & b, \\n")]),
    ],
)
def test_kinds(source: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "const features = [{ title: 'Fast', 'description': \"We ship today\" }]",
            [("title", "Fast"), ("description", "We ship today")],
        ),
        ("const headline = `The best`", [("headline", "The best")]),
        ("function Hero({ label = 'The best', b: title = 'Only here' }) {}", [("label", "The best"), ("title", "Only here")]),
        ("Hero.title = 'The best'; class A { static title = 'Only here' }", [("title", "The best"), ("title", "Only here")]),
        ("x = { perks: ['Free shipping', n, 'No fees'] }", [("perks", "Free shipping"), ("perks", "No fees")]),
        ("x = { title: ok ? 'The best' : (b ?? 'The worst') }", [("title", "The best"), ("title", "The worst")]),
        ("x = { text: 'Fast\\u0020ship' + 'ping' }", [("text", "Fast shipping")]),
        ("x = { text: 'Our <b>best</b> {{n}} offers' }", [("text", "Our best _ offers")]),
        ("<Hero ctaText='Get it now' metaTitle2='Best' />", [("ctaText", "Get it now"), ("metaTitle2", "Best")]),
    ],
)
def test_strings_under_keys(source: str, expected: list[tuple[str, str]]) -> None:
    assert [(block.name, block.text.replace(VALUE, "_")) for block in read(source)] == expected


def test_keys_of_the_project() -> None:
    source = "x = { claimLine3000: 'We are the best', pitch: 'We are the best', title: 'We are the best' }"
    found = read(source, ReaderOptions(copy_keys=("*.pitch",), skip_keys=("title",)))
    assert [block.name for block in found] == ["claimLine3000", "pitch"]


def test_what_text_stands_in() -> None:
    source = """<html lang="he"><Footer><nav>A</nav><blockquote>B</blockquote><code>C</code></Footer>
      <section className="customer-testimonials" lang="EN">D</section><TestimonialCard quote="E is it" /></html>"""
    found = {block.text[0]: block for block in read(source)}
    assert {"footer", "nav"} <= found["A"].context
    assert (found["B"].kind, found["B"].lang) == ("quote", "he")
    assert "code" in found["C"].context
    assert found["D"].lang == "en"
    assert "quote" in found["D"].context
    assert "quote" in found["E"].context


def test_testimonials_in_data_are_quotations() -> None:
    assert only("const testimonials = [{ text: 'The best' }]").context == {"quote"}
    assert only("x = [{ quote: 'The best ever' }]").context == {"quote"}


def test_a_figure_with_a_quotation_is_one() -> None:
    for block in read("<figure>{x && <blockquote>Best</blockquote>}<figcaption>Noa</figcaption></figure>"):
        assert "quote" in block.context


def test_marks() -> None:
    assert only("<p>Our <a href='/x'>best <b>one</b></a> is <del>dear</del></p>").marks == (
        Mark("link", 4, 12, "/x"),
        Mark("emphasis", 9, 12),
        Mark("deleted", 16, 20),
    )
    assert only("<Link to={url}>Best</Link>").context == {"link"}
    assert only("<a href='/x'>{n ? 'Best' : n}</a>").context == {"link"}


def test_references_escapes_and_values_are_atomic() -> None:
    source = "\ufeff<p>a&amp;b{'\\u0063'} {n}</p>"
    block = only(source)
    spans = [block.source_span(at, at + 1) for at in range(len(block.text))]
    assert [source[start:end] for start, end in spans] == ["a", "&amp;", "b", "\\u0063", " ", "{n}"]


WORDS = st.sampled_from(["fast", "Café", "מהיר", "😀", "best-ever", "100%", "it’s", "سريع"])
# A word as it is written and as it is read.
PIECES = st.one_of(
    WORDS.map(lambda word: (word, word)),
    st.sampled_from([("&amp;", "&"), ("&#x1F600;", "😀"), ("&eacute;", "é"), ("{'\\u05d0'}", "א"), ('{"a\\tb"}', "a b")]),
    WORDS.map(lambda word: (f"<b>{word}</b>", word)),
    WORDS.map(lambda word: (f"{{`{word}`}}", word)),
    st.sampled_from([("{n}", VALUE), ("{f({ a: '}' })}", VALUE), ("{/* best */}x", "x"), ("<Link to='/'>a</Link>", "a")]),
)
SPACES = st.sampled_from([(" ", " "), ("\r\n\t", " "), ("{' '}\n", " "), (" \n\n  ", " ")])


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=5), min_size=1, max_size=4), SPACES, st.booleans())
def test_spans_read_back(paragraphs: list[list[tuple[str, str]]], space: tuple[str, str], nested: bool) -> None:
    """Text reads as written; where white space next to a tag holds a line end, words stay apart all the same."""
    body = "".join(f"<p>\n  {space[0].join(written for written, _ in pieces)}\n</p>" for pieces in paragraphs)
    source = (
        "\ufeff// שלום 😀 & more\r\nexport default () => <main>" + (f"{{ok && <>{body}</>}}" if nested else body) + "</main>;"
    )
    expected = [space[1].join(text for _, text in pieces) for pieces in paragraphs]
    blocks = read(source)
    assert [block.text.replace("\n", " ") for block in blocks] == [text for text in expected if text.strip(f"{VALUE} ")]
    for block in blocks:
        ends = (*block.starts[1:], len(block.text))
        for start, end, span in zip(block.starts, ends, block.sources, strict=True):
            text = block.text[start:end]
            written = source[span.start : span.end]
            if len(text) == len(written) and text not in " \n":
                assert text == written
            else:
                assert text in " \n" or written[0] in "&\\{"


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(alphabet="<>/{}()[]'\"`$&;=pb \n\\\0é😀\ud800", max_size=60))
def test_anything_can_be_read(source: str) -> None:
    for block in read(source):
        assert all(0 <= start < end <= len(source) for start, end in block.sources)
        assert block.source_spans(0, len(block.text))


@pytest.mark.parametrize(
    "source",
    [
        "<p>" + "best coffee " * 100_000 + "</p>",
        "x = { title: '" + "best\\n" * 100_000 + "' }",
        "<p>" + "a&amp;" * 20_000 + "</p>",
        "<p>" + "&#" * 50_000 + "</p>",
        "<p>" + " " * 1_000_000 + "</p>",
        "x = { title: " + "'best one' + " * 20_000 + "n }",
        "<A " + "a" * 1_000_000 + "$='b c' />",
        "<b>a" * 1900 + "</b>" * 1900,
        "<b>{a && " * 1900 + "1" + "}</b>" * 1900,
        "<a b='" * 1_900,
    ],
    ids=lambda source: source[:12],
)
def test_long_and_deep_input_is_read(source: str) -> None:
    read(source)


@pytest.mark.parametrize("unit", ["{a:", "(<T>", "a<b,", "x = 1\n<p>\n", "[", "<div>"])
def test_what_would_end_the_process_is_refused(unit: str) -> None:
    """So deep, the parser's own recursion fills the stack, or its guesses fill the memory."""
    with pytest.raises(ClaimlintError, match="brackets or tags are open here") as caught:
        read(unit * 100_000)
    assert caught.value.line == (4002 if "\n" in unit else 1)


def test_a_parse_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsx, "_PATIENCE", 0.2)
    with pytest.raises(ClaimlintError, match="too broken to be parsed"):
        read("<a/>" * 5_000)


@pytest.mark.parametrize("module", ["tree_sitter", "tree_sitter_typescript"])
def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    jsx._language.cache_clear()
    with pytest.raises(ClaimlintError, match=r'pip install "claimlint-copy\[jsx\]"'):
        read("<p>Best</p>")
