"""Descriptions of properties: those of the models, else the usual one of a property's name.

The usual description of a list says so, and that of a property which cannot be null omits null.
"""

from __future__ import annotations

import json
import re
from typing import Any

DEFAULT = "x-default"
"""Keyword of a default value until the description of the property has it."""

USUAL = {
    "account_id": "The id of the account.",
    "accounts": "The number of accounts.",
    "action": "The effect of the change.",
    "actions": "The values that the rule sets.",
    "actor": "The uid of the user who made the change.",
    "after": "After it, or null.",
    "ambiguities": "The properties that the file does not determine.",
    "amount": "The amount in the currency beside it, or in that of the ledger.",
    "amount_sign": "Whether amounts have the signs of an account, or inverted ones.",
    "archived": "Whether it is hidden, and takes nothing new.",
    "are_rules_applied": "Whether the rules were matched with the row.",
    "amounts": "The amounts.",
    "assets": "The sum of the balances of asset accounts.",
    "at": "When the change was made.",
    "average_month": "The averages of whole months; null without one.",
    "balance": "The opening balance plus all transactions.",
    "balances": "The balances at the ends of the months.",
    "base_amount": "The amount in the ledger's currency; null without a rate.",
    "before": "Before it, or null.",
    "by_category": "The totals by category.",
    "by_custom_type": "The totals by custom type.",
    "by_tag": "The totals by tag.",
    "categories": "The number of categories.",
    "category_id": "The id of the category.",
    "cause": "The cause of the change.",
    "cause_id": "The id of the undone change, the import, or what was merged.",
    "cells": "The cells of a row that has no transaction; otherwise null.",
    "change": "The differences from the previous period.",
    "change_id": "The id of the change.",
    "change_ratio": "The differences divided by the previous totals.",
    "changed_fields": "The names of the fields that differ.",
    "changes": "The number of changes.",
    "claimed_at": "When the takeover was done; null while it continues.",
    "closing": "The period close; missing before the month is closed.",
    "closing_balance": "The balance at the end.",
    "code": "The stable code.",
    "color": "A color as `#rrggbb`.",
    "columns": "The columns of the file, in their order.",
    "completed_at": "When it was done; null before that.",
    "conditions": "All of them must match.",
    "confidence": "The confidence in each part, from 0 to 1.",
    "count": "The number of transactions.",
    "count_difference": "The difference from the previous close.",
    "create": "Transactions to create.",
    "created": "Ids of what was created.",
    "created_at": "When it was created.",
    "created_by": "The uid of the user who created it.",
    "cumulative_net": "The net of the month up to and including the day.",
    "currency": "An ISO 4217 code.",
    "custom_type_id": "The id of the custom type; null without one.",
    "custom_types": "The custom types.",
    "daily": "The totals by day.",
    "date": "The day.",
    "date_format": "The format of days, like `DD.MM.YYYY`.",
    "day_count": "The number of days.",
    "day": "The day of the month, from 1.",
    "days_of_month": "The medians of each day of the month.",
    "decimal_mark": "The mark before the decimals.",
    "default_account_id": "The account of transactions without another.",
    "delete": "Ids of transactions to move to the trash.",
    "deleted": "Ids of what was deleted.",
    "deleted_at": "When it was moved to the trash; otherwise null.",
    "delimiter": "The separator of cells.",
    "demo_id": "The uid of the anonymous user.",
    "description": "A free text.",
    "display_name": "The name in the profile.",
    "dry_run": "Whether nothing was changed.",
    "duplicate": "Rows that are recorded already.",
    "email": "The e-mail address.",
    "email_verified": "Whether the address is verified.",
    "enabled": "Whether the rule applies to new transactions.",
    "encoding": "The character encoding.",
    "end_date": "The last day, inclusive.",
    "entity": "Its kind.",
    "entity_id": "The id of the changed resource.",
    "evidence": "The number of corrections that it would have made unnecessary.",
    "exchange": "The amount in the ledger's currency; null if it is in that.",
    "expenses": "The total of expenses.",
    "expenses_difference": "The difference from the previous close.",
    "expires_at": "When it expires.",
    "expires_in": "Seconds until it expires.",
    "exported_at": "When it was exported.",
    "external_id": "The bank's id; null if there is none.",
    "failed": "The number of failures.",
    "fee_sign": "The sign of ordinary fees.",
    "field": "The field that is compared.",
    "file_name": "The name of the file.",
    "first_date": "The first day of the rows; null without rows.",
    "format": "The format of the document.",
    "from": "The first day or month, inclusive.",
    "has_header": "Whether there is a row with the names of the columns.",
    "has_more": "Whether the next page has an item.",
    "header": "The confidence in the row with the names of the columns.",
    "icon": "The name of an icon, or an emoji.",
    "id": "The id.",
    "ids": "The ids, in their order.",
    "import_id": "The import that recorded it; null if it was recorded otherwise.",
    "import_key": "The key of the row that it was imported from.",
    "imported": "Rows that were recorded.",
    "imports": "The number of imports.",
    "income": "The total of income.",
    "income_difference": "The difference from the previous close.",
    "index": "The position, from 0.",
    "interval": "The length of each interval.",
    "invalid": "Rows that cannot be imported.",
    "invited_by": "The uid of the user who sent the invitation.",
    "is_below_low_balance": "Whether the balance is below `low_balance`.",
    "is_complete": "Whether nothing is left to do.",
    "is_default": "Whether transactions without account are booked on it.",
    "is_demo": "Whether the ledger is a demo.",
    "is_amount_estimated": "Whether `amount` was calculated from another currency.",
    "is_owner": "Whether it is the owner.",
    "is_to_amount_estimated": "Whether `to_amount` was calculated from another currency.",
    "items": "The items.",
    "joined_at": "When the member joined.",
    "kind": "The kind.",
    "last_date": "The last day of the rows; null without rows.",
    "layout": "The layout by which the file is read.",
    "limit": "The maximum number of items.",
    "line": "The line of the file where the row begins, from 1.",
    "links": "The flows between nodes.",
    "low_balance": "The balance below which people are notified; null without one.",
    "locale": "A BCP 47 language tag.",
    "mapping_source": "The origin of the layout.",
    "max": "The upper bound, inclusive; null is none.",
    "median_month": "The medians of whole months; null without one.",
    "memberships": "The memberships in workspaces.",
    "merging_into": "The id of what it is being merged into.",
    "message": "A sentence about it.",
    "methods": "The linked sign-in methods, by Firebase's names.",
    "min": "The lower bound, inclusive; null is none.",
    "money_in": "The words of the DIRECTION column for money in.",
    "money_out": "The words of the DIRECTION column for money out.",
    "money_out_sign": "The sign of ordinary spending.",
    "month": "A month of the ledger's calendar.",
    "month_start": "The day on which the ledger's months start.",
    "months": "The number of months.",
    "name": "The name.",
    "net": "Income minus expenses.",
    "net_savings": "Income minus expenses.",
    "new": "Rows that become transactions.",
    "next_cursor": "The `cursor` of the next page; null on the last.",
    "nodes": "The sources and targets of flows.",
    "note": "A short free text.",
    "notes": "A longer free text.",
    "opening_balance": "The balance before the first transaction.",
    "opening_date": "The day from which the opening balance counts.",
    "operation_id": "The id of the first change of the same commit.",
    "operator": "How the field is compared.",
    "original": "The amount in the currency of a purchase; it is in no sum.",
    "overall_confidence": "The lowest confidence.",
    "owner_uid": "The uid of the owner.",
    "own_rates": "The own rates of the ledger.",
    "parts": "The number of parts.",
    "payee": "The other party.",
    "payees": "The number of payees.",
    "pending_currency": "The requested currency while amounts are converted; otherwise null.",
    "pending_month_start": "The requested start during a rebuild; otherwise null.",
    "plan_token": "The token that carries out exactly this plan.",
    "planned": "Numbers of rows in the preview.",
    "position": "The position among the rules, from 0; null is the end.",
    "preamble_lines": "The number of lines before the header, or before the first row.",
    "previous": "The same for the previous period.",
    "previous_month": "The totals of the previous month.",
    "previous_total": "The total of the previous months.",
    "quote": "The quotation mark around cells; null is none.",
    "occurrence_nominal": "The nominal date of the recurring entry's occurrence, or null.",
    "paused": "Whether nothing falls due.",
    "rate": "Units of the ledger's currency for one unit of the amount's.",
    "rate_date": "The day of the rate.",
    "rate_source": "Whether the rate was given, a reference rate, or the ledger's own.",
    "reason": "Why the row is a duplicate or invalid; otherwise null.",
    "recurring_id": "The id of the recurring entry.",
    "goal_id": "The id of the goal that it counts for.",
    "refresh_token": "The token to get new tokens with; null if the request had a token.",
    "resource": "Null if it was removed.",
    "revision": "The number of the version, from 1.",
    "role": "The role.",
    "rows": "The first rows.",
    "rule": "The suggested rule.",
    "rule_ids": "The rules that changed it, in their order.",
    "rules": "The rules, in the order in which they apply.",
    "run_id": "The id of the run in the log.",
    "sample_transactions": "Whether to begin with samples.",
    "sample_transaction_count": "The number of sample transactions.",
    "samples": "Some of the cells.",
    "sequence": "The number of the change in the ledger, from 1 and without gaps.",
    "settings": "The settings of the ledger.",
    "skipped": "Rows whose transactions were recorded otherwise after the preview.",
    "spared": "Demos that can still be taken over.",
    "splits": "The parts of the amount with a category each; empty without parts.",
    "start_date": "The first day, inclusive.",
    "status": "The status.",
    "summary_edition": "The end of the ids of summaries in Firestore; null if they have none.",
    "swept": "Erased demos.",
    "tag": "A case-folded tag: `Straße` is `strasse`.",
    "tags": "The tags.",
    "tenant": "The path of the ledger's documents.",
    "timezone": "An IANA time zone.",
    "to": "The last day or month, inclusive.",
    "to_account_id": "The account that receives the money of a TRANSFER; otherwise null.",
    "to_amount": "The amount that a TRANSFER between two currencies brings.",
    "to_currency": "The currency of `to_amount`.",
    "token": "The token.",
    "token_type": "The scheme of the token.",
    "total": "The total.",
    "total_expenses": "The total of expenses.",
    "total_income": "The total of income.",
    "totals": "The totals of all accounts.",
    "transaction": "The transaction that the row becomes; null for an invalid row.",
    "transaction_count": "The number of transactions.",
    "transaction_id": "The id of the transaction.",
    "transactions": "The number of transactions.",
    "transfer_count": "The number of transfers.",
    "type": "The type.",
    "uid": "The uid of the user.",
    "undone": "Rows whose transactions were moved to the trash.",
    "update": "Changes of transactions.",
    "updated": "Ids of what was changed.",
    "updated_at": "When it was changed last.",
    "used_at": "When it was used last.",
    "user": "The caller.",
    "value": "The value that the field is compared with.",
    "verified_at": "When the totals were last verified; null before the month is closed.",
    "version": "The number of the version.",
    "workspace_id": "The id of the workspace.",
    "workspaces": "The number of workspaces.",
    "year": "The year.",
    "years": "The number of earlier years.",
    "ahead": "Nominal dates that are changed.",
    "amount_changes": "Other amounts from days on.",
    "business_day": "Of a month; negative from its end.",
    "due_at": "When it is due.",
    "frequency": "The unit of the interval.",
    "holidays": "The calendar of public holidays.",
    "moved_to": "Another day than the planned one.",
    "next_date": "The date of the next occurrence.",
    "next_nominal": "The nominal date of the next one.",
    "nominal": "The date by the rule, which names it.",
    "nth": "From 1 to 5; -1 is the last.",
    "nth_weekday": "A weekday of a month.",
    "occurrences": "Those that are booked or changed.",
    "recurring": "The recurring entries.",
    "remind_days": "Days before its date on which one is reminded of.",
    "rrule": "The rule of RFC 5545.",
    "schedule": "The rule of its dates.",
    "shift": "The move of dates that are no business days.",
    "start": "The first day on which it may fall.",
    "template": "The transaction to book.",
    "until": "The last day on which it may fall.",
    "weekday": "The weekday.",
    "weekdays": "The weekdays.",
}
"""The usual description of properties and parameters, by name."""

