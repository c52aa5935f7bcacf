"""Recurring entries cover what would be matched with them, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.models.planning.detection.observation import Observation
from shared.models.planning.recurring import Recurring
from shared.models.planning.schedule import Frequency, Schedule
from shared.models.planning.suggestions.covering import (
    covered_by,
    next_payment_found,
    next_payment_of,
)
from tests.support.cases import for_each
from tests.unit.planning.detection.histories import every, found, monthly, only
from tests.unit.planning.suggestions.examples import stored

NOON = datetime(2026, 10, 30, 12, tzinfo=UTC)
TEMPLATE = {
    "type": "EXPENSE",
    "amount": "9.99",
    "currency": "EUR",
    "account_id": "giro",
    "payee": "Video",
}
MONTHLY = {"start": date(2026, 1, 12), "frequency": Frequency.MONTHLY, "days_of_month": (12,)}


def entry(template: dict[str, Any] | None = None, **fields: Any) -> Recurring:
    schedule = Schedule(**MONTHLY | fields.pop("schedule", {}))
    values: dict[str, Any] = {
        "id": fields.pop("id", "R1"),
        "name": "Films",
        "mode": "REMIND",
        "template": TEMPLATE | (template or {}),
        "schedule": schedule,
        "next_nominal": date(2026, 11, 12),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Recurring.model_validate(values | fields)


def is_covered(one: Recurring, rows: list[Observation]) -> bool:
    """Return whether an entry covers the only suggestion, found now and stored alike."""
    now = covered_by([one], [next_payment_found(only(rows))])
    later = covered_by([one], [next_payment_of(stored(rows))])
    assert now == later
    return now == {0}


@pytest.fixture
def video() -> list[Observation]:
    return monthly(12, [999] * 6)


@for_each(
    "one",
    [
        entry(),
        entry({"amount": "10.99"}),
        entry({"payee": None}),
        entry({"payee": "Another name"}),
        entry({"payee": "Video Streaming"}),
        entry(paused=True),
        entry(schedule={"start": date(2027, 3, 12)}, next_nominal=date(2027, 3, 12)),
        entry(schedule={"start": date(2026, 1, 15), "days_of_month": (15,)}),
    ],
)
def test_an_entry_covers_what_it_would_be_matched_with(
    video: list[Observation], one: Recurring
) -> None:
    assert is_covered(one, video)


@for_each(
    "one",
    [
        entry({"account_id": "card"}),
        entry({"type": "INCOME"}),
        entry({"currency": "USD"}),
        entry({"amount": "99.00"}),
        entry({"payee": "Another name", "amount": "10.99"}),
        entry(schedule={"start": date(2026, 1, 28), "days_of_month": (28,)}),
        entry(schedule={"interval": 3}),
        entry(schedule={"frequency": Frequency.DAILY, "days_of_month": ()}),
        entry(next_nominal=None),
    ],
)
def test_an_entry_covers_nothing_else(video: list[Observation], one: Recurring) -> None:
    assert not is_covered(one, video)


def test_an_entry_covers_the_nearer_one_of_two_subscriptions_of_a_payee() -> None:
    rows = monthly(10, [1_099] * 6) + monthly(12, [999] * 6)
    both = [next_payment_found(one) for one in found(rows)]
    amounts = [one.payment.amount_minor for one in both]
    assert covered_by([entry()], both) == {amounts.index(999)}
    second = entry({"amount": "10.99"}, id="R2")
    assert covered_by([entry(), second], both) == {0, 1}


def test_two_weekly_payments_are_not_covered_by_one_entry() -> None:
    rows = every(7, [999] * 8, "2026-10-26") + every(7, [999] * 8, "2026-10-28")
    weekly = {"frequency": Frequency.WEEKLY, "weekdays": ("MO",), "days_of_month": ()}
    one = entry(schedule=weekly | {"start": date(2026, 9, 7)})
    assert len(covered_by([one], [next_payment_found(found) for found in found(rows)])) == 1
