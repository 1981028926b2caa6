"""Words, numbers and marks of a folded text.

Between two neighbouring words may stand spaces, hyphens and quotes; every other mark is a token of its own, so that a
phrase can't reach across it. A full stop inside a word (`node.js`, `ר.ג`) or behind `No.` ends nothing and is left out.
Hebrew and Arabic letters make no word with digits or letters of another script: `24שעות`, `בGoogle`, `بـ99`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Tokens:
    """The tokens of a block: `words[i]` (folded) stands at `starts[i]`:`ends[i]` of the block's text, in code points."""

    language: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    whole: frozenset[str] = frozenset()  # words that only look as if they began with a prefix

    def __len__(self) -> int:
        return len(self.words)

    def readings(self, index: int) -> tuple[Reading, ...]:
        """The word at `index` with what could be prefixes taken off, one reading each, the whole word first."""
        return _readings(self.words[index], self.language, self.whole)

    @cached_property
    def prefixed(self) -> bool:
        """Whether words of the language carry prefixes."""
        return takes_prefixes(self.language)

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Where each word stands, under every reading of it."""
        positions: dict[str, list[int]] = {}
        for index in range(len(self.words)):
            for reading in self.readings(index):
                positions.setdefault(reading.stem, []).append(index)
        return positions

    def is_word(self, index: int) -> bool:
        """A word, a number or a value that a template fills in; not a mark."""
        return self.words[index][0].isalnum() or self.words[index] == VALUE


@lru_cache(maxsize=4096)
def _readings(word: str, language: str, whole: frozenset[str]) -> tuple[Reading, ...]:
    return readings(word, "" if word in whole else language)


def keys_of(folded: str, language: str, whole: frozenset[str] = frozenset()) -> set[str]:
    """Everything that the tokens of a folded text can be looked up by: cheaper than `tokenize`, with no places."""
    keys = set(_TOKEN.findall(folded))
    if takes_prefixes(language):
        keys |= {reading.stem for word in keys - whole for reading in readings(word, language)}
    return keys


def tokenize(folded: Folded, language: str, whole: frozenset[str] = frozenset()) -> Tokens:
    """All tokens of a folded text, with their places in the original."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _TOKEN.finditer(folded.text):
        words.append(found[0])
        starts.append(folded.start(found.start()))
        ends.append(folded.end(found.end()))
    return Tokens(language, words, starts, ends, whole)
