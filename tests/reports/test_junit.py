"""JUnit: valid for Jenkins, a test case a finding, names that stay."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import xmlschema

from claimlint.model import Finding, Problem, Result
from claimlint.reports import FORMATS, ReportOptions

Make = Callable[..., Finding]
SCHEMA = Path(__file__).parent.parent / "data" / "schemas" / "jenkins-junit.xsd"


@cache
def schema() -> xmlschema.XMLSchema10:
    return xmlschema.XMLSchema10(SCHEMA)


def report(result: Result) -> ET.Element:
    root = ET.fromstring(FORMATS["junit"](result, ReportOptions()))
    schema().validate(root)
    for counted, name in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        assert root.get(counted) == str(len(list(root.iter(name))))
        assert all(suite.get(counted) == str(len(list(suite.iter(name)))) for suite in root)
    return root


def test_golden(sample: Result, golden: Callable[[str, str], None]) -> None:
    report(sample)
    golden("report-junit.xml", FORMATS["junit"](sample, ReportOptions()))


def test_a_clean_run_is_one_test_that_passes() -> None:
    assert (
        FORMATS["junit"](Result(files=2, blocks=9), ReportOptions())
        == """<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="claimlint" tests="1" failures="0" errors="0">
 <testsuite name="claimlint" tests="1" failures="0" errors="0">
  <testcase classname="claimlint" name="claims" />
  <system-out>No unproven claims in 2 files, 9 blocks of copy</system-out>
 </testsuite>
</testsuites>
"""
    )
    report(Result(files=2, blocks=9))


def test_a_file_is_a_suite_and_a_finding_a_failing_case(sample: Result) -> None:
    suites = report(sample).findall("testsuite")
    assert [(suite.get("name"), suite.get("failures"), suite.get("errors")) for suite in suites] == [
        ("shop.html", "3", "0"),
        ("he/index.html", "1", "0"),
        ("ads.csv", "1", "0"),
        ("logo.html", "0", "1"),
    ]
    assert [case.get("name") for case in suites[0]] == [
        "delivery-speed: fast shipping",
        "superlative-best: best",
        "delivery-speed: fast shipping (2)",
    ]
    failure = suites[0][1].find("failure")
    assert failure is not None
    assert (failure.get("type"), failure.get("message")) == (
        "warning",
        '"best" ranks without saying who measured what. Nobody can check it.',
    )
    assert failure.text == (
        'shop.html:20:105\n"best" ranks without saying who measured what. Nobody can check it.\nTry: Free returns for 30 days'
    )


def test_a_file_that_could_not_be_read_is_an_error_and_nothing_passes() -> None:
    root = report(Result(problems=(Problem("logo.html", "this is a binary file; name a page or a text"),)))
    (case,) = root.iter("testcase")
    assert (case.get("classname"), case.get("name")) == ("logo.html", "can be read")
    assert case[0].get("message") == "this is a binary file; name a page or a text"


def test_a_claim_that_moves_is_the_same_test_case(make: Make) -> None:
    here, there = (make("Fast shipping", "Fast shipping", line=line, offset=line) for line in (3, 90))
    first, second = (report(Result((found,))).find("testsuite/testcase") for found in (here, there))
    assert first is not None
    assert second is not None
    assert first.attrib == second.attrib
