"""The files of a run: what is kept of them, else linted, on several cores when that pays. Results in the order of the files.

A process of the pool reads, lints and keeps files by itself and sends back what it found; steps that gather something over
all files (the baseline) are for whoever takes the results.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from claimlint.digest import blake2b
from claimlint.model import FileResult
from claimlint.sources.kinds import DATA, kind_of

if TYPE_CHECKING:
    from datetime import date

    from claimlint.lint import Grammar, Settings, Then
    from claimlint.results import Results

Source = tuple[str, bytes | None]  # a path, and what it holds if that isn't on the disk
# Bytes of files to lint from which a second process pays: starting one costs about what linting half of this takes.
_PAYS = 200_000
_MOST = 8  # processes
_ANY = "x"  # stands for the name of a file
_TASKS = 16  # parts for each process, so that none waits for another's long page


class Work:
    """How files are linted. `settings` gives those of a path; `then`: the steps that follow on each file by itself.

    `results`: what is kept of earlier runs. `jobs`: the most processes, 0 for one a core.
    """

    def __init__(
        self,
        settings: Callable[[str], Settings],
        grammar: Grammar,
        home: str,
        today: date | None = None,
        kind: str = "",
        then: tuple[Then, ...] = (),
        results: Results | None = None,
        jobs: int = 1,
    ) -> None:
        self.settings = settings
        self.grammar = grammar
        self.home = home
        self.today = today
        self.kind = kind
        self.then = then
        self.results = results
        self.jobs = jobs
        self._digests: dict[str, bytes | None] = {}
        self._contents: dict[str, object] = {}  # by path, what tells files that are read alike and hold the same
        self._folders: dict[str, str] = {}  # what the paths of their files begin with, as seen from home

    def run(self, sources: Sequence[Source]) -> Iterator[FileResult]:
        """The results of files, in their order. Of files that hold the same and are read likewise one is linted."""
        found: list[FileResult | None] = [self._kept(path) if data is None else None for path, data in sources]
        left: list[Source] = []
        first: dict[object, str] = {}  # by what a file holds and how it is read, the path of the first one
        alike: dict[str, str] = {}  # by path, that of the one that is linted in its place
        for (path, data), kept in zip(sources, found, strict=True):
            if kept is None:
                content = self._contents.get(path) if data is None else None
                if content is not None and first.setdefault(content, path) != path:
                    alike[path] = first[content]
                else:
                    left.append((path, data))
        linted = self._linted(left)
        originals: dict[str, FileResult | None] = dict.fromkeys(alike.values())
        for (path, data), kept in zip(sources, found, strict=True):
            if kept is not None:
                yield kept
            elif data is None and path in alike:
                original = originals[alike[path]]
                assert original is not None, "the one that is linted comes first"
                yield self._copied(original, path)
            else:
                result = next(linted)
                if path in originals:
                    originals[path] = result
                yield result
        if left:
            self.grammar.save()

    def _copied(self, original: FileResult, path: str) -> FileResult:
        """The result of a file that holds what another holds, which is kept, too."""
        result = original.at(path, self._home_path(path))
        digest = self.digest(path)
        if self.results and digest and result.problem is None:
            self.results.put(self._home_path(path), digest, result)
        return result

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

    def digest(self, path: str) -> bytes | None:
        """What the result of a file depends on, as it stands now; None where nothing is kept, or it can't be read."""
        if path not in self._digests:
            data = self._read(path) if self.results else None
            self._digests[path] = None if data is None else self._digest(path, data)
            if data is not None and kind_of(path) not in DATA:  # how data are read hangs on where they stand
                ending = os.path.basename(path).partition(".")[2]  # noqa: PTH119
                self._contents[path] = id(self.settings(path)), ending, blake2b(data).digest()
        return self._digests[path]

    def _kept(self, path: str) -> FileResult | None:
        digest = self.digest(path)
        if self.results is None or digest is None:
            return None
        return self.results.find(self._home_path(path), digest, self.settings(path).packs)

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
                self.results.put(self._home_path(result.path), digest, result)
            yield result

    def _read(self, path: str) -> bytes | None:
        """What a file holds; None where it can't be read, which linting tells."""
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a thousand times a run
                return file.read()
        except OSError:
            return None

    def _digest(self, path: str, data: bytes) -> bytes:
        assert self.results
        return self.results.digest(path, self._home_path(path), data, self.settings(path))

    def _home_path(self, path: str) -> str:
        """The path as seen from home; what leads to a folder is found once for all its files."""
        folder, slash, name = path.rpartition("/")
        folder += slash
        if folder not in self._folders:
            from claimlint.lint import home_path

            self._folders[folder] = home_path(folder + _ANY, self.home).removesuffix(_ANY)
        return self._folders[folder] + name


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

        from claimlint.results import loads

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
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _lint(sources: Sequence[Source]) -> tuple[list[bytes], Mapping[bytes, bool]]:
    """In a process of the pool: the results of files, as they are kept, and what grammar decided."""
    from claimlint.results import dumps

    dumped = [dumps(result) for result in _Pool.work.lint(sources)]
    return dumped, _Pool.work.grammar.take()
