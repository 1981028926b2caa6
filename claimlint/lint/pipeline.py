"""From documents to findings: language, scan, judge, one finding a place."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from claimlint.errors import ClaimlintError
from claimlint.language.fold import fold
from claimlint.language.tokens import keys_of
from claimlint.lint.grammar import Grammar, built_in
from claimlint.lint.judge import BASES, Basis, Dismissal, judge, reads
from claimlint.lint.passage import CLOSING_MARKS, Passage, page_of, passage
from claimlint.lint.pieces import pieces
from claimlint.lint.scan import Candidate, scan
from claimlint.lint.substantiation import Check, Substantiation
from claimlint.lint.suppressions import suppress
from claimlint.model import (
    CONFIDENCES,
    Block,
    Confidence,
    Document,
    FileResult,
    Finding,
    Problem,
    Result,
    Rewrite,
    Rule,
    Span,
    Suppressed,
)
from claimlint.packs.packset import Lookup, PackSet
from claimlint.rewrite import Place, approved_rewrite, label, rewrites_of
from claimlint.sources import read
from claimlint.sources.options import ReaderOptions

Read = Callable[[bytes], Document]
Lint = Callable[[Document], FileResult]
# A step that follows on the linting of a file: gets its document, its findings so far, and what reads and lints other bytes
# of it up to this step.
Then = Callable[[Document, FileResult, Read, Lint], FileResult]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a file is read and judged: the rules, how sure they must be, what its reader is told, the register of facts.

    `messages`: the language in which it is told about, where that differs from the rest of the run: a language or "page".
    """

    packs: PackSet
    min_confidence: Confidence = "medium"
    options: ReaderOptions | None = None
    substantiation: Substantiation | None = None
    messages: str = ""


def lint_files(
    sources: Iterable[tuple[str, bytes | None]],
    settings: Callable[[str], Settings],
    *,
    kind: str = "",
    grammar: Grammar | None = None,
    home: Path | None = None,
    today: date | None = None,
    then: Sequence[Then] = (),
) -> Iterator[FileResult]:
    """Lint files one by one: pairs of a path and its bytes (None: read from disk). An unreadable file is a problem.

    `settings` gives those of a path. `kind` forces a reader; "": each file's own. `grammar`: the spaCy pipelines; ours, when
    None. `home`: the repository's root. `today`: for suppressions. `then`: what follows, step by step.
    """
    for path, data in sources:
        own = settings(path)
        lint = partial(
            lint_document,
            packs=own.packs,
            min_confidence=own.min_confidence,
            grammar=grammar,
            substantiation=own.substantiation,
            home=home,
            today=today,
        )
        reread = partial(read, path, kind=kind, options=own.options)
        try:
            document = reread(Path(path).read_bytes() if data is None else data)
        except ClaimlintError as error:
            yield FileResult(path, problem=Problem(path, error.message))
        except OSError as error:
            yield FileResult(path, problem=Problem(path, f"can't be read: {error.strerror or error}"))
        else:
            yield _told(_followed(lint, then, reread)(document), own.messages)


def _told(result: FileResult, messages: str) -> FileResult:
    """The result with the language in which it is to be told."""
    if not messages:
        return result
    told = (replace(one, messages=one.language if messages == "page" else messages) for one in result.findings)
    return replace(result, findings=tuple(told))


def _followed(lint: Lint, then: Sequence[Then], read: Read) -> Lint:
    """Linting with the steps that follow."""
    for step in then:
        lint = partial(_step, step, lint, read)
    return lint


def _step(step: Then, lint: Lint, read: Read, document: Document) -> FileResult:
    return step(document, lint(document), read, lint)


def collect(results: Iterable[FileResult]) -> Result:
    """The results of all files as one."""
    findings: list[Finding] = []
    unchecked = Counter[str]()
    problems: list[Problem] = []
    suppressed: list[Suppressed] = []
    files = blocks = fixed = known = untouched = 0
    for result in results:
        findings += result.findings
        suppressed += result.suppressed
        known += result.known
        untouched += result.untouched
        unchecked.update(result.unchecked)
        blocks += result.blocks
        fixed += result.fixed
        if result.problem:
            problems.append(result.problem)
        else:
            files += 1
    return Result(
        findings=tuple(findings),
        files=files,
        blocks=blocks,
        unchecked=dict(sorted(unchecked.items())),
        problems=tuple(problems),
        fixed=fixed,
        suppressed=tuple(suppressed),
        known=known,
        untouched=untouched,
    )


