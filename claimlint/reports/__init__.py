"""The formats of a report: one function each, from a result to the text of the report."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from claimlint.model import Result
from claimlint.reports.options import ReportOptions

Report = Callable[[Result, ReportOptions], str]


# The module that holds the function `<format>_report`.
_MODULES = {
    "text": "text",
    "json": "json_report",
    "html": "html_report",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "rdjson": "rdjson",
    "checkstyle": "checkstyle",
}


def _on_demand(name: str, module: str) -> Report:
    """The report of this format, whose module is imported when the first one is written."""

    def report(result: Result, options: ReportOptions) -> str:
        function: Report = getattr(import_module(f"{__name__}.{module}"), f"{name}_report")
        return function(result, options)

    return report


FORMATS: dict[str, Report] = {name: _on_demand(name, module) for name, module in _MODULES.items()}

__all__ = ["FORMATS", "ReportOptions"]
