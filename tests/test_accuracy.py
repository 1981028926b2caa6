"""Accuracy on the labelled pages: it may not fall, and docs/accuracy.md tells it as it is."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from claimlint.model import Block, Document, Span
from claimlint.packs import PackSet, load_packs

HOME = Path(__file__).parent.parent
CORPUS = HOME / "tests" / "corpus"

# What was reached, rounded down: (precision, recall). Of innocent texts: how many findings there are, at the most.
FLOORS = {
    ("en", "dev"): (0.97, 0.96),
    ("en", "heldout"): (0.87, 0.90),
    ("he", "dev"): (0.98, 0.96),
    ("he", "heldout"): (0.88, 0.69),
    ("ar", "dev"): (0.98, 0.98),
    ("ar", "heldout"): (0.75, 0.69),
}
INNOCENT = {"he": 1, "ar": 1}


@pytest.fixture(scope="module")
def accuracy() -> ModuleType:
    spec = importlib.util.spec_from_file_location("accuracy", HOME / "tools" / "accuracy.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def packs() -> PackSet:
    return load_packs()


@pytest.mark.parametrize("part", FLOORS, ids="-".join)
def test_accuracy_does_not_fall(accuracy: ModuleType, packs: PackSet, part: tuple[str, str]) -> None:
    pages = accuracy.read_corpus(CORPUS, *part)
    got = accuracy.score((page, accuracy.lint(page, packs)) for page in pages)
    precision, recall = FLOORS[part]
    assert got.precision >= precision
    assert got.recall >= recall


@pytest.mark.parametrize("lang", INNOCENT)
def test_texts_without_a_claim_stay_quiet(accuracy: ModuleType, packs: PackSet, lang: str) -> None:
    pages = accuracy.read_corpus(CORPUS, lang, "innocent")
    assert len(pages) == 30
    assert accuracy.score((page, accuracy.lint(page, packs)) for page in pages).false <= INNOCENT[lang]


def test_the_documented_figures_are_fresh(accuracy: ModuleType, packs: PackSet) -> None:
    figures = accuracy.figures(accuracy.read_corpus(CORPUS), packs)
    told = accuracy.REPORT.read_text(encoding="utf-8")
    assert figures in told, "write them anew: python tools/accuracy.py --write"


def test_every_label_reads_back() -> None:
    for line in (CORPUS / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        text = (CORPUS / "pages" / label["page"]).read_bytes().decode()
        assert text[label["start"] : label["end"]] == label["text"]


def test_how_alarms_are_counted(accuracy: ModuleType, packs: PackSet) -> None:
    text = "The best bread. Fast ovens. Premium flour. The cheapest rolls."
    document = Document("page", text, (Block(text, (0,), (Span(0, len(text)),), lang="en"),))
    labels = (
        accuracy.Label(4, 8, "superlative", "sure"),
        accuracy.Label(16, 20, "unquantified", "arguable"),
        accuracy.Label(48, 56, "superlative", "sure"),
        accuracy.Label(57, 62, "absolute", "sure"),
    )
    page = accuracy.Page(document, "en", "dev", labels)
    got = accuracy.score([(page, accuracy.lint(page, packs))])
    assert (got.right, got.false, got.neutral, got.found, got.sure) == (2, 1, 1, 2, 3)
    assert (got.precision, got.neutral_share) == (pytest.approx(2 / 3), 0.25)
