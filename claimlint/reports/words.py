"""The words of a report in the languages of its readers; English for everybody else.

Where the forms of a noun depend on its number (Arabic has three), it stands as "label: number".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from claimlint.model import Severity

# Languages written from right to left: what is laid out in one of them starts at the right edge.
RIGHTWARD = frozenset(("ar", "ckb", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"))


Count = tuple[str, str]  # for one, and for {n}


class Words(NamedTuple):
    """One language's words; names in braces are filled in."""

    language: str
    severities: Mapping[Severity, Count]
    files: Count
    blocks: Count
    problems: Count
    unchecked: Count
    fixed: Count
    suppressed: Count
    known: Count
    untouched: Count
    gone: Count
    characters: Count
    comma: str
    last: str  # between the last two of a list
    semicolon: str
    rewrite: str
    approved: str
    fill_in: str
    proof: str
    at_least: str  # {n}
    too_long: str  # {excess}, {limit}
    by_rule: str
    by_file: str
    more: str  # {n}
    explain: str
    clean: str
    totals: str  # {found}, {files}, {blocks}
    no_rules: str  # {blocks}, {names}
    unknown: str  # a language
    family: str
    why: str
    references: str
    flagged: str
    passed: str
    rewrites: str
    facts: str
    switch_off: str
    option: str  # {rule}
    source: str
    silenced: str
    because: str  # {reason}
    until: str  # {reason}, {day}

    @property
    def rightward(self) -> bool:
        return self.language in RIGHTWARD

    def counted(self, number: int, forms: Count) -> str:
        return forms[0] if number == 1 else forms[1].format(n=f"{number:,}")

    def join(self, parts: Sequence[str]) -> str:
        """'a, b and c'."""
        return self.last.join(part for part in (self.comma.join(parts[:-1]), parts[-1]) if part)

    def language_name(self, tag: str) -> str:
        """'German (de)'; the tag alone when nobody has a name for it, and a word of its own for no language at all."""
        if tag in ("", "und"):
            return self.unknown
        from claimlint.reports.languages import common_name

        language = tag.partition("-")[0].lower()
        name: str | None = common_name(language, self.language)
        if not name:
            from babel import Locale  # takes as long as checking a page

            name = Locale.parse(self.language).languages.get(language)
        return f"{name} ({tag})" if name else f"'{tag}'"


def words_of(language: str) -> Words:
    return _WORDS.get(language, _ENGLISH)


_ENGLISH = Words(
    language="en",
    severities={"error": ("1 error", "{n} errors"), "warning": ("1 warning", "{n} warnings"), "info": ("1 info", "{n} info")},
    files=("1 file", "{n} files"),
    blocks=("1 block", "{n} blocks"),
    problems=("1 path could not be read", "{n} paths could not be read"),
    unchecked=("1 block not checked", "{n} blocks not checked"),
    fixed=("1 fixed", "{n} fixed"),
    suppressed=("1 suppressed", "{n} suppressed"),
    known=("1 in the baseline", "{n} in the baseline"),
    untouched=("1 on unchanged copy", "{n} on unchanged copy"),
    gone=("1 claim of the baseline is gone", "{n} claims of the baseline are gone"),
    characters=("1 character", "{n} characters"),
    comma=", ",
    last=" and ",
    semicolon="; ",
    rewrite="Try",
    approved="Approved",
    fill_in="Fill in",
    proof="Proof",
    at_least="at least {n}",
    too_long="too long here: {excess} over the limit of {limit}",
    by_rule="Rules, worst first",
    by_file="Files, worst first",
    more="and {n} more",
    explain="More about a rule",
    clean="No unproven claims",
    totals="{found} in {files}, {blocks} of copy",
    no_rules="{blocks}: no rules for {names}",
    unknown="their language",
    family="Family",
    why="Why",
    references="Law and guidance",
    flagged="Flagged",
    passed="Not flagged",
    rewrites="Write instead",
    facts="Facts that a rewrite needs",
    switch_off="Switch it off",
    option="--ignore {rule}, or in claimlint.yaml: ignore: [{rule}]",
    source="Written in",
    silenced="Suppressed",
    because="Reason: {reason}",
    until="Reason, until {day}: {reason}",
)

