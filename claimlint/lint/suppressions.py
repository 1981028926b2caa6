"""What directives in a file silence: read, applied to its findings, and themselves found where they do nothing.

    <!-- claimlint-disable-next-line superlative -- Bakery of the Year 2025, certificate in proof/ -->
    <!-- claimlint-disable delivery-speed, free until=2027-03-31 -- agreed with legal, spring campaign -->
    <!-- claimlint-enable delivery-speed, free -->
    <p data-claimlint-ignore="superlative: a quotation from the law">

A directive names rules or families and gives a reason. One without a reason, or whose last day has passed, silences nothing
and is a finding, as is one that names nothing we know or that nothing is left to silence for. Offsets are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from claimlint.late import late
from claimlint.lint.pieces import pieces
from claimlint.model import Block, Directive, Document, Finding, Rule, Span, Suppressed
from claimlint.packs.packset import PackSet
from claimlint.schema import nearest

FAMILY = "suppressions"
_LONGEST = 160  # code points of a directive that are told: one that is never closed goes on to the end of the file
_COMMENT = late(r"(?s)claimlint-([\w-]+)\s*(.*)")
_REASON = late(r"(?:^|\s)(?:--+|[—–])(?:\s|$)")
_UNTIL = late(r"(?:^|(?<=[\s,]))until\s*=\s*([^\s,:]*)")
_VERBS = ("disable", "enable", "disable-line", "disable-next-line")
_PERIODS = ("disable-line", "disable-next-line", "disable")


class _Told(NamedTuple):
    """What a directive says. `verb`: one of _VERBS, "ignore" for an attribute; `fault`: why it can't be understood."""

    verb: str
    names: tuple[str, ...] = ()
    reason: str = ""
    until: date | None = None
    fault: str = ""


@dataclass(slots=True)
class _Suppression:
    """A rule or family that a directive silences in a stretch of the file. `used`: something was."""

    directive: Directive
    told: _Told
    name: str
    where: Span
    used: bool = False

    def covers(self, finding: Finding) -> bool:
        where, span = self.where, finding.span
        named = self.name in (finding.rule.id, finding.rule.family)
        return named and span.start < where.end and where.start < span.end


class _Complaint(NamedTuple):
    directive: Directive
    rule: str
    details: dict[str, str]


