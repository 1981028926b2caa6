"""The nearest configuration, in YAML or TOML, what it extends and overrides, and what is told when it is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from claimlint.config import SCHEMA, Config, Glob, Origin, check_names, config_json_schema, load_config, reading
from claimlint.config.kept import KeptLayer
from claimlint.errors import ClaimlintError, ClaimlintErrors
from claimlint.lint import lint_document
from claimlint.packs import load_packs
from claimlint.sources import read
from claimlint.yamlfile import Located, parse_yaml

DOCS = Path(__file__).parent.parent / "docs"

TOML = """\
[project]
name = "shop"

[tool.claimlint]
packs = ["packs/ours.yaml"]
select = "superlative"
fail-on = "warning"
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def refused(start: str = ".", explicit: Path | None = None) -> str:
    with pytest.raises(ClaimlintError) as caught:
        load_config(explicit, Path(start))
    return str(caught.value)


def test_without_a_file(here: Path) -> None:
    assert load_config(None, Path()) == Config(root=str(here))
    assert Config(root=str(here)).fail_on == "error"
    assert Config(root=str(here)).min_confidence == "medium"


@pytest.mark.parametrize("name", ["claimlint.yaml", ".claimlint.yaml"])
def test_all_keys_in_yaml(here: Path, name: str) -> None:
    write(
        f"site/{name}",
        "packs: [packs/ours.yaml, ../shared]\nselect: superlative\nignore: [ranking]\nfail-on: never\n"
        "min-confidence: low\ninclude: ['*.html']\nexclude: drafts/**\n",
    )
    assert load_config(None, Path("site")) == Config(
        packs=(Path("site/packs/ours.yaml"), Path("shared")),
        select=("superlative",),
        ignore=("ranking",),
        fail_on="never",
        min_confidence="low",
        include=(Glob("*.html", here / "site"),),
        exclude=(Glob("drafts/**", here / "site"),),
        path=Path("site") / name,
        root=str(here / "site"),
    )


def test_toml(here: Path) -> None:
    write("pyproject.toml", TOML)
    assert load_config(None, Path()) == Config(
        packs=(Path("packs/ours.yaml"),),
        select=("superlative",),
        fail_on="warning",
        path=Path("pyproject.toml"),
        root=str(here),
    )


def test_the_nearest_wins_and_nothing_is_merged() -> None:
    write("claimlint.yaml", "ignore: [ranking]\nfail-on: info\n")
    write("site/claimlint.yaml", "fail-on: warning\n")
    write("site/en/pyproject.toml", "[project]\nname = 'other'\n")
    config = load_config(None, Path("site/en"))
    assert (config.path, config.fail_on, config.ignore) == (Path("site/claimlint.yaml"), "warning", ())


def test_an_empty_file_still_counts_as_the_nearest() -> None:
    write("claimlint.yaml", "fail-on: info\n")
    write("site/claimlint.yaml", "# nothing yet\n")
    assert load_config(None, Path("site")).fail_on == "error"


