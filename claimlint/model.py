"""The values that flow through claimlint. All are frozen; this module imports nothing of ours but `late`.

Offsets count code points of the decoded file, line ends and byte order mark included as they stand;
an end is exclusive. `Document.position` is the only place where an offset becomes a line and a column.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple

from claimlint.late import late

if TYPE_CHECKING:
    from datetime import date

Severity = Literal["error", "warning", "info"]
Confidence = Literal["high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")  # worst first
CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")  # surest first


VALUE = "\ufffc"  # stands for what a template fills in: the object replacement character


class Span(NamedTuple):
    """A stretch of a text in code points, end exclusive."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as an editor shows it, all 1-based: the line, and the column in code points, UTF-16 units and UTF-8 bytes."""

    line: int
    column: int
    utf16: int
    utf8: int


class Mark(NamedTuple):
    """An inline element inside a block, in offsets of the block's text.

    `kind` is one of: link (value: the address), code, deleted, quote, emphasis, superscript,
    lang (value: the language tag).
    """

    kind: str
    start: int
    end: int
    value: str = ""


class Block(NamedTuple):
    """One piece of copy as a reader sees it, and the way back to its place in the file.

    `text[starts[k]:starts[k + 1]]` was read from `sources[k]`. Where both are equally long they
    correspond character by character; otherwise the run is atomic (an entity, collapsed white
    space, an escape). White space is collapsed to one space; a line break that a reader sees
    (`<br>`, or two inline elements that touch) is a newline, and no phrase crosses it. A value that a template
    fills in is one VALUE character.

    kind: text, heading, list-item, table-cell, button, option, caption, quote, label, title, meta,
        alt, tooltip, aria-label, placeholder, json-ld, template-string, front-matter, string (of a data file),
        ad-headline, ad-description, ad-path; name: what the site calls itself, which is no claim
    name: where it stands in the file by name: a key (`hero.title`) or a cell (`row 12, Headline 3`); "" on pages
    limit: the most characters that fit where it stands (an ad's headline); 0: any number
    lang: the declared language tag, lower case; "" when none is declared
    context: heading, button, link, quote, nav, header, footer, code, deleted, form, list, table,
        main: what the block stands in
    """

    text: str
    starts: tuple[int, ...]
    sources: tuple[Span, ...]
    kind: str = "text"
    lang: str = ""
    context: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()
    name: str = ""
    limit: int = 0

    def source_spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The source of `text[start:end]`, adjoining runs joined: one span unless markup intervenes."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no text at {start}:{end} in a block of {len(self.text)}")
        spans: list[Span] = []
        for index in range(bisect_right(self.starts, start) - 1, len(self.starts)):
            run_start = self.starts[index]
            if run_start >= end:
                break
            run_end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
            source = self.sources[index]
            if run_end - run_start == source.end - source.start:
                source = Span(
                    source.start + max(0, start - run_start),
                    source.end - max(0, run_end - end),
                )
            if spans and spans[-1].end == source.start:
                spans[-1] = Span(spans[-1].start, source.end)
            else:
                spans.append(source)
        return tuple(spans)

    def source_span(self, start: int, end: int) -> Span:
        """The stretch of the file from the first to the last character of `text[start:end]`."""
        spans = self.source_spans(start, end)
        return Span(spans[0].start, spans[-1].end)


class Directive(NamedTuple):
    """What a comment of the file, or the attribute of an element, tells claimlint.

    `text` is the comment without its marks ("claimlint-disable-line superlative -- award of 2025"), or the value of the
    attribute, decoded. `span` is the comment, or the value, in the file; `extent` is the element from its start tag to
    its end; None for a comment.
    """

    text: str
    span: Span
    extent: Span | None = None


_LINE_END = late(r"\r\n|\n|\r")
_STRIDE = 4096  # code points between two places whose distance from the start is kept in all units


