"""Bytes become text and the codec that gives the same bytes back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.errors import ClaimlintError
from claimlint.sources import read
from claimlint.sources.decode import decode


@pytest.mark.parametrize(
    ("data", "text", "codec"),
    [
        (b"", "", "utf-8"),
        ("Ships in 2 days – free".encode(), "Ships in 2 days – free", "utf-8"),
        (b"\xef\xbb\xbfcaf\xc3\xa9\r\n", "\ufeffcafé\r\n", "utf-8"),
        ("\ufeffשלום\r\n".encode("utf-16-le"), "\ufeffשלום\r\n", "utf-16-le"),
        ("\ufeffשלום\n".encode("utf-16-be"), "\ufeffשלום\n", "utf-16-be"),
        ("\ufeffok".encode("utf-32-le"), "\ufeffok", "utf-32-le"),
        (b"caf\xe9 \x96 \x80", "café – €", "cp1252"),
        (b"one\rtwo\r\nthree\n", "one\rtwo\r\nthree\n", "utf-8"),
    ],
)
def test_text_and_codec(data: bytes, text: str, codec: str) -> None:
    assert decode(data, html=False) == (text, codec)
    assert text.encode(codec) == data


def test_every_byte_has_a_meaning_in_windows_1252() -> None:
    data = bytes(range(1, 256))
    text, codec = decode(data, html=False)
    assert text.encode(codec) == data
    assert [ord(text[data.index(byte)]) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)] == [0x81, 0x8D, 0x8F, 0x90, 0x9D]


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        (b'<meta charset="windows-1255">', "cp1255"),
        (b"<META CHARSET=iso-8859-8-i>", "iso8859-8"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">', "cp1256"),
        (b'<meta charset="latin1">', "cp1252"),
        (b'<!-- <meta charset="utf-8"> --><meta charset="iso-8859-1">', "cp1252"),
    ],
)
def test_a_page_declares_its_charset(declaration: bytes, expected: str) -> None:
    data = declaration + b"<p>\xe0\xe1</p>"
    text, codec = decode(data, html=True)
    assert codec == expected
    assert text.encode(codec) == data


def test_a_declaration_counts_in_pages_only_and_at_their_start() -> None:
    declaration = b'<meta charset="windows-1255">'
    assert decode(declaration + b"\xe0", html=False)[1] == "cp1252"
    assert decode(b" " * 1024 + declaration + b"\xe0", html=True)[1] == "cp1252"


def test_valid_utf8_wins_over_a_declaration() -> None:
    data = '<meta charset="windows-1255"><p>café'.encode()
    assert decode(data, html=True) == (data.decode(), "utf-8")


@pytest.mark.parametrize("name", [b"utf-8", b"UTF8", b"utf-16"])
def test_a_false_declaration_is_refused(name: bytes) -> None:
    data = b'<meta charset="' + name + b'">\r\n<p>\ncaf\xe9</p>'
    with pytest.raises(ClaimlintError) as caught:
        decode(data, html=True)
    offset = data.index(b"\xe9")
    assert caught.value.message == (
        f"the meta charset says utf-8, but byte 0xE9 at offset {offset} (line 3) is not utf-8:"
        " save it as UTF-8 or declare its real charset"
    )
    assert caught.value.line == 3


@pytest.mark.parametrize("name", [b"klingon", b"rot13", b"idna", b"utf-7", b"hex"])
def test_an_unknown_charset_is_refused(name: bytes) -> None:
    with pytest.raises(ClaimlintError, match="which is no known charset: save the file as UTF-8") as caught:
        decode(b'\n<meta charset="' + name + b'">\xe9', html=True)
    assert caught.value.line == 2


def test_broken_utf16_is_refused() -> None:
    data = "\ufeffone\ntwo".encode("utf-16-le") + b"\x00\xd8"
    with pytest.raises(ClaimlintError, match=r"byte order mark says utf-16-le") as caught:
        decode(data, html=False)
    assert caught.value.line == 2


def test_broken_utf8_after_its_mark_is_refused() -> None:
    with pytest.raises(ClaimlintError, match=r"byte 0xFF at offset 3 \(line 1\)"):
        decode(b"\xef\xbb\xbf\xff", html=False)


def test_a_binary_file_is_refused() -> None:
    with pytest.raises(ClaimlintError, match=r"^binary file, no copy to read"):
        decode(b"\x89PNG\r\n\x00\x00", html=False)


@given(st.binary(max_size=40).map(lambda data: data.replace(b"\0", b" ")))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_whatever_decodes_gives_its_bytes_back(data: bytes) -> None:
    try:
        text, codec = decode(data, html=True)
    except ClaimlintError:
        return
    assert text.encode(codec) == data


def test_read_gives_a_document_or_says_which_file_is_wrong() -> None:
    document = read("page.html", b"<p>caf\xe9\r\n</p>")
    assert (document.path, document.encoding, document.text) == ("page.html", "cp1252", "<p>café\r\n</p>")
    assert [block.text for block in document.blocks] == ["café"]
    with pytest.raises(ClaimlintError) as caught:
        read("logo.html", b"\0")
    assert str(caught.value).startswith("logo.html: binary file")
