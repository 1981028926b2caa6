"""The reports of `claimlint diff`: a table, a comment for a pull request in which no page text is markup, and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from claimlint.claimdiff import VERDICTS, ClaimChange, Verdict
from claimlint.claims import Claim, Sentence
from claimlint.lint.quantities import Better, Bound, Kind, Quantity
from claimlint.model import Block, Finding, Position, Problem, Rewrite, Rule, Slot, Span
from claimlint.reports import ReportOptions
from claimlint.reports.claim_diff import FORMATS, MARK, Comparison
from claimlint.reports.layout import cells

Make = Callable[..., Finding]
DISPATCH = Slot(
    "shipping.dispatch_time", {"en": "dispatch time", "he": "זמן הטיפול"}, {"en": "the warehouse's export", "he": "דוח המחסן"}
)
SGR = re.compile(r"\x1b\[[0-9;]*m")
_MARKED = re.compile(r"(?s)(.*)\[(.*)\](.*)")


def days(number: int, bound: Bound = "at_most") -> Quantity:
    return Quantity("duration", Decimal(number), Decimal(number), "day", bound)


def percent(number: str) -> Quantity:
    return Quantity("percent", Decimal(number), Decimal(number), "%")


def claim(
    marked: str,
    path: str = "shop.html",
    line: int = 12,
    rule: Rule | None = None,
    finding: Finding | None = None,
    quantity: Quantity | None = None,
    topic: str = "",
    better: Better | None = None,
    language: str = "en",
) -> Claim:
    """The claim in [brackets] in its sentence, at column 5 of a line."""
    found = _MARKED.fullmatch(marked)
    assert found
    before, said, after = found.groups()
    text = before + said + after
    sentence = Sentence(Block(text, (0,), (Span(0, len(text)),)), text, 0, tuple(text.split()), ())
    return Claim(
        path=path,
        start=Position(line, 5, 5, 5),
        sentence=sentence,
        in_sentence=Span(len(before), len(before) + len(said)),
        number=0,
        language=language,
        words=tuple(said.split()),
        nearby=frozenset(),
        rule=rule,
        finding=finding,
        quantity=quantity,
        topic=topic,
        better=better,
    )


def change(verdict: Verdict, before: Claim | None, after: Claim | None, was: str = "", now: str = "") -> ClaimChange:
    """A change; `was` and `now` are what stood or stands in the place of a claim that isn't there."""

    def sentence(one: Claim | None, instead: str) -> Sentence | None:
        return one.sentence if one else claim(f"{instead}[]").sentence if instead else None

    return ClaimChange(verdict, before, after, sentence(before, was), sentence(after, now))


