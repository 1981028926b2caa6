"""What the judge lets pass, and why: one sentence of copy each."""

import pytest

from claimlint.language.fold import fold
from claimlint.lint import lint_document
from claimlint.lint.judge import judge
from claimlint.lint.passage import page_of, passage
from claimlint.lint.scan import scan
from claimlint.model import Block, Document, Mark, Span
from claimlint.packs import PackSet, load_packs


def block(text: str, kind: str = "text", context: str = "", marks: tuple[Mark, ...] = ()) -> Block:
    return Block(text, (0,), (Span(0, len(text)),), kind, "en", frozenset(context.split()), marks)


def verdicts(packs: PackSet, copy: Block, *others: Block) -> list[str | None]:
    place = passage(copy, packs.lexicons["en"], page_of([copy, *others]))
    return [judge(candidate, place) for candidate in scan(place.tokens, packs.index["en"])]


def verdict(packs: PackSet, text: str, kind: str = "text", context: str = "") -> str | None:
    (found,) = verdicts(packs, block(text, kind, context))
    return found


def test_a_bare_claim_is_a_finding(bakery: PackSet) -> None:
    assert verdict(bakery, "The freshest sourdough in town.") is None


@pytest.mark.parametrize("text", ["Tear open the oven-fresh pizza box", "The freshest batch number loaf"])
def test_a_look_alike_covers_the_claim(bakery: PackSet, text: str) -> None:
    assert verdicts(bakery, block(text)) in (["look-alike"], [])


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ({"context": "nav list"}, "place"),
        ({"context": "code"}, "place"),
        ({"context": "deleted"}, "place"),
        ({"context": "quote"}, "testimonial"),
        ({"kind": "quote"}, "testimonial"),
        ({"context": "footer"}, None),
        ({"kind": "button"}, None),
    ],
)
def test_places_where_nobody_claims_anything(bakery: PackSet, place: dict[str, str], why: str | None) -> None:
    assert verdict(bakery, "Oven-fresh rolls", **place) == why


def test_inline_code_and_crossed_out_words_are_skipped(bakery: PackSet) -> None:
    for kind in ("code", "deleted"):
        assert verdicts(bakery, block("Now oven fresh rolls", marks=(Mark(kind, 4, 14),))) == ["place"]
    assert verdicts(bakery, block("Now oven fresh rolls", marks=(Mark("deleted", 0, 3),))) == [None]


def test_a_quotation_is_a_customers_word(bakery: PackSet) -> None:
    assert verdict(bakery, "“The freshest bread I have had since I moved here.” — Dana, Haifa") == "testimonial"
    assert verdict(bakery, "Our “freshest bread” is baked on the spot") is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("This isn't the freshest bread.", "negation"),
        ("We are not the freshest bread shop.", "negation"),
        ("Not only the freshest bread, also the warmest welcome.", None),
        ("Who bakes the freshest bread?", "question"),
        ("If you want the freshest bread, come early.", "goal"),
        ("Looking for the freshest bread in town", "goal"),
    ],
)
def test_negations_questions_and_goals_are_no_claims(bakery: PackSet, text: str, why: str | None) -> None:
    assert verdict(bakery, text) == why


@pytest.mark.parametrize(
    "text",
    [
        "The freshest bread within 2 hours of baking",
        "The freshest bread: out of the oven 30 minutes ago",
        "The freshest bread (in 2 hours)",
        "The freshest bread, in under 2 hours",
        "In two hours, the freshest bread",
        "The freshest bread, according to the Guild of Millers",
    ],
)
def test_evidence_in_the_same_clause_settles(bakery: PackSet, text: str) -> None:
    assert verdict(bakery, text) == "settled"


@pytest.mark.parametrize(
    "text",
    [
        "The freshest bread. Ready in 2 hours.",
        "The freshest bread, 14-day returns",
        "The freshest bread and a 2-year warranty on every oven",
        "The freshest bread\nReady in 2 hours",
        "The freshest bread for $4",
    ],
)
def test_evidence_for_something_else_does_not_settle(bakery: PackSet, text: str) -> None:
    assert verdict(bakery, text) is None


def test_a_link_beside_the_claim_is_evidence_and_a_link_around_it_is_not(bakery: PackSet) -> None:
    text = "The freshest bread, see the test"
    assert verdicts(bakery, block(text, marks=(Mark("link", 20, 32, "/test"),))) == ["settled"]
    assert verdicts(bakery, block(text, marks=(Mark("link", 0, 18, "/shop"),))) == [None]


