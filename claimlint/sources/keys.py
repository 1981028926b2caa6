"""Which strings of a data file are copy: by the project's own globs, by their key, by their looks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import lru_cache

from claimlint.late import late
from claimlint.model import Block
from claimlint.sources.messages import LETTER, PLACEHOLDER, TAG, blocks_of
from claimlint.sources.options import ReaderOptions

# The last word of a key (`buttonLabel`: label). What such a key holds is copy, be it one word.
COPY_WORDS = frozenset(
    "title titles subtitle description descriptions desc text texts label heading headline headlines subheading subheadline"
    " header cta button body summary tagline slogan eyebrow kicker lead intro copy content paragraph paragraphs message"
    " question answer alt placeholder caption tooltip hint excerpt blurb abstract quote testimonial benefit benefits feature"
    " features bullet bullets highlight highlights badge claim prefix suffix line subject preheader".split()
)
# ... or is never copy.
_OTHER_WORDS = frozenset(
    "id ids uid uuid guid url urls uri href src srcset path paths slug route permalink canonical domain host endpoint"
    " class classes classname style styles css icon icons image images img logo avatar thumbnail file filename video audio"
    " font fonts family color colors colour colours type kind variant theme layout template component selector"
    " date dates time datetime timestamp timezone created updated at format pattern regex email emails phone tel fax address"
    " lang language locale locales country currency version schema key keys keywords tags code sku hash token secret password"
    " username handle author license target rel method mime charset encoding width height size sizes align"
    " script scripts command cmd run shell args env uses import requires extends query sql width height".split()
)
# Nothing beneath such a key is copy.
_OTHER_PARENTS = frozenset(
    "style styles class classes classname classnames color colors colours fonts icons scripts dependencies devdependencies"
    " peerdependencies optionaldependencies engines paths urls routes env environment".split()
)

_TRANSLATIONS = late(
    r"(?:^|/)(?:i18n|l10n|locales?|langs?|languages?|translations?|messages|_locales)/"
    r"|(?:^|[/._-])(?:messages|translations?|locale|strings|i18n)(?=[._-])",
    re.I,
)
_TAG = late(r"([a-z]{2,3})(?:[-_](?:[A-Za-z]{2}|[A-Za-z]{4}|[0-9]{3})){0,2}")
_LANGUAGES = frozenset(
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it iw ja ka kk km kn ko"
    " ku ky lo lt lv mk ml mn mr ms mt my nb ne nl nn no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz"
    " vi yi zh zu".split()
)
_KEYS_TOO = frozenset({"am", "be", "el", "id", "is", "my", "no", "so"})  # languages, but a lone key means something else

_CAMEL = late(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_A-Za-z]+")
_ROOT = late(r"[^.\[]+")
_INDEX = late(r"\[[0-9]+\]")
_WORD = late(r"[^\W\d_]+(?:['’׳״\"-][^\W\d_]+)*")
_UNSPACED = late(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{4}")  # scripts without spaces

# One word, no white space: addresses, names for programs, measures.
_NO_WORD = late(
    r"""(?xs)
      (?:[a-zA-Z][a-zA-Z0-9+.-]*+:)?//.*            # https://example.com
    | (?:mailto|tel|sms|data|javascript|blob|urn|geo):.*
    | www\..*
    | [^@]+@[^@]+\.[^@]+                            # an e-mail address
    | [~.@]{0,2}/.*  | .*/.*/.* | [a-z]+/[a-z0-9.+-]+  # a path, a MIME type
    | \w:\\.*
    | .*\.[a-z0-9]{2,5}                             # a file, a domain
    | [a-z0-9_-]+(?:\.[\w-]+)+                      # hero.title
    | \#[0-9a-fA-F]{3,8} | [$@#.&?\\-].*            # a colour, a variable, a selector, a query, an option
    | [-+]?[0-9][^\s]{0,3} | [-+]?[0-9.,]+(?:px|r?em|v[hw]|deg|ms|fr|pt|kb|mb|gb)
    | [0-9]{1,4}[-/.:][0-9].*                       # a date, a time
    | [A-Za-z0-9]*_\w* | [a-z]+(?:[A-Z][a-z0-9]+)+  # snake_case, camelCase
    | [0-9a-fA-F]{8}-[0-9a-fA-F-]{20,}  | (?=\D*\d)[A-Za-z0-9+/=_-]{24,}
    | (?i:true|false|null|none|nil|undefined|nan)
    """
)
_CODE = late(
    r"""(?x)
      =>|===|&&|\|\||\(\)\s?[;{.]|\bfunction\s?\(|</script
    | \A\s*+(?:import|export|const|let|var|return|async)\s[\w{*]++.{0,80}?[=({;]
    | \A\s*+(?:\$\s|npm\s|npx\s|yarn\s|pnpm\s|pip\s|git\s|curl\s|docker\s|node\s|\#!)
    | \A\s*+[\[{]\s*+(?:["\[]|\{\s*+")
    | \b(?:min|max)-(?:width|height)\b | \b(?:sans-serif|monospace|system-ui)\b
    | \A(?:rgba?|hsla?|oklch|var|calc|url|linear-gradient|radial-gradient|cubic-bezier|translate|scale)\(
    | \A\s*+(?:color|background|margin|padding|font|display|width|height|border|position|text-align|flex|grid)[a-z-]*+\s?:
    | YYYY|yyyy|\b[hH]{1,2}:mm\b
    """
)
_SHAPE = late(r"[MmLlHhVvCcSsQqTtAaZz0-9 ,.eE+-]{16,}")  # of an SVG path
_LOWER = late(r"[a-z0-9_:/\[\].%#!&>()=*-]+")
_UTILITY = late(
    r"(?:[a-z0-9]+:)*-?(?:[mp][trblxyse]?|[wh]|min|max|text|bg|flex|grid|font|border|rounded|gap|space|items|justify|btn|col|row"
    r"|shadow|leading|tracking|z|top|left|right|bottom|inset|opacity|transition|duration|from|to|via|d|fa|icon|size)-[a-z0-9\[\]./%#-]+"
    r"|(?:[a-z0-9]+:)+[a-z0-9-]+|flex|grid|hidden|block|inline|relative|absolute|container|btn|row|col|fa|fas|fab"
)


def is_copy(key: str, value: str, options: ReaderOptions, *, translations: bool = False) -> bool:
    """Whether the value under a dotted key (`hero.items[2].title`) is copy.

    In a file of translations the looks of the value decide alone: its keys are the project's words, not a format's.
    """
    if not LETTER.search(value) or _matches(options.skip_keys, key):
        return False
    if _matches(options.copy_keys, key):
        return True
    if translations or " " in key:  # a message may be its own key
        return _holds_words(value)
    parts = _INDEX.sub("", key).split(".")
    words = _CAMEL.findall(parts[-1])
    last = words[-1].lower() if words else ""
    if last in _OTHER_WORDS or not _OTHER_PARENTS.isdisjoint(part.lower() for part in parts[:-1]):
        return False
    if not _holds_words(value):
        return False
    if last in COPY_WORDS or (words and words[0].lower() in COPY_WORDS):
        return True
    visible = _visible(value)
    return len(_WORD.findall(visible, 0, 4000)) >= 2 or (not visible.isascii() and bool(_UNSPACED.search(visible)))


def is_copy_column(header: str) -> bool:
    """Whether a column of a table holds copy, by its header: a title, a description, a text."""
    words = _CAMEL.findall(header)
    return bool(words) and len(words) <= 4 and words[-1].lower() in COPY_WORDS


def is_translation(path: str) -> bool:
    """Whether a data file holds translations, by its path (with `/`): `en.json`, `i18n/a.json`, `messages.he.yaml`."""
    name = path.rpartition("/")[2].partition(".")[0]
    return bool(_TRANSLATIONS.search(path)) or bool(locale(name))


def locale(key: str) -> str:
    """A key that names a language, as a language tag in lower case: `pt_BR` is `pt-br`; "" for any other."""
    found = _TAG.fullmatch(key)
    return key.lower().replace("_", "-") if found and found[1] in _LANGUAGES else ""


def copy_blocks(
    entries: Iterable[tuple[str, Block]], roots: Iterable[str], options: ReaderOptions, *, translations: bool
) -> tuple[Block, ...]:
    """The copy among the strings of a data file, in the order of the file.

    `entries`: dotted keys and values. `roots`: the top-level keys that hold more than a string; where all of them name
    languages, each declares the language of what stands beneath it. So does a last key that does (`title.he`).
    """
    roots = tuple(roots)
    by_language = bool(roots) and all(map(locale, roots))
    blocks: list[Block] = []
    for name, value in entries:
        key, lang = name, ""
        if by_language:
            root = _ROOT.match(name)
            lang = locale(root[0]) if root else ""
            key = name[len(root[0]) :].lstrip(".") if root and lang else name
        above, _, last = key.rpartition(".")
        if above and last not in _KEYS_TOO and locale(last):
            key, lang = above, locale(last)
        if is_copy(key, value.text, options, translations=translations):
            blocks += blocks_of(value, name, lang)
    return tuple(sorted(blocks, key=lambda block: block.sources[0].start))


def _holds_words(value: str) -> bool:
    """Whether the looks of a value do not speak against copy."""
    visible = _visible(value)
    if not LETTER.search(visible) or _CODE.search(visible):
        return False
    tokens = visible[:1000].split()
    if len(tokens) == 1:
        return not _NO_WORD.fullmatch(tokens[0])
    if all(_NO_WORD.fullmatch(token) for token in tokens) or _SHAPE.fullmatch(visible):
        return False
    if all(_LOWER.fullmatch(token) for token in tokens):
        return 2 * sum(bool(_UTILITY.fullmatch(token)) for token in tokens) < len(tokens)
    return True


def _visible(value: str) -> str:
    """A value without tags and without what a program fills in."""
    return PLACEHOLDER.sub(" ", TAG.sub(" ", value))


def _matches(globs: tuple[str, ...], key: str) -> bool:
    """Whether a glob fits a key, with or without its indices; `*.cta` fits `cta` as well."""
    if not globs:
        return False
    pattern = _compiled(globs)
    return any(pattern.match(way) for one in (key, _INDEX.sub("", key)) for way in (one, f".{one}"))


@lru_cache(maxsize=16)
def _compiled(globs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(translate(glob) for glob in globs), re.I)
