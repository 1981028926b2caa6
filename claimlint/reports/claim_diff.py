"""What a change does to claims, for people and programs: a table for the terminal, a comment for a pull request, JSON.

The fixed words of the table and of the comment are English; rewrites and blanks are in the language of the copy, the
labels of facts in that of --messages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from claimlint.claimdiff import VERDICTS, ClaimChange, Verdict
from claimlint.claims import Claim, Sentence
from claimlint.model import Problem, Slot, Span
from claimlint.reports.github import inert
from claimlint.reports.layout import cells, isolated, starts_rightward, visible, wrapped
from claimlint.reports.machine import as_json, harmless
from claimlint.reports.options import ReportOptions
from claimlint.reports.text import best
from claimlint.reports.words import RIGHTWARD, words_of
from claimlint.rewrite import label

VERSION = 1
MARK = "<!-- claimlint diff -->"  # by which a program finds the comment that it wrote before
_ROWS = 20  # of a comment; more are folded away
_MOST_CHARACTERS = 60_000  # of a comment; GitHub takes 65,536
_EXCERPT = 120  # characters of a sentence
_NARROWEST = 36
_INDENT = 6
_PLACES = 2  # other places of a change that are named
_COLOURS: Mapping[Verdict, str] = {
    "added": "31",
    "strengthened": "31",
    "vaguer": "33",
    "reworded": "36",
    "weakened": "32",
    "substantiated": "32",
    "removed": "32",
}
_KINDS = {"duration": "time", "money": "price", "percent": "percentage", "rating": "rating", "count": "number"}
_BOLD, _END_BOLD = "\ue000", "\ue001"  # stand for the tags until the text is escaped; taken out of the page's own text
_NO_BOLD = dict.fromkeys(map(ord, _BOLD + _END_BOLD))
_NOTHING = "No claim was added, removed or changed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `claimlint diff` found. before, after: hashes of commits; after "": the work tree. `files`: how many differ."""

    changes: tuple[ClaimChange, ...]
    before: str
    after: str = ""
    files: int = 0
    slots: Mapping[str, Slot] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class _Row(NamedTuple):
    """A change, and the same one in other places: a footer is edited once for all pages."""

    change: ClaimChange
    elsewhere: tuple[ClaimChange, ...]


def _rows(changes: Sequence[ClaimChange]) -> list[_Row]:
    groups: dict[object, list[ClaimChange]] = {}
    for change in changes:
        groups.setdefault((change.verdict, _key(change.before), _key(change.after)), []).append(change)
    return [_Row(first, tuple(others)) for first, *others in groups.values()]


def _key(claim: Claim | None) -> object:
    if claim is None:
        return None
    return claim.sentence.text, claim.in_sentence, claim.rule.id if claim.rule else "", claim.finding is not None


def _counts(changes: Sequence[ClaimChange]) -> str:
    """'2 added, 1 strengthened', in the order of VERDICTS."""
    numbers = Counter(change.verdict for change in changes)
    return ", ".join(f"{numbers[verdict]:,} {verdict}" for verdict in VERDICTS if numbers[verdict])


def _commit(revision: str) -> str:
    return revision[:12] or "the work tree"


def _place(change: ClaimChange) -> str:
    """Line and column; of what was removed those in the old file."""
    start = change.position
    return f"{'' if change.after else 'was '}{start.line}:{start.column}"


def _about(claim: Claim, slots: Mapping[str, Slot], language: str) -> str:
    """The rule of a vague claim, with its severity while it is a finding; what a figure is about."""
    finding, quantity = claim.finding, claim.quantity
    if claim.rule:
        return f"{claim.rule.id}, {finding.rule.severity}" if finding else claim.rule.id
    assert quantity is not None
    slot = slots.get(claim.topic)
    name = label(slot, language) if slot else _KINDS[quantity.kind]
    return f"{name}: {finding.rule.id}, {finding.rule.severity}" if finding else name


def _instead(change: ClaimChange, messages: str) -> str:
    """'Try: Ships within [dispatch time]', for a claim that is still a finding; "" where nothing is suggested."""
    finding = change.after.finding if change.after else None
    rewrite = best(finding.rewrites) if finding else None
    if finding is None or rewrite is None:
        return ""
    words = words_of(messages or finding.language)
    return f"{words.approved if rewrite.approved else words.rewrite}: {rewrite.text}"


