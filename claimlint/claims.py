"""What a page claims: its findings, the checkable promises in it, and the claims that it backs itself.

A promise is a quantity that is about a topic of rules/topics.yaml, a percentage, a rating, or a count of what
quantities.yaml has a name for. Other times, prices and counts are claims only where a sentence changes them
(`incidental`): a price list is no list of promises, but a price that rises is a change.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from claimlint.language.clitics import takes_prefixes
from claimlint.language.tokens import SENTENCE_ENDS, Tokens
from claimlint.lint.judge import judge
from claimlint.lint.passage import Passage, page_of, passage
from claimlint.lint.pieces import distance, pieces, topic_of
from claimlint.lint.quantities import Better, Quantity, quantities
from claimlint.lint.substantiation import Substantiation
from claimlint.model import Block, Document, Finding, Position, Rule, Span
from claimlint.packs.amounts import Strength, Topic
from claimlint.packs.packset import PackSet
from claimlint.packs.phrase import Phrase, forms_of, matches

_NOT_SAID = frozenset(("nav", "code", "deleted", "quote"))
_ASIDE = ("code", "deleted", "quote")  # inline elements
_STEM = 4  # letters by which two words count as forms of one: fast, fastest; ship, shipping
_SOFTENED = 3  # words at most between what takes back some of a claim and the claim: "one of Haifa's very best"
_SHARPENED = 1
_GIVEN = 2
# Families of findings that are about a file and not about its copy.
_NO_CLAIMS = frozenset(("suppressions",))


class PageState(NamedTuple):
    """A page at one time: the document, and what linting it found, silenced findings included."""

    document: Document
    findings: Sequence[Finding]


class Yardstick(NamedTuple):
    """What claims are found and measured by. `substantiation`: whose approved wordings back a claim; None: no register."""

    packs: PackSet
    topics: Sequence[Topic]
    strength: Strength
    substantiation: Substantiation | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence or label of a page: its text with the closing mark, and where it begins in its block.

    words: all that are said, folded; stems: of each word that carries meaning, its stems under every reading, and of each
        quantity a sign of its kind, so that "within 2 days" and "within 1 day" are the same but for the amount
    """

    block: Block
    text: str
    start: int
    words: tuple[str, ...]
    stems: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """Something that a page claims: vague (it has a `rule`), or a promise (it has a `quantity` only).

    in_sentence: the claim in the text of its sentence; number: of the sentence on its page, from 0 on
    words: of the claim, folded; nearby: stems of its words and of those on either side
    said_of: stems of what a claim of one word ("best") is said of; empty for others ("fast shipping"), which name it
    rule: None for a promise; finding: None where the page backs the claim, or it is a promise that the register allows
    topic, better: what a quantity is about, and which way it is stronger; "" and None where that isn't known
    tone: -1 for a claim that takes itself back in part ("one of", "may"), 1 for one that adds to itself, else 0
    """

    path: str
    start: Position
    sentence: Sentence
    in_sentence: Span
    number: int
    language: str
    words: tuple[str, ...]
    nearby: frozenset[str]
    said_of: frozenset[str] = frozenset()
    rule: Rule | None = None
    finding: Finding | None = None
    quantity: Quantity | None = None
    topic: str = ""
    better: Better | None = None
    tone: int = 0
    incidental: bool = False

    @property
    def text(self) -> str:
        """The claim as a reader sees it."""
        return self.sentence.text[self.in_sentence.start : self.in_sentence.end]


