"""What a YAML file of the user's says, once it was read and checked: kept between runs beside the compiled packs.

Reading YAML and checking it against a schema takes about as long as checking a page. An entry is named by a digest of all that
made it: the file's bytes, its path as it is told, the current folder, our version, Python's, and our modules that read it.
"""

# ruff: noqa: PTH109, PTH116, PTH118, PTH119, PTH123 - a start without pathlib

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from claimlint import __version__
from claimlint.digest import blake2b
from claimlint.packs.cache import cache_folder, own_modules, put

if TYPE_CHECKING:
    from pathlib import Path

_CHECK = 4  # bytes


class KeptFile:
    """What a file says, as far as it is kept: lists, mappings, texts and numbers.

    `kind`: the beginning of the entry's name; `code`: our modules and folders of modules that read it, as seen from the
    package. A file that is no plain one, such as a pipe, is not read here, and nothing is kept of it.
    """

    def __init__(self, kind: str, path: Path, code: Sequence[str]) -> None:
        self._path = path
        self._data = _bytes_of(path) if os.path.isfile(path) else b""  # noqa: PTH113
        folder = cache_folder() if self._data else ""
        self._entry = os.path.join(folder, f"{kind}-{self._digest(code)}") if folder else ""

    def find(self) -> Any:
        """What it says; None when it has to be read."""
        entry = _bytes_of(self._entry) if self._entry else b""
        if len(entry) <= _CHECK or _check(entry[_CHECK:]) != entry[:_CHECK]:
            return None
        return marshal.loads(entry[_CHECK:])

    def put(self, said: Any) -> None:
        """Keep what it says, unless it has changed by now."""
        if self._entry and _bytes_of(self._path) == self._data:
            body = marshal.dumps(said)
            put(self._entry, _check(body) + body)

    def _digest(self, code: Sequence[str]) -> str:
        made = blake2b(self._data, digest_size=20)
        told = [__version__, sys.version, os.getcwd(), str(self._path)]
        for path in own_modules(code):
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
