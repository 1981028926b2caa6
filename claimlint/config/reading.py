"""Reading configurations: a file, those that it extends, and what each of them sets."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimlint.config.globs import Glob
from claimlint.config.kept import KeptLayer, assembled
from claimlint.config.keys import OVERRIDE, SCHEMA
from claimlint.config.paths import is_file, real, short
from claimlint.config.values import MERGED, Config, Layer, Origin, Override
from claimlint.errors import ClaimlintError, ClaimlintErrors
from claimlint.late import late
from claimlint.schema import Record, Report
from claimlint.yamlfile import Located, parse_yaml, read_text

NO_TABLE = "there is no [tool.claimlint] table in this file"
_TABLE = late(r"\s*(\[\[?)\s*tool\s*\.\s*claimlint\s*(?:\.\s*([\w.\"' -]+?)\s*)?\]\]?\s*(?:#.*)?")
_KEY = late(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_KEY_PART = late(r"""[\w-]+|"[^"]*"|'[^']*'""")
_WITH_NAMES = MERGED | {"select", "ignore", "extend-ignore"}  # whose items have origins of their own

_Way = tuple[str | int, ...]


def config_of(path: Path, content: Located, kept: KeptLayer) -> Config:
    """The configuration that a file and those that it extends hold together, which is kept. Raises ClaimlintErrors."""
    files = _Files()
    files.add(path, content)
    if files.errors:
        raise ClaimlintErrors(sorted(files.errors, key=lambda error: error.path != str(path)))  # its own first
    kept.put(files.layers)
    return assembled(path, files.layers)


class _Files:
    """A configuration and those that it extends: what each sets, bases first; each counts once, where it is first met."""

    def __init__(self) -> None:
        self.layers: dict[Path, Layer] = {}
        self.errors: list[ClaimlintError] = []
        self.met = set[str]()

    def add(self, path: Path, content: Located, below: tuple[Path, ...] = ()) -> None:
        """Read a file after its bases. `below`: the files that extend it, the first of all first."""
        self.met.add(real(path))
        if content.value is None:  # an empty file
            content = Located({}, 1)
        report = Report(str(path))
        plain = SCHEMA.read(content, "the file", report)
        for base, line in _bases(path, content):
            if found := self.base(base, line, (*below, path), report):
                self.add(base, found, (*below, path))
        self.errors += sorted(report.errors, key=lambda error: error.line)
        if not report.errors:
            self.layers[path] = _layer(path, SCHEMA, content, plain)

    def base(self, path: Path, line: int, below: tuple[Path, ...], report: Report) -> Located | None:
        """The content of a file that the last one `below` extends on a line; None when it was met before, or is wrong."""
        if not is_file(path):
            what = "is a folder; name a file in it" if path.is_dir() else "does not exist; name a file relative to this one"
            report.add(f"'extends' names {path.as_posix()}, which {what}", line)
            return None
        chain = [real(one) for one in below]
        if real(path) in chain:
            circle = " → ".join(one.as_posix() for one in (*below[chain.index(real(path)) :], path))
            report.add(f"'extends' goes round in a circle ({circle}); remove one of these", line)
            return None
        if real(path) in self.met:
            return None
        try:
            content = content_of(path)
        except ClaimlintError as error:
            self.errors.append(error)
            self.met.add(real(path))
            return None
        if content is None:
            report.add(f"'extends' names {path.as_posix()}, which has no [tool.claimlint] table; add one", line)
        return content


def _bases(path: Path, content: Located) -> list[tuple[Path, int]]:
    """The files that a configuration extends, with the line that says so; what is no path is told elsewhere."""
    extends = content.value.get("extends") if isinstance(content.value, dict) else None
    if extends is None:
        return []
    items = extends.value if isinstance(extends.value, list) else [extends]
    return [(short(path.parent / one.value), one.line) for one in items if isinstance(one.value, str) and one.value.strip()]


