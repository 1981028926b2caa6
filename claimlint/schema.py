"""One description of a file's shape, for two uses: checking what a user wrote, and a JSON Schema for editors.

A kind has `read`, which turns a Located value into plain data and reports what is wrong, and `schema`, which
tells an editor the same. `check` reports every error of a file at once.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, ClassVar

from claimlint.errors import ClaimlintError, ClaimlintErrors
from claimlint.yamlfile import Located

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_MOST_NAMES = 20  # in a message


def check(kind: Kind, content: Located, path: str) -> Any:
    """`content` as plain data, or ClaimlintErrors with all that is wrong."""
    report = Report(path)
    plain = kind.read(content, "the file", report)
    if report.errors:
        raise ClaimlintErrors(sorted(report.errors, key=lambda error: error.line))
    return plain


def json_schema(kind: Kind, title: str, identifier: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file."""
    return {"$schema": DRAFT, "$id": identifier, "title": title, **kind.schema()}


def nearest(name: str, allowed: tuple[str, ...]) -> str:
    """The remedy for a name that is not allowed: the nearest one, or the first of those that are."""
    close = get_close_matches(name, allowed, n=1) or get_close_matches(name.lower().replace("_", "-"), allowed, n=1)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"allowed: {', '.join(allowed[:_MOST_NAMES])}{', …' if len(allowed) > _MOST_NAMES else ''}"


@dataclass(slots=True)
class Report:
    """The errors of one file so far."""

    path: str
    errors: list[ClaimlintError] = field(default_factory=list)

    def add(self, message: str, line: int) -> None:
        self.errors.append(ClaimlintError(message, self.path, line))

    def wrong(self, kind: Kind, here: Located, what: str) -> None:
        """Say what the value must be and what it is; `what` names it: 'find', an item of 'find', the file."""
        self.add(f"{what} must be {kind.shape}, not {_found(here.value)}; write for example {kind.example}", here.line)


def _found(value: object) -> str:
    match value:
        case None | "":
            return "empty"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value}"
        case str():
            return f'"{value}"' if len(value) <= 40 else f'"{value[:39]}…"'
        case []:
            return "an empty list"
    return "a list" if isinstance(value, list) else "a mapping"


class Kind(ABC):
    """What a value may be. `shape` says it in words, `example` shows one, `type` is its Python type."""

    type: ClassVar[type] = object

    @property
    @abstractmethod
    def shape(self) -> str: ...

    @property
    @abstractmethod
    def example(self) -> str: ...

    def fits(self, value: object) -> bool:
        """Is this value meant as one of this kind? It may still be wrong inside."""
        return isinstance(value, self.type)

    @abstractmethod
    def read(self, here: Located, what: str, report: Report) -> Any: ...

    @abstractmethod
    def schema(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Text(Kind):
    """Text that is not blank. Where there is a `pattern`, all of it must match; `shape` says so in words."""

    example: str = "some text"
    pattern: str = ""
    shape: str = "text"

    type = str

    def matches(self, text: str) -> bool:
        return bool(re.fullmatch(self.pattern, text) if self.pattern else text.strip())

    def read(self, here: Located, what: str, report: Report) -> str:
        value = here.value
        if isinstance(value, bool | int | float):
            report.add(f"{what} must be {self.shape}; put {_found(value)} in quotes", here.line)
        elif not isinstance(value, str) or not self.matches(value):
            report.wrong(self, here, what)
        return str(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{self.pattern})$" if self.pattern else r"\S"}


@dataclass(frozen=True)
class Number(Kind):
    """A number as YAML knows it: 1547, 4.8."""

    example: str = "1547"

    type = float
    shape = "a number"

    def fits(self, value: object) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool)

    def read(self, here: Located, what: str, report: Report) -> float:
        if not self.fits(here.value):
            report.wrong(self, here, what)
            return 0
        assert isinstance(here.value, int | float)
        return here.value

    def schema(self) -> dict[str, Any]:
        return {"type": "number"}


