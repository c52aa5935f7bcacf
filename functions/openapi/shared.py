"""Schemas of values that many properties have, as components that these refer to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from functions.http.views import MONEY_PATTERN
from functions.openapi.schemas import SCHEMAS

_SHARED = (
    "amount", "color", "conditions", "created_at", "etag", "expenses", "icon", "income", "net",
    "next_cursor", "payee", "splits", "tags", "updated_at",
)  # fmt: skip
"""Properties of many schemas; the one that takes most of the document becomes a component."""

_MONEY = {"type": "string", "pattern": MONEY_PATTERN}


def share_values(components: dict[str, dict[str, Any]]) -> None:
    """Replace equal properties by references to components, and amounts by ``Money``.

    A component has the name of the property: ``next_cursor`` becomes ``NextCursor``.
    """
    _share_money(list(components.values()))
    text = "An exact amount with all decimals of the currency, and a minus sign if negative."
    components["Money"] = {**_MONEY, "description": text}
    owners = [part for schema in components.values() for part in _objects_in(schema)]
    for name in _SHARED:
        component = name.title().replace("_", "")
        texts = [json.dumps(one[name]) for one in owners if name in one]
        most = max(texts, key=lambda one: len(one) * texts.count(one))
        components[component] = json.loads(most)
        for properties in owners:
            if json.dumps(properties.get(name)) == most:
                properties[name] = {"$ref": f"{SCHEMAS}{component}"}


def _objects_in(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the properties of a schema, and of each schema that it consists of."""
    if "properties" in schema:
        yield schema["properties"]
    for part in schema.get("allOf", []):
        yield from _objects_in(part)


def _share_money(part: Any) -> None:
    """Replace each amount in a part of a schema by a reference."""
    if isinstance(part, dict):
        if _MONEY.items() <= part.items():
            del part["type"], part["pattern"]
            part["$ref"] = f"{SCHEMAS}Money"
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            _share_money(one)
