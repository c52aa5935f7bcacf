"""Changes of JSON Schemas that OpenAPI requires in another form than pydantic's."""

from __future__ import annotations

from typing import Any


def without_discriminator(schema: dict[str, Any]) -> None:
    """Remove the discriminator from the schema of a union in which a value has two members.

    An OpenAPI discriminator maps each value to exactly one schema.
    """
    del schema["discriminator"]
