"""The formats of a report: one function each, from a result to the text of the report."""

from __future__ import annotations

from collections.abc import Callable

from claimlint.model import Result
from claimlint.reports.html_report import html_report
from claimlint.reports.json_report import json_report
from claimlint.reports.options import ReportOptions
from claimlint.reports.text import text_report

FORMATS: dict[str, Callable[[Result, ReportOptions], str]] = {"text": text_report, "json": json_report, "html": html_report}

__all__ = ["FORMATS", "ReportOptions"]
