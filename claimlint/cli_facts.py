"""The commands that look after the register of facts: `claimlint init` and `claimlint facts`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from claimlint.console import Command, Commands, config_option, facts_option, messages_option, pack_option, today_option
from claimlint.errors import ClaimlintError
from claimlint.output import write
from claimlint.run import Job, checked, configured, fails, packs_of, substantiation_of
from claimlint.terminal import CLEAN, FOUND, colour_wanted, complain, width

if TYPE_CHECKING:
    from claimlint.lint import Substantiation
    from claimlint.model import Result
    from claimlint.packs import PackSet


@click.command(
    cls=Command,
    examples=[
        ("claimlint init", "Write both files for the copy in this folder and below."),
        ("claimlint init site/", "The register holds what the findings of site/ wait for."),
    ],
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
def init(paths: tuple[str, ...]) -> int:
    """Write a claimlint.yaml, and a facts.yaml with the facts that the findings of these files wait for.

    Every entry is commented out: nothing is made up. Files that exist are left as they are.
    """
    from claimlint.config import FACTS, NAMES
    from claimlint.reports.facts import CONFIGURATION, gaps, skeleton

    config = configured(None)
    result = checked(paths or (".",), Job(config, packs_of(config, ())))
    for name, text in ((NAMES[0], CONFIGURATION), (FACTS, skeleton(gaps(result.findings)))):
        try:
            with Path(name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            click.echo(f"wrote {name}")
        except FileExistsError:
            click.echo(f"{name} exists and is left as it is")
        except OSError as error:
            raise ClaimlintError(f"cannot write this file: {error.strerror}", name) from None
    return complain(*(f"{problem.path}: {problem.message}" for problem in result.problems)) if result.problems else CLEAN


@click.group(cls=Commands)
def facts() -> None:
    """Look after the register of facts: what it holds, what it lacks, whether the pages keep to it."""


def _register_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What the commands on the register share."""
    for option in (pack_option, config_option, today_option, facts_option):
        command = option(command)
    return click.argument("paths", nargs=-1, metavar="[PATHS]...")(command)


@facts.command(
    examples=[("claimlint facts status --today 2027-01-01", "What will have lapsed by then.")],
)
@_register_options
def status(
    paths: tuple[str, ...],
    facts_file: Path | None,
    today: datetime | None,
    extra_packs: tuple[Path, ...],
    config_file: Path | None,
) -> None:
    """List the facts, the worst first: live, expiring, expired, unproven or unapproved, and how often these pages use them."""
    from claimlint.reports.facts import status_table

    audit = _audited(paths, facts_file, today, extra_packs, config_file)
    assert audit.substantiation
    filled = Counter(name for found in audit.result.findings for rewrite in found.rewrites for name in rewrite.facts)
    used = audit.substantiation.used + filled
    click.echo(status_table(audit.substantiation.register, audit.substantiation.today, used, audit.packs.slots), nl=False)


@facts.command(
    name="gaps",
    examples=[("claimlint facts gaps site/", "The facts that the findings of site/ wait for.")],
)
@messages_option
@_register_options
def gaps_command(
    paths: tuple[str, ...],
    facts_file: Path | None,
    today: datetime | None,
    extra_packs: tuple[Path, ...],
    config_file: Path | None,
    messages: str | None,
) -> None:
    """List the facts that findings wait for, those first that would settle most of them alone."""
    from claimlint.reports.facts import gap_table, gaps

    audit = _audited(paths, facts_file, today, extra_packs, config_file, needed=False)
    click.echo(gap_table(gaps(audit.result.findings), messages or "en"), nl=False)


@facts.command(
    name="check",
    examples=[("claimlint facts check site/", "In continuous integration: whether site/ keeps to the register.")],
    exits={0: "the pages keep to the register", 1: "a page contradicts it, or rests on a lapsed fact"},
)
@_register_options
def check_facts(
    paths: tuple[str, ...],
    facts_file: Path | None,
    today: datetime | None,
    extra_packs: tuple[Path, ...],
    config_file: Path | None,
) -> int:
    """Report only what the register finds on these pages."""
    from claimlint.reports import ReportOptions

    result = _audited(paths, facts_file, today, extra_packs, config_file).result
    result = result._replace(findings=tuple(found for found in result.findings if found.rule.family == "facts"))
    write(result, "text", None, ReportOptions(colour_wanted(None), width()))
    if result.problems:
        return complain(*(f"{problem.path}: {problem.message}" for problem in result.problems))
    return FOUND if fails(result, "warning") else CLEAN


class _Audit(NamedTuple):
    """The register as a run saw it (None when there is none), the packs, and what was found."""

    substantiation: Substantiation | None
    packs: PackSet
    result: Result


def _audited(
    paths: tuple[str, ...],
    facts_file: Path | None,
    today: datetime | None,
    extra_packs: tuple[Path, ...],
    config_file: Path | None,
    *,
    needed: bool = True,
) -> _Audit:
    """The pages checked against the register, which `needed` asks for."""
    config = configured(config_file)
    config = config.with_options(facts=facts_file) if facts_file else config
    if needed and config.facts is None:
        raise ClaimlintError("there is no register of facts here; 'claimlint init' writes one, --facts names one")
    packs = packs_of(config, extra_packs)
    substantiation = substantiation_of(config, packs, today)
    return _Audit(substantiation, packs, checked(paths or (".",), Job(config, packs, substantiation, today)))
