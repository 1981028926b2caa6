"""Where reports go: several formats in one run, each to a file of its own or to standard output."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from claimlint.errors import ClaimlintError
from claimlint.terminal import say

if TYPE_CHECKING:
    from pathlib import Path

    from claimlint.model import Result
    from claimlint.reports import ReportOptions

FORMAT_NAMES = ("text", "json", "html", "sarif", "github", "gitlab", "junit", "rdjson", "checkstyle")
WITH_EDITS = frozenset(("json", "sarif", "rdjson"))  # formats that tell how a rewrite is put into the file
WITH_RULES = frozenset(("sarif",))  # formats that describe all rules that are in force


class Report(NamedTuple):
    """A format and the file to write it to; None: standard output."""

    form: str
    output: Path | None


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
        say(FORMATS[form](result, options), end="", colour=options.colour)
        return
    report = FORMATS[form](result, options._replace(colour=False, width=ReportOptions().width))
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
        with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:  # noqa: PTH123
            file.write(step_summary(result, options))
    except OSError as error:
        raise ClaimlintError(f"cannot write the job's summary here: {error.strerror}", path) from None
