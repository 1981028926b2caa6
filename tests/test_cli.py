"""The command from end to end: with a small rules folder of its own, so that the packs may change freely."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import claimlint
from claimlint import run as runs
from claimlint.cli import cli
from claimlint.output import FORMAT_NAMES
from claimlint.reports import FORMATS

FAMILIES = """\
families:
  - {id: superlative, title: Superlatives, about: The top of a scale that nobody has measured.}
  - {id: facts, title: Facts, about: What the page says against the register.}
  - {id: unquantified-speed, title: Speed, about: Fast with no time.}
  - {id: suppressions, title: Suppressions, about: Comments that silence nothing.}
"""
SLOTS = """\
slots:
  shipping.dispatch_time: {labels: {en: dispatch time}, evidence: the warehouse's log of the last 90 days}
"""
PROFILES = """\
profiles:
  - {id: legal, title: Law, about: What regulators act on., raise: [superlative], lower: [unquantified-speed]}
"""
CHECKS = """\
checks:
  - {id: fact-expired, family: facts, severity: error, message: {en: "'{match}' lapsed on {day}"}, why: {en: It lapsed.}}
  - id: suppression-unused
    family: suppressions
    severity: warning
    message: {en: "'{match}' silences nothing: {names}"}
    why: {en: Delete it.}
"""
TOPICS = """\
topics:
  shipping.dispatch_time: {kind: duration, better: less, en: [ships]}
"""
LANGUAGE = "language: en\nname: English\ncommon_words: [the, and, our, on, we, every, order]\nfillers: [a, enjoy]\n"
PACK = """\
pack: en.shop
language: en
rules:
  - id: delivery-speed
    family: unquantified-speed
    severity: error
    confidence: high
    message: '"{match}" promises speed without a time'
    why: Shoppers plan on it.
    references: ["16 CFR 435.2(a)(1)"]
    find: [fast shipping]
    rewrites: ["Ships within {shipping.dispatch_time}"]
    examples:
      - {text: Enjoy fast shipping!, flag: fast shipping}
      - {text: Slow shipping, flag: none}
  - id: softest
    family: superlative
    severity: warning
    confidence: medium
    message: '"{match}" cannot be checked'
    why: Nobody has felt them all.
    find: [softest]
    rewrites: [Woven from long cotton]
    examples:
      - {text: Our softest towels, flag: softest}
      - {text: Our soft towels, flag: none}
  - id: nicest
    family: superlative
    severity: info
    confidence: low
    message: '"{match}" is a matter of taste'
    why: Tastes differ.
    find: [nicest]
    rewrites: [Made in three colours]
    examples:
      - {text: The nicest towels, flag: nicest}
      - {text: Nice towels, flag: none}
"""
OURS = """\
pack: en.ours
language: en
rules:
  - id: our-word
    family: superlative
    severity: error
    confidence: high
    message: '"{match}" is not a word we use'
    why: Our lawyers said so.
    find: [miracle]
    rewrites: [Woven from long cotton]
    examples:
      - {text: A miracle of a towel, flag: miracle}
      - {text: A towel, flag: none}
"""
SPEED = '<p lang="en">Enjoy fast shipping on every order.</p>'
SOFT = '<p lang="en">We sell our softest towels.</p>'
NICE = '<p lang="en">The nicest towels.</p>'

Run = Callable[..., Result]


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder, with three rules."""
    for name, text in {
        "families.yaml": FAMILIES,
        "slots.yaml": SLOTS,
        "profiles.yaml": PROFILES,
        "checks.yaml": CHECKS,
        "topics.yaml": TOPICS,
        "en/language.yaml": LANGUAGE,
        "en/shop.yaml": PACK,
    }.items():
        write(str(tmp_path / "rules" / name), text)
    monkeypatch.setattr("claimlint.packs.load.rules_place", lambda: str(tmp_path / "rules"))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")

    def run(*arguments: str, stdin: bytes = b"") -> Result:
        result = CliRunner().invoke(cli, arguments, prog_name="claimlint", input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def rules_of(result: Result) -> list[str]:
    return [finding["rule"] for finding in json.loads(result.stdout)["findings"]]


def test_a_finding_end_to_end(run: Run) -> None:
    write("shop.html", SPEED)
    result = run("check")
    assert result.exit_code == 1
    assert result.stderr == ""
    assert result.stdout == (
        "shop.html: 1 error\n"
        "\n"
        "shop.html:1:20  error  delivery-speed\n"
        "    Enjoy >>fast shipping<< on every order.\n"
        '    "fast shipping" promises speed without a time. Shoppers plan on it.\n'
        "    Try: Ships within [dispatch time].\n"
        "    Fill in: dispatch time. Proof: the warehouse's log of the last 90 days\n"
        "\n"
        "1 error in 1 file, 1 block of copy\n"
    )


def test_nothing_found(run: Run) -> None:
    write("shop.html", '<p lang="en">We sell towels.</p>')
    result = run("check", "shop.html")
    assert (result.exit_code, result.stdout) == (0, "No unproven claims in 1 file, 1 block of copy\n")


@pytest.mark.parametrize(
    ("options", "rules", "code"),
    [
        ((), ["delivery-speed", "softest"], 1),
        (("--select", "superlative"), ["softest"], 0),
        (("--select", "softest, delivery-speed"), ["delivery-speed", "softest"], 1),
        (("--select", "softest", "--select", "delivery-speed"), ["delivery-speed", "softest"], 1),
        (("--ignore", "unquantified-speed"), ["softest"], 0),
        (("--ignore", "delivery-speed,softest"), [], 0),
        (("--select", "superlative", "--fail-on", "warning"), ["softest"], 1),
        (("--select", "superlative", "--fail-on", "info"), ["softest"], 1),
        (("--fail-on", "never"), ["delivery-speed", "softest"], 0),
        (("--exit-zero",), ["delivery-speed", "softest"], 0),
        (("--min-confidence", "high"), ["delivery-speed"], 1),
        (("--min-confidence", "low"), ["delivery-speed", "nicest", "softest"], 1),
        (("--min-confidence", "low", "--select", "nicest", "--fail-on", "info"), ["nicest"], 1),
    ],
)
def test_what_is_reported_and_what_fails(run: Run, options: tuple[str, ...], rules: list[str], code: int) -> None:
    write("shop.html", SPEED + SOFT + NICE)
    result = run("check", "--format", "json", *options)
    assert (sorted(rules_of(result)), result.exit_code) == (rules, code)


def test_an_unknown_rule_names_the_nearest(run: Run) -> None:
    result = run("check", "--ignore", "delivery-sped")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "claimlint: no rule or family 'delivery-sped'; did you mean 'delivery-speed'?\n"


def test_the_configuration_counts_unless_an_option_takes_its_place(run: Run) -> None:
    write("claimlint.yaml", "ignore: [delivery-speed]\nfail-on: warning\nexclude: drafts/**\n")
    write("shop.html", SPEED + SOFT)
    write("drafts/new.html", SPEED)
    result = run("check", "--format", "json")
    assert (rules_of(result), result.exit_code) == (["softest"], 1)
    result = run("check", "--format", "json", "--ignore", "softest", "--fail-on", "never")
    assert (rules_of(result), result.exit_code) == (["delivery-speed"], 0)


def test_an_explicit_configuration(run: Run) -> None:
    write("claimlint.yaml", "nonsense: 1\n")
    write("strict/ours.yaml", "select: softest\nfail-on: warning\n")
    write("shop.html", SPEED + SOFT)
    result = run("check", "--format", "json", "--config", "strict/ours.yaml")
    assert (rules_of(result), result.exit_code) == (["softest"], 1)


def test_packs_of_the_user_from_the_configuration_and_the_command_line(run: Run) -> None:
    write("packs/ours.yaml", OURS)
    write("shop.html", '<p lang="en">The miracle of our towels.</p>')
    assert rules_of(run("check", "--format", "json")) == []
    assert rules_of(run("check", "--format", "json", "--pack", "packs")) == ["our-word"]
    write("claimlint.yaml", "packs: packs/ours.yaml\n")
    assert rules_of(run("check", "--format", "json")) == ["our-word"]


def test_every_error_of_a_pack_is_a_line(run: Run) -> None:
    write("bad.yaml", OURS.replace("severity: error", "severity: eror").replace("    why: Our", "    wy: Our"))
    result = run("check", "--pack", "bad.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].startswith("claimlint: bad.yaml:")
    assert "claimlint: bad.yaml:6: 'severity' cannot be \"eror\"; did you mean 'error'?\n" in result.stderr
    assert "claimlint: bad.yaml:9: unknown key 'wy'; did you mean 'why'?\n" in result.stderr


def test_a_flood_of_errors_is_cut(run: Run) -> None:
    write("claimlint.yaml", "".join(f"key{number}: 1\n" for number in range(1000)))
    lines = run("check").stderr.splitlines()
    assert len(lines) == 41
    assert lines[-1] == "claimlint: and 960 more; mend these first"


def test_trouble_with_one_path_does_not_stop_the_others(run: Run) -> None:
    write("shop.html", SPEED)
    write("empty/style.css", "")
    result = run("check", "no.html", "empty", "shop.html", "--format", "json", "--exit-zero")
    assert result.exit_code == 2
    assert rules_of(result) == ["delivery-speed"]
    assert result.stderr == (
        "claimlint: no.html: no such file or folder\n"
        "claimlint: empty: nothing to check in this folder: no page, text, template, translation or ad; "
        "'claimlint files' shows more\n"
    )
    assert [problem["path"] for problem in json.loads(result.stdout)["summary"]["problems"]] == ["no.html", "empty"]


@pytest.mark.parametrize("command", ["check", "baseline", "files"])
def test_a_name_that_is_too_long_is_no_file(run: Run, command: str) -> None:
    name = "x" * 300
    assert run(command, name).stderr == f"claimlint: {name}: no such file or folder\n"


def test_a_name_cannot_steer_the_terminal(run: Run) -> None:
    assert run("check", "a\x1b[2J\n.html").stderr == "claimlint: a\\x1b[2J\\n.html: no such file or folder\n"


def test_standard_input(run: Run) -> None:
    finding = json.loads(run("check", "-", "--format", "json", stdin=SPEED.encode()).stdout)["findings"][0]
    assert (finding["path"], finding["line"], finding["column"]) == ("stdin.html", 1, 20)
    text = b"Enjoy fast shipping on <b>every</b> order and more."
    result = run("check", "-", "--stdin-filename", "ads/new.txt", "--format", "json", stdin=text)
    finding = json.loads(result.stdout)["findings"][0]
    assert (finding["path"], finding["block"]["text"]) == ("ads/new.txt", text.decode())


def test_standard_input_beside_a_file(run: Run) -> None:
    write("shop.html", SPEED)
    result = run("check", "shop.html", "-", "--format", "json", stdin=SOFT.encode())
    assert sorted(rules_of(result)) == ["delivery-speed", "softest"]


def test_a_type_that_is_forced(run: Run) -> None:
    Path("copy.adoc").write_text("Fast shipping", encoding="utf-8")
    refused = run("check", "copy.adoc")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("claimlint: copy.adoc: no reader for .adoc files; name one with --type (")
    assert "fast shipping" in run("check", "copy.adoc", "--type", "text").stdout.lower()
    assert run("check", "copy.adoc", "--type", "txet").stderr == "claimlint: no type 'txet'; did you mean 'text'?\n"


def test_the_files_that_would_be_read(run: Run) -> None:
    for name in ("a.html", "b.md", "README.md", "settings.json", "style.css"):
        Path(name).touch()
    assert (
        run("files").stdout
        == "html      a.html  (ends in .html)\nmarkdown  b.md  (ends in .md)\n2 to read, 2 left out (--skipped shows them)\n"
    )
    assert "-         README.md  (no copy, by its name)" in run("files", "--skipped").stdout.splitlines()


def test_output_to_a_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    write("shop.html", SPEED)
    result = run("check", "--output", "report.txt", "--color")
    assert (result.exit_code, result.stdout) == (1, "")
    assert Path("report.txt").read_text(encoding="utf-8").startswith("shop.html: 1 error\n")


@pytest.mark.parametrize(("target", "reason"), [(".", "Is a directory"), ("no/report.txt", "No such file or directory")])
def test_output_that_cannot_be_written(run: Run, target: str, reason: str) -> None:
    write("shop.html", SPEED)
    result = run("check", "--output", target)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"claimlint: {target}: cannot write the report here: {reason}\n"


def test_a_report_beside_the_pages_is_no_page(run: Run) -> None:
    write("shop.html", SPEED)
    once = run("check", "--format", "html", "--output", "claims.html", "--format", "text").stdout
    again = run("check", "--format", "html", "--output", "claims.html", "--format", "text").stdout
    assert again == once.replace("1 file, 1 block", "2 files, 1 block")


def test_a_report_that_cannot_be_written_takes_no_other_with_it(run: Run) -> None:
    write("shop.html", SPEED)
    several = ("--format", "json", "--output", "no/a.json", "--format", "junit", "--output", "b.xml", "--format", "text")
    result = run("check", "shop.html", "none.html", *several)
    assert result.exit_code == 2
    assert result.stdout.startswith("shop.html: 1 error\n")
    assert Path("b.xml").read_text(encoding="utf-8").startswith("<?xml")
    assert result.stderr.splitlines() == [
        "claimlint: none.html: no such file or folder",
        "claimlint: no/a.json: cannot write the report here: No such file or directory",
    ]


def test_two_reports_in_one_file_are_refused(run: Run) -> None:
    write("shop.html", SPEED)
    result = run("check", "--format", "json", "--output", "a.txt", "--format", "junit", "--output", "./a.txt")
    assert (result.exit_code, Path("a.txt").exists()) == (2, False)
    assert result.stderr == (
        "claimlint: two reports can't both be written to a.txt; name another --output for one. See claimlint check --help\n"
    )


def test_a_dash_is_standard_output(run: Run) -> None:
    write("shop.html", SPEED)
    assert rules_of(run("check", "--format", "json", "--output", "-")) == ["delivery-speed"]
    assert not Path("-").exists()


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("--output", "--output needs a value. See claimlint check --help"),
        ("--since", "there is no revision '' here; see 'git branch --all' and 'git tag'"),
    ],
)
def test_an_option_that_a_script_left_empty_is_told(run: Run, option: str, told: str) -> None:
    subprocess.run(["git", "init", "--quiet"], check=True)
    write("shop.html", SPEED)
    result = run("check", option, "")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"claimlint: {told}\n")


