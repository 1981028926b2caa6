"""A run: configuration, packs and register put together, and the files linted. What the commands share."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from claimlint.errors import ClaimlintError
from claimlint.terminal import say

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from claimlint.baseline import Known
    from claimlint.config import Config, FailOn
    from claimlint.keep import Keep
    from claimlint.lint import Grammar, Settings, Substantiation, Then
    from claimlint.model import Result, Rule
    from claimlint.packs import PackSet
    from claimlint.results import LastReport
    from claimlint.since import Since
    from claimlint.work import Work

STDIN = "stdin.html"  # the name of standard input, unless --stdin-filename gives another
MANY_FILES = 20
_PATIENCE = 1.0  # seconds before a progress bar appears
_T = TypeVar("_T")


def configured(explicit: Path | None) -> Config:
    from claimlint.config import load_config

    return load_config(explicit, os.getcwd())  # noqa: PTH109 - a start without pathlib


def packs_of(config: Config, extra: Sequence[Path]) -> PackSet:
    """Our packs and the user's; a user's rewrite that is a claim itself is refused (the tests see to ours)."""
    from claimlint.config import check_names
    from claimlint.packs import load_packs

    theirs = (*config.packs, *extra)
    packs = load_packs(theirs)
    if theirs:
        from claimlint.lint import refuse_bad_rewrites

        refuse_bad_rewrites(packs, [rule for rule in packs.rules if stands_in(rule, theirs)], grammar_of(config, packs))
    check_names(config, packs.names, [profile.id for profile in packs.profiles], tuple(packs.lexicons))
    return packs


def pipelines_of(config: Config) -> Mapping[str, str]:
    """The spaCy pipelines by language: ours, and those of the configuration in their place."""
    from claimlint.lint import BUILT_IN

    return {**BUILT_IN, **config.nlp}


def grammar_of(config: Config, packs: PackSet, keep: Keep | None = None) -> Grammar:
    """The spaCy pipelines of a run; ClaimlintErrors when a rule needs one that isn't there. `keep`: for its decisions."""
    from claimlint.lint import Grammar

    grammar = Grammar(pipelines_of(config), keep)
    grammar.check(packs)
    return grammar


def day_of(today: datetime | None) -> date:
    """The day that is asked for, else the current one."""
    from datetime import date

    return today.date() if today else date.today()


def home_of(config: Config) -> str:
    """The folder from which findings know their path: the repository's root, else that of the configuration."""
    from claimlint.history import root_of

    return root_of(config.root) or config.root


def substantiation_of(config: Config, packs: PackSet, today: datetime | None) -> Substantiation | None:
    """The register of facts on a day; None when there is none."""
    if config.facts is None:
        return None
    from claimlint.facts import load_register
    from claimlint.lint import Substantiation

    register = load_register(config.facts)
    return Substantiation(register, day_of(today), config.region, packs.topics, packs.lexicons, config.currency)


def known_of(config: Config) -> Known | None:
    """The baseline of the configuration, as the step that leaves out what it holds; None when there is none."""
    if config.baseline is None:
        return None
    from pathlib import Path

    from claimlint.baseline import Known, read_baseline

    return Known(read_baseline(config.baseline), Path(home_of(config)))


def since_of(name: str) -> Since:
    """The step that leaves out findings on what has not changed since a revision, or since the branch left it."""
    from pathlib import Path

    from claimlint.history import base_of, changed_files
    from claimlint.since import Since

    revision = base_of(name, Path.cwd())
    return Since(revision, changed_files(revision))


def known_kind(kind: str | None) -> str:
    if not kind:
        return ""
    from claimlint.sources import READERS
    from claimlint.sources.kinds import TEMPLATES

    kinds = (*READERS, *TEMPLATES)
    if kind not in kinds:
        from claimlint.schema import nearest

        raise ClaimlintError(f"no type '{kind}'; {nearest(kind, kinds)}")
    return kind


def known_language(messages: str, packs: PackSet) -> str:
    """The language of messages as reports take it: "" for the page's."""
    from claimlint.config import PAGE_LANGUAGE

    known = (PAGE_LANGUAGE, *packs.lexicons)
    if messages not in known:
        from claimlint.schema import nearest

        raise ClaimlintError(f"messages: no reasons are written in '{messages}'; {nearest(messages, known)}")
    return "" if messages == PAGE_LANGUAGE else messages


class Job(NamedTuple):
    """A run.

    `kind`: how all files are read; "": each by its name
    `since`: only files that changed
    `force_exclude`: files that are named are left out where a folder's would be
    `today`: the day on which facts and suppressions must be live; None: the current one
    `then`: steps for each file by itself, which may work in a process of its own
    `known`: the baseline, whose claims are left out at last
    `keeps`: results may be kept
    `jobs`: the most processes, 0 for one a core
    """

    config: Config
    packs: PackSet
    substantiation: Substantiation | None = None
    today: datetime | None = None
    kind: str = ""
    stdin_filename: str = STDIN
    since: Since | None = None
    force_exclude: bool = False
    then: tuple[Then, ...] = ()
    known: Known | None = None
    keeps: bool = False
    jobs: int = 1


