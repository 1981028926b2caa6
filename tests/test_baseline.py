"""The baseline: quiet about the past, loud about what is new, and no trouble to git."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from claimlint.baseline import Baseline, Entry, Known, read_baseline, written
from claimlint.errors import ClaimlintError
from claimlint.lint import Settings, lint_files
from claimlint.model import FileResult
from claimlint.packs import PackSet

OLD = "<h1>Corner Bakery</h1><p>The freshest bread in town. Open on Sundays.</p><p>Oven fresh rolls from six.</p>"
Check = Callable[..., list[FileResult]]


@pytest.fixture(autouse=True)
def _in_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def check(bakery: PackSet) -> Check:
    """Write pages and check them against a baseline: what is new, page by page."""

    def check(known: Known, **pages: str) -> list[FileResult]:
        sources: list[tuple[str, bytes | None]] = []
        for name, text in pages.items():
            path = Path(f"{name}.html")
            path.write_text(text, encoding="utf-8")
            sources.append((path.as_posix(), None))
        return list(lint_files(sources, lambda _: Settings(bakery), home=Path.cwd(), then=[known]))

    return check


def baseline_of(check: Check, **pages: str) -> Baseline:
    known = Known(Baseline(), Path.cwd())
    found = [finding for result in check(known, **pages) for finding in result.findings]
    return known.updated(found)


def new(results: list[FileResult]) -> list[str]:
    return [finding.text for result in results for finding in result.findings]


def test_what_is_known_is_left_out_and_counted(check: Check) -> None:
    known = Known(baseline_of(check, home=OLD), Path.cwd())
    (result,) = check(known, home=OLD.replace("Open on Sundays.", "The freshest loaves."))
    assert (new([result]), result.known) == (["freshest loaves"], 2)
    assert known.gone(["."]) == ()


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(OLD.replace("><", ">\r\n\r\n\t<"), id="laid out anew"),
        pytest.param(OLD.replace("The freshest bread", "The <strong>freshest</strong> bread"), id="marked up"),
        pytest.param(f"<p>We bake rye, too.</p>{OLD}<p>Ask for the menu.</p>", id="pushed down"),
        pytest.param(OLD.replace("Open on Sundays.", "Closed on Mondays, open on all other days."), id="edited beside"),
        pytest.param("<p>Oven fresh rolls from six.</p><h2>The freshest bread in town</h2>", id="moved about"),
        pytest.param(OLD.replace("Oven fresh rolls", "OVEN-FRESH ROLLS"), id="in capitals"),
    ],
)
def test_old_claims_sleep_on_whatever_moves_around_them(check: Check, page: str) -> None:
    known = Known(baseline_of(check, home=OLD), Path.cwd())
    assert new(check(known, home=page)) == []
    assert known.gone(["."]) == ()


def test_the_same_claim_once_more_is_new(check: Check) -> None:
    known = Known(baseline_of(check, home=OLD), Path.cwd())
    assert new(check(known, home=f"{OLD}<footer><p>The freshest bread in town.</p></footer>")) == ["freshest bread"]


def test_the_same_claim_on_another_page_is_new(check: Check) -> None:
    known = Known(baseline_of(check, home=OLD), Path.cwd())
    assert new(check(known, about="<p>The freshest bread in town.</p>")) == ["freshest bread"]


def test_a_page_that_moved_takes_its_claims_along(check: Check) -> None:
    old = baseline_of(check, home=OLD)
    Path("home.html").unlink()
    known = Known(old, Path.cwd())
    assert new(check(known, index=f"{OLD}<p>Freshest loaf!</p>")) == ["Freshest loaf"]
    assert known.gone(["."]) == ()
    assert list(known.updated(folders=["."]).pages) == ["index.html"]


def test_what_is_gone_is_told_and_dropped(check: Check) -> None:
    old = baseline_of(check, home=OLD, about="<p>The freshest loaf.</p>", menu="<p>Oven fresh.</p>")
    Path("menu.html").unlink()
    known = Known(old, Path.cwd())
    check(known, home="<p>Oven fresh rolls from six.</p>")
    assert known.gone() == (("home.html", "freshest bread"),)
    assert known.gone(["."]) == (("home.html", "freshest bread"), ("menu.html", "Oven fresh"))
    assert {page: [entry.text for entry in entries] for page, entries in known.updated(folders=["."]).pages.items()} == {
        "home.html": ["Oven fresh"],
        "about.html": ["freshest loaf"],
    }


def test_pages_that_are_gone_count_where_their_folder_was_checked(check: Check) -> None:
    for folder in ("blog", "site"):
        Path(folder).mkdir()
    old = baseline_of(check, **{"home": OLD, "blog/old": OLD})
    Path("blog/old.html").rename("blog/new.html")
    known = Known(old, Path.cwd())
    check(known, home=OLD)
    assert (known.gone(), known.gone(["site"])) == ((), ())
    assert known.updated(folders=["site"]) == old
    assert [page for page, _ in known.gone(["blog/"])] == ["blog/old.html"] * 2
    assert list(known.updated(folders=["blog/"]).pages) == ["home.html"]
    check(known, **{"blog/new": OLD})
    assert list(known.updated().pages) == ["home.html", "blog/new.html"]


def test_the_file_is_sorted_and_tells_neither_lines_nor_dates(check: Check) -> None:
    text = written(baseline_of(check, index=OLD, about="<p>The freshest\u00a0bread\u202e.</p>"))
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line[:2] + line[20:] for line in lines if line.startswith(" ")] == [
        "  bakery-freshest  freshest bread",
        "  bakery-freshest  Oven fresh",
        "  bakery-freshest  freshest bread",
    ]
    assert [line for line in lines if line and not line.startswith(" ")] == ["about.html", "index.html"]


def test_what_is_written_reads_back(check: Check, tmp_path: Path) -> None:
    baseline = baseline_of(check, index=OLD, about="<p>The freshest bread.</p>")
    path = tmp_path / "claimlint-baseline.txt"
    path.write_text(written(baseline), encoding="utf-8")
    assert written(read_baseline(path)) == written(baseline)
    text = written(baseline)
    for edited in (
        text.replace("\n\n", " \n  \n").replace("  ", "\t"),
        text.replace("\n", "\r\n"),
        f"\ufeff{text}",
        "\ufeff" + text.partition("\n\n")[2],
    ):
        path.write_bytes(edited.encode())
        assert written(read_baseline(path)) == text


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("site/a b.html", "site/a b.html"),
        ("אתר/דף.html", "אתר/דף.html"),
        (" a.html", '" a.html"'),
        ("#1/a.html", '"#1/a.html"'),
        ('"a".html', '"\\"a\\".html"'),
        ("a\nb.html", '"a\\nb.html"'),
        ("a\u2028.html", '"a\\u2028.html"'),
        ("\udcff.html", '"\\udcff.html"'),
    ],
)
def test_pages_with_odd_names(tmp_path: Path, page: str, line: str) -> None:
    baseline = Baseline({page: (Entry("best", "The best", "0" * 16),)})
    path = tmp_path / "claimlint-baseline.txt"
    path.write_text(written(baseline), encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines()[4:] == [line, "  0000000000000000  best  The best"]
    assert read_baseline(path) == baseline


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# claimlint baseline 2\n", "b.txt:1: this baseline was written by a later claimlint; update claimlint"),
        (
            "# claimlint baseline 1\n\nhome.html\n<<<<<<< ours\n",
            "b.txt:4: a merge stopped here; keep the lines of both sides, delete the marks",
        ),
        (
            "  0123456789abcdef  best  the best\n",
            "b.txt:1: no page stands above this claim; write the page's path above it",
        ),
        ("Our shop\n========\nThe best lamps\n", "b.txt: this is no baseline; name another file, or delete this one"),
        ('"home.html\n', "b.txt:1: this is no name in quotes; write it as JSON does, or without quotes"),
        (
            "home.html\n  12  best\n",
            "b.txt:2: this is no claim of a baseline; delete it, or write the baseline anew with 'claimlint baseline'",
        ),
    ],
)
def test_what_is_no_baseline_is_told_with_its_line(text: str, message: str) -> None:
    Path("b.txt").write_text(text)
    with pytest.raises(ClaimlintError) as caught:
        read_baseline(Path("b.txt"))
    assert str(caught.value) == message


def git(*arguments: str) -> None:
    config = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *config, *arguments], check=True, capture_output=True)


def test_branches_that_touch_different_pages_merge(check: Check) -> None:
    pages = {name: OLD.replace("town", name) for name in ("about", "breads", "cakes", "delivery")}
    path = Path("claimlint-baseline.txt")

    def commit(**edited: str) -> None:
        path.write_text(written(baseline_of(check, **(pages | edited))), encoding="utf-8")
        git("add", ".")
        git("commit", "-m", "edit")

    git("init", "-b", "main")
    commit()
    for branch, edited in (
        ("one", {"breads": "<p>The freshest loaf.</p>"}),
        ("two", {"cakes": OLD + "<p>The freshest bread and butter.</p>", "about": "<p>About us.</p>"}),
    ):
        git("switch", "-c", branch, "main")
        commit(**edited)
    git("switch", "main")
    git("merge", "one")
    git("merge", "-m", "both", "two")
    assert [(page, len(entries)) for page, entries in read_baseline(path).pages.items()] == [
        ("breads.html", 1),
        ("cakes.html", 3),
        ("delivery.html", 2),
    ]
