"""What the register holds and what it lacks: for whoever owns the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from claimlint.facts import Fact, Register, State
from claimlint.model import Finding, Slot
from claimlint.reports.layout import cells, isolated, visible
from claimlint.rewrite import label, proof

_WORST: tuple[State, ...] = ("expired", "unproven", "unapproved", "expiring", "live")


class Gap(NamedTuple):
    """A fact that findings wait for: how many of them, and how many would need nothing else."""

    slot: Slot
    findings: int
    alone: int


def gaps(findings: Iterable[Finding]) -> list[Gap]:
    """The facts that would complete the first rewrite of a finding, the most wanted first."""
    wanted, alone = Counter[str](), Counter[str]()
    slots: dict[str, Slot] = {}
    for finding in findings:
        if not finding.rewrites or any(rewrite.complete for rewrite in finding.rewrites):
            continue
        fillable = [rewrite for rewrite in finding.rewrites if not any(slot.per_claim for slot in rewrite.needs)]
        fewest = min(fillable, key=lambda rewrite: len(rewrite.needs), default=None)
        for slot in fewest.needs if fewest else ():
            slots[slot.id] = slot
            wanted[slot.id] += 1
            alone[slot.id] += fewest is not None and len(fewest.needs) == 1
    order = sorted(slots, key=lambda name: (-alone[name], -wanted[name], name))
    return [Gap(slots[name], wanted[name], alone[name]) for name in order]


def gap_table(found: Sequence[Gap], language: str = "en") -> str:
    """One fact a line: its id, how many findings need it and how many it would settle alone, and what would prove it."""
    if not found:
        return "No finding waits for a fact\n"
    rows = [("FACT", "FINDINGS", "ALONE", "PROOF")]
    rows += [(gap.slot.id, f"{gap.findings:,}", f"{gap.alone:,}", proof(gap.slot, language)) for gap in found]
    return _table(rows)


def status_table(register: Register, today: date, used: Mapping[str, int], slots: Mapping[str, Slot]) -> str:
    """One fact a line, the worst first: its state, its last day, how often it is used, and what is wrong with it."""
    rows = [("FACT", "STATE", "LAST DAY", "USED", "OWNER", "WHAT TO DO")]
    facts = sorted(
        register.facts.values(), key=lambda fact: (_WORST.index(fact.state(today)), fact.last_day or date.max, fact.id)
    )
    for fact in facts:
        last = fact.last_day.isoformat() if fact.last_day else "-"
        rows.append(
            (
                fact.id,
                fact.state(today),
                last,
                f"{used.get(fact.id, 0):,}",
                fact.owner or "-",
                _remedy(fact, today, used, slots),
            )
        )
    counts = Counter(fact.state(today) for fact in facts)
    summary = ", ".join(f"{counts[state]:,} {state}" for state in reversed(_WORST) if counts[state]) or "no facts"
    return f"{_table(rows)}\n{summary}\n"


def _remedy(fact: Fact, today: date, used: Mapping[str, int], slots: Mapping[str, Slot]) -> str:
    slot = slots.get(fact.id)
    match fact.state(today):
        case "unapproved" if fact.status == "withdrawn":
            return "withdrawn: nothing may rest on it"
        case "unapproved":
            return "have somebody other than the owner approve it"
        case "unproven":
            return "; ".join(fact.faults)
        case "expired" | "expiring":
            return "measure again"
    if used.get(fact.id):
        return ""
    if slot and slot.per_claim:
        return "fills no rewrite, as it differs from claim to claim; say it in an approved wording"
    close = [] if slot else get_close_matches(fact.id, slots, 1)
    return f"no rewrite asks for it; did you mean {close[0]}?" if close else "nothing on these pages uses it"


def _table(rows: Sequence[Sequence[str]]) -> str:
    shown = [[isolated(visible(cell)) for cell in row] for row in rows]
    widths = [max(cells(row[column]) for row in shown) for column in range(len(rows[0]))]
    lines = ("  ".join(cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)) for row in shown)
    return "".join(f"{line.rstrip()}\n" for line in lines)


CONFIGURATION = """\
# claimlint.yaml: how claimlint checks this site. All keys: docs/config.schema.json
# yaml-language-server: $schema=docs/config.schema.json
facts: facts.yaml          # what you can prove; fills the rewrites
fail-on: error             # the mildest severity that fails the check: error, warning, info or never
# packs: [claims/ours.yaml]  # rules of your own
# ignore: [vague-quality]    # rules or families to leave out
# exclude: ["drafts/**"]
# messages: en               # the language of reasons; page: that of the copy
"""

_HEAD = """\
# facts.yaml: what this company can prove. A fact fills a rewrite only while it is approved by somebody other than its
# owner, has evidence, and is in date. docs/facts.md tells more; 'claimlint facts status' what the register is worth today.
"""


def skeleton(found: Sequence[Gap], language: str = "en") -> str:
    """A facts.yaml that holds, commented out, just the facts that findings wait for. Nothing in it is made up."""
    if not found:
        return f"{_HEAD}facts:\n"
    entries = "".join(_entry(gap, language) for gap in found)
    return f"{_HEAD}# Uncomment what you know, and fill it in.\nfacts:\n{entries}"


def _entry(gap: Gap, language: str) -> str:
    findings = f"{gap.findings:,} finding{'' if gap.findings == 1 else 's'}"
    return (
        f"\n  # {label(gap.slot, language)}: {findings} wait{'s' if gap.findings == 1 else ''} for it.\n"
        f"  # Proof: {proof(gap.slot, language)}\n"
        f"  # {gap.slot.id}:\n"
        "  #   value:\n"
        "  #   evidence:        # a file beside this one, or an address\n"
        "  #   measured_on:     # year-month-day\n"
        "  #   valid_until:\n"
        "  #   owner:\n"
        "  #   approved_by:     # not the owner\n"
    )
