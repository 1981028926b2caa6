"""The register of facts at work: values for rewrites, wordings that are approved, and what the page says against a fact.

A fact is used where a rewrite is filled from it, where an approved wording stands, and where a quantity on the page is about
its topic. Only in the last two does a lapsed fact become a finding: there the page says it already.
"""

from __future__ import annotations

import copy
import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from claimlint.facts import Approved, Evidence, Fact, Register
from claimlint.language.fold import fold
from claimlint.language.tokens import Tokens
from claimlint.lint.passage import Passage
from claimlint.lint.pieces import topic_of
from claimlint.lint.quantities import Better, Quantity, compare, quantities, quantity_of, spoken
from claimlint.model import Block, Span
from claimlint.packs.amounts import Topic
from claimlint.packs.packset import Lexicon

# A wording that is so much like an approved one was meant to be it (difflib's ratio over words).
_ALMOST = 0.75
_TOO_MUCH = ("contradicts", "overstates")
_NOT_SAID = ("code", "deleted", "quote")
_STATES = {"expired": "fact-expired", "expiring": "fact-expiring", "unproven": "fact-unproven", "unapproved": "fact-unapproved"}


class Check(NamedTuple):
    """What the register has to say on a piece of copy: the id of the check, its place, and what its message tells."""

    rule: str
    tokens: Span
    fact: str
    details: Mapping[str, str]
    instead: str = ""  # what may be said


