"""Variants of changes by kind of resource, for the OpenAPI document; no request loads them."""

from __future__ import annotations

import operator
from functools import cache, reduce
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import BaseModel, Field, create_model

from functions.history.resources import find_view
from shared.models.history.kinds import KINDS, Kind


@cache
def union_of_variants(base: type[BaseModel], suffix: str, *fields: str) -> Any:
    """Return the union of the variants of a model, one for each kind, told apart by ``entity``.

    A variant has the view of its kind, or null, in the given fields.
    """
    models = [_variant(kind, base, suffix, fields) for kind in KINDS]
    return Annotated[reduce(operator.or_, models), Field(discriminator="entity")]


def _variant(
    kind: Kind, base: type[BaseModel], suffix: str, fields: tuple[str, ...]
) -> type[BaseModel]:
    words = kind.entity.name.split("_")
    name = "".join(word.title() for word in words) + suffix
    view = get_type_hints(find_view(kind.entity), include_extras=True)["return"]
    added: dict[str, Any] = dict.fromkeys(fields, (view | None, ...))
    added["entity"] = (Literal[kind.entity.name], ...)
    variant: type[BaseModel] = create_model(
        name,
        __base__=base,
        __doc__=f"{suffix} of {kind.entity.name}.",
        **added,
    )
    return variant
