"""Results that are kept between runs, and several processes: the same report, byte for byte, whatever way it came about."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimlint import work as works
from claimlint.cli import cli
from claimlint.keep import FOLDER
from claimlint.lint import pipeline
from claimlint.model import FileResult
from claimlint.model import Result as SiteResult
from claimlint.packs import load_packs
from claimlint.reports import ReportOptions
from claimlint.reports import text as text_module
from claimlint.results import loads

SPEED = '<p lang="en">We promise fast shipping on every order.</p>\n'
SOFT = '<p lang="en">The best towels in town.</p>\n'
HEBREW = '<p lang="he">משלוח מהיר לכל הארץ.</p>\n'

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `claimlint check` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*options: str) -> Result:
        result = CliRunner().invoke(cli, ["check", "--exit-zero", *options], prog_name="claimlint")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were really linted, in this process."""
    paths: list[str] = []
    real = pipeline.begin_document

    def noted(document, *arguments, **options):  # type: ignore[no-untyped-def]
        paths.append(document.path)
        return real(document, *arguments, **options)

    monkeypatch.setattr(pipeline, "begin_document", noted)
    return paths


def write(**files: str) -> None:
    for name, text in files.items():
        Path(f"{name}.html").write_text(text, encoding="utf-8")


def test_a_second_run_lints_nothing_and_tells_the_same(run: Run, linted: list[str]) -> None:
    write(shop=SPEED + HEBREW, about=SOFT, empty="")
    first = run()
    assert linted == ["about.html", "empty.html", "shop.html"]
    assert "2 errors" in first.stdout
    second = run()
    assert (second.stdout, len(linted)) == (first.stdout, 3)
    assert run("--no-cache").stdout == first.stdout
    assert len(linted) == 6


def test_of_files_that_hold_the_same_one_is_linted(run: Run, linted: list[str]) -> None:
    page = SPEED + "<!-- claimlint-disable-next-line superlative -- award of 2025 -->\n" + SOFT
    write(about=SOFT, old=page, shop=page)
    Path("shop.htm").write_text(page, encoding="utf-8")  # another ending may be read otherwise
    for name in ("bad.html", "worse.html"):
        Path(name).write_bytes(b"\xff\xfe\xff")
    first = run("--show-suppressed")
    assert linted == ["about.html", "old.html", "shop.htm"]
    assert "shop.html:1:" in first.stdout
    assert "worse.html" in first.stderr
    alone = run("--show-suppressed", "--no-cache")
    assert linted[3:] == ["about.html", "old.html", "shop.htm", "shop.html"]
    assert (first.stdout, first.stderr, first.exit_code) == (alone.stdout, alone.stderr, alone.exit_code)
    assert run("--show-suppressed").stdout == first.stdout
    assert len(linted) == 7


def test_files_of_data_that_hold_the_same_are_read_where_they_stand(run: Run) -> None:
    Path("locales").mkdir()
    for path in ("locales/en.json", "prices.json"):
        Path(path).write_text('{"lead": "The best towels in town."}', encoding="utf-8")
    assert {found["path"] for found in json.loads(run("--format", "json").stdout)["findings"]} == {"locales/en.json"}


def test_only_what_changed_is_linted(run: Run, linted: list[str]) -> None:
    write(shop=SPEED, about=SOFT)
    run()
    linted.clear()
    write(shop=SPEED + SOFT)
    assert run().stdout.endswith("1 error, 2 warnings in 2 files, 3 blocks of copy\n")
    assert linted == ["shop.html"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda: Path("claimlint.yaml").write_text("ignore: [superlative]\n"), id="rules"),
        pytest.param(lambda: Path("claimlint.yaml").write_text("severity: {superlative: error}\n"), id="severities"),
        pytest.param(lambda: Path("claimlint.yaml").write_text("min-confidence: high\n"), id="confidence"),
        pytest.param(lambda: Path("claimlint.yaml").write_text("skip: .legal\n"), id="selectors"),
        pytest.param(
            lambda: Path("claimlint.yaml").write_text("overrides: [{files: shop.html, messages: he}]\n"), id="messages"
        ),
        pytest.param(lambda: Path("facts.yaml").write_text("facts: {shipping.dispatch_time: {value: 2 days}}\n"), id="facts"),
    ],
)
def test_whatever_decides_the_result_makes_it_anew(run: Run, linted: list[str], change: Callable[[], object]) -> None:
    write(shop=SPEED + SOFT)
    run()
    linted.clear()
    change()
    warm = run()
    assert linted == ["shop.html"]
    assert warm.stdout == run("--no-cache").stdout


