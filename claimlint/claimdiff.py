"""What a change does to the claims of pages: two states of them in, the claims that differ out.

Claims whose sentence still stands somewhere cancel: moving and reformatting copy changes nothing. Of the others, an old
and a new claim belong together when their sentences share half of their words, or stand in about the same place between
unchanged sentences and share a quarter of them, or a topic. What became of a pair is told by figures where both have one,
else by the scale of rules/strength.yaml; where neither tells, the claim is reworded and nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from claimlint.claims import Claim, Page, PageState, Sentence, Yardstick
from claimlint.lint.quantities import Better, Quantity, compare
from claimlint.model import SEVERITIES, Position
from claimlint.packs.amounts import Strength
from claimlint.rewrite import SLOT

Verdict = Literal["added", "strengthened", "vaguer", "reworded", "weakened", "substantiated", "removed"]
# In the order in which a reviewer wants them.
VERDICTS: Mapping[Verdict, str] = {
    "added": "a claim that the page did not make before",
    "strengthened": "it promises more, or takes back less",
    "vaguer": "it could be checked, or the page backed it; now neither",
    "reworded": "other words or another figure, and nothing tells which is the stronger",
    "weakened": "it promises less, or takes back more",
    "substantiated": "it was vague; now there is a figure to check, or the page backs it",
    "removed": "a claim that the page does not make any more",
}
_ALIKE = 0.5  # the share of words from which two sentences are one, edited
_ALIKE_HERE = 0.25  # the same, in about the same place
_NEAR = 3  # sentences
_TOO_MUCH = ("contradicts", "overstates")  # of `compare`: the first is the stronger
# Units of time that make up each other exactly.
_EXACT = {
    **{unit: ("second", seconds) for unit, seconds in (("minute", 60), ("hour", 3600), ("day", 86400), ("week", 604800))},
    "year": ("month", 12),
}

# What a claim says and the words of its sentence: two claims with the same identity are one.
_Identity = tuple[object, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ClaimChange:
    """One claim that differs. `before` and `after`: None where there is none.

    sentence_before, sentence_after: the sentence around it, or what became of that; None where that can't be told
    """

    verdict: Verdict
    before: Claim | None
    after: Claim | None
    sentence_before: Sentence | None
    sentence_after: Sentence | None

    @property
    def claim(self) -> Claim:
        """The new claim; of what was removed the old one."""
        claim = self.after or self.before
        assert claim is not None
        return claim

    @property
    def path(self) -> str:
        return self.claim.path

    @property
    def position(self) -> Position:
        """Where the claim stands; what was removed, in the old file."""
        return self.claim.start


def claim_diff(
    before: Sequence[PageState], after: Sequence[PageState], yardstick: Yardstick, renamed: Mapping[str, str] | None = None
) -> tuple[ClaimChange, ...]:
    """The claims that differ between two states of some pages: page by page in the order of `after`, removed pages last.

    Pages belong together by their path; `renamed` gives the old path of a new one where it differs.
    """
    old_paths = {state.document.path: state.document.path for state in after} | dict(renamed or {})
    old = {state.document.path: Page(state, yardstick) for state in before}
    new = {state.document.path: Page(state, yardstick) for state in after}
    pairs = [_Pair(old.pop(old_paths[path], None), page, yardstick.strength) for path, page in new.items()]
    pairs += [_Pair(page, None, yardstick.strength) for page in old.values()]
    for pair in pairs:
        pair.match()
    _cancel_moved(pairs)
    return tuple(change for pair in pairs for change in pair.changes())


class _Match(NamedTuple):
    """How far two claims are from being one; sorted, the likeliest pairs come first."""

    unlikeness: float
    relation: int
    distance: int  # sentences
    apart: int  # words in and around the claims that they don't share
    old: tuple[int, int]  # where it stands: the sentence, and the place in it
    new: tuple[int, int]


class _Pair:
    """Two states of a page: the claims that are still to be explained, and what became of the others."""

    def __init__(self, before: Page | None, after: Page | None, strength: Strength) -> None:
        self.before = before
        self.after = after
        self.strength = strength
        self.old = list(before.claims if before else ())
        self.new = list(after.claims if after else ())
        self.found: list[ClaimChange] = []
        self.places = _Places(before.sentences if before else (), after.sentences if after else ())

    def match(self) -> None:
        """Explain what can be explained on this page."""
        if self.before is None or self.after is None:
            return
        self.cancel(self.places.stands)
        moved = {_identity(claim) for claim in self.old} & {_identity(claim) for claim in self.new}
        old, new = ([(claim, _identity(claim) in moved) for claim in claims] for claims in (self.old, self.new))
        # What was edited in its place comes before what stands elsewhere now; two sentences that changed places are no edit.
        by_sentence: dict[int, list[tuple[Claim, bool]]] = defaultdict(list)
        for entry in new:
            by_sentence[entry[0].number].append(entry)
        self.pair(
            (
                (one, other)
                for one, one_moved in old
                for number in self.places.around[one.number]
                for other, other_moved in by_sentence.get(number, ())
                if not (one_moved and other_moved)
            ),
            _ALIKE,
        )
        self.cancel(lambda _, __: True)
        self.pair(((one, other) for one in self.old for other in self.new), 0)
        self.back()

    def cancel(self, allowed: Callable[[int, int], bool]) -> None:
        """Take out the claims that stand in both states, in sentences whose numbers are `allowed`."""
        waiting: dict[_Identity, list[Claim]] = defaultdict(list)
        for claim in self.new:
            waiting[_identity(claim)].append(claim)
        for claim in list(self.old):
            same = next((new for new in waiting[_identity(claim)] if allowed(claim.number, new.number)), None)
            if same is not None:
                waiting[_identity(claim)].remove(same)
                self.take(claim, same)

    def take(self, old: Claim, new: Claim) -> None:
        self.old.remove(old)
        self.new.remove(new)

    def pair(self, candidates: Iterable[tuple[Claim, Claim]], at_least: float) -> None:
        """Explain old claims by new ones, the likeliest pairs first; their sentences must be alike to this degree."""
        found = [
            (match, old, new)
            for old, new in candidates
            if (match := self.related(old, new)) and match.unlikeness <= 1 - at_least
        ]
        explained = set[Claim]()
        for _, old, new in sorted(found, key=lambda one: one[0]):
            if old in explained or new in explained:
                continue
            explained |= {old, new}
            self.take(old, new)
            if verdict := verdict_on(old, new, self.strength):
                self.found.append(ClaimChange(verdict, old, new, old.sentence, new.sentence))

    def related(self, old: Claim, new: Claim) -> _Match | None:
        """How two claims belong together; None if they don't."""
        relation = _relation(old, new, self.strength)
        if relation is None:
            return None
        near = self.places.near(old.number, new.number)
        alike = self.places.alike(old.number, new.number)
        if relation == _SAME:
            alike = max(alike, self.places.held(old.number, new.number))
        enough = 0 if near and _on_one_topic(old, new) else _ALIKE_HERE if near else _ALIKE
        if alike < enough:
            return None
        distance = self.places.distance(old.number, new.number)
        return _Match(round(1 - alike, 2), relation, distance, len(old.nearby ^ new.nearby), _place(old), _place(new))

    def back(self) -> None:
        """Explain vague claims by evidence: one that is gone, although its words may stand, because its page backs it now."""
        assert self.before is not None
        assert self.after is not None
        olds, news = list(filter(_is_vague, self.old)), list(filter(_is_vague, self.new))
        backed = list(self.after.backed(_rules(olds))) if olds else []
        backed += [change.after for change in self.found if change.verdict == "substantiated" and change.after]
        for vague in olds:
            if (now := self.backing(vague, backed, gone=True)) is not None:
                self.old.remove(vague)
                self.found.append(ClaimChange("substantiated", vague, now, vague.sentence, now.sentence))
        backed = list(self.before.backed(_rules(news))) if news else []
        backed += [change.before for change in self.found if change.verdict == "vaguer" and change.before]
        for vague in news:
            if (then := self.backing(vague, backed, gone=False)) is not None:
                self.new.remove(vague)
                self.found.append(ClaimChange("vaguer", then, vague, then.sentence, vague.sentence))

    def backing(self, vague: Claim, backed: Iterable[Claim], *, gone: bool) -> Claim | None:
        """The claim of the other state that says the same with evidence, or the figure that does.

        `gone`: the vague claim is the old one.
        """
        best: tuple[float, Claim] | None = None
        for claim in backed:
            if not (_is_linked(vague, claim) if claim.rule is None else _is_of_rule(vague, claim)):
                continue
            numbers = (vague.number, claim.number) if gone else (claim.number, vague.number)
            alike = self.places.alike(*numbers)
            if alike >= (_ALIKE_HERE if self.places.near(*numbers) else _ALIKE) and (best is None or alike > best[0]):
                best = (alike, claim)
        return best[1] if best else None

    def changes(self) -> Iterator[ClaimChange]:
        """All that changed on this page, by place: new claims in the order of the new page, then those that are gone."""
        gone = [
            ClaimChange("removed", claim, None, claim.sentence, self.places.became(claim.number))
            for claim in self.old
            if not claim.incidental
        ]
        added = [
            ClaimChange("added", None, claim, self.places.was(claim.number), claim.sentence)
            for claim in self.new
            if not claim.incidental
        ]
        yield from sorted((*self.found, *added), key=lambda change: (change.position, change.claim.in_sentence))
        yield from gone


