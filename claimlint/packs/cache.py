"""Compiled packs, kept between runs: reading them back takes a tenth of the time of compiling them.

An entry is found by everything that made it: the packs' bytes, our version, Python's, and the modules that compile. So
nothing stale can be found. `CLAIMLINT_CACHE_DIR` names another folder; when it is empty, nothing is kept.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from claimlint import __version__
from claimlint.packs.packset import PackSet

VARIABLE = "CLAIMLINT_CACHE_DIR"
_KEPT = 8  # entries: a few sites with packs of their own
_SOURCES = ("packs", "language", "model.py", "schema.py", "yamlfile.py")


def cached(files: Iterable[Path], build: Callable[[], PackSet]) -> PackSet:
    """The packs that `build` compiles from these files: kept ones when nothing has changed, else new ones, which are kept.

    A folder that can't be written, or an entry that can't be read, costs time and nothing else.
    """
    folder = _folder()
    if folder is None:
        return build()
    try:
        entry = folder / f"packs-{_key(files)}.pickle"
    except OSError:
        return build()  # which tells what is wrong with the file
    packs = _read(entry)
    if packs is None:
        packs = build()
        _ = packs.index, packs.precedence  # kept with the rest
        _write(entry, packs)
    return packs


def _folder() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    from platformdirs import user_cache_path

    return user_cache_path("claimlint", appauthor=False)


def _key(files: Iterable[Path]) -> str:
    """A digest of all that the compiled packs depend on."""
    digest = hashlib.sha256(f"{__version__}\0{sys.version}\0".encode())
    ours = Path(__file__).parent.parent
    for name in _SOURCES:
        for path in sorted((ours / name).glob("*.py")) if "." not in name else (ours / name,):
            stat = path.stat()
            digest.update(f"{path.name}\0{stat.st_mtime_ns}\0{stat.st_size}\0".encode())
    for path in files:
        data = path.read_bytes()
        digest.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()[:40]


class _Unpickler(pickle.Unpickler):
    """Makes only values of ours and the few of Python's that they hold: a planted file can't run anything."""

    _PLAIN = frozenset(
        (
            ("builtins", "frozenset"),
            ("builtins", "set"),
            ("collections", "OrderedDict"),
            ("decimal", "Decimal"),
            ("re", "_compile"),
        )
    )
    _OURS = ("claimlint.model", "claimlint.packs.packset", "claimlint.packs.pattern", "claimlint.packs.phrase")

    def find_class(self, module: str, name: str) -> object:
        found: object
        if (module, name) in self._PLAIN or (module in self._OURS and name[0].isupper()):
            found = super().find_class(module, name)
            return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in packs")


def _read(entry: Path) -> PackSet | None:
    running = gc.isenabled()
    gc.disable()  # nothing of what is made here is garbage
    try:
        packs = _Unpickler(io.BytesIO(entry.read_bytes())).load()
    except Exception:  # whatever is wrong with it, it is made anew
        return None
    finally:
        if running:
            gc.enable()
    return packs if isinstance(packs, PackSet) else None


def _write(entry: Path, packs: PackSet) -> None:
    """Keep packs in one step, so that no other run reads half of them; make room."""
    with suppress(OSError):
        entry.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=entry.parent)
        with os.fdopen(handle, "wb") as file:
            pickle.dump(packs, file, protocol=pickle.HIGHEST_PROTOCOL)
        Path(temporary).replace(entry)
        kept = sorted(entry.parent.glob("packs-*.pickle"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for old in kept[_KEPT:]:
            old.unlink(missing_ok=True)
