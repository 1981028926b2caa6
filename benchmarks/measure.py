"""Commands as whole processes, taking turns: seconds, memory, and the ratios of each round. For Unix: it waits with wait4.

Seconds are wall-clock, from before the start of a process to its end. On a machine with other work only ratios of one round
mean something: what slows a command down slows the one that takes its turn beside it, too.
"""

from __future__ import annotations

import hashlib
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes of one unit of ru_maxrss
_BETWEEN_SAMPLES = 0.02  # seconds


class CommandFailedError(Exception):
    """A command ended with an exit code that isn't one of its own."""


def _nothing() -> None:
    """No preparation."""


@dataclass(frozen=True)
class Command:
    """What is run, in which folder and environment (added to ours), what is made ready before each run, what it may return.

    `prepare` isn't timed. `fine`: the exit codes that mean it did its work; none: all.
    """

    name: str
    argv: tuple[str, ...]
    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], object] = _nothing
    fine: frozenset[int] = frozenset()


class Run(NamedTuple):
    """One run. `cpu`: seconds of all cores, its own processes' alone. `mib`: the peak memory of the largest of its processes.

    `digest`: of what it printed.
    """

    seconds: float
    cpu: float
    mib: float
    digest: str


class Spread(NamedTuple):
    """The middle and the ends of several figures."""

    least: float
    median: float
    most: float


def run(command: Command, scratch: Path) -> Run:
    """Run once; its output and errors are files in `scratch`. Raises CommandFailedError with what it said last."""
    command.prepare()
    with _outputs(scratch) as (out, err):
        started = time.perf_counter()
        process = _started(command, out, err)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:  # an interrupt: leave nothing running
            process.kill()
            process.wait()
            raise
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    _refuse(command, process.returncode, scratch)
    digest = hashlib.sha256((scratch / "stdout").read_bytes()).hexdigest()[:16]
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MAXRSS_UNIT / 2**20, digest)


def looked_at(command: Command, scratch: Path) -> tuple[str, float]:
    """What a Python command imports, as -X importtime tells it, and the memory in MiB of all its processes together.

    Memory is sampled, with pages that processes share counted once; 0 where /proc doesn't tell. Slower than `run`: no times.
    """
    command.prepare()
    most = 0.0
    with _outputs(scratch) as (out, err):
        process = _started(command, out, err, {"PYTHONPROFILEIMPORTTIME": "1"})
        while process.poll() is None:
            most = max(most, sum(_proportional(pid) for pid in _family(process.pid)) / 2**20)
            time.sleep(_BETWEEN_SAMPLES)
    _refuse(command, process.returncode, scratch)
    return (scratch / "stderr").read_text("utf-8", "replace"), most


@contextmanager
def _outputs(scratch: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    with (scratch / "stdout").open("wb") as out, (scratch / "stderr").open("wb") as err:
        yield out, err


def _started(command: Command, out: IO[bytes], err: IO[bytes], env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **command.env, **(env or {})}
    return subprocess.Popen(command.argv, cwd=command.folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err)


def _refuse(command: Command, code: int, scratch: Path) -> None:
    """Raise CommandFailedError for an exit code that the command doesn't have."""
    if code >= 0 and (not command.fine or code in command.fine):
        return
    said = "".join((scratch / name).read_text("utf-8", "replace").strip()[-800:] for name in ("stderr", "stdout"))
    raise CommandFailedError(f"{' '.join(command.argv[:4])} ended with {code}: {said}")


def _family(pid: int) -> list[int]:
    """A process and those that it started, and so on. Empty for one that has ended."""
    try:
        listed = [(task / "children").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return []
    return [pid, *(one for children in listed for child in children.split() for one in _family(int(child)))]


def _proportional(pid: int) -> int:
    """The bytes of a process, those that it shares with others divided by their number."""
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def in_turns(commands: Sequence[Command], rounds: int, scratch: Path) -> dict[str, list[Run]]:
    """The runs of each command by name, after one that isn't counted; another one begins each round."""
    for command in commands:
        run(command, scratch)
    runs: dict[str, list[Run]] = {command.name: [] for command in commands}
    for number in range(rounds):
        first = number % len(commands)
        for command in (*commands[first:], *commands[:first]):
            runs[command.name].append(run(command, scratch))
    return runs


def spread(figures: Sequence[float]) -> Spread:
    return Spread(min(figures), statistics.median(figures), max(figures))


def seconds(runs: Sequence[Run]) -> Spread:
    return spread([one.seconds for one in runs])


def cpu(runs: Sequence[Run]) -> Spread:
    return spread([one.cpu for one in runs])


def ratios(runs: Sequence[Run], others: Sequence[Run]) -> Spread:
    """How many times as long as the others, round by round."""
    return spread([one.seconds / other.seconds for one, other in zip(runs, others, strict=True)])


def differences(runs: Sequence[Run], others: Sequence[Run]) -> Spread:
    """How many seconds longer than the others, round by round."""
    return spread([one.seconds - other.seconds for one, other in zip(runs, others, strict=True)])


def peak(runs: Sequence[Run]) -> float:
    """MiB of the largest run."""
    return max(one.mib for one in runs)
