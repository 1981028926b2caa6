"""Which files to read: those that are named, and those that hold copy in the folders that are named.

Paths are texts here, with '/' and as short as `pathlib` writes them, which takes ten times as long for each.
"""

# ruff: noqa: PTH100, PTH109, PTH110, PTH112, PTH113, PTH114, PTH118, PTH119

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from claimlint.config.values import BASELINE
from claimlint.late import late
from claimlint.model import Problem
from claimlint.sources.kinds import DATA, kind_of

if TYPE_CHECKING:
    from pathlib import Path

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
        path = _short(name)
        if is_folder(path):
            found = [_judged(_joined(path, inside), inside, globs) for inside in _candidates(path)]
            if not any(file.kind for file in found):
                problems.append(Problem(path, _nothing_here(path, found, config)))
        elif os.path.exists(path):
            found = [_named(path, globs, force_exclude)]
        else:
            found = []
            problems.append(Problem(path, "no such file or folder"))
        for file in found:
            files.setdefault(os.path.abspath(file.path), file)  # `a/../b` is `b` here
    return list(files.values()), problems


def is_folder(path: str | Path) -> bool:
    """Whether a path leads to a folder; one that is too long to lead anywhere does not."""
    return os.path.isdir(path)  # `Path` raises for what it can't look at


def would_read(path: Path, inside: Path, config: Config) -> bool:
    """Whether a file would be read that is found at `inside` in a folder; it need not exist (any more)."""
    place = inside.as_posix()
    return not _hidden(place) and bool(_judged(path.as_posix(), place, _Globs(config)).kind)


def _short(path: str) -> str:
    """A path with '/', without the parts that lead nowhere: `./site//` is `site`."""
    if os.name == "nt":
        from pathlib import PurePath

        return PurePath(path).as_posix()
    root = "" if not path.startswith("/") else "//" if path.startswith("//") and not path.startswith("///") else "/"
    return root + "/".join(part for part in path.split("/") if part not in ("", ".")) or "."


def _joined(folder: str, inside: str) -> str:
    return inside if folder == "." else f"{folder}{inside}" if folder.endswith("/") else f"{folder}/{inside}"


def _suffix(name: str) -> str:
    """The ending of a file's name, with its dot."""
    start = name.rfind(".")
    return name[start:] if 0 < start < len(name) - 1 else ""


def _hidden(inside: str) -> bool:
    return any(part.startswith(".") or part in _SKIPPED_FOLDERS for part in inside.split("/"))


def _named(path: str, globs: _Globs, force_exclude: bool) -> Found:
    """A file that is named. Hooks name every file of a commit, the baseline among them."""
    name = os.path.basename(path)
    if globs.is_own(path):
        return Found(path, "", OWN)
    if not force_exclude:
        return Found(path, kind_of(name) or "?", "named")
    here, whole = os.path.join(os.getcwd(), ""), os.path.abspath(path)
    inside = whole[len(here) :].replace(os.sep, "/") if whole.startswith(here) else name
    if _hidden(inside):
        return Found(path, "", "hidden, or in a folder of other people's code")
    found = _judged(path, inside, globs)
    return found if found.kind or found.why != f"ends in {_suffix(name)}" else found._replace(why="no reader for its ending")


def _judged(path: str, inside: str, globs: _Globs) -> Found:
    """Whether a file found in a folder is read: by its name, its place and the configuration."""
    name = os.path.basename(path)
    lowered = name.lower()
    kind, why = kind_of(lowered), f"ends in {_suffix(name)}"
    if globs.is_own(path):
        kind, why = "", OWN
    elif globs.leave_out(path):
        kind, why = "", "left out by the configuration"
    elif _NOT_COPY.fullmatch(lowered):
        kind, why = "", "no copy, by its name"
    elif kind in DATA and not globs.ask_for(path):
        folders = {part.lower() for part in inside.split("/")[:-1]}
        if _SETTINGS.fullmatch(lowered) or not (folders & _COPY_FOLDERS or _COPY_NAMES.fullmatch(lowered)):
            kind, why = "", "settings or data; to read it, add it to extend-include"
        else:
            why = "translations, content or ads, by its name or folder"
    elif kind == "jsx" and not _reads_jsx():
        kind, why = "", NEEDS_EXTRA
    return Found(path, kind, why)


