"""Which reader a file gets: by its name, by its tags, by its content, or by order."""

import pytest

from claimlint.errors import ClaimlintError
from claimlint.sources import READERS, read
from claimlint.sources.kinds import ENDINGS, TEMPLATES, kind_of


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("site/index.html", "html"),
        ("INDEX.HTM", "html"),
        ("page.blade.php", "blade"),
        ("page.php", "php"),
        ("page.html.erb", "erb"),
        ("page.html.twig", "jinja"),
        ("notes.txt", "text"),
        ("hero.mdx", "mdx"),
        ("he.po", "po"),
        ("style.css", ""),
        ("LICENSE", ""),
        (".html", ""),
    ],
)
def test_the_ending_tells_the_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_every_kind_has_a_reader() -> None:
    assert set(ENDINGS.values()) <= {*READERS, *TEMPLATES}


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"<!DOCTYPE html><p>Hi", ["Hi"]),
        ("\ufeff<div class=x>Hi".encode("utf-16-le"), ["Hi"]),
        (b"3 < 4 and 5 > 2", ["3 < 4 and 5 > 2"]),
        (b"Our best offer <today>", ["Our best offer <today>"]),
    ],
)
def test_without_an_ending_the_content_tells_markup_from_text(data: bytes, texts: list[str]) -> None:
    assert [block.text for block in read("copy", data).blocks] == texts


def test_a_page_with_template_tags_is_read_as_a_template() -> None:
    assert [block.text for block in read("a.html", b"<p>{% if x %}Fast{% endif %} shipping</p>").blocks] == ["Fast shipping"]


def test_an_unknown_ending_is_refused_and_can_be_overruled() -> None:
    with pytest.raises(ClaimlintError, match=r"^copy.adoc: no reader for .adoc files; name one with --type \(ads, angular, "):
        read("copy.adoc", b"The best coffee")
    assert [block.text for block in read("copy.adoc", b"The best coffee", "text").blocks] == ["The best coffee"]


def test_the_place_of_a_data_file_tells_that_it_holds_translations() -> None:
    data = b'{"nav": {"x1": "Fastest"}}'
    assert [block.text for block in read("locales/en.json", data).blocks] == ["Fastest"]
    assert read("settings/x.json", data).blocks == ()
