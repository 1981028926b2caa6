"""What a project may tell the readers."""

from __future__ import annotations

from dataclasses import dataclass

FRONT_MATTER = ("title", "description", "summary", "tagline", "subtitle", "headline", "hero")


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """`front_matter`: keys of a page's front matter that are copy, with all that stands under them.

    `copy_keys` and `skip_keys`: globs over the dotted keys of data files (`*.cta`), which decide before looks do.
    """

    front_matter: tuple[str, ...] = FRONT_MATTER
    copy_keys: tuple[str, ...] = ()
    skip_keys: tuple[str, ...] = ()
