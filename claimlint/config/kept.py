"""What a configuration says, once it was read and checked: kept between runs beside the compiled packs.

Reading YAML and checking it against the schema takes about as long as checking a page. An entry is named by a digest of all
that made it: the file's bytes, its path as it is told, the current folder, our version, Python's, and the modules that read
it. What a file says that depends on other files (`extends`, `nlp`) is not kept, nor is one with something wrong in it.
"""

# ruff: noqa: PTH100, PTH109, PTH116, PTH118, PTH119, PTH120, PTH123, PTH208 - a start without pathlib

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from zlib import crc32

from claimlint import __version__
from claimlint.config.paths import beside, is_file
from claimlint.config.values import BASELINE, FACTS, Config, Layer, Origin, Override
from claimlint.digest import blake2b
from claimlint.packs.cache import cache_folder, put

if TYPE_CHECKING:
    from pathlib import Path

_CHECK = 4  # bytes
_CODE = ("model.py", "schema.py", "yamlfile.py")


def assembled(path: Path, layers: Mapping[Path, Layer]) -> Config:
    """The configuration in a file, from what this and those that it extends say; the farthest first, the file itself last."""
    said = Layer({"facts": beside(path.parent, FACTS), "baseline": beside(path.parent, BASELINE)})
    for layer in layers.values():
        said = layer.over(said)
    return Config.of(said, path=path, bases=tuple(layers)[:-1], root=os.path.abspath(path.parent))


class KeptLayer:
    """What a configuration file of this path says, as far as it is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder = cache_folder()
        self._data = _bytes_of(path) if is_file(path) else b""  # what comes through a pipe can be read once only
        self._entry = os.path.join(self._folder, f"config-{self._digest()}") if self._folder and self._data else ""

    def find(self) -> Config | None:
        """The configuration; None when it has to be read."""
        entry = _bytes_of(self._entry) if self._entry else b""
        if len(entry) <= _CHECK or _check(entry[_CHECK:]) != entry[:_CHECK]:
            return None
        return assembled(self._path, {self._path: _valued(marshal.loads(entry[_CHECK:]))})

    def put(self, layers: Mapping[Path, Layer]) -> None:
        """Keep what the file says, unless it says more than it can by itself, or has changed by now."""
        layer = layers[self._path]
        if self._entry and len(layers) == 1 and "nlp" not in layer.values and _bytes_of(self._path) == self._data:
            body = marshal.dumps(_plain(layer))
            put(self._entry, _check(body) + body)

    def _digest(self) -> str:
        made = blake2b(self._data, digest_size=20)
        told = [__version__, sys.version, os.getcwd(), str(self._path)]
        here = os.path.dirname(os.path.abspath(__file__))
        ours = [os.path.join(here, name) for name in sorted(os.listdir(here)) if name.endswith(".py")]
        for path in (*ours, *(os.path.join(os.path.dirname(here), name) for name in _CODE)):
            stat = os.stat(path)
            told.append(f"{os.path.basename(path)} {stat.st_size} {stat.st_mtime_ns}")
        made.update("\0".join(told).encode("utf-8", "surrogateescape"))
        digest: str = made.hexdigest()
        return digest


def _bytes_of(path: str | Path) -> bytes:
    """What a file holds; nothing where it can't be read."""
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except (OSError, ValueError):
        return b""


def _check(body: bytes) -> bytes:
    return crc32(body).to_bytes(_CHECK, "little")


def _plain(value: Any) -> Any:
    """A value of a layer as plain data: a list that begins with the name of its kind, a mapping, a text, a number."""
    match value:
        case Layer():
            return ["layer", _plain(dict(value.values)), _plain(dict(value.origins))]
        case Override():
            return ["override", *map(_plain, value)]
        case Origin():
            return ["origin", str(value.path), value.line, value.by]
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case str() | int() | float() | None:
            return value
        case tuple() if type(value) is tuple:
            return ["tuple", *map(_plain, value)]
        case tuple():  # the only other one
            return ["glob", value[0], str(value[1])]
    return ["path", str(value)]


def _valued(data: Any) -> Any:
    """The value that `_plain` made this of."""
    if isinstance(data, dict):
        return {key: _valued(one) for key, one in data.items()}
    if not isinstance(data, list):
        return data
    from pathlib import Path

    kind, *fields = data
    if kind == "path":
        return Path(fields[0])
    if kind == "origin":
        return Origin(Path(fields[0]), fields[1], fields[2])
    if kind == "glob":
        from claimlint.config.globs import Glob

        return Glob(fields[0], Path(fields[1]))
    values = tuple(map(_valued, fields))
    return Layer(*values) if kind == "layer" else Override(*values) if kind == "override" else values
