"""The register of facts: what may be written there, and when a fact may be used."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from claimlint import facts_schema
from claimlint.errors import ClaimlintErrors
from claimlint.facts import Register, load_register
from claimlint.facts_schema import facts_json_schema
from claimlint.yamlfile import Located

TODAY = date(2026, 11, 22)
SCHEMA = Path(__file__).parent.parent / "docs" / "facts.schema.json"
DISPATCH = """\
facts:
  shipping.dispatch_time:
    value: {en: 2 business days, en-GB: 2 working days, GB: 3 days, he: 2 ימי עסקים}
    evidence: [dispatch.csv, "https://example.com/dashboard"]
    measured: 1.7 days
    measured_on: 2026-10-31
    review_every: 90 days
    owner: warehouse
    approved_by: legal
  customers.count: {value: 1547, unit: customers, evidence: "https://example.com/billing", approved_by: legal}
approved:
  - {text: Ships within 2 business days, facts: shipping.dispatch_time}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dispatch.csv").write_text("order,hours\n", encoding="utf-8")
    return tmp_path


def register(folder: Path, text: str) -> Register:
    path = folder / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    return load_register(path)


def fact(**entries: object) -> str:
    """facts.yaml with one fact that is live, but for what is given."""
    entry = {"value": "2 days", "evidence": "dispatch.csv", "owner": "warehouse", "approved_by": "legal"} | entries
    return json.dumps({"facts": {"shipping.dispatch_time": {key: value for key, value in entry.items() if value is not None}}})


def test_a_register_is_read(folder: Path) -> None:
    read = register(folder, DISPATCH)
    dispatch = read.facts["shipping.dispatch_time"]
    assert dispatch.last_day == date(2027, 1, 29)
    assert dispatch.state(TODAY) == "live"
    assert (dispatch.owner, dispatch.approved_by, dispatch.measured, dispatch.line) == ("warehouse", "legal", "1.7 days", 2)
    assert [evidence.at for evidence in dispatch.evidence] == ["dispatch.csv", "https://example.com/dashboard"]
    assert read.facts["customers.count"].values == {"": 1547}
    assert [(wording.text, wording.facts, wording.line) for wording in read.approved] == [
        ("Ships within 2 business days", ("shipping.dispatch_time",), 12)
    ]


@pytest.mark.parametrize(
    ("language", "region", "value"),
    [
        ("en", "US", "2 business days"),
        ("en", "GB", "2 working days"),
        ("he", "GB", "3 days"),
        ("he", "", "2 ימי עסקים"),
        ("ar", "", None),
    ],
)
def test_the_closest_value_counts(folder: Path, language: str, region: str, value: str | None) -> None:
    assert register(folder, DISPATCH).facts["shipping.dispatch_time"].value(language, region) == value


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ({}, "live"),
        ({"valid_until": "2026-11-22"}, "expiring"),
        ({"valid_until": "2026-12-22"}, "expiring"),
        ({"valid_until": "2026-12-23"}, "live"),
        ({"valid_until": "2026-11-21"}, "expired"),
        ({"measured_on": "2026-08-01", "review_every": "90 days"}, "expired"),
        ({"measured_on": "2026-08-01", "review_every": "1 year", "valid_until": "2026-11-30"}, "expiring"),
        ({"approved_by": None}, "unapproved"),
        ({"status": "draft"}, "unapproved"),
        ({"status": "withdrawn"}, "unapproved"),
        ({"evidence": None}, "unproven"),
        ({"evidence": "lost.csv"}, "unproven"),
        ({"evidence": [{"at": "dispatch.csv", "sha256": "0" * 64}]}, "unproven"),
        ({"evidence": [{"at": "dispatch.csv", "sha256": hashlib.sha256(b"order,hours\n").hexdigest()}]}, "live"),
        ({"evidence": "https://example.com/report.pdf"}, "live"),
    ],
)
def test_a_fact_is_live_while_it_is_approved_proven_and_in_time(folder: Path, entries: dict[str, object], state: str) -> None:
    found = register(folder, fact(**entries)).facts["shipping.dispatch_time"]
    assert found.state(TODAY) == state
    assert found.may_be_used(TODAY) is (state in ("live", "expiring"))


def test_what_is_wrong_with_the_evidence_is_told(folder: Path) -> None:
    entries = {"evidence": ["lost.csv", {"at": "dispatch.csv", "sha256": "0" * 64}]}
    found = register(folder, fact(**entries)).facts["shipping.dispatch_time"]
    assert found.faults == ("no such file: lost.csv", "dispatch.csv has changed since its sha256 was noted")
    assert register(folder, fact(evidence=None)).facts["shipping.dispatch_time"].faults == ("no evidence is given",)


