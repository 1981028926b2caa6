"""A run: configuration, packs and register put together, and the files linted. What the commands share."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from claimlint.errors import ClaimlintError

if TYPE_CHECKING:
    from claimlint.config import Config, FailOn
    from claimlint.lint import Grammar, Substantiation, Then
    from claimlint.model import Result, Rule
    from claimlint.packs import PackSet

STDIN = "stdin.html"  # the name of standard input, unless --stdin-filename gives another
MANY_FILES = 20
_PATIENCE = 1.0  # seconds before a progress bar appears
_T = TypeVar("_T")


def configured(explicit: Path | None) -> Config:
    from claimlint.config import load_config

    return load_config(explicit, Path.cwd())


def packs_of(config: Config, extra: Sequence[Path]) -> PackSet:
    """Our packs and the user's; a user's rewrite that is a claim itself is refused (the tests see to ours)."""
    from claimlint.packs import load_packs

    theirs = (*config.packs, *extra)
    packs = load_packs(theirs)
    if theirs:
        from claimlint.lint import refuse_bad_rewrites

        refuse_bad_rewrites(packs, [rule for rule in packs.rules if stands_in(rule, theirs)], grammar_of(config, packs))
    return packs


def grammar_of(config: Config, packs: PackSet) -> Grammar:
    """The spaCy pipelines of a run; ClaimlintErrors when a rule needs one that isn't there."""
    from claimlint.lint import BUILT_IN, Grammar

    grammar = Grammar({**BUILT_IN, **config.nlp})
    grammar.check(packs)
    return grammar


def substantiation_of(config: Config, packs: PackSet, today: datetime | None) -> Substantiation | None:
    """The register of facts on a day; None when there is none."""
    if config.facts is None:
        return None
    from claimlint.facts import load_register
    from claimlint.lint import Substantiation
    from claimlint.packs import load_topics

    register = load_register(config.facts)
    day = (today or datetime.now()).date()
    return Substantiation(register, day, config.region, load_topics(packs.lexicons), packs.lexicons)


def known_kind(kind: str | None) -> str:
    from claimlint.schema import nearest
    from claimlint.sources import READERS
    from claimlint.sources.kinds import TEMPLATES

    kinds = (*READERS, *TEMPLATES)
    if kind and kind not in kinds:
        raise ClaimlintError(f"no type '{kind}'; {nearest(kind, kinds)}")
    return kind or ""


def known_language(messages: str, packs: PackSet) -> str:
    """The language of messages as reports take it: "" for the page's."""
    from claimlint.config import PAGE_LANGUAGE
    from claimlint.schema import nearest

    known = (PAGE_LANGUAGE, *packs.lexicons)
    if messages not in known:
        raise ClaimlintError(f"messages: no reasons are written in '{messages}'; {nearest(messages, known)}")
    return "" if messages == PAGE_LANGUAGE else messages


def checked(
    paths: Sequence[str],
    kind: str,
    stdin_filename: str,
    config: Config,
    packs: PackSet,
    substantiation: Substantiation | None,
    then: Then | None = None,
) -> Result:
    from claimlint.files import NEEDS_EXTRA, find_files
    from claimlint.lint import collect, lint_files
    from claimlint.sources.options import FRONT_MATTER, ReaderOptions

    files, problems = find_files([path for path in paths if path != "-"], config)
    sources: list[tuple[str, bytes | None]] = [(file.path, None) for file in files if file.kind]
    if unread := sum(file.why == NEEDS_EXTRA for file in files):
        click.echo(f"claimlint: note: {unread:,} files left out: {NEEDS_EXTRA}", err=True)
    if "-" in paths:
        sources.insert(0, (stdin_filename, sys.stdin.buffer.read()))
    grammar = grammar_of(config, packs)
    options = ReaderOptions((*FRONT_MATTER, *config.front_matter), config.copy_keys, config.skip_keys)
    results = lint_files(
        sources,
        packs,
        min_confidence=config.min_confidence,
        kind=kind,
        options=options,
        grammar=grammar,
        substantiation=substantiation,
        then=then,
    )
    result = collect(with_progress(results, len(sources)))
    return replace(result, problems=(*problems, *result.problems))


def with_progress(results: Iterable[_T], total: int) -> Iterator[_T]:
    """The same results; a progress bar appears on a terminal when many files take more than a moment."""
    if total < MANY_FILES or not sys.stderr.isatty():
        yield from results
        return
    started, bar = time.monotonic(), None
    with ExitStack() as stack:
        for done, result in enumerate(results, 1):
            yield result
            if bar is not None:
                bar.update(1)
            elif time.monotonic() - started > _PATIENCE:
                bar = stack.enter_context(click.progressbar(length=total, label="Checking", file=sys.stderr))
                bar.update(done)


def fails(result: Result, fail_on: FailOn) -> bool:
    from claimlint.model import SEVERITIES

    if fail_on == "never":
        return False
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(finding.rule.severity in failing for finding in result.findings)


def stands_in(rule: Rule, packs: Iterable[Path]) -> bool:
    return any(Path(rule.path).resolve().is_relative_to(pack.resolve()) for pack in packs)
