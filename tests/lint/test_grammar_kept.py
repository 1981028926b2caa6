"""When grammar is asked, that all that waits is parsed in one go, and what is kept so that nothing is parsed twice."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from claimlint.keep import FOLDER, Keep
from claimlint.lint import Settings, decisions, lint_document, lint_files
from claimlint.lint.decisions import ENTRY, Decisions
from claimlint.lint.grammar import BUILT_IN, Grammar
from claimlint.lint.passage import passage
from claimlint.lint.pipeline import begin_document, winners
from claimlint.lint.scan import Candidate
from claimlint.model import Block, Document, Span
from claimlint.packs import PackSet, load_packs
from claimlint.packs.packset import CompiledRule
from claimlint.packs.pattern import Pattern, compile_pattern
from claimlint.sources import read

ADJECTIVE = compile_pattern([{"LOWER": "fast", "POS": "ADJ"}])
ADVERB = compile_pattern([{"LOWER": "fast", "POS": "ADV"}])
NEGATED = compile_pattern([{"LOWER": "not"}, {"LOWER": "fast"}])
OURS = "Our bakers are fast."
PAGE = '<html lang="en"><p>{}</p>'


@pytest.fixture(scope="module")
def packs() -> PackSet:
    return load_packs()


class Noted(Grammar):
    """Notes how many sentences were parsed each time."""

    def __init__(self, pipelines: Mapping[str, str] = BUILT_IN, keep: Keep | None = None) -> None:
        super().__init__(pipelines, keep)
        self.parsed: list[int] = []

    def settle(self) -> None:
        before = self.sentences_parsed
        super().settle()
        self.parsed.append(self.sentences_parsed - before)


def asked(packs: PackSet, grammar: Grammar, text: str, *needed: Pattern, barred: tuple[Pattern, ...] = ()) -> bool | None:
    """What grammar says at once of "fast" in a text."""
    place = passage(Block(text, (0,), (Span(0, len(text)),), lang="en"), packs.lexicons["en"])
    at = place.tokens.words.index("fast")
    return grammar.reads(place, Span(at, at + 1), needed, barred)


def document(*paragraphs: str) -> Document:
    return read("page.html", "".join(f'<p lang="en">{text}</p>\n' for text in paragraphs).encode())


def test_a_question_waits_until_what_waits_is_settled(packs: PackSet) -> None:
    grammar = Grammar()
    assert asked(packs, grammar, OURS, ADJECTIVE) is None
    assert asked(packs, grammar, OURS, ADVERB) is None
    assert asked(packs, grammar, "They fast all day.", ADJECTIVE) is None
    grammar.settle()
    assert asked(packs, grammar, OURS, ADJECTIVE) is True
    assert asked(packs, grammar, OURS, ADVERB) is False
    assert asked(packs, grammar, "They fast all day.", ADJECTIVE) is False
    assert grammar.sentences_parsed == 2


def test_one_needed_pattern_and_no_barred_one_must_hold(packs: PackSet) -> None:
    grammar, calm = Grammar(), "Our bakers are not fast."
    questions: list[Callable[[], bool | None]] = [
        lambda: asked(packs, grammar, calm, ADVERB, ADJECTIVE),
        lambda: asked(packs, grammar, calm, ADJECTIVE, barred=(NEGATED,)),
        lambda: asked(packs, grammar, calm, barred=(NEGATED,)),
        lambda: asked(packs, grammar, calm, barred=(ADVERB,)),
    ]
    assert [question() for question in questions] == [None] * 4
    grammar.settle()
    assert [question() for question in questions] == [True, False, False, True]


def test_what_words_settle_is_answered_at_once(packs: PackSet) -> None:
    grammar = Grammar({"en": "no_such_pipeline"})
    other = compile_pattern([{"LOWER": "slow", "POS": "ADJ"}])
    assert asked(packs, grammar, OURS, other) is False
    assert asked(packs, grammar, OURS, barred=(other,)) is True
    grammar.settle()
    assert grammar.sentences_parsed == 0


def test_a_language_without_a_pipeline_has_no_pattern_that_holds(packs: PackSet) -> None:
    assert asked(packs, Grammar({}), OURS, ADJECTIVE) is False
    assert asked(packs, Grammar({}), OURS, barred=(ADJECTIVE,)) is True


def test_all_sentences_of_a_document_are_parsed_in_one_go(packs: PackSet) -> None:
    grammar = Noted()
    page = document(OURS, "The world's leading bakery. Our ovens are fast, too.", "Lunch is at noon.", OURS)
    result = lint_document(page, packs, grammar=grammar)
    assert [finding.text for finding in result.findings] == ["fast", "world's leading", "fast", "fast"]
    assert grammar.parsed == [2]


def test_documents_that_have_begun_share_one_go(packs: PackSet) -> None:
    grammar = Noted()
    pages = [document(OURS), document("Our ovens are fast, too."), document("Lunch is at noon.")]
    begun = [begin_document(page, packs, grammar=grammar) for page in pages]
    assert grammar.parsed == []
    assert [[finding.text for finding in finish().findings] for finish in begun] == [["fast"], ["fast"], []]
    assert grammar.parsed[0] == sum(grammar.parsed) == 2


def test_files_share_one_go(packs: PackSet) -> None:
    grammar = Noted()
    sources = [(f"{name}.html", PAGE.format(f"Our {name} are fast.").encode()) for name in ("bakers", "ovens", "vans")]
    results = list(lint_files(sources, lambda _: Settings(packs), grammar=grammar))
    assert [finding.text for result in results for finding in result.findings] == ["fast"] * 3
    assert grammar.parsed[0] == sum(grammar.parsed) == 3


def test_a_document_that_words_decide_settles_nothing(packs: PackSet) -> None:
    grammar = Noted()
    assert lint_document(document("The world's leading bakery."), packs, grammar=grammar).findings
    assert grammar.parsed == []


def candidate(packs: PackSet, name: str, start: int, end: int) -> Candidate:
    found: CompiledRule = next(compiled for compiled in packs.compiled if compiled.rule.id == name)
    return Candidate(found, Span(start, end))


@pytest.mark.parametrize(
    ("answers", "won", "open_ones"),
    [
        ({(0, 3): True, (2, 4): True, (6, 7): True}, [(0, 3), (6, 7)], [(0, 3), (6, 7)]),
        ({(0, 3): False, (2, 4): True, (6, 7): False}, [(2, 4)], [(0, 3), (2, 4), (6, 7)]),
        # what overlaps an open one is asked about, too, and is open itself
        ({(0, 3): None, (2, 4): True, (6, 7): True}, None, [(0, 3), (2, 4), (6, 7)]),
        ({(0, 3): None, (2, 4): None, (6, 7): False}, None, [(0, 3), (2, 4), (6, 7)]),
        # what a sure one covers isn't asked about
        ({(0, 3): True, (2, 4): None, (6, 7): True}, [(0, 3), (6, 7)], [(0, 3), (6, 7)]),
    ],
)
def test_winners_ask_about_all_that_may_matter_and_nothing_else(
    packs: PackSet,
    answers: dict[tuple[int, int], bool | None],
    won: list[tuple[int, int]] | None,
    open_ones: list[tuple[int, int]],
) -> None:
    questions: list[tuple[int, int]] = []

    def reads(one: Candidate) -> bool | None:
        questions.append((one.tokens.start, one.tokens.end))
        return answers[one.tokens]

    judged = [(candidate(packs, "fast", *tokens), None) for tokens in answers]
    found = winners(judged, packs.precedence, reads)
    assert (None if found is None else [one.tokens for one in found]) == won
    assert questions == open_ones


# -- kept between runs


def decided(packs: PackSet, keep: Keep, text: str = OURS, pattern: Pattern = ADJECTIVE, name: str = BUILT_IN["en"]) -> int:
    """How many sentences a run has to parse to decide a pattern."""
    grammar = Grammar({"en": name}, keep)
    if asked(packs, grammar, text, pattern) is None:
        grammar.settle()
    assert asked(packs, grammar, text, pattern) is (pattern is not ADVERB)
    grammar.save()
    return grammar.sentences_parsed


def test_a_decision_is_kept_for_the_next_run(packs: PackSet, tmp_path: Path) -> None:
    keep = Keep(tmp_path)
    assert decided(packs, keep) == 1
    assert decided(packs, keep) == 0
    assert decided(packs, keep, "We know it: our bakers are fast.") == 1
    assert decided(packs, keep, "Everybody knows. Our bakers are fast!") == 0


def test_another_pattern_is_another_decision(packs: PackSet, tmp_path: Path) -> None:
    keep = Keep(tmp_path)
    assert decided(packs, keep) == 1
    assert decided(packs, keep, pattern=ADVERB) == 1
    assert decided(packs, keep, pattern=compile_pattern([{"LOWER": "fast", "POS": "ADJ"}])) == 0


def test_another_claim_of_the_sentence_is_another_decision(packs: PackSet, tmp_path: Path) -> None:
    place = passage(Block("Fast, fast bread", (0,), (Span(0, 16),), lang="en"), packs.lexicons["en"])
    grammar = Grammar(keep=Keep(tmp_path))
    assert grammar.reads(place, Span(0, 1), (ADJECTIVE,), ()) is None
    grammar.settle()
    assert grammar.reads(place, Span(0, 1), (ADJECTIVE,), ()) is not None
    assert grammar.reads(place, Span(2, 3), (ADJECTIVE,), ()) is None


def test_another_pipeline_decides_anew(packs: PackSet, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(BUILT_IN["en"], own)
    keep = Keep(tmp_path)
    assert decided(packs, keep) == 1
    assert decided(packs, keep, name=str(own)) == 1
    assert decided(packs, keep, name=str(own)) == 0
    meta = own / "meta.json"
    meta.write_text(meta.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert decided(packs, keep, name=str(own)) == 1
    assert decided(packs, keep) == 0


@pytest.mark.parametrize("damage", [b"", b"claimlint grammar 1\n", b"something else", None])
def test_an_entry_that_is_damaged_is_made_anew(packs: PackSet, tmp_path: Path, damage: bytes | None) -> None:
    keep = Keep(tmp_path)
    decided(packs, keep)
    whole = keep.read(ENTRY)
    assert whole is not None
    keep.write(ENTRY, whole[:-1] + b"\2" if damage is None else damage)
    assert decided(packs, keep) == 1
    assert decided(packs, keep) == 0
    assert keep.read(ENTRY) == whole


def test_nothing_is_written_when_nothing_was_decided(tmp_path: Path) -> None:
    grammar = Grammar({"en": "no_such_pipeline"}, Keep(tmp_path))
    grammar.save()
    assert not (tmp_path / FOLDER).exists()


def key(number: int) -> bytes:
    return number.to_bytes(decisions.KEY_SIZE, "big")


def test_two_runs_at_once_keep_what_both_decided(tmp_path: Path) -> None:
    one, other = Decisions(Keep(tmp_path)), Decisions(Keep(tmp_path))
    assert one.find(key(1)) is other.find(key(2)) is None
    one.add({key(1): True})
    other.add({key(2): False})
    one.save()
    other.save()
    third = Decisions(Keep(tmp_path))
    assert (third.find(key(1)), third.find(key(2)), third.find(key(3))) == (True, False, None)


def test_processes_of_a_run_hand_over_what_they_decided(tmp_path: Path) -> None:
    worker, main = Decisions(), Decisions(Keep(tmp_path))
    worker.add({key(1): True})
    main.add(worker.take())
    assert worker.take() == {}
    assert worker.find(key(1)) is True
    main.save()
    assert Decisions(Keep(tmp_path)).find(key(1)) is True


def test_what_was_of_no_use_for_longest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "MOST", 6)
    first = Decisions(Keep(tmp_path))
    first.add({key(number): True for number in range(6)})
    first.save()
    second = Decisions(Keep(tmp_path))
    assert second.find(key(0)) is True
    second.add({key(6): False})
    second.save()
    third = Decisions(Keep(tmp_path))
    assert [number for number in range(7) if third.find(key(number)) is not None] == [0, 5, 6]


# -- whole runs


def loads_spacy(folder: Path, text: str, *options: str) -> bool:
    """Whether a check of a page with this copy, in a process of its own, imports spaCy."""
    (folder / "page.html").write_text(PAGE.format(text), encoding="utf-8")
    code = "import sys, claimlint.cli as cli\ntry: cli.main(sys.argv[1:])\nexcept SystemExit: print('spacy' in sys.modules)"
    command = [sys.executable, "-c", code, "check", "--exit-zero", *options, "page.html"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    return done.stdout.split()[-1] == "True"


def test_spacy_is_loaded_only_where_grammar_decides(tmp_path: Path) -> None:
    assert not loads_spacy(tmp_path, "Fast shipping from the world's leading bakery", "--no-cache")
    assert loads_spacy(tmp_path, OURS, "--no-cache")


def test_spacy_is_not_loaded_for_sentences_that_are_known(tmp_path: Path) -> None:
    assert loads_spacy(tmp_path, f"{OURS} Lunch is at noon.")
    assert not loads_spacy(tmp_path, f"{OURS} Lunch is at one. The world's leading bakery!")
    assert loads_spacy(tmp_path, f"{OURS} Our ovens are fast, too.")
    assert loads_spacy(tmp_path, OURS, "--no-cache")
