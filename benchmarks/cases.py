"""The cases: what is run over which pages, and the goal of each. What they gave."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import anatomy
import corpus
import measure
from bench import CODESPELL, IMPORT, PAGE_SIZE, RULES, Bench, State
from measure import Command, Run, Spread

LARGE_PAGE = 1_000_000  # bytes


@dataclass(frozen=True)
class Goal:
    """At most `limit` times as long as the command `against`, or (`seconds`) so many seconds longer."""

    limit: float
    against: str = CODESPELL
    seconds: bool = False

    def __str__(self) -> str:
        return f"≤ {self.against} + {self.limit:g} s" if self.seconds else f"≤ {self.limit:g} × {self.against}"

    def reached(self, runs: Mapping[str, Sequence[Run]], first: str) -> Spread:
        """How many times as long, or how many seconds longer, the first command took."""
        return (measure.differences if self.seconds else measure.ratios)(runs[first], runs[self.against])


@dataclass(frozen=True)
class Case:
    """Commands that take turns; the goal is that of the first. `size` in bytes; `memory`: MiB that it may take.

    `same`: cases of one such name must print the same.
    """

    commands: tuple[Command, ...]
    pages: int
    size: int
    goal: Goal | None = None
    memory: float | None = None
    same: str = ""


@dataclass
class Outcome:
    """What a case gave. `together`: MiB of all processes, sampled; `milliseconds`: of imports by package."""

    name: str
    title: str
    case: Case
    runs: dict[str, list[Run]]
    together: float
    loads_spacy: bool
    milliseconds: dict[str, float]

    @property
    def first(self) -> str:
        return self.case.commands[0].name

    @property
    def seconds(self) -> float:
        return measure.seconds(self.runs[self.first]).median

    @property
    def peak(self) -> float:
        """MiB: of the largest process, or of all together if that is more."""
        return max(self.together, measure.peak(self.runs[self.first]))

    def times(self, other: str) -> Spread:
        """How many times as long as another command of the case."""
        return measure.ratios(self.runs[self.first], self.runs[other])

    @property
    def reached(self) -> Spread | None:
        return self.case.goal.reached(self.runs, self.first) if self.case.goal else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met by the middle of the rounds; None without a goal."""
        return self.reached.median <= self.case.goal.limit if self.reached and self.case.goal else None

    @property
    def memory_met(self) -> bool | None:
        return self.peak <= self.case.memory if self.case.memory else None

    def as_json(self) -> dict[str, Any]:
        return {
            "case": self.name,
            "title": self.title,
            "pages": self.case.pages,
            "bytes": self.case.size,
            "seconds": {name: [round(one.seconds, 4) for one in runs] for name, runs in self.runs.items()},
            "cpu_seconds": {name: [round(one.cpu, 4) for one in runs] for name, runs in self.runs.items()},
            "times": {name: self.times(name)._asdict() for name in self.runs if name != self.first},
            "peak_mib": {name: round(measure.peak(runs), 1) for name, runs in self.runs.items()},
            "together_mib": round(self.together, 1),
            "loads_spacy": self.loads_spacy,
            "imports_ms": self.milliseconds,
            "goal": str(self.case.goal) if self.case.goal else None,
            "reached": self.reached._asdict() if self.reached else None,
            "met": self.met,
            "memory_goal_mib": self.case.memory,
            "memory_met": self.memory_met,
            "digests": sorted({one.digest for one in self.runs[self.first]}),
        }


class Growth(NamedTuple):
    """One row of the table on growth: how many times the first row's amount, and how many times its time."""

    what: str
    amount: str
    grown: float
    times: Spread
    seconds: float


def _size(pages: Sequence[corpus.Page]) -> int:
    return sum(len(page.data) for page in pages)


def _tiny(bench: Bench) -> Case:
    pages = [corpus.Page("page.html", corpus.TINY)]
    return _over(bench, "tiny", pages, Goal(0.5), peers=True)


def _five(bench: Bench) -> Case:
    return _over(bench, "five", corpus.of_size(bench.without_grammar, 5, PAGE_SIZE), Goal(0.8), peers=True)


def _five_grammar(bench: Bench) -> Case:
    pages = corpus.of_size(bench.with_grammar, 5, PAGE_SIZE)
    return _over(bench, "five-grammar", pages, Goal(0.4, IMPORT, seconds=True), others=(bench.spacy(),))


