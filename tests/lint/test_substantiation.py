"""The register of facts at work: filled rewrites, approved wordings, and pages that say more than was proved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from claimlint.facts import load_register
from claimlint.lint import Substantiation, lint_document
from claimlint.model import Finding
from claimlint.packs import PackSet, load_packs
from claimlint.sources import read

TODAY = date(2026, 11, 22)
LIVE = "evidence: 'https://example.com/export', approved_by: legal"
FACTS = f"""\
facts:
  shipping.dispatch_time: {{value: {{en: 1 business day, he: יום עסקים אחד}}, {LIVE}}}
  shipping.delivery_days: {{value: 3 business days, {LIVE}}}
  shipping.regions: {{value: {{en: Great Britain, he: כל הארץ, ar: كل المدن}}, {LIVE}}}
  returns.window: {{value: 30 days, {LIVE}, valid_until: 2026-12-01}}
  warranty.term: {{value: 2 years, {LIVE}, valid_until: 2026-11-01}}
  support.response_time: {{value: 4 business hours, {LIVE}, regions: GB}}
  customers.count: {{value: 1547, unit: customers, {LIVE}}}
  rating.value: {{value: 4.8 of 5, approved_by: legal}}
  promo.discount: {{value: 20 %, evidence: 'https://example.com/plan'}}
approved:
  - {{text: Fast dispatch from our shop in Leeds, facts: shipping.dispatch_time}}
  - {{text: The best warranty in Leeds, facts: warranty.term}}
