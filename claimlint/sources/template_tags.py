"""The tags of template languages, with what each does to the text around it.

A tag ends at its closing mark; one within a string does not end it. Where strings cannot be believed (an apostrophe in
a tag), the first closing mark does. Every search that fails is not tried again, so the time is linear in the input.
All offsets are code points of the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from claimlint.late import late
from claimlint.model import Span

# What a tag leaves in the text. These are noncharacters, so that no page holds them and no parser heeds them.
VALUE_TAG: Final = "\ufdd0"  # a value, filled in
SOFT: Final = "\ufdd1"  # text goes on across it (`if`), unless it stands on a line of its own
HARD: Final = "\ufdd2"  # no phrase crosses it (`else`, `for`)
GONE: Final = "\ufdd3"  # nothing: a comment


class Tag(NamedTuple):
    """`source[start:end]` is template code. `code`: the stretches of it in which copy may stand as a string.

    `name`: its first word; `output`: its strings are shown, unless their keys say otherwise.
    """

    start: int
    end: int
    mark: str
    code: tuple[Span, ...] = ()
    name: str = ""
    output: bool = False


_MAX_DOUBTS = 20  # strings that cannot be believed, before none is
_STRING = r"\"((?:[^\"\\]|\\.)*+)(\"?)|'((?:[^'\\]|\\.)*+)('?)"
_UNESCAPED = r"\"([^\"]*+)(\"?)|'([^']*+)('?)"


class Source:
    """A text in which marks are looked for; what was not found once is not looked for again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.heredocs = True  # until one is not closed
        self._absent: set[str] = set()
        self._doubts = 0

    def find(self, mark: str, position: int) -> int:
        """Where a mark starts; -1 where none comes any more."""
        if mark in self._absent:
            return -1
        found = self.text.find(mark, position)
        if found < 0:
            self._absent.add(mark)
        return found

    def search(self, pattern: re.Pattern[str], position: int) -> re.Match[str] | None:
        """The next match of a pattern."""
        if pattern.pattern in self._absent:
            return None
        found = pattern.search(self.text, position)
        if found is None:
            self._absent.add(pattern.pattern)
        return found

    def close(self, position: int, mark: str, tokens: re.Pattern[str], depth: int = 0) -> int:
        """The end of a tag: behind the first `mark` that stands in no string and no brackets; -1 for none.

        `tokens` finds strings (groups 1 to 4), brackets (`(`, `{`, `)`, `}`) and the mark.
        """
        plain = self.find(mark, position)
        if plain < 0:
            return -1
        if self._doubts < _MAX_DOUBTS:
            for found in tokens.finditer(self.text, position):
                token = found[0]
                if token[0] in "\"'":
                    if not (found[2] or found[4]) or (mark in token and "\n" in token):
                        break
                elif token in "({":
                    depth += 1
                elif depth and token in ")}":
                    depth -= 1
                    if not depth and token == mark:
                        return found.end()
                elif not depth and self.text.startswith(mark, found.start()):
                    return found.start() + len(mark)
            self._doubts += 1
        return plain + len(mark)


def _tokens(mark: str, *, string: str = _STRING, brackets: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?s){string}|{mark}" + (f"|[{re.escape(brackets)}]" if brackets else ""))


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# -- Jinja, Django, Twig, Nunjucks, Liquid

_JINJA = late(r"\{[{%#]")
_JINJA_NAME = late(r"[-+~]?\s*+(#|\w++)\s*+([\w.-]*+)")
_JINJA_TOKENS = _tokens(r"%\}")
_JINJA_VALUE = _tokens(r"\}", brackets="{")
_LIQUID_TOKENS = _tokens(r"%\}", string=_UNESCAPED)
_LIQUID_VALUE = _tokens(r"\}\}", string=_UNESCAPED)
_JINJA_OUTPUT = _names(
    "url static asset trans translate cycle now csrf_token lorem firstof widthratio render_field echo path image_url"
    " increment decrement filter_url get_static_prefix get_media_prefix querystring translation gettext _ t"
)
_JINJA_SOFT = _names(
    "if endif unless endunless ifchanged endifchanged ifversion with endwith autoescape endautoescape spaceless endspaceless"
    " set assign load import from extends do language endlanguage get_current_language get_available_languages localize"
    " endlocalize filter endfilter apply endapply blocktrans blocktranslate endblocktrans endblocktranslate endtrans csrf_token"
    " use macro_import cache endcache form_theme liquid layout pluralize_none raw endraw verbatim endverbatim"
)
_JINJA_SWALLOWED = _names("comment schema javascript stylesheet style doc")
_JINJA_RAW = _names("raw verbatim")
_BLOCK_TEXT = late(r"[^<{]*+(?=\{%)")
# Blocks of a layout that hold no copy: {% block body_class %}is-paper{% endblock %}
_NO_COPY = late(r"(?:^|_|-)(?:class|classes|id|url|image|css|js|lang|canonical|copydoc|theme|type|slug|path|robots)$")


