"""Grammar: whether a claim's sentence, parsed, reads as its rule has it.

Asking and answering are apart. A question is answered at once where the words of the sentence or an earlier run settle it;
others wait, and `settle` parses all sentences that they are about in one go. spaCy is loaded there, and only there.

A sentence that is all capitals is lower-cased before it is parsed, but for its first letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from claimlint.digest import blake2b
from claimlint.errors import ClaimlintError, ClaimlintErrors
from claimlint.keep import Keep
from claimlint.late import late
from claimlint.lint.decisions import KEY_SIZE, Decisions
from claimlint.lint.passage import Passage
from claimlint.lint.pipelines import BUILT_IN
from claimlint.model import VALUE, Span
from claimlint.packs.packset import PackSet
from claimlint.packs.pattern import Pattern

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimlint.lint.parsing import Parser

_SENTENCES_KEPT = 1024
_WORD = late(r"\w+")
_PIECE = late(r"\w+|'\w+|[^\w\s]")  # about what spaCy takes for a token
# Equally long stand-ins for what a treebank hardly knows.
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "‘": "'", VALUE: "X"})


class _Question(NamedTuple):
    """Whether one of `needed`, if there are any, and none of `barred` holds of a claim, in code points of its sentence."""

    language: str
    text: str
    claim: Span
    needed: tuple[Pattern, ...]
    barred: tuple[Pattern, ...]

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        return self.needed + self.barred


class Grammar:
    """The pipelines of a run, by language: a folder or the name of an installed package. Loaded when first needed.

    `keep`: where decisions are kept between runs; None: nowhere.
    """

    def __init__(self, pipelines: Mapping[str, str] = BUILT_IN, keep: Keep | None = None) -> None:
        self._pipelines = pipelines
        self._decisions = Decisions(keep)
        self._waiting: dict[bytes, _Question] = {}
        self._digests: dict[Pattern, bytes] = {}
        self.load = cache(self._load)
        self._matcher = cache(self._matcher_of)
        self._state = cache(self._state_of)
        self.sentences_parsed = 0

    def check(self, packs: PackSet) -> None:
        """Raise ClaimlintErrors for a pipeline that isn't there and for a rule whose language has none."""
        errors = [
            ClaimlintError(f"nlp: no spaCy pipeline '{name}' is installed for '{language}'; install it, or name a folder")
            for language, name in self._pipelines.items()
            if BUILT_IN.get(language) != name and not _exists(name)
        ]
        errors += [
            ClaimlintError(
                f"'where' of '{compiled.id}' needs a spaCy pipeline for '{compiled.language}'; "
                "name one under nlp: in claimlint.yaml",
                compiled.rule.path,
                compiled.rule.line,
            )
            for compiled in packs.compiled
            if compiled.has_patterns and compiled.language not in self._pipelines
        ]
        if errors:
            raise ClaimlintErrors(errors)

    def reads(self, passage: Passage, claim: Span, needed: Sequence[Pattern], barred: Sequence[Pattern]) -> bool | None:
        """Whether one of `needed`, if there are any, and none of `barred` holds of the claim, a token range, in its sentence.

        None when only its parse can tell: ask again after `settle`. A language without a pipeline has no pattern that holds.
        """
        language = passage.lexicon.language
        sentence = passage.text_span(passage.sentence(claim))
        plain = passage.block.text[sentence.start : sentence.end].translate(_PLAIN)
        has_pipeline = language in self._pipelines
        possible = tuple(pattern for pattern in needed if has_pipeline and _has_words(pattern, plain))
        if needed and not possible:
            return False
        against = tuple(pattern for pattern in barred if has_pipeline and _has_words(pattern, plain))
        if not possible and not against:
            return True
        place = passage.text_span(claim)
        inside = Span(place.start - sentence.start, place.end - sentence.start)
        question = _Question(language, _cased(plain), inside, possible, against)
        key = self._key(question)
        known = self._decisions.find(key)
        if known is None:
            self._waiting[key] = question
        return known

    def settle(self) -> None:
        """Decide all questions that wait. Raises ClaimlintError when a pipeline can't be loaded."""
        waiting, self._waiting = self._waiting, {}
        sentences: dict[str, dict[str, list[tuple[bytes, _Question]]]] = {}
        for key, question in waiting.items():
            sentences.setdefault(question.language, {}).setdefault(question.text, []).append((key, question))
        for language, questions in sentences.items():
            self.sentences_parsed += len(questions)
            docs = self.load(language).docs(list(questions))
            for doc, asked in zip(docs, questions.values(), strict=True):
                matches = {one: self._matcher(language, one)(doc) for _, question in asked for one in question.patterns}
                self._decisions.add({key: _holds(question, doc, matches) for key, question in asked})

    def save(self) -> None:
        """Keep what was decided. To be called once, at the end of a run."""
        self._decisions.save()

    def take(self) -> dict[bytes, bool]:
        """What was decided since the last time: for the process that saves, which adds it with `learn`."""
        return self._decisions.take()

    def learn(self, decisions: Mapping[bytes, bool]) -> None:
        """Add what another process of the run decided."""
        self._decisions.add(decisions)

    def _key(self, question: _Question) -> bytes:
        """A digest of all that decides a question."""
        made = blake2b(self._state(question.language), digest_size=KEY_SIZE)
        start, end = question.claim
        said = f"{start} {end} {len(question.text)} {len(question.needed)} {question.text}"
        made.update(said.encode("utf-8", "surrogatepass"))
        for pattern in question.patterns:
            made.update(self._digest(pattern))
        return made.digest()

    def _digest(self, pattern: Pattern) -> bytes:
        if pattern not in self._digests:
            said = repr((pattern.kind, pattern.tokens))
            self._digests[pattern] = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        return self._digests[pattern]

    def _matcher_of(self, language: str, pattern: Pattern) -> Callable[[Doc], list[range]]:
        from claimlint.lint import parsing

        return parsing.matcher(pattern, self.load(language).vocab)

    def _load(self, language: str) -> Parser:
        from claimlint.lint import parsing

        return parsing.load(self._pipelines[language], language)

    def _state_of(self, language: str) -> bytes:
        from claimlint.lint import parsing

        return parsing.state(self._pipelines[language])


