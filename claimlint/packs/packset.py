"""Compiled rules as the linter uses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from claimlint.errors import ClaimlintError
from claimlint.model import SEVERITIES, Rule, Severity, Slot
from claimlint.packs.pattern import Pattern
from claimlint.packs.phrase import Phrase
from claimlint.schema import nearest

Weight = Literal[Severity, "off"]  # off: the rule is left out


class Family(NamedTuple):
    """A family of claims, as in rules/families.yaml."""

    id: str
    title: str
    about: str


class Profile(NamedTuple):
    """A view on the findings, as in rules/profiles.yaml: the families whose rules weigh a step more or less."""

    id: str
    title: str
    about: str
    more: frozenset[str]
    less: frozenset[str]


class Term(NamedTuple):
    """A phrase of a language's quantities.

    role: number, multiplier, part, unit, one, two, fixed, currency, cent, before, behind, none (no quantity) or one of JOINS
    name: the unit, the ISO code or the bound that it stands for
    amount: how much of it it says
    words: the folded words of the phrase
    bound: of a fixed saying
    """

    role: str
    phrase: Phrase
    words: frozenset[str]
    name: str = ""
    amount: Decimal = Decimal(1)
    bound: str = ""


class Quantities(NamedTuple):
    """How a language writes amounts: rules/<language>/quantities.yaml, compiled. Empty: it isn't said.

    prefixes: pairs of a letter that is written onto a word and the bound that it says
    """

    terms: tuple[Term, ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()


class Forms(NamedTuple):
    """How amounts are written in a language: those of each unit by plural category, and ranges, ratings and bounds."""

    language: str
    units: Mapping[str, Mapping[str, str]]
    spoken: Mapping[str, str]


class Lexicon(NamedTuple):
    """What rules of a language share: rules/<language>/language.yaml, compiled. Words are folded."""

    language: str
    name: str
    common_words: frozenset[str]
    not_prefixed: frozenset[str]
    joints: frozenset[str]
    fillers: frozenset[str]
    evidence: Mapping[str, tuple[Phrase, ...]]
    evidence_words: frozenset[str]  # the words of those that measure: "within", "days"
    no_evidence: tuple[Phrase, ...]
    sections: tuple[Phrase, ...]
    asides: tuple[Phrase, ...]
    exceptions: Mapping[str, tuple[Phrase, ...]]
    grammar: Mapping[str, tuple[Pattern, ...]]
    quantities: Quantities = Quantities()


class Topic(NamedTuple):
    """What a quantity on a page is about, as in rules/topics.yaml: `better` is "less" or "more"."""

    slot: str
    kind: str
    better: Literal["less", "more"]
    phrases: Mapping[str, tuple[Phrase, ...]]  # by language


class CompiledRule(NamedTuple):
    """A rule with its phrases; `ignore` holds its own look-alikes and its pack's, `topic` the folded words of its rewrites."""

    rule: Rule
    find: tuple[Phrase, ...]
    ignore: tuple[Phrase, ...]
    where: tuple[Pattern, ...]
    topic: frozenset[str]


class Lookup(NamedTuple):
    """A phrase of a rule, as found under one of its anchor words."""

    rule: CompiledRule
    phrase: Phrase


@dataclass(frozen=True)
class PackSet:
    """All rules that are in force, the families by precedence, the slots, and the lexicons by language.

    `left_out`: the ids and families of the rules that a selection left out.
    """

    compiled: tuple[CompiledRule, ...]
    families: tuple[Family, ...]
    slots: Mapping[str, Slot]
    lexicons: Mapping[str, Lexicon]
    profiles: tuple[Profile, ...] = ()
    left_out: frozenset[str] = frozenset()

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(compiled.rule for compiled in self.compiled)

    @cached_property
    def index(self) -> Mapping[str, Mapping[str, tuple[Lookup, ...]]]:
        """By language and anchor word, the phrases that a text with this word may hold."""
        index: dict[str, dict[str, list[Lookup]]] = {language: {} for language in self.lexicons}
        for compiled in self.compiled:
            words = index[compiled.rule.language]
            for phrase in compiled.find:
                for word in phrase.anchor.words if phrase.anchor else ():
                    words.setdefault(word, []).append(Lookup(compiled, phrase))
        return {language: {word: tuple(found) for word, found in words.items()} for language, words in index.items()}

    @cached_property
    def names(self) -> frozenset[str]:
        """The ids of all rules, in force or left out, and of the families."""
        return frozenset().union((family.id for family in self.families), self.left_out, (rule.id for rule in self.rules))

    @cached_property
    def checks(self) -> Mapping[str, Rule]:
        """The rules without phrases that are in force, by id: what the register of facts finds."""
        return {compiled.rule.id: compiled.rule for compiled in self.compiled if not compiled.find}

    @cached_property
    def precedence(self) -> Mapping[str, int]:
        """The rank of each family; the lower wins."""
        return {family.id: rank for rank, family in enumerate(self.families)}

    def selected(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> PackSet:
        """The set with only the rules or families of `select` (all when empty) and without those of `ignore`.

        Raises ClaimlintError for an id that is neither.
        """
        for name in (*select, *ignore):
            if name not in self.names:
                raise ClaimlintError(f"no rule or family '{name}'; {nearest(name, tuple(sorted(self.names)))}")
        kept: list[CompiledRule] = []
        left_out = set(self.left_out)
        for compiled in self.compiled:
            names = _names(compiled.rule)
            if (not select or not names.isdisjoint(select)) and names.isdisjoint(ignore):
                kept.append(compiled)
            else:
                left_out |= names
        return replace(self, compiled=tuple(kept), left_out=frozenset(left_out))

    def seen_as(self, name: str) -> PackSet:
        """The set with the severities that a profile gives its rules. Raises ClaimlintError if there is no such profile."""
        known = {profile.id: profile for profile in self.profiles}
        if name not in known:
            raise ClaimlintError(f"no profile '{name}'; {nearest(name, tuple(known))}")
        profile = known[name]
        return replace(self, compiled=tuple(one._replace(rule=_moved(one.rule, profile)) for one in self.compiled))

    def weighed(self, weights: Mapping[str, Weight]) -> PackSet:
        """The set with these weights, by rule or family; what is said of a rule goes before what is said of its family."""
        if not weights:
            return self
        kept: list[CompiledRule] = []
        left_out = set(self.left_out)
        for compiled in self.compiled:
            rule = compiled.rule
            weight = weights.get(rule.id) or weights.get(rule.family) or rule.severity
            if weight == "off":
                left_out |= _names(rule)
            else:
                kept.append(compiled._replace(rule=replace(rule, severity=weight)))
        return replace(self, compiled=tuple(kept), left_out=frozenset(left_out))


def _moved(rule: Rule, profile: Profile) -> Rule:
    step = (rule.family in profile.less) - (rule.family in profile.more)
    rank = min(max(SEVERITIES.index(rule.severity) + step, 0), len(SEVERITIES) - 1)
    return replace(rule, severity=SEVERITIES[rank])


def _names(rule: Rule) -> set[str]:
    return {rule.id, rule.family}
