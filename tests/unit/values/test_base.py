"""Every model is frozen, is built when it is first used, and can be built."""

from __future__ import annotations
import __future__

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError
from pydantic_core import SchemaSerializer, SchemaValidator

from shared.models.ledger.transactions.batch import Batch
from shared.models.values.base import MAX_MEMBERS, FrozenModel, InputModel, _most_items
from shared.models.values.patterns import MESSAGES
from shared.models.values.validation import field_errors_of

ROOT = Path(__file__).parents[3]
PACKAGES = ("functions", "shared")


def all_models() -> list[type[BaseModel]]:
    """Return every model of the deployed packages, all of whose modules are imported."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return [
        one
        for one in subclasses_of(BaseModel)
        if one.__module__.split(".")[0] in PACKAGES
        and one.__pydantic_generic_metadata__["origin"] is None  # RootModel[…] is pydantic's own.
    ]


def subclasses_of(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in base.__subclasses__():
        yield one
        yield from subclasses_of(one)


BUILT_BY_IMPORT = """
from importlib import import_module
from pydantic_core import SchemaValidator
from functions.manifest import FUNCTIONS
from shared.models.values.base import FrozenModel

def built(base):
    for model in base.__subclasses__():
        if isinstance(model.__pydantic_validator__, SchemaValidator):
            yield model.__name__
        yield from built(model)

for function in FUNCTIONS:
    import_module(function.module)