def test_a_file_outside_the_current_folder_is_named_in_full(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("claimlint.yaml", "packs: ours.yaml\n")
    (here / "site").mkdir()
    monkeypatch.chdir("site")
    config = load_config(None, Path())
    assert (config.path, config.packs) == (here / "claimlint.yaml", (here / "ours.yaml",))


def test_two_in_one_folder() -> None:
    write("claimlint.yaml", "")
    write(".claimlint.yaml", "")
    assert refused() == "claimlint.yaml: .claimlint.yaml in the same folder configures claimlint too; keep one"
    write("pyproject.toml", TOML)
    assert refused() == (
        "claimlint.yaml: .claimlint.yaml and pyproject.toml in the same folder configures claimlint too; keep one"
    )


def test_an_explicit_file_is_the_only_one_read(here: Path) -> None:
    write("claimlint.yaml", "nonsense: [\n")
    write("other/strict.yaml", "fail-on: info\npacks: p.yaml\n")
    config = load_config(Path("other/strict.yaml"), Path())
    assert (config.fail_on, config.packs, config.root) == ("info", (Path("other/p.yaml"),), str(here / "other"))


def test_an_explicit_file_that_is_no_configuration() -> None:
    write("pyproject.toml", "[project]\nname = 'claimlint-user'\n")
    assert refused(explicit=Path("pyproject.toml")) == (
        "pyproject.toml: there is no [tool.claimlint] table in this file; add one"
    )
    assert refused(explicit=Path("no.yaml")) == "no.yaml: cannot read this file: No such file or directory"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fail-on: warning\nfail_on: error\n", "claimlint.yaml:2: unknown key 'fail_on'; did you mean 'fail-on'?"),
        ("exlude: x\n", "claimlint.yaml:1: unknown key 'exlude'; did you mean 'exclude'?"),
        ("fail-on: errors\n", "claimlint.yaml:1: 'fail-on' cannot be \"errors\"; did you mean 'error'?"),
        (
            "\nselect: 3\n",
            "claimlint.yaml:2: 'select' must be text or a list, not the number 3; write for example [delivery-speed]",
        ),
        (
            "select: [\n",
            "claimlint.yaml:1: this is not YAML: close the list with ']' and put one comma between its items",
        ),
    ],
)
def test_wrong_yaml(text: str, message: str) -> None:
    write("claimlint.yaml", text)
    assert refused() == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f"{TOML}min_confidence = 'low'\n",
            "pyproject.toml:8: unknown key 'min_confidence'; did you mean 'min-confidence'?",
        ),
        (
            f"{TOML}exclude = 1\n",
            "pyproject.toml:8: 'exclude' must be text or a list, not the number 1; write for example [drafts/**]",
        ),
        (f"{TOML}\n[tool.other]\nselect = 1\nignore = 2\n", ""),
        (
            "[tool]\nclaimlint = {fail-on = 'x'}\n",
            "pyproject.toml: 'fail-on' cannot be \"x\"; allowed: error, warning, info, never",
        ),
        (
            "[tool]\nclaimlint = 2024-01-01\n",
            'pyproject.toml: the file must be a mapping of keys to values, not "2024-01-01"; '
            "write for example {packs: [packs/ours.yaml]}",
        ),
        ("[tool.claimlint]\nselect =\n", "pyproject.toml:2: this is not TOML: invalid value"),
        ("[tool.claimlint", "pyproject.toml:1: this is not TOML: expected ']' at the end of a table declaration"),
    ],
)
def test_wrong_toml(text: str, message: str) -> None:
    write("pyproject.toml", text)
    if message:
        assert refused() == message
    else:
        assert load_config(None, Path()).select == ("superlative",)


def test_a_broken_pyproject_of_somebody_else_is_not_our_concern() -> None:
    write("pyproject.toml", "[project\n")
    assert load_config(None, Path()).path is None


def test_the_json_schema_of_the_configuration_is_fresh() -> None:
    fresh = json.dumps(config_json_schema(), indent=2, ensure_ascii=False) + "\n"
    assert (DOCS / "config.schema.json").read_text(encoding="utf-8") == fresh, "write it anew: python tools/write_schemas.py"


def test_a_pipeline_is_a_package_or_a_folder_beside_the_file(here: Path) -> None:
    (here / "site" / "models" / "en").mkdir(parents=True)
    write("site/claimlint.yaml", "nlp: {en: models/en, de: de_core_news_sm}\nprofile: trust\n")
    config = load_config(None, Path("site"))
    assert config.nlp == {"en": "site/models/en", "de": "de_core_news_sm"}
    assert config.profile == "trust"
    write("site/claimlint.yaml", "nlp: {English: en_core_web_sm}\n")
    assert "the name 'English' must be a language code of two or three letters, such as en" in refused("site")


def test_every_default_is_the_one_that_editors_are_told() -> None:
    for key, entry in SCHEMA.fields.items():
        if entry.default is not None and key != "extend-ignore":
            value = getattr(Config(), key.replace("-", "_"))
            assert (list(value) if isinstance(value, tuple) else value) == entry.default


