"""The register of facts that a company can prove: facts.yaml, checked as a whole. docs/facts.md is for those who keep one.

A fact fills a rewrite only while it is live: approved by somebody other than its owner, with evidence that is there and
unchanged, and within its dates. What the evidence says is not read; that it exists is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple

from claimlint.errors import ClaimlintError, ClaimlintErrors
from claimlint.late import late
from claimlint.schema import Choice, Either, Field, ListOf, MapOf, Number, Record, Text, check, json_schema
from claimlint.yamlfile import Located, read_yaml

EXPIRING = 30  # days before its last day from which a fact is about to expire

# live and expiring facts may be used; the others may not.
State = Literal["live", "expiring", "expired", "unapproved", "unproven"]
Status = Literal["draft", "approved", "withdrawn"]

_DATE = Text("2026-10-31", r"\d{4}-\d{2}-\d{2}", "a date written year-month-day")
_PERIOD = Text("90 days", r"\d{1,4} (day|week|month|year)s?", "a number of days, weeks, months or years")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_TAG = Text("en", r"[a-z]{2,3}|[A-Z]{2}|[a-z]{2,3}-[A-Z]{2}", "a language (en), a region (GB) or both (en-GB)")
_REGION = Text("IL", r"[A-Z]{2}", "a region code of two capitals")
_LANGUAGE = Text("en", r"[a-z]{2,3}", "a language code of two or three letters")
_FACT_ID = Text("shipping.dispatch_time", r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", "lower-case words joined by dots")
_ADDRESS = late(r"[a-z][a-z0-9+.-]+:\S", re.IGNORECASE)  # any scheme: https:, mailto:, s3:

_VALUE = Either((Text("2 business days"), Number("1547")))
_EVIDENCE = Either(
    (
        Text("exports/dispatch-2026-10.csv"),
        Record(
            {
                "at": Field(Text("exports/dispatch-2026-10.csv"), "A file, relative to this one, or an address.", True),
                "sha256": Field(
                    Text("0" * 64, r"[0-9a-f]{64}", "64 lower-case hexadecimal digits"),
                    "The file's hash: a file that changed proves nothing until somebody looks at it again.",
                    default="",
                ),
            }
        ),
    )
)

FACT = Record(
    {
        "value": Field(
            Either((*_VALUE.kinds, MapOf(_VALUE, _TAG))),
            "What may be said, as it stands in copy; by language (en), region (GB) or both (en-GB) where it differs.",
            True,
        ),
        "unit": Field(Text("customers"), "What a bare number counts.", default=""),
        "evidence": Field(ListOf(_EVIDENCE, or_one=True), "What proves it: files or addresses.", default=[]),
        "method": Field(Text("95th percentile of the last 90 days"), "How it was measured.", default=""),
        "measured": Field(_VALUE, "What was measured, beside the value that is promised.", default=""),
        "measured_on": Field(_DATE, "When it was measured.", default=""),
        "valid_until": Field(_DATE, "The last day on which it may be said.", default=""),
        "review_every": Field(_PERIOD, "How long a measurement holds, from measured_on.", default=""),
        "owner": Field(Text("warehouse"), "Who keeps it true.", default=""),
        "approved_by": Field(Text("legal"), "Who allowed it to be said: not the owner.", default=""),
        "regions": Field(ListOf(_REGION, or_one=True), "Where it holds; everywhere when left out.", default=[]),
        "languages": Field(ListOf(_LANGUAGE, or_one=True), "In which languages it may be said; all when left out.", default=[]),
        "status": Field(Choice(("draft", "approved", "withdrawn")), "Where it stands.", default="approved"),
    }
)

APPROVED = Record(
    {
        "text": Field(Text("Ships within 2 business days"), "The wording that may be used.", True),
        "facts": Field(ListOf(_FACT_ID, or_one=True), "The facts that it rests on.", default=[]),
    }
)

FACTS = Record(
    {
        "facts": Field(
            MapOf(FACT, _FACT_ID), "The facts by slot; 'claimlint facts gaps' lists those that findings need.", default={}
        ),
        "approved": Field(ListOf(APPROVED), "Wordings that legal has signed off.", default=[]),
    }
)


class Evidence(NamedTuple):
    """Where the proof of a fact is; `fault` says why it proves nothing: the file is missing or has changed."""

    at: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the register. `values` by tag ("": everywhere): a text, or a number that is still to be written out."""

    id: str
    values: Mapping[str, str | int | float]
    unit: str = ""
    evidence: tuple[Evidence, ...] = ()
    method: str = ""
    measured: str | int | float = ""
    measured_on: date | None = None
    valid_until: date | None = None
    review_every: timedelta | None = None
    owner: str = ""
    approved_by: str = ""
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    status: Status = "approved"
    path: str = ""
    line: int = 0

    @property
    def last_day(self) -> date | None:
        """The last day on which the fact may be used: the earlier of valid_until and the next review."""
        review = self.measured_on + self.review_every if self.measured_on and self.review_every else None
        return min((day for day in (self.valid_until, review) if day), default=None)

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with its evidence; empty when all of it is there."""
        found = tuple(evidence.fault for evidence in self.evidence if evidence.fault)
        return found if found or self.evidence else ("no evidence is given",)

    def state(self, today: date) -> State:
        """Whether it may be used on a day."""
        if self.status != "approved" or not self.approved_by:
            return "unapproved"
        if self.faults:
            return "unproven"
        if self.last_day and self.last_day < today:
            return "expired"
        return "expiring" if self.last_day and self.last_day - today <= timedelta(EXPIRING) else "live"

    def may_be_used(self, today: date) -> bool:
        """Whether rewrites and approved wordings may rest on it on a day."""
        return self.state(today) in ("live", "expiring")

    def holds_in(self, language: str, region: str) -> bool:
        """Whether it may be said in a language and a region ("": not known, which no restriction to regions allows)."""
        return (not self.languages or language in self.languages) and (not self.regions or region in self.regions)

    def value(self, language: str, region: str) -> str | int | float | None:
        """The value for a language and a region: the closest that is given; None when there is none for them."""
        tags = (f"{language}-{region}", region, language, "")
        return next((self.values[tag] for tag in tags if tag in self.values), None)


class Approved(NamedTuple):
    """A wording that was signed off, and the ids of the facts that it rests on."""

    text: str
    facts: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Register:
    """All facts by id, and the approved wordings."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    approved: tuple[Approved, ...] = ()
    path: str = ""


