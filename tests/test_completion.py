"""Completion: the scripts, and what a shell is offered, by a real bash where there is one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from claimlint.cli import cli

PACK = """\
pack: en.house
language: en
rules:
  - id: house-freshest
    family: superlative
    severity: error
    confidence: high
    message: "'{match}' names no roast date"
    why: Guests can check a date.
    find: [freshest]
    rewrites: [Roasted this week]
    examples:
      - {text: The freshest coffee, flag: freshest}
      - {text: Fresh coffee, flag: none}
"""


def offered(*words: str) -> list[str]:
    """What is offered for the last of these words behind `claimlint`, as click's shells ask for it."""
    shell = ShellComplete(cli, {}, "claimlint", "_CLAIMLINT_COMPLETE")
    return [item.value for item in shell.get_completions(list(words[:-1]), words[-1])]


def test_rules_and_families_are_offered_where_ids_are_taken() -> None:
    assert offered("check", "--select", "delivery-s") == ["delivery-speed"]
    assert offered("check", "--ignore", "superl") == ["superlative"]
    assert offered("explain", "he-delivery") == ["he-delivery-speed"]


def test_behind_a_comma_the_list_goes_on_with_what_is_not_in_it() -> None:
    assert offered("check", "--select", "superlative,delivery-s") == ["superlative,delivery-speed"]
    assert offered("check", "--select", "superlative,superl") == []


def test_formats_profiles_types_and_shells_are_offered() -> None:
    assert {"text", "json", "html"} <= set(offered("check", "--format", ""))
    assert {"legal", "trust"} <= set(offered("check", "--profile", ""))
    assert offered("check", "--type", "mark") == ["markdown"]
    assert offered("completion", "") == ["bash", "zsh", "fish"]


def test_rules_of_packs_in_the_configuration_and_of_pack_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("house.yaml").write_text(PACK, encoding="utf-8")
    assert offered("check", "--select", "house") == []
    assert offered("check", "--pack", "house.yaml", "--select", "house") == ["house-freshest"]
    Path("claimlint.yaml").write_text("packs: house.yaml\n", encoding="utf-8")
    assert offered("check", "--select", "house") == ["house-freshest"]


def test_a_configuration_that_is_wrong_offers_nothing_and_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("claimlint.yaml").write_text("packs: [missing.yaml\n", encoding="utf-8")
    assert offered("check", "--select", "delivery") == []
    assert offered("check", "--profile", "") == []
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_is_clicks_own(shell: str) -> None:
    printed = CliRunner().invoke(cli, ["completion", shell], prog_name="claimlint")
    asked = CliRunner().invoke(cli, [], prog_name="claimlint", env={"_CLAIMLINT_COMPLETE": f"{shell}_source"})
    assert printed.exit_code == 0
    assert f"_CLAIMLINT_COMPLETE={shell}_complete" in printed.output
    assert printed.output.split() == asked.output.split()


def test_without_a_name_the_script_is_that_of_the_users_shell() -> None:
    named = CliRunner().invoke(cli, ["completion"], env={"SHELL": "/usr/bin/fish"})
    assert "_CLAIMLINT_COMPLETE=fish_complete" in named.output


@pytest.mark.parametrize("shell", ["", "/bin/csh"])
def test_an_unknown_shell_is_told_in_one_line(shell: str) -> None:
    result = CliRunner().invoke(cli, ["completion"], env={"SHELL": shell})
    assert result.exit_code == 2
    assert result.output == "claimlint: $SHELL names none of bash, zsh, fish; name one: claimlint completion bash\n"


@pytest.fixture(scope="module")
def in_bash(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[str]]:
    """What a bash that has read the script puts on the line for a last word, as at a press of the key."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("no bash")
    told = subprocess.run([bash, "--norc", "-c", "echo $BASH_VERSION"], capture_output=True, text=True, check=True).stdout
    version = re.match(r"(\d+)\.(\d+)", told)
    if not version or (int(version[1]), int(version[2])) < (4, 4):
        pytest.skip(f"bash {told.strip()} is too old")
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "claimlint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claimlint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = """\
PATH="$1:$PATH"; shift
eval "$(claimlint completion bash)"
complete -p claimlint > /dev/null || exit 1
COMP_WORDS=(claimlint "$@"); COMP_CWORD=$#
_claimlint_completion claimlint
printf '%s\\n' "${COMPREPLY[@]}"
"""

    def press(*words: str) -> list[str]:
        command = [bash, "--norc", "-c", script, "bash", str(folder), *words]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        assert done.stderr == ""
        return done.stdout.split()

    return press


def test_bash_completes_commands_options_values_and_ids(in_bash: Callable[..., list[str]]) -> None:
    assert in_bash("comp") == ["completion"]
    assert in_bash("check", "--min-c") == ["--min-confidence"]
    assert in_bash("check", "--min-confidence", "") == ["high", "medium", "low"]
    assert in_bash("check", "--select", "superlative,delivery-s") == ["superlative,delivery-speed"]
    assert in_bash("facts", "") == ["status", "gaps", "check"]
