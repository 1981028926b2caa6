"""The bakery's pack alone, with the language files of ours."""

from pathlib import Path

import pytest

from claimlint.packs import PackSet, load_packs


@pytest.fixture(scope="session")
def bakery() -> PackSet:
    return load_packs([Path(__file__).parent.parent / "data" / "bakery.yaml"]).selected(["bakery"])
