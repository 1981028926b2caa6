"""Finding the configuration: the nearest file. What reads it is imported when there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimlint.config.paths import beside, is_file, real, short
from claimlint.config.values import BASELINE, FACTS, Config
from claimlint.errors import ClaimlintError

if TYPE_CHECKING:
    from pathlib import Path

    from claimlint.config.kept import KeptLayer
    from claimlint.yamlfile import Located

NAMES = ("claimlint.yaml", ".claimlint.yaml", "pyproject.toml")


def load_config(explicit: Path | None, start: str | Path) -> Config:
    """The configuration in the file `explicit`, else in the nearest folder from `start` upwards, else the defaults.

    Raises ClaimlintErrors with all that is wrong with the file and with those that it extends.
    """
    if explicit is not None:
        from claimlint.config.kept import KeptLayer

        kept = KeptLayer(explicit)
        return kept.find() or _read(explicit, kept)
    home = os.path.abspath(start)  # noqa: PTH100 - a start without pathlib
    for folder in _upwards(home):
        paths = [os.path.join(folder, name) for name in NAMES]  # noqa: PTH118
        possible = [short(path) for path in paths if is_file(path) and not _is_anothers(path)]
        if not possible:
            continue
        from claimlint.config.kept import KeptLayer

        kept = KeptLayer(possible[0])
        if len(possible) == 1 and (config := kept.find()):
            return config
        found = [(path, content) for path in possible if (content := _content(path)) is not None]
        if len(found) > 1:
            others = " and ".join(path.name for path, _ in found[1:])
            raise ClaimlintError(f"{others} in the same folder configures claimlint too; keep one", str(found[0][0]))
        if found:
            from claimlint.config.reading import config_of

            return config_of(*found[0], kept if found[0][0] == possible[0] else KeptLayer(found[0][0]))
    return Config(root=home, facts=beside(home, FACTS), baseline=beside(home, BASELINE))


def _read(path: Path, kept: KeptLayer) -> Config:
    from claimlint.config.reading import NO_TABLE, config_of

    content = _content(path)
    if content is None:
        raise ClaimlintError(f"{NO_TABLE}; add one", str(path))
    return config_of(path, content, kept)


def _upwards(folder: str) -> Iterator[str]:
    """A folder, and those around it."""
    below = ""
    while folder != below:
        yield folder
        folder, below = os.path.dirname(folder), folder  # noqa: PTH120


def passed_over(config: Config, start: Path, explicit: bool) -> list[tuple[Path, str]]:
    """The files that look like configurations, from `start` upwards, and were not taken, with the reason; the nearest first.

    `explicit`: the configuration was named, not found.
    """
    home = start.absolute()
    taken = {real(path) for path in (config.path, *config.bases) if path}
    over: list[tuple[Path, str]] = []
    nearer = True
    for folder in (home, *home.parents):
        paths = [path for name in NAMES if is_file(path := short(folder / name))]
        nearer = nearer and not explicit and (config.path is None or real(config.path) not in map(real, paths))
        for path in paths:
            if real(path) in taken:
                continue
            if _configures(path):
                over.append((path, "--config names another" if explicit else f"{config.path} is nearer"))
            elif nearer:
                over.append((path, "it has no [tool.claimlint] table"))
    return over


def _configures(path: Path) -> bool:
    """Whether a file has anything for us; one that can't be read has nothing."""
    try:
        return path.suffix != ".toml" or _content(path) is not None
    except ClaimlintError:
        return False


def _content(path: Path) -> Located | None:
    """What a file says about claimlint; None for a TOML file without our table."""
    if _is_anothers(path):
        return None
    from claimlint.config.reading import content_of

    return content_of(path)


def _is_anothers(path: str | Path) -> bool:
    """Whether a file is TOML that can be read and doesn't speak of claimlint, as most projects' pyproject.toml."""
    if not str(path).endswith(".toml"):
        return False
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return "claimlint" not in file.read().decode("utf-8-sig")
    except (OSError, ValueError):
        return False
