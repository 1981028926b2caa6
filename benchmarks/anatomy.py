"""Where the time of a run goes: imports, by package; and the modules of claimlint, from a profile of one process.

A profiler weighs on Python functions and not on what is written in C, so its shares lean towards parts with many small
functions.
"""

from __future__ import annotations

import pstats
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_IMPORT = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \| \s*(\S+)$", re.MULTILINE)
_ENOUGH = 0.001  # of the whole, which may stay without a place
_STEPS = 500  # callers of callers; more only where functions of a library call each other in circles

Function = tuple[str, int, str]
# Calls, primitive calls, own seconds, seconds with all it calls, and the first four by caller: as pstats keeps them.
Stats = Mapping[Function, tuple[int, int, float, float, Mapping[Function, tuple[int, int, float, float]]]]


def imports(stderr: str) -> dict[str, float]:
    """Milliseconds of imports by top-level package, the largest first, from what -X importtime said."""
    found = Counter[str]()
    for own, name in _IMPORT.findall(stderr):
        package = name.partition(".")[0]
        if package in sys.stdlib_module_names or package.startswith("_"):
            package = "standard library"
        found[package] += int(own)
    return {name: own / 1000 for name, own in found.most_common()}


def modules(stderr: str) -> frozenset[str]:
    """The names of all modules imported."""
    return frozenset(name for _, name in _IMPORT.findall(stderr))


def parts(profile: Path, package: Path) -> dict[str, float]:
    """The share of each module of the package in this folder, from 0 to 1, the largest first."""
    stats: Any = pstats.Stats(str(profile))
    return shares(stats.stats, package)


def shares(stats: Stats, package: Path) -> dict[str, float]:
    """The share of each module. What another library takes counts for the module that called it; imports are a part."""
    total = sum(entry[2] for entry in stats.values()) or 1.0
    placed = defaultdict[str, float](float)
    loose: dict[Function, float] = {function: entry[2] for function, entry in stats.items()}
    for _ in range(_STEPS):
        if sum(loose.values()) <= total * _ENOUGH:
            break
        moving, loose = loose, defaultdict[Function, float](float)
        for function, seconds in moving.items():
            part = _part(function, package)
            callers = {} if part or function not in stats else stats[function][4]
            weights = {caller: max(edge[3], 1e-9) for caller, edge in callers.items() if caller != function}
            if part or not weights:
                placed[part or "start and end"] += seconds
                continue
            whole = sum(weights.values())
            for caller, weight in weights.items():
                loose[caller] += seconds * weight / whole
    return {name: seconds / total for name, seconds in sorted(placed.items(), key=lambda one: -one[1])}


def _part(function: Function, package: Path) -> str:
    """The module that a function belongs to, as seen from the package; "" for one of another library."""
    file, _, name = function
    if "importlib._bootstrap" in file:
        return "imports"
    if not Path(file).is_relative_to(package):
        return ""
    if name == "<module>":
        return "imports"
    return ".".join(Path(file).relative_to(package).with_suffix("").parts)
