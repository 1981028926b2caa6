"""The hooks of .pre-commit-hooks.yaml, run by pre-commit itself in a repository made for it.

They are run as they stand there, but with the claimlint that is installed here (`language: system`): an environment of its own
would take the network and minutes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from claimlint.sources.kinds import ENDINGS

pytest.importorskip("pre_commit")

from identify.identify import tags_from_filename

ROOT = Path(__file__).parent.parent
HOOKS_FILE = ROOT / ".pre-commit-hooks.yaml"
HOOKS: dict[str, dict[str, Any]] = {hook["id"]: hook for hook in yaml.safe_load(HOOKS_FILE.read_text(encoding="utf-8"))}
CLAIM = '<p lang="en">Enjoy fast shipping on every order.</p>\n'
FINE = '<p lang="en">We sell tea.</p>\n'
DOCS = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def pre_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run hooks over all files of the repository in the current folder, with what its owner adds to the entry of each."""
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "claimlint").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claimlint "$@"\n', encoding="utf-8")
    (commands / "claimlint").chmod(0o755)
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", f"{commands}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    subprocess.run(["git", "init", "--quiet"], check=True)

    def pre_commit(*entries: dict[str, Any]) -> Done:
        hooks = [HOOKS[entry["id"]] | {"language": "system"} | entry for entry in entries]
        config = tmp_path / "config.yaml"
        config.write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}), encoding="utf-8")
        subprocess.run(["git", "add", "."], check=True)
        command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--config", str(config), "--color=never"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return pre_commit


PAGES, SITE = {"id": "claimlint"}, {"id": "claimlint-site"}


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def claimlint(*arguments: str) -> None:
    subprocess.run(["claimlint", *arguments], check=True, capture_output=True)


# ---- what is passed


def test_pre_commit_accepts_the_hooks() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS_FILE)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout == ""
    assert list(HOOKS) == ["claimlint", "claimlint-site"]
    assert all(hook["require_serial"] and hook["language"] == "python" for hook in HOOKS.values())


def test_every_ending_that_is_read_is_text_to_pre_commit() -> None:
    """By its name; where `identify` doesn't know one, it looks at the content, and copy is text."""
    assert HOOKS["claimlint"]["types"] == ["text"]
    assert [ending for ending in ENDINGS if "binary" in tags_from_filename(f"page{ending}")] == []


def test_pre_commit_accepts_the_examples_of_the_docs(tmp_path: Path) -> None:
    examples = [block for block in re.findall(r"```yaml\n(.*?)```", DOCS, re.DOTALL) if "hooks:" in block]
    for example in examples:
        (tmp_path / "config.yaml").write_text(example, encoding="utf-8")
        command = [sys.executable, "-m", "pre_commit", "validate-config", str(tmp_path / "config.yaml")]
        assert subprocess.run(command, capture_output=True, text=True, check=False).stdout == ""
        assert {hook["id"] for hook in yaml.safe_load(example)["repos"][0]["hooks"]} <= set(HOOKS)
    assert len(examples) == 2


# ---- what happens


def test_findings_stop_a_commit(pre_commit: Run) -> None:
    write({"index.html": CLAIM, "tea.md": "We sell tea.\n"})
    done = pre_commit(PAGES)
    assert done.returncode == 1
    assert "- exit code: 1\n" in done.stdout
    assert "index.html:1:20  error  delivery-speed\n" in done.stdout
    assert "1 error in 2 files" in done.stdout


def test_nothing_found_passes_without_a_word(pre_commit: Run) -> None:
    write({"index.html": FINE})
    done = pre_commit(PAGES, SITE)
    assert (done.returncode, done.stdout.count("\n")) == (0, 2)
    assert re.fullmatch(r"claimlint\.+Passed\nclaimlint \(whole site\)\.+Passed\n", done.stdout)


def test_what_is_no_copy_is_not_checked(pre_commit: Run) -> None:
    write(dict.fromkeys(("LICENSE", "README", "README.md", "docs/CHANGELOG.md", "robots.txt", "logo.svg", "data.json"), CLAIM))
    write({"claimlint.yaml": "exclude: drafts/\n", "drafts/new.html": CLAIM, "locales/en.json": '{"lead": "We sell tea."}'})
    done = pre_commit(PAGES | {"verbose": True})
    assert (done.returncode, "No unproven claims in 1 file, 1 block of copy" in done.stdout) == (0, True)


def test_a_baseline_is_kept_to_and_is_no_page_itself(pre_commit: Run) -> None:
    write({"index.html": CLAIM})
    claimlint("baseline")
    assert pre_commit(PAGES, SITE).returncode == 0
    write({"index.html": CLAIM, "new.html": CLAIM})
    done = pre_commit(PAGES)
    assert done.returncode == 1
    assert "new.html:1:20  error  delivery-speed\n" in done.stdout
    assert "1 error in 2 files" in done.stdout


def test_many_files_are_checked_in_one_start(pre_commit: Run) -> None:
    write({f"pages/{number:03}.html": FINE for number in range(499)} | {"pages/claim.html": CLAIM})
    done = pre_commit(PAGES)
    assert done.returncode == 1
    assert re.findall(r"\d+ files?\b.*", done.stdout) == ["500 files, 500 blocks of copy"]


def test_the_whole_site_is_checked_whatever_the_commit_holds(pre_commit: Run) -> None:
    write({"locales/en.json": '{"lead": "Enjoy fast shipping on every order."}', "drafts/old.html": CLAIM, "notes.py": ""})
    write({"claimlint.yaml": 'exclude: ["drafts/**"]\n'})
    done = pre_commit(SITE)
    assert done.returncode == 1
    assert "locales/en.json:1:17 (lead)  error  delivery-speed\n" in done.stdout
    assert "1 error in 1 file" in done.stdout


def test_trouble_stops_a_commit_too_and_options_are_added_in_args(pre_commit: Run) -> None:
    write({"index.html": CLAIM})
    done = pre_commit(PAGES | {"args": ["--config", "gone.yaml"]})
    assert done.returncode == 1
    assert "- exit code: 2\n" in done.stdout
    assert "claimlint: gone.yaml: " in done.stdout
    assert pre_commit(PAGES | {"args": ["--ignore", "delivery-speed"]}).returncode == 0
