"""SARIF 2.1.0 (an OASIS standard), within what GitHub's code scanning reads and allows.

Columns count UTF-16 units from 1 on, their end exclusive; a byte order mark takes none. GitHub shows the message and the
rule's help and reads no fixes, so the rewrite stands in the message; `fixes` are for other viewers.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from claimlint import __version__
from claimlint.late import late
from claimlint.model import Finding, Position, Result, Rewrite, Rule, Severity, Suppressed
from claimlint.reports.machine import NAME, advice, as_json, badness, harmless, in_order, markdown
from claimlint.reports.options import ReportOptions
from claimlint.reports.words import words_of

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = f"{NAME}/v1"
MOST_RESULTS = 25_000  # GitHub refuses a run with more
LONGEST_DESCRIPTION = 1024  # characters, likewise
_BLANK = late(r"\{\w+\}")  # what a finding puts into the message of its rule
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEMS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}  # GitHub's words


class _Shown(NamedTuple):
    finding: Finding
    suppressed: Suppressed | None = None


def sarif_report(result: Result, options: ReportOptions) -> str:
    """One run with all rules that are in force, and the findings."""
    shown = [_Shown(finding) for finding in in_order(result.findings)]
    if options.show_suppressed:
        shown += [_Shown(one.finding, one) for one in result.suppressed]
    rules = {rule.id: rule for rule in (*options.rules, *(one.finding.rule for one in shown))}
    indices = {name: index for index, name in enumerate(rules)}
    kept = _worst(shown)
    run = {
        "tool": {
            "driver": {
                "name": NAME,
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule, options) for rule in rules.values()],
            }
        },
        "invocations": [_invocation(result, len(shown) - len(kept))],
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [_result(one, indices, options) for one in kept],
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _worst(shown: Sequence[_Shown]) -> list[_Shown]:
    """As many as a run may hold, in their order."""
    if len(shown) <= MOST_RESULTS:
        return list(shown)
    ranked = sorted(range(len(shown)), key=lambda at: (shown[at].suppressed is not None, badness(shown[at].finding)))
    return [shown[at] for at in sorted(ranked[:MOST_RESULTS])]


def _invocation(result: Result, left_out: int) -> dict[str, Any]:
    """Whether all could be read, and what could not. `left_out` counts findings that a run has no room for."""
    told = [_notification("error", f"{problem.page}: {problem.message}") for problem in result.problems]
    if left_out:
        more = f"{left_out:,} findings are left out, the mildest: a run may hold {MOST_RESULTS:,}. Check fewer files at once."
        told.append(_notification("warning", more))
    return {"executionSuccessful": not result.problems, "toolExecutionNotifications": told}


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": harmless(text)}}


def _rule(rule: Rule, options: ReportOptions) -> dict[str, Any]:
    message, why = rule.reason(options.messages)
    parts = _help(rule, why, options)
    return {
        "id": rule.id,
        "shortDescription": {"text": _short(_BLANK.sub("…", message))},
        "fullDescription": {"text": _short(why)},
        "help": {
            "text": "\n\n".join("\n".join((f"{title}:", *(f"- {text}" for text in texts))) for title, texts in parts),
            "markdown": "\n\n".join(
                "\n".join((f"**{markdown(title)}**", "", *(f"- {markdown(text)}" for text in texts))) for title, texts in parts
            ),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "precision": rule.confidence,
            "problem.severity": _PROBLEMS[rule.severity],
            "tags": [rule.family],
        },
    }


def _help(rule: Rule, why: str, options: ReportOptions) -> list[tuple[str, list[str]]]:
    """What a reader of an alert asks about its rule: titles and the texts under them."""
    words = words_of(options.messages or rule.language)
    flagged = [example.text for example in rule.examples if example.flags]
    passed = [example.text for example in rule.examples if not example.flags]
    parts = (
        (words.why, [why]),
        (words.rewrites, rule.rewrites),
        (words.flagged, flagged[:1]),
        (words.passed, passed[:1]),
        (words.references, rule.references),
        (words.family, [f"{options.families.get(rule.family, rule.family)} ({rule.family})"]),
        (words.switch_off, [words.option.format(rule=rule.id)]),
    )
    return [(title, [harmless(text) for text in texts]) for title, texts in parts if texts]


def _short(text: str) -> str:
    text = harmless(text)
    return text if len(text) <= LONGEST_DESCRIPTION else f"{text[: LONGEST_DESCRIPTION - 1]}…"


def _result(shown: _Shown, indices: Mapping[str, int], options: ReportOptions) -> dict[str, Any]:
    finding = shown.finding
    artifact = _artifact(finding.home_path)
    place = {"artifactLocation": artifact, "region": _region(finding.start, finding.end) | _snippet(finding)}
    told: dict[str, Any] = {
        "ruleId": finding.rule.id,
        "ruleIndex": indices[finding.rule.id],
        "level": _LEVELS[finding.rule.severity],
        "message": {"text": _plain("\n".join(advice(finding, options)))},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
    if fixes := [fix for rewrite in finding.rewrites for fix in _fixes(rewrite, artifact, options, finding.language)]:
        told["fixes"] = fixes
    if shown.suppressed:
        told["suppressions"] = [{"kind": "inSource", "justification": harmless(shown.suppressed.reason)}]
    return told


def _artifact(path: str) -> dict[str, str]:
    """A file of the repository from its root; any other by its absolute address."""
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(os.fsencode(path.removeprefix("./"))), "uriBaseId": "%SRCROOT%"}


def _region(start: Position, end: Position) -> dict[str, Any]:
    return {"startLine": start.line, "startColumn": start.utf16, "endLine": end.line, "endColumn": end.utf16}


def _snippet(finding: Finding) -> dict[str, Any]:
    """The text of the region, where the file holds what a reader sees: no markup, entity or line end inside."""
    as_read = len(finding.pieces) == 1 and finding.span.end - finding.span.start == len(finding.text)
    return {"snippet": {"text": finding.text}} if as_read and finding.start.line == finding.end.line else {}


def _fixes(rewrite: Rewrite, artifact: dict[str, str], options: ReportOptions, language: str) -> list[dict[str, Any]]:
    """The edit of a rewrite, when it has one. `safe` as in model.Edit: viewers may apply fixes without a question."""
    edit = rewrite.edit
    if edit is None:
        return []
    words = words_of(options.messages or language)
    description = f"{words.approved if rewrite.approved else words.rewrite}: {harmless(rewrite.text)}"
    replacement = {"deletedRegion": _region(edit.start, edit.end), "insertedContent": {"text": edit.text}}
    change = {"artifactLocation": artifact, "replacements": [replacement]}
    return [{"description": {"text": _plain(description)}, "artifactChanges": [change], "properties": {"safe": edit.safe}}]


def _plain(text: str) -> str:
    """Text in which nothing reads as one of SARIF's links, `[text](1)`."""
    return text.replace("](", "] (")
