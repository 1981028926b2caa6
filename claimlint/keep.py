"""The folder in which a site keeps what earlier runs found out: `.claimlint_cache` beside the configuration.

Whatever is in it can be deleted at any time. An entry that can't be read, written or understood costs time and nothing else.
"""

# Paths are texts: a start does without pathlib.
# ruff: noqa: PTH103, PTH105, PTH108, PTH110, PTH112, PTH118, PTH120, PTH123

from __future__ import annotations

import os
import time
from contextlib import suppress

FOLDER = ".claimlint_cache"
_OWN_FILES = {
    ".gitignore": "# Written by claimlint; git leaves this folder alone.\n*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of claimlint; backups may leave it out.\n",
}


class Keep:
    """What is kept for a site. Several runs may use it at once: an entry is replaced in one step."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.folder = os.path.join(root, FOLDER)

    def read(self, name: str) -> bytes | None:
        """An entry by its name, which may hold '/'; None when there is none."""
        try:
            with open(os.path.join(self.folder, name), "rb", buffering=0) as file:
                return file.read()
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Keep an entry, if that is possible."""
        path = os.path.join(self.folder, name)
        folder = os.path.dirname(path)
        with suppress(OSError):
            if not os.path.isdir(folder):
                self._make(folder)
            write_at_once(path, data)

    def _make(self, folder: str) -> None:
        os.makedirs(folder, exist_ok=True)
        for name, text in _OWN_FILES.items():
            path = os.path.join(self.folder, name)
            if not os.path.exists(path):
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)

    def clear(self) -> bool:
        """Delete all that is kept; whether there was anything."""
        import shutil

        found = os.path.isdir(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)
        return found


def write_at_once(path: str, data: bytes) -> None:
    """Write a file that its owner may read, so that nobody ever finds half of it. Raises OSError."""
    # `tempfile` finds such a name, too, and takes as long to import as a page takes to check.
    temporary = os.path.join(os.path.dirname(path), f".{os.getpid():x}-{time.monotonic_ns():x}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)
        raise