SITE = """\
baseline: known.txt
audience: businesses
region: GB
currency: GBP
severity:
  superlative: error
  vague-quality: off
extend-ignore: ranking
overrides:
  - files: [blog/, "he/**"]
    min-confidence: high
    severity: {superlative: info}
"""


def test_what_a_site_is_and_what_its_rules_weigh(here: Path) -> None:
    write("site/claimlint.yaml", SITE)
    config = load_config(None, Path("site"))
    assert (config.audience, config.region, config.currency) == ("businesses", "GB", "GBP")
    assert config.baseline == Path("site/known.txt")
    assert config.severity == {"superlative": "error", "vague-quality": "off"}
    assert config.ignore == ("ranking",)
    assert config.overrides[0].files == (Glob("blog/", here / "site"), Glob("he/**", here / "site"))


def test_a_baseline_and_a_register_beside_the_file_need_no_mention() -> None:
    write("site/claimlint.yaml", "")
    write("site/claimlint-baseline.txt", "")
    write("site/facts.yaml", "")
    config = load_config(None, Path("site"))
    assert (config.baseline, config.facts) == (Path("site/claimlint-baseline.txt"), Path("site/facts.yaml"))


# --- origins


def test_each_key_knows_its_line_and_so_does_each_name() -> None:
    write("claimlint.yaml", SITE)
    config = load_config(None, Path())
    file = Path("claimlint.yaml")
    assert config.origins["region"] == Origin(file, 3)
    assert config.origins["severity"] == Origin(file, 5)
    assert config.origins["severity.vague-quality"] == Origin(file, 7)
    assert config.origins["ignore.ranking"] == Origin(file, 8, "extend-ignore")
    assert config.overrides[0].origin == Origin(file, 10)
    assert config.overrides[0].layer.origins["severity.superlative"] == Origin(file, 12, "overrides")
    assert "fail-on" not in config.origins
    assert [str(config.origins[key]) for key in ("region", "ignore")] == [
        "claimlint.yaml:3",
        "claimlint.yaml:8 (extend-ignore)",
    ]


def test_lines_in_toml() -> None:
    write(
        "pyproject.toml",
        """\
[tool.claimlint]
select = ["free"]
severity.free = "info"

[tool.claimlint.nlp]
"en" = "en_core_web_sm"

[tool.other]
region = "GB"

[[tool.claimlint.overrides]]
files = "blog"

[[tool.claimlint.overrides]]
files = "he"
profile = "legal"
[tool.claimlint.overrides.severity]
ranking = "off"
""",
    )
    config = load_config(None, Path())
    assert {name: origin.line for name, origin in config.origins.items()} == {
        "select": 2,
        "select.free": 2,
        "severity": 3,
        "severity.free": 3,
        "nlp": 5,
        "nlp.en": 6,
        "overrides": 11,
    }
    assert [override.origin.line for override in config.overrides] == [11, 14]
    origins = config.overrides[1].layer.origins
    assert {name: origin.line for name, origin in origins.items()} == {"severity": 17, "severity.ranking": 18, "profile": 16}


# --- extends


def test_the_extending_file_wins_and_mappings_are_merged(here: Path) -> None:
    write("base.yaml", "fail-on: info\nselect: [ranking, free]\nseverity: {ranking: info, free: off}\nnlp: {de: de_core}\n")
    write("claimlint.yaml", "extends: base.yaml\nselect: superlative\nseverity: {ranking: error}\nnlp: {fr: fr_core}\n")
    config = load_config(None, Path())
    assert (config.fail_on, config.select) == ("info", ("superlative",))
    assert config.severity == {"ranking": "error", "free": "off"}
    assert config.nlp == {"de": "de_core", "fr": "fr_core"}
    assert (config.path, config.bases, config.root) == (Path("claimlint.yaml"), (Path("base.yaml"),), str(here))
    places = {name: str(origin) for name, origin in config.origins.items()}
    assert places == {
        "fail-on": "base.yaml:1",
        "select": "claimlint.yaml:2",
        "select.superlative": "claimlint.yaml:2",
        "severity": "claimlint.yaml:3",
        "severity.ranking": "claimlint.yaml:3",
        "severity.free": "base.yaml:3",
        "nlp": "claimlint.yaml:4",
        "nlp.de": "base.yaml:4",
        "nlp.fr": "claimlint.yaml:4",
    }