def lint_document(
    document: Document,
    packs: PackSet,
    *,
    min_confidence: Confidence = "medium",
    grammar: Grammar | None = None,
    substantiation: Substantiation | None = None,
    home: Path | None = None,
    today: date | None = None,
    bases: Collection[Basis] = BASES,
) -> FileResult:
    """The findings of one document, by place. `home`: the repository's root, from which findings know their path.

    `today`: the day on which suppressions must be live; the current one, when None.
    `bases`: what may decide; the accuracy report leaves some out.
    """

    seen_from_home = home_path(document.path, home)

    def linted(confidence: Confidence) -> _Linter:
        return _Linter(document, packs, confidence, grammar or built_in(), substantiation, bases, seen_from_home)

    linter = linted(min_confidence)
    findings = linter.run()
    suppressed: tuple[Suppressed, ...] = ()
    if document.directives:
        judged = suppress(
            document,
            findings,
            packs,
            today or date.today(),
            seen_from_home,
            unsure=lambda: linted("low").run(),
            judgeable=lambda name: name not in packs.left_out and (substantiation is not None or not _is_check(name, packs)),
        )
        findings, suppressed = sorted((*judged.findings, *judged.complaints), key=_by_place), judged.suppressed
    counted = dict(sorted(linter.unchecked.items()))
    return FileResult(document.path, tuple(findings), len(linter.blocks), counted, suppressed=suppressed)


def _is_check(name: str, packs: PackSet) -> bool:
    """Whether a name is that of a check of the register, or of their family."""
    return name in packs.checks or any(rule.family == name for rule in packs.checks.values())


def _by_place(finding: Finding) -> tuple[Span, str]:
    return finding.span, finding.rule.id


def home_path(path: str, home: Path | None) -> str:
    """A path as seen from the repository's root, with '/'; as it is, where there is no root or it lies elsewhere."""
    if home is None:
        return path
    inside = os.path.relpath(path, home)
    return path if inside.startswith(os.pardir) else inside.replace(os.sep, "/")


class _Linter:
    """The state of linting one document."""

    def __init__(
        self,
        document: Document,
        packs: PackSet,
        min_confidence: Confidence,
        grammar: Grammar,
        substantiation: Substantiation | None,
        bases: Collection[Basis],
        home_path: str,
    ) -> None:
        self.document = document
        self.home_path = home_path
        self.blocks = [block for block in document.blocks if block.kind != "name"]
        self.packs = packs
        self.grammar = grammar
        self.substantiation = substantiation
        self.bases = bases
        self.confidences = CONFIDENCES[: CONFIDENCES.index(min_confidence) + 1]
        self.unchecked = Counter[str]()
        self.ordinals = Counter[str]()
        self.page = page_of(document.blocks, packs.lexicons.get("en"))

    def run(self) -> list[Finding]:
        found: list[Finding] = []
        for piece in pieces(self.blocks, self.packs.lexicons):
            if piece.language in self.packs.lexicons:
                found += self.text(piece.block, piece.text, piece.language)
            elif piece.whole:
                self.unchecked[piece.language] += 1
        return sorted(found, key=_by_place)

    def text(self, block: Block, text: str, language: str) -> Iterator[Finding]:
        """The findings of a language in a block; `text` is the block's as it is to be matched, equally long."""
        index = self.packs.index.get(language)
        if index is None:
            return
        lexicon = self.packs.lexicons[language]
        folded = fold(text)
        holds_anchor = not index.keys().isdisjoint(keys_of(folded.text, language, lexicon.not_prefixed))
        if not (holds_anchor or self.substantiation):
            return
        place = passage(block, lexicon, self.page, folded)
        if holds_anchor:
            yield from self.claims(place, index)
        if self.substantiation:
            for found in self.substantiation.checks(place):
                if found.rule in self.packs.checks:
                    yield self.finding(self.packs.checks[found.rule], found.tokens, place, found)

    def claims(self, place: Passage, index: Mapping[str, tuple[Lookup, ...]]) -> Iterator[Finding]:
        found = [candidate for candidate in scan(place.tokens, index) if candidate.rule.rule.confidence in self.confidences]
        judged = [(one, self.judged(one, place)) for one in found]
        won = winners(judged, self.packs.precedence, lambda one: reads(one, place, self.grammar, self.bases))
        # A customer's words are one testimonial, however much they praise.
        for candidate in sorted(won, key=lambda one: one.tokens)[: 1 if place.quoted else None]:
            yield self.finding(candidate.rule.rule, candidate.tokens, place)

    def judged(self, candidate: Candidate, place: Passage) -> Dismissal | None:
        found = judge(candidate, place, self.bases)
        if found is None and self.substantiation and self.substantiation.approves(place, candidate.tokens):
            return "approved"
        return found

    def finding(self, rule: Rule, claim: Span, place: Passage, found: Check | None = None) -> Finding:
        in_block, sentence = place.text_span(claim), place.whole_sentence(claim)
        pieces = place.block.source_spans(*in_block)
        span = Span(pieces[0].start, pieces[-1].end)
        return Finding(
            rule=rule,
            path=self.document.path,
            home_path=self.home_path,
            span=span,
            pieces=pieces,
            start=self.document.position(span.start),
            end=self.document.position(span.end),
            block=place.block,
            in_block=in_block,
            sentence=sentence,
            language=place.lexicon.language,
            rewrites=self.rewrites(rule, claim, place, found),
            identity=self.identity(rule, claim, place),
            alone=found is None and _is_alone(claim, place),
            quoted=place.quoted or bool(place.marks("quote", claim)),
            details=self.details(found, place.lexicon.language) if found else {},
        )

    def details(self, found: Check, language: str) -> Mapping[str, str]:
        """What the message tells; a fact by its name and its id."""
        slot = self.packs.slots.get(found.fact)
        return {**found.details, "fact": f"{label(slot, language)} ({found.fact})" if slot else found.fact}

    def rewrites(self, rule: Rule, claim: Span, place: Passage, found: Check | None) -> tuple[Rewrite, ...]:
        """What to write instead: an approved wording that is nearly the same, what the register holds, the rule's own."""
        if found:
            return (Rewrite(found.instead, facts=(found.fact,)),) if found.instead else ()
        where, facts = _place(place.block, place.whole_sentence(claim)), self.substantiation
        if facts is None:
            return rewrites_of(rule, self.packs.slots, where)
        own = rewrites_of(rule, self.packs.slots, where, lambda slot: facts.known(slot, rule.language, place.block))
        wording = facts.almost(place, claim)
        return (approved_rewrite(wording.text, wording.facts, where), *own) if wording else own

    def identity(self, rule: Rule, tokens: Span, place: Passage) -> str:
        """Rule, the folded words of the sentence and of the claim, and which of several equal ones: no line, no offset."""
        sentence = place.sentence(tokens)
        words = " ".join(place.tokens.words[sentence.start : sentence.end])
        claim = " ".join(place.tokens.words[tokens.start : tokens.end])
        key = "\0".join((rule.id, words, claim))
        self.ordinals[key] += 1
        return f"{key}\0{self.ordinals[key]}"


