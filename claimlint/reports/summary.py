"""What every report for people tells of a whole run, in one language: counts, totals, what to mend first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from claimlint.model import SEVERITIES, Finding, Result, Rewrite
from claimlint.reports.layout import visible
from claimlint.reports.options import ReportOptions
from claimlint.reports.words import Words, words_of

SHOWN = 5  # rules and files


class Ranking(NamedTuple):
    """Groups of findings, worst first: the first few by name, and how many more there are."""

    title: str
    shown: tuple[tuple[str, str], ...]  # a rule or a path, and its counts
    more: int


def report_words(result: Result, options: ReportOptions) -> Words:
    """The words that are asked for, else those of the only language of all findings, else English."""
    languages = {finding.language for finding in result.findings}
    return words_of(options.messages or ("en" if len(languages) != 1 else languages.pop()))


def counts(findings: Sequence[Finding], words: Words) -> str:
    """'2 errors, 1 warning'."""
    numbers = Counter(finding.rule.severity for finding in findings)
    found = [(numbers[severity], words.severities[severity]) for severity in SEVERITIES if numbers[severity]]
    return words.comma.join(words.counted(number, forms) for number, forms in found)


def totals(result: Result, words: Words) -> str:
    """What was found in how much copy, what could not be read and what was not checked: one line."""
    found = counts(result.findings, words) if result.findings else words.clean
    files, blocks = words.counted(result.files, words.files), words.counted(result.blocks, words.blocks)
    parts = [words.totals.format(found=found, files=files, blocks=blocks)]
    if result.fixed:
        parts.append(words.counted(result.fixed, words.fixed))
    for number, forms in (
        (len(result.suppressed), words.suppressed),
        (result.known, words.known),
        (result.untouched, words.untouched),
    ):
        if number:
            parts.append(words.counted(number, forms))
    if result.problems:
        parts.append(words.counted(len(result.problems), words.problems))
    if result.unchecked:
        parts.append(unchecked(result.unchecked, words))
    return words.semicolon.join(parts)


def unchecked(languages: Mapping[str, int], words: Words) -> str:
    """'3 blocks not checked: no rules for German (de)'."""
    ranked = sorted(languages.items(), key=lambda entry: (-entry[1], entry[0]))
    names = [visible(words.language_name(tag)) for tag, _ in ranked]
    blocks = words.counted(sum(languages.values()), words.unchecked)
    return words.no_rules.format(blocks=blocks, names=words.join(names))


def gone(result: Result, words: Words) -> str:
    """'2 claims of the baseline are gone: claimlint baseline --update'; "" when none is."""
    if not result.gone:
        return ""
    return f"{words.counted(len(result.gone), words.gone)}: claimlint baseline --update"


def rankings(findings: Sequence[Finding], words: Words) -> tuple[Ranking, ...]:
    """The rules, and where there are several the files, that have the worst findings."""
    rules, files = _grouped(findings, lambda finding: finding.rule.id), _grouped(findings, lambda finding: finding.path)
    found = [_ranked(words.by_rule, rules, words)]
    return (*found, _ranked(words.by_file, files, words)) if len(files) > 1 else tuple(found)


def worst_rule(findings: Sequence[Finding]) -> str:
    rules = _grouped(findings, lambda finding: finding.rule.id)
    return min(rules, key=lambda rule: _badness(rules[rule]))


def too_long(rewrite: Rewrite, limit: int, words: Words) -> str:
    """'(too long here: 12 characters over the limit of 30)'; "" where it fits."""
    if not rewrite.excess:
        return ""
    excess = words.counted(rewrite.excess, words.characters)
    if not rewrite.complete:  # the blanks will take some
        excess = words.at_least.format(n=excess)
    return f"({words.too_long.format(excess=excess, limit=limit)})"


def _grouped(findings: Sequence[Finding], key: Callable[[Finding], str]) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(key(finding), []).append(finding)
    return groups


def _ranked(title: str, groups: Mapping[str, list[Finding]], words: Words) -> Ranking:
    ranked = sorted(groups.items(), key=lambda group: (_badness(group[1]), group[0]))
    return Ranking(title, tuple((name, counts(found, words)) for name, found in ranked[:SHOWN]), max(0, len(ranked) - SHOWN))


def _badness(findings: Sequence[Finding]) -> tuple[int, ...]:
    """For sorting: more of the worst severity first."""
    found = Counter(finding.rule.severity for finding in findings)
    return tuple(-found[severity] for severity in SEVERITIES)
