"""Words, numbers and marks of a folded text.

Between two neighbouring words may stand spaces, hyphens and quotes; every other mark is a token of its own, so that a
phrase can't reach across it. A full stop inside a word (`node.js`, `ר.ג`) or behind `No.` ends nothing and is left out.
Hebrew and Arabic letters make no word with digits or letters of another script: `24שעות`, `בGoogle`, `بـ99`.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cached_property, lru_cache

from claimlint.language.clitics import Reading, readings, takes_prefixes
from claimlint.language.fold import FOOTNOTE, Folded
from claimlint.late import late

_HEBREW = "\u05d0-\u05ea"
_ARABIC = "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff"
_RIGHTWARD = _HEBREW + _ARABIC
# An apostrophe joins (world's), and a Hebrew acronym keeps its quote (ש"ח). A number keeps its separators (1,200.50).
_WORD = rf"""[^\W\d_{_RIGHTWARD}][^\W{_RIGHTWARD}]*(?:'[^\W\d_{_RIGHTWARD}][^\W{_RIGHTWARD}]*)*
    |[{_HEBREW}]+(?:'[{_HEBREW}]+|"[{_HEBREW}](?!\w))*
    |[{_ARABIC}]+(?:'[{_ARABIC}]+)*"""
WORD = late(_WORD, re.VERBOSE)
_TOKEN = late(
    rf"""{_WORD}
    |\d+(?:[.,]\d+)*
    |\.(?=["')\]]|\s\D|\s?$)|(?<!\bno)\.(?=\s)   # ends a sentence; not in `node.js` or `No. 1`
    |(?<=[{_RIGHTWARD}]{{2}})\.(?=[{_RIGHTWARD}]{{2}})  # nobody joins Hebrew or Arabic words by a full stop
    |(?<![^\s])-(?=\s)                          # a dash, not a hyphen
    |[^\s\w"'.-]|\n
    """,
    re.VERBOSE,
)

SENTENCE_ENDS = frozenset(".!?\n;•|·…")
VALUE = "\ufffc"  # as in model: what a template fills in
FOOTNOTE_MARKS = frozenset(("*", FOOTNOTE))


class Tokens:
    """The tokens of a folded text: `words[i]` stands at `starts[i]`:`ends[i]` of the original, in code points.

    `whole`: words that only look as if they began with a prefix. Places are found when they are first asked for: of most
    texts only the words are.
    """

    def __init__(self, folded: Folded, language: str, whole: frozenset[str] = frozenset()) -> None:
        self.language = language
        self.prefixed = takes_prefixes(language)  # whether words of the language carry prefixes
        self.whole = whole
        self.words: list[str] = _TOKEN.findall(folded.text)
        self._folded = folded

    def __len__(self) -> int:
        return len(self.words)

    @property
    def starts(self) -> list[int]:
        return self._places[0]

    @property
    def ends(self) -> list[int]:
        return self._places[1]

    @cached_property
    def _places(self) -> tuple[list[int], list[int]]:
        folded = self._folded
        places = [token.span() for token in _TOKEN.finditer(folded.text)]
        return [folded.start(start) for start, _ in places], [folded.end(end) for _, end in places]

    def readings(self, index: int) -> tuple[Reading, ...]:
        """The word at `index` with what could be prefixes taken off, one reading each, the whole word first."""
        return _readings(self.words[index], self.language, self.whole)

    def stems(self, index: int) -> frozenset[str]:
        """What the word at `index` can be looked up by: itself, and what is left of it without prefixes."""
        return _stems(self.words[index], self.language, self.whole)

    @cached_property
    def keys(self) -> Set[str]:
        """Everything that a token can be looked up by: each word, under every reading of it."""
        return self.positions.keys() if self.prefixed else set(self.words)

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Where each word stands, under every reading of it."""
        positions: dict[str, list[int]] = {}
        for index, word in enumerate(self.words):
            if self.prefixed:
                for stem in _stems(word, self.language, self.whole):
                    positions.setdefault(stem, []).append(index)
            elif word in positions:
                positions[word].append(index)
            else:
                positions[word] = [index]
        return positions

    def is_word(self, index: int) -> bool:
        """A word, a number or a value that a template fills in; not a mark."""
        return self.words[index][0].isalnum() or self.words[index] == VALUE


@lru_cache(maxsize=4096)
def _readings(word: str, language: str, whole: frozenset[str]) -> tuple[Reading, ...]:
    return readings(word, "" if word in whole else language)


@lru_cache(maxsize=4096)
def _stems(word: str, language: str, whole: frozenset[str]) -> frozenset[str]:
    return frozenset(reading.stem for reading in _readings(word, language, whole))
