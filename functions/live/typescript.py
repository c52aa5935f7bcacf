"""Write the types of live documents as a TypeScript module, with checks of what was read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from functions.live.documents import LIVE_DOCUMENTS
from functions.live.tenant_documents import Ledger
from shared.repositories.ledger.ledger_codec import LIVE_VERSION

_BEGIN = Path(__file__).with_name("begin.ts")
"""The part of the module that does not depend on the documents."""

_PRIMITIVES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}
_Schema = dict[str, Any]


def module_text() -> str:
    """Return the text of the TypeScript module."""
    models = [Ledger, *(one.model for one in LIVE_DOCUMENTS)]
    adapters: list[tuple[str, Literal["validation"], TypeAdapter[Any]]]
    adapters = [(model.__name__, "validation", TypeAdapter(model)) for model in models]
    _, schema = TypeAdapter.json_schemas(adapters)
    definitions: dict[str, _Schema] = schema["$defs"]
    parts = [
        _BEGIN.read_text(encoding="utf-8").replace("LIVE_VERSION = 0", _version()),
        _paths(),
        *(_declaration(name, definitions) for name in sorted(definitions)),
        *(_shape_constant(name, definitions[name]) for name in _checked(definitions)),
        *(_assertion(one.model.__name__) for one in LIVE_DOCUMENTS),
    ]
    return "\n".join(parts)


def _version() -> str:
    return f"LIVE_VERSION = {LIVE_VERSION}"


def _paths() -> str:
    """Return the functions that give the path of each collection below a tenant."""
    paths = [one.path for one in LIVE_DOCUMENTS if one.path.startswith("{tenant}")]
    below = dict.fromkeys(path.split("/")[1] for path in paths)
    return "\n".join(
        [
            "/** Paths of the collections below a tenant. */",
            "export const collectionPath = {",
            *(f"  {name}: (tenant: TenantPath) => `${{tenant}}/{name}`," for name in below),
            "} as const;",
            "",
        ]
    )


def _declaration(name: str, definitions: dict[str, _Schema]) -> str:
    """Return the type of that name; one with all fields of a ledger extends it."""
    definition, ledger = definitions[name], definitions[Ledger.__name__]
    if "enum" in definition:
        return f"export type {name} = {_type_of(definition)};\n"
    properties, required = definition["properties"], set(definition.get("required", ()))
    extends = ""
    if name != Ledger.__name__ and properties.keys() >= ledger["properties"].keys():
        properties = {k: v for k, v in properties.items() if k not in ledger["properties"]}
        extends = f" extends {Ledger.__name__}"
    lines = [*_comment(definition, ""), f"export interface {name}{extends} {{"]
    for field, schema in properties.items():
        mark = "" if field in required else "?"
        lines += [*_comment(schema, "  "), f"  readonly {field}{mark}: {_type_of(schema)};"]
    return "\n".join([*lines, "}", ""])


def _comment(schema: _Schema, indent: str) -> Iterator[str]:
    if text := schema.get("description"):
        lines = text.split("\n")
        if len(lines) == 1:
            yield f"{indent}/** {text} */"
            return
        yield f"{indent}/**"
        yield from (f"{indent} * {line}".rstrip() for line in lines)
        yield f"{indent} */"


def _type_of(schema: _Schema) -> str:  # noqa: PLR0911 (one for each kind of schema)
    """Return the TypeScript type of a schema."""
    match schema:
        case {"$ref": reference}:
            return _name_of(reference)
        case {"anyOf": [one, {"type": "null"}]}:
            return f"{_type_of(one)} | null"
        case {"enum": values}:
            return " | ".join(json.dumps(value) for value in values)
        case {"type": "string", "format": "date-time"}:
            return "Timestamp"
        case {"type": "array", "items": items}:
            return f"readonly {_type_of(items)}[]"
        case {"type": "object", "additionalProperties": dict() as values}:
            return f"Readonly<Record<string, {_type_of(values)}>>"
        case {"type": "object"}:
            return "Readonly<Record<string, unknown>>"
        case {"type": name}:
            return _PRIMITIVES[name]
    raise TypeError(schema)


def _shape_constant(name: str, definition: _Schema) -> str:
    """Return the constant that describes the type of that name to the checks."""
    return f"const {name}Shape: Shape = {_shape_of(definition)};\n"


def _shape_of(schema: _Schema) -> str:  # noqa: PLR0911 (one for each kind of schema)
    """Return the description of a schema for the checks at run time."""
    match schema:
        case {"$ref": reference}:
            return f"{_name_of(reference)}Shape"
        case {"anyOf": [one, {"type": "null"}]}:
            return f'{{ kind: "nullable", of: {_shape_of(one)} }}'
        case {"enum": values}:
            return f'{{ kind: "enum", values: {json.dumps(values)} }}'
        case {"properties": properties}:
            required = set(schema.get("required", ()))
            fields = [
                f"  {name}: {{ required: {json.dumps(name in required)}, shape: {_shape_of(of)} }},"
                for name, of in properties.items()
            ]
            return "\n".join(['{ kind: "object", fields: {', *fields, "} }"])
        case {"type": "string", "format": "date-time"}:
            return '"timestamp"'
        case {"type": "array", "items": items}:
            return f'{{ kind: "list", of: {_shape_of(items)} }}'
        case {"type": "object", "additionalProperties": dict() as values}:
            return f'{{ kind: "map", of: {_shape_of(values)} }}'
        case {"type": "object"}:
            return '{ kind: "map", of: "unknown" }'
        case {"type": name}:
            return json.dumps("integer" if name == "integer" else _PRIMITIVES[name])
    raise TypeError(schema)


def _checked(definitions: dict[str, _Schema]) -> list[str]:
    """Return the names of what live documents consist of, each behind those it refers to."""
    order: dict[str, None] = {}

    def add(name: str) -> None:
        for reference in _references_in(definitions[name]):
            add(reference)
        order.setdefault(name)

    for one in LIVE_DOCUMENTS:
        add(one.model.__name__)
    return list(order)


def _references_in(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield _name_of(schema["$ref"])
        for part in schema.values():
            yield from _references_in(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _references_in(part)


def _assertion(name: str) -> str:
    return "\n".join(
        [
            f"/** Check data that was read; throw a LiveShapeError if it is no {name}. */",
            f"export function assert{name}(data: unknown): asserts data is {name} {{",
            f'  check(data, {name}Shape, "{name}");',
            "}",
            "",
        ]
    )


def _name_of(reference: str) -> str:
    return reference.rpartition("/")[2]
