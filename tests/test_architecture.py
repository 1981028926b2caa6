"""The house as README draws it: imports point one way, and a start costs no more than it must."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimlint.packs import load_packs

PACKAGE = Path(__file__).parent.parent / "claimlint"

# What each part may import of ours. A part is a module or a folder of claimlint/.
MAY_IMPORT: dict[str, set[str]] = {
    "__main__": {"check", "cli", "terminal"},
    "late": set(),  # for all others: what is compiled or imported late
    "errors": set(),
    "digest": set(),
    "model": set(),
    "yamlfile": {"errors"},
    "schema": {"errors", "yamlfile"},
    "language": set(),
    "sources": {"model", "errors"},
    "packs": {"digest", "keep", "model", "errors", "language", "schema", "yamlfile"},
    "rewrite": {"model"},
    "lint": {"digest", "model", "errors", "facts", "keep", "language", "packs", "rewrite", "schema", "sources"},
    "kept": {"digest", "packs"},
    "config": {"model", "errors", "kept", "schema", "sources", "yamlfile"},
    "facts": {"errors", "facts_schema", "kept", "yamlfile"},
    "facts_schema": {"schema", "yamlfile"},
    "fix": {"model", "errors"},
    "atomic": {"errors"},
    "keep": set(),
    "results": {"digest", "keep", "lint", "model", "packs"},
    "work": {"digest", "lint", "model", "results", "sources"},
    "history": {"errors"},
    "files": {"model", "errors", "config", "history", "sources"},
    "baseline": {"model", "errors", "lint"},
    "since": {"model", "errors", "history", "lint"},
    "reports": {"model", "facts", "rewrite", "packs", "claimdiff", "claims"},
    "run": {
        "baseline",
        "config",
        "errors",
        "facts",
        "files",
        "history",
        "keep",
        "lint",
        "model",
        "packs",
        "reports",
        "results",
        "schema",
        "since",
        "sources",
        "terminal",
        "work",
    },
    "terminal": {"errors", "reports"},
    "output": {"errors", "model", "reports", "terminal"},
    "check": {"atomic", "errors", "files", "fix", "lint", "model", "output", "reports", "run", "terminal"},
    "console": {"terminal"},
    "cli_baseline": {"atomic", "baseline", "config", "console", "errors", "files", "run", "terminal"},
    "cli_completion": {"config", "console", "errors", "packs", "sources"},
    "cli_config": {"config", "console", "reports", "yamlfile"},
    "cli_diff": {
        "claimdiff",
        "claims",
        "config",
        "console",
        "errors",
        "files",
        "history",
        "lint",
        "model",
        "packs",
        "reports",
        "run",
        "sources",
        "terminal",
    },
    "cli_facts": {"config", "console", "errors", "lint", "model", "output", "packs", "reports", "run", "terminal"},
    "claims": {"language", "lint", "model", "packs"},
    "claimdiff": {"claims", "lint", "model", "packs", "rewrite"},
    "cli": {"check", "cli_completion", "console", "files", "keep", "lint", "output", "packs", "reports", "run", "terminal"},
}


def imports_of(path: Path) -> set[str]:
    """The parts of claimlint that a module imports, inside functions too."""
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "claimlint" else [f"claimlint.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("claimlint.")}
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert imports_of(path) - {part, "__version__", "late"} <= MAY_IMPORT[part]


def modules_after(*arguments: str, bare: bool = False) -> set[str]:
    """What Python has imported when a command line, run as the installed command runs it, is done.

    `bare`: without the packages that are installed, some of which are looked for with modules that we do without.
    """
    code = (
        "import sys\nfrom claimlint.__main__ import main\ntry: main()\nexcept SystemExit: pass\n"
        "sys.stdout.flush()\nprint(*sys.modules)"
    )
    command = [sys.executable, *(["-S"] if bare else []), "-c", code, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return set(done.stdout.splitlines()[-1].split())


def ours(modules: set[str]) -> set[str]:
    return {name.removeprefix("claimlint.") for name in modules if name.startswith("claimlint.")}


def test_the_version_is_told_without_reading_yaml() -> None:
    assert modules_after("--version").isdisjoint({"yaml", "claimlint.packs", "claimlint.sources"})


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page in a folder without a configuration, and packs that are compiled."""
    monkeypatch.chdir(tmp_path)
    load_packs()
    return tmp_path / "page.html"


