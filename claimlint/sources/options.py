"""What the readers are told besides the text."""

from __future__ import annotations

from typing import NamedTuple

FRONT_MATTER = ("title", "description", "summary", "tagline", "subtitle", "headline", "hero")


class ReaderOptions(NamedTuple):
    """What a project sets, and what a file's place tells.

    `front_matter`: keys of a page's front matter that are copy, with all that stands under them.

    `copy_keys` and `skip_keys`: globs over the dotted keys of data files (`*.cta`), which decide before looks do.
    `translations`: the file is one of translations, all of whose texts are copy.
    `skip` and `testimonials`: CSS selectors of elements that are left alone, or hold customers' words.
    """

    front_matter: tuple[str, ...] = FRONT_MATTER
    copy_keys: tuple[str, ...] = ()
    skip_keys: tuple[str, ...] = ()
    translations: bool = False
    skip: tuple[str, ...] = ()
    testimonials: tuple[str, ...] = ()
