"""Frozen values, declared as with `dataclasses` at a small part of what that costs a start.

`from claimlint.values import dataclass, field, replace` stands for the same line with `dataclasses`, and that is what type
checkers are told. The standard module brings Python's parser and tokenizer with it and compiles the methods of every class:
25 ms of a start that is to take 50. Here all classes share their methods but for the initialiser, which is compiled when the
first value of a class is made.

There is what this project needs: frozen classes without bases of their kind, with or without slots and equality. The functions
of `dataclasses` work on them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar, cast

_T = TypeVar("_T")
_MISSING: Any = object()


class _Field(NamedTuple):
    """How a field is filled and what it counts for."""

    default: Any = _MISSING
    default_factory: Any = _MISSING
    init: bool = True
    repr: bool = True
    hash: bool | None = None  # None: as `compare`
    compare: bool = True


class _Declared(NamedTuple):
    """What a class declares. `key` and `hashed` give what equality and hashes go by, `given` what the initialiser takes."""

    fields: Mapping[str, _Field]
    given: tuple[str, ...]
    key: Callable[[Any], object]
    hashed: Callable[[Any], object]


def _values_of(names: tuple[str, ...]) -> Callable[[Any], object]:
    return attrgetter(*names) if names else lambda _: ()


def _dataclass(*, frozen: bool, slots: bool = False, eq: bool = True) -> Callable[[type[_T]], type[_T]]:
    """A decorator that makes the annotated names of a class its fields."""
    if not frozen:
        raise TypeError("values are frozen; use dataclasses for what changes")

    def declared(cls: type[_T]) -> type[_T]:
        fields: dict[str, _Field] = {}
        for name in cls.__annotations__:
            default = cls.__dict__.get(name, _MISSING)
            fields[name] = default if isinstance(default, _Field) else _Field(default)
        body: dict[str, Any] = dict(cls.__dict__)
        for name, one in fields.items():
            body.pop(name, None)
            if one.default is not _MISSING and not slots:
                body[name] = one.default
        for name in ("__dict__", "__weakref__"):
            body.pop(name, None)
        if slots:
            body["__slots__"] = tuple(fields)
        body["__qualname__"] = cls.__qualname__
        body.update(_SHARED)
        body.update(_EQUAL if eq else {})
        body["__match_args__"] = given = tuple(name for name, one in fields.items() if one.init)
        body["__claimlint_value__"] = _Declared(
            fields,
            given,
            _values_of(tuple(name for name, one in fields.items() if one.compare)),
            _values_of(tuple(name for name, one in fields.items() if (one.compare if one.hash is None else one.hash))),
        )
        made: Any = type(cls.__name__, cls.__bases__, body)
        return cast("type[_T]", made)

    return declared


def _field(
    *,
    default: Any = _MISSING,
    default_factory: Any = _MISSING,
    init: bool = True,
    repr: bool = True,
    hash: bool | None = None,
    compare: bool = True,
) -> Any:
    """As `dataclasses.field`."""
    return _Field(default, default_factory, init, repr, hash, compare)


def _replace(value: Any, /, **changes: Any) -> Any:
    """A copy with other values in some fields, as `dataclasses.replace`; of values that it declared, too."""
    if not hasattr(value, "__claimlint_value__"):
        import dataclasses

        return dataclasses.replace(value, **changes)
    for name in _declared(value).given:
        if name not in changes:
            changes[name] = getattr(value, name)
    return type(value)(**changes)


def _declared(value: object) -> _Declared:
    found: _Declared = type(value).__claimlint_value__  # type: ignore[attr-defined]
    return found


def _first_init(self: object, *arguments: Any, **named: Any) -> None:
    """Compiles the initialiser of the class, and does its work once."""
    cls = type(self)
    init = _initialiser(_declared(self))
    cls.__init__ = init  # type: ignore[method-assign]
    init(self, *arguments, **named)


def _initialiser(declared: _Declared) -> Callable[..., None]:
    names: dict[str, Any] = {"_set": object.__setattr__, "_missing": _MISSING}
    parameters, lines = ["self"], []
    for name, one in declared.fields.items():
        value = name
        if one.default_factory is not _MISSING:
            names[f"_make_{name}"] = one.default_factory
            value = f"_make_{name}() if {name} is _missing else {name}" if one.init else f"_make_{name}()"
        elif one.default is not _MISSING:
            names[f"_default_{name}"] = one.default
            value = name if one.init else f"_default_{name}"
        if one.init:
            has_default = one.default is not _MISSING, one.default_factory is not _MISSING
            parameters.append(f"{name}=_default_{name}" if has_default[0] else f"{name}=_missing" if has_default[1] else name)
        lines.append(f"    _set(self, {name!r}, {value})")
    exec(f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines or ["    pass"]), names)
    init: Callable[..., None] = names["__init__"]
    return init


def _eq(self: object, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    key = _declared(self).key
    return key(self) == key(other)


def _hash(self: object) -> int:
    return hash(_declared(self).hashed(self))


def _repr(self: object) -> str:
    told = (f"{name}={getattr(self, name)!r}" for name, one in _declared(self).fields.items() if one.repr)
    return f"{type(self).__qualname__}({', '.join(told)})"


def _reduce(self: object) -> tuple[type, tuple[object, ...]]:
    """How a value is pickled and copied: by what its initialiser takes, in order."""
    return type(self), tuple(getattr(self, name) for name in _declared(self).given)


def _setattr(_: object, name: str, __: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(_: object, name: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


class _Fields:
    """The fields as `dataclasses` describes them, for its own functions."""

    def __get__(self, value: object, cls: Any) -> Mapping[str, Any]:
        import dataclasses

        declared: _Declared = cls.__claimlint_value__
        described: list[tuple[str, Any, Any]] = []
        for name, one in declared.fields.items():
            told = {key: given for key, given in one._asdict().items() if given is not _MISSING}
            described.append((name, cls.__annotations__[name], dataclasses.field(**told)))
        return {one.name: one for one in dataclasses.fields(dataclasses.make_dataclass(cls.__name__, described))}


_SHARED: Mapping[str, Any] = {
    "__init__": _first_init,
    "__repr__": _repr,
    "__reduce__": _reduce,
    "__setattr__": _setattr,
    "__delattr__": _delattr,
    "__dataclass_fields__": _Fields(),
}
_EQUAL: Mapping[str, Any] = {"__eq__": _eq, "__hash__": _hash}

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
else:
    dataclass, field, replace = _dataclass, _field, _replace