def test_standard_input_without_a_name(run: Run) -> None:
    assert run("check", "-", "--stdin-filename", "", stdin=SPEED.encode()).stdout.startswith("stdin.html: 1 error\n")


@pytest.mark.parametrize(
    ("options", "environment", "coloured"),
    [
        ((), {}, False),
        (("--color",), {}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": ""}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        (("--no-color",), {"FORCE_COLOR": "1"}, False),
        (("--color",), {"NO_COLOR": "1"}, True),
    ],
)
def test_colour(
    run: Run, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], environment: dict[str, str], coloured: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    write("shop.html", SPEED)
    assert ("\x1b[" in run("check", *options).stdout) is coloured


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("check", "--exit-zer", "x"),
            "claimlint: No such option '--exit-zer'. Did you mean '--exit-zero'? See claimlint check --help\n",
        ),
        (("chekc",), "See claimlint --help\n"),
        (("explain",), "claimlint: Missing argument 'RULE'. See claimlint explain --help\n"),
        (("check", "--fail-on", "bad"), "See claimlint check --help\n"),
    ],
)
def test_wrong_usage_is_one_line(run: Run, arguments: tuple[str, ...], told: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith("claimlint: ")
    assert result.stderr.endswith(told)


def test_help_and_version(run: Run) -> None:
    assert run("--version").stdout == f"claimlint {claimlint.__version__}\n"
    assert run("-h").stdout == run("--help").stdout == run().stdout
    assert "check" in run("-h").stdout
    assert "--fail-on [error|warning|info|never]" in run("check", "-h").stdout


def test_explain_a_rule(run: Run) -> None:
    result = run("explain", "delivery-speed")
    assert result.exit_code == 0
    assert result.stdout == (
        "delivery-speed: error, high confidence\n"
        "\n"
        "Family\n  - Speed (unquantified-speed)\n"
        "\n"
        "Why\n  - Shoppers plan on it.\n"
        "\n"
        "Law and guidance\n  - 16 CFR 435.2(a)(1)\n"
        "\n"
        "Flagged\n  - Enjoy fast shipping!\n"
        "\n"
        "Not flagged\n  - Slow shipping\n"
        "\n"
        "Write instead\n  - Ships within {shipping.dispatch_time}\n"
        "\n"
        "Facts that a rewrite needs\n"
        "  - dispatch time (shipping.dispatch_time). Proof: the warehouse's log of the last 90 days\n"
        "\n"
        "Switch it off\n  - --ignore delivery-speed, or in claimlint.yaml: ignore: [delivery-speed]\n"
        "\n"
        f"Written in\n  - {Path('../rules/en/shop.yaml').resolve()}:4\n"
    )


def test_explain_a_family(run: Run) -> None:
    assert run("explain", "superlative").stdout == (
        "Superlatives (superlative)\n"
        "\n"
        "The top of a scale that nobody has measured.\n"
        "\n"
        "RULE     LANGUAGE  SEVERITY  CONFIDENCE  FAMILY\n"
        "softest  en        warning   medium      superlative\n"
        "nicest   en        info      low         superlative\n"
        "\n"
        "2 rules\n"
    )


def test_explain_something_unknown(run: Run) -> None:
    result = run("explain", "sofest")
    assert (result.exit_code, result.stderr) == (2, "claimlint: no rule or family 'sofest'; did you mean 'softest'?\n")


def test_rules(run: Run) -> None:
    write("ours.yaml", OURS)
    assert run("rules", "--pack", "ours.yaml").stdout == (
        "RULE                LANGUAGE  SEVERITY  CONFIDENCE  FAMILY\n"
        "delivery-speed      en        error     high        unquantified-speed\n"
        "softest             en        warning   medium      superlative\n"
        "nicest              en        info      low         superlative\n"
        "our-word            en        error     high        superlative\n"
        "fact-expired        en        error     high        facts\n"
        "suppression-unused  en        warning   high        suppressions\n"
        "\n"
        "6 rules\n"
    )


def test_rules_as_json(run: Run) -> None:
    entries = json.loads(run("rules", "--format", "json").stdout)
    assert [entry["id"] for entry in entries] == ["delivery-speed", "softest", "nicest", "fact-expired", "suppression-unused"]
    assert entries[0] == {
        "id": "delivery-speed",
        "pack": "en.shop",
        "language": "en",
        "family": "unquantified-speed",
        "severity": "error",
        "confidence": "high",
        "message": '"{match}" promises speed without a time',
        "why": "Shoppers plan on it.",
        "references": ["16 CFR 435.2(a)(1)"],
        "translations": {},
        "rewrites": ["Ships within {shipping.dispatch_time}"],
    }


def test_the_examples_of_packs(run: Run) -> None:
    result = run("test")
    assert (result.exit_code, result.stdout) == (0, "6 of 6 examples hold, in 3 rules\n")
    write("packs/ours.yaml", OURS)
    result = run("test", "packs")
    assert (result.exit_code, result.stdout) == (0, "2 of 2 examples hold, in 1 rule\n")


def test_an_example_that_fails(run: Run) -> None:
    write("ours.yaml", OURS.replace("flag: miracle", "flag: towel").replace("A towel,", "No miracles or miracle,"))
    result = run("test", "ours.yaml")
    assert result.exit_code == 1
    assert result.stdout == (
        'ours.yaml:13: our-word must flag "towel" in "A miracle of a towel"; it flags "miracle"\n'
        'ours.yaml:14: our-word must flag nothing in "No miracles or miracle"; it flags "miracle"\n'
        "0 of 2 examples hold, in 1 rule\n"
    )


def test_a_rewrite_that_is_a_claim(run: Run) -> None:
    write("ours.yaml", OURS.replace("Woven from long cotton", "Our softest cotton"))
    result = run("test", "ours.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("claimlint: ours.yaml:4: the rewrite 'Our softest cotton' of 'our-word'")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("files", "seconds", "shown"), [(30, 0.2, True), (30, 0.0, False), (10, 0.2, False)])
def test_a_progress_bar_for_many_slow_files(monkeypatch: pytest.MonkeyPatch, files: int, seconds: float, shown: bool) -> None:
    terminal, clock = Terminal(), iter(number * seconds for number in range(1000))
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("claimlint.run.time.monotonic", lambda: next(clock))
    assert list(runs.with_progress(iter(range(files)), files)) == list(range(files))
    assert ("Checking" in terminal.getvalue()) is shown


def test_interrupted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> Iterator[object]:
        raise KeyboardInterrupt

    monkeypatch.setattr("claimlint.lint.lint_files", interrupt)
    write("shop.html", SPEED)
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr.strip()) == (130, "", "")


def test_a_bug_shows_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> Iterator[object]:
        raise ZeroDivisionError

    monkeypatch.setattr("claimlint.lint.lint_files", fail)
    write("shop.html", SPEED)
    with pytest.raises(ZeroDivisionError):
        run("check")


def start(*arguments: str, code: str = "from claimlint.cli import main; main()", **extra: str) -> subprocess.Popen[bytes]:
    """A real process, with the checkout on its path."""
    environment = {**os.environ, "PYTHONPATH": str(Path(claimlint.__file__).parent.parent), **extra}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )


