"""Quantities in copy (times, prices, shares, ratings, counts), and whether a page says more than a fact allows.

The words are in rules/<language>/quantities.yaml, the grammar is here, and it is small: an amount is a number with a unit
("2 business days", "₪25"), a unit that is one or two by itself (an hour, יומיים) or a fixed saying ("same day"). Two amounts
may be a range, words around them a bound. A number that counts nothing, names something or is a part of a date is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from claimlint.language.fold import fold
from claimlint.language.tokens import SENTENCE_ENDS, Tokens
from claimlint.late import late
from claimlint.model import Span
from claimlint.packs.amounts import Forms, Term
from claimlint.packs.load import load_forms
from claimlint.packs.packset import Lexicon
from claimlint.packs.phrase import matches

Kind = Literal["duration", "money", "percent", "rating", "count"]
Bound = Literal["exact", "at_most", "less_than", "at_least", "more_than", "about"]
Better = Literal["less", "more"]
Verdict = Literal["agrees", "weaker", "contradicts", "overstates", "incomparable"]


_NOWHERE = Span(0, 0)


class Quantity:
    """An amount as copy states it; two are equal that say the same, wherever they stand.

    unit: of a duration second, minute, hour, business_hour, day, business_day, week, month or year; of money the ISO code;
        of a percentage "%"; of a rating the top of its scale ("5"); of a count the name of what is counted as in
        quantities.yaml (customer), else the folded noun as it stands, "" when there is none
    low, high: in that unit; equal unless it is a range
    tokens: where it stands, its bound included, as token indices
    """

    __slots__ = ("bound", "high", "kind", "low", "tokens", "unit")

    def __init__(
        self, kind: Kind, low: Decimal, high: Decimal, unit: str, bound: Bound = "exact", tokens: Span = _NOWHERE
    ) -> None:
        self.kind = kind
        self.low = low
        self.high = high
        self.unit = unit
        self.bound = bound
        self.tokens = tokens

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash(self._said())

    def __repr__(self) -> str:
        return f"Quantity{(*self._said(), self.tokens)}"

    def _said(self) -> tuple[object, ...]:
        return self.kind, self.low, self.high, self.unit, self.bound


def quantities(tokens: Tokens, lexicon: Lexicon, within: Span | None = None) -> list[Quantity]:
    """The quantities of a text or a part of it, in order; they don't overlap. Linear in the number of tokens."""
    if not lexicon.quantities.terms:
        return []
    return list(_Reader(tokens, lexicon, within or Span(0, len(tokens))).read())


def quantity_of(text: str, lexicon: Lexicon) -> Quantity | None:
    """The one quantity that a whole text states, such as the value of a fact; None if it says more, less or something else."""
    tokens = Tokens(fold(text), lexicon.language, lexicon.not_prefixed)
    end = len(tokens)
    while end and tokens.words[end - 1] in SENTENCE_ENDS:
        end -= 1
    if not end or not lexicon.quantities.terms:
        return None
    found = list(_Reader(tokens, lexicon, Span(0, end), whole=True).read())
    return found[0] if len(found) == 1 and found[0].tokens == Span(0, end) else None


# ---------------------------------------------------------------------------------------------------------------- reading

_DURATIONS = frozenset(("second", "minute", "hour", "business_hour", "day", "business_day", "week", "month", "year"))
# What may follow a unit as its smaller part ("1 hour 30 minutes"), and how many of these it has.
_SMALLER = {
    "week": ("day", 7),
    "day": ("hour", 24),
    "hour": ("minute", 60),
    "minute": ("second", 60),
    "year": ("month", 12),
}
_SCALES = frozenset((Decimal(5), Decimal(10)))  # tops of ratings
_HYPHEN = 3  # characters at most between the ends of a range: "2-4", with direction marks; a hyphen is no token
_DASHES = frozenset("-—")
_ADJECTIVES = 2  # words at most between a number and what it counts: "1,600 happy regular customers"
# Terms that no adjective is, and those that may be written onto a number.
_TELLING = ("number", "multiplier", "part", "before", "behind", "currency", "cent", "fixed", "to", "from", "between", "and")
_WRITTEN_ON = ("unit", "multiplier", "currency", "cent")
_SHORTEST_NOUN = 3  # letters; what is shorter is a measure: kg, ml
_GROUP = 1000  # from here on a word closes a group of digits
_LONGEST_NUMBER = 18  # characters; keeps arithmetic exact
_TELEPHONE = 7  # digits in one row that count nothing
_BOUNDS: dict[str, Bound] = {
    "": "exact",
    "within": "at_most",
    "at_most": "at_most",
    "less_than": "less_than",
    "at_least": "at_least",
    "more_than": "more_than",
    "about": "about",
}
_BOUND_WORDS = 3  # bounds at most in front of each other: "in just under"

