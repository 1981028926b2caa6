"""Rewrites: a rule's templates, filled. A slot that no fact fills stays a named blank; no value is ever made up."""

from __future__ import annotations

import re
from collections.abc import Mapping

from claimlint.model import Rewrite, Rule, Slot

SLOT = re.compile(r"\{([^{}]+)\}")


def rewrites_of(rule: Rule, slots: Mapping[str, Slot]) -> tuple[Rewrite, ...]:
    """The rule's rewrites, best first: complete ones before those that wait for facts."""
    found = [_fill(template, slots, rule.language) for template in rule.rewrites]
    return tuple(sorted(found, key=lambda rewrite: not rewrite.complete))


def _fill(template: str, slots: Mapping[str, Slot], language: str) -> Rewrite:
    names = dict.fromkeys(SLOT.findall(template))
    text = SLOT.sub(lambda found: f"[{label(slots[found[1]], language)}]", template)
    return Rewrite(text, tuple(slots[name] for name in names))


def label(slot: Slot, language: str) -> str:
    """What a slot is called in a language, else in English, else its last word."""
    return slot.labels.get(language) or slot.labels.get("en") or slot.id.rsplit(".", 1)[-1].replace("_", " ")