def _exists(name: str) -> bool:
    from claimlint.lint import parsing  # it takes half the time of a short run to import, and most runs parse nothing

    return parsing.exists(name)


@cache
def built_in() -> Grammar:
    """The grammar of our own pipelines, loaded once a process."""
    return Grammar()


def _holds(question: _Question, doc: Doc, matches: Mapping[Pattern, list[range]]) -> bool:
    """The answer to a question from its parsed sentence and what each pattern finds there."""
    start, end = question.claim
    inside = {token.i for token in doc if token.idx < end and start < token.idx + len(token)}

    def one_holds(patterns: Iterable[Pattern]) -> bool:
        return any(not inside.isdisjoint(found) for pattern in patterns for found in matches[pattern])

    return (not question.needed or one_holds(question.needed)) and not one_holds(question.barred)


def _cased(text: str) -> str:
    lowered = text.capitalize() if text.isupper() else text
    return lowered if len(lowered) == len(text) else text


@lru_cache(_SENTENCES_KEPT)
def _words_of(text: str) -> tuple[str, frozenset[str]]:
    """A text in lower case, and its words and marks."""
    lowered = text.lower()
    return lowered, frozenset(_PIECE.findall(lowered))


@cache
def _parts_of_words(needed: frozenset[str]) -> tuple[str, ...]:
    """Those that are no word: "n't" may be a part of one, and a mark isn't one."""
    return tuple(word for word in needed if not _WORD.fullmatch(word))


def _has_words(pattern: Pattern, text: str) -> bool:
    """Whether the text holds the words that the pattern needs."""
    lowered, words = _words_of(text)

    def holds(needed: frozenset[str] | re.Pattern[str]) -> bool:
        if isinstance(needed, frozenset):
            return not words.isdisjoint(needed) or any(part in lowered for part in _parts_of_words(needed))
        return any(needed.search(word) for word in words)

    return all(holds(needed) for needed in pattern.words)


__all__ = ["BUILT_IN", "Grammar", "built_in"]