def _place(block: Block, sentence: Span) -> Place:
    """Where a rewrite of a sentence stands: in running text or alone, and how many characters it may have."""
    room = block.limit - len(block.text) + (sentence.end - sentence.start) if block.limit else None
    return Place(block.text[sentence.start : sentence.end], bool(block.text[sentence.end :].strip()), room)


def _is_alone(claim: Span, place: Passage) -> bool:
    """Whether the sentence says nothing beside the claim, so that replacing it loses nothing."""
    tokens, fillers, sentence = place.tokens, place.lexicon.fillers, place.sentence(claim)
    edges = [tokens.words[at] for at in (sentence.start - 1, sentence.end) if 0 <= at < len(tokens)]
    if not all(edge in CLOSING_MARKS for edge in edges):
        return False  # a line break, a bullet, a semicolon: what stands beside may go on with it
    around = (at for at in range(*sentence) if not claim.start <= at < claim.end and tokens.is_word(at))
    return all(any(reading.stem in fillers for reading in tokens.readings(at)) for at in around)


# A match that is cleared for one of these reasons clears what lies inside it for every rule.
_CLEARS_ALL: frozenset[Dismissal | None] = frozenset({"look-alike", "settled"})


def winners(
    judged: Sequence[tuple[Candidate, Dismissal | None]], precedence: Mapping[str, int], reads: Callable[[Candidate], bool]
) -> list[Candidate]:
    """One finding a place: of overlapping matches the family that takes precedence, then the longer, the earlier, the surer.

    What is settled, or looks like a claim only, shadows the matches inside it. `reads` is asked last, as it may parse.
    """
    cleared = {token for candidate, why in judged if why in _CLEARS_ALL for token in range(*candidate.tokens)}
    ranked = sorted(
        (candidate for candidate, why in judged if why is None),
        key=lambda candidate: (
            precedence[candidate.rule.rule.family],
            candidate.tokens.start - candidate.tokens.end,
            candidate.tokens.start,
            CONFIDENCES.index(candidate.rule.rule.confidence),
            candidate.rule.rule.id,
        ),
    )
    taken = set[int]()
    won: list[Candidate] = []
    for candidate in ranked:
        tokens = set(range(*candidate.tokens))
        if tokens.isdisjoint(taken) and not tokens <= cleared and reads(candidate):
            taken |= tokens
            won.append(candidate)
    return won
