"""However Hebrew and Arabic are typed, the same claims are found, at their exact places."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimlint.language.fold import fold
from claimlint.lint import lint_document
from claimlint.model import Block, Document, Finding, Span
from claimlint.packs import load_packs

PACKS = load_packs()
COPY = sorted(
    {
        (rule.language, example.text)
        for rule in PACKS.rules
        if rule.language in ("he", "ar")
        for example in rule.examples
        if example.scope == "text"
    }
)

NIQQUD = "\u05b0\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05bb\u05bc\u05c1\u05bf"
HARAKAT = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
TATWEEL = "\u0640"
DIRECTION_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
JOINERS = "\u200c\u200d"


def _presentation_forms() -> dict[str, list[str]]:
    """The shapes of letters that old programs and PDF files write, by the letters they stand for."""
    forms: dict[str, list[str]] = {}
    for code in (*range(0xFB1D, 0xFB50), *range(0xFE80, 0xFEFD)):
        spelled = unicodedata.normalize("NFKC", chr(code))
        letters = "".join(char for char in spelled if not unicodedata.combining(char))
        if len(letters) == 1 and letters.isalpha():
            forms.setdefault(letters, []).append(chr(code))
    return forms


FORMS = _presentation_forms()
DIGITS = {str(digit): [chr(0x660 + digit), chr(0x6F0 + digit)] for digit in range(10)}


@st.composite
def typed(draw: st.DrawFn) -> tuple[str, str, str]:
    """A piece of copy as its pack has it, and with marks, other letter forms and other digits strewn in."""
    language, text = draw(st.sampled_from(COPY))
    letters = []
    for letter in text:
        noise = ""
        shapes = [letter]
        if "\u05d0" <= letter <= "\u05ea":
            noise = NIQQUD + DIRECTION_MARKS
            shapes += FORMS.get(letter, [])
        elif "\u0620" <= letter <= "\u064a":
            noise = HARAKAT + TATWEEL + JOINERS + DIRECTION_MARKS
            shapes += FORMS.get(letter, [])
        elif letter == " ":
            noise = DIRECTION_MARKS
            shapes += ["\u00a0"]
        elif language == "ar":
            shapes += DIGITS.get(letter, [])
        strewn = draw(st.lists(st.sampled_from(noise), max_size=2)) if noise and draw(st.booleans()) else []
        letters.append(draw(st.sampled_from(shapes)) + "".join(strewn))
    return language, text, "".join(letters)


def findings(language: str, text: str) -> tuple[Finding, ...]:
    block = Block(text, (0,), (Span(0, len(text)),), lang=language)
    return lint_document(Document("page", text, (block,)), PACKS, min_confidence="low").findings


@settings(max_examples=400, deadline=None, derandomize=True)
@given(typed())
def test_marks_and_letter_forms_never_change_a_finding(copy: tuple[str, str, str]) -> None:
    language, plain, strewn = copy
    expected = [(finding.rule.id, fold(finding.text).text) for finding in findings(language, plain)]
    found = findings(language, strewn)
    assert [(finding.rule.id, fold(finding.text).text) for finding in found] == expected
    assert [strewn[finding.span.start : finding.span.end] for finding in found] == [finding.text for finding in found]


@pytest.mark.parametrize(
    ("language", "text", "flagged"),
    [
        ("he", "הַשֵּׁרוּת הַטּוֹב בְּיוֹתֵר בָּעִיר", "הַטּוֹב בְּיוֹתֵר"),
        ("he", "משלוח \u200f״מהיר״\u200f עד הבית", "משלוח \u200f״מהיר"),
        ("ar", "شـــحن سَرِيعٌ إلى بابك", "شـــحن سَرِيعٌ"),
        ("ar", "ﺷﺤﻦ ﺳﺮﻳﻊ", "ﺷﺤﻦ ﺳﺮﻳﻊ"),
    ],
)
def test_a_claim_is_reported_as_it_is_typed(language: str, text: str, flagged: str) -> None:
    assert [finding.text for finding in findings(language, text)] == [flagged]
