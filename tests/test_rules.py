"""The packs that ship with claimlint: every example of every rule, and what every rule owes its readers."""

import json
from pathlib import Path

import jsonschema
import pytest

from claimlint.lint import refuse_bad_rewrites, run_examples
from claimlint.model import Rule
from claimlint.packs import PackSet, load_packs, rules_folder
from claimlint.packs.schema import EXCEPTIONS, pack_json_schema
from claimlint.schema import Anything, check
from claimlint.yamlfile import read_yaml

PACKS = load_packs()
RULES = [rule for rule in PACKS.rules if rule.find]  # the others are checks of the register of facts
PACK_FILES = sorted(path for path in rules_folder().glob("*/*.yaml") if path.name not in ("language.yaml", "quantities.yaml"))
SCHEMA = Path(__file__).parent.parent / "docs" / "pack.schema.json"


@pytest.fixture(scope="session")
def packs() -> PackSet:
    return PACKS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_example_flags_exactly_what_it_says(packs: PackSet, rule: Rule) -> None:
    failures = [(f"{f.rule.path}:{f.example.line}", f.example.text, f.found) for f in run_examples(packs, [rule])]
    assert failures == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_rewrite_is_a_claim_itself(packs: PackSet, rule: Rule) -> None:
    refuse_bad_rewrites(packs, [rule])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_tells_why_and_offers_two_rewrites(rule: Rule) -> None:
    assert len(rule.why.split()) >= 5
    assert "{match}" in rule.message
    assert len(rule.rewrites) >= 2
    assert sum(bool(example.flags) for example in rule.examples) >= 2
    assert sum(not example.flags for example in rule.examples) >= 2


def test_no_rewrite_holds_a_number_that_no_fact_gives() -> None:
    plain = [rewrite.split("{")[0] for rule in PACKS.rules for rewrite in rule.rewrites if "{" not in rewrite]
    assert [rewrite for rewrite in plain if any(char.isdigit() for char in rewrite)] == []


def test_the_families_of_the_first_set_are_all_there() -> None:
    english = {rule.family for rule in PACKS.rules if rule.language == "en"}
    assert english >= {
        *("superlative", "ranking", "exclusivity", "absolute", "comparative", "unquantified-speed", "vague-quality"),
        *("unquantified-quantity", "authority", "price-vagueness", "guarantee", "security-absolute"),
    }
    for language in ("he", "ar"):
        families = {rule.family for rule in PACKS.rules if rule.language == language}
        assert families >= {"superlative", "exclusivity", "unquantified-speed", "vague-quality"}


def test_every_slot_has_a_name_in_each_language_and_is_used() -> None:
    used = {name for rule in PACKS.rules for rewrite in rule.rewrites for name in PACKS.slots if f"{{{name}}}" in rewrite}
    assert set(PACKS.slots) - used == set()
    assert [slot.id for slot in PACKS.slots.values() if set(slot.labels) != {"en", "he", "ar"}] == []


def test_the_exceptions_of_each_language_are_known_kinds() -> None:
    assert {kind for lexicon in PACKS.lexicons.values() for kind in lexicon.exceptions} <= set(EXCEPTIONS)


def test_the_json_schema_of_packs_is_fresh() -> None:
    fresh = json.dumps(pack_json_schema(), indent=2, ensure_ascii=False) + "\n"
    assert SCHEMA.read_text(encoding="utf-8") == fresh, "write it anew: python tools/write_schemas.py"


@pytest.mark.parametrize("path", PACK_FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_json_schema_accepts_every_pack(path: Path) -> None:
    jsonschema.validate(_plain(path), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_json_schema_refuses_what_the_loader_refuses() -> None:
    pack = _plain(PACK_FILES[0]) | {"rulez": []}
    with pytest.raises(jsonschema.ValidationError, match="rulez"):
        jsonschema.validate(pack, json.loads(SCHEMA.read_text(encoding="utf-8")))


def _plain(path: Path) -> dict[str, object]:
    """The file as an editor sees it: only the keys that are written."""
    plain: dict[str, object] = check(Anything(), read_yaml(path), str(path))
    return plain
