"""The copy in template code: strings under keys such as `title=`, in translations, and shown as they stand.

A scanner over the tokens of the code, whatever its language: a string belongs to the key or to the function in front of
it. All offsets are code points of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from claimlint.late import late
from claimlint.model import VALUE, Block, Span
from claimlint.sources.jsonld import code_unit
from claimlint.sources.keys import is_copy, is_copy_column
from claimlint.sources.messages import Piece, blocks_of, unescaped, value_of
from claimlint.sources.options import ReaderOptions

_TOKEN = late(
    r"(?s)(?P<string>'(?:[^'\\]|\\.)*+'?|\"(?:[^\"\\]|\\.)*+\"?|`(?:[^`\\]|\\.)*+`?)"
    r"|(?P<comment>/\*(?:[^*]|\*(?!/))*+|//[^\r\n]*+)"
    r"|(?P<compared>[!=<>]==?|<>|[<>](?!-)|~=)|(?P<arrow>=>)|(?P<mark>\|\||[=:?,|;&])|(?P<open>[(\[{])|(?P<close>[)\]}])"
    r"|(?P<word>[$@:]?[A-Za-z_](?:[\w.\\>]|-(?=[\w>])|::)*+)"
)
_KEY = late(r"[a-z][a-z0-9_]*+[.:-][a-z0-9_.:-]*+")  # of a catalogue, a setting
_PARTIAL = late(r"<[A-Za-z/][^<>]*+\Z|\A[^<>]*+\"[^<>]*+>|\A\s*+;|[$#]\{[^{}]*+\Z")  # to be put together
_SPACE = late(r"\s")
_ESCAPE = late(r"(?s)\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_ESCAPE_OR_VARIABLE = late(_ESCAPE.pattern + r"|\$[A-Za-z_]\w*+(?:->\w++|\[[^\]\s]{0,60}+\])?")  # of PHP
_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t", "\n": " "}
_SCOPE = late(r"(?:->|::|\.|\\)")
_TRANSLATES = frozenset(
    "_ __ _e _x _ex t $t t! trans translate translation gettext ngettext lang choice esc_html__ esc_html_e"
    " esc_attr__ esc_attr_e esc_html_x esc_attr_x tr l _n".split()
)
_LONGEST_KEY = 80
_PLURALS = frozenset(("ngettext", "_n", "choice"))
_FILTERS = frozenset("t trans translate _ gettext".split())
# Functions and tags whose own strings name something. Their keyword arguments may still be copy.
_NAMES_THINGS = frozenset(
    "i18n errorf warnf placeholder_svg_tag extends include include_relative includes load url static import from use"
    " url_for asset assets asset_url route path view views require require_once get_template_part if elif elsif elseif"
    " unless when case switch for foreach while in is not and or date strftime format date_format time number_format"
    " replace replace_first remove split where sort map group_by cycle class class_names classnames clsx cn style"
    " config env block endblock csrf csrf_field yield stack push prepend stylesheet_link_tag javascript_include_tag"
    " vite props aware svg icon inline_svg add_action add_filter apply_filters do_action wp_enqueue_script"
    " wp_enqueue_style has can error session old query sql select prepare preg_match preg_replace str_replace explode"
    " implode json_decode render autoescape language macro set get regex regex_replace test match querySelector"
    " addEventListener throw Error Exception define template partial highlight markdownify safeHTML console.log log"
    " var_dump console.error".split()
)
_PAIRS = frozenset(("dict", "section", "slot"))  # "title" "Fast shipping"
_PRINTS = frozenset(("echo", "print"))
_STATEMENTS = _PRINTS | {"throw", "return"}
_WORD_CONDITIONS = frozenset(("in", "is", "contains", "eq", "ne", "startswith", "matches"))


class _Level:
    """What the strings at one depth of brackets belong to."""

    __slots__ = ("choice", "fresh", "function", "index", "inherited", "key", "strings", "weak")

    def __init__(self, function: str, key: str, *, fresh: bool = False) -> None:
        self.function = function
        self.key = self.inherited = "" if _names_things(function) else key
        self.fresh = fresh  # the next word is the function: (dict "title" …)
        self.index = False  # in the brackets of an index: item['title']
        self.choice = False  # the `?` of a choice waits for its `:`
        self.strings = 0
        self.weak = False  # the brackets are those of a call


class _String(NamedTuple):
    """A string (without its quotes) that may be copy."""

    place: Span
    key: str
    function: str
    first: bool  # of its function's strings
    weak: bool  # its key is that of the call that it is an argument of


class Code(NamedTuple):
    """A stretch of template code.

    `name`: its first word; `key`: the attribute that it is the value of; `shown`: strings without a key are shown;
    `program`: statements, in which only strings under the key of a copy field are copy; `escapes`: a backslash escapes.
    """

    place: Span
    name: str = ""
    key: str = ""
    shown: bool = False
    program: bool = False
    escapes: bool = True


def copy_in_code(source: str, code: Code, options: ReaderOptions) -> Iterator[Block]:
    """The blocks of the strings of a stretch of code that are copy."""
    for string in _Strings(source, code.place, code.name, code.key).read():
        named = string.key.strip("$@:")
        looks = named
        if string.function in _TRANSLATES:
            if not string.first and string.function not in _PLURALS:
                continue  # the name of a catalogue, a note for the translator
            looks = named or "text"
        elif named:
            if code.program and not is_copy_column(named):
                continue
        elif _names_things(string.function) or not (code.shown or string.function in _PRINTS):
            continue
        pieces: Iterable[Piece] = [(source[string.place.start : string.place.end], *string.place)]
        if code.escapes:
            quoted = source[string.place.start - 1] == '"'
            pieces = unescaped(source, *string.place, _ESCAPE_OR_VARIABLE if quoted else _ESCAPE, _character)
        value = value_of(pieces)
        if is_copy(looks, value.text, options) and not _PARTIAL.search(value.text):
            one_word = not _SPACE.search(value.text.strip())
            if one_word and not options.copy_keys and (string.weak or not is_copy_column(looks) or _KEY.fullmatch(value.text)):
                continue
            for block in blocks_of(value, named):
                yield block._replace(kind="template-string")


class _Strings:
    """The strings of a stretch of code that are no keys and are compared with nothing."""

    def __init__(self, source: str, code: Span, name: str, key: str) -> None:
        self.source = source
        self.code = code
        self.name = name
        self.levels = [_Level(name, key)]
        self.word = ""  # the last word or string, which may turn out to be a key or a function
        self.waiting: _String | None = None  # what comes behind it decides
        self.compared = False
        self.filter = 0  # 1 behind a bar, 2 behind the name that follows it

    def read(self) -> Iterator[_String]:
        for found in _TOKEN.finditer(self.source, *self.code):
            kind, token, level = found.lastgroup, found[0], self.levels[-1]
            if kind == "comment":
                continue
            if kind == "compared" or token in _WORD_CONDITIONS:
                self.waiting, self.word, self.compared = None, "", True
                continue
            is_key = kind == "arrow" or token == "=" or (token == ":" and not level.choice and self.filter != 2)
            if self.filter == 1 and kind == "word":
                if self.waiting and token in _FILTERS:
                    self.waiting = self.waiting._replace(function=token, first=True)
            elif self.waiting and token != "|":
                if not is_key:
                    yield self.waiting
                self.waiting = None
            if is_key:
                level.key = self.word or level.key
            if kind == "string":
                self._string(found.start(), token, level)
            elif kind == "word":
                self._word(token, level)
            elif kind == "open":
                self._open(found, level)
            elif kind == "close":
                if len(self.levels) > 1:
                    self.levels.pop()
                self.word = ""
            elif token in (",", ";"):
                self._next(token, level)
            elif token in ("?", ":"):
                level.choice = token == "?"
            self.filter = 1 if token == "|" else 2 if kind == "word" and self.filter == 1 else 0
            self.compared = self.compared and kind == "open"
        if self.waiting:
            yield self.waiting

    def _string(self, start: int, token: str, level: _Level) -> None:
        place = Span(start + 1, start + len(token) - (len(token) > 1 and token[-1] == token[0]))
        self.word = self.source[place.start : min(place.end, place.start + _LONGEST_KEY)]
        if level.function in _PAIRS and not level.key:
            level.key = self.word
        elif not self.compared and not level.index:
            weak = level.weak and level.key == level.inherited
            self.waiting = _String(place, level.key, level.function, not level.strings, weak)
            level.strings += 1
            if level.function in _PAIRS:
                level.key = level.inherited

    def _word(self, token: str, level: _Level) -> None:
        if self.filter == 1 or level.fresh or (len(self.levels) == 1 and token in _STATEMENTS):
            level.function = token
            if level.fresh and _names_things(token):
                level.key = level.inherited = ""
            level.fresh = False
            level.strings = 0
        self.word = token

    def _open(self, found: re.Match[str], level: _Level) -> None:
        function, fresh = level.function, False
        before = self.source[found.start() - 1 : found.start()]
        if found[0] == "(":
            fresh = before in ("(", " ") and found.start() > self.code.start
            if self.word and not (fresh and self.waiting):
                function = _SCOPE.split(self.word)[-1]
        inner = _Level(function, level.key, fresh=fresh and self.word not in _STATEMENTS)
        inner.index = level.index or (found[0] == "[" and (before.isalnum() or before in ("_", "]", ")")))
        inner.weak = level.weak or (found[0] == "(" and bool(self.word) and function not in _TRANSLATES)
        self.levels.append(inner)
        self.word = ""

    def _next(self, token: str, level: _Level) -> None:
        """Behind a comma or the end of a statement."""
        if level.function not in _PAIRS:
            level.key = level.inherited
        if token == ";":
            level.function = self.name
            level.strings = 0
        self.word = ""


def _names_things(function: str) -> bool:
    return function in _NAMES_THINGS or function.lower() in _NAMES_THINGS


def _character(escape: str) -> str:
    """What an escape stands for; a variable is a value."""
    if escape[0] == "$":
        return VALUE
    if escape[1] == "u" and len(escape) > 2:
        return code_unit(escape)
    return _CHARACTERS.get(escape[1], escape[1])