def test_the_version_costs_nothing() -> None:
    code = (
        "import sys, atexit\n"
        "heavy = lambda: [name for name in ('yaml', 'spacy', 'bs4', 'claimlint.packs') if name in sys.modules]\n"
        "atexit.register(lambda: print(heavy()))\n"
        "from claimlint.cli import main; main()"
    )
    out, err = start("--version", code=code).communicate(timeout=60)
    assert (out.decode(), err) == (f"claimlint {claimlint.__version__}\n[]\n", b"")


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_output_is_utf8_whatever_the_locale(locale: dict[str, str]) -> None:
    say = "cli.command('say')(lambda: click.echo('\\u05de\\u05d4 \\udce9'))"
    code = f"import click\nfrom claimlint.cli import cli\n{say}\n"
    out, err = start("say", code=f"{code}cli.main(prog_name='claimlint')", **locale).communicate(timeout=60)
    assert (out.decode("utf-8"), err) == ("מה \\udce9\n", b"")


def test_a_reader_that_goes_away_is_no_trouble() -> None:
    code = "import click\nfrom claimlint.cli import cli\ncli.command('say')(lambda: click.echo('x' * 1_000_000))\n"
    process = start("say", code=f"{code}cli.main(prog_name='claimlint')")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(timeout=60)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full is hard to come by")
