"""Files to Documents: the text of a file, and its copy as blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from claimlint.errors import ClaimlintError
from claimlint.model import Block, Document
from claimlint.sources.decode import decode
from claimlint.sources.html import read_html
from claimlint.sources.options import ReaderOptions
from claimlint.sources.text import read_text

Reader = Callable[[str, ReaderOptions], tuple[Block, ...]]

# A reader a kind. Those that need a library of their own import it when they are called.
READERS: dict[str, Reader] = {
    "html": lambda text, _: read_html(text),
    "text": lambda text, _: read_text(text),
}
EXTENSIONS: dict[str, str] = {".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "text", ".text": "text"}

_SNIFFED_BYTES = 4096
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|!--|(?:html|head|body|title|meta|div|section|main|p|h[1-6]|ul|ol|table|a|span|img|br)[\s/>])",
    re.I,
)


def kind_of(path: str, data: bytes) -> str:
    """The reader for a file: by its extension, else by its content."""
    known = EXTENSIONS.get(PurePath(path).suffix.lower())
    if known:
        return known
    # UTF-16 pads ASCII with zero bytes.
    return "html" if _MARKUP.search(data[:_SNIFFED_BYTES].replace(b"\0", b"")) else "text"


def read(path: str, data: bytes, kind: str = "", options: ReaderOptions | None = None) -> Document:
    """A file's text and copy, by the reader of this kind, else by the one that suits it.

    Raises ClaimlintError, with the path, where it cannot be decoded.
    """
    kind = kind or kind_of(path, data)
    try:
        text, encoding = decode(data, html=kind == "html")
    except ClaimlintError as error:
        raise ClaimlintError(error.message, path, error.line) from None
    return Document(path, text, READERS[kind](text, options or ReaderOptions()), encoding)
