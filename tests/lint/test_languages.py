"""Pages in several languages: each piece of copy is linted in its own, and what has no rules is counted."""

import json

import pytest

from claimlint.lint import lint_document
from claimlint.packs import PackSet, load_packs
from claimlint.sources import read


@pytest.fixture(scope="module")
def packs() -> PackSet:
    return load_packs()


def found(packs: PackSet, html: str) -> list[tuple[str, str]]:
    findings = lint_document(read("page.html", html.encode()), packs).findings
    assert [html[finding.span.start : finding.span.end] for finding in findings] == [finding.text for finding in findings]
    return [(finding.language, finding.text) for finding in findings]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p lang="he">משלוח מהיר · Fast shipping to all cities</p>', [("he", "משלוח מהיר"), ("en", "Fast shipping")]),
        ('<p lang="en">World\'s best coffee, הכי טוב בעיר</p>', [("en", "World's best"), ("he", "הכי טוב")]),
        ('<p lang="ar">أفضل خدمة with the fastest support</p>', [("ar", "أفضل خدمة"), ("en", "fastest")]),
        ('<p lang="he">שירות מהיר / خدمة سريعة</p>', [("he", "מהיר"), ("ar", "سريعة")]),
    ],
)
def test_each_script_of_a_mixed_block_has_its_own_rules(packs: PackSet, html: str, expected: list[tuple[str, str]]) -> None:
    claims = found(packs, html)
    assert [language for language, _ in claims] == [language for language, _ in expected]
    assert all(word in claim for (_, claim), (_, word) in zip(claims, expected, strict=True))


@pytest.mark.parametrize("copy", ["מערכת Smart Home Best Choice לבית", "התקנת Premium Fast לכל מחשב", "קפה Best"])
def test_a_name_in_latin_letters_is_no_copy(packs: PackSet, copy: str) -> None:
    assert found(packs, f'<p lang="he">{copy}</p>') == []


PAGES = {
    "fa": "<h1>بهترین فروشگاه کفش</h1><p>ارسال سريع</p><p>ما برای شما بهترین کیفیت را با قیمت مناسب فراهم کرده‌ایم.</p>",
    "ur": "<h1>شہر کی سب سے بہترین سروس</h1><p>تیز ترین ڈیلیوری آپ کے گھر تک</p>",
    "ku": "<h1>باشترین خزمەتگوزاری لە شارەکە</h1><p>گەیاندنی خێرا بۆ هەموو ماڵێک</p>",
    "yi": "<h1>די בעסטע ברויט אין שטאט</h1><p>אונדזער ברויט איז פון דער בעסטער סארט</p><p>מיר זענען נומער 1</p>",
    "de": "<h1>Die beste Bäckerei der Stadt</h1><p>Wir liefern schnell und sicher, mit dem besten Service für Sie.</p>",
    "fr": "<h1>La meilleure boulangerie de la ville</h1><p>Nous livrons vite et bien, avec le meilleur service pour vous.</p>",
    "es": "<h1>La mejor panadería de la ciudad</h1><p>Con el mejor servicio para los clientes y la entrega más rápida.</p>",
}


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "undeclared"])
@pytest.mark.parametrize("language", PAGES)
def test_pages_in_other_languages_are_counted_and_not_linted(packs: PackSet, language: str, declared: bool) -> None:
    attribute = f' lang="{language}"' if declared else ""
    result = lint_document(read("page.html", f"<html{attribute}><body>{PAGES[language]}".encode()), packs)
    assert result.findings == ()
    assert result.unchecked == {language: PAGES[language].count("<p>") + 1}


def test_keys_of_data_files_are_english_whatever_the_copy_is_in(packs: PackSet) -> None:
    copy = {"sort": {"cheap": "הזול ביותר במבחר כולו"}, "hero": "המחיר הזול ביותר בעיר", "careers": {"driver": "נהג מהיר"}}
    data = json.dumps(copy, ensure_ascii=False)
    findings = lint_document(read("shop.he.json", data.encode()), packs).findings
    assert [finding.block.name for finding in findings] == ["hero"]


def test_only_a_script_with_capitals_tells_goods_by_their_price(packs: PackSet) -> None:
    assert found(packs, '<li lang="en">Best Boy Dog Lead – £32</li>') == []
    assert found(packs, '<li lang="he">משלוח מהיר – ₪32</li>') == [("he", "משלוח מהיר")]
