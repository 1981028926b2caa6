"""Directives in files: what they silence, how far they reach, and what is told of those that do nothing."""

from __future__ import annotations

from datetime import date

import pytest

from claimlint.lint import lint_document
from claimlint.model import FileResult
from claimlint.packs import PackSet, load_packs
from claimlint.sources import read

TODAY = date(2026, 11, 22)
PAIR = "<p>The freshest bread.</p><p>Oven fresh rolls.</p>"


@pytest.fixture(scope="module")
def packs(bakery: PackSet) -> PackSet:
    """The bakery's rules, and those on directives."""
    del bakery
    return load_packs().selected(["suppressions", "superlative", "unquantified-speed", "facts", "vague-quality"])


def check(packs: PackSet, page: str, name: str = "page.html") -> FileResult:
    return lint_document(read(name, page.encode()), packs, today=TODAY)


def told(packs: PackSet, page: str, name: str = "page.html") -> list[tuple[int, str]]:
    """Line and rule of what is found."""
    return [(finding.start.line, finding.rule.id) for finding in check(packs, page, name).findings]


BEST, FAST = "<p>The best lamps in town.</p>\n", "<p>We promise fast shipping.</p>\n"


def test_without_directives_both_are_found(packs: PackSet) -> None:
    assert told(packs, BEST + FAST) == [(1, "best"), (2, "delivery-speed")]


@pytest.mark.parametrize(
    "page",
    [
        f"<!-- claimlint-disable superlative -- award of 2025 -->\n{BEST}",
        f"<!-- claimlint-disable-next-line superlative -- award of 2025 -->\n{BEST}",
        f"<!-- claimlint-disable-next-line superlative -- award of 2025 -->\n\n\n<div\n class=hero>\n{BEST}</div>",
        f"<!-- claimlint-disable-line superlative -- award of 2025 -->{BEST}",
        f"{BEST.strip()}<!-- claimlint-disable-line superlative -- award of 2025 -->",
        f"<!--claimlint-disable-line superlative, unquantified-speed — award of 2025-->{BEST.strip()}{FAST}",
        f"<!-- claimlint-disable-line superlative until=2026-11-22 -- award of 2025 -->{BEST}",
        f'<section data-claimlint-ignore="superlative: award of 2025">{BEST}</section>',
        '<p data-claimlint-ignore="superlative until=2027-01-01: award: 2025">The best lamps in town.</p>',
        '<img src=a.png alt="The best lamps in town" data-claimlint-ignore="superlative: award of 2025">',
        "<!-- claimlint-disable-next-line superlative -- award -->\n<p>A lamp shop since 1987,\nthe best lamps in town.</p>",
    ],
)
def test_what_a_directive_names_is_silenced_where_it_says(packs: PackSet, page: str) -> None:
    result = check(packs, page)
    assert result.findings == ()
    assert "best" in [one.finding.rule.id for one in result.suppressed]


@pytest.mark.parametrize(
    "page",
    [
        f"{BEST}<!-- claimlint-disable free -- our word --><p>Free of charge.</p>",
        f"<!-- claimlint-disable superlative -- a --><p>The best.</p><!-- claimlint-enable superlative -->\n{BEST}",
        f"<!-- claimlint-disable superlative -- a --><p>The best.</p><!-- claimlint-enable -->\n{BEST}",
        f"<!-- claimlint-disable-next-line superlative -- a -->\n<p>The finest lamps.</p>\n{BEST}",
        f'<section data-claimlint-ignore="superlative: a"><p>The finest lamps.</p></section>\n{BEST}',
    ],
)
def test_and_nowhere_else(packs: PackSet, page: str) -> None:
    assert [rule for _, rule in told(packs, page) if rule == "best"] == ["best"]


def test_behind_the_last_piece_of_copy_there_is_nothing_to_silence(packs: PackSet) -> None:
    page = f"{BEST}<!-- claimlint-disable-next-line superlative -- a -->\n"
    assert told(packs, page) == [(1, "best"), (2, "suppression-unused")]


def test_reason_line_and_last_day_are_kept(packs: PackSet) -> None:
    page = f"\n<!-- claimlint-disable-next-line superlative until=2027-01-31 -- award of\n  2025 -->\n{BEST}"
    (suppressed,) = check(packs, page).suppressed
    assert (suppressed.reason, suppressed.line, suppressed.until) == ("award of 2025", 2, date(2027, 1, 31))
    assert suppressed.finding.text == "The best"


