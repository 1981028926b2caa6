"""The corpora of the benchmarks: from pages that are there, always the same ones. Sizes are bytes.

Pages are handled as bytes, so that any encoding survives. A page that is used again is varied: every sentence with a full
stop or an exclamation mark gets another place name ("… in Ardley."), while headings and navigation stay. So a tool that
remembers sentences gains from a site's repeated parts and from nothing else, as on a site of as many different pages.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

# Pages and templates, by their endings. Data files are left out: whether they are read hangs on where they stand.
ENDINGS = frozenset((".html", ".htm", ".md", ".txt", ".php", ".liquid", ".njk", ".j2", ".twig", ".hbs", ".erb"))
_LARGEST = 1_000_000  # a page beyond it would be the corpus
_REFUSED = 50  # pages in a row that are too large for what room is left
_HTML = (".html", ".htm")

_MARKUP = re.compile(rb"(<(script|style|template)\b.*?</\2\s*>|<!--.*?-->|<[^>]*>)", re.DOTALL | re.IGNORECASE)
_SENTENCE_END = re.compile(rb"(?<=[a-z]{3})([.!])(?=\s|$)")
_BODY = re.compile(rb"<body\b[^>]*>(.*?)(?:</body\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BODY_END = re.compile(rb"</body\s*>|\Z", re.IGNORECASE)

_STARTS = ("Ard", "Ben", "Cor", "Dun", "Elm", "Far", "Gar", "Hol", "Ing", "Kel", "Lor", "Mar", "Nor", "Orm", "Pel", "Rud")
_ENDS = ("ley", "wick", "field", "combe", "stead", "bourne", "thorpe", "gate")

# Copy of our own that promises nothing.
TINY = b"""<!doctype html>
<html lang="en">
<head><title>Opening hours</title></head>
<body>
<h1>Opening hours</h1>
<p>The workshop opens at 8:15 and closes at 17:00. On Saturdays it is closed.</p>
<p>Orders are sent from the yard behind the church. Delivery takes 2 to 3 business days.</p>
<p>Repairs are paid when you collect the lamp. We take cards and cash.</p>
</body>
</html>
"""
PLAIN = (
    "The workshop opens at 8:15 and closes at 17:00.",
    "Orders are sent from the yard behind the church.",
    "Repairs are paid when you collect the lamp.",
    "The shop stands at the corner of Mill Lane and Bridge Street.",
    "Bring the cable and the shade along with the base.",
    "A lamp stand weighs 2.4 kg and is 140 cm high.",
    "The form asks for your name, your address and the date.",
    "Parking is behind the building, on the left.",
    "Bulbs are sold in boxes of six.",
    "The catalogue is printed in March and in September.",
)
_EDITED = b"<p>The office is open until 17:00 on day %d.</p>\n"


class Page(NamedTuple):
    """A file of a corpus."""

    name: str
    data: bytes

    @property
    def ending(self) -> str:
        return "".join(Path(self.name).suffixes[-2:]) if self.name.endswith(".php") else Path(self.name).suffix


def pages_in(folders: Sequence[Path]) -> list[Page]:
    """The pages in folders and below, by path. Hidden ones, large ones and what isn't written in bytes is left out."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.suffix.lower() not in ENDINGS or any(part.startswith(".") for part in inside.parts) or not path.is_file():
                continue
            data = path.read_bytes()
            if 0 < len(data) <= _LARGEST and b"\0" not in data:
                found.append(Page(path.name, data))
    return found


def place_name(number: int) -> bytes:
    """A made-up place name; 128 differ."""
    start, end = divmod(number, len(_ENDS))
    return (_STARTS[start % len(_STARTS)] + _ENDS[end]).encode()


def varied(data: bytes, number: int) -> bytes:
    """The page with another place in each of its sentences, and at its end; 0: as it is."""
    if not number:
        return data
    pieces = _MARKUP.split(data)  # text, markup, name of its element or None, text, …
    said = rb" in " + place_name(number) + rb"\1"
    pieces[::3] = [_SENTENCE_END.sub(said, text) for text in pieces[::3]]
    del pieces[2::3]
    return _inserted(b"".join(pieces), b"\n\n<p>%s</p>\n" % place_name(number))