@pytest.fixture
def sample(make: Make) -> Comparison:
    """One change of each kind, one in four places, in two languages and on pages with names that have to be shown safely."""
    ships = Rewrite("Ships within [dispatch time] of your order", (DISPATCH,))
    fast = make("Enjoy fast shipping on every order.", "fast shipping", line=12, rewrites=(ships,))
    speed = fast.rule
    hebrew_rule = speed._replace(id="he-fast-delivery", language="he", severity="info")
    hebrew = make("משלוח מהיר עם Acme", "משלוח מהיר", hebrew_rule, rewrites=(Rewrite("משלוח תוך [זמן הטיפול]", (DISPATCH,)),))
    found = fast._replace(rewrites=())
    dispatch = {"topic": "shipping.dispatch_time", "better": "less"}
    footer = [
        change(
            "strengthened",
            claim("Uptime: [99 %]", path, 80, quantity=percent("99"), better="more"),
            claim("Uptime: [99.9 %]", path, 81, quantity=percent("99.9"), better="more"),
        )
        for path in ("shop.html", "a.html", "b.html", "c.html")
    ]
    return Comparison(
        (
            change("added", None, claim("Enjoy [fast shipping] on every order.", rule=speed, finding=fast), "Order by mail."),
            change(
                "strengthened",
                claim("Ships [within 2 days].", line=9, quantity=days(2), **dispatch),  # type: ignore[arg-type]
                claim("Ships [within 1 day].", line=14, quantity=days(1), finding=found, **dispatch),  # type: ignore[arg-type]
            ),
            change(
                "vaguer",
                claim("[Fast shipping]", line=20, rule=speed),
                claim("[Fast shipping]", line=20, rule=speed, finding=found),
            ),
            footer[0],
            change(
                "removed", claim("The @everyone | <b>[best]</b> lamps", line=3, rule=speed, finding=found), None, now="Lamps"
            ),
            *footer[1:],
            change(
                "reworded",
                claim("משלוח [זריז] עם Acme", "he/index.html", 1, hebrew_rule, hebrew, language="he"),
                claim("[משלוח מהיר] עם Acme", "he/index.html", 1, hebrew_rule, hebrew, language="he"),
            ),
            change(
                "weakened",
                claim(f"{'Wool and linen, ' * 9}[within 1 day]{', wool and linen' * 9}", "long.html", 5, quantity=days(1)),
                claim("[within 3 days]", "long.html", 5, quantity=days(3)),
            ),
            change(
                "substantiated",
                claim("[Fast shipping]", "#1/`x`.html", 7, speed, found),
                claim("[Fast shipping]\nsee www.example.com", "#1/`x`.html", 7, speed),
            ),
        ),
        before="0123456789abcdef0123456789abcdef01234567",
        files=7,
        slots={DISPATCH.id: DISPATCH},
        problems=(Problem("logo.html", "this is a binary file; name a page or a text"),),
    )


@pytest.mark.parametrize(("form", "name"), [("text", "diff.txt"), ("markdown", "diff.md"), ("json", "diff.json")])
def test_golden(sample: Comparison, golden: Callable[[str, str], None], form: str, name: str) -> None:
    golden(name, FORMATS[form](sample, ReportOptions()))


def test_colour_changes_nothing_but_colour(sample: Comparison) -> None:
    coloured = FORMATS["text"](sample, ReportOptions(colour=True))
    assert coloured != SGR.sub("", coloured)
    assert SGR.sub("", coloured) == FORMATS["text"](sample, ReportOptions())


@pytest.mark.parametrize("width", [44, 80, 100, 200])
def test_no_text_is_wider_than_the_terminal(sample: Comparison, width: int) -> None:
    lines = FORMATS["text"](sample, ReportOptions(width=width)).splitlines()
    texts = [line for line in lines if line.startswith("      ") or line.startswith("    →")]
    assert max(map(cells, texts)) <= width


def test_a_change_on_many_pages_is_told_once(sample: Comparison) -> None:
    text, comment = (FORMATS[form](sample, ReportOptions()) for form in ("text", "markdown"))
    assert text.count("99.9 %") == comment.count("99.9 %") == 1
    assert "also: a.html:81, b.html:81 and 1 more place\n" in text
    assert "4 strengthened" not in text.splitlines()[0]  # those of this page
    assert len(json.loads(FORMATS["json"](sample, ReportOptions()))["changes"]) == 11


def test_nothing_changed() -> None:
    nothing = Comparison((), "0123456789abcdef", "fedcba9876543210", files=1)
    assert FORMATS["text"](nothing, ReportOptions()) == (
        "No claim was added, removed or changed, in 1 changed file since 0123456789ab\n"
    )
    assert FORMATS["markdown"](nothing, ReportOptions()) == (
        f"{MARK}\n### Claims: nothing changed\n\n"
        "No claim was added, removed or changed (1 changed file, 0123456789ab to fedcba987654).\n"
    )
    assert json.loads(FORMATS["json"](nothing, ReportOptions()))["changes"] == []


