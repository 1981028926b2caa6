"""GitHub Actions: workflow commands that annotate a pull request, and Markdown for the summary of a step.

Columns count UTF-16 units from 1 on, their end exclusive. GitHub shows 10 annotations of a level for a step and drops the
others, so the worst come first and the log says how many are missing. No text of a page is at the start of a line, where
it could be a command, or markup in the summary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claimlint.late import late
from claimlint.model import SEVERITIES, Finding, Problem, Result, Severity
from claimlint.reports.layout import isolated, starts_rightward
from claimlint.reports.machine import NAME, advice, harmless, in_order, markdown, page_of, worst_first
from claimlint.reports.options import ReportOptions, by_file
from claimlint.reports.summary import counts, totals
from claimlint.reports.words import RIGHTWARD, words_of

MOST_ANNOTATIONS = 10  # of a level
MOST_BYTES = 1024 * 1024  # of a summary
_ROOM = 200  # bytes for the line that says how much was cut
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_HEAD = "| Place | Severity | Claim | Why | Instead |\n|---|---|---|---|---|\n"
# What GitHub turns into mentions, issues, links, emoji and formulas after it has read the Markdown; not inside an element.
_ACTIVE = late(r"(?i)[@$]|\\#(?=\w)|:(?=\S)|www(?=\.)|\bgh(?=-\d)")


def github_report(result: Result, options: ReportOptions) -> str:
    """Annotations, worst first, then how many more there are, then the totals."""
    found: dict[Severity, list[str]] = {severity: [] for severity in SEVERITIES}
    found["error"] = [_problem(problem) for problem in result.problems]
    for finding in worst_first(in_order(result.findings)):
        found[finding.rule.severity].append(_annotation(finding, options))
    lines = [command for commands in found.values() for command in commands[:MOST_ANNOTATIONS]]
    words = words_of(options.messages or "en")
    more = {severity: len(commands) - MOST_ANNOTATIONS for severity, commands in found.items()}
    told = [words.counted(number, words.severities[severity]) for severity, number in more.items() if number > 0]
    if told:
        lines.append(f"Not annotated, as GitHub shows {MOST_ANNOTATIONS} of a level: {words.comma.join(told)} more")
    lines.append(f"{NAME}: {harmless(totals(result, words)).replace('##[', '## [')}")
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding, options: ReportOptions) -> str:
    start, end = finding.start, finding.end
    place: dict[str, str | int] = {"file": page_of(finding), "line": start.line, "endLine": end.line}
    if start.line == end.line:  # GitHub takes columns within one line only
        place |= {"col": start.utf16, "endColumn": end.utf16}
    place["title"] = finding.rule.id
    return _command(_LEVELS[finding.rule.severity], place, "\n".join(advice(finding, options)))


def _problem(problem: Problem) -> str:
    return _command("error", {"file": harmless(problem.page)}, harmless(problem.message))


def _command(level: str, properties: Mapping[str, str | int], message: str) -> str:
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def step_summary(result: Result, options: ReportOptions) -> str:
    """Markdown for the file that GITHUB_STEP_SUMMARY names: the totals and a table a file, of at most 1 MiB in UTF-8."""
    words = words_of(options.messages or "en")
    parts = [f"## {NAME}\n\n{inert(harmless(totals(result, words)), words.rightward)}\n"]
    if result.problems:
        lines = (f"- {inert(harmless(f'{problem.page}: {problem.message}'))}\n" for problem in result.problems)
        parts.append(f"\n{''.join(lines)}")
    room = MOST_BYTES - _ROOM - sum(_size(part) for part in parts)
    left_out = 0
    for findings in by_file(result.findings).values():
        head = f"\n### {inert(page_of(findings[0]))}\n\n{inert(counts(findings, words), words.rightward)}\n\n{_HEAD}"
        for row in _rows(findings, options):
            size = _size(head + row)
            if left_out or size > room:
                left_out += 1
                continue
            parts.append(head + row)
            room, head = room - size, ""
    if left_out:
        parts.append(f"\n{left_out:,} more findings are left out here: GitHub takes 1 MiB.\n")
    return "".join(parts)


def _size(text: str) -> int:
    return len(text.encode())


def _rows(findings: list[Finding], options: ReportOptions) -> Iterator[str]:
    for finding in findings:
        place = f"{finding.start.line}:{finding.start.column}"
        if finding.block.name:
            place += f" ({inert(harmless(finding.block.name))})"
        told = finding.rule.told_in(finding.told_in(options.messages)) in RIGHTWARD
        reads = finding.language in RIGHTWARD
        reason, *instead = advice(finding, options)
        cells = (
            place,
            f"{finding.rule.severity}<br>{inert(finding.rule.id)}",
            inert(harmless(finding.text), reads or starts_rightward(finding.text)),
            inert(reason, told),
            *(inert(line, words_of(finding.told_in(options.messages)).rightward) for line in instead[:1] or [""]),
        )
        yield f"| {' | '.join(cells)} |\n"


def inert(text: str, rightward: bool = False) -> str:
    """Text as it reads, in its direction: GitHub lets `span` with `dir` through, and no `bdi`."""
    shown = _ACTIVE.sub(r"<span>\g<0></span>", markdown(text))
    if isolated(text) == text:
        return shown
    return f'<span dir="{"rtl" if rightward else "ltr"}">{shown}</span>'
