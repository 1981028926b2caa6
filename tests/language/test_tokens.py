"""Tokens: words and numbers, with every other mark a token of its own."""

import pytest

from claimlint.language.fold import fold
from claimlint.language.tokens import Tokens


def words(text: str, language: str = "en") -> list[str]:
    return Tokens(fold(text), language).words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Award-winning, world's best", ["award", "winning", ",", "world's", "best"]),
        ('our "fast" shipping', ["our", "fast", "shipping"]),
        ("The #1 app, No. 1 in 2025.", ["the", "#", "1", "app", ",", "no", "1", "in", "2025", "."]),
        ("say no. Then 3", ["say", "no", ".", "then", "3"]),
        ("Node.js in 1–2 days", ["node", "js", "in", "1", "2", "days"]),
        ("4.9/5 – 1,200 reviews", ["4.9", "/", "5", "-", "1,200", "reviews"]),
        ("24/7. Really?", ["24", "/", "7", ".", "really", "?"]),
        ("fast\nshipping", ["fast", "\n", "shipping"]),
        ("fastest¹ 5★", ["fastest", "†", "5", "★"]),
        ("snake_case b2b", ["snake_case", "b2b"]),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ל-30 יום", ["ל", "30", "יום"]),
        ("ב־24 שעות", ["ב", "24", "שעות"]),
        ("24שעות", ["24", "שעות"]),
        ("₪99", ["₪", "99"]),
        ("•משלוח|מהיר", ["•", "משלוח", "|", "מהיר"]),
        ('ה"טוב ביותר" 20 ש״ח', ["הטוב", "ביותר", "20", 'ש"ח']),
        ("ביותר.המחיר", ["ביותר", ".", "המחיר"]),
        ("א.ב. שירותים", ["א", "ב", ".", "שירותים"]),
        ("צ'ק", ["צ'ק"]),
        ("בGoogle וב-24שעות", ["ב", "google", "וב", "24", "שעות"]),
        ("מס' 1, מס׳ 2, יח' 5", ["מס", "1", ",", "מס", "2", ",", "יח", "5"]),
        ("100%אחריות ב-₪99", ["100", "%", "אחריות", "ב", "₪", "99"]),
    ],
)
def test_hebrew(text: str, expected: list[str]) -> None:
    assert words(text, "he") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سعر،وأعلى", ["سعر", ",", "واعلي"]),
        ("الأفضل؟نعم", ["الافضل", "?", "نعم"]),
        ("٣-٥ أيام", ["3", "5", "ايام"]),
        ("100%مضمون", ["100", "%", "مضمون"]),
        ("خلال 24ساعة.", ["خلال", "24", "ساعه", "."]),
        ("30٪.", ["30", "%", "."]),
        ("«الأفضل».", ["الافضل", "."]),
        ("بـ99 ر.س والـ24 ساعة", ["ب", "99", "ر", "س", "وال", "24", "ساعه"]),
        ("رقم١ عبرWhatsApp", ["رقم", "1", "عبر", "whatsapp"]),
        ("ﺷﺤﻦ ﺳﺮﯾﻊ", ["شحن", "سريع"]),
    ],
)
def test_arabic(text: str, expected: list[str]) -> None:
    assert words(text, "ar") == expected


def test_places_are_those_of_the_original_text() -> None:
    text = 'ה"טּוֹב — Fast\u00adest¹!'
    tokens = Tokens(fold(text), "he")
    assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == [*('ה"טּוֹב', "—", "Fast\u00adest", "¹", "!")]


def test_readings_take_prefixes_off_but_not_from_words_that_only_look_so() -> None:
    tokens = Tokens(fold("והמשלוחים משקל"), "he", frozenset({"משקל"}))
    assert ("וה", "משלוחים") in tokens.readings(0)
    assert tokens.readings(1) == (("", "משקל"),)
    assert ("وال", "توصيل") in Tokens(fold("والتوصيل"), "ar").readings(0)
    assert Tokens(fold("the best"), "en").readings(0) == (("", "the"),)


def test_keys_hold_every_word_and_every_reading() -> None:
    assert Tokens(fold("the best."), "en").keys == {"the", "best", "."}
    assert {"המשלוח", "משלוח"} <= Tokens(fold("המשלוח"), "he").keys
