"""Resources in the change log, of any kind, in the form of the function that serves them.

``functions/manifest.py`` names the function that makes the view of a kind's log entries; it is
imported on first use. Other kinds are shown as stored in the log.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import cache, reduce
from typing import Annotated, Any, get_type_hints

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from functions.manifest import FUNCTIONS
from shared.models.history.kinds import KINDS, Entity, Kind, load
from shared.models.ledger.ledger import Ledger

View = Callable[[Any, Ledger], BaseModel]
"""Makes the view of a value from a log entry of the ledger."""


class _OfAnyKind:
    """Skips validation, and documents a resource as one of the views or an object."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.any_schema()

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        views = [view for kind in KINDS if (view := find_view(kind.entity)) is not None]
        models = [get_type_hints(view)["return"] for view in views]
        documented: TypeAdapter[Any] = TypeAdapter(reduce(operator.or_, models) | dict[str, Any])
        return handler(documented.core_schema)


Resource = Annotated[BaseModel | dict[str, Any], _OfAnyKind]
"""A changed resource; rules and settings are shown as stored in the log.

A rule has its ``position`` among the others, from 0. The order of the rules has the id ``order``
and the ``ids`` of all rules.
"""


@cache
def find_view(entity: Entity) -> View | None:
    """Return the function that makes the view of a kind's log entries; None if it has no view."""
    names = [function.shows[entity] for function in FUNCTIONS if entity in function.shows]
    view: View | None = load(names[0]) if names else None
    return view


def resource_of(kind: Kind, content: dict[str, Any] | None, ledger: Ledger) -> Resource | None:
    """Return the view of a state in a log entry; None if the resource did not exist."""
    if content is None:
        return None
    if (view := find_view(kind.entity)) is not None:
        return view(kind.decode(content), ledger)
    return {
        name: value.upper() if name in kind.enumerations else value
        for name, value in content.items()
    }