USUAL_OF_LISTS = {
    "accounts": "The accounts.",
    "categories": "The categories.",
    "changes": "The changes.",
    "months": "The months, in their order.",
    "payees": "The payees.",
    "transactions": "The transactions.",
}
"""The usual description of lists whose name is also that of a number."""

_OF_NULL = re.compile(r"; (?:[^;.]*\bnull\b[^;.]*)(?=\.$)")
"""The last clause of a description, if it tells the meaning of null."""


def describe_properties(schema: dict[str, Any]) -> None:
    """Give each property of a schema its description, which also names the default."""
    for name, value in schema.get("properties", {}).items():
        describe(name, value)


def describe(name: str, schema: dict[str, Any]) -> None:
    """Give the schema of a property or parameter its description."""
    text = schema.get("description") or _of_branches(schema)
    if not text and ("$ref" not in schema or DEFAULT in schema):
        text = _usual(name, schema)  # A component has a description itself.
    if DEFAULT in schema:
        text = f"{text} By default {_shown(schema.pop(DEFAULT))}.".strip()
    if text:
        schema["description"] = text


def _usual(name: str, schema: dict[str, Any]) -> str:
    """Return the usual description of a name, as far as it is true of the schema."""
    is_list = schema.get("type") == "array"
    text = USUAL_OF_LISTS.get(name, USUAL.get(name, "")) if is_list else USUAL.get(name, "")
    return text if allows_null(schema) else _OF_NULL.sub("", text)


def allows_null(schema: dict[str, Any]) -> bool:
    """Return whether a value may be null; a reference counts as if it did not."""
    kinds = schema.get("type")
    return (
        kinds == "null"
        or (isinstance(kinds, list) and "null" in kinds)
        or any(
            allows_null(branch) for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ()))
        )
    )


def _of_branches(schema: dict[str, Any]) -> str:
    """Return the description of the first branch that has one, and remove it there."""
    for branch in schema.get("anyOf", []):
        if text := branch.pop("description", ""):
            return str(text)
    return ""


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
