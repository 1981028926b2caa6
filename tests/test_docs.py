"""The documentation: generated pages are fresh, links lead somewhere, the site builds and reads as repositories show it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from claimlint.lint import lint_document
from claimlint.packs import load_packs
from claimlint.sources import read

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
BY_HAND = [path for path in PAGES if path.parent == DOCS]  # commands.md, too: it holds our help texts
OTHERS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
# Code and what stands in quotation marks: other people's words.
QUOTED = re.compile(r'^```.*?^```$|(`+)(?!`).+?(?<!`)\1(?!`)|"[^"\n]*(?:\n[^"\n]+)?"|«[^»]*»', re.MULTILINE | re.DOTALL)
_BLOCKS = frozenset("p li td th tr h1 h2 h3 h4 pre summary".split())


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


class Html(HTMLParser):
    """What a page says, its blocks marked; its anchors, its links, and what a browser would fetch for it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self._in_permalink = False
        self.feed(html)
        self.close()

    @property
    def words(self) -> list[str]:
        return " ".join(self.said).split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in_permalink = given.get("class") == "headerlink"
        if tag in _BLOCKS:
            self.said.append(f"<{tag}>")
        if "id" in given:
            self.anchors.append(given["id"])
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif address := given.get("src") or given.get("href"):
            self.fetched.append(address)

    def handle_endtag(self, tag: str) -> None:
        self._in_permalink = self._in_permalink and tag != "a"

    def handle_data(self, data: str) -> None:
        if not self._in_permalink:
            self.said.append(data)


@cache
def as_repositories_show(path: Path) -> Html:
    """A page read by CommonMark with tables, its headings with the anchors that repositories give them."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = parser.parse(path.read_text(encoding="utf-8"))
    for heading, inside in pairwise(tokens):
        if heading.type == "heading_open":
            said = "".join(child.content for child in inside.children or () if child.type in ("text", "code_inline"))
            heading.attrSet("id", re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", said.lower()).strip()))
    return Html(parser.renderer.render(tokens, parser.options, {}))


def test_the_generated_pages_are_fresh() -> None:
    command = [sys.executable, str(ROOT / "tools" / "write_docs.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.stdout, done.returncode) == ("", 0), f"write them anew: python tools/write_docs.py\n{done.stderr}"


@pytest.mark.parametrize("path", [*PAGES, *OTHERS], ids=name_of)
def test_local_links_and_anchors_lead_somewhere(path: Path) -> None:
    lost = []
    for link in as_repositories_show(path).links:
        address, _, anchor = link.partition("#")
        if "://" in address or address.startswith("mailto:"):
            continue
        target = (path.parent / address).resolve() if address else path
        if not target.exists() or (anchor and anchor not in as_repositories_show(target).anchors):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_two_headings_of_a_page_have_the_same_anchor(path: Path) -> None:
    anchors = as_repositories_show(path).anchors
    assert [anchor for anchor in set(anchors) if anchors.count(anchor) > 1] == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; building it is strict."""
    pytest.importorskip("mkdocs")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    quiet = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env=quiet, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_site_builds_without_a_warning_and_has_every_page(site: Path) -> None:
    built = {path.relative_to(site).with_suffix(".md").as_posix() for path in site.rglob("*.html")} - {"404.md"}
    assert built == {path.relative_to(DOCS).as_posix() for path in PAGES}


def test_the_site_fetches_nothing_from_elsewhere(site: Path) -> None:
    fetched = {address for path in site.rglob("*.html") for address in Html(path.read_text(encoding="utf-8")).fetched}
    fetched |= {
        address for path in site.rglob("*.css") for address in re.findall(r"url\((.*?)\)", path.read_text(encoding="utf-8"))
    }
    assert {address for address in fetched if re.match(r"['\"]?(https?:)?//", address)} == set()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_of_the_site_says_what_a_repository_shows(site: Path, path: Path) -> None:
    html = (site / path.relative_to(DOCS)).with_suffix(".html").read_text(encoding="utf-8")
    main = html.partition('role="main">')[2].partition("<footer")[0]
    assert Html(main).words == as_repositories_show(path).words


@pytest.mark.parametrize(("name", "language"), [("he", "he"), ("ar", "ar"), ("rules/he", "he"), ("rules/ar", "ar")])
def test_hebrew_and_arabic_pages_run_from_right_to_left(site: Path, name: str, language: str) -> None:
    main = (site / f"{name}.html").read_text(encoding="utf-8").partition('role="main">')[2]
    first = re.search(r"<(div|h1)[^>]*>", main)
    assert first
    assert first[0] == f'<div dir="rtl" lang="{language}">'


def test_the_page_of_commands_tells_every_environment_variable_that_claimlint_reads() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "claimlint").rglob("*.py"))
    names = set(re.findall(r'(?:environ(?:\.get\(|\[)|VARIABLE = )"([A-Z_]+)"', source))
    assert len(names) >= 6
    told = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert sorted(name for name in names if f"| `{name}` |" not in told) == []


@pytest.mark.parametrize("path", BY_HAND, ids=name_of)
def test_the_documentation_makes_no_claim_that_claimlint_would_flag(path: Path) -> None:
    prose = QUOTED.sub(lambda found: "\n" * found[0].count("\n"), path.read_text(encoding="utf-8"))
    findings = lint_document(read("page.md", prose.encode()), load_packs()).findings
    assert [(finding.start.line, finding.rule.id, finding.text) for finding in findings] == []
