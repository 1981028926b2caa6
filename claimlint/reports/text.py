"""The report for people: what the page says, why it needs proof, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from claimlint.model import Finding, Result, Rewrite, Severity, Slot, Suppressed
from claimlint.reports.layout import cells, embedded, isolated, starts_rightward, visible, wrapped
from claimlint.reports.options import ReportOptions, by_file
from claimlint.reports.summary import counts, gone, rankings, report_words, too_long, totals, worst_rule
from claimlint.reports.words import RIGHTWARD, Words, words_of

EXCERPT = 160  # characters of a block that are shown around a claim
_NARROWEST = 40
_LAID_OUT = 512  # paragraphs that are remembered
_INDENT = "    "
_UNDERLINE, _PLAIN = "\x1b[1;4m", "\x1b[0m"
_COLOURS: dict[Severity, str] = {"error": "31", "warning": "33", "info": "36"}
# Stand around the claim until the lines are laid out; no page can hold them, `visible` writes them out.
_OPEN, _CLOSE = "\x02", "\x03"
_Told = set[tuple[str, str]]  # a rule or a fact, and the language


def text_report(result: Result, options: ReportOptions) -> str:
    """The findings by file, then the summary."""
    page = _Page(options, report_words(result, options))
    for path, findings in by_file(result.findings).items():
        page.file(path, findings)
    if options.show_suppressed:
        page.suppressed(result.suppressed)
    if len(result.findings) > 1:
        page.ranking(result.findings)
    for line in (gone(result, page.words), totals(result, page.words)):
        if line:
            page.lines.append(isolated(line, page.words.rightward))
    return "\n".join(page.lines) + "\n"


class _Paragraph(NamedTuple):
    """A text under a finding. `rightward`: it is laid out from right to left, label first; `reads_rightward`: its text."""

    text: str
    rightward: bool
    reads_rightward: bool
    label: str = ""
    codes: str = ""

    @lru_cache(_LAID_OUT)  # noqa: B019 - a tuple; what proves a fact is told in every other file
    def lines(self, room: int) -> list[str]:
        """Lines of at most `room` cells; those after the first stand under the text of the first."""
        lines = wrapped(self.text, room - cells(self.label))
        if self.reads_rightward != self.rightward:
            lines = [embedded(line, self.reads_rightward) for line in lines]
        first, rest = self.label, " " * cells(self.label)
        return [f"{rest if at else first}{line}" for at, line in enumerate(lines)]


class _Page:
    def __init__(self, options: ReportOptions, words: Words) -> None:
        self.colour = options.colour
        self.width = max(options.width, _NARROWEST)
        self.messages = options.messages
        self.words = words
        self.lines: list[str] = []

    def style(self, text: str, codes: str) -> str:
        return f"\x1b[{codes}m{text}{_PLAIN}" if self.colour and codes else text

    def put(self, paragraphs: Sequence[_Paragraph]) -> None:
        """Paragraphs under a finding. Those that all run from right to left begin at one edge on the right."""
        laid_out = [(paragraph, paragraph.lines(self.width - len(_INDENT))) for paragraph in paragraphs]
        edge = 0
        if all(paragraph.rightward for paragraph in paragraphs):
            edge = max(cells(_bare(line)) for _, lines in laid_out for line in lines)
        for paragraph, lines in laid_out:
            shown = lines
            if paragraph.rightward or (not paragraph.reads_rightward and not paragraph.text.isascii()):
                shown = [isolated(line, paragraph.rightward) for line in lines]
            if self.colour:
                shown = [self.style(line, paragraph.codes) for line in _underlined(shown)]
            pads = [" " * (edge - cells(_bare(line))) for line in lines] if edge else [""] * len(lines)
            self.lines += [f"{_INDENT}{pad}{line}" for pad, line in zip(pads, shown, strict=True)]

    def file(self, path: str, findings: Sequence[Finding]) -> None:
        self.lines += [self.style(f"{_path(path)}: {isolated(counts(findings, self.words))}", "1"), ""]
        told: _Told = set()
        for finding in findings:
            self.finding(finding, told)

    def finding(self, finding: Finding, told: _Told) -> None:
        """One finding. The reason behind a rule and the proof of a fact are told once a file: `told` remembers."""
        rule, start = finding.rule, finding.start
        severity = self.style(rule.severity, f"1;{_COLOURS[rule.severity]}")
        place = f"{_path(finding.path)}:{start.line}:{start.column}"
        if finding.block.name:
            place += f" ({_path(finding.block.name)})"
        self.lines.append(f"{place}  {severity}  {self.style(rule.id, '2')}")
        self.put([self.excerpt(finding), self.reason(finding, told), *self.rewrite(finding, told)])
        self.lines.append("")

    def excerpt(self, finding: Finding) -> _Paragraph:
        marked = excerpt(finding.block.text, *finding.in_block)
        if not self.colour:
            marked = marked.replace(_OPEN, ">>").replace(_CLOSE, "<<")
        rightward = finding.language in RIGHTWARD or starts_rightward(marked)
        return _Paragraph(marked, rightward, rightward)

    def reason(self, finding: Finding, told: _Told) -> _Paragraph:
        message, why = finding.reason(self.messages)
        language = finding.rule.told_in(finding.told_in(self.messages))
        text = visible(message if (finding.rule.id, language) in told else _sentences(message, why))
        told.add((finding.rule.id, language))
        return _Paragraph(text, language in RIGHTWARD, language in RIGHTWARD)

    def rewrite(self, finding: Finding, told: _Told) -> list[_Paragraph]:
        """The best rewrite, and the facts to fill in: a line each with the proof, or all in one where the proofs are told."""
        rewrite = best(finding.rewrites)
        if not rewrite:
            return []
        from claimlint.rewrite import proof

        words = words_of(finding.told_in(self.messages))
        reads = finding.language in RIGHTWARD
        text = f"{visible(rewrite.text)} {too_long(rewrite, finding.block.limit, words)}".rstrip()
        found = [_Paragraph(text, words.rightward, reads, f"{words.approved if rewrite.approved else words.rewrite}: ", "32")]
        proofs = [slot for slot in rewrite.needs if (slot.id, words.language) not in told]
        told |= {(slot.id, words.language) for slot in proofs}
        facts = [f"{_name(slot, words)}. {words.proof}: {visible(proof(slot, words.language))}" for slot in proofs]
        if rewrite.needs and not proofs:
            facts = [words.comma.join(_name(slot, words) for slot in rewrite.needs)]
        return found + [_Paragraph(fact, words.rightward, words.rightward, f"{words.fill_in}: ") for fact in facts]

    def suppressed(self, silenced: Sequence[Suppressed]) -> None:
        """What directives silence, each with its reason."""
        if not silenced:
            return
        self.lines += [self.style(isolated(f"{self.words.silenced}:"), "1"), ""]
        for finding, reason, line, until in silenced:
            place = f"{_path(finding.path)}:{finding.start.line}:{finding.start.column}"
            self.lines.append(f"{place}  {self.style(finding.rule.id, '2')}")
            words = words_of(finding.told_in(self.messages))
            form = words.until if until else words.because
            told = form.format(reason=visible(reason), day=until.isoformat() if until else "")
            place = f"{_path(finding.path)}:{line}"
            self.put([self.excerpt(finding), _Paragraph(f"{told} ({place})", words.rightward, words.rightward)])
            self.lines.append("")

    def ranking(self, findings: Sequence[Finding]) -> None:
        """What to mend first, and how to learn more."""
        for title, shown, more in rankings(findings, self.words):
            self.lines.append(self.style(isolated(title), "1"))
            rows = [(_path(name), isolated(counted)) for name, counted in shown]
            column = max(cells(name) for name, _ in rows) + 2
            self.lines += [f"{_INDENT}{name}{' ' * (column - cells(name))}{counted}" for name, counted in rows]
            if more:
                self.lines.append(_INDENT + isolated(self.words.more.format(n=more)))
            self.lines.append("")
        self.lines += [f"{isolated(self.words.explain)}: claimlint explain {worst_rule(findings)}", ""]


def excerpt(text: str, start: int, end: int) -> str:
    """What `cut` gives, as one text with the claim between two marks."""
    before, claim, after = cut(text, start, end)
    return f"{before}{_OPEN}{claim}{_CLOSE}{after}"


def cut(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The part of a block around `text[start:end]`, cut at words with …: what stands before, the claim, what follows."""
    end = min(end, start + EXCERPT)
    room = EXCERPT - (end - start)
    left = max(0, start - max(room // 2, room - (len(text) - end)))
    right = min(len(text), end + room - (start - left))
    if left:
        space = text.find(" ", left - 1, start)
        left = start if space < 0 else space + 1
    if right < len(text):
        right = max(text.rfind(" ", end, right + 1), end)
    head, tail = "… " if left else "", " …" if right < len(text) else ""
    return head + _line(text[left:start]), _line(text[start:end]), _line(text[end:right]) + tail


def _line(text: str) -> str:
    """Page text on one line: a line break that a reader sees is a slash."""
    return " / ".join(visible(line) for line in text.split("\n"))


def _underlined(lines: Sequence[str]) -> list[str]:
    """Lines with their marks turned into underlining, which ends with a line and begins anew in the next."""
    painted: list[str] = []
    inside = False
    for line in lines:
        start = _UNDERLINE if inside else ""
        inside = line.rfind(_OPEN) > line.rfind(_CLOSE) or (inside and _CLOSE not in line)
        end = _PLAIN if inside else ""
        painted.append(start + line.replace(_OPEN, _UNDERLINE).replace(_CLOSE, _PLAIN) + end)
    return painted


def best(rewrites: Sequence[Rewrite]) -> Rewrite | None:
    """The first rewrite that fits and can be used as it is, else that fits, else that is complete, else the first."""
    return min(rewrites, key=lambda rewrite: (rewrite.excess > 0, not rewrite.complete), default=None)


def _name(slot: Slot, words: Words) -> str:
    from claimlint.rewrite import label

    return visible(label(slot, words.language))


def _sentences(first: str, second: str) -> str:
    """Two remarks in a row, each a sentence."""
    if not second:
        return first
    return f"{first} {second}" if first.endswith((".", "!", "?", "؟", "…")) else f"{first}. {second}"


def _bare(line: str) -> str:
    """A line without the marks around the claim, which will take no cell of their own in colour."""
    return line.replace(_OPEN, "").replace(_CLOSE, "")


def _path(path: str) -> str:
    return isolated(visible(path))
