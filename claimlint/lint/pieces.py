"""A document's copy by language: what is read in which, and what a quantity in it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from claimlint.language.detect import UNKNOWN, CommonWords, by_script, of_page, other_runs
from claimlint.language.fold import FOOTNOTE
from claimlint.late import late
from claimlint.model import Block, Span

if TYPE_CHECKING:
    from claimlint.lint.passage import Passage
    from claimlint.lint.quantities import Quantity
    from claimlint.packs.amounts import Topic
    from claimlint.packs.packset import Lexicon

_SMALL_WORD = late(r"(?<![^\W\d_])[a-z]{3,}")


class Piece(NamedTuple):
    """A block, or what a block holds in another language than its own.

    `text` is the block's as it is to be matched, equally long. `whole`: all of the block is meant.
    """

    block: Block
    text: str
    language: str
    whole: bool


def pieces(blocks: Sequence[Block], lexicons: Mapping[str, Lexicon]) -> Iterator[Piece]:
    """The copy of a page with the language of each piece, in order; names are no copy. Other languages are not taken apart."""
    blocks = [block for block in blocks if block.kind != "name"]
    common = _common_words(tuple((language, one.common_words) for language, one in lexicons.items() if one.common_words))
    scripts = of_page([by_script(block.text, block.lang) for block in blocks], [block.lang for block in blocks])
    latin = [block.text for block, script in zip(blocks, scripts, strict=True) if not script or script in common.known]
    page = common.of_page(latin)
    for block, script in zip(blocks, scripts, strict=True):
        language, text = _language(block, script, page, common), matching_text(block)
        yield Piece(block, text, language, True)
        if not text.isascii() and language in lexicons:
            for other, run in other_runs(text, language):
                yield Piece(block, run, other or _latin(run, common), False)


@lru_cache(maxsize=8)
def _common_words(known: tuple[tuple[str, frozenset[str]], ...]) -> CommonWords:
    return CommonWords(dict(known))


def matching_text(block: Block) -> str:
    """The block's text for matching, equally long: a raised figure is a footnote mark, not a part of the word before."""
    text = block.text
    for mark in block.marks:
        if mark.kind == "superscript" and text[mark.start : mark.end].strip(" []()").isdigit():
            text = text[: mark.start] + FOOTNOTE * (mark.end - mark.start) + text[mark.end :]
    return text


def _language(block: Block, script: str, page: str, common: CommonWords) -> str:
    """The language to read a block in, by its script, its page and its words."""
    if not script:
        # Latin letters on a page of another script: a name, unless its words say more.
        return common.language(block.text, 1 if block.lang else 3) or (UNKNOWN if block.lang else page)
    # A page may declare English and be written in another language: its words outweigh its declaration.
    if script in common.known:
        return (common.language(block.text) or script) if page in common.known else page
    return script


def _latin(run: str, common: CommonWords) -> str:
    """The language of Latin words amid another script: names (Google Ads, Smart Home) are none."""
    return common.language(run, at_least=1) or ("en" if _SMALL_WORD.search(run) else UNKNOWN)


def topic_of(place: Passage, stated: Quantity, topics: Sequence[Topic]) -> Topic | None:
    """The topic of a quantity: of those whose words stand in its sentence, the one that stands nearest."""
    from claimlint.packs.phrase import matches  # only a register of facts and a comparison ask

    sentence = place.sentence(stated.tokens)
    near = [
        (distance(found, stated.tokens), rank, topic)
        for rank, topic in enumerate(topics)
        if topic.kind == stated.kind
        for phrase in topic.phrases.get(place.lexicon.language, ())
        for found in matches(phrase, place.tokens, sentence)
        if found.end <= sentence.end
    ]
    return min(near, key=lambda one: one[:2])[2] if near else None


def distance(one: Span, other: Span) -> int:
    """How many tokens lie between two ranges; 0 where they touch or overlap."""
    return max(0, one.start - other.end, other.start - one.end)
