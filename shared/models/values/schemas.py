"""JSON Schemas of models, where an OpenAPI document needs them otherwise than pydantic has them."""

from __future__ import annotations

from typing import Any


def without_discriminator(schema: dict[str, Any]) -> None:
    """Take the discriminator out of a union's schema, where one of its values has two members.

    A document's discriminator leads from each value to one schema.
    """
    del schema["discriminator"]
