"""The benchmarks run, on a corpus that is the same every time; what they compute of the runs. Nothing here is about time."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from claimlint.packs import load_packs

ROOT = Path(__file__).parent.parent
BENCHMARKS = ROOT / "benchmarks"
SMALL = ("--files", "3", "--megabytes", "0.01", "--rounds", "1")

PAGE = b"""<!doctype html>
<html lang="en">
<head><title>Lamps</title><script>let kept = "as it is. ";</script></head>
<body>
<h1>Lamps for reading</h1>
<p>We mend lamps. Fast shipping!</p>
</body>
</html>
"""


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The modules of the benchmarks import each other by their bare names."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("cases")


@pytest.fixture
def corpus(module: ModuleType) -> ModuleType:
    found: ModuleType = module.corpus
    return found


@pytest.fixture
def inside(module: ModuleType) -> ModuleType:  # noqa: ARG001 - it says where modules are
    return importlib.import_module("inside")


def compared(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCHMARKS / "compare.py"), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with a page."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "lamps.html").write_bytes(PAGE)
    return folder


def test_a_case_tells_ratios_memory_and_its_goal_and_writes_them_into_a_page(pages: Path, tmp_path: Path) -> None:
    pytest.importorskip("codespell_lib")
    target = tmp_path / "performance.md"
    target.write_text("Before\n<!-- figures: begin -->\nlast year's\n<!-- figures: end -->\nAfter\n", encoding="utf-8")
    done = compared(str(pages), *SMALL, "--case", "tiny", "--json", "--markdown", str(target))
    assert done.returncode == 0, done.stderr
    [case] = json.loads(done.stdout)["cases"]
    assert (case["case"], case["pages"], case["goal"]) == ("tiny", 1, "≤ 0.5 × codespell")
    assert {"claimlint", "codespell"} <= set(case["seconds"])
    assert case["met"] is (case["reached"]["median"] <= 0.5)
    assert case["loads_spacy"] is False
    assert case["peak_mib"]["claimlint"] > 1
    page = target.read_text(encoding="utf-8")
    assert page.startswith("Before\n<!-- figures: begin -->\n\nPython 3.")
    assert page.endswith("<!-- figures: end -->\nAfter\n")
    assert "| one tiny page, nothing for grammar | " in page
    assert "last year's" not in page


def test_words_alone_have_every_rule_but_those_for_grammar(inside: ModuleType, tmp_path: Path) -> None:
    inside.words(tmp_path)
    theirs = tmp_path / "claimlint" / "rules"
    language = (theirs / "en" / "language.yaml").read_text(encoding="utf-8")
    assert "\ngrammar: {}\n" in language
    assert "RIGHT_ID" not in language
    assert _ids(ROOT / "rules") - _ids(theirs) == {rule.id for rule in load_packs().rules if rule.where}


def _ids(rules: Path) -> set[str]:
    files = [path.read_text(encoding="utf-8") for path in rules.glob("*/*.yaml")]
    return {name for file in files for name in re.findall(r"^  - id: (\S+)$", file, re.MULTILINE)}


@pytest.mark.parametrize(
    ("phrase", "apart", "anchored"),
    [
        ("fast shipping", "zqx fast shipping", "fast shipping zqx"),
        ("[we|our *] never (*) [for]", "[we|our *] zqx never (*) [for]", "[we|our *] never (*) zqx [for]"),
        ("fast " * 76, "", ""),
    ],
)
def test_a_word_that_no_copy_holds_makes_a_phrase_fail(inside: ModuleType, phrase: str, apart: str, anchored: str) -> None:
    assert inside._with_word(phrase, "zqx", "apart") == apart
    assert inside._with_word(phrase, "zqx", "anchored") == anchored


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--case", "fastest"], "invalid choice: 'fastest'"),
        (["nowhere"], "no such folder: nowhere"),
        (["--rounds", "0"], "--rounds, --files and --megabytes are more than 0"),
        (["--python", "bin/python"], "no claimlint beside"),
    ],
)
def test_a_wrong_argument_is_told_in_a_line(arguments: list[str], message: str) -> None:
    done = compared(*arguments)
    assert done.returncode != 0
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_site_is_the_same_every_time_and_no_page_stands_in_it_twice(corpus: ModuleType) -> None:
    pages = [corpus.Page("a.html", PAGE), corpus.Page("b.html", PAGE * 3), corpus.Page("c.md", b"# Lamps\n\nWe mend lamps.\n")]
    site = corpus.site(pages, 12, 6_000)
    assert site == corpus.site(pages, 12, 6_000)
    assert (site[0].name, site[-1].name[:8]) == ("page0001.html", "page0012")
    assert len({page.data for page in site}) == 12


def test_a_page_that_is_used_again_says_each_sentence_of_another_place(corpus: ModuleType) -> None:
    assert corpus.varied(PAGE, 0) == PAGE
    again = corpus.varied(PAGE, 1)
    assert b"<p>We mend lamps in Ardwick. Fast shipping in Ardwick!</p>" in again
    assert b'let kept = "as it is. ";' in again
    assert b"<h1>Lamps for reading</h1>" in again
    assert again != corpus.varied(PAGE, 2)


def test_pages_are_joined_by_their_bodies(corpus: ModuleType) -> None:
    page = corpus.joined([PAGE] * 9, 3 * len(PAGE))
    assert page.count(b"<html") == page.count(b"</body>") == 1
    assert 2 * len(PAGE) < len(page) < 3 * 1.2 * len(PAGE)


def test_an_edit_changes_one_sentence(corpus: ModuleType) -> None:
    monday, tuesday = (corpus.edited(PAGE, day).splitlines() for day in (1, 2))
    assert [pair for pair in zip(monday, tuesday, strict=True) if pair[0] != pair[1]] == [
        (b"<p>The office is open until 17:00 on day 1.</p>", b"<p>The office is open until 17:00 on day 2.</p>")
    ]


def test_a_goal_is_met_by_the_middle_of_the_rounds(module: ModuleType) -> None:
    def runs(*seconds: float) -> list[object]:
        return [module.Run(each, each, 50.0, "") for each in seconds]

    taken = {"claimlint": runs(1.0, 3.0, 2.0), "codespell": runs(2.0, 2.0, 2.0)}
    assert module.Goal(0.9).reached(taken, "claimlint") == (0.5, 1.0, 1.5)
    assert module.Goal(0.4, "codespell", seconds=True).reached(taken, "claimlint") == (-1.0, 0.0, 1.0)


def test_what_a_library_takes_counts_for_the_module_that_called_it(module: ModuleType) -> None:
    package = Path("/site/claimlint")
    scan, judge = ("/site/claimlint/lint/scan.py", 1, "scan"), ("/site/claimlint/lint/judge.py", 1, "judge")
    search, helper = ("~", 0, "search"), ("/lib/re/__init__.py", 1, "helper")
    stats = {
        scan: (1, 1, 1.0, 4.0, {}),
        judge: (1, 1, 2.0, 3.0, {}),
        helper: (1, 1, 0.0, 3.0, {scan: (1, 1, 0.0, 3.0)}),
        search: (2, 2, 4.0, 4.0, {helper: (1, 1, 3.0, 3.0), judge: (1, 1, 1.0, 1.0)}),
        ("<frozen importlib._bootstrap>", 1, "_load"): (1, 1, 1.0, 1.0, {}),
    }
    shares = module.anatomy.shares(stats, package)
    assert shares == pytest.approx({"lint.scan": 0.5, "lint.judge": 0.375, "imports": 0.125})


def test_imports_are_counted_by_package(module: ModuleType) -> None:
    said = "import time:      1500 |       1500 |   re\nimport time:   2000 |  3500 | spacy.tokens\nanything else\n"
    assert module.anatomy.imports(said) == {"spacy": 2.0, "standard library": 1.5}
    assert module.anatomy.modules(said) == {"re", "spacy.tokens"}
