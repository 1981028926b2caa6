"""Options and fixtures of all tests."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from claimlint.packs import PackSet, load_packs

# Compiled packs are kept between the tests, and away from those of whoever runs them.
os.environ["CLAIMLINT_CACHE_DIR"] = tempfile.mkdtemp(prefix="claimlint-tests-")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write the golden files anew; review the diff")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of this name, or write it there under --renew-golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--renew-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_bytes().decode("utf-8"), "run pytest --renew-golden and review the diff"

    return compare


@pytest.fixture(scope="session")
def bakery() -> PackSet:
    """The bakery's pack alone, with the language files of ours."""
    return load_packs([Path(__file__).parent / "data" / "bakery.yaml"]).selected(["bakery"])
