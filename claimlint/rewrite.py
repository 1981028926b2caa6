"""Rewrites: a rule's templates, filled. A slot that no fact fills stays a named blank; no value is ever made up."""

from __future__ import annotations

import re
from collections.abc import Mapping

from claimlint.model import Rewrite, Rule, Slot

SLOT = re.compile(r"\{([^{}]+)\}")


def rewrites_of(rule: Rule, slots: Mapping[str, Slot], room: int | None = None) -> tuple[Rewrite, ...]:
    """The rule's rewrites, best first: those that fit into `room` characters, and complete ones, before the others."""
    found = [_fill(template, slots, rule.language, room) for template in rule.rewrites]
    return tuple(sorted(found, key=lambda rewrite: (rewrite.excess > 0, not rewrite.complete)))


def _fill(template: str, slots: Mapping[str, Slot], language: str, room: int | None) -> Rewrite:
    names = dict.fromkeys(SLOT.findall(template))
    text = SLOT.sub(lambda found: f"[{label(slots[found[1]], language)}]", template)
    shortest = len(SLOT.sub("", template))
    excess = max(0, shortest - room) if room is not None else 0
    return Rewrite(text, tuple(slots[name] for name in names), excess)


def label(slot: Slot, language: str) -> str:
    """What a slot is called in a language, else in English, else in the first there is, else its last word."""
    return _in_language(slot.labels, language) or slot.id.rsplit(".", 1)[-1].replace("_", " ")


def proof(slot: Slot, language: str) -> str:
    """What would prove a slot's fact, in a language, else in English, else in the first language there is."""
    return _in_language(slot.evidence, language)


def _in_language(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
