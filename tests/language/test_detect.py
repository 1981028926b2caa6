"""The language of copy: its declaration, its script, its commonest words."""

import pytest

from claimlint.language.detect import CommonWords, by_script, of_page, other_runs, primary

ENGLISH = CommonWords({"en": frozenset("the and of to in for with your our you we is are".split())})


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
        ("אונדזער ברויט איז פון דער בעסטער סארט", "", "yi"),
        ("אונדזער ברויט איז פון דער בעסטער סארט", "he", "yi"),
        ("קפה מאָדי בכל בוקר", "", "he"),
        ("أفضل خدمة فی المدینة", "ar", "ar"),  # typed with Persian ya
        ("نشحن إلى كل المدن مع تطبيق گلوري ومن دون رسوم", "", "ar"),  # a name with a letter that Arabic lacks
        ("ما برای شما بهترین کیفیت را داریم", "ar", "fa"),
        ("€9.50 – €12", "", ""),
        ("Быстрая доставка", "", "und"),
        ("Быстрая доставка", "ru", "ru"),
    ],
)
def test_letters_outweigh_a_declaration_that_cannot_be(text: str, declared: str, language: str) -> None:
    assert by_script(text, declared) == language


def test_common_words_tell_latin_languages_apart() -> None:
    assert ENGLISH.language("Wir sind die beste Wahl für Ihre Familie und das ist gut") == "de"
    assert ENGLISH.language("We are the best choice for your family and the dog") == "en"
    assert ENGLISH.language("Best coffee") == ""


def test_a_page_without_common_words_is_taken_for_english() -> None:
    assert ENGLISH.of_page(["Fast shipping", "Best coffee"]) == "en"
    assert ENGLISH.of_page(["La mejor tienda de la ciudad", "y el mejor servicio para los clientes con más"]) == "es"


def test_short_texts_of_a_page_go_with_its_others() -> None:
    persian = ["fa", "ar", "ar", "en"]
    assert of_page(persian, ["", "", "ar", ""]) == ["fa", "fa", "ar", "en"]
    assert of_page(["ar"] * 9 + ["fa"], [""] * 10) == ["ar"] * 9 + ["fa"]
    assert of_page(["yi", "he", "he"], ["", "he", ""]) == ["yi", "he", "yi"]


@pytest.mark.parametrize(
    ("text", "language", "runs"),
    [
        ("משלוח מהיר · Fast shipping", "he", [("", "Fast shipping")]),
        ("Fast shipping, משלוח מהיר עד הבית", "en", [("he", "משלוח מהיר עד הבית")]),
        ("שירות מהיר، خدمة سريعة", "he", [("ar", "خدمة سريعة")]),
        ("התקנת WhatsApp במחשב", "he", []),
        ("100% natural soap מהגליל, made with care", "he", [("", "natural soap made with care")]),
        ("Fast shipping", "en", []),
    ],
)
def test_runs_of_another_script_stand_where_they_stood(text: str, language: str, runs: list[tuple[str, str]]) -> None:
    found = list(other_runs(text, language))
    assert [(other, " ".join(word for word in alone.split() if word[0].isalpha())) for other, alone in found] == runs
    assert all(len(alone) == len(text) for _, alone in found)
    assert all(char in ("\n", " ", text[place]) for _, alone in found for place, char in enumerate(alone))
