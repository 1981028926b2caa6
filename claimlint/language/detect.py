"""Which language a piece of copy is in: what the page declares, checked against its letters and its commonest words.

A language is a primary subtag (`en`, `he`); "und" when nothing speaks for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from claimlint.late import late

UNKNOWN = "und"
# The share of letters from which a right-to-left script outweighs a declared Latin language.
_SHARE = 0.3

_LETTERS = late(r"[^\W\d_]")
_WORD = late(r"[^\W\d_]+")
_WHOLE_WORD = late(r"\w+")
_HEBREW_LETTERS = "\u05d0-\u05ea\u05ef-\u05f2\ufb1d-\ufb4f"
_ARABIC_LETTERS = "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc"
_LATIN_LETTERS = "A-Za-z\u00c0-\u024f"
_HEBREW, _ARABIC, _LATIN = (late(f"[{letters}]") for letters in (_HEBREW_LETTERS, _ARABIC_LETTERS, _LATIN_LETTERS))
_BEYOND_LATIN = late(rf"[^\W\d_{_LATIN_LETTERS}]")  # a letter of another script
_RIGHTWARD = late(f"[{_HEBREW_LETTERS}{_ARABIC_LETTERS}]")
# By script, as the language of ours that it stands for ("": Latin letters): a word, and a stretch without other letters.
_SCRIPTS = {
    script: (late(rf"[{letters}]{{2,}}"), late(rf"[\W\d_{letters}]+"))
    for script, letters in (("he", _HEBREW_LETTERS), ("ar", _ARABIC_LETTERS), ("", _LATIN_LETTERS))
}


class _Neighbour(NamedTuple):
    """A language that is written in the script of a language of ours: letters only it uses, and words of its commonest."""

    letters: re.Pattern[str]
    words: frozenset[str]


def _neighbour(letters: str, words: str) -> _Neighbour:
    return _Neighbour(late(f"[{letters}]"), frozenset(words.split()))


_MARKS = late("[\u0591-\u05bd\u05bf-\u05c7\u064b-\u0652]+")  # of vowels, with which a word may be written or without
# Arabic copy, too, may be typed with Persian ya and kaf, or hold a name with گ: in few words, or declared as Arabic.
_NEIGHBOURS = {
    "he": {"yi": _neighbour("\u05f0-\u05f2\ufb1f", "און איז פון מיט פאר נישט דער דאס אויף זיך ניט אונדזער איר")},
    "ar": {
        "ur": _neighbour("\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2", "کے کی کا میں ہے سے اور کو ہیں آپ"),
        "ku": _neighbour("\u06d5\u06ce\u06c6\u0695\u06b5", "لە بۆ بە لەگەڵ ئێمە دەکات"),
        "fa": _neighbour("\u067e\u0686\u0698\u06af\u06a9\u06cc", "برای است شما های که در را از می خود شده هستند"),
    },
}
_ALL_NEIGHBOURS = frozenset(language for neighbours in _NEIGHBOURS.values() for language in neighbours)
_OTHER_LANGUAGES_OF = {
    "he": frozenset(("yi", "lad")),
    "ar": frozenset(("fa", "ur", "ku", "ckb", "ps", "sd", "ug", "az")),
}
# So many words of a text (at least one) hold a neighbour's letter, if it is the neighbour's.
_SIGNED = 0.15
_TELLING = 2  # different common words of a neighbour
_KEPT, _LONGEST_KEPT = 4096, 2000  # texts whose language is remembered, and the code points of the longest of them
_OLD_TAGS = {"iw": "he", "ji": "yi", "in": "id"}

# The commonest words of languages that English is mistaken for; English itself comes from its pack.
_COMMON = {
    "de": "der die das und ist nicht mit für auf ein eine den von zu sie wir ihr ihre ihren dem des sich auch wird bei oder",
    "fr": "le la les des et est une pour vous nous votre vos dans sur avec du au aux ce qui que pas plus notre nos par",
    "es": "el la los las de y que es una para con por del se su sus tu al lo más como sin nuestro nuestra en",
    "it": "il lo la gli di che è una per con del della dei sono non più nel alla tuo tua nostro nostra e",
    "pt": "o os as de e que é uma para com do da dos das não em seu sua você mais por ao nosso nossa",
    "nl": "de het een en van is voor met niet op zijn uw je wij onze ook dat die te bij aan",
    "pl": "i w z na do nie się jest to że dla od po oraz przez twój nasze są jak",
    "tr": "ve bir için ile bu daha çok en olarak size da de olan",
}
_FOREIGN = {language: frozenset(words.split()) for language, words in _COMMON.items()}


@lru_cache(maxsize=256)
def primary(tag: str) -> str:
    """The primary subtag of a language tag: `iw-IL` is `he`."""
    subtag = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
    return _OLD_TAGS.get(subtag, subtag)


def by_script(text: str, declared: str) -> str:
    """The language by declaration and letters; "" for Latin text that declares none of its own script's languages."""
    declared = primary(declared)
    if text.isascii() or not _BEYOND_LATIN.search(text):
        return "" if declared in _OTHER_LANGUAGES_OF else declared
    letters = len(_LETTERS.findall(text))
    hebrew = len(_HEBREW.findall(text))
    arabic = len(_ARABIC.findall(text))
    if max(hebrew, arabic) / letters > _SHARE:
        script = "he" if hebrew >= arabic else "ar"
        return declared if declared in _OTHER_LANGUAGES_OF[script] else _neighbour_or(script, text, declared)
    if len(_LATIN.findall(text)) / letters < _SHARE:
        return declared if declared not in ("", "en", *_OTHER_LANGUAGES_OF) else UNKNOWN
    return "" if declared in _OTHER_LANGUAGES_OF else declared


