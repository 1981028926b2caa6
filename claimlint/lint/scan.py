"""Scan: which phrases of which rules stand in a text. Knows nothing of what they mean there.

Anchors first: a text that holds none of the anchor words is never looked at again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimlint.language.tokens import Tokens
from claimlint.model import Span
from claimlint.packs.phrase import match_at

if TYPE_CHECKING:
    from claimlint.packs.packset import CompiledRule, Index


class Candidate(NamedTuple):
    """A match of a rule; `tokens` is its token range."""

    rule: CompiledRule
    tokens: Span


def scan(tokens: Tokens, index: Index) -> list[Candidate]:
    """All matches, by place; of one rule's overlapping matches the longest."""
    spans: dict[str, set[Span]] = {}
    rules: dict[str, CompiledRule] = {}
    tried = set[tuple[int, int]]()
    for word, number in index.possible(tokens.keys):
        rule, phrase = index[number]
        assert phrase.anchor is not None
        _, least, most = phrase.anchor
        for place in tokens.positions[word]:
            for start in range(max(0, place - most), place - least + 1):
                if (start, number) in tried:
                    continue
                tried.add((start, number))
                end = match_at(phrase, tokens, start)
                if end > start:
                    rules[rule.id] = rule
                    spans.setdefault(rule.id, set()).add(Span(start, end))
    found = [Candidate(rules[name], span) for name, matched in spans.items() for span in _longest(matched)]
    return sorted(found, key=lambda candidate: (candidate.tokens, candidate.rule.id))


def _longest(spans: set[Span]) -> list[Span]:
    """The spans that no longer one overlaps; the earlier of two equals."""
    kept: list[Span] = []
    taken = set[int]()
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        if taken.isdisjoint(range(*span)):
            taken.update(range(*span))
            kept.append(span)
    return kept
