"""YAML as plain data with lines; a file that is broken, odd or hostile is one clear line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from claimlint import yamlfile
from claimlint.errors import ClaimlintError
from claimlint.yamlfile import Located, parse_yaml, read_yaml


def plain(here: Located) -> Any:
    match here.value:
        case list() as items:
            return [plain(item) for item in items]
        case dict() as entries:
            return {name: plain(value) for name, value in entries.items()}
    return here.value


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers, so that a machine without the fast one says the same."""
    monkeypatch.setattr(yamlfile, "_LOADER", getattr(yaml, request.param))


def refused(text: str) -> str:
    with pytest.raises(ClaimlintError) as caught:
        parse_yaml(text, "pack.yaml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[no, yes, on, off, never, y, n]", ["no", "yes", "on", "off", "never", "y", "n"]),
        ("[true, false, True]", [True, False, "True"]),
        (
            "[2024-05-01, 12:30, 1_000, 0o17, 007, 1e5, .5]",
            ["2024-05-01", "12:30", "1_000", "0o17", "007", "1e5", ".5"],
        ),
        ("[0, -3, +4, 24.5]", [0, -3, 4, 24.5]),
        ("['24', \"true\", 24/7]", ["24", "true", "24/7"]),
        ("[null, ~, '']", [None, None, ""]),
        ("a:\nb: |\n  two\n  lines\n", {"a": None, "b": "two\nlines\n"}),
        ("1: x\ntrue: y\n", {"1": "x", "true": "y"}),
        ("words: [המהיר, الأسرع]", {"words": ["המהיר", "الأسرع"]}),
        ("9" * 5000, "9" * 5000),
        ("", None),
        ("# a comment\n", None),
    ],
)
def test_plain_data(text: str, value: object) -> None:
    assert plain(parse_yaml(text)) == value


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "why: Fast: how fast?\n",
            "1: this is not YAML: put the whole text in quotes: a colon followed by a space ends",
        ),
        ("a: 1\n\tb: 2\n", "2: a tab stands before the text; indent with spaces"),
        ('a: 1\nb: "never closed\nc: 2\n', "2: this is not YAML: a quote is opened here and never closed"),
        ("a: 1\nfind: [b, c\nd: 1\n", "2: this is not YAML: close the list with ']' and put one comma"),
        ("a: [b,, c]\n", "1: this is not YAML: close the list with ']' and put one comma"),
        ("find: {fast} shipping\n", "1: this is not YAML: put the whole text in quotes"),
        ('a: "fast" shipping\n', "1: this is not YAML: put the whole text in quotes"),
        ("a: @fast\n", "1: this is not YAML: put the whole text in quotes: it may not begin with this character"),
        ("a: * fast\n", "1: this is not YAML: put the whole text in quotes: it may not begin with this character"),
        ("a: 1\nmessage\nb: 2\n", "2: this is not YAML: write 'key: value', with a colon and a space after the key"),
        ("a:\n  b: 1\n c: 2\n", "3: this is not YAML: write the keys or items of one level with the same number"),
        ('a: "\\d"\n', "1: this is not YAML: in double quotes a backslash begins an escape"),
        ("a: 1\r\nb: 2\r\na: 3\r\n", "3: the key 'a' stands here and on line 1; keep one"),
        ("a: &x 1\nb: *x\n", "1: remove '&x': YAML anchors are not allowed"),
        ("a: *x\n", "1: write the content out: '*x' (a YAML alias) is not allowed"),
        ("*x : 1\n", "1: write the content out: '*x' (a YAML alias) is not allowed"),
        ("a: !!python/name:os.system x\n", "1: remove the '!' and its tag, or put the text in quotes"),
        ("a: 1\n---\nb: 2\n", "2: a file holds one document; remove what follows this '---'"),
        ("? [a]\n: 1\n", "1: a key must be a word or a text, not a list or a mapping"),
        ("a: 1\nb: \x1b[1m\n", "2: remove the control character U+001B"),
        ("[" * 100_000, "1: this is nested more than 40 levels deep; make it flatter"),
        ("{a: " * 100_000, "1: this is nested more than 40 levels deep; make it flatter"),
    ],
)
def test_refused_in_one_line(text: str, message: str) -> None:
    assert refused(text).startswith(f"pack.yaml:{message}")


def test_an_unknown_complaint_of_the_parser_still_says_where() -> None:
    told = refused("%YAML 9.0\n---\na\n")
    assert told.startswith("pack.yaml:1: this is not YAML: check quotes, colons and spaces here (")


@pytest.mark.usefixtures("loader")
def test_lines() -> None:
    here = parse_yaml("# ours\npack: en.x\nrules:\n  - id: a\n    find:\n      - one\n\n      - two\n  - id: b\n")
    assert here.line_of("rules") == 3
    assert here.line_of("rules", 0, "find") == 5
    assert here.line_of("rules", 0, "find", 1) == 8
    assert here.line_of("rules", 1, "id") == 9
    assert here.line_of("rules", 1, "find", 0) == 9  # there is none: the nearest thing above
    assert here.line_of("rules", 7) == 3
    assert here.line_of("message") == 2


def read_fails(path: Path) -> str:
    with pytest.raises(ClaimlintError) as caught:
        read_yaml(path)
    return str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("why: café".encode("latin-1"))
    assert read_fails(latin) == f"{latin}: this file is not UTF-8; save it as UTF-8"
    assert read_fails(tmp_path) == f"{tmp_path}: this is a folder; name a file"
    assert read_fails(tmp_path / "no.yaml") == f"{tmp_path / 'no.yaml'}: cannot read this file: No such file or directory"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_file_without_permission(tmp_path: Path) -> None:
    shut = tmp_path / "shut.yaml"
    shut.touch(mode=0)
    assert read_fails(shut) == f"{shut}: cannot read this file: Permission denied"


def test_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_bytes(b"\xef\xbb\xbfpack: en.x\n")
    assert plain(read_yaml(path)) == {"pack": "en.x"}
