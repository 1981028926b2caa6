"""Compiled packs as bytes, of which a run reads only what its copy asks for: nothing of Hebrew for an English page, a phrase
when all words that it needs stand in a text, the text of a rule when a finding tells it.

    the line "claimlint packs 3", four bytes each (little-endian) of the head's length and CRC-32; the head; the sections

The head and the sections are plain data (see `plain`) as `marshal` writes them. The head holds what selection and telling
languages apart need, and where each section lies, with its CRC-32. A shelf is a section that tells the same of values, each
of which is read by itself.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from claimlint.model import Confidence, Rule, Severity, Slot
    from claimlint.packs.amounts import Quantities, Topic
    from claimlint.packs.parts import Compiled, LexiconWords, RuleParts
    from claimlint.packs.pattern import Pattern
    from claimlint.packs.phrase import Needs, Phrase, Phrases

MAGIC = b"claimlint packs 3\n"
_START = len(MAGIC) + 8
_AT_ONCE = 65536  # bytes; most heads are shorter


class Brief(NamedTuple):
    """What is known of a rule without reading it. `place`: its number among the rules of its language."""

    id: str
    family: str
    severity: Severity
    confidence: Confidence
    language: str
    place: int
    scopes: tuple[str, ...]
    settled_by: tuple[tuple[str, ...], ...]
    has_phrases: bool
    has_patterns: bool


class Tongue(NamedTuple):
    """What is known of a language without reading its lexicon."""

    name: str
    common_words: frozenset[str]
    not_prefixed: frozenset[str]


class _Head(NamedTuple):
    """The head. Tuples stand for the values of the classes that are named."""

    rules: tuple[tuple[Any, ...], ...]  # Brief
    families: tuple[tuple[str, ...], ...]  # Family
    profiles: tuple[tuple[Any, ...], ...]  # Profile
    tongues: Mapping[str, tuple[Any, ...]]  # Tongue, by language
    sections: Mapping[str, tuple[int, int, int]]  # start behind the head, length and CRC-32


class Store:
    """Compiled packs. `image`: their bytes, or the path of a file of them. `build` gives the bytes anew.

    `key` gives a digest of what they were compiled from. What is read is kept, so that the same value is given each time.
    """

    def __init__(self, image: bytes | str, build: Callable[[], bytes], key: Callable[[], str]) -> None:
        """Raises OSError, ValueError, TypeError or EOFError for what is no image."""
        self.key = key
        self._image = _Memory(image) if isinstance(image, bytes) else _File(image)
        self._build = build
        self._sections: dict[str, Any] = {}
        self._values: dict[tuple[str, int], Any] = {}  # of shelves
        start = self._image.read(0, _AT_ONCE)
        size, check = (
            int.from_bytes(start[_START - 8 : _START - 4], "little"),
            int.from_bytes(start[_START - 4 : _START], "little"),
        )
        self._body = _START + size
        if len(start) < self._body:
            start = self._image.read(0, self._body)
        head = start[_START : self._body]
        if not start.startswith(MAGIC) or len(head) != size or crc32(head) != check:
            raise ValueError("these are no compiled packs")
        self.head = _Head(*marshal.loads(head))

    @property
    def briefs(self) -> Iterator[Brief]:
        return map(Brief._make, self.head.rules)

    @property
    def tongues(self) -> Mapping[str, Tongue]:
        return {language: Tongue(*known) for language, known in self.head.tongues.items()}

    def postings(self, language: str) -> Mapping[str, tuple[int, ...]]:
        """By anchor word, the numbers of the phrases that a text with this word may hold."""
        found: Mapping[str, tuple[int, ...]] = self._section(f"{language} postings")
        return found

    def owners(self, language: str) -> tuple[int, ...]:
        """For each phrase the place of its rule among those of the language."""
        found: tuple[int, ...] = self._section(f"{language} owners")
        return found

    def phrase(self, language: str, number: int) -> Phrase:
        found: Phrase = self._of_shelf(f"{language} phrases", number)
        return found

    def needs(self, language: str) -> tuple[Mapping[str, tuple[int, ...]], Sequence[tuple[int, ...]]]:
        """What the phrases of a language need besides an anchor: by word the sets of words it is in, and of each phrase the
        sets of which a text must hold a word, by numbers.
        """
        found: tuple[Mapping[str, tuple[int, ...]], Sequence[tuple[int, ...]]] = self._section(f"{language} needs")
        return found

    def judged(self, language: str, place: int) -> tuple[Phrases, Phrases, frozenset[str]]:
        """The look-alikes of a rule, those of its pack, and the folded words of its rewrites."""
        own, shared, topic = self._of_shelf(f"{language} judged", place)
        return own, self._of_shelf(f"{language} shared", shared), topic

    def where(self, language: str, place: int) -> tuple[Pattern, ...]:
        found: tuple[Pattern, ...] = self._of_shelf(f"{language} where", place)
        return found

    def rule(self, language: str, place: int) -> Rule:
        found: Rule = self._of_shelf(f"{language} rules", place)
        return found

    def words(self, language: str) -> LexiconWords:
        found: LexiconWords = self._value(f"{language} words")
        return found

    def grammar(self, language: str) -> Mapping[str, tuple[Pattern, ...]]:
        found: Mapping[str, tuple[Pattern, ...]] = self._value(f"{language} grammar")
        return found

    def quantities(self, language: str) -> Quantities:
        found: Quantities = self._value(f"{language} quantities")
        return found

    def topics(self) -> tuple[Topic, ...]:
        found: tuple[Topic, ...] = self._value("topics")
        return found

    def slots(self) -> Mapping[str, Slot]:
        found: Mapping[str, Slot] = self._value("slots")
        return found

    def _value(self, name: str) -> Any:
        """A section that is one value."""
        from claimlint.packs.plain import valued

        return valued(self._section(name))

    def _of_shelf(self, name: str, number: int) -> Any:
        found = self._values.get((name, number))
        if found is None:
            from claimlint.packs.plain import valued

            data = self._checked(*self._section(name)[number])
            if data is None:
                self._begin_anew()
                return self._of_shelf(name, number)
            found = self._values[name, number] = valued(marshal.loads(data))
        return found

    def _section(self, name: str) -> Any:
        if name not in self._sections:
            data = self._checked(*self.head.sections[name])
            if data is None:
                self._begin_anew()
                return self._section(name)
            self._sections[name] = marshal.loads(data)
        return self._sections[name]

    def _checked(self, start: int, size: int, check: int) -> bytes | None:
        """A stretch of the body; None where it isn't as it was written."""
        try:
            data = self._image.read(self._body + start, size)
        except OSError:
            return None
        return data if len(data) == size and crc32(data) == check else None

    def _begin_anew(self) -> None:
        """Build an image in the place of one that was deleted or overwritten since its head was read."""
        anew = Store(self._build(), self._build, self.key)
        self._image, self._body, self.head = anew._image, anew._body, anew.head
        self._sections.clear()


