"""Base classes of all pydantic models: frozen, and built when they are first used."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import MaxLen
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import InitErrorDetails, PydanticCustomError

MAX_MEMBERS = 40
"""The most members of a JSON object; no model has as many fields."""


def example(**fields: Any) -> ConfigDict:
    """Return the configuration of the model of a body with an example, for ``openapi.json``."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


class FrozenModel(BaseModel):
    """Model whose instances cannot be changed, and whose validator is built on demand.

    Pydantic builds a validator when it is first needed, not when the module is loaded: most models
    of a function are not needed for its first answer. It builds under a lock, so threads may use a
    model for the first time at once. ``tests/unit/values/test_base.py`` builds every model, because
    a mistake in one no longer fails when its module is loaded.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)


class InputModel(FrozenModel):
    """Model of data that another process sends; unknown fields are errors.

    Members and lists are counted before they are validated: an error takes a hundred times the
    memory of the ``0`` that causes it.
    """

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _counted(cls, data: object) -> object:
        if not isinstance(data, Mapping):
            return data
        if len(data) > MAX_MEMBERS:
            raise PydanticCustomError(
                "too_many_members", "must have at most {most} members", {"most": MAX_MEMBERS}
            )
        if errors := list(_too_long(cls, data)):
            raise ValidationError.from_exception_data(cls.__name__, errors)
        return data


def _too_long(model: type[BaseModel], data: Mapping[str, Any]) -> Iterator[InitErrorDetails]:
    """Yield an error for each list with more items than its field may have."""
    for name, most in _most_items(model).items():
        value = data.get(name)
        if isinstance(value, list | tuple) and len(value) > most:
            context = {"field_type": "List", "max_length": most, "actual_length": len(value)}
            yield InitErrorDetails(type="too_long", loc=(name,), input=None, ctx=context)


@cache
def _most_items(model: type[BaseModel]) -> dict[str, int]:
    """Return the greatest number of items of each field that is a bounded list."""
    found: dict[str, int] = {}
    for name, field in model.model_fields.items():
        bounds = list(_bounds_of(field.annotation, field.metadata))
        if bounds:
            found[field.alias or name] = max(bounds)
    return found


def _bounds_of(annotation: Any, metadata: Iterable[Any] = ()) -> Iterator[int]:
    """Yield the greatest number of items of each list that an annotation allows."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _bounds_of(annotation.__origin__, annotation.__metadata__)
    elif origin in {Union, UnionType}:
        for part in get_args(annotation):
            yield from _bounds_of(part, metadata)
    elif origin in {list, tuple}:
        for one in metadata:
            inner = one.metadata if isinstance(one, FieldInfo) else [one]
            yield from (bound.max_length for bound in inner if isinstance(bound, MaxLen))