def test_paths_and_globs_are_relative_to_the_file_that_holds_them(here: Path) -> None:
    (here / "base" / "models").mkdir(parents=True)
    write("base/claimlint.yaml", "packs: house.yaml\nfacts: f.yaml\nbaseline: b.txt\nexclude: /old\nnlp: {en: models}\n")
    write("site/claimlint.yaml", "extends: ../base/claimlint.yaml\ninclude: '*.html'\n")
    write("base/facts.yaml", "")
    config = load_config(None, Path("site"))
    assert config.packs == (Path("base/house.yaml"),)
    assert (config.facts, config.baseline) == (Path("base/f.yaml"), Path("base/b.txt"))
    assert config.nlp == {"en": "base/models"}
    assert config.exclude == (Glob("/old", here / "base"),)
    assert config.include == (Glob("*.html", here / "site"),)


def test_a_register_beside_a_base_has_to_be_named_there() -> None:
    write("base/claimlint.yaml", "region: IL\n")
    write("base/facts.yaml", "")
    write("claimlint.yaml", "extends: base/claimlint.yaml\n")
    assert load_config(None, Path()).facts is None


def test_a_chain_of_files_in_both_formats() -> None:
    write("a/claimlint.yaml", "ignore: ranking\nregion: US\ncurrency: USD\nfail-on: info\n")
    write("a/b/pyproject.toml", '[tool.claimlint]\nextends = "../claimlint.yaml"\nextend-ignore = ["free"]\nregion = "GB"\n')
    write("a/b/c/team.yaml", "extends: ../pyproject.toml\nextend-ignore: [urgency, ranking]\ncurrency: EUR\n")
    write("claimlint.yaml", "extends: a/b/c/team.yaml\nextend-ignore: ai\nregion: IE\n")
    config = load_config(None, Path())
    assert (config.region, config.currency, config.fail_on) == ("IE", "EUR", "info")
    assert config.ignore == ("ranking", "free", "urgency", "ai")
    assert [str(config.origins[f"ignore.{name}"]) for name in ("ranking", "free")] == [
        "a/claimlint.yaml:1",
        "a/b/pyproject.toml:3 (extend-ignore)",
    ]
    assert config.bases == (Path("a/claimlint.yaml"), Path("a/b/pyproject.toml"), Path("a/b/c/team.yaml"))


def test_a_list_that_is_given_takes_the_place_of_one_that_was_extended() -> None:
    write("base.yaml", "ignore: ranking\nextend-ignore: free\npacks: a.yaml\n")
    write("claimlint.yaml", "extends: base.yaml\nignore: urgency\nextend-ignore: ai\npacks: []\n")
    config = load_config(None, Path())
    assert (config.ignore, config.packs) == (("urgency", "ai"), ())
    assert "ignore.ranking" not in config.origins


def test_of_several_bases_the_last_wins() -> None:
    write("law.yaml", "profile: legal\nfail-on: warning\n")
    write("shop.yaml", "fail-on: info\n")
    write("claimlint.yaml", "extends: [law.yaml, shop.yaml]\n")
    config = load_config(None, Path())
    assert (config.profile, config.fail_on) == ("legal", "info")


