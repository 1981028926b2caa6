"""The register of facts that a company can prove: facts.yaml, checked as a whole. docs/facts.md is for those who keep one.

A fact fills a rewrite only while it is live: approved by somebody other than its owner, with evidence that is there and
unchanged, and within its dates. What the evidence says is not read; that it exists is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from claimlint.errors import ClaimlintError, ClaimlintErrors
from claimlint.kept import KeptFile
from claimlint.late import late

if TYPE_CHECKING:
    from pathlib import Path

    from claimlint.yamlfile import Located

_CODE = ("facts.py", "facts_schema.py", "schema.py", "yamlfile.py")
EXPIRING = 30  # days before its last day from which a fact is about to expire

# live and expiring facts may be used; the others may not.
State = Literal["live", "expiring", "expired", "unapproved", "unproven"]
Status = Literal["draft", "approved", "withdrawn"]

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_ADDRESS = late(r"[a-z][a-z0-9+.-]+:\S", re.IGNORECASE)  # any scheme: https:, mailto:, s3:


class Evidence(NamedTuple):
    """Where the proof of a fact is; `fault` says why it proves nothing: the file is missing or has changed."""

    at: str
    fault: str = ""


class Fact(NamedTuple):
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


class Register(NamedTuple):
    """All facts by id, and the approved wordings."""

    facts: Mapping[str, Fact] = {}
    approved: tuple[Approved, ...] = ()
    path: str = ""


def load_register(path: Path) -> Register:
    """The register in a file. Raises ClaimlintErrors with all that is wrong, by line."""
    kept = KeptFile("facts", path, _CODE)
    said, located = kept.find(), None
    if said is None:
        from claimlint.facts_schema import read_facts

        said, located = read_facts(path)
    reader = _Reader(path, said, located)
    facts = {name: reader.fact(name, entry) for name, entry in said["facts"].items()}
    approved = tuple(reader.approved(number, entry, facts) for number, entry in enumerate(said["approved"]))
    if reader.errors:
        raise ClaimlintErrors(sorted(reader.errors, key=lambda error: error.line))
    if located:
        kept.put(said)
    return Register(facts, approved, str(path))


class _Reader:
    """Entries that have the right shape, turned into values; what contradicts itself is an error.

    `located`: the file with its lines, from which errors are told; None: it has been read before and has none.
    """

    def __init__(self, path: Path, said: dict[str, Any], located: Located | None) -> None:
        self.path = path
        self.said = said
        self.located = located
        self.errors: list[ClaimlintError] = []

    def fail(self, message: str, *way: str | int) -> None:
        assert self.located, "what is kept has nothing wrong in it"
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
            line=self.said["lines"][name],
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
        return f"{name} has changed since its sha256 was noted" if sha256 and _sha256(content) != sha256 else ""

    def approved(self, number: int, entry: dict[str, Any], facts: Mapping[str, Fact]) -> Approved:
        for index, name in enumerate(entry["facts"]):
            if name not in facts:
                self.fail(f"there is no fact '{name}' in this file; add it under 'facts'", "approved", number, "facts", index)
        return Approved(entry["text"], tuple(entry["facts"]), self.said["approved_lines"][number])


def _sha256(content: bytes) -> str:
    import hashlib  # brings OpenSSL

    return hashlib.sha256(content).hexdigest()


def _period(text: str) -> timedelta | None:
    if not text:
        return None
    number, unit = text.split()
    return timedelta(int(number) * _DAYS[unit.rstrip("s")])
