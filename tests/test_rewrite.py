"""Rewrites: filled with facts, blanks otherwise, and fitted to the place of what they replace."""

import pytest

from claimlint.model import Rule, Slot
from claimlint.rewrite import Place, fitted, rewrites_of

TIME = Slot("shipping.time", {"en": "delivery time", "he": "זמן אספקה"}, {"en": "the carrier's export"})
AREA = Slot("shipping.area", {"en": "delivery area"}, {"en": "the shipping table"})
SLOTS = {slot.id: slot for slot in (TIME, AREA)}
RULE = Rule(
    id="delivery-speed",
    pack="en.delivery",
    language="en",
    family="unquantified-speed",
    severity="error",
    confidence="high",
    message="'{match}'",
    why="Shoppers plan on it.",
    find=("fast shipping",),
    rewrites=("Delivery to {shipping.area} within {shipping.time}", "Delivery within {shipping.time}", "Delivery on weekdays"),
    examples=(),
)


def texts(known: dict[str, str], like: str = "Fast shipping", room: int | None = None) -> list[str]:
    return [rewrite.text for rewrite in rewrites_of(RULE, SLOTS, Place(like, room=room), known.get)]


def test_facts_fill_a_rewrite_and_complete_ones_come_first() -> None:
    assert texts({}) == [
        "Delivery on weekdays",
        "Delivery to [delivery area] within [delivery time]",
        "Delivery within [delivery time]",
    ]
    filled = rewrites_of(RULE, SLOTS, Place("Fast shipping"), {"shipping.time": "2 business days"}.get)
    assert [(rewrite.text, rewrite.facts, [slot.id for slot in rewrite.needs]) for rewrite in filled] == [
        ("Delivery within 2 business days", ("shipping.time",), []),
        ("Delivery on weekdays", (), []),
        ("Delivery to [delivery area] within 2 business days", ("shipping.time",), ["shipping.area"]),
    ]


def test_what_fits_comes_first_and_blanks_take_no_room() -> None:
    found = rewrites_of(RULE, SLOTS, Place("Fast shipping", room=16), {"shipping.time": "2 business days"}.get)
    assert [(rewrite.text, rewrite.excess) for rewrite in found] == [
        ("Delivery within 2 business days", 15),
        ("Delivery on weekdays", 4),
        ("Delivery to [delivery area] within 2 business days", 19),
    ]


@pytest.mark.parametrize(
    ("like", "goes_on", "expected"),
    [
        ("Fast shipping", False, "Ships from Leeds within 2 days, ISO 9001"),
        ("Fast shipping!", False, "Ships from Leeds within 2 days, ISO 9001"),
        ("We offer fast shipping.", False, "Ships from Leeds within 2 days, ISO 9001."),
        ("Fast shipping!", True, "Ships from Leeds within 2 days, ISO 9001."),
        ("Fast Shipping for All Orders", False, "Ships From Leeds Within 2 Days, ISO 9001"),
        ("FAST SHIPPING!", False, "SHIPS FROM LEEDS WITHIN 2 DAYS, ISO 9001"),
        ("fast shipping", False, "ships from Leeds within 2 days, ISO 9001"),
        ("משלוח מהיר!", False, "Ships from Leeds within 2 days, ISO 9001"),
    ],
)
def test_case_and_closing_mark_are_kept(like: str, goes_on: bool, expected: str) -> None:
    assert fitted("Ships from Leeds within 2 days, ISO 9001", Place(like, goes_on)) == expected


@pytest.mark.parametrize(
    ("text", "like", "expected"),
    [
        ("Ships within [dispatch time]", "FAST SHIPPING", "SHIPS WITHIN [dispatch time]"),
        ("Terms: https://example.com/terms", "THE BEST GUARANTEE", "TERMS: https://example.com/terms"),
        ("ISO 9001 certificate", "certified quality", "ISO 9001 certificate"),
        ("two lamps a day", "We are fast.", "Two lamps a day."),
        ("TLS 1.3 in transit", "Bank-Grade Security", "TLS 1.3 in Transit"),
        ("משלוח תוך 2 ימי עסקים", "משלוח מהיר.", "משלוח תוך 2 ימי עסקים."),
    ],
)
def test_blanks_addresses_and_abbreviations_keep_their_letters(text: str, like: str, expected: str) -> None:
    assert fitted(text, Place(like)) == expected


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("נכון ל{shipping.time}", "1 במרץ 2026", "נכון ל-1 במרץ 2026"),
        ("נכון ל{shipping.time}", "מרץ 2026", "נכון למרץ 2026"),
        ("הזמנות מ{shipping.time}", "₪80", "הזמנות מ-₪80"),
        ("דירוג ב{shipping.time}", "Google", "דירוג ב-Google"),
        ("זמן: {shipping.time}", "2 ימים", "זמן: 2 ימים"),
        ("اعتباراً من {shipping.time}", "1 مارس", "اعتباراً من 1 مارس"),
        ("وكيل ل{shipping.time}", "Acme", "وكيل لـAcme"),
    ],
)
def test_a_prefix_joins_a_number_or_a_foreign_name_by_a_mark(template: str, value: str, expected: str) -> None:
    rule = RULE._replace(language="he", rewrites=(template,))
    assert [rewrite.text for rewrite in rewrites_of(rule, SLOTS, Place(""), {"shipping.time": value}.get)] == [expected]
