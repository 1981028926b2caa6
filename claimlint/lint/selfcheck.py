"""Packs checked by linting: every example must give what it says, and no rewrite may be a claim itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claimlint.errors import ClaimlintError, ClaimlintErrors
from claimlint.lint.grammar import Grammar
from claimlint.lint.pipeline import lint_document
from claimlint.model import Block, Document, Example, Finding, Rule, Span
from claimlint.packs.packset import PackSet
from claimlint.packs.schema import KINDS
from claimlint.rewrite import SLOT


class ExampleFailure(NamedTuple):
    """An example that did not give what it says; `found` is what its rule flagged instead."""

    rule: Rule
    example: Example
    found: tuple[str, ...]


def _findings(text: str, packs: PackSet, language: str, grammar: Grammar | None, scope: str = "text") -> tuple[Finding, ...]:
    kind, context = (scope, frozenset[str]()) if scope in KINDS else ("text", frozenset({scope}))
    block = Block(text, (0,), (Span(0, len(text)),), kind, language, context)
    return lint_document(Document("", text, (block,)), packs, min_confidence="low", grammar=grammar).findings


def run_examples(packs: PackSet, rules: Sequence[Rule], grammar: Grammar | None = None) -> Iterator[ExampleFailure]:
    """The examples of `rules` that fail when linted with all of `packs`. A rule must flag exactly what they say."""
    for rule in rules:
        for example in rule.examples:
            findings = _findings(example.text, packs, rule.language, grammar, example.scope)
            found = tuple(finding.text for finding in findings if finding.rule.id == rule.id)
            if found != example.flags:
                yield ExampleFailure(rule, example, found)


def refuse_bad_rewrites(packs: PackSet, rules: Sequence[Rule], grammar: Grammar | None = None) -> None:
    """Raise ClaimlintErrors when a rewrite of `rules` would itself be flagged."""
    errors = []
    for rule in rules:
        for rewrite in rule.rewrites:
            text = SLOT.sub("3", rewrite)
            for finding in _findings(text, packs, rule.language, grammar)[:1]:
                message = f"the rewrite {rewrite!r} of '{rule.id}' is a claim itself ('{finding.text}', {finding.rule.id})"
                errors.append(ClaimlintError(f"{message}; word it as a plain fact", rule.path, rule.line))
    if errors:
        raise ClaimlintErrors(errors)
