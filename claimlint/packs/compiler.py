"""Packs from YAML files: read, checked as a whole, compiled. Everything that is wrong is told at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from claimlint.errors import ClaimlintError, ClaimlintErrors
from claimlint.language.fold import fold
from claimlint.language.tokens import WORD
from claimlint.late import late
from claimlint.model import Example, Reason, Rule, Slot
from claimlint.packs.amounts import Forms, Quantities, Strength, Term, Topic
from claimlint.packs.notation import compile_list, compile_phrase
from claimlint.packs.packset import Family, Profile
from claimlint.packs.parts import Compiled, LexiconParts, LexiconWords, RuleParts
from claimlint.packs.pattern import Pattern, compile_pattern
from claimlint.packs.phrase import Phrase, Phrases, forms_of
from claimlint.packs.phrase import Sequence as Nodes
from claimlint.packs.schema import CHECKS, FAMILIES, LEXICON, MEASURES, PACK, PROFILES, QUANTITIES, SLOTS, STRENGTH, TOPICS
from claimlint.schema import check, nearest
from claimlint.yamlfile import Located, read_yaml

LEXICON_FILE = "language.yaml"
QUANTITIES_FILE = "quantities.yaml"
_FIRST = (LEXICON_FILE, QUANTITIES_FILE)  # packs use their language's lists
_PLACEHOLDER = late(r"\{([^{}]*)\}")


def compile_packs(folder: Path, files: Sequence[Path]) -> Compiled:
    """The packs in `files`, together with what stands in the folder of rules itself. Raises ClaimlintErrors."""
    return _Loader(folder).load(files)


def _topics(path: Path, languages: Iterable[str]) -> tuple[Topic, ...]:
    """What quantities on a page are about, as in rules/topics.yaml."""
    located = read_yaml(path)
    plain = check(TOPICS, located, str(path))
    errors: list[ClaimlintError] = []
    found = []
    for slot, entry in plain["topics"].items():
        phrases = {}
        for language in languages:
            compiler = _Compiler(errors, str(path), located, language, {})
            phrases[language] = compiler.phrases(entry.get(language, ()), "topics", slot, language, claim=False)
        found.append(Topic(slot, entry["kind"], entry["better"], phrases))
    if errors:
        raise ClaimlintErrors(errors)
    return tuple(found)


def compile_strength(path: Path, languages: Iterable[str]) -> Strength:
    """How strong claims are, as in rules/strength.yaml."""
    located = read_yaml(path)
    plain = check(STRENGTH, located, str(path))
    errors: list[ClaimlintError] = []
    compiled: dict[str, dict[str, tuple[Phrase, ...]]] = {"softened": {}, "sharpened": {}, "given": {}}
    for language in languages:
        compiler = _Compiler(errors, str(path), located, language, {})
        for key, phrases in compiled.items():
            phrases[language] = compiler.phrases(plain[key].get(language, ()), key, language, claim=False)
    if errors:
        raise ClaimlintErrors(errors)
    forms = {
        language: tuple((fold(form).text.partition("…")[0], fold(form).text.partition("…")[2]) for form in listed)
        for language, listed in plain["one_of_several"].items()
    }
    return Strength(
        {name: step for step, names in enumerate(plain["scale"]) for name in names},
        frozenset(plain["by_severity"]),
        frozenset(plain["multiples"]),
        one_of_several=forms,
        **compiled,
    )


def compile_forms(path: Path) -> Forms:
    """How a language writes amounts, as in its quantities.yaml."""
    plain = check(QUANTITIES, read_yaml(path), str(path))
    units = {name: {key: form for key, form in unit["spoken"].items() if form} for name, unit in plain["units"].items()}
    return Forms(plain["language"], units, plain["spoken"])


class _Loader:
    """What has been read so far. Rules are keyed by id, in the order of their files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.errors: list[ClaimlintError] = []
        families = check(FAMILIES, read_yaml(folder / "families.yaml"), str(folder / "families.yaml"))
        self.families = {entry["id"]: Family(entry["id"], entry["title"], entry["about"]) for entry in families["families"]}
        slots = check(SLOTS, read_yaml(folder / "slots.yaml"), str(folder / "slots.yaml"))
        self.slots = {name: _slot(name, entry) for name, entry in slots["slots"].items()}
        profiles = check(PROFILES, read_yaml(folder / "profiles.yaml"), str(folder / "profiles.yaml"))
        self.profiles = tuple(_profile(entry) for entry in profiles["profiles"])
        self.lexicons: dict[str, LexiconParts] = {}
        self.lists: dict[str, dict[str, Nodes]] = {}
        checks = check(CHECKS, read_yaml(folder / "checks.yaml"), str(folder / "checks.yaml"))
        found = (_check(entry, str(folder / "checks.yaml")) for entry in checks["checks"])
        self.rules: dict[str, RuleParts] = {rule.id: RuleParts(rule) for rule in found}

    def load(self, files: Sequence[Path]) -> Compiled:
        for path in sorted(files, key=lambda path: _FIRST.index(path.name) if path.name in _FIRST else len(_FIRST)):
            try:
                located = read_yaml(path)
                if path.name == LEXICON_FILE:
                    self.lexicon(path, located, check(LEXICON, located, str(path)))
                elif path.name == QUANTITIES_FILE:
                    self.quantities(path, located, check(QUANTITIES, located, str(path)))
                else:
                    _Pack(self, path, located, check(PACK, located, str(path))).read()
            except ClaimlintErrors as several:
                self.errors += several.errors
            except ClaimlintError as error:
                self.errors.append(error)
        if self.errors:
            raise ClaimlintErrors(self.errors)
        rules = sorted(self.rules.values(), key=lambda one: not one.find)  # those without phrases last
        topics = _topics(self.folder / "topics.yaml", self.lexicons)
        return Compiled(tuple(rules), tuple(self.families.values()), self.profiles, self.slots, self.lexicons, topics)

    def lexicon(self, path: Path, located: Located, plain: dict[str, Any]) -> None:
        language = plain["language"]
        if language in self.lexicons:
            raise ClaimlintError(f"the language '{language}' is described twice; remove this file", str(path), 1)
        compiler = _Compiler(self.errors, str(path), located, language, {})
        lists = self.lists[language] = compiler.lists(plain["lists"])
        compiler.known = lists
        evidence = {kind: compiler.phrases(phrases, "evidence", kind) for kind, phrases in plain["evidence"].items()}
        words = LexiconWords(
            _folded(plain["joints"]),
            _folded(plain["fillers"]),
            {kind: Phrases.of(phrases) for kind, phrases in evidence.items()},
            frozenset(form for kind in MEASURES for phrase in evidence.get(kind, ()) for form in forms_of(phrase.nodes)),
            Phrases.of(compiler.phrases(plain["no_evidence"], "no_evidence")),
            Phrases.of(compiler.phrases(plain["sections"], "sections")),
            Phrases.of(compiler.phrases(plain["asides"], "asides")),
            {kind: Phrases.of(compiler.phrases(phrases, "exceptions", kind)) for kind, phrases in plain["exceptions"].items()},
        )
        grammar = {kind: compiler.patterns(patterns, "grammar", kind) for kind, patterns in plain["grammar"].items()}
        told = plain["name"], _folded(plain["common_words"]), _folded(plain["not_prefixed"])
        self.lexicons[language] = LexiconParts(*told, words, grammar, Quantities())

    def quantities(self, path: Path, located: Located, plain: dict[str, Any]) -> None:
        language = plain["language"]
        compiler = _Compiler(self.errors, str(path), located, language, self.lists.get(language, {}))
        lexicon = self.lexicons.get(language)
        if lexicon is None:
            compiler.no_language(self.lexicons)
        elif lexicon.quantities.terms:
            compiler.fail(f"the quantities of the language '{language}' are described twice; remove this file", "language")
        else:
            compiler.known = compiler.lists(plain["lists"])
            terms = tuple(_terms(compiler, plain))
            self.lexicons[language] = lexicon._replace(quantities=Quantities(terms, tuple(plain["prefixes"].items())))


