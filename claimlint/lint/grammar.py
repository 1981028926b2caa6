"""Grammar: whether patterns hold of a claim in its parsed sentence. The only module that imports spaCy, and late.

A sentence is parsed once. One that is all capitals is lower-cased first, but for its first letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimlint.errors import ClaimlintError, ClaimlintErrors
from claimlint.lint.passage import Passage
from claimlint.model import VALUE, Span
from claimlint.packs.packset import PackSet
from claimlint.packs.pattern import Pattern

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import DependencyMatcher, Matcher
    from spacy.tokens import Doc

# The pipelines that come with claimlint, by language. tools/tagger trains them.
BUILT_IN: Mapping[str, str] = {"en": str(Path(__file__).parent.parent / "models" / "en")}

_NEEDED = ("POS", "TAG", "DEP", "MORPH")
_SENTENCES_KEPT = 256
_WORD = re.compile(r"\w+")
_PIECE = re.compile(r"\w+|'\w+|[^\w\s]")  # about what spaCy takes for a token
# Equally long stand-ins for what a treebank hardly knows.
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "‘": "'", VALUE: "X"})


class Grammar:
    """The pipelines of a run, by language: a folder or the name of an installed package. Loaded when first needed."""

    def __init__(self, pipelines: Mapping[str, str] = BUILT_IN) -> None:
        self._pipelines = pipelines
        self._matchers: dict[tuple[str, int], Matcher | DependencyMatcher] = {}
        self.load = cache(self._load)
        self._parse = lru_cache(_SENTENCES_KEPT)(self._parsed)

    def check(self, packs: PackSet) -> None:
        """Raise ClaimlintErrors for a pipeline that isn't there and for a rule whose language has none."""
        errors = [
            ClaimlintError(f"nlp: no spaCy pipeline '{name}' is installed for '{language}'; install it, or name a folder")
            for language, name in self._pipelines.items()
            if not _exists(name)
        ]
        errors += [
            ClaimlintError(
                f"'where' of '{rule.id}' needs a spaCy pipeline for '{rule.language}'; name one under nlp: in claimlint.yaml",
                rule.path,
                rule.line,
            )
            for rule in packs.rules
            if rule.where and rule.language not in self._pipelines
        ]
        if errors:
            raise ClaimlintErrors(errors)

    @property
    def sentences_parsed(self) -> int:
        return self._parse.cache_info().misses

    def holds(self, patterns: Sequence[Pattern], passage: Passage, claim: Span) -> bool:
        """Whether one of the patterns holds of the claim, a token range. Loads spaCy only if the words allow it.

        Raises ClaimlintError when the pipeline can't be loaded.
        """
        sentence = passage.text_span(passage.sentence(claim))
        text = passage.block.text[sentence.start : sentence.end]
        possible = [pattern for pattern in patterns if _has_words(pattern, text)]
        if not possible:
            return False
        language = passage.lexicon.language
        if language not in self._pipelines:
            return False
        place = passage.text_span(claim)
        return self._match(language, text, possible, Span(place.start - sentence.start, place.end - sentence.start))

    def _match(self, language: str, text: str, patterns: Iterable[Pattern], claim: Span) -> bool:
        doc = self._parse(language, text)
        inside = {token.i for token in doc if token.idx < claim.end and claim.start < token.idx + len(token)}
        return any(not inside.isdisjoint(found) for pattern in patterns for found in self._matches(language, doc, pattern))

    def _matches(self, language: str, doc: Doc, pattern: Pattern) -> list[range]:
        """The tokens of each match that must touch the claim: all of a row, the first node of a tree."""
        matcher: Any = self._matcher(language, pattern)
        if pattern.kind == "row":
            return [range(start, end) for _, start, end in matcher(doc)]
        return [range(nodes[0], nodes[0] + 1) for _, nodes in matcher(doc)]

    def _matcher(self, language: str, pattern: Pattern) -> Matcher | DependencyMatcher:
        key = (language, id(pattern))
        if key not in self._matchers:
            from spacy.matcher import DependencyMatcher, Matcher

            matcher: Any = (Matcher if pattern.kind == "row" else DependencyMatcher)(self.load(language).vocab)
            matcher.add("pattern", [list(pattern.tokens)])
            self._matchers[key] = matcher
        return self._matchers[key]

    def _parsed(self, language: str, text: str) -> Doc:
        plain = text.translate(_PLAIN)
        if plain.isupper() and len(plain.capitalize()) == len(plain):
            plain = plain.capitalize()
        return self.load(language)(plain)

    def _load(self, language: str) -> Language:
        name = self._pipelines[language]
        try:
            import spacy

            nlp = spacy.load(Path(name) if Path(name).is_dir() else name)
        except (ImportError, OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise ClaimlintError(f"nlp: the spaCy pipeline '{name}' for '{language}' can't be loaded: {reason}") from None
        _widen(nlp)
        missing = [attribute for attribute in _NEEDED if not nlp("A fast test.").has_annotation(attribute)]
        if missing:
            lacks = f"nlp: the spaCy pipeline '{name}' for '{language}' gives no {', '.join(missing)}"
            raise ClaimlintError(f"{lacks}; name one that tags and parses")
        return nlp


@cache
def built_in() -> Grammar:
    """The grammar of our own pipelines, loaded once a process."""
    return Grammar()


def _exists(name: str) -> bool:
    if Path(name).is_dir():
        return True
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _has_words(pattern: Pattern, text: str) -> bool:
    """Whether the text holds the words that the pattern needs; "n't" may be a part of one, and a mark isn't one."""
    folded = text.translate(_PLAIN).lower()
    whole = set(_PIECE.findall(folded))

    def holds(needed: frozenset[str] | re.Pattern[str]) -> bool:
        if isinstance(needed, re.Pattern):
            return any(needed.search(word) for word in whole)
        return any(word in whole or (not _WORD.fullmatch(word) and word in folded) for word in needed)

    return all(holds(needed) for needed in pattern.words)


def _widen(nlp: Language) -> None:
    """Our weights are stored in half precision; NumPy multiplies single ones."""
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk() if hasattr(pipe, "model") else ():
            for name in node.param_names:
                if node.has_param(name) and node.get_param(name).dtype == "float16":
                    node.set_param(name, node.get_param(name).astype("float32"))


__all__ = ["BUILT_IN", "Grammar", "built_in"]
