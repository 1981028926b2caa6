"""The report for people: what the page says, why it needs proof, and what to write instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from claimlint.model import SEVERITIES, Block, Finding, Result, Rewrite, Severity, Slot
from claimlint.reports.layout import cells, isolated, starts_rightward, visible, wrapped
from claimlint.reports.options import ReportOptions, by_file
from claimlint.rewrite import label, proof

EXCERPT = 160  # characters of a block that are shown around a claim
SHOWN = 5  # rules and files in the summary
_NARROWEST = 40
_INDENT = "    "
_FILL_IN = "Fill in: "
_PLACES = {"ad-headline": "a headline", "ad-description": "a description", "ad-path": "a path"}
_UNDERLINE, _PLAIN = "\x1b[1;4m", "\x1b[0m"
_COLOURS: dict[Severity, str] = {"error": "31", "warning": "33", "info": "36"}
# Stand around the claim until the lines are laid out; no page can hold them, `visible` writes them out.
_OPEN, _CLOSE = "\x02", "\x03"

LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "ku": "Kurdish", "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "yi": "Yiddish", "zh": "Chinese",
}  # fmt: skip


def text_report(result: Result, options: ReportOptions) -> str:
    """The findings by file, then the summary."""
    page = _Page(options)
    files = by_file(result.findings)
    for path, findings in files.items():
        page.file(path, findings)
    if len(result.findings) > 1:
        page.ranking(result.findings, files)
    page.totals(result)
    return "\n".join(page.lines) + "\n"


class _Page:
    def __init__(self, options: ReportOptions) -> None:
        self.colour = options.colour
        self.width = max(options.width, _NARROWEST)
        self.lines: list[str] = []

    def style(self, text: str, codes: str) -> str:
        return f"\x1b[{codes}m{text}{_PLAIN}" if self.colour and codes else text

    def put(self, lines: Sequence[str], label: str = "", codes: str = "") -> None:
        """Lines under a finding; those after the first stand under the first one's text."""
        for line in lines:
            self.lines.append(f"{_INDENT}{label}{self.style(line, codes)}")
            label = " " * len(label)

    def laid_out(self, text: str, label: str = "") -> list[str]:
        """A paragraph as lines that fit beside the label, each of them in the paragraph's direction."""
        rightward = starts_rightward(text)
        room = self.width - len(_INDENT) - len(label)
        return [isolated(line, rightward) for line in wrapped(text, room)]

    def say(self, text: str, label: str = "", codes: str = "") -> None:
        self.put(self.laid_out(visible(text), label), label, codes)

    def file(self, path: str, findings: Sequence[Finding]) -> None:
        self.lines += [self.style(f"{_path(path)}: {_counts(findings)}", "1"), ""]
        told: set[str] = set()
        for finding in findings:
            self.finding(finding, told)

    def finding(self, finding: Finding, told: set[str]) -> None:
        """One finding. The reason behind a rule and the proof of a fact are told once a file: `told` remembers."""
        rule, start = finding.rule, finding.start
        severity = self.style(rule.severity, f"1;{_COLOURS[rule.severity]}")
        place = f"{_path(finding.path)}:{start.line}:{start.column}"
        if finding.block.name:
            place += f" ({_path(finding.block.name)})"
        self.lines.append(f"{place}  {severity}  {self.style(rule.id, '2')}")
        marked = excerpt(finding.block.text, *finding.in_block)
        if self.colour:
            self.put(_underlined(self.laid_out(marked)))
        else:
            self.put(self.laid_out(marked.replace(_OPEN, ">>").replace(_CLOSE, "<<")))
        self.say(finding.message if rule.id in told else _sentences(finding.message, rule.why))
        told.add(rule.id)
        if rewrite := best(finding.rewrites):
            self.say(f"{rewrite.text}{_too_long(rewrite, finding.block)}", "Try: ", "32")
            self.needs(rewrite.needs, finding.language, told)
        self.lines.append("")

    def needs(self, slots: Sequence[Slot], language: str, told: set[str]) -> None:
        """The facts to fill in: a line each with the proof, or all in one line where the proofs have been told."""
        proofs = [slot for slot in slots if slot.id not in told]
        for slot in proofs:
            self.need(f"{_name(slot, language)}. Proof: {visible(proof(slot, language))}")
            told.add(slot.id)
        if slots and not proofs:
            self.need(", ".join(_name(slot, language) for slot in slots))

    def need(self, text: str) -> None:
        self.put(wrapped(text, self.width - len(_INDENT) - len(_FILL_IN)), _FILL_IN)

    def ranking(self, findings: Sequence[Finding], files: dict[str, list[Finding]]) -> None:
        """What to mend first, and how to learn more."""
        rules: dict[str, list[Finding]] = {}
        for finding in findings:
            rules.setdefault(finding.rule.id, []).append(finding)
        self.table("Rules, worst first", rules)
        if len(files) > 1:
            self.table("Files, worst first", {_path(path): found for path, found in files.items()})
        worst = min(rules, key=lambda rule: _badness(rules[rule]))
        self.lines += [f"More about a rule: claimlint explain {worst}", ""]

    def table(self, title: str, groups: dict[str, list[Finding]]) -> None:
        ranked = sorted(groups.items(), key=lambda group: (_badness(group[1]), group[0]))
        shown = ranked[:SHOWN]
        column = max(cells(name) for name, _ in shown) + 2
        self.lines.append(self.style(title, "1"))
        self.lines += [f"{_INDENT}{name}{' ' * (column - cells(name))}{_counts(found)}" for name, found in shown]
        if len(ranked) > SHOWN:
            self.lines.append(f"{_INDENT}and {len(ranked) - SHOWN} more")
        self.lines.append("")

    def totals(self, result: Result) -> None:
        found = _counts(result.findings) if result.findings else "No unproven claims"
        line = f"{found} in {_number(result.files, 'file')}, {_number(result.blocks, 'block')} of copy"
        if result.problems:
            line += f"; {_number(len(result.problems), 'path')} could not be read"
        if result.unchecked:
            line += f"; {unchecked(result.unchecked)}"
        self.lines.append(line)


