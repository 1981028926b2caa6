"""rules/strength.yaml: what is read of it, and that mistakes in it are told with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimlint.errors import ClaimlintError
from claimlint.packs.load import load_strength


def test_steps_go_from_weak_to_strong(few_rules: Path) -> None:  # noqa: ARG001
    strength = load_strength(["en", "he"])
    assert strength.steps["vague-quality"] < strength.steps["comparative"] < strength.steps["superlative"]
    assert strength.steps["superlative"] == strength.steps["ranking"] < strength.steps["exclusivity"]
    assert strength.one_of_several["he"][0] == ("מה", "ים")
    assert set(strength.softened) == {"en", "he"}  # only the languages that are asked for
    assert strength.given["en"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("scale:", "scales:", "unknown key 'scales'; did you mean 'scale'?"),
        ("by_severity: [health", "by_severity: [Health", "an item of 'by_severity' must be lower-case words joined by hyphens"),
        ('["(one|some) of"', '["(one|some of"', "phrase '(one|some of': '(' without ')'"),
        ('["מה…ים"', '["מהים"', "must be a beginning, … and an ending"),
    ],
)
def test_mistakes_are_told_with_their_place(few_rules: Path, old: str, new: str, complaint: str) -> None:
    path = few_rules / "strength.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ClaimlintError) as caught:
        load_strength(["en", "he", "ar"])
    first = str(caught.value).splitlines()[0]
    assert first.startswith(f"{path}:")
    assert complaint in str(caught.value)
