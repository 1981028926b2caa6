"""CSS selectors: what a project leaves out of its pages, and what customers say there."""

from __future__ import annotations

import re
import subprocess
import sys
from time import process_time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.errors import ClaimlintError
from claimlint.model import Block, Mark
from claimlint.sources import read
from claimlint.sources.options import ReaderOptions
from claimlint.sources.selectors import selector_fault


def blocks(
    source: str, *skip: str, testimonials: tuple[str, ...] = (), name: str = "page.html", data: bytes = b""
) -> tuple[Block, ...]:
    return read(name, data or source.encode(), options=ReaderOptions(skip=skip, testimonials=testimonials)).blocks


def texts(source: str, *skip: str, name: str = "page.html") -> list[str]:
    return [block.text for block in blocks(source, *skip, name=name)]


def quoted(source: str, *testimonials: str, name: str = "page.html") -> list[str]:
    """The blocks that are customers' words, and of the others the parts that are."""
    found: list[str] = []
    for block in blocks(source, testimonials=testimonials, name=name):
        parts = [block.text[mark.start : mark.end] for mark in block.marks if mark.kind == "quote"]
        found += [block.text] if "quote" in block.context else parts
    return found


def sources(source: str, block: Block, kind: str) -> list[str]:
    """What stands in the file where the marks of a kind are."""
    marks = [mark for mark in block.marks if mark.kind == kind]
    return [source[slice(*block.source_span(mark.start, mark.end))] for mark in marks]


LAMPS = """<!doctype html>
<html lang="en">
<head>
  <title>Lamps that last</title>
  <meta name="description" content="The best lamps in town &amp; beyond">
  <script type="application/ld+json">{"@type": "Store", "description": "The finest lamps"}</script>
</head>
<body>
  <nav class="site-nav"><a href="/lamps">Lamps</a></nav>
  <main>
    <section id="hero" class="hero dark">
      <h1>The best lamps 💡 in town</h1>
      <p class="lead">Made by <em class="brand">Acme</em> since 1987.</p>
    </section>
    <section class="cards">
      <div class="card"><h2>Desk</h2><p>Bright &amp; quiet.</p></div>
      <div class="card featured"><h2>Floor</h2><p>The brightest.</p><img src="a.png" alt="The tallest lamp"></div>
    </section>
    <div class="voices"><p>&ldquo;A superb lamp!&rdquo;</p><p>Dana, Haifa</p></div>
    <table><tr><td>Watts</td><td>9</td></tr></table>
  </main>
  <footer class="legal" hidden="until-found"><p>Fast delivery: see terms.</p></footer>
</body>
</html>
"""


@pytest.mark.parametrize(
    ("selector", "gone"),
    [
        (".hero", ["The best lamps 💡 in town", "Made by Acme since 1987."]),
        ("#hero > h1", ["The best lamps 💡 in town"]),
        ("section.dark h1, .legal", ["The best lamps 💡 in town", "Fast delivery: see terms."]),
        (".card:nth-of-type(2)", ["Floor", "The brightest.", "The tallest lamp"]),
        (".card:has(img) > p", ["The brightest."]),
        (".card:not(.featured)", ["Desk", "Bright & quiet."]),
        ("p:-soup-contains('brightest')", ["The brightest."]),
        ("h2 + p", ["Bright & quiet.", "The brightest."]),
        ("[alt*=tallest]", ["The tallest lamp"]),
        ("head", ["Lamps that last", "The best lamps in town & beyond", "The finest lamps"]),
        ("head > meta[name=description]", ["The best lamps in town & beyond"]),
        ("[type='application/ld+json']", ["The finest lamps"]),
        ("html:lang(en) table tr > td:first-child", ["Watts"]),
        ("body > footer", ["Fast delivery: see terms."]),
        ("td:empty, .no-such", []),
        ("table > tbody", []),  # it is not written
    ],
)
def test_what_a_selector_finds_is_left_out(selector: str, gone: list[str]) -> None:
    whole = texts(LAMPS)
    left = texts(LAMPS, selector)
    assert [text for text in whole if text not in left] == gone
    assert [text for text in whole if text in left] == left
    crlf = LAMPS.replace("\n", "\r\n")
    assert texts(crlf, selector) == left