def _reads_jsx() -> bool:
    from importlib.util import find_spec

    return find_spec("tree_sitter_typescript") is not None


def _nothing_here(folder: str, found: Sequence[Found], config: Config) -> str:
    try:
        os.scandir(folder).close()
    except OSError as error:
        return f"cannot read this folder: {error.strerror}"
    if not found:
        return "nothing to check in this folder: no page, text, template, translation or ad; 'claimlint files' shows more"
    settings = f" (see include and exclude in {config.path})" if config.path and (config.include or config.exclude) else ""
    return f"nothing to check in this folder: all {len(found)} are left out{settings}; 'claimlint files' shows why"


def _candidates(folder: str) -> list[str]:
    """The files in a folder whose ending is one of ours, relative to it, sorted folder by folder."""
    listed = _git_files(folder)
    candidates = _walked(folder, "") if listed is None else _listed(folder, listed)
    return sorted(candidates, key=lambda path: path.split("/"))


def _is_candidate(name: str) -> bool:
    return bool(kind_of(name)) and not name.startswith(".")


def _skipped(folder: str) -> bool:
    """Is this folder, found inside one that was named, no place for copy?"""
    name = os.path.basename(folder)
    return name.startswith(".") or name in _SKIPPED_FOLDERS or os.path.exists(os.path.join(folder, "pyvenv.cfg"))


def _walked(folder: str, inside: str) -> Iterator[str]:
    """The candidates in a folder and below, relative to where the walk began; `inside` leads to the folder from there."""
    below: list[str] = []
    try:
        entries = os.scandir(folder)
    except OSError:
        return
    with entries:
        for entry in entries:
            if _is(entry.is_dir):
                if not entry.is_symlink() and not _skipped(entry.path):  # so that it ends
                    below.append(entry.name)
            elif _is_candidate(entry.name) and _is(entry.is_file):
                yield inside + entry.name
    for name in below:
        yield from _walked(os.path.join(folder, name), f"{inside}{name}/")


def _is(kind: Callable[[], bool]) -> bool:
    """What an entry of a folder says that it is; what can't be looked at is nothing."""
    try:
        return kind()
    except OSError:
        return False


def _listed(folder: str, names: Iterable[str]) -> Iterator[str]:
    known: dict[str, bool] = {"": False}

    def skipped(inside: str) -> bool:
        if inside not in known:
            known[inside] = skipped(inside.rpartition("/")[0]) or _skipped(os.path.join(folder, inside))
        return known[inside]

    for listed in names:
        path = listed.rstrip("/")
        whole = os.path.join(folder, path)
        around, _, name = path.rpartition("/")
        if skipped(around):
            continue
        if os.path.isdir(whole) and not os.path.islink(whole) and not _skipped(whole):
            if os.path.exists(os.path.join(whole, ".git")):  # a repository inside the repository: git lists its folder only
                yield from (f"{path}/{inside}" for inside in _candidates(whole))
        elif _is_candidate(name) and os.path.isfile(whole):
            yield path


def _git_files(folder: str) -> list[str] | None:
    """What git tracks or would track in a folder; None without git, outside a work tree, in an ignored folder."""
    from claimlint.history import git, root_of

    if root_of(os.path.realpath(folder)) is None:
        return None
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
        self.own = {os.path.abspath(path) for path in own if path}

    def is_own(self, path: str) -> bool:
        """Is it a file for claimlint, and not copy? A folder below may have a configuration and a baseline of its own."""
        return os.path.basename(path) == BASELINE or (bool(self.own) and os.path.abspath(path) in self.own)

    def ask_for(self, path: str) -> bool:
        """Is a path asked for by name?"""
        return any(glob.matches(path) for glob in self.asked)

    def leave_out(self, path: str) -> bool:
        return bool(self.include and not self.ask_for(path)) or any(glob.matches(path) for glob in self.exclude)
