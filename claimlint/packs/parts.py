"""What compiling packs gives, before it becomes the bytes that runs read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from claimlint.packs.phrase import NO_PHRASES, Phrases

if TYPE_CHECKING:
    from claimlint.model import Rule, Slot
    from claimlint.packs.amounts import Quantities, Topic
    from claimlint.packs.packset import Family, Profile
    from claimlint.packs.pattern import Pattern
    from claimlint.packs.phrase import Phrase


class RuleParts(NamedTuple):
    """A rule with its phrases. `shared`: the look-alikes of all rules of its pack."""

    rule: Rule
    find: tuple[Phrase, ...] = ()
    ignore: Phrases = NO_PHRASES
    shared: Phrases = NO_PHRASES
    where: tuple[Pattern, ...] = ()
    topic: frozenset[str] = frozenset()


class LexiconWords(NamedTuple):
    """What the words around a claim are held against; Lexicon tells what each part is."""

    joints: frozenset[str]
    fillers: frozenset[str]
    evidence: Mapping[str, Phrases]
    evidence_words: frozenset[str]
    no_evidence: Phrases
    sections: Phrases
    asides: Phrases
    exceptions: Mapping[str, Phrases]


class LexiconParts(NamedTuple):
    """A language's lexicon, in the parts that are read together."""

    name: str
    common_words: frozenset[str]
    not_prefixed: frozenset[str]
    words: LexiconWords
    grammar: Mapping[str, tuple[Pattern, ...]]
    quantities: Quantities


class Compiled(NamedTuple):
    """All packs of a run. Rules in order; lexicons by language; topics: what quantities on a page are about."""

    rules: tuple[RuleParts, ...]
    families: tuple[Family, ...]
    profiles: tuple[Profile, ...]
    slots: Mapping[str, Slot]
    lexicons: Mapping[str, LexiconParts]
    topics: tuple[Topic, ...] = ()
