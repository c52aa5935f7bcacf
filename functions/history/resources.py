"""Resources in the change log: things of any kind, as the function that has them shows them.

``functions/manifest.py`` names, for a kind, the function that makes the view of its log entries;
it is imported when it is first needed. Other kinds are shown as the log keeps them.
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
"""Makes the view of a value that a log entry holds, in the ledger with that ledger."""


class _OfAnyKind:
    """A resource is checked by nothing, and documented as any of the views, or as an object."""

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
"""What was changed; of rules and settings, what is kept of them.

What is kept of a rule has its ``position`` among the others, from 0; that of their order is under
the id ``order``, and has the ``ids`` of all.
"""


@cache
def find_view(entity: Entity) -> View | None:
    """Return what makes the view of a kind's log entries; None where they are shown as kept."""
    names = [function.shows[entity] for function in FUNCTIONS if entity in function.shows]
    view: View | None = load(names[0]) if names else None
    return view


def resource_of(kind: Kind, content: dict[str, Any] | None, ledger: Ledger) -> Resource | None:
    """Return the content of a log entry as clients see it; None where the thing was not there."""
    if content is None:
        return None
    if (view := find_view(kind.entity)) is not None:
        return view(kind.decode(content), ledger)
    return {
        name: value.upper() if name in kind.enumerations else value
        for name, value in content.items()
    }