def test_output_that_finds_no_room_is_trouble_and_no_finding() -> None:
    command = [sys.executable, "-c", "from claimlint.cli import main; main()", "--help"]
    environment = {**os.environ, "PYTHONPATH": str(Path(claimlint.__file__).parent.parent)}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (2, b"claimlint: cannot write the output: No space left on device\n")


def test_without_streams_only_the_exit_code_tells() -> None:
    code = "import sys\nsys.stdin = sys.stdout = sys.stderr = None\nfrom claimlint.cli import main; main()"
    process = start("files", "none.html", code=code)
    assert (process.communicate(timeout=60), process.returncode) == ((b"", b""), 2)


def test_an_interrupt_leaves_no_traceback() -> None:
    code = (
        "import click, time\nfrom claimlint.cli import cli\n"
        "cli.command('wait')(lambda: (click.echo('ready'), time.sleep(60)))\ncli.main(prog_name='claimlint')"
    )
    process = start("wait", code=code)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(0.1)  # into the sleep
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.strip()) == (130, b"")


def test_every_command_has_a_help_of_its_own() -> None:
    assert all(isinstance(command, click.Command) and command.help for command in cli.commands.values())


def test_reasons_are_told_in_the_language_that_is_asked_for(run: Run) -> None:
    translated = OURS.replace(
        "    find: [miracle]",
        "    translations: {de: {message: '\"{match}\" geht nicht', why: Sagt das Recht.}}\n    find: [miracle]",
    )
    write("ours.yaml", translated)
    write("german/language.yaml", "language: de\nname: German\n")
    write("page.html", '<p lang="en">A miracle</p>')
    packs = ("--pack", "ours.yaml", "--pack", "german")
    assert '"miracle" is not a word we use. Our lawyers said so.' in run("check", *packs, "page.html").stdout
    assert '"miracle" geht nicht. Sagt das Recht.' in run("check", *packs, "--messages", "de", "page.html").stdout
    assert "Sagt das Recht." in run("explain", *packs, "--messages", "de", "our-word").stdout
    report = json.loads(run("check", *packs, "--messages", "de", "--format", "json", "page.html").stdout)
    assert report["findings"][0]["message"] == '"miracle" geht nicht'
    write("claimlint.yaml", "messages: fr\n")
    refused = run("check", "page.html")
    assert (refused.exit_code, refused.stderr) == (
        2,
        "claimlint: claimlint.yaml:1: messages: no reasons are written in 'fr'; allowed: en, page\n",
    )


