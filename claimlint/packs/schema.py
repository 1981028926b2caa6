"""The shape of the YAML files under rules/ and of users' packs: what validates them and what editors complete from."""

from __future__ import annotations

from typing import Any

from claimlint.model import CONFIDENCES, SEVERITIES
from claimlint.schema import Anything, Choice, Either, Field, Flag, ListOf, MapOf, Record, Text, json_schema

EVIDENCE_KINDS = ("duration", "money", "percent", "count", "date", "source", "link", "name")
MEASURES = ("duration", "money", "percent", "date")  # kinds whose words say how much, never of what
BOUNDS = ("at_most", "less_than", "at_least", "more_than", "about")  # of a quantity that isn't exact
JOINS = ("and", "from", "to", "between", "between_and", "out_of", "rated")  # words within and around a quantity
PLURALS = ("zero", "one", "two", "few", "many", "other")  # CLDR's categories
EXCEPTIONS = ("look-alike", "negation", "question", "goal", "other")
# What a block can be, and what it can stand in.
KINDS = (
    *("text", "heading", "list-item", "table-cell", "button", "option", "caption", "quote", "label", "title", "meta"),
    *("alt", "tooltip", "aria-label", "placeholder", "json-ld", "template-string", "front-matter", "string"),
    *("ad-headline", "ad-description", "ad-path"),
)
SCOPES = (*KINDS, "link", "nav", "header", "footer", "form", "list", "table", "main")

