"""Parameters of operations, made of the models of their inputs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from functions.openapi.descriptions import describe
from functions.openapi.headers import PARAMETERS
from functions.openapi.schemas import tidy, without_null

WORKSPACE = {
    "name": "X-Workspace-Id",
    "in": "header",
    "description": "A workspace with the caller as active member; by default the own ledger.",
    "schema": {"type": "string", "pattern": "^[0-9A-Za-z]{1,64}$"},
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "ETags of the versions that the client has; the answer to them is 304.",
    "schema": {"type": "string"},
}


def parameters_of(place: str, schema: dict[str, Any]) -> list[Any]:
    """Return the parameters of one place (path, query or header) that a model describes."""
    required = schema.get("required", [])
    return [
        _parameter(place, name, dict(value), is_required=name in required)
        for name, value in schema["properties"].items()
    ]


def _parameter(place: str, name: str, schema: Any, *, is_required: bool) -> dict[str, Any]:
    schema = without_null(schema)  # A parameter is left out instead.
    describe(name, schema)
    parameter: dict[str, Any] = {"name": name, "in": place}
    if is_required:
        parameter["required"] = True
    if text := schema.pop("description", ""):
        parameter["description"] = text
    if schema.get("contentMediaType") == "application/json":
        content = {"schema": tidy(schema["contentSchema"])}
        return parameter | {"content": {"application/json": content}}
    return parameter | {"schema": tidy(schema)}


class SharedParameters:
    """The parameters that several operations have, as components that they refer to."""

    def shared_by(self, paths: dict[str, Any]) -> dict[str, Any]:
        """Replace equal parameters in the operations by references, and return them by name."""
        lists = [
            o["parameters"] for item in paths.values() for o in item.values() if "parameters" in o
        ]
        counts = Counter(json.dumps(one) for parameters in lists for one in parameters)
        names = dict(_named(counts))
        for parameters in lists:
            for index, one in enumerate(parameters):
                if name := names.get(json.dumps(one)):
                    parameters[index] = {"$ref": f"{PARAMETERS}{name}"}
        return {name: json.loads(text) for text, name in sorted(names.items(), key=_name_of)}


def _named(counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield text and name of each shared parameter; of those of one name, the most frequent."""
    used: set[str] = set()
    for text, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        name = json.loads(text)["name"]
        if count > 1 and name not in used:
            used.add(name)
            yield text, name


def _name_of(item: tuple[str, str]) -> str:
    return item[1]
