"""Dataclasses that cost little to create: a cold start creates dozens, and uses few.

``dataclass(frozen=True)`` compiles six methods for each class, which takes about 0.7 ms, in all a
twelfth of a cold start; ``dataclass(slots=True)`` compiles three, about 0.3 ms. Classes made here
share all methods but ``__init__``, which is compiled when the first instance is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar, cast, dataclass_transform, overload

_T = TypeVar("_T")


@overload
def frozen(cls: type[_T], /) -> type[_T]: ...


@overload
def frozen(*, slots: bool = False) -> Callable[[type[_T]], type[_T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[Any] | None = None, /, *, slots: bool = False) -> Any:
    """Make a class a dataclass whose instances cannot be changed and are compared by value.

    ``fields``, ``replace`` and ``asdict`` take it as any dataclass. Every field is a parameter of
    ``__init__``. Bases that are dataclasses must be made by this function, too. Methods that the
    class defines itself are kept.
    """
    if cls is None:
        return lambda made: _make(made, slots=slots)
    return _make(cls, slots=slots)


@dataclass_transform(field_specifiers=(field,))
def mutable(cls: type[_T], /) -> type[_T]:
    """Make a class a dataclass with slots, which is compared by value and has no hash.

    It is one as ``dataclass(slots=True)`` makes. Every field is a parameter of ``__init__``.
    Methods that the class defines itself are kept.
    """
    own = vars(cls)
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    equal, _ = _comparison(made)
    init = _init_on_demand(made, "self.{0} = {1}")
    _add(made, {"__repr__": _repr, "__eq__": equal, "__hash__": None, "__init__": init}, own)
    return cast(type[_T], made)


def _make(cls: type[Any], *, slots: bool) -> Any:
    own = vars(cls)
    made: Any = dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    equal, hashed = _comparison(made)
    init = _init_on_demand(made, "_set(self, {0!r}, {1})")
    _add(made, {**_SHARED, "__eq__": equal, "__hash__": hashed, "__init__": init}, own)
    return made


def _add(made: Any, methods: Mapping[str, Any], own: Mapping[str, Any]) -> None:
    """Add the methods that a class does not define itself."""
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)


def _init_on_demand(cls: Any, assignment: str) -> Callable[..., None]:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807 (It becomes a method.)
        cls.__init__ = _compile_init(cls, assignment)
        cls.__init__(self, *args, **kwargs)

    return __init__


def _compile_init(cls: Any, assignment: str) -> Callable[..., None]:
    """Compile the ``__init__`` that ``dataclass`` gives a class.

    ``assignment`` is the statement that sets a field: {0} is its name, and {1} its value.
    """
    names: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": MISSING}
    positional, keyword, body = ["self"], ["*"], []
    for one in fields(cls):
        default, value = "", one.name
        if one.default_factory is not MISSING:
            names[f"_new_{one.name}"] = one.default_factory
            default, value = "=_MISSING", f"_new_{one.name}() if {value} is _MISSING else {value}"
        elif one.default is not MISSING:
            names[f"_default_{one.name}"] = one.default
            default = f"=_default_{one.name}"
        (keyword if one.kw_only else positional).append(one.name + default)
        body.append(assignment.format(one.name, value))
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = positional + keyword if len(keyword) > 1 else positional
    lines = [f"def __init__({', '.join(parameters)}):", *body, "pass"]
    exec("\n  ".join(lines), names)  # noqa: S102 (as dataclasses do; only names of fields go into it)
    init: Callable[..., None] = names["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _comparison(cls: Any) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return ``__eq__`` and ``__hash__``, which compare instances of this very class by value."""
    compared = _values_of(one for one in fields(cls) if one.compare)
    hashed = _values_of(
        one for one in fields(cls) if (one.compare if one.hash is None else one.hash)
    )

    def __eq__(self: Any, other: object) -> bool:  # noqa: N807 (It becomes a method.)
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(compared(self) == compared(other))

    def __hash__(self: Any) -> int:  # noqa: N807 (It becomes a method.)
        return hash(hashed(self))

    return __eq__, __hash__


def _values_of(chosen: Iterable[Field[Any]]) -> Callable[[Any], Any]:
    names = [one.name for one in chosen]
    return attrgetter(*names) if names else lambda _instance: ()


def _refuse(_self: object, name: str, *_value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot change field {name!r}")


def _repr(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _get_state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


_SHARED: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__repr__": _repr,
        # Pickled by fields, because an instance with slots would be restored by assignments.
        "__getstate__": _get_state,
        "__setstate__": _set_state,
    }
)
