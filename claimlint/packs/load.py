"""Packs: which files they are. What compiles them is imported when something is to be compiled."""

# A start does without pathlib.
# ruff: noqa: PTH100, PTH112, PTH118, PTH120

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from claimlint.errors import ClaimlintError
from claimlint.packs.cache import cached, yaml_files
from claimlint.packs.packset import PackSet

if TYPE_CHECKING:
    from pathlib import Path

    from claimlint.packs.amounts import Forms, Strength


def rules_folder() -> Path:
    """Where our packs stand: inside the package when installed from a wheel, beside it in a checkout."""
    from pathlib import Path

    return Path(rules_place())


def rules_place() -> str:
    """The same as a text, which needs no pathlib."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")


def load_packs(extra: Sequence[Path] = ()) -> PackSet:
    """Our packs, and those in the files and folders of `extra`, which may replace rules of ours.

    Raises ClaimlintErrors that name file, line and remedy.
    """
    ours = rules_place()
    shared, packs = yaml_files(ours)
    files = [*packs, *map(str, _theirs(extra))]

    def build() -> bytes:
        from pathlib import Path

        from claimlint.packs.compiler import compile_packs
        from claimlint.packs.store import image

        return image(compile_packs(Path(ours), [Path(file) for file in files]))

    return PackSet(cached([*shared, *files], build))


def load_strength(languages: Iterable[str]) -> Strength:
    """How strong claims are. Apart from the packs, as only a comparison of two states of a page needs it."""
    from claimlint.packs.compiler import compile_strength

    return compile_strength(rules_folder() / "strength.yaml", languages)


def load_forms(language: str) -> Forms:
    """How a language writes amounts; English for one that isn't ours. Apart from the packs, as only facts need it."""
    path = rules_folder() / language / "quantities.yaml"
    return _forms(path if path.is_file() else rules_folder() / "en" / "quantities.yaml")


@cache
def _forms(path: Path) -> Forms:
    from claimlint.packs.compiler import compile_forms

    return compile_forms(path)


def _theirs(extra: Sequence[Path]) -> list[Path]:
    """The packs in files and folders that are not ours, which may be named, too."""
    if not extra:
        return []
    ours = rules_folder().resolve()
    return [path for path in _files(extra) if not path.resolve().is_relative_to(ours)]


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted([*path.rglob("*.yaml"), *path.rglob("*.yml")])
            if not found:
                raise ClaimlintError("no pack in this folder: packs are .yaml files", str(path))
            files += found
        elif path.exists():
            files.append(path)
        else:
            raise ClaimlintError("no such pack: check the path", str(path))
    return list(dict.fromkeys(files))