def test_a_hebrew_page() -> None:
    source = (
        '<html lang="he" dir="rtl"><body><h1 class="כותרת">המנורות הכי טובות 💡</h1>'
        '<div class="המלצות"><p>&#8222;מנורה נהדרת!&#8220;</p><p>דנה, חיפה</p></div>'
        '<p>משלוח מהיר <span class="terms">(בכפוף לתקנון)</span> לכל הארץ</p></body></html>'
    )
    assert texts(source, ".כותרת") == ["„מנורה נהדרת!“", "דנה, חיפה", "משלוח מהיר (בכפוף לתקנון) לכל הארץ"]
    assert quoted(source, ".המלצות") == ["„מנורה נהדרת!“", "דנה, חיפה"]
    last = blocks(source, ".terms")[-1]
    assert sources(source, last, "code") == ["(בכפוף לתקנון)"]
    in_windows = source.replace("💡", "").replace("<body>", '<meta charset="windows-1255"><body>')
    assert [b.text for b in blocks("", ".כותרת", data=in_windows.encode("windows-1255"))][:1] == ["„מנורה נהדרת!“"]


@pytest.mark.parametrize(
    ("source", "selector", "parts"),
    [
        ("<p>Fast <b class=x>safe</b> sure</p>", ".x", ["safe"]),
        ("<p>Fast <b class=x>safe</b> <i class=x>new</i> sure</p>", ".x", ["safe</b> <i class=x>new"]),
        ("<p>Fast <b class=x>safe</b> and <i class=x>new</i></p>", ".x", ["safe", "new"]),
        ("<p><b class=x>Fast &amp; safe\r\n</b>sure</p>", ".x", ["Fast &amp; safe"]),
        ("<div>Fast <b class=x>safe<p>sure</b> new</p></div>", ".x", ["safe"]),
        ("<p>Fast<br><span class=x>safe</span></p>", ".x", ["safe"]),
        ("<p>Fast <a class=x href=y>sa<b>fe</b></a></p>", "a", ["sa<b>fe"]),
        ("<p>Fast <b class=x>💡 מנורה</b> sure</p>", ".x", ["💡 מנורה"]),
        ("<p>Fast <b class=x><!-- a --> <img src=a> </b> sure</p>", ".x", []),
    ],
)
def test_of_a_block_that_is_partly_within_that_part_is_marked(source: str, selector: str, parts: list[str]) -> None:
    before = read("page.html", source.encode()).blocks[0]
    first = blocks(source, selector)[0]
    assert first.text == before.text
    assert sources(source, first, "code") == parts
    quoting = blocks(source, testimonials=(selector,))[0]
    assert sources(source, quoting, "quote") == parts
    assert quoting.context == before.context
    assert [mark for mark in quoting.marks if mark.kind != "quote"] == list(before.marks)
    assert list(quoting.marks) == sorted(quoting.marks, key=lambda mark: (mark.start, -mark.end))


def test_testimonials_are_quotations() -> None:
    assert quoted(LAMPS, ".voices") == ["“A superb lamp!”", "Dana, Haifa"]
    assert quoted(LAMPS, ".card.featured") == ["Floor", "The brightest.", "The tallest lamp"]
    assert quoted(LAMPS, ".brand", "h1") == ["The best lamps 💡 in town", "Acme"]
    assert quoted(LAMPS) == []


def test_what_is_left_out_is_no_testimonial() -> None:
    found = blocks(LAMPS, ".voices p:first-child", testimonials=(".voices",))
    assert [block.text for block in found if "quote" in block.context] == ["Dana, Haifa"]


# -- templates


@pytest.mark.parametrize(
    ("name", "source", "selector", "left"),
    [
        ("a.j2", '<p class="card {{ x }}">Fast</p><p>Safe</p>', ".card", ["Safe"]),
        ("a.j2", '<p class="{% if x %}card{% endif %} new">Fast</p><p>Safe</p>', ".card.new", ["Safe"]),
        ("a.j2", '<p class="card-{{ x }}">Fast</p><p>Safe</p>', "[class^=card-]", ["Safe"]),
        ("a.j2", '<p class="card{{ x }}">Fast</p><p>Safe</p>', ".card", ["Fast", "Safe"]),
        ("a.j2", '{% for a in b %}<p {{ a }} id="b">Fast</p>{% endfor %}<p>Safe</p>', "#b", ["Safe"]),
        ("a.j2", "<div>{{ a }}</div><p>{# a #}</p><p>Safe</p>", "p:empty + p", []),
        ("a.j2", "<p>{{ a }}</p><p>Safe</p>", "p:empty + p", ["Safe"]),
        ("a.j2", "<h{{ n }}>Fast</h{{ n }}><p>Safe</p>", "h2", ["Safe"]),
        ("a.php", '<p class="<?= $a ?> card">Fast</p><p>Safe</p>', ".card", ["Safe"]),
        ("a.erb", '<p title="Fast" class="card">Fast</p><%= link_to "Buy now", "/", class: "card" %>', ".card", ["Buy now"]),
        ("a.hbs", '<div class="card"><p>{{t "The best lamps"}}</p></div><p>Safe</p>', ".card", ["Safe"]),
        ("a.vue", '<template><Card class="a" title="The best"/><p :class="b">Safe</p></template>', "card", ["Safe"]),
        ("a.vue", "<template><div><p>Fast</p></div><p>Safe</p></template>", "div div p", ["Safe"]),
        ("a.svelte", '<p class="card">Fast</p>{#if a}<p>Safe</p>{/if}', ".card", ["Safe"]),
        ("a.astro", '{a && <p class="card">Fast</p>}<p>Safe</p>', ".card", ["Safe"]),
        ("a.component.html", '@if (a) { <p class="card">Fast</p> } <p>Safe</p>', ".card", ["Safe"]),
    ],
)
def test_in_templates(name: str, source: str, selector: str, left: list[str]) -> None:
    assert texts(source, selector, name=name) == left