class _Memory:
    """An image that is nowhere but here."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, start: int, size: int) -> bytes:
        return self._data[start : start + size]


class _File:
    """An image on the disk. Where the system can read at a place, it stays open: a run reads some hundreds of stretches."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._open = os.open(path, os.O_RDONLY) if hasattr(os, "pread") else -1

    def read(self, start: int, size: int) -> bytes:
        if self._open >= 0:
            return os.pread(self._open, size, start)
        with open(self._path, "rb", buffering=0) as file:  # noqa: PTH123 - at every start
            file.seek(start)
            return file.read(size)

    def __del__(self) -> None:
        if getattr(self, "_open", -1) >= 0:
            os.close(self._open)


def image(compiled: Compiled) -> bytes:
    """Compiled packs as bytes."""
    from claimlint.packs.plain import plain

    by_language: dict[str, list[RuleParts]] = {}
    briefs: list[tuple[Any, ...]] = []
    for parts in compiled.rules:
        rule, own = parts.rule, by_language.setdefault(parts.rule.language, [])
        told = rule.id, rule.family, rule.severity, rule.confidence, rule.language
        briefs.append((*told, len(own), rule.scopes, rule.settled_by, bool(parts.find), bool(parts.where)))
        own.append(parts)
    sections: dict[str, Any] = {"slots": plain(dict(compiled.slots)), "topics": plain(compiled.topics)}
    for language in {**compiled.lexicons, **by_language}:
        sections |= {f"{language} {name}": data for name, data in _of_rules(by_language.get(language, [])).items()}
    for language, lexicon in compiled.lexicons.items():
        for name, value in (("words", lexicon.words), ("grammar", lexicon.grammar), ("quantities", lexicon.quantities)):
            sections[f"{language} {name}"] = plain(value)
    places: dict[str, tuple[int, int, int]] = {}
    written: list[bytes] = []
    start = 0
    for name, section in sections.items():
        if isinstance(section, _Shelf):
            table = []
            for data in section:
                table.append((start, len(data), crc32(data)))
                written.append(data)
                start += len(data)
            section = table
        data = marshal.dumps(section)
        places[name] = start, len(data), crc32(data)
        written.append(data)
        start += len(data)
    head = marshal.dumps(
        (
            tuple(briefs),
            tuple(map(tuple, compiled.families)),
            tuple(map(tuple, compiled.profiles)),
            {language: tuple(Tongue(*lexicon[:3])) for language, lexicon in compiled.lexicons.items()},
            places,
        )
    )
    return b"".join((MAGIC, len(head).to_bytes(4, "little"), crc32(head).to_bytes(4, "little"), head, *written))