class Document:
    """A decoded file and its copy; nobody changes it once it is made.

    `encoding` is a Python codec name; `text` keeps the byte order mark and the line ends.
    """

    def __init__(
        self,
        path: str,
        text: str,
        blocks: tuple[Block, ...],
        encoding: str = "utf-8",
        directives: tuple[Directive, ...] = (),
    ) -> None:
        self.path = path
        self.text = text
        self.blocks = blocks
        self.encoding = encoding
        self.directives = directives

    @cached_property
    def _line_starts(self) -> list[int]:
        if "\r" in self.text:
            return [0, *(found.end() for found in _LINE_END.finditer(self.text))]
        *lines, _ = self.text.split("\n")  # twice as quick, and most files are written so
        return [0, *accumulate(map((1).__add__, map(len, lines)))]

    @cached_property
    def _marks(self) -> list[tuple[int, int]]:
        """UTF-16 units and UTF-8 bytes before every place at a multiple of the stride, so that no line is too long."""
        marks = [(0, 0)]
        for start in range(0, len(self.text), _STRIDE):
            utf16, utf8 = _units(self.text[start : start + _STRIDE])
            marks.append((marks[-1][0] + utf16, marks[-1][1] + utf8))
        return marks

    def _units_before(self, offset: int) -> tuple[int, int]:
        mark = offset // _STRIDE
        utf16, utf8 = _units(self.text[mark * _STRIDE : offset])
        return self._marks[mark][0] + utf16, self._marks[mark][1] + utf8

    def position(self, offset: int) -> Position:
        """Line and columns of an offset; a byte order mark takes no column, as in editors."""
        line = bisect_right(self._line_starts, offset)
        start = self._line_starts[line - 1]
        if line == 1 and offset and self.text.startswith("\ufeff"):
            start += 1
        if offset - start <= _STRIDE:
            utf16, utf8 = _units(self.text[start:offset])
        else:
            (utf16, utf8), before = self._units_before(offset), self._units_before(start)
            utf16, utf8 = utf16 - before[0], utf8 - before[1]
        return Position(line, offset - start + 1, utf16 + 1, utf8 + 1)

    def line_span(self, line: int) -> Span:
        """A line (1-based) with its end; nothing, at the end of the file, for one beyond the last."""
        starts = (*self._line_starts[line - 1 : line + 1], len(self.text), len(self.text))
        return Span(starts[0], starts[1])


def _units(text: str) -> tuple[int, int]:
    """The length of a text in UTF-16 units and in UTF-8 bytes."""
    if text.isascii():
        return len(text), len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2, len(text.encode("utf-8", "surrogatepass"))


class Example(NamedTuple):
    """A sentence of a pack with what its rule must flag in it: exact texts, or nothing."""

    text: str
    flags: tuple[str, ...]
    scope: str = "text"
    line: int = 0


class Reason(NamedTuple):
    """What a rule says of a claim: `message` holds {match}, `why` is one sentence."""

    message: str
    why: str


class Rule(NamedTuple):
    """One rule of a pack, as written there; `where` holds patterns as JSON. `path` and `line` say where it stands.

    `translations`: message and reason in other languages than the pack's own, by language.
    """

    id: str
    pack: str
    language: str
    family: str
    severity: Severity
    confidence: Confidence
    message: str
    why: str
    find: tuple[str, ...]
    rewrites: tuple[str, ...]
    examples: tuple[Example, ...]
    references: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    settled_by: tuple[tuple[str, ...], ...] = ()  # each holds kinds of evidence that are needed together
    scopes: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    translations: Mapping[str, Reason] = {}
    path: str = ""
    line: int = 0

    def reason(self, language: str = "") -> Reason:
        """Message and reason in a language; in the pack's own when there is no translation, or none is asked for."""
        return self.translations.get(language) or Reason(self.message, self.why)

    def told_in(self, language: str) -> str:
        """The language that `reason` answers in."""
        return language if language in self.translations else self.language


class Slot(NamedTuple):
    """A fact that a rewrite needs. By language: `labels` name it, `evidence` says what would prove it.

    `per_claim`: it differs from claim to claim (a measure, a test), so that no register can fill it.
    """

    id: str
    labels: Mapping[str, str]
    evidence: Mapping[str, str]
    per_claim: bool = False


class Edit(NamedTuple):
    """`span` of the decoded file, from `start` to `end`, becomes `text`. `safe`: nothing but the claim is replaced."""

    span: Span
    start: Position
    end: Position
    text: str
    safe: bool


class Rewrite(NamedTuple):
    """A suggestion. Incomplete while a fact is missing: `text` then shows named blanks, `needs` the slots.

    `excess`: by how many characters it is too long for its place (an ad's headline), blanks not counted; 0: it fits.
    `facts`: the ids of the facts that filled it; `approved`: a wording that was signed off as it stands.
    `edit`: what writes it into the file, byte for byte; None where that can't be done, or nobody asked.
    """

    text: str
    needs: tuple[Slot, ...] = ()
    excess: int = 0
    facts: tuple[str, ...] = ()
    approved: bool = False
    edit: Edit | None = None

    @property
    def complete(self) -> bool:
        return not self.needs


