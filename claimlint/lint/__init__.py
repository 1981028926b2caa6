"""Linting: documents in, findings out. Knows nothing of how they are shown."""

from typing import TYPE_CHECKING

from claimlint.late import names_of

if TYPE_CHECKING:
    from claimlint.lint.bases import BASES, Basis
    from claimlint.lint.grammar import Grammar
    from claimlint.lint.pipeline import Lint, Read, Settings, Then, collect, home_path, lint_document, lint_files
    from claimlint.lint.pipelines import BUILT_IN
    from claimlint.lint.selfcheck import ExampleFailure, refuse_bad_rewrites, run_examples
    from claimlint.lint.substantiation import Substantiation
else:
    __getattr__ = names_of(
        __name__,
        {
            **dict.fromkeys(("BASES", "Basis"), "bases"),
            **dict.fromkeys(("ExampleFailure", "refuse_bad_rewrites", "run_examples"), "selfcheck"),
            "BUILT_IN": "pipelines",
            "Grammar": "grammar",
            "Substantiation": "substantiation",
            **dict.fromkeys(
                ("Lint", "Read", "Settings", "Then", "collect", "home_path", "lint_document", "lint_files"), "pipeline"
            ),
        },
    )

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
