"""The baseline: claims that stood on the pages when it was written. A check leaves them out and reports what is new.

A text file with a paragraph for each page and a line for each claim: its fingerprint, its rule and what it says. It is
sorted and holds neither line numbers nor dates, so it changes only with the claims, and branches that touch different pages
merge.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from claimlint.errors import ClaimlintError
from claimlint.late import late
from claimlint.lint import Lint, Read, home_path
from claimlint.model import Document, FileResult, Finding, fingerprint

_FIRST_LINE = "# claimlint baseline 1"
_HEAD = f"""{_FIRST_LINE}
# Claims that a check leaves out, as they were there before. To be told of one again, delete its line.
# 'claimlint baseline --update' drops those that are gone; 'claimlint baseline' accepts all that is on the pages now.
"""
_VERSION = late(r"# claimlint baseline (\d+)\s*")
_ENTRY = late(r"[ \t]+([0-9a-f]{16})[ \t]+(\S+)(?:[ \t]+(.*))?")
_CONFLICT = late(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_LONGEST = 80  # characters of a claim


class Entry(NamedTuple):
    """A claim that is known. Only the fingerprint counts; rule and text are for people."""

    rule: str
    text: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The claims that are known, by page: its path from the repository's root."""

    pages: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(len(entries) for entries in self.pages.values())


def read_baseline(path: Path) -> Baseline:
    """A baseline as it was written. Raises ClaimlintError, with the line, for what can't be one."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "'claimlint baseline' writes it"
        fault = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ClaimlintError(f"can't read this baseline: {fault}; {remedy}", str(path)) from None
    pages: dict[str, list[Entry]] = {}
    page = ""
    headed = False
    for number, line in enumerate(text.splitlines(), 1):
        if version := _VERSION.fullmatch(line):
            headed = True
            if version[1] != "1":
                raise ClaimlintError("this baseline was written by a later claimlint; update claimlint", str(path), number)
        elif _CONFLICT.match(line):
            raise ClaimlintError("a merge stopped here; keep the lines of both sides, delete the marks", str(path), number)
        elif entry := _ENTRY.fullmatch(line):
            if not page:
                raise ClaimlintError("no page stands above this claim; write the page's path above it", str(path), number)
            pages.setdefault(page, []).append(Entry(entry[2], entry[3] or "", entry[1]))
        elif line.startswith((" ", "\t")) and line.strip():
            remedy = "delete it, or write the baseline anew with 'claimlint baseline'"
            raise ClaimlintError(f"this is no claim of a baseline; {remedy}", str(path), number)
        elif line.strip() and not line.startswith("#"):
            page = _page(line.rstrip(), path, number)
    if page and not (pages or headed):
        raise ClaimlintError("this is no baseline; name another file, or delete this one", str(path))
    return Baseline({page: tuple(sorted(set(entries))) for page, entries in pages.items()})


def _page(line: str, path: Path, number: int) -> str:
    """The page that a line names."""
    if not line.startswith('"'):
        return line
    try:
        return str(json.loads(line))
    except ValueError:
        raise ClaimlintError("this is no name in quotes; write it as JSON does, or without quotes", str(path), number) from None


def _heading(page: str) -> str:
    """The line that names a page; as JSON where it could be taken for something else."""
    plain = page.isprintable() and page == page.strip() and not page.startswith(("#", '"')) and not _CONFLICT.match(page)
    return page if plain else json.dumps(page)


def written(baseline: Baseline) -> str:
    """The text of the file."""
    paragraphs = [_HEAD]
    for page, entries in sorted(baseline.pages.items()):
        lines = [f"  {entry.fingerprint}  {entry.rule}  {entry.text}".rstrip() for entry in sorted(set(entries))]
        paragraphs.append("".join(f"{line}\n" for line in (_heading(page), *lines)))
    return "\n".join(paragraphs)


def entry_of(finding: Finding) -> Entry:
    """A finding as the baseline keeps it."""
    text = "".join(character if character.isprintable() else " " for character in finding.text[: 4 * _LONGEST])
    text = " ".join(text.split())
    return Entry(finding.rule.id, text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…", finding.fingerprint)


class _Match(NamedTuple):
    """A claim that is known: as it is now, and the page and fingerprint under which the baseline has it."""

    entry: Entry
    page: str
    fingerprint: str


class Known:
    """The step that leaves out what the baseline holds, and remembers what of it was still there.

    A page that is gone may have moved: its claims are known wherever they stand now.
    """

    def __init__(self, baseline: Baseline, home: Path | None) -> None:
        self.baseline = baseline
        self.home = home
        self._known = {page: {entry.fingerprint for entry in entries} for page, entries in baseline.pages.items()}
        self._missing = [page for page in baseline.pages if not ((home or Path()) / page).is_file()]
        self._matches: dict[str, list[_Match]] = {}  # by page that was checked

    def __call__(self, document: Document, result: FileResult, read: Read, lint: Lint) -> FileResult:  # noqa: ARG002
        """As a step that others follow, such as fixes."""
        return self.sift(result)

    def sift(self, result: FileResult) -> FileResult:
        """The result of a file without what is known."""
        if result.problem:
            return result
        matches = self._matches[home_path(result.path, self.home)] = []
        new: list[Finding] = []
        for finding in result.findings:
            match = self._match(finding)
            if match:
                matches.append(match)
            else:
                new.append(finding)
        return result._replace(findings=tuple(new), known=len(matches))

    def _match(self, finding: Finding) -> _Match | None:
        for page in (finding.home_path, *self._missing):
            written_there = fingerprint(page, finding.identity)
            if written_there in self._known.get(page, ()):
                return _Match(entry_of(finding), page, written_there)
        return None

    def gone(self, folders: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
        """Page and text of the claims that are no longer there, on the pages that were checked.

        `folders` were checked as a whole: of pages that stood there and don't exist any more, too.
        """
        went, still = self._went(folders), self._still()
        return tuple(
            (page, entry.text)
            for page, entries in sorted(self.baseline.pages.items())
            if page in self._matches or page in went
            for entry in entries
            if (page, entry.fingerprint) not in still
        )

    def updated(self, new: Iterable[Finding] = (), folders: Iterable[str] = ()) -> Baseline:
        """The baseline without what is gone and with what is `new`; what moved stands under its new page."""
        went, still = self._went(folders), self._still()
        pages = {
            page: tuple(entry for entry in entries if page not in self._missing or (page, entry.fingerprint) not in still)
            for page, entries in self.baseline.pages.items()
            if page not in went
        }
        pages |= {page: tuple(match.entry for match in matches) for page, matches in self._matches.items()}
        for finding in new:
            pages[finding.home_path] = (*pages.get(finding.home_path, ()), entry_of(finding))
        return Baseline({page: entries for page, entries in pages.items() if entries})

    def _went(self, folders: Iterable[str]) -> set[str]:
        """The pages that stood in these folders and don't exist any more."""
        seen = [home_path(folder, self.home) for folder in folders]
        return {page for page in self._missing if any(place == "." or page.startswith(f"{place}/") for place in seen)}

    def _still(self) -> set[tuple[str, str]]:
        """Page and fingerprint of what the baseline holds and was found."""
        return {(match.page, match.fingerprint) for matches in self._matches.values() for match in matches}
