"""Evidence beside a claim: a time for a speed, an amount for a price, a source for a ranking.

In reach is what stands in the claim's own part of the sentence, or in a part next to it that holds nothing else
("Fast delivery, within 2 days"), or in the footnote that the claim points at. "Fast shipping, 14-day returns" settles
nothing: the time belongs to the returns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimlint.lint.passage import Passage
from claimlint.model import Span
from claimlint.packs.phrase import matches

# Words between the start of a part of a sentence and evidence that fills it: "in just under 2 days".
_LEAD_IN = 3
# Kinds that name what they prove; a time or a number belongs to the words around it.
_FREE_STANDING = frozenset(("source",))


def is_settled(passage: Passage, claim: Span, kinds: Sequence[str]) -> bool:
    """Whether evidence of one of the kinds stands in reach of the claim (a token range)."""
    if not kinds:
        return False
    sentence = passage.sentence(claim)
    if "link" in kinds and _has_link(passage, claim, sentence):
        return True
    parts = list(_parts(passage, claim, sentence))
    own = next(index for index, part in enumerate(parts) if part.start <= claim.start < part.end)
    for kind, found in _evidence(passage, sentence, kinds):
        if claim.start <= found.start and found.end <= claim.end:
            continue  # "up to 70%" does not prove itself
        for index in (own - 1, own, own + 1):
            if 0 <= index < len(parts) and parts[index].start <= found.start and found.end <= parts[index].end:
                leads = found.start - parts[index].start <= _LEAD_IN
                fills = found.end == parts[index].end or kind in _FREE_STANDING
                if index == own or (leads and fills):
                    return True
    note = passage.note(claim)
    return note is not None and any(True for _ in _evidence(note, Span(0, len(note.tokens)), kinds))


def _evidence(passage: Passage, within: Span, kinds: Sequence[str]) -> Iterator[tuple[str, Span]]:
    for kind in kinds:
        for phrase in passage.lexicon.evidence.get(kind, ()):
            for found in matches(phrase, passage.tokens, within):
                if found.end <= within.end:
                    yield kind, found


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
