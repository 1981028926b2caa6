"""A rules folder with little in it, so that tests of loading don't compile all of ours each time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from claimlint.packs import rules_folder

OURS = rules_folder()


@pytest.fixture
def few_rules(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our families, slots and checks, English's words and one of its packs: in force for the test."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "en").mkdir()
    for name in (
        *(path.name for path in OURS.glob("*.yaml")),
        "en/language.yaml",
        "en/urgency.yaml",
        "en/quality.yaml",
        "en/green.yaml",
    ):
        shutil.copy(OURS / name, folder / name)
    monkeypatch.setattr("claimlint.packs.load.rules_place", lambda: str(folder))
    return folder
