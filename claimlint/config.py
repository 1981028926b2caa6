"""The configuration: the nearest claimlint.yaml, .claimlint.yaml or pyproject.toml with [tool.claimlint]."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from claimlint.errors import ClaimlintError
from claimlint.model import CONFIDENCES, SEVERITIES, Confidence, Severity
from claimlint.schema import Choice, Field, ListOf, MapOf, Record, Text, check, json_schema
from claimlint.yamlfile import Located, parse_yaml, read_text

FailOn = Literal[Severity, "never"]
FAIL_ON: tuple[FailOn, ...] = (*SEVERITIES, "never")
FACTS = "facts.yaml"
PAGE_LANGUAGE = "page"  # messages are in the language of the copy
NAMES = ("claimlint.yaml", ".claimlint.yaml", "pyproject.toml")
_TABLE = re.compile(r"\s*\[\s*tool\s*\.\s*claimlint\s*\]")


@dataclass(frozen=True, slots=True)
class Config:
    """What a run is told to do. Globs are relative to `root`, the folder of the file `path` (None: no file)."""

    packs: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn = "error"
    min_confidence: Confidence = "medium"
    include: tuple[str, ...] = ()
    extend_include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    front_matter: tuple[str, ...] = ()
    copy_keys: tuple[str, ...] = ()
    skip_keys: tuple[str, ...] = ()
    profile: str = ""
    messages: str = PAGE_LANGUAGE
    facts: Path | None = None
    region: str = ""
    nlp: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None
    root: Path = field(default_factory=Path.cwd)


_RULES = ListOf(Text("delivery-speed"), or_one=True)
_KEYS = ListOf(Text("*.headline"), or_one=True)
_GLOBS = ListOf(Text("drafts/**"), or_one=True)
SCHEMA = Record(
    {
        "packs": Field(
            ListOf(Text("packs/ours.yaml"), or_one=True),
            "Rule packs of your own: files or folders, relative to this file.",
            default=[],
        ),
        "select": Field(_RULES, "Only these rules or families.", default=[]),
        "ignore": Field(_RULES, "Rules or families to leave out.", default=[]),
        "fail-on": Field(
            Choice(FAIL_ON), "The mildest severity that makes the exit code 1; never: none does.", default="error"
        ),
        "min-confidence": Field(Choice(CONFIDENCES), "Leave out the findings of rules that are less sure.", default="medium"),
        "include": Field(_GLOBS, "Of the files in a folder, only those that match.", default=[]),
        "extend-include": Field(
            _GLOBS, "Data files (JSON, YAML, CSV) to read besides those that hold copy by their name or folder.", default=[]
        ),
        "exclude": Field(_GLOBS, "Of the files in a folder, leave out those that match.", default=[]),
        "front-matter": Field(
            _KEYS, "Keys of front matter that are copy, besides title, description and the like.", default=[]
        ),
        "copy-keys": Field(_KEYS, "Keys of data files whose values are copy, whatever they look like.", default=[]),
        "skip-keys": Field(_KEYS, "Keys of data files whose values are no copy.", default=[]),
        "profile": Field(
            Text("legal"), "Whose view decides the severities: legal (regulators, rivals) or trust (customers).", default=""
        ),
        "messages": Field(
            Text("en", rf"{PAGE_LANGUAGE}|[a-z]{{2,3}}", "page or a language code"),
            "The language of reasons and reports, such as en; page: the language of the copy, which rewrites always have.",
            default=PAGE_LANGUAGE,
        ),
        "facts": Field(
            Text("facts.yaml"), "The register of facts, relative to this file; facts.yaml beside it when left out.", default=""
        ),
        "region": Field(
            Text("IL", r"[A-Z]{2}", "a region code of two capitals"),
            "Where the pages are read, unless they say so themselves (lang=en-GB): facts may hold in some regions only.",
            default="",
        ),
        "nlp": Field(
            MapOf(Text("en_core_web_sm"), Text("en", r"[a-z]{2,3}", "a language code of two or three letters")),
            "A spaCy pipeline to read a language's sentences with, instead of ours: an installed package, or a folder "
            "relative to this file.",
            default={},
        ),
    }
)


def config_json_schema() -> dict[str, Any]:
    """The JSON Schema of claimlint.yaml; docs/config.schema.json holds it and a test keeps it fresh."""
    return json_schema(SCHEMA, "claimlint.yaml", "claimlint-config.schema.json")


def load_config(explicit: Path | None, start: Path) -> Config:
    """The configuration in the file `explicit`, else in the nearest folder from `start` upwards, else the defaults."""
    if explicit is not None:
        content = _content(explicit)
        if content is None:
            raise ClaimlintError("there is no [tool.claimlint] table in this file; add one", str(explicit))
        return _config(explicit, content)
    home = start.absolute()
    for folder in (home, *home.parents):
        found: list[tuple[Path, Located]] = []
        for path in (_short(folder / name) for name in NAMES):
            if _is_file(path) and (content := _content(path)) is not None:
                found.append((path, content))
        if len(found) > 1:
            others = " and ".join(path.name for path, _ in found[1:])
            raise ClaimlintError(f"{others} in the same folder configures claimlint too; keep one", str(found[0][0]))
        if found:
            return _config(*found[0])
    return Config(root=home, facts=_beside(home))


def _config(path: Path, content: Located) -> Config:
    if content.value is None:  # an empty file
        content = Located({}, 1)
    plain = check(SCHEMA, content, str(path))
    return Config(
        packs=tuple(_short(path.parent / pack) for pack in plain["packs"]),
        select=tuple(plain["select"]),
        ignore=tuple(plain["ignore"]),
        fail_on=plain["fail-on"],
        min_confidence=plain["min-confidence"],
        include=tuple(plain["include"]),
        extend_include=tuple(plain["extend-include"]),
        exclude=tuple(plain["exclude"]),
        front_matter=tuple(plain["front-matter"]),
        copy_keys=tuple(plain["copy-keys"]),
        skip_keys=tuple(plain["skip-keys"]),
        profile=plain["profile"],
        messages=plain["messages"],
        facts=_short(path.parent / plain["facts"]) if plain["facts"] else _beside(path.parent),
        region=plain["region"],
        nlp={language: _pipeline(path.parent, name) for language, name in plain["nlp"].items()},
        path=path,
        root=path.parent.absolute(),
    )


def _beside(folder: Path) -> Path | None:
    """The register that needs no mention."""
    return _short(folder / FACTS) if _is_file(folder / FACTS) else None


def _pipeline(folder: Path, name: str) -> str:
    """A spaCy pipeline is a folder, from the configuration's own, or else a package."""
    inside = folder / name
    return str(_short(inside)) if inside.is_dir() else name


