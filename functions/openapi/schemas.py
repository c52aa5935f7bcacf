"""JSON Schemas of the models of requests and answers, in the form that generated clients need.

- A property of a request is required only if the server requires it, and no property has a
  ``default``, because generators make properties with a default required, or send the default.
- Every property of an answer is required, because answers leave nothing out.
- Null is allowed where the server accepts it: in a patch only where null clears a field.
- Enumerations have the names of their members, which are in upper case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema, to_jsonable_python

from functions.openapi.descriptions import DEFAULT, describe_properties
from shared.models.history.kinds import load
from shared.models.values.base import FrozenModel, InputModel
from shared.models.values.validation import refuse_null

SCHEMAS = "#/components/schemas/"

Mode: TypeAlias = Literal["validation", "serialization"]
"""Requests are validated, answers are serialized."""

_OBSOLETE = ("title", "examples")


class ApiSchema(GenerateJsonSchema):
    """Generator of schemas in the form that generated clients need."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema of a field with a default, which only the description will name."""
        inner = self.generate_inner(schema["schema"])
        default = schema.get("default")
        if default in (None, (), "") or (self.mode == "serialization" and not self._is_input):
            return inner
        shown = default.name if isinstance(default, Enum) else to_jsonable_python(default)
        return inner | {DEFAULT: shown}

    _is_input = False
    """Whether the model that is being described is one of requests, which backups consist of."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Return the schema of a model."""
        outer, self._is_input = self._is_input, issubclass(schema["cls"], InputModel)
        try:
            return super().model_schema(schema)
        finally:
            self._is_input = outer

    def field_is_required(
        self,
        field: Any,
        total: bool,  # noqa: FBT001 (the signature is pydantic's)
    ) -> bool:
        """Return whether a property is required: in answers each one is.

        Backups, which are answers and requests, leave out properties with their usual value.
        """
        is_answer = self.mode == "serialization" and not self._is_input
        return is_answer or super().field_is_required(field, total)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (as above)
        """Return False: a title that repeats the name says nothing."""
        return False

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        """Return the schema of an enumeration, whose values are the names of the members."""
        names = [member.name for member in schema["members"]]
        return super().enum_schema(schema) | {"enum": names, "type": "string"}

    def function_after_schema(
        self, schema: core_schema.AfterValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """Return the schema of a validated value; one that refuses null does not allow it."""
        inner = super().function_after_schema(schema)
        return without_null(inner) if schema["function"]["function"] is refuse_null else inner


def loaded(model: type[BaseModel] | str | None) -> type[BaseModel] | None:
    """Return a model, which may be named as ``module:name``."""
    if not isinstance(model, str):
        return model
    found: type[BaseModel] = load(model)
    return found


def schemas_of(
    models: Iterable[tuple[type[BaseModel], Mode]],
) -> tuple[Mapping[Any, JsonSchemaValue], dict[str, JsonSchemaValue]]:
    """Return the schema of each model in its mode, and the components that these refer to."""
    wanted = sorted(set(models), key=lambda one: (one[0].__qualname__, one[0].__module__, one[1]))
    found, definitions = models_json_schema(
        wanted, ref_template=f"{SCHEMAS}{{model}}", schema_generator=ApiSchema
    )
    components = definitions.get("$defs", {})
    for schema in components.values():
        describe_properties(schema)
    inputs = {model.__name__ for model, mode in wanted if mode == "validation"}
    for name, base in _bases(components, components.keys() - inputs).items():
        components[name] = _extended(components[name], base, components[base])
    return found, {name: tidy(schema) for name, schema in sorted(components.items())}


def _bases(components: Mapping[str, JsonSchemaValue], answers: AbstractSet[str]) -> dict[str, str]:
    """Return the name of the model that each model of answers extends, for those that do.

    Derived models come first, so that each is compared with its base as a whole. Models of requests
    refuse unknown properties, so no schema can add some to theirs.
    """
    models = {one.__name__: one for one in _subclasses_of(FrozenModel)}
    found = {name: models[name].__bases__[0].__name__ for name in answers & models.keys()}
    return {
        name: base
        for name, base in sorted(found.items(), key=lambda one: -len(models[one[0]].__mro__))
        if base in components
        and "additionalProperties" not in components[name]
        and "properties" in components[name]
        and _has(components[name]["properties"], components[base]["properties"])
    }


def _has(properties: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    return all(properties.get(name) == value for name, value in others.items())


def _subclasses_of(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        yield one
        yield from _subclasses_of(one)


def _extended(schema: JsonSchemaValue, name: str, base: JsonSchemaValue) -> JsonSchemaValue:
    """Return the schema of a variant as its base and the properties that the base lacks."""
    properties = {
        key: value for key, value in schema["properties"].items() if key not in base["properties"]
    }
    own = {"type": "object", "required": list(properties), "properties": properties}
    return {"description": schema["description"], "allOf": [{"$ref": f"{SCHEMAS}{name}"}, own]}


def without_null(schema: JsonSchemaValue) -> JsonSchemaValue:
    """Return a schema that does not allow null."""
    if isinstance(kinds := schema.get("type"), list):
        [kind] = [one for one in kinds if one != "null"]
        return schema | {"type": kind}
    branches = schema.get("anyOf", [])
    left = [branch for branch in branches if branch != {"type": "null"}]
    if len(left) == len(branches):
        return schema
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**left[0], **rest} if len(left) == 1 else {**rest, "anyOf": left}


def referenced(part: Any, components: dict[str, Any]) -> set[str]:
    """Return the names of the components that a part refers to, directly or not."""
    found: set[str] = set()
    left = list(_names_in(part))
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += _names_in(components[name])
    return found


def _names_in(part: Any) -> Iterator[str]:
    text = json.dumps(part)
    return (name for name in re.findall(f'"{SCHEMAS}([^"]+)"', text))


def tidy(part: Any) -> Any:
    """Return a part of a schema without titles, and with simple optional types as one type."""
    if isinstance(part, list):
        return [tidy(one) for one in part]
    if not isinstance(part, dict):
        return part
    schema = {
        key: {name: tidy(one) for name, one in value.items()}
        if key == "properties"
        else tidy(value)
        for key, value in part.items()
        if key not in _OBSOLETE
    }
    return _with_type_list(schema)


def _with_type_list(schema: JsonSchemaValue) -> JsonSchemaValue:
    """Return a value or null as one schema with two types, if the value has a plain type."""
    match schema.get("anyOf"):
        case [{"type": str(kind)} as value, {"type": "null"}] if kind not in {
            "object",
            "array",
        } and not value.keys() & {"enum", "const"}:
            rest = {key: one for key, one in schema.items() if key != "anyOf"}
            return {**value, **rest, "type": [kind, "null"]}
    return schema
