"""From documents to findings: language, scan, judge, one finding a place."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from claimlint.errors import ClaimlintError
from claimlint.lint.bases import BASES, Basis
from claimlint.lint.pieces import pieces
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
from claimlint.sources import read

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from claimlint.lint.grammar import Grammar
    from claimlint.lint.judge import Dismissal
    from claimlint.lint.passage import Page, Passage
    from claimlint.lint.scan import Candidate
    from claimlint.lint.substantiation import Check, Substantiation
    from claimlint.lint.text import Text
    from claimlint.packs.packset import PackSet
    from claimlint.rewrite import Place
    from claimlint.sources.options import ReaderOptions

_TOGETHER = 16  # files that are begun before the first is finished, so that their sentences are parsed at once
Read = Callable[[bytes], Document]
Lint = Callable[[Document], FileResult]
# A step that follows on the linting of a file: gets its document, its findings so far, and what reads and lints other bytes
# of it up to this step.
Then = Callable[[Document, FileResult, Read, Lint], FileResult]


class Settings(NamedTuple):
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
    home: str | Path | None = None,
    today: date | None = None,
    then: Sequence[Then] = (),
) -> Iterator[FileResult]:
    """Lint files one by one: pairs of a path and its bytes (None: read from disk). An unreadable file is a problem.

    `settings` gives those of a path. `kind` forces a reader; "": each file's own. `grammar`: the spaCy pipelines; ours, when
    None. `home`: the repository's root. `today`: for suppressions. `then`: what follows, step by step.
    """
    rest = iter(sources)
    while together := list(islice(rest, _TOGETHER)):
        begun = [_begun(path, data, settings(path), kind, grammar, home, today, then) for path, data in together]
        yield from (finish() for finish in begun)


def _begun(
    path: str,
    data: bytes | None,
    own: Settings,
    kind: str,
    grammar: Grammar | None,
    home: str | Path | None,
    today: date | None,
    then: Sequence[Then],
) -> Callable[[], FileResult]:
    """Read a file and begin to lint it; what is returned does the rest."""
    options: dict[str, Any] = {
        "packs": own.packs,
        "min_confidence": own.min_confidence,
        "grammar": grammar,
        "substantiation": own.substantiation,
        "home": home,
        "today": today,
    }
    reread = partial(read, path, kind=kind, options=own.options)
    try:
        document = reread(_bytes_of(path) if data is None else data)
    except ClaimlintError as error:
        problem = Problem(path, error.message)
    except OSError as error:
        problem = Problem(path, f"can't be read: {error.strerror or error}")
    else:
        finish = cache(begin_document(document, **options))

        def lint(other: Document) -> FileResult:
            return finish() if other is document else lint_document(other, **options)

        return lambda: _told(_followed(lint, then, reread)(document), own.messages)
    return lambda: FileResult(path, problem=problem)


def _bytes_of(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - a start without pathlib
        return file.read()


def _told(result: FileResult, messages: str) -> FileResult:
    """The result with the language in which it is to be told."""
    if not messages:
        return result
    told = (one._replace(messages=one.language if messages == "page" else messages) for one in result.findings)
    return result._replace(findings=tuple(told))


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
    home: str | Path | None = None,
    today: date | None = None,
    bases: Collection[Basis] = BASES,
) -> FileResult:
    """The findings of one document, by place. `home`: the repository's root, from which findings know their path.

    `today`: the day on which suppressions must be live; the current one, when None.
    `bases`: what may decide; the accuracy report leaves some out.
    """
    return begin_document(
        document,
        packs,
        min_confidence=min_confidence,
        grammar=grammar,
        substantiation=substantiation,
        home=home,
        today=today,
        bases=bases,
    )()


def begin_document(
    document: Document,
    packs: PackSet,
    *,
    min_confidence: Confidence = "medium",
    grammar: Grammar | None = None,
    substantiation: Substantiation | None = None,
    home: str | Path | None = None,
    today: date | None = None,
    bases: Collection[Basis] = BASES,
) -> Callable[[], FileResult]:
    """Lint a document, as `lint_document`, up to what needs parsed sentences; what is returned does the rest.

    The sentences of all documents that have begun are parsed at once, when the first of them goes on.
    """
    seen_from_home = home_path(document.path, home)

    def linted(confidence: Confidence) -> _Linter:
        linter = _Linter(document, packs, confidence, grammar, substantiation, bases, seen_from_home)
        linter.begin()
        return linter

    linter = linted(min_confidence)

    def finish() -> FileResult:
        findings = linter.findings()
        suppressed: tuple[Suppressed, ...] = ()
        if document.directives:
            from datetime import date

            from claimlint.lint.suppressions import suppress

            judged = suppress(
                document,
                findings,
                packs,
                today or date.today(),
                seen_from_home,
                unsure=lambda: linted("low").findings(),
                judgeable=lambda name: (
                    name not in packs.left_out and (substantiation is not None or not _is_check(name, packs))
                ),
            )
            findings, suppressed = sorted((*judged.findings, *judged.complaints), key=_by_place), judged.suppressed
        counted = dict(sorted(linter.unchecked.items()))
        return FileResult(document.path, tuple(findings), len(linter.blocks), counted, suppressed=suppressed)

    return finish


def _is_check(name: str, packs: PackSet) -> bool:
    """Whether a name is that of a check of the register, or of their family."""
    return name in packs.checks or any(rule.family == name for rule in packs.checks.values())


def _by_place(finding: Finding) -> tuple[Span, str]:
    return finding.span, finding.rule.id


def home_path(path: str, home: str | Path | None) -> str:
    """A path as seen from the repository's root, with '/'; as it is, where there is no root or it lies elsewhere.

    A link that leads to the root, or into it, is followed.
    """
    if home is None:
        return path
    inside = os.path.relpath(path, home)
    if _is_outside(inside):
        folder, name = os.path.split(os.path.abspath(path))  # noqa: PTH100 - `a/../b` is `b` here
        inside = os.path.relpath(os.path.join(os.path.realpath(folder), name), os.path.realpath(home))  # noqa: PTH118
    return path if _is_outside(inside) else inside.replace(os.sep, "/")


def _is_outside(inside: str) -> bool:
    return inside.split(os.sep, 1)[0] == os.pardir


class _Copy(NamedTuple):
    """A block that may hold findings: its matches, those that won (None: grammar is to tell), what the register says of it."""

    place: Passage
    judged: Sequence[tuple[Candidate, Dismissal | None]]
    won: Sequence[Candidate] | None
    checks: tuple[Check, ...]


class _Linter:
    """The state of linting one document: `begin`, then `findings`."""

    def __init__(
        self,
        document: Document,
        packs: PackSet,
        min_confidence: Confidence,
        grammar: Grammar | None,
        substantiation: Substantiation | None,
        bases: Collection[Basis],
        home_path: str,
    ) -> None:
        self.document = document
        self.home_path = home_path
        self.blocks = [block for block in document.blocks if block.kind != "name"]
        self.packs = packs
        self._grammar = grammar
        self.substantiation = substantiation
        self.bases = bases
        self.confidences = CONFIDENCES[: CONFIDENCES.index(min_confidence) + 1]
        self.unchecked = Counter[str]()
        self.ordinals = Counter[str]()
        self.copies: list[_Copy] = []

    @cached_property
    def grammar(self) -> Grammar:
        if self._grammar is None:
            from claimlint.lint.grammar import built_in

            return built_in()
        return self._grammar

    @cached_property
    def page(self) -> Page:
        from claimlint.lint.passage import page_of

        return page_of(self.document.blocks, self.packs.lexicons.get("en"))

    def begin(self) -> None:
        """Find what can be told before sentences are parsed, and ask the grammar about the rest."""
        from claimlint.lint.text import text_of

        lexicons, index = self.packs.lexicons, self.packs.index
        for piece in pieces(self.blocks, lexicons):
            language = piece.language
            if language not in lexicons:
                if piece.whole:
                    self.unchecked[language] += 1
            elif language in index:
                text = text_of(piece.text, lexicons[language])
                found = text.candidates(index[language])
                if found or self.substantiation:
                    self.judge(piece.block, text, found)

    def findings(self) -> list[Finding]:
        if any(copy.won is None for copy in self.copies):
            self.grammar.settle()
        self.ordinals.clear()
        return sorted((found for copy in self.copies for found in self.found(copy)), key=_by_place)

    def judge(self, block: Block, text: Text, found: Sequence[Candidate]) -> None:
        """Judge what was found in a block, as far as words tell; `text` is the block's, as it is matched."""
        from claimlint.lint.passage import Passage

        place = Passage(block, text, self.page)
        judged = [(one, self.judged(one, place)) for one in found if one.rule.confidence in self.confidences]
        checks = self.substantiation.checks(place) if self.substantiation else ()
        copy = _Copy(place, judged, self.won(place, judged), tuple(one for one in checks if one.rule in self.packs.checks))
        if copy.won is None or copy.won or copy.checks:
            self.copies.append(copy)

    def won(self, place: Passage, judged: Sequence[tuple[Candidate, Dismissal | None]]) -> Sequence[Candidate] | None:
        if not judged:
            return ()
        from claimlint.lint.judge import reads

        return winners(judged, self.packs.precedence, lambda one: reads(one, place, self.grammar, self.bases))

    def found(self, copy: _Copy) -> Iterator[Finding]:
        place = copy.place
        won = self.won(place, copy.judged) if copy.won is None else copy.won
        assert won is not None, "all that was asked is settled"
        # A customer's words are one testimonial, however much they praise.
        for candidate in sorted(won, key=lambda one: one.tokens)[: 1 if place.quoted else None]:
            yield self.finding(candidate.rule.rule, candidate.tokens, place)
        for check in copy.checks:
            yield self.finding(self.packs.checks[check.rule], check.tokens, place, check)

    def judged(self, candidate: Candidate, place: Passage) -> Dismissal | None:
        from claimlint.lint.judge import judge

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
            rewrites=self.rewrites(rule, claim, place, sentence, found),
            identity=self.identity(rule, claim, place),
            alone=found is None and _is_alone(claim, place),
            quoted=place.quoted or bool(place.marks("quote", claim)),
            details=self.details(found, place.lexicon.language) if found else {},
        )

    def details(self, found: Check, language: str) -> Mapping[str, str]:
        """What the message tells; a fact by its name and its id."""
        from claimlint.rewrite import label

        slot = self.packs.slots.get(found.fact)
        return {**found.details, "fact": f"{label(slot, language)} ({found.fact})" if slot else found.fact}

    def rewrites(self, rule: Rule, claim: Span, place: Passage, sentence: Span, found: Check | None) -> tuple[Rewrite, ...]:
        """What to write instead: an approved wording that is nearly the same, what the register holds, the rule's own."""
        from claimlint.rewrite import approved_rewrite, rewrites_of

        if found:
            return (Rewrite(found.instead, facts=(found.fact,)),) if found.instead else ()
        where, facts = _place(place.block, sentence), self.substantiation
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
    from claimlint.rewrite import Place

    room = block.limit - len(block.text) + (sentence.end - sentence.start) if block.limit else None
    return Place(block.text[sentence.start : sentence.end], bool(block.text[sentence.end :].strip()), room)


