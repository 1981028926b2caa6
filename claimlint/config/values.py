"""What a run is told to do, and where it was told. All values are frozen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from claimlint.model import Confidence, Severity

if TYPE_CHECKING:
    from pathlib import Path

    from claimlint.config.globs import Glob

FailOn = Literal[Severity, "never"]
Weight = Literal[Severity, "off"]  # off: the rule is left out
FACTS = "facts.yaml"
BASELINE = "claimlint-baseline.txt"
PAGE_LANGUAGE = "page"  # messages are in the language of the copy
# Mappings of the user's own names: a file adds to what its base says, name by name.
MERGED = frozenset({"severity", "nlp"})


class Origin(NamedTuple):
    """Where something was set: the file as the user would write it, and the 1-based line (0: not known).

    `by` is the key that had it set in another's place: `overrides`, `extend-ignore`.
    """

    path: Path
    line: int
    by: str = ""

    @property
    def place(self) -> str:
        return f"{self.path.as_posix()}:{self.line}" if self.line else self.path.as_posix()

    def __str__(self) -> str:
        return f"{self.place} ({self.by})" if self.by else self.place


class Layer(NamedTuple):
    """What one file sets, or one entry of its overrides, or several together: values and origins by key, as in a file.

    Besides those of the keys, `origins` holds those of rules, families and languages: `ignore.ranking`, `nlp.en`.
    """

    values: Mapping[str, Any] = {}
    origins: Mapping[str, Origin] = {}

    def over(self, below: Layer) -> Layer:
        """Both together. What is said here wins; mappings are merged by name, overrides and `extend-ignore` add."""
        values, origins = dict(below.values), dict(below.origins)
        for key, value in self.values.items():  # ignore stands before extend-ignore
            own = {name: origin for name, origin in self.origins.items() if _is_of(name, key)}
            if key == "extend-ignore":
                values["ignore"] = tuple(dict.fromkeys((*values.get("ignore", ()), *value)))
                moved = {name.removeprefix("extend-"): one._replace(by=one.by or key) for name, one in own.items()}
                origins = {**moved, **origins}
            elif key in MERGED:
                values[key] = {**values.get(key, {}), **value}
                origins.update(own)
            elif key == "overrides":
                values[key] = (*values.get(key, ()), *value)
                origins.update(own)
            else:
                values[key] = value
                origins = {name: origin for name, origin in origins.items() if not _is_of(name, key)} | own
        return Layer(values, origins)

    def without(self, keys: Collection[str]) -> Layer:
        """What is left when some keys count no more."""
        values = {key: value for key, value in self.values.items() if key not in keys}
        origins = {name: one for name, one in self.origins.items() if not any(_is_of(name, key) for key in keys)}
        return Layer(values, origins)


def _is_of(name: str, key: str) -> bool:
    """Is this the name of the key in origins, or of an item under it?"""
    return name == key or name.startswith(f"{key}.")


class Override(NamedTuple):
    """An entry of `overrides`: what holds, in place of the rest, for the files that one of the globs covers."""

    files: tuple[Glob, ...]
    layer: Layer
    origin: Origin

    def covers(self, path: str | Path) -> bool:
        return any(glob.matches(path) for glob in self.files)


class _Fields(NamedTuple):
    """What a run is told to do. Paths are as the user would write them.

    select, ignore: ids of rules or families. severity: the weight of a rule or family by its id; that of the rule wins
    profile: whose view decides the severities, before `severity` does; "": nobody's
    skip, testimonials: CSS selectors
    audience: consumers, businesses or ""; region: an ISO 3166 code or ""; currency: an ISO 4217 code or ""
    nlp: a spaCy pipeline by language: a package, or the path of a folder
    overrides: what differs for some files; `at` applies them
    origins: where each key was set, and each rule, family and language (`ignore.ranking`, `nlp.en`); no entry: by default,
        or by an option of the command line
    path: the file (None: there is none); bases: the files that it extends, the farthest first; root: the file's folder,
        or where the search began; "": the current one
    """

    packs: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Weight] = {}
    fail_on: FailOn = "error"
    min_confidence: Confidence = "medium"
    include: tuple[Glob, ...] = ()
    extend_include: tuple[Glob, ...] = ()
    exclude: tuple[Glob, ...] = ()
    front_matter: tuple[str, ...] = ()
    copy_keys: tuple[str, ...] = ()
    skip_keys: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    testimonials: tuple[str, ...] = ()
    profile: str = ""
    messages: str = PAGE_LANGUAGE
    facts: Path | None = None
    baseline: Path | None = None
    audience: str = ""
    region: str = ""
    currency: str = ""
    nlp: Mapping[str, str] = {}
    overrides: tuple[Override, ...] = ()
    origins: Mapping[str, Origin] = {}
    path: Path | None = None
    bases: tuple[Path, ...] = ()
    root: str = ""


class Config(_Fields):
    """The values of a configuration; two are equal that say the same, wherever they say it."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Config) and tuple(self._replace(origins={})) == tuple(other._replace(origins={}))

    def __ne__(self, other: object) -> bool:  # a tuple has one of its own
        return not self == other

    __hash__ = None  # type: ignore[assignment]  # it holds mappings

    @cached_property
    def _combined(self) -> dict[tuple[int, ...], Config]:
        """By the numbers of overrides, what holds for the files that they cover."""
        return {}

    @classmethod
    def of(cls, layer: Layer, **where: Any) -> Config:
        """The configuration that sets what a layer does, and defaults otherwise."""
        return cls(**_fields(layer.values), origins=layer.origins, **where)

    def at(self, path: str | Path) -> Config:
        """What holds for one file, with no overrides left. The same object for all files that the same overrides cover."""
        if not self.overrides:
            return self
        covering = tuple(number for number, override in enumerate(self.overrides) if override.covers(path))
        if covering not in self._combined:
            self._combined[covering] = self._with(covering)
        return self._combined[covering]

    def _with(self, covering: tuple[int, ...]) -> Config:
        layer = Layer({"ignore": self.ignore, "severity": self.severity}, self.origins)
        for number in covering:
            layer = self.overrides[number].layer.over(layer)
        return self._replace(**_fields(layer.values), origins=layer.origins, overrides=())

    def with_options(self, **given: Any) -> Config:
        """The configuration with options of the command line by field; they win over the overrides, too."""
        if not given:
            return self
        keys = {name.replace("_", "-") for name in given} | ({"extend-ignore"} if "ignore" in given else set())
        overrides = tuple(one._replace(layer=one.layer.without(keys)) for one in self.overrides)
        return self._replace(**given, overrides=overrides, origins=Layer({}, self.origins).without(keys).origins)


def _fields(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("-", "_"): value for key, value in values.items()}
