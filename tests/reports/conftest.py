"""Findings made by hand, so that reports are tested apart from what finds them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimlint.model import Block, Edit, Example, Finding, Position, Problem, Reason, Result, Rewrite, Rule, Slot, Span
from claimlint.reports import ReportOptions

DISPATCH = Slot(
    "shipping.dispatch_time",
    {"en": "dispatch time", "he": "זמן הטיפול"},
    {"en": "the warehouse's export of the last 90 days", "he": "דוח המחסן"},
)
SPEED = Rule(
    id="delivery-speed",
    pack="en.delivery",
    language="en",
    family="unquantified-speed",
    severity="error",
    confidence="high",
    message='"{match}" promises speed without a time',
    why="Shoppers plan on it; a US seller needs a reasonable basis for any shipping time.",
    find=("fast shipping",),
    rewrites=("Ships within {shipping.dispatch_time} of your order",),
    examples=(
        Example("Enjoy fast shipping!", ("fast shipping",)),
        Example("Quick *delivery*", ("Quick",)),
        Example("Fast shipping: 1-2 business days", ()),
    ),
    references=("16 CFR 435.2(a)(1)",),
)
BEST = Rule(
    id="superlative-best",
    pack="en.superlatives",
    language="en",
    family="superlative",
    severity="warning",
    confidence="medium",
    message='"{match}" ranks without saying who measured what',
    why="Nobody can check it.",
    find=("best",),
    rewrites=(),
    examples=(),
)
HEBREW = Rule(
    id="he-fast-delivery",
    pack="he.delivery",
    language="he",
    family="unquantified-speed",
    severity="info",
    confidence="high",
    message='"{match}" בלי זמן',
    why="הקונה מתכנן לפי זה.",
    find=("משלוח מהיר",),
    translations={"en": Reason('"{match}" promises speed without a time', "Buyers plan on it.")},
    rewrites=(),
    examples=(),
)

Make = Callable[..., Finding]


def position(copy: str, index: int, line: int, offset: int) -> Position:
    """The place of a character of the copy, which begins `offset` ASCII characters after the beginning of the line."""
    before = copy[:index]
    utf16 = len(before.encode("utf-16-le", "surrogatepass")) // 2
    return Position(line, offset + index + 1, offset + utf16 + 1, offset + len(before.encode("utf-8", "surrogatepass")) + 1)


@pytest.fixture
def make() -> Make:
    """A finding of `claim` in `copy`, as if the file held nothing but the copy after `offset` characters."""

    def make(
        copy: str,
        claim: str,
        rule: Rule = SPEED,
        path: str = "shop.html",
        line: int = 1,
        offset: int = 0,
        rewrites: tuple[Rewrite, ...] = (),
        kind: str = "text",
        name: str = "",
        limit: int = 0,
    ) -> Finding:
        start = copy.index(claim)
        end = start + len(claim)
        span = Span(offset + start, offset + end)
        block = Block(copy, (0,), (Span(offset, offset + len(copy)),), kind, rule.language, name=name, limit=limit)
        return Finding(
            rule=rule,
            path=path,
            home_path=path,
            span=span,
            pieces=(span,),
            start=position(copy, start, line, offset),
            end=position(copy, end, line, offset),
            block=block,
            in_block=Span(start, end),
            sentence=Span(0, len(copy)),
            language=rule.language,
            rewrites=rewrites,
            identity=f"{rule.id}-{span.start}",
        )

    return make


@pytest.fixture
def sample(make: Make) -> Result:
    """Three files, two languages, all severities, an ad, an emoji, an edit, a file that could not be read, and two languages
    without rules."""
    ships = Rewrite("Ships within [dispatch time] of your order", (DISPATCH,))
    towels = "The best towels"
    whole = Edit(Span(100, 115), position(towels, 0, 20, 100), position(towels, 15, 20, 100), "Free returns for 30 days", False)
    returns = Rewrite("Free returns for 30 days", edit=whole)
    return Result(
        findings=(
            make("Soft towels.\nEnjoy fast shipping on every order.", "fast shipping", rewrites=(ships,), line=12),
            make(towels, "best", BEST, offset=100, line=20, kind="heading", rewrites=(returns, ships)),
            make("And 🚚 fast shipping again", "fast shipping", offset=200, line=31, rewrites=(ships,)),
            make(
                "משלוח מהיר לכל הארץ עם Acme",
                "משלוח מהיר",
                HEBREW,
                "he/index.html",
                rewrites=(Rewrite("משלוח תוך [זמן הטיפול]", (DISPATCH,)),),
            ),
            make(
                "Fast shipping on all towels",
                "Fast shipping",
                path="ads.csv",
                offset=300,
                line=12,
                kind="ad-headline",
                name="row 12, Headline 3",
                limit=30,
                rewrites=(ships._replace(excess=10),),
            ),
        ),
        files=4,
        blocks=57,
        unchecked={"de": 2, "fr-ca": 1},
        problems=(Problem("logo.html", "this is a binary file; name a page or a text"),),
    )


@pytest.fixture
def options() -> ReportOptions:
    """Those of a run with the rules of the sample in force, and one more."""
    quiet = BEST._replace(id="quiet", severity="info", confidence="low", why="Nobody finds it.")
    families = {"unquantified-speed": "Speed", "superlative": "Superlatives"}
    return ReportOptions(rules=(SPEED, BEST, HEBREW, quiet), families=families)
