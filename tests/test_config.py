"""The nearest configuration, in YAML or TOML, and what is told when it is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimlint.config import Config, config_json_schema, load_config
from claimlint.errors import ClaimlintError

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
    assert load_config(None, Path()) == Config(root=here)
    assert Config(root=here).fail_on == "error"
    assert Config(root=here).min_confidence == "medium"


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
        include=("*.html",),
        exclude=("drafts/**",),
        path=Path("site") / name,
        root=here / "site",
    )


def test_toml(here: Path) -> None:
    write("pyproject.toml", TOML)
    assert load_config(None, Path()) == Config(
        packs=(Path("packs/ours.yaml"),),
        select=("superlative",),
        fail_on="warning",
        path=Path("pyproject.toml"),
        root=here,
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
    assert (config.fail_on, config.packs, config.root) == ("info", (Path("other/p.yaml"),), here / "other")


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
    schema = Path(__file__).parent.parent / "docs" / "config.schema.json"
    assert schema.read_text(encoding="utf-8") == fresh, "write it anew: python tools/write_schemas.py"


def test_a_pipeline_is_a_package_or_a_folder_beside_the_file(here: Path) -> None:
    (here / "site" / "models" / "en").mkdir(parents=True)
    write("site/claimlint.yaml", "nlp: {en: models/en, de: de_core_news_sm}\nprofile: trust\n")
    config = load_config(None, Path("site"))
    assert config.nlp == {"en": "site/models/en", "de": "de_core_news_sm"}
    assert config.profile == "trust"
    write("site/claimlint.yaml", "nlp: {English: en_core_web_sm}\n")
    assert "the name 'English' must be a language code of two or three letters, such as en" in refused("site")
