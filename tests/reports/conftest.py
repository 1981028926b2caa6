"""Findings made by hand, so that reports are tested apart from what finds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from claimlint.model import Block, Finding, Position, Problem, Reason, Result, Rewrite, Rule, Slot, Span

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
    rewrites=(),
    examples=(),
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
            start=Position(line, span.start + 1, span.start + 1, span.start + 1),
            end=Position(line, span.end + 1, span.end + 1, span.end + 1),
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
    """Three files, three languages, all severities, an ad, a file that could not be read, a language without rules."""
    ships = Rewrite("Ships within [dispatch time] of your order", (DISPATCH,))
    returns = Rewrite("Free returns for 30 days")
    return Result(
        findings=(
            make("Soft towels.\nEnjoy fast shipping on every order.", "fast shipping", rewrites=(ships,), line=12),
            make("The best towels", "best", BEST, offset=100, line=20, kind="heading", rewrites=(returns, ships)),
            make("And fast shipping again", "fast shipping", offset=200, line=31, rewrites=(ships,)),
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
                rewrites=(replace(ships, excess=10),),
            ),
        ),
        files=4,
        blocks=57,
        unchecked={"de": 2, "fr-ca": 1},
        problems=(Problem("logo.html", "this is a binary file; name a page or a text"),),
    )
