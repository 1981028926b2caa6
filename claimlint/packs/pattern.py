"""Patterns over the parsed sentence: spaCy's own, checked here without spaCy, which takes a second to import.

Two kinds, as spaCy has them. A token pattern (Matcher) is a list of tokens in a row:
`[{LOWER: fast, POS: ADJ}]`. A tree pattern (DependencyMatcher) is a list of nodes, each but the first tied to one before
it: `[{RIGHT_ID: claim, RIGHT_ATTRS: {LOWER: secure}}, {LEFT_ID: claim, REL_OP: "<", RIGHT_ID: head, RIGHT_ATTRS: {…}}]`.
The first node, or some token of the row, must lie in the claim.

Parts of speech and relations are those of Universal Dependencies, tags those of the Penn Treebank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from claimlint.errors import ClaimlintError
from claimlint.late import late

_TEXTS = ("LOWER", "TEXT", "ORTH", "NORM", "SHAPE", "POS", "TAG", "DEP")
_FLAGS = (
    *("IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_UPPER", "IS_TITLE", "IS_PUNCT", "IS_SPACE", "IS_SENT_START"),
    *("IS_STOP", "IS_CURRENCY", "IS_BRACKET", "IS_QUOTE", "LIKE_NUM", "LIKE_URL", "LIKE_EMAIL"),
)
ATTRIBUTES = (*_TEXTS, *_FLAGS, "LENGTH", "MORPH")
_NEEDS_MORE = {
    "LEMMA": "the English pipeline has no lemmas; list the forms: LOWER: {IN: [ship, ships, shipped]}",
    "ENT_TYPE": "the English pipeline finds no names; POS: PROPN is a word of a name",
}
_POS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE".split())
_PREDICATES = ("IN", "NOT_IN", "REGEX")
_SETS = ("IN", "NOT_IN", "IS_SUBSET", "IS_SUPERSET", "INTERSECTS", "REGEX")
_COMPARISONS = ("==", "!=", ">=", "<=", ">", "<")
_REPEAT = late(r"[!?*+]|\{\d+(,\d*)?\}|\{,\d+\}")
_RELATIONS = (
    *("<", ">", "<<", ">>", ".", ".*", ";", ";*", "$+", "$-", "$++", "$--", ">+", ">-", ">++", ">--", "<+", "<-", "<++", "<--"),
)
_NODE_KEYS = ("LEFT_ID", "REL_OP", "RIGHT_ID", "RIGHT_ATTRS")

Tokens = tuple[Mapping[str, Any], ...]


class Pattern:
    """A checked pattern. `words` is what the sentence must hold: one of some lower-case words, or one that matches.

    Two of them are the same only if they are one.
    """

    __slots__ = __match_args__ = ("kind", "tokens", "words")

    def __init__(
        self, kind: Literal["row", "tree"], tokens: Tokens, words: tuple[frozenset[str] | re.Pattern[str], ...]
    ) -> None:
        self.kind = kind
        self.tokens = tokens
        self.words = words


def _nearest(name: str, allowed: tuple[str, ...]) -> str:
    from claimlint.schema import nearest  # brings YAML; patterns that are compiled do without

    return nearest(name, allowed)


def compile_pattern(source: object) -> Pattern:
    """Check a pattern as YAML gives it. Raises ClaimlintError without file or line."""
    if not isinstance(source, list) or not source or not all(isinstance(token, dict) for token in source):
        raise ClaimlintError("a pattern is a list of tokens, each in braces: [{LOWER: fast, POS: ADJ}]")
    if any(key in _NODE_KEYS for token in source for key in token):
        return _tree(source)
    for token in source:
        _check_token(token, repeats=True)
    if all(token.get("OP", "1") in ("?", "*", "!", "{0}") for token in source):
        raise ClaimlintError("a pattern needs a token that must be there, one without OP")
    return Pattern("row", tuple(source), tuple(_words(token for token in source if "OP" not in token)))


def _tree(source: list[dict[str, Any]]) -> Pattern:
    known: list[str] = []
    for node in source:
        wanted = _NODE_KEYS if known else _NODE_KEYS[2:]
        if set(node) != set(wanted):
            which = "every later node" if known else "the first node"
            raise ClaimlintError(f"{which} of a tree has the keys {', '.join(wanted)}, not {', '.join(map(str, node))}")
        if not isinstance(node["RIGHT_ID"], str) or node["RIGHT_ID"] in known:
            raise ClaimlintError(f"RIGHT_ID must be a name that no other node has, not {node['RIGHT_ID']!r}")
        if known and node["LEFT_ID"] not in known:
            raise ClaimlintError(f"LEFT_ID {node['LEFT_ID']!r} must be the RIGHT_ID of a node above: {', '.join(known)}")
        if known and node["REL_OP"] not in _RELATIONS:
            raise ClaimlintError(f"REL_OP cannot be {node['REL_OP']!r}; allowed: {' '.join(_RELATIONS)}")
        if not isinstance(node["RIGHT_ATTRS"], dict):
            raise ClaimlintError("RIGHT_ATTRS must be a token in braces: {LOWER: fast, POS: ADJ}")
        _check_token(node["RIGHT_ATTRS"], repeats=False)
        known.append(node["RIGHT_ID"])
    return Pattern("tree", tuple(source), tuple(_words(node["RIGHT_ATTRS"] for node in source)))


def _check_token(token: Mapping[Any, Any], repeats: bool) -> None:
    for key, value in token.items():
        if key == "OP" and repeats:
            if not isinstance(value, str) or not _REPEAT.fullmatch(value):
                raise ClaimlintError(f"OP cannot be {value!r}; allowed: ! ? * + {{n}} {{n,m}}")
        elif key in _NEEDS_MORE:
            raise ClaimlintError(f"{key} cannot be used: {_NEEDS_MORE[key]}")
        elif key not in ATTRIBUTES:
            raise ClaimlintError(f"no attribute {key}; {_nearest(str(key).upper(), ATTRIBUTES)}")
        elif key in _FLAGS:
            if not isinstance(value, bool):
                raise ClaimlintError(f"{key} must be true or false, not {value!r}")
        elif key == "LENGTH":
            _check_length(value)
        else:
            _check_value(key, value)


def _check_length(value: object) -> None:
    if isinstance(value, dict):
        if not value or not all(name in _COMPARISONS and type(number) is int for name, number in value.items()):
            raise ClaimlintError(f'LENGTH is compared like this: {{">=": 4}}; allowed: {" ".join(_COMPARISONS)}')
    elif type(value) is not int:
        raise ClaimlintError(f"LENGTH must be a number, not {value!r}")


def _check_value(key: str, value: object) -> None:
    if isinstance(value, dict):
        allowed = _SETS if key == "MORPH" else _PREDICATES
        for name, operand in value.items():
            if name not in allowed:
                raise ClaimlintError(f"{key} knows no {name}; {_nearest(str(name).upper(), allowed)}")
            if name == "REGEX":
                _check_expression(operand)
            elif not isinstance(operand, list) or not operand or not all(isinstance(item, str) for item in operand):
                raise ClaimlintError(f"{key} {name} needs a list of texts: {{{name}: [fast, quick]}}")
            else:
                for item in operand:
                    _check_text(key, item)
    elif isinstance(value, str):
        _check_text(key, value)
    else:
        raise ClaimlintError(f"{key} must be a text (in quotes where YAML reads a number or true/false), not {value!r}")


def _check_text(key: str, text: str) -> None:
    if key == "LOWER" and text != text.lower():
        raise ClaimlintError(f"LOWER is compared with lower-case words, so {text!r} never matches; write {text.lower()!r}")
    if key == "POS" and text not in _POS:
        raise ClaimlintError(f"no part of speech {text}; {_nearest(text.upper(), tuple(sorted(_POS)))}")


def _check_expression(text: object) -> None:
    try:
        re.compile(text if isinstance(text, str) else "(")
    except re.error as error:
        raise ClaimlintError(f"REGEX needs a regular expression, not {text!r} ({error})") from None


def _words(tokens: Iterable[Mapping[str, Any]]) -> Iterator[frozenset[str] | re.Pattern[str]]:
    """For each token that must be one of some words, these words."""
    for token in tokens:
        for key in ("LOWER", "TEXT", "ORTH"):
            match token.get(key):
                case str() as word:
                    yield frozenset((word.lower(),))
                case {"IN": list() as words}:
                    yield frozenset(word.lower() for word in words)
                case {"REGEX": str() as expression} if key == "LOWER":
                    yield re.compile(expression)


__all__ = ["ATTRIBUTES", "Pattern", "compile_pattern"]
