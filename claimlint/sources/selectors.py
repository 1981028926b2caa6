"""CSS selectors over a page: what a project leaves out of it, and what customers say in it.

Beautiful Soup holds the elements that were recorded, and soupsieve selects among them; both are imported when a project has
a selector. All offsets are code points of the file.
"""

from __future__ import annotations

import warnings
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from claimlint.errors import ClaimlintError
from claimlint.late import late
from claimlint.model import Block, Mark, Span
from claimlint.sources.elements import Element, Recorder
from claimlint.sources.messages import shortened
from claimlint.sources.options import ReaderOptions

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement
    from soupsieve import SoupSieve

_POSITION = late(r",? (?:found )?(?:at )?pos\w+ \d+")


def selector_fault(selector: str) -> str:
    """What is wrong with a selector, in a clause; "" where it can be used."""
    try:
        _compiled(selector)
    except ClaimlintError as error:
        return error.message
    return ""


def with_selectors(blocks: Sequence[Block], page: Recorder, options: ReaderOptions) -> tuple[Block, ...]:
    """The blocks of a page without those that a selector of `skip` leaves out, and with those of `testimonials` as quotations.

    Where only a part of a block stands in such an element, that part is marked: as code, which nobody judges, or as a quote.
    Raises ClaimlintError for a selector that can't be used.
    """
    soup, elements = _tree(page)
    for selectors, kind in ((options.skip, "code"), (options.testimonials, "quote")):
        extents = _joined(page.extent(element) for selector in selectors for element in _selected(selector, soup, elements))
        if extents:
            blocks = [changed for block in blocks if (changed := _changed(block, extents, kind)) is not None]
    return tuple(blocks)


# -- selecting


def _compiled(selector: str) -> SoupSieve:
    import soupsieve

    with warnings.catch_warnings():
        warnings.simplefilter("error", FutureWarning)
        try:
            return soupsieve.compile(selector)
        except FutureWarning:
            raise ClaimlintError("write :-soup-contains() for :contains()") from None
        except NotImplementedError as error:
            raise ClaimlintError(f"not supported: {_clause(error)}") from None
        except soupsieve.SelectorSyntaxError as error:
            raise ClaimlintError(_clause(error) + (f" (character {error.col})" if error.col else "")) from None
        except (RecursionError, ValueError):
            raise ClaimlintError("it has too many parts") from None


def _clause(error: Exception) -> str:
    """The first sentence of what soupsieve says, without the place, which it counts from 0."""
    told = _POSITION.sub("", str(error).partition("\n")[0].partition(". ")[0]).rstrip(".")
    return told[:1].lower() + told[1:]


def _selected(selector: str, soup: BeautifulSoup, elements: dict[int, Element]) -> list[Element]:
    try:
        return [elements[id(tag)] for tag in _compiled(selector).select(soup)]
    except RecursionError:
        raise ClaimlintError(
            f'the selector "{shortened(selector)}" can\'t be followed through the elements of this page; write a shorter one'
        ) from None
    except ClaimlintError as error:
        raise ClaimlintError(f'"{shortened(selector)}" is no CSS selector: {error.message}') from None


def _tree(page: Recorder) -> tuple[BeautifulSoup, dict[int, Element]]:
    """The page for soupsieve, and its elements by the identity of their tags: comparing tags compares their contents."""
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString

    soup = BeautifulSoup("", "html.parser")
    tags: dict[int, Tag] = {id(None): soup}
    elements: dict[int, Element] = {}
    last: PageElement = soup
    for node in page.nodes:
        parent = tags[id(node.parent)]
        item: PageElement
        if isinstance(node, Element):
            item = tags[id(node)] = soup.new_tag(node.name, attrs=page.attributes(node))
            elements[id(item)] = node
        else:
            item = NavigableString(page.shown(node))
        # As `append` does, which looks for the place of each anew.
        item.setup(parent, last)
        parent.contents.append(item)
        last = item
    return soup, elements


# -- applying


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The stretches that spans cover together."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined


def _changed(block: Block, extents: Sequence[Span], kind: str) -> Block | None:
    """A block with what stands in the extents marked as this kind; None where all of it is left out."""
    pieces = list(_pieces(block, extents))
    if not any(inside for _, inside in pieces):
        return block
    if all(inside for _, inside in pieces):
        return block._replace(context=block.context | {"quote"}) if kind == "quote" else None
    marks = list(block.marks)
    for index, (piece, inside) in enumerate(pieces):
        if not inside:
            continue
        if index and pieces[index - 1][1]:
            marks[-1] = marks[-1]._replace(end=piece.end)
        else:
            marks.append(Mark(kind, piece.start, piece.end))
    return block._replace(marks=tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))))


def _pieces(block: Block, extents: Sequence[Span]) -> Iterable[tuple[Span, bool]]:
    """The words of a block, cut where an extent begins or ends, and whether they stand in one."""
    ends = (*block.starts[1:], len(block.text))
    for start, end, source in zip(block.starts, ends, block.sources, strict=True):
        if not block.text[start:end].strip():
            continue  # white space between words may come from both sides of a tag
        cuts = [(source.start, source.end, _is_inside(source, extents))]
        if end - start == source.end - source.start:
            cuts = list(_cut(source, extents))
        for first, last, inside in cuts:
            piece = Span(start + first - source.start, end - (source.end - last))
            words = block.text[slice(*piece)]
            if words.strip():
                yield Span(piece.end - len(words.lstrip()), piece.start + len(words.rstrip())), inside


def _is_inside(source: Span, extents: Sequence[Span]) -> bool:
    index = bisect_right(extents, source.start, key=lambda extent: extent.start) - 1
    return index >= 0 and source.start < extents[index].end


def _cut(source: Span, extents: Sequence[Span]) -> Iterable[tuple[int, int, bool]]:
    """A stretch of the file, cut where an extent begins or ends."""
    position = source.start
    index = max(0, bisect_right(extents, position, key=lambda extent: extent.start) - 1)
    while position < source.end:
        if index == len(extents) or extents[index].start >= source.end:
            yield position, source.end, False
            return
        extent = extents[index]
        if position < extent.start:
            yield position, extent.start, False
            position = extent.start
        if position < extent.end:
            end = min(extent.end, source.end)
            yield position, end, True
            position = end
        index += 1
