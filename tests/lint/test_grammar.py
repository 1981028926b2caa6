"""Grammar: what the parsed sentence says of a claim, whose pipeline reads it, and when none is loaded."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from claimlint.errors import ClaimlintError
from claimlint.lint.grammar import BUILT_IN, Grammar
from claimlint.lint.passage import Passage, passage
from claimlint.model import Block, Span
from claimlint.packs import PackSet, load_packs
from claimlint.packs.pattern import Pattern, compile_pattern

ADJECTIVE = compile_pattern([{"LOWER": "fast", "POS": "ADJ"}])
PAGE = '<html lang="en"><p>{}</p>'


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar()


def holds(grammar: Grammar, patterns: Sequence[Pattern], copy: Passage, claim: Span) -> bool | None:
    """Whether one of the patterns holds of a claim."""
    answer = grammar.reads(copy, claim, patterns, ())
    if answer is None:
        grammar.settle()
        answer = grammar.reads(copy, claim, patterns, ())
    return answer


def place(bakery: PackSet, text: str, word: str = "fast") -> tuple[Passage, Span]:
    found = passage(Block(text, (0,), (Span(0, len(text)),), lang="en"), bakery.lexicons["en"])
    at = found.tokens.words.index(word)
    return found, Span(at, at + 1)


@pytest.mark.parametrize(
    ("text", "adjective"),
    [
        ("Fast shipping on all orders.", True),
        ("Setup is fast and easy.", True),
        ("FAST, FREE DELIVERY ON EVERY ORDER", True),
        ("Many of our users fast for 16 hours a day.", False),
        ("Orders ship fast from our Ohio warehouse.", False),
        ("Try our three-day juice fast.", False),
    ],
)
def test_a_pattern_asks_how_a_word_is_used(bakery: PackSet, grammar: Grammar, text: str, adjective: bool) -> None:
    assert holds(grammar, [ADJECTIVE], *place(bakery, text)) is adjective


def test_a_pattern_must_touch_the_claim(bakery: PackSet, grammar: Grammar) -> None:
    copy, _ = place(bakery, "Fast ovens and slow bread")
    assert holds(grammar, [ADJECTIVE], copy, Span(0, 1))
    assert not holds(grammar, [ADJECTIVE], copy, Span(3, 5))


def test_a_tree_begins_in_the_claim(bakery: PackSet, grammar: Grammar) -> None:
    wanted = compile_pattern(
        [
            {"RIGHT_ID": "claim", "RIGHT_ATTRS": {}},
            {"LEFT_ID": "claim", "REL_OP": "<<", "RIGHT_ID": "want", "RIGHT_ATTRS": {"LOWER": "want"}},
        ]
    )
    assert holds(grammar, [wanted], *place(bakery, "You want a fast oven."))
    assert not holds(grammar, [wanted], *place(bakery, "We sell a fast oven to all who want it."))


def test_the_sentence_is_read_whatever_stands_around_it(bakery: PackSet, grammar: Grammar) -> None:
    assert holds(grammar, [ADJECTIVE], *place(bakery, "We bake. Fast delivery\u00a0– that’s us! \ufffc orders"))


def test_a_pattern_whose_words_are_missing_loads_nothing(bakery: PackSet) -> None:
    grammar = Grammar({"en": "no_such_pipeline"})
    other = compile_pattern([{"LOWER": "slow", "POS": "ADJ"}])
    assert not holds(grammar, [other], *place(bakery, "Fast ovens"))


def test_a_pipeline_that_is_not_installed_is_an_error_before_anything_is_linted(bakery: PackSet) -> None:
    with pytest.raises(ClaimlintError, match="nlp: no spaCy pipeline 'no_such_pipeline' is installed for 'en'; install it"):
        Grammar({"en": "no_such_pipeline"}).check(bakery)
    Grammar().check(bakery)


def test_a_folder_that_holds_no_pipeline_is_an_error(bakery: PackSet, tmp_path: Path) -> None:
    with pytest.raises(ClaimlintError, match="can't be loaded"):
        holds(Grammar({"en": str(tmp_path)}), [ADJECTIVE], *place(bakery, "Fast ovens"))


def test_a_pipeline_that_does_not_parse_is_an_error(bakery: PackSet, tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ClaimlintError, match="gives no POS, TAG, DEP, MORPH; name one that tags and parses"):
        holds(Grammar({"en": str(tmp_path / "blank")}), [ADJECTIVE], *place(bakery, "Fast ovens"))


def test_where_needs_a_pipeline_of_its_language(tmp_path: Path) -> None:
    pack = tmp_path / "he.yaml"
    pack.write_text(
        """pack: he.bakery
language: he
rules:
  - id: fast-oven
    family: unquantified-speed
    severity: warning
    confidence: high
    message: "'{match}' has no time"
    why: A time can be kept.
    find: [תנור מהיר]
    where: [[{POS: ADJ}]]
    rewrites: ["אפייה ב-{service.turnaround}"]
    examples: [{text: תנור מהיר, flag: תנור מהיר}, {text: תנור, flag: none}]
""",
        encoding="utf-8",
    )
    packs = load_packs([pack])
    with pytest.raises(ClaimlintError, match=r"he.yaml:4: 'where' of 'fast-oven' needs a spaCy pipeline for 'he'; name one"):
        Grammar().check(packs)
    Grammar({**BUILT_IN, "he": str(tmp_path)}).check(packs)


def test_marks_and_short_forms_count_as_words(bakery: PackSet, grammar: Grammar) -> None:
    comma = compile_pattern([{"LOWER": "fast"}, {"LOWER": {"IN": [",", ";"]}}])
    short = compile_pattern([{"LOWER": "n't"}, {"OP": "?"}, {"LOWER": "fast"}])
    assert holds(grammar, [comma], *place(bakery, "Fast, tidy bakers"))
    assert holds(grammar, [short], *place(bakery, "We don't bake fast."))
    assert not holds(grammar, [comma], *place(bakery, "Fast bakers"))


def test_the_pipeline_that_ships_is_small_and_in_half_precision() -> None:
    files = [path for path in Path(BUILT_IN["en"]).rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 3_500_000
    (weights,) = (path for path in files if path.parent.name == "tok2vec" and path.name == "model")
    assert b"<f2" in weights.read_bytes()
    assert b"<f4" not in weights.read_bytes()