def test_a_value_within_a_part() -> None:
    source = "<p>Fast <b class=x>{{ a }} safe</b> sure</p>"
    (block,) = blocks(source, ".x", name="page.j2")
    assert sources(source, block, "code") == ["{{ a }} safe"]


# -- Markdown


PAGE = """---
title: The best lamps
---
# The finest lamps

Made by [Acme](https://example.org "The best") since **1987**.

- Fast
- *Safe* & sure

| Watts | Lumen |
|-------|-------|
| 9     | 800   |

![The tallest](a.png)

<div class="voices">

> A superb lamp!

Dana, Haifa

</div>

Last <span class="x">but *not*</span> least
"""


@pytest.mark.parametrize(
    ("selector", "gone"),
    [
        ("h1", ["The finest lamps"]),
        ("ul > li:first-child", ["Fast"]),
        ("li:has(em)", ["Safe & sure"]),
        ("table tbody td:nth-child(2)", ["800"]),
        ("thead", ["Watts", "Lumen"]),
        (".voices", ["A superb lamp!", "Dana, Haifa"]),
        (".voices > blockquote", ["A superb lamp!"]),
        ("h1 + p", ["Made by Acme since 1987.", "The best"]),
        ("p:-soup-contains('since')", ["Made by Acme since 1987.", "The best"]),
        ("a[href*=example]", ["The best"]),
        ("img[alt='The tallest']", ["The tallest"]),
        ("p:has(> img)", ["The tallest"]),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_in_markdown_signs_are_elements(selector: str, gone: list[str], line_end: str) -> None:
    source = PAGE.replace("\n", line_end)
    left = texts(source, selector, name="page.md")
    assert [text for text in texts(source, name="page.md") if text not in left] == gone


def test_parts_of_a_paragraph_of_markdown() -> None:
    (last,) = [block for block in blocks(PAGE, ".x", name="page.md") if block.text.startswith("Last")]
    assert sources(PAGE, last, "code") == ["but *not"]
    (made,) = [block for block in blocks(PAGE, "a, strong", name="page.md") if block.text.startswith("Made")]
    assert sources(PAGE, made, "code") == ["Acme", "1987"]
    assert quoted(PAGE, "blockquote", ".x", name="page.md") == ["A superb lamp!", "but not"]


def test_components_of_mdx() -> None:
    source = '<Hero title="The best">\n\n# Fast\n\n</Hero>\n\n<Card tagline="The finest" />\n\nSafe {a}\n'
    assert texts(source, "hero", name="page.mdx") == ["The finest", "Safe ￼"]
    assert texts(source, "card", name="page.mdx") == ["The best", "Fast", "Safe ￼"]
    assert texts(source, "card + p", name="page.mdx") == ["The best", "Fast", "The finest"]


def test_other_formats_have_no_elements_to_select() -> None:
    assert texts('{"title": "<p class=x>The best lamps</p>"}', "p", name="en.json") == ["The best lamps"]
    assert texts("The best lamps", "*", name="page.txt") == ["The best lamps"]


# -- against Beautiful Soup's own reading

_LEAVES = st.sampled_from(
    ["<p>Fast</p>", "<p class=x>Safe</p>", "<p id=a></p>", "<p>Su&amp;re <b>b</b></p>", "<hr>", "<h2>💡 ל</h2>"]
)
_PAGES = st.recursive(
    _LEAVES,
    lambda inner: st.builds(
        lambda name, mark, parts: f"<{name}{mark}>{''.join(parts)}</{name}>",
        st.sampled_from(["div", "section", "blockquote"]),
        st.sampled_from(["", " class=x", " class='y x'", " id=b"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)
_SELECTORS = (
    ".x",
    "div > p",
    "p:first-child",
    "section p:nth-of-type(2)",
    "div:has(> h2)",
    "p:empty ~ p",
    ":is(.y, #b) h2",
    "hr + *",
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PAGES, max_size=3), st.sampled_from(_SELECTORS))
def test_the_same_is_selected_as_in_its_own_tree(parts: list[str], selector: str) -> None:
    source = "".join(parts)
    soup = BeautifulSoup(source, "html.parser")
    for tag in soup.select(selector):
        tag.decompose()
    assert texts(source, selector) == texts(str(soup))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("<p class=x>", "</p>", "<b class=x>", "</b>", "<table>", "<td>", "</table>", "<svg class=x>", "</svg>"),
                *("<a href=x>", "</a>", "fast", " ", "&amp;", "<li>", "<head>", "<body>", "<title>", "</title>", "{{ a }}"),
                *("<!-- a -->", "<img class=x alt=best>", "**", "\n\n", "> ", "- ", "`", "[a](b 'c')", "<Card class=x />"),
            ]
        ),
        max_size=25,
    ),
    st.sampled_from(["page.html", "page.j2", "page.vue", "page.md", "page.mdx"]),
)
def test_any_soup_keeps_its_text_and_places(parts: list[str], name: str) -> None:
    source = "".join(parts)
    before = read(name, source.encode()).blocks
    assert blocks(source, ".no-such", testimonials=(".no-such",), name=name) == before
    after = blocks(source, testimonials=(".x",), name=name)
    assert [(block.text, block.sources) for block in after] == [(block.text, block.sources) for block in before]
    for block in after:
        for mark in block.marks:
            assert 0 <= mark.start < mark.end <= len(block.text)
    kept = {(block.text, block.sources) for block in blocks(source, ".x", name=name)}
    for block in after:
        assert ((block.text, block.sources) in kept) == (not _wholly_quoted(block, before))