def _neighbour_or(script: str, text: str, declared: str) -> str:
    """`script`, the language of ours of that script, or the neighbour whose letters or words the text holds."""
    words = 0
    said = set(_WHOLE_WORD.findall(_MARKS.sub("", text)))
    for language, sign in _NEIGHBOURS[script].items():
        if len(sign.words & said) >= _TELLING:
            return language
        if declared != script and sign.letters.search(text):
            words = words or len(_WORD.findall(text))
            signed = sum(1 for word in _WORD.findall(text) if sign.letters.search(word))
            if signed >= _SIGNED * words:
                return language
    return script


def of_page(languages: Sequence[str], declared: Sequence[str]) -> list[str]:
    """The languages of a page's blocks by script and declaration, seen together.

    On a page in Persian a short text without a letter that only Persian has ("ارسال سريع") is Persian, too, unless it
    declares itself to be Arabic. Likewise for the other neighbours.
    """
    if _ALL_NEIGHBOURS.isdisjoint(languages):
        return list(languages)
    free = [language for language, tag in zip(languages, declared, strict=True) if primary(tag) != language]
    counts = Counter(free)
    instead = {
        script: most
        for script, neighbours in _NEIGHBOURS.items()
        if counts[most := max(neighbours, key=lambda language: counts[language])] > _SIGNED * counts[script]
    }
    return [
        instead.get(language, language) if primary(tag) != language else language
        for language, tag in zip(languages, declared, strict=True)
    ]


def other_runs(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Copy in other scripts inside a text of a language of ours: its language ("" for Latin letters), and the text with
    a line break for all that isn't part of it: what is left stands where it stood.

    A run has two words or more: a single one is a name, a unit, an abbreviation.
    """
    own = language if language in _NEIGHBOURS else ""
    if text.isascii() or not (own or (_BEYOND_LATIN.search(text) and _RIGHTWARD.search(text))):
        return
    for script, (word, stretch) in _SCRIPTS.items():
        if script == own:
            continue
        runs = [found for found in stretch.finditer(text) if len(word.findall(found[0])) > 1]
        alone = ""
        for run in runs:
            gap = run.start() - len(alone)
            alone += "\n".ljust(gap)[:gap] + run[0]
        if runs:
            yield (_neighbour_or(script, alone, "") if script else ""), alone.ljust(len(text))


class CommonWords:
    """The commonest words of languages in Latin letters, which tell in which of them a text is.

    `known` has those of the languages that have packs. A foreign language needs twice as many as a known one.
    """

    def __init__(self, known: Mapping[str, frozenset[str]]) -> None:
        self.known = known
        self._words = {**known, **_FOREIGN}
        self._all = frozenset[str]().union(*self._words.values())
        self._said = lru_cache(maxsize=_KEPT)(self._common_in)
        self._kept = lru_cache(maxsize=_KEPT)(self._language)

    def language(self, text: str, at_least: int = 3) -> str:
        """The language of which a text holds most different common words, or "" when too few tell."""
        return self._kept(text, at_least) if len(text) <= _LONGEST_KEPT else self._language(text, at_least)

    def of_page(self, texts: Iterable[str]) -> str:
        """The language of a page's Latin copy; English when nothing speaks against it."""
        return self._most(frozenset[str]().union(*map(self._common, texts)), at_least=5) or "en"

    def _language(self, text: str, at_least: int) -> str:
        return self._most(self._common(text), at_least)

    def _common(self, text: str) -> frozenset[str]:
        """The common words of a text."""
        return self._said(text) if len(text) <= _LONGEST_KEPT else self._common_in(text)

    def _common_in(self, text: str) -> frozenset[str]:
        return self._all.intersection(_WORD.findall(text.lower()))

    def _most(self, found: frozenset[str], at_least: int) -> str:
        if len(found) < at_least:
            return ""
        counts = {language: len(found & common) for language, common in self._words.items()}
        best = max(counts, key=lambda language: (counts[language], language))
        if counts[best] < at_least:
            return ""
        ours = max(self.known, key=lambda language: counts[language], default="")
        return ours if ours and counts[best] < 2 * counts[ours] else best