def test_a_base_of_two_bases_counts_once_beneath_both() -> None:
    write("house.yaml", "fail-on: never\noverrides: [{files: blog/, profile: trust}]\n")
    write("law.yaml", "extends: house.yaml\nfail-on: info\n")
    write("shop.yaml", "extends: house.yaml\nregion: IL\n")
    write("claimlint.yaml", "extends: [law.yaml, shop.yaml]\n")
    config = load_config(None, Path())
    assert (config.fail_on, config.region, len(config.overrides)) == ("info", "IL", 1)
    assert config.bases == (Path("house.yaml"), Path("law.yaml"), Path("shop.yaml"))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"claimlint.yaml": "extends: base.yaml\n", "base.yaml": "region: IL\nextends: [more/up.yaml]\n"},
            "base.yaml:2: 'extends' names more/up.yaml, which does not exist; name a file relative to this one",
        ),
        (
            {"claimlint.yaml": "extends: base\n", "base/claimlint.yaml": ""},
            "claimlint.yaml:1: 'extends' names base, which is a folder; name a file in it",
        ),
        (
            {"claimlint.yaml": "\nextends: base/pyproject.toml\n", "base/pyproject.toml": "[project]\n"},
            "claimlint.yaml:2: 'extends' names base/pyproject.toml, which has no [tool.claimlint] table; add one",
        ),
        (
            {"claimlint.yaml": "extends: ./claimlint.yaml\n"},
            "claimlint.yaml:1: 'extends' goes round in a circle (claimlint.yaml → claimlint.yaml); remove one of these",
        ),
        (
            {
                "claimlint.yaml": "extends: a.yaml\n",
                "a.yaml": "extends: sub/b.yaml\n",
                "sub/b.yaml": "fail-on: info\nextends:\n  - ../a.yaml\n",
            },
            "sub/b.yaml:3: 'extends' goes round in a circle (a.yaml → sub/b.yaml → a.yaml); remove one of these",
        ),
        (
            {"claimlint.yaml": "extends: base.yaml\n", "base.yaml": "region: Israel\n"},
            "base.yaml:1: 'region' must be a region code of two capitals, not \"Israel\"; write for example IL",
        ),
        (
            {"claimlint.yaml": "extends: 3\n"},
            "claimlint.yaml:1: 'extends' must be text or a list, not the number 3; write for example [../claimlint.yaml]",
        ),
    ],
)
def test_what_is_wrong_with_extends(files: dict[str, str], message: str) -> None:
    for path, text in files.items():
        write(path, text)
    assert refused() == message


def test_all_that_is_wrong_in_all_files_is_told_at_once() -> None:
    write("claimlint.yaml", "extends: [b.yaml, gone.yaml, c.yaml]\nfail-on: errors\ncurrency: shekel\n")
    write("b.yaml", "severity: {ranking: fatal}\n")
    write("c.yaml", "severity: [\n")
    assert refused().splitlines() == [
        "claimlint.yaml:1: 'extends' names gone.yaml, which does not exist; name a file relative to this one",
        "claimlint.yaml:2: 'fail-on' cannot be \"errors\"; did you mean 'error'?",
        "claimlint.yaml:3: 'currency' must be a currency code of three capitals, not \"shekel\"; write for example ILS",
        "b.yaml:1: 'ranking' cannot be \"fatal\"; allowed: error, warning, info, off",
        "c.yaml:1: this is not YAML: close the list with ']' and put one comma between its items",
    ]


# --- overrides


def test_a_file_gets_what_its_overrides_say_and_the_last_wins(here: Path) -> None:
    write(
        "claimlint.yaml",
        """\
profile: legal
ignore: ranking
severity: {superlative: error, free: info}
overrides:
  - {files: "site/**", region: GB, messages: en, extend-ignore: free}
  - {files: "site/he/**", region: IL, severity: {superlative: off}, extend-ignore: [urgency]}
  - {files: "*.md", ignore: [], select: superlative, audience: businesses, currency: USD, min-confidence: low}
""",
    )
    config = load_config(None, Path())
    assert config.at("other/index.html").region == ""
    english, hebrew = config.at("site/index.html"), config.at("site/he/index.html")
    assert (english.region, english.profile, english.messages, english.ignore) == ("GB", "legal", "en", ("ranking", "free"))
    assert (hebrew.region, hebrew.messages, hebrew.ignore) == ("IL", "en", ("ranking", "free", "urgency"))
    assert hebrew.severity == {"superlative": "off", "free": "info"}
    page = config.at("site/he/x.md")
    assert (page.select, page.ignore, page.audience, page.currency) == (("superlative",), (), "businesses", "USD")
    assert page.min_confidence == "low"
    assert config.at(here / "site" / "a" / ".." / "index.html") is english


