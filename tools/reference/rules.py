"""docs/rules/: what the packs say, for those who write copy and those who answer for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from claimlint.model import Example, Rule, Slot
from claimlint.packs import Family, PackSet
from claimlint.packs.packset import Profile
from claimlint.reports.words import Words, words_of
from claimlint.rewrite import SLOT, label, proof
from reference.markdown import code, guarded, inline, opening, page, slug, table

_NOTE = "<!-- written by tools/write_docs.py: mend rules/ instead -->"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_CLAIM = "\0"  # stands for the claim until the text around it is escaped


@dataclass(frozen=True)
class Told:
    """How a language's page tells of its rules; claimlint.reports.words has the other words."""

    language: str
    name: str  # in English, as the index has it
    title: str
    introduction: str
    severities: Mapping[str, str]
    confidences: Mapping[str, str]
    evidence: Mapping[str, str]
    either: str  # between two kinds of evidence, of which one will do
    together: str  # between two that are needed both
    passes: str
    only_in: str
    alike: str  # {n}
    values: Mapping[str, str]  # what messages are filled in with


ENGLISH = Told(
    language="en",
    name="English",
    title="Rules for English copy",
    introduction=(
        "Each rule tells what is wrong and why, the law and guidance behind it, what beside the claim settles it, what to "
        "write instead, and copy that is flagged and copy that isn't. [A blank] is a fact to be filled in. "
        "[All families](index.md) · [facts](facts.md) · [law and guidance](law.md) · "
        "[how phrases are written](../packs.md#phrases)"
    ),
    severities={"error": "error", "warning": "warning", "info": "info"},
    confidences={"high": "high confidence", "medium": "medium confidence", "low": "low confidence (hidden by default)"},
    evidence={
        "duration": "a length of time",
        "money": "an amount of money",
        "percent": "a percentage",
        "count": "a count",
        "date": "a date",
        "source": "a named source",
        "link": "a link",
        "name": "a name",
    },
    either=" or ",
    together=" with ",
    passes="No finding beside",
    only_in="Only in",
    alike="Look-alikes that are left alone ({n})",
    values={
        "fact": "fact",
        "value": "value",
        "day": "day",
        "fault": "fault",
        "regions": "regions",
        "names": "names",
    },
)
HEBREW = Told(
    language="he",
    name="Hebrew",
    title="כללים לטקסט בעברית",
    introduction=(
        "לכל כלל: מה הבעיה ומדוע, החוק וההנחיות שמאחוריו, מה צריך לעמוד ליד הטענה כדי שלא תהיה ממצא, מה לכתוב במקומה, ודוגמאות "
        "לטקסט שמסומן ולטקסט שאינו מסומן. [מקום ריק] הוא עובדה שצריך להשלים. "
        "[כל המשפחות](index.md) · [העובדות](facts.md) · [חוק והנחיות](law.md) · [כך כותבים ביטויים](../packs.md#phrases)"
    ),
    severities={"error": "שגיאה", "warning": "אזהרה", "info": "הערה"},
    confidences={"high": "ודאות גבוהה", "medium": "ודאות בינונית", "low": "ודאות נמוכה (מוסתר כברירת מחדל)"},
    evidence={
        "duration": "משך זמן",
        "money": "סכום כסף",
        "percent": "אחוז",
        "count": "מספר",
        "date": "תאריך",
        "source": "מקור בשמו",
        "link": "קישור",
        "name": "שם",
    },
    either=" או ",
    together=" עם ",
    passes="אינו ממצא ליד",
    only_in="רק כאן",
    alike="ביטויים דומים שאינם נבדקים ({n})",
    values={
        "fact": "העובדה",
        "value": "הערך",
        "day": "תאריך",
        "fault": "הסיבה",
        "regions": "אזורים",
        "names": "שמות",
    },
)
ARABIC = Told(
    language="ar",
    name="Arabic",
    title="قواعد النصوص العربية",
    introduction=(
        "لكل قاعدة: ما المشكلة ولماذا، والقوانين والإرشادات التي تستند إليها، وما يجب أن يرد بجانب الادعاء حتى لا يكون ملاحظة، "
        "وما يُكتب بدلاً منه، وأمثلة على ما يُنبَّه إليه وما لا يُنبَّه إليه. [الفراغ] معلومة يجب إكمالها. "
        "[كل العائلات](index.md) · [الحقائق](facts.md) · [القوانين والإرشادات](law.md) · "
        "[كيف تُكتب العبارات](../packs.md#phrases)"
    ),
    severities={"error": "خطأ", "warning": "تحذير", "info": "ملاحظة"},
    confidences={"high": "ثقة عالية", "medium": "ثقة متوسطة", "low": "ثقة منخفضة (مخفية ما لم تُطلب)"},
    evidence={
        "duration": "مدة",
        "money": "مبلغ",
        "percent": "نسبة مئوية",
        "count": "عدد",
        "date": "تاريخ",
        "source": "مصدر باسمه",
        "link": "رابط",
        "name": "اسم",
    },
    either=" أو ",
    together=" مع ",
    passes="ليس ملاحظة بجانب",
    only_in="في هذه المواضع فقط",
    alike="عبارات مشابهة لا تُفحص ({n})",
    values={
        "fact": "الحقيقة",
        "value": "القيمة",
        "day": "التاريخ",
        "fault": "السبب",
        "regions": "المناطق",
        "names": "الأسماء",
    },
)
LANGUAGES = (ENGLISH, HEBREW, ARABIC)


