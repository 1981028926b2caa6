"""Paths of configurations."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def is_file(path: Path) -> bool:
    with suppress(OSError):
        return path.is_file()
    return False


def real(path: Path) -> str:
    """A path by which two names of one file are told to be the same."""
    return os.path.realpath(path)


def short(path: Path) -> Path:
    """A path as the user would write it: relative when it lies in the current folder."""
    normal, here = Path(os.path.normpath(path.absolute())), Path.cwd()
    return normal.relative_to(here) if normal.is_relative_to(here) else normal


def beside(folder: Path, name: str) -> Path | None:
    """A file that needs no mention."""
    return short(folder / name) if is_file(folder / name) else None
