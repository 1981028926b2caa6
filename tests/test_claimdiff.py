"""What a change does to claims: pairs of sentences with their verdicts, and what must not count as a change."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from claimlint.claimdiff import VERDICTS, ClaimChange, claim_diff
from claimlint.claims import PageState, Yardstick
from claimlint.facts import load_register
from claimlint.lint import Substantiation, lint_document
from claimlint.packs import PackSet, load_packs
from claimlint.packs.load import load_strength
from claimlint.sources import read

PAIRS = yaml.safe_load((Path(__file__).parent / "data" / "claim_diffs.yaml").read_text(encoding="utf-8"))
DOCS = Path(__file__).parent.parent / "docs" / "diff.md"
FACTS = """\
facts:
  shipping.dispatch_time: {value: 1 business day, evidence: 'https://example.com/export', approved_by: legal}
  rating.value: {value: 4.8 of 5, evidence: 'https://example.com/export', approved_by: legal}
approved:
  - {text: Fast dispatch from our shop in Leeds, facts: shipping.dispatch_time}
"""


@pytest.fixture(scope="module")
def packs() -> PackSet:
    return load_packs()


@pytest.fixture(scope="module")
def yardstick(packs: PackSet) -> Yardstick:
    return Yardstick(packs, packs.topics, load_strength(packs.lexicons))


def state(yardstick: Yardstick, text: str, path: str = "page.html") -> PageState:
    document = read(path, text.encode())
    result = lint_document(document, yardstick.packs, substantiation=yardstick.substantiation)
    return PageState(document, (*result.findings, *(silenced.finding for silenced in result.suppressed)))


def compared(yardstick: Yardstick, before: str, after: str, path: str = "page.html") -> tuple[ClaimChange, ...]:
    return claim_diff([state(yardstick, before, path)], [state(yardstick, after, path)], yardstick)


def told(changes: tuple[ClaimChange, ...]) -> list[str]:
    """'strengthened: within 2 days → within 1 day'."""
    return [
        f"{change.verdict}: {' → '.join(claim.text for claim in (change.before, change.after) if claim)}" for change in changes
    ]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['before']} - {pair['after']}")
def test_what_becomes_of_the_claims_of_a_sentence(yardstick: Yardstick, pair: dict[str, Any]) -> None:
    assert told(compared(yardstick, pair["before"], pair["after"], "page.txt")) == pair["changes"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['before']} - {pair['after']}")
def test_the_way_back_gives_the_opposite_verdicts(yardstick: Yardstick, pair: dict[str, Any]) -> None:
    opposite = {"added": "removed", "strengthened": "weakened", "vaguer": "substantiated"}
    opposite |= {new: old for old, new in opposite.items()} | {"reworded": "reworded"}
    onward = sorted(change.verdict for change in compared(yardstick, pair["before"], pair["after"], "page.txt"))
    back = sorted(opposite[change.verdict] for change in compared(yardstick, pair["after"], pair["before"], "page.txt"))
    assert onward == back


# -------------------------------------------------------------------------------------------- what is no change of a claim

PAGE = """\
<title>Lamps</title>
<h1>The best lamps in Haifa</h1>
<p>Welcome to our workshop.</p>
<p>Come in and look around.</p>
<p>Enjoy fast shipping on every order. Rated 4.8 out of 5 by 312 customers.</p>
<h2>Returns</h2>
<p>We take lamps back for 30 days. Returns are free.</p>
<h2>Ovens</h2>
<p>Ovens ship within 9 days.</p>
<p>Rugs ship within 5 days.</p>
"""


@pytest.mark.parametrize(
    "after",
    [
        PAGE,
        PAGE.replace("fast shipping", "<b>fast</b>\n    shipping").replace("<p>", '<p class="x">\n'),
        PAGE.replace("The best lamps", "The  BEST&#32;lamps"),
        "".join(reversed(PAGE.splitlines(keepends=True))),
        PAGE.replace("Enjoy fast shipping on every order. ", "") + "<p>Enjoy fast shipping on every order.</p>",
        PAGE.replace("<h2>Returns</h2>", "<h2>Sending lamps back</h2>"),
        PAGE.replace("on every order. Rated", "on every order.</p><p>Rated"),
        PAGE.replace("<p>Ovens ship within 9 days.</p>\n<p>Rugs", "<p>Rugs").replace(
            "within 5 days.</p>", "within 5 days.</p><p>Ovens ship within 9 days.</p>"
        ),
    ],
    ids=["nothing", "markup", "case", "upside down", "moved", "another heading", "split", "two change places"],
)
def test_moving_and_reformatting_changes_no_claim(yardstick: Yardstick, after: str) -> None:
    assert told(compared(yardstick, PAGE, after)) == []


def test_claims_that_move_to_another_page_are_no_change(yardstick: Yardstick) -> None:
    moved = "<p>Enjoy fast shipping on every order. Rated 4.8 out of 5 by 312 customers.</p>\n"
    before = [state(yardstick, PAGE, "a.html"), state(yardstick, "<p>About us</p>", "b.html")]
    after = [state(yardstick, PAGE.replace(moved, ""), "a.html"), state(yardstick, f"<p>About us</p>{moved}", "b.html")]
    assert claim_diff(before, after, yardstick) == ()


def test_a_renamed_page_is_compared_with_what_it_was(yardstick: Yardstick) -> None:
    before = [state(yardstick, PAGE, "old.html")]
    after = [state(yardstick, PAGE.replace("312", "420"), "new.html")]
    changes = claim_diff(before, after, yardstick, {"new.html": "old.html"})
    assert told(changes) == ["strengthened: 312 customers → 420 customers"]
    assert (changes[0].path, changes[0].before and changes[0].before.path) == ("new.html", "old.html")


def test_claims_of_new_and_of_deleted_pages(yardstick: Yardstick) -> None:
    lamps, rugs = "<p>The best lamps, lamp €45</p>", "<p>Rugs ship within 5 days.</p>"
    changes = claim_diff([state(yardstick, lamps, "lamps.html")], [state(yardstick, rugs, "rugs.html")], yardstick)
    assert [(change.path, change.verdict, change.claim.text) for change in changes] == [
        ("rugs.html", "added", "within 5 days"),
        ("lamps.html", "removed", "The best"),  # a price alone is no promise
    ]


def test_one_of_several_equal_claims(yardstick: Yardstick) -> None:
    page = "<p>Fast shipping.</p><p>Lamps</p><p>Fast shipping.</p>"
    assert told(compared(yardstick, page, page + "<p>Fast shipping.</p>")) == ["added: Fast shipping"]
    assert told(compared(yardstick, page, "<p>Fast shipping.</p><p>Lamps</p>")) == ["removed: Fast shipping"]


# --------------------------------------------------------------------------------------------------- what belongs together


def test_figures_that_shift_through_a_list_stay_with_their_headings(yardstick: Yardstick) -> None:
    before = "<h3>Basic</h3><p>€9 per month</p><h3>Pro</h3><p>€19 per month</p>"
    after = "<h3>Basic</h3><p>€19 per month</p><h3>Pro</h3><p>€29 per month</p>"
    assert told(compared(yardstick, before, after)) == ["weakened: €9 → €19", "weakened: €19 → €29"]


def test_texts_of_one_key_belong_together_though_they_share_no_word(yardstick: Yardstick) -> None:
    before = '{"hero": {"title": "Fast shipping on every order"}, "cta": "Buy"}'
    after = '{"cta": "Buy", "hero": {"title": "At your door within 2 days"}}'
    changes = compared(yardstick, before, after, "i18n/en.json")
    assert told(changes) == ["substantiated: Fast shipping → within 2 days"]


def test_claims_of_different_kinds_are_not_made_one(yardstick: Yardstick) -> None:
    before, after = "<h1>Fast shipping</h1>", "<h1>The healthy choice</h1>"
    assert told(compared(yardstick, before, after)) == ["added: healthy choice", "removed: Fast shipping"]


def test_evidence_beside_a_claim_that_comes_and_goes(yardstick: Yardstick) -> None:
    vague = "<h2>Fast shipping</h2><p>Wool and linen.</p>"
    backed = "<h2>Fast shipping</h2><p>1–2 business days</p><p>Wool and linen.</p>"
    (gained,) = compared(yardstick, vague, backed)
    assert (gained.verdict, gained.before and gained.before.text, gained.claim.text) == (
        "substantiated",
        "Fast shipping",
        "Fast shipping",
    )
    assert gained.claim.finding is None
    (lost,) = compared(yardstick, backed, vague)
    assert lost.verdict == "vaguer"
    assert lost.claim.finding is not None


def test_what_became_of_the_sentence_is_told(yardstick: Yardstick) -> None:
    (removed,) = compared(yardstick, "<p>The best lamps in Haifa.</p>", "<p>Lamps in Haifa since 1995.</p>")
    assert removed.verdict == "removed"
    assert removed.sentence_after is not None
    assert removed.sentence_after.text == "Lamps in Haifa since 1995."
    (added,) = compared(yardstick, "<p>Lamps in Haifa.</p>", "<p>The best lamps in Haifa.</p>")
    assert added.sentence_before is not None
    assert added.sentence_before.text == "Lamps in Haifa."


def test_places_are_those_of_the_file(yardstick: Yardstick) -> None:
    after = PAGE.replace("312 customers", "<b>420</b>&nbsp;customers")
    (change,) = compared(yardstick, PAGE, after)
    assert change.position[:2] == (5, 65)
    assert change.claim.text == "420\u00a0customers"


def test_changes_come_in_the_order_of_the_page_and_always_the_same(yardstick: Yardstick) -> None:
    words = "lamps rugs ovens towels chairs tables beds mats".split()
    some = random.Random(7)
    lines = [f"<p>The best {some.choice(words)} ship within {some.randint(1, 9)} days.</p>" for _ in range(12)]
    before, after = "".join(lines[:9]), "".join(lines[4:])
    first, again = compared(yardstick, before, after), compared(yardstick, before, after)
    assert told(first) == told(again)
    assert len(first) == 5
    new = [change.position for change in first if change.after]
    assert new == sorted(new)
    assert [change.verdict for change in first[len(new) :]] == ["removed"] * (len(first) - len(new))


# -------------------------------------------------------------------------------------------------------- what is a claim


@pytest.mark.parametrize(
    "page",
    [
        "<nav><a>Up to {} customers</a></nav>",
        "<blockquote>It came within {} days and I would order again.</blockquote>",
        "<select><option>{} people</option></select>",
        "<p>Delivery <del>within {} days</del> within 2 days.</p>",
        "<p>Call 04-555-01{}. Open since 199{}.</p>",
        '<p lang="fr">Livraison sous {} jours ouvrés pour toutes les commandes de la boutique.</p>',
    ],
)
def test_what_is_no_promise(yardstick: Yardstick, page: str) -> None:
    assert told(compared(yardstick, page.replace("{}", "5"), page.replace("{}", "7"))) == []


def test_english_in_a_hebrew_block_is_read_once(yardstick: Yardstick) -> None:
    page = "<p>אנחנו כאן בשבילכם. We ship within {} hours.</p>"
    changes = compared(yardstick, page.replace("{}", "24"), page.replace("{}", "12"))
    assert told(changes) == ["strengthened: within 24 hours → within 12 hours"]


def test_a_claim_that_a_comment_silences_is_still_a_claim(yardstick: Yardstick) -> None:
    silenced = "<!-- claimlint-disable-next-line best -- award of 2025 -->\n<h1>The best lamps in Haifa</h1>"
    assert told(compared(yardstick, "<h1>The best lamps in Haifa</h1>", silenced)) == []
    assert told(compared(yardstick, "<p>Hello</p>", silenced)) == ["added: The best"]


def test_the_register_is_told_with_the_figure_that_it_contradicts(yardstick: Yardstick, packs: PackSet, tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
    register = load_register(tmp_path / "facts.yaml")
    substantiation = Substantiation(register, date(2026, 11, 22), "", yardstick.topics, packs.lexicons)
    proven = yardstick._replace(substantiation=substantiation)
    (change,) = compared(proven, "<p>Ships within 2 business days.</p>", "<p>Ships within 2 hours.</p>")
    assert change.verdict == "strengthened"
    assert change.claim.rule is None
    assert change.claim.finding is not None
    assert change.claim.finding.rule.id == "contradicts-fact"
    assert change.claim.finding.rewrites[0].text == "1 business day"
    # A wording that was signed off backs what it says
    (approved,) = compared(proven, "<p>Fast dispatch from our shop!!</p>", "<p>Fast dispatch from our shop in Leeds</p>")
    assert approved.verdict == "substantiated"


# ------------------------------------------------------------------------------------------------------------ the data


def test_the_scale_names_rules_and_families_that_exist(packs: PackSet, yardstick: Yardstick) -> None:
    strength = yardstick.strength
    assert {*strength.steps, *strength.by_severity, *strength.multiples} <= packs.names


def test_every_verdict_is_expected_somewhere_and_documented() -> None:
    assert {change.partition(":")[0] for pair in PAIRS for change in pair["changes"]} == set(VERDICTS)
    text = DOCS.read_text(encoding="utf-8")
    assert [
        f"| `{verdict}` | {meaning} |" for verdict, meaning in VERDICTS.items() if f"| `{verdict}` | {meaning} |" not in text
    ] == []
