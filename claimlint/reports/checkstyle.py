"""Checkstyle's XML, which many tools read. Columns count UTF-16 units from 1 on, as Java does; there is no end."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from claimlint.model import Result
from claimlint.reports.machine import NAME, advice, as_xml, page_of
from claimlint.reports.options import ReportOptions, by_file

VERSION = "4.3"  # of the format: the one that readers expect


def checkstyle_report(result: Result, options: ReportOptions) -> str:
    """An element a file with findings, in it one a finding."""
    root = ET.Element("checkstyle", version=VERSION)
    for findings in by_file(result.findings).values():
        file = ET.SubElement(root, "file", name=page_of(findings[0]))
        for finding in findings:
            place = {"line": str(finding.start.line), "column": str(finding.start.utf16)}
            told = {"message": " ".join(advice(finding, options)[:2]), "source": f"{NAME}.{finding.rule.id}"}
            ET.SubElement(file, "error", {**place, "severity": finding.rule.severity, **told})
    return as_xml(root)
