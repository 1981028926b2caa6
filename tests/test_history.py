"""What git knows: revisions, merge bases, what changed, and what stood there; and findings only on what changed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from claimlint.errors import ClaimlintError
from claimlint.history import Changed, base_of, changed_files, content, revision_of, root_of
from claimlint.lint import Settings, lint_files
from claimlint.model import FileResult
from claimlint.packs import PackSet
from claimlint.since import Since

OLD = "<h1>Corner Bakery</h1>\n<p>The freshest bread in town. Open on Sundays.</p>\n<p>Oven fresh rolls from six.</p>\n"


def git(*arguments: str, cwd: Path | None = None) -> str:
    config = (
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.com",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "protocol.file.allow=always",
    )
    done = subprocess.run(["git", *config, *arguments], cwd=cwd, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def write(**pages: str) -> None:
    for name, text in pages.items():
        Path(f"{name}.html").write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with three pages, one commit; the current folder."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "-b", "main")
    write(home=OLD, about=OLD, menu=OLD)
    git("add", ".")
    git("commit", "-m", "first")
    return folder


def test_what_changed_since_a_revision(repository: Path) -> None:
    write(home=OLD + "<p>New.</p>", new="<p>New.</p>")
    git("mv", "about.html", "us.html")
    Path("menu.html").unlink()
    (repository / ".gitignore").write_text("ignored.html\n")
    write(ignored="<p>Nobody sees me.</p>")
    assert changed_files(revision_of("HEAD", repository)) == [
        Changed("", "menu.html"),
        Changed(".gitignore", ""),
        Changed("home.html", "home.html"),
        Changed("new.html", ""),
        Changed("us.html", "about.html"),
    ]


def test_what_changed_between_two_revisions(repository: Path) -> None:
    first = revision_of("HEAD", repository)
    write(home=OLD + "<p>New.</p>")
    git("commit", "-am", "second")
    write(about="later")
    assert changed_files(first, revision_of("main", repository)) == [Changed("home.html", "home.html")]
    assert content("home.html", first) == OLD.encode()


def test_odd_names_and_other_folders(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "עברית").mkdir()
    odd = repository / "עברית" / 'a "b"\tc.html'
    odd.write_text("<p>New.</p>")
    monkeypatch.chdir(repository / "עברית")
    assert changed_files(revision_of("HEAD", Path.cwd())) == [Changed('a "b"\tc.html', "")]
    assert root_of(Path.cwd()) == str(repository)
    monkeypatch.chdir(repository.parent)
    assert changed_files(revision_of("HEAD", repository)) == [Changed('site/עברית/a "b"\tc.html', "")]


def test_the_merge_base_is_where_the_branch_began(repository: Path) -> None:
    began = git("rev-parse", "HEAD")
    git("switch", "-c", "spring")
    write(home=OLD + "<p>Spring.</p>")
    git("commit", "-am", "spring")
    git("switch", "main")
    write(about=OLD + "<p>Main.</p>")
    git("commit", "-am", "main")
    git("switch", "spring")
    assert base_of("main", repository).commit == began
    assert [file.path for file in changed_files(base_of("main", repository))] == ["home.html"]


def test_an_unknown_revision(repository: Path) -> None:
    with pytest.raises(ClaimlintError, match=r"^there is no revision 'mian' here; see 'git branch --all' and 'git tag'$"):
        base_of("mian", repository)
    with pytest.raises(ClaimlintError, match="there is no revision '--help'"):
        base_of("--help", repository)


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(ClaimlintError, match="'main' names nothing here, as this is no git work tree"):
        base_of("main", tmp_path)
    assert root_of(tmp_path) is None


def test_a_repository_that_git_refuses_to_read(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    with pytest.raises(ClaimlintError, match="git can't read this repository; 'git status' tells why"):
        revision_of("main", tmp_path)


def test_a_shallow_clone_says_how_to_fetch_more(repository: Path) -> None:
    first = git("rev-parse", "HEAD")
    write(home=OLD + "<p>New.</p>")
    git("commit", "-am", "second")
    git("clone", "--depth=1", f"file://{repository}", str(repository.parent / "shallow"))
    with pytest.raises(ClaimlintError, match="this clone is shallow; fetch more history first: 'git fetch --unshallow'"):
        base_of(first, repository.parent / "shallow")


def test_branches_without_a_common_history(repository: Path) -> None:
    git("switch", "--orphan", "other")
    git("commit", "--allow-empty", "-m", "alone")
    with pytest.raises(ClaimlintError, match="'main' and 'HEAD' have no common history here; name a revision"):
        base_of("main", repository)


# -- findings on what changed


def check(packs: PackSet, *names: str) -> list[FileResult]:
    revision = revision_of("HEAD", Path.cwd())
    since = Since(revision, changed_files(revision))
    sources: list[tuple[str, bytes | None]] = [(f"{name}.html", None) for name in names if since.concerns(f"{name}.html")]
    return list(lint_files(sources, lambda _: Settings(packs), home=Path.cwd(), then=[since]))


def told(results: list[FileResult]) -> list[tuple[str, str, int]]:
    return [(finding.path, finding.text, finding.start.line) for result in results for finding in result.findings]


@pytest.mark.usefixtures("repository")
def test_files_that_did_not_change_are_not_read(bakery: PackSet) -> None:
    write(home=OLD + "<p>Freshest loaf!</p>\n")
    results = check(bakery, "home", "about", "menu")
    assert told(results) == [("home.html", "Freshest loaf", 4)]
    assert [result.untouched for result in results] == [2]


@pytest.mark.usefixtures("repository")
def test_a_block_that_was_touched_is_told_in_full(bakery: PackSet) -> None:
    write(home=OLD.replace("Open on Sundays", "Open on Mondays"))
    assert told(check(bakery, "home")) == [("home.html", "freshest bread", 2)]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    "page",
    [
        pytest.param(OLD.replace("\n", " "), id="on one line"),
        pytest.param("<p>Hello.</p>\n" + OLD, id="pushed down"),
        pytest.param(OLD.replace("The freshest bread", "The\n<b>freshest</b>\nbread"), id="marked up"),
        pytest.param(OLD.replace("\n", "\r\n"), id="other line ends"),
    ],
)
def test_copy_that_only_moved_is_not_touched(bakery: PackSet, page: str) -> None:
    write(home=page)
    assert told(check(bakery, "home")) == []


@pytest.mark.usefixtures("repository")
def test_one_line_pages_are_compared_by_their_copy(bakery: PackSet) -> None:
    line = OLD.replace("\n", "")
    write(home=line)
    git("commit", "-am", "minified")
    write(home=line.replace("Oven fresh rolls", "Oven fresh buns"))
    assert told(check(bakery, "home")) == [("home.html", "Oven fresh", 1)]


@pytest.mark.usefixtures("repository")
def test_a_renamed_file_is_followed(bakery: PackSet) -> None:
    git("mv", "home.html", "index.html")
    Path("index.html").write_text(OLD + "<p>Freshest loaf!</p>\n")
    assert told(check(bakery, "index")) == [("index.html", "Freshest loaf", 4)]


@pytest.mark.usefixtures("repository")
def test_a_page_that_is_a_link_makes_no_other_page_new(bakery: PackSet) -> None:
    Path("us.html").symlink_to("about.html")
    git("add", ".")
    git("commit", "-m", "link")
    write(about=OLD + "<p>Freshest loaf!</p>\n")
    Path("index.html").symlink_to("about.html")
    found = told(check(bakery, "about", "home", "index", "us"))
    assert [text for path, text, _ in found if path == "about.html"] == ["Freshest loaf"]
    assert [text for path, text, _ in found if path == "us.html"] == ["Freshest loaf"]
    assert len([text for path, text, _ in found if path == "index.html"]) == 3


@pytest.mark.usefixtures("repository")
def test_evidence_that_was_taken_away_wakes_the_claim_that_it_settled(bakery: PackSet) -> None:
    proven = '<p lang="en">The freshest bread<sup>1</sup>.</p>\n<p>1. Source: bakers of the town, May 2025.</p>\n'
    write(home=proven)
    git("commit", "-am", "proven")
    assert told(check(bakery, "home")) == []
    write(home=proven.splitlines()[0])
    assert told(check(bakery, "home")) == [("home.html", "freshest bread", 1)]


@pytest.mark.usefixtures("repository")
def test_what_was_no_text_before_is_all_new(bakery: PackSet) -> None:
    Path("home.html").write_bytes(bytes(range(256)))
    git("commit", "-am", "broken")
    write(home=OLD)
    assert [text for _, text, _ in told(check(bakery, "home"))] == ["freshest bread", "Oven fresh"]
