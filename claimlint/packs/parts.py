"""What compiling packs gives, before it becomes the bytes that runs read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from claimlint.model import Rule, Slot
    from claimlint.packs.amounts import Quantities
    from claimlint.packs.packset import Family, Profile
    from claimlint.packs.pattern import Pattern
    from claimlint.packs.phrase import Phrase


class RuleParts(NamedTuple):
    """A rule with its phrases. `shared`: the look-alikes of all rules of its pack."""

    rule: Rule
    find: tuple[Phrase, ...] = ()
    ignore: tuple[Phrase, ...] = ()
    shared: tuple[Phrase, ...] = ()
    where: tuple[Pattern, ...] = ()
    topic: frozenset[str] = frozenset()


class LexiconWords(NamedTuple):
    """What the words around a claim are held against; Lexicon tells what each part is."""

    joints: frozenset[str]
    fillers: frozenset[str]
    evidence: Mapping[str, tuple[Phrase, ...]]
    evidence_words: frozenset[str]
    no_evidence: tuple[Phrase, ...]
    sections: tuple[Phrase, ...]
    asides: tuple[Phrase, ...]
    exceptions: Mapping[str, tuple[Phrase, ...]]


class LexiconParts(NamedTuple):
    """A language's lexicon, in the parts that are read together."""

    name: str
    common_words: frozenset[str]
    not_prefixed: frozenset[str]
    words: LexiconWords
    grammar: Mapping[str, tuple[Pattern, ...]]
    quantities: Quantities


class Compiled(NamedTuple):
    """All packs of a run. Rules in order; lexicons by language."""

    rules: tuple[RuleParts, ...]
    families: tuple[Family, ...]
    profiles: tuple[Profile, ...]
    slots: Mapping[str, Slot]
    lexicons: Mapping[str, LexiconParts]
