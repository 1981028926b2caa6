"""The command line. Whatever is heavy is imported by the command that needs it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimlint import __version__
from claimlint.cli_completion import kinds, profile_names, rule_ids
from claimlint.console import (
    Command,
    Commands,
    baseline_option,
    config_option,
    facts_option,
    force_exclude_option,
    messages_option,
    option,
    pack_option,
    split,
    today_option,
)
from claimlint.output import FORMAT_NAMES, Report
from claimlint.run import STDIN, configured, grammar_of, known_language, packs_of, stands_in
from claimlint.terminal import CLEAN, FOUND, complain, width

if TYPE_CHECKING:
    from claimlint.lint import ExampleFailure

_META = "claimlint.reports"


class Reporting(Command):
    """A command whose --format and --output belong together in the order in which they are given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_META] = list(args)
        return super().parse_args(ctx, args)


def reports_asked_for(context: click.Context) -> tuple[Report, ...]:
    """The reports of a command line: text, if none is named. An --output belongs to the --format before it, else after it.

    The file "-" is standard output. Raises a usage error for two reports in one place, or two files for one.
    """
    asked: list[tuple[str, str]] = [("", "")]  # format and file; the first has no format yet
    for name, value in _given(context.meta[_META]):
        form, output = asked[-1]
        if not value:
            raise click.UsageError(f"{name} needs a value", context)
        if name == "--format":
            if form or len(asked) > 1:
                asked.append((value, ""))
            else:
                asked[-1] = (value, output)
        elif output:
            raise click.UsageError(f"--output {value} has no --format of its own; name one before it", context)
        else:
            asked[-1] = (form, value)
    reports = tuple(Report(form or "text", None if output in ("", "-") else Path(output)) for form, output in asked)
    shown = [report.form for report in reports if report.output is None]
    if len(shown) > 1:
        raise click.UsageError(f"{' and '.join(shown)} can't both be written here; name an --output for one", context)
    files = Counter(os.path.realpath(report.output) for report in reports if report.output)
    for report in reports:
        if report.output and files[os.path.realpath(report.output)] > 1:
            told = f"two reports can't both be written to {report.output}; name another --output for one"
            raise click.UsageError(told, context)
    return reports


