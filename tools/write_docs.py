"""Write the generated pages under docs/ anew: the rules from the packs, the commands from click.

    python tools/write_docs.py [--check]

It names the pages that were stale. --check writes nothing, and the exit code is 1 when there are any. JSON Schemas have a
tool of their own, write_schemas.py; the tables of docs/accuracy.md are written by accuracy.py.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reference.commands import commands_page
from reference.rules import rule_pages

from claimlint.packs import load_packs

DOCS = Path(__file__).resolve().parents[1] / "docs"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    pages = rule_pages(load_packs())
    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    pages["commands.md"] = commands_page(there | pages.keys())
    left_over = {name for name in there - pages.keys() if name.startswith("rules/")}
    stale = left_over | {name for name, text in pages.items() if _read(DOCS / name) != text}
    for name in sorted(stale):
        print(f"docs/{name}: {'nothing writes this page; remove it' if name in left_over else 'stale'}")
    if check:
        sys.exit(1 if stale else 0)
    for name, text in pages.items():
        (DOCS / name).parent.mkdir(exist_ok=True)
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    main()