def _is_alone(claim: Span, place: Passage) -> bool:
    """Whether the sentence says nothing beside the claim, so that replacing it loses nothing."""
    from claimlint.lint.passage import CLOSING_MARKS

    tokens, fillers, sentence = place.tokens, place.lexicon.fillers, place.sentence(claim)
    edges = [tokens.words[at] for at in (sentence.start - 1, sentence.end) if 0 <= at < len(tokens)]
    if not all(edge in CLOSING_MARKS for edge in edges):
        return False  # a line break, a bullet, a semicolon: what stands beside may go on with it
    around = (at for at in range(*sentence) if not claim.start <= at < claim.end and tokens.is_word(at))
    return all(any(reading.stem in fillers for reading in tokens.readings(at)) for at in around)


# A match that is cleared for one of these reasons clears what lies inside it for every rule.
_CLEARS_ALL: frozenset[Dismissal | None] = frozenset({"look-alike", "settled"})


def winners(
    judged: Sequence[tuple[Candidate, Dismissal | None]],
    precedence: Mapping[str, int],
    reads: Callable[[Candidate], bool | None],
) -> list[Candidate] | None:
    """One finding a place: of overlapping matches the family that takes precedence, then the longer, the earlier, the surer.

    What is settled, or looks like a claim only, shadows the matches inside it. `reads` is asked last, as it may have to parse:
    then it gives None, and so does this, after asking about all that may turn out to matter.
    """
    cleared = {token for candidate, why in judged if why in _CLEARS_ALL for token in range(*candidate.tokens)}
    ranked = sorted(
        (candidate for candidate, why in judged if why is None),
        key=lambda candidate: (
            precedence[candidate.rule.family],
            candidate.tokens.start - candidate.tokens.end,
            candidate.tokens.start,
            CONFIDENCES.index(candidate.rule.confidence),
            candidate.rule.id,
        ),
    )
    taken, waiting = set[int](), set[int]()
    won: list[Candidate] = []
    for candidate in ranked:
        tokens = set(range(*candidate.tokens))
        if not tokens.isdisjoint(taken) or tokens <= cleared:
            continue
        answer = reads(candidate)
        if answer is None or (answer and not tokens.isdisjoint(waiting)):
            waiting |= tokens
        elif answer:
            taken |= tokens
            won.append(candidate)
    return None if waiting else won