def test_a_profile_moves_severities(run: Run) -> None:
    write("shop.html", '<p lang="en">Our softest towels with fast shipping.</p>')

    def severities(*options: str) -> list[str]:
        report = json.loads(run("check", "--format", "json", *options, "shop.html").stdout)
        return [found["severity"] for found in report["findings"]]

    assert severities() == ["warning", "error"]
    assert severities("--profile", "legal") == ["error", "warning"]
    write("claimlint.yaml", "profile: legal\n")
    assert severities() == ["error", "warning"]
    refused = run("check", "--profile", "lgal", "shop.html")
    assert (refused.exit_code, refused.stderr) == (2, "claimlint: no profile 'lgal'; did you mean 'legal'?\n")


def test_a_pipeline_that_is_not_installed_is_one_line(run: Run) -> None:
    write("shop.html", SOFT)
    write("claimlint.yaml", "nlp: {en: en_core_web_huge}\n")
    refused = run("check", "shop.html")
    assert refused.exit_code == 2
    assert refused.stderr == (
        "claimlint: nlp: no spaCy pipeline 'en_core_web_huge' is installed for 'en'; install it, or name a folder\n"
    )


def test_fixes_are_shown_or_made(run: Run) -> None:
    write("ours.yaml", OURS)
    html = '<p lang="en">A miracle!</p><p lang="en">Enjoy fast shipping.</p><p lang="en">Our miracle of a towel</p>'
    write("page.html", html)
    shown = run("check", "--pack", "ours.yaml", "--diff", "page.html")
    assert (shown.exit_code, Path("page.html").read_text(encoding="utf-8")) == (1, html)
    fixed = html.replace("A miracle!", "Woven from long cotton")
    assert shown.stdout == (
        f"--- a/page.html\n+++ b/page.html\n@@ -1 +1 @@\n-{html}\n\\ No newline at end of file\n"
        f"+{fixed}\n\\ No newline at end of file\n"
    )
    assert shown.stderr == (
        "claimlint: not fixed: 1, as a fact is missing\n"
        "claimlint: not fixed: 1, as the sentence says more than the claim (--unsafe-fixes replaces it)\n"
    )
    done = run("check", "--pack", "ours.yaml", "--fix", "--unsafe-fixes", "page.html")
    assert Path("page.html").read_text(encoding="utf-8") == fixed.replace("Our miracle of a towel", "Woven from long cotton")
    assert done.stdout.endswith("1 error in 1 file, 3 blocks of copy; 2 fixed\n")
    refused = run("check", "--fix", "-", stdin=b"<p>A miracle</p>")
    assert refused.stderr == "claimlint: --fix can't change standard input; use --diff, or name the file\n"