def jinja(text: str, *, liquid: bool = False) -> Iterator[Tag]:
    """Tags between braces and per cent signs; the languages that use them differ in names only."""
    source = Source(text)
    tokens, values = (_LIQUID_TOKENS, _LIQUID_VALUE) if liquid else (_JINJA_TOKENS, _JINJA_VALUE)
    position = 0
    while found := source.search(_JINJA, position):
        start, inside = found.span()
        if found[0] == "{#":
            end = source.find("#}", inside) + 2
            position = end if end > 1 else inside
            if end > 1:
                yield Tag(start, end, GONE)
            continue
        if found[0] == "{{":
            end = source.close(inside, "}}", values)
            position = end if end > 0 else inside
            if end > 0:
                yield Tag(start, end, VALUE_TAG, (Span(inside, end - 2),), "", True)
            continue
        named = _JINJA_NAME.match(text, inside)
        name, argument = (named[1], named[2]) if named else ("", "")
        comment = name == "#"
        end = source.find("%}", inside) + 2 if comment else source.close(inside, "%}", tokens)
        if end < 2:
            position = inside
            continue
        position = end
        if comment:
            yield Tag(start, end, GONE)
        elif name in _JINJA_RAW or name in _JINJA_SWALLOWED:
            ending = source.search(re.compile(rf"\{{%[-+~]?\s*+end{name}\b[^%]*+%\}}"), end)
            if ending and name in _JINJA_SWALLOWED:
                yield Tag(start, ending.end(), GONE)
                position = ending.end()
            else:
                yield Tag(start, end, SOFT)
                if ending:
                    yield from _values(text, end, ending.start())
                    yield Tag(*ending.span(), SOFT)
                    position = ending.end()
        else:
            if name == "block" and _NO_COPY.search(argument) and (value := _BLOCK_TEXT.match(text, end)):
                position = end = value.end()
            output = name in _JINJA_OUTPUT
            mark = VALUE_TAG if output else SOFT if name in _JINJA_SOFT else HARD
            if name == "trans" and not _has_argument(text, named, end):
                mark, output = SOFT, False  # {% trans %}text{% endtrans %}
            yield Tag(start, end, mark, (Span(inside, end - 2),), name, output)


def _has_argument(text: str, named: re.Match[str] | None, end: int) -> bool:
    return named is not None and text[named.end() : end].lstrip()[:1] in ("'", '"', "(")


_CURLY = late(r"\{\{[^{}\n]*+\}\}")


def _values(text: str, start: int, end: int) -> Iterator[Tag]:
    """What a script in the browser fills in, in text that the template leaves alone."""
    for found in _CURLY.finditer(text, start, end):
        yield Tag(*found.span(), VALUE_TAG)


# -- Handlebars, Mustache

_HANDLEBARS = late(r"(\\?)(?:(\{\{\{\{)|\{\{(?:(~?!--)|(~?!)|(\{)|(~?[#/^>&*]?)))")
_HANDLEBARS_NAME = late(r"[~#/^>&*\s]*+([\w.@-]*+)")
_HANDLEBARS_TOKENS = {mark: _tokens(re.escape(mark), string=_UNESCAPED) for mark in ("}}", "}}}", "}}}}")}


