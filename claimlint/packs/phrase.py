"""Phrases in compiled form, and how they meet the words of a text.

A phrase is a sequence of nodes. Matching walks all readings side by side, as a set of reached positions, and never goes
back: its time is bounded by nodes × tokens whatever the phrase (the classic simulation of a nondeterministic automaton).
"""

from __future__ import annotations

import marshal
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Set
from functools import cached_property
from typing import NamedTuple

from claimlint.language.clitics import has_article
from claimlint.language.tokens import VALUE, Tokens
from claimlint.model import Span


class Word(NamedTuple):
    """One word in any of these folded forms. Prefixes: `free` may have them, `article` must hold one, `none` may not."""

    forms: frozenset[str]
    prefixes: str = "free"


class Any(NamedTuple):
    """Any one word or number."""

    prefixes: str = "free"


class Number(NamedTuple):
    """A number; of so many digits when `digits` is not 0."""

    digits: int = 0


class Gap(NamedTuple):
    """Up to `most` words or numbers; never a punctuation mark."""

    most: int


class Claim(NamedTuple):
    """The claim itself, in a phrase that describes where a claim is none (`not the @`)."""


class Choice(NamedTuple):
    """One of several sequences, or none of them when optional."""

    options: tuple[Sequence, ...]
    optional: bool = False


Node = Word | Any | Number | Gap | Claim | Choice
Sequence = tuple[Node, ...]


def forms_of(nodes: Sequence) -> Iterator[str]:
    """All words that a sequence of nodes names."""
    for node in nodes:
        if isinstance(node, Word):
            yield from node.forms
        elif isinstance(node, Choice):
            for option in node.options:
                yield from forms_of(option)


class Anchor(NamedTuple):
    """Words of which a match holds at least one, from `least` to `most` tokens behind its start."""

    words: frozenset[str]
    least: int
    most: int


class Context(NamedTuple):
    """What must stand beside a match without being a part of it, and the most tokens it takes."""

    nodes: Sequence
    most: int


class Phrase(NamedTuple):
    """A compiled phrase of at most `most` tokens. Without an anchor (`# %`) it can only be tried at every token.

    needs: of each of these a text with a match holds one word; those of the anchor are the first. It is read apart from the
        phrase, which then has none
    """

    nodes: Sequence
    most: int
    anchor: Anchor | None
    source: str
    before: Context | None = None
    after: Context | None = None
    needs: tuple[frozenset[str], ...] = ()


Needs = tuple[frozenset[str], ...]
_FEW = 8  # phrases that are asked one by one


class Phrases:
    """Phrases of which only those are read that the words of a text allow to stand in it; `written`: by `Phrases.of`.

    Two of them are the same only if they are one.
    """

    def __init__(self, written: bytes) -> None:
        self.written = written
        self._read: dict[int, Phrase] = {}

    @classmethod
    def of(cls, phrases: Iterable[Phrase]) -> Phrases:
        """These phrases."""
        from claimlint.packs.plain import plain

        phrases = tuple(phrases)
        written = [marshal.dumps(plain(phrase._replace(needs=()))) for phrase in phrases]
        return cls(marshal.dumps(([phrase.needs for phrase in phrases], written)))

    def possible(self, words: Set[str]) -> tuple[Phrase, ...]:
        """Those that may stand in a text of these words, in their order."""
        needs, _ = self._parts
        able: Iterable[int] = range(len(needs))
        if len(needs) > _FEW:
            by_word = self._by_word
            able = sorted(set(by_word.get("", ())).union(*[by_word[word] for word in by_word.keys() & words]))
        return tuple([self[number] for number in able if not any(map(words.isdisjoint, needs[number]))])

    def __getitem__(self, number: int) -> Phrase:
        found = self._read.get(number)
        if found is None:
            from claimlint.packs.plain import valued

            found = self._read[number] = valued(marshal.loads(self._parts[1][number]))
        return found

    def __iter__(self) -> Iterator[Phrase]:
        return map(self.__getitem__, range(len(self._parts[0])))

    @cached_property
    def _parts(self) -> tuple[list[Needs], list[bytes]]:
        """What each phrase needs, and how it is written."""
        parts: tuple[list[Needs], list[bytes]] = marshal.loads(self.written)
        return parts

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        """The numbers of the phrases by a word that they need; under "" of those that need none."""
        by_word: dict[str, list[int]] = {}
        for number, needs in enumerate(self._parts[0]):
            for word in min(needs, key=len, default=("",)):
                by_word.setdefault(word, []).append(number)
        return by_word


