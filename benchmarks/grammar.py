"""What grammar costs: how many files need the parsed sentence, how many sentences, how long spaCy takes to load.

    python benchmarks/grammar.py FOLDER

Each file of the folder is linted with a grammar of its own. Times are wall-clock seconds of one run; on a shared machine
only their ratios mean something.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from claimlint.config import Config
from claimlint.files import find_files
from claimlint.lint import Grammar, lint_document
from claimlint.packs import load_packs
from claimlint.sources import read

_LOAD = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
_PIPELINE = "from claimlint.lint.grammar import built_in; built_in().load('en')"


def seconds(code: str) -> float:
    """How long some code takes in a process of its own."""
    done = subprocess.run([sys.executable, "-c", _LOAD.format(code)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    packs = load_packs()
    found, _ = find_files([sys.argv[1]], Config())
    needed = parsed = spent = 0.0
    files = [file for file in found if file.kind]
    for file in files:
        grammar = Grammar()
        document = read(file.path, Path(file.path).read_bytes())
        lint_document(document, packs, grammar=grammar)
        needed += grammar.sentences_parsed > 0
        parsed += grammar.sentences_parsed
    shared = Grammar()
    documents = [read(file.path, Path(file.path).read_bytes()) for file in files]
    for document in documents:
        lint_document(document, packs, grammar=shared)  # loads, and warms up
    start = time.perf_counter()
    for document in documents:
        lint_document(document, packs, grammar=Grammar({}))
    without = time.perf_counter() - start
    spent = time.perf_counter()
    for document in documents:
        lint_document(document, packs, grammar=shared)
    spent = time.perf_counter() - spent
    print(f"{needed:.0f} of {len(files)} files need grammar, {parsed:.0f} sentences in all")
    print(f"linting with grammar, loaded and sentences known: {spent / without:.2f} x the time without")
    print(f"import spacy: {seconds('import spacy'):.2f} s; with the pipeline: {seconds(_PIPELINE):.2f} s")


if __name__ == "__main__":
    main()
