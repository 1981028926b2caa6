"""The braces of Svelte and Astro: JavaScript within markup, in Astro markup within that again.

A small machine with a stack: code, a template literal, a tag, what an element holds. Every character is looked at once
in each state that it can be in. All offsets are code points of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimlint.late import late
from claimlint.model import Span
from claimlint.sources.html_elements import VOID
from claimlint.sources.template_tags import GONE, HARD, SOFT, VALUE_TAG, Source, Tag

_BRACE = late(r"\{|<(script|style)(?=[\s>])|<!--", re.I)
_RAW_END = {name: late(rf"</{name}(?=[\s>])", re.I) for name in ("script", "style")}
_FRONT_MATTER = late(r"\ufeff?\s*+---[ \t]*+\r?\n(?s:.*?)^---[ \t]*+$", re.M)
_SVELTE_NAME = late(r"\s*+([#:/@]\s*+\w++)")
_SVELTE_MARKS = {"#each": HARD, "/each": HARD, "@html": VALUE_TAG, "@render": HARD, "@const": GONE, "@debug": GONE}

_CODE = late(
    r"(?s)'(?:[^'\\\r\n]|\\.)*+'?|\"(?:[^\"\\\r\n]|\\.)*+\"?|//[^\r\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|(?P<tick>`)|(?P<open>\{)|(?P<close>\})"
    r"|(?P<tag><(?=[A-Za-z>]))"
)
_LITERAL = late(r"(?s)\\.|(?P<close>`)|(?P<open>\$\{)")
_IN_TAG = late(r"\"[^\"]*+\"|'[^']*+'|(?P<open>\{)|(?P<empty>/>)|(?P<close>>)")
_CHILDREN = late(r"<!--(?:[^-]|-(?!->))*+(?:-->)?|(?P<end></[^<>]*+>)|(?P<tag><(?=[A-Za-z>]))|(?P<open>\{)")
_NAME = late(r"<([\w.:-]*+)")
_BEFORE_OPERAND = (*"(,=>?:&|[{;!", "return")
_COMMENT = late(r"(?s)\s*+(?:/\*.*?\*/\s*+|//[^\r\n]*+\s*+)++\Z")
_STATES = {"code": _CODE, "literal": _LITERAL, "tag": _IN_TAG, "children": _CHILDREN}


def svelte(text: str) -> Iterator[Tag]:
    """Expressions and blocks in single braces."""
    return _expressions(text, Source(text), 0, markup=False)


def astro(text: str) -> Iterator[Tag]:
    """The code fence at the top, and expressions in single braces, which may hold markup."""
    fence = _FRONT_MATTER.match(text)
    position = 0
    if fence:
        position = fence.end()
        yield Tag(fence.start(), position, GONE, (Span(*fence.span()),), "---")
    yield from _expressions(text, Source(text), position, markup=True)


def _expressions(text: str, source: Source, position: int, *, markup: bool) -> Iterator[Tag]:
    """The code of the expressions of a page; the markup within one is not part of it."""
    while found := source.search(_BRACE, position):
        start, position = found.span()
        if found[1]:
            ending = source.search(_RAW_END[found[1].lower()], position)
            position = ending.end() if ending else len(text)
        elif found[0] == "<!--":
            position = source.find("-->", position)
            if position < 0:
                return
        else:
            pieces = _pieces(text, start, markup=markup)
            if not pieces:  # never closed: no brace after it can be told from text
                return
            position = pieces[-1].end
            yield from (_tag(text, piece) for piece in pieces)


def _tag(text: str, piece: Span) -> Tag:
    code = text[piece.start : piece.end]
    if code[0] != "{" or code[-1] != "}":  # a part of an expression around markup
        return Tag(*piece, HARD if "=>" in code or ":" in code or "," in code else SOFT, (piece,))
    inside = Span(piece.start + 1, piece.end - 1)
    named = _SVELTE_NAME.match(text, *inside)
    if named:
        name = "".join(named[1].split())
        mark = _SVELTE_MARKS.get(name, HARD if name[0] == ":" else SOFT)
        return Tag(*piece, mark, (inside,), name, name == "@html")
    return Tag(*piece, GONE if _COMMENT.match(text, *inside) else VALUE_TAG, (inside,), "", True)


def _pieces(text: str, start: int, *, markup: bool) -> list[Span]:
    """The stretches of code of the expression whose brace opens at `start`; none where it is never closed."""
    pieces: list[Span] = []
    # The states that are open. A number goes with each: of children, how many elements are open; of a tag, 1 if it is void.
    stack = [("code", 0)]
    piece = start  # where the code began
    position = start + 1
    while stack:
        state, number = stack[-1]
        found = _STATES[state].search(text, position)
        if found is None:
            return []
        event = found.lastgroup
        before, position = position, found.end()
        if event == "open":
            stack.append(("code", 0))
            if state in ("tag", "children"):
                piece = found.start()
        elif event == "tick":
            stack.append(("literal", 0))
        elif event == "tag":
            if state == "code":
                if not (markup and _begins_operand(text, before, found.start())):
                    continue
                pieces.append(Span(piece, found.start()))
                stack.append(("children", 0))
            named = _NAME.match(text, found.start())
            stack.append(("tag", int(named is not None and named[1].lower() in VOID)))
        elif event == "close" and state != "tag":
            stack.pop()
            if stack and stack[-1][0] in ("tag", "children"):
                pieces.append(Span(piece, position))
        elif event:
            if state == "tag":
                stack.pop()
            opened = stack[-1][1] + (-1 if event == "end" else 0 if event == "empty" or number else 1)
            stack[-1] = ("children", opened)
            if opened <= 0:
                stack.pop()
                piece = position
    pieces.append(Span(piece, position))
    return pieces


def _begins_operand(text: str, start: int, end: int) -> bool:
    """Whether what follows `text[start:end]`, code since the last token, is an operand: `a && <b>`, but not `a <b`."""
    code = text[max(start, end - 80) : end].rstrip()
    return not code or code.endswith(_BEFORE_OPERAND)
