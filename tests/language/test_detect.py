"""The language of copy: its declaration, its script, its commonest words."""

import pytest

from claimlint.language.detect import by_script, by_words, page_language, primary

ENGLISH = {"en": frozenset(["the", "and", "of", "to", "in", "for", "with", "your", "our", "you", "we", "is", "are"])}


@pytest.mark.parametrize(("tag", "language"), [("en-GB", "en"), ("iw-IL", "he"), ("AR_sa", "ar"), ("", "")])
def test_the_primary_subtag_counts(tag: str, language: str) -> None:
    assert primary(tag) == language


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Fast shipping", "en", "en"),
        ("Fast shipping", "", ""),
        ("Fast shipping", "he", ""),
        ("Schneller Versand", "de", "de"),
        ("משלוח מהיר", "en", "he"),
        ("משלוח Express מהיר", "", "he"),
        ("שנעלע װאַרע", "", "yi"),
        ("משלוח", "yi", "yi"),
        ("توصيل سريع", "", "ar"),
        ("ارسال سریع", "", "fa"),
        ("تیز ترین ڈیلیوری", "", "ur"),
        ("گەیاندنی خێرا", "", "ku"),
        ("توصيل", "fa", "fa"),
        ("€9.50 – €12", "", ""),
        ("Быстрая доставка", "", "und"),
        ("Быстрая доставка", "ru", "ru"),
    ],
)
def test_letters_outweigh_a_declaration_that_cannot_be(text: str, declared: str, language: str) -> None:
    assert by_script(text, declared) == language


def test_common_words_tell_latin_languages_apart() -> None:
    assert by_words("Wir sind die beste Wahl für Ihre Familie und das ist gut", ENGLISH) == "de"
    assert by_words("We are the best choice for your family and the dog", ENGLISH) == "en"
    assert by_words("Best coffee", ENGLISH) == ""


def test_a_page_without_common_words_is_taken_for_english() -> None:
    assert page_language(["Fast shipping", "Best coffee"], ENGLISH) == "en"
    assert page_language(["La mejor tienda de la ciudad", "y el mejor servicio para los clientes con más"], ENGLISH) == "es"