print(*built(FrozenModel))
"""


NAME_MODULES_THAT_ARE_NOT_LOADED = {
    "functions.reports.chart_views",
    "functions.reports.exchange_views",
    "functions.reports.sankey_views",
}
"""Modules with models and with annotations of functions for type checkers alone."""


def is_model_of(module: str, value: object) -> bool:
    """Return whether a value is a model whose class a module defines, not one that it makes."""
    is_model = isinstance(value, type) and issubclass(value, BaseModel)
    return is_model and value.__module__ == module


def test_annotations_of_models_are_not_postponed_because_pydantic_would_compile_each() -> None:
    modules = {one.__module__: vars(sys.modules[one.__module__]) for one in all_models()}
    postponed = {
        name
        for name, module in modules.items()
        if module.get("annotations") is __future__.annotations
        and any(is_model_of(name, value) for value in module.values())
    }

    assert postponed == NAME_MODULES_THAT_ARE_NOT_LOADED


def test_no_model_is_built_while_functions_are_imported() -> None:
    command = [sys.executable, "-c", BUILT_BY_IMPORT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == []


def input_models() -> list[type[BaseModel]]:
    return [one for one in all_models() if issubclass(one, InputModel)]


def lists_of(model: type[BaseModel]) -> set[str]:
    """Return the names of the fields that are lists, as the JSON schema tells."""
    model.model_rebuild()
    found = set()
    for name, schema in model.model_json_schema()["properties"].items():
        kinds = [schema, *schema.get("anyOf", ())]
        if any(kind.get("type") == "array" for kind in kinds):
            found.add(name)
    return found


def test_every_list_of_an_input_is_bounded() -> None:
    unbounded = {
        f"{model.__name__}.{name}"
        for model in input_models()
        for name in lists_of(model) - _most_items(model).keys()
    }

    # Sent by the runs themselves: a page of tenants, or of entries.
    assert unbounded == {"RollupMessage.tenants", "RunMessage.entries"}


def test_no_input_has_as_many_fields_as_an_object_may_have_members() -> None:
    assert max(len(model.model_fields) for model in input_models()) < MAX_MEMBERS


def test_lists_are_counted_before_their_items_are_validated() -> None:
    assert errors_of(Batch, {"create": [0] * 501}) == [
        ("create", "must have at most 500 items"),
    ]
    assert errors_of(Batch, {"create": [{"splits": [0] * 51, "tags": [0] * 21}]}) == [
        ("create.0.splits", "must have at most 50 items"),
        ("create.0.tags", "must have at most 20 items"),
    ]
    assert len(errors_of(Batch, {"create": [0] * 500})) == 500


def test_members_are_counted_before_they_are_called_unknown() -> None:
    too_many = {f"unknown{number}": 0 for number in range(MAX_MEMBERS + 1)}

    assert errors_of(Batch, too_many) == [("body", "must have at most 40 members")]
    assert errors_of(Batch, {"create": [too_many]}) == [
        ("create.0", "must have at most 40 members"),
    ]
    assert len(errors_of(Batch, dict(list(too_many.items())[1:]))) == MAX_MEMBERS


def test_of_the_wrong_items_of_splits_the_first_is_told() -> None:
    errors = errors_of(Batch, {"create": [{"splits": [{}, {}, {}]}]})

    assert [field for field, _ in errors if "splits" in field] == ["create.0.splits.0.amount"]


def errors_of(model: type[BaseModel], content: object) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(content)
    return [(error.field, error.message) for error in field_errors_of(refused.value)]


class Point(FrozenModel):
    """A model."""

    x: int


class Sent(InputModel):
    """An input with a model within it."""

    point: Point
    label: str = ""


def test_every_model_can_be_built() -> None:
    models = all_models()

    assert {"TransactionDraft", "MonthQuery", "BackupHead"} <= {one.__name__ for one in models}
    for model in models:
        model.model_rebuild(force=True)
        assert isinstance(model.__pydantic_validator__, SchemaValidator), model
        assert isinstance(model.__pydantic_serializer__, SchemaSerializer), model


def test_every_model_is_frozen_and_built_on_demand() -> None:
    configs = {model: model.model_config for model in all_models()}

    assert [one for one, config in configs.items() if not config.get("frozen")] == []
    assert [one for one, config in configs.items() if not config.get("defer_build")] == []


def test_no_model_but_the_base_class_derives_from_pydantics() -> None:
    direct = [one for one in all_models() if BaseModel in one.__bases__]

    assert direct == [FrozenModel]


def test_a_model_is_built_by_its_first_use_and_not_by_its_definition() -> None:
    class Late(FrozenModel):
        x: int

    assert not isinstance(Late.__pydantic_validator__, SchemaValidator)
    assert Late(x=1).x == 1
    assert isinstance(Late.__pydantic_validator__, SchemaValidator)


def test_a_mistake_in_a_model_fails_when_it_is_built() -> None:
    class Mistaken(FrozenModel):
        x: Any
        y: Unknown  # type: ignore[name-defined]  # noqa: F821 (the mistake)

    with pytest.raises(NameError, match="Unknown"):
        Mistaken.model_rebuild(force=True)


def test_an_instance_cannot_be_changed() -> None:
    point = Point(x=1)

    with pytest.raises(ValidationError, match="frozen"):
        point.x = 2  # type: ignore[misc]

    assert point == Point(x=1)


def test_an_input_with_an_unknown_field_is_refused() -> None:
    assert Sent.model_validate({"point": {"x": 1}}) == Sent(point=Point(x=1))

    with pytest.raises(ValidationError, match="labels"):
        Sent.model_validate({"point": {"x": 1}, "labels": ""})


def test_threads_may_use_a_model_for_the_first_time_at_once() -> None:
    class Shared(FrozenModel):
        point: Point
        text: str

    start = Barrier(8)
    written: list[str] = []

    def use() -> None:
        start.wait()
        written.append(Shared(point=Point(x=1), text="a").model_dump_json())

    threads = [Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert written == ['{"point":{"x":1},"text":"a"}'] * 8


def patterns_in(schema: Any) -> Iterator[str]:
    """Yield the regular expressions in a core schema of pydantic."""
    if isinstance(schema, dict):
        if schema.get("type") == "str" and "pattern" in schema:
            yield schema["pattern"]
        for part in schema.values():
            yield from patterns_in(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            yield from patterns_in(part)


def test_each_pattern_of_an_input_has_a_message_without_a_regular_expression() -> None:
    found = set()
    for model in input_models():
        model.model_rebuild()
        found |= set(patterns_in(model.__pydantic_core_schema__))

    assert found == MESSAGES.keys()
    assert not [message for message in MESSAGES.values() if re.search(r"[\\^$*+\[{]", message)]