_HEBREW = Words(
    language="he",
    severities={
        "error": ("שגיאה אחת", "{n} שגיאות"),
        "warning": ("אזהרה אחת", "{n} אזהרות"),
        "info": ("הערה אחת", "{n} הערות"),
    },
    files=("קובץ אחד", "{n} קבצים"),
    blocks=("קטע טקסט אחד", "{n} קטעי טקסט"),
    problems=("קובץ אחד לא נקרא", "{n} קבצים לא נקראו"),
    unchecked=("קטע אחד לא נבדק", "{n} קטעים לא נבדקו"),
    fixed=("תיקון אחד", "{n} תיקונים"),
    suppressed=("טענה אחת מושתקת", "{n} טענות מושתקות"),
    known=("טענה אחת מקו הבסיס", "{n} טענות מקו הבסיס"),
    untouched=("טענה אחת בטקסט שלא השתנה", "{n} טענות בטקסט שלא השתנה"),
    gone=("טענה אחת מקו הבסיס כבר אינה בדף", "{n} טענות מקו הבסיס כבר אינן בדף"),
    characters=("תו אחד", "{n} תווים"),
    comma=", ",
    last=" ו",
    semicolon="; ",
    rewrite="הצעה",
    approved="נוסח מאושר",
    fill_in="חסר",
    proof="הוכחה",
    at_least="לפחות {n}",
    too_long="ארוך מדי כאן: {excess} מעל {limit} המותרים",
    by_rule="כללים, מהחמור לקל",
    by_file="קבצים, מהחמור לקל",
    more="ועוד {n}",
    explain="עוד על כלל",
    clean="לא נמצאו טענות בלי הוכחה",
    totals="{found}; {files}, {blocks}",
    no_rules="{blocks}: אין כללים ל{names}",
    unknown="שפתם",
    family="משפחה",
    why="מדוע",
    references="חוק והנחיות",
    flagged="מסומן",
    passed="לא מסומן",
    rewrites="כתבו במקום זה",
    facts="העובדות שההצעות צריכות",
    switch_off="כיבוי הכלל",
    option="--ignore {rule}, או ב-claimlint.yaml: ignore: [{rule}]",
    source="כתוב בקובץ",
    silenced="מושתק",
    because="נימוק: {reason}",
    until="נימוק, עד {day}: {reason}",
)

_ARABIC = Words(
    language="ar",
    severities={
        "error": ("أخطاء: 1", "أخطاء: {n}"),
        "warning": ("تحذيرات: 1", "تحذيرات: {n}"),
        "info": ("ملاحظات: 1", "ملاحظات: {n}"),
    },
    files=("الملفات: 1", "الملفات: {n}"),
    blocks=("مقاطع النص: 1", "مقاطع النص: {n}"),
    problems=("ملفات تعذّرت قراءتها: 1", "ملفات تعذّرت قراءتها: {n}"),
    unchecked=("مقاطع لم تُفحص: 1", "مقاطع لم تُفحص: {n}"),
    fixed=("ما أُصلح: 1", "ما أُصلح: {n}"),
    suppressed=("ما أُسكت: 1", "ما أُسكت: {n}"),
    known=("في خط الأساس: 1", "في خط الأساس: {n}"),
    untouched=("في نص لم يتغير: 1", "في نص لم يتغير: {n}"),
    gone=("ما اختفى من خط الأساس: 1", "ما اختفى من خط الأساس: {n}"),
    characters=("1", "{n}"),
    comma="، ",
    last=" و",
    semicolon="؛ ",
    rewrite="البديل",
    approved="صياغة معتمدة",
    fill_in="ينقص",
    proof="الإثبات",
    at_least="{n} على الأقل",
    too_long="أطول من المسموح هنا: الزيادة {excess}، والحد {limit}",
    by_rule="القواعد، من الأشد إلى الأخف",
    by_file="الملفات، من الأشد إلى الأخف",
    more="وغيرها: {n}",
    explain="المزيد عن قاعدة",
    clean="لا ادعاءات بلا إثبات",
    totals="{found}؛ {files}، {blocks}",
    no_rules="{blocks}، فلا قواعد لهذه اللغات: {names}",
    unknown="لغة غير معروفة",
    family="العائلة",
    why="السبب",
    references="القوانين والإرشادات",
    flagged="ما يُنبَّه إليه",
    passed="ما لا يُنبَّه إليه",
    rewrites="اكتبوا بدلاً منه",
    facts="الحقائق التي تحتاجها البدائل",
    switch_off="إيقاف القاعدة",
    option="--ignore {rule}، أو في claimlint.yaml: ignore: [{rule}]",
    source="مكتوبة في",
    silenced="ما أُسكت",
    because="السبب: {reason}",
    until="السبب، حتى {day}: {reason}",
)

_WORDS = {words.language: words for words in (_ENGLISH, _HEBREW, _ARABIC)}