def test_facts_are_named_in_the_language_of_messages(sample: Comparison) -> None:
    report = FORMATS["text"](sample, ReportOptions(messages="he"))
    assert "זמן הטיפול" in report
    assert "הצעה: Ships within [dispatch time] of your order" in report


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("a | b", "a &#124; b"),
        ("@everyone", "<span>@</span>everyone"),
        ("see #12 and gh-7", r"see <span>\#</span>12 and <span>gh</span>-7"),
        ("[a](http://example.com)", r"\[a\](http<span>:</span>//example.com)"),
        ("www.example.com", "<span>www</span>.example.com"),
        ("**b** `c` ~d~ _e_", r"\*\*b\*\* \`c\` \~d\~ \_e\_"),
        ("</details> &amp; <!-- x", "&lt;/details&gt; &amp;amp; &lt;!-- x"),
        ("one\ntwo\r\x1b[31m\u202e", r"one / two\\r\\x1b\[31m\\u202e"),
        ("\ue000bold\ue001", "bold"),
    ],
)
def test_no_page_text_is_markup_in_a_comment(said: str, shown: str) -> None:
    page = change("removed", claim("[best]", quantity=days(1)), None, now=said)
    row = FORMATS["markdown"](Comparison((page,), "0" * 40), ReportOptions()).splitlines()[-1]
    assert row == f"| **removed**<br>time | shop.html:12 (old) | <b>best</b> | {shown} |"


def test_a_sentence_is_in_one_direction_with_its_claim_in_bold(sample: Comparison) -> None:
    comment = FORMATS["markdown"](sample, ReportOptions())
    assert '<span dir="rtl"><b>משלוח מהיר</b> עם Acme</span>' in comment


def test_rows_beyond_the_first_twenty_are_folded_away() -> None:
    rows = tuple(change("added", None, claim(f"[{number} days]", quantity=days(number))) for number in range(1, 26))
    comment = FORMATS["markdown"](Comparison(rows, "0" * 40), ReportOptions())
    shown, _, folded = comment.partition("<details><summary>5 more</summary>\n\n| Change |")
    assert shown.count("| **added**") == 20
    assert folded.count("| **added**") == 5
    assert folded.endswith("\n</details>\n")


def test_a_comment_stays_within_what_github_takes() -> None:
    rows = tuple(
        change("added", None, claim(f"[{number} days] {'word ' * 40}", quantity=days(number))) for number in range(900)
    )
    comment = FORMATS["markdown"](Comparison(rows, "0" * 40), ReportOptions())
    assert 50_000 < len(comment) < 65_536
    told = comment.count("| **added**")
    assert f"{900 - told:,} more are left out here" in comment


def test_json_counts_and_tells_both_sides(sample: Comparison) -> None:
    report = json.loads(FORMATS["json"](sample, ReportOptions()))
    assert (report["version"], report["before"][:4], report["after"]) == (1, "0123", "")
    assert {verdict: report["summary"][verdict] for verdict in VERDICTS} == {
        **dict.fromkeys(VERDICTS, 1),
        "strengthened": 5,
    }
    added, faster, *_ = report["changes"]
    assert added["before"] == {"sentence": "Order by mail."}
    assert added["after"]["finding"]["rewrite"] == "Ships within [dispatch time] of your order"
    assert faster["before"]["quantity"] == {
        "kind": "duration",
        "low": "2",
        "high": "2",
        "unit": "day",
        "bound": "at_most",
        "topic": "shipping.dispatch_time",
        "better": "less",
    }


KINDS: list[tuple[Kind, str]] = [("money", "price"), ("rating", "rating"), ("count", "number"), ("percent", "percentage")]


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_a_figure_without_a_topic_is_called_by_its_kind(kind: Kind, name: str) -> None:
    figure = claim("[5]", quantity=Quantity(kind, Decimal(5), Decimal(5), ""))
    assert f"  {name}  >>5<<\n" in FORMATS["text"](Comparison((change("added", None, figure),), "0"), ReportOptions())
