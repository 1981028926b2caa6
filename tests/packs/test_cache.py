"""Compiled packs are kept between runs, never stale, and never trusted."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from claimlint.lint import lint_document
from claimlint.packs import PackSet, cache, load_packs
from claimlint.sources import read

BAKERY = Path(__file__).parent.parent / "data" / "bakery.yaml"


pytestmark = pytest.mark.usefixtures("few_rules")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Notes each time packs are compiled."""
    notes: list[object] = []
    load = PackSet.__init__

    def noted(self: PackSet, *arguments: object, **named: object) -> None:
        notes.append(self)
        load(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(PackSet, "__init__", noted)
    return notes


def claims(packs: PackSet) -> list[str]:
    copy = '<p lang="en">The freshest bread. Hurry, today only!</p>'
    return [finding.rule.id for finding in lint_document(read("page.html", copy.encode()), packs).findings]


def test_kept_packs_are_those_that_were_compiled(compiled: list[object]) -> None:
    first = load_packs([BAKERY])
    again = load_packs([BAKERY])
    assert len(compiled) == 1
    assert again.rules == first.rules
    assert again.slots == first.slots
    assert claims(again) == claims(first)
    assert len(claims(first)) > 1


def test_a_change_of_a_pack_is_seen(tmp_path: Path, compiled: list[object]) -> None:
    mine = tmp_path / "mine.yaml"
    text = BAKERY.read_text(encoding="utf-8")
    mine.write_text(text, encoding="utf-8")
    load_packs([mine])
    mine.write_text(text.replace("but not a superlative", "but no superlative"), encoding="utf-8")
    changed = load_packs([mine])
    assert len(compiled) == 2
    assert any("but no superlative" in rule.why for rule in changed.rules)


@pytest.mark.parametrize("broken", [b"", b"nonsense", pickle.dumps("text"), pickle.dumps(print), pickle.dumps(Path("/"))])
def test_what_can_not_be_read_or_is_something_else_is_compiled_anew(
    folder: Path, compiled: list[object], broken: bytes
) -> None:
    load_packs([BAKERY])
    (entry,) = folder.glob("packs-*.pickle")
    entry.write_bytes(broken)
    assert "bakery-freshest" in claims(load_packs([BAKERY]))
    assert len(compiled) == 2


def test_a_planted_file_runs_nothing(folder: Path, tmp_path: Path) -> None:
    class Planted:
        def __reduce__(self) -> tuple[object, tuple[object, ...]]:
            return (Path.touch, (tmp_path / "ran",))

    load_packs([BAKERY])
    (entry,) = folder.glob("packs-*.pickle")
    entry.write_bytes(pickle.dumps(Planted()))
    load_packs([BAKERY])
    assert not (tmp_path / "ran").exists()


def test_without_a_folder_or_with_one_that_can_not_be_written_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled: list[object]
) -> None:
    monkeypatch.setenv(cache.VARIABLE, "")
    load_packs([BAKERY])
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "file" / "below"))
    load_packs([BAKERY])
    assert len(compiled) == 2


def test_only_the_latest_entries_stay(tmp_path: Path, folder: Path) -> None:
    text = BAKERY.read_text(encoding="utf-8")
    mine = tmp_path / "mine.yaml"
    for number in range(10):
        mine.write_text(f"# {number}\n{text}", encoding="utf-8")
        load_packs([mine])
    assert len(list(folder.glob("*"))) == 8