def _content(path: Path) -> Located | None:
    """What a file says about claimlint; None for a TOML file without our table."""
    text = read_text(path)
    return _toml(text, str(path)) if path.suffix == ".toml" else parse_yaml(text, str(path))


def _toml(text: str, path: str) -> Located | None:
    if "claimlint" not in text:  # another tool's file: its errors are not ours to report
        return None
    try:
        tool = tomllib.loads(text).get("tool")
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        what = f"this is not TOML: {message[:1].lower()}{message[1:]}"
        raise ClaimlintError(what, path, int(line[1]) if line else text.count("\n") + 1) from None
    except RecursionError:
        raise ClaimlintError("this is nested too deeply; make it flatter", path) from None
    table = tool.get("claimlint") if isinstance(tool, dict) else None
    return None if table is None else _located(table, *_lines(text))


def _lines(text: str) -> tuple[int, dict[str, int]]:
    """The lines of [tool.claimlint] and of its keys, as far as they are written in the plain way."""
    lines = text.splitlines()
    start = next((number for number, line in enumerate(lines, 1) if _TABLE.match(line)), 0)
    keys: dict[str, int] = {}
    for number, line in enumerate(lines[start:] if start else (), start + 1):
        if re.match(r"\s*\[+\s*[\w.\"' -]+\]+\s*(#.*)?$", line):
            break
        if key := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line):
            keys.setdefault(key[1], number)
    return start, keys


def _located(value: object, line: int, keys: dict[str, int]) -> Located:
    match value:
        case dict():
            inside = {str(name): _located(item, keys.get(str(name), line), {}) for name, item in value.items()}
            return Located(inside, line, {name: keys.get(name, line) for name in inside})
        case list():
            return Located([_located(item, line, {}) for item in value], line)
        case bool() | int() | float() | str():
            return Located(value, line)
    return Located(str(value), line)  # a date or a time


def _is_file(path: Path) -> bool:
    with suppress(OSError):
        return path.is_file()
    return False


def _short(path: Path) -> Path:
    """A path as the user would write it: relative when it lies in the current folder."""
    normal, here = Path(os.path.normpath(path.absolute())), Path.cwd()
    return normal.relative_to(here) if normal.is_relative_to(here) else normal
