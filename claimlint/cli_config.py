"""The command that shows what is configured, and where: `claimlint config`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from claimlint.console import Command, config_option, option
from claimlint.late import late

if TYPE_CHECKING:
    from claimlint.config import Config, Layer, Origin

_LONGEST = 60  # cells of a list on one line, and of the lines that move the column of comments
_PLAIN = late(r"[\w./][\w./*+-]*")


class Setting(NamedTuple):
    """A key with its value as a file would hold it, and where it was set (None: by default); the same for its items by name."""

    key: str
    value: Any
    origin: Origin | None
    items: Mapping[str, Origin]


@click.command(
    cls=Command,
    examples=[
        ("claimlint config", "What is configured here, and which file says it"),
        ("claimlint config site/he/index.html", "What holds for this page"),
        ("claimlint config --schema > claimlint-config.schema.json", "For an editor that completes and checks the file"),
    ],
)
@click.argument("path", required=False, metavar="[PATH]")
@option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True, help="How it is written.")
@option("--schema", is_flag=True, help="Print the JSON Schema of claimlint.yaml, for editors.")
@config_option
def config(path: str | None, form: str, schema: bool, config_file: Path | None) -> None:
    """Show what is configured, and where each setting comes from; for a file, with the overrides that cover it.

    The files that are extended are worked in: what is printed can be put in the place of the configuration.
    """
    from claimlint.config import config_json_schema, load_config
    from claimlint.reports.layout import visible

    if schema:
        click.echo(json.dumps(config_json_schema(), indent=2, ensure_ascii=False))
        return
    found = load_config(config_file, Path.cwd())
    for line in _head(found, config_file is not None, path):
        click.echo(f"# {visible(line)}", err=form == "json")
    settings = list(_settings(found if path is None else found.at(path)))
    if path is not None:
        settings = [setting for setting in settings if setting.key != "overrides"]
    if form == "json":
        click.echo(json.dumps(_data(settings), indent=2, ensure_ascii=False))
    else:
        click.echo(_yaml(settings), nl=False)


def _head(found: Config, explicit: bool, path: str | None) -> Iterator[str]:
    """Which file was taken, which it extends, which were passed over, and what covers the file that is asked about."""
    from claimlint.config import passed_over

    if found.path is None:
        yield f"no configuration in {Path(found.root).as_posix()} or above; these are the defaults"
    else:
        yield f"{'named' if explicit else 'found'}: {found.path.as_posix()}"
    for base in found.bases:
        yield f"extended: {base.as_posix()}"
    for other, why in passed_over(found, Path.cwd(), explicit):
        yield f"passed over: {other.as_posix()} ({why})"
    if path is not None:
        entries = ", ".join(override.origin.place for override in found.overrides if override.covers(path))
        missing = "" if Path(path).exists() else " (there is no such file)"
        yield f"for: {path}{missing}; overrides that cover it: {entries or 'none'}"


def _settings(found: Config) -> Iterator[Setting]:
    """All keys in the order of the schema."""
    from claimlint.config import SCHEMA

    for key in SCHEMA.fields:
        if key in ("extends", "extend-ignore"):  # worked into the others
            continue
        value = getattr(found, key.replace("-", "_"))
        if key == "overrides":
            value = [_entry(override.files, override.layer, override.origin, Path(found.root)) for override in value]
        yield _setting(key, value, found.origins, Path(found.root))


def _entry(files: Sequence[Any], layer: Layer, origin: Origin, root: Path) -> list[Setting]:
    origins = {name: one._replace(by="") for name, one in layer.origins.items()}  # one sees that it is an override
    return [
        _setting("files", files, {"files": origin}, root),
        *(_setting(key, value, origins, root) for key, value in layer.values.items()),
    ]


def _setting(key: str, value: Any, origins: Mapping[str, Origin], root: Path) -> Setting:
    written = _written(key, value, root)
    names = written if isinstance(written, list | dict) and key != "overrides" else ()
    items = {name: origins[at] for name in names if (at := f"{key}.{name}") in origins}
    return Setting(key, written, origins.get(key), items)


def _written(key: str, value: Any, root: Path) -> Any:
    """A value as a file in the folder `root` would hold it; None when nothing is set."""
    from claimlint.config import Glob

    match value:
        case Path():
            return _relative(value, root)
        case Glob():
            return value.seen_from(root)
        case tuple():
            return [_written(key, item, root) for item in value]
        case dict() if key == "nlp":
            return {language: _relative(Path(name), root) if Path(name).is_dir() else name for language, name in value.items()}
    return None if value == "" else value


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()


def _data(settings: Sequence[Setting]) -> dict[str, Any]:
    """The settings for programs: value, path and line of each key, and path and line of its items where they are known."""
    return {setting.key: _datum(setting) for setting in settings}


def _datum(setting: Setting) -> dict[str, Any]:
    value = [_data(entry) for entry in setting.value] if setting.key == "overrides" else setting.value
    items = {name: _place(origin) for name, origin in setting.items.items()}
    return {"value": value, **_place(setting.origin), **({"items": items} if items else {})}


def _place(origin: Origin | None) -> dict[str, Any]:
    if origin is None:
        return {"path": None, "line": None}
    by = {"by": origin.by} if origin.by else {}
    return {"path": origin.path.as_posix(), "line": origin.line or None, **by}


class _Line(NamedTuple):
    text: str
    comment: str = ""


def _yaml(settings: Sequence[Setting]) -> str:
    """The settings as YAML, each with a comment that tells its origin, the comments in one column."""
    from claimlint.reports.layout import cells, visible

    lines = [line for setting in settings if setting.value is not None for line in _lines(setting)]
    widths = [cells(line.text) for line in lines]
    column = max((width for width, line in zip(widths, lines, strict=True) if line.comment and width <= _LONGEST), default=0)
    told = [
        f"{line.text}{' ' * (max(column - width, 0) + 2)}# {visible(line.comment)}" if line.comment else line.text
        for line, width in zip(lines, widths, strict=True)
    ]
    unset = [setting.key for setting in settings if setting.value is None]
    return "\n".join([*told, *([f"# not set: {', '.join(unset)}"] if unset else [])]) + "\n"


def _lines(setting: Setting) -> Iterator[_Line]:
    key, value, origin, items = setting
    comment = str(origin) if origin else "default"
    if key == "overrides" and value:
        yield _Line("overrides:")
        for entry in value:
            inner = [line for one in entry for line in _lines(one)]
            yield from (_Line(f"{'    ' if at else '  - '}{text}", told) for at, (text, told) in enumerate(inner))
    elif isinstance(value, dict) and value:
        yield _Line(f"{key}:")
        for name, item in value.items():
            yield _Line(f"  {_scalar(name)}: {_scalar(item)}", str(items.get(name, comment)))
    elif isinstance(value, list) and value and not _fits(value, origin, items):
        yield _Line(f"{key}:", "" if items else comment)
        for item in value:
            yield _Line(f"  - {_scalar(item)}", str(items.get(item, comment)) if items else "")
    elif isinstance(value, list):
        yield _Line(f"{key}: [{', '.join(map(_scalar, value))}]", comment)
    else:
        yield _Line(f"{key}: {_scalar(value) if value else '{}'}", comment)


def _fits(value: Sequence[str], origin: Origin | None, items: Mapping[str, Origin]) -> bool:
    """Whether a list may stand on one line: short, of one origin, and not of words that would change places on it."""
    from claimlint.reports.layout import isolated

    mixed = {(one.path, one.by) for one in items.values()} - ({(origin.path, origin.by)} if origin else set())
    return not mixed and sum(len(item) + 2 for item in value) <= _LONGEST and all(isolated(item) == item for item in value)


def _scalar(text: str) -> str:
    """A text as YAML, in quotes where it needs them. JSON's are YAML's, too."""
    from claimlint.reports.layout import visible
    from claimlint.yamlfile import parse_yaml

    plain = _PLAIN.fullmatch(text) and parse_yaml(text).value == text
    return text if plain else visible(json.dumps(text, ensure_ascii=False))
