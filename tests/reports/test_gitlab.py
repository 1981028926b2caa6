"""GitLab's Code Quality report, by its documentation: GitLab publishes no schema of it under a licence of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema

from claimlint.model import Finding, Position, Result
from claimlint.reports import FORMATS, ReportOptions

Make = Callable[..., Finding]
LINE = {"type": "integer", "minimum": 1}
TEXT = {"type": "string", "minLength": 1}


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


SCHEMA = {
    "type": "array",
    "items": record(
        description=TEXT | {"pattern": r"^[^\n]*$"},
        check_name=TEXT,
        fingerprint=TEXT,
        severity={"enum": ["info", "minor", "major", "critical", "blocker"]},
        location=record(path=TEXT | {"not": {"pattern": r"^\.?/"}}, lines=record(begin=LINE, end=LINE)),
    ),
}


def issues(result: Result) -> Any:
    report = FORMATS["gitlab"](result, ReportOptions())
    assert not report.startswith("\ufeff")
    found = json.loads(report)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


def test_golden(sample: Result, golden: Callable[[str, str], None]) -> None:
    issues(sample)
    golden("report-gitlab.json", FORMATS["gitlab"](sample, ReportOptions()))


def test_nothing_found() -> None:
    assert FORMATS["gitlab"](Result(files=2, blocks=9), ReportOptions()) == "[]\n"


def test_severities(sample: Result) -> None:
    assert [issue["severity"] for issue in issues(sample)] == ["major", "minor", "major", "info", "major"]


def test_one_line_says_what_is_wrong_and_what_to_write(sample: Result) -> None:
    assert issues(sample)[1]["description"] == (
        '"best" ranks without saying who measured what. Nobody can check it. Try: Free returns for 30 days'
    )


def test_paths_are_those_from_the_root_of_the_repository(make: Make) -> None:
    found = make("fast shipping", "fast shipping", path="../shop.html")._replace(home_path="site/shop.html")
    (issue,) = issues(Result((found._replace(end=Position(2, 1, 1, 1)),)))
    assert issue["location"] == {"path": "site/shop.html", "lines": {"begin": 1, "end": 2}}
    (issue,) = issues(Result((make("fast shipping", "fast shipping", path="./shop.html"),)))
    assert issue["location"]["path"] == "shop.html"


def test_fingerprints_are_those_of_the_findings_and_differ_within_a_report(make: Make) -> None:
    found = make("fast shipping", "fast shipping")
    once, twice, thrice = (issue["fingerprint"] for issue in issues(Result((found, found, found))))
    assert once == found.fingerprint
    assert len({once, twice, thrice}) == 3
    assert issues(Result((found, found)))[1]["fingerprint"] == twice
