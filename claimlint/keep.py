"""The folder in which a site keeps what earlier runs found out: `.claimlint_cache` beside the configuration.

Whatever is in it can be deleted at any time. An entry that can't be read, written or understood costs time and nothing else.
"""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path

FOLDER = ".claimlint_cache"
_OWN_FILES = {
    ".gitignore": "# Written by claimlint; git leaves this folder alone.\n*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of claimlint; backups may leave it out.\n",
}


class Keep:
    """What is kept for a site. Several runs may use it at once: an entry is replaced in one step."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER

    def read(self, name: str) -> bytes | None:
        """An entry by its name, which may hold '/'; None when there is none."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Keep an entry, if that is possible."""
        path = self.folder / name
        with suppress(OSError):
            if not path.parent.is_dir():
                self._make(path.parent)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                os.replace(temporary, path)  # noqa: PTH105 - as cheap as can be, a thousand times a run
            except OSError:
                Path(temporary).unlink(missing_ok=True)
                raise

    def _make(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in _OWN_FILES.items():
            if not (self.folder / name).exists():
                (self.folder / name).write_text(text, encoding="utf-8")

    def clear(self) -> bool:
        """Delete all that is kept; whether there was anything."""
        found = self.folder.is_dir()
        shutil.rmtree(self.folder, ignore_errors=True)
        return found


class Values(pickle.Unpickler):
    """Reads values of these modules' classes and the few of Python's that they hold: a planted file can't run anything.

    `allowed`: by module, the names of classes; "*" stands for all that begin with a capital.
    """

    def __init__(self, data: bytes, allowed: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(BytesIO(data))
        self._allowed = allowed

    def find_class(self, module: str, name: str) -> object:
        names = self._allowed.get(module, ())
        if name in names or ("*" in names and name[:1].isupper()):
            found: object = super().find_class(module, name)
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is none of the values that are kept here")
