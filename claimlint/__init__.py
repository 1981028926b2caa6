"""A linter for marketing copy: finds claims that nobody could verify and suggests rewrites that somebody could."""

__version__ = "0.1.0"
