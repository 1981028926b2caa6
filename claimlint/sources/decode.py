"""Bytes to text and the name of the codec that gives the same bytes back.

Nothing is replaced or normalised: a file either decodes exactly or is refused with a sentence that says where.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from claimlint.errors import ClaimlintError
from claimlint.late import late

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

# The longer marks first: the mark of UTF-16 begins the one of UTF-32.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_BYTES = 1024  # where a page must declare its charset
_COMMENT = late(rb"<!--.*?-->", re.S)
_META = late(rb"<meta[\s/][^>]*", re.I)
_CHARSET = late(rb"""charset\s*=\s*["']?\s*([^\s"';/>]+)""", re.I)
_LINE_END = late(rb"\r\n|\n|\r")

# What a page means by these names differs from what Python's codecs of the same name read (WHATWG Encoding).
_MEANINGS = {
    "utf-16": "utf-8",  # a meta readable as ASCII cannot be UTF-16
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
}
_NAMES = {
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-x-big5": "big5hkscs",
    "macintosh": "mac_roman",
    "windows-874": "cp874",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-6-e": "iso8859-6",
    "unicode-1-1-utf-8": "utf-8",
    "utf8": "utf-8",
}

# cp1252 as browsers have it: the five bytes without a character are C1 controls. Python's own codec refuses them.
_WEB_CP1252 = "claimlint_cp1252"
_TO_TEXT = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
_TO_BYTES = codecs.charmap_build(_TO_TEXT)


def _encode_web_cp1252(text: str, errors: str = "strict") -> tuple[bytes, int]:
    return codecs.charmap_encode(text, errors, _TO_BYTES)


def _decode_web_cp1252(data: Buffer, errors: str = "strict") -> tuple[str, int]:
    return codecs.charmap_decode(data, errors, _TO_TEXT)


def _find_codec(name: str) -> codecs.CodecInfo | None:
    if name != _WEB_CP1252:
        return None
    return codecs.CodecInfo(_encode_web_cp1252, _decode_web_cp1252, name=_WEB_CP1252)


codecs.register(_find_codec)  # so that `text.encode(codec)` works wherever a Document goes


def decode(data: bytes, *, html: bool) -> tuple[str, str]:
    """The text of a file, byte order mark and line ends kept, and its codec: `text.encode(codec) == data`."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _decode_declared(data, codec, "byte order mark"), codec
    if b"\0" in data:
        raise ClaimlintError("binary file, no copy to read; leave it out, or save it as UTF-8 if it is text")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        declared = _declared(data) if html else ""
    if not declared:
        return _decode_cp1252(data)
    codec = _codec(data, declared)
    if codec == "cp1252":
        return _decode_cp1252(data)
    return _decode_declared(data, codec, "meta charset"), codec


def _decode_cp1252(data: bytes) -> tuple[str, str]:
    """Every byte has a meaning here; the plain codec is named where it will do."""
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode(_WEB_CP1252), _WEB_CP1252


def _declared(data: bytes) -> str:
    """The charset that a page declares in its first bytes, as written; "" for none."""
    for meta in _META.finditer(_COMMENT.sub(b"", data[:_META_BYTES])):
        found = _CHARSET.search(meta[0])
        if found:
            return found[1].decode("latin-1").lower()
    return ""


def _codec(data: bytes, declared: str) -> str:
    """The Python codec for a declared charset."""
    try:
        info = codecs.lookup(_NAMES.get(declared, declared))
    except (LookupError, ValueError):
        info = None
    # Python has codecs from bytes to bytes as well, and private ones such as `idna`.
    if info is None or not info._is_text_encoding or info.name in ("idna", "punycode", "utf-7", "undefined"):
        line = _line(data, data[:_META_BYTES].lower().find(declared.encode("latin-1")))
        raise ClaimlintError(
            f'the meta charset on line {line} names "{declared}", which is no known charset:'
            " save the file as UTF-8 or declare its real charset",
            line=line,
        )
    return _MEANINGS.get(info.name, info.name)


def _decode_declared(data: bytes, codec: str, declaration: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _broken(data, codec, declaration, error.start) from None
    again = text.encode(codec, "replace")
    if again != data:
        pairs = zip(again, data, strict=False)
        start = next((index for index, (one, other) in enumerate(pairs) if one != other), min(len(again), len(data)))
        raise _broken(data, codec, declaration, start)
    return text


def _broken(data: bytes, codec: str, declaration: str, start: int) -> ClaimlintError:
    line = _line(data, start, codec)
    byte = f"byte 0x{data[start]:02X}" if start < len(data) else "the end"
    return ClaimlintError(
        f"the {declaration} says {codec}, but {byte} at offset {start} (line {line}) is not {codec}:"
        " save it as UTF-8 or declare its real charset",
        line=line,
    )


def _line(data: bytes, start: int, codec: str = "") -> int:
    """The 1-based line of a byte."""
    before = data[: max(start, 0)]
    if codec.startswith(("utf-16", "utf-32")):
        before = before.decode(codec, "replace").encode("utf-8", "replace")
    return 1 + len(_LINE_END.findall(before))
