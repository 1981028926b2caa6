"""Rewrites: a rule's templates, filled with facts and fitted to the place of what they replace.

A slot that no live fact fills stays a named blank; no value is ever made up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

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


def rewrites_of(rule: Rule, slots: Mapping[str, Slot], place: Place, known: Known = lambda _: None) -> tuple[Rewrite, ...]:
    """The rule's rewrites, best first: those that fit into the room before longer ones, complete ones before others."""
    found = [_fill(template, slots, rule.language, place, known) for template in rule.rewrites]
    return tuple(sorted(found, key=lambda rewrite: (rewrite.excess > 0, not rewrite.complete)))


def approved_rewrite(text: str, facts: tuple[str, ...], place: Place) -> Rewrite:
    """A wording that was signed off, as it stands."""
    return Rewrite(text, (), max(0, len(text) - place.room) if place.room is not None else 0, facts, approved=True)


def _fill(template: str, slots: Mapping[str, Slot], language: str, place: Place, known: Known) -> Rewrite:
    names = dict.fromkeys(SLOT.findall(template))
    values = {name: value for name in names if not slots[name].per_claim and (value := known(name)) is not None}
    text = SLOT.sub(
        lambda found: _joined(template[: found.start()], values.get(found[1])) or _blank(slots[found[1]], language), template
    )
    text = fitted(text, place)
    blanks = sum(len(label(slots[name], language)) + 2 for name in SLOT.findall(template) if name not in values)
    excess = max(0, len(text) - blanks - place.room) if place.room is not None else 0
    return Rewrite(text, tuple(slots[name] for name in names if name not in values), excess, tuple(values))


def _blank(slot: Slot, language: str) -> str:
    return f"[{label(slot, language)}]"


def _joined(before: str, value: str | None) -> str:
    """A value behind what stands before it: a prefix of Hebrew or Arabic joins what isn't of its script by a mark."""
    if not value or _RIGHTWARD.match(value):
        return value or ""
    return ("-" if _HEBREW_PREFIX.search(before) else "\u0640" if _ARABIC_PREFIX.search(before) else "") + value


def fitted(text: str, place: Place) -> str:
    """The text with the case and the closing mark of what it replaces; an exclamation mark is dropped."""
    return _closed(_cased(text, place.text), place)


def _cased(text: str, like: str) -> str:
    words = [word for word in _PIECE.findall(like) if word[0].isalpha() and word.upper() != word.lower()]
    letters = "".join(words)
    if len(letters) >= _FEWEST_CAPITALS and letters.isupper():
        return _PIECE.sub(lambda found: found[0].upper() if _is_plain(found[0]) else found[0], text)
    if len(words) > 1 and all(word[0].isupper() for word in words if word not in _SMALL):
        return _PIECE.sub(lambda found: _titled(found[0], first=found.start() == 0), text)
    first = _PIECE.match(text)
    if words and first and _is_plain(first[0]):
        return (text[0].lower() if words[0][0].islower() else text[0].upper()) + text[1:]
    return text


def _titled(word: str, first: bool) -> str:
    return word[0].upper() + word[1:] if _is_plain(word) and (first or word not in _SMALL) else word


def _is_plain(word: str) -> bool:
    """A word of which only the first letter may be a capital: no blank, no address, no name or abbreviation."""
    return word[0].isalpha() and word[1:] == word[1:].lower() and not any(mark in word for mark in "[]@:/.")


def _closed(text: str, place: Place) -> str:
    if text.endswith(tuple(_ENDS)):
        return text
    stop = place.text.rstrip().endswith(".") or (place.goes_on and place.text.rstrip().endswith(tuple(_ENDS)))
    return f"{text}." if stop else text


def label(slot: Slot, language: str) -> str:
    """What a slot is called in a language, else in English, else in the first there is, else its last word."""
    return _in_language(slot.labels, language) or slot.id.rsplit(".", 1)[-1].replace("_", " ")


def proof(slot: Slot, language: str) -> str:
    """What would prove a slot's fact, in a language, else in English, else in the first language there is."""
    return _in_language(slot.evidence, language)


def _in_language(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
