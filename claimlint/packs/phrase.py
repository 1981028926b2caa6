"""Phrases in compiled form, and how they meet the words of a text.

A phrase is a sequence of nodes. Matching walks all readings side by side, as a set of reached positions, and never goes
back: its time is bounded by nodes × tokens whatever the phrase (the classic simulation of a nondeterministic automaton).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Set
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

    needs: of each of these a text with a match holds one word; those of the anchor are the first
    """

    nodes: Sequence
    most: int
    anchor: Anchor | None
    source: str
    before: Context | None = None
    after: Context | None = None
    needs: tuple[frozenset[str], ...] = ()

    def may_stand_in(self, words: Set[str]) -> bool:
        """Whether a text of these words can hold a match: a look at each need costs less than trying one place."""
        return not any(map(words.isdisjoint, self.needs))


_FEW = 8  # phrases that are asked one by one
_TABLES = 1024  # sets of phrases: more than the packs of a run have
# By the identity of a set of phrases: the set, so that its identity stays its own, the numbers of its phrases by a word that
# they need, and the numbers of those that need none.
_tables: dict[int, tuple[tuple[Phrase, ...], dict[str, list[int]], list[int]]] = {}


def possible(phrases: tuple[Phrase, ...], words: Set[str]) -> tuple[Phrase, ...]:
    """Those phrases that may stand in a text of these words, in their order. The set of phrases must last."""
    if len(phrases) <= _FEW:
        return tuple([phrase for phrase in phrases if phrase.may_stand_in(words)])
    known = _tables.get(id(phrases))
    if known is None:
        if len(_tables) >= _TABLES:
            _tables.clear()
        known = _tables[id(phrases)] = (phrases, *_table(phrases))
    _, by_word, always = known
    numbers = set(always).union(*[by_word[word] for word in by_word.keys() & words])
    return tuple([phrases[number] for number in sorted(numbers) if phrases[number].may_stand_in(words)])


def _table(phrases: tuple[Phrase, ...]) -> tuple[dict[str, list[int]], list[int]]:
    by_word: dict[str, list[int]] = {}
    always: list[int] = []
    for number, phrase in enumerate(phrases):
        if not phrase.needs:
            always.append(number)
        for word in min(phrase.needs, key=len, default=()):
            by_word.setdefault(word, []).append(number)
    return by_word, always


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
        word = "" if tokens.prefixed or at >= len(tokens.words) else tokens.words[at]
        for option in node.options:
            first = option[0]
            # Most options end here. A word with prefixes may meet other forms than its own.
            if word and type(first) is Word and word not in first.forms:
                continue
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
        if node.prefixes == "article":
            return any(
                reading.stem in node.forms and has_article(reading.prefix, tokens.language) for reading in tokens.readings(at)
            )
        if word in node.forms:
            return True
        if node.prefixes == "none" or not tokens.prefixed:
            return False
        return any(reading.stem in node.forms for reading in tokens.readings(at))
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
