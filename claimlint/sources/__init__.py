"""Files to Documents: the text of a file, and its copy as blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from claimlint.errors import ClaimlintError
from claimlint.late import late
from claimlint.model import Block, Directive, Document
from claimlint.sources.comments import MARK
from claimlint.sources.decode import decode
from claimlint.sources.kinds import DATA, TEMPLATES, kind_of
from claimlint.sources.options import ReaderOptions

if TYPE_CHECKING:
    from claimlint.sources.elements import Recorder

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
_MARKUP = late(
    rb"<(?:!doctype\s+html|!--|(?:html|head|body|title|meta|div|section|main|p|h[1-6]|ul|ol|table|a|span|img|br)[\s/>])",
    re.I,
)

# By what our own reports are known, near their beginning: they quote claims, and may lie beside the pages.
_OURS = ("<!-- claimlint diff -->", '<meta name="generator" content="claimlint">')
_HEAD = 400  # characters


def read(path: str, data: bytes, kind: str = "", options: ReaderOptions | None = None) -> Document:
    """A file's text and copy, by the reader of this kind, else by the one that suits its name and content.

    A report of ours holds no copy. Raises ClaimlintError, with the path, where it cannot be decoded, or is of no kind that is
    known.
    """
    kind = kind or kind_of(path) or _by_content(path, data)
    markup = kind == "html" or kind in TEMPLATES
    try:
        text, encoding = decode(data, html=markup)
        if any(mark in text[:_HEAD] for mark in _OURS):
            return Document(path, text, (), encoding)
        reading = _placed(options or ReaderOptions(), path, kind)
        dialect = _dialect(path, text, kind) if markup else ""
        blocks = _read_page(text, dialect, reading) if markup else READERS[kind](text, reading)
        directives: tuple[Directive, ...] = ()
        if MARK in text or reading.skip or reading.testimonials:
            blocks, directives = _looked_through(text, blocks, kind, dialect, reading)
    except ClaimlintError as error:
        raise ClaimlintError(error.message, path, error.line) from None
    return Document(path, text, blocks, encoding, directives)


def _looked_through(
    text: str, blocks: tuple[Block, ...], kind: str, dialect: str, options: ReaderOptions
) -> tuple[tuple[Block, ...], tuple[Directive, ...]]:
    """The blocks as the selectors of the options change them, and the directives of the file in the order of the source."""
    page = _recorded(text, kind, dialect, options)
    if page and (options.skip or options.testimonials):
        from claimlint.sources.selectors import with_selectors

        blocks = with_selectors(blocks, page, options)
    if MARK not in text:
        return blocks, ()
    from claimlint.sources.directives import directives_of

    directives = [*(page.directives() if page else ()), *directives_of(text, kind)]
    return blocks, tuple(sorted(directives, key=lambda found: found.span))


def _recorded(text: str, kind: str, dialect: str, options: ReaderOptions) -> Recorder | None:
    """The elements of a page; None for a file of data or code."""
    if kind == "html" or kind in TEMPLATES:
        from claimlint.sources.elements import record_page

        return record_page(text, dialect, options)
    if kind in ("markdown", "mdx"):
        from claimlint.sources.markdown_page import record_markdown

        return record_markdown(text, mdx=kind == "mdx")
    return None


def _placed(options: ReaderOptions, path: str, kind: str) -> ReaderOptions:
    """The options with what the file's place tells of a data file."""
    if kind not in DATA:
        return options
    from pathlib import PurePath

    from claimlint.sources.keys import is_translation

    return options._replace(translations=is_translation(PurePath(path).as_posix()))


def _by_content(path: str, data: bytes) -> str:
    """The kind of a file without an ending."""
    from pathlib import PurePath

    ending = PurePath(path).suffix
    if ending:
        message = f"no reader for {ending} files; name one with --type ({', '.join(sorted((*READERS, *TEMPLATES)))})"
        raise ClaimlintError(message, path)
    # UTF-16 pads ASCII with zero bytes.
    return "html" if _MARKUP.search(data[:_SNIFFED_BYTES].replace(b"\0", b"")) else "text"


# What a page with tags of a template language holds somewhere; a page without is spared the search for one. By a character
# of theirs that few texts hold often, and how many characters stand in front of it.
_TEMPLATE_MARKS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("{", 0, ("{{", "{%", "{#")),
    ("%", 1, ("<%",)),
    ("?", 1, ("<?php", "<?=")),
    ("@", 0, ("@if", "@for", "@switch", "@defer")),
    ("*", 0, ("*ng",)),
)
_RARE = 100  # characters for each one that is looked at by itself


def _has_template_marks(text: str) -> bool:
    return any(_holds(text, *marks) for marks in _TEMPLATE_MARKS)


def _holds(text: str, character: str, before: int, marks: tuple[str, ...]) -> bool:
    """Whether one of the marks stands in a text, each of which has this character behind that many others."""
    at = text.find(character, before)
    for _ in range(len(text) // _RARE):
        if at < 0:
            return False
        if text.startswith(marks, at - before):
            return True
        at = text.find(character, at + 1)
    return any(mark in text for mark in marks)


def _dialect(path: str, text: str, kind: str) -> str:
    """The template language of a page; "" where it is plain HTML."""
    if kind != "html":
        return kind
    if not _has_template_marks(text):
        return ""
    from claimlint.sources.templates import dialect_of

    return dialect_of(path, text)


def _read_page(text: str, dialect: str, options: ReaderOptions) -> tuple[Block, ...]:
    """HTML, with the tags of a template language if it holds any."""
    if not dialect:
        from claimlint.sources.html import read_html

        return read_html(text)
    from claimlint.sources.templates import read_template

    return read_template(text, dialect, options)
