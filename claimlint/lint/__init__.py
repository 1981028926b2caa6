"""Linting: documents in, findings out. Knows nothing of how they are shown."""

from claimlint.lint.grammar import BUILT_IN, Grammar
from claimlint.lint.judge import BASES, Basis
from claimlint.lint.pipeline import Lint, Read, Settings, Then, collect, home_path, lint_document, lint_files
from claimlint.lint.selfcheck import ExampleFailure, refuse_bad_rewrites, run_examples
from claimlint.lint.substantiation import Substantiation

__all__ = [
    "BASES",
    "BUILT_IN",
    "Basis",
    "ExampleFailure",
    "Grammar",
    "Lint",
    "Read",
    "Settings",
    "Substantiation",
    "Then",
    "collect",
    "home_path",
    "lint_document",
    "lint_files",
    "refuse_bad_rewrites",
    "run_examples",
]
