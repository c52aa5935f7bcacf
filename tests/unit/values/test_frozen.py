"""Frozen and mutable dataclasses behave as those of the standard library."""

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any

import pytest

from shared.models.values.frozen import frozen, mutable


@frozen
class Point:
    """A point, some parts of which have defaults."""

    x: int
    names: list[str] = field(default_factory=list, hash=False)
    y: int = 2
    hidden: int = field(default=0, repr=False, compare=False)


@frozen(slots=True)
class Slotted:
    """A value without ``__dict__``."""

    x: int
    y: str = "a"


@frozen
class Marked(Point):
    """A point that has a field by keyword alone."""

    mark: str = field(kw_only=True)

    def __repr__(self) -> str:
        return "marked"


@frozen
class Checked:
    """A value that checks itself."""

    x: int

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("x")


@mutable
class Sum:
    """A sum that may be changed."""

    amount: int = 0
    parts: list[int] = field(default_factory=list)

    def add(self, part: int) -> None:
        """Add a part."""
        self.amount += part
        self.parts.append(part)


@dataclass(slots=True)
class StandardSum:
    """As ``Sum``, by the standard library."""

    amount: int = 0
    parts: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class StandardPoint:
    """As ``Point``, by the standard library."""

    x: int
    names: list[str] = field(default_factory=list, hash=False)
    y: int = 2
    hidden: int = field(default=0, repr=False, compare=False)


@pytest.mark.parametrize(
    ("positional", "named"), [((1,), {}), ((1, ["a"], 3), {"hidden": 4}), ((), {"x": 5, "y": 6})]
)
def test_parameters_and_defaults_are_those_of_a_dataclass(
    positional: tuple[Any, ...], named: dict[str, Any]
) -> None:
    ours, standard = Point(*positional, **named), StandardPoint(*positional, **named)

    assert vars(ours) == vars(standard)
    assert asdict(ours) == asdict(standard)
    assert repr(ours) == repr(standard).replace("StandardPoint", "Point")
    assert hash(ours) == hash(standard)
    assert [one.name for one in fields(Point)] == [one.name for one in fields(StandardPoint)]


def test_missing_and_unknown_arguments_are_type_errors() -> None:
    with pytest.raises(TypeError, match=r"Slotted\.__init__\(\) missing 1 required"):
        Slotted()  # type: ignore[call-arg] # That is the claim.
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'z'"):
        Slotted(1, z=2)  # type: ignore[call-arg] # That is the claim.


@pytest.mark.parametrize("value", [Point(1), Slotted(1), Marked(1, mark="m")])
def test_no_field_can_be_changed_or_deleted(value: Any) -> None:
    with pytest.raises(FrozenInstanceError, match="'x'"):
        value.x = 2
    with pytest.raises(FrozenInstanceError, match="'x'"):
        del value.x
    with pytest.raises(FrozenInstanceError, match="'other'"):
        value.other = 2


def test_values_are_equal_if_class_and_compared_fields_are() -> None:
    assert Point(1, hidden=1) == Point(1, hidden=2)
    assert Point(1) != Point(1, y=3)
    assert Slotted(1) == Slotted(1)
    assert Point(1) != Marked(1, mark="m")
    assert {Slotted(1), Slotted(1), Slotted(2)} == {Slotted(2), Slotted(1)}


def test_each_instance_has_a_default_of_its_own() -> None:
    assert Point(1).names is not Point(1).names


def test_a_subclass_has_the_fields_of_both_and_keeps_its_own_methods() -> None:
    marked = Marked(1, mark="m")

    assert (marked.x, marked.y, marked.mark) == (1, 2, "m")
    assert repr(marked) == "marked"
    assert replace(marked, x=3) == Marked(3, mark="m")


def test_a_class_may_check_its_instances() -> None:
    with pytest.raises(ValueError, match="x"):
        Checked(-1)


def test_slotted_values_have_no_dict_and_can_be_copied_and_pickled() -> None:
    value = Slotted(1, "b")

    assert not hasattr(value, "__dict__")
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 (its own data)


def test_values_can_be_matched_by_position() -> None:
    match Slotted(1, "b"):
        case Slotted(x, y):
            assert (x, y) == (1, "b")


def test_mutable_values_are_as_those_of_the_standard_library() -> None:
    ours, standard = Sum(1, parts=[1]), StandardSum(1, parts=[1])

    assert repr(ours) == repr(standard).replace("StandardSum", "Sum")
    assert asdict(ours) == asdict(standard)
    assert not hasattr(ours, "__dict__")
    assert Sum.__hash__ is StandardSum.__hash__ is None
    assert replace(ours, amount=2) == Sum(2, [1])
    assert copy.deepcopy(ours) == ours
    assert pickle.loads(pickle.dumps(ours)) == ours  # noqa: S301 (its own data)


def test_mutable_values_can_be_changed_and_are_compared_by_value() -> None:
    changed = Sum()
    changed.add(3)

    assert changed == Sum(3, [3])
    assert changed != Sum(3)
    assert Sum().parts is not changed.parts
    with pytest.raises(AttributeError):
        changed.other = 1  # type: ignore[attr-defined] # That is the claim.
