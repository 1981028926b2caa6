"""HTML: one self-contained file for those who don't work in a terminal, in the right direction in every browser.

Laid out by report.html.jinja, which escapes all that comes from pages and packs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from claimlint.late import late
from claimlint.model import Finding, Result, Slot
from claimlint.reports.layout import starts_rightward, visible
from claimlint.reports.options import ReportOptions, by_file
from claimlint.reports.summary import rankings, report_words, too_long, totals
from claimlint.reports.text import cut
from claimlint.reports.words import RIGHTWARD, Words, words_of
from claimlint.rewrite import label, proof

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATE = "report.html.jinja"
_BLANK = late(r"(\[[^\[\]]+\])")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A finding as the page shows it: the copy around it, the reason, what a rewrite needs, and their languages."""

    finding: Finding
    before: str
    claim: str
    after: str
    direction: str
    lang: str
    message: str
    why: str
    reason_language: str
    facts: tuple[Slot, ...]
    words: Words

    @property
    def labels(self) -> list[str]:
        return [label(slot, self.words.language) for slot in self.facts]


def html_report(result: Result, options: ReportOptions) -> str:
    """The whole result as one page."""
    words = report_words(result, options)
    files = [
        {"path": visible(path), "anchor": f"file-{number}", "findings": [_shown(finding, options) for finding in findings]}
        for number, (path, findings) in enumerate(by_file(result.findings).items(), 1)
    ]
    return _template().render(
        words=words,
        totals=totals(result, words),
        problems=result.problems,
        tables=rankings(result.findings, words) if result.findings else (),
        anchors={file["path"]: file["anchor"] for file in files},
        files=files,
    )


def _shown(finding: Finding, options: ReportOptions) -> _Shown:
    before, claim, after = cut(finding.block.text, *finding.in_block)
    rightward = finding.language in RIGHTWARD or starts_rightward(before + claim + after)
    message, why = finding.reason(options.messages)
    return _Shown(
        finding=finding,
        before=before,
        claim=claim,
        after=after,
        direction="rtl" if rightward else "ltr",
        lang=finding.block.lang or finding.language,
        message=message,
        why=why,
        reason_language=finding.rule.told_in(finding.told_in(options.messages)),
        facts=tuple({slot.id: slot for rewrite in finding.rewrites for slot in rewrite.needs}.values()),
        words=words_of(finding.told_in(options.messages)),
    )


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text of a rewrite in pieces: is it a blank?"""
    for number, piece in enumerate(_BLANK.split(text)):
        if piece:
            yield piece, number % 2 == 1


def _direction(language: str) -> str:
    return "rtl" if language in RIGHTWARD else "ltr"


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only this report needs it

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(Path(__file__).parent), finalize=_finalized
    )
    environment.globals |= {"label": label, "proof": proof, "pieces": _pieces, "direction": _direction, "too_long": too_long}
    return environment.get_template(_TEMPLATE)


def _finalized(value: object) -> object:
    """No text of a page may steer the reader's browser: control characters and the like are written out."""
    return visible(value) if type(value) is str else value
