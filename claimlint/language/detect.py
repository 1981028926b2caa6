"""Which language a piece of copy is in: what the page declares, checked against its letters and its commonest words.

A language is a primary subtag (`en`, `he`); "und" when nothing speaks for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

UNKNOWN = "und"
# The share of letters from which a right-to-left script outweighs a declared Latin language.
_SHARE = 0.3

_LETTERS = re.compile(r"[^\W\d_]")
_HEBREW = re.compile("[\u05d0-\u05ea\u05ef-\u05f2\ufb1d-\ufb4f]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W\d_]+")
# Letters that Arabic (Hebrew) itself does not use.
_YIDDISH = re.compile("[\u05f0-\u05f2]")
_ARABIC_SCRIPT = (
    ("ur", re.compile("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2]")),
    ("ku", re.compile("[\u06d5\u06ce\u06c6\u0695\u06b5]")),
    ("fa", re.compile("[\u067e\u0686\u0698\u06af\u06a9\u06cc]")),
)
_OTHER_LANGUAGES_OF = {
    "he": frozenset(("yi", "lad")),
    "ar": frozenset(("fa", "ur", "ku", "ckb", "ps", "sd", "ug", "az")),
}
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


def primary(tag: str) -> str:
    """The primary subtag of a language tag: `iw-IL` is `he`."""
    subtag = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
    return _OLD_TAGS.get(subtag, subtag)


def by_script(text: str, declared: str) -> str:
    """The language by declaration and letters; "" for Latin text that declares none of its own script's languages."""
    declared = primary(declared)
    if text.isascii() or not _LETTERS.search(text):
        return "" if declared in _OTHER_LANGUAGES_OF else declared
    letters = len(_LETTERS.findall(text))
    hebrew = len(_HEBREW.findall(text))
    arabic = len(_ARABIC.findall(text))
    if max(hebrew, arabic) / letters > _SHARE:
        script = "he" if hebrew >= arabic else "ar"
        if declared in _OTHER_LANGUAGES_OF[script]:
            return declared
        if script == "he":
            return "yi" if _YIDDISH.search(text) else "he"
        return next((language for language, sign in _ARABIC_SCRIPT if sign.search(text)), "ar")
    if len(_LATIN.findall(text)) / letters < _SHARE:
        return declared if declared not in ("", "en", *_OTHER_LANGUAGES_OF) else UNKNOWN
    return "" if declared in _OTHER_LANGUAGES_OF else declared


def by_words(text: str, known: Mapping[str, frozenset[str]], at_least: int = 3) -> str:
    """The language of whose commonest words a Latin text holds most different ones, or "" when too few tell.

    `known` has the common words of the languages that have packs. A foreign language needs twice as many as a known one.
    """
    words = set(_WORD.findall(text.lower()))
    counts = {language: len(words & common) for language, common in (*known.items(), *_FOREIGN.items())}
    best = max(counts, key=lambda language: (counts[language], language))
    if counts[best] < at_least:
        return ""
    ours = max(known, key=lambda language: counts[language], default="")
    return ours if ours and counts[best] < 2 * counts[ours] else best


def page_language(texts: Iterable[str], known: Mapping[str, frozenset[str]]) -> str:
    """The language of a page's Latin copy; English when nothing speaks against it."""
    return by_words("\n".join(texts), known, at_least=5) or "en"