def test_a_fact_that_lapses_makes_results_anew_and_other_days_do_not(run: Run, linted: list[str]) -> None:
    write(shop='<p lang="en">Ships within 2 business days.</p>\n')
    fact = "{value: 2 business days, valid_until: 2026-12-31, evidence: log.csv, owner: A, approved_by: B}"
    Path("facts.yaml").write_text(f"facts:\n  shipping.dispatch_time: {fact}\n")
    Path("log.csv").write_text("order,hours\n")
    run("--today", "2026-11-01")
    run("--today", "2026-11-02")
    assert len(linted) == 1
    assert "fact-expired" in run("--today", "2027-01-01").stdout
    assert len(linted) == 2


def test_a_suppression_that_ends_makes_results_anew(run: Run) -> None:
    write(shop=f"<!-- claimlint-disable-next-line superlative until=2026-12-31 -- award -->\n{SOFT}")
    assert run("--today", "2026-12-31").stdout == "No unproven claims in 1 file, 1 block of copy; 1 suppressed\n"
    assert "suppression-expired" in run("--today", "2027-01-01").stdout


@pytest.mark.parametrize("damage", [b"", b"\x00" * 300, pickle.dumps(os.getcwd), pickle.dumps({"a": 1})])
def test_damaged_and_foreign_entries_are_made_anew(run: Run, linted: list[str], damage: bytes) -> None:
    write(shop=SPEED)
    first = run().stdout
    (entry,) = Path(FOLDER).glob("results/*/*")
    for data in (damage, entry.read_bytes()[:20] + damage, entry.read_bytes()[:-7]):
        entry.write_bytes(data)
        assert run().stdout == first
    assert len(linted) == 4


# -- the report of a site, told again

SITE = {f"page{number:02}": SPEED * (number % 2) + SOFT + f"<p>Page {number}.</p>\n" for number in range(24)}


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of findings of which a report was really laid out."""
    numbers: list[int] = []
    real = text_module.text_report

    def noted(result: SiteResult, options: ReportOptions) -> str:
        numbers.append(len(result.findings))
        return real(result, options)

    monkeypatch.setattr(text_module, "text_report", noted)
    return numbers


def test_the_report_of_a_site_is_told_again(run: Run, linted: list[str], reported: list[int]) -> None:
    write(**SITE)
    first = run("--jobs", "1")
    assert (len(linted), reported) == (24, [36])
    assert run("--jobs", "1").stdout == first.stdout == run("--no-cache", "--jobs", "1").stdout
    assert (len(linted), reported) == (48, [36, 36])  # with --no-cache only


@pytest.mark.parametrize(
    "options",
    [
        ("--color",),
        ("--messages", "en"),
        ("--show-suppressed",),
        ("--fail-on", "warning"),
        ("--select", "delivery-speed"),
        ("page01.html", *(f"page{number:02}.html" for number in range(24))),
    ],
)
def test_another_report_is_laid_out_anew(run: Run, reported: list[int], options: tuple[str, ...]) -> None:
    write(**SITE)
    run()
    again = run(*options)
    assert (len(reported), again.stdout) == (2, run("--no-cache", *options).stdout)


@pytest.mark.usefixtures("run")
def test_the_exit_code_is_told_again(reported: list[int]) -> None:
    write(**SITE)
    codes = [CliRunner().invoke(cli, ["check", *options]).exit_code for options in ((), (), ("--fail-on", "never"))]
    assert (codes, len(reported)) == ([1, 1, 0], 2)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Path("page03.html").write_text(SOFT, encoding="utf-8"),
        lambda: Path("page03.html").unlink(),
        lambda: Path("page03.html").rename("page99.html"),
        lambda: Path("new.html").write_text(SOFT, encoding="utf-8"),
        lambda: Path("claimlint.yaml").write_text("ignore: [superlative]\n", encoding="utf-8"),
    ],
)
def test_a_site_that_changes_is_reported_anew(run: Run, reported: list[int], change: Callable[[], object]) -> None:
    write(**SITE)
    run()
    change()
    again = run()
    assert (len(reported), again.stdout) == (2, run("--no-cache").stdout)


def test_a_site_with_a_page_that_can_not_be_read_is_reported_anew(run: Run, reported: list[int]) -> None:
    write(**SITE)
    Path("broken.html").write_bytes(bytes(range(256)))
    assert run().stderr == run().stderr != ""
    assert len(reported) == 2


def test_a_baseline_is_looked_at_anew(run: Run, reported: list[int]) -> None:
    write(**SITE)
    assert CliRunner().invoke(cli, ["baseline"]).exit_code == 0
    assert "36 in the baseline" in run().stdout
    Path("claimlint-baseline.txt").write_text("# claimlint baseline 1\n", encoding="utf-8")
    assert "12 errors" in run().stdout
    assert len(reported) == 2


def test_a_few_pages_are_reported_anew(run: Run, reported: list[int]) -> None:
    write(shop=SPEED)
    assert run().stdout == run().stdout
    assert len(reported) == 2
    assert not Path(FOLDER, "report").exists()


@pytest.mark.parametrize(
    "damage", [lambda kept: kept[:9], lambda kept: kept[:20] + bytes(4), lambda kept: kept[:-9] + b"!" * 9]
)
def test_a_damaged_report_is_laid_out_anew(run: Run, reported: list[int], damage: Callable[[bytes], bytes]) -> None:
    write(**SITE)
    first = run()
    entry = Path(FOLDER, "report")
    entry.write_bytes(damage(entry.read_bytes()))
    assert run().stdout == first.stdout
    assert len(reported) == 2


# -- the folder


def test_a_planted_entry_runs_nothing() -> None:
    planted = pickle.dumps((os.getcwd, ()))
    with pytest.raises(pickle.UnpicklingError, match="is no plain value"):
        loads(planted, load_packs())


def test_a_folder_that_can_not_be_written_is_no_trouble(run: Run, linted: list[str]) -> None:
    write(shop=SPEED)
    Path(FOLDER).write_text("in the way")
    assert run().stdout == run().stdout
    assert len(linted) == 2


def test_the_folder_is_left_alone_by_git_and_by_claimlint(run: Run) -> None:
    write(shop=SPEED)
    subprocess.run(["git", "init", "-q"], check=True)
    run()
    listed = subprocess.run(["git", "status", "--porcelain", "-uall"], capture_output=True, text=True, check=True)
    assert listed.stdout == "?? shop.html\n"
    assert CliRunner().invoke(cli, ["cache", "clear"]).stdout == f"deleted {FOLDER}\n"
    assert not Path(FOLDER).exists()
    assert CliRunner().invoke(cli, ["cache", "clear"]).stdout == f"nothing is kept: there is no {FOLDER}\n"


# -- several processes


@pytest.fixture
def _pays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second process pays for the smallest of sites, on every machine."""
    monkeypatch.setattr(works, "_PAYS", 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)


