"""The names in a configuration that only the packs can tell: of rules and families, profiles and languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from claimlint.config.values import PAGE_LANGUAGE, Config, Layer, Origin
from claimlint.errors import ClaimlintError, ClaimlintErrors

_RULE_KEYS = ("select", "ignore", "extend-ignore", "severity")


class _Named(NamedTuple):
    name: str
    known: Collection[str]
    complaint: str
    origin: Origin | None


def check_names(config: Config, rules: Collection[str], profiles: Collection[str], languages: Collection[str]) -> None:
    """Raises ClaimlintErrors with all names that nobody knows, those in overrides included, each with its file and line.

    `rules`: the ids of all rules and families; `languages`: those that reasons are written in.
    """
    own = {"select": config.select, "ignore": config.ignore, "severity": config.severity}
    own |= {"profile": config.profile, "messages": config.messages}
    errors: list[ClaimlintError] = []
    for layer in (Layer(own, config.origins), *(override.layer for override in config.overrides)):
        for name, known, complaint, origin in _named(layer, rules, profiles, (PAGE_LANGUAGE, *languages)):
            if name not in known:
                from claimlint.schema import nearest

                told = f"{complaint} '{name}'; {nearest(name, tuple(sorted(known)))}"
                errors.append(ClaimlintError(told, str(origin.path), origin.line) if origin else ClaimlintError(told))
    if errors:
        raise ClaimlintErrors(sorted(errors, key=lambda error: (error.path, error.line)))


def _named(layer: Layer, rules: Collection[str], profiles: Collection[str], languages: Collection[str]) -> Iterator[_Named]:
    values, origins = layer.values, layer.origins
    for key in _RULE_KEYS:
        for name in values.get(key, ()):
            yield _Named(name, rules, "no rule or family", origins.get(f"{key}.{name}"))
    if name := values.get("profile"):
        yield _Named(name, profiles, "no profile", origins.get("profile"))
    if name := values.get("messages"):
        yield _Named(name, languages, "messages: no reasons are written in", origins.get("messages"))
