"""GitHub Actions: annotations that GitHub takes, and a summary that no page can break."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from claimlint.model import Finding, Position, Problem, Result, Rewrite
from claimlint.reports import FORMATS, ReportOptions
from claimlint.reports.github import MOST_BYTES, step_summary

Make = Callable[..., Finding]
OPTIONS = ReportOptions()
SPANS = ("<span>", "</span>", '<span dir="ltr">', '<span dir="rtl">')


def log(result: Result) -> list[str]:
    return FORMATS["github"](result, OPTIONS).splitlines()


def rendered(summary: str) -> list[Token]:
    """The blocks of the Markdown, tables as GitHub has them."""
    return MarkdownIt("commonmark").enable("table").parse(summary)


def cells(tokens: list[Token]) -> list[str]:
    """The texts of the cells as a reader sees them."""
    found = []
    for before, token in pairwise(tokens):
        if before.type == "td_open":
            parts = (" / " if part.content == "<br>" else part.content for part in inline(token) if part.content not in SPANS)
            found.append("".join(parts))
    return found


def inline(token: Token) -> list[Token]:
    return token.children or []


def test_golden(sample: Result, golden: Callable[[str, str], None]) -> None:
    golden("report-github.txt", FORMATS["github"](sample, OPTIONS))


def test_golden_summary(sample: Result, golden: Callable[[str, str], None]) -> None:
    golden("report-summary.md", step_summary(sample, OPTIONS))


def test_nothing_found() -> None:
    clean = Result(files=2, blocks=9)
    assert FORMATS["github"](clean, OPTIONS) == "claimlint: No unproven claims in 2 files, 9 blocks of copy\n"
    assert step_summary(clean, OPTIONS) == "## claimlint\n\nNo unproven claims in 2 files, 9 blocks of copy\n"


def test_an_annotation_says_where_what_and_what_to_write(sample: Result) -> None:
    assert log(Result(sample.findings[:1], 1, 3))[0] == (
        "::error file=shop.html,line=12,endLine=12,col=20,endColumn=33,title=delivery-speed::"
        '"fast shipping" promises speed without a time. Shoppers plan on it; a US seller needs a reasonable basis for any '
        "shipping time.%0ATry: Ships within [dispatch time] of your order%0A"
        "Fill in: dispatch time. Proof: the warehouse's export of the last 90 days"
    )


def test_columns_are_told_within_a_line_only(make: Make) -> None:
    found = make("fast shipping", "fast shipping")._replace(end=Position(2, 4, 4, 4))
    assert log(Result((found,), 1, 1))[0].startswith("::error file=shop.html,line=1,endLine=2,title=delivery-speed::")


def test_marks_of_the_notation_are_escaped(make: Make) -> None:
    found = make("100% fast: 1, 2", "100% fast: 1, 2", path="50%,a:b.html")
    line = log(Result((found,), 1, 1))[0]
    assert line.startswith("::error file=50%25%2Ca%3Ab.html,line=1,")
    assert '::"100%25 fast: 1, 2" promises' in line


def test_the_worst_come_first(sample: Result) -> None:
    places = [re.sub(r"^::(\w+) file=([^,:]+)(,line=(\d+))?.*", r"\1 \2 \4", line) for line in log(sample)[:-1]]
    assert places == [
        "error logo.html ",
        "error shop.html 12",
        "error shop.html 31",
        "error ads.csv 12",
        "warning shop.html 20",
        "notice he/index.html 1",
    ]


def test_a_level_has_ten_annotations_and_the_log_counts_the_others(sample: Result, make: Make) -> None:
    errors = [make("Fast shipping", "Fast shipping", offset=at, line=at + 1) for at in range(12)]
    warnings = [sample.findings[1]._replace(path=f"{number}.html") for number in range(11)]
    lines = log(Result((*errors, *warnings), 12, 23, problems=(Problem("gone.html", "no such file"),)))
    assert [sum(line.startswith(f"::{level} ") for line in lines) for level in ("error", "warning")] == [10, 10]
    assert lines[-2] == "Not annotated, as GitHub shows 10 of a level: 3 errors, 1 warning more"
    assert lines[-1].startswith("claimlint: 12 errors, 11 warnings in 12 files")


def test_the_surest_of_a_level_come_first(sample: Result) -> None:
    unsure, sure = sample.findings[0], sample.findings[2]
    unsure = unsure._replace(rule=unsure.rule._replace(confidence="low"))
    lines = log(Result((unsure, sure), 1, 2))
    assert ["line=31" in lines[0], "line=12" in lines[1]] == [True, True]


@pytest.mark.parametrize("evil", ["\n::error::x", "\r\n::set-output name=a::b", "##[error]x", "::warning::", "%0A::error::x"])
def test_no_text_of_a_page_becomes_a_command(make: Make, evil: str) -> None:
    found = make(f"fast{evil}", f"fast{evil}", path=f"a{evil}.html", rewrites=(Rewrite(evil),))
    found = found._replace(rule=found.rule._replace(why=evil))
    lines = log(Result((found,), 1, 1, {evil: 1}, (Problem(evil, evil),)))
    assert [line[:8] for line in lines] == ["::error ", "::error ", "claimlin"]
    assert "##[" not in lines[-1]


def test_the_summary_has_a_table_a_file(sample: Result) -> None:
    summary = step_summary(sample, OPTIONS)
    tokens = rendered(summary)
    assert sum(token.type == "table_open" for token in tokens) == 3
    assert cells(tokens)[5:10] == [
        "20:105",
        "warning / superlative-best",
        "best",
        '"best" ranks without saying who measured what. Nobody can check it.',
        "Try: Free returns for 30 days",
    ]
    assert "12:301 (row 12, Headline 3)" in cells(tokens)
    assert "logo.html<span>:</span>" not in summary  # what comes before a space is no link
    assert "- logo.html: this is a binary file; name a page or a text\n" in summary


def test_hebrew_in_the_summary_runs_from_right_to_left(sample: Result) -> None:
    summary = step_summary(sample, OPTIONS)
    assert '| <span dir="rtl">משלוח מהיר</span> |' in summary
    assert '<span dir="rtl">הצעה: משלוח תוך \\[זמן הטיפול\\]</span> |' in summary
    english = step_summary(sample, ReportOptions(messages="en"))
    assert '<span dir="ltr">"משלוח מהיר" promises speed without a time. Buyers plan on it.</span>' in english
    assert '<span dir="ltr">Try: משלוח תוך \\[זמן הטיפול\\]</span> |' in english


EVIL = (
    "a | b \\| c ` d `` e <script>alert(1)</script> <img src=x> [x](https://example.org) ![x](y) **b** _i_ ~s~ "
    "@team user@example.org https://example.org www.example.org #12 GH-12 :tada: $x$ &lt; <!-- \\"
)


def test_no_text_of_a_page_is_markup_in_the_summary(make: Make) -> None:
    found = make(f"fast {EVIL}", f"fast {EVIL}", path=f"{EVIL}.html", name=EVIL, rewrites=(Rewrite(EVIL),))
    found = found._replace(rule=found.rule._replace(why=EVIL))
    tokens = rendered(step_summary(Result((found,), 1, 1, {"x\n# y": 1}, (Problem(EVIL, EVIL),)), OPTIONS))
    assert [token.type for token in tokens if token.type.endswith("_open")] == [
        *("heading_open", "paragraph_open", "bullet_list_open", "list_item_open", "paragraph_open"),
        *("heading_open", "paragraph_open", "table_open", "thead_open", "tr_open", *["th_open"] * 5),
        *("tbody_open", "tr_open", *["td_open"] * 5),
    ]
    parts = [part for token in tokens for part in inline(token)]
    assert {part.type for part in parts} == {"text", "html_inline"}
    assert {part.content for part in parts if part.type == "html_inline"} == {"<span>", "</span>", "<br>"}
    place, _, claim, why, instead = cells(tokens)
    assert place == f"1:1 ({EVIL})"
    assert claim == f"fast {EVIL}"
    assert why.endswith(f"{EVIL}.")
    assert instead == f"Try: {EVIL}"
    for text in (part.content for part in parts if part.type != "html_inline"):
        assert not re.search(r"@\w|#\d|://|www\.|:tada|\$x|GH-", text)


def test_a_summary_is_cut_at_one_mebibyte(make: Make) -> None:
    claim = "Fast " + "שילוח " * 200
    found = [make(claim, claim, offset=2000 * at, line=at + 1) for at in range(900)]
    summary = step_summary(Result(tuple(found), 1, 900), OPTIONS)
    assert MOST_BYTES - 10_000 < len(summary.encode()) <= MOST_BYTES
    rows = summary.count("<br>delivery-speed")
    assert summary.endswith(f"\n{900 - rows:,} more findings are left out here: GitHub takes 1 MiB.\n")
    assert 100 < rows < 900