def joined(pages: Iterable[bytes], size: int) -> bytes:
    """HTML pages in one: the first, and the bodies of those that follow, until it has about so many bytes or they end."""
    following = iter(pages)
    first = next(following)
    bodies: list[bytes] = []
    length, refused = len(first), 0
    while length < size and refused < _REFUSED and (page := next(following, None)) is not None:
        found = _BODY.search(page)
        body = found[1] if found else page
        if length + len(body) > size * 1.2:
            refused += 1
            continue
        bodies.append(body)
        length, refused = length + len(body), 0
    return _inserted(first, b"".join(bodies))


def _inserted(page: bytes, body: bytes) -> bytes:
    """The page with this at the end of its body."""
    end = next(_BODY_END.finditer(page)).start()
    return page[:end] + body + page[end:]


def endless(pages: Sequence[Page]) -> Iterator[bytes]:
    """The pages over and over, varied from the second time on."""
    for number in itertools.count():
        for page in pages:
            yield varied(page.data, number)


def site(pages: Sequence[Page], files: int, size: int) -> list[Page]:
    """About so many files with about so many bytes in all.

    Pages that are smaller than the average file are joined first; ones that are larger are used less often.
    """
    average = size / files
    if sum(len(page.data) for page in pages) < 0.8 * average * len(pages):
        pages = list(_grouped(pages, average))
    made: list[Page] = []
    used = [0] * len(pages)
    total = 0
    for at in itertools.cycle(range(len(pages))):
        if len(made) == files:
            return made
        budget = average * (len(made) + 1 + len(pages) / 8)  # some slack, or large pages would never come
        if total + len(pages[at].data) <= budget or len(pages[at].data) <= average:
            data = varied(pages[at].data, used[at])
            made.append(Page(f"page{len(made) + 1:04}{pages[at].ending}", data))
            used[at] += 1
            total += len(data)
    return made


def _grouped(pages: Sequence[Page], average: float) -> Iterator[Page]:
    """Pages of one kind joined up to about the average size, each page in one of them."""
    for ending in sorted({page.ending for page in pages}):
        group: list[bytes] = []
        of_kind = [page.data for page in pages if page.ending == ending]
        for left, data in zip(reversed(range(len(of_kind))), of_kind, strict=True):
            group.append(data)
            size = sum(map(len, group))
            if not left or size >= average * 0.9:
                yield Page(f"group{ending}", joined(group, size))
                group = []


def of_size(pages: Sequence[Page], count: int, size: int) -> list[Page]:
    """So many HTML pages of about this size: those that are nearest to it, small ones joined with others."""
    nearest = sorted(pages, key=lambda page: (abs(len(page.data) - size), page.name))[: max(count, 1)]
    made = []
    for number in range(count):
        base = nearest[number % len(nearest)]
        again, rest = number // len(nearest), [page for page in pages if page != base]
        data = varied(base.data, again)
        if len(data) < 0.7 * size:
            data = joined(itertools.chain((data,), itertools.islice(endless(rest or pages), number * 3, None)), size)
        made.append(Page(f"page{number + 1:04}.html", data))
    return made


def edited(page: bytes, day: int) -> bytes:
    """The page with one sentence that claims nothing at its end; another `day` is another wording of that sentence."""
    return _inserted(page, _EDITED % day)


def with_claims(claims: Sequence[str], files: int, paragraphs: int, claimed: int) -> list[Page]:
    """Pages of so many paragraphs, of which so many are one of `claims` and the others claim nothing."""
    said = itertools.cycle(claims)
    made = []
    for number in range(files):
        lines = []
        for at in range(paragraphs):
            plain = f"{PLAIN[at % len(PLAIN)]} Item {number}-{at}."
            lines.append(f"<p>{next(said) if at < claimed else plain}</p>")
        head = '<!doctype html>\n<html lang="en">\n<head><title>Lamps</title></head>\n<body>\n'
        made.append(Page(f"page{number + 1:04}.html", (head + "\n".join(lines) + "\n</body>\n</html>\n").encode()))
    return made


def write(pages: Iterable[Page], folder: Path) -> None:
    """Write pages into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        (folder / page.name).write_bytes(page.data)
