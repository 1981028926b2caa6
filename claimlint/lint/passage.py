"""A block as the judge reads it: its tokens, its sentences, and what the page says elsewhere about its footnotes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from claimlint.language.fold import fold
from claimlint.language.tokens import FOOTNOTE_MARKS, Tokens
from claimlint.late import late
from claimlint.lint.pieces import matching_text
from claimlint.lint.text import Text, text_of
from claimlint.model import Block, Mark, Span

if TYPE_CHECKING:
    from claimlint.packs.packset import Lexicon

_KEY_MARKS = late(r"[.\[\]/]+")
_NOTE = late(r"\s*(\*+|[†‡§]|[¹²³⁴-⁹]|\[?\d{1,2}\]|\(\d{1,2}\))")


_OPENING, _CLOSING = tuple("“\"„«'‘"), tuple("”\"“»'’")
CLOSING_MARKS = frozenset(".!?…")
_DOUBLE_QUOTES = '"“”„«»'
_LONGEST_ATTRIBUTION = 80  # characters: "— Dana, Haifa"
# A quotation of so many characters is somebody's words; a shorter one is emphasis.
_SHORTEST_QUOTATION = 40
# "© 2025 Swift & Safe Removals Ltd": up to six words with capitals, or in a script that has none.
_CAPITALS = r"[^\W\d_a-z][\w'’-]*(?: (?:[^\W\d_a-z][\w'’-]*|&|and|of|\d+)){%s}"
_CASELESS = late("[\u0590-\u08ff]")
_COPYRIGHT = late(r"(?:©|\([cC]\)|[cC]opyright)(?: ©)?(?: \d{4}(?:[–-]\d{4})?)?,? (" + _CAPITALS % "0,5" + ")")
_PRICED = late(rf"({_CAPITALS % '1,5'}) ?[–—:|-] ?[£$€₪]\s?\d[\d.,]*$")
_TITLE = late(_CAPITALS % "1,5")
# Blocks that show on the page as they follow each other; and how many of them a glance takes in.
_VISIBLE = frozenset(("text", "heading", "list-item", "caption", "quote", "button", "label", "string"))
_BESIDE = 2
_LONGEST_FIGURE = 60  # characters of a figure with its label
_FIGURE = late(r"\W*\d[\d.,]*\s*\S{0,7}")  # a figure that stands alone: "98 %", "4.2 h"
_PARTS = frozenset(("main", "nav", "header", "footer"))  # of a page; a heading reaches no further


class Page:
    """What a block's page says elsewhere: footnotes by their mark, the words of the names it gives itself, its other blocks.

    `keys`: the language in which programmers name things: English, whatever the copy is in.
    """

    def __init__(
        self,
        notes: Mapping[str, Block] | None = None,
        names: tuple[tuple[str, ...], ...] = (),
        blocks: Sequence[Block] = (),
        keys: Lexicon | None = None,
    ) -> None:
        self.notes = notes or {}
        self.names = names
        self.blocks = blocks
        self.keys = keys

    @cached_property
    def places(self) -> Mapping[int, int]:
        """Where in `blocks` a block stands, by its identity."""
        return {id(block): index for index, block in enumerate(self.blocks)}

    @cached_property
    def name_parts(self) -> frozenset[tuple[str, ...]]:
        """All stretches of words of the names."""
        return frozenset(
            name[start:end] for name in self.names for start in range(len(name)) for end in range(start + 1, len(name) + 1)
        )

    @cached_property
    def _headings(self) -> Sequence[int]:
        return [index for index, block in enumerate(self.blocks) if block.kind == "heading"]

    @cached_property
    def _note_ids(self) -> frozenset[int]:
        return frozenset(id(note) for note in self.notes.values())

    def section(self, block: Block) -> str:
        """The text of the heading above a block; "" if there is none in its part of the page or it is one itself."""
        at = self.places.get(id(block))
        if at is None or block.kind == "heading":
            return ""
        before = bisect_left(self._headings, at)
        above = self.blocks[self._headings[before - 1]] if before else None
        return above.text if above and above.context & _PARTS == block.context & _PARTS else ""

    def beside(self, block: Block) -> tuple[Block, ...]:
        """The blocks that a reader takes in with this one: the heading it stands under, and what follows it in its section."""
        at = self.places.get(id(block))
        if at is None or block.kind not in _VISIBLE:
            return ()
        following = self.blocks[at + 1 : at + 1 + _BESIDE]
        after = takewhile(lambda other: other.kind in _VISIBLE - {"heading"} and id(other) not in self._note_ids, following)
        if block.kind != "heading":  # a figure; what another item or text says is its own business
            after = takewhile(lambda other: other.kind != "list-item" and len(other.text) <= _LONGEST_FIGURE, after)
        above = self.blocks[max(0, at - 1) : at] if block.kind != "heading" else ()
        return (*(other for other in above if other.kind == "heading" or _FIGURE.fullmatch(other.text)), *after)


class Passage:
    """A block with its text as words, on its page."""

    def __init__(self, block: Block, text: Text, page: Page) -> None:
        self.block = block
        self.text = text
        self.tokens = text.tokens
        self.lexicon = text.lexicon
        self.page = page

    @cached_property
    def quoted(self) -> bool:
        """A customer's words: a quotation or a review as a whole."""
        return "quote" in self.block.context or self.block.kind == "quote" or _is_quotation(self.block.text)

    @cached_property
    def sets_claims_aside(self) -> bool:
        """Whether the heading above, a key of the block's name or the block itself says: jobs, small print, advice, cookies."""
        keys = _KEY_MARKS.split(self.block.name) if self.block.name else ()
        return (
            _is_title(self.page.section(self.block), self.lexicon)
            or any(_is_title(key, self.page.keys or self.lexicon) for key in keys)
            or self.text.sets_claims_aside
        )

    def text_span(self, tokens: Span) -> Span:
        """The place of a token range in the block's text."""
        return Span(self.tokens.starts[tokens.start], self.tokens.ends[tokens.end - 1])

    def sentence(self, around: Span) -> Span:
        """As `Text.sentence`."""
        return self.text.sentence(around)

    def whole_sentence(self, around: Span) -> Span:
        """The place of that sentence in the block's text, its closing marks and a quotation mark that it opened included."""
        sentence = self.sentence(around)
        start, end = self.text_span(sentence)
        if sum(map(self.block.text[start:end].count, _DOUBLE_QUOTES)) % 2:
            end += self.block.text[end : end + 1] in tuple(_DOUBLE_QUOTES)
        for at in range(sentence.end, len(self.tokens)):
            if self.tokens.words[at] not in CLOSING_MARKS or self.block.text[end : self.tokens.starts[at]].strip(
                f"{_DOUBLE_QUOTES}'’ "
            ):
                break
            end = self.tokens.ends[at]
        return Span(start, end)

    def marks(self, kind: str, tokens: Span) -> list[Mark]:
        """The inline elements of a kind that overlap a token range."""
        if not self.block.marks:
            return []
        place = self.text_span(tokens)
        return [m for m in self.block.marks if m.kind == kind and m.start < place.end and place.start < m.end]

    def note(self, claim: Span) -> Passage | None:
        """The footnote that a mark behind the claim, in its sentence, points at."""
        for mark in self._note_marks(claim):
            block = self.page.notes.get(mark)
            if block is not None and block is not self.block:
                return passage(block, self.lexicon)
        return None

    def _note_marks(self, claim: Span) -> list[str]:
        sentence = self.sentence(claim)
        behind = Span(claim.end - 1, min(sentence.end + 2, len(self.tokens)))
        text, starts, ends = self.block.text, self.tokens.starts, self.tokens.ends
        found = [text[starts[at] : ends[at]] for at in range(*behind) if self.tokens.words[at] in FOOTNOTE_MARKS]
        return found + [text[m.start : m.end].strip(" []()") for m in self.marks("superscript", behind)]


