"""The command line. Whatever is heavy is imported by the command that needs it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimlint import __version__
from claimlint.cli_baseline import baseline
from claimlint.cli_completion import completion, kinds, profile_names, rule_ids
from claimlint.cli_config import config as config_command
from claimlint.cli_diff import diff
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
    force_exclude_option,
    messages_option,
    option,
    pack_option,
    split,
    today_option,
    width,
)
from claimlint.errors import ClaimlintError
from claimlint.keep import Keep
from claimlint.output import FORMAT_NAMES, WITH_EDITS, Reporting, reports_asked_for, write_all
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
    from claimlint.lint import ExampleFailure, Lint, Read, Then
    from claimlint.model import Document, FileResult


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
    force_exclude: bool,
    jobs: int,
    no_cache: bool,
    extra_packs: tuple[Path, ...],
    config_file: Path | None,
    kind: str | None,
    stdin_filename: str,
    colour: bool | None,
) -> int:
    """Check files and folders for claims that nobody could verify.

    Without PATHS the current folder is checked; '-' is standard input. An option takes the place of what the
    configuration says.
    """
    from claimlint.files import is_folder
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
    if "-" in paths and (fixing == "fix" or since is not None):
        remedy = "change standard input; use --diff" if fixing == "fix" else "be used with standard input; leave it out"
        raise ClaimlintError(f"{'--fix' if fixing == 'fix' else '--since'} can't {remedy}, or name the file")
    known = None if no_baseline else known_of(config)
    fixer = _Fixer(fixing, unsafe_fixes) if fixing else None
    edited = _edited if any(report.form in WITH_EDITS for report in reports) else None
    # A fix has to know what the baseline holds while it is tried; else the baseline comes last, after what other processes did.
    then: tuple[Then | None, ...] = (known, fixer, edited) if fixer else (edited,)
    job = Job(
        config,
        packs,
        substantiation_of(config, packs, today),
        today,
        known_kind(kind),
        stdin_filename or STDIN,
        since_of(since) if since is not None else None,
        force_exclude,
        tuple(step for step in then if step),
        None if fixer else known,
        None if no_cache else Keep(config.root),
        1 if fixer else jobs,
    )
    result = checked(paths or (".",), job)
    if known and since is None and not (select or ignore or min_confidence):  # else nobody knows what is gone
        result = result._replace(gone=known.gone(path for path in paths or (".",) if is_folder(path)))
    if fixer:
        fixer.tell()
    if fixing == "diff":
        problems = [f"{problem.path}: {problem.message}" for problem in result.problems]
        return complain(*problems) if problems else FOUND if result.fixed and not exit_zero else CLEAN
    families = {family.id: family.title for family in packs.families}
    options = ReportOptions(colour_wanted(colour), width(), told_in, judging(packs, config).rules, families, show_suppressed)
    trouble = [f"{problem.path}: {problem.message}" for problem in result.problems] + write_all(result, reports, options)
    if trouble:
        return complain(*trouble)
    return FOUND if not exit_zero and fails(result, config.fail_on) else CLEAN


def _edited(document: Document, result: FileResult, read: Read, lint: Lint) -> FileResult:  # noqa: ARG001
    """The step that gives complete rewrites their edits, for formats that hold them."""
    from claimlint.fix import with_edits

    return result._replace(findings=with_edits(document, result.findings, read))


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
    keep = Keep(configured(config_file).root)
    folder = os.path.relpath(keep.folder)
    click.echo(f"deleted {folder}" if keep.clear() else f"nothing is kept: there is no {folder}")


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
            return result._replace(fixed=len(fixed.edits))
        try:
            atomic.write(Path(document.path), fixed.data)
        except ClaimlintError as error:
            return result._replace(problem=Problem(document.path, error.message))
        return lint(read(fixed.data))._replace(fixed=len(fixed.edits))

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


for command in (diff, baseline, init, facts, config_command, completion):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command `claimlint`, with the arguments of the process unless others are given."""
    cli.main(args=arguments, prog_name="claimlint")
