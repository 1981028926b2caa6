"""Where reports go: several formats in one run, each to a file of its own or to standard output."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from claimlint.console import Command
from claimlint.errors import ClaimlintError

if TYPE_CHECKING:
    from claimlint.model import Result
    from claimlint.reports import ReportOptions

FORMAT_NAMES = ("text", "json", "html", "sarif", "github", "gitlab", "junit", "rdjson", "checkstyle")
WITH_EDITS = frozenset(("json", "sarif", "rdjson"))  # formats that tell how a rewrite is put into the file
_META = "claimlint.reports"


class Report(NamedTuple):
    """A format and the file to write it to; None: standard output."""

    form: str
    output: Path | None


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
    for option, value in _given(context.meta[_META]):
        form, output = asked[-1]
        if not value:
            raise click.UsageError(f"{option} needs a value", context)
        if option == "--format":
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
        option, equals, value = argument.partition("=")
        if option in ("--format", "--output"):
            found.append((option, value if equals else next(rest, "")))
    return found


def write_all(result: Result, reports: Sequence[Report], options: ReportOptions) -> list[str]:
    """Write the reports, and the summary of a job of GitHub where its format is among them; say what could not be written.

    A place where nothing can be written keeps no report from the others.
    """
    trouble: list[str] = []
    for report in reports:
        try:
            write(result, report.form, report.output, options)
        except ClaimlintError as error:
            trouble.append(str(error))
    if any(report.form == "github" for report in reports):
        try:
            append_step_summary(result, options)
        except ClaimlintError as error:
            trouble.append(str(error))
    return trouble


def write(result: Result, form: str, output: Path | None, options: ReportOptions) -> None:
    """Write a report. Raises ClaimlintError where its file can't be written."""
    from claimlint.reports import FORMATS, ReportOptions

    if output is None:
        click.echo(FORMATS[form](result, options), nl=False, color=options.colour)
        return
    report = FORMATS[form](result, replace(options, colour=False, width=ReportOptions().width))
    try:
        output.write_bytes(report.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise ClaimlintError(f"cannot write the report here: {error.strerror}", str(output)) from None


def append_step_summary(result: Result, options: ReportOptions) -> None:
    """Append the summary to the file that GitHub shows beside the job, where there is one."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from claimlint.reports.github import step_summary

    try:
        with Path(path).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(step_summary(result, options))
    except OSError as error:
        raise ClaimlintError(f"cannot write the job's summary here: {error.strerror}", path) from None