def _given(arguments: list[str]) -> list[tuple[str, str]]:
    """The values of --format and --output, in order. (click keeps the order of each, not of both.)"""
    found: list[tuple[str, str]] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name in ("--format", "--output"):
            found.append((name, value if equals else next(rest, "")))
    return found


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    examples=[
        ("claimlint check", "Check the files that hold copy in this folder and below."),
        ("claimlint explain delivery-speed", "What one finding is about, and what to write instead."),
        ("claimlint init", "A configuration, and a register of the facts that findings wait for."),
        ("claimlint check --help", "What a command takes, with examples; so for each of them."),
    ],
    exits={1: "something was found that matters"},
)
@click.version_option(__version__, prog_name="claimlint", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Find claims in marketing copy that nobody could verify, and see what to write instead."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command(
    cls=Reporting,
    examples=[
        ("claimlint check", "The files that hold copy in this folder and below; 'claimlint files' lists them."),
        ("claimlint check site/ landing.html", "Folders and files."),
        ("claimlint check - --type markdown < page.md", "Standard input."),
        ("claimlint check --select superlative,delivery-speed", "One family and one rule."),
        ("claimlint check --profile legal --fail-on warning", "As regulators weigh findings; warnings fail, too."),
        ("claimlint check --since main", "Only what changed on this branch."),
        ("claimlint check --format html --output claims.html", "A page for reviewers."),
        ("claimlint check --diff", "What --fix would put in the place of claims."),
    ],
    exits={
        0: "nothing at or above --fail-on",
        1: "something at or above --fail-on; with --diff: something to change",
        2: "a file, a pack, a setting or an option is wrong: one line says which and what to do; the other files are checked",
    },
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@option(
    "--select",
    group="Rules",
    shell_complete=rule_ids,
    multiple=True,
    callback=split,
    metavar="IDS",
    help="Only these rules or families: ids with commas between them. May be repeated.",
)
@option(
    "--ignore",
    group="Rules",
    shell_complete=rule_ids,
    multiple=True,
    callback=split,
    metavar="IDS",
    help="Leave out these rules or families: likewise.",
)
@option(
    "--min-confidence",
    group="Rules",
    type=click.Choice(["high", "medium", "low"]),
    help="Leave out findings of rules that are less sure.  [default: medium]",
)
@option(
    "--profile",
    group="Rules",
    shell_complete=profile_names,
    metavar="NAME",
    help="Weigh findings as regulators do (legal) or as customers do (trust).",
)
@pack_option
@facts_option
@today_option
@baseline_option
@option("--no-baseline", group="Known findings", is_flag=True, help="Report what the baseline knows, too.")
@option(
    "--since",
    group="Known findings",
    metavar="REV",
    help="Only findings on what changed since this revision, or since we branched off it.",
)
@option(
    "--show-suppressed",
    group="Known findings",
    is_flag=True,
    help="Show what directives in the files silence, with their reasons.",
)
@option(
    "--fix", "fixing", group="Fixes", flag_value="fix", help="Put complete rewrites in the place of claims, where that is safe."
)
@option("--diff", "fixing", group="Fixes", flag_value="diff", help="Show what --fix would change, and write nothing.")
@option(
    "--unsafe-fixes",
    group="Fixes",
    is_flag=True,
    help="With --fix or --diff: also replace sentences that say more than the claim.",
)
@option(
    "--format",
    "forms",
    group="Report",
    type=click.Choice(FORMAT_NAMES),
    multiple=True,
    help="The format of the report. May be repeated, each with an --output of its own.  [default: text]",
)
@option(
    "--output",
    "outputs",
    group="Report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    multiple=True,
    help="Write the report of the --format before it to a file.",
)
@messages_option
@option(
    "--color/--no-color",
    "colour",
    group="Report",
    default=None,
    help="Colour, or none, whatever the terminal, NO_COLOR and FORCE_COLOR say.",
)
@option(
    "--fail-on",
    group="Exit code",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="The mildest severity that makes the exit code 1.  [default: error]",
)
@option(
    "--exit-zero", group="Exit code", is_flag=True, help="Findings do not change the exit code; trouble with files still does."
)
@force_exclude_option
@option(
    "--jobs",
    group="Files",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="The most processes to work with; 0: one for each core, where there is enough to do.  [default: 0]",
)
@option("--no-cache", group="Files", is_flag=True, help="Neither use nor keep results in .claimlint_cache.")
@option(
    "--type",
    "kind",
    group="Files",
    shell_complete=kinds,
    metavar="TYPE",
    help="Read all files as this type (html, markdown, json, jinja …), whatever their endings say.",
)
@option(
    "--stdin-filename",
    group="Files",
    default=STDIN,
    show_default=True,
    metavar="NAME",
    help="What '-' is called in the report; its ending says how it is read.",
)
@config_option
def check(forms: tuple[str, ...], outputs: tuple[Path, ...], **given: Any) -> int:  # noqa: ARG001 - see `reports_asked_for`
    """Check files and folders for claims that nobody could verify.

    Without PATHS the current folder is checked; '-' is standard input. An option takes the place of what the
    configuration says.
    """
    from claimlint.check import Asked, check

    return check(Asked(reports=reports_asked_for(click.get_current_context()), **given))


@cli.command(
    examples=[
        ("claimlint files", "What 'claimlint check' would read here."),
        ("claimlint files --skipped site/", "What it would leave out, too, and why."),
    ],
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@option("--skipped", is_flag=True, help="Show the files that are left out, too.")
@force_exclude_option
@config_option
def files(paths: tuple[str, ...], skipped: bool, force_exclude: bool, config_file: Path | None) -> int:
    """List the files that 'check' would read, with their type and why."""
    from claimlint.files import find_files
    from claimlint.reports.layout import visible

    found, problems = find_files(paths or (".",), configured(config_file), force_exclude=force_exclude)
    shown = [file for file in found if file.kind or skipped]
    column = max((len(file.kind) for file in shown), default=0)
    for file in shown:
        click.echo(f"{file.kind or '-':{column}}  {visible(file.path)}  ({file.why})")
    left_out = len(found) - sum(bool(file.kind) for file in found)
    hint = " (--skipped shows them)" if left_out and not skipped else ""
    click.echo(f"{len(found) - left_out:,} to read, {left_out:,} left out{hint}")
    return complain(*(f"{problem.path}: {problem.message}" for problem in problems)) if problems else CLEAN


@cli.command(
    examples=[
        ("claimlint explain delivery-speed", "One rule."),
        ("claimlint explain superlative", "A family, and the rules in it."),
        ("claimlint explain he-delivery-speed --messages en", "A rule for Hebrew copy, told in English."),
    ],
)
@click.argument("name", metavar="RULE", shell_complete=rule_ids)
@messages_option
@pack_option
@config_option
def explain(name: str, messages: str | None, extra_packs: tuple[Path, ...], config_file: Path | None) -> None:
    """Say what a rule, or a family of rules, is about, with examples and what to write instead."""
    from claimlint.reports.rules import explained, rule_table

    config = configured(config_file)
    packs = packs_of(config, extra_packs)
    told_in = known_language(messages or config.messages, packs)
    chosen = packs.selected((name,), ()).rules
    family = next((family for family in packs.families if family.id == name), None)
    if family:
        click.echo(f"{family.title} ({family.id})\n\n{family.about.strip()}\n\n{rule_table(chosen)}", nl=False)
    for rule in () if family else chosen:
        click.echo(explained(rule, packs, width(), told_in), nl=False)


@cli.command(
    examples=[
        ("claimlint rules", "A table: id, language, severity, confidence and family."),
        ("claimlint rules --format json", "The same for programs, with messages and rewrites."),
    ],
)
@option(
    "--format",
    "form",
    group="Report",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the list is written.",
)
@pack_option
@config_option
def rules(form: str, extra_packs: tuple[Path, ...], config_file: Path | None) -> None:
    """List the rules that are in force."""
    from claimlint.reports.rules import rule_table, rules_json

    packs = packs_of(configured(config_file), extra_packs)
    click.echo(rule_table(packs.rules) if form == "text" else rules_json(packs.rules), nl=False)


@cli.command(
    examples=[
        ("claimlint test claims/house-style.yaml", "A pack of your own."),
        ("claimlint test", "All packs that are in force."),
    ],
    exits={0: "every example holds", 1: "an example doesn't give what it says"},
)
@click.argument("packs", nargs=-1, type=click.Path(path_type=Path), metavar="[PACK]...")
@config_option
def test(packs: tuple[Path, ...], config_file: Path | None) -> int:
    """Test packs: those that are named, else all that are in force.

    Every example must give what it says, and no rewrite may be a claim itself.
    """
    from claimlint.lint import refuse_bad_rewrites, run_examples

    config = configured(config_file)
    loaded = packs_of(config, packs)
    grammar = grammar_of(config, loaded)
    chosen = [rule for rule in loaded.rules if rule.find and (not packs or stands_in(rule, packs))]
    failures = list(run_examples(loaded, chosen, grammar))
    for failure in failures:
        click.echo(_failure(failure))
    examples = sum(len(rule.examples) for rule in chosen)
    click.echo(
        f"{examples - len(failures):,} of {examples:,} examples hold, in {len(chosen):,} rule{'' if len(chosen) == 1 else 's'}"
    )
    if not packs:
        refuse_bad_rewrites(loaded, chosen, grammar)
    return FOUND if failures else CLEAN


@cli.group(name="cache", cls=Commands)
def cache_commands() -> None:
    """Look after what is kept between runs, in .claimlint_cache beside the configuration."""


@cache_commands.command(examples=[("claimlint cache clear", "The next check reads everything anew.")])
@config_option
def clear(config_file: Path | None) -> None:
    """Delete what is kept of earlier runs."""
    from claimlint.keep import Keep

    keep = Keep(configured(config_file).root)
    folder = os.path.relpath(keep.folder)
    click.echo(f"deleted {folder}" if keep.clear() else f"nothing is kept: there is no {folder}")


def _failure(failure: ExampleFailure) -> str:
    from claimlint.reports.layout import isolated, visible

    def quoted(texts: Iterable[str]) -> str:
        return ", ".join(isolated(f'"{visible(text)}"') for text in texts) or "nothing"

    rule, example = failure.rule, failure.example
    told = f"{rule.id} must flag {quoted(example.flags)} in {quoted([example.text])}; it flags {quoted(failure.found)}"
    return f"{visible(rule.path)}:{example.line or rule.line}: {told}"


for name, place in (
    ("diff", "claimlint.cli_diff:diff"),
    ("baseline", "claimlint.cli_baseline:baseline"),
    ("init", "claimlint.cli_facts:init"),
    ("facts", "claimlint.cli_facts:facts"),
    ("config", "claimlint.cli_config:config"),
    ("completion", "claimlint.cli_completion:completion"),
):
    cli.add_late(name, place)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command `claimlint`, with the arguments of the process unless others are given."""
    cli.main(args=arguments, prog_name="claimlint")
