"""Where copy stands decides whether it claims anything: sections, labels, asides and names, with our own English packs."""

import pytest

from claimlint.lint import lint_document
from claimlint.packs import PackSet, load_packs
from claimlint.sources import read


@pytest.fixture(scope="module")
def packs() -> PackSet:
    return load_packs()


def flagged(packs: PackSet, body: str, name: str = "page.html") -> list[str]:
    text = f'<html lang="en"><body>{body}</body></html>' if name.endswith(".html") else body
    return [finding.text for finding in lint_document(read(name, text.encode()), packs).findings]


@pytest.mark.parametrize(
    "heading",
    [
        "Careers",
        "Work with us",
        "We're hiring!",
        "Terms and conditions",
        "Privacy policy",
        "How to choose a plumber",
        "What to look for",
    ],
)
def test_under_some_headings_nothing_is_a_claim(packs: PackSet, heading: str) -> None:
    assert flagged(packs, f"<h2>{heading}</h2><p>A reliable plumber.</p>") == []
    assert flagged(packs, f"<h2>{heading}</h2><p>Wages.</p><h2>Why us</h2><p>Reliable plumbers.</p>") == ["Reliable"]


@pytest.mark.parametrize("heading", ["Legal advice that works for you", "Our team", "How to book"])
def test_other_headings_change_nothing(packs: PackSet, heading: str) -> None:
    assert flagged(packs, f"<h2>{heading}</h2><p>Reliable plumbers.</p>") == ["Reliable"]


def test_a_key_of_a_data_file_is_a_heading_too(packs: PackSet) -> None:
    assert flagged(packs, '{"sort": {"price": "Lowest price"}, "hero": {"title": "The lowest price"}}', "en.json") == [
        "lowest price"
    ]


def test_a_job_advert_in_a_text_sets_the_whole_text_aside(packs: PackSet) -> None:
    assert flagged(packs, "<p>We are hiring a driver for Leith. You are fast and reliable on the phone.</p>") == []
    assert flagged(packs, "<p>We use cookies. They give you the best experience.</p>") == []


def test_an_option_and_the_head_of_a_column_are_labels(packs: PackSet) -> None:
    assert flagged(packs, "<select><option>Best selling<option>Lowest price</select>") == []
    assert flagged(packs, "<table><tr><th>Basic<th>Premium</table>") == []
    assert flagged(packs, "<table><tr><td>Premium ingredients from our valley farms</table>") == ["Premium"]


def test_the_name_of_a_product_is_a_heading_that_comes_again_in_the_text(packs: PackSet) -> None:
    text = "<p>The Best Rest 2 is half an inch thicker than the first one.</p>"
    assert flagged(packs, f"<h3>Best Rest 2</h3>{text}") == []
    assert flagged(packs, "<h3>The best beds</h3><p>The best beds in town stand here.</p>") == ["The best", "The best"]


def test_the_owner_of_the_copyright_is_a_name(packs: PackSet) -> None:
    footer = "<footer>© 2026 Swift &amp; Safe Removals Ltd</footer>"
    assert flagged(packs, f"<h1>Why Leith chooses Swift &amp; Safe</h1>{footer}") == []
    assert flagged(packs, f"<h1>Swift moves across Leith</h1>{footer}") == ["Swift"]


@pytest.mark.parametrize(
    "text",
    [
        "The best dictionary is a patient friend.",
        "The most effective clauses tend to be narrow.",
        "A kitchen timer is just as effective.",
        "A large tank is the cheaper pick for most families.",
        "There are cheaper quotes about.",
        "No camera recognises faces reliably in the dark.",
        "We don't claim to be the cheapest.",
        "Whether you want to sleep better or run faster, talk to a doctor first.",
        "Competitors promise the fastest delivery.",
        "Call a reliable plumber, us or anybody else.",
        "Most advanced settings are hidden.",
    ],
)
def test_the_parsed_sentence_tells_what_is_said_of_others(packs: PackSet, text: str) -> None:
    assert flagged(packs, f"<p>{text}</p>") == []


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("If you book today you get the best price.", ["the best"]),
        ("Our plumbers are fast, reliable and insured.", ["fast", "reliable"]),
        ("The best pizza in town is ours.", ["The best"]),
        ("We offer the fastest delivery.", ["fastest"]),
    ],
)
def test_and_what_is_said_of_the_seller(packs: PackSet, text: str, claims: list[str]) -> None:
    assert flagged(packs, f"<p>{text}</p>") == claims


@pytest.mark.parametrize(
    "text",
    [
        "She is an experienced midwife and mother of three.",
        "The safest thing to do is to switch off the mains.",
        "Reliable backups need three copies.",
        "Fast internet matters when you work from home.",
        "Upload a high-quality scan of your passport.",
        "The committee guarantees nothing.",
        "The tallest of the three towers is open to visitors.",
        "The cream is usually cheaper in winter.",
        "Words such as “guaranteed” make filters suspicious.",
    ],
)
def test_words_tell_general_truths_and_advice_too(packs: PackSet, text: str) -> None:
    assert flagged(packs, f"<p>{text}</p>") == []


@pytest.mark.parametrize(
    ("lang", "heading", "aside", "claim", "found"),
    [
        ("he", "דרושים", "דרוש נהג לסניף חיפה, מהיר ואמין.", "משלוח מהיר", "משלוח מהיר"),
        ("he", "תקנון", "אנחנו מגייסים מוכרים לחנות הכי טובה בעיר.", "משלוח מהיר", "משלוח מהיר"),
        ("ar", "الوظائف", "نبحث عن سائق سريع وموثوق.", "شحن سريع", "شحن سريع"),
        ("ar", "سياسة الخصوصية", "أرسل سيرتك الذاتية إلى أفضل متجر.", "شحن سريع", "شحن سريع"),
    ],
)
def test_jobs_and_small_print_are_set_aside_in_hebrew_and_arabic(
    packs: PackSet, lang: str, heading: str, aside: str, claim: str, found: str
) -> None:
    assert flagged(packs, f'<div lang="{lang}"><h2>{heading}</h2><p>{claim}</p></div>') == []
    assert flagged(packs, f'<div lang="{lang}"><p>{aside}</p></div>') == []
    assert flagged(packs, f'<div lang="{lang}"><p>{claim}</p></div>') == [found]