def test_files_of_the_same_overrides_share_one_configuration() -> None:
    write("claimlint.yaml", "overrides: [{files: he/, profile: legal}, {files: '*.md', profile: trust}]\n")
    config = load_config(None, Path())
    assert config.at("he/a.html") is config.at("he/b/c.html") is not config.at("he/a.md")
    assert config.at("x.html") is config.at("y.html")
    assert config.at("he/a.html").overrides == ()
    assert Config().at("x.html") == Config()


def test_overrides_of_a_base_come_first_and_keep_their_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    write("claimlint.yaml", "overrides: [{files: /site/he, messages: he}, {files: old/, min-confidence: high}]\n")
    write("site/claimlint.yaml", "extends: ../claimlint.yaml\noverrides: [{files: /he/blog, messages: en}]\n")
    monkeypatch.chdir("site")
    config = load_config(None, Path())
    assert [config.at(path).messages for path in ("he/a.html", "he/blog/a.html", "en/a.html")] == ["he", "en", "page"]
    assert config.at("en/old/a.html").min_confidence == "high"


def test_where_the_setting_of_a_file_comes_from() -> None:
    write("claimlint.yaml", "severity: {ranking: info}\noverrides:\n  - files: he/\n    severity:\n      free: off\n")
    origins = load_config(None, Path()).at("he/index.html").origins
    assert {name: str(origin) for name, origin in origins.items() if name.startswith("severity")} == {
        "severity": "claimlint.yaml:4 (overrides)",
        "severity.ranking": "claimlint.yaml:1",
        "severity.free": "claimlint.yaml:5 (overrides)",
    }


def test_options_win_over_overrides() -> None:
    write("claimlint.yaml", "ignore: ai\noverrides: [{files: he/, ignore: free, extend-ignore: ranking, profile: trust}]\n")
    config = load_config(None, Path()).with_options(ignore=("urgency",), min_confidence="low")
    page = config.at("he/index.html")
    assert (page.ignore, page.profile, page.min_confidence) == (("urgency",), "trust", "low")
    assert "ignore" not in page.origins
    assert "ignore.ai" not in page.origins


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "overrides:\n  - profile: legal\n",
            "claimlint.yaml:2: 'files' is missing (The files that this entry is for, relative to this file.); "
            "add files: [drafts/**]",
        ),
        (
            "overrides:\n  - files: he/\n    fail-on: never\n",
            "claimlint.yaml:3: 'fail-on' can't differ from file to file; move it out of 'overrides'",
        ),
        (
            "overrides:\n  - files: he/\n    ignroe: free\n",
            "claimlint.yaml:3: unknown key 'ignroe'; did you mean 'ignore'?",
        ),
        (
            "overrides: {files: he/}\n",
            "claimlint.yaml:1: 'overrides' must be a list, not a mapping; write for example [{files: [drafts/**]}]",
        ),
        (
            "severity:\n  free: false\n",
            "claimlint.yaml:2: 'free' must be one of error, warning, info, off, not false; write for example error",
        ),
        ("audience: everybody\n", "claimlint.yaml:1: 'audience' cannot be \"everybody\"; allowed: consumers, businesses"),
        (
            "currency: ₪\n",
            "claimlint.yaml:1: 'currency' must be a currency code of three capitals, not \"₪\"; write for example ILS",
        ),
    ],
)
def test_wrong_settings(text: str, message: str) -> None:
    write("claimlint.yaml", text)
    assert refused() == message


def test_selectors_are_read_and_wrong_ones_told() -> None:
    write("claimlint.yaml", "skip: [.cookie-banner, 'nav > a']\noverrides: [{files: he/, testimonials: '.המלצות'}]\n")
    config = load_config(None, Path())
    assert (config.skip, config.testimonials) == ((".cookie-banner", "nav > a"), ())
    assert config.at("he/index.html").testimonials == (".המלצות",)
    write("claimlint.yaml", "skip:\n  - .legal\n  - 'div['\noverrides:\n  - files: he/\n    testimonials: '>>'\n")
    first, second = refused().splitlines()
    assert first.startswith("claimlint.yaml:3: an item of 'skip' is no CSS selector (\"div[\"): ")
    assert second.startswith("claimlint.yaml:6: 'testimonials' is no CSS selector (\">>\"): ")