def _layer(path: Path, record: Record, content: Located, plain: Mapping[str, Any], by: str = "") -> Layer:
    """What a mapping of keys sets, with the origin of each key."""
    assert isinstance(content.value, dict)
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for key in record.fields:
        here = content.value.get(key)
        if here is None or key in ("extends", "files"):
            continue
        values[key] = _overrides(path, here, plain[key]) if key == "overrides" else _value(key, plain[key], path)
        origins[key] = Origin(path, content.line_of(key), by)
        if key in _WITH_NAMES:
            origins |= {f"{key}.{name}": Origin(path, line, by) for name, line in _names(here)}
    return Layer(values, origins)


def _names(here: Located) -> list[tuple[str, int]]:
    """The items of a list, or the names of a mapping, each with its line."""
    if isinstance(here.value, dict):
        return [(name, here.line_of(name)) for name in here.value]
    items = here.value if isinstance(here.value, list) else [here]
    return [(str(item.value), item.line) for item in items]


def _overrides(path: Path, here: Located, plain: list[Mapping[str, Any]]) -> tuple[Override, ...]:
    assert isinstance(here.value, list)
    return tuple(
        Override(
            _value("files", entry["files"], path),
            _layer(path, OVERRIDE, item, entry, "overrides"),
            Origin(path, item.line),
        )
        for item, entry in zip(here.value, plain, strict=True)
    )


def _value(key: str, plain: Any, path: Path) -> Any:
    """A value as `Config` holds it: paths and globs know that they are relative to the folder of their file."""
    match key:
        case "packs":
            return tuple(short(path.parent / pack) for pack in plain)
        case "facts" | "baseline":
            return short(path.parent / plain)
        case "include" | "extend-include" | "exclude" | "files":
            return tuple(Glob(pattern, _folder(path)) for pattern in plain)
        case "nlp":
            return {language: _pipeline(path.parent, name) for language, name in plain.items()}
    return tuple(plain) if isinstance(plain, list) else plain


def _folder(path: Path) -> Path:
    return Path(os.path.normpath(path.parent.absolute()))


def _pipeline(folder: Path, name: str) -> str:
    """A spaCy pipeline is a folder, from the configuration's own, or else a package."""
    inside = folder / name
    return str(short(inside)) if inside.is_dir() else name


def content_of(path: Path) -> Located | None:
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
    return None if table is None else _located(table, (), _lines(text))


def _lines(text: str) -> dict[_Way, int]:
    """The lines of [tool.claimlint], its tables and their keys, as far as they are written in the plain way."""
    lines: dict[_Way, int] = {}
    entries: dict[_Way, int] = {}  # of arrays of tables: the number of the last one
    table: _Way | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.fullmatch(line):
            way = _way(header[2] or "")
            if header[1] == "[[":
                entries[way] = entries.get(way, -1) + 1
                lines.setdefault(way, number)
            table = ()
            for part in way:
                table = (*table, part, entries[*table, part]) if (*table, part) in entries else (*table, part)
            lines.setdefault(table, number)
        elif re.fullmatch(r"\s*\[\[?[^\[\],=]+\]\]?\s*(#.*)?", line):
            table = None
        elif table is not None and (key := _KEY.match(line)):
            way = _way(key[1])
            for end in range(1, len(way) + 1):
                lines.setdefault((*table, *way[:end]), number)
    return lines


def _way(dotted: str) -> _Way:
    return tuple(part.strip("\"'") for part in _KEY_PART.findall(dotted))


def _located(value: object, way: _Way, lines: Mapping[_Way, int], line: int = 0) -> Located:
    line = lines.get(way, line)
    match value:
        case dict():
            inside = {str(name): _located(item, (*way, str(name)), lines, line) for name, item in value.items()}
            return Located(inside, line, {name: lines.get((*way, name), line) for name in inside})
        case list():
            return Located([_located(item, (*way, number), lines, line) for number, item in enumerate(value)], line)
        case bool() | int() | float() | str():
            return Located(value, line)
    return Located(str(value), line)  # a date or a time