def load_register(path: Path) -> Register:
    """The register in a file. Raises ClaimlintErrors with all that is wrong, by line."""
    located = read_yaml(path)
    if isinstance(located.value, dict):  # "facts:" with nothing but comments below it
        located.value = {name: here for name, here in located.value.items() if here.value is not None}
    if not located.value:
        return Register(path=str(path))
    plain = check(FACTS, located, str(path))
    reader = _Reader(path, located)
    facts = {name: reader.fact(name, entry) for name, entry in plain["facts"].items()}
    approved = tuple(reader.approved(number, entry, facts) for number, entry in enumerate(plain["approved"]))
    if reader.errors:
        raise ClaimlintErrors(sorted(reader.errors, key=lambda error: error.line))
    return Register(facts, approved, str(path))


def facts_json_schema() -> dict[str, Any]:
    """The JSON Schema of facts.yaml; docs/facts.schema.json holds it and a test keeps it fresh."""
    return json_schema(FACTS, "A register of facts for claimlint", "claimlint-facts.schema.json")


class _Reader:
    """Entries that have the right shape, turned into values; what contradicts itself is an error."""

    def __init__(self, path: Path, located: Located) -> None:
        self.path = path
        self.located = located
        self.errors: list[ClaimlintError] = []

    def fail(self, message: str, *way: str | int) -> None:
        self.errors.append(ClaimlintError(message, str(self.path), self.located.line_of(*way)))

    def fact(self, name: str, entry: dict[str, Any]) -> Fact:
        value = entry["value"]
        if entry["approved_by"] and entry["approved_by"] == entry["owner"]:
            self.fail("an owner can't approve their own fact; name somebody else here", "facts", name, "approved_by")
        if entry["review_every"] and not entry["measured_on"]:
            self.fail("'review_every' counts from 'measured_on'; add measured_on: 2026-10-31", "facts", name, "review_every")
        return Fact(
            id=name,
            values=value if isinstance(value, dict) else {"": value},
            unit=entry["unit"],
            evidence=tuple(self.evidence(one) for one in entry["evidence"]),
            method=entry["method"],
            measured=entry["measured"],
            measured_on=self.day(name, entry, "measured_on"),
            valid_until=self.day(name, entry, "valid_until"),
            review_every=_period(entry["review_every"]),
            owner=entry["owner"],
            approved_by=entry["approved_by"],
            regions=tuple(entry["regions"]),
            languages=tuple(entry["languages"]),
            status=entry["status"],
            path=str(self.path),
            line=self.located.line_of("facts", name),
        )

    def day(self, name: str, entry: dict[str, Any], key: str) -> date | None:
        try:
            return date.fromisoformat(entry[key]) if entry[key] else None
        except ValueError:
            self.fail(f"'{key}': there is no day {entry[key]}; write year-month-day", "facts", name, key)
            return None

    def evidence(self, entry: str | dict[str, str]) -> Evidence:
        at, sha256 = (entry, "") if isinstance(entry, str) else (entry["at"], entry["sha256"])
        return Evidence(at, "" if _ADDRESS.match(at) else self.fault(at, sha256))

    def fault(self, name: str, sha256: str) -> str:
        try:
            content = (self.path.parent / name).read_bytes()
        except (OSError, ValueError):
            return f"no such file: {name}"
        return (
            f"{name} has changed since its sha256 was noted" if sha256 and hashlib.sha256(content).hexdigest() != sha256 else ""
        )

    def approved(self, number: int, entry: dict[str, Any], facts: Mapping[str, Fact]) -> Approved:
        for index, name in enumerate(entry["facts"]):
            if name not in facts:
                self.fail(f"there is no fact '{name}' in this file; add it under 'facts'", "approved", number, "facts", index)
        return Approved(entry["text"], tuple(entry["facts"]), self.located.line_of("approved", number))


def _period(text: str) -> timedelta | None:
    if not text:
        return None
    number, unit = text.split()
    return timedelta(int(number) * _DAYS[unit.rstrip("s")])