def _cancel_moved(pairs: Sequence[_Pair]) -> None:
    """Take out the claims that moved from one page to another with their sentence."""
    waiting: dict[_Identity, list[tuple[_Pair, Claim]]] = defaultdict(list)
    for pair in pairs:
        for claim in pair.new:
            waiting[_identity(claim)].append((pair, claim))
    for pair in pairs:
        for claim in list(pair.old):
            if elsewhere := waiting[_identity(claim)]:
                other, same = elsewhere.pop(0)
                pair.old.remove(claim)
                other.new.remove(same)


# ---------------------------------------------------------------------------------------------------------------- places


class _Places:
    """The sentences of two states of a page, and which of them stand in the same place."""

    def __init__(self, before: Sequence[Sentence], after: Sequence[Sentence]) -> None:
        self.before = before
        self.after = after
        self.same: dict[int, int] = {}
        self.old_gaps: dict[int, tuple[int, int]] = {}  # of a sentence: the stretch that was replaced, and its place there
        self.new_gaps: dict[int, tuple[int, int]] = {}
        matcher = SequenceMatcher(None, [one.words for one in before], [one.words for one in after])
        for gap, (what, i1, i2, j1, j2) in enumerate(matcher.get_opcodes()):
            if what == "equal":
                self.same |= dict(zip(range(i1, i2), range(j1, j2), strict=True))
            elif what == "replace":
                self.old_gaps |= {i: (gap, i - i1) for i in range(i1, i2)}
                self.new_gaps |= {j: (gap, j - j1) for j in range(j1, j2)}
        self._alike: dict[tuple[int, int], float] = {}
        named: dict[str, list[int]] = defaultdict(list)
        for new, sentence in enumerate(after):
            named[sentence.block.name].append(new)
        in_gaps = {where: new for new, where in self.new_gaps.items()}
        # By old sentence, the new ones in about the same place, or under the same key of a data file; and the other way round
        self.around: dict[int, list[int]] = {}
        self.around_new: dict[int, list[int]] = defaultdict(list)
        for old, sentence in enumerate(before):
            gap, at = self.old_gaps.get(old, (-1, 0))
            places = ((gap, other) for other in range(at - _NEAR, at + _NEAR + 1))
            found = [
                self.same.get(old),
                *map(in_gaps.get, places),
                *(named[sentence.block.name] if sentence.block.name else ()),
            ]
            self.around[old] = list(dict.fromkeys(new for new in found if new is not None))
            for new in self.around[old]:
                self.around_new[new].append(old)

    def stands(self, old: int, new: int) -> bool:
        """Whether the sentence stands where it stood."""
        return self.same.get(old) == new

    def distance(self, old: int, new: int) -> int:
        """How many sentences apart two stand within the stretch of the page that was replaced."""
        if self.stands(old, new):
            return 0
        one, other = self.old_gaps.get(old), self.new_gaps.get(new)
        if one and other and one[0] == other[0]:
            return abs(one[1] - other[1])
        return len(self.before) + len(self.after)

    def near(self, old: int, new: int) -> bool:
        """Whether two sentences stand in about the same place."""
        return new in self.around[old]

    def alike(self, old: int, new: int) -> float:
        """The share of words that two sentences have in common."""
        if (old, new) not in self._alike:
            one, other = self.before[old], self.after[new]
            most = len(one.stems) + len(other.stems)
            alike = 2 * _shared(one.stems, other.stems) / most if most else 0.0
            self._alike[old, new] = 1.0 if one.words == other.words else alike
        return self._alike[old, new]

    def held(self, old: int, new: int) -> float:
        """The share of the shorter sentence's words that the longer one has: 1 where a sentence was split or joined."""
        one, other = self.before[old].stems, self.after[new].stems
        shorter = min(len(one), len(other))
        return _shared(one, other) / shorter if shorter > 1 else 0.0

    def became(self, old: int) -> Sentence | None:
        """What a sentence of the old page became."""
        best = max(self.around[old], key=lambda new: (self.alike(old, new), -self.distance(old, new)), default=None)
        return self.after[best] if best is not None and self.alike(old, best) >= _ALIKE else None

    def was(self, new: int) -> Sentence | None:
        """What a sentence of the new page was."""
        near = self.around_new.get(new, [])
        best = max(near, key=lambda old: (self.alike(old, new), -self.distance(old, new)), default=None)
        return self.before[best] if best is not None and self.alike(best, new) >= _ALIKE else None