def _five_edited(bench: Bench) -> Case:
    pages = corpus.of_size(bench.with_grammar, 5, PAGE_SIZE)
    day = iter(range(10**9))

    def edit() -> None:
        (bench.root / "five-edited" / pages[0].name).write_bytes(corpus.edited(pages[0].data, next(day)))

    return _over(bench, "five-edited", pages, Goal(0.8), state="warm", prepare=edit)


def _large(bench: Bench) -> Case:
    html = list(bench.without_grammar)
    page = corpus.Page("page.html", corpus.joined(corpus.endless(html), LARGE_PAGE))
    return _over(bench, "page-1mb", [page], Goal(1.0), peers=True)


def _first_run(bench: Bench) -> Case:
    return _over(bench, "first-run", corpus.of_size(bench.without_grammar, 5, PAGE_SIZE), None, state="first")


def _over(
    bench: Bench,
    name: str,
    pages: Sequence[corpus.Page],
    goal: Goal | None,
    *,
    state: State = "cold",
    prepare: Callable[[], object] | None = None,
    others: tuple[Command, ...] = (),
    peers: bool = False,
) -> Case:
    """A case over a few pages that are named."""
    folder = bench.in_folder(name, pages)
    paths = [page.name for page in pages]
    commands = [bench.claimlint(folder, paths, state=state, prepare=prepare), bench.codespell(folder, paths), *others]
    return Case((*commands, *(bench.peers(folder, paths) if peers else ())), len(pages), _size(pages), goal)


def _site(bench: Bench) -> Case:
    return _over_site(bench, Goal(2.4), memory=400, same="site")


def _site_words(bench: Bench) -> Case:
    return _over_site(bench, Goal(0.9), memory=120, env=bench.words_alone, peers=True)


def _site_warm(bench: Bench) -> Case:
    return _over_site(bench, Goal(0.3), state="warm", same="site")


def _site_files(bench: Bench) -> Case:
    return _over_site(bench, None, paths=[f"site/{page.name}" for page in bench.site], same="site")


def _site_no_cache(bench: Bench) -> Case | None:
    return _over_site(bench, None, "--no-cache", same="site") if "--no-cache" in bench.help else None


def _site_jobs(bench: Bench) -> Case | None:
    if "--jobs" not in bench.help:
        return None
    one = bench.claimlint(bench.root / "site", ["site"], "--jobs", "1", name="one process")
    return _over_site(bench, Goal(1.0, one.name), "--jobs", "2", same="site", others=(one,))


def _rules(bench: Bench, kind: str) -> Case:
    ours = bench.claimlint(bench.root / "site", ["site"], name="our rules", env=bench.words_alone)
    goal = Goal(1.3, ours.name) if kind == "apart" else None
    pack = str(bench.more_rules(kind))
    return _over_site(bench, goal, "--pack", pack, env=bench.words_alone, others=(ours,), same="site, words alone")


def _over_site(
    bench: Bench,
    goal: Goal | None,
    *options: str,
    paths: Sequence[str] = ("site",),
    state: State = "cold",
    env: Mapping[str, str] | None = None,
    memory: float | None = None,
    others: tuple[Command, ...] = (),
    peers: bool = False,
    same: str = "",
) -> Case:
    """A case over the whole site."""
    pages, folder = bench.site, bench.root / "site"
    commands = [bench.claimlint(folder, paths, *options, state=state, env=env), bench.codespell(folder, paths), *others]
    same = same or ("site, words alone" if env else "")
    return Case((*commands, *(bench.peers(folder, paths) if peers else ())), len(pages), _size(pages), goal, memory, same)


CASES: dict[str, tuple[str, Callable[[Bench], Case | None]]] = {
    "tiny": ("one tiny page, nothing for grammar", _tiny),
    "five": ("five pages of 20 kB, nothing for grammar", _five),
    "five-grammar": ("five pages with claims that need grammar, nothing cached", _five_grammar),
    "five-edited": ("the same after an edit of one sentence that needs none", _five_edited),
    "site-words": ("site, words alone", _site_words),
    "site": ("site, grammar on, nothing cached", _site),
    "site-warm": ("site, warm", _site_warm),
    "page-1mb": ("one 1 MB page, nothing for grammar", _large),
    "rules": (f"site, words alone, {RULES} × the rules, looked up by words of their own", partial(_rules, kind="apart")),
    "rules-anchored": (
        f"site, words alone, {RULES} × the rules, looked up by the same words",
        partial(_rules, kind="anchored"),
    ),
    "first-run": ("five pages, first run after installing: packs not compiled", _first_run),
    "site-files": ("site as a list of files, nothing cached", _site_files),
    "site-no-cache": ("site with --no-cache", _site_no_cache),
    "site-jobs": ("site, two processes against one", _site_jobs),
}
PROFILED = ("tiny", "site-words", "site", "site-warm", "rules")


