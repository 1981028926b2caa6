"""The report for people: what one finding says, that a page of them stays readable, and that nothing turns round."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from babel import Locale

from claimlint.model import Finding, Problem, Result, Rewrite, Slot
from claimlint.reports import FORMATS, ReportOptions, layout
from claimlint.reports.languages import TAGS, common_name
from claimlint.reports.layout import cells, isolated, visible, wrapped
from claimlint.reports.summary import unchecked
from claimlint.reports.text import excerpt
from claimlint.reports.words import words_of

Make = Callable[..., Finding]
WHEN = Slot("shipping.when", {"en": "when"}, {"en": "the log of the warehouse"})
SGR = re.compile(r"\x1b\[[0-9;]*m")


def report(*findings: Finding, colour: bool = False, width: int = 100) -> str:
    return FORMATS["text"](Result(findings, 1, 1), ReportOptions(colour, width))


def shown(text: str, claim: str) -> str:
    start = text.index(claim)
    return excerpt(text, start, start + len(claim)).replace("\x02", ">>").replace("\x03", "<<")


def test_golden(sample: Result, golden: Callable[[str, str], None]) -> None:
    golden("report.txt", FORMATS["text"](sample, ReportOptions()))


def test_golden_in_colour(sample: Result, golden: Callable[[str, str], None]) -> None:
    golden("report-colour.txt", FORMATS["text"](sample, ReportOptions(colour=True, width=60)))


def test_colour_changes_nothing_but_the_marks(sample: Result) -> None:
    plain = FORMATS["text"](sample, ReportOptions(width=300))
    coloured = FORMATS["text"](sample, ReportOptions(colour=True, width=300))
    # where right-to-left text begins depends on the marks, too
    assert re.sub("\n +", "\n", SGR.sub("", coloured)) == re.sub("\n +", "\n", plain.replace(">>", "").replace("<<", ""))


def test_one_finding_says_it_all(sample: Result) -> None:
    assert report(sample.findings[0]) == (
        "shop.html: 1 error\n"
        "\n"
        "shop.html:12:20  error  delivery-speed\n"
        "    Soft towels. / Enjoy >>fast shipping<< on every order.\n"
        '    "fast shipping" promises speed without a time. Shoppers plan on it; a US seller needs a\n'
        "    reasonable basis for any shipping time.\n"
        "    Try: Ships within [dispatch time] of your order\n"
        "    Fill in: dispatch time. Proof: the warehouse's export of the last 90 days\n"
        "\n"
        "1 error in 1 file, 1 block of copy\n"
    )


@pytest.mark.parametrize(
    ("rewrite", "kind", "told"),
    [
        (Rewrite("Ships in 2 days"), "ad-headline", "Try: Ships in 2 days\n"),
        (
            Rewrite("Ships in 2 days", excess=12),
            "ad-headline",
            "Try: Ships in 2 days (too long here: 12 characters over the limit of 30)\n",
        ),
        (
            Rewrite("Ships within [dispatch time]", (WHEN,), 1),
            "ad-description",
            "Try: Ships within [dispatch time] (too long here: at least 1 character over the limit of 30)\n",
        ),
        (Rewrite("Ships in 2 days", excess=1200), "string", "(too long here: 1,200 characters over the limit of 30)\n"),
    ],
)
def test_a_rewrite_that_does_not_fit_says_so(make: Make, rewrite: Rewrite, kind: str, told: str) -> None:
    assert told in report(make("Fast shipping", "Fast", kind=kind, limit=30, rewrites=(rewrite,)), width=200)


def test_the_rewrite_that_fits_is_shown(make: Make) -> None:
    rewrites = (Rewrite("Ships in 2 days", excess=9), Rewrite("Ships [when]", (WHEN,)), Rewrite("2 days", excess=1))
    assert "Try: Ships [when]\n" in report(make("Fast shipping", "Fast", limit=30, rewrites=rewrites))


def test_a_place_with_a_name_tells_it(make: Make) -> None:
    told = report(make("Fast shipping", "Fast", path="ads.csv", line=12, offset=4, name="row 12, Headline 3"))
    assert "\nads.csv:12:5 (row 12, Headline 3)  error  delivery-speed\n" in told
    assert "(a\\x1bb)" in report(make("Fast shipping", "Fast", name="a\x1bb"))


def test_nothing_found() -> None:
    result = Result(files=2, blocks=1200)
    assert FORMATS["text"](result, ReportOptions()) == "No unproven claims in 2 files, 1,200 blocks of copy\n"


def test_the_last_line_tells_what_was_not_checked() -> None:
    result = Result(files=1, blocks=9, unchecked={"de": 3}, problems=(Problem("a", "b"), Problem("c", "d")))
    assert FORMATS["text"](result, ReportOptions(width=200)) == (
        "No unproven claims in 1 file, 9 blocks of copy; 2 paths could not be read; "
        "3 blocks not checked: no rules for German (de)\n"
    )


@pytest.mark.parametrize(("reader", "german"), [("en", "German"), ("he", "גרמנית"), ("ar", "الألمانية")])
def test_common_languages_are_called_as_babel_calls_them(reader: str, german: str) -> None:
    assert common_name("de", reader) == german
    babel = Locale.parse(reader).languages
    other = {tag: common_name(tag, reader) for tag in TAGS if common_name(tag, reader) != babel[tag]}
    assert len(other) < 4, "a later Babel may have changed its mind about a few"
    assert common_name("tlh", reader) == common_name("de", "tlh") == ""


@pytest.mark.parametrize(
    ("languages", "told"),
    [
        ({"fr": 1}, "1 block not checked: no rules for French (fr)"),
        ({"de": 2, "fr-ca": 1, "es": 7}, "10 blocks not checked: no rules for Spanish (es), German (de) and French (fr-ca)"),
        ({"tlh": 1, "": 2}, "3 blocks not checked: no rules for their language and Klingon (tlh)"),
        ({"\x1b[2J": 1}, r"1 block not checked: no rules for '\x1b[2J'"),
    ],
)
def test_languages_without_rules(languages: dict[str, int], told: str) -> None:
    assert unchecked(languages, words_of("en")) == told


def test_a_rewrite_that_is_complete_comes_first(make: Make, sample: Result) -> None:
    waits = sample.findings[0].rewrites[0]
    text = report(make("fast shipping", "fast shipping", rewrites=(waits, Rewrite("Ships on Mondays"))))
    assert "    Try: Ships on Mondays\n" in text
    assert "Fill in" not in text


def test_reasons_and_proofs_are_told_once_a_file(make: Make, sample: Result) -> None:
    ships = sample.findings[0].rewrites
    places = [(path, offset) for path in ("a", "b") for offset in range(3)]
    text = report(*(make("fast shipping", "fast shipping", path=path, offset=n, rewrites=ships) for path, n in places))
    assert text.count("Proof: the warehouse's export") == 2
    assert text.count("Fill in: dispatch time\n") == 4
    assert text.count("Shoppers plan on it") == 2
    assert text.count('"fast shipping" promises speed without a time') == 6


def test_rules_and_files_are_ranked_worst_first(make: Make, sample: Result) -> None:
    warning = sample.findings[1]
    findings = [warning._replace(path="b.html") for _ in range(12)] + [make("fast shipping", "fast shipping", path="a")]
    assert report(*findings)[report(*findings).index("Rules, worst") :] == (
        "Rules, worst first\n"
        "    delivery-speed    1 error\n"
        "    superlative-best  12 warnings\n"
        "\n"
        "Files, worst first\n"
        "    a       1 error\n"
        "    b.html  12 warnings\n"
        "\n"
        "More about a rule: claimlint explain delivery-speed\n"
        "\n"
        "1 error, 12 warnings in 1 file, 1 block of copy\n"
    )


def test_the_ranking_is_short(make: Make) -> None:
    text = report(*(make("fast shipping", "fast shipping", path=f"{n}.html") for n in range(9)))
    ranking = text[text.index("Files, worst first") :].split("\n\n")[0]
    assert ranking.splitlines()[-2:] == ["    4.html  1 error", "    and 4 more"]


@pytest.mark.parametrize("width", [10, 40, 60, 100])
def test_lines_keep_to_the_width(make: Make, width: int) -> None:
    copy = "towels " * 40 + "fast shipping " + "W" * 300 + " משלוח" * 40
    text = report(make(copy, "fast shipping"), make("高" * 90 + " fast shipping", "fast shipping"), width=width)
    lines = [line for line in text.splitlines() if line.startswith("    ")]
    assert max(cells(line) for line in lines) <= max(width, 40)


def test_underlining_ends_with_the_line_and_begins_anew(make: Make) -> None:
    claim = "the best and fastest and softest towels"
    text = report(make(f"Here you will find {claim} of all", claim), colour=True, width=40)
    assert (
        "    Here you will find \x1b[1;4mthe best and\x1b[0m\n    \x1b[1;4mfastest and softest towels\x1b[0m of all\n"
    ) in text


def test_a_long_block_is_cut_at_words_around_the_claim() -> None:
    text = "alpha beta gamma " * 20 + "fast shipping" + " delta epsilon zeta" * 20
    cut = shown(text, "fast shipping")
    assert re.fullmatch(r"… (\w+ )+>>fast shipping<<( \w+)+ …", cut)
    assert set(re.findall(r"\w+", cut)) <= set(text.split())
    assert 140 <= len(cut) <= 170


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("fast shipping" + " word" * 100, ">>fast shipping<<" + " word" * 29 + " …"),
        ("word " * 100 + "fast shipping", "… " + "word " * 29 + ">>fast shipping<<"),
        ("x" * 500 + " fast shipping", "… >>fast shipping<<"),
        ("fast shipping " + "x" * 500, ">>fast shipping<< …"),
        ("a\nb fast shipping\nc", "a / b >>fast shipping<< / c"),
        ("\ufffc: fast shipping", "{…}: >>fast shipping<<"),
        ("a", ">>a<<"),
    ],
)
def test_excerpts(text: str, cut: str) -> None:
    claim = "fast shipping" if "fast" in text else text
    assert shown(text, claim) == cut


def test_a_claim_without_end_is_cut_too() -> None:
    assert shown("x" * 900, "x" * 900) == ">>" + "x" * 160 + "<< …"


def test_a_hebrew_finding_is_told_in_hebrew_from_one_edge_on_the_right(sample: Result) -> None:
    assert report(sample.findings[3]) == (
        "he/index.html: \u2068הערה אחת\u2069\n"
        "\n"
        "he/index.html:1:1  info  he-fast-delivery\n"
        "              \u2068>>משלוח מהיר<< לכל הארץ עם Acme\u2069\n"
        '    \u2068"משלוח מהיר" בלי זמן. הקונה מתכנן לפי זה.\u2069\n'
        "                 \u2068הצעה: משלוח תוך [זמן הטיפול]\u2069\n"
        "            \u2068חסר: זמן הטיפול. הוכחה: דוח המחסן\u2069\n"
        "\n"
        "\u2068הערה אחת; קובץ אחד, קטע טקסט אחד\u2069\n"
    )


def test_reasons_can_be_read_in_english(sample: Result) -> None:
    text = FORMATS["text"](Result(sample.findings[3:4], 1, 1), ReportOptions(messages="en"))
    assert text == (
        "he/index.html: 1 info\n"
        "\n"
        "he/index.html:1:1  info  he-fast-delivery\n"
        "    \u2068>>משלוח מהיר<< לכל הארץ עם Acme\u2069\n"
        '    \u2068\u200e"משלוח מהיר" promises speed without a time. Buyers plan on it.\u2069\n'
        "    Try: \u2068משלוח תוך [זמן הטיפול]\u2069\n"
        "    Fill in: dispatch time. Proof: the warehouse's export of the last 90 days\n"
        "\n"
        "1 info in 1 file, 1 block of copy\n"
    )


def test_a_rule_without_a_translation_tells_its_reason_in_its_own_language(sample: Result) -> None:
    text = FORMATS["text"](Result(sample.findings[:1], 1, 1), ReportOptions(messages="ar"))
    assert '    "fast shipping" promises speed without a time.' in text
    assert "    \u2068البديل: \u2068Ships within [dispatch time] of your order\u2069\u2069\n" in text
    assert text.endswith("\u2068أخطاء: 1؛ الملفات: 1، مقاطع النص: 1\u2069\n")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "he",
            "\u2068לא נמצאו טענות בלי הוכחה; 2 קבצים, 9 קטעי טקסט; קובץ אחד לא נקרא; "
            "3 קטעים לא נבדקו: אין כללים לגרמנית (de)\u2069\n",
        ),
        (
            "ar",
            "\u2068لا ادعاءات بلا إثبات؛ الملفات: 2، مقاطع النص: 9؛ ملفات تعذّرت قراءتها: 1؛ "
            "مقاطع لم تُفحص: 3، فلا قواعد لهذه اللغات: الألمانية (de)\u2069\n",
        ),
    ],
)
def test_the_last_line_in_other_languages(language: str, told: str) -> None:
    result = Result(files=2, blocks=9, unchecked={"de": 3}, problems=(Problem("a", "b"),))
    assert FORMATS["text"](result, ReportOptions(messages=language)) == told


def test_a_line_cut_from_hebrew_keeps_its_direction() -> None:
    assert isolated("Acme בארץ", rightward=True) == "\u2068\u200fAcme בארץ\u2069"
    assert isolated("בארץ", rightward=True) == "\u2068בארץ\u2069"
    assert isolated("בארץ Acme", rightward=False) == "\u2068\u200eבארץ Acme\u2069"
    assert isolated("Acme", rightward=True) == "Acme"
    assert isolated("التوصيل") == "\u2068التوصيل\u2069"


def test_nothing_of_a_page_steers_the_terminal(make: Make) -> None:
    evil = "\x1b[2J\x9b31m\u202e\u2066\u2069\x02\x07\ufeff\u2028"
    found = make(f"fast shipping{evil}", "fast shipping", path=f"{evil}.html", rewrites=(Rewrite(evil),))
    text = report(found._replace(rule=found.rule._replace(message=evil)))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]", text)
    assert text.count(r"\x1b[2J\x9b31m\u202e\u2066\u2069\x02\x07\ufeff\u2028") == 5


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a\tb", r"a\tb"),
        ("\udce9.html", r"\udce9.html"),
        ("שלום\u200f!", "שלום\u200f!"),  # a mark that Hebrew writers need
        ("family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_visible(text: str, safe: str) -> None:
    assert visible(text) == safe


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("高い", 4), ("e\u0301", 1), ("שָׁלוֹם", 4), ("a\u200d", 1), ("\x02a\x03", 1)]
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


def test_lines_of_common_characters_are_counted_by_their_length() -> None:
    common = [character for character in map(chr, range(0x11_0000)) if layout._OF_ONE_CELL.fullmatch(character)]
    assert len(common) > 1000
    assert {layout._cells(character) for character in common} == {1}


@pytest.mark.parametrize("text", ["Our lamps — “the brightest” — ship in 2 days", " one  two   three", "מנורות שולחן לכל הבית"])
@pytest.mark.parametrize("width", [5, 8, 12, 40])
def test_a_line_is_as_long_as_one_with_a_mark_that_takes_no_cell(text: str, width: int) -> None:
    marked = text.replace(" ", " \x02", 1)
    assert [line.replace("\x02", "") for line in wrapped(marked, width)] == wrapped(text, width)


def test_wrapping() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("one abcdefghij two", 4) == ["one", "abcd", "efgh", "ij", "two"]
    assert wrapped("高い高い", 5) == ["高い", "高い"]
    assert wrapped("", 10) == []