def _of_rules(rules: list[RuleParts]) -> dict[str, Any]:
    """The sections of a language's rules."""
    found = [(place, phrase) for place, parts in enumerate(rules) for phrase in parts.find]
    postings: dict[str, list[int]] = {}
    for number, (_, phrase) in enumerate(found):
        for word in phrase.anchor.words if phrase.anchor else ():
            postings.setdefault(word, []).append(number)
    packs = {id(parts.shared): parts.shared for parts in rules}
    numbers = {pack: number for number, pack in enumerate(packs)}
    return {
        "postings": {word: tuple(numbers) for word, numbers in postings.items()},
        "owners": tuple(place for place, _ in found),
        "needs": _needs([phrase.needs[1:] for _, phrase in found]),
        "phrases": _shelf(_without_words(phrase) for _, phrase in found),
        "judged": _shelf((parts.ignore, numbers[id(parts.shared)], parts.topic) for parts in rules),
        "shared": _shelf(packs.values()),
        "where": _shelf(parts.where for parts in rules),
        "rules": _shelf(parts.rule for parts in rules),
    }


def _without_words(phrase: Phrase) -> Phrase:
    """A phrase without what has been asked before it is read."""
    return phrase._replace(needs=(), anchor=phrase.anchor and phrase.anchor._replace(words=frozenset()))


def _needs(phrases: Sequence[Needs]) -> tuple[dict[str, tuple[int, ...]], list[tuple[int, ...]]]:
    """As `Store.needs` gives them. Equal tuples are one, as `marshal` then writes one."""
    numbers: dict[frozenset[str], int] = {}
    by_word: dict[str, list[int]] = {}
    for words in dict.fromkeys(words for needs in phrases for words in needs):
        numbers[words] = len(numbers)
        for word in words:
            by_word.setdefault(word, []).append(numbers[words])
    same: dict[tuple[int, ...], tuple[int, ...]] = {}
    meets = {word: same.setdefault(tuple(found), tuple(found)) for word, found in by_word.items()}
    return meets, [tuple(numbers[words] for words in needs) for needs in phrases]


class _Shelf(list[bytes]):
    """The values of a shelf, each as it is written."""


def _shelf(values: Iterable[object]) -> _Shelf:
    from claimlint.packs.plain import plain

    return _Shelf(marshal.dumps(plain(value)) for value in values)