@dataclass(frozen=True)
class Flag(Kind):
    """true or false."""

    type = bool
    shape = "true or false"
    example = "true"

    def read(self, here: Located, what: str, report: Report) -> bool:
        if not isinstance(here.value, bool):
            report.wrong(self, here, what)
        return here.value is True

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words."""

    values: tuple[str, ...]

    type = str

    @property
    def shape(self) -> str:
        return f"one of {', '.join(self.values)}"

    @property
    def example(self) -> str:
        return self.values[0]

    def read(self, here: Located, what: str, report: Report) -> str:
        if not isinstance(here.value, str):
            report.wrong(self, here, what)
        elif here.value not in self.values:
            report.add(f"{what} cannot be {_found(here.value)}; {nearest(here.value, self.values)}", here.line)
        return str(here.value)

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.values)}


@dataclass(frozen=True)
class ListOf(Kind):
    """A list of at least `least` items. With `or_one` a lone item stands for a list of one."""

    item: Kind
    least: int = 0
    or_one: bool = False

    type = list

    @property
    def shape(self) -> str:
        some = "a list" if self.least == 0 else f"a list of {self.least} or more"
        return f"{self.item.shape} or {some}" if self.or_one else some

    @property
    def example(self) -> str:
        return f"[{', '.join([self.item.example] * max(self.least, 1))}]"

    def fits(self, value: object) -> bool:
        return isinstance(value, list) or (self.or_one and self.item.fits(value))

    def read(self, here: Located, what: str, report: Report) -> list[Any]:
        items = here.value if isinstance(here.value, list) else [here]
        if not self.fits(here.value) or len(items) < self.least:
            report.wrong(self, here, what)
            return []
        inside = f"an item of {what}" if isinstance(here.value, list) else what
        return [self.item.read(item, inside, report) for item in items]

    def schema(self) -> dict[str, Any]:
        least = {"minItems": self.least} if self.least else {}
        several = {"type": "array", "items": self.item.schema(), **least}
        return {"anyOf": [self.item.schema(), several]} if self.or_one else several


@dataclass(frozen=True)
class MapOf(Kind):
    """Names of the user's own, each with a value of one kind."""

    value: Kind
    name: Text = Text("name", shape="a name")

    type = dict
    shape = "a mapping of names to values"

    @property
    def example(self) -> str:
        return f"{{{self.name.example}: {self.value.example}}}"

    def read(self, here: Located, what: str, report: Report) -> dict[str, Any]:
        if not isinstance(here.value, dict):
            report.wrong(self, here, what)
            return {}
        for name in here.value:
            if not self.name.matches(name):
                remedy = f"must be {self.name.shape}, such as {self.name.example}"
                report.add(f"the name '{name}' {remedy}", here.line_of(name))
        return {name: self.value.read(value, f"'{name}'", report) for name, value in here.value.items()}

    def schema(self) -> dict[str, Any]:
        values = self.value.schema()
        return {"type": "object", "propertyNames": self.name.schema(), "additionalProperties": values}


@dataclass(frozen=True)
class Anything(Kind):
    """Any value, taken as it stands."""

    shape = "a value"
    example = "value"

    def read(self, here: Located, what: str, report: Report) -> Any:
        match here.value:
            case list() as items:
                return [self.read(item, what, report) for item in items]
            case dict() as entries:
                return {name: self.read(value, what, report) for name, value in entries.items()}
        return here.value

    def schema(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True)
class Either(Kind):
    """The first of several kinds that fits."""

    kinds: tuple[Kind, ...]

    @property
    def shape(self) -> str:
        return " or ".join(kind.shape for kind in self.kinds)

    @property
    def example(self) -> str:
        return self.kinds[0].example

    def fits(self, value: object) -> bool:
        return any(kind.fits(value) for kind in self.kinds)

    def read(self, here: Located, what: str, report: Report) -> Any:
        for kind in self.kinds:
            if kind.fits(here.value):
                return kind.read(here, what, report)
        report.wrong(self, here, what)
        return None

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [kind.schema() for kind in self.kinds]}


@dataclass(frozen=True)
class Field:
    """A key of a record: what it may hold, what it is for, and its value when it is left out."""

    kind: Kind
    help: str
    required: bool = False
    default: Any = None

    def schema(self) -> dict[str, Any]:
        default = {} if self.default is None else {"default": self.default}
        return {"description": self.help, **self.kind.schema(), **default}


@dataclass(frozen=True)
class Record(Kind):
    """A mapping with known keys. Its plain data holds all of them, those left out with their default.

    `elsewhere`: keys that users write here and that belong in another place, with what to tell of them.
    """

    fields: Mapping[str, Field]
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    type = dict
    shape = "a mapping of keys to values"

    @property
    def example(self) -> str:
        shown = [name for name, entry in self.fields.items() if entry.required] or list(self.fields)[:1]
        return "{" + ", ".join(f"{name}: {self.fields[name].kind.example}" for name in shown) + "}"

    def read(self, here: Located, what: str, report: Report) -> dict[str, Any]:
        if not isinstance(here.value, dict):
            report.wrong(self, here, what)
            return {}
        for name in here.value:
            if name not in self.fields:
                told = self.elsewhere.get(name) or f"unknown key '{name}'; {nearest(name, tuple(self.fields))}"
                report.add(told, here.line_of(name))
        plain: dict[str, Any] = {}
        for name, entry in self.fields.items():
            if name in here.value:
                plain[name] = entry.kind.read(here.value[name], f"'{name}'", report)
                continue
            plain[name] = entry.default
            if entry.required:
                report.add(f"'{name}' is missing ({entry.help}); add {name}: {entry.kind.example}", here.line)
        return plain

    def schema(self) -> dict[str, Any]:
        required = [name for name, entry in self.fields.items() if entry.required]
        return {
            "type": "object",
            "properties": {name: entry.schema() for name, entry in self.fields.items()},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }
