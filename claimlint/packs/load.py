"""Packs: which files they are. What compiles them is imported when something is to be compiled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from claimlint.errors import ClaimlintError
from claimlint.packs.cache import cached, yaml_files
from claimlint.packs.packset import PackSet

if TYPE_CHECKING:
    from claimlint.packs.amounts import Forms, Strength, Topic


def rules_folder() -> Path:
    """Where our packs stand: inside the package when installed from a wheel, beside it in a checkout."""
    inside = Path(__file__).parent.parent / "rules"
    return inside if inside.is_dir() else inside.parent.parent / "rules"


def load_packs(extra: Sequence[Path] = ()) -> PackSet:
    """Our packs, and those in the files and folders of `extra`, which may replace rules of ours.

    Raises ClaimlintErrors that name file, line and remedy.
    """
    ours = rules_folder()
    theirs = [path for path in _files(extra) if not path.resolve().is_relative_to(ours.resolve())]  # ours may be named, too
    shared, packs = yaml_files(str(ours))
    files = [*packs, *map(str, theirs)]

    def build() -> bytes:
        from claimlint.packs.compiler import compile_packs
        from claimlint.packs.store import image

        return image(compile_packs(ours, [Path(file) for file in files]))

    return PackSet(cached([*shared, *files], build))


def load_topics(languages: Iterable[str]) -> tuple[Topic, ...]:
    """What quantities on a page are about. Apart from the packs, as only a register of facts needs them."""
    from claimlint.packs.compiler import compile_topics

    return compile_topics(rules_folder() / "topics.yaml", languages)


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
