"""The command line. Whatever is heavy is imported by the command that needs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimlint import __version__
from claimlint.cli_baseline import baseline
from claimlint.cli_config import config as config_command
from claimlint.cli_facts import facts, init
from claimlint.console import (
    CLEAN,
    FOUND,
    Commands,
    baseline_option,
    colour_wanted,
    complain,
    config_option,
    facts_option,
    messages_option,
    pack_option,
    split,
    today_option,
    width,
)
from claimlint.errors import ClaimlintError
from claimlint.output import FORMAT_NAMES, WITH_EDITS, Reporting, append_step_summary, reports_asked_for, write
from claimlint.run import (
    STDIN,
    Job,
    checked,
    configured,
    fails,
    grammar_of,
    judging,
    known_kind,
    known_language,
    known_of,
    packs_of,
    since_of,
    stands_in,
    substantiation_of,
)

if TYPE_CHECKING:
    from claimlint.lint import ExampleFailure, FileResult, Lint, Read, Then
    from claimlint.model import Document


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="claimlint", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Find claims in marketing copy that nobody could verify, and see what to write instead."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command(cls=Reporting)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "--format",
    "forms",
    type=click.Choice(FORMAT_NAMES),
    multiple=True,
    help="The format of the report. May be repeated, each with an --output of its own.  [default: text]",
)
@click.option(
    "--output",
    "outputs",
    type=click.Path(path_type=Path),
    metavar="FILE",
    multiple=True,
    help="Write the report of the --format before it to a file.",
)
@click.option("--select", multiple=True, callback=split, metavar="IDS", help="Only these rules or families.")
@click.option("--ignore", multiple=True, callback=split, metavar="IDS", help="Leave out these rules or families.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="The mildest severity that makes the exit code 1.  [default: error]",
)
@click.option(
    "--min-confidence",
    type=click.Choice(["high", "medium", "low"]),
    help="Leave out findings of rules that are less sure.  [default: medium]",
)
@messages_option
@click.option("--profile", metavar="NAME", help="Weigh findings as regulators do (legal) or as customers do (trust).")
@facts_option
@today_option
@baseline_option
@click.option("--no-baseline", is_flag=True, help="Report what the baseline knows, too.")
@click.option("--since", metavar="REV", help="Only findings on what changed since this revision, or since we branched off it.")
@click.option("--show-suppressed", is_flag=True, help="Show what directives in the files silence, with their reasons.")
@click.option("--fix", "fixing", flag_value="fix", help="Put complete rewrites in the place of claims, where that is safe.")
@click.option("--diff", "fixing", flag_value="diff", help="Show what --fix would change, and write nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also replace sentences that say more than the claim.")
@click.option("--exit-zero", is_flag=True, help="Findings do not change the exit code; trouble with files still does.")
@pack_option
@config_option
@click.option("--type", "kind", metavar="TYPE", help="Read all files as this type (html, markdown, json, jinja …).")
@click.option("--stdin-filename", default=STDIN, metavar="NAME", help="What '-' is called and how it is read.")
@click.option("--color/--no-color", "colour", default=None, help="Colour, whatever the terminal is.")
def check(
    paths: tuple[str, ...],
    forms: tuple[str, ...],  # noqa: ARG001 - with their outputs in order: `reports_asked_for`
    outputs: tuple[Path, ...],  # noqa: ARG001
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    min_confidence: str | None,
    messages: str | None,
    profile: str | None,
    facts_file: Path | None,
    today: datetime | None,
    baseline_file: Path | None,
    no_baseline: bool,
    since: str | None,
    show_suppressed: bool,
    fixing: str | None,
    unsafe_fixes: bool,
    exit_zero: bool,
    extra_packs: tuple[Path, ...],
    config_file: Path | None,
    kind: str | None,
    stdin_filename: str,
    colour: bool | None,
) -> int:
    """Check files and folders (the current folder, unless others are named; '-' is standard input).

    --select and --ignore take ids with commas between them, may be repeated, and take the place of what the
    configuration says. Exit code: 0 nothing found that matters, 1 something found, 2 trouble with a file, a pack or
    the configuration.
    """
    from claimlint.reports import ReportOptions

    reports = reports_asked_for(click.get_current_context())
    given: dict[str, Any] = {
        "select": select,
        "ignore": ignore,
        "fail_on": fail_on,
        "min_confidence": min_confidence,
        "profile": profile,
        "messages": messages,
        "facts": facts_file,
        "baseline": baseline_file,
    }
    config = configured(config_file).with_options(**{name: value for name, value in given.items() if value})
    packs = packs_of(config, extra_packs)
    told_in = known_language(config.messages, packs)
    if "-" in paths and (fixing == "fix" or since):
        remedy = "change standard input; use --diff" if fixing == "fix" else "be used with standard input; leave it out"
        raise ClaimlintError(f"{'--fix' if fixing == 'fix' else '--since'} can't {remedy}, or name the file")
    known = None if no_baseline else known_of(config)
    fixer = _Fixer(fixing, unsafe_fixes) if fixing else None
    then: list[Then | None] = [known, fixer, _edited if any(report.form in WITH_EDITS for report in reports) else None]
    job = Job(
        config,
        packs,
        substantiation_of(config, packs, today),
        today,
        known_kind(kind),
        stdin_filename,
        since_of(since) if since else None,
        tuple(step for step in then if step),
    )
    result = checked(paths or (".",), job)
    if known and not since:
        result = replace(result, gone=known.gone(missing=any(Path(path).is_dir() for path in paths or (".",))))
    if fixer:
        fixer.tell()
    if fixing == "diff":
        problems = [f"{problem.path}: {problem.message}" for problem in result.problems]
        return complain(*problems) if problems else FOUND if result.fixed and not exit_zero else CLEAN
    families = {family.id: family.title for family in packs.families}
    options = ReportOptions(colour_wanted(colour), width(), told_in, judging(packs, config).rules, families, show_suppressed)
    for report in reports:
        write(result, report.form, report.output, options)
    if any(report.form == "github" for report in reports):
        append_step_summary(result, options)
    if result.problems:
        return complain(*(f"{problem.path}: {problem.message}" for problem in result.problems))
    return FOUND if not exit_zero and fails(result, config.fail_on) else CLEAN


def _edited(document: Document, result: FileResult, read: Read, lint: Lint) -> FileResult:  # noqa: ARG001
    """The step that gives complete rewrites their edits, for formats that hold them."""
    from claimlint.fix import with_edits

    return replace(result, findings=with_edits(document, result.findings, read))


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--skipped", is_flag=True, help="Show the files that are left out, too.")
@config_option
def files(paths: tuple[str, ...], skipped: bool, config_file: Path | None) -> int:
    """List the files that 'check' would read, with their type and why."""
    from claimlint.files import find_files
    from claimlint.reports.layout import visible

    found, problems = find_files(paths or (".",), configured(config_file))
    shown = [file for file in found if file.kind or skipped]
    column = max((len(file.kind) for file in shown), default=0)
    for file in shown:
        click.echo(f"{file.kind or '-':{column}}  {visible(file.path)}  ({file.why})")
    left_out = len(found) - sum(bool(file.kind) for file in found)
    hint = " (--skipped shows them)" if left_out and not skipped else ""
    click.echo(f"{len(found) - left_out:,} to read, {left_out:,} left out{hint}")
    return complain(*(f"{problem.path}: {problem.message}" for problem in problems)) if problems else CLEAN


@cli.command()
@click.argument("name", metavar="RULE")
@messages_option
@pack_option
@config_option
def explain(name: str, messages: str | None, extra_packs: tuple[Path, ...], config_file: Path | None) -> None:
    """Say what a rule (or a family of rules) is about, with examples and what to write instead."""
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


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@pack_option
@config_option
def rules(form: str, extra_packs: tuple[Path, ...], config_file: Path | None) -> None:
    """List the rules."""
    from claimlint.reports.rules import rule_table, rules_json

    packs = packs_of(configured(config_file), extra_packs)
    click.echo(rule_table(packs.rules) if form == "text" else rules_json(packs.rules), nl=False)


@cli.command()
@click.argument("packs", nargs=-1, type=click.Path(path_type=Path), metavar="[PACK]...")
@config_option
def test(packs: tuple[Path, ...], config_file: Path | None) -> int:
    """Test packs (those that are named, else all that are in force).

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


