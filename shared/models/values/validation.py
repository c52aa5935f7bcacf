"""A validator of fields, and conversion of pydantic's errors to the field errors of the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError, field_validator
from pydantic_core import ErrorDetails

from shared.errors import FieldError

_TAG = re.compile(r"[A-Z]+(_[A-Z]+)*")
_UNION_TAG_ERRORS = frozenset({"union_tag_invalid", "union_tag_not_found"})


def not_null(*fields: str) -> Any:
    """Return a validator that refuses null in these fields of a patch, or in all for ``*``.

    It becomes an attribute of the model. Models with a common subclass need different names for it,
    because an attribute replaces one of the same name.
    """
    return field_validator(*fields)(refuse_null)


def refuse_null(value: object) -> object:
    """Return a value unchanged; ``functions.openapi`` knows by it where null is not allowed.

    Raises:
        ValueError: The value is None.
    """
    if value is None:
        raise ValueError("must not be null")
    return value


def field_errors_of(error: ValidationError) -> list[FieldError]:
    """Return an error for each invalid field, by its path with dots and indexes."""
    return [
        FieldError(_path(detail) or "body", _sentence(detail))
        for detail in _causes(error.errors(include_url=False))
    ]


def _causes(details: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Yield the errors that are not consequences of others.

    Pydantic also reports a tuple as too short when one of its items is invalid.
    """
    within = {detail["loc"][:end] for detail in details for end in range(len(detail["loc"]))}
    for detail in details:
        if detail["type"] != "too_short" or detail["loc"] not in within:
            yield detail


def _path(detail: ErrorDetails) -> str:
    """Return the path of the field as the client wrote it, without pydantic's union tags.

    Pydantic inserts the tag of a union's member into the path. Tags are constants in upper case;
    only an unknown field, at the end of the path, can look the same. Where no member of the union
    was found, the path ends in the discriminator's name.
    """
    is_unknown = detail["type"] == "extra_forbidden"
    last = len(detail["loc"]) - 1
    parts = [
        str(part)
        for index, part in enumerate(detail["loc"])
        if not _TAG.fullmatch(str(part)) or (is_unknown and index == last)
    ]
    if detail["type"] in _UNION_TAG_ERRORS:
        parts.append(detail["ctx"]["discriminator"].strip("'"))
    return ".".join(parts)


def _sentence(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind in {"missing", "union_tag_not_found"}:
        return "is required"
    if kind == "union_tag_invalid":
        return f"must be one of {detail['ctx']['expected_tags']}"
    if kind == "extra_forbidden":
        return "is not a known field"
    if kind == "too_short":
        return f"must have at least {_items(detail['ctx']['min_length'])}"
    if kind == "too_long":
        return f"must have at most {_items(detail['ctx']['max_length'])}"
    return detail["msg"].removeprefix("Value error, ")


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"