FACTS = """\
facts:
  shipping.dispatch_time: {value: 2 days, evidence: log.csv, owner: warehouse, approved_by: legal, valid_until: 2026-12-31}
"""


def test_facts_fill_rewrites_and_their_day_can_be_fixed(run: Run) -> None:
    write("facts.yaml", FACTS)
    write("log.csv", "")
    write("shop.html", SPEED)
    assert "    Try: Ships within 2 days.\n" in run("check", "--today", "2026-11-22", "shop.html").stdout
    assert "    Try: Ships within [dispatch time].\n" in run("check", "--today", "2027-01-01", "shop.html").stdout
    write("elsewhere/facts.yaml", FACTS.replace("2 days", "5 days"))
    write("elsewhere/log.csv", "")
    other = run("check", "--today", "2026-11-22", "--facts", "elsewhere/facts.yaml", "shop.html")
    assert "    Try: Ships within 5 days.\n" in other.stdout
    write("claimlint.yaml", "facts: elsewhere/facts.yaml\n")
    assert run("check", "--today", "2026-11-22", "shop.html").stdout == other.stdout


def test_what_is_wrong_with_a_register_is_one_line(run: Run) -> None:
    write("shop.html", SPEED)
    write("facts.yaml", "facts:\n  shipping.time: {valu: 2 days}\n")
    refused = run("check", "shop.html")
    assert refused.exit_code == 2
    assert refused.stderr.splitlines()[0].endswith("facts.yaml:2: unknown key 'valu'; did you mean 'value'?")
    assert run("check", "--facts", "gone.yaml").stderr.startswith("claimlint: gone.yaml: cannot read this file: ")
    assert run("check", "--today", "soon").exit_code == 2


def test_the_status_of_facts(run: Run) -> None:
    write("facts.yaml", FACTS)
    write("log.csv", "")
    write("shop.html", SPEED)
    assert run("facts", "status", "--today", "2026-11-22", "shop.html").stdout == (
        "FACT                    STATE  LAST DAY    USED  OWNER      WHAT TO DO\n"
        "shipping.dispatch_time  live   2026-12-31  1     warehouse\n"
        "\n"
        "1 live\n"
    )
    late = run("facts", "status", "--today", "2027-01-01", "shop.html").stdout
    assert "shipping.dispatch_time  expired  2026-12-31  0     warehouse  measure again\n" in late
    Path("log.csv").unlink()
    assert "unproven  2026-12-31  0     warehouse  no such file: log.csv\n" in run("facts", "status", "shop.html").stdout


def test_the_gaps_in_a_register(run: Run) -> None:
    write("shop.html", SPEED * 2)
    assert run("facts", "gaps", "shop.html").stdout == (
        "FACT                    FINDINGS  ALONE  PROOF\n"
        "shipping.dispatch_time  2         2      the warehouse's log of the last 90 days\n"
    )
    write("facts.yaml", FACTS)
    write("log.csv", "")
    assert run("facts", "gaps", "--today", "2026-11-22", "shop.html").stdout == "No finding waits for a fact\n"


def test_facts_are_checked_in_ci(run: Run) -> None:
    write("shop.html", SPEED)
    refused = run("facts", "check", "shop.html")
    told = "claimlint: there is no register of facts here; 'claimlint init' writes one, --facts names one\n"
    assert (refused.exit_code, refused.stderr) == (2, told)
    write("facts.yaml", FACTS + "approved: [{text: Enjoy our ships, facts: shipping.dispatch_time}]\n")
    write("log.csv", "")
    write("said.html", '<p lang="en">Enjoy our ships!</p>')
    assert run("facts", "check", "--today", "2026-11-22", ".").exit_code == 0
    lapsed = run("facts", "check", "--today", "2027-01-01", ".")
    assert lapsed.exit_code == 1
    assert "said.html:1:14  error  fact-expired\n" in lapsed.stdout
    assert "'Enjoy our ships' lapsed on 2026-12-31. It lapsed.\n" in lapsed.stdout
    assert "fast shipping" not in lapsed.stdout


def test_init_writes_what_the_findings_wait_for_and_overwrites_nothing(run: Run) -> None:
    write("shop.html", SPEED)
    assert run("init").stdout == "wrote claimlint.yaml\nwrote facts.yaml\n"
    skeleton = Path("facts.yaml").read_text(encoding="utf-8")
    assert "  # dispatch time: 1 finding waits for it.\n  # Proof: the warehouse's log of the last 90 days\n" in skeleton
    assert "    Try: Ships within [dispatch time].\n" in run("check").stdout  # all of it is commented out
    filled = skeleton.replace("  # shipping", "  shipping").replace("  #   ", "    ").replace("value:", "value: 2 days")
    filled = (
        filled.replace("evidence:  ", "evidence: shop.html  ")
        .replace("owner:", "owner: kim")
        .replace("approved_by: ", "approved_by: lee ")
    )
    filled = filled.replace("measured_on:  ", "measured_on: 2026-10-01  ").replace("valid_until:", "valid_until: 2027-01-01")
    write("facts.yaml", filled)
    assert "    Try: Ships within 2 days.\n" in run("check", "--today", "2026-11-22").stdout
    assert run("init").stdout == "claimlint.yaml exists and is left as it is\nfacts.yaml exists and is left as it is\n"


# -- several reports, suppressions, the baseline, what changed


