"""Measure claimlint on labelled copy: precision, recall, and what each kind of decision is worth.

    python tools/accuracy.py [FOLDER] [--lang en] [--split heldout] [--rules] [--errors] [--write]

FOLDER (tests/corpus) holds index.jsonl, labels.jsonl and pages/; docs/accuracy.md says how the labels were made and how
this counts. --write renews the table in docs/accuracy.md; --rules adds a line a rule; --errors lists false alarms and misses.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from claimlint.lint import BASES, Basis, lint_document
from claimlint.model import Confidence, Document, Finding
from claimlint.packs import PackSet, load_packs
from claimlint.sources import read

HOME = Path(__file__).resolve().parents[1]
CORPUS = HOME / "tests" / "corpus"
REPORT = HOME / "docs" / "accuracy.md"
LANGUAGES = {"ar": "Arabic", "en": "English", "he": "Hebrew"}
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"

# Families of which the reviewers' guideline does not speak: they marked no "only today", whatever they thought of it.
OUTSIDE = frozenset(("urgency",))
# A finding counts for a label only if it isn't much longer: to flag whole paragraphs earns nothing.
_LONGEST, _SLACK = 10, 40


class Label(NamedTuple):
    """A claim as reviewers marked it, in code points of the decoded file."""

    start: int
    end: int
    category: str
    certainty: str

    @property
    def sure(self) -> bool:
        return self.certainty == "sure" and self.category != "testimonial"


@dataclass(frozen=True)
class Page:
    """A labelled file."""

    document: Document
    lang: str
    split: str
    labels: tuple[Label, ...]


class Alarm(NamedTuple):
    """Findings that overlap, and what they hit: "right", "neutral" (reviewers differ) or "false"."""

    findings: tuple[Finding, ...]
    verdict: str


@dataclass(frozen=True)
class Score:
    """Precision leaves neutral alarms out; recall is the share of the sure labels that were hit."""

    right: int = 0
    false: int = 0
    neutral: int = 0
    found: int = 0
    sure: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.sure if self.sure else 1.0

    @property
    def neutral_share(self) -> float:
        alarms = self.right + self.false + self.neutral
        return self.neutral / alarms if alarms else 0.0


def read_corpus(folder: Path, lang: str = "", split: str = "") -> list[Page]:
    """The labelled pages of a folder, of one language and one part of the corpus where they are given."""
    labels: dict[str, list[Label]] = defaultdict(list)
    for row in _rows(folder / "labels.jsonl"):
        labels[row["page"]].append(Label(row["start"], row["end"], row["category"], row["certainty"]))
    pages = []
    for row in _rows(folder / "index.jsonl"):
        if lang not in ("", row["lang"]) or split not in ("", row["split"]) or not row.get("labelled", True):
            continue
        document = read(row["page"], (folder / "pages" / row["page"]).read_bytes())
        pages.append(Page(document, row["lang"], row["split"], tuple(sorted(labels[row["page"]]))))
    return pages


def lint(
    page: Page, packs: PackSet, bases: Collection[Basis] = BASES, confidence: Confidence = "medium"
) -> tuple[Finding, ...]:
    return lint_document(page.document, packs, bases=bases, min_confidence=confidence).findings


def alarms(findings: Iterable[Finding], labels: Sequence[Label]) -> Iterator[Alarm]:
    group: list[Finding] = []
    for finding in sorted(findings, key=lambda finding: finding.span):
        if group and finding.span.start >= max(one.span.end for one in group):
            yield Alarm(tuple(group), _verdict(group, labels))
            group = []
        group.append(finding)
    if group:
        yield Alarm(tuple(group), _verdict(group, labels))


def hits(finding: Finding, label: Label) -> bool:
    overlap = finding.span.start < label.end and label.start < finding.span.end
    return overlap and finding.span.end - finding.span.start <= _LONGEST * (label.end - label.start) + _SLACK


def _verdict(group: Sequence[Finding], labels: Sequence[Label]) -> str:
    hit = [label for label in labels for finding in group if hits(finding, label)]
    if any(label.sure for label in hit):
        return "right"
    outside = all(finding.rule.family in OUTSIDE for finding in group)
    return "neutral" if hit or outside else "false"


def score(pairs: Iterable[tuple[Page, Sequence[Finding]]]) -> Score:
    verdicts = Counter[str]()
    found = sure = 0
    for page, findings in pairs:
        verdicts.update(alarm.verdict for alarm in alarms(findings, page.labels))
        wanted = [label for label in page.labels if label.sure]
        sure += len(wanted)
        found += sum(any(hits(finding, label) for finding in findings) for label in wanted)
    return Score(verdicts["right"], verdicts["false"], verdicts["neutral"], found, sure)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _scored(name: str, got: Score) -> list[str]:
    counts = [str(got.sure), str(got.right), str(got.false), str(got.neutral)]
    return [name, f"{got.precision:.3f}", f"{got.recall:.3f}", *counts]


_HEAD = ("", "precision", "recall", "sure claims", "right", "false", "neutral")
_BASES: tuple[tuple[str, tuple[Basis, ...]], ...] = (
    ("the words of the rules alone", ("words",)),
    ("+ grammar", ("words", "grammar")),
    ("+ context", ("words", "grammar", "context")),
    ("+ evidence", ("words", "grammar", "context", "evidence")),
)


def figures(pages: Sequence[Page], packs: PackSet) -> str:
    """All tables, as Markdown."""
    linted = [(page, lint(page, packs)) for page in pages]
    parts = {"All pages": linted}
    for lang, split in sorted({(page.lang, page.split) for page in pages}):
        name = f"{LANGUAGES.get(lang, lang)}, {split}"
        parts[name] = [(page, found) for page, found in linted if (page.lang, page.split) == (lang, split)]
    by_part = table(_HEAD, [_scored(name, score(part)) for name, part in parts.items()])
    worth = table(_HEAD, [_scored(name, score((page, lint(page, packs, bases)) for page in pages)) for name, bases in _BASES])
    return f"{by_part}\nWhat each kind of decision is worth:\n\n{worth}\n{by_family(linted)}\n{by_category(linted)}"


def by_family(linted: Sequence[tuple[Page, Sequence[Finding]]]) -> str:
    counts = _counted(linted, lambda finding: finding.rule.family)
    return "Alarms by claimlint's families:\n\n" + table(("family", "precision", "right", "false", "neutral"), counts)


def by_rule(linted: Sequence[tuple[Page, Sequence[Finding]]]) -> str:
    counts = _counted(linted, lambda finding: f"{finding.rule.id} ({finding.rule.confidence})")
    return "Alarms by rule:\n\n" + table(("rule", "precision", "right", "false", "neutral"), counts)


def _counted(linted: Sequence[tuple[Page, Sequence[Finding]]], name: Callable[[Finding], str]) -> Iterator[list[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for page, findings in linted:
        for alarm in alarms(findings, page.labels):
            counts[name(alarm.findings[0])][alarm.verdict] += 1
    for key, count in sorted(counts.items()):
        right, false = count["right"], count["false"]
        precision = f"{right / (right + false):.2f}" if right + false else "–"
        yield [key, precision, str(right), str(false), str(count["neutral"])]


def by_category(linted: Sequence[tuple[Page, Sequence[Finding]]]) -> str:
    wanted, found = Counter[str](), Counter[str]()
    for page, findings in linted:
        for label in page.labels:
            if label.sure:
                wanted[label.category] += 1
                found[label.category] += any(hits(finding, label) for finding in findings)
    rows = [
        [name, f"{found[name] / count:.2f}", str(count), str(count - found[name])] for name, count in sorted(wanted.items())
    ]
    return "Sure claims by the reviewers' categories:\n\n" + table(("category", "recall", "claims", "missed"), rows)


def errors(linted: Sequence[tuple[Page, Sequence[Finding]]]) -> Iterator[str]:
    for page, findings in linted:
        for alarm in alarms(findings, page.labels):
            if alarm.verdict == "false":
                one = alarm.findings[0]
                yield f"FALSE  {_shown(page, *one.span)}  {one.rule.id}"
        for label in page.labels:
            if label.sure and not any(hits(finding, label) for finding in findings):
                yield f"MISSED {_shown(page, label.start, label.end)}  {label.category}"


def _shown(page: Page, start: int, end: int) -> str:
    text = page.document.text
    around = f"{text[max(0, start - 60) : start]}[{text[start:end]}]{text[end : end + 50]}"
    return f"{page.document.path}:{page.document.position(start).line}: {' '.join(around.split())}"


def _rows(path: Path) -> Iterator[dict[str, str | int | bool]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--lang", default="")
    parser.add_argument("--split", default="")
    parser.add_argument("--min-confidence", choices=["high", "medium", "low"], default="medium")
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    packs = load_packs()
    pages = read_corpus(arguments.folder, arguments.lang, arguments.split)
    linted = [(page, lint(page, packs, confidence=arguments.min_confidence)) for page in pages]
    if arguments.errors:
        print(*errors(linted), sep="\n")
    if arguments.rules:
        print(by_rule(linted))
    told = figures(pages, packs)
    print(told, end="")
    if arguments.write:
        before, _, rest = REPORT.read_text(encoding="utf-8").partition(BEGIN)
        REPORT.write_text(f"{before}{BEGIN}\n{told}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