class Page:
    """The sentences of a page and its claims, in the order of the file."""

    def __init__(self, state: PageState, yardstick: Yardstick) -> None:
        self._document = state.document
        self._yardstick = yardstick
        self._findings = [finding for finding in state.findings if finding.rule.family not in _NO_CLAIMS]
        self.sentences: list[Sentence] = []
        self._places: list[_Place] = []
        self._read()

    def _read(self) -> None:
        lexicons = self._yardstick.packs.lexicons
        page = page_of(self._document.blocks, lexicons.get("en"))
        whole: Passage | None = None
        first = 0
        stated: list[Quantity] = []
        for piece in pieces(self._document.blocks, lexicons):
            lexicon = lexicons.get(piece.language)
            if lexicon is None:
                continue
            read = passage(piece.block, lexicon, page, piece.text)
            found = quantities(read.tokens, lexicon)
            if piece.whole:
                whole, first, stated = read, len(self.sentences), found
                self.sentences += _sentences(read, found)
            elif whole is not None:  # what is said in English in a Hebrew block is no Hebrew quantity
                spans = [read.text_span(one.tokens) for one in found]
                stated[:] = [one for one in stated if not any(_overlap(whole.text_span(one.tokens), span) for span in spans)]
            if whole is not None:
                self._places.append(_Place(read, whole, found, first, self.sentences[first:]))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The findings and the promises; a promise inside a finding belongs to it."""
        found: list[Claim] = []
        by_block: dict[int, list[Finding]] = {}
        for finding in self._findings:
            by_block.setdefault(id(finding.block), []).append(finding)
        told = set[int]()
        for place in self._places:
            language = place.read.lexicon.language
            findings = [one for one in by_block.get(id(place.block), ()) if one.language == language and id(one) not in told]
            promises = [(stated, place.read.text_span(stated.tokens)) for stated in place.promised]
            checks = [finding for finding in findings if not finding.rule.find]
            taken: list[Span] = []
            for finding in findings:
                told.add(id(finding))
                inside = next((stated for stated, span in promises if _overlap(span, finding.in_block)), None)
                if finding in checks and inside is not None:
                    continue  # it is told with the promise that it is about
                taken.append(finding.in_block)
                found.append(self._claim(place, finding.in_block, finding.rule, finding, inside))
            for stated, span in promises:
                if not any(_overlap(span, other) for other in taken):
                    check = next((one for one in checks if _overlap(span, one.in_block)), None)
                    found.append(self._claim(place, span, None, check, stated))
        order = {id(block): number for number, block in enumerate(self._document.blocks)}
        return tuple(sorted(found, key=lambda one: (order[id(one.sentence.block)], one.sentence.start + one.in_sentence.start)))

    def backed(self, rules: Container[str]) -> Iterator[Claim]:
        """The claims of some rules that are no findings because their page, or an approved wording, backs them."""
        substantiation = self._yardstick.substantiation
        for place in self._places:
            read = place.read
            for candidate in read.text.candidates(self._yardstick.packs.index[read.lexicon.language]):
                if candidate.rule.id not in rules:
                    continue
                judged = judge(candidate, read)
                approved = judged is None and substantiation is not None and substantiation.approves(read, candidate.tokens)
                if judged == "settled" or approved:
                    yield self._claim(place, read.text_span(candidate.tokens), candidate.rule.rule)

    def _claim(
        self,
        place: _Place,
        span: Span,
        rule: Rule | None = None,
        finding: Finding | None = None,
        stated: Quantity | None = None,
    ) -> Claim:
        """The claim at `span` of the block's text."""
        number, sentence = place.sentence(span)
        tokens = place.tokens(span)
        topic, better, incidental = self._about(place, stated) if stated else ("", None, False)
        strength, language = self._yardstick.strength, place.read.lexicon.language
        return Claim(
            path=self._document.path,
            start=self._document.position(place.block.source_spans(*span)[0].start),
            sentence=sentence,
            in_sentence=Span(span.start - sentence.start, span.end - sentence.start),
            number=number,
            language=language,
            words=tuple(place.whole.tokens.words[tokens.start : tokens.end]),
            nearby=_nearby(place.whole, tokens, 0) | _nearby(place.whole, tokens, -1) | _nearby(place.whole, tokens, 1),
            said_of=_said_of(place.whole, tokens) if rule else frozenset(),
            rule=rule,
            finding=finding,
            quantity=stated,
            topic=topic,
            better=better,
            tone=_tone(place.whole, tokens, strength, language) if rule else 0,
            incidental=rule is None and incidental,
        )

    def _about(self, place: _Place, stated: Quantity) -> tuple[str, Better | None, bool]:
        """What a quantity is about, which way it is stronger, and whether it is no claim by itself."""
        topic = self._topic(place, stated)
        name = topic.slot if topic else ""
        better: Better | None = topic.better if topic else None
        match stated.kind:
            case "money":
                given = self._yardstick.strength.given.get(place.read.lexicon.language, ())
                if _is_beside(given, place.read, stated.tokens, _GIVEN):
                    return "", "more", not topic
                return name, better or "less", not topic
            case "rating":
                return name, "more", False
            case "percent":
                # "Under 1 %" is told for being little
                return name, better or (None if stated.bound == "less_than" else "more"), False
            case "count":
                named = stated.unit in _units(place.read)
                return name, better or ("more" if named else None), not (topic or named)
        return name, better, not topic

    def _topic(self, place: _Place, stated: Quantity) -> Topic | None:
        """What a quantity is about; of a count the topic must be what is counted: "448 Plumbing" is no number of clients."""
        topic = topic_of(place.read, stated, self._yardstick.topics)
        if topic and stated.kind == "count" and stated.unit and stated.unit not in _units(place.read):
            phrases = topic.phrases.get(place.read.lexicon.language, ())
            return topic if any(stated.unit in forms_of(phrase.nodes) for phrase in phrases) else None
        return topic


def _units(place: Passage) -> frozenset[str]:
    """What quantities.yaml has a name for."""
    return frozenset(term.name for term in place.lexicon.quantities.terms if term.role == "unit")


