"""Descriptions of properties: those of the models, else the usual one of a property's name."""

from __future__ import annotations

import json
from typing import Any

DEFAULT = "x-default"
"""Keyword of a default value until the description of the property has it."""

USUAL: dict[str, str] = {}
"""The usual description of properties and parameters, by name."""


def describe_properties(schema: dict[str, Any]) -> None:
    """Give each property of a schema its description, which also names the default."""
    for name, value in schema.get("properties", {}).items():
        describe(name, value)


def describe(name: str, schema: dict[str, Any]) -> None:
    """Give the schema of a property or parameter its description."""
    text = schema.get("description") or _of_branches(schema) or USUAL.get(name, "")
    if DEFAULT in schema:
        text = f"{text} By default {_shown(schema.pop(DEFAULT))}.".strip()
    if text:
        schema["description"] = text


def _of_branches(schema: dict[str, Any]) -> str:
    """Return the description of the first branch that has one, and remove it there."""
    for branch in schema.get("anyOf", []):
        if text := branch.pop("description", ""):
            return str(text)
    return ""


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
