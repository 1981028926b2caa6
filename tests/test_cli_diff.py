"""`claimlint diff` in a scratch repository: which states and files are compared, exit codes, and what is said when it can't."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimlint.cli_diff import diff
from claimlint.console import Commands

Run = Callable[..., Result]
Git = Callable[..., str]
PAGE = '<html lang="en"><h1>Lamps from our workshop</h1><p>Ships within 2 days.</p><p>Come and see us.</p></html>\n'
FASTER = PAGE.replace("2 days", "1 day")
BEST = PAGE.replace("Lamps from", "The best lamps from")


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Run git in a new repository, which is the current folder and holds a committed page."""
    for name in ("NO_COLOR", "FORCE_COLOR", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    shop = tmp_path / "shop"
    shop.mkdir()
    monkeypatch.chdir(shop)

    def git(*arguments: str) -> str:
        settings = ("-c", "user.name=Dana", "-c", "user.email=dana@example.com", "-c", "commit.gpgsign=false")
        done = subprocess.run(["git", *settings, *arguments], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    git("init", "--quiet", "--initial-branch=main")
    write("site/index.html", PAGE)
    commit(git)
    return git


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def commit(git: Git) -> str:
    git("add", "--all")
    git("commit", "--quiet", "--allow-empty", "--message", "Change")
    return git("rev-parse", "HEAD")


@pytest.fixture
def run(git: Git) -> Run:  # noqa: ARG001 - the repository is the current folder
    commands = Commands(name="claimlint")
    commands.add_command(diff)

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(commands, ["diff", *arguments], prog_name="claimlint")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def verdicts(result: Result) -> list[str]:
    """'site/index.html strengthened within 1 day', of a JSON report."""
    found = json.loads(result.stdout)["changes"]
    return [
        f"{one['path']} {one['verdict']} {(one['after'] or one['before']).get('text') or one['before']['text']}"
        for one in found
    ]


def test_the_files_as_they_are_are_compared_with_where_the_branch_began(run: Run, git: Git) -> None:
    git("switch", "--quiet", "--create", "sale")
    write("site/index.html", FASTER)
    commit(git)
    git("switch", "--quiet", "main")
    write("site/other.html", "<p>Fast shipping on every order</p>")  # of somebody else, on main
    commit(git)
    git("switch", "--quiet", "sale")
    write("site/new.html", '<p lang="en">The best lamps in Haifa</p>')  # git does not know it yet
    result = run("main", "--format", "json")
    assert verdicts(result) == ["site/index.html strengthened within 1 day", "site/new.html added The best"]
    assert json.loads(result.stdout)["before"] == git("merge-base", "main", "sale")


def test_two_revisions_are_compared_and_the_files_left_alone(run: Run, git: Git) -> None:
    first = git("rev-parse", "HEAD")
    write("site/index.html", FASTER)
    second = commit(git)
    write("site/index.html", BEST)
    result = run(f"{first}..{second}", "--format", "json")
    assert verdicts(result) == ["site/index.html strengthened within 1 day"]
    assert json.loads(result.stdout)["after"] == second
    assert verdicts(run(f"{second}..{first}", "--format", "json")) == ["site/index.html weakened within 2 days"]
    assert verdicts(run(f"{first}..", "--format", "json")) == ["site/index.html strengthened within 1 day"]


def test_three_dots_begin_where_both_parted(run: Run, git: Git) -> None:
    git("switch", "--quiet", "--create", "sale")
    write("site/index.html", FASTER)
    commit(git)
    git("switch", "--quiet", "main")
    write("site/index.html", BEST)
    commit(git)
    assert verdicts(run("main...sale", "--format", "json")) == ["site/index.html strengthened within 1 day"]
    assert verdicts(run("main..sale", "--format", "json")) == [
        "site/index.html strengthened within 1 day",
        "site/index.html removed The best",
    ]


def test_the_table_names_places_and_what_to_write(run: Run) -> None:
    write("site/index.html", FASTER.replace("Come and see us", "Enjoy fast shipping"))
    result = run("HEAD")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:6] == [
        "site/index.html: 1 added, 1 strengthened",
        "",
        "  strengthened  1:58  dispatch time",
        "      Ships >>within 2 days<<.",
        "    → Ships >>within 1 day<<.",
        "  added         1:84  delivery-speed, error",
    ]
    assert "      Try: Ships within [dispatch time] of your order." in result.stdout.splitlines()


def test_nothing_changed(run: Run) -> None:
    write("site/index.html", PAGE.replace("><", ">\n<"))
    result = run("HEAD")
    assert (result.exit_code, result.stdout[:39]) == (0, "No claim was added, removed or changed,")
    assert run("HEAD", "--format", "markdown").stdout.splitlines()[1] == "### Claims: nothing changed"


def test_a_page_that_is_renamed_is_the_same_page(run: Run, git: Git) -> None:
    git("mv", "site/index.html", "site/start.html")
    write("site/start.html", FASTER)
    git("add", "--all")
    result = run("HEAD", "--format", "json")
    assert verdicts(result) == ["site/start.html strengthened within 1 day"]
    assert json.loads(result.stdout)["changes"][0]["before"]["path"] == "site/index.html"


def test_claims_of_a_page_that_is_deleted_are_removed(run: Run) -> None:
    Path("site/index.html").unlink()
    assert verdicts(run("HEAD", "--format", "json")) == ["site/index.html removed within 2 days"]
    assert verdicts(run("HEAD", "site/index.html", "--format", "json")) == ["site/index.html removed within 2 days"]
    assert verdicts(run("HEAD", "site", "--format", "json")) == ["site/index.html removed within 2 days"]


def test_only_the_paths_that_are_asked_for(run: Run) -> None:
    write("site/index.html", FASTER)
    write("blog/index.html", '<p lang="en">The best lamps in Haifa</p>')
    assert verdicts(run("HEAD", "blog", "--format", "json")) == ["blog/index.html added The best"]
    assert verdicts(run("HEAD", "site/index.html", "--format", "json")) == ["site/index.html strengthened within 1 day"]


def test_a_link_to_the_repository_leads_to_the_same_pages(run: Run, tmp_path: Path) -> None:
    write("site/index.html", FASTER)
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(Path.cwd(), target_is_directory=True)
    for path in (link, link / "site", link / "site/index.html"):
        assert verdicts(run("HEAD", str(path), "--format", "json")) == ["site/index.html strengthened within 1 day"]


def test_paths_are_told_from_the_current_folder(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("site/index.html", FASTER)
    write("blog/index.html", '<p lang="en">The best lamps in Haifa</p>')
    monkeypatch.chdir("site")
    assert verdicts(run("HEAD", "--format", "json")) == ["index.html strengthened within 1 day"]


def test_files_that_are_not_read_are_not_compared(run: Run, git: Git) -> None:
    write("README.md", "The best lamps in Haifa")
    write("drafts/page.html", "<p>The best lamps in Haifa</p>")
    write("package.json", '{"description": "The best lamps in Haifa"}')
    write(".github/notes.md", "The best lamps in Haifa")
    write("logo.svg", "<svg/>")
    write("claimlint.yaml", "exclude: [drafts]\n")
    assert verdicts(run("HEAD", "--format", "json")) == []
    before = git("rev-parse", "HEAD")
    after = commit(git)
    assert verdicts(run(f"{before}..{after}", "--format", "json")) == []
    # What leaves a folder of drafts is published
    git("mv", "drafts/page.html", "site/page.html")
    assert verdicts(run("HEAD", "--format", "json")) == ["site/page.html added The best"]


def test_the_configuration_and_its_options_hold_for_both_states(run: Run) -> None:
    write("site/index.html", BEST.replace("2 days", "1 day"))
    write("claimlint.yaml", "ignore: [superlative]\n")
    assert verdicts(run("HEAD", "--format", "json")) == ["site/index.html strengthened within 1 day"]
    write("claimlint.yaml", "{}\n")
    assert len(verdicts(run("HEAD", "--format", "json"))) == 2
    assert verdicts(run("HEAD", "--format", "json", "--min-confidence", "high")) == [
        "site/index.html strengthened within 1 day"
    ]


def test_the_register_is_asked(run: Run) -> None:
    write("site/index.html", FASTER)
    fact = "{value: 2 days, evidence: 'https://example.com/log', approved_by: legal, valid_until: 2026-12-31}"
    write("register.yaml", f"facts:\n  shipping.dispatch_time: {fact}\n")
    result = run("HEAD", "--facts", "register.yaml", "--today", "2026-11-22", "--format", "json")
    assert json.loads(result.stdout)["changes"][0]["after"]["finding"]["rule"] == "contradicts-fact"
    result = run("HEAD", "--facts", "register.yaml", "--today", "2026-11-22")
    assert "dispatch time: contradicts-fact, error" in result.stdout
    assert "Try: 2 days" in result.stdout


@pytest.mark.parametrize(
    ("page", "option", "code"),
    [
        (FASTER, "never", 0),
        (FASTER, "added", 0),
        (FASTER, "strengthened", 1),
        (BEST, "never", 0),
        (BEST, "added", 1),
        (BEST, "strengthened", 1),
        (PAGE.replace("2 days", "3 days"), "strengthened", 0),
    ],
)
def test_the_exit_code_is_1_only_where_that_is_asked_for(run: Run, page: str, option: str, code: int) -> None:
    write("site/index.html", page)
    assert run("HEAD", "--fail-on", option).exit_code == code


def test_a_report_goes_to_a_file(run: Run) -> None:
    write("site/index.html", FASTER)
    result = run("HEAD", "--format", "markdown", "--output", "comment.md")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("comment.md").read_text(encoding="utf-8").startswith("<!-- claimlint diff -->\n### Claims: 1 strengthened\n")
    assert "comment.md" not in run("HEAD").stdout
    assert run("HEAD", "--output", "-").stdout == run("HEAD").stdout
    result = run("HEAD", "--output", "no/such/folder.txt")
    assert (result.exit_code, result.stderr[-60:]) == (2, "xt: cannot write the report here: No such file or directory\n")


def test_messages_choose_the_language_of_facts(run: Run) -> None:
    write("site/index.html", FASTER)
    assert "זמן הכנת ההזמנה" in run("HEAD", "--messages", "he").stdout


def test_colour_is_for_terminals_and_those_who_ask(run: Run) -> None:
    write("site/index.html", FASTER)
    assert "\x1b" not in run("HEAD").stdout
    assert "\x1b[31mstrengthened" in run("HEAD", "--color").stdout


# ------------------------------------------------------------------------------------------------------------- trouble


def test_a_page_that_cannot_be_read_now_is_trouble_and_the_others_are_compared(run: Run) -> None:
    write("site/new.html", '<p lang="en">The best lamps in Haifa</p>')
    Path("site/index.html").write_bytes(b"\0\1\2\xff" * 50)
    result = run("HEAD", "--format", "json")
    assert result.exit_code == 2
    assert verdicts(result) == ["site/new.html added The best"]
    assert result.stderr.startswith("claimlint: site/index.html: ")
    assert json.loads(result.stdout)["summary"]["problems"][0]["path"] == "site/index.html"


def test_a_page_that_could_not_be_read_before_is_told_and_no_trouble(run: Run, git: Git) -> None:
    Path("site/index.html").write_bytes(b"\0\1\2\xff" * 50)
    broken = commit(git)
    write("site/index.html", BEST)
    result = run("HEAD", "--format", "json")
    assert (result.exit_code, verdicts(result)) == (0, [])
    assert result.stderr.startswith(f"claimlint: note: site/index.html is not compared: as of {broken[:12]}, ")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["v9"], "claimlint: there is no revision 'v9' here; see 'git branch --all' and 'git tag'"),
        (["v9..HEAD"], "claimlint: there is no revision 'v9' here; see 'git branch --all' and 'git tag'"),
        (
            ["HEAD", "no/such"],
            "claimlint: no/such: no such file or folder, now or among what changed; check the path",
        ),
        ([], "claimlint: Missing argument 'REV'. See claimlint diff --help"),
    ],
)
def test_what_is_wrong_is_one_line(run: Run, arguments: list[str], complaint: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{complaint}\n")


def test_outside_of_a_repository(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    result = run("HEAD")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "this is no git work tree" in result.stderr
