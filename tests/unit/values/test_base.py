"""Every model is frozen, is built when it is first used, and can be built."""

from __future__ import annotations

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

from shared.models.values.base import FrozenModel, InputModel

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


def test_no_model_is_built_while_functions_are_imported() -> None:
    command = [sys.executable, "-c", BUILT_BY_IMPORT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == []


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