_WITH_GROUPS = late(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_WITH_COMMA = late(r"\d+,\d{1,2}")
_PLAIN = late(r"\d+(?:\.\d+)?")
_LEADING_ZERO = late(r"0\d")
_YEAR = late(r"(?:19|20)\d\d")


class _Found(NamedTuple):
    """A term where it stands."""

    start: int
    end: int
    term: Term


class _Number(NamedTuple):
    """A number, in digits or words, behind token `end` - 1. `first` is its first term, when it is in words."""

    value: Decimal
    end: int
    first: _Found | None = None


class _Amount(NamedTuple):
    """A quantity in the making. `kind` is "" while nothing says what the number is of.

    bound: what the amount itself says of it ("1,500+", כיומיים)
    lone: one of a unit, without a number: "an hour" counts only behind a bound
    named: the pack knows what is counted
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    kind: Kind | Literal[""] = ""
    unit: str = ""
    bound: str = ""
    lone: bool = False
    named: bool = True


class _Reader:
    """The terms of one stretch of a text, and what they say together. `whole`: the stretch is a quantity or it is none."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, within: Span, whole: bool = False) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.within = within
        self.whole = whole
        self.terms: dict[str, dict[int, _Found]] = {}  # by role and first token, the longest
        self.bounds: dict[int, _Found] = {}  # those that end before a token, the longest
        self.words: dict[str, set[str]] = {"and": set(), "between_and": set()}  # of roles that can be a prefix, too
        self.barred = set[int]()  # tokens that are no part of a quantity
        self.floor = within.start  # where the last quantity ended
        self.collect()
        self.bar_digits()

    def collect(self) -> None:
        for term in self.lexicon.quantities.terms:
            if term.role in self.words:
                self.words[term.role] |= term.words
            for start, end in matches(term.phrase, self.tokens, self.within):
                if end > self.within.end:
                    continue
                if term.role == "none":
                    self.barred.update(range(start, end))
                    continue
                found = _Found(start, end, term)
                if term.role in ("before", "rated"):
                    known = self.bounds.get(end)
                    if known is None or start < known.start:
                        self.bounds[end] = found
                by_start = self.terms.setdefault(term.role, {})
                if start not in by_start or end > by_start[start].end:
                    by_start[start] = found

    def bar_digits(self) -> None:
        """Bar telephone numbers, dates, fractions and parts of names: rows of numbers, leading zeros, 24/7, v2.1, 3D."""
        words = self.tokens.words
        at = self.within.start
        while at < self.within.end:
            end = at
            while end < self.within.end and self.is_digits(end):
                end += 1
            if end == at:
                at += 1
                continue
            row = words[at:end]
            years = len(row) == 2 and all(_YEAR.fullmatch(word) for word in row)
            named = at > 0 and words[at - 1][-1].isdigit() and self.gap(at) <= 1
            if len(row) > 2 or years or named or any(_LEADING_ZERO.match(word) for word in row):
                self.barred.update(range(at, end))
            elif self.is_glued(end):
                self.barred.add(end - 1)
            at = end
        for at in range(self.within.start + 1, self.within.end - 1):
            if words[at] == "/" and self.is_fraction(at):
                self.barred.update((at - 1, at, at + 1))

    def is_fraction(self, slash: int) -> bool:
        """Whether a slash at this token stands between two numbers, and not between a rating and its scale: 24/7, 1/2."""
        words = self.tokens.words
        if not (self.is_digits(slash - 1) and self.is_digits(slash + 1)):
            return False
        several = slash + 2 < self.within.end and words[slash + 2] == "/"
        value, top = _value(words[slash - 1]), _value(words[slash + 1])
        return several or value is None or top not in _SCALES or not top / 2 < value <= top

    def is_glued(self, at: int) -> bool:
        """Whether the token is letters written onto the number before it that mean no unit: 3D, 5G, 1st, 50s."""
        word = self.tokens.words[at] if at < self.within.end else "."
        return word[0].isalpha() and word.isascii() and self.gap(at) == 0 and not self.is_term(at, _WRITTEN_ON)

    def is_digits(self, at: int) -> bool:
        return self.tokens.words[at][0].isdigit()

    def gap(self, at: int) -> int:
        """The characters between a token and the one before it."""
        return self.tokens.starts[at] - self.tokens.ends[at - 1] if at else 0

    def term(self, role: str, at: int) -> _Found | None:
        """The longest term of a role that begins at a token."""
        return self.terms.get(role, {}).get(at)

    def is_term(self, at: int, roles: tuple[str, ...]) -> bool:
        return any(at in self.terms.get(role, ()) for role in roles)

    def prefix(self, found: _Found) -> str:
        """What is written onto the first word of a term: כ in כיומיים."""
        readings = self.tokens.readings(found.start)
        return next((reading.prefix for reading in readings if reading.stem in found.term.words), "")

    def bound_in(self, found: _Found | None) -> str:
        """The bound that a prefix of the term's first word says."""
        return dict(self.lexicon.quantities.prefixes).get(self.prefix(found)[-1:], "") if found else ""

    def read(self) -> Iterator[Quantity]:
        at = self.within.start
        while at < self.within.end:
            amount = self.stated(at)
            at = amount.end if amount else at + 1
            if amount and (found := self.quantity(amount)):
                yield found
                at = self.floor = found.tokens.end

    # numbers

    def number(self, at: int) -> _Number | None:
        """The number at a token: digits, or words that add up, and what multiplies it."""
        if at >= self.within.end:
            return None
        first = None
        if self.is_digits(at):
            value = _value(self.tokens.words[at])
            end = at + 1
        else:
            first = self.term("number", at)
            value, end = (first.term.amount, first.end) if first else (None, at)
        if value is None:
            return None
        # English, Hebrew and Arabic alike: hundreds multiply within a group, thousands close it.
        total, group = (value, Decimal(0)) if first and value >= _GROUP else (Decimal(0), value)
        while True:
            times = self.term("multiplier", end) if group else None
            if times and times.term.amount >= _GROUP:
                total, group, end = total + group * times.term.amount, Decimal(0), times.end
            elif times and group < times.term.amount:
                group, end = group * times.term.amount, times.end
            elif first and (more := self.addend(end, group)):
                group, end = group + more.term.amount, more.end
            else:
                return _Number(total + group, end, first)

    def addend(self, at: int, group: Decimal) -> _Found | None:
        """A number word that adds to the group before it: five behind twenty, or twenty behind five and "and"."""
        conjunction = self.term("and", at)
        more = self.term("number", conjunction.end if conjunction else at)
        if more is None:
            return None
        joined = conjunction is not None or self.prefix(more)[:1] in self.words["and"]
        value, rest = more.term.amount, group % 100
        tens = value >= 20 and value % 10 == 0
        fits = (rest == 0 and 1 <= value < (100 if group else _GROUP)) or (rest >= 20 and rest % 10 == 0 and 1 <= value < 10)
        return more if fits or (joined and 0 < rest < 10 and tens and value < 100) else None

    # amounts

    def amount(self, at: int) -> _Amount | None:
        """The longest amount that begins at a token, no range."""
        if at >= self.within.end:
            return None
        found = (self.fixed(at), self.money(at), self.counted(at), self.single(at, "two"), self.single(at, "one"))
        return max((amount for amount in found if amount), key=lambda amount: amount.end, default=None)

    def fixed(self, at: int) -> _Amount | None:
        found = self.term("fixed", at)
        if found is None:
            return None
        amount = _of_unit(found.term.name, found.term.amount, at, found.end)
        return amount._replace(bound=found.term.bound or self.bound_in(found))

    def single(self, at: int, role: str) -> _Amount | None:
        """One or two of a unit in a word: שעה, שעתיים. "אחת" behind it makes one as sure as a number."""
        found = self.term(role, at)
        if found is None:
            return None
        end, value, lone = found.end, found.term.amount, role == "one"
        said = self.term("number", end)
        if said and said.term.amount == value and not self.prefix(said):
            end, lone = said.end, False
        if part := self.term("part", end):
            end, value, lone = part.end, value + part.term.amount, False
        bound = self.bound_in(found)
        amount = _of_unit(found.term.name, value, at, end)
        # A lone noun counts nothing: "up to the customer"
        if lone and amount.kind != "duration" and not self.whole:
            return None
        return amount._replace(bound=bound, lone=lone and not bound)

    def money(self, at: int) -> _Amount | None:
        """An amount behind its sign: $25, ₪ 25, and %50 as some right-to-left copy has it."""
        sign = self.term("currency", at)
        percent = self.tokens.words[at] == "%" and at + 1 < self.within.end and self.gap(at + 1) == 0
        number = self.number(sign.end if sign else at + 1) if sign or percent else None
        if number is None or (number.first and not sign):
            return None
        end, bound = self.behind(number.end)
        kind: Kind = "money" if sign else "percent"
        return _Amount(at, end, number.value, number.value, kind, sign.term.name if sign else "%", bound)

    def counted(self, at: int) -> _Amount | None:
        """A number and what it is of."""
        number = self.number(at)
        if number is None:
            return None
        value, after = number.value, number.end
        if part := self.term("part", after):
            value, after = value + part.term.amount, part.end
        end, bound = self.behind(after)
        bare = _Amount(at, end, value, value, bound=bound or self.bound_in(number.first), named=False)
        amount = self.rating(bare, after) or self.priced(bare) or self.measured(bare) or self.noun(bare, number.first)
        if amount.kind != "duration" and value < 1 and number.first:
            return None  # "half price"
        return amount

    def behind(self, at: int) -> tuple[int, str]:
        """The end and the sense of a bound behind an amount: "1,500+"."""
        found = self.term("behind", at)
        return (found.end, found.term.name) if found else (at, "")

    def rating(self, bare: _Amount, at: int) -> _Amount | None:
        """A number out of five or ten, which of customers is a share of them."""
        out_of = self.term("out_of", at)
        top = self.number(out_of.end) if out_of else None
        if top is None or top.value not in _SCALES or not 0 < bare.low <= top.value:
            return None
        unit = self.term("unit", top.end)
        if unit and unit.term.name == "star":
            return bare._replace(end=unit.end, kind="rating", unit=f"{top.value:f}", named=True)
        if unit and _of_unit(unit.term.name, bare.low, 0, 0).kind == "count":
            share = bare.low * 100 / top.value
            return bare._replace(end=unit.end, low=share, high=share, kind="percent", unit="%", named=True)
        return None if unit else bare._replace(end=top.end, kind="rating", unit=f"{top.value:f}", named=True)

    def priced(self, bare: _Amount) -> _Amount | None:
        """A number before the name of its currency, unless the sign belongs to the number behind: "2 for $5"."""
        if cents := self.term("cent", bare.end):
            low = bare.low / 100
            return bare._replace(end=cents.end, low=low, high=low, kind="money", unit=cents.term.name, named=True)
        sign = self.term("currency", bare.end)
        if sign is None:
            return None
        following = sign.end < self.within.end and self.is_digits(sign.end)
        if following and self.gap(sign.end) < self.gap(sign.start):
            return None
        return bare._replace(end=sign.end, kind="money", unit=sign.term.name, named=True)

    def measured(self, bare: _Amount) -> _Amount | None:
        """A number with a unit, perhaps with words between it and what it counts: "1,600 happy customers"."""
        found = self.term("unit", bare.end)
        at = bare.end
        while found is None and at - bare.end < _ADJECTIVES and self.is_adjective(at) and not self.is_year(bare):
            at += 1
            found = self.term("unit", at)
            if found and _of_unit(found.term.name, bare.low, 0, 0).kind != "count":
                return None
        if found is None:
            return None
        amount = _of_unit(found.term.name, bare.low, bare.start, found.end)._replace(bound=bare.bound)
        if amount.kind == "duration" and (part := self.term("part", amount.end)):
            value = amount.low + part.term.amount
            amount = amount._replace(end=part.end, low=value, high=value)
        if amount.kind == "rating":
            out_of = self.term("out_of", amount.end)
            top = self.number(out_of.end) if out_of else None
            if top and top.value in _SCALES:
                amount = amount._replace(end=top.end, unit=f"{top.value:f}")
            return amount if amount.low <= Decimal(amount.unit) else None
        return amount

    def is_adjective(self, at: int) -> bool:
        """A plain word: not one of grammar, and none that says how much."""
        if at >= self.within.end or at in self.barred:
            return False
        word = self.tokens.words[at]
        return word.isalpha() and word not in self.lexicon.common_words and not self.is_term(at, _TELLING)

    def noun(self, bare: _Amount, words: _Found | None) -> _Amount:
        """A number in digits with the word behind it, when that can be what is counted; else the number alone."""
        at = bare.end
        if words or not self.is_adjective(at) or len(self.tokens.words[at]) < _SHORTEST_NOUN:
            return bare
        return bare._replace(end=at + 1, kind="count", unit=self.tokens.words[at])

    # ranges

    def stated(self, at: int) -> _Amount | None:
        """A range that begins at a token, or the amount there: from 2 to 4 days, 2-4 days, $20-$25, שעה עד שעתיים."""
        for opener in (self.term("between", at), self.term("from", at)):
            first = self.amount(opener.end) if opener else None
            if opener and first:
                joined = self.joined(first, between=opener.term.role == "between")
                if joined:
                    return joined._replace(start=at)
        first = self.amount(at)
        return (self.joined(first) or self.compound(first) or first) if first else None

    def joined(self, first: _Amount, between: bool = False) -> _Amount | None:
        """The range from an amount to the one behind it, if they are of one kind; one of them may leave the unit out."""
        at = self.second(first, between)
        if at is None:
            return None
        if first.kind == "money" and (number := self.number(at)) and self.term("currency", at) is None:
            end, bound = self.behind(number.end)
            second: _Amount | None = _Amount(at, end, number.value, number.value, "money", first.unit, bound)
            if sign := self.term("currency", end):
                second = _Amount(at, sign.end, number.value, number.value, "money", sign.term.name, bound)
        else:
            second = self.amount(at)
        if second is None or first.low != first.high or not first.low < second.low:
            return None
        if not second.kind and first.kind and first.kind != "count":
            second = second._replace(kind=first.kind, unit=first.unit)
        if first.kind and (first.kind, first.unit) != (second.kind, second.unit):
            return None
        return second._replace(start=first.start, low=first.low, bound=second.bound or first.bound, lone=False)

    def second(self, first: _Amount, between: bool) -> int | None:
        """Where the other end of a range begins."""
        at = first.end
        if at >= self.within.end:
            return None
        if between:
            if found := self.term("between_and", at):
                return found.end
            start = next((found for role in ("number", "two", "one") if (found := self.term(role, at))), None)
            if start and self.prefix(start)[:1] in self.words["between_and"]:
                return at
        if found := self.term("to", at):
            return found.end
        if self.tokens.words[at] in _DASHES:
            return at + 1
        # Nothing but a hyphen: "2-4", "₪20-25", or both with their units: "20%-30%"
        if self.is_digits(at - 1):
            close = self.gap(at) <= (1 if first.kind else _HYPHEN)
        else:
            close = self.gap(at) == 1 and first.kind in ("money", "percent")
        return at if close and (self.is_digits(at) or self.term("currency", at)) else None

    def compound(self, first: _Amount) -> _Amount | None:
        """A duration with its smaller part: 1 hour 30 minutes, שנה ושלושה חודשים."""
        smaller, ratio = _SMALLER.get(first.unit, ("", 0))
        if not smaller or first.kind != "duration":
            return None
        conjunction = self.term("and", first.end)
        second = self.amount(conjunction.end if conjunction else first.end)
        if second is None or second.unit != smaller or second.lone or second.low >= ratio:
            return None
        value = first.low * ratio + second.low
        return second._replace(start=first.start, low=value, high=value, bound=first.bound or second.bound)

    # quantities

    def quantity(self, amount: _Amount) -> Quantity | None:
        """The amount with the bounds around it, if it is one that says something."""
        if not self.barred.isdisjoint(range(amount.start, amount.end)):
            return None
        start, bounds = self.in_front(amount)
        if "rated" in bounds:
            amount = self.rated(amount)
            bounds.remove("rated")
        end, behind = (amount.end, "") if amount.bound else self.behind(amount.end)
        bound = next(iter(bounds), "") or amount.bound or behind
        if not self.says(amount, bool(bound)):
            return None
        return Quantity(amount.kind or "count", amount.low, amount.high, amount.unit, _BOUNDS[bound], Span(start, end))

    def in_front(self, amount: _Amount) -> tuple[int, list[str]]:
        """Where the bounds in front begin, and what they say, the nearest first."""
        start, said = amount.start, list[str]()
        while len(said) < _BOUND_WORDS and (found := self.bounds.get(start)):
            name = found.term.name or found.term.role
            if found.start < self.floor or (name == "within" and amount.kind != "duration"):
                break
            start = found.start
            said.append(name)
        return start, said

    def rated(self, amount: _Amount) -> _Amount:
        """A number behind "rated" without its scale: 4.8 is of five."""
        if amount.named or not 1 <= amount.low <= 5 or "." not in self.tokens.words[amount.start]:
            return amount
        return amount._replace(end=amount.end - (amount.kind == "count"), kind="rating", unit="5", named=True)

    def says(self, amount: _Amount, bounded: bool) -> bool:
        """Whether an amount says how much of what."""
        if self.whole and not (amount.kind == "" and self.is_year(amount)):
            return True
        if amount.lone:
            return bounded
        if amount.kind == "" or (amount.kind == "count" and not amount.named):
            if self.is_year(amount) or amount.low != amount.high:
                return False
            digits = next((word for word in self.tokens.words[amount.start : amount.end] if word[0].isdigit()), "")
            if amount.kind == "" and digits.isdigit() and len(digits) >= _TELEPHONE:
                return False
            return amount.kind == "count" or "," in digits or (bounded and digits != "")
        return bounded or amount.kind != "count" or amount.low != 1 or self.is_digits(amount.start)

    def is_year(self, amount: _Amount) -> bool:
        return bool(_YEAR.fullmatch(self.tokens.words[amount.start]))


def _of_unit(name: str, value: Decimal, start: int, end: int) -> _Amount:
    kind: Kind = "count"
    unit = name
    if name in _DURATIONS:
        kind = "duration"
    elif name == "percent":
        kind, unit = "percent", "%"
    elif name == "star":
        kind, unit = "rating", "5"
    return _Amount(start, end, value, value, kind, unit)


def _value(word: str) -> Decimal | None:
    """What a row of digits says: 1,547 and 4.8, and 4,8 where nothing else can be meant; None for 2.0.1 and the like."""
    if len(word) > _LONGEST_NUMBER:
        return None
    if _WITH_GROUPS.fullmatch(word):
        return Decimal(word.replace(",", ""))
    if _WITH_COMMA.fullmatch(word):
        return Decimal(word.replace(",", "."))
    return Decimal(word) if _PLAIN.fullmatch(word) else None


# ------------------------------------------------------------------------------------------------------------- comparing

_ROUND = Decimal("0.05")  # "about 1,600" and "over 1,500" of 1,547: so far off is a round number
_HOUR, _DAY = 3600, 86400
# The shortest and the longest that n of a unit can be, in seconds: n * seconds, less or more so many days. Months and years
# differ in length.
_SECONDS = {
    "second": (Decimal(1), Decimal(0)),
    "minute": (Decimal(60), Decimal(0)),
    "hour": (Decimal(_HOUR), Decimal(0)),
    "day": (Decimal(_DAY), Decimal(0)),
    "week": (Decimal(7 * _DAY), Decimal(0)),
    "month": (Decimal("30.4375") * _DAY, Decimal("2.5")),
    "year": (Decimal("365.25") * _DAY, Decimal(1)),
}
_WORKDAY = (7, 10)  # business hours in a business day
_WEEK, _WEEKEND = 5, 2  # days


class _Extent(NamedTuple):
    """The least and the most that a figure can mean, on a scale that two quantities share."""

    low: Decimal
    high: Decimal


def compare(page: Quantity, fact: Quantity, better: Better) -> Verdict:
    """What a page says, held against a fact. `better`: which way a promise is stronger, less (time, price) or more.

    contradicts: it promises more than the fact allows; of counts: overstates. weaker: less, which is honest.
    A range promises no more than its weaker end: "2-4 days" is no more than 4 days. Of "from ₪25" and "up to 70%" only the
    stronger end is said. Units are converted carefully, and what lies within the uncertainty agrees: a business day is one
    calendar day, or with a weekend three.
    """
    if page.kind != fact.kind or not _comparable(page, fact):
        return "incomparable"
    less = better == "less"
    end = _strong if _is_open(page, less) else _weak
    about = _ROUND if "about" in (page.bound, fact.bound) else Decimal(0)
    order = _order(end(page, less), page, end(fact, less), fact, less, about)
    too_strong: Verdict = "overstates" if page.kind == "count" else "contradicts"
    if order > 0:
        return "agrees" if _is_rounded(page, fact) else too_strong
    if _is_open(fact, less) and not _is_open(page, less):
        return too_strong  # the fact is the best case only
    if order < 0 and page.bound != "exact":
        # "over 1,500" of 1,547 is how round numbers are told
        order = _order(end(page, less), page, end(fact, less), fact, less, _ROUND)
    return "weaker" if order < 0 and not _is_rounded(page, fact) else "agrees"


def _comparable(page: Quantity, fact: Quantity) -> bool:
    match page.kind:
        case "money":
            return page.unit == fact.unit
        case "count":
            return page.unit == fact.unit or "" in (page.unit, fact.unit)
    return True


def _strong(quantity: Quantity, less: bool) -> Decimal:
    return quantity.low if less else quantity.high


def _weak(quantity: Quantity, less: bool) -> Decimal:
    return quantity.high if less else quantity.low


def _is_open(quantity: Quantity, less: bool) -> bool:
    """Whether only the best case is said: "from ₪25", "up to 70%"."""
    return quantity.bound in (("at_least", "more_than") if less else ("at_most", "less_than"))


def _is_rounded(page: Quantity, fact: Quantity) -> bool:
    """Whether the page tells the fact's rating with fewer decimals: 4.8 of 4.76."""
    exponent = page.high.as_tuple().exponent
    if page.kind != "rating" or page.unit != fact.unit or not isinstance(exponent, int) or exponent >= 0:
        return False
    return fact.high.quantize(page.high, ROUND_HALF_UP) == page.high


def _order(value: Decimal, page: Quantity, other: Decimal, fact: Quantity, less: bool, about: Decimal) -> int:
    """1 when the page's figure is the stronger promise, -1 when it is the weaker one, 0 when that can't be told."""
    one, two = _extents(value, page.unit, other, fact.unit, page.kind)
    sign = -1 if less else 1
    if one.high * (1 + about) < two.low:
        return -sign
    return sign if one.low * (1 - about) > two.high else 0


def _extents(value: Decimal, unit: str, other: Decimal, other_unit: str, kind: Kind) -> tuple[_Extent, _Extent]:
    if unit == other_unit or kind in ("count", "money", "percent"):
        return _Extent(value, value), _Extent(other, other)
    if kind == "rating":
        return _Extent(*(value / Decimal(unit),) * 2), _Extent(*(other / Decimal(other_unit),) * 2)
    business = unit.startswith("business") and other_unit.startswith("business")
    convert = _business_hours if business else _seconds
    return convert(value, unit), convert(other, other_unit)


def _business_hours(value: Decimal, unit: str) -> _Extent:
    if unit == "business_hour":
        return _Extent(value, value)
    return _Extent(value * _WORKDAY[0], value * _WORKDAY[1])


def _seconds(value: Decimal, unit: str) -> _Extent:
    """How long a duration can last on the clock. Business time may have nights and a weekend in it, but no more of these."""
    match unit:
        case "business_day":
            return _Extent(value * _DAY, _with_weekends(value))
        case "business_hour":
            return _Extent(value * _HOUR, _with_weekends(value / _WORKDAY[0]))
    seconds, slack = _SECONDS[unit]
    return _Extent(max(Decimal(0), value * seconds - slack * _DAY), value * seconds + slack * _DAY)


def _with_weekends(days: Decimal) -> Decimal:
    """The most seconds that so many business days take: each is a day, and each five begun hold a weekend."""
    whole = days.to_integral_value(ROUND_CEILING)
    return (whole + _WEEKEND * (whole / _WEEK).to_integral_value(ROUND_CEILING)) * _DAY


# -------------------------------------------------------------------------------------------------------------- speaking

_MAQAF = late("\u05be(?=[\u05d0-\u05ea])")  # joins a prefix to digits; to a word the prefix is written without
_CODE_BEFORE_DIGIT = late(r"(?<=[^\W\d_])(?=\d)")


def spoken(quantity: Quantity, language: str) -> str:
    """The quantity as it is written in a language of ours (in English for another's); `quantity_of` reads it back.

    CLDR (Babel) gives numbers, currencies and plural categories. Babel has no weeks in Hebrew and no days in Arabic, so the
    forms of units are in quantities.yaml.
    """
    return _Speaker(load_forms(language)).say(quantity)


class _Speaker:
    def __init__(self, forms: Forms) -> None:
        from babel import Locale  # takes a tenth of a second, and few runs write quantities

        self.forms = forms
        self.locale = Locale.parse(forms.language)

    def say(self, quantity: Quantity) -> str:
        template = self.forms.spoken.get(quantity.bound, "{}")
        return _MAQAF.sub("", template.format(self.amount(quantity)))

    def amount(self, quantity: Quantity) -> str:
        numbers = self.number(quantity.high)
        if quantity.low != quantity.high:
            numbers = self.forms.spoken["range"].format(self.number(quantity.low), numbers)
        match quantity.kind:
            case "money":
                return self.money(quantity, numbers)
            case "rating":
                return self.forms.spoken["rating"].format(numbers, quantity.unit)
        forms = self.forms.units.get("percent" if quantity.kind == "percent" else quantity.unit)
        if not forms:
            return f"{numbers} {quantity.unit}".strip()
        form = self.form(quantity.high, forms)
        if quantity.low != quantity.high and "{}" not in form:
            low = self.form(quantity.low, forms).format(self.number(quantity.low))
            return self.forms.spoken["to"].format(low, form)
        return form.format(numbers)

    def form(self, value: Decimal, forms: Mapping[str, str]) -> str:
        """The form for a value; one that says its number by itself only if it is that number."""
        if value == Decimal("0.5") and "half" in forms:
            return forms["half"]
        form = forms.get(self.locale.plural_form(_plain(value)), forms["other"])
        return form if "{}" in form or value == value.to_integral_value() else forms["other"]

    def number(self, value: Decimal) -> str:
        from babel.numbers import format_decimal

        return format_decimal(_plain(value), locale=self.locale, decimal_quantization=False)

    def money(self, quantity: Quantity, numbers: str) -> str:
        """With decimals only where there are some, as shops write prices."""
        from babel.numbers import format_currency

        value = _plain(quantity.high)
        pattern = self.locale.currency_formats["standard"].pattern.replace("0.00", "0.##" if value == int(value) else "0.00")
        text = format_currency(
            value, quantity.unit, pattern, locale=self.locale, currency_digits=False, decimal_quantization=False
        )
        if quantity.low != quantity.high:
            text = text.replace(self.number(quantity.high), numbers)
        return _CODE_BEFORE_DIGIT.sub("\u00a0", text)


def _plain(value: Decimal) -> Decimal:
    """Without zeros at the end, which plural rules would take for decimals, and without an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
