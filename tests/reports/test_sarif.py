"""SARIF: what the standard demands, and what GitHub's code scanning makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from claimlint import __version__
from claimlint.model import Edit, Finding, Position, Result, Rewrite, Span, Suppressed
from claimlint.packs import load_packs
from claimlint.reports import FORMATS, ReportOptions, sarif

Make = Callable[..., Finding]
SCHEMA = Path(__file__).parent.parent / "data" / "schemas" / "sarif-2.1.0.json"


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def run(result: Result, options: ReportOptions | None = None) -> Any:
    """The only run of the report, which has to be valid."""
    log = json.loads(FORMATS["sarif"](result, options or ReportOptions()))
    validator().validate(log)
    assert "" not in set(texts(log))
    (only,) = log["runs"]
    return only


def texts(value: Any) -> Iterator[str]:
    """All strings of a JSON value."""
    match value:
        case dict():
            yield from (text for item in value.values() for text in texts(item))
        case list():
            yield from (text for item in value for text in texts(item))
        case str():
            yield value


def test_golden(sample: Result, options: ReportOptions, golden: Callable[[str, str], None]) -> None:
    run(sample, options)
    golden("report.sarif", FORMATS["sarif"](sample, options).replace(f'"{__version__}"', '"0"'))


def test_a_clean_run_lists_its_rules_and_closes_all_alerts(options: ReportOptions) -> None:
    clean = run(Result(files=2, blocks=9), options)
    assert clean["results"] == []
    assert [rule["id"] for rule in clean["tool"]["driver"]["rules"]] == [
        "delivery-speed",
        "superlative-best",
        "he-fast-delivery",
        "quiet",
    ]
    assert clean["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_all_our_rules_are_within_the_limits_of_github() -> None:
    packs = load_packs()
    families = {family.id: family.title for family in packs.families}
    rules = run(Result(), ReportOptions(rules=packs.rules, families=families))["tool"]["driver"]["rules"]
    assert len(rules) == len(packs.rules)
    for rule in rules:
        assert "{" not in rule["shortDescription"]["text"]
        assert max(len(rule["shortDescription"]["text"]), len(rule["fullDescription"]["text"])) <= 1024


def test_a_rule_says_why_and_what_to_write(options: ReportOptions) -> None:
    rule, best, hebrew, quiet = run(Result(), options)["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == '"…" promises speed without a time'
    assert rule["fullDescription"]["text"] == (
        "Shoppers plan on it; a US seller needs a reasonable basis for any shipping time."
    )
    assert (
        rule["help"]["text"]
        == """Why:
- Shoppers plan on it; a US seller needs a reasonable basis for any shipping time.

Write instead:
- Ships within {shipping.dispatch_time} of your order

Flagged:
- Enjoy fast shipping!

Not flagged:
- Fast shipping: 1-2 business days

Law and guidance:
- 16 CFR 435.2(a)(1)

Family:
- Speed (unquantified-speed)

