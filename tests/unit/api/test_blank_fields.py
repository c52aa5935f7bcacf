"""A blank text, as an empty field of a page sends it, clears each text that null clears."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter

from functions.http.inputs import models_of
from functions.http.routes import Routes
from functions.manifest import FUNCTIONS, Audience
from shared.models.values.validation import refuse_null


def models_within(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models in an annotation, and in their fields."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_within(field.annotation)
    for part in get_args(annotation):
        yield from models_within(part)


def bodies() -> Iterator[type[BaseModel]]:
    """Yield the models of all bodies that pages send, and those within them."""
    for function in FUNCTIONS:
        if function.audience is not Audience.PUBLIC:
            continue
        routes: Routes | None = getattr(import_module(function.module), "routes", None)
        for route in routes.declared if routes else ():
            if body := models_of(route.load_view()).get("body"):
                yield from models_within(body)


def clearable_fields() -> Iterator[tuple[type[BaseModel], str]]:
    """Yield the fields that may be null or a text."""
    for model in sorted(set(bodies()), key=lambda one: one.__name__):
        refused: set[str] = set()
        for decorator in model.__pydantic_decorators__.field_validators.values():
            if decorator.func is refuse_null:
                refused |= set(decorator.info.fields)
        for name, field in model.model_fields.items():
            may_be_null = type(None) in get_args(field.annotation) and not refused & {name, "*"}
            if may_be_null and not has_no_text(field.annotation):
                yield model, name


def has_no_text(annotation: Any) -> bool:
    """Return whether no value of a field is a text in JSON."""
    parts = {get_origin(part) or part for part in get_args(annotation)}
    if any(isinstance(part, type) and issubclass(part, BaseModel) for part in parts):
        return True
    return not parts.isdisjoint({tuple, int}) or any(
        has_no_text(part) for part in get_args(annotation) if get_origin(part) is Annotated
    )


@pytest.mark.parametrize(
    ("model", "name"),
    [pytest.param(*one, id=f"{one[0].__name__}.{one[1]}") for one in clearable_fields()],
)
def test_a_blank_text_is_null_wherever_null_is_allowed(model: type[BaseModel], name: str) -> None:
    field = model.model_fields[name]
    annotation: Any = Annotated[field.annotation, None, *field.metadata]
    adapter: TypeAdapter[Any] = TypeAdapter(annotation)

    assert adapter.validate_python(None) is None
    assert adapter.validate_python(" ") is None
