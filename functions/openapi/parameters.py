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


def shared_parameters(paths: dict[str, Any]) -> dict[str, Any]:
    """Replace equal parameters of operations by references, and return them by name.

    Of parameters with one name, the most frequent has it, and each other one also the operation
    that has it first. Parameters of all operations of a path become those of the path.
    """
    operations = [operation for item in paths.values() for operation in item.values()]
    names = dict(_named(operations))
    for operation in operations:
        operation["parameters"] = [
            {"$ref": f"{PARAMETERS}{name}"} if (name := names.get(json.dumps(one))) else one
            for one in operation["parameters"]
        ]
    for item in paths.values():
        _move_common(item)
    return {name: json.loads(text) for text, name in sorted(names.items(), key=_name_of)}


def _named(operations: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield text and name of each parameter that several operations have."""
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for operation in operations:
        for text in map(json.dumps, operation["parameters"]):
            counts[text] += 1
            first.setdefault(text, operation["operationId"])
    used: set[str] = set()
    for text, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        if count > 1:
            name = json.loads(text)["name"]
            yield text, f"{name}-{first[text]}" if name in used else name
            used.add(name)


def _move_common(item: dict[str, Any]) -> None:
    """Make parameters that all operations of a path have those of the path."""
    lists = [operation["parameters"] for operation in item.values()]
    common = [one for one in lists[0] if len(lists) > 1 and all(one in each for each in lists)]
    for operation in item.values():
        operation["parameters"] = [one for one in operation["parameters"] if one not in common]
        if not operation["parameters"]:
            del operation["parameters"]
    if common:
        item["parameters"] = common


def _name_of(item: tuple[str, str]) -> str:
    return item[1]