@dataclass(frozen=True)
class _Place:
    """A passage with its quantities, the passage of its whole block, and the sentences of that.

    The first of these has the number `first` on its page.
    """

    read: Passage
    whole: Passage
    stated: Sequence[Quantity]
    first: int
    sentences: Sequence[Sentence]

    @property
    def block(self) -> Block:
        return self.read.block

    @cached_property
    def promised(self) -> Sequence[Quantity]:
        """The quantities that are promised here: none in menus, options, code, customers' words, job adverts, small print."""
        read, block = self.read, self.block
        if (
            not self.stated
            or read.quoted
            or block.kind == "option"
            or not block.context.isdisjoint(_NOT_SAID)
            or read.sets_claims_aside
        ):
            return ()
        return [stated for stated in self.stated if not any(read.marks(kind, stated.tokens) for kind in _ASIDE)]

    def sentence(self, span: Span) -> tuple[int, Sentence]:
        """The sentence in which a stretch of the block's text begins, with its number."""
        starts = [sentence.start for sentence in self.sentences]
        at = max(0, bisect_right(starts, span.start) - 1)
        return self.first + at, self.sentences[at]

    def tokens(self, span: Span) -> Span:
        """The tokens of the whole block that stand in a stretch of its text."""
        tokens = self.whole.tokens
        return Span(bisect_right(tokens.ends, span.start), bisect_left(tokens.starts, span.end))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _sentences(place: Passage, found: Sequence[Quantity]) -> Iterator[Sentence]:
    """The sentences of a block that hold a word."""
    tokens = place.tokens
    stated = {at: one for one in found for at in range(*one.tokens)}
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and tokens.words[end] not in SENTENCE_ENDS:
            end += 1
        said = [index for index in range(at, end) if tokens.is_word(index)]
        if said:
            start, stop = place.whole_sentence(Span(at, end))
            stems = tuple(_meanings(place, said, stated))
            yield Sentence(place.block, place.block.text[start:stop], start, tuple(tokens.words[i] for i in said), stems)
        at = end + 1


def _meanings(place: Passage, said: Sequence[int], stated: Mapping[int, Quantity]) -> Iterator[frozenset[str]]:
    """The stems of the words of a sentence that carry meaning; a quantity stands as one word for its kind."""
    last: Quantity | None = None
    for at in said:
        one = stated.get(at)
        if one is None and place.tokens.words[at] not in place.lexicon.common_words:
            yield _stems(place.tokens, at)
        elif one is not None and one is not last:
            yield frozenset((f"<{one.kind}>",))
        last = one


def _stems(tokens: Tokens, at: int) -> frozenset[str]:
    return frozenset(reading.stem[:_STEM] for reading in tokens.readings(at))


def _nearby(place: Passage, claim: Span, side: int) -> frozenset[str]:
    """The stems of the words of a claim that carry meaning (0), of the nearest such word before (-1) or behind it (1)."""
    start, end = place.sentence(claim)
    stretch = {-1: range(claim.start - 1, start - 1, -1), 0: range(*claim), 1: range(claim.end, end)}[side]
    words, common = place.tokens.words, place.lexicon.common_words
    found = [at for at in stretch if place.tokens.is_word(at) and words[at] not in common]
    return frozenset(stem for at in (found if side == 0 else found[:1]) for stem in _stems(place.tokens, at))


def _said_of(place: Passage, claim: Span) -> frozenset[str]:
    """What a claim of one word is said of: the next word, or in languages whose adjectives follow their nouns either."""
    words = [
        at for at in range(*claim) if place.tokens.is_word(at) and place.tokens.words[at] not in place.lexicon.common_words
    ]
    if len(words) > 1:
        return frozenset()
    before = _nearby(place, claim, -1) if takes_prefixes(place.lexicon.language) else frozenset()
    return before | _nearby(place, claim, 1)


def _tone(place: Passage, claim: Span, strength: Strength, language: str) -> int:
    """Whether words beside a claim add to it (1), take back some of it (-1), or neither or both (0)."""
    softened = _is_softened(place, claim, strength, language)
    return _is_beside(strength.sharpened.get(language, ()), place, claim, _SHARPENED) - softened


def _is_softened(place: Passage, claim: Span, strength: Strength, language: str) -> bool:
    sentence = place.sentence(claim)
    for phrase in strength.softened.get(language, ()):
        for found in matches(phrase, place.tokens, Span(sentence.start, claim.start + 1)):
            between = range(found.end, claim.start)
            if len(between) <= _SOFTENED and all(map(place.tokens.is_word, between)):
                return True
    words = place.tokens.words[max(sentence.start, claim.start - 1) : claim.start + 1]
    forms = strength.one_of_several.get(language, ())
    return any(word.startswith(first) and word.endswith(last) for word in words for first, last in forms)


def _is_beside(phrases: Sequence[Phrase], place: Passage, claim: Span, at_most: int) -> bool:
    """Whether one of the phrases stands at most so many words from a claim, in its sentence."""
    sentence = place.sentence(claim)
    return any(
        distance(found, claim) <= at_most
        for phrase in phrases
        for found in matches(phrase, place.tokens, sentence)
        if found.end <= sentence.end
    )
