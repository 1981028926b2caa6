"""The command that tells what a change does to the claims of a site: `claimlint diff`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from claimlint.console import Command, config_option, facts_option, messages_option, option, pack_option, today_option
from claimlint.errors import ClaimlintError
from claimlint.run import (
    Job,
    configured,
    day_of,
    grammar_of,
    home_of,
    judging,
    known_language,
    packs_of,
    settings_of,
    substantiation_of,
    with_progress,
)
from claimlint.terminal import CLEAN, FOUND, colour_wanted, complain, width

if TYPE_CHECKING:
    from claimlint.claimdiff import ClaimChange
    from claimlint.claims import PageState
    from claimlint.config import Config
    from claimlint.history import Changed, Revision
    from claimlint.lint import Lint, Read, Settings
    from claimlint.model import Document, FileResult, Problem

_FAILING = {"added": ("added",), "strengthened": ("added", "strengthened"), "never": ()}


@click.command(
    cls=Command,
    examples=[
        ("claimlint diff main", "What this branch and the edits in the folder do to the claims of the site"),
        ("claimlint diff v1.4..v1.5 site/", "Between two revisions, in one folder"),
        ("claimlint diff origin/main --format markdown --output claims.md", "A comment for a pull request"),
    ],
    exits={FOUND: "a claim was added, or added or strengthened, where --fail-on asks for it"},
)
@click.argument("revision", metavar="REV")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@option(
    "--format",
    "form",
    group="Report",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="A table, a comment for a pull request, or JSON.",
)
@option("--output", group="Report", type=click.Path(path_type=Path), metavar="FILE", help="Write the report to a file.")
@option(
    "--fail-on",
    group="Exit code",
    type=click.Choice(tuple(_FAILING)),
    default="never",
    show_default=True,
    help="Exit code 1 when a claim was added; strengthened: when one was added or strengthened.",
)
@option(
    "--min-confidence",
    group="Rules",
    type=click.Choice(["high", "medium", "low"]),
    help="Leave out findings of rules that are less sure.  [default: medium]",
)
@messages_option
@facts_option
@today_option
@pack_option
@config_option
@option("--color/--no-color", "colour", group="Report", default=None, help="Colour, whatever the terminal is.")
def diff(
    revision: str,
    paths: tuple[str, ...],
    form: str,
    output: Path | None,
    fail_on: str,
    min_confidence: str | None,
    messages: str | None,
    facts_file: Path | None,
    today: datetime | None,
    extra_packs: tuple[Path, ...],
    config_file: Path | None,
    colour: bool | None,
) -> int:
    """Show what changed about the claims since a revision: added, strengthened, weakened, removed.

    REV compares the point where this branch left it with the files as they are now; A..B compares two revisions, and
    A...B the point where they parted with B. Both states are read with today's configuration, packs and facts.
    """
    from claimlint.claimdiff import claim_diff
    from claimlint.claims import Yardstick
    from claimlint.packs.load import load_strength
    from claimlint.reports import ReportOptions
    from claimlint.reports.claim_diff import FORMATS, Comparison

    config = configured(config_file)
    given: dict[str, Any] = {"min_confidence": min_confidence, "messages": messages, "facts": facts_file}
    config = config.with_options(**{name: value for name, value in given.items() if value})
    packs = packs_of(config, extra_packs)
    told_in = known_language(config.messages, packs)
    job = Job(config, packs, substantiation_of(config, packs, today), today)
    before, after = _states(revision, Path.cwd())
    files = _changed_pages(before, after, paths or (".",), config)
    read = _read(files, before, after, job)
    yardstick = Yardstick(judging(packs, config), packs.topics, load_strength(packs.lexicons), job.substantiation)
    renamed = {file.path: _shown(file.before, before) for file in files if file.path and file.before}
    changes = claim_diff(read.before, read.after, yardstick, renamed)
    output = None if output == Path("-") else output
    comparison = Comparison(changes, before.commit, after.commit if after else "", len(files), packs.slots, read.problems)
    options = ReportOptions(colour_wanted(colour) and output is None, width() if output is None else 100, told_in)
    _write(FORMATS[form](comparison, options), output, options.colour)
    if read.problems:
        return complain(*(f"{problem.path}: {problem.message}" for problem in read.problems))
    return FOUND if _fails(changes, fail_on) else CLEAN


def _fails(changes: Sequence[ClaimChange], fail_on: str) -> bool:
    return any(change.verdict in _FAILING[fail_on] for change in changes)


def _write(report: str, output: Path | None, colour: bool) -> None:
    if output is None:
        click.echo(report, nl=False, color=colour)
        return
    try:
        output.write_bytes(report.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise ClaimlintError(f"cannot write the report here: {error.strerror}", str(output)) from None


# ------------------------------------------------------------------------------------------------------ what to compare


def _states(revision: str, folder: Path) -> tuple[Revision, Revision | None]:
    """The two states that REV, A..B or A...B names; None: the files as they are now. As in git, a side left out is HEAD."""
    from claimlint.history import base_of, revision_of

    first, dots, second = revision.partition("...")
    if dots:
        return base_of(first or "HEAD", folder, second or "HEAD"), revision_of(second or "HEAD", folder)
    first, dots, second = revision.partition("..")
    if dots:
        return revision_of(first or "HEAD", folder), revision_of(second or "HEAD", folder)
    return base_of(first, folder), None


def _changed_pages(before: Revision, after: Revision | None, paths: Sequence[str], config: Config) -> list[Changed]:
    """The changed files that claimlint reads, in the order of their paths.

    A page that moved from or to a place where nothing is read is new, or gone. Raises ClaimlintError for a path that is
    neither there nor among the changed files.
    """
    from claimlint.history import Changed, changed_files

    changed = changed_files(before, after)
    wanted = _wanted(paths, config)
    for name in paths:
        if not os.path.exists(name) and not any(  # noqa: PTH110 - `Path` raises for a name that is too long
            _inside(_shown(path, before), name) for file in changed for path in file if path
        ):
            raise ClaimlintError("no such file or folder, now or among what changed; check the path", name)
    files = []
    for file in changed:
        path = file.path if file.path and wanted(file.path) else ""
        old = file.before if file.before and wanted(_shown(file.before, before)) else ""
        if path or old:
            files.append(Changed(path, old))
    return files


def _inside(path: str, name: str) -> bool:
    return Path(_place(path)).is_relative_to(_place(name))


def _place(name: str) -> str:
    """Where a path leads, as git sees it: links to folders are followed, a page that is a link stands for itself."""
    from claimlint.files import is_folder

    folder, last = os.path.split(os.path.abspath(name))  # noqa: PTH100 - `a/../b` is `b` here
    return os.path.realpath(name) if is_folder(name) else str(Path(os.path.realpath(folder), last))


def _wanted(paths: Sequence[str], config: Config) -> Callable[[str], bool]:
    """Whether a file is named by the paths, or holds copy in a folder that is; it need not exist any more."""
    from claimlint.files import would_read
    from claimlint.sources.kinds import kind_of

    named = {_place(name) for name in paths}

    def wanted(path: str) -> bool:
        whole = _place(path)
        if whole in named:
            return bool(kind_of(path))
        folders = [folder for folder in named if Path(whole).is_relative_to(folder)]
        return any(would_read(Path(path), Path(whole).relative_to(folder), config) for folder in folders)

    return wanted


def _shown(path: str, revision: Revision) -> str:
    """A path as git names it, from the root, as the user would write it."""
    whole = revision.root / path
    here = Path.cwd().resolve()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()


# --------------------------------------------------------------------------------------------------------- what to read


class _Page(NamedTuple):
    """A changed page: where it is now and where it was, as the user would write it; "" where it isn't, or wasn't."""

    path: str
    before: str


class _States(NamedTuple):
    """The two states of the pages that could be read, and what is wrong with others."""

    before: tuple[PageState, ...]
    after: tuple[PageState, ...]
    problems: tuple[Problem, ...]


def _read(files: Sequence[Changed], before: Revision, after: Revision | None, job: Job) -> _States:
    """Read and lint both states. A page that can't be read in one is compared in neither."""
    settings = settings_of(job)
    pages = [_Page(file.path, _shown(file.before, before) if file.before else "") for file in files]
    names = {page.before: file.before for page, file in zip(pages, files, strict=True)}  # in git
    now = {page.before: page.path or page.before for page in pages}
    # A page that was renamed is judged as what it is now
    old, old_problems = _linted([page.before for page in pages], names, before, lambda path: settings(now[path]), job)
    names = {page.path: _name(page.path, after) if after else page.path for page in pages if page.path}
    new, problems = _linted([page.path for page in pages], names, after, settings, job)
    from claimlint.reports.layout import visible

    for problem in old_problems.values():
        told = f"note: {problem.path} is not compared: as of {before.commit[:12]}, {problem.message}"
        click.echo(f"claimlint: {visible(told)}", err=True)
    compared = [page for page in pages if page.before not in old_problems and page.path not in problems]
    return _States(
        tuple(old[page.before] for page in compared if page.before),
        tuple(new[page.path] for page in compared if page.path),
        tuple(problems.values()),
    )


