"""Packs: rules written in YAML, checked and compiled. docs/packs.md is for those who write them."""

from claimlint.packs.load import load_packs, rules_folder
from claimlint.packs.packset import CompiledRule, Family, Lexicon, PackSet

__all__ = ["CompiledRule", "Family", "Lexicon", "PackSet", "load_packs", "rules_folder"]
