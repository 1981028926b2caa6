"""What holds for every format that programs read: places, harmless text, the same text every time, nothing imported early."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from claimlint.fix import with_edits
from claimlint.lint import lint_document
from claimlint.model import Edit, Finding, Problem, Result, Rewrite, Suppressed
from claimlint.packs import PackSet
from claimlint.reports import FORMATS, ReportOptions
from claimlint.sources import read

Make = Callable[..., Finding]
MACHINE = ("json", "sarif", "github", "gitlab", "junit", "rdjson", "checkstyle")
JSON = ("json", "sarif", "gitlab", "rdjson")
XML = ("junit", "checkstyle")

# A byte order mark, Windows line ends, Hebrew, emoji of one, two and four UTF-16 units; one claim reaches into a second line.
PAGE = (
    b"\xef\xbb\xbf"
    + """<html lang="en"><p lang="he">לחם טרי 🥐</p><p>Our freshest bread, café style</p>\r
<p lang="he">שלום 👩‍🍳</p><p>☕ 🍞 <b>The freshest loaf</b> in the village</p>\r
<p>🥖 We bake the freshest\r
  sourdough of all</p>\r
<h2 title="🧁 טעים">Oven-fresh</h2>\r
""".encode()
)
CLAIMS = ("freshest bread", "freshest loaf", "freshest\r\n  sourdough", "Oven-fresh")


@pytest.fixture(scope="module")
def result(bakery: PackSet) -> Result:
    """The findings of the page, with their edits."""
    document = read("page.html", PAGE)
    findings = with_edits(document, lint_document(document, bakery).findings, lambda data: read("page.html", data))
    assert [document.text[finding.span.start : finding.span.end] for finding in findings] == list(CLAIMS)
    return Result(findings, 1, len(document.blocks))


class Place:
    """Where a claim stands, counted in the bytes of the page."""

    def __init__(self, claim: str) -> None:
        at = PAGE.index(claim.encode())
        self.line, self.before = self._at(at)
        self.end_line, self.before_end = self._at(at + len(claim.encode()))

    def _at(self, byte: int) -> tuple[int, bytes]:
        """The line, and what stands on it before this byte."""
        lines = PAGE[:byte].split(b"\r\n")
        return len(lines), lines[-1]

    def columns(self, count: Callable[[bytes], int]) -> tuple[int, int, int, int]:
        return self.line, count(self.before) + 1, self.end_line, count(self.before_end) + 1


def code_points(line: bytes) -> int:
    return len(line.decode("utf-8-sig"))


def utf16(line: bytes) -> int:
    return len(line.decode("utf-8-sig").encode("utf-16-le")) // 2


PLACES = [Place(claim) for claim in CLAIMS]


def written(form: str, result: Result) -> Any:
    text = FORMATS[form](result, ReportOptions())
    return json.loads(text) if form in JSON else ET.fromstring(text) if form in XML else text


def test_the_units_differ_on_this_page() -> None:
    second = PLACES[1]
    assert [second.columns(count)[1] for count in (code_points, utf16, len)] == [40, 43, 57]


def test_columns_of_json_count_code_points(result: Result) -> None:
    found = written("json", result)["findings"]
    places = [(one["line"], one["column"], one["end_line"], one["end_column"]) for one in found]
    assert places == [place.columns(code_points) for place in PLACES]


def test_columns_of_sarif_count_utf16_units(result: Result) -> None:
    places = []
    for found in written("sarif", result)["runs"][0]["results"]:
        region = found["locations"][0]["physicalLocation"]["region"]
        places.append(tuple(region[key] for key in ("startLine", "startColumn", "endLine", "endColumn")))
    assert places == [place.columns(utf16) for place in PLACES]


def test_columns_of_annotations_count_utf16_units(result: Result) -> None:
    found = re.findall(r"line=(\d+),endLine=(\d+)(?:,col=(\d+),endColumn=(\d+))?", written("github", result))
    expected = []
    for line, column, end_line, end_column in (place.columns(utf16) for place in PLACES):
        columns = (column, end_column) if line == end_line else ("", "")
        expected.append(tuple(str(part) for part in (line, end_line, *columns)))
    assert found == expected


def test_columns_of_checkstyle_count_utf16_units(result: Result) -> None:
    places = [(int(error.get("line")), int(error.get("column"))) for error in written("checkstyle", result).iter("error")]
    assert places == [place.columns(utf16)[:2] for place in PLACES]


def test_columns_of_rdjson_count_all_bytes_of_the_line(result: Result) -> None:
    places = []
    for found in written("rdjson", result)["diagnostics"]:
        start, end = (found["location"]["range"][key] for key in ("start", "end"))
        places.append((start["line"], start["column"], end["line"], end["column"]))
    assert places == [place.columns(len) for place in PLACES]


def test_lines_of_gitlab(result: Result) -> None:
    places = [tuple(issue["location"]["lines"].values()) for issue in written("gitlab", result)]
    assert places == [(place.line, place.end_line) for place in PLACES]


def test_places_in_junit_count_code_points(result: Result) -> None:
    first_lines = [failure.text.partition("\n")[0] for failure in written("junit", result).iter("failure")]
    assert first_lines == ["page.html:{}:{}".format(*place.columns(code_points)) for place in PLACES]


FIXED = PAGE.replace(b"Oven-fresh", b"Baked this morning")


def test_a_fix_of_sarif_gives_the_page_that_was_meant(result: Result) -> None:
    *_, last = written("sarif", result)["runs"][0]["results"]
    (change,) = last["fixes"][0]["artifactChanges"][0]["replacements"]
    region = change["deletedRegion"]
    lines = [line.encode("utf-16-le") for line in PAGE.decode().split("\r\n")]
    assert region["startLine"] == region["endLine"]
    line = lines[region["startLine"] - 1]
    new = change["insertedContent"]["text"].encode("utf-16-le")
    line = line[: 2 * region["startColumn"] - 2] + new + line[2 * region["endColumn"] - 2 :]
    lines[region["startLine"] - 1] = line
    assert "\r\n".join(line.decode("utf-16-le") for line in lines).encode() == FIXED


def test_a_suggestion_of_rdjson_gives_the_page_that_was_meant(result: Result) -> None:
    *_, last = written("rdjson", result)["diagnostics"]
    suggestion = last["suggestions"][0]
    start, end = suggestion["range"]["start"], suggestion["range"]["end"]
    lines = PAGE.split(b"\r\n")
    line = lines[start["line"] - 1]
    lines[start["line"] - 1] = line[: start["column"] - 1] + suggestion["text"].encode() + line[end["column"] - 1 :]
    assert b"\r\n".join(lines) == FIXED


def test_a_suggestion_on_the_first_line_leaves_the_byte_order_mark(bakery: PackSet) -> None:
    page = b"\xef\xbb\xbf<h1>Oven-fresh</h1>"
    document = read("page.html", page)
    findings = with_edits(document, lint_document(document, bakery).findings, lambda data: read("page.html", data))
    (found,) = written("rdjson", Result(findings, 1, 1))["diagnostics"]
    edit = found["suggestions"][0]
    start, end = (edit["range"][key]["column"] - 1 for key in ("start", "end"))
    assert page[:start] + edit["text"].encode() + page[end:] == b"\xef\xbb\xbf<h1>Baked this morning</h1>"


CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
EVIL = "\x1b[2J\x9b31m\u202e\u2066\x00\x0c\ufeff\ufffe\uffff\ud83d\u2028]]><x>&amp;\n::error::\U000e0041"


@pytest.mark.parametrize("form", MACHINE)
def test_text_of_a_page_harms_nobody(form: str, make: Make) -> None:
    found = make(f"fast {EVIL}", f"fast {EVIL}", path="shop\udce9\x1b\u202e.html", name=EVIL)
    rewrite = Rewrite(EVIL, edit=Edit(found.span, found.start, found.end, EVIL, safe=True))
    rule = found.rule._replace(message=EVIL, why=EVIL, references=(EVIL,), family=EVIL)
    found = found._replace(rule=rule, rewrites=(rewrite,))
    result = Result(
        (found,), 1, 1, {EVIL: 1}, (Problem(EVIL, EVIL),), suppressed=(Suppressed(found, EVIL, 1),), gone=((EVIL, EVIL),)
    )
    options = ReportOptions(rules=(rule,), families={EVIL: EVIL}, show_suppressed=True)
    text = FORMATS[form](result, options)
    assert not CONTROL.search(text)
    assert text.encode().decode() == text
    if form in JSON:
        json.loads(text)
    if form in XML:
        assert "\uffff" not in text
        ET.fromstring(text)


@pytest.mark.parametrize("form", MACHINE)
def test_the_same_findings_give_the_same_text(form: str, sample: Result, options: ReportOptions) -> None:
    within_files = (*reversed(sample.findings[:3]), *sample.findings[3:])
    texts = {FORMATS[form](sample._replace(findings=found), options) for found in (sample.findings, within_files)}
    assert len(texts) == 1


@pytest.mark.parametrize("form", MACHINE)
def test_reasons_are_told_in_the_language_that_is_asked_for(form: str, sample: Result, options: ReportOptions) -> None:
    hebrew = sample._replace(findings=sample.findings[3:4])
    assert "בלי זמן" in FORMATS[form](hebrew, options)
    english = FORMATS[form](hebrew, options._replace(rules=(), messages="en"))
    assert "promises speed without a time" in english
    assert "בלי זמן" not in english


def test_a_report_imports_no_other_format() -> None:
    code = """import sys
from claimlint.model import Result
from claimlint.reports import FORMATS, ReportOptions
FORMATS["text"](Result(), ReportOptions())
print(*sorted(name for name in sys.modules if name.startswith(("claimlint.reports.", "xml.", "json"))))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    others = {f"claimlint.reports.{name}" for name in (*FORMATS, "machine", "json_report", "html_report", "text")}
    assert others & set(done.stdout.split()) == {"claimlint.reports.text"}


def test_every_format_is_documented(request: pytest.FixtureRequest) -> None:
    documented = (request.config.rootpath / "docs" / "formats.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"(?m)^\| `(\w+)` \|", documented)) == sorted(FORMATS)