def rule_pages(packs: PackSet) -> dict[str, str]:
    """The pages by their names under docs/."""
    pages = {f"rules/{told.language}.md": _language_page(packs, told) for told in LANGUAGES}
    return pages | {"rules/index.md": _index(packs), "rules/facts.md": _facts(packs), "rules/law.md": _law(packs)}


def _of(packs: PackSet, language: str) -> Iterator[tuple[Family, list[Rule]]]:
    """The families that have rules for a language, and these. What is found without phrases is for all languages."""
    for family in packs.families:
        rules = [rule for rule in packs.rules if rule.family == family.id and (rule.language == language or not rule.find)]
        if rules:
            yield family, rules


def _language_page(packs: PackSet, told: Told) -> str:
    words = words_of(told.language)
    parts = [f"# {told.title}", told.introduction]
    families = sorted(_of(packs, told.language), key=lambda entry: not any(rule.find for rule in entry[1]))
    for family, rules in families:  # what is found without phrases last: it is for all languages
        parts += _family(family, words)
        for rule in rules:
            parts += _rule(rule, packs, told, words)
    body = page(*parts)
    if words.rightward:
        body = f'<div dir="rtl" lang="{told.language}">\n\n{body}\n</div>\n'
    return f"{_NOTE}\n\n{body}"


def _heading(family: Family, language: str) -> str:
    """Families have English titles only."""
    if language != "en":
        return family.id
    return family.title if slug(family.title) == family.id else f"{family.title} ({family.id})"


def _family(family: Family, words: Words) -> list[str]:
    heading = f"## {_heading(family, words.language)}"
    if words.language == "en":
        return [heading, opening(family.about)]
    return [heading, f'<p dir="ltr" lang="en">{escape(f"{family.title}. {family.about}", quote=False)}</p>']


def _rule(rule: Rule, packs: PackSet, told: Told, words: Words) -> Iterator[str]:
    claim = next((example.flags[0] for example in rule.examples if example.flags), "…")
    message, why = rule.reason(told.language)
    yield f"### {rule.id}"
    yield f"**{opening(_closed(_filled(message, claim, told)))}** {inline(why)}"
    if told.language != "en":
        yield _gloss(rule, claim, told)
    kinds = told.either.join(told.together.join(told.evidence[kind] for kind in kinds) for kinds in rule.settled_by)
    yield "\n".join(
        (
            f"- {_severity(rule, told)}, {told.confidences[rule.confidence]}",
            *_point(words.references, [_reference(reference, words) for reference in rule.references]),
            *_point(told.passes, [kinds]),
            *_point(told.only_in, [code(scope) for scope in rule.scopes]),
            *_points(words.rewrites, [_rewrite(rewrite, packs, told) for rewrite in rule.rewrites]),
            *_points(words.flagged, [_example(example) for example in rule.examples if example.flags]),
            *_points(words.passed, [_example(example) for example in rule.examples if not example.flags]),
        )
    )
    if rule.ignore:
        phrases = " · ".join(f"<code>{escape(' '.join(phrase.split()), quote=False)}</code>" for phrase in rule.ignore)
        yield f"<details><summary>{told.alike.format(n=len(rule.ignore))}</summary><p>{phrases}</p></details>"


