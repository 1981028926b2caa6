"""What the reports for programs share: text that harms no reader, JSON, XML, and what is told of a finding."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from claimlint.late import late
from claimlint.model import CONFIDENCES, SEVERITIES, Finding
from claimlint.reports.layout import visible
from claimlint.reports.options import ReportOptions, by_file
from claimlint.reports.summary import too_long
from claimlint.reports.text import best
from claimlint.reports.words import words_of
from claimlint.rewrite import label, proof

NAME = "claimlint"
_ENDS = (".", "!", "?", "؟", "…")
_NO_XML = late("[\ufffe\uffff]")  # the only characters that `visible` leaves and XML 1.0 forbids
_SURROGATE = late("[\ud800-\udfff]")
# What json.dumps leaves as it is, and what may steer a terminal or turn a line round.
_UNSAFE = late("[\x7f-\x9f\u2028-\u202e\u2066-\u206f\ufeff\U000e0000-\U000e007f]")
# Active in GitHub's Markdown wherever they stand in a line.
_MARKDOWN = late(r"[\\`*_\[\]#~]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"})
_LIST_MARK = late(r"^(\d*)([-+.)])")


def harmless(text: str) -> str:
    r"""Text of a page or a pack on one line, with what may steer its reader written out (\x1b), valid in UTF-8 and XML.

    A line break that a reader of the page sees is a slash.
    """
    shown = " / ".join(visible(line) for line in text.split("\n"))
    return _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", shown)


def markdown(text: str) -> str:
    """Text in which no character is markup, in a line of GitHub's Markdown; it has to be harmless already."""
    return _LIST_MARK.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\g<0>", text).translate(_ENTITIES))


def page_of(finding: Finding) -> str:
    """The file as seen from the repository's root."""
    return harmless(finding.home_path.removeprefix("./"))


def advice(finding: Finding, options: ReportOptions) -> list[str]:
    """What is told of a finding, a line each: the reason, the best rewrite, each fact that it needs with its proof."""
    words = words_of(finding.told_in(options.messages))
    lines = [" ".join(_sentence(harmless(part)) for part in finding.reason(options.messages) if part)]
    if rewrite := best(finding.rewrites):
        excess = too_long(rewrite, finding.block.limit, words)
        name = words.approved if rewrite.approved else words.rewrite
        lines.append(f"{name}: {harmless(rewrite.text)} {excess}".rstrip())
        for slot in rewrite.needs:
            proven = proof(slot, words.language)
            proven = f" {words.proof}: {proven}" if proven else ""
            lines.append(harmless(f"{words.fill_in}: {label(slot, words.language)}.{proven}"))
    return lines


def _sentence(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}."


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """The findings file by file, as `by_file` has them."""
    return [finding for found in by_file(findings).values() for finding in found]


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by severity, then by how sure they are; those that are equal stay in their order."""
    return sorted(findings, key=badness)


def badness(finding: Finding) -> tuple[int, int]:
    """For sorting: lower is worse."""
    return SEVERITIES.index(finding.rule.severity), CONFIDENCES.index(finding.rule.confidence)


def as_json(value: Any) -> str:
    """JSON, one key a line, that is valid UTF-8. Texts come back as they were, but for lone surrogates, which are U+FFFD."""
    text = _SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False, indent=1))
    return _UNSAFE.sub(lambda found: json.dumps(found[0])[1:-1], text) + "\n"


def as_xml(root: ET.Element) -> str:
    """XML 1.0 in UTF-8, indented. All texts have to be harmless."""
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
