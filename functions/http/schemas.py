"""JSON Schemas of models where an OpenAPI document needs another form than pydantic's."""

from __future__ import annotations

from typing import Any


def without_discriminator(schema: dict[str, Any]) -> None:
    """Remove the discriminator from a union's schema, where one of its values has two members.

    An OpenAPI discriminator maps each value to exactly one schema.
    """
    del schema["discriminator"]
