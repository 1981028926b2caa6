"""One description checks what a user wrote and tells an editor the same."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from claimlint.errors import ClaimlintErrors
from claimlint.schema import Anything, Choice, Either, Field, Kind, ListOf, MapOf, Record, Text, check, json_schema, nearest
from claimlint.yamlfile import parse_yaml

NAME = Text("en.delivery", r"[a-z]+\.[a-z]+", "a language, a dot and a topic")
WORDS = ListOf(Text("fast"), least=1)
PACK = Record(
    {
        "pack": Field(NAME, "The name of the pack.", required=True),
        "severity": Field(Choice(("error", "warning", "info")), "What it would cost.", default="error"),
        "find": Field(ListOf(Text("fast shipping"), least=1, or_one=True), "Phrases.", default=[]),
        "lists": Field(MapOf(WORDS, Text("speed", r"[a-z]+", "a lower-case word")), "Word lists.", default={}),
        "where": Field(Anything(), "Patterns."),
        "slot": Field(Either((Text("days"), MapOf(Text("days")))), "A fact."),
    }
)
WHOLE = """\
pack: en.delivery
severity: info
find: fast shipping
lists: {speed: [fast, no]}
where: [[{LOWER: fast, OP: 1}]]
slot: {en: days}
"""


def errors(text: str, kind: Kind = PACK) -> list[str]:
    with pytest.raises(ClaimlintErrors) as caught:
        check(kind, parse_yaml(text), "p.yaml")
    assert str(caught.value) == "\n".join(str(error) for error in caught.value.errors)
    return [str(error) for error in caught.value.errors]


def test_plain_data_and_defaults() -> None:
    assert check(PACK, parse_yaml(WHOLE), "p.yaml") == {
        "pack": "en.delivery",
        "severity": "info",
        "find": ["fast shipping"],
        "lists": {"speed": ["fast", "no"]},
        "where": [[{"LOWER": "fast", "OP": 1}]],
        "slot": {"en": "days"},
    }
    assert check(PACK, parse_yaml("pack: en.x"), "p.yaml") == {
        "pack": "en.x",
        "severity": "error",
        "find": [],
        "lists": {},
        "where": None,
        "slot": None,
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pack: en.x\nseverty: info", "p.yaml:2: unknown key 'severty'; did you mean 'severity'?"),
        ("pack: en.x\nFIND: a", "p.yaml:2: unknown key 'FIND'; did you mean 'find'?"),
        (
            "pack: en.x\nzzz: a",
            "p.yaml:2: unknown key 'zzz'; allowed: pack, severity, find, lists, where, slot",
        ),
        ("severity: info", "p.yaml:1: 'pack' is missing (The name of the pack.); add pack: en.delivery"),
        (
            "pack: Delivery",
            "p.yaml:1: 'pack' must be a language, a dot and a topic, not \"Delivery\"; write for example en.delivery",
        ),
        ("pack: en.x\nseverity: eror", "p.yaml:2: 'severity' cannot be \"eror\"; did you mean 'error'?"),
        ("pack: en.x\nseverity: bad", "p.yaml:2: 'severity' cannot be \"bad\"; allowed: error, warning, info"),
        (
            "pack: en.x\nseverity: [error]",
            "p.yaml:2: 'severity' must be one of error, warning, info, not a list; write for example error",
        ),
        ("pack: en.x\nfind:\n- a\n- 24", "p.yaml:4: an item of 'find' must be text; put the number 24 in quotes"),
        (
            "pack: en.x\nfind: true",
            "p.yaml:2: 'find' must be text or a list of 1 or more, not true; write for example [fast shipping]",
        ),
        (
            "pack: en.x\nfind: []",
            "p.yaml:2: 'find' must be text or a list of 1 or more, not an empty list; write for example [fast shipping]",
        ),
        ("pack: en.x\nfind: ' '", "p.yaml:2: 'find' must be text, not \" \"; write for example fast shipping"),
        (
            "pack: en.x\nlists:\n  Fast: [fast]",
            "p.yaml:3: the name 'Fast' must be a lower-case word, such as speed",
        ),
        (
            "pack: en.x\nlists:\n  speed: fast",
            "p.yaml:3: 'speed' must be a list of 1 or more, not \"fast\"; write for example [fast]",
        ),
        (
            "pack: en.x\nlists: []",
            "p.yaml:2: 'lists' must be a mapping of names to values, not an empty list; write for example {speed: [fast]}",
        ),
        (
            "pack: en.x\nslot: [a]",
            "p.yaml:2: 'slot' must be text or a mapping of names to values, not a list; write for example days",
        ),
        (
            "just words",
            'p.yaml:1: the file must be a mapping of keys to values, not "just words"; write for example {pack: en.delivery}',
        ),
    ],
)
def test_each_error_says_where_and_what_to_write(text: str, message: str) -> None:
    assert errors(text) == [message]


def test_all_errors_of_a_file_are_told_in_the_order_of_its_lines() -> None:
    told = errors("find: [3]\nlists: {a: [4]}\nseverity: nfo\n")
    assert [error.split(":")[1] for error in told] == ["1", "1", "2", "3"]
    assert "'pack' is missing" in "\n".join(told[:2])


def test_many_names_are_told_in_part() -> None:
    names = tuple(f"rule{number:02}" for number in range(30))
    assert nearest("xyz", names) == f"allowed: {', '.join(names[:20])}, …"
    assert nearest("xyz", names[:20]) == f"allowed: {', '.join(names[:20])}"


def test_a_long_text_is_quoted_in_part() -> None:
    (told,) = errors(f"pack: {'x' * 500}")
    assert f'not "{"x" * 39}…"' in told


def test_json_schema_in_full() -> None:
    record = Record({"find": Field(WORDS, "Phrases.", required=True), "list": Field(MapOf(Text()), "Lists.", default={})})
    assert json_schema(record, "Pack", "https://example.org/pack.json") == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.org/pack.json",
        "title": "Pack",
        "type": "object",
        "properties": {
            "find": {
                "description": "Phrases.",
                "type": "array",
                "items": {"type": "string", "pattern": r"\S"},
                "minItems": 1,
            },
            "list": {
                "description": "Lists.",
                "type": "object",
                "propertyNames": {"type": "string", "pattern": r"\S"},
                "additionalProperties": {"type": "string", "pattern": r"\S"},
                "default": {},
            },
        },
        "required": ["find"],
        "additionalProperties": False,
    }


@pytest.mark.parametrize(
    "data",
    [
        {"pack": "en.x"},
        {"pack": "en.x", "find": "a", "slot": "b", "where": 3},
        {"pack": "en.x", "find": ["a"], "slot": {"en": "b"}, "lists": {"a": ["b"]}, "severity": "info"},
        {},
        {"pack": "EN"},
        {"pack": "en.x", "find": []},
        {"pack": "en.x", "find": [1]},
        {"pack": "en.x", "find": " "},
        {"pack": "en.x", "severity": "bad"},
        {"pack": "en.x", "lists": {"A": ["b"]}},
        {"pack": "en.x", "lists": {"a": []}},
        {"pack": "en.x", "slot": ["b"]},
        {"pack": "en.x", "other": 1},
    ],
)
def test_an_editor_says_the_same_as_we_do(data: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(json_schema(PACK, "Pack", "https://example.org/pack.json"))
    jsonschema.Draft202012Validator.check_schema(validator.schema)
    try:
        check(PACK, parse_yaml(str(data)), "p.yaml")
    except ClaimlintErrors:
        assert not validator.is_valid(data)
    else:
        assert validator.is_valid(data)
