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
from claimlint.packs.load import Strength
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
    """A pair of claims that may belong together, by index; sorted, the likeliest come first."""

    unlikeness: float
    relation: int
    distance: int  # sentences
    apart: int  # words in and around the claims that they don't share
    old: int
    new: int


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
        self.cancel(lambda old, new: self.places.stands(old.number, new.number))
        moved = {_identity(claim) for claim in self.old} & {_identity(claim) for claim in self.new}

        def edited(old: Claim, new: Claim) -> bool:
            # Two sentences that changed places are no edit
            both_moved = _identity(old) in moved and _identity(new) in moved
            return self.places.near(old.number, new.number) and not both_moved

        self.pair(edited, _ALIKE)
        self.cancel(lambda _, __: True)
        self.pair(lambda _, __: True, 0)
        self.back()

    def cancel(self, allowed: Callable[[Claim, Claim], bool]) -> None:
        """Take out the claims that stand in both states."""
        waiting: dict[_Identity, list[Claim]] = defaultdict(list)
        for claim in self.new:
            waiting[_identity(claim)].append(claim)
        for claim in list(self.old):
            same = next((new for new in waiting[_identity(claim)] if allowed(claim, new)), None)
            if same is not None:
                waiting[_identity(claim)].remove(same)
                self.take(claim, same)

    def take(self, old: Claim, new: Claim) -> None:
        self.old.remove(old)
        self.new.remove(new)

    def pair(self, allowed: Callable[[Claim, Claim], bool], at_least: float) -> None:
        """Explain old claims by new ones, the likeliest pairs first."""
        found: list[_Match] = []
        for i, old in enumerate(self.old):
            for j, new in enumerate(self.new):
                match = self.related(old, new, i, j) if allowed(old, new) else None
                if match and match.unlikeness <= 1 - at_least:
                    found.append(match)
        olds, news = list(self.old), list(self.new)
        used_old, used_new = set[int](), set[int]()
        for match in sorted(found):
            if match.old in used_old or match.new in used_new:
                continue
            used_old.add(match.old)
            used_new.add(match.new)
            old, new = olds[match.old], news[match.new]
            self.take(old, new)
            if verdict := verdict_on(old, new, self.strength):
                self.found.append(ClaimChange(verdict, old, new, old.sentence, new.sentence))

    def related(self, old: Claim, new: Claim, i: int, j: int) -> _Match | None:
        """How two claims belong together; None if they don't."""
        relation = _relation(old, new, self.strength)
        if relation is None:
            return None
        near = self.places.near(old.number, new.number)
        alike = self.places.alike(old.number, new.number)
        if relation == 0:
            alike = max(alike, self.places.held(old.number, new.number))
        enough = 0 if near and _on_one_topic(old, new) else _ALIKE_HERE if near else _ALIKE
        if alike < enough:
            return None
        distance = self.places.distance(old.number, new.number)
        return _Match(round(1 - alike, 2), relation, distance, len(old.nearby ^ new.nearby), i, j)

    def back(self) -> None:
        """Explain vague claims by evidence: one that is gone, although its words may stand, because its page backs it now."""
        assert self.before is not None
        assert self.after is not None
        for vague in [claim for claim in self.old if _is_vague(claim)]:
            also = [change.after for change in self.found if change.verdict == "substantiated" and change.after]
            if (now := self.backing(vague, (*self.after.backed, *also), self.places.alike_and_near)) is not None:
                self.old.remove(vague)
                self.found.append(ClaimChange("substantiated", vague, now, vague.sentence, now.sentence))
        for vague in [claim for claim in self.new if _is_vague(claim)]:
            also = [change.before for change in self.found if change.verdict == "vaguer" and change.before]
            then = self.backing(vague, (*self.before.backed, *also), lambda new, old: self.places.alike_and_near(old, new))
            if then is not None:
                self.new.remove(vague)
                self.found.append(ClaimChange("vaguer", then, vague, then.sentence, vague.sentence))

    def backing(
        self, vague: Claim, backed: Iterable[Claim], compared: Callable[[int, int], tuple[float, bool]]
    ) -> Claim | None:
        """The claim of the other state that says the same with evidence, or the figure that does."""
        best: tuple[float, Claim] | None = None
        for claim in backed:
            if not (_is_linked(vague, claim) if claim.rule is None else _is_of_rule(vague, claim)):
                continue
            alike, near = compared(vague.number, claim.number)
            if alike >= (_ALIKE_HERE if near else _ALIKE) and (best is None or alike > best[0]):
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
        """Whether two sentences stand in about the same place, or under the same key of a data file."""
        name = self.before[old].block.name
        return self.distance(old, new) <= _NEAR or bool(name and name == self.after[new].block.name)

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

    def alike_and_near(self, old: int, new: int) -> tuple[float, bool]:
        return self.alike(old, new), self.near(old, new)

    def became(self, old: int) -> Sentence | None:
        """What a sentence of the old page became."""
        near = [new for new in range(len(self.after)) if self.near(old, new)]
        best = max(near, key=lambda new: (self.alike(old, new), -self.distance(old, new)), default=None)
        return self.after[best] if best is not None and self.alike(old, best) >= _ALIKE_HERE else None

    def was(self, new: int) -> Sentence | None:
        """What a sentence of the new page was."""
        near = [old for old in range(len(self.before)) if self.near(old, new)]
        best = max(near, key=lambda old: (self.alike(old, new), -self.distance(old, new)), default=None)
        return self.before[best] if best is not None and self.alike(best, new) >= _ALIKE_HERE else None


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
    if one == other:
        return 0
    if better is None:
        return None
    if (one.low, one.high) == (other.low, other.high) and (order := _same_figure(one, other, better)) is not None:
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
    """The order of two quantities with the same number in them: by what bounds it, and by days being business days."""
    if one.unit == other.unit:
        first, second = _firmness(one, better), _firmness(other, better)
        return (second > first) - (second < first)
    if f"business_{one.unit}" == other.unit:
        return -1 if better == "less" else None
    if f"business_{other.unit}" == one.unit:
        return 1 if better == "less" else None
    return None


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
