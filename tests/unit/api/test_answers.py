"""Every model that is sent is a view in functions, and no model that services return or store."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from pydantic import BaseModel

from functions.manifest import FUNCTIONS
from functions.openapi.document import merged_document
from tests.support import document
from tests.support.cases import for_each

SCHEMAS: dict[str, Any] = document.document()["components"]["schemas"]

Loaded = TypeVar("Loaded")

SENT_AS_STORED = {
    "TextMatch",
    "TypeCondition",
    "AccountCondition",
}
"""Values within views that have one shape, in which they are taken, stored and sent."""


def references_in(part: object) -> Iterator[str]:
    """Yield the names of all components that are referred to."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "$ref":
                yield value.rpartition("/")[2]
            else:
                yield from references_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from references_in(value)


def models_of_answers() -> set[str]:
    """Return the models that successful responses name, without those within them."""
    return {
        name
        for operation in document.operations().values()
        for status, response in operation["responses"].items()
        if status < "300"
        for name in references_in(response.get("content", {}))
    }


def with_parts(names: set[str], without: frozenset[str] = frozenset()) -> set[str]:
    """Return these models, and all models within them, except some."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found | without:
            found.add(name)
            left += references_in(SCHEMAS[name])
    return found


def subclasses_of(base: type[Loaded]) -> Iterator[type[Loaded]]:
    for one in base.__subclasses__():
        yield one
        yield from subclasses_of(one)


@cache
def _load_all() -> None:
    merged_document()
    for function in FUNCTIONS:
        for name in (function.module, *function.shows.values()):
            import_module(name.partition(":")[0])


def loaded(base: type[Loaded]) -> list[type[Loaded]]:
    """Return every subclass of ``base`` in the functions, the views of the log and the variants."""
    _load_all()
    packages = ("functions", "shared")
    return [one for one in subclasses_of(base) if one.__module__.split(".")[0] in packages]


def is_described_by(model: type[BaseModel], name: str) -> bool:
    """Return whether a model has the name and the fields of a component, or is the root of one."""
    fields = {field.alias or key for key, field in model.model_fields.items()}
    is_union = "oneOf" in SCHEMAS[name]  # Of the variants by kind.
    return model.__name__ == name and (is_union or fields == properties_of(SCHEMAS[name]))


def properties_of(schema: dict[str, Any]) -> set[str]:
    """Return the names of a schema's properties, with those of the schemas that it extends."""
    names = set(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        names |= properties_of(SCHEMAS[part["$ref"].rpartition("/")[2]] if "$ref" in part else part)
    return names


ANSWERS = sorted(models_of_answers())
BACKUPS = frozenset({"LedgerBackup"})
"""Files that are sent as they are taken."""

ENUMERATIONS = {name for name in with_parts({*ANSWERS}) if "enum" in SCHEMAS[name]}
PARTS = sorted(
    name
    for name in with_parts({*ANSWERS}, BACKUPS)
    if SCHEMAS[name].get("type") == "object" or "allOf" in SCHEMAS[name]
)


def test_the_answers_are_those_of_all_operations() -> None:
    assert {"BatchResult", "MonthlyReport", "PeriodSummary", "TransactionView"} <= {*ANSWERS}
    assert {*PARTS} >= SENT_AS_STORED
    assert SENT_AS_STORED.isdisjoint(ANSWERS)


@for_each("name", PARTS)
def test_whatever_is_sent_is_a_model_of_functions(name: str) -> None:
    models = [model for model in loaded(BaseModel) if is_described_by(model, name)]

    expected = "shared" if name in SENT_AS_STORED else "functions"
    assert {model.__module__.split(".")[0] for model in models} == {expected}


def test_whatever_else_is_sent_is_an_enumeration() -> None:
    assert ENUMERATIONS
    assert {one.__name__ for one in loaded(Enum)} >= ENUMERATIONS