def _shared(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> int:
    """How many words of a sentence find a word of the other with a common stem, each once."""
    left = list(other)
    shared = 0
    for stems in one:
        match = next((at for at, others in enumerate(left) if not stems.isdisjoint(others)), None)
        if match is not None:
            del left[match]
            shared += 1
    return shared


# ------------------------------------------------------------------------------------------------------------- relations

_SAME, _SAME_RULE, _SAME_FAMILY, _SAME_SCALE, _EVIDENCE = range(5)


def _place(claim: Claim) -> tuple[int, int]:
    return claim.number, claim.in_sentence.start


def _identity(claim: Claim) -> _Identity:
    return (*_said(claim), claim.sentence.words)


def _said(claim: Claim) -> tuple[object, ...]:
    """What a claim says, whatever stands around it."""
    if claim.rule is None:
        return "", claim.quantity, claim.topic
    return claim.rule.id, claim.words, claim.tone


def _is_said_of_another(old: Claim, new: Claim) -> bool:
    """Whether the same word is said of another thing: "the best lamps", "the best rugs"."""
    return bool(old.said_of and new.said_of) and old.said_of.isdisjoint(new.said_of)


def _is_vague(claim: Claim) -> bool:
    return claim.rule is not None and claim.finding is not None


def _rules(claims: Iterable[Claim]) -> frozenset[str]:
    return frozenset(claim.rule.id for claim in claims if claim.rule)


def _topics(claim: Claim) -> frozenset[str]:
    """What a promise is about; of a vague claim, the facts that its rule asks for."""
    if claim.rule is None:
        return frozenset((claim.topic,)) - {""}
    return frozenset(name for rewrite in claim.rule.rewrites for name in SLOT.findall(rewrite))


def _on_one_topic(old: Claim, new: Claim) -> bool:
    """Whether a promise is about what the other claim is about. Two vague claims may ask for one fact and mean two things."""
    return (old.rule is None or new.rule is None) and not _topics(old).isdisjoint(_topics(new))


def _relation(old: Claim, new: Claim, strength: Strength) -> int | None:
    """In which way two claims may be one, the closest first; None in none."""
    if _said(old) == _said(new):
        return _SAME
    if old.quantity and new.quantity and old.quantity.kind == new.quantity.kind:
        on_one = bool(old.topic) and old.topic == new.topic
        return _SAME_RULE if on_one or _is_of_rule(old, new) else _SAME_FAMILY
    if old.rule and new.rule:
        if _is_of_rule(old, new):
            return _SAME_RULE
        if old.rule.family == new.rule.family:
            return _SAME_FAMILY
        steps = _step(old, strength), _step(new, strength)
        return _SAME_SCALE if None not in steps and not old.nearby.isdisjoint(new.nearby) else None
    if (old.rule is None) is (new.rule is None):
        return None
    vague, figure = (old, new) if old.rule else (new, old)
    return _EVIDENCE if _is_linked(vague, figure) else None


def _is_of_rule(one: Claim, other: Claim) -> bool:
    return one.rule is not None and other.rule is not None and one.rule.id == other.rule.id


def _is_linked(vague: Claim, figure: Claim) -> bool:
    """Whether a figure is what a vague claim lacked: its rule asks for that fact, or takes such figures as evidence."""
    assert vague.rule is not None
    kinds = {kind for kinds in vague.rule.settled_by for kind in kinds}
    return figure.quantity is not None and (figure.topic in _topics(vague) or figure.quantity.kind in kinds)


# -------------------------------------------------------------------------------------------------------------- verdicts


def verdict_on(old: Claim, new: Claim, strength: Strength) -> Verdict | None:
    """What became of a claim, given that it is one; None if it says the same."""
    if _said(old) == _said(new):
        return "reworded" if _is_said_of_another(old, new) else None
    figures = _figures(old, new)
    if figures:
        return "strengthened" if figures > 0 else "weakened"
    if old.rule is None and new.rule is None:
        return None if figures == 0 else "reworded"
    if old.rule is None:
        return "vaguer"
    if new.rule is None:
        return "substantiated"
    order = _order(old, new, strength)
    return "strengthened" if order > 0 else "weakened" if order < 0 else "reworded"


def _figures(old: Claim, new: Claim) -> int | None:
    """1 when the new figure promises more, -1 when less, 0 when it is the same; None when that can't be told."""
    one, other = old.quantity, new.quantity
    if one is None or other is None or one.kind != other.kind or (old.topic and new.topic and old.topic != new.topic):
        return None
    better = _better(old, new)
    if one == other or (old.incidental and new.incidental and one.kind == "count" and one.low == other.low):
        return 0  # the word behind a number may be no noun: "3 steps", "3 in all"
    if better is None:
        return None
    if (order := _same_figure(one, other, better)) is not None:
        return order
    onward, back = compare(other, one, better), compare(one, other, better)
    if onward in _TOO_MUCH and back not in _TOO_MUCH:
        return 1 if back == "weaker" or one.bound == other.bound else None
    if back in _TOO_MUCH and onward not in _TOO_MUCH:
        return -1 if onward == "weaker" or one.bound == other.bound else None
    return None


def _better(old: Claim, new: Claim) -> Better | None:
    """Which way the figures of a pair are stronger: the topic tells, where only one of them has one."""
    if old.better == new.better:
        return new.better
    if bool(old.topic) is bool(new.topic):
        return None
    return old.better if old.topic else new.better


def _same_figure(one: Quantity, other: Quantity, better: Better) -> int | None:
    """The order of two quantities that say one number, by what bounds it and by days being business days; None of others."""
    scale, times = _EXACT.get(one.unit, (one.unit, 1))
    other_scale, other_times = _EXACT.get(other.unit, (other.unit, 1))
    if scale == other_scale and (one.low * times, one.high * times) == (other.low * other_times, other.high * other_times):
        return _sign(_firmness(other, better) - _firmness(one, better))
    if (one.low, one.high) != (other.low, other.high) or better == "more":
        return None
    if f"business_{one.unit}" == other.unit:
        return -1
    return 1 if f"business_{other.unit}" == one.unit else None


def _firmness(quantity: Quantity, better: Better) -> int:
    """How firmly a number is promised: "up to 70 %" only at best, "about 70 %", "70 %", "at least 70 %"."""
    upwards, downwards = ("at_least", "more_than"), ("at_most", "less_than")
    at_best, at_worst = (upwards, downwards) if better == "less" else (downwards, upwards)
    if quantity.bound in at_best:
        return 0
    if quantity.bound == "about":
        return 1
    # "2-day delivery" is within 2 days
    return 3 if quantity.bound in at_worst and quantity.kind != "duration" else 2


def _order(old: Claim, new: Claim, strength: Strength) -> int:
    """1 when a vague claim goes further than another, -1 when less far, 0 when that can't be told."""
    assert old.rule is not None
    assert new.rule is not None
    signs = [_sign(new.tone - old.tone), _multiple(old, new, strength)]
    steps = _step(old, strength), _step(new, strength)
    if steps[0] is not None and steps[1] is not None:
        signs.append(_sign(steps[1] - steps[0]))
    if old.rule.family == new.rule.family and old.rule.family in strength.by_severity:
        signs.append(SEVERITIES.index(old.rule.severity) - SEVERITIES.index(new.rule.severity))
    told = {_sign(sign) for sign in signs} - {0}
    return told.pop() if len(told) == 1 else 0


def _sign(number: int | Decimal) -> int:
    return (number > 0) - (number < 0)


def _step(claim: Claim, strength: Strength) -> int | None:
    assert claim.rule is not None
    step = strength.steps.get(claim.rule.id)
    return strength.steps.get(claim.rule.family) if step is None else step


def _multiple(old: Claim, new: Claim, strength: Strength) -> int:
    """The order of two multiples told in the same words: "2x faster", "3x faster"."""
    if not _is_of_rule(old, new) or old.rule is None or old.rule.id not in strength.multiples:
        return 0
    changed = [(a, b) for a, b in zip(old.words, new.words, strict=False) if a != b]
    if len(old.words) != len(new.words) or len(changed) != 1 or not all(word.isdecimal() for word in changed[0]):
        return 0
    return _sign(int(changed[0][1]) - int(changed[0][0]))