def measured(bench: Bench, name: str, rounds: int) -> Outcome | None:
    """A case; None when this claimlint has no such option."""
    title, make = CASES[name]
    case = make(bench)
    if case is None:
        return None
    measure.run(case.commands[0], bench.scratch)  # caches are filled, so that what is looked at is what will be timed
    stderr, together = measure.looked_at(case.commands[0], bench.scratch)
    runs = measure.in_turns(case.commands, rounds, bench.scratch)
    loads_spacy = any(module.partition(".")[0] == "spacy" for module in anatomy.modules(stderr))
    return Outcome(name, title, case, runs, together, loads_spacy, anatomy.imports(stderr))


def grown(bench: Bench, rounds: int) -> list[Growth]:
    """How the time of claimlint grows with pages, copy, rules and findings; words alone but for one row."""
    found: list[Growth] = []
    site, words = bench.site, bench.words_alone

    def add(what: str, folders: Sequence[tuple[str, float, Path, Mapping[str, str], Sequence[str]]]) -> None:
        commands = [
            bench.claimlint(folder, ["."], *options, name=amount, env=env) for amount, _, folder, env, options in folders
        ]
        runs = measure.in_turns(commands, rounds, bench.scratch)
        least = folders[0]
        for amount, size, *_ in folders:
            times = measure.ratios(runs[amount], runs[least[0]])
            found.append(Growth(what, amount, size / least[1], times, measure.seconds(runs[amount]).median))

    parts = [site[: max(1, len(site) * share // 4)] for share in (1, 2, 4)]
    folders = [bench.in_folder(f"growth-pages-{len(part)}", part) for part in parts]
    amounts = [f"{len(part)} pages, {_size(part) / 1e6:.2f} MB" for part in parts]
    for what, env in (("pages", words), ("pages, grammar on", {})):
        rows = zip(amounts, map(_size, parts), folders, strict=True)
        add(what, [(amount, size, folder, env, ()) for amount, size, folder in rows])
    copies = [corpus.joined(corpus.endless(bench.without_grammar), LARGE_PAGE // part) for part in (8, 4, 2, 1)]
    rows_of_copy = []
    for copy in copies:
        folder = bench.in_folder(f"growth-copy-{len(copy)}", [corpus.Page("page.html", copy)])
        rows_of_copy.append((f"one page of {len(copy) / 1e6:.2f} MB", len(copy), folder, words, ()))
    add("copy per page", rows_of_copy)
    part = folders[0]
    add(
        "rules",
        [
            ("ours", 1, part, words, ()),
            (f"{RULES} ×, looked up by words of their own", RULES, part, words, ("--pack", str(bench.more_rules("apart")))),
            (f"{RULES} ×, looked up by the same words", RULES, part, words, ("--pack", str(bench.more_rules("anchored")))),
        ],
    )
    rows_of_claims = []
    for claimed in (20, 40, 80):
        pages = corpus.with_claims(bench.claims, max(1, bench.files // 8), 80, claimed)
        folder = bench.in_folder(f"growth-findings-{claimed}", pages)
        count = _findings(bench, folder)
        rows_of_claims.append((f"{count:,} findings", count, folder, words, ()))
    add("findings", rows_of_claims)
    return found


def _findings(bench: Bench, folder: Path) -> int:
    """How many findings a folder has, words alone."""
    measure.run(bench.claimlint(folder, ["."], "--format", "json", env=bench.words_alone), bench.scratch)
    return len(json.loads((bench.scratch / "stdout").read_text(encoding="utf-8"))["findings"])


def profiled(bench: Bench, name: str) -> dict[str, float]:
    """The share of each part of claimlint in the first command of a case, run in one process."""
    case = CASES[name][1](bench)
    assert case is not None
    command = case.commands[0]
    target = bench.scratch / "profile"
    options = ("--jobs", "1") if "--jobs" in bench.help else ()
    argv = (str(bench.python), "-m", "cProfile", "-o", str(target), "-m", "claimlint", *command.argv[1:2], *options)
    again = Command(command.name, (*argv, *command.argv[2:]), command.folder, command.env, command.prepare)
    measure.run(command, bench.scratch)
    measure.run(again, bench.scratch)
    words = command.env.get("PYTHONPATH")
    return anatomy.parts(target, Path(words) / "claimlint" if words else bench.package)