# --- globs


@pytest.mark.parametrize(
    ("pattern", "seen"),
    [
        ("old/", "old/"),
        ("*.md", "*.md"),
        ("**/drafts/*.md", "**/drafts/*.md"),
        ("/press", "../press"),
        ("site/en/*.html", "en/*.html"),
        ("site/old", "/old"),
        ("./site/**", "**"),
        ("site/", "site/"),
        ("/site", "**"),
        ("shared/**", "../shared/**"),
    ],
)
def test_a_glob_as_another_folder_has_to_write_it(here: Path, pattern: str, seen: str) -> None:
    glob, folder = Glob(pattern, here), here / "site"
    assert glob.seen_from(here) == pattern
    assert glob.seen_from(folder) == seen
    inside, outside = ["site/old/a.html", "site/en/b.html", "site/x/drafts/c.md"], ["press/d.html", "shared/e.html"]
    if pattern == "site/":  # a name at any depth: the path that leads to the folder no longer counts
        inside = []
    for path in (*inside, *(outside if seen != "**" else ())):
        assert Glob(seen, folder).matches(path) == glob.matches(path), path


# --- names that the packs know


def test_names_that_nobody_knows_are_told_with_their_places() -> None:
    write("base.yaml", "select: [superlatives, free]\n")
    write(
        "claimlint.yaml",
        """\
extends: base.yaml
severity:
  delivery-sped: off
  free: info
overrides:
  - files: he/
    extend-ignore: [rankings]
    profile: legals
    messages: heb
""",
    )
    config = load_config(None, Path())
    rules, profiles = {"superlative", "delivery-speed", "free", "ranking"}, ["legal", "trust"]
    with pytest.raises(ClaimlintError) as caught:
        check_names(config, rules, profiles, ["en", "he"])
    assert str(caught.value).splitlines() == [
        "base.yaml:1: no rule or family 'superlatives'; did you mean 'superlative'?",
        "claimlint.yaml:3: no rule or family 'delivery-sped'; did you mean 'delivery-speed'?",
        "claimlint.yaml:7: no rule or family 'rankings'; did you mean 'ranking'?",
        "claimlint.yaml:8: no profile 'legals'; did you mean 'legal'?",
        "claimlint.yaml:9: messages: no reasons are written in 'heb'; did you mean 'he'?",
    ]
    with pytest.raises(ClaimlintError, match=r"^no rule or family 'fre'; did you mean 'free'\?$"):
        check_names(Config().with_options(select=("fre",)), rules, profiles, ["en"])
    check_names(Config(select=("free",), profile="trust", messages="he"), rules, profiles, ["he"])


# --- the JSON Schema and the documentation


def plain(here: Located) -> Any:
    if isinstance(here.value, dict):
        return {name: plain(value) for name, value in here.value.items()}
    return [plain(item) for item in here.value] if isinstance(here.value, list) else here.value


def valid(text: str) -> bool:
    return jsonschema.Draft202012Validator(config_json_schema()).is_valid(plain(parse_yaml(text)))


def test_an_editor_says_what_claimlint_says() -> None:
    jsonschema.Draft202012Validator.check_schema(config_json_schema())
    assert valid(SITE)
    assert valid("extends: [a.yaml, b.yaml]\nskip: .legal\ntestimonials: [.quote]\n")
    wrong = ["severity: {free: fatal}", "overrides: [{profile: legal}]", "overrides: [{files: a, packs: b}]"]
    for text in (*wrong, "audience: all", "currency: nis", "region: isr", "extends: []\nlanguage: he"):
        assert not valid(text), text
        write("claimlint.yaml", text)
        assert refused()


PAGE = DOCS / "configuration.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_every_key_is_documented() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^#### `([a-z-]+)`", text, re.MULTILINE) == list(SCHEMA.fields)


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_in_the_documentation_are_right(text: str) -> None:
    assert valid(text)
    write("pages/claimlint.yaml", re.sub(r"^extends:.*\n", "", text, flags=re.MULTILINE))
    packs = load_packs()
    check_names(load_config(None, Path("pages")), packs.names, [one.id for one in packs.profiles], list(packs.lexicons))


