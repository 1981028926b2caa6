"""rdjson, by reviewdog's description of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema

from claimlint.model import Finding, Result
from claimlint.reports import FORMATS, ReportOptions

Make = Callable[..., Finding]
TEXT = {"type": "string", "minLength": 1}


def record(*optional: str, **properties: Any) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


POSITION = record(line={"type": "integer", "minimum": 1}, column={"type": "integer", "minimum": 1})
RANGE = record(start=POSITION, end=POSITION)
SCHEMA = record(
    source=record(name=TEXT),
    diagnostics={
        "type": "array",
        "items": record(
            "suggestions",
            message=TEXT,
            location=record(path=TEXT, range=RANGE),
            severity={"enum": ["ERROR", "WARNING", "INFO"]},
            code=record(value=TEXT),
            suggestions={"type": "array", "minItems": 1, "items": record(range=RANGE, text={"type": "string"})},
        ),
    },
)


def diagnostics(result: Result) -> Any:
    report = json.loads(FORMATS["rdjson"](result, ReportOptions()))
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    assert report["source"] == {"name": "claimlint"}
    return report["diagnostics"]


def test_golden(sample: Result, golden: Callable[[str, str], None]) -> None:
    diagnostics(sample)
    golden("report-rdjson.json", FORMATS["rdjson"](sample, ReportOptions()))


def test_nothing_found() -> None:
    assert diagnostics(Result(files=2, blocks=9)) == []


def test_columns_count_bytes(make: Make) -> None:
    (truck,) = diagnostics(Result((make("And 🚚 fast shipping", "fast shipping", line=3),)))
    assert truck["location"]["range"] == {"start": {"line": 3, "column": 10}, "end": {"line": 3, "column": 23}}
    (hebrew,) = diagnostics(Result((make("אחד שניים", "שניים", line=3),)))
    assert hebrew["location"]["range"] == {"start": {"line": 3, "column": 8}, "end": {"line": 3, "column": 18}}


def test_paths_are_those_that_the_user_wrote(make: Make) -> None:
    found = make("fast shipping", "fast shipping", path="../shop.html")._replace(home_path="site/shop.html")
    assert diagnostics(Result((found,)))[0]["location"]["path"] == "../shop.html"


def test_edits_are_suggestions(sample: Result) -> None:
    found = diagnostics(sample)
    assert [one["severity"] for one in found] == ["ERROR", "WARNING", "ERROR", "INFO", "ERROR"]
    assert [one.get("suggestions", []) for one in found if one["code"]["value"] != "superlative-best"] == [[], [], [], []]
    assert found[1]["suggestions"] == [
        {
            "range": {"start": {"line": 20, "column": 101}, "end": {"line": 20, "column": 116}},
            "text": "Free returns for 30 days",
        }
    ]
