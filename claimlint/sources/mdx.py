"""Code in Markdown, masked: every character keeps its place, so offsets stay those of the file.

What a program fills in becomes FILLED, what shows nothing becomes DROPPED or spaces. Lines that code takes are joined,
since a blank line in it does not end a paragraph. Each scan that fails is not tried again, so the time is linear.
"""

from __future__ import annotations

import re

from claimlint.late import late

FILLED = "\ufdd0"  # noncharacters: no text holds them
DROPPED = "\ufdd1"

# Attributes of a component that people read, beside those that are copy on every element; lower case.
COPY_ATTRIBUTES = frozenset(
    "alt label heading headline description subtitle subheading tagline text caption summary cta buttontext buttonlabel"
    " quote eyebrow".split()
)

_FENCE = r"^[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})"
_MARKDOWN = late(
    rf"(?m){_FENCE}"
    r"|(?P<ticks>`+)|\\.|(?P<comment><!--)"
    r"|(?P<tag>\{\{|\{%)"
    r"|(?P<attributes>\{:[^{}\n]*+\}|\{[#.][^{}\n]*+\}(?=[ \t]*\r?$)|(?<=[)\]])\{[^{}\n%]*+=[^{}\n%]*+\})"
)
_MDX = late(
    rf"(?m){_FENCE}"
    r"|(?P<ticks>`+)|\\.|(?P<brace>\{)|(?P<open></?(?:[A-Za-z]|>))"
    r"|^(?P<module>import(?:\s+[\w*{][^\n;]*?\sfrom\s|\s*[\"'{*])|export\s+(?:const|let|var|default|function|class|async|[{*]))"
)
_JS = late(
    r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?|//[^\n]*+|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+(?:`|\Z)|\\.|[{}]"
    r"|(?P<blank>\n[ \t\r]*+(?:\n|\Z))",
    re.S,
)
_IN_TAG = late(r"[\"'{<>]")
_LITERAL = late(r"\{\s*(?:\"[^\"\\\n{}]*\"|'[^'\\\n{}]*'|`[^`\\\n{}$\"]*`)\s*\}")
_TAG_NAME = late(r"</?[A-Za-z][\w:.$-]*")
_NOT_LINE_END = late(r"[^\r\n]")


class _Mask:
    """The text that is scanned, and what takes the place of parts of it."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.parts: list[str] = [text[:start]]
        self.end = start  # up to where the parts reach

    def fill(self, start: int, end: int, replacement: str) -> None:
        """Replace a stretch by text of the same length, or by one character repeated."""
        self.parts.append(self.text[self.end : start])
        self.parts.append(replacement if len(replacement) == end - start else replacement * (end - start))
        self.end = end

    def done(self) -> str:
        return "".join((*self.parts, self.text[self.end :]))


class _Code:
    """Skips what is code in Markdown: fences and code spans."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.unclosed: dict[int, int] = {}  # by length of a run of backticks: up to where none closes

    def after(self, found: re.Match[str]) -> int:
        """Where the code that is opened here ends, else the end of what opens it."""
        if fence := found["fence"]:
            closing = re.compile(rf"(?m)^[ \t>]*{re.escape(fence)}{re.escape(fence[0])}*[ \t]*\r?$")
            closed = closing.search(self.text, found.end())
            return closed.end() if closed else len(self.text)
        ticks = len(found["ticks"])
        if found.end() <= self.unclosed.get(ticks, -1):
            return found.end()
        limit = re.compile(r"\n[ \t>\r]*\n").search(self.text, found.end())
        end = limit.start() if limit else len(self.text)
        closed = re.compile(rf"(?<!`)`{{{ticks}}}(?!`)").search(self.text, found.end(), end)
        if closed:
            return closed.end()
        self.unclosed[ticks] = end
        return found.end()


