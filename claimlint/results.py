"""What linting a file gave, kept between runs.

An entry is named by its file's path and holds a digest of all that made it: the file's bytes, how it is read and judged, the
rules, the register as it stands on this day, the pipelines of grammar, and our own code. So nothing stale can be found: what
doesn't have today's digest is made anew. Rules and slots are kept by their ids.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from claimlint import __version__
from claimlint.keep import Keep, Values
from claimlint.model import FileResult, Rule, Slot

if TYPE_CHECKING:
    from claimlint.lint import Settings
    from claimlint.packs import PackSet

_DIRECTIVES = tuple("claimlint-".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_DIGEST = 20  # bytes
_ALLOWED = {"claimlint.model": ("*",), "datetime": ("date",), "builtins": ("frozenset",)}
# Our own modules that decide what is found, and the weights of grammar.
_CODE = ("language", "lint", "packs", "sources", "models", "model.py", "rewrite.py", "facts.py", "fix.py", "results.py")


class Results:
    """The results of a site, as far as they are kept. `common`: a digest of what all its files share."""

    def __init__(self, keep: Keep, common: bytes, today: date) -> None:
        self.keep = keep
        self.common = common
        self.today = today.isoformat().encode()

    def digest(self, path: str, home_path: str, data: bytes, settings: bytes) -> bytes:
        """What a result of this file depends on; `settings`: the digest of its own settings."""
        made = hashlib.blake2b(self.common, digest_size=_DIGEST)
        made.update(settings)
        made.update(f"{path}\0{home_path}\0".encode("utf-8", "surrogateescape"))
        made.update(data)
        if any(mark in data for mark in _DIRECTIVES):
            made.update(self.today)  # a directive may end on a day
        return made.digest()

    def find(self, home_path: str, digest: bytes, packs: PackSet) -> FileResult | None:
        """The result that is kept for a page, if it has this digest."""
        entry = self.keep.read(_name(home_path))
        if entry is None or not entry.startswith(digest):
            return None
        try:
            return loads(entry[_DIGEST:], packs)
        except Exception:  # whatever is wrong with it, the file is linted anew
            return None

    def put(self, home_path: str, digest: bytes, dumped: bytes) -> None:
        """Keep what `dumps` made of a result."""
        self.keep.write(_name(home_path), digest + dumped)


def _name(home_path: str) -> str:
    name = hashlib.blake2b(home_path.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    return f"results/{name[:2]}/{name[2:]}"


class _Pickler(pickle.Pickler):
    """Writes rules and slots by their ids."""

    def persistent_id(self, value: object) -> tuple[str, str] | None:
        if isinstance(value, Rule):
            return "rule", value.id
        if isinstance(value, Slot):
            return "slot", value.id
        return None


class _Unpickler(Values):
    def __init__(self, data: bytes, packs: PackSet) -> None:
        super().__init__(data, _ALLOWED)
        self._packs = packs

    def persistent_load(self, pid: tuple[str, str]) -> object:
        kind, name = pid
        return self._packs.rule(name) if kind == "rule" else self._packs.slots[name]


def dumps(result: FileResult) -> bytes:
    """A result as bytes."""
    out = BytesIO()
    _Pickler(out, protocol=5).dump(result)
    return out.getvalue()


def loads(data: bytes, packs: PackSet) -> FileResult:
    """A result from its bytes, with the rules and slots of these packs. Raises whatever it likes for other bytes."""
    result = _Unpickler(data, packs).load()
    if not isinstance(result, FileResult):
        raise TypeError("no result")
    return result


def common_digest(parts: Iterable[str], pipelines: Mapping[str, str]) -> bytes:
    """A digest of what all files of a run depend on: `parts`, the pipelines of grammar by language, and our own code."""
    made = hashlib.blake2b(f"{__version__}\0".encode(), digest_size=_DIGEST)
    for part in parts:
        made.update(f"{part}\0".encode("utf-8", "surrogateescape"))
    for language, name in sorted(pipelines.items()):
        made.update(f"{language}\0{name}\0{_stamp(Path(name))}\0".encode("utf-8", "surrogateescape"))
    ours = Path(__file__).parent
    for name in _CODE:
        made.update(_stamp(ours / name).encode())
    return made.digest()


def settings_digest(settings: Settings) -> bytes:
    """A digest of how one file is read and judged."""
    register = settings.substantiation.key if settings.substantiation else ""
    said = repr((settings.packs.key, settings.min_confidence, settings.options, settings.messages, register))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


def _stamp(place: Path) -> str:
    """Sizes and times of change of a file, or of all in a folder; "" for what is neither, such as the name of a package."""
    if place.is_file():
        stat = place.stat()
        return f"{stat.st_size} {stat.st_mtime_ns}"
    stamps = []
    for folder, folders, names in os.walk(place):
        folders[:] = sorted(one for one in folders if one != "__pycache__")
        for name in sorted(names):
            stat = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118 - a hundred files at each start
            stamps.append(f"{name} {stat.st_size} {stat.st_mtime_ns}")
    return "\n".join(stamps)
