"""Folding: what reads the same is spelled the same, and every character knows where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.language.fold import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The World’s “Best” Coffee", 'the world\'s "best" coffee'),
        ("fast\u00a0shipping", "fast shipping"),
        ("ship\u00adping", "shipping"),
        ("zero\u200bwidth", "zerowidth"),
        ("Award‑winning – naïve café", "award-winning - naive cafe"),
        ("cafe\u0301", "cafe"),
        ("𝗕𝗲𝘀𝘁 ﬁnest ＦＡＳＴ", "best finest fast"),
        ("№ 1 and 3¹", "# 1 and 3†"),
        ("הַטּוֹב בְּיוֹתֵר", "הטוב ביותר"),
        ('ה"טוב ביותר" לפי מע״מ', 'הטוב ביותר" לפי מע"מ'),
        ("ב־24 שעות", "ב-24 שעות"),
        ("أفضلُ جـــودة، ٣٠٪", "افضل جوده, 30%"),
        ("الأعلى إلى آخر", "الاعلي الي اخر"),
        ("ﻻ ﷲ", "لا الله"),
        ("\u202bשלום\u202c", "שלום"),
        ("İstanbul", "istanbul"),
    ],
)
def test_what_reads_the_same_is_spelled_the_same(text: str, folded: str) -> None:
    assert fold(text).text == folded


@given(st.text(max_size=60))
def test_every_folded_character_stands_inside_the_text(text: str) -> None:
    folded = fold(text)
    places = [(folded.start(index), folded.end(index + 1)) for index in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


NOISE = st.sampled_from(["\u05b0", "\u05bc", "\u064f", "\u0651", "\u0640", "\u200f", "\u200e", "\u200d", "\ufeff"])


@given(st.lists(st.tuples(st.sampled_from(list("משלוח مهما fast")), st.lists(NOISE, max_size=3))))
def test_marks_and_invisible_characters_never_change_the_folded_text(letters: list[tuple[str, list[str]]]) -> None:
    noisy = "".join(letter + "".join(noise) for letter, noise in letters)
    plain = "".join(letter for letter, _ in letters)
    folded = fold(noisy)
    assert folded.text == fold(plain).text
    assert all(noisy[folded.start(index)] == char for index, char in enumerate(plain))


def test_a_mark_is_reported_with_its_letter_and_a_direction_mark_is_not() -> None:
    folded = fold("טּ\u200fוב")
    assert [(folded.start(i), folded.end(i + 1)) for i in range(3)] == [(0, 2), (3, 4), (4, 5)]
