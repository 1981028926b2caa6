"""The files of a run: what is kept of them, else linted, on several cores when that pays. Results in the order of the files.

A process of the pool reads, lints and keeps files by itself and sends back what it found; steps that gather something over
all files (the baseline) are for whoever takes the results.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claimlint.model import FileResult
from claimlint.results import Results, dumps, loads, settings_digest

if TYPE_CHECKING:
    from datetime import date

    from claimlint.lint import Grammar, Settings, Then

Source = tuple[str, bytes | None]  # a path, and what it holds if that isn't on the disk
# Bytes of files to lint from which a second process pays: starting one costs about what linting half of this takes.
_PAYS = 200_000
_MOST = 8  # processes
_TASKS = 16  # parts for each process, so that none waits for another's long page


@dataclass(frozen=True)
class Work:
    """How files are linted. `settings` gives those of a path; `then`: the steps that follow on each file by itself.

    `results`: what is kept of earlier runs. `jobs`: the most processes, 0 for one a core.
    """

    settings: Callable[[str], Settings]
    grammar: Grammar
    home: Path
    today: date
    kind: str = ""
    then: tuple[Then, ...] = ()
    results: Results | None = None
    jobs: int = 1

    def run(self, sources: Sequence[Source]) -> Iterator[FileResult]:
        """The results of files, in their order."""
        found: list[FileResult | None] = [self._kept(path) if data is None else None for path, data in sources]
        left = [source for source, kept in zip(sources, found, strict=True) if kept is None]
        linted = self._linted(left)
        for kept in found:
            yield kept or next(linted)
        if left:
            self.grammar.save()

    def _linted(self, sources: Sequence[Source]) -> Iterator[FileResult]:
        processes = self._processes(sources)
        return _Pool(self, processes).run(sources) if processes > 1 else self.lint(sources)

    def _processes(self, sources: Sequence[Source]) -> int:
        """How many processes to work with."""
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        most = min(self.jobs or cores, _MOST, len(sources))
        # Elsewhere a process begins from nothing, and shares neither packs nor settings.
        if most < 2 or not sys.platform.startswith("linux"):
            return 1
        return most if sum(_size(path) for path, data in sources if data is None) >= _PAYS else 1

    def _kept(self, path: str) -> FileResult | None:
        if self.results is None:
            return None
        data = self._read(path)
        if data is None:
            return None
        return self.results.find(self._home_path(path), self._digest(path, data), self.settings(path).packs)

    def lint(self, sources: Sequence[Source]) -> Iterator[FileResult]:
        """The results of files, linted here; those that were not given are kept."""
        from claimlint.lint import lint_files

        digests = deque[bytes | None]()  # of the files that were read and whose results are still to come

        def read() -> Iterator[Source]:
            for path, given in sources:
                data = self._read(path) if given is None else given
                digests.append(self._digest(path, data) if self.results and given is None and data is not None else None)
                yield path, data

        results = lint_files(
            read(),
            self.settings,
            kind=self.kind,
            grammar=self.grammar,
            home=self.home,
            today=self.today,
            then=self.then,
        )
        for result in results:
            digest = digests.popleft()
            if self.results and digest and result.problem is None:
                self.results.put(self._home_path(result.path), digest, dumps(result))
            yield result

    def _read(self, path: str) -> bytes | None:
        """What a file holds; None where it can't be read, which linting tells."""
        try:
            return Path(path).read_bytes()
        except OSError:
            return None

    def _digest(self, path: str, data: bytes) -> bytes:
        assert self.results
        return self.results.digest(path, self._home_path(path), data, settings_digest(self.settings(path)))

    def _home_path(self, path: str) -> str:
        from claimlint.lint import home_path

        return home_path(path, self.home)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except OSError:
        return 0


class _Pool:
    """Processes that lint. They are forked, and so share what was loaded before."""

    work: Work  # of the run, as its processes see it

    def __init__(self, work: Work, processes: int) -> None:
        _Pool.work = work
        self.processes = processes

    def run(self, sources: Sequence[Source]) -> Iterator[FileResult]:
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool
        from multiprocessing import get_context

        work, done = self.work, 0
        size = max(1, len(sources) // (self.processes * _TASKS))
        parts = [sources[start : start + size] for start in range(0, len(sources), size)]
        pool = ProcessPoolExecutor(self.processes, get_context("fork"), _begin)
        try:
            for part, (dumped, decisions) in zip(parts, pool.map(_lint, parts), strict=True):
                work.grammar.learn(decisions)
                for (path, _), result in zip(part, dumped, strict=True):
                    yield loads(result, work.settings(path).packs)
                    done += 1
        except BrokenProcessPool:  # the system killed one, perhaps for its memory: go on alone
            yield from work.lint(sources[done:])
        except BaseException:  # an interrupt, or an error that ends the run
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()


def _begin() -> None:
    """In a new process: leave an interrupt to the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _lint(sources: Sequence[Source]) -> tuple[list[bytes], Mapping[bytes, bool]]:
    """In a process of the pool: the results of files, as they are kept, and what grammar decided."""
    dumped = [dumps(result) for result in _Pool.work.lint(sources)]
    return dumped, _Pool.work.grammar.take()
