"""A check: what it is asked for, and what it does. The command line in its plainest form needs no click, which takes longer
to import than a page takes to check; any other is left to click.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from claimlint.output import FORMAT_NAMES, WITH_EDITS, WITH_RULES, Report, write_all
from claimlint.run import (
    STDIN,
    Job,
    Run,
    configured,
    fails,
    judging,
    known_kind,
    known_language,
    known_of,
    packs_of,
    since_of,
    substantiation_of,
)
from claimlint.terminal import CLEAN, FOUND, colour_wanted, complain, say, width

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from claimlint.lint import Lint, Read, Then
    from claimlint.model import Document, FileResult


_PLAINLY = (Report("text", None),)


class Asked(NamedTuple):
    """What a check is asked for, by the names of the command line, whose defaults these are."""

    paths: tuple[str, ...] = ()
    reports: tuple[Report, ...] = _PLAINLY
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    min_confidence: str | None = None
    messages: str | None = None
    profile: str | None = None
    facts_file: Path | None = None
    today: datetime | None = None
    baseline_file: Path | None = None
    no_baseline: bool = False
    since: str | None = None
    show_suppressed: bool = False
    fixing: str | None = None
    unsafe_fixes: bool = False
    exit_zero: bool = False
    force_exclude: bool = False
    jobs: int = 0
    no_cache: bool = False
    extra_packs: tuple[Path, ...] = ()
    config_file: Path | None = None
    kind: str | None = None
    stdin_filename: str = STDIN
    colour: bool | None = None


# The options that hooks and CI use most. Flags with the field that they set, and to what; then those with a value.
_FLAGS: dict[str, tuple[str, bool]] = {
    "--exit-zero": ("exit_zero", True),
    "--force-exclude": ("force_exclude", True),
    "--no-cache": ("no_cache", True),
    "--no-color": ("colour", False),
}
_WITH_VALUE = ("--config", "--format", "--jobs")
_DIGITS = 4  # of --jobs


def plainly_asked(arguments: Sequence[str]) -> Asked | None:
    """What the arguments behind `claimlint check` ask for: paths, and options of the table, each once and written out.

    None for all that click is to understand, or to complain of.
    """
    paths: list[str] = []
    fields: dict[str, Any] = {}
    rest = iter(arguments)
    for argument in rest:
        if argument == "-" or not argument.startswith("-"):
            paths.append(argument)
            continue
        if argument in _FLAGS:
            field, value = _FLAGS[argument]
        elif argument in _WITH_VALUE:
            found = _valued(argument, next(rest, ""))
            if found is None:
                return None
            field, value = found
        else:
            return None
        if field in fields:
            return None
        fields[field] = value
    return Asked(tuple(paths), **fields)


def _valued(option: str, value: str) -> tuple[str, Any] | None:
    """The field of an option and what this value sets it to; None for a value that is no plain one."""
    if option == "--format" and value in FORMAT_NAMES:
        return "reports", (Report(value, None),)
    if option == "--jobs" and value.isascii() and value.isdigit() and len(value) <= _DIGITS:
        return "jobs", int(value)
    if option == "--config" and value and not value.startswith("-"):
        from pathlib import Path

        return "config_file", Path(value)
    return None


def check(asked: Asked) -> int:
    """Check what is asked for, report it, and give the exit code. Raises ClaimlintError for what is wrong with the rest."""
    from claimlint.files import is_folder
    from claimlint.reports import FORMATS, ReportOptions

    paths, fixing, since = asked.paths or (".",), asked.fixing, asked.since
    given: dict[str, Any] = {
        "select": asked.select,
        "ignore": asked.ignore,
        "fail_on": asked.fail_on,
        "min_confidence": asked.min_confidence,
        "profile": asked.profile,
        "messages": asked.messages,
        "facts": asked.facts_file,
        "baseline": asked.baseline_file,
    }
    config = configured(asked.config_file).with_options(**{name: value for name, value in given.items() if value})
    packs = packs_of(config, asked.extra_packs)
    told_in = known_language(config.messages, packs)
    if "-" in paths and (fixing == "fix" or since is not None):
        from claimlint.errors import ClaimlintError

        remedy = "change standard input; use --diff" if fixing == "fix" else "be used with standard input; leave it out"
        raise ClaimlintError(f"{'--fix' if fixing == 'fix' else '--since'} can't {remedy}, or name the file")
    known = None if asked.no_baseline else known_of(config)
    fixer = _Fixer(fixing, asked.unsafe_fixes) if fixing else None
    edited = _edited if any(report.form in WITH_EDITS for report in asked.reports) else None
    # A fix has to know what the baseline holds while it is tried; else the baseline comes last, after what other processes did.
    then: tuple[Then | None, ...] = (known, fixer, edited) if fixer else (edited,)
    job = Job(
        config,
        packs,
        substantiation_of(config, packs, asked.today),
        asked.today,
        known_kind(asked.kind),
        asked.stdin_filename or STDIN,
        since_of(since) if since is not None else None,
        asked.force_exclude,
        tuple(step for step in then if step),
        None if fixer else known,
        not asked.no_cache,
        1 if fixer else asked.jobs,
    )
    run = Run(paths, job)
    told = ReportOptions(colour_wanted(asked.colour), width(), told_in, show_suppressed=asked.show_suppressed)
    last = run.last_report(repr((told, asked.exit_zero, config.fail_on))) if asked.reports == _PLAINLY and not fixing else None
    if last and (report := last.find()):
        say(report.text, end="", colour=told.colour)
        return report.code
    result = run.result()
    selected = asked.select or asked.ignore or asked.min_confidence
    if known and since is None and not selected:  # else nobody knows what is gone
        result = result._replace(gone=known.gone(path for path in paths if is_folder(path)))
    if fixer:
        fixer.tell()
    if fixing == "diff":
        problems = [f"{problem.path}: {problem.message}" for problem in result.problems]
        return complain(*problems) if problems else FOUND if result.fixed and not asked.exit_zero else CLEAN
    code = FOUND if not asked.exit_zero and fails(result, config.fail_on) else CLEAN
    if last and not result.problems:
        text = FORMATS["text"](result, told)
        say(text, end="", colour=told.colour)
        last.put(text, code)
        return code
    if any(report.form in WITH_RULES for report in asked.reports):
        families = {family.id: family.title for family in packs.families}
        told = told._replace(rules=judging(packs, config).rules, families=families)
    trouble = [f"{problem.path}: {problem.message}" for problem in result.problems]
    trouble += write_all(result, asked.reports, told)
    return complain(*trouble) if trouble else code


def _edited(document: Document, result: FileResult, read: Read, lint: Lint) -> FileResult:  # noqa: ARG001
    """The step that gives complete rewrites their edits, for formats that hold them."""
    from claimlint.fix import with_edits

    return result._replace(findings=with_edits(document, result.findings, read))


class _Fixer:
    """What --fix and --diff do to each file, and what they tell of it."""

    def __init__(self, mode: str, unsafe: bool) -> None:
        from collections import Counter

        self.writes = mode == "fix"
        self.unsafe = unsafe
        self.refused = Counter[str]()

    def __call__(self, document: Document, result: FileResult, read: Read, lint: Lint) -> FileResult:
        from pathlib import Path

        from claimlint import atomic
        from claimlint.errors import ClaimlintError
        from claimlint.fix import difference, fix
        from claimlint.model import Problem

        fixed = fix(document, result.findings, read, lambda changed: lint(changed).findings, unsafe=self.unsafe)
        self.refused.update(fixed.refused)
        if not fixed.edits:
            return result
        if not self.writes:
            say(difference(document.path, document.text, fixed.data.decode(document.encoding)), end="")
            return result._replace(fixed=len(fixed.edits))
        try:
            atomic.write(Path(document.path), fixed.data)
        except ClaimlintError as error:
            return result._replace(problem=Problem(document.path, error.message))
        return lint(read(fixed.data))._replace(fixed=len(fixed.edits))

    def tell(self) -> None:
        """Why findings were left, on stderr."""
        for reason, number in sorted(self.refused.items(), key=lambda entry: (-entry[1], entry[0])):
            say(f"claimlint: not fixed: {number:,}, as {reason}", err=True)
