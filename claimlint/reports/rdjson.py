"""reviewdog's rdjson. Columns count UTF-8 bytes from 1 on, their end exclusive.

reviewdog reads the files itself, from the folder it runs in: paths are those that the user wrote, and a byte order mark,
which other formats leave out, takes its three columns of the first line.
"""

from __future__ import annotations

from typing import Any

from claimlint.model import Finding, Position, Result, Severity, Span
from claimlint.reports.machine import NAME, advice, as_json, harmless, in_order
from claimlint.reports.options import ReportOptions

_SEVERITIES: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
_MARK_BYTES = len("\ufeff".encode())


def rdjson_report(result: Result, options: ReportOptions) -> str:
    """One object with all findings, their rewrites as suggestions where an edit is known."""
    diagnostics = [_diagnostic(finding, options) for finding in in_order(result.findings)]
    return as_json({"source": {"name": NAME}, "diagnostics": diagnostics})


def _diagnostic(finding: Finding, options: ReportOptions) -> dict[str, Any]:
    told: dict[str, Any] = {
        "message": "\n".join(advice(finding, options)),
        "location": {"path": harmless(finding.path), "range": _range(finding.span, finding.start, finding.end)},
        "severity": _SEVERITIES[finding.rule.severity],
        "code": {"value": finding.rule.id},
    }
    edits = [rewrite.edit for rewrite in finding.rewrites if rewrite.edit]
    if edits:
        told["suggestions"] = [{"range": _range(edit.span, edit.start, edit.end), "text": edit.text} for edit in edits]
    return told


def _range(span: Span, start: Position, end: Position) -> dict[str, Any]:
    # On the first line, an offset counts the byte order mark and a column doesn't.
    mark = _MARK_BYTES if start.line == 1 and span.start == start.column else 0
    return {
        "start": {"line": start.line, "column": start.utf8 + mark},
        "end": {"line": end.line, "column": end.utf8 + (mark if end.line == 1 else 0)},
    }
