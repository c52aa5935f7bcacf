"""A validator of fields, and conversion of pydantic's errors to the field errors of the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import partial
from typing import Any

from pydantic import BeforeValidator, ValidationError, field_validator
from pydantic_core import ErrorDetails

from shared.errors import FieldError
from shared.models.values.patterns import MESSAGES

_TAG = re.compile(r"[A-Z]+(_[A-Z]+)*")
_OF_A_KEY = "[key]"
"""Pydantic appends it to the path of an invalid key of an object."""

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


def by_name(enumeration: type[Enum]) -> BeforeValidator:
    """Return a validator that reads a member of an enumeration by its name, in any case.

    Members that are stored by a value of another form are accepted by it, too.
    """
    return BeforeValidator(partial(_member, enumeration))


def _member(enumeration: type[Enum], value: object) -> object:
    if not isinstance(value, str) or value in [member.value for member in enumeration]:
        return value
    names = enumeration.__members__
    if value.upper() not in names:
        *others, last = names
        raise ValueError(f"must be {', '.join(others)} or {last}")
    return names[value.upper()]


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
        if part != _OF_A_KEY
    ]
    if detail["type"] in _UNION_TAG_ERRORS:
        parts.append(detail["ctx"]["discriminator"].strip("'"))
    return ".".join(parts)


UNKNOWN_FIELD = "is not a known field"
"""Message about a field, or a query parameter, that does not exist."""

_SENTENCES = {
    "missing": "is required",
    "union_tag_not_found": "is required",
    "extra_forbidden": UNKNOWN_FIELD,
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "must be a smaller number",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "json_type": "must be JSON",
    "json_invalid": "must be JSON",
    "datetime_type": "must be an instant, like 2026-03-31T12:00:00Z",
    "datetime_parsing": "must be an instant, like 2026-03-31T12:00:00Z",
    "datetime_from_date_parsing": "must be an instant, like 2026-03-31T12:00:00Z",
    "timezone_aware": "must have a time zone, like 2026-03-31T12:00:00Z",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "decimal_max_places": "must have at most {decimal_places} decimals",
}
"""Sentences about values, with the context of the error, by pydantic's type of the error."""

_COUNTED = {
    "too_short": ("least", "min_length", "item"),
    "too_long": ("most", "max_length", "item"),
    "string_too_short": ("least", "min_length", "character"),
    "string_too_long": ("most", "max_length", "character"),
}
"""Words of sentences about lengths, and the member of the context with the limit, by type."""

_CHOICES = {"union_tag_invalid": "expected_tags", "literal_error": "expected"}
"""The member of the context with the values to choose from, by type."""


def _sentence(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in _CHOICES:
        return f"must be {_choice(context[_CHOICES[kind]])}"
    if kind == "enum":  # Clients know the members by their names, which are in upper case.
        return f"must be {_choice(context['expected']).upper().replace(' OR ', ' or ')}"
    if kind == "string_pattern_mismatch":
        return MESSAGES.get(context["pattern"], "is of another form")
    if kind in _COUNTED:
        bound, limit, thing = _COUNTED[kind]
        return f"must have at {bound} {_number(context[limit], thing)}"
    if sentence := _SENTENCES.get(kind):
        return sentence.format(**context)
    return detail["msg"].removeprefix("Value error, ")


def _choice(expected: str) -> str:
    """Return values that pydantic lists in quotation marks as ``A, B or C``."""
    *others, last = re.findall(r"'([^']*)'", expected) or [expected]
    return f"{', '.join(others)} or {last}" if others else last


def _number(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count} {thing}s"
