"""Codecs of parts of the ledger: its calendar, a change of its currency, and scopes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from shared.models.ledger.account import Account
from shared.models.ledger.currency_change import NEVER_CHANGED, CurrencyChange, CurrencyStep
from shared.models.ledger.scopes import KeptScope, Scope
from shared.models.values.dates import Calendar
from shared.models.values.spans.month_start import WEEKEND, MonthStart
from shared.models.values.spans.shifts import Shift
from shared.models.values.spans.weekday import Weekday

CALENDAR_FIELDS = frozenset({"month_start", "summary_currency", "summary_edition"})
"""Fields of the calendar in force; ``summary_edition`` is for clients, and follows from others."""


def decode_calendars(document: Mapping[str, Any]) -> tuple[Calendar, Calendar | None]:
    """Decode the calendar in force, and the one that summaries are being built for."""
    currency = document.get("summary_currency", "")
    calendar = Calendar(decode_start(document["month_start"]), currency)
    start = document.get("next_month_start")
    if start is None:
        return calendar, None
    return calendar, Calendar(decode_start(start), document.get("next_currency") or currency)


def encode_calendar(calendar: Calendar) -> dict[str, Any]:
    """Encode the calendar in force; what is empty is left out."""
    texts = {"summary_currency": calendar.currency, "summary_edition": calendar.edition}
    named = {name: text for name, text in texts.items() if text}
    return {"month_start": encode_start(calendar.start), **named}


def decode_start(content: Mapping[str, Any]) -> MonthStart:
    """Decode the start of the ledger's months."""
    if len(content) == 1:
        return MonthStart(content["day"])
    weekend = tuple(map(Weekday, content.get("weekend", WEEKEND)))
    fields = {**content, "shift": Shift(content["shift"]), "weekend": weekend}
    return MonthStart(**fields)


def encode_start(start: MonthStart) -> dict[str, Any]:
    """Encode the start of the ledger's months, without what is as by default."""
    content: dict[str, Any] = {"day": start.day}
    if start.shift is not Shift.NONE:
        content["shift"] = start.shift.value
    if start.holidays is not None:
        content |= {"holidays": start.holidays, "moves": start.moves}
    if start.weekend != WEEKEND:
        content["weekend"] = [day.value for day in start.weekend]
    return content


def decode_change(content: Mapping[str, Any] | None) -> CurrencyChange:
    """Decode the progress of a change of currency."""
    if content is None:
        return NEVER_CHANGED
    return CurrencyChange(**{**content, "step": CurrencyStep(content["step"])})


def encode_change(change: CurrencyChange) -> dict[str, Any]:
    """Encode the progress of a change of currency, without what is not known yet."""
    if not change.has_begun:
        return {}
    content = asdict(change) | {"step": change.step.value}
    return {name: value for name, value in content.items() if value is not None}


def decode_scope(content: Mapping[str, Any]) -> KeptScope:
    """Decode a scope of which daily totals are kept."""
    scope = Scope(kind=content["kind"], ids=tuple(content["ids"]))
    return KeptScope(scope, content["build_id"], content.get("is_ready", False))


def encode_scope(kept: KeptScope) -> dict[str, Any]:
    """Encode a scope of which daily totals are kept."""
    content = kept.scope.model_dump(mode="json") | {"build_id": kept.build_id}
    return content | {"is_ready": True} if kept.is_ready else content


def has_foreign(accounts: Mapping[str, Account]) -> bool:
    """Return whether any account has a currency of its own."""
    return any(account.currency is not None for account in accounts.values())