NO_PHRASES = Phrases.of(())


def match_at(phrase: Phrase, tokens: Tokens, at: int, claim: Span | None = None) -> int:
    """The end of the longest match that starts at token `at`; `at` itself when there is none."""
    ends = _follow(phrase.nodes, tokens, at, claim)
    if ends and (before := phrase.before):
        starts = range(max(0, at - before.most), at + 1)
        if not any(at in _follow(before.nodes, tokens, start, claim) for start in starts):
            return at
    if after := phrase.after:
        ends = [end for end in ends if _follow(after.nodes, tokens, end, claim)]
    return max(ends, default=at)


def _follow(nodes: Sequence, tokens: Tokens, at: int, claim: Span | None) -> Collection[int]:
    """The positions reached by a sequence of nodes from token `at`; none when it doesn't match."""
    words = tokens.words
    size = len(words)
    for number, node in enumerate(nodes):
        if type(node) is Word and not tokens.prefixed and node.prefixes == "free":  # most nodes of most phrases
            if at >= size or words[at] not in node.forms:
                return ()
            at += 1
        elif type(node) in _ONE:
            if at >= size or not _is(node, tokens, at):
                return ()
            at += 1
        else:
            reached = _step(node, tokens, at, claim)
            if len(reached) != 1:
                return _follow_all(nodes[number + 1 :], tokens, reached, claim)
            (at,) = reached
    return (at,)


def _follow_all(nodes: Sequence, tokens: Tokens, reached: Collection[int], claim: Span | None) -> Collection[int]:
    """The positions reached from any of these, side by side."""
    size = len(tokens.words)
    for node in nodes:
        if type(node) in _ONE:
            reached = [at + 1 for at in reached if at < size and _is(node, tokens, at)]
        else:
            reached = {end for at in reached for end in _step(node, tokens, at, claim)}
    return reached


_ONE = frozenset((Word, Any, Number))  # nodes that take one token


def _step(node: Node, tokens: Tokens, at: int, claim: Span | None) -> Collection[int]:
    """The positions reached from token `at` by a node that may take any number of tokens."""
    if type(node) is Choice:
        ends = {at} if node.optional else set[int]()
        stems = tokens.stems(at) if at < len(tokens.words) else frozenset[str]()
        for option in node.options:
            first = option[0]
            if type(first) is Word and first.forms.isdisjoint(stems):
                continue  # most options end here
            ends.update(_follow(option, tokens, at, claim))
        return ends
    if type(node) is Gap:
        end, last = at, min(at + node.most, len(tokens.words))
        while end < last and tokens.is_word(end):
            end += 1
        return range(at, end + 1)
    if type(node) is Claim:
        return (claim.end,) if claim and claim.start == at else ()
    raise TypeError(f"{node} takes one token")


def _is(node: Node, tokens: Tokens, at: int) -> bool:
    """Whether the token at `at` is what a node for one token asks for."""
    word = tokens.words[at]
    if type(node) is Word:
        if node.forms.isdisjoint(tokens.stems(at)):
            return False
        if node.prefixes == "article":
            return any(
                reading.stem in node.forms and has_article(reading.prefix, tokens.language) for reading in tokens.readings(at)
            )
        return node.prefixes == "free" or word in node.forms
    if type(node) is Number:
        if word == VALUE:
            return True
        return word[0].isdigit() and (not node.digits or (len(word) == node.digits and word.isdigit()))
    if type(node) is Any and node.prefixes == "article":
        return any(has_article(reading.prefix, tokens.language) for reading in tokens.readings(at))
    return tokens.is_word(at)


def matches(phrase: Phrase, tokens: Tokens, within: Span, claim: Span | None = None) -> Iterator[Span]:
    """The longest match from each token of `within` where there is one, as token ranges, in order of their starts."""
    for at in _starts(phrase.anchor, tokens, within):
        end = match_at(phrase, tokens, at, claim)
        if end > at:
            yield Span(at, end)


def _starts(anchor: Anchor | None, tokens: Tokens, within: Span) -> Iterable[int]:
    """Where in a range a match may begin."""
    if anchor is None:
        return range(*within)
    positions = tokens.positions
    if positions.keys().isdisjoint(anchor.words):
        return ()
    starts = set[int]()
    for word in anchor.words & positions.keys():
        places = positions[word]
        first = bisect_left(places, within.start + anchor.least)
        for place in places[first : bisect_left(places, within.end + anchor.most)]:
            starts.update(range(max(within.start, place - anchor.most), min(within.end, place - anchor.least + 1)))
    return sorted(starts)
