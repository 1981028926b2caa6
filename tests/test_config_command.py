"""`claimlint config`: what is configured, where it comes from, and what holds for one file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from claimlint.cli_config import config
from claimlint.config import config_json_schema, load_config
from claimlint.console import Commands

PAGE = Path(__file__).parent.parent / "docs" / "configuration.md"
SAMPLE = re.compile(r"(<!-- sample: claimlint config site/he/index.html -->\n```\n)(.*?)(```\n)", re.DOTALL)

Run = Callable[..., str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run() -> Run:
    """What the command prints on stdout and stderr; or `error`, on stderr alone with exit code 2."""

    @click.group(cls=Commands)
    def cli() -> None:
        """The commands."""

    cli.add_command(config)

    def invoke(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(cli, ["config", *arguments])
        assert done.exit_code == code, done.output
        return done.output

    return invoke


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


BASE = """\
packs: packs/house.yaml
ignore: [ranking]
severity:
  free: info
exclude: [old/, "/drafts/**"]
"""
SITE = """\
extends: ../base/claimlint.yaml
extend-ignore: urgency
severity: {delivery-speed: off}
include: [חנות/**, متجر]
messages: "en"
overrides:
  - files: ["he/**"]
    region: IL
    select: [superlative, free]
  - files: old.html
    profile: legal
"""


def test_all_keys_with_their_origin_in_one_column(run: Run) -> None:
    write("base/claimlint.yaml", BASE)
    write("site/claimlint.yaml", SITE)
    write("site/facts.yaml", "")
    assert (
        run("--config", "site/claimlint.yaml")
        == """\
# named: site/claimlint.yaml
# extended: base/claimlint.yaml
packs: [../base/packs/house.yaml]   # base/claimlint.yaml:1
select: []                          # default
ignore:
  - ranking                         # base/claimlint.yaml:2
  - urgency                         # site/claimlint.yaml:2 (extend-ignore)
severity:
  free: info                        # base/claimlint.yaml:4
  delivery-speed: off               # site/claimlint.yaml:3
min-confidence: medium              # default
fail-on: error                      # default
include:                            # site/claimlint.yaml:4
  - חנות/**
  - متجر
extend-include: []                  # default
exclude: [old/, ../base/drafts/**]  # base/claimlint.yaml:5
front-matter: []                    # default
copy-keys: []                       # default
skip-keys: []                       # default
skip: []                            # default
testimonials: []                    # default
nlp: {}                             # default
facts: facts.yaml                   # default
messages: en                        # site/claimlint.yaml:5
overrides:
  - files: [he/**]                  # site/claimlint.yaml:7
    select: [superlative, free]     # site/claimlint.yaml:9
    region: IL                      # site/claimlint.yaml:8
  - files: [old.html]               # site/claimlint.yaml:10
    profile: legal                  # site/claimlint.yaml:11
# not set: profile, baseline, audience, region, currency
"""
    )


def values(data: dict[str, Any]) -> dict[str, Any]:
    """The values of `--format json` without their origins."""
    return {key: [values(entry) for entry in one["value"]] if key == "overrides" else one["value"] for key, one in data.items()}


def told(output: str) -> dict[str, Any]:
    """The data in `--format json`, past the notes on stderr."""
    data: dict[str, Any] = json.loads(re.sub(r"^# .*\n", "", output, flags=re.MULTILINE))
    return data


def test_what_is_printed_can_be_put_in_the_place_of_the_file(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "base" / "models").mkdir(parents=True)
    write("base/claimlint.yaml", BASE + "nlp: {en: models, no: nb_core}\nfacts: ../f.yaml\ncopy-keys: ['*.cta', 'a: b', '3']\n")
    write("site/claimlint.yaml", SITE)
    monkeypatch.chdir("site")
    before = told(run("--format", "json"))
    write("claimlint.yaml", run())
    after = told(run("--format", "json"))
    assert values(after) == values(before)
    assert values(after)["nlp"] == {"en": "../base/models", "no": "nb_core"}
    assert values(after)["copy-keys"] == ["*.cta", "a: b", "3"]
    assert not load_config(None, Path()).bases


def test_without_a_configuration_all_are_defaults(run: Run, here: Path) -> None:
    write("pyproject.toml", "[project]\nname = 'claimlint-user'\n")
    output = run()
    assert output.startswith(
        f"# no configuration in {here.as_posix()} or above; these are the defaults\n"
        "# passed over: pyproject.toml (it has no [tool.claimlint] table)\n"
    )
    keys = re.findall(r"^([a-z-]+): .*# default$", output, re.MULTILINE)
    unset = output.splitlines()[-1].removeprefix("# not set: ").split(", ")
    assert unset == ["profile", "baseline", "facts", "audience", "region", "currency"]
    fields = set(config_json_schema()["properties"]) - {"extends", "extend-ignore"}
    assert {*keys, *unset} == fields


def test_which_files_were_passed_over(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("claimlint.yaml", "fail-on: info\n")
    write("other/strict.yaml", "fail-on: never\n")
    write("site/.claimlint.yaml", "extends: ../base.yaml\n")
    write("site/pyproject.toml", "[project]\nname = 'shop'\n")
    write("site/en/pyproject.toml", "[project]\nname = 'shop'\n")
    write("base.yaml", "")
    monkeypatch.chdir("site/en")
    assert run().splitlines()[:5] == [
        f"# found: {here.as_posix()}/site/.claimlint.yaml",
        f"# extended: {here.as_posix()}/base.yaml",
        "# passed over: pyproject.toml (it has no [tool.claimlint] table)",
        f"# passed over: {here.as_posix()}/claimlint.yaml ({here.as_posix()}/site/.claimlint.yaml is nearer)",
        "packs: []               # default",
    ]
    monkeypatch.chdir(here)
    assert run("--config", "other/strict.yaml").splitlines()[:3] == [
        "# named: other/strict.yaml",
        "# passed over: claimlint.yaml (--config names another)",
        "packs: []               # default",
    ]


def test_a_file_above_that_is_extended_is_not_passed_over(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("claimlint.yaml", "fail-on: info\n")
    write("site/claimlint.yaml", "extends: ../claimlint.yaml\n")
    monkeypatch.chdir("site")
    assert "passed over" not in run()


def test_what_holds_for_a_file(run: Run) -> None:
    write("site/claimlint.yaml", SITE.replace("extends: ../base/claimlint.yaml\n", ""))
    write("site/he/old.html", "")
    output = run("--config", "site/claimlint.yaml", "site/he/old.html").splitlines()
    covering = "site/claimlint.yaml:6, site/claimlint.yaml:9"
    assert output[1] == f"# for: site/he/old.html; overrides that cover it: {covering}"
    settings = {line.partition(":")[0]: line.partition("# ")[2] for line in output}
    assert settings["region"] == "site/claimlint.yaml:7 (overrides)"
    assert settings["select"] == "site/claimlint.yaml:8 (overrides)"
    assert settings["profile"] == "site/claimlint.yaml:10 (overrides)"
    assert settings["ignore"] == "site/claimlint.yaml:1 (extend-ignore)"
    assert "overrides" not in settings
    output = run("--config", "site/claimlint.yaml", "site/en/x.html").splitlines()
    assert output[1] == "# for: site/en/x.html (there is no such file); overrides that cover it: none"


def test_as_data(run: Run) -> None:
    write("claimlint.yaml", SITE.replace("extends: ../base/claimlint.yaml\n", ""))
    data = told(run("--format", "json"))
    assert data["messages"] == {"value": "en", "path": "claimlint.yaml", "line": 4}
    assert data["include"] == {"value": ["חנות/**", "متجر"], "path": "claimlint.yaml", "line": 3}
    assert data["fail-on"] == {"value": "error", "path": None, "line": None}
    assert data["region"] == {"value": None, "path": None, "line": None}
    place = {"path": "claimlint.yaml", "line": 2}
    assert data["severity"] == {"value": {"delivery-speed": "off"}, **place, "items": {"delivery-speed": place}}
    assert data["overrides"]["value"][1] == {
        "files": {"value": ["old.html"], "path": "claimlint.yaml", "line": 9},
        "profile": {"value": "legal", "path": "claimlint.yaml", "line": 10},
    }
    page = told(run("--format", "json", "old.html"))
    assert page["profile"] == {"value": "legal", "path": "claimlint.yaml", "line": 10, "by": "overrides"}
    assert "overrides" not in page


def test_the_notes_of_the_data_are_on_stderr() -> None:
    done = CliRunner().invoke(config, ["--format", "json"])
    assert set(json.loads(done.stdout)) == set(config_json_schema()["properties"]) - {"extends", "extend-ignore"}
    assert done.stderr.startswith("# no configuration in ")


def test_what_could_steer_a_terminal_is_written_out(run: Run) -> None:
    write("claimlint.yaml", 'copy-keys: ["\\e[2J", "a\\u202Eb"]\n')
    output = run()
    assert '"\\u001b[2J", "a\\u202eb"' in output
    write("claimlint.yaml", output)
    assert load_config(None, Path()).copy_keys == ("\x1b[2J", "a\u202eb")


def test_a_long_list_has_a_line_for_each_item(run: Run) -> None:
    names = [f"campaign-{season}-landing-page.html" for season in ("spring", "summer")]
    write("claimlint.yaml", f"exclude: [{', '.join(names)}]\n")
    assert f"exclude:                # claimlint.yaml:1\n  - {names[0]}\n  - {names[1]}\nfront-matter" in run()


def test_mistakes_are_told_and_nothing_else(run: Run) -> None:
    write("claimlint.yaml", "extends: gone.yaml\nfail-on: errors\n")
    assert run(code=2) == (
        "claimlint: claimlint.yaml:1: 'extends' names gone.yaml, which does not exist; name a file relative to this one\n"
        "claimlint: claimlint.yaml:2: 'fail-on' cannot be \"errors\"; did you mean 'error'?\n"
    )


def test_the_schema(run: Run) -> None:
    write("claimlint.yaml", "nonsense: [\n")
    assert json.loads(run("--schema")) == config_json_schema()


def test_the_sample_in_the_documentation_is_what_is_printed(request: pytest.FixtureRequest, run: Run) -> None:
    text = PAGE.read_text(encoding="utf-8")
    example = re.search(r"### A shop with .*?```yaml\n(.*?)```", text, re.DOTALL)
    assert example
    write("claimlint.yaml", example[1])
    write("site/he/index.html", "")
    write("facts.yaml", "")
    output = run("site/he/index.html")
    if request.config.getoption("--renew-golden"):
        PAGE.write_text(SAMPLE.sub(lambda found: found[1] + output + found[3], text), encoding="utf-8", newline="\n")
        return
    (sample,) = SAMPLE.finditer(text)
    assert sample[2] == output, "run pytest --renew-golden and review the diff"