PAGES = {f"page{number:02}": SPEED * (number % 3) + SOFT * (number % 5) + HEBREW for number in range(24)}
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are forked on Linux only")


@linux
@pytest.mark.usefixtures("_pays")
def test_one_process_and_two_tell_the_same_cold_and_warm(run: Run, linted: list[str]) -> None:
    write(**PAGES)
    Path("broken.html").write_bytes(bytes(range(256)))
    options = ("--format", "json")
    alone = run(*options, "--jobs", "1", "--no-cache").stdout
    linted.clear()
    assert json.loads(alone)["summary"]["problems"][0]["path"] == "broken.html"
    assert [run(*options).stdout == alone for _ in range(2)] == [True, True]
    assert linted == []  # the other processes did it


@linux
@pytest.mark.usefixtures("_pays")
def test_what_another_process_kept_is_found_again(run: Run, linted: list[str]) -> None:
    write(**PAGES)
    first = run()
    assert run("--jobs", "1").stdout == first.stdout
    assert linted == []


@linux
@pytest.mark.usefixtures("_pays")
def test_a_process_that_is_killed_loses_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(**PAGES)
    alone = run("--jobs", "1", "--no-cache").stdout
    real, parent = works.Work.lint, os.getpid()

    def lint(self: works.Work, sources: Sequence[works.Source]) -> Iterator[FileResult]:
        if ("page07.html", None) in sources and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, sources)

    monkeypatch.setattr(works.Work, "lint", lint)
    assert run("--no-cache").stdout == alone


@linux
def test_an_interrupt_ends_all_processes(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.html").write_text(SPEED * 400, encoding="utf-8")
    command = [sys.executable, "-m", "claimlint", "check", "--no-cache", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(2)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in errors
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)  # nobody is left


@linux
def test_a_small_run_stays_in_one_process(run: Run, linted: list[str]) -> None:
    write(shop=SPEED, about=SOFT)
    run("--no-cache")
    assert len(linted) == 2
