"""A text as words, with what can be told of it wherever it stands.

A site repeats its navigation, its footer, its headings on every page: what is found out about such a text once is kept for
its other copies.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from claimlint.language.fold import fold
from claimlint.language.tokens import SENTENCE_ENDS, Tokens
from claimlint.lint.scan import Candidate, scan
from claimlint.model import Span
from claimlint.packs.phrase import NO_PHRASES, Phrase, Phrases, matches

if TYPE_CHECKING:
    from claimlint.packs.packset import Index, Lexicon

_KEPT = 4096  # texts
_LONGEST_KEPT = 2000  # code points; longer ones hardly come again
_REACH = 60  # words


class Text:
    """A folded text with its tokens. Every answer is found once: texts are shared by all blocks that say the same."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.tokens = Tokens(fold(text), lexicon.language, lexicon.not_prefixed)
        self._scanned: tuple[Index, list[Candidate]] | None = None
        self._sentences: dict[Span, Span] = {}
        self._possible: dict[Phrases, tuple[Phrase, ...]] = {}
        self._covered: dict[tuple[Phrases, Span], bool] = {}
        self._evidence: dict[tuple[str, Span], tuple[Span, ...]] = {}

    @cached_property
    def is_title(self) -> bool:
        """Whether it is a title under which nothing is claimed: of jobs, small print, advice."""
        end = len(self.tokens)
        while end and not self.tokens.is_word(end - 1):
            end -= 1
        able = self.possible(self.lexicon.sections)
        return any(found.end >= end for phrase in able for found in matches(phrase, self.tokens, Span(0, 1)))

    @cached_property
    def sets_claims_aside(self) -> bool:
        """Whether it says of itself that it is such a text."""
        everywhere = Span(0, len(self.tokens))
        able = self.possible(self.lexicon.asides)
        return any(True for phrase in able for _ in matches(phrase, self.tokens, everywhere))

    def candidates(self, index: Index) -> list[Candidate]:
        """What the phrases of an index match, by place."""
        if self._scanned is None or self._scanned[0] is not index:
            self._scanned = index, scan(self.tokens, index)
        return self._scanned[1]

    def possible(self, phrases: Phrases) -> tuple[Phrase, ...]:
        """Those of a lexicon's or a rule's phrases that the words of the text allow to stand in it."""
        found = self._possible.get(phrases)
        if found is None:
            found = self._possible[phrases] = phrases.possible(self.tokens.keys)
        return found

    def covered(self, phrases: Phrases, claim: Span) -> bool:
        """Whether a match of one of these phrases overlaps the claim, in its sentence."""
        able = self.possible(phrases)
        if not able:
            return False
        key = phrases, claim
        found = self._covered.get(key)
        if found is None:
            sentence = self.sentence(claim)
            found = self._covered[key] = any(
                match.end > claim.start
                for phrase in able
                for match in matches(phrase, self.tokens, _starts(phrase, claim, sentence), claim)
            )
        return found

    def evidence(self, kind: str, within: Span) -> tuple[Span, ...]:
        """Where in a range evidence of a kind stands, in order of its phrases."""
        found = self._evidence.get((kind, within))
        if found is None:
            found = self._evidence[kind, within] = tuple(
                match
                for phrase in self.possible(self.lexicon.evidence.get(kind, NO_PHRASES))
                for match in matches(phrase, self.tokens, within)
                if match.end <= within.end and not self._proves_nothing(within, match)
            )
        return found

    def _proves_nothing(self, within: Span, found: Span) -> bool:
        return any(
            cover.start <= found.start and found.end <= cover.end
            for phrase in self.possible(self.lexicon.no_evidence)
            for cover in matches(phrase, self.tokens, Span(max(within.start, found.start - phrase.most), found.end))
        )

    def sentence(self, around: Span) -> Span:
        """The tokens of the sentence that holds a range, its closing mark left out.

        Of a text that never ends a sentence, so many words on either side: nobody reads further for evidence.
        """
        found = self._sentences.get(around)
        if found is None:
            words = self.tokens.words
            start, end = around
            first, last = max(0, start - _REACH), min(len(words), end + _REACH)
            while start > first and words[start - 1] not in SENTENCE_ENDS:
                start -= 1
            while end < last and words[end] not in SENTENCE_ENDS:
                end += 1
            found = self._sentences[around] = Span(start, end)
        return found


def _starts(phrase: Phrase, claim: Span, sentence: Span) -> Span:
    """Where a match that overlaps the claim may begin."""
    return Span(max(sentence.start, claim.start - phrase.most + 1), min(sentence.end, claim.end))


def text_of(text: str, lexicon: Lexicon) -> Text:
    """A text in a language, as words; the same one for the same text."""
    return _kept(text, lexicon) if len(text) <= _LONGEST_KEPT else Text(text, lexicon)


_kept = lru_cache(maxsize=_KEPT)(Text)
