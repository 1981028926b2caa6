"""JSON, version 1, in full and byte for byte."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from claimlint.model import Finding, Result, Rewrite, Suppressed
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
            "suppressed": 0,
            "known": 0,
            "untouched": 0,
            "files": 2,
            "blocks": 9,
            "unchecked": {},
            "problems": [],
            "gone": [],
        },
    }


def test_order_is_that_of_the_files_and_of_their_places(sample: Result) -> None:
    shuffled = sample._replace(findings=(sample.findings[2], *sample.findings[3:], *sample.findings[:2]))
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


def test_an_edit_says_what_to_put_where(sample: Result) -> None:
    rewrites = json.loads(FORMATS["json"](sample, OPTIONS))["findings"][1]["rewrites"]
    assert rewrites[0]["edit"] == {"start": 100, "end": 115, "text": "Free returns for 30 days", "safe": False}
    assert "edit" not in rewrites[1]


def test_what_is_left_out_is_counted_and_shown_on_demand(sample: Result) -> None:
    forever = Suppressed(sample.findings[0], "a quotation from the law", 11)
    spring = Suppressed(sample.findings[1], "agreed with legal", 19, date(2027, 3, 31))
    result = Result(suppressed=(forever, spring), known=7, untouched=2, gone=(("shop.html", "the best towels"),))
    report = json.loads(FORMATS["json"](result, OPTIONS))
    assert "suppressed" not in report
    counted = {key: report["summary"][key] for key in ("suppressed", "known", "untouched", "gone")}
    gone = [{"path": "shop.html", "text": "the best towels"}]
    assert counted == {"suppressed": 2, "known": 7, "untouched": 2, "gone": gone}
    first, second = json.loads(FORMATS["json"](result, ReportOptions(show_suppressed=True)))["suppressed"]
    assert (first["reason"], first["line"], first["finding"]["text"]) == ("a quotation from the law", 11, "fast shipping")
    assert "until" not in first
    assert second["until"] == "2027-03-31"


def test_every_key_is_documented(sample: Result, request: pytest.FixtureRequest) -> None:
    documented = (request.config.rootpath / "docs" / "json.md").read_text(encoding="utf-8")

    def keys(value: object) -> set[str]:
        match value:
            case dict():
                return set(value).union(*(keys(item) for item in value.values()))
            case list():
                return set().union(*(keys(item) for item in value))
        return set()

    silenced = Suppressed(sample.findings[0], "agreed with legal", 11, date(2027, 3, 31))
    everything = sample._replace(unchecked={}, suppressed=(silenced,), gone=(("shop.html", "best"),))
    used = keys(json.loads(FORMATS["json"](everything, ReportOptions(show_suppressed=True))))
    assert sorted(key for key in used if f"`{key}`" not in documented) == []