def _reference(text: str, words: Words) -> str:
    """A text of law, which is named in English: its numbers and brackets must not be turned round."""
    return f'<span dir="ltr">{inline(text)}</span>' if words.rightward else inline(text)


def _severity(rule: Rule, told: Told) -> str:
    name = told.severities[rule.severity]
    return code(rule.severity) if name == rule.severity else f"{name} ({code(rule.severity)})"


def _gloss(rule: Rule, claim: str, told: Told) -> str:
    """Message and reason in English, for reviewers who don't read the copy's language."""
    message, why = rule.reason("en")
    quoted = f'<span dir="rtl" lang="{told.language}">{escape(claim, quote=False)}</span>'
    shown = escape(_closed(_filled(message, _CLAIM, ENGLISH)), quote=False).replace(_CLAIM, quoted)
    return f'<p dir="ltr" lang="en">{shown} {escape(why, quote=False)}</p>'


def _filled(message: str, claim: str, told: Told) -> str:
    message = message.replace("{match}", claim)
    return _PLACEHOLDER.sub(lambda found: f"[{told.values.get(found[1], found[1])}]", message)


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…", "؟")) else f"{sentence}."


def _point(title: str, texts: Sequence[str]) -> Iterator[str]:
    if any(texts):
        yield f"- {title}: {'; '.join(texts)}"


def _points(title: str, texts: Sequence[str]) -> Iterator[str]:
    """A list in the list; four spaces, as Python-Markdown has it."""
    if texts:
        yield f"- {title}:"
        yield from (f"    - {text}" for text in texts)


def _rewrite(template: str, packs: PackSet, told: Told) -> str:
    """A rewrite with a link behind each of its blanks."""
    pieces: list[str] = []
    end = 0
    for found in SLOT.finditer(template):
        blank = inline(f"[{label(packs.slots[found[1]], told.language)}]")
        pieces += [inline(template[end : found.start()]), f"[{blank}](facts.md#{slug(found[1])})"]
        end = found.end()
    return guarded("".join([*pieces, inline(template[end:])]))


def _example(example: Example) -> str:
    """The copy of an example, with what is flagged in it marked."""
    pieces: list[str] = []
    end = 0
    for flag in example.flags:
        start = example.text.index(flag, end)
        pieces += [inline(example.text[end:start]), f"<mark>{inline(flag)}</mark>"]
        end = start + len(flag)
    where = "" if example.scope == "text" else f" ({code(example.scope)})"
    return guarded("".join([*pieces, inline(example.text[end:].rstrip())])) + where


def _index(packs: PackSet) -> str:
    columns = {told.language: {family.id: rules for family, rules in _of(packs, told.language)} for told in LANGUAGES}
    families = [family for family in packs.families if any(family.id in column for column in columns.values())]
    profiles = ", ".join(f"`--profile {profile.id}` ({_decapitalised(profile.title)})" for profile in packs.profiles)
    return page(
        _NOTE,
        "# Rules",
        f"{len(packs.rules):,} rules in {len(families)} families: {_pages()}. Rewrites need [facts](facts.md); "
        "[law and guidance](law.md) leads from a text to the rules that rest on it. `claimlint explain` tells the same of "
        "one rule, `--select` and `--ignore` take the ids of rules and families, and "
        "[a pack](../packs.md) adds rules of your own.",
        "A rule has a severity, what the claim could cost, and a confidence, how often the rule is right. Findings of low "
        f"confidence are hidden until `--min-confidence low` asks for them. Profiles move families by one step: {profiles}.",
        "Where two claims overlap, the family that stands first below counts.",
        table(
            ("family", "what belongs to it", "profiles", *(told.name for told in LANGUAGES)),
            (
                (
                    f"[{family.title}](#{slug(_heading(family, 'en'))})",
                    inline(family.about),
                    ", ".join(_moves(family, packs.profiles)),
                    *(_number(family, columns[told.language], told) for told in LANGUAGES),
                )
                for family in families
            ),
        ),
        *(part for family in families for part in _listed(family, columns)),
    )