def handlebars(text: str) -> Iterator[Tag]:
    """Tags between double, triple or four braces."""
    source = Source(text)
    position = 0
    while found := source.search(_HANDLEBARS, position):
        start, inside = found.span()
        position = inside
        if found[1]:
            continue
        if found[3] or found[4]:
            mark = "--" if found[3] else ""
            ends = [source.find(f"{mark}{tilde}}}}}", inside) for tilde in (("", "~") if mark else ("",))]
            if max(ends) >= 0:
                position = text.index("}}", min(end for end in ends if end >= 0)) + 2
                yield Tag(start, position, GONE)
            continue
        closing = "}}}}" if found[2] else "}}}" if found[5] else "}}"
        end = source.close(inside, closing, _HANDLEBARS_TOKENS[closing])
        if end < 0:
            continue
        position = end
        sign = (found[6] or "").strip("~")
        named = _HANDLEBARS_NAME.match(text, inside)
        name = named[1] if named else ""
        if sign in ("^", ">") or name in ("else", "each") or (found[2] and name):
            mark = HARD
        elif sign in ("#", "/", "*"):
            mark = SOFT
        else:
            mark = VALUE_TAG
        yield Tag(start, end, mark, (Span(inside, end - len(closing)),), name, mark == VALUE_TAG or sign in ("#", ">"))


# -- Hugo: the templates of Go

_HUGO = late(r"\{\{(-?\s*+/\*)?")
_HUGO_NAME = late(r"-?\s*+(\$\w*+\s*+:?=|\.*(?:\w++\.)*\w++)?")
_HUGO_TOKENS = _tokens(r"\}\}|`[^`]*+`")
_HUGO_MARKS = dict.fromkeys(("range", "else", "define", "block", "template"), HARD) | dict.fromkeys(
    ("if", "with", "end", "break", "continue", "return"), SOFT
)


def hugo(text: str) -> Iterator[Tag]:
    """Actions of Go templates."""
    source = Source(text)
    position = 0
    while found := source.search(_HUGO, position):
        start, inside = found.span()
        end = source.find("*/", inside) if found[1] else inside
        end = source.find("}}", end) + 2 if found[1] and end >= 0 else source.close(inside, "}}", _HUGO_TOKENS)
        position = end if end > inside else inside
        if end <= inside:
            continue
        named = _HUGO_NAME.match(text, inside)
        name = (named and named[1]) or ""
        name = name.rpartition(".")[2]
        mark = GONE if found[1] or name.startswith("$") else _HUGO_MARKS.get(name, VALUE_TAG)
        yield Tag(start, end, mark, () if found[1] else (Span(inside, end - 2),), name, mark == VALUE_TAG)


# -- Vue and Angular: bindings; Angular's control flow

_BRACES = late(r"\{\{")
_ANGULAR = late(
    r"\{\{|(?<![\w@])@(?:(else if|if|else|for|switch|case|default|defer|placeholder|loading|error|empty)\b\s*+([({])"
    r"|let\s[^;<]*+;)|[{}]"
)
_PARENS = _tokens(r"\)", brackets="(")


def vue(text: str) -> Iterator[Tag]:
    """Bindings between double braces."""
    source = Source(text)
    position = 0
    while found := source.search(_BRACES, position):
        end = source.close(found.end(), "}}", _JINJA_VALUE)
        position = max(end, found.end())
        if end > 0:
            yield Tag(found.start(), end, VALUE_TAG, (Span(found.end(), end - 2),), "", True)


def angular(text: str) -> Iterator[Tag]:
    """Bindings and blocks: `@if (x) { … } @else { … }`."""
    source = Source(text)
    position = 0
    opened: list[str] = []  # for each open brace the name of its block; "" for one that is text
    while found := source.search(_ANGULAR, position):
        start, position = found.span()
        if found[0] == "{{":
            end = source.close(position, "}}", _JINJA_VALUE)
            if end > 0:
                yield Tag(start, end, VALUE_TAG, (Span(position, end - 2),), "", True)
                position = end
        elif found[0] == "{":
            opened.append("")
        elif found[0] == "}":
            if opened and (name := opened.pop()):
                yield Tag(start, position, SOFT if name == "if" else HARD)
        elif not found[1]:
            yield Tag(start, position, GONE)
        else:
            end = position
            if found[2] == "(":
                end = source.close(position, ")", _PARENS, 1)
                brace = _BRACE.match(text, end) if end > 0 else None
                if not brace:
                    continue
                end = brace.end()
            opened.append(found[1])
            yield Tag(start, end, SOFT if found[1] == "if" else HARD)
            position = end


_BRACE = late(r"[^{}<\n]{0,80}+\{")

# -- ERB, EJS

