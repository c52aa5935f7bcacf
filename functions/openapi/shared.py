"""Schemas of values that many properties have, as components that these refer to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from functions.http.views import MONEY_PATTERN
from functions.openapi.descriptions import USUAL
from functions.openapi.schemas import SCHEMAS
from shared.models.values.money import AMOUNT_SCHEMA

_SHARED = {
    "AccountCurrency": ("currency", "Of all its amounts"),
    "AccountId": ("account_id", "pattern"),
    "AccountName": ("name", "another account"),
    "AmountOrNull": ("to_amount", "A number with"),
    "AnyCurrency": ("base", "also of a former"),
    "Archived": ("archived", "By default false"),
    "Assets": ("assets", ""),
    "BaseAmount": ("base_amount", "if the account"),
    "CategoryId": ("category_id", "pattern"),
    "CategoryName": ("name", "another category"),
    "Color": ("color", "pattern"),
    "Conditions": ("conditions", ""),
    "CreatedAt": ("created_at", ""),
    "Currency": ("currency", '"An ISO 4217 code."'),
    "CustomTypeId": ("custom_type_id", "pattern"),
    "CustomTypeName": ("name", "another custom type"),
    "Day": ("date", '"The day."'),
    "DeletedAt": ("deleted_at", "trash"),
    "Description": ("description", "maxLength"),
    "EndDate": ("end_date", "TIMEBOUND"),
    "Etag": ("etag", ""),
    "Expenses": ("expenses", ""),
    "FirstDay": ("from", "The first day."),
    "Icon": ("icon", "maxLength"),
    "Income": ("income", ""),
    "IsArchived": ("archived", "takes nothing"),
    "IsFuture": ("is_future", ""),
    "IsPartial": ("is_partial", "add the amounts"),
    "JoinedAt": ("joined_at", ""),
    "LastDay": ("to", "The last day."),
    "LedgerMonth": ("month", ""),
    "Liabilities": ("liabilities", "Debts on"),
    "MergingInto": ("merging_into", "pattern"),
    "MonthFirstDay": ("from", "The month's first"),
    "MonthlyAmounts": ("monthly_totals", ""),
    "MonthsOfSeries": ("months", "MonthOfSeries"),
    "NamedAccountId": ("account_id", '"The id of the account."'),
    "NamedCategoryId": ("category_id", '"The id of the category."'),
    "NamedColor": ("color", "A color as"),
    "NamedCustomTypeId": ("custom_type_id", "null without one"),
    "NamedPayee": ("payee", '"The other party."'),
    "Net": ("net", ""),
    "NextCursor": ("next_cursor", ""),
    "Notes": ("notes", "maxLength"),
    "OpeningBalance": ("opening_balance", "Balance before the first"),
    "OpeningDay": ("opening_date", 'balance counts."'),
    "Original": ("original", "OriginalDraft"),
    "OwnRateValue": ("rate", "The price of one unit"),
    "Payee": ("payee", "maxLength"),
    "Rate": ("rate", "Instead of"),
    "Ratio": ("share", ""),
    "RecordId": ("id", "pattern"),
    "RecordRevision": ("revision", "By default 1"),
    "RuleEnabled": ("enabled", "By default true"),
    "RuleName": ("name", '"maxLength": 100, "minLength": 1, "type": ["string", "null"]'),
    "Splits": ("splits", "maxItems"),
    "TagNames": ("tags", '{"items": {"type": "string"}, "type"'),
    "Tags": ("tags", "maxItems"),
    "ToAccountId": ("to_account_id", "pattern"),
    "ToAmount": ("to_amount", "brings to the other"),
    "TransactionCount": ("transaction_count", '"The number of transactions."'),
    "TransactionCurrency": ("currency", "From another one"),
    "Unconverted": ("unconverted", "in no sum"),
    "UnconvertedBalances": ("unconverted", "not in the totals"),
    "UpdatedAt": ("updated_at", ""),
}
"""Components by name: the property, and a part of the JSON of its schema.

The most frequent of these schemas becomes the component.
"""

_AMOUNTS: dict[str, tuple[dict[str, Any], Any]] = {
    "Amount": ({"anyOf": AMOUNT_SCHEMA["anyOf"]}, AMOUNT_SCHEMA["description"]),
    "Money": (
        {"type": "string", "pattern": MONEY_PATTERN},
        (
            "An exact amount in the currency beside it, or in that of the ledger: with all "
            "decimals, and a minus sign if negative."
        ),
    ),
    "KnownMoney": (
        {"type": ["string", "null"], "pattern": MONEY_PATTERN},
        "An amount as `Money`, or null.",
    ),
}
"""Components of the amounts in requests and in answers: their schema and description."""


def share_values(components: dict[str, dict[str, Any]]) -> None:
    """Replace equal properties, and amounts, by references to components."""
    for name, (amount, text) in _AMOUNTS.items():
        _share_amount(list(components.values()), name, amount, text)
        components[name] = {**amount, "description": text}
    owners = [part for schema in components.values() for part in _objects_in(schema)]
    for component, (name, mark) in _SHARED.items():
        texts = [text for one in owners if name in one and mark in (text := json.dumps(one[name]))]
        most = max(texts, key=texts.count)
        components[component] = shared = json.loads(most)
        for properties in owners:
            # A mere reference to another component may mean other things under other names.
            for key in properties if "$ref" not in shared else {name} & properties.keys():
                if json.dumps(properties[key]) == most:
                    properties[key] = {"$ref": f"{SCHEMAS}{component}"}


def _objects_in(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the properties of a schema, and of each schema that it consists of."""
    if "properties" in schema:
        yield schema["properties"]
    for part in schema.get("allOf", []):
        yield from _objects_in(part)


def _share_amount(part: Any, name: str, amount: dict[str, Any], text: str) -> None:
    """Replace each amount in a part of a schema by a reference, which keeps other descriptions."""
    if isinstance(part, dict):
        if amount.items() <= part.items():
            for key in amount:
                del part[key]
            part["$ref"] = f"{SCHEMAS}{name}"
            if part.get("description") in (text, USUAL["amount"]):
                del part["description"]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            _share_amount(one, name, amount, text)
