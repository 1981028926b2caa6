"""What a report may depend on besides the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from claimlint.model import Finding, Rule


class ReportOptions(NamedTuple):
    """`colour`: escape sequences may be used; `width`: of the terminal, in cells; `messages`: the language of reasons, "" for
    that of the page; `rules`: all that are in force; `families`: the title of each family by its id;
    `show_suppressed`: tell of the findings that directives silence, too."""

    colour: bool = False
    width: int = 100
    messages: str = ""
    rules: tuple[Rule, ...] = ()
    families: Mapping[str, str] = {}
    show_suppressed: bool = False


def by_file(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """The findings by path, files in the order in which they were read, findings in the order of the file."""
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        files.setdefault(finding.path, []).append(finding)
    for found in files.values():
        found.sort(key=lambda finding: (finding.span, finding.rule.id))
    return files
