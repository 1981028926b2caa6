"""Rewrites: a rule's templates, filled with facts and fitted to the place of what they replace.

A slot that no live fact fills stays a named blank; no value is ever made up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from claimlint.late import late
from claimlint.model import Rewrite, Rule, Slot

SLOT = late(r"\{([^{}]+)\}")
# A blank and an address stay as they are; so do words with a digit or a capital inside: ISO, TLS, iPhone, 24h.
_PIECE = late(r"\[[^\[\]]*\]|\S*(?:://|www\.|@)\S*|[^\W_]+(?:['’][^\W_]+)*")
# A letter that is written onto the next word: ב, ל, מ … and ب, ل, ك …
_HEBREW_PREFIX = late("(?<![\u0590-\u05ff])[\u05d0-\u05ea]{1,2}$")
_ARABIC_PREFIX = late("(?<![\u0600-\u06ff])[\u0621-\u064a]{1,2}$")
_RIGHTWARD = late("[\u0590-\u06ff]")
_ENDS = ".!?…؟"
_SMALL = frozenset("a an and as at but by for if in nor of off on or per so than the to up via vs yet".split())  # in titles
_FEWEST_CAPITALS = 4  # letters that tell a text in capitals from an abbreviation


class Place(NamedTuple):
    """Where a rewrite would stand. `text`: the sentence or label it replaces, its closing mark included."""

    text: str
    goes_on: bool = False  # other text follows in the same block
    room: int | None = None  # characters; None: any number


# The text that a live fact gives a slot, or None.
Known = Callable[[str], str | None]


def rewrites_of(rule: Rule, slots: Mapping[str, Slot], place: Place, known: Known | None = None) -> tuple[Rewrite, ...]:
    """The rule's rewrites, best first: those that fit into the room before longer ones, complete ones before others."""
    filled = _blanks(rule, slots) if known is None else [_filled(one, slots, rule.language, known) for one in rule.rewrites]
    found = [_rewrite(one, place) for one in filled]
    return tuple(sorted(found, key=lambda rewrite: (rewrite.excess > 0, not rewrite.complete)))


def approved_rewrite(text: str, facts: tuple[str, ...], place: Place) -> Rewrite:
    """A wording that was signed off, as it stands."""
    return Rewrite(text, (), max(0, len(text) - place.room) if place.room is not None else 0, facts, approved=True)


class _Filled(NamedTuple):
    """A template with its facts, not yet fitted to its place. `blanks`: the characters of the blanks that are left."""

    text: str
    needs: tuple[Slot, ...]
    facts: tuple[str, ...]
    blanks: int


# By the identity of a rule and of the slots, which are kept with its templates, so that it stays theirs.
_kept: dict[tuple[int, int], tuple[Rule, Mapping[str, Slot], tuple[_Filled, ...]]] = {}
_MOST_KEPT = 1024


def _blanks(rule: Rule, slots: Mapping[str, Slot]) -> tuple[_Filled, ...]:
    """The templates of a rule without a fact: the same for each of its findings."""
    known = _kept.get((id(rule), id(slots)))
    if known is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        filled = tuple(_filled(template, slots, rule.language, lambda _: None) for template in rule.rewrites)
        known = _kept[id(rule), id(slots)] = rule, slots, filled
    return known[2]


def _filled(template: str, slots: Mapping[str, Slot], language: str, known: Known) -> _Filled:
    names = tuple(dict.fromkeys(SLOT.findall(template)))
    values = {name: value for name in names if not slots[name].per_claim and (value := known(name)) is not None}
    text = SLOT.sub(
        lambda found: _joined(template[: found.start()], values.get(found[1])) or _blank(slots[found[1]], language), template
    )
    blanks = sum(len(label(slots[name], language)) + 2 for name in SLOT.findall(template) if name not in values)
    return _Filled(text, tuple(slots[name] for name in names if name not in values), tuple(values), blanks)


def _rewrite(filled: _Filled, place: Place) -> Rewrite:
    text = fitted(filled.text, place)
    excess = max(0, len(text) - filled.blanks - place.room) if place.room is not None else 0
    return Rewrite(text, filled.needs, excess, filled.facts)


def _blank(slot: Slot, language: str) -> str:
    return f"[{label(slot, language)}]"


def _joined(before: str, value: str | None) -> str:
    """A value behind what stands before it: a prefix of Hebrew or Arabic joins what isn't of its script by a mark."""
    if not value or _RIGHTWARD.match(value):
        return value or ""
    return ("-" if _HEBREW_PREFIX.search(before) else "\u0640" if _ARABIC_PREFIX.search(before) else "") + value


class _Style(NamedTuple):
    """How the text that is replaced is written. `case`: of all its words (upper, title) or of its first (small, capital).

    `stop`: it ends with a full stop, or must, as other text follows.
    """

    case: Literal["upper", "title", "small", "capital", ""]
    stop: bool


def fitted(text: str, place: Place) -> str:
    """The text with the case and the closing mark of what it replaces; an exclamation mark is dropped."""
    return _styled(text, _style(place.text, place.goes_on))


@lru_cache(maxsize=1024)
def _style(text: str, goes_on: bool) -> _Style:
    words = [word for word in _PIECE.findall(text) if word[0].isalpha() and word.upper() != word.lower()]
    letters = "".join(words)
    end = text.rstrip()
    stop = end.endswith(".") or (goes_on and end.endswith(tuple(_ENDS)))
    if len(letters) >= _FEWEST_CAPITALS and letters.isupper():
        return _Style("upper", stop)
    if len(words) > 1 and all(word[0].isupper() for word in words if word not in _SMALL):
        return _Style("title", stop)
    return _Style(("small" if words[0][0].islower() else "capital") if words else "", stop)


@lru_cache(maxsize=1024)  # a rule's rewrites come again with each of its findings
def _styled(text: str, style: _Style) -> str:
    text = _cased(text, style)
    return text if text.endswith(tuple(_ENDS)) or not style.stop else f"{text}."


def _cased(text: str, style: _Style) -> str:
    if style.case == "upper":
        return _PIECE.sub(lambda found: found[0].upper() if _is_plain(found[0]) else found[0], text)
    if style.case == "title":
        return _PIECE.sub(lambda found: _titled(found[0], first=found.start() == 0), text)
    first = _PIECE.match(text)
    if style.case and first and _is_plain(first[0]):
        return (text[0].lower() if style.case == "small" else text[0].upper()) + text[1:]
    return text


def _titled(word: str, first: bool) -> str:
    return word[0].upper() + word[1:] if _is_plain(word) and (first or word not in _SMALL) else word


def _is_plain(word: str) -> bool:
    """A word of which only the first letter may be a capital: no blank, no address, no name or abbreviation."""
    return word[0].isalpha() and word[1:] == word[1:].lower() and not any(mark in word for mark in "[]@:/.")


def label(slot: Slot, language: str) -> str:
    """What a slot is called in a language, else in English, else in the first there is, else its last word."""
    return _in_language(slot.labels, language) or slot.id.rsplit(".", 1)[-1].replace("_", " ")


def proof(slot: Slot, language: str) -> str:
    """What would prove a slot's fact, in a language, else in English, else in the first language there is."""
    return _in_language(slot.evidence, language)


def _in_language(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
