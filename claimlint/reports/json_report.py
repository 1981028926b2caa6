"""JSON, version 1. docs/json.md describes every key; a change of meaning is a new version."""

from __future__ import annotations

from collections import Counter
from typing import Any

from claimlint.model import SEVERITIES, Finding, Result, Rewrite, Suppressed
from claimlint.reports.machine import as_json, in_order
from claimlint.reports.options import ReportOptions

VERSION = 1
LONGEST = 4000  # code points of a block that a finding repeats


def json_report(result: Result, options: ReportOptions) -> str:
    """The whole result, one key a line; the same result always gives the same text."""
    findings = [_finding(finding, options.messages) for finding in in_order(result.findings)]
    report: dict[str, Any] = {"version": VERSION, "findings": findings}
    if options.show_suppressed:
        report["suppressed"] = [_suppressed(one, options.messages) for one in result.suppressed]
    return as_json({**report, "summary": _summary(result)})


def _finding(finding: Finding, messages: str) -> dict[str, Any]:
    rule = finding.rule
    message, why = finding.reason(messages)
    return {
        "rule": rule.id,
        "family": rule.family,
        "pack": rule.pack,
        "severity": rule.severity,
        "confidence": rule.confidence,
        "path": finding.path,
        "span": {"start": finding.span.start, "end": finding.span.end},
        "line": finding.start.line,
        "column": finding.start.column,
        "end_line": finding.end.line,
        "end_column": finding.end.column,
        "text": finding.text,
        "language": finding.language,
        "block": _block(finding),
        "message": message,
        "why": why,
        "references": list(rule.references),
        "rewrites": [_rewrite(rewrite) for rewrite in finding.rewrites],
        "fingerprint": finding.fingerprint,
    }


def _suppressed(one: Suppressed, messages: str) -> dict[str, Any]:
    told: dict[str, Any] = {"reason": one.reason, "line": one.line}
    if one.until:
        told["until"] = one.until.isoformat()
    return {**told, "finding": _finding(one.finding, messages)}


def _block(finding: Finding) -> dict[str, Any]:
    block = finding.block
    told: dict[str, Any] = {"kind": block.kind, "lang": block.lang, "text": _around(finding)}
    if block.name:
        told["name"] = block.name
    if block.limit:
        told["limit"] = block.limit
    return told


def _around(finding: Finding) -> str:
    """The text of the block; of a very long one the part around the claim, or a page of claims would fill a disk."""
    text, middle = finding.block.text, (finding.in_block.start + finding.in_block.end) // 2
    return text if len(text) <= LONGEST else text[max(0, middle - LONGEST // 2) : middle + LONGEST // 2]


def _rewrite(rewrite: Rewrite) -> dict[str, Any]:
    told: dict[str, Any] = {"text": rewrite.text, "complete": rewrite.complete, "needs": [slot.id for slot in rewrite.needs]}
    if rewrite.facts:
        told["facts"] = list(rewrite.facts)
    if rewrite.approved:
        told["approved"] = True
    if rewrite.excess:
        told["excess"] = rewrite.excess
    if edit := rewrite.edit:
        told["edit"] = {"start": edit.span.start, "end": edit.span.end, "text": edit.text, "safe": edit.safe}
    return told


def _summary(result: Result) -> dict[str, Any]:
    counts = Counter(finding.rule.severity for finding in result.findings)
    return {
        **{severity: counts[severity] for severity in SEVERITIES},
        "fixed": result.fixed,
        "suppressed": len(result.suppressed),
        "known": result.known,
        "untouched": result.untouched,
        "files": result.files,
        "blocks": result.blocks,
        "unchecked": dict(sorted(result.unchecked.items())),
        "problems": [{"path": problem.path, "message": problem.message} for problem in result.problems],
        "gone": [{"path": path, "text": text} for path, text in result.gone],
    }