# Each takes as long to import as a good part of a short check, or much longer.
HEAVY = {
    *("spacy", "numpy", "pydantic", "thinc", "bs4", "soupsieve", "jinja2", "babel", "markdown_it", "html5lib", "jsonschema"),
    *("yaml", "click", "platformdirs", "tomllib", "json", "html.entities", "importlib.resources", "importlib.metadata"),
    *("dataclasses", "inspect", "ast", "hashlib", "ssl", "tempfile", "shutil", "subprocess", "argparse", "decimal", "difflib"),
    *("pathlib", "urllib.parse", "fnmatch", "glob", "datetime", "random", "platform", "unicodedata", "logging", "threading"),
    *("concurrent.futures", "multiprocessing"),
}
# What a page without a claim needs of ours. A module more costs every hook and editor of every user.
CLEAN = {
    *(
        "__main__",
        "check",
        "terminal",
        "errors",
        "late",
        "digest",
        "model",
        "output",
        "run",
        "files",
        "history",
        "keep",
        "work",
    ),
    *("config", "config.load", "config.names", "config.paths", "config.values"),
    *("packs", "packs.cache", "packs.load", "packs.packset", "packs.store"),
    *("language", "language.clitics", "language.detect", "language.fold", "language.tokens"),
    *("lint", "lint.bases", "lint.pieces", "lint.pipeline", "lint.pipelines", "lint.scan", "lint.text"),
    *("packs.phrase", "packs.plain"),
    *("sources", "sources.builder", "sources.comments", "sources.decode", "sources.html", "sources.html_elements"),
    *("sources.html_tokens", "sources.jsonld", "sources.kinds", "sources.options"),
    *("reports", "reports.layout", "reports.options", "reports.summary", "reports.text", "reports.words"),
}
# What a claim needs that is decided by words alone, besides.
CLAIM = {
    *("lint.evidence", "lint.judge", "lint.passage", "packs.parts", "packs.pattern", "rewrite"),
    *("lint.grammar", "lint.decisions", "lint.parsing"),  # which tell by the words that a sentence needs no parse
}


def test_a_clean_page_imports_what_it_needs(page: Path) -> None:
    page.write_text('<p lang="en">Lamps and kettles.</p>', encoding="utf-8")
    modules = modules_after("check", "--no-cache", str(page), bare=True)
    assert modules & HEAVY == set()
    assert ours(modules) <= CLEAN


def test_what_is_kept_of_a_clean_page_takes_one_module_more(page: Path) -> None:
    page.write_text('<p lang="en">Lamps and kettles.</p>', encoding="utf-8")
    for _ in range(2):
        modules = modules_after("check", str(page), bare=True)
        assert modules & HEAVY == set()
        assert ours(modules) <= CLEAN | {"results"}


def test_a_claim_that_words_decide_imports_no_more(page: Path) -> None:
    page.write_text('<p lang="en">Award-winning lamps, the finest you can buy.</p>', encoding="utf-8")
    modules = modules_after("check", "--no-cache", str(page), bare=True)
    assert modules & (HEAVY - {"unicodedata"}) == set()
    assert ours(modules) <= CLEAN | CLAIM


def test_a_project_of_somebody_else_is_no_configuration(page: Path) -> None:
    page.write_text('<p lang="en">Lamps and kettles.</p>', encoding="utf-8")
    (page.parent / "pyproject.toml").write_text("[tool.others]\nlamps = 2\n", encoding="utf-8")
    assert modules_after("check", "--no-cache", str(page), bare=True).isdisjoint(HEAVY)


def test_a_configuration_that_is_kept_needs_no_yaml(page: Path) -> None:
    page.write_text('<p lang="en">Lamps and kettles.</p>', encoding="utf-8")
    (page.parent / "claimlint.yaml").write_text("ignore: [superlative]\nexclude: [drafts/]\n", encoding="utf-8")
    modules_after("check", "--no-cache", str(page))
    again = modules_after("check", "--no-cache", str(page), bare=True)
    assert again & HEAVY <= {"pathlib", "urllib.parse", "fnmatch"}  # a configuration's paths
    assert ours(again) <= CLEAN | {"kept", "config.kept", "config.globs"}


def test_a_register_that_is_kept_needs_no_yaml(page: Path) -> None:
    page.write_text('<p lang="en">Lamps and kettles.</p>', encoding="utf-8")
    register = "facts: {shipping.dispatch_time: {value: 2 business days, owner: warehouse, approved_by: legal}}\n"
    (page.parent / "facts.yaml").write_text(register, encoding="utf-8")
    modules_after("check", "--no-cache", str(page))
    again = modules_after("check", "--no-cache", str(page), bare=True)
    assert again.isdisjoint({"yaml", "dataclasses", "click", "babel", "spacy", "claimlint.schema", "claimlint.packs.compiler"})


def test_a_check_that_click_understands_imports_nothing_heavy(page: Path) -> None:
    page.write_text("<p>The best coffee in town</p>", encoding="utf-8")
    heavy = {"spacy", "numpy", "pydantic", "bs4", "html5lib", "jsonschema", "yaml", "claimlint.cli_diff", "claimlint.cli_facts"}
    assert modules_after("check", "--select", "superlative", str(page)).isdisjoint(heavy)
