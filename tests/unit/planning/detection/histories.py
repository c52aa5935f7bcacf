"""Histories of payments for tests of the detection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from shared.models.planning.detection.detection import detect
from shared.models.planning.detection.observation import Observation
from shared.models.planning.detection.suggestion import Suggestion
from shared.models.values.dates import Month

TODAY = date(2026, 10, 30)
_NUMBERS = count()


def paid(
    day: date | str, amount: int = 999, payee: str | None = "video", **fields: Any
) -> Observation:
    """Return a payment on a day; its id sorts after those of earlier calls."""
    values: dict[str, Any] = {
        "id": f"t{next(_NUMBERS):08}",
        "date": date.fromisoformat(day) if isinstance(day, str) else day,
        "type": "EXPENSE",
        "amount_minor": amount,
        "currency": "EUR",
        "account_id": "giro",
        "payee": payee,
    }
    return Observation(**values | fields)


def monthly(
    day: int, amounts: Sequence[int], last: str = "2026-10", interval: int = 1, **fields: Any
) -> list[Observation]:
    """Return payments every so many months, of these amounts, the oldest first."""
    months = [Month.parse(last)]
    while len(months) < 1 + interval * (len(amounts) - 1):
        months.append(months[-1].previous)
    days = [min(m.first_day + timedelta(days=day - 1), m.last_day) for m in months[::interval]]
    return [paid(one, amount, **fields) for one, amount in zip(days[::-1], amounts, strict=True)]


def every(days: int, amounts: Sequence[int], last: str, **fields: Any) -> list[Observation]:
    """Return payments every so many days, of these amounts, the oldest first."""
    end = date.fromisoformat(last)
    ages = range(days * (len(amounts) - 1), -1, -days)
    return [
        paid(end - timedelta(days=age), amount, **fields)
        for age, amount in zip(ages, amounts, strict=True)
    ]


def found(rows: Iterable[Observation], today: date = TODAY) -> list[Suggestion]:
    """Return the suggestions for a history."""
    return list(detect(rows, today).suggestions)


def only(rows: Iterable[Observation], today: date = TODAY) -> Suggestion:
    """Return the only suggestion for a history."""
    [suggestion] = found(rows, today)
    return suggestion
