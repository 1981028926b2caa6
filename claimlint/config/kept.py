"""What a configuration says, kept between runs as `claimlint.kept` does it.

What a file says that depends on other files (`extends`, `nlp`) is not kept, nor is one with something wrong in it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from claimlint.config.paths import beside
from claimlint.config.values import BASELINE, FACTS, Config, Layer, Origin, Override
from claimlint.kept import KeptFile

if TYPE_CHECKING:
    from pathlib import Path

_CODE = ("config", "model.py", "schema.py", "yamlfile.py")


def assembled(path: Path, layers: Mapping[Path, Layer]) -> Config:
    """The configuration in a file, from what this and those that it extends say; the farthest first, the file itself last."""
    said = Layer({"facts": beside(path.parent, FACTS), "baseline": beside(path.parent, BASELINE)})
    for layer in layers.values():
        said = layer.over(said)
    return Config.of(said, path=path, bases=tuple(layers)[:-1], root=os.path.abspath(path.parent))  # noqa: PTH100


class KeptLayer:
    """What a configuration file of this path says, as far as it is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = KeptFile("config", path, _CODE)

    def find(self) -> Config | None:
        """The configuration; None when it has to be read."""
        said = self._file.find()
        return None if said is None else assembled(self._path, {self._path: _valued(said)})

    def put(self, layers: Mapping[Path, Layer]) -> None:
        """Keep what the file says, unless it says more than it can by itself."""
        layer = layers[self._path]
        if len(layers) == 1 and "nlp" not in layer.values:
            self._file.put(_plain(layer))


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