def test_several_reports_in_one_run(run: Run) -> None:
    write("shop.html", SPEED)
    result = run("check", "--format", "sarif", "--output", "a.sarif", "--format=text", "--format", "json", "--output=b.json")
    assert result.exit_code == 1
    assert result.stdout.startswith("shop.html: 1 error\n")
    assert [found["ruleId"] for found in json.loads(Path("a.sarif").read_text())["runs"][0]["results"]] == ["delivery-speed"]
    assert [found["rule"] for found in json.loads(Path("b.json").read_text())["findings"]] == ["delivery-speed"]


def test_an_output_may_stand_before_its_format(run: Run) -> None:
    write("shop.html", SPEED)
    assert run("check", "--output", "a.json", "--format", "json").stdout == ""
    assert json.loads(Path("a.json").read_text())["summary"]["error"] == 1
    assert run("check", "--output", "a.txt").stdout == ""
    assert Path("a.txt").read_text().startswith("shop.html: 1 error\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--format", "text", "--format", "json"),
            "claimlint: text and json can't both be written here; name an --output for one. See claimlint check --help\n",
        ),
        (
            ("--format", "json", "--output", "a", "--output", "b"),
            "claimlint: --output b has no --format of its own; name one before it. See claimlint check --help\n",
        ),
    ],
)
def test_reports_that_have_no_place(run: Run, options: tuple[str, ...], message: str) -> None:
    write("shop.html", SPEED)
    result = run("check", *options)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


def test_every_format_can_be_asked_for() -> None:
    assert tuple(FORMATS) == FORMAT_NAMES