def _wholly_quoted(block: Block, before: tuple[Block, ...]) -> bool:
    (was,) = [one for one in before if (one.text, one.sources, one.kind) == (block.text, block.sources, block.kind)]
    return block.context != was.context


# -- what is wrong with a selector


@pytest.mark.parametrize(
    ("selector", "fault"),
    [
        (".card", ""),
        ("main > .card:not(:has(img)), #a ~ b", ""),
        ("מנורה.💡", ""),
        ("", "expected a selector (character 1)"),
        ("..card", "malformed class selector (character 1)"),
        ("[alt=", "malformed attribute selector (character 1)"),
        ("p::before", "not supported: pseudo-element"),
        ("p:contains('a')", "write :-soup-contains() for :contains()"),
        ("p:not(", "unclosed pseudo-class (character 7)"),
    ],
)
def test_a_fault_is_told_in_one_clause(selector: str, fault: str) -> None:
    assert selector_fault(selector) == fault


@pytest.mark.parametrize(
    "selector", [".card >", "> .card", "p:first", "@media print", "a,,b", "p{", "::", ":is(" * 3000, "\n.a:"]
)
def test_whatever_is_wrong_it_takes_one_line(selector: str) -> None:
    fault = selector_fault(selector)
    assert fault
    assert "\n" not in fault
    assert " position " not in fault


def test_a_page_is_not_read_with_a_broken_selector() -> None:
    with pytest.raises(ClaimlintError, match=re.escape('page.html: "..a" is no CSS selector: malformed class selector')):
        blocks("<p>Fast</p>", "..a")


def test_elements_too_deep_for_a_selector_are_an_error_line(monkeypatch: pytest.MonkeyPatch) -> None:
    import soupsieve

    def too_deep(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(soupsieve.SoupSieve, "select", too_deep)
    with pytest.raises(ClaimlintError, match=re.escape('page.html: the selector "p b" can\'t be followed through')):
        blocks("<p>Fast</p>", "p b")


# -- costs


def test_without_selectors_their_libraries_are_not_imported() -> None:
    page = "b'<p>The best <!-- claimlint-x -->'"
    code = f"import sys; from claimlint.sources import read; read('a.html', {page}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"bs4", "soupsieve"}.isdisjoint(done.stdout.split())


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("page.html", "<div class=x>a"),
        ("page.html", "<p class=x>a</p>"),
        ("page.html", "<b class=x>a</b> b "),
        ("page.j2", "<p class='x {{ a }}'>{{ b }}"),
        ("page.md", "<div class=x>\n\n**a** b\n\n"),
        ("page.md", "- a\n"),
    ],
)
def test_the_time_is_linear(name: str, unit: str) -> None:
    def seconds(count: int) -> float:
        """Of the processor; the better of two, as a search for garbage may fall into one."""
        taken = []
        for _ in range(2):
            start = process_time()
            blocks(unit * count, ".x", "p b", testimonials=("li",), name=name)
            taken.append(process_time() - start)
        return min(taken)

    seconds(10)
    assert seconds(2400) < 30 * max(seconds(300), 0.005)


def test_a_mark_is_a_code_mark() -> None:
    (block,) = blocks("<p>Fast <b class=x>safe</b></p>", ".x")
    assert Mark("code", 5, 9) in block.marks