class _Compiler:
    """Compiles the phrases of one file and gives each error its line."""

    def __init__(
        self, errors: list[ClaimlintError], path: str, located: Located, language: str, known: Mapping[str, Nodes]
    ) -> None:
        self.errors = errors
        self.path = path
        self.located = located
        self.language = language
        self.known = known

    def lists(self, plain: Mapping[str, list[str]]) -> dict[str, Nodes]:
        """The lists of the file on top of those already known; one may use those above it."""
        lists = dict(self.known)
        for name, entries in plain.items():
            try:
                lists[name] = compile_list(entries, self.language, lists)
            except ClaimlintError as error:
                self.fail(error.message, "lists", name)
        return lists

    def phrases(self, sources: Sequence[str], *way: str | int, claim: bool = True) -> tuple[Phrase, ...]:
        found = []
        for index, source in enumerate(sources):
            try:
                found.append(compile_phrase(source, self.language, self.known, claim=claim))
            except ClaimlintError as error:
                self.fail(error.message, *way, index)
        return tuple(found)

    def patterns(self, sources: Sequence[object], *way: str | int) -> tuple[Pattern, ...]:
        found = []
        for index, source in enumerate(sources):
            try:
                found.append(compile_pattern(source))
            except ClaimlintError as error:
                self.fail(error.message, *way, index)
        return tuple(found)

    def terms(self, role: str, sources: Sequence[str], *way: str, name: str = "", amount: str = "1") -> Iterator[Term]:
        for phrase in self.phrases(sources, *way):
            yield Term(role, phrase, frozenset(forms_of(phrase.nodes)), name, Decimal(amount))

    def no_language(self, lexicons: Mapping[str, LexiconParts]) -> None:
        near = nearest(self.language, tuple(lexicons))
        self.fail(f"no {LEXICON_FILE} describes the language '{self.language}'; {near}", "language")

    def fail(self, message: str, *way: str | int) -> None:
        self.errors.append(ClaimlintError(message, self.path, self.located.line_of(*way)))


