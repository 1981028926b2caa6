"""Rules for people and programs: the table, one rule explained, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from claimlint.model import Rule, Slot
from claimlint.reports.layout import isolated, starts_rightward, visible, wrapped
from claimlint.reports.words import Words, words_of
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
            "translations": {language: told._asdict() for language, told in rule.translations.items()},
            "rewrites": list(rule.rewrites),
        }
        for rule in rules
    ]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def explained(rule: Rule, packs: PackSet, width: int, messages: str = "") -> str:
    """All that a writer, an engineer or a lawyer asks about a rule, in the language of its copy or that of `messages`."""
    words = words_of(messages or rule.language)
    family = next((family.title for family in packs.families if family.id == rule.family), rule.family)
    flagged = [example.text for example in rule.examples if example.flags]
    passed = [example.text for example in rule.examples if not example.flags]
    parts = [
        f"{rule.id}: {rule.severity}, {rule.confidence} confidence\n",
        _part(words.family, [f"{family} ({rule.family})"], width),
        _part(words.why, [rule.reason(messages).why], width),
        _part(words.references, rule.references, width),
        _part(words.flagged, flagged, width),
        _part(words.passed, passed, width),
        _part(words.rewrites, rule.rewrites, width),
        _part(words.facts, _facts(rule, packs, words), width),
        _part(words.switch_off, [words.option.format(rule=rule.id)], width),
        _part(words.source, [f"{rule.path}:{rule.line}" if rule.line else rule.path], width),
    ]
    return "\n".join(part for part in parts if part)


def _facts(rule: Rule, packs: PackSet, words: Words) -> list[str]:
    names = dict.fromkeys(name for rewrite in rule.rewrites for name in SLOT.findall(rewrite))
    return [_fact(packs.slots[name], words) for name in names if name in packs.slots]


def _fact(slot: Slot, words: Words) -> str:
    return f"{label(slot, words.language)} ({slot.id}). {words.proof}: {proof(slot, words.language)}"


def _part(title: str, texts: Iterable[str], width: int) -> str:
    lines: list[str] = []
    for text in texts:
        shown = visible(" ".join(text.split()))
        bullet = "  - "
        for line in wrapped(shown, max(width, 40) - len(bullet)):
            lines.append(bullet + isolated(line, starts_rightward(shown)))
            bullet = "    "
    return "".join(f"{line}\n" for line in (isolated(title), *lines)) if lines else ""