def excerpt(text: str, start: int, end: int) -> str:
    """The part of a block around `text[start:end]`, cut at words with …, the claim between two marks."""
    end = min(end, start + EXCERPT)
    room = EXCERPT - (end - start)
    left = max(0, start - max(room // 2, room - (len(text) - end)))
    right = min(len(text), end + room - (start - left))
    if left:
        space = text.find(" ", left - 1, start)
        left = start if space < 0 else space + 1
    if right < len(text):
        right = max(text.rfind(" ", end, right + 1), end)
    before, claim, after = (_line(part) for part in (text[left:start], text[start:end], text[end:right]))
    head, tail = "… " if left else "", " …" if right < len(text) else ""
    return f"{head}{before}{_OPEN}{claim}{_CLOSE}{after}{tail}"


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


def _too_long(rewrite: Rewrite, block: Block) -> str:
    """' (too long here: 12 characters over the 30 of a headline)'; "" where it fits."""
    if not rewrite.excess:
        return ""
    number = _number(rewrite.excess, "character")
    over = number if rewrite.complete else f"at least {number}"  # the blanks will take some
    return f" (too long here: {over} over the {block.limit} of {_PLACES.get(block.kind, 'this place')})"


def unchecked(languages: Mapping[str, int]) -> str:
    """'3 blocks not checked: no rules for German (de)'."""
    ranked = sorted(languages.items(), key=lambda entry: (-entry[1], entry[0]))
    names = [_language(tag) for tag, _ in ranked]
    return f"{_number(sum(languages.values()), 'block')} not checked: no rules for {_joined(names)}"


def _language(tag: str) -> str:
    if tag in ("", "und"):
        return "their language"
    name = LANGUAGES.get(tag.partition("-")[0].lower())
    return f"{name} ({visible(tag)})" if name else f"the language '{visible(tag)}'"


def _joined(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _name(slot: Slot, language: str) -> str:
    """A fact's name in the language of the copy."""
    return isolated(visible(label(slot, language)))


def _sentences(first: str, second: str) -> str:
    """Two remarks in a row, each a sentence."""
    if not second:
        return first
    return f"{first} {second}" if first.endswith((".", "!", "?", "؟", "…")) else f"{first}. {second}"


def _badness(findings: Sequence[Finding]) -> tuple[int, ...]:
    """For sorting: more of the worst severity first."""
    counts = Counter(finding.rule.severity for finding in findings)
    return tuple(-counts[severity] for severity in SEVERITIES)


def _counts(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.rule.severity for finding in findings)
    return ", ".join(_severity(counts[severity], severity) for severity in SEVERITIES if counts[severity])


def _severity(count: int, severity: Severity) -> str:
    return f"{count} info" if severity == "info" else _number(count, severity)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _path(path: str) -> str:
    return isolated(visible(path))
