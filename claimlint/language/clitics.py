"""Prefixes that Hebrew and Arabic write onto a word: conjunction, preposition, article.

A word is never cut; it is looked up under every reading. Whether a reading is a word is for the phrases to say: what is
no word of theirs is never found. (Stacks after the grammars summarised in the project's notes: ו־, ש־ and its compounds,
ב/כ/ל/מ, ה; و/ف, ب/ك/ل, ال, and لل for ل + ال.)
"""

from __future__ import annotations

import re
from typing import NamedTuple

from claimlint.late import late


class Reading(NamedTuple):
    """One reading of a word: what was taken off in front, and the rest."""

    prefix: str
    stem: str


class _Stack(NamedTuple):
    prefixes: re.Pattern[str]
    with_article: re.Pattern[str]
    longest: int


_STACKS = {
    "he": _Stack(
        late(r"ו?(?:לכש|כש|מש|ש)?[בכלמ]?ה?"),
        # The article melts into ב, כ and ל: לשירות is "to a service" or "to the service".
        late(r"ו?(?:לכש|כש|מש|ש)?(?:[בכלמ]?ה|[בכל])"),
        6,
    ),
    "ar": _Stack(
        late(r"[وف]?(?:[بلك]?(?:ال)?|لل)"),
        late(r"[وف]?(?:[بك]?ال|لل)"),
        4,
    ),
}
_SHORTEST_STEM = 2


def readings(word: str, language: str) -> tuple[Reading, ...]:
    """Every reading of a folded word, the whole word first; in other languages that one alone."""
    whole = Reading("", word)
    stack = _STACKS.get(language)
    if stack is None:
        return (whole,)
    cuts = range(1, min(stack.longest, len(word) - _SHORTEST_STEM) + 1)
    return (whole, *(Reading(word[:cut], word[cut:]) for cut in cuts if stack.prefixes.fullmatch(word, 0, cut)))


def has_article(prefix: str, language: str) -> bool:
    """Whether a prefix can hold the article."""
    stack = _STACKS.get(language)
    return bool(stack and stack.with_article.fullmatch(prefix))


def takes_prefixes(language: str) -> bool:
    """Whether words of the language carry prefixes at all."""
    return language in _STACKS


_FINAL_LETTERS = str.maketrans("ךםןףץ", "כמנפצ")


def join(stem: str, ending: str) -> str:
    """A stem with an ending; a Hebrew final letter becomes a plain one before it."""
    return stem[:-1] + stem[-1].translate(_FINAL_LETTERS) + ending if stem and ending else stem + ending
