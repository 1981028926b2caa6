"""Training data that looks like marketing copy: a treebank of letters and reviews has few headlines.

Each sentence may be given the case of a headline, of a banner or none; lose its final full stop; or be cut down to one
of its noun phrases, as headlines are often nothing else.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.training import Example

# Words that headlines in title case mostly leave small.
_SMALL = frozenset("a an the of in to and or for with on at by but as from".split())
_SMALL_STAYS_SMALL = 0.75
_FRAGMENT_TOKENS = range(3, 15)


@spacy.registry.augmenters("claimlint.headlines.v1")
def headlines(
    title: float, upper: float, lower: float, fragment: float, unpunctuated: float
) -> Callable[[Language, Example], Iterator[Example]]:
    """Shares of the sentences (0 to 1) to change, each time they are seen; the three cases exclude each other."""

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        tokens = list(example.reference)
        if random.random() < fragment:
            tokens = _noun_phrase(example.reference) or tokens
        elif random.random() < unpunctuated:
            tokens = _without_full_stop(tokens)
        chance = random.random()
        words = [token.text for token in tokens]
        if chance < title:
            words = [_titled(token.text, first=at == 0 or bool(tokens[at - 1].whitespace_)) for at, token in enumerate(tokens)]
        elif chance < title + upper:
            words = [_same_length(word, word.upper()) for word in words]
        elif chance < title + upper + lower:
            words = [_same_length(word, word.lower()) for word in words]
        reference = _doc(nlp, tokens, words)
        yield Example(nlp.make_doc(reference.text), reference)

    return augment


def _doc(nlp: Language, tokens: list[Token], words: list[str]) -> Doc:
    """The tokens as a sentence of their own; what hung on a token outside is its root."""
    places = {token.i: at for at, token in enumerate(tokens)}
    inside = [token.head.i in places and token.head.i != token.i for token in tokens]
    return Doc(
        nlp.vocab,
        words=words,
        spaces=[bool(token.whitespace_) for token in tokens],
        tags=[token.tag_ for token in tokens],
        pos=[token.pos_ for token in tokens],
        morphs=[str(token.morph) for token in tokens],
        heads=[places[token.head.i] if own else at for at, (token, own) in enumerate(zip(tokens, inside, strict=True))],
        deps=[token.dep_ if own else "ROOT" for token, own in zip(tokens, inside, strict=True)],
    )


def _without_full_stop(tokens: list[Token]) -> list[Token]:
    last = tokens[-1]
    bare = len(tokens) > 2 and last.text in (".", "!") and not any(token.head.i == last.i for token in tokens[:-1])
    return tokens[:-1] if bare else tokens


def _noun_phrase(doc: Doc) -> list[Token]:
    """A noun phrase of the sentence, its preposition left out; empty if there is none of a headline's length."""
    found = []
    for head in doc:
        if head.pos_ not in ("NOUN", "PROPN") or head.head.i == head.i:
            continue
        tree = list(head.subtree)
        while tree and (tree[0].dep_ == "case" or tree[0].is_punct) and tree[0].head.i == head.i:
            tree = tree[1:]
        while tree and tree[-1].is_punct and tree[-1].head.i == head.i:
            tree = tree[:-1]
        whole = bool(tree) and tree[-1].i - tree[0].i == len(tree) - 1
        kept = {token.i for token in tree}
        if whole and len(tree) in _FRAGMENT_TOKENS and all(t.head.i in kept or t.i == head.i for t in tree):
            found.append(tree)
    return random.choice(found) if found else []


def _titled(word: str, first: bool) -> str:
    if not first or (word.lower() in _SMALL and random.random() < _SMALL_STAYS_SMALL):
        return word
    at = next((at for at, char in enumerate(word) if char.isalpha()), 0)
    return _same_length(word, word[:at] + word[at : at + 1].upper() + word[at + 1 :])


def _same_length(word: str, changed: str) -> str:
    return changed if len(changed) == len(word) else word