def _is_title(title: str, lexicon: Lexicon) -> bool:
    return bool(title) and text_of(title.replace("_", " "), lexicon).is_title


def passage(block: Block, lexicon: Lexicon, page: Page | None = None, text: str | None = None) -> Passage:
    """A block as words; `text` is its text for matching, unless all of it is to be read."""
    return Passage(block, text_of(matching_text(block) if text is None else text, lexicon), page or Page())


def _is_quotation(text: str) -> bool:
    """A whole block in quotation marks, perhaps with a name behind it."""
    text = text.strip(" >")
    tail = text[-_LONGEST_ATTRIBUTION:]
    dash = next((at for at, char in enumerate(tail) if char in "—–-~" and tail[:at].rstrip().endswith(_CLOSING)), len(tail))
    text = text[: len(text) - len(tail) + dash].rstrip()
    return len(text) >= _SHORTEST_QUOTATION and text.startswith(_OPENING) and text.endswith(_CLOSING)


def page_of(blocks: Sequence[Block], keys: Lexicon | None = None) -> Page:
    """What the blocks of a document say of each other. `keys`: the language of the keys of data files."""
    return Page(_footnotes(blocks), tuple(sorted(set(map(_words_of, _names(blocks))))), blocks, keys)


@lru_cache(maxsize=1024)  # a site calls itself the same on each of its pages
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(Tokens(fold(name), "").words)


def _names(blocks: Sequence[Block]) -> Iterator[str]:
    """What the page calls its owner and its products.

    The name that it declares, the owner of the copyright, goods in capitals before their price ("Best Boy Dog Lead – £32"),
    and short headings and links in capitals that come again, letter by letter, in running text: "Best Rest 2", then "The Best
    Rest 2 is an inch thicker".
    """
    yield from (block.text for block in blocks if block.kind == "name")
    yield from (found[1] for block in blocks for found in _COPYRIGHT.finditer(block.text))
    priced = (found[1] for block in blocks if (found := _PRICED.match(block.text.strip())))
    yield from (goods for goods in priced if not _CASELESS.search(goods))
    titles: dict[str, set[str]] = {}  # by their first word, as a page may have thousands of either
    for block in blocks:
        title = block.text.strip()
        if (block.kind == "heading" or "link" in block.context) and _TITLE.fullmatch(title):
            titles.setdefault(title.split()[0], set()).add(title)
    for block in blocks if titles else ():
        if block.kind in ("text", "list-item", "quote", "alt"):
            near = (title for word in titles.keys() & set(block.text.split()) for title in titles[word])
            yield from (title for title in near if _mentions(block.text, title))


def _mentions(text: str, name: str) -> bool:
    """Whether a name stands in running text: beside words in small letters."""
    return name in text and any(word.islower() and len(word) > 3 for word in text.replace(name, " ").split())


def _footnotes(blocks: Sequence[Block]) -> dict[str, Block]:
    """The blocks that begin with a footnote mark, by mark; the last of a mark counts, as notes stand at the end."""
    notes: dict[str, Block] = {}
    for block in blocks:
        found = _NOTE.match(block.text)
        mark = found[1].strip("[]()") if found else _leading_superscript(block)
        if mark:
            notes[mark] = block
    return notes


def _leading_superscript(block: Block) -> str:
    first = next((mark for mark in block.marks if mark.kind == "superscript" and mark.start == 0), None)
    return block.text[: first.end].strip(" []()") if first else ""