def test_a_footnote_is_followed_and_must_hold_the_evidence(bakery: PackSet) -> None:
    claim = block("The freshest bread in town*")
    assert verdicts(bakery, claim, block("* Baked 2 hours before opening.")) == ["settled"]
    assert verdicts(bakery, claim, block("* While stocks last.")) == [None]
    assert verdicts(bakery, claim, block("** Baked 2 hours before opening.")) == [None]
    assert verdicts(bakery, claim) == [None]


def test_a_superscript_number_is_a_footnote_mark(bakery: PackSet) -> None:
    marked = block("The freshest bread1 in town", marks=(Mark("superscript", 18, 19),))
    note = block("1 Baked 2 hours before opening.", marks=(Mark("superscript", 0, 1),))
    assert verdicts(bakery, marked, note) == ["settled"]
    assert verdicts(bakery, block("The freshest bread¹"), block("¹ Baked 2 hours before opening.")) == ["settled"]


def test_folding_is_the_judges_business_too(bakery: PackSet) -> None:
    assert verdict(bakery, "The FRESH\u00adEST\u00a0bread") is None
    assert fold("FRESH\u00adEST").text == "freshest"


def test_the_name_that_a_site_gives_itself_is_no_claim(bakery: PackSet) -> None:
    name = block("Freshest Bread Company", kind="name")
    assert verdicts(bakery, block("Freshest Bread Company opens at six"), name) == ["name"]
    assert verdicts(bakery, block("The freshest bread company in town"), name) == [None]
    assert verdicts(bakery, block("Freshest Bread in town"), name) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "The freshest bread. Baked within 2 hours of opening.",
        "The freshest bread! Our bread leaves the oven every 2 hours.",
    ],
)
def test_evidence_in_the_next_sentence_settles_when_it_speaks_of_the_claim(bakery: PackSet, text: str) -> None:
    assert verdict(bakery, text) == "settled"


def test_the_figure_beside_a_heading_settles_and_one_in_another_section_does_not(bakery: PackSet) -> None:
    heading, figure = block("The freshest bread", "heading"), block("Baked every 2 hours")
    other = block("Opening hours", "heading")
    assert verdicts(bakery, heading, figure) == ["settled"]
    assert verdicts(bakery, heading, block("From our own mill"), figure) == ["settled"]
    assert verdicts(bakery, heading, other, figure) == [None]
    assert verdicts(bakery, heading, block("Open 7 days a week")) == [None]
    assert verdicts(bakery, heading, block("Cakes"), block("Coffee"), figure) == [None]
    place = passage(block("The freshest bread"), bakery.lexicons["en"])
    assert judge(scan(place.tokens, bakery.index["en"])[0], place) is None


def test_the_heading_above_a_text_settles_it(bakery: PackSet) -> None:
    heading, text = block("Baked every 2 hours", "heading"), block("The freshest bread")
    place = passage(text, bakery.lexicons["en"], page_of([heading, text]))
    assert judge(scan(place.tokens, bakery.index["en"])[0], place) == "settled"


@pytest.fixture(scope="module")
def testimonials() -> PackSet:
    return load_packs().selected(["unnamed-testimonial"])


@pytest.mark.parametrize(
    "text",
    [
        "Amazing rolls, I would recommend them to anybody. — Dana, Haifa",
        "“Amazing rolls, I would recommend them to anybody.” Dana Levi, teacher",
        "Amazing rolls, and they are baked before I wake up! Tom R., baker",
    ],
)
def test_praise_with_a_name_is_no_finding(testimonials: PackSet, text: str) -> None:
    assert set(verdicts(testimonials, block(text, "quote"))) == {"settled"}


def test_the_name_may_stand_beside_the_quotation(testimonials: PackSet) -> None:
    quote, name = block("Amazing rolls, every single day.", "quote"), block("Dana Levi, Haifa")
    assert verdicts(testimonials, quote, name) == ["settled"]
    assert verdicts(testimonials, quote, block("Order your rolls before six in the evening.")) == [None]


def test_a_quotation_is_one_testimonial_however_much_it_praises(testimonials: PackSet) -> None:
    quote = block("Amazing rolls, fantastic cakes, great coffee.", "quote")
    findings = lint_document(Document("page", quote.text, (quote,)), testimonials).findings
    assert [finding.text for finding in findings] == ["Amazing"]


def test_the_words_of_a_measure_do_not_tie_it_to_a_claim() -> None:
    packs = load_packs().selected(["delivery-speed"])
    heading = block("Fast shipping within the country", "heading")
    assert verdicts(packs, heading, block("Repairs are done within 3 days.")) == [None]
    assert verdicts(packs, heading, block("Orders arrive in 2 days.")) == ["settled"]
