"""What a configuration may say: one description for checking and for the JSON Schema of editors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from claimlint.config.values import BASELINE, FACTS, PAGE_LANGUAGE, FailOn, Weight
from claimlint.model import CONFIDENCES, SEVERITIES
from claimlint.schema import Choice, Field, ListOf, MapOf, Record, Report, Text, json_schema
from claimlint.yamlfile import Located

FAIL_ON: tuple[FailOn, ...] = (*SEVERITIES, "never")
WEIGHTS: tuple[Weight, ...] = (*SEVERITIES, "off")


@dataclass(frozen=True)
class Selector(Text):
    """A CSS selector that can be read."""

    def read(self, here: Located, what: str, report: Report) -> str:
        before = len(report.errors)
        selector = super().read(here, what, report)
        if len(report.errors) == before:
            from claimlint.sources.selectors import selector_fault  # brings a parser of CSS with it

            if fault := selector_fault(selector):
                report.add(f'{what} is no CSS selector ("{selector}"): {fault}', here.line)
        return selector


_RULES = ListOf(Text("delivery-speed"), or_one=True)
_KEYS = ListOf(Text("*.headline"), or_one=True)
_GLOBS = ListOf(Text("drafts/**"), or_one=True)
_SELECTORS = ListOf(Selector(".cookie-banner"), or_one=True)

_FIELDS = {
    "packs": Field(
        ListOf(Text("packs/ours.yaml"), or_one=True),
        "Rule packs of your own: files or folders, relative to this file.",
        default=[],
    ),
    "select": Field(_RULES, "Only these rules or families.", default=[]),
    "ignore": Field(_RULES, "Rules or families to leave out.", default=[]),
    "extend-ignore": Field(_RULES, "Rules or families to leave out besides those that 'ignore' names.", default=[]),
    "severity": Field(
        MapOf(Choice(WEIGHTS), Text("delivery-speed", shape="a rule or a family")),
        "What rules or families weigh, after the profile: error, warning or info; off leaves them out. A rule's own entry "
        "goes before its family's.",
        default={},
    ),
    "profile": Field(Text("legal"), "Whose view decides the severities: legal (regulators, rivals) or trust (customers)."),
    "min-confidence": Field(Choice(CONFIDENCES), "Leave out the findings of rules that are less sure.", default="medium"),
    "fail-on": Field(Choice(FAIL_ON), "The mildest severity that makes the exit code 1; never: none does.", default="error"),
    "baseline": Field(
        Text(BASELINE), f"The findings that are known, relative to this file; {BASELINE} beside it when left out."
    ),
    "include": Field(_GLOBS, "Of the files in a folder, only those that match.", default=[]),
    "extend-include": Field(
        _GLOBS, "Data files (JSON, YAML, CSV) to read besides those that hold copy by their name or folder.", default=[]
    ),
    "exclude": Field(_GLOBS, "Of the files in a folder, leave out those that match.", default=[]),
    "front-matter": Field(_KEYS, "Keys of front matter that are copy, besides title, description and the like.", default=[]),
    "copy-keys": Field(_KEYS, "Keys of data files whose values are copy, whatever they look like.", default=[]),
    "skip-keys": Field(_KEYS, "Keys of data files whose values are no copy.", default=[]),
    "skip": Field(_SELECTORS, "CSS selectors of what is not to be read.", default=[]),
    "testimonials": Field(_SELECTORS, "CSS selectors of what customers said.", default=[]),
    "nlp": Field(
        MapOf(Text("en_core_web_sm"), Text("en", r"[a-z]{2,3}", "a language code of two or three letters")),
        "A spaCy pipeline to read a language's sentences with, instead of ours: an installed package, or a folder "
        "relative to this file.",
        default={},
    ),
    "facts": Field(Text(FACTS), f"The register of facts, relative to this file; {FACTS} beside it when left out."),
    "audience": Field(Choice(("consumers", "businesses")), "Whom the pages speak to."),
    "region": Field(
        Text("IL", r"[A-Z]{2}", "a region code of two capitals"),
        "Where the pages are read, unless they say so themselves (lang=en-GB): facts may hold in some regions only.",
    ),
    "currency": Field(Text("ILS", r"[A-Z]{3}", "a currency code of three capitals"), "What prices are in (ISO 4217)."),
    "messages": Field(
        Text("en", rf"{PAGE_LANGUAGE}|[a-z]{{2,3}}", "page or a language code"),
        "The language of reasons and reports, such as en; page: the language of the copy, which rewrites always have.",
        default=PAGE_LANGUAGE,
    ),
    "extends": Field(
        ListOf(Text("../claimlint.yaml"), or_one=True),
        "Configurations that this one builds on, relative to this file. What is said here wins, then the last of them.",
    ),
}
# What holds for a whole run, and so can't differ from file to file.
_OF_A_RUN = frozenset({"packs", "fail-on", "baseline", "include", "extend-include", "exclude", "nlp", "facts", "extends"})
OVERRIDE = Record(
    {
        "files": Field(_GLOBS, "The files that this entry is for, relative to this file.", required=True),
        **{key: replace(entry, default=None) for key, entry in _FIELDS.items() if key not in _OF_A_RUN},
    },
    elsewhere={key: f"'{key}' can't differ from file to file; move it out of 'overrides'" for key in sorted(_OF_A_RUN)},
)
SCHEMA = Record(
    {
        **_FIELDS,
        "overrides": Field(ListOf(OVERRIDE), "What differs for some files; of entries that match, the last wins.", default=[]),
    }
)


def config_json_schema() -> dict[str, Any]:
    """The JSON Schema of claimlint.yaml; docs/config.schema.json holds it and a test keeps it fresh."""
    return json_schema(SCHEMA, "claimlint.yaml", "claimlint-config.schema.json")
