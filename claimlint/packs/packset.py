"""Compiled rules as the linter uses them. What only some copy asks for is read from their store when it does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from claimlint.errors import ClaimlintError
from claimlint.model import SEVERITIES, Confidence, Rule, Severity, Slot

if TYPE_CHECKING:
    from claimlint.packs.amounts import Quantities, Topic
    from claimlint.packs.parts import LexiconWords
    from claimlint.packs.pattern import Pattern
    from claimlint.packs.phrase import Phrase, Phrases
    from claimlint.packs.store import Brief, Store, Tongue

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


class Lexicon:
    """What rules of a language share: rules/<language>/language.yaml, compiled. Words are folded."""

    def __init__(self, language: str, tongue: Tongue, store: Store) -> None:
        self.language = language
        self.name = tongue.name
        self.common_words = tongue.common_words
        self.not_prefixed = tongue.not_prefixed
        self._store = store

    @cached_property
    def _words(self) -> LexiconWords:
        return self._store.words(self.language)

    @property
    def joints(self) -> frozenset[str]:
        return self._words.joints

    @property
    def fillers(self) -> frozenset[str]:
        return self._words.fillers

    @property
    def evidence(self) -> Mapping[str, Phrases]:
        return self._words.evidence

    @property
    def evidence_words(self) -> frozenset[str]:
        """The words of the evidence that measures: "within", "days"."""
        return self._words.evidence_words

    @property
    def no_evidence(self) -> Phrases:
        return self._words.no_evidence

    @property
    def sections(self) -> Phrases:
        return self._words.sections

    @property
    def asides(self) -> Phrases:
        return self._words.asides

    @property
    def exceptions(self) -> Mapping[str, Phrases]:
        return self._words.exceptions

    @cached_property
    def grammar(self) -> Mapping[str, tuple[Pattern, ...]]:
        return self._store.grammar(self.language)

    @cached_property
    def quantities(self) -> Quantities:
        return self._store.quantities(self.language)


class CompiledRule:
    """A rule with its phrases. Its id, family and so on are known at once; the rest is read when it is asked for."""

    def __init__(self, brief: Brief, severity: Severity, store: Store) -> None:
        self.id = brief.id
        self.family = brief.family
        self.language = brief.language
        self.severity = severity
        self.confidence: Confidence = brief.confidence
        self.scopes = brief.scopes
        self.settled_by = brief.settled_by
        self.has_phrases = brief.has_phrases
        self.has_patterns = brief.has_patterns  # in `where`
        self.place = brief.place  # among the rules of its language
        self._store = store

    def __repr__(self) -> str:
        return f"<the rule {self.id}>"

    @cached_property
    def rule(self) -> Rule:
        """The rule as it was written, with the severity that it has here."""
        written = self._store.rule(self.language, self.place)
        return written if written.severity == self.severity else written._replace(severity=self.severity)

    @cached_property
    def _judged(self) -> tuple[Phrases, Phrases, frozenset[str]]:
        return self._store.judged(self.language, self.place)

    @property
    def ignore(self) -> tuple[Phrases, Phrases]:
        """Its own look-alikes, and its pack's."""
        return self._judged[:2]

    @property
    def topic(self) -> frozenset[str]:
        """The folded words of its rewrites."""
        return self._judged[2]

    @cached_property
    def where(self) -> tuple[Pattern, ...]:
        return self._store.where(self.language, self.place) if self.has_patterns else ()


class Lookup(NamedTuple):
    """A phrase of a rule, as its number gives it."""

    rule: CompiledRule
    phrase: Phrase


class Index:
    """The phrases of a language's rules by number, of which those are read that may stand in a text."""

    def __init__(self, store: Store, language: str, rules: Sequence[CompiledRule]) -> None:
        self._store = store
        self._language = language
        self._owners = store.owners(language)
        self._rules = {rule.place: rule for rule in rules}
        self._read: dict[int, Lookup] = {}
        self._meets, self._needs = store.needs(language)
        self._numbers = store.postings(language)
        if not self._rules.keys() >= set(self._owners):
            kept = ((word, [at for at in found if self._owners[at] in self._rules]) for word, found in self._numbers.items())
            self._numbers = {word: tuple(numbers) for word, numbers in kept if numbers}

    def possible(self, words: Set[str]) -> Iterator[tuple[str, int]]:
        """The phrases that may stand in a text of these words, each under each of its anchor words that is among them."""
        anchors = self._numbers.keys() & words
        if anchors:
            needs, meets = self._needs, self._meets
            met = set[int]().union(*[meets[word] for word in meets.keys() & words])
            for word in anchors:
                for number in self._numbers[word]:
                    if met.issuperset(needs[number]):
                        yield word, number

    def __getitem__(self, number: int) -> Lookup:
        found = self._read.get(number)
        if found is None:
            rule = self._rules[self._owners[number]]
            found = self._read[number] = Lookup(rule, self._store.phrase(self._language, number))
        return found


