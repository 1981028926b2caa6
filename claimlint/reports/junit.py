"""JUnit XML, as Jenkins and GitLab read it: a suite a file, a test case a finding.

The format has no place for a line, so it stands in the text of the failure. Test cases are told apart by class (the file)
and name (rule and claim), which hold no line: a claim that moves stays the same failing test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from claimlint.model import Finding, Problem, Result
from claimlint.reports.machine import NAME, advice, as_xml, harmless, page_of
from claimlint.reports.options import ReportOptions, by_file
from claimlint.reports.summary import totals
from claimlint.reports.words import words_of


def junit_report(result: Result, options: ReportOptions) -> str:
    """A suite for each file with findings and for each that could not be read; one that passes when there are none."""
    root = ET.Element("testsuites", name=NAME)
    for findings in by_file(result.findings).values():
        _file(root, findings, options)
    for problem in result.problems:
        _problem(root, problem)
    if not len(root):
        suite = _suite(root, NAME, tests=1)
        ET.SubElement(suite, "testcase", classname=NAME, name="claims")
        ET.SubElement(suite, "system-out").text = harmless(totals(result, words_of(options.messages)))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, 0)) for suite in root)))
    return as_xml(root)


def _suite(root: ET.Element, name: str, tests: int, failures: int = 0, errors: int = 0) -> ET.Element:
    numbers = {"tests": str(tests), "failures": str(failures), "errors": str(errors)}
    return ET.SubElement(root, "testsuite", {"name": name, **numbers})


def _file(root: ET.Element, findings: Sequence[Finding], options: ReportOptions) -> None:
    page = page_of(findings[0])
    suite = _suite(root, page, len(findings), failures=len(findings))
    seen = Counter[str]()
    for finding in findings:
        name = f"{finding.rule.id}: {harmless(finding.text)}"
        seen[name] += 1
        name += f" ({seen[name]})" if seen[name] > 1 else ""
        case = ET.SubElement(suite, "testcase", classname=page, name=name)
        reason, *instead = advice(finding, options)
        failure = ET.SubElement(case, "failure", message=reason, type=finding.rule.severity)
        failure.text = "\n".join((f"{page}:{finding.start.line}:{finding.start.column}", reason, *instead))


def _problem(root: ET.Element, problem: Problem) -> None:
    path = harmless(problem.page)
    case = ET.SubElement(_suite(root, path, tests=1, errors=1), "testcase", classname=path, name="can be read")
    ET.SubElement(case, "error", message=harmless(problem.message), type="error")
