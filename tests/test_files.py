"""Which files are read, with and without git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from claimlint.config import Config, Glob
from claimlint.files import find_files
from claimlint.model import Problem

NOTHING = "nothing to check in this folder: no page, text, template, translation or ad; 'claimlint files' shows more"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, outside any work tree, and a git that reads no settings of the machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return tmp_path


def touch(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()


def git(*arguments: str, cwd: str = ".") -> None:
    subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True)


def globs(patterns: Iterable[str]) -> tuple[Glob, ...]:
    return tuple(Glob(pattern, Path.cwd()) for pattern in patterns)


def files(
    *paths: str, include: Sequence[str] = (), extend_include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> list[str]:
    config = Config(include=globs(include), extend_include=globs(extend_include), exclude=globs(exclude))
    found, problems = find_files(paths, config)
    assert problems == []
    return [file.path for file in found if file.kind]


def problems(paths: Iterable[str], config: Config | None = None) -> list[Problem]:
    return find_files(list(paths), config or Config())[1]


def test_a_folder_is_walked_in_order_for_what_holds_copy() -> None:
    touch("b.html", "a/z.htm", "a/c.xhtml", "a/b.TXT", "a/x.md", "style.css", "a.html", "app.js", "x.blade.php")
    assert files(".") == ["a/b.TXT", "a/c.xhtml", "a/x.md", "a/z.htm", "a.html", "b.html", "x.blade.php"]


def test_data_files_are_read_where_people_keep_copy() -> None:
    copy = ["locales/he.json", "content/home.yaml", "src/i18n/app/x.json", "en-GB.json", "messages.en.yaml", "spring-ads.csv"]
    other = ["package.json", "locales/package.json", "config.yaml", "deploy/values.yml", "report.csv", "api.schema.json"]
    touch(*copy, *other)
    assert sorted(files(".")) == sorted(copy)
    assert sorted(files(".", extend_include=["deploy/", "report.csv"])) == sorted([*copy, "deploy/values.yml", "report.csv"])


def test_what_is_left_out_says_why() -> None:
    touch("a.html", "b.html", "README.md", "settings.json", "style.css")
    found, _ = find_files(["."], Config(exclude=globs(["b.html"])))
    assert {file.path: (file.kind, file.why) for file in found} == {
        "README.md": ("", "no copy, by its name"),
        "a.html": ("html", "ends in .html"),
        "b.html": ("", "left out by the configuration"),
        "settings.json": ("", "settings or data; to read it, add it to extend-include"),
    }


def test_paths_stay_as_the_user_writes_them(here: Path) -> None:
    touch("site/a.html", "site/en/b.html")
    assert files("site") == files("site/") == ["site/a.html", "site/en/b.html"]
    assert files(str(here / "site" / "en")) == [f"{here.as_posix()}/site/en/b.html"]
    assert files("site/../site/en") == ["site/../site/en/b.html"]


def test_named_files_are_always_taken_once_and_in_order() -> None:
    touch("b.md", "robots.txt", ".hidden/a.html", "node_modules/x.html")
    named = ["robots.txt", "b.md", ".hidden/a.html", "node_modules/x.html"]
    assert files(*named, "./b.md", "node_modules/../b.md", "robots.txt", exclude=["*"]) == named


def test_a_named_file_is_not_read_again_in_its_folder() -> None:
    touch("site/a.html", "site/b.html")
    assert files("site/b.html", "site") == ["site/b.html", "site/a.html"]


@pytest.mark.parametrize(
    "name",
    [
        *(".cache/a.html", "x/.git/a.html", "x/node_modules/y/a.html", "__pycache__/a.txt", ".a.html", "._a.html"),
        *("robots.txt", "x/humans.txt", "security.txt", "ads.txt", "LICENSE.txt", "licence-mit.txt", "NOTICE.txt"),
        *("requirements.txt", "requirements-dev.txt", "dev-requirements.txt", "CMakeLists.txt", "README.txt"),
    ],
)
def test_what_holds_no_copy_is_left_out(name: str) -> None:
    touch(name, "x/page.html")
    assert files(".") == ["x/page.html"]


def test_a_virtual_environment_is_left_out_whatever_its_name() -> None:
    touch("our-env/pyvenv.cfg", "our-env/lib/docs.html", "a.html")
    assert files(".") == ["a.html"]


@pytest.mark.parametrize("name", ["hidden.html.d/licensed.txt", "my-robots.txt", "about-license.html", "required.txt"])
def test_look_alikes_of_these_are_read(name: str) -> None:
    touch(name)
    assert files(".") == [name]


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        (["old"], ["a.html", "en/new/c.html", "en/draft-b.html"]),
        (["old/"], ["a.html", "en/new/c.html", "en/draft-b.html"]),
        (["/old"], ["a.html", "en/draft-b.html", "en/new/c.html", "en/old/d.html"]),
        (["en/old"], ["a.html", "en/draft-b.html", "en/new/c.html", "old/x.html"]),
        (["draft-*.html"], ["a.html", "en/new/c.html", "en/old/d.html", "old/x.html"]),
        (["en/*.html"], ["a.html", "en/new/c.html", "en/old/d.html", "old/x.html"]),
        (["en/**"], ["a.html", "old/x.html"]),
        (["**/c.html", "?.html"], ["en/draft-b.html"]),
        (["en/**/d.html", "./a.html"], ["en/draft-b.html", "en/new/c.html", "old/x.html"]),
        (["[x].html"], ["a.html", "en/draft-b.html", "en/new/c.html", "en/old/d.html", "old/x.html"]),
    ],
)
def test_exclude(exclude: list[str], left: list[str]) -> None:
    touch("a.html", "en/draft-b.html", "en/new/c.html", "en/old/d.html", "old/x.html")
    assert sorted(files(".", exclude=exclude)) == sorted(left)


def test_include_narrows_and_exclude_narrows_further() -> None:
    touch("a.html", "en/b.html", "en/c.txt", "en/d.html")
    assert files(".", include=["en", "*.txt"], exclude=["d.html"]) == ["en/b.html", "en/c.txt"]


def test_globs_are_relative_to_the_configuration(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch("site/en/a.html", "site/he/b.html")
    monkeypatch.chdir("site/en")
    config = Config(exclude=(Glob("site/he", here),))
    assert [file.path for file in find_files([".", "../he"], config)[0] if file.kind] == ["a.html"]


def test_problems_are_told_and_the_rest_is_still_found() -> None:
    touch("a.html", "empty/style.css")
    found, told = find_files(["no.html", "a.html", "empty/", "no.html"], Config())
    assert [(file.path, file.why) for file in found] == [("a.html", "named")]
    assert told == [Problem("no.html", "no such file or folder"), Problem("empty", NOTHING)]


def test_a_folder_emptied_by_globs_names_the_setting() -> None:
    touch("a.html")
    config = Config(exclude=globs(["*.html"]), path=Path("claimlint.yaml"))
    told = "nothing to check in this folder: all 1 are left out (see include and exclude in claimlint.yaml)"
    assert problems(["."], config) == [Problem(".", f"{told}; 'claimlint files' shows why")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_without_permission() -> None:
    Path("shut").mkdir(mode=0)
    assert problems(["shut"]) == [Problem("shut", "cannot read this folder: Permission denied")]


def test_links_that_go_in_circles() -> None:
    touch("site/a.html")
    Path("site/again").symlink_to("..", target_is_directory=True)
    Path("site/self.html").symlink_to("self.html")
    Path("site/gone.html").symlink_to("nowhere.html")
    Path("site/other.html").symlink_to("a.html")
    assert files("site") == ["site/a.html", "site/other.html"]
    git("init")
    assert files("site") == ["site/a.html", "site/other.html"]


def test_a_named_link_to_a_folder_is_walked() -> None:
    touch("site/a.html")
    Path("link").symlink_to("site", target_is_directory=True)
    assert files("link") == ["link/a.html"]


def test_git_leaves_out_what_it_ignores() -> None:
    touch("a.html", "kept/b.html", "dist/c.html", "kept/build/d.html", "kept/forced.html", "deleted.html")
    Path(".gitignore").write_text("dist/\nbuild/\nforced.html\n", encoding="utf-8")
    git("init")
    git("add", "-f", "kept/forced.html", "deleted.html")
    Path("deleted.html").unlink()
    assert files(".") == ["a.html", "kept/b.html", "kept/forced.html"]
    assert files("kept") == ["kept/b.html", "kept/forced.html"]


def test_an_ignored_folder_that_is_named_is_read() -> None:
    touch("dist/en/c.html")
    Path(".gitignore").write_text("dist/\n", encoding="utf-8")
    git("init")
    assert files("dist") == ["dist/en/c.html"]


def test_folders_without_copy_are_left_out_with_git_too() -> None:
    touch("a.html", "node_modules/x.html", ".well/y.html", "env/pyvenv.cfg", "env/z.html", "robots.txt")
    git("init")
    git("add", "-f", ".")
    assert files(".") == ["a.html"]


def test_names_that_git_would_quote() -> None:
    touch('say "hi".html', "דף הבית.html", "new\nline.html")
    git("init")
    git("add", ".")
    assert files(".") == ["new\nline.html", 'say "hi".html', "דף הבית.html"]


def test_a_repository_inside_a_repository_is_read() -> None:
    touch("a.html", "theme/b.html", "theme/dist/c.html")
    Path("theme/.gitignore").write_text("dist\n", encoding="utf-8")
    git("init")
    git("init", cwd="theme")
    assert files(".") == ["a.html", "theme/b.html"]


def test_inside_a_hook_of_git(monkeypatch: pytest.MonkeyPatch) -> None:
    touch("site/a.html", "site/dist/b.html")
    Path(".gitignore").write_text("dist\n", encoding="utf-8")
    git("init")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", "elsewhere/index")
    assert files("site") == ["site/a.html"]


def test_a_repository_never_runs_its_own_program() -> None:
    touch("a.html")
    git("init")
    Path("monitor.sh").write_text("#!/bin/sh\ntouch ran\n", encoding="utf-8")
    Path("monitor.sh").chmod(0o755)
    git("config", "core.fsmonitor", "./monitor.sh")
    assert files(".") == ["a.html"]
    assert not Path("ran").exists()


def test_a_broken_repository_is_walked() -> None:
    touch("a.html", "dist/b.html")
    git("init")
    Path(".git/HEAD").write_text("nonsense", encoding="utf-8")
    assert files(".") == ["a.html", "dist/b.html"]


def test_without_git(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    touch("a.html", "dist/b.html")
    git("init")
    monkeypatch.setenv("PATH", str(here / "empty"))
    assert files(".") == ["a.html", "dist/b.html"]


def test_a_repository_of_somebody_else_is_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    touch("a.html")
    git("init")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own switch for its ownership check
    assert files(".") == ["a.html"]


def test_named_files_are_left_out_like_those_of_a_folder_when_asked() -> None:
    names = ["index.html", "README.md", "drafts/a.html", "node_modules/x/a.html", "locales/en.json", "data.json", "logo.svg"]
    touch(*names)
    config = Config(exclude=(Glob("drafts/", Path.cwd()),))
    found, problems = find_files(names, config, force_exclude=True)
    assert problems == []
    assert [(file.path, file.kind, file.why) for file in found] == [
        ("index.html", "html", "ends in .html"),
        ("README.md", "", "no copy, by its name"),
        ("drafts/a.html", "", "left out by the configuration"),
        ("node_modules/x/a.html", "", "hidden, or in a folder of other people's code"),
        ("locales/en.json", "json", "translations, content or ads, by its name or folder"),
        ("data.json", "", "settings or data; to read it, add it to extend-include"),
        ("logo.svg", "", "no reader for its ending"),
    ]


def test_git_is_not_asked_outside_of_a_work_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    touch("a.html", "he/b.html")
    monkeypatch.setattr("claimlint.history.git", lambda *_: pytest.fail("git was asked"))
    assert files(".") == ["a.html", "he/b.html"]


@pytest.mark.parametrize(
    ("given", "told"),
    [("./a.html", "a.html"), ("he//./b.html", "he/b.html"), ("he/../a.html", "he/../a.html"), ("he/", "he/b.html")],
)
def test_paths_are_told_as_short_as_they_can_be(given: str, told: str) -> None:
    touch("a.html", "he/b.html")
    assert files(given) == [told]


def test_paths_from_the_root_keep_their_beginning(here: Path) -> None:
    touch("a.html")
    assert files(f"{here}/./") == files(f"{here}//a.html") == [f"{here.as_posix()}/a.html"]
