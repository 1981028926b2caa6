"""Which files to read: those that are named, and those that hold copy in the folders that are named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from claimlint.config import BASELINE
from claimlint.late import late
from claimlint.model import Problem
from claimlint.sources.kinds import DATA, kind_of

if TYPE_CHECKING:
    from claimlint.config import Config

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages", "bower_components"})
# Files of these names are about the code, or for machines.
_NOT_COPY = late(
    r"(robots|humans|security|ads|app-ads|cmakelists|third[-_ ]?party.*|(pip-)?requirements.*|.*[-_]requirements|"
    r"constraints.*|(licen[sc]e|copying|notice|readme)([-_. ].*)?|authors|contributors|contributing|codeowners|"
    r"code[-_]of[-_]conduct|change(s|log)|history|todo|agents|claude|pull_request_template)"
    r"\.(txt|md|markdown|html)"
)
# Data files hold copy where people keep translations, content or ads; elsewhere they are settings.
_COPY_FOLDERS = frozenset(
    "i18n l10n intl locale locales lang langs language languages translation translations messages content contents "
    "data _data copy ads adcopy campaigns".split()
)
_COPY_NAMES = late(
    r"([a-z]{2}([-_][a-z]{2,4})?|(messages|translations?|copy|strings|localizable|content|texts?|ads?|adcopy|campaigns?)"
    r"([-_. ].*)?|.*[-_. ](messages|translations?|copy|ads?|adcopy|campaigns?))"
    r"\.[a-z]+"
)
_SETTINGS = late(r"(package|package-lock|composer|tsconfig.*|jsconfig|manifest|.*\.schema|.*\.config|.*rc)\.(json|ya?ml)")

NEEDS_EXTRA = 'reading JSX needs an extra: pip install "claimlint-copy[jsx]"'


OWN = "a file for claimlint itself"


class Found(NamedTuple):
    """A file that was looked at. `kind` is its reader; "" when it is not read. `why` says so in a few words."""

    path: str
    kind: str
    why: str


def find_files(paths: Sequence[str], config: Config, *, force_exclude: bool = False) -> tuple[list[Found], list[Problem]]:
    """The files to read, in the order of `paths`, each once, those left out among them, and what is wrong with `paths`.

    A file that is named is always taken; with `force_exclude` only if it would be found in the current folder. Paths come
    back as the user would write them, with '/'.
    """
    globs = _Globs(config)
    files: dict[str, Found] = {}  # by absolute path
    problems: list[Problem] = []
    for name in dict.fromkeys(paths):
        path = Path(name)
        if is_folder(path):
            found = [_judged(path / inside, inside, globs) for inside in _candidates(path)]
            if not any(file.kind for file in found):
                problems.append(Problem(path.as_posix(), _nothing_here(path, found, config)))
        elif os.path.exists(path):  # noqa: PTH110 - see `is_folder`
            found = [_named(path, globs, force_exclude)]
        else:
            found = []
            problems.append(Problem(path.as_posix(), "no such file or folder"))
        for file in found:
            files.setdefault(os.path.abspath(file.path), file)  # noqa: PTH100 - `a/../b` is `b` here
    return list(files.values()), problems


def is_folder(path: str | Path) -> bool:
    """Whether a path leads to a folder; one that is too long to lead anywhere does not."""
    return os.path.isdir(path)  # noqa: PTH112 - `Path` raises for what it can't look at


def would_read(path: Path, inside: Path, config: Config) -> bool:
    """Whether a file would be read that is found at `inside` in a folder; it need not exist (any more)."""
    return not _hidden(inside) and bool(_judged(path, inside, _Globs(config)).kind)


def _hidden(inside: Path) -> bool:
    return any(part.startswith(".") or part in _SKIPPED_FOLDERS for part in inside.parts)


def _named(path: Path, globs: _Globs, force_exclude: bool) -> Found:
    """A file that is named. Hooks name every file of a commit, the baseline among them."""
    if globs.is_own(path):
        return Found(path.as_posix(), "", OWN)
    if not force_exclude:
        return Found(path.as_posix(), kind_of(path.name) or "?", "named")
    here, whole = Path.cwd(), Path(os.path.abspath(path))  # noqa: PTH100
    inside = whole.relative_to(here) if whole.is_relative_to(here) else Path(path.name)
    if _hidden(inside):
        return Found(path.as_posix(), "", "hidden, or in a folder of other people's code")
    found = _judged(path, inside, globs)
    return found if found.kind or found.why != f"ends in {path.suffix}" else found._replace(why="no reader for its ending")


def _judged(path: Path, inside: Path, globs: _Globs) -> Found:
    """Whether a file found in a folder is read: by its name, its place and the configuration."""
    name = path.name.lower()
    kind, why = kind_of(name), f"ends in {path.suffix}"
    if globs.is_own(path):
        kind, why = "", OWN
    elif globs.leave_out(path):
        kind, why = "", "left out by the configuration"
    elif _NOT_COPY.fullmatch(name):
        kind, why = "", "no copy, by its name"
    elif kind in DATA and not globs.ask_for(path):
        folders = {part.lower() for part in inside.parts[:-1]}
        if _SETTINGS.fullmatch(name) or not (folders & _COPY_FOLDERS or _COPY_NAMES.fullmatch(name)):
            kind, why = "", "settings or data; to read it, add it to extend-include"
        else:
            why = "translations, content or ads, by its name or folder"
    elif kind == "jsx" and not _reads_jsx():
        kind, why = "", NEEDS_EXTRA
    return Found(path.as_posix(), kind, why)


def _reads_jsx() -> bool:
    from importlib.util import find_spec

    return find_spec("tree_sitter_typescript") is not None


def _nothing_here(folder: Path, found: Sequence[Found], config: Config) -> str:
    try:
        os.scandir(folder).close()
    except OSError as error:
        return f"cannot read this folder: {error.strerror}"
    if not found:
        return "nothing to check in this folder: no page, text, template, translation or ad; 'claimlint files' shows more"
    settings = f" (see include and exclude in {config.path})" if config.path and (config.include or config.exclude) else ""
    return f"nothing to check in this folder: all {len(found)} are left out{settings}; 'claimlint files' shows why"


def _candidates(folder: Path) -> list[Path]:
    """The files in a folder whose ending is one of ours, relative to it, sorted."""
    listed = _git_files(folder)
    candidates = _walked(folder) if listed is None else _listed(folder, listed)
    return sorted(path for path in candidates if kind_of(path.name) and not path.name.startswith("."))


def _skipped(folder: Path) -> bool:
    """Is this folder, found inside one that was named, no place for copy?"""
    return folder.name.startswith(".") or folder.name in _SKIPPED_FOLDERS or (folder / "pyvenv.cfg").exists()


def _walked(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):  # does not follow links to folders, so it ends
        here = Path(place)
        folders[:] = [name for name in folders if not _skipped(here / name)]
        yield from ((here / name).relative_to(folder) for name in names if (here / name).is_file())


def _listed(folder: Path, names: Iterable[str]) -> Iterator[Path]:
    known: dict[Path, bool] = {Path(): False}

    def skipped(inside: Path) -> bool:
        if inside not in known:
            known[inside] = skipped(inside.parent) or _skipped(folder / inside)
        return known[inside]

    for name in names:
        path = Path(name)
        whole = folder / path
        if skipped(path.parent):
            continue
        if whole.is_dir() and not whole.is_symlink() and not _skipped(whole):
            if (whole / ".git").exists():  # a repository inside the repository: git lists its folder only
                yield from (path / inside for inside in _candidates(whole))
        elif whole.is_file():
            yield path


def _git_files(folder: Path) -> list[str] | None:
    """What git tracks or would track in a folder; None without git, outside a work tree, in an ignored folder."""
    from claimlint.history import git

    listed = git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if listed is None or git(folder, "check-ignore", "-q", ".") is not None:
        return None
    return [os.fsdecode(name) for name in dict.fromkeys(listed.split(b"\0")) if name]


class _Globs:
    """The globs of the configuration."""

    def __init__(self, config: Config) -> None:
        self.include = config.include
        self.asked = (*config.include, *config.extend_include)
        self.exclude = config.exclude
        own = (config.path, *config.bases, config.facts, config.baseline, *config.packs)
        self.own = {os.path.abspath(path) for path in own if path}  # noqa: PTH100

    def is_own(self, path: Path) -> bool:
        """Is it a file for claimlint, and not copy? A folder below may have a configuration and a baseline of its own."""
        return path.name == BASELINE or os.path.abspath(path) in self.own  # noqa: PTH100

    def ask_for(self, path: Path) -> bool:
        """Is a path asked for by name?"""
        return any(glob.matches(path) for glob in self.asked)

    def leave_out(self, path: Path) -> bool:
        return bool(self.include and not self.ask_for(path)) or any(glob.matches(path) for glob in self.exclude)
