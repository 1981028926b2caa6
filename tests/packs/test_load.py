"""Packs from files: what is refused, with file, line and remedy; what a user's pack may add and replace."""

from pathlib import Path

import pytest

from claimlint.errors import ClaimlintError
from claimlint.packs import load_packs

BAKERY = Path(__file__).parent.parent / "data" / "bakery.yaml"
GOOD = BAKERY.read_text(encoding="utf-8")


pytestmark = pytest.mark.usefixtures("few_rules")


def complaints(tmp_path: Path, old: str, new: str) -> list[str]:
    assert old in GOOD
    path = tmp_path / "bakery.yaml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ClaimlintError) as caught:
        load_packs([path])
    return [line.removeprefix(f"{path}:") for line in str(caught.value).splitlines()]


def test_a_users_pack_brings_rules_families_and_slots() -> None:
    packs = load_packs([BAKERY])
    rule = next(rule for rule in packs.rules if rule.id == "bakery-freshest")
    assert (rule.pack, rule.family, rule.line) == ("en.bakery", "bakery", 15)
    assert packs.families[-1].about == "Words that this bakery has to prove"
    assert packs.slots["bakery.oven_time"].labels["he"] == "שעת אפייה"
    assert {other.id for other in packs.rules} > {"bakery-freshest"}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("severity:", "severty:", "17: unknown key 'severty'; did you mean 'severity'?"),
        ("severity: error", "severity: fatal", "17: 'severity' cannot be \"fatal\"; allowed: error, warning, info"),
        ("family: bakery", "family: bakry", "16: no family 'bakry'; did you mean 'bakery'?"),
        ("{bread}", "{bred}", "22: phrase 'freshest (ever)? {bred}': no list {bred}; did you mean {bread}?"),
        ('"oven fresh"]', '"(oven fresh"]', "22: phrase '(oven fresh': '(' without ')'"),
        ('"oven fresh"]', '"* #"]', "22: phrase '* #': needs a word that is always there, not only '*' or '#'"),
        ("flag: freshest sourdough", "flag: freshest bread", "27: the text to be flagged, 'freshest bread', does not stand in"),
        ("'{match}'", "'{claim}'", "19: {claim} means nothing in a message; only {match} does"),
        (
            "{bakery.oven_time}",
            "{bakery.oven_tim}",
            "25: no fact is called {bakery.oven_tim}; did you mean {bakery.oven_time}?",
        ),
        (
            "[duration, date",
            "[durations, date",
            "24: an item of 'settled_by' cannot be \"durations\"; did you mean 'duration'?",
        ),
        ("language: en", "language: eng", "3: no language.yaml describes the language 'eng'; did you mean 'en'?"),
        ("pack: en.bakery", "pack: he.bakery", "2: the name of a pack begins with its language: en.…"),
        ("id: bakery-freshest", "id: BakeryFreshest", "15: 'id' must be lower-case words joined by hyphens"),
    ],
)
def test_an_error_names_line_key_and_remedy(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    found = complaints(tmp_path, old, new)
    assert any(line.startswith(complaint) for line in found), found


def test_both_kinds_of_example_are_required(tmp_path: Path) -> None:
    only_flagged = GOOD.replace("flag: none", "flag: loaf")
    path = tmp_path / "bakery.yaml"
    path.write_text(only_flagged, encoding="utf-8")
    with pytest.raises(ClaimlintError, match=r"'examples' needs at least one that is not \(flag: none\)"):
        load_packs([path])


def test_all_errors_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bakery.yaml"
    path.write_text(GOOD.replace("severity: error", "severity: fatal").replace("why:", "wy:"), encoding="utf-8")
    with pytest.raises(ClaimlintError) as caught:
        load_packs([path])
    assert len(str(caught.value).splitlines()) == 3


def test_a_taken_id_is_refused_unless_the_rule_is_to_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    again = GOOD.replace("en.bakery", "en.mine")
    path.write_text(again, encoding="utf-8")
    with pytest.raises(ClaimlintError, match=r"mine.yaml:15: the id 'bakery-freshest' is taken by .*bakery.yaml:15; choose"):
        load_packs([BAKERY, path])
    path.write_text(again.replace("    family: bakery", "    override: replace\n    family: bakery"), encoding="utf-8")
    rules = {rule.id: rule for rule in load_packs([BAKERY, path]).rules}
    assert rules["bakery-freshest"].pack == "en.mine"
    with pytest.raises(ClaimlintError, match="there is no rule 'bakery-freshest' to replace"):
        load_packs([path])


def test_a_missing_pack_and_an_empty_folder_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(ClaimlintError, match="no such pack"):
        load_packs([tmp_path / "gone.yaml"])
    with pytest.raises(ClaimlintError, match="no pack in this folder"):
        load_packs([tmp_path])


def test_select_and_ignore_take_rules_and_families() -> None:
    packs = load_packs([BAKERY])
    assert [rule.id for rule in packs.selected(["bakery"]).rules] == ["bakery-freshest"]
    assert [rule.id for rule in packs.selected(["bakery-freshest"], ["bakery"]).rules] == []
    with pytest.raises(ClaimlintError, match="no rule or family 'bakry'; did you mean 'bakery'"):
        packs.selected(["bakry"])


def test_a_profile_moves_the_severities_of_families() -> None:
    packs = load_packs()
    severities = {rule.id: rule.severity for rule in packs.rules}
    legal = {rule.id: rule.severity for rule in packs.seen_as("legal").rules}
    trust = {rule.id: rule.severity for rule in packs.seen_as("trust").rules}
    assert (severities["reliability"], legal["reliability"], trust["reliability"]) == ("warning", "info", "error")
    assert (severities["eco-friendly"], legal["eco-friendly"]) == ("error", "error")
    with pytest.raises(ClaimlintError, match="no profile 'lgal'; did you mean 'legal'"):
        packs.seen_as("lgal")


def test_profiles_name_families_that_there_are() -> None:
    packs = load_packs()
    for profile in packs.profiles:
        assert profile.more | profile.less <= packs.precedence.keys()
        assert not profile.more & profile.less