def test_github_gets_a_summary_of_the_job(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("shop.html", SPEED)
    write("summary.md", "# Before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    run("check", "--format", "github", "shop.html")
    text = Path("summary.md").read_text()
    assert text.startswith("# Before\n")
    assert "delivery-speed" in text
    run("check", "--format", "json", "shop.html")
    assert Path("summary.md").read_text() == text


def test_suppressed_findings_are_counted_and_shown_when_asked_for(run: Run) -> None:
    write(
        "shop.html", f"<!-- claimlint-disable-next-line delivery-speed until=2027-01-31 -- the carrier's contract -->\n{SPEED}"
    )
    assert run("check", "--today", "2026-11-22").stdout == "No unproven claims in 1 file, 1 block of copy; 1 suppressed\n"
    shown = run("check", "--show-suppressed", "--today", "2026-11-22")
    assert (shown.exit_code, shown.stdout) == (
        0,
        "Suppressed:\n"
        "\n"
        "shop.html:2:20  delivery-speed\n"
        "    Enjoy >>fast shipping<< on every order.\n"
        "    Reason, until 2027-01-31: the carrier's contract (shop.html:1)\n"
        "\n"
        "No unproven claims in 1 file, 1 block of copy; 1 suppressed\n",
    )


def test_after_a_fix_the_report_counts_what_is_left(run: Run) -> None:
    write("ours.yaml", OURS)
    write("page.html", SPEED)
    run("baseline", "--pack", "ours.yaml")
    write("page.html", f'{SPEED}<p lang="en">A miracle!</p>')
    done = run("check", "--pack", "ours.yaml", "--fix")
    assert done.stdout == "No unproven claims in 1 file, 2 blocks of copy; 1 fixed; 1 in the baseline\n"


def test_a_suppression_that_is_not_needed_is_a_finding(run: Run) -> None:
    write("shop.html", '<p lang="en">We sell towels.</p><!-- claimlint-disable-line delivery-speed -- contract -->')
    assert rules_of(run("check", "--format", "json")) == ["suppression-unused"]
    assert rules_of(run("check", "--format", "json", "--ignore", "delivery-speed")) == []


def test_a_baseline_keeps_quiet_about_the_past(run: Run) -> None:
    write("shop.html", SPEED)
    write("about.html", SOFT)
    assert run("baseline").stdout == "wrote claimlint-baseline.txt: 2 claims on 2 pages, 2 new, 0 dropped\n"
    clean = run("check")
    assert (clean.exit_code, clean.stdout) == (0, "No unproven claims in 2 files, 2 blocks of copy; 2 in the baseline\n")
    assert rules_of(run("check", "--format", "json", "--no-baseline")) == ["softest", "delivery-speed"]
    write("shop.html", f"{SOFT}\n\n{SPEED}")
    assert rules_of(run("check", "--format", "json")) == ["softest"]


def test_what_is_gone_from_the_baseline_is_told_and_dropped(run: Run) -> None:
    write("shop.html", SPEED)
    write("about.html", SOFT)
    run("baseline")
    write("shop.html", '<p lang="en">Ships within 2 business days.</p>')
    told = run("check").stdout.splitlines()
    assert told[-2] == "1 claim of the baseline is gone: claimlint baseline --update"
    assert "gone" not in run("check", "about.html").stdout
    write("new.html", SPEED)
    assert run("baseline", "--update").stdout == "wrote claimlint-baseline.txt: 1 claim on 1 page, 0 new, 1 dropped\n"
    assert rules_of(run("check", "--format", "json")) == ["delivery-speed"]


@pytest.mark.parametrize("options", [("--select", "softest"), ("--ignore", "delivery-speed")])
def test_a_check_of_some_rules_cannot_tell_what_is_gone(run: Run, options: tuple[str, str]) -> None:
    write("shop.html", SPEED)
    run("baseline")
    assert run("check", *options).stdout.splitlines() == ["No unproven claims in 1 file, 1 block of copy"]


def test_a_baseline_of_some_pages_keeps_the_others(run: Run) -> None:
    write("shop.html", SPEED)
    write("about.html", SOFT)
    run("baseline", "shop.html")
    assert run("baseline", "about.html").stdout == "wrote claimlint-baseline.txt: 2 claims on 2 pages, 1 new, 0 dropped\n"
    assert run("check").exit_code == 0


def test_a_file_that_cannot_be_read_is_told_as_seen_from_the_root(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    Path("site").mkdir()
    Path("site/logo.html").write_bytes(b"\0")
    monkeypatch.chdir("site")
    assert "::error file=site/logo.html::" in run("check", "--format", "github").stdout
    assert 'classname="site/logo.html"' in run("check", "--format", "junit").stdout
    assert '"site/logo.html: binary file' in run("check", "--format", "sarif").stdout
    assert run("check").stderr.startswith("claimlint: logo.html: binary file")


def test_the_baseline_is_the_same_from_every_folder_of_a_repository(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    write("claimlint.yaml", "fail-on: warning\n")
    write("pages/shop.html", SPEED)
    run("baseline")
    monkeypatch.chdir("pages")
    assert run("check", "shop.html").exit_code == 0
    assert run("check", str(Path("shop.html").resolve())).exit_code == 0


def test_a_link_to_the_repository_leads_to_the_same_pages(run: Run, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], check=True)
    write("site/shop.html", SPEED)
    write("claimlint.yaml", "overrides: [{files: site/, severity: {delivery-speed: info}}]\n")
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(tmp_path, target_is_directory=True)
    told = run("check", str(link / "site"), "--format", "json").stdout
    assert [finding["severity"] for finding in json.loads(told)["findings"]] == ["info"]
    run("baseline", str(link / "site"))
    assert "\nsite/shop.html\n" in Path("claimlint-baseline.txt").read_text(encoding="utf-8")
    assert rules_of(run("check", "site", "--format", "json")) == []


def test_the_baseline_is_no_page(run: Run) -> None:
    write("shop.html", SPEED)
    run("baseline")
    assert "claimlint-baseline.txt  (a file for claimlint itself)" in run("files", "--skipped").stdout
    assert run("check", "claimlint-baseline.txt", "shop.html").exit_code == 0  # as hooks name every text file
    Path("blog").mkdir()
    Path("claimlint-baseline.txt").rename("blog/claimlint-baseline.txt")
    assert rules_of(run("check", "--format", "json")) == ["delivery-speed"]


def test_a_page_is_not_overwritten_by_a_baseline(run: Run) -> None:
    write("shop.html", SPEED)
    result = run("baseline", "--baseline", "shop.html")
    assert result.stderr == "claimlint: shop.html: this is no baseline; name another file, or delete this one\n"
    assert Path("shop.html").read_text(encoding="utf-8") == SPEED


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("baseline", "--update"),
            "claimlint: claimlint-baseline.txt: there is no baseline here to update; 'claimlint baseline' writes one\n",
        ),
        (
            ("check", "--baseline", "no.txt"),
            "claimlint: no.txt: can't read this baseline: No such file or directory; 'claimlint baseline' writes it\n",
        ),
        (
            ("check", "--since", "main"),
            "claimlint: 'main' names nothing here, as this is no git work tree; run claimlint inside of one\n",
        ),
        (
            ("check", "--since", "main", "-"),
            "claimlint: --since can't be used with standard input; leave it out, or name the file\n",
        ),
    ],
)
def test_trouble_with_baseline_and_revisions(
    run: Run, arguments: tuple[str, ...], message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    write("shop.html", SPEED)
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


def test_only_what_changed_since_a_revision(run: Run) -> None:
    def git(*arguments: str) -> None:
        config = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *config, *arguments], check=True, capture_output=True)

    write("shop.html", SPEED)
    write("about.html", SOFT)
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "first")
    assert run("check", "--since", "main").stdout == "No unproven claims in 0 files, 0 blocks of copy\n"
    write("shop.html", f"{SOFT}\n{SPEED}")
    assert rules_of(run("check", "--since", "main", "--format", "json")) == ["softest"]
    assert run("check", "--since", "main").stdout.endswith("1 warning in 1 file, 2 blocks of copy; 1 on unchanged copy\n")
    assert run("check", "--since", "mian").stderr.startswith("claimlint: there is no revision 'mian' here;")


def test_severities_of_rules_and_families(run: Run) -> None:
    write("shop.html", SPEED + SOFT)
    write("claimlint.yaml", "severity: {superlative: error, delivery-speed: off}\n")
    result = run("check", "--format", "json")
    assert [(one["rule"], one["severity"]) for one in json.loads(result.stdout)["findings"]] == [("softest", "error")]
    write("claimlint.yaml", "severity: {superlative: off, softest: info}\n")
    assert rules_of(run("check", "--format", "json")) == ["delivery-speed", "softest"]


def test_overrides_hold_for_their_files(run: Run) -> None:
    write("shop.html", SPEED + SOFT)
    write("blog/post.html", SPEED + SOFT)
    write("claimlint.yaml", "overrides: [{files: blog/, ignore: superlative, severity: {delivery-speed: info}}]\n")
    report = json.loads(run("check", "--format", "json").stdout)
    assert [(one["path"], one["rule"], one["severity"]) for one in report["findings"]] == [
        ("blog/post.html", "delivery-speed", "info"),
        ("shop.html", "delivery-speed", "error"),
        ("shop.html", "softest", "warning"),
    ]


def test_what_selectors_skip_and_what_customers_said(run: Run) -> None:
    write("shop.html", f'<main>{SPEED}<div class="legal">{SOFT}</div></main>')
    write("claimlint.yaml", "skip: .legal\n")
    assert rules_of(run("check", "--format", "json")) == ["delivery-speed"]
