"""Judge: whether a match is a claim that its page leaves unproved. Each step is small; the first that speaks decides.

Order: look-alike, skipped place, name, exceptions of the language (negation, question, the reader's goal), testimonial,
settled. What only the parsed sentence can tell is asked last (`reads`), of the few that are left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Literal

from claimlint.lint.bases import BASES, Basis
from claimlint.model import Span
from claimlint.packs.phrase import NO_PHRASES

if TYPE_CHECKING:
    from claimlint.lint.grammar import Grammar
    from claimlint.lint.passage import Passage
    from claimlint.lint.scan import Candidate

Dismissal = Literal[
    "scope", "look-alike", "place", "name", "negation", "question", "goal", "other", "testimonial", "settled", "approved"
]

_SKIPPED_PLACES = ("code", "deleted")
# What stands around a quotation and is no part of it.
_NOBODYS_WORDS = frozenset(("heading", "button", "label", "alt", "tooltip", "aria-label", "placeholder"))
# A name may hold praise, but hardly a comparison with all others: amateurs write "the Best Dentist".
_COMPARED = frozenset(("ranking", "superlative", "exclusivity", "comparative"))
_SMALL_WORDS = 4
_LABEL_WORDS = {"option": 3, "table-cell": 1}  # so many are a label


def judge(candidate: Candidate, passage: Passage, bases: Collection[Basis] = BASES) -> Dismissal | None:
    """Why a match is no finding, as far as words tell; None when it may be one."""
    for basis, step in _STEPS:
        if basis in bases and (found := step(candidate, passage)):
            return found
    return None


def reads(candidate: Candidate, passage: Passage, grammar: Grammar, bases: Collection[Basis] = BASES) -> bool | None:
    """Whether the parsed sentence reads as the rule has it (`where`) and holds no exception of the language.

    None: that can't be told before the grammar settles what waits.
    """
    where = candidate.rule.where if "grammar" in bases else ()
    exceptions = passage.lexicon.grammar.values() if "context" in bases else ()
    return grammar.reads(passage, candidate.tokens, where, [pattern for patterns in exceptions for pattern in patterns])


def _out_of_scope(candidate: Candidate, passage: Passage) -> Dismissal | None:
    scopes = candidate.rule.scopes
    if not scopes:
        return None
    block = passage.block
    places = {block.kind, *block.context} - {"quote"}
    if block.kind not in _NOBODYS_WORDS and (passage.quoted or passage.marks("quote", candidate.tokens)):
        places.add("quote")
    return "scope" if places.isdisjoint(scopes) else None


def _look_alike(candidate: Candidate, passage: Passage) -> Dismissal | None:
    own, shared = candidate.rule.ignore
    for phrases in (own, shared, passage.lexicon.exceptions.get("look-alike", NO_PHRASES)):
        if passage.text.covered(phrases, candidate.tokens):
            return "look-alike"
    return None


def _skipped_place(candidate: Candidate, passage: Passage) -> Dismissal | None:
    block = passage.block
    if "nav" in block.context or not block.context.isdisjoint(_SKIPPED_PLACES):
        return "place"
    if passage.sets_claims_aside:
        return "place"
    if len(passage.tokens) <= _LABEL_WORDS.get(block.kind, 0):
        return "place"  # "Best selling" in a list to sort by, "Premium" at the head of a column
    return "place" if any(passage.marks(kind, candidate.tokens) for kind in _SKIPPED_PLACES) else None


def _name(candidate: Candidate, passage: Passage) -> Dismissal | None:
    """Part of a name.

    Either the page tells it (`Page.names`): the claim and a word beside it stand there in the same order. Or the capitals do:
    "the balance moves to our Easy Access Saver". Where a script has capitals, a name begins with one.
    """
    start, end = candidate.tokens
    words, first = passage.tokens.words, passage.block.text[passage.tokens.starts[start]]
    if first.islower():
        return None
    if candidate.rule.family not in _COMPARED and _is_capitalised_amid_small_letters(passage, candidate.tokens):
        return "name"
    sequences = {tuple(words[start : end + 1])} if end < len(words) else set()
    sequences |= {tuple(words[start - 1 : end])} if start else set()
    return None if sequences.isdisjoint(passage.page.name_parts) else "name"


def _is_capitalised_amid_small_letters(passage: Passage, claim: Span) -> bool:
    """Capitals on the claim and on a word beside it, inside a sentence that has few others."""
    sentence = passage.sentence(claim)
    text, starts, ends = passage.block.text, passage.tokens.starts, passage.tokens.ends
    if claim.start == sentence.start:
        return False

    def is_titled(index: int) -> bool:
        word = text[starts[index] : ends[index]]
        return word[0].isupper() and not word.isupper()

    words = [index for index in range(*sentence) if passage.tokens.is_word(index) and not claim.start <= index < claim.end]
    beside = [index for index in (claim.start - 1, claim.end) if index in words and index != sentence.start]
    small = sum(not is_titled(index) for index in words)
    named = all(is_titled(index) for index in range(*claim)) and any(is_titled(index) for index in beside)
    return named and small >= _SMALL_WORDS and small > len(words) / 2


def _exception(candidate: Candidate, passage: Passage) -> Dismissal | None:
    kinds: tuple[Dismissal, ...] = ("negation", "question", "goal", "other")
    exceptions = passage.lexicon.exceptions
    for kind in kinds:
        if passage.text.covered(exceptions.get(kind, NO_PHRASES), candidate.tokens):
            return kind
    return None


def _question(candidate: Candidate, passage: Passage) -> Dismissal | None:
    end = passage.sentence(candidate.tokens).end
    words = passage.tokens.words
    return "question" if end < len(words) and words[end] == "?" else None


def _testimonial(candidate: Candidate, passage: Passage) -> Dismissal | None:
    """A customer's words are not the seller's claim; only rules about customers' words speak of them."""
    if "quote" in candidate.rule.scopes:
        return None
    return "testimonial" if passage.quoted or passage.marks("quote", candidate.tokens) else None


def _settled(candidate: Candidate, passage: Passage) -> Dismissal | None:
    if not candidate.rule.settled_by:
        return None
    from claimlint.lint.evidence import is_settled

    return "settled" if is_settled(passage, candidate) else None


_STEPS: tuple[tuple[Basis, Callable[[Candidate, Passage], Dismissal | None]], ...] = (
    ("words", _out_of_scope),
    ("words", _look_alike),
    ("context", _skipped_place),
    ("context", _name),
    ("context", _exception),
    ("context", _question),
    ("context", _testimonial),
    ("evidence", _settled),
)
