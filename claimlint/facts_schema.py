"""The shape of facts.yaml: one description for validation and the JSON Schema; and the file, read and checked against it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from claimlint.schema import Choice, Either, Field, ListOf, MapOf, Number, Record, Text, check, json_schema
from claimlint.yamlfile import Located, read_yaml

_DATE = Text("2026-10-31", r"\d{4}-\d{2}-\d{2}", "a date written year-month-day")
_PERIOD = Text("90 days", r"\d{1,4} (day|week|month|year)s?", "a number of days, weeks, months or years")
_TAG = Text("en", r"[a-z]{2,3}|[A-Z]{2}|[a-z]{2,3}-[A-Z]{2}", "a language (en), a region (GB) or both (en-GB)")
_REGION = Text("IL", r"[A-Z]{2}", "a region code of two capitals")
_LANGUAGE = Text("en", r"[a-z]{2,3}", "a language code of two or three letters")
_FACT_ID = Text("shipping.dispatch_time", r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", "lower-case words joined by dots")

_VALUE = Either((Text("2 business days"), Number("1547")))
_EVIDENCE = Either(
    (
        Text("exports/dispatch-2026-10.csv"),
        Record(
            {
                "at": Field(Text("exports/dispatch-2026-10.csv"), "A file, relative to this one, or an address.", True),
                "sha256": Field(
                    Text("0" * 64, r"[0-9a-f]{64}", "64 lower-case hexadecimal digits"),
                    "The file's hash: a file that changed proves nothing until somebody looks at it again.",
                    default="",
                ),
            }
        ),
    )
)

FACT = Record(
    {
        "value": Field(
            Either((*_VALUE.kinds, MapOf(_VALUE, _TAG))),
            "What may be said, as it stands in copy; by language (en), region (GB) or both (en-GB) where it differs.",
            True,
        ),
        "unit": Field(Text("customers"), "What a bare number counts.", default=""),
        "evidence": Field(ListOf(_EVIDENCE, or_one=True), "What proves it: files or addresses.", default=[]),
        "method": Field(Text("95th percentile of the last 90 days"), "How it was measured.", default=""),
        "measured": Field(_VALUE, "What was measured, beside the value that is promised.", default=""),
        "measured_on": Field(_DATE, "When it was measured.", default=""),
        "valid_until": Field(_DATE, "The last day on which it may be said.", default=""),
        "review_every": Field(_PERIOD, "How long a measurement holds, from measured_on.", default=""),
        "owner": Field(Text("warehouse"), "Who keeps it true.", default=""),
        "approved_by": Field(Text("legal"), "Who allowed it to be said: not the owner.", default=""),
        "regions": Field(ListOf(_REGION, or_one=True), "Where it holds; everywhere when left out.", default=[]),
        "languages": Field(ListOf(_LANGUAGE, or_one=True), "In which languages it may be said; all when left out.", default=[]),
        "status": Field(Choice(("draft", "approved", "withdrawn")), "Where it stands.", default="approved"),
    }
)

APPROVED = Record(
    {
        "text": Field(Text("Ships within 2 business days"), "The wording that may be used.", True),
        "facts": Field(ListOf(_FACT_ID, or_one=True), "The facts that it rests on.", default=[]),
    }
)

FACTS = Record(
    {
        "facts": Field(
            MapOf(FACT, _FACT_ID), "The facts by slot; 'claimlint facts gaps' lists those that findings need.", default={}
        ),
        "approved": Field(ListOf(APPROVED), "Wordings that legal has signed off.", default=[]),
    }
)


def read_facts(path: Path) -> tuple[dict[str, Any], Located]:
    """What a register says, and the same with its lines. `lines` and `approved_lines` (1-based): of the facts by id, and of the
    wordings. Raises ClaimlintErrors with all that has another shape, by line.
    """
    located = read_yaml(path)
    if isinstance(located.value, dict):  # "facts:" with nothing but comments below it
        located.value = {name: here for name, here in located.value.items() if here.value is not None}
    said = check(FACTS, located, str(path)) if located.value else {"facts": {}, "approved": []}
    lines = {name: located.line_of("facts", name) for name in said["facts"]}
    approved = [located.line_of("approved", number) for number in range(len(said["approved"]))]
    return {**said, "lines": lines, "approved_lines": approved}, located


def facts_json_schema() -> dict[str, Any]:
    """The JSON Schema of facts.yaml; docs/facts.schema.json holds it and a test keeps it fresh."""
    return json_schema(FACTS, "A register of facts for claimlint", "claimlint-facts.schema.json")
