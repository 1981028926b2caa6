"""JSON, version 1, in full and byte for byte."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from claimlint.model import Finding, Result, Rewrite
from claimlint.reports import FORMATS, ReportOptions

OPTIONS = ReportOptions()
Make = Callable[..., Finding]


def test_golden(sample: Result, golden: Callable[[str, str], None]) -> None:
    golden("report.json", FORMATS["json"](sample, OPTIONS))


def test_nothing_found() -> None:
    assert json.loads(FORMATS["json"](Result(files=2, blocks=9), OPTIONS)) == {
        "version": 1,
        "findings": [],
        "summary": {
            "error": 0,
            "warning": 0,
            "info": 0,
            "fixed": 0,
            "files": 2,
            "blocks": 9,
            "unchecked": {},
            "problems": [],
        },
    }


def test_order_is_that_of_the_files_and_of_their_places(sample: Result) -> None:
    shuffled = replace(sample, findings=(sample.findings[2], *sample.findings[3:], *sample.findings[:2]))
    assert FORMATS["json"](shuffled, OPTIONS) == FORMATS["json"](sample, OPTIONS)


def test_colour_and_width_do_not_matter(sample: Result) -> None:
    assert FORMATS["json"](sample, ReportOptions(colour=True, width=20)) == FORMATS["json"](sample, OPTIONS)


@pytest.mark.parametrize("text", ["a\x1b[2J b", "a\u202e b", 'say "b" \\ b', "a\nb", "😀 b"])
def test_text_comes_back_as_it_was(make: Make, text: str) -> None:
    report = FORMATS["json"](Result((make(text, "b", path=f"{text}.html"),), 1, 1), OPTIONS)
    (finding,) = json.loads(report)["findings"]
    assert (finding["block"]["text"], finding["path"]) == (text, f"{text}.html")


def test_name_limit_and_excess_are_told_where_there_are_any(make: Make) -> None:
    fits, long = Rewrite("Ships in 2 days"), Rewrite("Ships within 2 days of your order", excess=5)
    ad = make("Fast shipping", "Fast shipping", name="row 2, Headline 1", limit=30, kind="ad-headline", rewrites=(fits, long))
    page = make("Fast shipping", "Fast shipping", rewrites=(fits,), offset=90)
    first, second = json.loads(FORMATS["json"](Result((ad, page), 1, 2), OPTIONS))["findings"]
    assert first["block"] == {
        "kind": "ad-headline",
        "lang": "en",
        "text": "Fast shipping",
        "name": "row 2, Headline 1",
        "limit": 30,
    }
    assert [rewrite.get("excess") for rewrite in first["rewrites"]] == [None, 5]
    assert set(second["block"]) == {"kind", "lang", "text"}


def test_every_key_is_documented(sample: Result, request: pytest.FixtureRequest) -> None:
    documented = (request.config.rootpath / "docs" / "json.md").read_text(encoding="utf-8")

    def keys(value: object) -> set[str]:
        match value:
            case dict():
                return set(value).union(*(keys(item) for item in value.values()))
            case list():
                return set().union(*(keys(item) for item in value))
        return set()

    used = keys(json.loads(FORMATS["json"](replace(sample, unchecked={}), OPTIONS)))
    assert sorted(key for key in used if f"`{key}`" not in documented) == []
