"""What was measured, as text, JSON and Markdown."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import measure
from bench import CODESPELL, IMPORT, PEERS
from cases import Growth, Outcome
from measure import Spread

BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"


@dataclass
class Report:
    """All that was measured."""

    facts: dict[str, str]
    outcomes: list[Outcome] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)
    profiles: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def reports_agree(self) -> dict[str, bool]:
        """By the name that cases share: whether all their runs printed the same."""
        groups: dict[str, set[str]] = {}
        for outcome in self.outcomes:
            for command, runs in outcome.runs.items():
                if outcome.case.same and command not in (CODESPELL, IMPORT, *PEERS):
                    groups.setdefault(outcome.case.same, set()).update(one.digest for one in runs)
        return {name: len(digests) == 1 for name, digests in groups.items()}

    def as_json(self) -> dict[str, Any]:
        return {
            "facts": self.facts,
            "cases": [outcome.as_json() for outcome in self.outcomes],
            "reports_agree": self.reports_agree,
            "growth": [{**row._asdict(), "times": row.times._asdict()} for row in self.growth],
            "profiles": self.profiles,
        }


def case_as_text(outcome: Outcome) -> str:
    """What a terminal shows of a case: seconds, too."""
    case = outcome.case
    loads = "loads spaCy" if outcome.loads_spacy else "no spaCy"
    lines = [f"{outcome.name}: {outcome.title} ({case.pages} pages, {case.size / 1e6:.3f} MB; {loads})"]
    for name, runs in outcome.runs.items():
        median = measure.seconds(runs).median
        taken = f"{median:7.3f} s {measure.cpu(runs).median:7.3f} s of CPU"
        rates = f"{case.size / 1e6 / median:7.2f} MB/s {case.pages / median:8.1f} pages/s"
        ratio = "" if name == outcome.first else f"   claimlint takes {_ratio(outcome.times(name))} × as long"
        lines.append(f"  {name:12} {taken} {rates} {measure.peak(runs):6.0f} MiB{ratio}")
    lines += [f"  {line}" for line in _goals(outcome)]
    top = [f"{name} {taken:.0f} ms" for name, taken in outcome.milliseconds.items() if taken >= 1][:6]
    return "\n".join([*lines, f"  imports: {', '.join(top)}", ""])


def rest_as_text(report: Report) -> str:
    """What a terminal shows when all cases have run."""
    lines: list[str] = []
    for name, agree in report.reports_agree.items():
        lines += [f"reports of all runs over the {name}: {'the same, byte for byte' if agree else 'THEY DIFFER'}"]
    if report.growth:
        lines += ["", "growth (of the amount, of the time)"]
        for row in report.growth:
            lines.append(f"  {row.what:18} {row.amount:38} {row.grown:6.2f} × {_ratio(row.times):>24} × {row.seconds:7.3f} s")
    for name, parts in report.profiles.items():
        lines += ["", f"where {name} spends its time"]
        lines += [f"  {share:6.1%}  {part}" for part, share in parts.items() if share >= 0.01]
    return "\n".join(lines)


def _goals(outcome: Outcome) -> Iterator[str]:
    if outcome.reached is not None:
        said = _difference(outcome.reached) if outcome.case.goal and outcome.case.goal.seconds else _ratio(outcome.reached)
        yield f"goal {outcome.case.goal}: {'met' if outcome.met else 'missed'} with {said}"
    if outcome.case.memory:
        met = "met" if outcome.memory_met else "missed"
        yield f"goal ≤ {outcome.case.memory:g} MiB: {met} with {outcome.peak:.0f} MiB in all processes together"


def _ratio(found: Spread) -> str:
    return f"{found.median:.2f} ({found.least:.2f} to {found.most:.2f})"


def _difference(found: Spread) -> str:
    return f"{found.median:+.2f} s ({found.least:+.2f} to {found.most:+.2f})"


def as_markdown(report: Report) -> str:
    """The tables of docs/performance.md: ratios, as seconds depend on what else the machine did."""
    lines = [", ".join(f"{name} {value}" for name, value in report.facts.items()) + ".", ""]
    if report.outcomes:
        lines += ["| | × codespell | goal | reached | MiB | spaCy loaded |", "| --- | ---: | --- | --- | ---: | --- |"]
        lines += [_row(outcome) for outcome in report.outcomes]
        lines += ["", _agreement(report), ""]
    lines += _peer_table(report.outcomes)
    if report.growth:
        lines += ["| grows | | × the amount | × the time |", "| --- | --- | ---: | ---: |"]
        lines += [f"| {row.what} | {row.amount} | {row.grown:.1f} | {_ratio(row.times)} |" for row in report.growth] + [""]
    if report.profiles:
        shown = [part for part in _parts(report.profiles) if max(p.get(part, 0) for p in report.profiles.values()) >= 0.03]
        lines += [f"| share of time | {' | '.join(report.profiles)} |", f"| --- |{' ---: |' * len(report.profiles)}"]
        for part in shown:
            lines.append(f"| `{part}` | " + " | ".join(f"{one.get(part, 0):.0%}" for one in report.profiles.values()) + " |")
        lines.append("")
    return "\n".join(lines)


def _row(outcome: Outcome) -> str:
    goal, reached = (str(outcome.case.goal), _reached(outcome)) if outcome.case.goal else ("", "")
    memory = f"{outcome.peak:.0f}"
    if outcome.case.memory:
        memory += f" (goal ≤ {outcome.case.memory:g}: {'met' if outcome.memory_met else 'missed'})"
    loaded = "yes" if outcome.loads_spacy else "no"
    return f"| {outcome.title} | {_ratio(outcome.times(CODESPELL))} | {goal} | {reached} | {memory} | {loaded} |"


def _reached(outcome: Outcome) -> str:
    assert outcome.reached
    assert outcome.case.goal
    met = "met" if outcome.met else "missed"
    if outcome.case.goal.seconds:
        return f"{met}: {_difference(outcome.reached)}"
    return met if outcome.case.goal.against == CODESPELL else f"{met}: {_ratio(outcome.reached)}"


def _agreement(report: Report) -> str:
    found = [f"{name}: {'the same, byte for byte' if agree else 'they differ'}" for name, agree in report.reports_agree.items()]
    return f"Reports of all runs over one corpus: {'; '.join(found)}." if found else ""


def _peer_table(outcomes: Sequence[Outcome]) -> list[str]:
    """The other checkers, as a multiple of codespell's time."""
    rows = []
    for outcome in outcomes:
        for name in PEERS:
            if name in outcome.runs:
                times = measure.ratios(outcome.runs[name], outcome.runs[CODESPELL])
                memory = measure.peak(outcome.runs[name])
                rows.append(f"| {outcome.title} | {name} | {_ratio(times)} | {memory:.0f} |")
    return ["| others | | × codespell | MiB |", "| --- | --- | ---: | ---: |", *rows, ""] if rows else []


def _parts(profiles: Mapping[str, Mapping[str, float]]) -> list[str]:
    """All parts, those first that take most somewhere."""
    most: dict[str, float] = {}
    for shares in profiles.values():
        for part, share in shares.items():
            most[part] = max(most.get(part, 0), share)
    return sorted(most, key=lambda part: -most[part])


def write_markdown(text: str, target: Path) -> None:
    """Put the tables between the marks of a page."""
    page = target.read_text(encoding="utf-8")
    if BEGIN not in page or END not in page:
        sys.exit(f"{target}: no place for the tables; write the lines {BEGIN.strip()} and {END.strip()} there")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    target.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
