"""Patterns over the parsed sentence, as packs write them: what is accepted, what is refused, what spaCy makes of them."""

from typing import Any

import pytest
import spacy
from spacy.matcher import DependencyMatcher, Matcher

from claimlint.errors import ClaimlintError
from claimlint.packs.pattern import ATTRIBUTES, compile_pattern

ROW: list[dict[str, Any]] = [{"LOWER": "most", "POS": "ADV"}, {"POS": {"IN": ["ADJ", "VERB"]}}, {"OP": "?"}]
TREE: list[dict[str, Any]] = [
    {"RIGHT_ID": "claim", "RIGHT_ATTRS": {"LOWER": {"IN": ["secure", "safe"]}}},
    {"LEFT_ID": "claim", "REL_OP": "<", "RIGHT_ID": "thing", "RIGHT_ATTRS": {"POS": "NOUN"}},
]


def test_a_row_of_tokens_and_a_tree_are_told_apart() -> None:
    assert compile_pattern(ROW).kind == "row"
    assert compile_pattern(TREE).kind == "tree"


def test_the_words_that_a_pattern_needs_are_known_without_parsing() -> None:
    assert compile_pattern(ROW).words == (frozenset({"most"}),)
    assert compile_pattern(TREE).words == (frozenset({"secure", "safe"}),)
    assert compile_pattern([{"LOWER": "best", "OP": "?"}, {"POS": "NOUN"}]).words == ()


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("fast", "a pattern is a list of tokens, each in braces"),
        ([], "a pattern is a list of tokens"),
        (["fast"], "a pattern is a list of tokens"),
        ([{"LOWR": "fast"}], "no attribute LOWR; did you mean 'LOWER'?"),
        ([{"LEMMA": "ship"}], "LEMMA cannot be used: the English pipeline has no lemmas"),
        ([{"ENT_TYPE": "ORG"}], "ENT_TYPE cannot be used: the English pipeline finds no names"),
        ([{"LOWER": "Fast"}], "LOWER is compared with lower-case words, so 'Fast' never matches; write 'fast'"),
        ([{"LOWER": {"IN": ["fast", "Quick"]}}], "so 'Quick' never matches"),
        ([{"LOWER": {"IN": "fast"}}], "LOWER IN needs a list of texts"),
        ([{"LOWER": {"ANY": ["fast"]}}], "LOWER knows no ANY"),
        ([{"LOWER": True}], "LOWER must be a text"),
        ([{"POS": "ADJECTIVE"}], "no part of speech ADJECTIVE"),
        ([{"POS": "adj"}], "no part of speech adj; did you mean 'ADJ'?"),
        ([{"IS_DIGIT": "yes"}], "IS_DIGIT must be true or false"),
        ([{"LENGTH": "4"}], "LENGTH must be a number"),
        ([{"LENGTH": {"over": 4}}], "LENGTH is compared like this"),
        ([{"LOWER": {"REGEX": "("}}], "REGEX needs a regular expression"),
        ([{"POS": "ADJ", "OP": "many"}], "OP cannot be 'many'"),
        ([{"POS": "ADJ", "OP": "*"}], "a pattern needs a token that must be there"),
        ([{"RIGHT_ID": "a"}], "the first node of a tree has the keys RIGHT_ID, RIGHT_ATTRS"),
        ([TREE[0], {**TREE[1], "LEFT_ID": "other"}], "LEFT_ID 'other' must be the RIGHT_ID of a node above: claim"),
        ([TREE[0], {**TREE[1], "REL_OP": "="}], "REL_OP cannot be '='"),
        ([TREE[0], {**TREE[1], "RIGHT_ID": "claim"}], "RIGHT_ID must be a name that no other node has"),
        ([TREE[0], {"RIGHT_ID": "x", "RIGHT_ATTRS": {}}], "every later node of a tree has the keys"),
        ([{"RIGHT_ID": "a", "RIGHT_ATTRS": {"POS": "ADJ", "OP": "?"}}], "no attribute OP"),
    ],
)
def test_a_wrong_pattern_is_refused_with_a_remedy(pattern: object, complaint: str) -> None:
    with pytest.raises(ClaimlintError) as caught:
        compile_pattern(pattern)
    assert complaint in str(caught.value)


def test_spacy_accepts_what_is_accepted_here() -> None:
    vocab = spacy.blank("en").vocab
    Matcher(vocab, validate=True).add("row", [ROW])
    DependencyMatcher(vocab, validate=True).add("tree", [TREE])
    samples = {"LENGTH": {">=": 4}, "MORPH": {"IS_SUPERSET": ["Degree=Sup"]}, "POS": "ADJ", "TAG": "JJ", "DEP": "amod"}
    for attribute in ATTRIBUTES:
        flag = attribute.startswith(("IS_", "LIKE_"))
        pattern = [{attribute: samples.get(attribute, True if flag else "fast")}]
        compile_pattern(pattern)
        Matcher(vocab, validate=True).add(attribute, [pattern])