def test_a_fact_holds_only_where_it_says(folder: Path) -> None:
    found = register(folder, fact(regions=["IL"], languages="he")).facts["shipping.dispatch_time"]
    assert found.holds_in("he", "IL")
    assert not found.holds_in("he", "GB")
    assert not found.holds_in("he", "")
    assert not found.holds_in("en", "IL")


WRONG = {
    "facts: {a.b: {evidence: a}}": "1: 'value' is missing",
    "facts:\n  Shipping: {value: 2 days}": "2: the name 'Shipping' must be lower-case words joined by dots",
    "facts:\n  a.b: {value: 2, owner: kim, approved_by: kim}": "2: an owner can't approve their own fact; name somebody else",
    "facts:\n  a.b:\n    value: 2\n    valid_until: 2026-02-30": "4: 'valid_until': there is no day 2026-02-30",
    "facts:\n  a.b: {value: 2, valid_until: soon}": "2: 'valid_until' must be a date written year-month-day, not \"soon\"",
    "facts:\n  a.b: {value: 2, review_every: 90 days}": "2: 'review_every' counts from 'measured_on'",
    "facts:\n  a.b: {value: 2, review_every: often}": "2: 'review_every' must be a number of days, weeks, months or years",
    "approved:\n  - text: Fast\n    facts: [a.b]": "3: there is no fact 'a.b' in this file; add it under 'facts'",
    "facts:\n  a.b: {valu: 2, value: 3}": "2: unknown key 'valu'; did you mean 'value'?",
    "facts:\n  a.b: {value: {eng-gb: 2}}": "2: the name 'eng-gb' must be a language (en), a region (GB) or both (en-GB)",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_told_with_its_line(folder: Path, text: str) -> None:
    with pytest.raises(ClaimlintErrors) as caught:
        register(folder, text)
    (told,) = (str(error).removeprefix(f"{folder / 'facts.yaml'}:") for error in caught.value.errors)
    assert told.startswith(WRONG[text])


def test_an_empty_register_is_one(folder: Path) -> None:
    assert register(folder, "# nothing yet\n").facts == {}


def test_the_json_schema_is_fresh() -> None:
    fresh = json.dumps(facts_json_schema(), indent=2, ensure_ascii=False) + "\n"
    assert SCHEMA.read_text(encoding="utf-8") == fresh, "write it anew: python tools/write_schemas.py"


# -- what is kept between runs


@pytest.fixture
def read_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """The registers whose YAML was really read."""
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", str(tmp_path / "kept"))
    paths: list[Path] = []
    real = facts_schema.read_facts

    def noted(path: Path) -> tuple[dict[str, Any], Located]:
        paths.append(path)
        return real(path)

    monkeypatch.setattr(facts_schema, "read_facts", noted)
    return paths


def test_a_register_is_read_once_and_gives_the_same(folder: Path, read_anew: list[Path]) -> None:
    first = register(folder, DISPATCH)
    assert load_register(folder / "facts.yaml") == first
    assert len(read_anew) == 1
    assert load_register(folder / "facts.yaml").facts["shipping.dispatch_time"].line == 2
    changed = register(folder, DISPATCH.replace("2 business days", "3 business days"))
    assert changed.facts["shipping.dispatch_time"].values["en"] == "3 business days"
    assert len(read_anew) == 2


def test_evidence_is_looked_at_each_time(folder: Path, read_anew: list[Path]) -> None:
    proof = folder / "dispatch.csv"
    digest = hashlib.sha256(proof.read_bytes()).hexdigest()
    text = fact(evidence={"at": "dispatch.csv", "sha256": digest})
    assert register(folder, text).facts["shipping.dispatch_time"].state(TODAY) == "live"
    proof.write_text("order,hours\n1,9\n", encoding="utf-8")
    changed = load_register(folder / "facts.yaml").facts["shipping.dispatch_time"]
    assert changed.faults == ("dispatch.csv has changed since its sha256 was noted",)
    proof.unlink()
    assert load_register(folder / "facts.yaml").facts["shipping.dispatch_time"].faults == ("no such file: dispatch.csv",)
    assert len(read_anew) == 1


def test_errors_are_told_each_time(folder: Path, read_anew: list[Path]) -> None:
    wrong = fact(owner="legal")
    for _ in range(2):
        with pytest.raises(ClaimlintErrors, match="an owner can't approve their own fact"):
            register(folder, wrong)
    assert len(read_anew) == 2


def test_a_damaged_entry_is_made_anew(folder: Path, read_anew: list[Path]) -> None:
    first = register(folder, DISPATCH)
    (entry,) = (folder / "kept").glob("facts-*")
    for damaged in (b"", b"abc", entry.read_bytes()[:-5]):
        entry.write_bytes(damaged)
        assert load_register(folder / "facts.yaml") == first
    assert len(read_anew) == 4
