"""Quantities in copy: what is one in three languages and what isn't, how they are written, and pages held against facts."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.errors import ClaimlintError
from claimlint.language.fold import fold
from claimlint.language.tokens import Tokens
from claimlint.lint.quantities import Better, Bound, Kind, Quantity, compare, quantities, quantity_of, spoken
from claimlint.model import Span
from claimlint.packs import PackSet, load_packs
from claimlint.schema import Anything, check
from claimlint.yamlfile import read_yaml

PACKS = load_packs()
LANGUAGES = ("en", "he", "ar")
PAIRS = Path(__file__).parent.parent / "data" / "contradictions.yaml"


def stated(text: str, language: str, packs: PackSet = PACKS) -> list[tuple[str, str]]:
    """The quantities of a text, each as its words and in short: "duration 2-4 day, at_most"."""
    lexicon = packs.lexicons[language]
    tokens = Tokens(fold(text), language, lexicon.not_prefixed)
    return [
        (text[tokens.starts[found.tokens.start] : tokens.ends[found.tokens.end - 1]], short(found))
        for found in quantities(tokens, lexicon)
    ]


def short(quantity: Quantity) -> str:
    low, high = (f"{value.normalize():f}" for value in (quantity.low, quantity.high))
    amount = low if low == high else f"{low}-{high}"
    bound = "" if quantity.bound == "exact" else f", {quantity.bound}"
    return f"{quantity.kind} {amount} {quantity.unit}".rstrip() + bound


@pytest.mark.parametrize(
    ("text", "words", "meaning"),
    [
        ("Delivered in 2 business days", "in 2 business days", "duration 2 business_day, at_most"),
        ("Leaves our warehouse within 24 hours.", "within 24 hours", "duration 24 hour, at_most"),
        ("Allow 2-4 working days", "2-4 working days", "duration 2-4 business_day"),
        ("Allow 2 – 4 days", "2 – 4 days", "duration 2-4 day"),
        ("From 2 to 4 weeks", "From 2 to 4 weeks", "duration 2-4 week"),
        ("Somewhere between 2 and 4 weeks", "Somewhere between 2 and 4 weeks", "duration 2-4 week"),
        ("In two or three days", "In two or three days", "duration 2-3 day, at_most"),
        ("Ready in an hour", "in an hour", "duration 1 hour, at_most"),
        ("Ready in just under 2 hours", "in just under 2 hours", "duration 2 hour, less_than"),
        ("It takes half an hour", "half an hour", "duration 0.5 hour"),
        ("It takes an hour and a half", "an hour and a half", "duration 1.5 hour"),
        ("It takes two and a half hours", "two and a half hours", "duration 2.5 hour"),
        ("It takes 1 hour 30 minutes", "1 hour 30 minutes", "duration 90 minute"),
        ("No later than 3 days after your order", "No later than 3 days", "duration 3 day, at_most"),
        ("Same-day dispatch", "Same-day", "duration 12 hour, at_most"),
        ("Overnight delivery", "Overnight", "duration 1 day"),
        ("14-day returns", "14-day", "duration 14 day"),
        ("A 2-year warranty", "2-year", "duration 2 year"),
        ("30+ days of battery", "30+ days", "duration 30 day, at_least"),
        ("Lamps from ₪149", "from ₪149", "money 149 ILS, at_least"),
        ("Delivery is £4.95", "£4.95", "money 4.95 GBP"),
        ("Delivery is €4,95", "€4,95", "money 4.95 EUR"),
        ("$20-$25 a pair", "$20-$25", "money 20-25 USD"),
        ("$20-25 a pair", "$20-25", "money 20-25 USD"),
        ("Two for $5", "$5", "money 5 USD"),
        ("We raised $1.5 million", "$1.5 million", "money 1500000 USD"),
        ("Only 99 cents", "99 cents", "money 0.99 USD"),
        ("Save 20%-30% today", "20%-30%", "percent 20-30 %"),
        ("Up to 70 % off", "Up to 70 %", "percent 70 %, at_most"),
        ("Ninety per cent wool", "Ninety per cent", "percent 90 %"),
        ("9 out of 10 customers come back", "9 out of 10 customers", "percent 90 %"),
        ("Rated 4.8/5", "Rated 4.8/5", "rating 4.8 5"),
        ("4.8 out of 5 stars", "4.8 out of 5 stars", "rating 4.8 5"),
        ("4.8 ★ on the map", "4.8 ★", "rating 4.8 5"),
        ("Rated 4.8 by guests", "Rated 4.8", "rating 4.8 5"),
        ("Over 1,600 happy customers", "Over 1,600 happy customers", "count 1600 customer, more_than"),
        ("1,500+ clients", "1,500+ clients", "count 1500 customer, at_least"),
        ("10k users", "10k users", "count 10000 user"),
        (
            "At least two thousand five hundred orders",
            "At least two thousand five hundred orders",
            "count 2500 order, at_least",
        ),
        ("A hundred and twenty-five guests", "A hundred and twenty-five guests", "count 125 guest"),
        ("We keep 1,200 lampshades", "1,200 lampshades", "count 1200 lampshades"),
        ("Join 5,000+ and counting", "5,000+", "count 5000, at_least"),
    ],
)
def test_english_quantities(text: str, words: str, meaning: str) -> None:
    assert stated(text, "en") == [(words, meaning)]


@pytest.mark.parametrize(
    ("text", "words", "meaning"),
    [
        ("משלוח תוך 3 ימי עסקים", "תוך 3 ימי עסקים", "duration 3 business_day, at_most"),
        ("משלוח תוך יום עסקים אחד", "תוך יום עסקים אחד", "duration 1 business_day, at_most"),
        ("עד 24שעות", "עד 24שעות", "duration 24 hour, at_most"),
        ("מגיע ב־24 שעות", "24 שעות", "duration 24 hour"),
        ("מגיע בתוך שעתיים", "בתוך שעתיים", "duration 2 hour, at_most"),
        ("מגיע כעבור יומיים וחצי", "יומיים וחצי", "duration 2.5 day"),
        ("2-4 ימי עבודה", "2-4 ימי עבודה", "duration 2-4 business_day"),
        ("מ-2 עד 4 ימים", "מ-2 עד 4 ימים", "duration 2-4 day"),
        ("בין 2 ל-4 ימים", "בין 2 ל-4 ימים", "duration 2-4 day"),
        ("בין שניים לארבעה ימים", "בין שניים לארבעה ימים", "duration 2-4 day"),
        ("שעה עד שעתיים", "שעה עד שעתיים", "duration 1-2 hour"),
        ("כשלושה שבועות", "כשלושה שבועות", "duration 3 week, about"),
        ("כ-30 דקות", "כ-30 דקות", "duration 30 minute, about"),
        ("פחות משעה", "פחות משעה", "duration 1 hour, less_than"),
        ("חצי שעה", "חצי שעה", "duration 0.5 hour"),
        ("שעה וחצי", "שעה וחצי", "duration 1.5 hour"),
        ("שנה ושלושה חודשים", "שנה ושלושה חודשים", "duration 15 month"),
        ("אחריות לשנתיים", "לשנתיים", "duration 2 year"),
        ("משלוח באותו היום", "באותו היום", "duration 12 hour, at_most"),
        ("משלוח למחרת", "למחרת", "duration 1 day"),
        ("3 ימים לכל היותר", "3 ימים לכל היותר", "duration 3 day, at_most"),
        ('רק 25 ש"ח לחודש', '25 ש"ח', "money 25 ILS"),
        ("החל מ-149 ₪", "החל מ-149 ₪", "money 149 ILS, at_least"),
        ("עד 70% הנחה", "עד 70%", "percent 70 %, at_most"),
        ("דירוג 4.8 מתוך 5", "דירוג 4.8 מתוך 5", "rating 4.8 5"),
        ("9 מתוך 10 לקוחות", "9 מתוך 10 לקוחות", "percent 90 %"),
        ("מעל 1,500 לקוחות", "מעל 1,500 לקוחות", "count 1500 customer, more_than"),
        ("יותר מאלף וחמש מאות לקוחות", "יותר מאלף וחמש מאות לקוחות", "count 1500 customer, more_than"),
        ("עשרים וחמישה סניפים", "עשרים וחמישה סניפים", "count 25 branch"),
        ("50 אלף משתמשות", "50 אלף משתמשות", "count 50000 user"),
    ],
)
def test_hebrew_quantities(text: str, words: str, meaning: str) -> None:
    assert stated(text, "he") == [(words, meaning)]


@pytest.mark.parametrize(
    ("text", "words", "meaning"),
    [
        ("التوصيل خلال 3 أيام عمل", "خلال 3 أيام عمل", "duration 3 business_day, at_most"),
        ("خلال يوم عمل واحد", "خلال يوم عمل واحد", "duration 1 business_day, at_most"),
        ("خلال ٢٤ ساعة", "خلال ٢٤ ساعة", "duration 24 hour, at_most"),
        ("في غضون يومين", "في غضون يومين", "duration 2 day, at_most"),
        ("المدة يومان", "يومان", "duration 2 day"),
        ("من 2 إلى 4 أيام", "من 2 إلى 4 أيام", "duration 2-4 day"),
        ("بين 2 و4 أيام", "بين 2 و4 أيام", "duration 2-4 day"),
        ("بين يومين وأربعة أيام", "بين يومين وأربعة أيام", "duration 2-4 day"),
        ("من يوم إلى يومين", "من يوم إلى يومين", "duration 1-2 day"),
        ("نصف ساعة", "نصف ساعة", "duration 0.5 hour"),
        ("ساعة ونصف", "ساعة ونصف", "duration 1.5 hour"),
        ("في أقل من ساعة", "في أقل من ساعة", "duration 1 hour, less_than"),
        ("التوصيل في اليوم نفسه", "في اليوم نفسه", "duration 12 hour, at_most"),
        ("ضمان سنتين", "سنتين", "duration 2 year"),
        ("لا يزيد عن 3 أيام", "لا يزيد عن 3 أيام", "duration 3 day, at_most"),
        ("3 أيام على الأقل", "3 أيام على الأقل", "duration 3 day, at_least"),
        ("الرسوم 25 ريالًا", "25 ريالًا", "money 25 SAR"),
        ("الرسوم ٢٥ د.إ.", "٢٥ د.إ", "money 25 AED"),
        ("تبدأ من 99 ريالًا", "تبدأ من 99 ريالًا", "money 99 SAR, at_least"),
        ("خصم حتى ٧٠٪", "حتى ٧٠٪", "percent 70 %, at_most"),
        ("خصم %50", "%50", "percent 50 %"),
        ("تخفيضات تصل إلى ٧٠٪", "تصل إلى ٧٠٪", "percent 70 %, at_most"),
        ("خصم خمسين بالمئة", "خمسين بالمئة", "percent 50 %"),
        ("٤٫٨ من ٥", "٤٫٨ من ٥", "rating 4.8 5"),
        ("9 من أصل 10 عملاء", "9 من أصل 10 عملاء", "percent 90 %"),
        ("أكثر من ١٬٦٠٠ عميل", "أكثر من ١٬٦٠٠ عميل", "count 1600 customer, more_than"),
        ("+1500 عميل", "+1500 عميل", "count 1500 customer, at_least"),
        ("مئة وخمسة وعشرون طلبًا", "مئة وخمسة وعشرون طلبًا", "count 125 order"),
        ("15 ألفًا من العملاء", "15 ألفًا من العملاء", "count 15000 customer"),
        ("نحو خمسة آلاف مستخدم", "نحو خمسة آلاف مستخدم", "count 5000 user, about"),
    ],
)
def test_arabic_quantities(text: str, words: str, meaning: str) -> None:
    assert stated(text, "ar") == [(words, meaning)]


def test_several_quantities_of_a_sentence_stand_in_order() -> None:
    text = "Rated 4.8/5 by 1,547 customers: dispatch in 24 hours, delivery for £4.95, 30-day returns."
    assert [words for words, _ in stated(text, "en")] == [
        *("Rated 4.8/5", "1,547 customers", "in 24 hours", "£4.95", "30-day"),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Call 020 7946 0018 or +44 20 7946 0018, text 07700-900123"),
        ("en", "Since 1998. The 2024 collection. © 2025. In 2019-2024."),
        ("en", "12 March 2025, March 12, 3/4/2025, 12.05.2025, 2025-04-03"),
        ("en", "Open 24/7, 24 hours a day, 7 days a week, 9:00-17:00, 9 am"),
        ("en", "Cases for Galaxy S24 and iPhone 15"),
        ("en", "Visit us at 12 Main Street, flat 3"),
        ("en", "No. 1 in town, the #1 choice, number one"),
        ("en", "Version 2.0.1, v2.1, Windows 11"),
        ("en", "A 5-star hotel with 3D printing, 5G and a 4K TV"),
        ("en", "The 1st and 2nd place, in 50s style"),
        ("en", "Half price, 1/2 off, three ways, 2x faster"),
        ("en", "One of our customers, once a day, up to the day"),
        ("en", "Thousands of customers, hundreds of reviews"),
        ("en", "A day to remember"),
        ("he", "חייגו *5555 או 03-5551234"),
        ("he", "פתוח 24/7, שבעה ימים בשבוע, 9:00-17:00"),
        ("he", "רחוב הרצל 12, באר שבע"),
        ("he", "מאז 1998, ב-2024, 12 במרץ 2025"),
        ("he", "עד היום, עד השעה 17:00, עד יום חמישי"),
        ("he", "מספר 1 בישראל, גרסה 2, נפתח בשעה 9, פי 3 מהר יותר"),
        ("he", "אלפי לקוחות, אחד הלקוחות"),
        ("ar", "اتصل على 0551234567"),
        ("ar", "على مدار 24/7، سبعة أيام في الأسبوع، من 9:00 إلى 17:00"),
        ("ar", "شارع التحلية 12"),
        ("ar", "منذ 1998، عام 2024، 12 مارس 2025"),
        ("ar", "حتى يوم الخميس، خلال شهر رمضان، الساعة 9"),
        ("ar", "رقم 1 في السعودية، يوم 5 من كل شهر، تقرير 2024 لدى عملائنا"),
        ("ar", "آلاف العملاء، أحد عملائنا"),
    ],
)
def test_numbers_that_say_how_much_of_nothing(language: str, text: str) -> None:
    assert stated(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "meaning"),
    [
        ("en", "2 business days", "duration 2 business_day"),
        ("en", "1,547 customers", "count 1547 customer"),
        ("en", "1547", "count 1547"),
        ("en", "4.8 of 5", "rating 4.8 5"),
        ("en", "₪25", "money 25 ILS"),
        ("en", "99.9 %", "percent 99.9 %"),
        ("en", "An hour.", "duration 1 hour"),
        ("he", "יומיים", "duration 2 day"),
        ("he", "שבוע ימים", "duration 1 week"),
        ("he", "25 ₪", "money 25 ILS"),
        ("ar", "يومان", "duration 2 day"),
        ("ar", "ساعة", "duration 1 hour"),
        ("ar", "1.5 مليون", "count 1500000"),
        ("ar", "25 ر.س.", "money 25 SAR"),
    ],
)
def test_a_whole_text_that_is_one_quantity(language: str, text: str, meaning: str) -> None:
    found = quantity_of(text, PACKS.lexicons[language])
    assert found is not None
    assert short(found) == meaning


@pytest.mark.parametrize(
    "text", ["", ".", "2 days and £5", "Delivered in 2 days", "2024", "24/7", "soon", "07700 900123", "2.0.1"]
)
def test_a_whole_text_that_is_more_or_less_or_something_else(text: str) -> None:
    assert quantity_of(text, PACKS.lexicons["en"]) is None


def test_only_what_stands_in_the_stretch_is_read() -> None:
    lexicon = PACKS.lexicons["en"]
    tokens = Tokens(fold("2 days, 3 weeks, 4 months"), "en")
    (found,) = quantities(tokens, lexicon, Span(3, 5))
    assert (short(found), found.tokens) == ("duration 3 week", Span(3, 5))


def test_a_language_without_quantities_has_none(tmp_path: Path) -> None:
    described = tmp_path / "language.yaml"
    described.write_text("language: de\nname: German\n", encoding="utf-8")
    german = load_packs([described]).lexicons["de"]
    assert quantities(Tokens(fold("2 days"), "de"), german) == []
    assert quantity_of("2 days", german) is None


@pytest.mark.parametrize(
    ("quantity", "texts"),
    [
        (("duration", "0.5", "hour", "exact"), ("half an hour", "חצי שעה", "نصف ساعة")),
        (("duration", "1", "hour", "less_than"), ("less than 1 hour", "פחות משעה אחת", "أقل من ساعة واحدة")),
        (("duration", "1.5", "hour", "exact"), ("1.5 hours", "1.5 שעות", "1.5 ساعة")),
        (("duration", "1", "business_day", "exact"), ("1 business day", "יום עסקים אחד", "يوم عمل واحد")),
        (("duration", "2", "business_day", "exact"), ("2 business days", "שני ימי עסקים", "يومي عمل")),
        (("duration", "3", "business_day", "at_most"), ("up to 3 business days", "עד 3 ימי עסקים", "حتى 3 أيام عمل")),
        (("duration", "2", "day", "more_than"), ("more than 2 days", "מעל יומיים", "أكثر من يومين")),
        (("duration", "14", "day", "exact"), ("14 days", "14 ימים", "14 يومًا")),
        (("duration", "100", "day", "exact"), ("100 days", "100 ימים", "100 يوم")),
        (("duration", "2", "year", "exact"), ("2 years", "שנתיים", "سنتين")),
        (("duration", "2-4", "week", "exact"), ("2–4 weeks", "2–4 שבועות", "2–4 أسابيع")),
        (("duration", "1-2", "day", "exact"), ("1–2 days", "יום אחד עד יומיים", "يوم واحد إلى يومين")),
        (("money", "25", "ILS", "exact"), ("₪25", "\u200f25\u00a0\u200f₪", "\u200f25\u00a0₪")),
        (
            ("money", "24.5", "USD", "at_least"),
            ("at least $24.50", "לפחות \u200f24.50\u00a0\u200f$", "ما لا يقل عن \u200f24.50\u00a0US$"),
        ),
        (("money", "1200", "SAR", "exact"), ("SAR\u00a01,200", "\u200f1,200\u00a0\u200fSAR", "\u200f1,200\u00a0ر.س.\u200f")),
        (("percent", "99.9", "%", "exact"), ("99.9%", "99.9%", "99.9%")),
        (("rating", "4.8", "5", "exact"), ("4.8 out of 5", "4.8 מתוך 5", "4.8 من 5")),
        (("count", "1547", "customer", "about"), ("about 1,547 customers", "בערך 1,547 לקוחות", "نحو 1,547 عميلًا")),
        (("count", "2", "branch", "exact"), ("2 branches", "שני סניפים", "فرعين")),
    ],
)
def test_a_quantity_is_written_in_the_grammar_of_each_language(
    quantity: tuple[Kind, str, str, Bound], texts: tuple[str, str, str]
) -> None:
    kind, amount, unit, bound = quantity
    low, high = (Decimal(end) for end in (amount.split("-") * 2)[:2])
    written = tuple(spoken(Quantity(kind, low, high, unit, bound), language) for language in LANGUAGES)
    assert written == texts


def test_a_language_that_is_not_ours_is_told_in_english() -> None:
    assert spoken(Quantity("duration", Decimal(3), Decimal(3), "day"), "de") == "3 days"


def _units(role: str, language: str) -> list[str]:
    return sorted({term.name for term in PACKS.lexicons[language].quantities.terms if term.role == role})


_AMOUNTS = st.decimals(min_value=0, max_value=9_999_999, places=2, allow_nan=False, allow_infinity=False)
_NUMBERS = st.one_of(st.integers(min_value=0, max_value=2_000_000).map(Decimal), _AMOUNTS)
_BOUNDS: st.SearchStrategy[Bound] = st.sampled_from(("exact", "at_most", "less_than", "at_least", "more_than", "about"))


@st.composite
def written_quantities(draw: st.DrawFn) -> tuple[Quantity, str]:
    """A quantity, and a language that it can be written in."""
    language = draw(st.sampled_from(LANGUAGES))
    kind: Kind = draw(st.sampled_from(("duration", "money", "percent", "rating", "count")))
    low = draw(_NUMBERS)
    high = low
    unit = "%"
    if kind == "rating":
        unit = draw(st.sampled_from(("5", "10")))
        low = high = draw(st.decimals(min_value="0.1", max_value=unit, places=1))
    elif draw(st.booleans()):
        high = low + draw(st.integers(min_value=1, max_value=1000))
    times = ("second", "minute", "hour", "business_hour", "day", "business_day", "week", "month", "year")
    if kind == "duration":
        unit = draw(st.sampled_from(times))
    elif kind == "money":
        # The sign of the Jordanian dinar folds to that of the dirham: د.أ and د.إ.
        unit = draw(st.sampled_from([code for code in _units("currency", language) if (code, language) != ("JOD", "ar")]))
    elif kind == "count":
        counted = [name for name in _units("unit", language) if name not in (*times, "percent", "star")]
        unit = draw(st.sampled_from(("", *counted)))
    bound: Bound = draw(_BOUNDS) if low == high else "exact"
    return Quantity(kind, low, high, unit, bound), language


@given(written_quantities())
def test_what_is_written_is_read_back(written: tuple[Quantity, str]) -> None:
    quantity, language = written
    assert quantity_of(spoken(quantity, language), PACKS.lexicons[language]) == quantity


def _pairs() -> list[tuple[str, dict[str, Any]]]:
    plain = check(Anything(), read_yaml(PAIRS), str(PAIRS))
    return [(language, pair) for language, pairs in plain.items() for pair in pairs]


def test_each_language_has_many_pairs() -> None:
    languages = [language for language, _ in _pairs()]
    assert all(languages.count(language) >= 25 for language in LANGUAGES)


@pytest.mark.parametrize(("language", "pair"), _pairs(), ids=lambda value: value["copy"] if isinstance(value, dict) else value)
def test_a_page_held_against_a_fact(language: str, pair: dict[str, Any]) -> None:
    lexicon = PACKS.lexicons[language]
    (page,) = quantities(Tokens(fold(pair["copy"]), language, lexicon.not_prefixed), lexicon)
    fact = quantity_of(str(pair["fact"]), lexicon)
    assert fact is not None
    assert compare(page, fact, pair["better"]) == pair["verdict"]


def test_a_page_in_one_language_is_held_against_a_fact_in_another() -> None:
    (page,) = quantities(Tokens(fold("יותר מ-1,600 לקוחות"), "he"), PACKS.lexicons["he"])
    fact = quantity_of("1,547 customers", PACKS.lexicons["en"])
    assert fact is not None
    assert compare(page, fact, "more") == "overstates"


@pytest.mark.parametrize(
    ("page", "fact", "better", "verdict"),
    [
        # a business day is a calendar day, or three with a weekend; five hold one weekend, six two
        ("1 business day", "3 days", "less", "agrees"),
        ("1 business day", "4 days", "less", "contradicts"),
        ("5 business days", "7 days", "less", "agrees"),
        ("5 business days", "8 days", "less", "contradicts"),
        ("2 business days", "1 day", "less", "weaker"),
        # of business hours it has seven to ten
        ("8 business hours", "1 business day", "less", "agrees"),
        ("4 business hours", "1 business day", "less", "contradicts"),
        ("12 business hours", "1 business day", "less", "weaker"),
        # on the clock, an hour of business is an hour at least
        ("1 hour", "4 business hours", "less", "contradicts"),
        ("24 hours", "4 business hours", "less", "agrees"),
        # months have 28 to 31 days, but twelve of them are a year
        ("31 days", "1 month", "more", "agrees"),
        ("33 days", "1 month", "more", "contradicts"),
        ("12 months", "1 year", "more", "agrees"),
        ("25 months", "2 years", "more", "contradicts"),
        ("23 months", "2 years", "more", "weaker"),
        # the same unit needs no conversion
        ("2 business days", "3 business days", "less", "contradicts"),
        ("2 months", "3 months", "more", "weaker"),
        # both ends of a range are promises, unless only the best case is said
        ("3-5 days", "2-4 days", "less", "weaker"),
        ("2-3 days", "2-4 days", "less", "contradicts"),
        ("2-6 days", "2-4 days", "less", "weaker"),
        ("from 2 days", "2-4 days", "less", "agrees"),
        ("$25", "from $25", "less", "contradicts"),
        # nouns must be the same, or one of them unsaid
        ("1,500 lampshades", "1,547 lampshades", "more", "weaker"),
        ("1,500 lampshades", "1,547 lamps", "more", "incomparable"),
        ("1,600+", "1,547 lamps", "more", "overstates"),
        ("4.8 of 5", "96%", "more", "incomparable"),
        ("5 of 5", "4.6 of 5", "more", "contradicts"),
    ],
)
def test_conversions_and_bounds(page: str, fact: str, better: Better, verdict: str) -> None:
    lexicon = PACKS.lexicons["en"]
    one, two = quantity_of(page, lexicon), quantity_of(fact, lexicon)
    assert one is not None
    assert two is not None
    assert compare(one, two, better) == verdict


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000 + " days",
        "9," * 50_000 + "9 days",
        " ".join(["7"] * 10_000),
        " days, ".join(str(number) for number in range(10_000)),
        "up to " * 10_000 + "7 days",
        "two hundred million and " * 5_000,
        "between 2 and " * 5_000,
        "7/" * 10_000,
        "$" * 10_000 + "7",
        "in an hour and a half " * 5_000,
    ],
    ids=lambda text: text[:20],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    tokens = Tokens(fold(text), "en")
    start = time.perf_counter()
    quantities(tokens, PACKS.lexicons["en"])
    assert time.perf_counter() - start < 5


LANGUAGE = "language: de\nname: German\n"
QUANTITIES = 'language: de\nnumbers: {"2": [zwei]}\nunits:\n  day: {words: [Tag/e]}\nfixed: {"1 day": [morgen]}\n'


def test_a_language_of_ones_own_may_have_quantities_or_none(tmp_path: Path) -> None:
    (tmp_path / "language.yaml").write_text(LANGUAGE, encoding="utf-8")
    assert load_packs([tmp_path]).lexicons["de"].quantities.terms == ()
    (tmp_path / "quantities.yaml").write_text(QUANTITIES, encoding="utf-8")
    assert stated("Zwei Tage, 3 Tage, morgen", "de", load_packs([tmp_path])) == [
        ("Zwei Tage", "duration 2 day"),
        ("3 Tage", "duration 3 day"),
        ("morgen", "duration 1 day"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[Tag/e]", '["(Tag"]', r"quantities.yaml:4: phrase '\(Tag': '\(' without '\)'"),
        ("1 day", "1 dya", "quantities.yaml:5: no unit 'dya'; did you mean 'day'?"),
        ("units", "unit", "quantities.yaml:3: unknown key 'unit'; did you mean 'units'?"),
        ('"2"', "two", "quantities.yaml:2: the name 'two' must be a number in quotes, such as 12"),
        (
            "language: de",
            "language: dee",
            "quantities.yaml:1: no language.yaml describes the language 'dee'; did you mean 'de'?",
        ),
        ("language: de", "language: en", "quantities.yaml:1: the quantities of the language 'en' are described twice; remove"),
    ],
)
def test_an_error_in_quantities_names_line_and_remedy(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    (tmp_path / "language.yaml").write_text(LANGUAGE, encoding="utf-8")
    (tmp_path / "quantities.yaml").write_text(QUANTITIES.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ClaimlintError, match=complaint):
        load_packs([tmp_path])