class _Said(NamedTuple):
    """A sentence as it is shown: its text around the claim, and the claim in it (None: it holds none)."""

    text: str
    claim: Span | None = None


def _said(claim: Claim | None, sentence: Sentence | None) -> _Said | None:
    if claim is None:
        return _excerpt(sentence.text, None) if sentence else None
    return _excerpt(claim.sentence.text, claim.in_sentence)


def _excerpt(text: str, claim: Span | None) -> _Said:
    """A sentence, or of a long one the part around the claim, cut at words."""
    start, end = claim or Span(0, 0)
    room = max(0, _EXCERPT - (end - start))
    left = max(0, start - max(room // 2, room - (len(text) - end)))
    right = min(len(text), end + room - (start - left))
    if left and (space := text.find(" ", left, start)) >= 0:
        left = space + 1
    if right < len(text) and (space := text.rfind(" ", end, right)) >= 0:
        right = space
    head, tail = "… " if left else "", " …" if right < len(text) else ""
    moved = len(head) - left
    return _Said(f"{head}{text[left:right]}{tail}", Span(start + moved, end + moved) if claim else None)


def _both(change: ClaimChange) -> tuple[_Said | None, _Said | None]:
    return _said(change.before, change.sentence_before), _said(change.after, change.sentence_after)


def _evidence(change: ClaimChange) -> str:
    """What is said of a sentence that stands as it stood; "" of others."""
    before, after = change.sentence_before, change.sentence_after
    if before is None or after is None or before.text != after.text:
        return ""
    told = {"substantiated": "the same words, which the page backs now", "vaguer": "the same words, which nothing backs now"}
    return told.get(change.verdict, "")


# ------------------------------------------------------------------------------------------------------------------ text


def text_diff(comparison: Comparison, options: ReportOptions) -> str:
    """The changes by page: verdict, place and what it is about in columns, then the old sentence and → the new one."""
    table = _Table(comparison, options)
    rows = _rows(comparison.changes)
    for path in dict.fromkeys(row.change.path for row in rows):
        table.page(path, [row for row in rows if row.change.path == path])
    table.lines.append(table.total())
    return "\n".join(table.lines) + "\n"


class _Table:
    def __init__(self, comparison: Comparison, options: ReportOptions) -> None:
        self.comparison = comparison
        self.options = options
        self.lines: list[str] = []

    def style(self, text: str, codes: str) -> str:
        return f"\x1b[{codes}m{text}\x1b[0m" if self.options.colour else text

    def page(self, path: str, rows: Sequence[_Row]) -> None:
        here = [change for change in self.comparison.changes if change.path == path]
        self.lines += [self.style(f"{isolated(visible(path))}: {_counts(here)}", "1"), ""]
        heads = [self.head(row.change) for row in rows]
        widths = [max(cells(head[column]) for head in heads) for column in range(3)]
        for row, head in zip(rows, heads, strict=True):
            self.row(row, head, widths)
        self.lines.append("")

    def head(self, change: ClaimChange) -> tuple[str, str, str]:
        language = self.options.messages or "en"
        return change.verdict, _place(change), isolated(visible(_about(change.claim, self.comparison.slots, language)))

    def row(self, row: _Row, head: tuple[str, str, str], widths: Sequence[int]) -> None:
        """One line where the texts are one line that fits; else they stand below."""
        columns = [cell + " " * (width - cells(cell)) for cell, width in zip(head, widths, strict=True)]
        columns[0] = self.style(columns[0], _COLOURS[row.change.verdict])
        first = f"  {'  '.join(columns)}"
        texts = list(self.texts(row, max(self.options.width - _INDENT, _NARROWEST)))
        if len(texts) == 1 and 2 + sum(widths) + 2 * len(widths) + cells(texts[0][1]) <= self.options.width:
            self.lines.append(f"{first}  {texts[0][1]}")
            return
        self.lines.append(first.rstrip())
        self.lines += [f"{' ' * (_INDENT - 2)}{arrow}{text}" for arrow, text in texts]

    def texts(self, row: _Row, room: int) -> Iterator[tuple[str, str]]:
        """Lines, each with what stands before it: an arrow before the new sentence."""
        before, after = _both(row.change)
        evidence = _evidence(row.change)
        if before:
            yield from self.laid_out("  ", before, room)
        if evidence:
            yield from (("→ " if at == 0 else "  ", line) for at, line in enumerate(wrapped(evidence, room)))
        elif after:
            yield from self.laid_out("→ " if before else "  ", after, room)
        instead = visible(_instead(row.change, self.options.messages))
        rightward = starts_rightward(instead)
        yield from (("  ", self.style(isolated(line, rightward), "32")) for line in wrapped(instead, room))
        if row.elsewhere:
            yield from (("  ", line) for line in wrapped(visible(f"also: {_elsewhere(row.elsewhere)}"), room))

    def laid_out(self, arrow: str, said: _Said, room: int) -> Iterator[tuple[str, str]]:
        text = said.text
        if said.claim:
            start, end = said.claim
            text = f"{text[:start]}>>{text[start:end]}<<{text[end:]}"
        shown = " / ".join(visible(line) for line in text.split("\n"))
        rightward = starts_rightward(shown)
        for number, line in enumerate(wrapped(shown, room)):
            yield "  " if number else arrow, isolated(line, rightward)

    def total(self) -> str:
        files = f"{self.comparison.files:,} changed file{'' if self.comparison.files == 1 else 's'}"
        counted = _counts(self.comparison.changes) or _NOTHING
        return f"{counted}, in {files} since {_commit(self.comparison.before)}"


def _elsewhere(changes: Sequence[ClaimChange]) -> str:
    """'a.html:12, b.html:12 and 3 more places'."""
    named = ", ".join(f"{change.path}:{change.position.line}" for change in changes[:_PLACES])
    more = len(changes) - _PLACES
    return f"{named} and {more:,} more place{'' if more == 1 else 's'}" if more > 0 else named


# -------------------------------------------------------------------------------------------------------------- Markdown


def markdown_diff(comparison: Comparison, options: ReportOptions) -> str:
    """A comment for a pull request: counts, a table, the rows beyond the first twenty folded away, at most 60,000 characters.

    Nothing that a page says is markup here, a mention, a link or an issue; see `inert`.
    """
    files = f"{comparison.files:,} changed file{'' if comparison.files == 1 else 's'}"
    states = f"{files}, {_commit(comparison.before)} to {_commit(comparison.after)}"
    if not comparison.changes:
        return f"{MARK}\n### Claims: nothing changed\n\n{_NOTHING} ({states}).\n"
    order = list(VERDICTS)
    rows = sorted(_rows(comparison.changes), key=lambda row: order.index(row.change.verdict))
    parts = [f"{MARK}\n### Claims: {_counts(comparison.changes)}\n\n{_to_do(comparison.changes)} ({states})\n"]
    shown = [_markdown_row(row, comparison.slots, options) for row in rows]
    room = _MOST_CHARACTERS - sum(map(len, parts))
    fitting = 0
    while fitting < len(shown) and (room := room - len(shown[fitting])) > 0:
        fitting += 1
    parts.append(f"\n{_HEAD}{''.join(shown[: min(_ROWS, fitting)])}")
    if fitting > _ROWS:
        rest = "".join(shown[_ROWS:fitting])
        parts.append(f"\n<details><summary>{fitting - _ROWS:,} more</summary>\n\n{_HEAD}{rest}\n</details>\n")
    if left := len(shown) - fitting:
        parts.append(f"\n{left:,} more are left out here, as a comment has its limits; `claimlint diff` shows them.\n")
    return "".join(parts)


_HEAD = "| Change | Where | Before | After |\n|---|---|---|---|\n"


def _to_do(changes: Sequence[ClaimChange]) -> str:
    """The sentence under the heading: what is left to do."""
    vague = sum(change.after is not None and change.after.finding is not None for change in changes)
    figures = sum(
        change.verdict in ("added", "strengthened") and change.after is not None and change.after.finding is None
        for change in changes
    )
    told = []
    if vague:
        told.append(f"{vague:,} to prove or to make specific")
    if figures:
        told.append(f"{figures:,} figure{'' if figures == 1 else 's'} to check")
    return f"{', '.join(told)}." if told else "Nothing new to prove."


def _markdown_row(row: _Row, slots: Mapping[str, Slot], options: ReportOptions) -> str:
    change = row.change
    language = options.messages or "en"
    about = inert(harmless(_about(change.claim, slots, language)), language in RIGHTWARD)
    where = f"{inert(harmless(change.path))}:{change.position.line}"
    if change.after is None:
        where += " (old)"
    if row.elsewhere:
        where += f"<br>also {inert(harmless(_elsewhere(row.elsewhere)))}"
    before, after = _both(change)
    new = _evidence(change) or _bold(after)
    if instead := harmless(_instead(change, options.messages)):
        new += f"<br>{inert(instead, starts_rightward(instead))}"
    return f"| **{change.verdict}**<br>{about} | {where} | {_bold(before)} | {new} |\n"


def _bold(said: _Said | None) -> str:
    """A sentence with its claim in bold letters, all of it in one direction."""
    if said is None:
        return ""
    start, end = said.claim or Span(0, 0)
    parts = [harmless(part.translate(_NO_BOLD)) for part in (said.text[:start], said.text[start:end], said.text[end:])]
    text = f"{parts[0]}{_BOLD}{parts[1]}{_END_BOLD}{parts[2]}" if said.claim else parts[2]
    return inert(text, starts_rightward(said.text)).replace(_BOLD, "<b>").replace(_END_BOLD, "</b>")


# ------------------------------------------------------------------------------------------------------------------ JSON


def json_diff(comparison: Comparison, options: ReportOptions) -> str:
    """Everything, for programs; docs/diff.md describes the keys."""
    numbers = Counter(change.verdict for change in comparison.changes)
    return as_json(
        {
            "version": VERSION,
            "before": comparison.before,
            "after": comparison.after,
            "changes": [_json_change(change, options) for change in comparison.changes],
            "summary": {
                **{verdict: numbers[verdict] for verdict in VERDICTS},
                "files": comparison.files,
                "problems": [{"path": problem.path, "message": problem.message} for problem in comparison.problems],
            },
        }
    )


def _json_change(change: ClaimChange, options: ReportOptions) -> dict[str, Any]:
    return {
        "verdict": change.verdict,
        "path": change.path,
        "line": change.position.line,
        "column": change.position.column,
        "before": _json_claim(change.before, change.sentence_before, options),
        "after": _json_claim(change.after, change.sentence_after, options),
    }


def _json_claim(claim: Claim | None, sentence: Sentence | None, options: ReportOptions) -> dict[str, Any] | None:
    """A claim; where there is none, the sentence that stands in its place, null if there is none either."""
    if claim is None:
        return {"sentence": sentence.text} if sentence else None
    told: dict[str, Any] = {
        "sentence": claim.sentence.text,
        "path": claim.path,
        "line": claim.start.line,
        "column": claim.start.column,
        "text": claim.text,
        "language": claim.language,
    }
    if claim.rule:
        told |= {"rule": claim.rule.id, "family": claim.rule.family}
    if claim.quantity:
        told["quantity"] = _json_quantity(claim)
    if claim.finding:
        rewrite = best(claim.finding.rewrites)
        told["finding"] = {
            "rule": claim.finding.rule.id,
            "severity": claim.finding.rule.severity,
            "message": claim.finding.reason(options.messages).message,
            "rewrite": rewrite.text if rewrite else "",
            "complete": rewrite.complete if rewrite else False,
            "fingerprint": claim.finding.fingerprint,
        }
    return told


def _json_quantity(claim: Claim) -> dict[str, Any]:
    quantity = claim.quantity
    assert quantity is not None
    return {
        "kind": quantity.kind,
        "low": f"{quantity.low:f}",
        "high": f"{quantity.high:f}",
        "unit": quantity.unit,
        "bound": quantity.bound,
        "topic": claim.topic,
        "better": claim.better or "",
    }


FORMATS: Mapping[str, Callable[[Comparison, ReportOptions], str]] = {
    "text": text_diff,
    "markdown": markdown_diff,
    "json": json_diff,
}