class PackSet:
    """All rules that are in force, the families by precedence, the slots, and the lexicons by language.

    `severities`: of the rules that weigh something else than their packs say, by number; `gone`: the numbers of the rules that
    a selection left out.
    """

    def __init__(
        self, store: Store, severities: Mapping[int, Severity] | None = None, gone: frozenset[int] = frozenset()
    ) -> None:
        self._store = store
        self._severities = severities or {}
        self._gone = gone

    @cached_property
    def key(self) -> str:
        """What the set was made of: a digest of the packs, and what a selection and weights have changed."""
        rules = self._store.head.rules
        changed = [f"{rules[number][0]}={severity}" for number, severity in sorted(self._severities.items())]
        return " ".join((self._store.key(), *changed, *(f"-{rules[number][0]}" for number in sorted(self._gone))))

    @cached_property
    def families(self) -> tuple[Family, ...]:
        return tuple(map(Family._make, self._store.head.families))

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        return tuple(map(Profile._make, self._store.head.profiles))

    @cached_property
    def lexicons(self) -> Mapping[str, Lexicon]:
        return {language: Lexicon(language, tongue, self._store) for language, tongue in self._store.tongues.items()}

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        return self._store.slots()

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """What quantities on a page are about, as in rules/topics.yaml."""
        return self._store.topics()

    @cached_property
    def _in_force(self) -> Mapping[int, CompiledRule]:
        """By their numbers."""
        moved = self._severities
        return {
            number: CompiledRule(brief, moved.get(number, brief.severity), self._store)
            for number, brief in enumerate(self._store.briefs)
            if number not in self._gone
        }

    @property
    def compiled(self) -> tuple[CompiledRule, ...]:
        return tuple(self._in_force.values())

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules as they were written, which reads their texts."""
        return tuple(compiled.rule for compiled in self._in_force.values())

    @cached_property
    def _by_id(self) -> Mapping[str, CompiledRule]:
        return {compiled.id: compiled for compiled in self._in_force.values()}

    def rule(self, name: str) -> Rule:
        """The rule of an id. Raises KeyError for one that is not in force."""
        return self._by_id[name].rule

    @cached_property
    def index(self) -> Mapping[str, Index]:
        """The phrases of the rules by language; one is read when copy in it is met."""
        return _ByLanguage(self._store, self._in_force.values())

    @cached_property
    def names(self) -> frozenset[str]:
        """The ids of all rules, in force or left out, and of the families."""
        head = self._store.head
        return frozenset(family[0] for family in head.families).union(name for brief in head.rules for name in brief[:2])

    @cached_property
    def left_out(self) -> frozenset[str]:
        """The ids and families of the rules that a selection left out."""
        rules = self._store.head.rules
        return frozenset(name for number in self._gone for name in rules[number][:2])

    @cached_property
    def checks(self) -> Mapping[str, Rule]:
        """The rules without phrases that are in force, by id: what the register of facts finds."""
        return {compiled.id: compiled.rule for compiled in self._in_force.values() if not compiled.has_phrases}

    @cached_property
    def precedence(self) -> Mapping[str, int]:
        """The rank of each family; the lower wins."""
        return {family[0]: rank for rank, family in enumerate(self._store.head.families)}

    def selected(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> PackSet:
        """The set with only the rules or families of `select` (all when empty) and without those of `ignore`.

        Raises ClaimlintError for an id that is neither.
        """
        for name in (*select, *ignore):
            if name not in self.names:
                from claimlint.schema import nearest

                raise ClaimlintError(f"no rule or family '{name}'; {nearest(name, tuple(sorted(self.names)))}")
        if not (select or ignore):
            return self
        gone = {
            number
            for number, compiled in self._in_force.items()
            if (select and {compiled.id, compiled.family}.isdisjoint(select))
            or not {compiled.id, compiled.family}.isdisjoint(ignore)
        }
        return PackSet(self._store, self._severities, self._gone | gone)

    def seen_as(self, name: str) -> PackSet:
        """The set with the severities that a profile gives its rules. Raises ClaimlintError if there is no such profile."""
        known = {profile.id: profile for profile in self.profiles}
        if name not in known:
            from claimlint.schema import nearest

            raise ClaimlintError(f"no profile '{name}'; {nearest(name, tuple(known))}")
        moved = {number: _moved(compiled, known[name]) for number, compiled in self._in_force.items()}
        return self._with(moved)

    def weighed(self, weights: Mapping[str, Weight]) -> PackSet:
        """The set with these weights, by rule or family; what is said of a rule goes before what is said of its family."""
        if not weights:
            return self
        moved: dict[int, Severity] = {}
        gone: set[int] = set()
        for number, compiled in self._in_force.items():
            weight = weights.get(compiled.id) or weights.get(compiled.family) or compiled.severity
            if weight == "off":
                gone.add(number)
            else:
                moved[number] = weight
        return self._with(moved, gone)

    def _with(self, severities: Mapping[int, Severity], gone: Collection[int] = ()) -> PackSet:
        """The set with these severities and without these rules, by their numbers."""
        rules = self._store.head.rules
        changed = {number: severity for number, severity in severities.items() if severity != rules[number][2]}
        return PackSet(self._store, changed, self._gone.union(gone))


def _moved(compiled: CompiledRule, profile: Profile) -> Severity:
    step = (compiled.family in profile.less) - (compiled.family in profile.more)
    rank = min(max(SEVERITIES.index(compiled.severity) + step, 0), len(SEVERITIES) - 1)
    return SEVERITIES[rank]


class _ByLanguage(Mapping[str, Index]):
    """The index of each language, which is read when it is asked for."""

    def __init__(self, store: Store, rules: Collection[CompiledRule]) -> None:
        self._store = store
        self._rules = rules
        self._read: dict[str, Index] = {}

    def __getitem__(self, language: str) -> Index:
        if language not in self._read:
            if language not in self._store.head.tongues:
                raise KeyError(language)
            self._read[language] = Index(self._store, language, [one for one in self._rules if one.language == language])
        return self._read[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._store.head.tongues)

    def __len__(self) -> int:
        return len(self._store.head.tongues)
