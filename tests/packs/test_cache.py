"""Compiled packs are kept between runs, never stale, and never trusted."""

from __future__ import annotations

import os
import pickle
import sys
import time
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from claimlint.lint import lint_document
from claimlint.packs import PackSet, cache, load_packs
from claimlint.packs.store import MAGIC
from claimlint.sources import read

BAKERY = Path(__file__).parent.parent / "data" / "bakery.yaml"


pytestmark = pytest.mark.usefixtures("few_rules")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Notes each time packs are compiled."""
    notes: list[Path] = []
    from claimlint.packs import compiler

    compile_packs = compiler.compile_packs

    def noted(folder: Path, files: list[Path]) -> object:
        notes.append(folder)
        return compile_packs(folder, files)

    monkeypatch.setattr(compiler, "compile_packs", noted)
    return notes


@pytest.fixture
def digested(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Notes each time the files are read to tell whether they have changed."""
    notes: list[object] = []
    digest = cache._digest

    def noted(files: list[str]) -> str:
        notes.append(files)
        return digest(files)

    monkeypatch.setattr(cache, "_digest", noted)
    return notes


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a minute later than the files say."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 60_000_000_000)


def entry_in(folder: Path) -> Path:
    (entry,) = folder.glob("packs-*")
    return entry


def claims(packs: PackSet) -> list[str]:
    copy = '<p lang="en">The freshest bread. Hurry, today only!</p>'
    return [finding.rule.id for finding in lint_document(read("page.html", copy.encode()), packs).findings]


def test_kept_packs_are_those_that_were_compiled(compiled: list[Path]) -> None:
    first = load_packs([BAKERY])
    again = load_packs([BAKERY])
    assert len(compiled) == 1
    assert again.key == first.key
    assert again.rules == first.rules
    assert again.slots == first.slots
    assert claims(again) == claims(first)
    assert len(claims(first)) > 1


def test_a_change_of_a_pack_is_seen(tmp_path: Path, compiled: list[Path]) -> None:
    mine = tmp_path / "mine.yaml"
    text = BAKERY.read_text(encoding="utf-8")
    mine.write_text(text, encoding="utf-8")
    first = load_packs([mine])
    mine.write_text(text.replace("but not a superlative", "but no superlative"), encoding="utf-8")
    changed = load_packs([mine])
    assert len(compiled) == 2
    assert changed.key != first.key
    assert any("but no superlative" in rule.why for rule in changed.rules)


@pytest.mark.usefixtures("later")
def test_files_that_have_not_changed_are_not_read(compiled: list[Path], digested: list[object]) -> None:
    for _ in range(3):
        load_packs([BAKERY])
    assert (len(compiled), len(digested)) == (1, 1)


@pytest.mark.usefixtures("later")
def test_a_change_that_keeps_the_size_is_seen_and_one_of_times_alone_compiles_nothing(
    tmp_path: Path, compiled: list[Path], digested: list[object]
) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_bytes(BAKERY.read_bytes())
    load_packs([mine])
    os.utime(mine, (1, 1))
    load_packs([mine])
    assert (len(compiled), len(digested)) == (1, 2)
    mine.write_bytes(BAKERY.read_bytes().replace(b"but not a superlative", b"but no superlatives"))
    os.utime(mine, (1, 1))  # as an archive or a synchronisation may leave it
    assert any("but no superlatives" in rule.why for rule in load_packs([mine]).rules)
    assert (len(compiled), len(digested)) == (2, 3)


def test_files_that_changed_a_moment_ago_are_read_each_time(digested: list[object], tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_bytes(BAKERY.read_bytes())
    for _ in range(2):
        load_packs([mine])
    assert len(digested) == 2


@pytest.mark.parametrize(
    "broken",
    [
        lambda _: b"",
        lambda _: b"nonsense",
        lambda _: pickle.dumps(print),
        lambda kept: kept[:-1],
        lambda kept: kept[: len(kept) // 2],
        lambda kept: kept[:20],
        lambda kept: MAGIC + kept[len(MAGIC) + 1 :],
        lambda kept: kept.replace(b"today", b"tomor"),
        lambda kept: kept.replace(MAGIC, b"claimlint packs 0\n"),
    ],
    ids=["empty", "nonsense", "a pickle", "an end cut off", "a half", "a head", "shifted", "other words", "another form"],
)
def test_what_is_not_as_it_was_written_is_compiled_anew(
    folder: Path, compiled: list[Path], broken: Callable[[bytes], bytes]
) -> None:
    first = load_packs([BAKERY])
    entry = entry_in(folder)
    entry.write_bytes(broken(entry.read_bytes()))
    again = load_packs([BAKERY])
    assert claims(again) == claims(first)
    assert again.rules == first.rules
    assert again.lexicons["en"].quantities == first.lexicons["en"].quantities
    assert len(compiled) == 2
    assert claims(load_packs([BAKERY])) == claims(first)  # the entry has been mended
    assert len(compiled) == 2


def test_an_entry_that_is_overwritten_while_it_is_read_from_is_compiled_anew(folder: Path, compiled: list[Path]) -> None:
    found = claims(load_packs([BAKERY]))
    packs = load_packs([BAKERY])
    entry_in(folder).write_bytes(b"something else")
    assert claims(packs) == found
    assert len(compiled) == 2


def test_an_entry_that_goes_away_while_it_is_read_from_costs_no_more_than_time(folder: Path) -> None:
    found = claims(load_packs([BAKERY]))
    packs = load_packs([BAKERY])
    entry_in(folder).unlink()
    assert claims(packs) == found


def test_a_planted_file_runs_nothing(folder: Path, tmp_path: Path) -> None:
    class Planted:
        def __reduce__(self) -> tuple[object, tuple[object, ...]]:
            return (Path.touch, (tmp_path / "ran",))

    load_packs([BAKERY])
    entry_in(folder).write_bytes(pickle.dumps(Planted()))
    load_packs([BAKERY])
    assert not (tmp_path / "ran").exists()


def test_without_a_folder_or_with_one_that_can_not_be_written_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled: list[Path]
) -> None:
    kept = load_packs([BAKERY])
    monkeypatch.setenv(cache.VARIABLE, "")
    fresh = load_packs([BAKERY])
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "file" / "below"))
    unwritten = load_packs([BAKERY])
    assert len(compiled) == 3
    assert claims(kept) == claims(fresh) == claims(unwritten)
    assert kept.key == fresh.key == unwritten.key


@pytest.mark.usefixtures("later")
def test_only_the_latest_entries_stay(tmp_path: Path, folder: Path) -> None:
    text = BAKERY.read_text(encoding="utf-8")
    for number in range(10):
        mine = tmp_path / f"mine-{number}.yaml"
        mine.write_text(text, encoding="utf-8")
        load_packs([mine])
    assert len(list(folder.glob("packs-*"))) == 8
    assert len(list(folder.glob("note-*"))) == 8
    assert len(list(folder.iterdir())) == 16


@pytest.mark.skipif(sys.platform != "linux", reason="other systems ask platformdirs itself")
@pytest.mark.parametrize(
    "environment",
    [{"HOME": "/home/dana"}, {"HOME": "/home/dana", "XDG_CACHE_HOME": "/var/kept"}, {"HOME": "/", "XDG_CACHE_HOME": "kept"}],
)
def test_the_folder_is_that_of_platformdirs(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name in (cache.VARIABLE, "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cache.cache_folder() == platformdirs.user_cache_dir("claimlint", appauthor=False)