class Judged(NamedTuple):
    """The findings that stay, those that are silenced, and what is wrong with the directives."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    complaints: tuple[Finding, ...]


def suppress(
    document: Document,
    findings: Sequence[Finding],
    packs: PackSet,
    today: date,
    home_path: str,
    unsure: Callable[[], Sequence[Finding]],
    judgeable: Callable[[str], bool],
) -> Judged:
    """Apply a file's directives to its findings.

    `unsure` gives the findings of every confidence, for which a directive is no less needed; `judgeable` says whether this run
    would find the rules of a name at all: of others nobody can say that their suppression is unused.
    """
    suppressions, complaints = _read(document, packs, today)
    kept: list[Finding] = []
    silenced: list[Suppressed] = []
    for finding in findings:
        covering = [one for one in suppressions if one.covers(finding)]
        for one in covering:
            one.used = True
        if covering:
            told, start = covering[0].told, covering[0].directive.span.start
            silenced.append(Suppressed(finding, told.reason, document.position(start).line, told.until))
        else:
            kept.append(finding)
    if not all(one.used for one in suppressions):
        for finding in unsure():
            for one in suppressions:
                one.used = one.used or one.covers(finding)
    complaints += _unused(suppressions, judgeable)
    complaints.sort(key=lambda one: one.directive.span)
    return Judged(tuple(kept), tuple(silenced), tuple(_findings(document, complaints, packs, home_path)))


def _read(document: Document, packs: PackSet, today: date) -> tuple[list[_Suppression], list[_Complaint]]:
    """What is silenced where, and the directives that are wrong in themselves."""
    known = packs.names
    found: list[_Suppression] = []
    complaints: list[_Complaint] = []
    open_now: list[_Suppression] = []
    end = len(document.text)
    for directive in document.directives:
        told = _told(directive, known)
        if told.fault:
            complaints.append(_Complaint(directive, "suppression-unclear", {"fault": told.fault}))
        elif told.verb == "enable":
            ended = [one for one in open_now if not told.names or one.name in told.names]
            for one in ended:
                one.where = Span(one.where.start, directive.span.start)
            open_now = [one for one in open_now if one not in ended]
            if not ended:
                fault = "nothing that it names is disabled here; delete it"
                complaints.append(_Complaint(directive, "suppression-unclear", {"fault": fault}))
        elif not told.reason:
            complaints.append(_Complaint(directive, "suppression-without-reason", {}))
        elif told.until and told.until < today:
            complaints.append(_Complaint(directive, "suppression-expired", {"day": told.until.isoformat()}))
        else:
            where = directive.extent or _where(document, directive, told.verb, end)
            new = [_Suppression(directive, told, name, where) for name in dict.fromkeys(told.names)]
            found += new
            if told.verb == "disable":
                open_now += new
    return found, complaints


def _told(directive: Directive, known: frozenset[str]) -> _Told:
    if directive.extent is not None:
        verb, (names, colon, reason) = "ignore", directive.text.partition(":")
        if not colon:
            names, reason = directive.text, ""
    else:
        parsed = _COMMENT.fullmatch(directive.text)
        verb, rest = (parsed[1], parsed[2]) if parsed else ("", directive.text)
        if verb not in _VERBS:
            return _Told(verb, fault=f"there is no claimlint-{verb}; {nearest(verb, _VERBS)}")
        mark = _REASON.search(rest)
        names, reason = (rest[: mark.start()], rest[mark.end() :]) if mark else (rest, "")
    until = None
    if written := _UNTIL.search(names):
        names = names[: written.start()] + names[written.end() :]
        try:
            until = date.fromisoformat(written[1])
        except ValueError:
            return _Told(verb, fault=f"'{written[1]}' is no day; write until=2027-03-31")
    listed = tuple(name for name in re.split(r"[\s,]+", names) if name)
    for name in listed:
        if name not in known and not any(map(str.isalnum, name)):
            divider = "a colon" if verb == "ignore" else "--"
            return _Told(verb, fault=f"'{name}' is no name; write {divider} between the names and the reason")
        if name not in known:
            return _Told(verb, fault=f"there is no rule or family '{name}'; {nearest(name, tuple(sorted(known)))}")
    if not listed and verb != "enable":
        return _Told(verb, fault="it names no rule or family; write the name that the finding shows")
    return _Told(verb, listed, reason.strip(), until)


def _where(document: Document, directive: Directive, verb: str, end: int) -> Span:
    """The stretch of the file that a comment speaks of; `disable` until something ends it."""
    if verb == "disable":
        return Span(directive.span.end, end)
    first, last = (document.position(offset).line for offset in directive.span)
    if verb == "disable-line":
        return Span(document.line_span(first).start, document.line_span(last).end)
    # The next line, or the next that copy begins on. A paragraph counts to its end, as tools wrap lines anew.
    start, stop = document.line_span(last + 1)
    following = bisect_left(document.blocks, start, key=lambda block: block.sources[0].start)
    ends = [block.sources[-1].end for block in document.blocks[following : following + 1]]
    return Span(start, max([stop, *ends]))


def _unused(suppressions: Sequence[_Suppression], judgeable: Callable[[str], bool]) -> Iterator[_Complaint]:
    """One complaint a directive, with the names that silence nothing."""
    unused: dict[Directive, list[str]] = {}
    for one in suppressions:
        if not one.used and judgeable(one.name):
            unused.setdefault(one.directive, []).append(one.name)
    for directive, names in unused.items():
        yield _Complaint(directive, "suppression-unused", {"names": ", ".join(names)})


def _findings(document: Document, complaints: Sequence[_Complaint], packs: PackSet, home_path: str) -> Iterator[Finding]:
    told = Counter[str]()
    language = _language(document, packs) if complaints else ""
    for directive, name, details in complaints:
        if name not in packs.checks:
            continue
        text = directive.text or "data-claimlint-ignore"
        text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
        key = "\0".join((name, text, ""))
        told[key] += 1
        identity = f"{key}\0{told[key]}"
        yield _finding(document, directive, text, packs.checks[name], details, language, home_path, identity)


def _language(document: Document, packs: PackSet) -> str:
    """The language of most of the copy, of those that have rules."""
    spoken = Counter(piece.language for piece in pieces(document.blocks, packs.lexicons))
    return next((language for language, _ in spoken.most_common() if language in packs.lexicons), "en")


def _finding(
    document: Document,
    directive: Directive,
    text: str,
    rule: Rule,
    details: dict[str, str],
    language: str,
    home_path: str,
    identity: str,
) -> Finding:
    block = Block(text, (0,), (directive.span,), "directive")
    whole = Span(0, len(text))
    return Finding(
        rule=rule,
        path=document.path,
        home_path=home_path,
        span=directive.span,
        pieces=(directive.span,),
        start=document.position(directive.span.start),
        end=document.position(directive.span.end),
        block=block,
        in_block=whole,
        sentence=whole,
        language=language,
        rewrites=(),
        identity=identity,
        details=details,
    )
