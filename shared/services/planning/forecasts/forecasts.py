"""Forecast the balances of a ledger, as they are planned and in a scenario, at one instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from shared.errors import InvalidArgument
from shared.models.ledger.balances import no_conversion
from shared.models.ledger.entry import DatedEntry
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.forecasts.expected import Book
from shared.models.planning.forecasts.facts import Facts, Floor
from shared.models.planning.forecasts.forecast import (
    Forecast,
    Forecasting,
    Step,
    days_ahead,
    first_month,
)
from shared.models.planning.forecasts.outlook import Outlook
from shared.models.planning.forecasts.scenario import NO_CHANGES, ScenarioChange, scenario_of
from shared.models.planning.occurrence import MISSED_AFTER, Occurrence
from shared.models.planning.recurring import CurrencyAmount, Recurring
from shared.models.values.dates import DateRange
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import load_conversions, rates_of
from shared.services.ledger.tenants import get_ledger

MAX_AHEAD, MAX_CHANGED = 1_400, 1_000
"""Transactions booked ahead, and changed occurrences, that a forecast reads."""


@frozen
class Asked:
    """Request of a forecast: days after today, the floor, one account or all, the step."""

    days: int
    floor: Decimal | None = None
    account_id: str | None = None
    step: Step | None = None


class Comparison(NamedTuple):
    """The forecast of the plan as it is, and that of a scenario."""

    base: Forecast
    scenario: Forecast


def get_forecast(store: TenantStore, asked: Asked, now: datetime) -> Forecast:
    """Return the forecast of a ledger.

    It reads the tenant, the months of two years and those from the present one on, the recurring
    entries, their changed occurrences, and the transactions that are booked ahead.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger does not exist, or no longer.
        InvalidArgument: Too much is booked ahead, there is no such account, or an answer would have
            too many points.
    """
    forecasting, _ = _load(store, asked, now)
    return forecasting.of(NO_CHANGES, asked.account_id, asked.step)


def get_scenario(
    store: TenantStore, asked: Asked, changes: Sequence[ScenarioChange], now: datetime
) -> Comparison:
    """Return the forecasts without and with some changes, which are not made.

    Raises: as ``get_forecast``, and InvalidArgument for a change that does not fit.
    """
    forecasting, facts = _load(store, asked, now)
    days = days_ahead(facts.today, asked.days)
    scenario = scenario_of(facts.ledger, facts.entries, changes, days)
    return Comparison(
        *(forecasting.of(one, asked.account_id, asked.step) for one in (NO_CHANGES, scenario))
    )


def read_outlooks(
    unit: TenantStore, store: TenantStore, ledger: Ledger, count: int, now: datetime
) -> dict[str, Outlook]:
    """Return the balances of so many days ahead by account, as planned, read by ``unit``.

    Unlike a forecast it needs no past months.

    Raises:
        InvalidArgument: Too much is booked ahead.
    """
    today, calendar = ledger.today(now), ledger.calendar
    days = days_ahead(today, count)
    entries, stored = _planned(unit, ledger, days)
    facts = Facts(
        ledger,
        today,
        "",
        entries,
        stored,
        _booked_ahead(unit, ledger, days),
        unit.summaries.list_from(calendar.month_of(today), calendar),
        no_conversion,
        _book(store, ledger, today, now),
    )
    return Forecasting(facts, days).outlooks()


def _load(store: TenantStore, asked: Asked, now: datetime) -> tuple[Forecasting, Facts]:
    def read(unit: TenantStore) -> Facts:
        ledger = get_ledger(unit, now)
        today = ledger.today(now)
        days = days_ahead(today, asked.days)
        entries, stored = _planned(unit, ledger, days)
        return Facts(
            ledger,
            today,
            f"{store.ref.path}/{today}",
            entries,
            stored,
            _booked_ahead(unit, ledger, days),
            unit.summaries.list_from(first_month(ledger, today), ledger.calendar),
            load_conversions(store, ledger, [today], now).convert,
            _book(store, ledger, today, now),
        )

    facts = store.snapshot(read)
    days = days_ahead(facts.today, asked.days)
    floor = None
    if asked.floor is not None:
        floor = Floor.asked(asked.floor, facts.ledger, asked.account_id)
    return Forecasting(facts, days, floor), facts


def _planned(
    unit: TenantStore, ledger: Ledger, days: Days
) -> tuple[list[Recurring], list[Occurrence]]:
    """Read the recurring entries, and the stored occurrences that are not settled.

    Raises:
        InvalidArgument: There are more of these than are read.
    """
    if not ledger.has_recurring:
        return [], []
    entries = unit.recurring.list_all()
    since = days.first - MISSED_AFTER
    stored = unit.occurrences.list_unsettled(days.last, MAX_CHANGED + 1, since)
    if len(stored) > MAX_CHANGED:
        message = f"has more than {MAX_CHANGED} changed occurrences; choose fewer days"
        raise InvalidArgument.of("days", message)
    return entries, stored


def _booked_ahead(unit: TenantStore, ledger: Ledger, days: Days) -> list[DatedEntry]:
    """Read the entries after today until the end of the last month.

    Raises:
        InvalidArgument: There are more of these than are read.
    """
    calendar = ledger.calendar
    first = date.fromordinal(days.first.toordinal() + 1)
    last = calendar.last_day(calendar.month_of(days.last))
    found = unit.transactions.list_dated_entries(DateRange(first, last), None, MAX_AHEAD + 1)
    if len(found) > MAX_AHEAD:
        message = f"has more than {MAX_AHEAD} transactions booked ahead; choose fewer days"
        raise InvalidArgument.of("days", message)
    return found


def _book(store: TenantStore, ledger: Ledger, today: date, now: datetime) -> Book:
    """Return the booking of an occurrence today, of which nothing is written."""
    find_rate = rates_of(store, ledger, now)

    def book(recurring: Recurring, amount: CurrencyAmount) -> Transaction:
        from shared.models.ledger.transactions.booking import transaction_from_input  # noqa: PLC0415 (a ledger without entries needs none)

        draft = recurring.template.draft(today, amount)
        return transaction_from_input(ledger, draft, now, find_rate)

    return book
