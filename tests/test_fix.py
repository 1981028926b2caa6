"""Fixes: a complete rewrite in the place of a claim, every other byte as it was, and nothing where that can't be."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.atomic import write
from claimlint.errors import ClaimlintError
from claimlint.fix import Fixed, difference, fix
from claimlint.lint import lint_document
from claimlint.model import Document, Finding
from claimlint.packs import load_packs
from claimlint.sources import read

ALL_PACKS = load_packs([Path(__file__).parent / "data" / "fixes"])
PACKS = ALL_PACKS.selected(["fix-fast", "fix-nice", "he-fix-fast", "ar-fix-fast"])


def lint(document: Document) -> Sequence[Finding]:
    return lint_document(document, PACKS).findings


def fixed(name: str, data: bytes, *, unsafe: bool = False) -> Fixed:
    document = read(name, data)
    return fix(document, lint(document), lambda changed: read(name, changed), lint, unsafe=unsafe)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.html", "<p>Fast shipping!</p>", "<p>Ships on weekdays</p>"),
        ("a.html", "<p>Enjoy our fast shipping. Call us.</p>", "<p>Ships on weekdays. Call us.</p>"),
        ("a.html", "<h2>FAST SHIPPING</h2>", "<h2>SHIPS ON WEEKDAYS</h2>"),
        ("a.html", "<p>Nice price</p>", '<p>It\'s "5" &amp; &lt;up&gt;</p>'),
        ("a.html", '<img alt="Nice price">', '<img alt="It&#x27;s &quot;5&quot; &amp; &lt;up&gt;">'),
        ("a.html", "<img alt='Nice price'>", "<img alt='It&#x27;s &quot;5&quot; &amp; &lt;up&gt;'>"),
        ("a.html", "<button>Get fast&nbsp;ship&shy;ping</button>", "<button>Ships on weekdays</button>"),
        ("a.html", "<p lang=he>משלוח מהיר!</p>", "<p lang=he>יוצא מהמחסן בימי חול</p>"),
        ("a.md", "# Fast Shipping\n\nNice price.\n", '# Ships on Weekdays\n\nIt\'s "5" &amp; &lt;up&gt;.\n'),
        ("en.json", '{"hero": {"title": "Enjoy \\"fast shipping\\""}}', '{"hero": {"title": "Ships on weekdays"}}'),
        ("en.yml", "hero:\n  title: 'Fast shipping'\n", "hero:\n  title: 'Ships on weekdays'\n"),
        ("ads.csv", 'Headline 1,Description 1\nTea,"Nice price"\n', 'Headline 1,Description 1\nTea,"It\'s ""5"" & <up>"\n'),
        ("page.jinja", "<p>{{ name }}</p><p>Fast shipping</p>", "<p>{{ name }}</p><p>Ships on weekdays</p>"),
    ],
)  # fmt: skip
def test_the_rewrite_stands_where_the_claim_stood(name: str, before: str, after: str) -> None:
    result = fixed(name, before.encode())
    assert result.data.decode() == after
    assert result.findings == ()
    assert fixed(name, result.data).data == result.data


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<p>Fast shipping on all lamps</p>", "the sentence says more than the claim (--unsafe-fixes replaces it)"),
        ("<p>Get <b>fast</b> shipping</p>", "markup or other text stands inside it"),
        ("<p>Enjoy fast shipping {{ here }}</p>", "a template fills in a part of it"),
        ("<blockquote>Fast shipping</blockquote>", ""),
    ],
)
def test_what_cant_be_replaced_is_left_and_the_reason_told(html: str, reason: str) -> None:
    result = fixed("page.jinja", html.encode())
    assert result.data.decode() == html
    assert list(result.refused) == [reason] * bool(reason)


def test_unsafe_fixes_replace_the_whole_sentence() -> None:
    html = b"<p>Fast shipping on all lamps. Call us.</p>"
    assert fixed("a.html", html, unsafe=True).data == b"<p>Ships on weekdays. Call us.</p>"


def test_a_fix_that_would_create_a_finding_is_taken_back() -> None:
    html = b"<p>Fast shipping</p><p>Nice price</p>"
    strict = ALL_PACKS.selected(["fix-fast", "fix-nice", "fix-trap"])  # the last finds "weekdays"
    document = read("a.html", html)
    claims = lint_document(document, strict).findings
    result = fix(document, claims, lambda data: read("a.html", data), lambda changed: lint_document(changed, strict).findings)
    assert result.data == b'<p>Fast shipping</p><p>It\'s "5" &amp; &lt;up&gt;</p>'
    assert result.refused == {"the rewrite would be flagged itself": 1}
    assert [finding.text for finding in result.findings] == ["Fast shipping"]


def test_a_directive_that_a_fix_makes_needless_does_not_stop_it() -> None:
    document = read("a.html", b"<p>Fast shipping!</p>")
    (claim,) = lint(document)
    needless = claim._replace(block=claim.block._replace(text="-- the reason", kind="directive"))
    result = fix(document, [claim], lambda changed: read("a.html", changed), lambda _: [needless])
    assert (result.data, result.findings) == (b"<p>Ships on weekdays</p>", (needless,))


def test_two_claims_in_one_sentence_are_fixed_one_by_one() -> None:
    html = b"<p>Nice price, fast shipping</p>"
    once = fixed("a.html", html, unsafe=True)
    assert once.refused == {"another fix changes the same sentence; run again": 1}
    assert len(once.edits) == 1


ENCODINGS = {
    "utf-8": ("", ""),
    "utf-8-sig": ("", ""),
    "utf-16": ("", ""),
    "windows-1255": ('<meta charset="windows-1255">', "שלום כיתה א׳"),
    "windows-1256": ('<meta charset="windows-1256">', "أهلا وسهلا"),
    "windows-1252": ('<meta charset="windows-1252">', "Café – “naïve”"),
}
CLAIMS = {"en": "Fast shipping", "he": "משלוח מהיר", "ar": "توصيل سريع"}
AROUND = st.sampled_from(
    ["", "Caf&eacute; &amp; tea", "<b>bold</b>", "<!-- Fast shipping -->", "\r\n", "<br>", "&#8220;hi&#8221;", "<i>open"]
)


@st.composite
def pages(draw: st.DrawFn) -> tuple[bytes, str, str]:
    """A page with claims that stand alone, as bytes; its text, and its text as it should become."""
    codec = draw(st.sampled_from(list(ENCODINGS)))
    meta, native = ENCODINGS[codec]
    languages = ["en", *(language for language, claim in CLAIMS.items() if language != "en" and _fits(claim, codec))]
    before = after = f"<!doctype html><html lang=en><head>{meta}</head><body>"
    rewrites = {"en": "Ships on weekdays", "he": "יוצא מהמחסן בימי חול", "ar": "الشحن في أيام العمل"}
    for _ in range(draw(st.integers(1, 4))):
        language = draw(st.sampled_from(languages))
        filler, quote = draw(AROUND), draw(st.sampled_from("\"'"))
        stop = draw(st.sampled_from(["", ".", "!"]))
        kept = "." if stop == "." else ""
        for attribute in (True, False):
            opening = f"<img lang={language} alt={quote}" if attribute else f"<p lang={language}>"
            closing = f"{quote}>" if attribute else "</p>"
            before += f"<div>{filler}</div>{opening}{CLAIMS[language]}{stop}{closing}<p>{native}</p>"
            after += f"<div>{filler}</div>{opening}{rewrites[language]}{kept}{closing}<p>{native}</p>"
    return before.encode(codec), before, after.encode(codec).decode(codec)


def _fits(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@settings(max_examples=120, deadline=None, derandomize=True)
@given(pages())
def test_every_other_byte_stays_whatever_the_encoding(page: tuple[bytes, str, str]) -> None:
    data, before, after = page
    codec = next(codec for codec in ENCODINGS if _decodes(data, codec, before))
    result = fixed("page.html", data)
    assert result.data == after.encode(codec)
    assert result.findings == ()
    assert fixed("page.html", result.data).data == result.data


def _decodes(data: bytes, codec: str, text: str) -> bool:
    try:
        return text.encode(codec) == data
    except UnicodeEncodeError:
        return False


def test_a_file_is_replaced_in_one_step_with_its_permissions(tmp_path: Path) -> None:
    target, link = tmp_path / "page.html", tmp_path / "link.html"
    target.write_bytes(b"before")
    target.chmod(0o640)
    link.symlink_to(target)
    write(link, b"after")
    assert (target.read_bytes(), link.is_symlink()) == (b"after", True)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.html", "page.html"]


def test_a_file_that_cant_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ClaimlintError, match="cannot write this file"):
        write(tmp_path / "gone" / "page.html", b"")


def test_a_difference_reads_as_a_patch() -> None:
    assert difference("a.html", "one\r\ntwo", "one\r\n2") == (
        "--- a/a.html\n+++ b/a.html\n@@ -1,2 +1,2 @@\n one\n"
        "-two\n\\ No newline at end of file\n+2\n\\ No newline at end of file\n"
    )
