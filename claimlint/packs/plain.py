"""Values of packs as plain data, and back.

Plain are texts, numbers, sets of texts, tuples and lists, of which `marshal` makes bytes without running anything when it
reads them. A value of a class is a tuple of the class's number and its fields; any other tuple is a list.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

# The only things that are made of plain data, by module.
_CLASSES: tuple[tuple[str, str], ...] = (
    ("builtins", "list"),
    ("decimal", "Decimal"),
    ("claimlint.late", "late"),
    ("claimlint.model", "Rule"),
    ("claimlint.model", "Example"),
    ("claimlint.model", "Reason"),
    ("claimlint.model", "Slot"),
    ("claimlint.packs.amounts", "Quantities"),
    ("claimlint.packs.amounts", "Term"),
    ("claimlint.packs.amounts", "Topic"),
    ("claimlint.packs.parts", "LexiconWords"),
    ("claimlint.packs.pattern", "Pattern"),
    *(
        ("claimlint.packs.phrase", name)
        for name in ("Any", "Anchor", "Choice", "Claim", "Context", "Gap", "Number", "Phrase", "Phrases", "Word")
    ),
)
_NUMBERS = {place: number for number, place in enumerate(_CLASSES)}


class _Makers(dict[int, Callable[[list[Any]], Any]]):
    """What makes a value of its fields, by the number of its class; the module is imported for the first of them."""

    def __missing__(self, number: int) -> Callable[[list[Any]], Any]:
        module, name = _CLASSES[number]
        cls = getattr(import_module(module), name)
        # A named tuple's own initialiser is there for defaults and names; most values are named tuples.
        named = isinstance(cls, type) and issubclass(cls, tuple)
        self[number] = partial(tuple.__new__, cls) if named else lambda fields: cls(*fields)
        return self[number]


_MAKERS = _Makers()
_PLAIN = frozenset((str, bytes, int, bool, float, frozenset, type(None)))
_NESTED = frozenset((tuple, list, dict))


def plain(value: Any) -> Any:
    """A value as plain data. Raises TypeError for a value of a class that packs don't hold."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [item if type(item) in _PLAIN else plain(item) for item in value]
    if kind is dict:
        return {key: plain(item) for key, item in value.items()}
    place = kind.__module__, kind.__name__
    fields: tuple[Any, ...]
    if place == ("re", "Pattern"):
        place, fields = ("claimlint.late", "late"), (value.pattern, value.flags)
    elif kind is list:
        fields = (tuple(value),)
    elif place == ("decimal", "Decimal"):
        fields = (str(value),)
    elif place == ("claimlint.packs.phrase", "Phrases"):
        fields = (value.written,)
    elif place in _NUMBERS:
        fields = tuple(value) if isinstance(value, tuple) else tuple(getattr(value, name) for name in kind.__match_args__)
    else:
        raise TypeError(f"{kind.__qualname__} has no place in packs")
    return _NUMBERS[place], *[item if type(item) in _PLAIN else plain(item) for item in fields]


def valued(data: Any) -> Any:
    """The value that `plain` made this data of."""
    kind = type(data)
    if kind is tuple:
        return _MAKERS[data[0]]([valued(item) if type(item) in _NESTED else item for item in data[1:]])
    if kind is list:
        return tuple([valued(item) if type(item) in _NESTED else item for item in data])
    if kind is dict:
        return {key: valued(item) for key, item in data.items()}
    return data