class Run:
    """The files of a run over files and folders ("-": standard input), and the work on them."""

    def __init__(self, paths: Sequence[str], job: Job) -> None:
        from claimlint.files import NEEDS_EXTRA, find_files

        files, self._problems = find_files([path for path in paths if path != "-"], job.config, force_exclude=job.force_exclude)
        self._sources: list[tuple[str, bytes | None]] = [(file.path, None) for file in files if file.kind]
        if job.since:
            self._sources = [(path, data) for path, data in self._sources if job.since.concerns(path)]
        if unread := sum(file.why == NEEDS_EXTRA for file in files):
            say(f"claimlint: note: {unread:,} files left out: {NEEDS_EXTRA}", err=True)
        if "-" in paths:
            self._sources.insert(0, (job.stdin_filename, sys.stdin.buffer.read()))
        self._job = job
        self._work = work_of(job)

    def last_report(self, told: str) -> LastReport | None:
        """Where the report of a run over many files is kept; None where it isn't: what it says depends on more than files.

        `told`: what it depends on besides this run.
        """
        if self._problems or self._job.known or not self._work.results or len(self._sources) < MANY_FILES:
            return None
        from claimlint.results import LastReport

        digests = [self._work.digest(path) for path, data in self._sources if data is None]
        known = [digest for digest in digests if digest]
        paths = [path for path, _ in self._sources]
        return LastReport(self._work.results, paths, known, told) if len(known) == len(paths) else None

    def result(self) -> Result:
        from claimlint.lint import collect, home_path

        results = with_progress(self._work.run(self._sources), len(self._sources))
        result = collect(map(self._job.known.sift, results) if self._job.known else results)
        problems = (*self._problems, *result.problems)
        if not problems:
            return result
        home = home_of(self._job.config)
        return result._replace(problems=tuple(one._replace(home_path=home_path(one.path, home)) for one in problems))


def checked(paths: Sequence[str], job: Job) -> Result:
    """The result of a run over files and folders ("-": standard input)."""
    return Run(paths, job).result()


def work_of(job: Job) -> Work:
    """The work of a run. What is kept is of no use where a step asks for a file's document."""
    from claimlint.keep import Keep
    from claimlint.work import Work

    then: tuple[Then, ...] = (job.since, *job.then) if job.since else job.then
    today = job.today.date() if job.today else None
    keep = Keep(job.config.root) if job.keeps else None
    results = None
    if keep and not then:
        from claimlint.results import Results, common_digest

        results = Results(keep, common_digest([job.kind], pipelines_of(job.config)), today)
    grammar = cast("Grammar", _Grammar(job.config, job.packs, keep))
    return Work(settings_of(job), grammar, home_of(job.config), today, job.kind, then, results, job.jobs)


class _Grammar:
    """The grammar of a run, put together when the first question is asked: most pages ask none.

    Raises ClaimlintErrors at once for what `grammar_of` would refuse.
    """

    def __init__(self, config: Config, packs: PackSet, keep: Keep | None) -> None:
        self._whole = cache(lambda: grammar_of(config, packs, keep))
        self._asked = False
        known = pipelines_of(config)
        if config.nlp or any(rule.has_patterns and rule.language not in known for rule in packs.compiled):
            self._used()

    def _used(self) -> Grammar:
        self._asked = True
        return self._whole()

    def reads(self, *question: Any) -> bool | None:
        return self._used().reads(*question)

    def settle(self) -> None:
        self._used().settle()

    def learn(self, decisions: Mapping[bytes, bool]) -> None:
        if decisions:
            self._used().learn(decisions)

    def take(self) -> Mapping[bytes, bool]:
        return self._used().take() if self._asked else {}

    def save(self) -> None:
        if self._asked:
            self._used().save()


def judging(packs: PackSet, config: Config) -> PackSet:
    """The rules of a configuration: selected, then weighed by profile and audience, then one by one."""
    packs = packs.selected(config.select, config.ignore)
    for view in (config.profile, "businesses" if config.audience == "businesses" else ""):
        packs = packs.seen_as(view) if view else packs
    return packs.weighed(config.severity)


def settings_of(job: Job) -> Callable[[str], Settings]:
    """How each file is read and judged, with the overrides that cover it."""
    from claimlint.lint import Settings
    from claimlint.sources.options import FRONT_MATTER, ReaderOptions

    made: dict[int, Settings] = {}  # files that the same overrides cover have the same configuration

    def settings(path: str) -> Settings:
        config = job.config.at(path)
        if id(config) not in made:
            made[id(config)] = of(config)
        return made[id(config)]

    def of(config: Config) -> Settings:
        return Settings(
            judging(job.packs, config),
            config.min_confidence,
            ReaderOptions(
                front_matter=(*FRONT_MATTER, *config.front_matter),
                copy_keys=config.copy_keys,
                skip_keys=config.skip_keys,
                skip=config.skip,
                testimonials=config.testimonials,
            ),
            job.substantiation.within(config.region) if job.substantiation else None,
            config.messages if config.messages != job.config.messages else "",
        )

    return settings


def with_progress(results: Iterable[_T], total: int) -> Iterator[_T]:
    """The same results; a progress bar appears on a terminal when many files take more than a moment."""
    if total < MANY_FILES or not sys.stderr.isatty():
        yield from results
        return
    from contextlib import ExitStack

    started, bar = time.monotonic(), None
    with ExitStack() as stack:
        for done, result in enumerate(results, 1):
            yield result
            if bar is not None:
                bar.update(1)
            elif time.monotonic() - started > _PATIENCE:
                import click

                bar = stack.enter_context(click.progressbar(length=total, label="Checking", file=sys.stderr))
                bar.update(done)


def fails(result: Result, fail_on: FailOn) -> bool:
    from claimlint.model import SEVERITIES

    if fail_on == "never":
        return False
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(finding.rule.severity in failing for finding in result.findings)


def stands_in(rule: Rule, packs: Iterable[Path]) -> bool:
    from pathlib import Path

    return any(Path(rule.path).resolve().is_relative_to(pack.resolve()) for pack in packs)