class Substantiation:
    """The register as one run sees it: on one day, for one region ("": not known).

    `currency`: the ISO 4217 code of prices that are written as plain numbers ("": none are).
    """

    def __init__(
        self,
        register: Register,
        today: date,
        region: str,
        topics: Sequence[Topic],
        lexicons: Mapping[str, Lexicon],
        currency: str = "",
    ) -> None:
        self.today = today
        self.region = region
        self.lexicons = lexicons
        self._quantities: dict[tuple[str, str], Quantity | None] = {}
        better = {topic.slot: topic.better for topic in topics}
        prices = {topic.slot for topic in topics if topic.kind == "money"} if currency else ()
        facts = {
            name: self._measured(_priced(fact, currency) if name in prices else fact, better.get(name))
            for name, fact in register.facts.items()
        }
        self.register = register._replace(facts=facts)
        self.topics = [topic for topic in topics if topic.slot in facts]
        self.used = Counter[str]()  # how often the pages state a fact, or a rewrite is filled with it
        self._wordings = {
            language: {tuple(_words(wording.text, lexicon)): wording for wording in register.approved}
            for language, lexicon in lexicons.items()
        }

    @property
    def key(self) -> str:
        """All that it decides by, as a text: the same text, the same findings. The day is in it by the states of the facts."""
        states = [(fact.state(self.today), fact.may_be_used(self.today)) for fact in self.register.facts.values()]
        return repr((self.region, self.register, states))

    def within(self, region: str) -> Substantiation:
        """The same register for pages of another region; what is used is counted together."""
        if region == self.region:
            return self
        other = copy.copy(self)
        other.region = region
        return other

    def _measured(self, fact: Fact, better: Better | None) -> Fact:
        """The fact; what was measured proves nothing when it is worse than what is promised."""
        measured = self._typed(_written(fact.measured), fact.unit) if better else None
        if better is None or measured is None:
            return fact
        promises = [self._typed(_written(value), fact.unit) for value in fact.values.values()]
        if not any(compare(promised, measured, better) in _TOO_MUCH for promised in promises if promised):
            return fact
        fault = Evidence("measured", f"{_written(fact.measured)} was measured, which is worse than it promises")
        return fact._replace(evidence=(*fact.evidence, fault))

    def known(self, slot: str, language: str, block: Block) -> str | None:
        """The text that a live fact gives a slot of a rewrite."""
        fact = self.register.facts.get(slot)
        if fact is None or not self._is_live(fact, language, block):
            return None
        return self.text(fact, language, self._region(block))

    def _is_live(self, fact: Fact, language: str, block: Block) -> bool:
        return fact.may_be_used(self.today) and fact.holds_in(language, self._region(block))

    def _region(self, block: Block) -> str:
        """The region that the page declares (en-GB), else that of the run."""
        return next((part.upper() for part in re.split("[-_]", block.lang)[1:] if re.fullmatch("[a-z]{2}", part)), self.region)

    def text(self, fact: Fact, language: str, region: str) -> str | None:
        """What a fact says in a language: as it is written for it, else its quantity written out; None when it has neither."""
        written = _written(fact.value(language, region))
        if written is None or "" not in fact.values or language in fact.values:
            return written
        stated = self.quantity(fact, language, region)
        return written if stated is None or stated.kind == "count" else spoken(stated, language)

    def quantity(self, fact: Fact, language: str, region: str) -> Quantity | None:
        """The quantity that a fact states, in whatever language it is written."""
        return self._typed(_written(fact.value(language, region)), fact.unit, language)

    def _typed(self, written: str | None, unit: str = "", language: str = "") -> Quantity | None:
        if not written:
            return None
        key = (f"{written} {unit}".strip(), language)
        if key not in self._quantities:
            text = key[0]
            languages = dict.fromkeys((language, *self.lexicons))
            found = [one for other in languages if other in self.lexicons and (one := quantity_of(text, self.lexicons[other]))]
            # "3 years" is three of something in a language that doesn't know the word.
            self._quantities[key] = min(found, key=lambda one: one.kind == "count", default=None)
        return self._quantities[key]

    def approves(self, place: Passage, claim: Span) -> bool:
        """Whether the claim's sentence is an approved wording whose facts may all be used here."""
        wording = self._wording(place, place.sentence(claim))
        return wording is not None and self._may_be_said(wording, place)

    def _may_be_said(self, wording: Approved, place: Passage) -> bool:
        facts = (self.register.facts[name] for name in wording.facts)
        return all(self._is_live(fact, place.lexicon.language, place.block) for fact in facts)

    def almost(self, place: Passage, claim: Span) -> Approved | None:
        """The approved wording, with facts that may be used here, that a claim's sentence nearly is."""
        words = _words_of(place, place.sentence(claim))
        near = [
            (difflib.SequenceMatcher(None, words, other, autojunk=False).ratio(), -number, wording)
            for number, (other, wording) in enumerate(self._wordings[place.lexicon.language].items())
            if not set(words).isdisjoint(other) and len(words) <= 2 * len(other)
        ]
        ratio, _, wording = max(near, default=(0.0, 0, None), key=lambda one: one[:2])
        return wording if wording and ratio >= _ALMOST and self._may_be_said(wording, place) else None

    def _wording(self, place: Passage, sentence: Span) -> Approved | None:
        return self._wordings[place.lexicon.language].get(tuple(_words_of(place, sentence)))

    def checks(self, place: Passage) -> Iterator[Check]:
        """What the register has to say on a block: on approved wordings and on quantities that state facts."""
        if place.quoted or not place.block.context.isdisjoint(_NOT_SAID):
            return
        if self.register.approved:
            yield from self._wordings_of(place)
        if self.topics:
            yield from self._quantities_of(place)

    def _wordings_of(self, place: Passage) -> Iterator[Check]:
        for sentence in _sentences(place):
            wording = self._wording(place, sentence)
            for name in wording.facts if wording else ():
                self.used[name] += 1
                yield from self._lapsed(self.register.facts[name], sentence, place)

    def _quantities_of(self, place: Passage) -> Iterator[Check]:
        language, region = place.lexicon.language, self._region(place.block)
        for stated in quantities(place.tokens, place.lexicon):
            topic = topic_of(place, stated, self.topics)
            fact = self.register.facts[topic.slot] if topic else None
            held = self.quantity(fact, language, region) if fact else None
            if topic is None or fact is None or held is None:
                continue
            verdict = compare(stated, held, topic.better)
            if verdict == "incomparable":
                continue
            self.used[fact.id] += 1
            if verdict in _TOO_MUCH:
                value = self.text(fact, language, region) or ""
                yield Check(f"{verdict}-fact", stated.tokens, fact.id, {"value": value}, value)
            else:
                yield from self._lapsed(fact, stated.tokens, place)

    def _lapsed(self, fact: Fact, tokens: Span, place: Passage) -> Iterator[Check]:
        """What keeps a fact from being said here: its state, else its region; or soon will."""
        state = fact.state(self.today)
        if not fact.may_be_used(self.today) or fact.holds_in(place.lexicon.language, self._region(place.block)):
            day = fact.last_day.isoformat() if fact.last_day else ""
            if state != "live":
                yield Check(_STATES[state], tokens, fact.id, {"day": day, "fault": "; ".join(fact.faults)})
        else:
            yield Check("fact-elsewhere", tokens, fact.id, {"regions": ", ".join(fact.regions)})


def _priced(fact: Fact, currency: str) -> Fact:
    """A price whose value is a number, in the currency of the shop."""
    plain = not fact.unit and any(isinstance(value, int | float) for value in fact.values.values())
    return fact._replace(unit=currency) if plain else fact


def _sentences(place: Passage) -> Iterator[Span]:
    at = 0
    while at < len(place.tokens):
        if place.tokens.is_word(at):
            sentence = place.sentence(Span(at, at + 1))
            yield sentence
            at = sentence.end
        at += 1


def _words(text: str, lexicon: Lexicon) -> list[str]:
    tokens = Tokens(fold(text), lexicon.language, lexicon.not_prefixed)
    return [word for at, word in enumerate(tokens.words) if tokens.is_word(at)]


def _words_of(place: Passage, sentence: Span) -> list[str]:
    return [place.tokens.words[at] for at in range(*sentence) if place.tokens.is_word(at)]


def _written(value: str | int | float | None) -> str | None:
    """A value as copy has it: numbers with separators between thousands."""
    return f"{value:,}" if isinstance(value, int | float) else value
