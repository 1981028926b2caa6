"""How fast a site is linted, and what the trigger filter is worth.

    python benchmarks/throughput.py FOLDER [--files 300] [--rounds 5]

The HTML pages of FOLDER are repeated until there are so many files. With and without the filter take turns within one
process, so that other work on the machine weighs on both alike: trust the ratio, not the seconds.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from claimlint.lint import Settings, collect, lint_files, pipeline
from claimlint.model import Result
from claimlint.packs import PackSet, load_packs
from claimlint.sources import read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()

    pages = [path.read_bytes() for path in sorted(arguments.folder.rglob("*.htm*"))]
    site = [(f"{number}.html", page) for number, page in zip(range(arguments.files), itertools.cycle(pages), strict=False)]
    size = sum(len(page) for _, page in site) / 1e6

    started = time.perf_counter()
    packs = load_packs()
    print(f"packs: {len(packs.rules)} rules in {time.perf_counter() - started:.2f} s")

    times: dict[str, list[float]] = {"read only": [], "with filter": [], "without filter": []}
    result = Result()
    for _ in range(arguments.rounds):
        times["read only"].append(_timed(lambda: [read(*page) for page in site]))
        result = collect(_lint(site, packs))
        times["with filter"].append(_timed(lambda: collect(_lint(site, packs))))
        times["without filter"].append(_timed(lambda: _without_filter(site, packs)))

    print(f"{len(site)} files, {size:.1f} MB, {result.blocks:,} blocks, {len(result.findings):,} findings")
    fastest = statistics.median(times["with filter"])
    for name, taken in times.items():
        median = statistics.median(taken)
        rates = f"{size / median:6.2f} MB/s  {len(site) / median:7.0f} files/s"
        print(f"{name:15} {median:6.2f} s  {rates}  {median / fastest:5.2f} x")


def _lint(site: Iterable[tuple[str, bytes]], packs: PackSet) -> Iterable[pipeline.FileResult]:
    return lint_files(((path, data) for path, data in site), lambda _: Settings(packs))


def _without_filter(site: Iterable[tuple[str, bytes]], packs: PackSet) -> None:
    """Every block is tokenized and scanned, whether it holds an anchor word or not."""
    keys_of = pipeline.keys_of
    pipeline.keys_of = lambda _folded, language, _whole: set(packs.index[language])  # type: ignore[assignment]
    try:
        collect(_lint(site, packs))
    finally:
        pipeline.keys_of = keys_of


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