def test_the_documentation_makes_no_claim_that_claimlint_would_flag() -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`|\"[^\"\n]*\"", "", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    findings = lint_document(read("prose.txt", prose.encode()), load_packs()).findings
    assert [(finding.rule.id, finding.text) for finding in findings] == []


# -- what is kept between runs


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were really read and checked."""
    files: list[str] = []
    real = reading.config_of

    def noted(path: Path, content: Located, kept: KeptLayer) -> Config:
        files.append(path.as_posix())
        return real(path, content, kept)

    monkeypatch.setattr(reading, "config_of", noted)
    return files


EVERYTHING = """
packs: packs/
select: [superlative, delivery-speed]
severity: {superlative: info}
exclude: [drafts/**]
facts: claims/facts.yaml
region: IL
overrides:
  - files: he/
    messages: he
    ignore: [superlative]
"""


@pytest.mark.parametrize(
    ("name", "text"), [("claimlint.yaml", EVERYTHING), ("pyproject.toml", "[tool.claimlint]\nregion = 'IL'\n")]
)
def test_a_configuration_is_read_once(read_files: list[str], name: str, text: str) -> None:
    write(name, text)
    first, second = load_config(None, Path()), load_config(None, Path())
    assert read_files == [name]
    assert (second, second.origins, second.at("he/a.html")) == (first, first.origins, first.at("he/a.html"))
    assert (second != first._replace(origins={})) is False
    assert second.region == "IL"


def test_a_configuration_that_changes_is_read_anew(read_files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    write("claimlint.yaml", "region: IL\n")
    write("site/page.html", "")
    assert [load_config(None, Path()).region for _ in range(2)] == ["IL", "IL"]
    write("claimlint.yaml", "region: GB\n")
    assert load_config(None, Path()).region == "GB"
    monkeypatch.chdir("site")
    assert load_config(None, Path()).path == Path("../claimlint.yaml").resolve()
    assert len(read_files) == 3


def test_files_beside_a_configuration_are_looked_for_each_time(read_files: list[str]) -> None:
    write("claimlint.yaml", "region: IL\n")
    assert load_config(None, Path()).facts is None
    write("facts.yaml", "")
    assert load_config(None, Path()).facts == Path("facts.yaml")
    assert len(read_files) == 1


@pytest.mark.parametrize("text", ["extends: base.yaml\n", "nlp: {he: pipeline}\n"])
def test_what_depends_on_other_files_is_read_each_time(read_files: list[str], text: str) -> None:
    write("base.yaml", "region: IL\n")
    write("claimlint.yaml", text)
    assert load_config(None, Path()) == load_config(None, Path())
    assert len(read_files) == 2


def test_errors_are_told_each_time() -> None:
    write("claimlint.yaml", "\nregion: Israel\n")
    for _ in range(2):
        with pytest.raises(ClaimlintErrors) as caught:
            load_config(None, Path())
        assert str(caught.value).startswith("claimlint.yaml:2: ")


def test_two_configurations_in_a_folder_are_refused_each_time() -> None:
    write("claimlint.yaml", "region: IL\n")
    load_config(None, Path())
    write(".claimlint.yaml", "region: GB\n")
    with pytest.raises(ClaimlintError, match="in the same folder configures claimlint too"):
        load_config(None, Path())


def test_damage_and_an_empty_folder_cost_time_and_nothing_else(
    read_files: list[str], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", str(here / "kept"))
    write("claimlint.yaml", "region: IL\n")
    load_config(None, Path())
    (entry,) = (here / "kept").glob("config-*")
    entry.write_bytes(entry.read_bytes()[:-1] + b"!")
    assert load_config(None, Path()).region == "IL"
    monkeypatch.setenv("CLAIMLINT_CACHE_DIR", "")
    assert load_config(None, Path()).region == "IL"
    assert len(read_files) == 3
