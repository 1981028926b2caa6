"""What linting a file gave, kept between runs.

An entry is named by its file's path and holds a digest of all that made it: the file's bytes, how it is read and judged, the
rules, the register as it stands on this day, the pipelines of grammar, and our own code. So nothing stale can be found: what
doesn't have today's digest is made anew. A result is written as tuples, texts and numbers, its rules and slots by their ids:
what a planted entry holds is never run.
"""

# ruff: noqa: PTH100, PTH116, PTH118, PTH120 - a hundred files at each start

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from claimlint import __version__
from claimlint.digest import blake2b
from claimlint.keep import Keep
from claimlint.model import Block, Edit, FileResult, Finding, Mark, Position, Problem, Rewrite, Span, Suppressed

if TYPE_CHECKING:
    from datetime import date

    from claimlint.lint import Settings
    from claimlint.packs import PackSet

_DIRECTIVES = tuple("claimlint-".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_DIGEST = 20  # bytes
_CHECK = 4  # bytes
_LAST = "report"
# Our own modules that decide what is found, and the weights of grammar.
_CODE = ("language", "lint", "packs", "sources", "models", "model.py", "rewrite.py", "facts.py", "fix.py", "results.py")


class Results:
    """The results of a site, as far as they are kept. `common`: a digest of what all its files share; `today`: None: now."""

    def __init__(self, keep: Keep, common: bytes, today: date | None = None) -> None:
        self.keep = keep
        self.common = common
        self.today = (today.isoformat() if today else time.strftime("%Y-%m-%d")).encode()
        self._begun: dict[int, Any] = {}  # digests of what all files share that have the same settings

    def digest(self, path: str, home_path: str, data: bytes, settings: Settings) -> bytes:
        """What a result of this file depends on."""
        known = self._begun.get(id(settings))
        if known is None:
            begun = blake2b(self.common, digest_size=_DIGEST)
            begun.update(settings_digest(settings))
            known = self._begun[id(settings)] = begun, settings  # which so lives as long as its id is known
        made = known[0].copy()
        made.update(f"{path}\0{home_path}\0".encode("utf-8", "surrogateescape"))
        made.update(data)
        if any(mark in data for mark in _DIRECTIVES):
            made.update(self.today)  # a directive may end on a day
        digest: bytes = made.digest()
        return digest

    def find(self, home_path: str, digest: bytes, packs: PackSet) -> FileResult | None:
        """The result that is kept for a page, if it has this digest."""
        entry = self.keep.read(_name(home_path))
        if entry is None or not entry.startswith(digest):
            return None
        try:
            return loads(entry[_DIGEST:], packs)
        except Exception:  # whatever is wrong with it, the file is linted anew
            return None

    def put(self, home_path: str, digest: bytes, result: FileResult) -> None:
        """Keep a result."""
        self.keep.write(_name(home_path), digest + dumps(result))


class Report(NamedTuple):
    """What a run printed, and its exit code."""

    text: str
    code: int


class LastReport:
    """The report of the last run over a site, which can be told again as long as nothing changes that it depends on.

    `digests`: of the files with these paths; `told`: what it depends on besides them and our own code. Nobody can plant one:
    digests hold the times at which our own files were installed.
    """

    def __init__(self, results: Results, paths: Sequence[str], digests: Iterable[bytes], told: str) -> None:
        self._keep = results.keep
        made = blake2b(results.common, digest_size=_DIGEST)
        made.update(_stamp(os.path.dirname(os.path.abspath(__file__))).encode())
        made.update("\0".join((sys.version, told, *paths)).encode("utf-8", "surrogateescape"))
        made.update(b"".join(digests))
        self._digest: bytes = made.digest()

    def find(self) -> Report | None:
        """The report, if nothing has changed."""
        entry = self._keep.read(_LAST)
        start = _DIGEST + _CHECK
        if entry is None or len(entry) <= start or not entry.startswith(self._digest):
            return None
        if _check(entry[start:]) != entry[_DIGEST:start]:
            return None
        return Report(entry[start + 1 :].decode("utf-8", "surrogatepass"), entry[start])

    def put(self, text: str, code: int) -> None:
        """Keep the report in the place of the one before."""
        body = bytes((code,)) + text.encode("utf-8", "surrogatepass")
        self._keep.write(_LAST, self._digest + _check(body) + body)


def _check(body: bytes) -> bytes:
    return crc32(body).to_bytes(_CHECK, "little")


def _name(home_path: str) -> str:
    name = blake2b(home_path.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    return f"results/{name[:2]}/{name[2:]}"


def dumps(result: FileResult) -> bytes:
    """A result as bytes."""
    from pickle import dumps

    blocks: dict[int, tuple[Any, ...]] = {}  # each is written once, however many claims it holds

    def of_block(block: Block) -> tuple[Any, ...]:
        if id(block) not in blocks:
            text, starts, sources, kind, lang, context, marks, name, limit = block
            plain = text, tuple(starts), _plain(sources), kind, lang, tuple(sorted(context)), _plain(marks), name, limit
            blocks[id(block)] = plain
        return blocks[id(block)]

    def of_finding(found: Finding) -> tuple[Any, ...]:
        rule, path, home_path, span, pieces, start, end, block, in_block, sentence, language, rewrites, *rest, details = found
        places = tuple(span), _plain(pieces), tuple(start), tuple(end), of_block(block), tuple(in_block), tuple(sentence)
        return (rule.id, path, home_path, *places, language, tuple(map(_of_rewrite, rewrites)), *rest, dict(details))

    path, findings, number, unchecked, problem, fixed, suppressed, known, untouched = result
    silenced = [
        (of_finding(found), reason, line, until.isoformat() if until else "") for found, reason, line, until in suppressed
    ]
    told = tuple(problem) if problem else None
    plain = path, tuple(map(of_finding, findings)), number, dict(unchecked), told, fixed, tuple(silenced), known, untouched
    return dumps(plain, protocol=5)


def _plain(values: Iterable[tuple[Any, ...]]) -> Any:
    return tuple(map(tuple, values))


def _of_rewrite(rewrite: Rewrite) -> tuple[Any, ...]:
    text, needs, excess, facts, approved, edit = rewrite
    plain = (*_plain(edit[:3]), *edit[3:]) if edit else None
    return text, tuple(slot.id for slot in needs), excess, tuple(facts), approved, plain


def loads(data: bytes, packs: PackSet) -> FileResult:
    """A result from its bytes, with the rules and slots of these packs. Raises whatever it likes for other bytes."""
    path, findings, number, unchecked, problem, fixed, suppressed, known, untouched = _plainly(data)
    values = _Values(packs)
    return FileResult(
        path,
        tuple(map(values.finding, findings)),
        number,
        unchecked,
        Problem(*problem) if problem else None,
        fixed,
        tuple(map(values.suppressed, suppressed)),
        known,
        untouched,
    )


def _plainly(data: bytes) -> Any:
    """What is pickled, if it is tuples, texts, numbers and the like: a planted file can't name anything to be run."""
    from io import BytesIO
    from pickle import Unpickler, UnpicklingError

    class Plain(Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            raise UnpicklingError(f"{module}.{name} is no plain value")

    return Plain(BytesIO(data)).load()


# Makes a named tuple of a tuple, without its own initialiser, which is there for defaults and names.
_new: Any = tuple.__new__


class _Values:
    """Makes values of a result from what `dumps` wrote."""

    def __init__(self, packs: PackSet) -> None:
        self._packs = packs
        self._blocks: dict[int, Block] = {}

    def finding(self, plain: tuple[Any, ...]) -> Finding:
        rule, path, home_path, span, pieces, start, end, block, in_block, sentence, language, rewrites, *rest = plain
        made = self._blocks.get(id(block))
        if made is None:
            made = self._blocks[id(block)] = _block(*block)
        return _new(  # type: ignore[no-any-return]
            Finding,
            (
                self._packs.rule(rule),
                path,
                home_path,
                _new(Span, span),
                tuple([_new(Span, piece) for piece in pieces]),
                _new(Position, start),
                _new(Position, end),
                made,
                _new(Span, in_block),
                _new(Span, sentence),
                language,
                tuple([self._rewrite(*one) for one in rewrites]),
                *rest,
            ),
        )

    def _rewrite(self, text: str, needs: Any, excess: int, facts: Any, approved: bool, edit: Any) -> Rewrite:
        if edit:
            span, start, end, *rest = edit
            edit = _new(Edit, (_new(Span, span), _new(Position, start), _new(Position, end), *rest))
        slots = self._packs.slots
        return _new(Rewrite, (text, tuple([slots[name] for name in needs]), excess, facts, approved, edit))  # type: ignore[no-any-return]

    def suppressed(self, plain: tuple[Any, ...]) -> Suppressed:
        found, reason, line, until = plain
        if until:
            from datetime import date

            until = date.fromisoformat(until)
        return Suppressed(self.finding(found), reason, line, until or None)


def _block(text: str, starts: Any, sources: Any, kind: str, lang: str, context: Any, marks: Any, *rest: Any) -> Block:
    spans = tuple([_new(Span, source) for source in sources])
    inside = tuple([_new(Mark, mark) for mark in marks])
    return _new(Block, (text, starts, spans, kind, lang, frozenset(context), inside, *rest))  # type: ignore[no-any-return]


def common_digest(parts: Iterable[str], pipelines: Mapping[str, str]) -> bytes:
    """A digest of what all files of a run depend on: `parts`, the pipelines of grammar by language, and our own code."""
    made = blake2b(f"{__version__}\0".encode(), digest_size=_DIGEST)
    for part in parts:
        made.update(f"{part}\0".encode("utf-8", "surrogateescape"))
    for language, name in sorted(pipelines.items()):
        made.update(f"{language}\0{name}\0{_stamp(name)}\0".encode("utf-8", "surrogateescape"))
    ours = os.path.dirname(os.path.abspath(__file__))
    for name in _CODE:
        made.update(_stamp(os.path.join(ours, name)).encode())
    return made.digest()


def settings_digest(settings: Settings) -> bytes:
    """A digest of how one file is read and judged."""
    register = settings.substantiation.key if settings.substantiation else ""
    said = repr((settings.packs.key, settings.min_confidence, settings.options, settings.messages, register))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


def _stamp(place: str) -> str:
    """Sizes and times of change of a file, or of all in a folder; "" for what is neither, such as the name of a package."""
    stamps: list[str] = []
    try:
        entries = sorted(os.scandir(place), key=lambda entry: entry.name)
    except NotADirectoryError:
        stat = os.stat(place)
        return f"{stat.st_size} {stat.st_mtime_ns}"
    except OSError:
        return ""
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                stamps.append(f"{entry.name}/\n{_stamp(entry.path)}")
        else:
            stat = entry.stat()
            stamps.append(f"{entry.name} {stat.st_size} {stat.st_mtime_ns}")
    return "\n".join(stamps)
