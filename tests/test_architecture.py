"""The house as README draws it: imports point one way, and a start costs no more than it must."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "claimlint"

# What each part may import of ours. A part is a module or a folder of claimlint/.
MAY_IMPORT: dict[str, set[str]] = {
    "__main__": {"cli"},
    "late": set(),  # for all others: what is compiled or imported late
    "errors": set(),
    "model": set(),
    "yamlfile": {"errors"},
    "schema": {"errors", "yamlfile"},
    "language": set(),
    "sources": {"model", "errors"},
    "packs": {"model", "errors", "language", "schema", "yamlfile"},
    "rewrite": {"model"},
    "lint": {"model", "errors", "facts", "keep", "language", "packs", "rewrite", "schema", "sources"},
    "config": {"model", "errors", "schema", "sources", "yamlfile"},
    "facts": {"errors", "schema", "yamlfile"},
    "fix": {"model", "errors"},
    "atomic": {"errors"},
    "keep": set(),
    "results": {"keep", "lint", "model", "packs"},
    "work": {"lint", "model", "results"},
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
        "work",
    },
    "console": {"errors", "reports"},
    "output": {"console", "errors", "model", "reports"},
    "cli_baseline": {"atomic", "baseline", "config", "console", "errors", "files", "keep", "run"},
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
    },
    "cli_facts": {"config", "console", "errors", "lint", "model", "output", "packs", "reports", "run"},
    "claims": {"language", "lint", "model", "packs"},
    "claimdiff": {"claims", "lint", "model", "packs", "rewrite"},
    "cli": {
        "atomic",
        "cli_baseline",
        "cli_completion",
        "cli_config",
        "cli_diff",
        "cli_facts",
        "config",
        "console",
        "errors",
        "files",
        "fix",
        "keep",
        "lint",
        "model",
        "output",
        "packs",
        "reports",
        "run",
    },
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


def modules_after(*arguments: str) -> set[str]:
    code = "import sys, claimlint.cli as cli\ntry: cli.main(sys.argv[1:])\nexcept SystemExit: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_version_is_told_without_reading_yaml() -> None:
    assert modules_after("--version").isdisjoint({"yaml", "claimlint.packs", "claimlint.sources"})


def test_a_check_imports_nothing_heavy(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>The best coffee in town</p>", encoding="utf-8")
    heavy = {"spacy", "numpy", "pydantic", "bs4", "html5lib", "jsonschema"}
    assert modules_after("check", str(page)).isdisjoint(heavy)
