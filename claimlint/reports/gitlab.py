"""GitLab's Code Quality report: an array of issues, each with a path from the repository's root and lines from 1 on.

GitLab tells new from mended ones by their fingerprints alone, which must differ within a report. Its five severities weigh
defects of software, so ours end at major: no wording is critical or a blocker there.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from claimlint.model import Finding, Result, Severity
from claimlint.reports.machine import advice, as_json, in_order, page_of
from claimlint.reports.options import ReportOptions

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def gitlab_report(result: Result, options: ReportOptions) -> str:
    """The findings; an empty array when there are none."""
    seen = Counter[str]()
    return as_json([_issue(finding, options, seen) for finding in in_order(result.findings)])


def _issue(finding: Finding, options: ReportOptions, seen: Counter[str]) -> dict[str, Any]:
    return {
        "description": " ".join(advice(finding, options)[:2]),  # GitLab shows one line
        "check_name": finding.rule.id,
        "fingerprint": _unique(finding.fingerprint, seen),
        "severity": _SEVERITIES[finding.rule.severity],
        "location": {"path": page_of(finding), "lines": {"begin": finding.start.line, "end": finding.end.line}},
    }


def _unique(fingerprint: str, seen: Counter[str]) -> str:
    """The fingerprint, or where it was there before (a page that was named twice) one made from it and its number."""
    seen[fingerprint] += 1
    if seen[fingerprint] == 1:
        return fingerprint
    return hashlib.sha256(f"{fingerprint}\0{seen[fingerprint]}".encode()).hexdigest()[: len(fingerprint)]