def mask_tags(text: str, start: int) -> str:
    """Markdown without template tags (`{{ price }}`, `{% include … %}`) and without attributes (`{#id .class}`)."""
    if "{" not in text:
        return text
    mask, code = _Mask(text, start), _Code(text)
    position = start
    lasts = {"{{": text.rfind("}}"), "{%": text.rfind("%}")}
    while found := _MARKDOWN.search(text, position):
        position = found.end()
        if found["fence"] or found["ticks"]:
            position = code.after(found)
        elif found["comment"]:
            end = text.find("-->", position)
            position = end + 3 if end >= 0 else len(text)
        elif found["attributes"]:
            mask.fill(*found.span(), DROPPED)
        elif tag := found["tag"]:
            if lasts[tag] < position:
                continue  # it is never closed
            position = text.find("}}" if tag == "{{" else "%}", position) + 2
            if tag == "{{" and text.startswith("}", position):
                position += 1
            shown = tag == "{{" and text[found.end()] not in "<%!#/^>"
            mask.fill(found.start(), position, FILLED if shown else DROPPED)
    return mask.done()


def mask_mdx(text: str, start: int) -> str:
    """MDX without expressions, imports and exports, its tags written as those of HTML."""
    return _Mdx(text, start).masked()


class _Mdx:
    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.mask = _Mask(text, start)
        self.code = _Code(text)
        self.broken = False  # a brace is never closed: what follows is read as it stands

    def masked(self) -> str:
        text, position = self.text, self.mask.end
        while found := _MDX.search(text, position):
            position = found.end()
            if found["fence"] or found["ticks"]:
                position = self.code.after(found)
            elif found["brace"]:
                position = self._expression(found.start())
            elif found["open"]:
                position = self._tag(found.start())
            elif found["module"]:
                position = self._module(found.start())
        return self.mask.done()

    def _close(self, start: int) -> int:
        """The end of the expression that is opened here; -1 where it has none."""
        if self.broken:
            return -1
        depth = 0
        for found in _JS.finditer(self.text, start):
            if found[0] == "{":
                depth += 1
            elif found[0] == "}":
                depth -= 1
                if not depth:
                    return found.end()
        self.broken = True
        return -1

    def _expression(self, start: int) -> int:
        end = self._close(start)
        if end < 0:
            return start + 1
        inside = self.text[start + 1 : end - 1].strip()
        comment = not inside or (inside.startswith("/*") and inside.find("*/") == len(inside) - 2)
        self.mask.fill(start, end, DROPPED if comment else FILLED)
        return end

    def _module(self, start: int) -> int:
        """An import or an export: up to a blank line outside of braces."""
        depth = 0
        end = len(self.text)
        for found in _JS.finditer(self.text, start):
            depth += (found[0] == "{") - (found[0] == "}")
            if found["blank"] and depth <= 0:
                end = found.start()
                break
        self.mask.fill(start, end, _NOT_LINE_END.sub(" ", self.text[start:end]))
        return end

    def _tag(self, start: int) -> int:
        """A tag: its expressions become values, its lines one line."""
        text = self.text
        name = _TAG_NAME.match(text, start)
        position = name.end() if name else start + 1
        parts = [name[0].replace(".", "-").replace("$", "-").replace("_", "-") if name else text[start]]
        while found := _IN_TAG.search(text, position):
            parts.append(text[position : found.start()])
            mark, position = found[0], found.end()
            if mark == "<":
                break
            if mark == ">":
                parts.append(mark)
                whole = "".join(parts)
                fragment = name is None
                self.mask.fill(start, position, DROPPED if fragment else whole.replace("\n", " ").replace("\r", " "))
                return position
            if mark == "{":
                end = self._close(found.start())
                if end < 0:
                    break
                parts.append(self._value(found.start(), end))
            else:
                end = text.find(mark, position) + 1
                if not end:
                    break
                parts.append(text[found.start() : end])
            position = end
        return start + 1

    def _value(self, start: int, end: int) -> str:
        """An expression in a tag as HTML writes a value: a text as that text, anything else as nothing."""
        code = self.text[start:end]
        if self.text[start - 1] != "=":
            return " " * (end - start)
        if _LITERAL.fullmatch(code):
            inner = code[1:-1]
            quote = inner.strip()[0]
            return f" {inner} ".replace("`", '"') if quote == "`" else f" {inner} "
        return '"' + " " * (end - start - 2) + '"'