def _moves(family: Family, profiles: Sequence[Profile]) -> Iterator[str]:
    for profile in profiles:
        if family.id in profile.more | profile.less:
            yield f"{profile.id} {'up' if family.id in profile.more else 'down'}"


def _pages() -> str:
    return ", ".join(f"[{told.name}]({told.language}.md)" for told in LANGUAGES)


def _decapitalised(title: str) -> str:
    return inline(title[0].lower() + title[1:])


def _number(family: Family, rules: Mapping[str, Sequence[Rule]], told: Told) -> str:
    count = len(rules.get(family.id, ()))
    return f"[{count}]({told.language}.md#{slug(_heading(family, told.language))})" if count else ""


def _listed(family: Family, columns: Mapping[str, Mapping[str, Sequence[Rule]]]) -> list[str]:
    """A family's rules, by language; those without phrases are the same in all."""
    lines = []
    for told in LANGUAGES:
        rules = [rule for rule in columns[told.language].get(family.id, ()) if rule.find or told is ENGLISH]
        links = ", ".join(f"[{rule.id}]({told.language}.md#{slug(rule.id)})" for rule in rules)
        name = told.name if any(rule.find for rule in rules) else "All languages"
        lines += [f"- {name}: {links}"] if links else []
    return [f"## {_heading(family, 'en')}", opening(family.about), "\n".join(lines)]


def _facts(packs: PackSet) -> str:
    users = Counter(name for rule in packs.rules for name in {name for text in rule.rewrites for name in SLOT.findall(text)})
    parts = [
        _NOTE,
        "# Facts that rewrites need",
        "A blank in a rewrite is the name of a fact that somebody has to know. Here is what would prove each of them. What is "
        "written into [facts.yaml](../facts.md) under its id fills the blank. A fact that differs from claim to claim (a "
        "measure, a test, a product's material) is in no register of the company: an approved wording can hold it.",
    ]
    for group in dict.fromkeys(name.partition(".")[0] for name in packs.slots):
        parts.append(f"## {group}")
        for slot in packs.slots.values():
            if slot.id.partition(".")[0] == group:
                parts += _slot(slot, users[slot.id])
    return page(*parts)


def _slot(slot: Slot, users: int) -> Iterator[str]:
    yield f"### {slot.id}"
    about = ["differs from claim to claim"] if slot.per_claim else []
    about.append(f"in the rewrites of {users} rule{'' if users == 1 else 's'}")
    yield f"**{opening(label(slot, 'en'))}**: {inline(proof(slot, 'en'))} ({'; '.join(about)})"
    for told in LANGUAGES[1:]:
        name, evidence = escape(label(slot, told.language), quote=False), escape(proof(slot, told.language), quote=False)
        yield f'<p dir="rtl" lang="{told.language}"><strong>{name}</strong>: {evidence}</p>'


def _law(packs: PackSet) -> str:
    users: dict[str, list[str]] = {}
    for told in LANGUAGES:
        for _, rules in _of(packs, told.language):
            for rule in rules:
                for reference in rule.references:
                    users.setdefault(reference, []).append(f"[{rule.id}]({told.language}.md#{slug(rule.id)})")
    return page(
        _NOTE,
        "# Law and guidance",
        "What rules rest on, and the rules that rest on it. A rule tells what a reader, a rival or a regulator may ask; it is "
        "no legal advice.",
        table(("text", "rules"), ((inline(text), ", ".join(links)) for text, links in sorted(users.items()))),
    )
