"""Quantities and topics as packs hold them: what only a register of facts and a comparison of two states ask for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from claimlint.packs.phrase import Phrase


class Term(NamedTuple):
    """A phrase of a language's quantities.

    role: number, multiplier, part, unit, one, two, fixed, currency, cent, before, behind, none (no quantity) or one of JOINS
    name: the unit, the ISO code or the bound that it stands for
    amount: how much of it it says
    words: the folded words of the phrase
    bound: of a fixed saying
    """

    role: str
    phrase: Phrase
    words: frozenset[str]
    name: str = ""
    amount: Decimal = Decimal(1)
    bound: str = ""


class Quantities(NamedTuple):
    """How a language writes amounts: rules/<language>/quantities.yaml, compiled. Empty: it isn't said.

    prefixes: pairs of a letter that is written onto a word and the bound that it says
    """

    terms: tuple[Term, ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()


class Forms(NamedTuple):
    """How amounts are written in a language: those of each unit by plural category, and ranges, ratings and bounds."""

    language: str
    units: Mapping[str, Mapping[str, str]]
    spoken: Mapping[str, str]


class Topic(NamedTuple):
    """What a quantity on a page is about, as in rules/topics.yaml: `better` is "less" or "more"."""

    slot: str
    kind: str
    better: Literal["less", "more"]
    phrases: Mapping[str, tuple[Phrase, ...]]  # by language


class Strength(NamedTuple):
    """How strong claims are, as in rules/strength.yaml, which says what each part is for. Phrases by language."""

    steps: Mapping[str, int]  # of a rule or a family, from 0 on; the higher is the stronger
    by_severity: frozenset[str]
    multiples: frozenset[str]
    softened: Mapping[str, tuple[Phrase, ...]]
    one_of_several: Mapping[str, tuple[tuple[str, str], ...]]  # beginnings and endings of folded words
    sharpened: Mapping[str, tuple[Phrase, ...]]
    given: Mapping[str, tuple[Phrase, ...]]
