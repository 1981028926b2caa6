"""From a document to findings: languages, precedence, places, fingerprints."""

from claimlint.lint import Settings, collect, lint_document, lint_files
from claimlint.model import Block, Document, Span
from claimlint.packs import PackSet
from claimlint.sources import read


def texts(packs: PackSet, html: str, path: str = "page.html") -> list[str]:
    return [finding.text for finding in lint_document(read(path, html.encode()), packs).findings]


def test_a_finding_says_where_it_stands_and_what_to_do(bakery: PackSet) -> None:
    html = '<html lang="en">\r\n<body>\r\n<p>Caf&eacute; with the <b>freshest</b>&nbsp;bread</p>'
    (finding,) = lint_document(read("page.html", html.encode()), bakery).findings
    assert finding.text == "freshest\u00a0bread"
    assert html[finding.span.start : finding.span.end] == "freshest</b>&nbsp;bread"
    assert [html[piece.start : piece.end] for piece in finding.pieces] == ["freshest", "&nbsp;bread"]
    assert (finding.start[:2], finding.end[:2]) == ((3, 28), (3, 51))
    assert finding.reason().message == "'freshest\u00a0bread' says nothing about when it was baked"
    assert [rewrite.text for rewrite in finding.rewrites] == ["Baked this morning", "Baked daily at [baking time]"]
    assert [[slot.id for slot in rewrite.needs] for rewrite in finding.rewrites] == [[], ["bakery.oven_time"]]


def test_copy_in_other_languages_is_counted_and_not_linted(bakery: PackSet) -> None:
    html = """<html lang="en"><p>The freshest bread</p>
    <p lang="de">The freshest bread, sagt man</p><p>Свежий хлеб</p><p lang="fa">تازه ترین نان</p>"""
    result = lint_document(read("page.html", html.encode()), bakery)
    assert [finding.text for finding in result.findings] == ["freshest bread"]
    assert result.blocks == 4
    assert result.unchecked == {"de": 1, "fa": 1, "und": 1}


def test_a_page_that_declares_english_and_is_written_in_german_is_not_linted(bakery: PackSet) -> None:
    html = """<html lang="en"><h1>Freshest bread</h1><p>Wir backen das Brot für Sie und Ihre Familie, und zwar mit viel
    Liebe. Das ist nicht nur ein Wort: wir sind die Bäcker der Stadt und auch auf dem Markt.</p>"""
    result = lint_document(read("page.html", html.encode()), bakery)
    assert result.findings == ()
    assert result.unchecked == {"de": 2}


def test_one_place_gives_one_finding_and_the_first_family_wins(bakery: PackSet) -> None:
    everything = lint_document(read("page.txt", b"The freshest ever bread"), bakery)
    assert [finding.text for finding in everything.findings] == ["freshest ever bread"]


def test_low_confidence_is_hidden_until_asked_for(bakery: PackSet) -> None:
    document = read("page.txt", b"The freshest bread")
    assert lint_document(document, bakery, min_confidence="high").findings
    assert bakery.selected(ignore=["bakery-freshest"]).rules == ()


def test_fingerprints_survive_moves_and_tell_repeats_apart(bakery: PackSet) -> None:
    once = lint_document(read("page.html", b"<p>The freshest bread</p>"), bakery).findings
    moved = lint_document(read("page.html", b"<h1>Hello</h1>\n\n<p>The  <b>freshest</b>\nbread</p>"), bakery).findings
    twice = lint_document(read("page.html", b"<p>The freshest bread</p><p>The freshest bread</p>"), bakery).findings
    assert once[0].fingerprint == moved[0].fingerprint == twice[0].fingerprint
    assert twice[0].fingerprint != twice[1].fingerprint


def test_one_bad_file_does_not_lose_the_others(bakery: PackSet) -> None:
    sources = [("gone.html", None), ("bin.html", b"\x00\x01\x02"), ("good.txt", b"The freshest bread")]
    result = collect(lint_files(sources, lambda _: Settings(bakery)))
    assert [finding.path for finding in result.findings] == ["good.txt"]
    assert result.files == 1
    assert [problem.path for problem in result.problems] == ["gone.html", "bin.html"]
    assert "No such file" in result.problems[0].message


def test_an_empty_document_has_no_findings(bakery: PackSet) -> None:
    assert lint_document(Document("page.html", "", ()), bakery).findings == ()
    empty = Document("page.html", "", (Block("", (), ()),))
    assert lint_document(empty, bakery).findings == ()
    assert lint_document(Document("p", "x", (Block("x", (0,), (Span(0, 1),)),)), bakery).findings == ()


def test_a_latin_name_on_a_hebrew_page_is_not_taken_for_english(bakery: PackSet) -> None:
    html = '<html lang="he"><p>הלחם שלנו</p><p>Freshest Bread</p><p>The freshest bread</p>'
    result = lint_document(read("page.html", html.encode()), bakery)
    assert [finding.text for finding in result.findings] == ["freshest bread"]
    assert result.unchecked == {"und": 1}
