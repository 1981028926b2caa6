"""The command line. Whatever is heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from claimlint import __version__
from claimlint.errors import ClaimlintError, ClaimlintErrors

if TYPE_CHECKING:
    from claimlint.config import Config, FailOn
    from claimlint.lint import ExampleFailure, FileResult, Grammar, Lint, Substantiation, Then
    from claimlint.model import Document, Result, Rule
    from claimlint.packs import PackSet
    from claimlint.reports import ReportOptions

CLEAN, FOUND, TROUBLE, INTERRUPTED = 0, 1, 2, 130
STDIN = "stdin.html"  # the name of standard input, unless --stdin-filename gives another
MANY_FILES = 20
MOST_LINES = 40  # of one kind of trouble
_PATIENCE = 1.0  # seconds before a progress bar appears
_T = TypeVar("_T")


class _Commands(click.Group):
    """The one place where trouble becomes lines on stderr and an exit code. Any other exception is a bug."""

    def main(self, *args: Any, **extra: Any) -> Any:
        _speak_utf8()
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.UsageError as error:
            told = error.format_message()
            command = error.ctx.command_path if error.ctx else "claimlint"
            code = _complain(f"{told}{'' if told.endswith(('.', '?')) else '.'} See {command} --help")
        except click.ClickException as error:
            code = _complain(error.format_message())
        except ClaimlintErrors as error:
            code = _complain(*map(str, error.errors))
        except ClaimlintError as error:
            code = _complain(str(error))
        except click.Abort:
            code = INTERRUPTED
        sys.exit(code or CLEAN)


def _speak_utf8() -> None:
    """Hebrew, Arabic and odd file names come through whatever the locale is."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _complain(*messages: str) -> int:
    """Say on stderr what is wrong, a line each, and give the exit code for it."""
    from claimlint.reports.layout import visible

    for message in messages[:MOST_LINES]:
        click.echo(f"claimlint: {visible(message)}", err=True)
    if len(messages) > MOST_LINES:
        click.echo(f"claimlint: and {len(messages) - MOST_LINES:,} more; mend these first", err=True)
    return TROUBLE


