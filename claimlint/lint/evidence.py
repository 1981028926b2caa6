"""Evidence beside a claim: a time for a speed, an amount for a price, a source for a ranking.

In reach is what stands in the claim's own part of the sentence, or in a part next to it that holds nothing else
("Fast delivery, within 2 days"), or in the footnote that the claim points at. "Fast shipping, 14-day returns" settles
nothing: the time belongs to the returns.

What follows at once counts too (the next sentence, the text under a heading, the figure beside a hero line), if it speaks
of the same thing: it shares a word with the claim's sentence or with the rule's rewrites. "Fast shipping" above "Orders
arrive in 2 days" is settled, above "Open 7 days a week" it isn't.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimlint.late import late
from claimlint.lint.passage import Passage, passage
from claimlint.lint.scan import Candidate
from claimlint.model import Block, Span

# Words between the start of a part of a sentence and evidence that fills it: "in just under 2 days".
_LEAD_IN = 3
# Kinds that name what they prove; a time or a number belongs to the words around it.
_FREE_STANDING = frozenset(("source",))
# Words are taken for forms of one word when so many first letters agree, and all but a few of the shorter: ships, shipping.
_STEM, _ENDING = 4, 2
_LONGEST_NEIGHBOUR = 30  # words: a figure or a line of text, not a story
# A name under a quotation: one to four words with a capital (or without case at all), perhaps with a trade or a place behind.
_CAPITAL = r"[^\W\d_a-z][\w.'’-]*"
_ATTRIBUTION = late(
    rf"[\s—–~-]*(?:by )?{_CAPITAL}(?: (?:{_CAPITAL}|and|&|of|de|van|al|family|team)){{0,3}}(?:\s*[,|·/(—–-].{{1,60}})?[\s.]*"
)
_NO_NAMES = frozenset(("button", "alt", "title", "meta"))
_LAST_SENTENCE = late(r"[.!?”\"»]\s+")
_DASH_NAME = late(r"[”\"»“.!?'’]\s*[—–~-]+\s*[^\W\d_a-z]\w")


def is_settled(passage: Passage, candidate: Candidate) -> bool:
    """Whether evidence that the candidate's rule accepts stands in reach."""
    return any(
        all(_has(kind, passage, candidate, joint=len(kinds) > 1 and kind not in _FREE_STANDING) for kind in kinds)
        for kinds in candidate.rule.settled_by
    )


def _has(kind: str, passage: Passage, candidate: Candidate, joint: bool) -> bool:
    """`joint`: it only dates or counts another kind that is needed too, so it may stand anywhere in the sentence."""
    claim = candidate.tokens
    sentence = passage.sentence(claim)
    if kind == "link":
        return _has_link(passage, claim, sentence)
    if kind == "name":
        return _is_attributed(passage)
    if joint and any(not _within(found, claim) for found in passage.text.evidence(kind, sentence)):
        return True
    if _in_sentence(kind, passage, claim, sentence) or _in_note(kind, passage, claim):
        return True
    return any(_speaks_of_it(kind, near, within, candidate, passage) for near, within in _near(passage, sentence))


def _in_sentence(kind: str, passage: Passage, claim: Span, sentence: Span) -> bool:
    evidence = passage.text.evidence(kind, sentence)
    if not evidence:
        return False
    parts = list(_parts(passage, claim, sentence))
    own = next(index for index, part in enumerate(parts) if part.start <= claim.start < part.end)
    for found in evidence:
        if _within(found, claim):
            continue  # "up to 70%" does not prove itself
        for index in (own - 1, own, own + 1):
            if 0 <= index < len(parts) and parts[index].start <= found.start and found.end <= parts[index].end:
                leads = found.start - parts[index].start <= _LEAD_IN
                fills = found.end == parts[index].end or kind in _FREE_STANDING
                if index == own or (leads and fills):
                    return True
    return False


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _in_note(kind: str, passage: Passage, claim: Span) -> bool:
    note = passage.note(claim)
    return note is not None and bool(note.text.evidence(kind, Span(0, len(note.tokens))))


def _near(place: Passage, sentence: Span) -> Iterator[tuple[Passage, Span]]:
    """The next sentence of the block; else, behind the last one, the blocks beside it."""
    start = sentence.end + 1
    if start < len(place.tokens):
        yield place, place.sentence(Span(start, start + 1))
        return
    for block in place.page.beside(place.block):
        near = passage(block, place.lexicon)
        if len(near.tokens) <= _LONGEST_NEIGHBOUR:
            yield near, Span(0, len(near.tokens))


def _speaks_of_it(kind: str, near: Passage, within: Span, candidate: Candidate, place: Passage) -> bool:
    if not near.text.evidence(kind, within):
        return False
    words = _words(near, within)
    if not any(len(word) >= _STEM and word.isalpha() for word in words):
        return True  # a bare figure: "4.2 h" beside "Fast answers"
    topic = _words(place, place.sentence(candidate.tokens)) | candidate.rule.topic
    return any(_akin(word, other) for word in words for other in topic)


def _words(passage: Passage, within: Span) -> set[str]:
    """The words that tell what a sentence is about: no articles and the like, and none that evidence itself consists of."""
    tokens, lexicon = passage.tokens, passage.lexicon
    silent = lexicon.common_words or lexicon.fillers
    telling = (index for index in range(*within) if silent.isdisjoint({reading.stem for reading in tokens.readings(index)}))
    return {reading.stem for index in telling for reading in tokens.readings(index)} - lexicon.evidence_words


def _akin(one: str, other: str) -> bool:
    shared = max(_STEM, min(len(one), len(other)) - _ENDING)
    return one[0].isalpha() and len(one) >= shared and one[:shared] == other[:shared]


def _parts(passage: Passage, claim: Span, sentence: Span) -> Iterator[Span]:
    """The sentence cut at commas and at words that join two statements, never inside the claim."""
    start = sentence.start
    for at in range(*sentence):
        if passage.tokens.words[at] in passage.lexicon.joints and not claim.start <= at < claim.end:
            if at > start:
                yield Span(start, at)
            start = at + 1
    yield Span(start, sentence.end)


def _has_link(passage: Passage, claim: Span, sentence: Span) -> bool:
    """A link in the sentence that isn't the claim's own: what the claim links to is rarely its proof."""
    own = passage.marks("link", claim)
    return any(mark not in own and mark.value for mark in passage.marks("link", sentence))


def _is_attributed(passage: Passage) -> bool:
    """Whether a quotation names who said it: behind a dash or its last sentence, or in a block before or behind it.

    Structured data has the name in a property of its own, which isn't copy.
    """
    text = passage.block.text
    tail = _LAST_SENTENCE.split(text)[-1]
    if passage.block.kind == "json-ld" or _DASH_NAME.search(text) or (tail != text and _ATTRIBUTION.fullmatch(tail)):
        return True
    page = passage.page
    at = page.places.get(id(passage.block))
    near: Sequence[Block] = () if at is None else page.blocks[max(0, at - 2) : at + 4]
    return any(
        _ATTRIBUTION.fullmatch(block.text) for block in near if block.kind not in _NO_NAMES and block is not passage.block
    )


__all__ = ["is_settled"]
