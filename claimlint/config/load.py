"""Finding the configuration: the nearest file. What reads it is imported when there is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from claimlint.config.paths import beside, is_file, real, short
from claimlint.config.values import BASELINE, FACTS, Config
from claimlint.errors import ClaimlintError

if TYPE_CHECKING:
    from claimlint.yamlfile import Located

NAMES = ("claimlint.yaml", ".claimlint.yaml", "pyproject.toml")


def load_config(explicit: Path | None, start: Path) -> Config:
    """The configuration in the file `explicit`, else in the nearest folder from `start` upwards, else the defaults.

    Raises ClaimlintErrors with all that is wrong with the file and with those that it extends.
    """
    if explicit is not None:
        from claimlint.config.reading import NO_TABLE, config_of

        content = _content(explicit)
        if content is None:
            raise ClaimlintError(f"{NO_TABLE}; add one", str(explicit))
        return config_of(explicit, content)
    home = start.absolute()
    for folder in (home, *home.parents):
        found: list[tuple[Path, Located]] = []
        for path in (folder / name for name in NAMES):
            if is_file(path) and (content := _content(short(path))) is not None:
                found.append((short(path), content))
        if len(found) > 1:
            others = " and ".join(path.name for path, _ in found[1:])
            raise ClaimlintError(f"{others} in the same folder configures claimlint too; keep one", str(found[0][0]))
        if found:
            from claimlint.config.reading import config_of

            return config_of(*found[0])
    return Config(root=home, facts=beside(home, FACTS), baseline=beside(home, BASELINE))


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
    if path.suffix == ".toml" and _is_anothers(path):
        return None
    from claimlint.config.reading import content_of

    return content_of(path)


def _is_anothers(path: Path) -> bool:
    """Whether a TOML file can be read and doesn't speak of claimlint, as most projects' pyproject.toml."""
    try:
        return "claimlint" not in path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError):
        return False