# What a token of a pattern may hold is checked by claimlint.packs.pattern.
_PATTERNS = ListOf(ListOf(Anything(), least=1))
_PHRASES = ListOf(Text("fast shipping", shape="a phrase"), least=1)
_ID = Text("delivery-speed", r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "lower-case words joined by hyphens")
_LANGUAGE = Text("en", r"[a-z]{2,3}", "a language code of two or three letters")
_LIST_NAME = Text("shipping", r"[a-z][a-z0-9_]*", "a lower-case word")
_SLOT_ID = Text("shipping.dispatch_time", r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", "lower-case words joined by dots")

_AMOUNT = Text("12", r"\d+(\.\d+)?", "a number in quotes")
_UNIT_NAME = Text("business_day", r"[a-z]+(_[a-z]+)*", "a lower-case word")
_CURRENCY = Text("EUR", r"[A-Z]{3}", "a currency code of three capitals")

_MESSAGE = Text("\"'{match}' promises speed without a time\"")
_WHY = Text("Shoppers plan on it.")
_PROOF = Text("Warehouse export of the last 90 days")

SLOT = Record(
    {
        "labels": Field(
            MapOf(Text("dispatch time"), _LANGUAGE), "What the fact is called in each language; shown as [label].", True
        ),
        "evidence": Field(
            Either(
                (Text("Warehouse export of the last 90 days"), MapOf(Text("Warehouse export of the last 90 days"), _LANGUAGE))
            ),
            "What would prove the fact: a text, or one in each language.",
            True,
        ),
        "per_claim": Field(
            Flag(), "Whether it differs from claim to claim, so that no register of the company can fill it.", default=False
        ),
    }
)

EXAMPLE = Record(
    {
        "text": Field(Text("Enjoy fast shipping!"), "A piece of copy.", True),
        "flag": Field(
            ListOf(Text("fast shipping", shape="the exact text to be flagged"), least=1, or_one=True),
            "The exact text that this rule flags in it (several: a list), or none.",
            True,
        ),
        "in": Field(Choice(SCOPES), "What the copy stands in; text when left out.", default="text"),
    }
)

RULE = Record(
    {
        "id": Field(_ID, "Permanent and unique; suppressions and reports name it.", True),
        "family": Field(_ID, "The family of claims it belongs to: an id of rules/families.yaml or of this pack.", True),
        "severity": Field(Choice(SEVERITIES), "What the claim could cost: error, warning or info.", True),
        "confidence": Field(Choice(CONFIDENCES), "How often the phrases are right; low is hidden by default.", True),
        "message": Field(_MESSAGE, "What is wrong; {match} is the claim.", True),
        "why": Field(_WHY, "The reason in one sentence, for the writer of the copy.", True),
        "translations": Field(
            MapOf(
                Record(
                    {
                        "message": Field(_MESSAGE, "What is wrong; {match} is the claim.", True),
                        "why": Field(_WHY, "The reason in one sentence.", True),
                    }
                ),
                _LANGUAGE,
            ),
            "Message and reason in other languages, for reviewers who don't read the copy's (--messages en).",
            default={},
        ),
        "references": Field(ListOf(Text("16 CFR 435.2(a)(1)")), "Law, guidance or decisions behind it.", default=[]),
        "find": Field(_PHRASES, "The phrases to look for.", True),
        "ignore": Field(_PHRASES, "Look-alikes: a claim that overlaps one is no finding; @ is the claim.", default=[]),
        "where": Field(
            _PATTERNS,
            "Patterns over the parsed sentence (spaCy's Matcher or DependencyMatcher), one of which must hold of the claim.",
            default=[],
        ),
        "settled_by": Field(
            ListOf(ListOf(Choice(EVIDENCE_KINDS), least=1, or_one=True)),
            "Kinds of evidence that, beside the claim, make it specific; [source, date] within the list: both are needed.",
            default=[],
        ),
        "scopes": Field(ListOf(Choice(SCOPES)), "Look only in copy of these kinds.", default=[]),
        "rewrites": Field(
            ListOf(Text("Ships within {shipping.dispatch_time}"), least=1),
            "Specific wordings, best first; {slots} are facts.",
            True,
        ),
        "examples": Field(ListOf(EXAMPLE, least=2), "Copy that is flagged and copy that isn't: both are required.", True),
        "override": Field(Choice(("replace",)), "Write replace to take the place of a rule of the same id in another pack."),
    }
)

_LISTS = Field(MapOf(_PHRASES, _LIST_NAME), "Named lists of words or phrases; {name} stands for any one entry.", default={})

PACK = Record(
    {
        "pack": Field(
            Text("en.delivery", r"[a-z]{2,3}\.[a-z0-9]+(-[a-z0-9]+)*", "a language, a dot and a topic"),
            "The name of the pack.",
            True,
        ),
        "language": Field(_LANGUAGE, "The language of the copy it is for.", True),
        "title": Field(Text("Delivery and speed"), "A title for people.", default=""),
        "lists": _LISTS,
        "slots": Field(MapOf(SLOT, _SLOT_ID), "Facts that only this pack's rewrites need.", default={}),
        "families": Field(
            MapOf(Text("Words that our legal team does not allow"), _ID), "Families of your own, by id.", default={}
        ),
        "ignore": Field(_PHRASES, "Look-alikes for every rule of the pack.", default=[]),
        "rules": Field(ListOf(RULE, least=1), "The rules.", True),
    }
)

LEXICON = Record(
    {
        "language": Field(_LANGUAGE, "The language that this file describes.", True),
        "name": Field(Text("English"), "Its name in English.", True),
        "common_words": Field(
            ListOf(Text("the")), "Words by which a text of this language is told from others of its script.", default=[]
        ),
        "not_prefixed": Field(ListOf(Text("משקל")), "Words that only look as if they began with a prefix.", default=[]),
        "joints": Field(
            ListOf(Text("and")),
            "Words and marks between two statements; evidence behind one is for the other.",
            default=[","],
        ),
        "fillers": Field(
            ListOf(Text("enjoy")),
            "Words that say nothing of their own beside a claim: 'Enjoy our fast shipping' can be replaced as a whole.",
            default=[],
        ),
        "lists": _LISTS,
        "evidence": Field(
            MapOf(_PHRASES, Text("duration", "|".join(EVIDENCE_KINDS), f"one of {', '.join(EVIDENCE_KINDS)}")),
            "Phrases that count as evidence, by kind.",
            default={},
        ),
        "sections": Field(
            _PHRASES, "Headings (and keys of data files) under which nothing is a claim: jobs, small print, advice.", default=[]
        ),
        "asides": Field(
            _PHRASES, "Phrases that, anywhere in a block, set all of it aside: a job advert, a cookie notice.", default=[]
        ),
        "no_evidence": Field(
            _PHRASES, "Phrases that look like evidence and prove nothing: opening hours, for example.", default=[]
        ),
        "exceptions": Field(
            MapOf(_PHRASES, Text("negation", "|".join(EXCEPTIONS), f"one of {', '.join(EXCEPTIONS)}")),
            "Phrases in which a claim (@) is none, whatever its rule.",
            default={},
        ),
        "grammar": Field(
            MapOf(_PATTERNS, Text("negation", "|".join(EXCEPTIONS), f"one of {', '.join(EXCEPTIONS)}")),
            "The same told by the parsed sentence: trees whose first node lies in the claim.",
            default={},
        ),
    }
)

UNIT = Record(
    {
        "words": Field(_PHRASES, "What stands behind a number.", True),
        "one": Field(_PHRASES, "One of it, without a number: an hour.", default=[]),
        "two": Field(_PHRASES, "Two of it in one word: יומיים.", default=[]),
        "spoken": Field(
            Record(
                {
                    "half": Field(Text("half an hour"), "Half of one, where there is a word for it.", default=""),
                    **{
                        name: Field(Text("{} hours"), f"Of numbers of the plural category {name}.", default="")
                        for name in PLURALS
                    },
                }
            ),
            "How it is written, by CLDR's plural categories; {} is the number. A form without {} says it by itself.",
            default={},
        ),
    }
)

QUANTITIES = Record(
    {
        "language": Field(_LANGUAGE, "The language that this file describes.", True),
        "lists": _LISTS,
        "numbers": Field(MapOf(_PHRASES, _AMOUNT), "Number words by their value.", default={}),
        "multipliers": Field(MapOf(_PHRASES, _AMOUNT), "Words that multiply the number in front: thousand.", default={}),
        "parts": Field(MapOf(_PHRASES, _AMOUNT), "What is added to the number or unit in front: and a half.", default={}),
        "units": Field(
            MapOf(UNIT, _UNIT_NAME),
            "Units: second to year, business_hour, business_day, percent, star; any other is what a count is of.",
            True,
        ),
        "fixed": Field(
            MapOf(
                _PHRASES,
                Text("at_most 1 day", rf"(({'|'.join(BOUNDS)}) )?\d+(\.\d+)? [a-z_]+", "a bound or none, a number and a unit"),
            ),
            "Sayings that hold an amount, by what they amount to.",
            default={},
        ),
        "currencies": Field(MapOf(_PHRASES, _CURRENCY), "Signs and names of currencies by ISO code.", default={}),
        "cents": Field(MapOf(_PHRASES, _CURRENCY), "Names of the hundredth of a currency by its ISO code.", default={}),
        "before": Field(
            MapOf(_PHRASES, Text("at_most", "|".join(("within", *BOUNDS)), f"one of within, {', '.join(BOUNDS)}")),
            "What bounds an amount from in front; within: times only, and as at_most.",
            default={},
        ),
        "behind": Field(
            MapOf(_PHRASES, Text("at_most", "|".join(BOUNDS), f"one of {', '.join(BOUNDS)}")),
            "What bounds an amount from behind, or between the number and the unit.",
            default={},
        ),
        "prefixes": Field(
            MapOf(Choice(BOUNDS), Text("כ", r"\w", "one letter")), "Prefixes of a word that bound it: כיומיים.", default={}
        ),
        "joins": Field(
            MapOf(_PHRASES, Text("to", "|".join(JOINS), f"one of {', '.join(JOINS)}")),
            "Words between numbers (and, to, between_and, out_of) and in front of a range (from, between) or a rating (rated).",
            default={},
        ),
        "no_quantity": Field(_PHRASES, "Numbers that say how much of nothing: addresses, dates, versions.", default=[]),
        "spoken": Field(
            MapOf(
                Text("up to {}"),
                Text(
                    "at_most", "|".join(("range", "to", "rating", *BOUNDS)), f"range, to, rating or one of {', '.join(BOUNDS)}"
                ),
            ),
            "How ranges, ratings and bounds are written; each {} is an amount.",
            default={},
        ),
    }
)

FAMILIES = Record(
    {
        "families": Field(
            ListOf(
                Record(
                    {
                        "id": Field(_ID, "The family's id.", True),
                        "title": Field(Text("Superlatives"), "Its name.", True),
                        "about": Field(Text("Top of a scale."), "What belongs to it, in a sentence.", True),
                    }
                ),
                least=1,
            ),
            "All families; where two claims overlap, the family that stands first wins.",
            True,
        )
    }
)

PROFILES = Record(
    {
        "profiles": Field(
            ListOf(
                Record(
                    {
                        "id": Field(_ID, "The profile's id.", True),
                        "title": Field(Text("What regulators act on"), "Whose view it takes.", True),
                        "about": Field(Text("Facts weigh more."), "What it moves and why.", True),
                        "raise": Field(ListOf(_ID), "Families whose rules weigh one step more.", True),
                        "lower": Field(ListOf(_ID), "Families whose rules weigh one step less.", True),
                    }
                ),
                least=1,
            ),
            "The profiles.",
            True,
        )
    }
)

SLOTS = Record({"slots": Field(MapOf(SLOT, _SLOT_ID), "The facts that rewrites may need.", True)})


CHECKS = Record(
    {
        "checks": Field(
            ListOf(
                Record(
                    {
                        "id": Field(_ID, "Permanent and unique.", True),
                        "family": Field(_ID, "A family.", True),
                        "severity": Field(Choice(SEVERITIES), "What it could cost.", True),
                        "message": Field(MapOf(_MESSAGE, _LANGUAGE), "What is wrong, in each language.", True),
                        "why": Field(MapOf(_WHY, _LANGUAGE), "The reason, in each language.", True),
                    }
                ),
                least=1,
            ),
            "What is found without phrases.",
            True,
        )
    }
)

TOPICS = Record(
    {
        "topics": Field(
            MapOf(
                Record(
                    {
                        "kind": Field(Choice(("duration", "money", "percent", "rating", "count")), "Of the quantity.", True),
                        "better": Field(Choice(("less", "more")), "Which way a promise is stronger.", True),
                        **{
                            language: Field(_PHRASES, "Words beside such a quantity.", default=[])
                            for language in ("en", "he", "ar")
                        },
                    }
                ),
                _SLOT_ID,
            ),
            "What quantities on a page are about, by slot.",
            True,
        )
    }
)


_BY_LANGUAGE = MapOf(_PHRASES, _LANGUAGE)

STRENGTH = Record(
    {
        "scale": Field(ListOf(ListOf(_ID, least=1), least=1), "Families and rules in steps, the weakest first.", True),
        "by_severity": Field(ListOf(_ID), "Families in which a rule that weighs more is the stronger claim.", default=[]),
        "multiples": Field(ListOf(_ID), "Rules in whose claims the bigger number is the bigger claim.", default=[]),
        "softened": Field(_BY_LANGUAGE, "What takes back some of a claim, in front of it or at its start.", default={}),
        "one_of_several": Field(
            MapOf(ListOf(Text("מה…ות", r"\w+…\w+", "a beginning, … and an ending"), least=1), _LANGUAGE),
            "Forms of a word that make a claim one of several.",
            default={},
        ),
        "sharpened": Field(_BY_LANGUAGE, "What adds to a claim, beside it.", default={}),
        "given": Field(_BY_LANGUAGE, "Words beside an amount of money of which more is the stronger promise.", default={}),
    }
)


def pack_json_schema() -> dict[str, Any]:
    """The JSON Schema of a pack; docs/pack.schema.json holds it and a test keeps it fresh."""
    return json_schema(PACK, "A pack of claimlint rules", "claimlint-pack.schema.json")


__all__ = [
    "CHECKS",
    "EVIDENCE_KINDS",
    "EXCEPTIONS",
    "FAMILIES",
    "JOINS",
    "KINDS",
    "LEXICON",
    "MEASURES",
    "PACK",
    "PLURALS",
    "PROFILES",
    "QUANTITIES",
    "SCOPES",
    "SLOTS",
    "STRENGTH",
    "TOPICS",
    "pack_json_schema",
]
