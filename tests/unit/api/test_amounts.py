"""Every amount of an answer is beside its currency, in the same object or its parent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from functions.http.views import Money
from tests.support import document

SCHEMAS: dict[str, Any] = document.document()["components"]["schemas"]
PATTERN = TypeAdapter(Money).json_schema()["pattern"]

WITHOUT_CURRENCY = {
    "AmountConditionView": "A number that amounts are compared with, as it was typed.",
    "EntryTemplateView": "A body to send as it is, whose account has the currency.",
}


def properties_of(name: str) -> dict[str, Any]:
    """Return the properties of a schema with those of the schemas that it extends."""
    schema = SCHEMAS[name]
    found: dict[str, Any] = dict(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        inherited = part.get("$ref")
        found |= properties_of(_name_in(inherited)) if inherited else part["properties"]
    return found


def parts_of(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object within a schema, without following references."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from parts_of(part)


def has_amounts(name: str) -> bool:
    return any(map(_is_amount, parts_of(properties_of(name))))


def _is_amount(schema: dict[str, Any]) -> bool:
    """Return whether a schema is that of an amount, or refers to one that is."""
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return _is_amount(SCHEMAS[_name_in(reference)])
    return bool(schema.get("pattern") == PATTERN)


def parents_of(name: str) -> set[str]:
    """Return the names of the schemas that have a property with this schema."""
    return {
        other
        for other in SCHEMAS
        if any(
            _name_in(str(part.get("$ref", ""))) == name for part in parts_of(properties_of(other))
        )
    }


def _name_in(reference: str) -> str:
    return reference.rpartition("/")[2]


def test_every_amount_is_beside_its_currency() -> None:
    with_amounts = {name for name in SCHEMAS if has_amounts(name)} - WITHOUT_CURRENCY.keys()
    alone = {name for name in with_amounts if "currency" not in properties_of(name)}

    assert len(with_amounts) > 20
    assert {
        (name, parent)
        for name in alone
        for parent in parents_of(name) or {"no parent"}
        if parent == "no parent" or "currency" not in properties_of(parent)
    } == set()


def test_every_exception_has_amounts() -> None:
    assert all(map(has_amounts, WITHOUT_CURRENCY))