class _Fixer:
    """What --fix and --diff do to each file, and what they tell of it."""

    def __init__(self, mode: str, unsafe: bool) -> None:
        self.writes = mode == "fix"
        self.unsafe = unsafe
        self.refused = Counter[str]()

    def __call__(self, document: Document, result: FileResult, read: Read, lint: Lint) -> FileResult:
        from claimlint import atomic
        from claimlint.fix import difference, fix
        from claimlint.model import Problem

        fixed = fix(document, result.findings, read, lambda changed: lint(changed).findings, unsafe=self.unsafe)
        self.refused.update(fixed.refused)
        if not fixed.edits:
            return result
        if not self.writes:
            click.echo(difference(document.path, document.text, fixed.data.decode(document.encoding)), nl=False)
            return replace(result, fixed=len(fixed.edits))
        try:
            atomic.write(Path(document.path), fixed.data)
        except ClaimlintError as error:
            return replace(result, problem=Problem(document.path, error.message))
        return replace(result, findings=fixed.findings, fixed=len(fixed.edits))

    def tell(self) -> None:
        """Why findings were left, on stderr."""
        for reason, number in sorted(self.refused.items(), key=lambda entry: (-entry[1], entry[0])):
            click.echo(f"claimlint: not fixed: {number:,}, as {reason}", err=True)


def _failure(failure: ExampleFailure) -> str:
    from claimlint.reports.layout import isolated, visible

    def quoted(texts: Iterable[str]) -> str:
        return ", ".join(isolated(f'"{visible(text)}"') for text in texts) or "nothing"

    rule, example = failure.rule, failure.example
    told = f"{rule.id} must flag {quoted(example.flags)} in {quoted([example.text])}; it flags {quoted(failure.found)}"
    return f"{visible(rule.path)}:{example.line or rule.line}: {told}"


cli.add_command(init)
cli.add_command(baseline)
cli.add_command(config_command)
cli.add_command(facts)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command `claimlint`, with the arguments of the process unless others are given."""
    cli.main(args=arguments, prog_name="claimlint")