_ERB = late(r"<%(%|#|[=-]{0,2}|_)")
_ERB_NAME = late(r"\s*+(\w++)")
_ELSE = late(r"\s*+(?:\}\s*+)?(?:else|elsif|elseif|when|in\b|case|default|rescue)")
_LOOP = late(r"\b(?:each\w*|for|foreach|forEach|map|while|times|loop|switch|content_for|form_\w+)\b|\bdo\b")
_CONTROL = late(
    r"\s*+(?:(?:if|else|elsif|elseif|unless|end\w*|case|when|for|foreach|while|do|switch|default|break|continue|begin|rescue"
    r"|function|var|let|const|use|require\w*|include\w*|namespace|class|declare|return|exit|global|abstract|final|interface|trait"
    r")\b|[@$}{/#;]|\w[\w.@]*+\s*+=[^=>~])"
)


def erb(text: str) -> Iterator[Tag]:
    """Tags of ERB and EJS; the first closing mark ends them, in a string too."""
    source = Source(text)
    position = 0
    while found := source.search(_ERB, position):
        start, inside = found.span()
        end = -1 if found[1] == "%" else source.find("%>", inside)
        if end < 0:
            position = inside
            continue
        position = end + 2
        if found[1] == "#":
            yield Tag(start, position, GONE)
            continue
        output = "=" in found[1] or (found[1] == "-" and not _CONTROL.match(text, inside, end))
        mark = VALUE_TAG if output else _control(text, inside, end)
        name = _ERB_NAME.match(text, inside, end)
        yield Tag(start, position, mark, (Span(inside, end),), name[1] if name else "", output)


def _control(text: str, start: int, end: int) -> str:
    """What a statement does to the text: a loop or another branch parts it."""
    end = min(end, start + 400)
    return HARD if _ELSE.match(text, start, end) or _LOOP.search(text, start, end) else SOFT


# -- PHP, Blade

_PHP_OPEN = late(r"<\?(?:php(?=\s|\Z)|(?P<echo>=))", re.I)
_PHP_TOKENS = late(rf"(?s){_STRING}|(//|#)|(/\*)|<<<[ \t]*+[\"']?(\w++)[\"']?\r?\n|(\?>)")
_LINE_OR_END = late(r"[\r\n]|\?>")
_ECHO = late(r"\b(?:echo|print|printf|_e|_ex|esc_\w+_e|the_\w+|bloginfo|language_attributes|body_class)\b")


def _php_end(source: Source, position: int) -> int:
    """The end of PHP code: behind its closing mark, which strings and block comments hide; else the end of the text."""
    text = source.text
    while found := source.search(_PHP_TOKENS, position):
        position = found.end()
        if found[8]:
            return position
        if found[5]:
            line = _LINE_OR_END.search(text, position)
            position = line.start() if line else len(text)
        elif found[6]:
            position = source.find("*/", position) + 2
            if position < 2:
                break
        elif found[7] and source.heredocs:
            ending = re.compile(rf"\n[ \t]*+{found[7]}\b").search(text, position)
            source.heredocs = ending is not None
            position = ending.end() if ending else position
    return len(text)


def php_comments(text: str, code: Span) -> Iterator[Span]:
    """The comments in a stretch of PHP code, with their marks but without the line end."""
    position, heredocs = code.start, True
    while found := _PHP_TOKENS.search(text, position, code.end):
        position = found.end()
        if found[5]:
            line = _LINE_OR_END.search(text, position, code.end)
            position = line.start() if line else code.end
            yield Span(found.start(), position)
        elif found[6]:
            end = text.find("*/", position, code.end)
            position = end + 2 if end >= 0 else code.end
            yield Span(found.start(), position)
        elif found[7] and heredocs:
            ending = re.compile(rf"\n[ \t]*+{found[7]}\b").search(text, position, code.end)
            heredocs = ending is not None
            position = ending.end() if ending else position


def _php_tag(source: Source, found: re.Match[str]) -> Tag:
    start, inside = found.span()
    end = _php_end(source, inside)
    text = source.text
    code = Span(inside, end - 2 if text.endswith("?>", inside, end) else end)
    if found["echo"]:
        return Tag(start, end, VALUE_TAG, (code,), "", True)
    output = not _CONTROL.match(text, *code) or (_ECHO.search(text, code.start, min(code.end, inside + 400)) is not None)
    return Tag(start, end, VALUE_TAG if output else _control(text, *code), (code,), "php", False)