@pytest.mark.parametrize(
    ("directive", "rule", "message"),
    [
        (
            "claimlint-disable-line superlative",
            "suppression-without-reason",
            "'claimlint-disable-line superlative' gives no reason and silences nothing",
        ),
        (
            "claimlint-disable-line superlative --",
            "suppression-without-reason",
            "'claimlint-disable-line superlative --' gives no reason and silences nothing",
        ),
        (
            "claimlint-disable-line superlative until=2026-11-21 -- award",
            "suppression-expired",
            "'claimlint-disable-line superlative until=2026-11-21 -- award' ended on 2026-11-21 and silences nothing any more",
        ),
        (
            "claimlint-disabel-line superlative -- award",
            "suppression-unclear",
            "'claimlint-disabel-line superlative -- award' can't be understood: there is no claimlint-disabel-line; "
            "did you mean 'disable-line'?",
        ),
        (
            "claimlint-disable-line superlatives -- award",
            "suppression-unclear",
            "'claimlint-disable-line superlatives -- award' can't be understood: there is no rule or family 'superlatives'; "
            "did you mean 'superlative'?",
        ),
        (
            "claimlint-disable-line superlative - award",
            "suppression-unclear",
            "'claimlint-disable-line superlative - award' can't be understood: '-' is no name; write -- between the names "
            "and the reason",
        ),
        (
            "claimlint-disable-line -- award",
            "suppression-unclear",
            "'claimlint-disable-line -- award' can't be understood: it names no rule or family; write the name that the "
            "finding shows",
        ),
        (
            "claimlint-disable-line superlative until=soon -- award",
            "suppression-unclear",
            "'claimlint-disable-line superlative until=soon -- award' can't be understood: 'soon' is no day; write "
            "until=2027-03-31",
        ),
        (
            "claimlint-enable superlative",
            "suppression-unclear",
            "'claimlint-enable superlative' can't be understood: nothing that it names is disabled here; delete it",
        ),
    ],
)
def test_a_directive_that_silences_nothing_is_a_finding(packs: PackSet, directive: str, rule: str, message: str) -> None:
    page = f"<p>A page.</p>\n<p><!-- {directive} -->The best lamps in town.</p>"
    complaint, claim = check(packs, page).findings
    assert (complaint.rule.id, complaint.reason().message) == (rule, message)
    assert page[slice(*complaint.span)] == f"<!-- {directive} -->"
    assert (complaint.start.line, claim.rule.id) == (2, "best")


def test_in_an_attribute_a_colon_stands_before_the_reason(packs: PackSet) -> None:
    (complaint, _) = check(packs, '<p data-claimlint-ignore="superlative -- award">The best lamps in town.</p>').findings
    assert complaint.reason().message == (
        "'superlative -- award' can't be understood: '--' is no name; write a colon between the names and the reason"
    )


def test_of_a_comment_that_is_never_closed_only_the_beginning_is_told(packs: PackSet) -> None:
    page = "<p>A page.</p><!-- claimlint-disable superlative -- award" + BEST * 100
    (complaint,) = check(packs, page).findings
    assert complaint.text == " ".join(page[19:].split())[:159] + "…"
    assert page[slice(*complaint.span)] == page[14:]


@pytest.mark.parametrize(
    ("copy", "language"),
    [("המנורה הטובה בעיר", "he"), ("أفضل مصباح في المدينة", "ar"), ("The best lamps in town", "en"), ("", "en")],
)
def test_a_complaint_is_told_in_the_language_of_the_copy(packs: PackSet, copy: str, language: str) -> None:
    found = check(packs, f"<!-- claimlint-disable superlative -->\n\n{copy}\n", "page.md").findings
    assert [one.language for one in found if one.rule.id == "suppression-without-reason"] == [language]


def test_an_unused_directive_tells_which_names_are(packs: PackSet) -> None:
    page = f"<!-- claimlint-disable-next-line superlative, delivery-speed -- award -->\n{BEST}"
    (complaint,) = check(packs, page).findings
    assert complaint.reason().message == (
        "'claimlint-disable-next-line superlative, delivery-speed -- award' silences nothing: delivery-speed finds nothing "
        "there any more"
    )


def test_one_that_silences_a_hidden_finding_is_used(packs: PackSet) -> None:
    low = next(rule for rule in packs.rules if rule.confidence == "low" and rule.language == "en" and rule.scopes == ())
    text = next(example.text for example in low.examples if example.flags)
    page = f'<p lang="en" data-claimlint-ignore="{low.id}: a matter of taste">{text}</p>'
    assert check(packs, page).findings == ()


def test_rules_that_this_run_leaves_out_are_not_called_unused(packs: PackSet) -> None:
    page = f"<!-- claimlint-disable-next-line superlative -- award -->\n{FAST}"
    assert told(packs, page) == [(1, "suppression-unused"), (2, "delivery-speed")]
    assert told(packs.selected((), ["best"]), page) == [(2, "delivery-speed")]


def test_checks_of_the_register_are_not_called_unused_without_one(packs: PackSet) -> None:
    assert told(packs, "<!-- claimlint-disable facts -- the register is at headquarters --><p>Lamps.</p>") == []


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("a.njk", "{# claimlint-disable-next-line superlative -- award #}\n<p>The best lamps in town. {{ hours }}</p>"),
        ("a.liquid", "{% comment %}claimlint-disable-next-line superlative -- award{% endcomment %}\n<p>The best lamps.</p>"),
        ("a.hbs", "{{!-- claimlint-disable-next-line superlative -- award --}}\n<p>The best lamps.</p>"),
        ("a.erb", "<%# claimlint-disable-next-line superlative -- award %>\n<p>The best lamps.</p>"),
        ("a.php", "<?php /* claimlint-disable-next-line superlative -- award */ ?>\n<p>The best lamps.</p>"),
        ("a.md", "<!-- claimlint-disable-next-line superlative -- award -->\n\nThe best lamps\nin town."),
        ("locales/en.yaml", "# claimlint-disable-next-line superlative -- award\nhero: The best lamps in town\n"),
        ("en.po", '# claimlint-disable-next-line superlative -- award\nmsgid "hero"\nmsgstr "The best lamps in town"\n'),
    ],
)
def test_comments_of_other_formats(packs: PackSet, name: str, page: str) -> None:
    result = check(packs, page, name)
    assert [one.finding.rule.family for one in result.suppressed] == ["superlative"]
    assert [finding for finding in result.findings if finding.rule.family == "suppressions"] == []


def test_hebrew_pages_are_told_in_hebrew(packs: PackSet) -> None:
    page = '<html lang="he"><p>המנורות שלנו.</p><!-- claimlint-disable superlative --></html>'
    (complaint,) = check(packs, page).findings
    assert complaint.reason().message == "'claimlint-disable superlative' אינו מנמק ולכן אינו משתיק דבר"