def _name(path: str, at: Revision) -> str:
    """A path as the user would write it, as git names it."""
    return (Path.cwd().resolve() / path).relative_to(at.root).as_posix()


def _linted(
    paths: Sequence[str], names: Mapping[str, str], at: Revision | None, settings: Callable[[str], Settings], job: Job
) -> tuple[dict[str, PageState], dict[str, Problem]]:
    """The pages by path ("" is none) with their findings, silenced ones included: they are claims all the same.

    `names`: what git calls them at the revision; None: they are read from disk. Also: what is wrong with those that are left.
    """
    from claimlint.claims import PageState
    from claimlint.history import content
    from claimlint.lint import lint_files
    from claimlint.model import Problem

    states: dict[str, PageState] = {}
    problems: dict[str, Problem] = {}

    def keep(document: Document, result: FileResult, _: Read, __: Lint) -> FileResult:
        findings = (*result.findings, *(silenced.finding for silenced in result.suppressed))
        states[document.path] = PageState(document, findings)
        return result

    def sources() -> Iterator[tuple[str, bytes | None]]:
        for path in filter(None, paths):
            try:
                yield path, content(names[path], at) if at else None
            except ClaimlintError as error:
                problems[path] = Problem(path, error.message)

    results = lint_files(
        sources(),
        settings,
        grammar=grammar_of(job.config, job.packs),
        home=Path(home_of(job.config)),
        today=day_of(job.today),
        then=(keep,),
    )
    for result in with_progress(results, len(paths)):
        if result.problem:
            problems[result.path] = result.problem
    return states, problems
