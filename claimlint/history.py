"""What git knows of the files: which it tracks, what changed since a revision, and what stood there.

git is asked not to run the file monitor, external diff or text conversion that a repository's own settings may name. To
compare the work tree it still runs the filters (`filter.*.clean`) that these name for a file, as any `git status` does.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from claimlint.errors import ClaimlintError

if TYPE_CHECKING:
    from pathlib import Path

# In a hook of git these point at the commit in progress, and are relative to another folder.
_STATE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
_FETCH = "fetch more history first: 'git fetch --unshallow', or fetch-depth: 0 where CI checks out"


class Revision(NamedTuple):
    """A state of a repository: the full hash of a commit, and the top folder of the work tree."""

    commit: str
    root: Path


class Changed(NamedTuple):
    """A file that differs between two states: its path as the user would write it, and as git named it before, from the root.

    `path` is "" for a file that is gone, `before` for one that is new.
    """

    path: str
    before: str


def git(folder: str | Path, *arguments: str) -> bytes | None:
    """The output of a git command run in a folder; None when it fails, for whatever reason."""
    import subprocess  # a run over files that are named asks git nothing

    environment = {name: value for name, value in os.environ.items() if name not in _STATE}
    # A repository's own settings may name a program to run as its file monitor; never run it.
    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def root_of(folder: str | Path) -> str | None:
    """The top folder of the work tree around a folder, found without running git; None outside of one."""
    place, below = os.path.abspath(folder), ""  # noqa: PTH100 - at every start
    while place != below:
        if os.path.exists(os.path.join(place, ".git")):  # noqa: PTH110, PTH118
            return place
        place, below = os.path.dirname(place), place  # noqa: PTH120
    return None


def revision_of(name: str, folder: Path) -> Revision:
    """The revision of this name. Raises ClaimlintError where there is none, saying what to do."""
    root = git(folder, "rev-parse", "--show-toplevel")
    if root is None and root_of(folder):
        raise ClaimlintError("git can't read this repository; 'git status' tells why")
    if root is None:
        raise ClaimlintError(f"'{name}' names nothing here, as this is no git work tree; run claimlint inside of one")
    commit = git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if commit is None:
        remedy = f"this clone is shallow; {_FETCH}" if _is_shallow(folder) else "see 'git branch --all' and 'git tag'"
        raise ClaimlintError(f"there is no revision '{name}' here; {remedy}")
    from pathlib import Path

    return Revision(commit.decode().strip(), Path(os.fsdecode(root).rstrip("\n")))


def base_of(name: str, folder: Path, tip: str = "HEAD") -> Revision:
    """The merge base of a revision and another: where a branch left it. For an ancestor that is the ancestor itself.

    Raises ClaimlintError where either or the common history is missing, as in a shallow clone.
    """
    revision, other = revision_of(name, folder), revision_of(tip, folder)
    base = git(folder, "merge-base", revision.commit, other.commit)
    if base is None:
        remedy = f"this clone is shallow; {_FETCH}" if _is_shallow(folder) else "name a revision that they share"
        raise ClaimlintError(f"'{name}' and '{tip}' have no common history here; {remedy}")
    return Revision(base.decode().split()[0], revision.root)


def changed_files(since: Revision, until: Revision | None = None) -> list[Changed]:
    """The files that differ between two revisions, renamed ones as one, sorted by path.

    `until` None: the work tree, with the files that git does not track yet (nor ignores).
    """
    ends = [since.commit] if until is None else [since.commit, until.commit]
    listed = git(since.root, "diff", "--name-status", "-z", "-M", "--no-ext-diff", "--no-textconv", *ends, "--")
    if listed is None:
        raise ClaimlintError(f"git can't compare with {since.commit[:12]}; {_FETCH}")
    changed = list(_statuses(os.fsdecode(listed).split("\0"), since.root))
    if until is None:
        new = git(since.root, "ls-files", "-z", "--others", "--exclude-standard") or b""
        changed += [Changed(_short(since.root / name), "") for name in os.fsdecode(new).split("\0") if name]
    return sorted(changed)


def _statuses(fields: list[str], root: Path) -> list[Changed]:
    """What `git diff --name-status -z` tells: a letter, a path, and for renamed and copied files the new path."""
    changed: list[Changed] = []
    rest = iter(fields)
    for status in rest:
        if not status:
            continue
        name = next(rest)
        after = next(rest) if status[0] in "RC" else name
        changed.append(Changed("" if status[0] == "D" else _short(root / after), "" if status[0] == "A" else name))
    return changed


def content(path: str, at: Revision) -> bytes:
    """A file at a revision; `path` as git names it. Raises ClaimlintError where it can't be had."""
    data = git(at.root, "cat-file", "blob", f"{at.commit}:{path}")
    if data is None:
        raise ClaimlintError(f"git can't give this file as of {at.commit[:12]}", path)
    return data


def _is_shallow(folder: Path) -> bool:
    return (git(folder, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"


def _short(path: Path) -> str:
    """A path as the user would write it: relative to the current folder when it lies inside."""
    from pathlib import Path

    here = Path.cwd().resolve()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()