class Finding(NamedTuple):
    """A claim that its page does not back.

    `span` is the claim in the file, from its first to its last character (markup may lie between:
    `pieces` are its parts); `in_block` is the claim in `block.text`, `sentence` the sentence or label around it there,
    with its closing mark: what a rewrite replaces. `alone`: nothing else is said there; `quoted`: by a customer.
    `messages`: the language in which its page is told about, where that differs from the rest of the run.
    `details`: what the message says besides the claim, by name.
    `path` is the file as the user wrote it, `home_path` as seen from the repository's root, always with '/'.
    `identity`: what it is on its page, whatever moves around it: rule, words of the sentence and of the claim, and which
    of several equal ones.
    """

    rule: Rule
    path: str
    home_path: str
    span: Span
    pieces: tuple[Span, ...]
    start: Position
    end: Position
    block: Block
    in_block: Span
    sentence: Span
    language: str
    rewrites: tuple[Rewrite, ...]
    identity: str
    alone: bool = False
    quoted: bool = False
    messages: str = ""
    details: Mapping[str, str] = {}

    @property
    def text(self) -> str:
        """The claim as a reader sees it."""
        return self.block.text[self.in_block.start : self.in_block.end]

    @property
    def fingerprint(self) -> str:
        """The same as long as page and identity are: no line, no offset."""
        return fingerprint(self.home_path, self.identity)

    def told_in(self, language: str = "") -> str:
        """The language in which to tell about it, its page's own, else the one asked for, else the copy's."""
        return self.messages or language or self.language

    def reason(self, language: str = "") -> Reason:
        """What is wrong with this claim and why, as `Rule.reason`."""
        message, why = self.rule.reason(self.told_in(language))
        for name, value in ({"match": self.text} | dict(self.details)).items():
            message = message.replace(f"{{{name}}}", value)
        return Reason(message, why)


def fingerprint(home_path: str, identity: str) -> str:
    """The fingerprint of a finding with this identity on this page: 16 hexadecimal digits."""
    import hashlib  # brings OpenSSL

    return hashlib.sha256(f"{home_path}\0{identity}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Suppressed(NamedTuple):
    """A finding that a directive of its file silences; `line` (1-based) is the directive's, `until` its last day."""

    finding: Finding
    reason: str
    line: int
    until: date | None = None


class Problem(NamedTuple):
    """A file that could not be read: what is wrong and what to do, in one line. `home_path`: as that of a finding."""

    path: str
    message: str
    home_path: str = ""

    @property
    def page(self) -> str:
        """The file as seen from the repository's root, where that is known."""
        return self.home_path or self.path


class FileResult(NamedTuple):
    """What one file gave; the counts are those of Result."""

    path: str
    findings: tuple[Finding, ...] = ()
    blocks: int = 0
    unchecked: Mapping[str, int] = {}
    problem: Problem | None = None
    fixed: int = 0
    suppressed: tuple[Suppressed, ...] = ()
    known: int = 0
    untouched: int = 0

    def at(self, path: str, home_path: str) -> FileResult:
        """What another file gives that holds the same and is read likewise."""

        def there(finding: Finding) -> Finding:
            return finding._replace(path=path, home_path=home_path)

        return self._replace(
            path=path,
            findings=tuple(map(there, self.findings)),
            suppressed=tuple(one._replace(finding=there(one.finding)) for one in self.suppressed),
            problem=self.problem and self.problem._replace(path=path),
        )


class Result(NamedTuple):
    """What a run found. `unchecked` counts blocks by a language that no pack covers, `fixed` findings that were mended.

    `suppressed` are silenced by directives, `known` counts those that the baseline holds, `untouched` those on copy that has
    not changed since the revision of --since. `gone`: pages and texts of the baseline that no longer occur.
    """

    findings: tuple[Finding, ...] = ()
    files: int = 0
    blocks: int = 0
    unchecked: Mapping[str, int] = {}
    problems: tuple[Problem, ...] = ()
    fixed: int = 0
    suppressed: tuple[Suppressed, ...] = ()
    known: int = 0
    untouched: int = 0
    gone: tuple[tuple[str, str], ...] = ()
