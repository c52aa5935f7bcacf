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
    "AmountChanges": ("amount_changes", "maxItems"),
    "AmountOrNull": ("to_amount", "A number with"),
    "AnyCurrency": ("base", "has replaced"),
    "Archived": ("archived", "By default false"),
    "Assets": ("assets", ""),
    "AvailableMoney": ("available", "By default"),
    "BaseAmount": ("base_amount", "if the account"),
    "BroughtAmount": ("to_amount", "two currencies brings."),
    "BudgetsToFill": ("items", "The budgets, each once"),
    "CarryCap": ("carry_cap", "a surplus carries"),
    "CategoryId": ("category_id", "pattern"),
    "CategoryName": ("name", "another category"),
    "ChangesMade": ("changes", "ChangeView"),
    "ChosenKinds": ("kinds", "maxItems"),
    "Color": ("color", "pattern"),
    "Conditions": ("conditions", ""),
    "CreatedAt": ("created_at", ""),
    "Currency": ("currency", '"An ISO 4217 code."'),
    "CustomTypeId": ("custom_type_id", "pattern"),
    "CustomTypeName": ("name", "another custom type"),
    "CustomTypeType": ("type", "it cannot be changed"),
    "Day": ("date", '"The day."'),
    "DayShift": ("shift", "The move of dates"),
    "DaysOfMonth": ("days_of_month", "maxItems"),
    "DeletedAt": ("deleted_at", "trash"),
    "DemoEnd": ("expires_at", "The end of a demo"),
    "Description": ("description", "maxLength"),
    "EndDate": ("end_date", "TIMEBOUND"),
    "EntryName": ("name", '"Hidden characters are refused."'),
    "EntryStart": ("start", "on which it may fall"),
    "Etag": ("etag", ""),
    "Expenses": ("expenses", ""),
    "FirstDay": ("from", "The first day."),
    "Holidays": ("holidays", "for its public holidays"),
    "Icon": ("icon", "maxLength"),
    "IconName": ("icon", "or an emoji"),
    "Income": ("income", ""),
    "InvitedBy": ("invited_by", ""),
    "IsArchived": ("archived", "takes nothing"),
    "IsDefault": ("is_default", ""),
    "IsFuture": ("is_future", ""),
    "IsPartial": ("is_partial", "add the amounts"),
    "JoinedAt": ("joined_at", ""),
    "KindsSent": ("kinds", "that are sent"),
    "LastDay": ("to", "The last day."),
    "LedgerMonth": ("month", ""),
    "Liabilities": ("liabilities", "Debts on"),
    "LowBalance": ("low_balance", "negative for a debt"),
    "MergingInto": ("merging_into", "pattern"),
    "MonthFirstDay": ("from", "The month's first"),
    "MonthLastDay": ("to", "month's last"),
    "MonthlyAmounts": ("monthly_totals", ""),
    "MonthsOfSeries": ("months", "MonthOfSeries"),
    "NamedAccountId": ("account_id", '"The id of the account."'),
    "NamedCategoryId": ("category_id", '"The id of the category."'),
    "NamedColor": ("color", "A color as"),
    "NamedCustomTypeId": ("custom_type_id", "null without one"),
    "NamedNominal": ("nominal", "of the occurrence"),
    "NamedPayee": ("payee", '"The other party."'),
    "NamedToAccount": ("to_account_id", "otherwise null"),
    "NamedTransactionId": ("transaction_id", '"The id of the transaction."'),
    "Net": ("net", ""),
    "NewKind": ("kind", "By default SPENDING"),
    "NextCursor": ("next_cursor", ""),
    "Nominal": ("nominal", "by the rule"),
    "Notes": ("notes", "maxLength"),
    "OccurrenceNominal": ("occurrence_nominal", "or null"),
    "OpeningBalance": ("opening_balance", "Balance before the first"),
    "OpeningDate": ("opening_date", "By default today"),
    "OpeningDay": ("opening_date", 'balance counts."'),
    "Original": ("original", "OriginalDraft"),
    "OriginalOrNull": ("original", "OriginalView"),
    "OwnRateValue": ("rate", "The price of one unit"),
    "PartNote": ("note", "maxLength"),
    "Payee": ("payee", "maxLength"),
    "PlanDay": ("date", "the same for all"),
    "PriceCurrency": ("quote", "in which the price"),
    "PricedCurrency": ("base", "that is priced"),
    "QuotationMark": ("quote", "around cells"),
    "Rate": ("rate", "Instead of"),
    "RateDay": ("date", "until a newer rate"),
    "RatesAsOf": ("rates_as_of", ""),
    "RateSourceOrNull": ("rate_source", "a reference rate, or"),
    "Ratio": ("share", ""),
    "RecordId": ("id", "pattern"),
    "RecordRevision": ("revision", "By default 1"),
    "RecurringId": ("recurring_id", '"The id of the recurring entry."'),
    "RuleEnabled": ("enabled", "By default true"),
    "RuleIds": ("rule_ids", "in their order"),
    "RuleName": ("name", '"maxLength": 100, "minLength": 1, "type": ["string", "null"]'),
    "Sequence": ("sequence", "without gaps"),
    "SettingsCurrency": ("currency", "converted first"),
    "Splits": ("splits", "maxItems"),
    "SummaryEdition": ("summary_edition", ""),
    "TagNames": ("tags", '{"items": {"type": "string"}, "type"'),
    "Tags": ("tags", "maxItems"),
    "ToAccountId": ("to_account_id", "pattern"),
    "ToAmount": ("to_amount", "brings to the other"),
    "TransactionCount": ("transaction_count", '"The number of transactions."'),
    "TransactionCurrency": ("currency", "From another one"),
    "Unconverted": ("unconverted", "in no sum"),
    "UnconvertedBalances": ("unconverted_balances", ""),
    "UpdatedAt": ("updated_at", ""),
    "Version": ("version", ""),
    "WebhookSecret": ("secret", "whsec_"),
    "WebhookUrl": ("url", "port 443"),
    "Weekdays": ("weekdays", "The weekdays"),
    "WhyOff": ("off_reason", "turned off by itself"),
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
    """Replace equal properties, and amounts, by references to components.

    Raises:
        ValueError: A component would replace a schema of the same name.
    """
    for name, (amount, text) in _AMOUNTS.items():
        _share_amount(list(components.values()), name, amount, text)
        components[name] = {**amount, "description": text}
    owners = [part for schema in components.values() for part in _objects_in(schema)]
    if taken := components.keys() & _SHARED.keys():
        raise ValueError(f"{taken} are schemas of their own")
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
