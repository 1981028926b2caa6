"""Which strings of a data file are copy."""

from __future__ import annotations

import pytest

from claimlint.sources.keys import is_copy, is_copy_column, is_translation, locale
from claimlint.sources.options import ReaderOptions

OPTIONS = ReaderOptions()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("hero.title", "Fastest"),
        ("hero.cta", "Go"),
        ("backgroundAlt", "Kiln"),
        ("items[2].descriptionService2", "Spotless"),
        ("linkText", "more"),
        ("stats.workers", "Workers in our team"),
        ("notes[0]", "We fire every mug twice"),
        ("notes[1]", "ספלים בעבודת יד"),
        ("notes[2]", "手作りのマグ"),
        ("badge", "award-winning"),
        ("title", "Save {percent} today"),
        ("title", "easy-to-use, eco-friendly and fast"),
        ("text", "<b>Fired</b> twice"),
        ("We fire every mug. Enter your email", "Fired"),
        ("", "Two words"),
        ("title", "Open 24/7 and/or by phone"),
    ],
)
def test_copy(key: str, value: str) -> None:
    assert is_copy(key, value, OPTIONS)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("brand.first", "kiln"),
        ("id", "the best mug"),
        ("meta.locale", "two words"),
        ("buttonClass", "two words"),
        ("images[0].src", "our mugs"),
        ("styles.title", "big and bold"),
        ("scripts.build", "build the site"),
        ("contact.address", "1 Kiln Lane, Leeds"),
        ("title", ""),
        ("title", "24 / 7"),
        ("title", "https://example.com/best mug".replace(" ", "%20")),
        ("title", "//cdn.example.com/a"),
        ("title", "mailto:us@example.com"),
        ("text", "us@example.com"),
        ("text", "/shop/mugs"),
        ("text", "./mugs/best.png"),
        ("text", "image/png"),
        ("text", "best.png"),
        ("text", "hero.cta.title"),
        ("text", "#ffcc00"),
        ("text", "12px"),
        ("text", "2025-01-31T10:00"),
        ("text", "ORDER_STATE"),
        ("text", "orderState"),
        ("text", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"),
        ("text", "true"),
        ("text", "{count}"),
        ("text", "%(name)s: %d"),
        ("text", "<br><img src='a b.png'>"),
        ("text", "flex items-center mt-4 text-lg"),
        ("text", "fa fa-truck"),
        ("text", "color: red; margin: 0 auto"),
        ("text", "const best = () => 1"),
        ("text", "npm run build"),
        ("text", '{"best": "mug"}'),
        ("text", "(min-width: 640px) 50vw"),
        ("text", "Inter, sans-serif"),
        ("text", "D MMMM YYYY"),
        ("text", "M10 10 L20 20 C30 30 40 40"),
        ("text", "https://example.com https://example.org"),
    ],
)
def test_no_copy(key: str, value: str) -> None:
    assert not is_copy(key, value, OPTIONS)


def test_in_translations_looks_decide() -> None:
    assert is_copy("contact.phone", "Phone", OPTIONS, translations=True)
    assert is_copy("nav.fastest", "Fastest", OPTIONS, translations=True)
    assert not is_copy("contact.title", "https://example.com", OPTIONS, translations=True)
    assert not is_copy("contact.title", "shop.title", OPTIONS, translations=True)


def test_globs_of_the_project_decide_first() -> None:
    options = ReaderOptions(copy_keys=("*.slug", "items*.id"), skip_keys=("legal.*", "*.TITLE"))
    assert is_copy("shop.slug", "best", options)
    assert is_copy("slug", "best", options)
    assert is_copy("items[3].id", "best", options)
    assert not is_copy("items[3].id", "17", options)
    assert not is_copy("legal.notice.text", "The best terms", options)
    assert not is_copy("hero.title", "The best mugs", options)
    assert is_copy("hero.text", "The best mugs", options)


@pytest.mark.parametrize("header", ["Description", "SEO title", "Body copy", "meta_description", "shortText"])
def test_columns_of_copy(header: str) -> None:
    assert is_copy_column(header)


@pytest.mark.parametrize("header", ["", "SKU", "Title ID", "Description of what the customer wrote us in the text"])
def test_other_columns(header: str) -> None:
    assert not is_copy_column(header)


@pytest.mark.parametrize("path", ["en.json", "site/pt_BR.yml", "i18n/shop.json", "locales/a.yaml", "app/messages.he.yaml"])
def test_translations_by_path(path: str) -> None:
    assert is_translation(path)


@pytest.mark.parametrize("path", ["package.json", "data/shop.yaml", "content/hero.json", "message.json"])
def test_other_files_by_path(path: str) -> None:
    assert not is_translation(path)


@pytest.mark.parametrize(
    ("key", "tag"), [("en", "en"), ("pt_BR", "pt-br"), ("zh-Hant-TW", "zh-hant-tw"), ("cta", ""), ("EN", ""), ("title", "")]
)
def test_locales(key: str, tag: str) -> None:
    assert locale(key) == tag
