"""A plain check needs no click, and is the same check."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

import claimlint
from claimlint import check
from claimlint.check import Asked, plainly_asked
from claimlint.cli import cli
from claimlint.output import FORMAT_NAMES, Report

SPEED = '<p lang="en">We promise fast shipping on every order.</p>\n'
SOFT = '<p lang="en">The best towels in town.</p>\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- what is asked for

PLAIN = [
    "",
    "page.html site/",
    "-",
    "page.html - site/",
    "--force-exclude page.html other.html",
    "page.html --exit-zero --no-cache --no-color",
    "--config claims/strict.yaml site/",
    "site/ --jobs 4 --format sarif",
    "--jobs 0 --format text",
    "'' 'a page.html'",
]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Asked]:
    """Notes what click makes of a command line."""
    notes: list[Asked] = []
    monkeypatch.setattr(check, "check", notes.append)  # None is the exit code 0
    return notes


@pytest.mark.parametrize("line", PLAIN)
def test_a_plain_command_line_means_what_click_takes_it_for(asked: list[Asked], line: str) -> None:
    assert CliRunner().invoke(cli, ["check", *shlex.split(line)]).exit_code == 0
    assert asked == [plainly_asked(shlex.split(line))]


@pytest.mark.parametrize("form", FORMAT_NAMES)
def test_every_format_is_plain(asked: list[Asked], form: str) -> None:
    CliRunner().invoke(cli, ["check", "--format", form])
    assert asked == [plainly_asked(["--format", form])] == [Asked(reports=(Report(form, None),))]


@pytest.mark.parametrize(
    "line",
    [
        "--help",
        "-h",
        "--no-such-option",
        "-x",
        "--no-cach",
        "--force-exclude=yes page.html",
        "--no-cache --no-cache",
        "--color page.html",
        "--format",
        "--format ''",
        "--format yaml page.html",
        "--format=json page.html",
        "--format json --format text",
        "--format json --output claims.json",
        "--jobs",
        "--jobs -1",
        "--jobs two",
        "--jobs ٢",
        "--jobs 99999999",
        "--config",
        "--config ''",
        "--config --no-cache",
        "--select superlative page.html",
        "--type markdown -",
        "--fix page.html",
        "-- page.html",
    ],
)
def test_whatever_else_is_left_to_click(line: str) -> None:
    assert plainly_asked(shlex.split(line)) is None


def test_what_is_not_asked_for_is_as_the_command_line_has_it(asked: list[Asked]) -> None:
    CliRunner().invoke(cli, ["check"])
    assert asked == [Asked()]
    CliRunner().invoke(cli, ["check", "--format", "json", "--output", "claims.json", "--select", "free,best", "--jobs", "2"])
    reports = (Report("json", Path("claims.json")),)
    assert asked[1] == Asked(reports=reports, select=("free", "best"), jobs=2)


# -- the command as a process: plain, and by click

BY_CLICK = "from claimlint.cli import main; main()"
PLAINLY = "from claimlint.__main__ import main; main()"
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a real process, with the checkout on its path."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, code: str = PLAINLY, **extra: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(Path(claimlint.__file__).parent.parent), **extra}
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", code, *arguments]
        started.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def told(process: subprocess.Popen[bytes], given: bytes = b"") -> tuple[int, str, str]:
    out, err = process.communicate(given, timeout=60)
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize(
    ("arguments", "given", "code"),
    [
        (["check"], "", 1),
        (["check", "--exit-zero", "shop.html"], "", 0),
        (["check", "--format", "json", "--no-cache", "--jobs", "1", "."], "", 1),
        (["check", "-"], SOFT, 0),
        (["check", "--config", "claims.yaml"], "", 1),
        (["check", "none.html", "shop.html"], "", 2),
        (["check", "--config", "none.yaml"], "", 2),
        (["check", "--format", "yaml"], "", 2),
        (["check", "--no-such-option"], "", 2),
    ],
)
def test_both_ways_tell_the_same(start: Start, arguments: Sequence[str], given: str, code: int) -> None:
    Path("shop.html").write_text(SPEED + SOFT, encoding="utf-8")
    Path("מגבות.html").write_text('<p lang="he">המגבות הטובות ביותר.</p>\n', encoding="utf-8")
    Path("claims.yaml").write_text("min-confidence: high\n", encoding="utf-8")
    plain, by_click = (told(start(*arguments, code=way), given.encode()) for way in (PLAINLY, BY_CLICK))
    assert plain == by_click
    assert plain[0] == code


def test_a_plain_check_is_utf8_whatever_the_locale(start: Start) -> None:
    Path("shop.html").write_text('<p lang="he">המגבות הטובות ביותר.</p>\n', encoding="utf-8")
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    code, out, err = told(start("check", "--no-cache", **locale))
    assert (code, "המגבות" in out, err) == (1, True, "")
    assert out == told(start("check", "--no-cache", code=BY_CLICK, **locale))[1]


def test_a_reader_that_goes_away_is_no_trouble(start: Start) -> None:
    Path("shop.html").write_text(SPEED * 4000, encoding="utf-8")
    process = start("check", "--no-cache")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full is hard to come by")
def test_output_that_finds_no_room_is_trouble_and_no_finding() -> None:
    Path("shop.html").write_text(SPEED, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(claimlint.__file__).parent.parent)}
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-c", PLAINLY, "check"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (2, b"claimlint: cannot write the output: No space left on device\n")


def test_without_streams_only_the_exit_code_tells(start: Start) -> None:
    code = f"import sys\nsys.stdin = sys.stdout = sys.stderr = None\n{PLAINLY}"
    assert told(start("check", "none.html", code=code)) == (2, "", "")


def test_an_interrupt_leaves_no_traceback(start: Start) -> None:
    process = start("check", "-")  # waits for its input
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.strip()) == (130, b"")


def test_a_shell_that_asks_how_a_line_goes_on_is_answered_by_click(start: Start) -> None:
    asks = {"_CLAIMLINT_COMPLETE": "bash_complete", "COMP_WORDS": "claimlint check --forc", "COMP_CWORD": "2"}
    assert "--force-exclude" in told(start("check", "--forc", **asks))[1]