Switch it off:
- --ignore delivery-speed, or in claimlint.yaml: ignore: [delivery-speed]"""
    )
    assert "- Ships within {shipping.dispatch\\_time} of your order" in rule["help"]["markdown"]
    assert rule["properties"] == {"precision": "high", "problem.severity": "error", "tags": ["unquantified-speed"]}
    assert [one["defaultConfiguration"]["level"] for one in (rule, best, hebrew)] == ["error", "warning", "note"]
    assert quiet["properties"] == {"precision": "low", "problem.severity": "recommendation", "tags": ["superlative"]}
    assert "מדוע" in hebrew["help"]["text"]
    english = run(Result(), options._replace(messages="en"))["tool"]["driver"]["rules"][2]
    assert english["fullDescription"]["text"] == "Buyers plan on it."


def test_a_description_that_is_too_long_is_cut(make: Make) -> None:
    found = make("fast shipping", "fast shipping")
    found = found._replace(rule=found.rule._replace(why="So it is. " * 200))
    described = run(Result((found,)))["tool"]["driver"]["rules"][0]["fullDescription"]["text"]
    assert len(described) == 1024
    assert described.endswith("So it is. So …")


def test_a_result_tells_what_to_write_and_where_it_stands(sample: Result, options: ReportOptions) -> None:
    first, second = run(sample, options)["results"][:2]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("delivery-speed", 0, "error")
    assert first["message"]["text"] == (
        '"fast shipping" promises speed without a time. Shoppers plan on it; a US seller needs a reasonable basis for any '
        "shipping time.\nTry: Ships within [dispatch time] of your order\n"
        "Fill in: dispatch time. Proof: the warehouse's export of the last 90 days"
    )
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "shop.html", "uriBaseId": "%SRCROOT%"},
                "region": {
                    "startLine": 12,
                    "startColumn": 20,
                    "endLine": 12,
                    "endColumn": 33,
                    "snippet": {"text": "fast shipping"},
                },
            }
        }
    ]
    assert first["partialFingerprints"] == {"claimlint/v1": sample.findings[0].fingerprint}
    assert "fixes" not in first
    assert second["fixes"] == [
        {
            "description": {"text": "Try: Free returns for 30 days"},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": "shop.html", "uriBaseId": "%SRCROOT%"},
                    "replacements": [
                        {
                            "deletedRegion": {"startLine": 20, "startColumn": 101, "endLine": 20, "endColumn": 116},
                            "insertedContent": {"text": "Free returns for 30 days"},
                        }
                    ],
                }
            ],
            "properties": {"safe": False},
        }
    ]


def test_the_snippet_is_left_out_where_the_file_reads_otherwise(make: Make) -> None:
    found = make("fast shipping", "fast shipping")
    entity = found._replace(span=Span(0, 18), pieces=(Span(0, 18),))  # fast&nbsp;shipping
    markup = found._replace(span=Span(0, 20), pieces=(Span(0, 4), Span(11, 20)))  # fast</b> <i>shipping
    wrapped = found._replace(end=Position(2, 9, 9, 9))
    for one in (entity, markup, wrapped):
        assert "snippet" not in run(Result((one,)))["results"][0]["locations"][0]["physicalLocation"]["region"]


@pytest.mark.parametrize(
    ("path", "artifact"),
    [
        ("a b/50%.html", {"uri": "a%20b/50%25.html", "uriBaseId": "%SRCROOT%"}),
        ("he/דף.html", {"uri": "he/%D7%93%D7%A3.html", "uriBaseId": "%SRCROOT%"}),
        ("x:y#z?.html", {"uri": "x%3Ay%23z%3F.html", "uriBaseId": "%SRCROOT%"}),
        ("./shop.html", {"uri": "shop.html", "uriBaseId": "%SRCROOT%"}),
        ("caf\udce9.html", {"uri": "caf%E9.html", "uriBaseId": "%SRCROOT%"}),
    ],
)
def test_paths_are_percent_encoded(make: Make, path: str, artifact: dict[str, str]) -> None:
    (result,) = run(Result((make("fast shipping", "fast shipping", path=path),)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == artifact


def test_a_file_outside_the_repository_has_its_absolute_address(make: Make, tmp_path: Path) -> None:
    page = tmp_path / "my page.html"
    (result,) = run(Result((make("fast shipping", "fast shipping", path=str(page)),)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": page.as_uri()}


def test_suppressed_findings_are_shown_on_demand_with_their_reason(sample: Result, options: ReportOptions) -> None:
    silenced = Suppressed(sample.findings[0], "agreed with legal", 11)
    result = sample._replace(findings=sample.findings[1:], suppressed=(silenced,))
    assert len(run(result, options)["results"]) == 4
    last = run(result, options._replace(show_suppressed=True))["results"][4]
    assert last["message"]["text"].startswith('"fast shipping" promises speed without a time.')
    assert last["suppressions"] == [{"kind": "inSource", "justification": "agreed with legal"}]


def test_a_file_that_could_not_be_read_is_told(sample: Result) -> None:
    (invocation,) = run(sample)["invocations"]
    assert invocation == {
        "executionSuccessful": False,
        "toolExecutionNotifications": [
            {"level": "error", "message": {"text": "logo.html: this is a binary file; name a page or a text"}}
        ],
    }


def test_of_too_many_findings_the_worst_are_kept_in_their_order(
    sample: Result, options: ReportOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    silenced = Suppressed(sample.findings[0], "agreed with legal", 11)
    only = run(sample._replace(problems=(), suppressed=(silenced,)), options._replace(show_suppressed=True))
    places = [result["locations"][0]["physicalLocation"] for result in only["results"]]
    assert [(place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in places] == [
        ("shop.html", 12),
        ("shop.html", 31),
        ("ads.csv", 12),
    ]
    assert only["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {
                    "level": "warning",
                    "message": {"text": "3 findings are left out, the mildest: a run may hold 3. Check fewer files at once."},
                }
            ],
        }
    ]


def test_no_text_of_a_page_becomes_a_link_of_the_message(make: Make) -> None:
    found = make("[fast shipping](1)", "[fast shipping](1)", rewrites=(Rewrite("[see](https://example.org)"),))
    edit = Edit(Span(0, 18), found.start, found.end, "[see](https://example.org)", True)
    found = found._replace(rewrites=(found.rewrites[0]._replace(edit=edit),))
    (result,) = run(Result((found,)))["results"]
    (fix,) = result["fixes"]
    assert "](" not in result["message"]["text"] + fix["description"]["text"]
    assert fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "[see](https://example.org)"
