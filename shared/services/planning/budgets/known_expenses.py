"""Read what is known of the expenses of periods that are not over, beside their totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from shared.models.ledger.entry import Entry
from shared.models.ledger.ledger import Ledger
from shared.models.planning.budgets.known_expenses import (
    KnownExpenses,
    RecurringAmount,
    recurring_entry,
)
from shared.models.planning.budgets.report import PlannedPeriods, days_ahead, open_periods
from shared.models.planning.budgets.spending import Spending
from shared.models.values.dates import DateRange
from shared.models.values.spans.days import Days
from shared.repositories.store import TenantStore

MAX_AHEAD = 300
"""Transactions after today that are read; those of later days count as spent at the pace."""

MAX_STORED = 1_000
"""Stored occurrences that are read, those with the first dates."""


def read_known(
    unit: TenantStore,
    ledger: Ledger,
    planned: Sequence[PlannedPeriods],
    spending: Spending,
    now: datetime,
) -> KnownExpenses:
    """Return the recurring expenses of the last periods, and what is booked ahead in them.

    Recurring entries are read, with the stored occurrences of the periods that are not over, only
    in a ledger that has any; and transactions after today only where budgets without daily totals
    need them.
    """
    today = ledger.today(now)
    ahead = days_ahead(planned, spending, today)
    booked = (
        ()
        if ahead is None
        else unit.transactions.list_dated_entries(
            DateRange(ahead.first, ahead.last), None, MAX_AHEAD
        )
    )
    periods = [period for _, period in open_periods(planned, today)]
    if not periods or not ledger.has_recurring:
        return KnownExpenses(ahead=tuple(booked))
    span = Days(min(one.first for one in periods), max(one.last for one in periods))
    return KnownExpenses(tuple(_recurring(unit, ledger, span, now)), tuple(booked))


def _recurring(
    unit: TenantStore, ledger: Ledger, span: Days, now: datetime
) -> Iterator[RecurringAmount]:
    """Yield the recurring amounts of some days that are paid, or still expected.

    The entry of a transaction is made once for all occurrences with the same amount.
    """
    from shared.services.planning.calendars import (  # noqa: PLC0415 (most ledgers have none)
        NOT_PAID,
        merge_occurrences,
    )

    today = ledger.today(now)
    entries = unit.recurring.list_all()
    stored = unit.occurrences.list_dated(span.first, span.last, MAX_STORED)
    to_base = _conversion(unit, ledger, {one.template.currency for one in entries}, now)
    found: dict[tuple[object, ...], tuple[Entry | None, list[date], list[date]]] = {}
    for recurring, one, _ in merge_occurrences(
        entries, stored, (span.first, span.last), today, now
    ):
        if one.state_on(today, recurring.mode) in NOT_PAID:
            continue
        alike = (recurring.id, one.type, *one.amount_in(recurring))
        if alike not in found:
            found[alike] = recurring_entry(recurring, one, to_base), [], []
        _, paid, unpaid = found[alike]
        (paid if one.has_transaction else unpaid).append(one.date)
    for entry, paid, unpaid in found.values():
        if entry is not None:
            yield RecurringAmount(entry, paid, unpaid)


def _conversion(
    unit: TenantStore, ledger: Ledger, currencies: set[str], now: datetime
) -> Callable[[int, str], int | None]:
    """Return the conversion of amounts to the ledger's currency at the rates of today."""
    from shared.services.currencies.lookup import (  # noqa: PLC0415 (most ledgers need none)
        load_conversions,
    )

    today = ledger.today(now)
    rates = load_conversions(unit, ledger, [today], now, currencies - {ledger.currency})

    def to_base(amount_minor: int, currency: str) -> int | None:
        if currency == ledger.currency:
            return amount_minor
        return rates.convert(amount_minor, currency, today) if currency in currencies else None

    return to_base