def _terms(compiler: _Compiler, plain: Mapping[str, Any]) -> Iterator[Term]:
    """All phrases of a language's quantities with what they stand for."""
    for role, key in (("number", "numbers"), ("multiplier", "multipliers"), ("part", "parts")):
        for amount, phrases in plain[key].items():
            yield from compiler.terms(role, phrases, key, amount, amount=amount)
    for name, unit in plain["units"].items():
        for role, key, amount in (("unit", "words", "1"), ("one", "one", "1"), ("two", "two", "2")):
            yield from compiler.terms(role, unit[key], "units", name, key, name=name, amount=amount)
    for saying, phrases in plain["fixed"].items():
        *bound, amount, unit = saying.split()
        if unit not in plain["units"]:
            compiler.fail(f"no unit '{unit}'; {nearest(unit, tuple(plain['units']))}", "fixed", saying)
        for term in compiler.terms("fixed", phrases, "fixed", saying, name=unit, amount=amount):
            yield term._replace(bound="".join(bound))
    for role, key in (("currency", "currencies"), ("cent", "cents"), ("before", "before"), ("behind", "behind")):
        for name, phrases in plain[key].items():
            yield from compiler.terms(role, phrases, key, name, name=name)
    for name, phrases in plain["joins"].items():
        yield from compiler.terms(name, phrases, "joins", name)
    yield from compiler.terms("none", plain["no_quantity"], "no_quantity")