"""


@pytest.fixture(scope="module")
def packs() -> PackSet:
    return load_packs()


@pytest.fixture
def register(packs: PackSet, tmp_path: Path) -> Substantiation:
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
    return Substantiation(load_register(tmp_path / "facts.yaml"), TODAY, "", packs.topics, packs.lexicons)


def findings(packs: PackSet, register: Substantiation, html: str) -> tuple[Finding, ...]:
    return lint_document(read("page.html", html.encode()), packs, substantiation=register).findings


@pytest.mark.parametrize(
    ("html", "best"),
    [
        ('<h2 lang="en">Fast Shipping!</h2>', "Ships Within 1 Business Day of Your Order"),
        ('<p lang="he">משלוח מהיר.</p>', "משלוח לכל הארץ תוך 3 ימי עסקים."),
        ('<p lang="ar">توصيل سريع</p>', "التوصيل إلى كل المدن خلال 3 أيام عمل"),
    ],
)
def test_live_facts_fill_a_rewrite_in_the_language_of_the_page(
    packs: PackSet, register: Substantiation, html: str, best: str
) -> None:
    (finding,) = findings(packs, register, html)
    assert finding.rewrites[0].text == best
    assert finding.rewrites[0].complete
    assert set(finding.rewrites[0].facts) <= set(register.register.facts)


def test_a_fact_that_may_not_be_used_stays_a_blank(packs: PackSet, register: Substantiation) -> None:
    (finding,) = findings(packs, register, '<p lang="en">Lifetime warranty</p>')
    assert not any("warranty.term" in rewrite.facts for rewrite in finding.rewrites)
    assert any("[warranty period]" in rewrite.text for rewrite in finding.rewrites)


def test_a_fact_that_holds_in_one_region_fills_only_pages_for_it(packs: PackSet, register: Substantiation) -> None:
    for tag, known in (("en", False), ("en-US", False), ("en-GB", True)):
        (finding,) = findings(packs, register, f'<p lang="{tag}">Fast answers to every question</p>')[:1]
        assert any("support.response_time" in rewrite.facts for rewrite in finding.rewrites) is known


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Fast dispatch, from our shop in Leeds!</p>", []),
        ("<p>The best warranty in Leeds.</p>", [("fact-expired", "The best warranty in Leeds"), ("best", "The best")]),
        ("<p>The best kettles in Leeds.</p>", [("best", "The best")]),
    ],
)
def test_an_approved_wording_passes_while_its_facts_are_live(
    packs: PackSet, register: Substantiation, html: str, expected: list[tuple[str, str]]
) -> None:
    found = findings(packs, register, f'<div lang="en">{html}</div>')
    assert sorted((finding.rule.id, finding.text) for finding in found) == sorted(expected)


def test_what_is_almost_an_approved_wording_is_shown_it(packs: PackSet, register: Substantiation) -> None:
    (finding,) = findings(packs, register, '<p lang="en">Fast dispatch from our shops in Leeds!</p>')
    assert (finding.rewrites[0].text, finding.rewrites[0].approved) == ("Fast dispatch from our shop in Leeds", True)
    (finding,) = findings(packs, register, '<p lang="en">The best warranty in all Leeds</p>')
    assert not finding.rewrites[0].approved  # its fact has lapsed


@pytest.mark.parametrize(
    ("html", "rule", "claim", "message"),
    [
        (
            "<p>Delivered in 24 hours.</p>",
            "contradicts-fact",
            "in 24 hours",
            "'in 24 hours' promises more than the register allows: delivery time (shipping.delivery_days) is 3 business days",
        ),
        (
            "<p>Over 1,600 customers in our books</p>",
            "overstates-fact",
            "Over 1,600 customers",
            "'Over 1,600 customers' is more than was counted: number of customers (customers.count) is 1,547",
        ),
        (
            "<p>2-year warranty on kettles</p>",
            "fact-expired",
            "2-year",
            "'2-year' rests on warranty period (warranty.term), whose last day was 2026-11-01",
        ),
        (
            "<p>Return it within 30 days</p>",
            "fact-expiring",
            "within 30 days",
            "'within 30 days' rests on return period (returns.window), whose last day is 2026-12-01",
        ),
        (
            "<p>Rated 4.8 of 5</p>",
            "fact-unproven",
            "Rated 4.8 of 5",
            "'Rated 4.8 of 5' rests on rating (rating.value), which nothing proves: no evidence is given",
        ),
        (
            "<p>20% off all kettles</p>",
            "fact-unapproved",
            "20%",
            "'20%' rests on discount (promo.discount), which nobody but its owner has approved",
        ),
        (
            "<p>We answer within 4 business hours</p>",
            "fact-elsewhere",
            "within 4 business hours",
            "'within 4 business hours' rests on response time (support.response_time), which holds only in GB",
        ),
    ],
)
def test_what_the_page_says_against_the_register_is_a_finding(
    packs: PackSet, register: Substantiation, html: str, rule: str, claim: str, message: str
) -> None:
    (finding,) = findings(packs, register, f'<div lang="en">{html}</div>')
    assert (finding.rule.id, finding.text, finding.reason().message) == (rule, claim, message)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Delivered in 3 business days.</p>",
        "<p>Delivered within a week.</p>",  # less than the register allows
        "<p>More than 1,500 customers in our books</p>",
        "<p>The oven heats up in 24 hours of use</p>",  # about nothing that the register knows
        "<blockquote>Delivered in 24 hours!</blockquote>",
        "<p><code>Delivered in 24 hours</code></p>",
    ],
)
def test_what_the_register_allows_is_none(packs: PackSet, register: Substantiation, html: str) -> None:
    found = findings(packs, register, f'<div lang="en">{html}</div>')
    assert [finding.rule.id for finding in found if not finding.rule.find] == []


def test_checks_can_be_left_out_like_rules(packs: PackSet, register: Substantiation) -> None:
    html = '<p lang="en">Delivered in 24 hours.</p>'
    assert findings(packs.selected(ignore=["contradicts-fact"]), register, html) == ()
    assert findings(packs.selected(ignore=["facts"]), register, html) == ()


def test_how_often_pages_use_a_fact_is_counted(packs: PackSet, register: Substantiation) -> None:
    findings(packs, register, '<p lang="en">Delivered in 3 business days.</p><p lang="he">המשלוח מגיע תוך 3 ימי עסקים.</p>')
    assert register.used == {"shipping.delivery_days": 2}


@pytest.mark.parametrize(
    ("value", "measured", "state"),
    [
        ("2 business days", "1.8 business days", "live"),
        ("2 business days", "3.1 business days", "unproven"),
        ("{en: 4 business days, he: שני ימי עסקים}", "3.1 business days", "unproven"),
        ("about two lamps", "9 business days", "live"),  # nothing to compare
    ],
)
def test_a_promise_better_than_what_was_measured_is_unproven(
    packs: PackSet, tmp_path: Path, value: str, measured: str, state: str
) -> None:
    entry = f"{{value: {value}, measured: {measured}, {LIVE}}}"
    (tmp_path / "facts.yaml").write_text(f"facts:\n  shipping.delivery_days: {entry}\n", encoding="utf-8")
    loaded = load_register(tmp_path / "facts.yaml")
    register = Substantiation(loaded, TODAY, "", packs.topics, packs.lexicons)
    assert register.register.facts["shipping.delivery_days"].state(TODAY) == state
