"""The phrase notation: what each form finds, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.errors import ClaimlintError
from claimlint.language.fold import fold
from claimlint.language.tokens import Tokens
from claimlint.model import Span
from claimlint.packs.notation import compile_list, compile_phrase
from claimlint.packs.phrase import matches

LISTS = {"fast": ["fast", "quick/er", "same day"], "shipping": ["shipping", "deliver+y/ies"]}


def found(phrase: str, text: str, language: str = "en", claim: Span | None = None) -> list[str]:
    lists = {name: compile_list(entries, "en", {}) for name, entries in LISTS.items()}
    tokens = Tokens(fold(text), language)
    compiled = compile_phrase(phrase, language, lists, claim=claim is not None)
    spans = matches(compiled, tokens, Span(0, len(tokens)), claim)
    return [text[tokens.starts[span.start] : tokens.ends[span.end - 1]] for span in spans]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        (
            "fast shipping",
            "FAST shipping and fast-shipping, fast “shipping”",
            ["FAST shipping", "fast-shipping", "fast “shipping"],
        ),
        ("fast shipping", "fast, shipping; fast. Shipping fast\nshipping (fast) shipping breakfast shipping", []),
        ("award-winning", "award winning", ["award winning"]),
        ("(fast|very quick) shipping", "very quick shipping", ["very quick shipping"]),
        (
            "fast (and free)? shipping",
            "fast and free shipping, fast shipping",
            ["fast and free shipping", "fast shipping"],
        ),
        (
            "{fast} (free)? {shipping}",
            "Quicker free deliveries; same-day delivery",
            ["Quicker free deliveries", "same-day delivery"],
        ),
        ("best * ever", "best coffee ever, best ever", ["best coffee ever"]),
        ("up to # %", "up to 70% off, up to you", ["up to 70%"]),
        ("in ####", "in 2025, in 24, in 1,200", ["in 2025"]),
        (
            "only ..2 app",
            "only app, only good app, only very good app, only one, app",
            ["only app", "only good app", "only very good app"],
        ),
        ("guarantee/s/d", "guarantee guarantees guaranteed guaranteeing", ["guarantee", "guarantees", "guaranteed"]),
        ("deliver+y/ies", "deliver delivery deliveries", ["delivery", "deliveries"]),
        ("=# 1", "The #1 and No. 1 and № 1", ["#1", "№ 1"]),
        ("24/7", "open 24/7", ["24/7"]),
        ("world's best", "the World’s Best", ["World’s Best"]),
        ("$ #", "$19.90", ["$19.90"]),
        ("[we|our team] guarantee [results|success]", "We guarantee results, our team guarantee success", ["guarantee"] * 2),
        ("[we] guarantee", "They guarantee, we guarantee", ["guarantee"]),
        ("guarantee * [now]", "guarantee it today, guarantee this now", ["guarantee this"]),
        ("fast [(free)? shipping]", "fast shipping fast free shipping fast food", ["fast", "fast"]),
    ],
)
def test_english(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("משלוח/ים מהיר/ה/ים", "למשלוחים המהירים ומשלוח מהיר", ["למשלוחים המהירים", "ומשלוח מהיר"]),
        ("מצוין/ת", "מצוינת", ["מצוינת"]),
        ("ה-מוביל/ה", "המובילה מוביל ובמוביל", ["המובילה", "ובמוביל"]),
        ("ה-* =ביותר", "השירות הטוב ביותר, ביותר", ["הטוב ביותר"]),
        ("ה-(טוב|זול)", "הטוב וזול", ["הטוב"]),
        ("=רק", "רק ורק", ["רק"]),
    ],
)
def test_hebrew_words_come_with_their_prefixes_and_endings(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text, "he") == expected


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("توصيل سريع/ة", "والتوصيل السريع", ["والتوصيل السريع"]),
        ("خدم+ة/ات", "بخدمات وخدمة خدم", ["بخدمات", "وخدمة"]),
        ("ال-أفضل", "الأفضل أفضل وللأفضل", ["الأفضل", "وللأفضل"]),
        ("خلال # ساعة", "خلال ٢٤ ساعة", ["خلال ٢٤ ساعة"]),
    ],
)
def test_arabic_words_come_with_their_prefixes_and_endings(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text, "ar") == expected


def test_the_claim_stands_for_the_match_that_is_judged() -> None:
    assert found("not (the)? @", "not the fastest, the fastest", claim=Span(2, 3)) == ["not the fastest"]


@pytest.mark.parametrize(
    ("phrase", "complaint"),
    [
        ("", "phrase '': is empty; write the words to look for"),
        ("(fast shipping", "phrase '(fast shipping': '(' without ')'"),
        ("fast) shipping", "phrase 'fast) shipping': ')' without '('"),
        ("we ('ve|have)", "phrase \"we ('ve|have)\": can't read \"'ve|have)\"; a short form is one word: we've, isn't"),
        ("(fast|)", "phrase '(fast|)': an empty choice; write (a|b)? for 'a or b or nothing'"),
        ("{fst} shipping", "phrase '{fst} shipping': no list {fst}; did you mean {fast}?"),
        ("fast?", "phrase 'fast?': '?' goes behind a group: write (word)?"),
        ("fast ..0 shipping", "phrase 'fast ..0 shipping': a gap is of 1 to 20 words, not 0"),
        ("(fast)? (quick)?", "phrase '(fast)? (quick)?': everything in it is optional; one word must be required"),
        ("fast =", "phrase 'fast =': '=' needs a word behind it"),
        (
            "fast [free] shipping",
            "phrase 'fast [free] shipping': '[…]' stands at the two ends of a phrase, not inside or in a list",
        ),
        ("(fast [free])", "phrase '(fast [free])': '[…]' stands at the two ends of a phrase, not inside or in a list"),
        ("fast [free", "phrase 'fast [free': '[' without ']'"),
        ("[we]", "phrase '[we]': is empty; write the words to look for"),
        ("@ fast", "phrase '@ fast': '@' stands for the claim and has no meaning here"),
        (r"\bfast\b", r"phrase '\\bfast\\b': '\\' has no meaning here: phrases aren't regular expressions"),
        ("fast.*shipping", "phrase 'fast.*shipping': '.*' has no meaning here: phrases aren't regular expressions"),
        ("ה-fast", "phrase 'ה-fast': 'ה-' asks for an article, which only Hebrew and Arabic phrases can"),
        (
            "fast " * 41,
            f"phrase {'fast ' * 41!r}: matches more than 40 words or 5000 alternatives; split it into several",
        ),
    ],
)
def test_bad_notation_is_refused_with_what_to_write(phrase: str, complaint: str) -> None:
    with pytest.raises(ClaimlintError) as caught:
        found(phrase, "fast")
    assert caught.value.message == complaint


def test_groups_nested_without_end_are_refused() -> None:
    with pytest.raises(ClaimlintError, match="groups nested deeper than 20"):
        found("(" * 150 + "a" + ")" * 150, "a")


def test_lists_of_lists_cannot_explode() -> None:
    lists = {"l0": compile_list(["a b", "c d"], "en", {})}
    for level in range(1, 11):
        lists[f"l{level}"] = compile_list([f"{{l{level - 1}}}", f"{{l{level - 1}}}"], "en", lists)
    with pytest.raises(ClaimlintError, match="5000 alternatives"):
        compile_list(["{l10}", "{l10}"], "en", lists)


def test_a_phrase_that_would_backtrack_as_an_expression_takes_no_time() -> None:
    assert found("(a)? " * 38 + "b", "a " * 2000 + "c b") == ["b"]


@given(st.text(alphabet="ab(|)?[]{}*#.=+/@ 2'-", max_size=30))
def test_any_text_is_a_phrase_or_a_clear_error(phrase: str) -> None:
    try:
        found(phrase, "a b a b 2", claim=Span(0, 1))
    except ClaimlintError as error:
        complaint = error.message
    else:
        complaint = "phrase is fine"
    assert complaint.startswith("phrase ")