def php(text: str) -> Iterator[Tag]:
    """PHP code, to the end of the text where it is not closed."""
    source = Source(text)
    position = 0
    while found := source.search(_PHP_OPEN, position):
        tag = _php_tag(source, found)
        yield tag
        position = tag.end


_BLADE = late(
    r"(?i:<\?(?:php(?=\s|\Z)|(?P<echo>=)))|(?P<open>@?\{(?:\{--|\{\{?|!!))"
    r"|(?<![\w@.])@(?P<name>[A-Za-z]\w*+)(?P<paren>[ \t]*+\()?"
)
_BLADE_HARD = late(
    r"else\w*|for|foreach|forelse|endfor|endforeach|endforelse|while|endwhile|section|endsection|show|stop|append|overwrite"
    r"|include\w*|each|component|endcomponent|slot|endslot|push\w*|endpush\w*|prepend|endprepend|switch|case|default|break"
    r"|endswitch|empty|extends|parent|fragment|endfragment|livewire|teleport|endteleport|yield"
)
# Without arguments; any other word after an @ is a directive only in front of a bracket.
_BLADE_BARE = late(
    r"else\w*|end\w+|empty|default|break|continue|show|stop|append|overwrite|parent|auth|guest|csrf|once|production|php"
    r"|verbatim|viteReactRefresh|livewireStyles|livewireScripts"
)
_BLADE_OUTPUT = _names("lang choice json class style js svg asset url route")
_CSS_RULES = _names("media import supports layer container font keyframes page charset property tailwind apply screen")


def blade(text: str) -> Iterator[Tag]:
    """Directives, echoes and PHP."""
    source = Source(text)
    position = 0
    while found := source.search(_BLADE, position):
        start, position = found.span()
        opened, name = found["open"], found["name"]
        if opened:
            opened = opened.lstrip("@")
            closing = {"{{--": "--}}", "{!!": "!!}", "{{": "}}", "{{{": "}}}"}[opened]
            comment = opened == "{{--"
            end = source.find(closing, position) + 4 if comment else source.close(position, closing, _BLADE_TOKENS[closing])
            if end > 3:
                code = () if comment else (Span(position, end - len(closing)),)
                yield Tag(start, end, GONE if comment else VALUE_TAG, code, "", True)
                position = end
        elif not name:
            tag = _php_tag(source, found)
            yield tag
            position = tag.end
        else:
            for tag in _directive(source, found):
                yield tag
                position = tag.end


_BLADE_TOKENS = {mark: _tokens(re.escape(mark)) for mark in ("}}", "}}}", "!!}")}
_VERBATIM_END = late(r"@endverbatim\b")
_PHP_BLOCK_END = late(r"@endphp\b")


def _directive(source: Source, found: re.Match[str]) -> Iterator[Tag]:
    name, start, end = found["name"], found.start(), found.end("name")
    if name in _CSS_RULES:
        return
    code: tuple[Span, ...] = ()
    if found["paren"]:
        closed = source.close(found.end(), ")", _PARENS, 1)
        if closed > 0:
            code = (Span(found.end("name"), closed),)
            end = closed
    if not code and not _BLADE_BARE.fullmatch(name):
        return
    if name == "verbatim" and (ending := source.search(_VERBATIM_END, end)):
        yield Tag(start, end, SOFT)
        yield from _values(source.text, end, ending.start())
        yield Tag(*ending.span(), SOFT)
        return
    if name == "php" and not code and (ending := source.search(_PHP_BLOCK_END, end)):
        yield Tag(start, ending.end(), SOFT, (Span(end, ending.start()),), "php")
        return
    mark = VALUE_TAG if name in _BLADE_OUTPUT else HARD if _BLADE_HARD.fullmatch(name) else SOFT
    yield Tag(start, end, mark, code, name, name in ("lang", "choice", "section", "include", "component", "slot"))


SCANNERS: dict[str, Callable[[str], Iterator[Tag]]] = {
    "jinja": jinja,
    "liquid": lambda text: jinja(text, liquid=True),
    "handlebars": handlebars,
    "hugo": hugo,
    "vue": vue,
    "angular": angular,
    "erb": erb,
    "php": php,
    "blade": blade,
}
