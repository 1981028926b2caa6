"""Rules for people and programs: the table, one rule explained, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from claimlint.model import Rule, Slot
from claimlint.reports.layout import isolated, starts_rightward, visible, wrapped
from claimlint.rewrite import SLOT, label, proof

if TYPE_CHECKING:
    from claimlint.packs import PackSet

_COLUMNS = ("RULE", "LANGUAGE", "SEVERITY", "CONFIDENCE", "FAMILY")


def rule_table(rules: Sequence[Rule]) -> str:
    """One rule a line, and their number."""
    rows = [(rule.id, rule.language, rule.severity, rule.confidence, rule.family) for rule in rules]
    widths = [max(len(row[column]) for row in (_COLUMNS, *rows)) for column in range(len(_COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (_COLUMNS, *rows)]
    count = f"{len(rules):,} rule{'' if len(rules) == 1 else 's'}"
    return "".join(f"{line.rstrip()}\n" for line in (*lines, "", count))


def rules_json(rules: Iterable[Rule]) -> str:
    """An array of rules, in the order of their packs."""
    entries = [
        {
            "id": rule.id,
            "pack": rule.pack,
            "language": rule.language,
            "family": rule.family,
            "severity": rule.severity,
            "confidence": rule.confidence,
            "message": rule.message,
            "why": rule.why,
            "references": list(rule.references),
            "rewrites": list(rule.rewrites),
        }
        for rule in rules
    ]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def explained(rule: Rule, packs: PackSet, width: int) -> str:
    """All that a writer, an engineer or a lawyer asks about a rule."""
    family = next((family.title for family in packs.families if family.id == rule.family), rule.family)
    flagged = [example.text for example in rule.examples if example.flags]
    passed = [example.text for example in rule.examples if not example.flags]
    parts = [
        f"{rule.id}: {rule.severity}, {rule.confidence} confidence\n",
        _part("Family", [f"{family} ({rule.family})"], width),
        _part("Why", [rule.why], width),
        _part("Law and guidance", rule.references, width),
        _part("Flagged", flagged, width),
        _part("Not flagged", passed, width),
        _part("Write instead", rule.rewrites, width),
        _part("Facts that a rewrite needs", _facts(rule, packs), width),
        _part("Switch it off", [f"--ignore {rule.id}, or in claimlint.yaml: ignore: [{rule.id}]"], width),
        _part("Written in", [f"{rule.path}:{rule.line}"], width),
    ]
    return "\n".join(part for part in parts if part)


def _facts(rule: Rule, packs: PackSet) -> list[str]:
    names = dict.fromkeys(name for rewrite in rule.rewrites for name in SLOT.findall(rewrite))
    return [_fact(packs.slots[name], rule.language) for name in names if name in packs.slots]


def _fact(slot: Slot, language: str) -> str:
    return f"{label(slot, language)} ({slot.id}). Proof: {proof(slot, language)}"


def _part(title: str, texts: Iterable[str], width: int) -> str:
    lines: list[str] = []
    for text in texts:
        shown = visible(" ".join(text.split()))
        bullet = "  - "
        for line in wrapped(shown, max(width, 40) - len(bullet)):
            lines.append(bullet + isolated(line, starts_rightward(shown)))
            bullet = "    "
    return "".join(f"{line}\n" for line in (title, *lines)) if lines else ""
