"""The place of a finding is exact: cut from the file, without tags and with entities decoded, it is the finding's text."""

import re
from html import unescape
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.lint import lint_document
from claimlint.packs import load_packs
from claimlint.sources import read

# Not a fixture: hypothesis would print the whole set with every failure.
BAKERY = load_packs([Path(__file__).parent.parent / "data" / "bakery.yaml"]).selected(["bakery"])
TAGS = re.compile(r"""<!--.*?-->|<(?:"[^"]*"|'[^']*'|[^>"'])*>""", re.DOTALL)


def plain(source: str) -> str:
    """What a reader sees of a stretch of HTML, white space collapsed."""
    return " ".join(unescape(TAGS.sub("", source)).split())


LETTERS = {"e": ["e", "&#101;", "&#x65;"], "b": ["b", "&#98;"], " ": [" ", "\r\n  ", "&nbsp;", " <!-- x --> ", "\t"]}
WRAPS = [("", ""), ("<b>", "</b>"), ("<a href='x'>", "</a>"), ('<i class="c > d">', "</i>"), ("<span>", "")]
AROUND = st.sampled_from(["", "☕ ", "Caf&eacute; 😀 ", "Bread &amp; butter. ", "<br>", "<p>", "<ul><li>", "\r\n", "&shy;"])


@st.composite
def claims(draw: st.DrawFn) -> str:
    """A claim of the bakery's pack, spelled in one of the many ways in which pages spell it."""
    pieces = []
    for word in draw(st.sampled_from(["freshest bread", "freshest ever sourdough", "oven fresh"])).split(" "):
        spelled = "".join(draw(st.sampled_from(LETTERS.get(letter, [letter]))) for letter in word)
        opening, closing = draw(st.sampled_from(WRAPS))
        cut = draw(st.integers(0, 2))
        head, tail = (word[:cut], word[cut:]) if draw(st.booleans()) else ("", spelled)
        pieces.append(f"{head}{opening}{tail}{closing}")
    return draw(st.sampled_from(LETTERS[" "])).join(pieces)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    parts=st.lists(st.tuples(AROUND, claims(), AROUND), min_size=1, max_size=4),
    bom=st.booleans(),
    closed=st.booleans(),
)
def test_every_span_reads_back(parts: list[tuple[str, str, str]], bom: bool, closed: bool) -> None:
    body = "".join(f"<p>{before}{claim}. {after}{'</p>' if closed else ''}" for before, claim, after in parts)
    page = f"{chr(0xFEFF) if bom else ''}<!doctype html><html lang=en><body>{body}"
    findings = lint_document(read("page.html", page.encode("utf-8")), BAKERY).findings
    assert len(findings) == len(parts)
    for finding in findings:
        source = page[finding.span.start : finding.span.end]
        assert plain(source) == " ".join(finding.text.split())
        lines = re.split(r"\r\n|\n|\r", page[: finding.span.start])
        column = len(lines[-1]) + 1 - (bom and len(lines) == 1)
        start = finding.start
        assert (start.line, start.column) == (len(lines), column)
        before = lines[-1].removeprefix(chr(0xFEFF))
        assert (start.utf16, start.utf8) == (len(before.encode("utf-16-le")) // 2 + 1, len(before.encode()) + 1)
        assert finding.pieces[0].start == finding.span.start
        assert finding.pieces[-1].end == finding.span.end
        assert not TAGS.search("".join(page[piece.start : piece.end] for piece in finding.pieces).replace("<!-- x -->", ""))
