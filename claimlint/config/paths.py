"""Paths of configurations."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def is_file(path: str | Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 - a dozen of them at every start


def real(path: Path) -> str:
    """A path by which two names of one file are told to be the same."""
    return os.path.realpath(path)


def short(path: str | Path) -> Path:
    """A path as the user would write it: relative when it lies in the current folder."""
    from pathlib import Path

    normal = Path(os.path.abspath(path))  # noqa: PTH100
    here = Path.cwd()
    return normal.relative_to(here) if normal.is_relative_to(here) else normal


def beside(folder: str | Path, name: str) -> Path | None:
    """A file that needs no mention."""
    path = os.path.join(folder, name)  # noqa: PTH118
    return short(path) if is_file(path) else None