def _split(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:  # noqa: ARG001
    """`--select a,b --select c` is a, b and c."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


_config_option = click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration to use, instead of the nearest claimlint.yaml, .claimlint.yaml or pyproject.toml.",
)
_pack_option = click.option(
    "--pack",
    "extra_packs",
    type=click.Path(path_type=Path),
    metavar="FILE_OR_FOLDER",
    multiple=True,
    help="A rule pack of your own, besides those in the configuration. May be repeated.",
)

_facts_option = click.option(
    "--facts",
    "facts_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The register of facts, instead of facts.yaml beside the configuration.",
)
_today_option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day on which facts must be live, year-month-day.  [default: today]",
)
_messages_option = click.option(
    "--messages",
    metavar="LANGUAGE",
    help="The language of reasons and reports, such as en.  [default: page, that of the copy]",
)


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="claimlint", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Find claims in marketing copy that nobody could verify, and see what to write instead."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the report to a file.")
@click.option("--select", multiple=True, callback=_split, metavar="IDS", help="Only these rules or families.")
@click.option("--ignore", multiple=True, callback=_split, metavar="IDS", help="Leave out these rules or families.")
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
@_messages_option
@click.option("--profile", metavar="NAME", help="Weigh findings as regulators do (legal) or as customers do (trust).")
@_facts_option
@_today_option
@click.option("--fix", "fixing", flag_value="fix", help="Put complete rewrites in the place of claims, where that is safe.")
@click.option("--diff", "fixing", flag_value="diff", help="Show what --fix would change, and write nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also replace sentences that say more than the claim.")
@click.option("--exit-zero", is_flag=True, help="Findings do not change the exit code; trouble with files still does.")
@_pack_option
@_config_option
@click.option("--type", "kind", metavar="TYPE", help="Read all files as this type (html, markdown, json, jinja …).")
@click.option("--stdin-filename", default=STDIN, metavar="NAME", help="What '-' is called and how it is read.")
@click.option("--color/--no-color", "colour", default=None, help="Colour, whatever the terminal is.")
def check(
    paths: tuple[str, ...],
    form: str,
    output: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    min_confidence: str | None,
    messages: str | None,
    profile: str | None,
    facts_file: Path | None,
    today: datetime | None,
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

    given: dict[str, Any] = {
        "select": select,
        "ignore": ignore,
        "fail_on": fail_on,
        "min_confidence": min_confidence,
        "profile": profile,
        "messages": messages,
        "facts": facts_file,
    }
    config = _configured(config_file)
    config = replace(config, **{name: value for name, value in given.items() if value})
    packs = _packs(config, extra_packs).selected(config.select, config.ignore)
    told_in = _known_language(config.messages, packs)
    if config.profile:
        packs = packs.seen_as(config.profile)
    if fixing == "fix" and "-" in paths:
        raise ClaimlintError("--fix can't change standard input; use --diff, or name the file")
    fixer = _Fixer(fixing, unsafe_fixes) if fixing else None
    substantiation = _substantiation(config, packs, today)
    result = _checked(paths or (".",), _known_kind(kind), stdin_filename, config, packs, substantiation, fixer)
    if fixer:
        fixer.tell()
    if fixing == "diff":
        problems = [f"{problem.path}: {problem.message}" for problem in result.problems]
        return _complain(*problems) if problems else FOUND if result.fixed and not exit_zero else CLEAN
    _write(result, form, output, ReportOptions(_colour(colour), _width(), told_in))
    if result.problems:
        return _complain(*(f"{problem.path}: {problem.message}" for problem in result.problems))
    return FOUND if not exit_zero and _fails(result, config.fail_on) else CLEAN


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--skipped", is_flag=True, help="Show the files that are left out, too.")
@_config_option
def files(paths: tuple[str, ...], skipped: bool, config_file: Path | None) -> int:
    """List the files that 'check' would read, with their type and why."""
    from claimlint.files import find_files
    from claimlint.reports.layout import visible

    found, problems = find_files(paths or (".",), _configured(config_file))
    shown = [file for file in found if file.kind or skipped]
    column = max((len(file.kind) for file in shown), default=0)
    for file in shown:
        click.echo(f"{file.kind or '-':{column}}  {visible(file.path)}  ({file.why})")
    left_out = len(found) - sum(bool(file.kind) for file in found)
    hint = " (--skipped shows them)" if left_out and not skipped else ""
    click.echo(f"{len(found) - left_out:,} to read, {left_out:,} left out{hint}")
    return _complain(*(f"{problem.path}: {problem.message}" for problem in problems)) if problems else CLEAN


@cli.command()
@click.argument("name", metavar="RULE")
@_messages_option
@_pack_option
@_config_option
def explain(name: str, messages: str | None, extra_packs: tuple[Path, ...], config_file: Path | None) -> None:
    """Say what a rule (or a family of rules) is about, with examples and what to write instead."""
    from claimlint.reports.rules import explained, rule_table

    config = _configured(config_file)
    packs = _packs(config, extra_packs)
    told_in = _known_language(messages or config.messages, packs)
    chosen = packs.selected((name,), ()).rules
    family = next((family for family in packs.families if family.id == name), None)
    if family:
        click.echo(f"{family.title} ({family.id})\n\n{family.about.strip()}\n\n{rule_table(chosen)}", nl=False)
    for rule in () if family else chosen:
        click.echo(explained(rule, packs, _width(), told_in), nl=False)


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_pack_option
@_config_option
def rules(form: str, extra_packs: tuple[Path, ...], config_file: Path | None) -> None:
    """List the rules."""
    from claimlint.reports.rules import rule_table, rules_json

    packs = _packs(_configured(config_file), extra_packs)
    click.echo(rule_table(packs.rules) if form == "text" else rules_json(packs.rules), nl=False)


@cli.command()
@click.argument("packs", nargs=-1, type=click.Path(path_type=Path), metavar="[PACK]...")
@_config_option
def test(packs: tuple[Path, ...], config_file: Path | None) -> int:
    """Test packs (those that are named, else all that are in force).

    Every example must give what it says, and no rewrite may be a claim itself.
    """
    from claimlint.lint import refuse_bad_rewrites, run_examples

    config = _configured(config_file)
    loaded = _packs(config, packs)
    grammar = _grammar(config, loaded)
    chosen = [rule for rule in loaded.rules if rule.find and (not packs or _stands_in(rule, packs))]
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


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
def init(paths: tuple[str, ...]) -> int:
    """Write a claimlint.yaml, and a facts.yaml with the facts that the findings of these files wait for.

    Every entry is commented out: nothing is made up. Files that exist are left as they are.
    """
    from claimlint.config import FACTS, NAMES
    from claimlint.reports.facts import CONFIGURATION, gaps, skeleton

    config = _configured(None)
    result = _checked(paths or (".",), "", STDIN, config, _packs(config, ()), None)
    for name, text in ((NAMES[0], CONFIGURATION), (FACTS, skeleton(gaps(result.findings)))):
        try:
            with Path(name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            click.echo(f"wrote {name}")
        except FileExistsError:
            click.echo(f"{name} exists and is left as it is")
        except OSError as error:
            raise ClaimlintError(f"cannot write this file: {error.strerror}", name) from None
    return _complain(*(f"{problem.path}: {problem.message}" for problem in result.problems)) if result.problems else CLEAN


@cli.group()
def facts() -> None:
    """Look after the register of facts: what it holds, what it lacks, whether the pages keep to it."""


def _register_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What the commands on the register share."""
    for option in (_pack_option, _config_option, _today_option, _facts_option):
        command = option(command)
    return click.argument("paths", nargs=-1, metavar="[PATHS]...")(command)


@facts.command()
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


@facts.command(name="gaps")
@_messages_option
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


@facts.command(name="check")
@_register_options
def check_facts(
    paths: tuple[str, ...],
    facts_file: Path | None,
    today: datetime | None,
    extra_packs: tuple[Path, ...],
    config_file: Path | None,
) -> int:
    """Report only what the register finds on these pages. Exit code 1: a page contradicts it, or rests on a lapsed fact."""
    from claimlint.reports import ReportOptions

    result = _audited(paths, facts_file, today, extra_packs, config_file).result
    result = replace(result, findings=tuple(found for found in result.findings if not found.rule.find))
    _write(result, "text", None, ReportOptions(_colour(None), _width()))
    if result.problems:
        return _complain(*(f"{problem.path}: {problem.message}" for problem in result.problems))
    return FOUND if _fails(result, "warning") else CLEAN


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
    config = _configured(config_file)
    config = replace(config, facts=facts_file or config.facts)
    if needed and config.facts is None:
        raise ClaimlintError("there is no register of facts here; 'claimlint init' writes one, --facts names one")
    packs = _packs(config, extra_packs)
    substantiation = _substantiation(config, packs, today)
    return _Audit(substantiation, packs, _checked(paths or (".",), "", STDIN, config, packs, substantiation))


def _configured(explicit: Path | None) -> Config:
    from claimlint.config import load_config

    return load_config(explicit, Path.cwd())


def _packs(config: Config, extra: Sequence[Path]) -> PackSet:
    """Our packs and the user's; a user's rewrite that is a claim itself is refused (the tests see to ours)."""
    from claimlint.packs import load_packs

    theirs = (*config.packs, *extra)
    packs = load_packs(theirs)
    if theirs:
        from claimlint.lint import refuse_bad_rewrites

        refuse_bad_rewrites(packs, [rule for rule in packs.rules if _stands_in(rule, theirs)], _grammar(config, packs))
    return packs


def _grammar(config: Config, packs: PackSet) -> Grammar:
    """The spaCy pipelines of a run; ClaimlintErrors when a rule needs one that isn't there."""
    from claimlint.lint import BUILT_IN, Grammar

    grammar = Grammar({**BUILT_IN, **config.nlp})
    grammar.check(packs)
    return grammar


def _substantiation(config: Config, packs: PackSet, today: datetime | None) -> Substantiation | None:
    """The register of facts on a day; None when there is none."""
    if config.facts is None:
        return None
    from claimlint.facts import load_register
    from claimlint.lint import Substantiation
    from claimlint.packs import load_topics

    register = load_register(config.facts)
    day = (today or datetime.now()).date()
    return Substantiation(register, day, config.region, load_topics(packs.lexicons), packs.lexicons)


def _known_kind(kind: str | None) -> str:
    from claimlint.schema import nearest
    from claimlint.sources import READERS
    from claimlint.sources.kinds import TEMPLATES

    kinds = (*READERS, *TEMPLATES)
    if kind and kind not in kinds:
        raise ClaimlintError(f"no type '{kind}'; {nearest(kind, kinds)}")
    return kind or ""


def _known_language(messages: str, packs: PackSet) -> str:
    """The language of messages as reports take it: "" for the page's."""
    from claimlint.config import PAGE_LANGUAGE
    from claimlint.schema import nearest

    known = (PAGE_LANGUAGE, *packs.lexicons)
    if messages not in known:
        raise ClaimlintError(f"messages: no reasons are written in '{messages}'; {nearest(messages, known)}")
    return "" if messages == PAGE_LANGUAGE else messages


class _Fixer:
    """What --fix and --diff do to each file, and what they tell of it."""

    def __init__(self, mode: str, unsafe: bool) -> None:
        self.writes = mode == "fix"
        self.unsafe = unsafe
        self.refused = Counter[str]()

    def __call__(self, document: Document, result: FileResult, read: Callable[[bytes], Document], lint: Lint) -> FileResult:
        from claimlint.fix import difference, fix, write
        from claimlint.model import Problem

        fixed = fix(document, result.findings, read, lambda changed: lint(changed).findings, unsafe=self.unsafe)
        self.refused.update(fixed.refused)
        if not fixed.edits:
            return result
        if not self.writes:
            click.echo(difference(document.path, document.text, fixed.data.decode(document.encoding)), nl=False)
            return replace(result, fixed=len(fixed.edits))
        try:
            write(Path(document.path), fixed.data)
        except ClaimlintError as error:
            return replace(result, problem=Problem(document.path, error.message))
        return replace(result, findings=fixed.findings, fixed=len(fixed.edits))

    def tell(self) -> None:
        """Why findings were left, on stderr."""
        for reason, number in sorted(self.refused.items(), key=lambda entry: (-entry[1], entry[0])):
            click.echo(f"claimlint: not fixed: {number:,}, as {reason}", err=True)


def _checked(
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
    grammar = _grammar(config, packs)
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
    result = collect(_with_progress(results, len(sources)))
    return replace(result, problems=(*problems, *result.problems))


def _with_progress(results: Iterable[_T], total: int) -> Iterator[_T]:
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


def _fails(result: Result, fail_on: FailOn) -> bool:
    from claimlint.model import SEVERITIES

    if fail_on == "never":
        return False
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(finding.rule.severity in failing for finding in result.findings)


def _write(result: Result, form: str, output: Path | None, options: ReportOptions) -> None:
    from claimlint.reports import FORMATS, ReportOptions

    if output is None:
        click.echo(FORMATS[form](result, options), nl=False, color=options.colour)
        return
    report = FORMATS[form](result, replace(options, colour=False, width=ReportOptions().width))
    try:
        output.write_bytes(report.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise ClaimlintError(f"cannot write the report here: {error.strerror}", str(output)) from None


def _colour(asked: bool | None) -> bool:
    """The option, else NO_COLOR, else FORCE_COLOR (when not empty), else whether this is a terminal."""
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _width() -> int:
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def _stands_in(rule: Rule, packs: Iterable[Path]) -> bool:
    return any(Path(rule.path).resolve().is_relative_to(pack.resolve()) for pack in packs)


def _failure(failure: ExampleFailure) -> str:
    from claimlint.reports.layout import isolated, visible

    def quoted(texts: Iterable[str]) -> str:
        return ", ".join(isolated(f'"{visible(text)}"') for text in texts) or "nothing"

    rule, example = failure.rule, failure.example
    told = f"{rule.id} must flag {quoted(example.flags)} in {quoted([example.text])}; it flags {quoted(failure.found)}"
    return f"{visible(rule.path)}:{example.line or rule.line}: {told}"


def main(arguments: Sequence[str] | None = None) -> None:
    """The command `claimlint`, with the arguments of the process unless others are given."""
    cli.main(args=arguments, prog_name="claimlint")
