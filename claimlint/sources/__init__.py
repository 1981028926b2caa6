"""Files to Documents: the text of a file, and its copy as blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import PurePath
from typing import cast

from claimlint.errors import ClaimlintError
from claimlint.model import Block, Document
from claimlint.sources.decode import decode
from claimlint.sources.kinds import DATA, TEMPLATES, kind_of
from claimlint.sources.options import ReaderOptions

Reader = Callable[[str, ReaderOptions], tuple[Block, ...]]


def _late(module: str, function: str) -> Reader:
    """A reader whose module is imported when the first file of its kind is read."""

    def read_late(text: str, options: ReaderOptions) -> tuple[Block, ...]:
        reader = cast(Reader, getattr(import_module(f"claimlint.sources.{module}"), function))
        return reader(text, options)

    return read_late


# One reader a kind; docs/sources.md tells what each reads.
READERS: dict[str, Reader] = {
    "html": _late("html", "read_html"),
    "text": _late("text", "read_text"),
    "markdown": _late("markdown", "read_markdown"),
    "mdx": _late("markdown", "read_mdx"),
    "jsx": _late("jsx", "read_jsx"),
    "json": _late("json_data", "read_json"),
    "yaml": _late("yaml_data", "read_yaml"),
    "po": _late("gettext", "read_po"),
    "ads": _late("ads", "read_ads"),
    "properties": _late("strings_files", "read_properties"),
    "strings": _late("strings_files", "read_strings"),
}
_SNIFFED_BYTES = 4096
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|!--|(?:html|head|body|title|meta|div|section|main|p|h[1-6]|ul|ol|table|a|span|img|br)[\s/>])",
    re.I,
)


def read(path: str, data: bytes, kind: str = "", options: ReaderOptions | None = None) -> Document:
    """A file's text and copy, by the reader of this kind, else by the one that suits its name and content.

    Raises ClaimlintError, with the path, where it cannot be decoded, or is of no kind that is known.
    """
    kind = kind or kind_of(path) or _by_content(path, data)
    markup = kind == "html" or kind in TEMPLATES
    try:
        text, encoding = decode(data, html=markup)
        reading = _placed(options or ReaderOptions(), path, kind)
        blocks = _template(path, text, kind, reading) if markup else READERS[kind](text, reading)
    except ClaimlintError as error:
        raise ClaimlintError(error.message, path, error.line) from None
    return Document(path, text, blocks, encoding)


def _placed(options: ReaderOptions, path: str, kind: str) -> ReaderOptions:
    """The options with what the file's place tells of a data file."""
    if kind not in DATA:
        return options
    from claimlint.sources.keys import is_translation

    return replace(options, translations=is_translation(PurePath(path).as_posix()))


def _by_content(path: str, data: bytes) -> str:
    """The kind of a file without an ending."""
    ending = PurePath(path).suffix
    if ending:
        message = f"no reader for {ending} files; name one with --type ({', '.join(sorted((*READERS, *TEMPLATES)))})"
        raise ClaimlintError(message, path)
    # UTF-16 pads ASCII with zero bytes.
    return "html" if _MARKUP.search(data[:_SNIFFED_BYTES].replace(b"\0", b"")) else "text"


# What a page with tags of a template language holds somewhere; a page without is spared the search for one.
_TEMPLATE_MARKS = ("{{", "{%", "<%", "<?php", "<?=", "@if", "@for", "@switch", "@defer", "*ng")


def _template(path: str, text: str, kind: str, options: ReaderOptions) -> tuple[Block, ...]:
    """HTML, with the tags of a template language if it holds any."""
    if kind == "html" and not any(mark in text for mark in _TEMPLATE_MARKS):
        from claimlint.sources.html import read_html

        return read_html(text)
    from claimlint.sources.templates import dialect_of, read_template

    return read_template(text, dialect_of(path, text) if kind == "html" else kind, options)
