"""What a decision may rest on."""

from __future__ import annotations

from typing import Literal

# The words of the rule itself, the grammar of the sentence, what stands around the claim, evidence.
Basis = Literal["words", "grammar", "context", "evidence"]
BASES: tuple[Basis, ...] = ("words", "grammar", "context", "evidence")
