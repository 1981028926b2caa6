"""Checkstyle's XML."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as ET

from claimlint.model import Result
from claimlint.reports import FORMATS, ReportOptions


def test_golden(sample: Result, golden: Callable[[str, str], None]) -> None:
    golden("report-checkstyle.xml", FORMATS["checkstyle"](sample, ReportOptions()))


def test_nothing_found() -> None:
    told = FORMATS["checkstyle"](Result(files=2, blocks=9), ReportOptions())
    assert told == '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3" />\n'


def test_a_file_holds_its_findings(sample: Result) -> None:
    root = ET.fromstring(FORMATS["checkstyle"](sample, ReportOptions()))
    assert [file.get("name") for file in root] == ["shop.html", "he/index.html", "ads.csv"]
    assert root[0][1].attrib == {
        "line": "20",
        "column": "105",
        "severity": "warning",
        "message": '"best" ranks without saying who measured what. Nobody can check it. Try: Free returns for 30 days',
        "source": "claimlint.superlative-best",
    }
    assert root[0][2].get("column") == "208"  # the truck before it takes two units
