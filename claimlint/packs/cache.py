"""Compiled packs, kept between runs: reading them back takes a hundredth of the time of compiling them.

An entry is found by everything that made it: the packs' bytes, our version, Python's, and the modules that compile. So
nothing stale can be found. A note beside it remembers the sizes and times of change of all these files; as long as they are
the same, nothing needs to be read and digested.

`CLAIMLINT_CACHE_DIR` names another folder; when it is empty, nothing is kept.
"""

# A hundred files are looked at in every start, which takes pathlib twice the time.
# ruff: noqa: PTH100, PTH103, PTH108, PTH111, PTH116, PTH117, PTH118, PTH119, PTH120, PTH123, PTH208

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from zlib import crc32

from claimlint import __version__
from claimlint.digest import blake2b
from claimlint.keep import write_at_once
from claimlint.packs.store import Store

VARIABLE = "CLAIMLINT_CACHE_DIR"
_KEPT = 8  # entries, and as many notes: a few sites with packs of their own
# Our own modules that compile packs.
_SOURCES = ("packs", "language", "model.py", "schema.py", "yamlfile.py")
_JUST_NOW = 2_000_000_000  # nanoseconds: what changed in this time may change again without showing in its time of change


def cached(files: Sequence[str], build: Callable[[], bytes]) -> Store:
    """The packs that `build` compiles from these files: kept ones when nothing has changed, else new ones, which are kept.

    A folder that can't be written, or an entry that can't be read, costs time and nothing else.
    """
    folder = cache_folder()
    if not folder:
        return Store(build(), build, cache(lambda: _digest(files)))
    try:
        key = _noted(folder, files)
    except OSError:
        return Store(build(), build, cache(lambda: _digest(files)))  # which tells what is wrong with the file
    entry = os.path.join(folder, f"packs-{key}.bin")

    def anew() -> bytes:
        made = build()
        put(entry, made)
        return made

    try:
        return Store(entry, anew, lambda: key)
    except Exception:  # whatever is wrong with it
        return Store(anew(), anew, lambda: key)


def yaml_files(folder: str) -> tuple[list[str], list[str]]:
    """The YAML files of a folder, and those in its folders, in order of their names; none where there is no folder."""
    here: list[str] = []
    below: list[str] = []
    with suppress(OSError):
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.is_dir():
                below += (os.path.join(entry.path, name) for name in sorted(os.listdir(entry.path)) if name.endswith(".yaml"))
            elif entry.name.endswith(".yaml"):
                here.append(entry.path)
    return here, below


def cache_folder() -> str:
    """The folder in which is kept what all sites share; "" where nothing is to be kept."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return named
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        # As platformdirs has it, which takes longer to import than all the rest here.
        for base in (os.getenv("XDG_CACHE_HOME", ""), os.path.expanduser("~/.cache")):
            if os.path.isabs(base):
                return os.path.join(base, "claimlint")
    from platformdirs import user_cache_dir

    return user_cache_dir("claimlint", appauthor=False)


def _noted(folder: str, files: Sequence[str]) -> str:
    """The digest of the files: as noted, if none of them has changed since. Raises OSError when one can't be read."""
    paths = [*own_modules(_SOURCES), *files]
    stats = [os.stat(path) for path in paths]
    states = (
        f"{path}\0{one.st_size} {one.st_mtime_ns} {one.st_ctime_ns} {one.st_ino}"
        for path, one in zip(paths, stats, strict=True)
    )
    state = "\n".join((__version__, sys.version, *states)).encode("utf-8", "surrogateescape")
    name = crc32("\n".join((__version__, sys.version, *paths)).encode("utf-8", "surrogateescape"))
    note = os.path.join(folder, f"note-{name:08x}")
    with suppress(OSError), open(note, "rb", buffering=0) as file:
        key, _, noted = file.read().partition(b"\n")
        if noted == state:
            return key.decode("ascii", "replace")
    found = _digest(files)
    if max(max(one.st_mtime_ns, one.st_ctime_ns) for one in stats) < time.time_ns() - _JUST_NOW:
        put(note, found.encode() + b"\n" + state)
    return found


def _digest(files: Sequence[str]) -> str:
    """A digest of all that the compiled packs depend on."""
    digest = blake2b(f"{__version__}\0{sys.version}\0".encode(), digest_size=20)
    for path in own_modules(_SOURCES):
        stat = os.stat(path)
        digest.update(f"{os.path.basename(path)}\0{stat.st_mtime_ns}\0{stat.st_size}\0".encode())
    for path in files:
        with open(path, "rb") as file:
            data = file.read()
        digest.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def own_modules(names: Iterable[str]) -> Iterator[str]:
    """The paths of our own modules, and of those in folders of ours, by their names as seen from the package."""
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for name in names:
        path = os.path.join(ours, name)
        if name.endswith(".py"):
            yield path
        else:
            yield from (os.path.join(path, one) for one in sorted(os.listdir(path)) if one.endswith(".py"))


def put(path: str, data: bytes) -> None:
    """Keep packs, a note, or what a file of the user says in one step, so that no other run reads half of them; make room."""
    with suppress(OSError):
        folder = os.path.dirname(path)
        os.makedirs(folder, exist_ok=True)
        write_at_once(path, data)
        kept = [(entry.stat().st_mtime_ns, entry.path) for entry in os.scandir(folder)]
        for kind in ("packs-", "note-", "config-", "facts-"):
            entries = sorted((one for one in kept if os.path.basename(one[1]).startswith(kind)), reverse=True)
            for _, old in entries[_KEPT:]:
                with suppress(FileNotFoundError):
                    os.unlink(old)
