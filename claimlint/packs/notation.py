"""The phrase notation of packs, compiled. docs/packs.md describes it for those who write packs.

word word        these words, one behind the other, in any case; hyphens and quotes between them do not matter
(a|b c)          a choice;  (a)? optional
{list}           any entry of a list
*                any one word;  # a number;  #### a number of four digits
..2              a gap of at most two words
word/s/ed        word, words, worded;  stem+y/ies: stemy, stemies
=word  =#        exactly this, without prefixes (Hebrew, Arabic); a literal mark
ה-word  ال-word  with the article
[we] word [for]  stands beside words in brackets, which are no part of the match; at the ends of a phrase only
@                the claim, in phrases that say where a claim is none
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import cache

from claimlint.errors import ClaimlintError
from claimlint.language.clitics import join
from claimlint.language.fold import fold
from claimlint.language.tokens import Tokens
from claimlint.late import late
from claimlint.packs.phrase import Anchor, Any, Choice, Claim, Context, Gap, Node, Number, Phrase, Sequence, Word

_LETTER = r"[^\W\d_]"
# Marks may be a part of a letter (niqqud, harakat); they are folded away afterwards.
_WORD = rf"{_LETTER}[\w\u0591-\u05c7\u0610-\u061a\u064b-\u065f]*(?:['’׳\"״.][^\W_]+)*"
_PIECE = late(
    rf"""\s*-?\s*(?:
      \{{(?P<list>[^{{}}]*)\}}
    | (?P<open>\() | (?P<bar>\|) | (?P<close>\)) | (?P<context>\[) | (?P<end>\]) | (?P<optional>\?)
    | \.\.(?P<gap>\d+)
    | (?P<exact>=)
    | (?P<article>(?:ה|ال)-)(?=[({{*\w])
    | (?P<word>{_WORD})(?P<endings>(?:\+[^\W\d_]+|/[^\W\d_]+)(?:/[^\W\d_]+)*)?
    | (?P<digits>\#{{4}}(?!\#)) | (?P<number>\#(?!\#)) | (?P<any>\*) | (?P<claim>@)
    | (?P<literal>\d+(?:[.,]\d+)*|[^\s\w.'"\[\]-])
    )""",
    re.VERBOSE,
)
_REGEX = late(r"[\\^<>]|\.\*|\(\?|\[\^|\]\+|\]\*")
# Bounds that no sensible phrase meets; they keep a hostile pack from costing time or memory.
_DEEPEST = 20  # groups within groups
_LONGEST = 400  # characters of a phrase
_WIDEST_GAP = 20  # words
_WIDEST = 40  # words that a phrase may take up
_WIDEST_CLAIM = 15  # words that `@` may stand for
_LARGEST = 5000  # nodes, lists written out

# Words that stand in most texts: poor anchors. Any language's are harmless in another's.
_COMMON = frozenset(
    (
        "a about all an and any are as at be by can do for from get has have how i if in is it its my no "
        "not of on one or our so than that the their them they this to up us use was we what when who will with you your "
        "של את על לא עם זה או כל גם אני הוא היא אנחנו אתם יש אין כי אם מה הכי יותר "
        "في من على الى عن مع هذا هذه ان او لا ما كل"
    ).split()
)


_BRACKETS = "'[…]' stands at the two ends of a phrase, not inside or in a list"
# The pieces that end a sequence.
_ENDS = ("bar", "close", "context", "end")


class _Parser:
    """Recursive descent over the pieces of one phrase."""

    def __init__(self, text: str, language: str, lists: Mapping[str, Sequence]) -> None:
        self.text = text
        self.language = language
        self.lists = lists
        self.at = 0
        self.depth = 0

    def fail(self, why: str) -> ClaimlintError:
        return ClaimlintError(f"phrase {self.text!r}: {why}")

    def parse(self) -> tuple[Sequence, Sequence, Sequence]:
        """What stands before, the words themselves, and what stands behind."""
        if len(self.text) > _LONGEST:
            raise ClaimlintError(f"phrase {self.text[:40]!r}…: longer than {_LONGEST} characters; split it into several")
        if found := _REGEX.search(self.text):
            raise self.fail(f"{found[0]!r} has no meaning here: phrases aren't regular expressions")
        before, nodes, after = self.context(), self.sequence(), self.context()
        if self.at < len(self.text.rstrip()):
            raise self.fail(_BRACKETS) if after else self.unread()
        if not nodes:
            raise self.fail("is empty; write the words to look for")
        for part in (before, nodes, after):
            if _size(part) > _LARGEST or _width(part)[1] > _WIDEST:
                raise self.fail(f"matches more than {_WIDEST} words or {_LARGEST} alternatives; split it into several")
        return before, nodes, after

    def bare(self) -> Sequence:
        """The words of a phrase that may have no brackets at its ends."""
        before, nodes, after = self.parse()
        if before or after:
            raise self.fail(_BRACKETS)
        return nodes

    def context(self) -> Sequence:
        """The brackets at one end of the phrase; nothing when there are none."""
        piece = self.peek()
        if not (piece and piece["context"]):
            return ()
        self.at = piece.end()
        return _merged(self.alternatives("end"))

    def unread(self) -> ClaimlintError:
        """The error for what can't begin a piece here."""
        rest = self.text[self.at :].strip()
        if rest[0] == "'":
            return self.fail(f"can't read {rest[:20]!r}; a short form is one word: we've, isn't")
        if rest[0] == "[":
            return self.fail(_BRACKETS)
        opening = {")": "(", "]": "["}.get(rest[0])
        return self.fail(f"{rest[0]!r} without {opening!r}" if opening else f"can't read {rest[:20]!r}")

    def peek(self) -> re.Match[str] | None:
        return _PIECE.match(self.text, self.at)

    def sequence(self) -> Sequence:
        nodes: list[Node] = []
        while (piece := self.peek()) and piece.lastgroup not in _ENDS:
            self.at = piece.end()
            if piece["optional"]:
                raise self.fail("'?' goes behind a group: write (word)?")
            nodes.extend(self.piece(piece, "free"))
        return tuple(nodes)

    def piece(self, piece: re.Match[str], prefixes: str) -> Sequence:
        """The nodes of a piece that has just been read."""
        match piece.lastgroup:
            case "open":
                return self.group(prefixes)
            case "list":
                return self.optional(self.entries(piece["list"].strip(), prefixes))
            case "gap":
                most = int(piece["gap"])
                if not 1 <= most <= _WIDEST_GAP:
                    raise self.fail(f"a gap is of 1 to {_WIDEST_GAP} words, not {most}")
                return (Gap(most),)
            case "digits":
                return (Number(4),)
            case "number":
                return (Number(),)
            case "any":
                return (Any(prefixes),)
            case "claim":
                return (Claim(),)
            case "literal":
                return (Word(frozenset({fold(piece["literal"]).text}), "none"),)
            case "exact" | "article":
                return self.prefixed("none" if piece["exact"] else "article", piece[0].strip())
        return self.words(piece["word"], piece["endings"] or "", prefixes)

    def prefixed(self, prefixes: str, mark: str) -> Sequence:
        """What stands behind `=` or an article."""
        if prefixes == "article" and self.language not in ("he", "ar"):
            raise self.fail(f"{mark!r} asks for an article, which only Hebrew and Arabic phrases can")
        piece = self.peek()
        if piece is None or piece.lastgroup in (*_ENDS, "optional", "gap", "exact", "article", "claim"):
            raise self.fail(f"{mark!r} needs a word behind it")
        self.at = piece.end()
        if prefixes == "none" and (piece["number"] or piece["any"]):
            return (Word(frozenset({piece[0].strip()}), "none"),)
        return self.piece(piece, prefixes)

    def group(self, prefixes: str) -> Sequence:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.fail(f"groups nested deeper than {_DEEPEST}; use a list")
        options = self.alternatives("close")
        self.depth -= 1
        if prefixes != "free":
            options = [_with_prefixes(option, prefixes) for option in options]
        return self.optional(_merged(options))

    def alternatives(self, closing: str) -> list[Sequence]:
        """Sequences with `|` between them, up to the closing mark of this kind."""
        options = [self.sequence()]
        while (piece := self.peek()) and piece["bar"]:
            self.at = piece.end()
            options.append(self.sequence())
        if not (piece and piece[closing]):
            opening, mark = ("(", ")") if closing == "close" else ("[", "]")
            unread = self.text[self.at :].strip()
            raise self.unread() if unread else self.fail(f"'{opening}' without '{mark}'")
        self.at = piece.end()
        if not all(options):
            raise self.fail("an empty choice; write (a|b)? for 'a or b or nothing'")
        return options

    def optional(self, nodes: Sequence) -> Sequence:
        piece = self.peek()
        if not (piece and piece["optional"] and piece[0] == "?"):
            return nodes
        self.at = piece.end()
        return (Choice((nodes,), optional=True),)

    def entries(self, name: str, prefixes: str) -> Sequence:
        if name not in self.lists:
            near = difflib.get_close_matches(name, self.lists, 1)
            known = f"did you mean {{{near[0]}}}?" if near else f"lists here: {', '.join(sorted(self.lists)) or 'none'}"
            raise self.fail(f"no list {{{name}}}; {known}")
        nodes = self.lists[name]
        return nodes if prefixes == "free" else _with_prefixes(nodes, prefixes)

    def words(self, word: str, endings: str, prefixes: str) -> Sequence:
        """A word as the tokenizer sees it, its endings on its last part."""
        parts = _parts(word, self.language)
        if not parts:
            raise self.fail(f"no word in {word!r}")
        *front, last = parts
        forms = {last} if not endings.startswith("+") else set()
        forms |= {fold(join(last, ending)).text for ending in re.split(r"[/+]", endings)[1:]}
        return (*(Word(frozenset({part}), prefixes) for part in front), Word(frozenset(forms), prefixes))


@cache
def _parts(word: str, language: str) -> tuple[str, ...]:
    """A word as the tokenizer sees it; packs hold the same words over and over."""
    return tuple(Tokens(fold(word), language).words)


def _with_prefixes(nodes: Sequence, prefixes: str) -> Sequence:
    """The same nodes with the article (or exactness) asked of the first word of each way through them."""
    first, *rest = nodes
    if isinstance(first, Choice):
        options = tuple(_with_prefixes(option, prefixes) for option in first.options)
        first = Choice(options, first.optional)
    elif isinstance(first, Word | Any):
        first = first._replace(prefixes=prefixes)
    return (first, *rest)


def _merged(options: list[Sequence]) -> Sequence:
    """A choice, with the single words of a kind as one node."""
    words: dict[str, frozenset[str]] = {}
    others: list[Sequence] = []
    for option in options:
        if len(option) == 1 and isinstance(option[0], Word):
            words[option[0].prefixes] = words.get(option[0].prefixes, frozenset()) | option[0].forms
        else:
            others.append(option)
    merged: list[Sequence] = [(Word(forms, prefixes),) for prefixes, forms in words.items()]
    merged += others
    return merged[0] if len(merged) == 1 else (Choice(tuple(merged)),)


def compile_list(entries: list[str], language: str, lists: Mapping[str, Sequence]) -> Sequence:
    """A list as the nodes that stand for any one of its entries. Raises ClaimlintError."""
    parsers = [_Parser(entry, language, lists) for entry in entries]
    return _merged([parser.bare() for parser in parsers])


def compile_phrase(text: str, language: str, lists: Mapping[str, Sequence], *, claim: bool = False) -> Phrase:
    """Compile a phrase; `claim` tells whether it may hold `@`. Raises ClaimlintError with what to write instead."""
    before, nodes, after = _Parser(text, language, lists).parse()
    if not claim and any(map(_has_claim, (before, nodes, after))):
        raise ClaimlintError(f"phrase {text!r}: '@' stands for the claim and has no meaning here")
    if _width(nodes)[0] == 0:
        raise ClaimlintError(f"phrase {text!r}: everything in it is optional; one word must be required")
    anchor = _anchor(nodes)
    before, nodes, after = map(_simplified, (before, nodes, after))
    others = {words for part in (nodes, before, after) for words in _needs(part) if not anchor or words != anchor.words}
    needs = [anchor.words] if anchor else []
    needs += sorted(others, key=lambda words: (len(words), sorted(words)))
    return Phrase(nodes, _width(nodes)[1], anchor, text, _context(before), _context(after), tuple(needs))


def _simplified(nodes: Sequence) -> Sequence:
    """The same sequence with choices of single words as one word of several forms, which costs one look."""
    simple: list[Node] = []
    for node in nodes:
        if not isinstance(node, Choice):
            simple.append(node)
            continue
        forms: dict[str, set[str]] = {}  # by what their prefixes may be
        options: list[Sequence] = []
        for option in map(_simplified, node.options):
            if len(option) == 1 and isinstance(word := option[0], Word):
                forms.setdefault(word.prefixes, set()).update(word.forms)
            else:
                options.append(option)
        options += [(Word(frozenset(words), prefixes),) for prefixes, words in forms.items()]
        if len(options) == 1 and not node.optional:
            simple += options[0]
        else:
            simple.append(Choice(tuple(options), node.optional))
    return tuple(simple)


def _needs(nodes: Sequence) -> list[frozenset[str]]:
    """Sets of words, of each of which a match holds one."""
    found = (_anchor((node,)) for node in nodes)
    return [anchor.words for anchor in found if anchor]


def _context(nodes: Sequence) -> Context | None:
    return Context(nodes, _width(nodes)[1]) if nodes else None


def _has_claim(nodes: Sequence) -> bool:
    return any(isinstance(node, Claim) or (isinstance(node, Choice) and any(map(_has_claim, node.options))) for node in nodes)


def _size(nodes: Sequence) -> int:
    """How many nodes matching may have to look at."""
    return sum(1 + sum(map(_size, node.options)) if isinstance(node, Choice) else 1 for node in nodes)


def _width(nodes: Sequence) -> tuple[int, int]:
    """The fewest and the most tokens that a sequence takes."""
    least = most = 0
    for node in nodes:
        low = high = 1
        if isinstance(node, Gap):
            low, high = 0, node.most
        elif isinstance(node, Claim):
            high = _WIDEST_CLAIM
        elif isinstance(node, Choice):
            widths = [_width(option) for option in node.options]
            low = 0 if node.optional else min(width[0] for width in widths)
            high = max(width[1] for width in widths)
        least, most = least + low, most + high
    return least, most


def _anchor(nodes: Sequence) -> Anchor | None:
    """The rarest words that every match must hold one of."""
    best: Anchor | None = None
    least = most = 0
    for node in nodes:
        found: Anchor | None = None
        if isinstance(node, Word):
            found = Anchor(node.forms, 0, 0)
        elif isinstance(node, Choice) and not node.optional:
            inner = [_anchor(option) for option in node.options]
            sure = [anchor for anchor in inner if anchor]
            if len(sure) == len(inner):
                words = frozenset[str]().union(*(anchor.words for anchor in sure))
                found = Anchor(words, min(a.least for a in sure), max(a.most for a in sure))
        if found and (best is None or _commonness(found.words) < _commonness(best.words)):
            best = Anchor(found.words, least + found.least, most + found.most)
        low, high = _width((node,))
        least, most = least + low, most + high
    return best


def _commonness(words: frozenset[str]) -> int:
    """How often one of these words may be met: a rough order, not a figure."""
    return sum(1000 if word in _COMMON or not word[0].isalpha() else 1 for word in words)