class _Pack:
    """One pack file on its way to compiled rules."""

    def __init__(self, loader: _Loader, path: Path, located: Located, plain: dict[str, Any]) -> None:
        self.loader = loader
        self.path = str(path)
        self.located = located
        self.plain = plain
        self.language: str = plain["language"]
        known = loader.lists.get(self.language, {})
        self.compiler = _Compiler(loader.errors, self.path, located, self.language, known)

    def read(self) -> None:
        loader, plain = self.loader, self.plain
        if self.language not in loader.lexicons:
            self.compiler.no_language(loader.lexicons)
        if not plain["pack"].startswith(f"{self.language}."):
            self.compiler.fail(f"the name of a pack begins with its language: {self.language}.…", "pack")
        loader.slots |= {name: _slot(name, entry) for name, entry in plain["slots"].items()}
        for name, about in plain["families"].items():
            loader.families.setdefault(name, Family(name, name.replace("-", " ").capitalize(), about))
        self.compiler.known = self.compiler.lists(plain["lists"])
        shared = Phrases.of(self.compiler.phrases(plain["ignore"], "ignore"))
        for index, entry in enumerate(plain["rules"]):
            rule = self.rule(index, entry)
            find = self.compiler.phrases(rule.find, "rules", index, "find", claim=False)
            for number, phrase in enumerate(find):
                if phrase.anchor is None:
                    message = f"phrase {phrase.source!r}: needs a word that is always there, not only '*' or '#'"
                    self.compiler.fail(message, "rules", index, "find", number)
            ignore = Phrases.of(self.compiler.phrases(rule.ignore, "rules", index, "ignore"))
            where = self.compiler.patterns(entry["where"], "rules", index, "where")
            self.add(RuleParts(rule, find, ignore, shared, where, self.topic(rule)), index, entry["override"] is not None)

    def topic(self, rule: Rule) -> frozenset[str]:
        """What the rule's rewrites speak of: evidence in the next sentence must speak of it too."""
        words = WORD.findall(fold(_PLACEHOLDER.sub(" ", " ".join(rule.rewrites))).text)
        lexicon = self.loader.lexicons.get(self.language)
        return frozenset(words) - (lexicon.common_words | lexicon.words.evidence_words if lexicon else frozenset())

    def rule(self, index: int, entry: dict[str, Any]) -> Rule:
        self.check_rule(index, entry)
        examples = tuple(
            Example(
                example["text"],
                () if example["flag"] == ["none"] else tuple(example["flag"]),
                example["in"],
                self.located.line_of("rules", index, "examples", number),
            )
            for number, example in enumerate(entry["examples"])
        )
        self.check_examples(index, examples)
        return Rule(
            id=entry["id"],
            pack=self.plain["pack"],
            language=self.language,
            family=entry["family"],
            severity=entry["severity"],
            confidence=entry["confidence"],
            message=entry["message"],
            why=entry["why"],
            find=tuple(entry["find"]),
            rewrites=tuple(entry["rewrites"]),
            examples=examples,
            references=tuple(entry["references"]),
            ignore=tuple(entry["ignore"]),
            settled_by=tuple(tuple(kinds) for kinds in entry["settled_by"]),
            scopes=tuple(entry["scopes"]),
            where=tuple(json.dumps(pattern) for pattern in entry["where"]),
            translations={language: Reason(**told) for language, told in entry["translations"].items()},
            path=self.path,
            line=self.located.line_of("rules", index),
        )

    def check_rule(self, index: int, entry: dict[str, Any]) -> None:
        if entry["family"] not in self.loader.families:
            near = nearest(entry["family"], tuple(self.loader.families))
            self.compiler.fail(f"no family '{entry['family']}'; {near}", "rules", index, "family")
        messages: list[tuple[str, tuple[str, ...]]] = [(entry["message"], ("message",))]
        messages += [(told["message"], ("translations", language)) for language, told in entry["translations"].items()]
        for message, way in messages:
            for name in _PLACEHOLDER.findall(message):
                if name != "match":
                    self.compiler.fail(f"{{{name}}} means nothing in a message; only {{match}} does", "rules", index, *way)
        for number, rewrite in enumerate(entry["rewrites"]):
            for name in _PLACEHOLDER.findall(rewrite):
                if name not in self.loader.slots:
                    close = get_close_matches(name, self.loader.slots, 1)
                    remedy = f"did you mean {{{close[0]}}}?" if close else "describe it under 'slots'"
                    self.compiler.fail(f"no fact is called {{{name}}}; {remedy}", "rules", index, "rewrites", number)

    def check_examples(self, index: int, examples: Sequence[Example]) -> None:
        for flagged, what in ((True, "that is flagged (flag: the exact text)"), (False, "that is not (flag: none)")):
            if not any(bool(example.flags) is flagged for example in examples):
                self.compiler.fail(f"'examples' needs at least one {what}", "rules", index, "examples")
        for number, example in enumerate(examples):
            for text in example.flags:
                if text not in example.text:
                    message = f"the text to be flagged, {text!r}, does not stand in the example; copy it letter by letter"
                    self.compiler.fail(message, "rules", index, "examples", number)

    def add(self, compiled: RuleParts, index: int, override: bool) -> None:
        rules, rule = self.loader.rules, compiled.rule
        taken = rules.get(rule.id)
        if taken and not override:
            where = f"{taken.rule.path}:{taken.rule.line}"
            message = f"the id '{rule.id}' is taken by {where}; choose another, or write 'override: replace'"
            self.compiler.fail(message, "rules", index, "id")
        elif override and not taken:
            message = f"there is no rule '{rule.id}' to replace; {nearest(rule.id, tuple(rules))}"
            self.compiler.fail(message, "rules", index, "override")
        else:
            rules[rule.id] = compiled


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word).text for word in words)


def _profile(entry: dict[str, Any]) -> Profile:
    return Profile(entry["id"], entry["title"], entry["about"], frozenset(entry["raise"]), frozenset(entry["lower"]))


def _check(entry: dict[str, Any], path: str) -> Rule:
    told = {language: Reason(message, entry["why"][language]) for language, message in entry["message"].items()}
    return Rule(
        id=entry["id"],
        pack="checks",
        language="en",
        family=entry["family"],
        severity=entry["severity"],
        confidence="high",
        message=told["en"].message,
        why=told["en"].why,
        find=(),
        rewrites=(),
        examples=(),
        translations=told,
        path=path,
    )


def _slot(name: str, entry: dict[str, Any]) -> Slot:
    evidence = entry["evidence"]
    return Slot(name, entry["labels"], evidence if isinstance(evidence, dict) else {"en": evidence}, entry["per_claim"])
