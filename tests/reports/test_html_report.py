"""The HTML report: every text in its own language and direction, nothing of a page comes through as markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

import html5lib
import pytest

from claimlint.model import Finding, Problem, Result, Rewrite
from claimlint.reports import FORMATS, ReportOptions

Make = Callable[..., Finding]


def page(result: Result, messages: str = "") -> Element:
    """The report, parsed as a browser does; a parse error fails the test."""
    report = FORMATS["html"](result, ReportOptions(messages=messages))
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(report)
    return root


def text(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def articles(root: Element) -> list[Element]:
    return list(root.iter("article"))


def test_it_tells_what_the_other_reports_tell(sample: Result) -> None:
    root = page(sample)
    assert text(root.find("head/title")) == (
        "claimlint: 3 errors, 1 warning, 1 info in 4 files, 57 blocks of copy; 1 path could not be read; "
        "3 blocks not checked: no rules for German (de) and French (fr-ca)"
    )
    assert [text(heading) for heading in root.iter("h2")] == ["shop.html", "he/index.html", "ads.csv"]
    assert [text(one.find("p/mark")) for one in articles(root)] == [finding.text for finding in sample.findings]
    assert [one.get("id") for one in articles(root)] == [finding.fingerprint for finding in sample.findings]
    assert "logo.html: this is a binary file; name a page or a text" in text(root)
    first = articles(root)[0]
    assert [text(paragraph) for paragraph in first.findall("p")] == [
        "12:20 error delivery-speed",
        "Soft towels. / Enjoy fast shipping on every order.",
        '"fast shipping" promises speed without a time'
        "Shoppers plan on it; a US seller needs a reasonable basis for any shipping time.",
        "Ships within [dispatch time] of your order",
        "Law and guidance: 16 CFR 435.2(a)(1)",
    ]
    assert text(first.find("details/summary")) == "Fill in: dispatch time"
    assert text(first.find("details/ul")) == "dispatch time. Proof: the warehouse's export of the last 90 days"


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ("", [("he", "rtl")] * 4),
        ("en", [("he", "rtl"), ("en", "ltr"), ("he", "rtl"), ("en", "ltr")]),
    ],
)
def test_each_text_has_its_language_and_direction(sample: Result, messages: str, expected: list[tuple[str, str]]) -> None:
    hebrew = articles(page(sample, messages))[3]
    copy, reason, rewrite = hebrew.findall("p")[1:4]
    told = [(part.get("lang"), part.get("dir")) for part in (copy, reason, rewrite, hebrew.find("details")) if part is not None]
    assert told == expected


def test_the_page_is_in_the_language_of_its_findings(sample: Result) -> None:
    hebrew = Result(sample.findings[3:4], 1, 1)
    assert (page(hebrew).get("lang"), page(hebrew).get("dir")) == ("he", "rtl")
    assert (page(hebrew, "en").get("lang"), page(hebrew, "en").get("dir")) == ("en", "ltr")
    assert (page(sample).get("lang"), page(sample).get("dir")) == ("en", "ltr")


def test_nothing_of_a_page_becomes_markup_or_turns_the_line(make: Make) -> None:
    evil = "<script>alert(1)</script>\"'&\u202e\x00"
    found = make(f"fast shipping {evil}", "fast shipping", path=f"{evil}.html", name=evil, rewrites=(Rewrite(evil),))
    found = found._replace(rule=found.rule._replace(message=evil, why=evil, references=(evil,)))
    result = Result((found,), 1, 1, {evil: 1}, (Problem(evil, evil),))
    root = page(result)
    assert list(root.iter("script")) == []
    assert text(root).count(r"alert(1)</script>\"'&\u202e\x00".replace('\\"', '"')) >= 8
    assert not re.search("[\u202e\x00]", FORMATS["html"](result, ReportOptions()))


def test_nothing_found() -> None:
    root = page(Result(files=2, blocks=9))
    assert text(root.find("body")) == "claimlint No unproven claims in 2 files, 9 blocks of copy"
