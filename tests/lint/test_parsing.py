"""Our pipeline, put together by ourselves: it parses as when spaCy loads it, alone or in a batch, and leaves spaCy whole."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from claimlint.errors import ClaimlintError
from claimlint.lint import parsing
from claimlint.lint.parsing import BUILT_IN, Parser, load, state
from claimlint.packs import load_packs

OURS = BUILT_IN["en"]
# What the tokenizer treats as special, and what it might: with marks around it, with white space inside, in other scripts.
SPECIAL = [
    "We can't, won't and don't ship at 10am; our U.S. store opens at 9 a.m. :)",
    "Gonna love it : ) it's C++, isn't it?",
    "He'll've said: \"Y'all're welcome\" (e.g. in St. Louis, Mo.) ¯\\_(ツ)_/¯",
    "fast   shipping\tto https://example.com/a?b=c and info@example.com",
    "Cafe\u0301 \u05de\u05d4\u05d9\u05e8 \u0633\u0631\u064a\u0639 — 50km/h, 3x-faster (99.9%)…",
    "no",
    "a.",
]


@pytest.fixture(scope="module")
def ours() -> Parser:
    return load(OURS, "en")


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    examples = [example.text for rule in load_packs().rules if rule.language == "en" for example in rule.examples]
    return [*SPECIAL, *examples[::7]]


def told(docs: Iterable[Any]) -> list[list[tuple[object, ...]]]:
    """All that patterns may ask of tokens, and the vectors that decide it, bit by bit."""
    return [
        [
            (
                *(token.text, token.idx, token.norm_, token.shape_, token.pos_, token.tag_, token.dep_, token.head.i),
                *(str(token.morph), token.is_sent_start, token.is_stop, token.like_num, token.is_currency, token.like_url),
                doc.tensor[token.i].tobytes(),
            )
            for token in doc
        ]
        for doc in docs
    ]


def test_a_parse_is_that_of_spacys_own_loading(ours: Parser, sentences: list[str]) -> None:
    import spacy

    nlp = spacy.load(Path(OURS))
    parsing._widen(pipe for _, pipe in nlp.pipeline)
    assert len(sentences) > 100
    assert told(ours.docs(sentences)) == told(map(nlp, sentences))


def test_a_parse_does_not_depend_on_its_batch(ours: Parser, sentences: list[str]) -> None:
    together = told(ours.docs(sentences))
    assert told(ours.docs(sentences[::-1])) == together[::-1]
    assert [one for text in sentences[:40] for one in told(ours.docs([text]))] == together[:40]


def test_where_products_depend_on_other_rows_sentences_are_parsed_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy
    from thinc.api import NumpyOps

    assert load(OURS, "en")._batch == 64  # type: ignore[attr-defined]

    def gemm(_: NumpyOps, x: Any, y: Any, *, trans2: bool) -> Any:
        assert trans2
        return x @ y.T + numpy.float32(len(x) > 100) * numpy.float32(1e-6)

    monkeypatch.setattr(NumpyOps, "gemm", gemm)
    assert load(OURS, "en")._batch == 1  # type: ignore[attr-defined]


def test_special_cases_are_added_where_they_stand() -> None:
    tokenizer = load(OURS, "en")._tokenizer  # type: ignore[attr-defined]
    before = sum(map(len, tokenizer._left.values()))
    assert [[token.text for token in doc] for doc in tokenizer.docs(["Fast ovens", "We can't : )"])] == [
        ["Fast", "ovens"],
        ["We", "ca", "n't", ":", ")"],
    ]
    assert before - sum(map(len, tokenizer._left.values())) < 40 < 1000 < before


def test_others_are_loaded_as_spacy_does_it(tmp_path: Path, ours: Parser) -> None:
    own = tmp_path / "own"
    shutil.copytree(OURS, own)
    theirs = load(str(own), "en")
    assert type(theirs) is not type(ours)
    assert told(theirs.docs(SPECIAL)) == told(ours.docs(SPECIAL))


def test_a_pipeline_of_ours_that_is_damaged_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    shutil.copytree(OURS, own)
    (own / "parser" / "model").unlink()
    monkeypatch.setattr(parsing, "BUILT_IN", {"en": str(own)})
    with pytest.raises(ClaimlintError, match=r"can't be loaded: .*No such file"):
        load(str(own), "en")


def test_where_spacy_has_moved_its_parts_it_loads_them_itself(monkeypatch: pytest.MonkeyPatch, ours: Parser) -> None:
    from spacy.ml.models import tagger

    monkeypatch.delattr(tagger, "build_tagger_model")
    other = load(OURS, "en")
    assert type(other) is not type(ours)
    assert told(other.docs(SPECIAL)) == told(ours.docs(SPECIAL))


# -- the import


def after_loading(code: str) -> list[str]:
    """What code prints, a word each, in a process of its own that has loaded our pipeline."""
    start = f"import sys, os, gc\nfrom claimlint.lint.parsing import load\nload({OURS!r}, 'en')\n"
    done = subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    return done.stdout.split()


ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}


def test_spacys_commands_are_left_out_of_the_import() -> None:
    modules = set(after_loading("print(*sys.modules)"))
    assert {"spacy", "numpy", "thinc", "spacy.lang.en"} <= modules
    assert modules.isdisjoint({"spacy.cli", "spacy.cli.info", "typer", "requests", "httpx", "weasel", "jinja2"})


def test_spacys_commands_can_still_be_used() -> None:
    code = "import spacy, spacy.cli\nprint(spacy.cli.download.__name__, spacy.info(silent=True)['spacy_version'])"
    assert after_loading(code) == ["download", version("spacy")]


def test_the_process_is_left_as_it_was() -> None:
    assert after_loading("print('OPENBLAS_NUM_THREADS' in os.environ, gc.isenabled())") == ["False", "True"]
    code = "import gc, sys\ngc.disable()\nfrom claimlint.lint import parsing\nparsing._import_spacy()\nprint(gc.isenabled())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    assert gc.isenabled()


# -- what a decision depends on


def test_a_pipeline_of_ours_is_known_by_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    shutil.copytree(OURS, own)
    monkeypatch.setattr(parsing, "BUILT_IN", {"en": str(own)})
    before = state(str(own))
    weights = own / "tok2vec" / "model"
    os.utime(weights, (0, 0))
    assert state(str(own)) == before
    data = weights.read_bytes()
    weights.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert state(str(own)) != before


def test_a_pipeline_of_others_is_known_by_sizes_and_times(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "ner").mkdir(parents=True)
    (own / "ner" / "model").write_bytes(b"weights")
    before = state(str(own))
    assert state(str(own)) == before != state(OURS)
    (own / "__pycache__").mkdir()
    (own / "__pycache__" / "own.pyc").write_bytes(b"")
    assert state(str(own)) == before
    os.utime(own / "ner" / "model", (0, 0))
    assert state(str(own)) != before


def test_a_package_is_known_by_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "en_bakery"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('this must not be imported')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    before = state("en_bakery")
    (package / "meta.json").write_text('{"version": "1.0.1"}', encoding="utf-8")
    assert state("en_bakery") != before


def test_another_spacy_is_another_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(OURS)
    (tmp_path / "spacy").mkdir()
    (tmp_path / "spacy" / "about.py").write_text('__version__ = "3.99"\n', encoding="utf-8")
    real = parsing._package
    monkeypatch.setattr(parsing, "_package", lambda name: tmp_path / "spacy" if name == "spacy" else real(name))
    assert state(OURS) != before


def test_the_state_costs_next_to_nothing() -> None:
    times = []
    for _ in range(20):
        start = time.process_time()
        state(OURS)
        times.append(time.process_time() - start)
    assert min(times) < 0.005  # seconds; about 0.0006 where this was written
