"""Occurrences of recurring entries that are not booked yet, and what booking each would change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from shared.errors import InvalidArgument, shorten
from shared.models.ledger.entry import Entry
from shared.models.ledger.summary import UNFILED_KEYS
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.planning.occurrence import (
    MAX_REASON,
    MISSED_AFTER,
    Occurrence,
    OccurrenceState,
    planned_dates,
)
from shared.models.planning.recurring import CurrencyAmount, Mode, Recurring
from shared.models.values.spans.days import Days


class Effect(NamedTuple):
    """Change of balances in minor units of each account, and parts in those of the ledger.

    ``parts`` are by category id, or key of ``UNFILED_KEYS``; a transfer has none.
    """

    type: TransactionType
    account_changes: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, entry: Entry) -> Effect:
        """Return the effect of an entry."""
        unfiled = UNFILED_KEYS.get(entry.type, "")
        parts = tuple((category_id or unfiled, minor) for category_id, minor in entry.parts)
        return cls(entry.type, tuple(entry.account_changes), parts)

    def times(self, ratio: Fraction) -> Effect:
        """Return the effect of so many such entries, each amount rounded down."""
        changes = tuple((key, int(minor * ratio // 1)) for key, minor in self.account_changes)
        return Effect(self.type, changes, tuple((k, int(m * ratio // 1)) for k, m in self.parts))


class Expected(NamedTuple):
    """An occurrence that is expected on a day, or was due and counts today."""

    day: date
    recurring_id: str
    nominal: date
    effect: Effect


Book = Callable[[Recurring, CurrencyAmount], Transaction]
"""Returns the transaction that booking an occurrence with this amount today would make.

Raises InvalidArgument if it does not fit the ledger."""

MAX_AMOUNTS = 2_000
"""Amounts of entries in a forecast: one with many splits takes more than a millisecond to book."""

AmountOf = Callable[[Recurring, date, date, CurrencyAmount], CurrencyAmount]
"""Returns the amount of an occurrence of an entry by its nominal date, its day and its amount."""


class Effects:
    """Effects of occurrences, each calculated once: it does not depend on a day after today.

    ``refused`` has, by the id of the entry, why an occurrence of it would not be booked.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[tuple[str, CurrencyAmount], Effect | None] = {}
        self.refused: dict[str, str] = {}

    def of(self, recurring: Recurring, amount: CurrencyAmount) -> Effect | None:
        """Return the effect of an occurrence with this amount.

        None if it would be refused, or if the amount is zero, which only scenarios have.

        Raises:
            InvalidArgument: There are more amounts than are calculated.
        """
        if not amount.amount:
            return None
        key = (recurring.id, amount)
        if key not in self._known:
            if len(self._known) >= MAX_AMOUNTS:
                message = f"has more than {MAX_AMOUNTS} recurring amounts; choose fewer days"
                raise InvalidArgument.of("days", message)
            try:
                self._known[key] = Effect.of(Entry.of(self._book(recurring, amount)))
            except InvalidArgument as invalid:
                self._known[key] = None
                self.refused[recurring.id] = shorten(invalid.message, MAX_REASON)
        return self._known[key]


def as_planned(
    _recurring: Recurring, _nominal: date, _day: date, amount: CurrencyAmount
) -> CurrencyAmount:
    """Return the amount as it is planned."""
    return amount


def expected_in(
    days: Days,
    entries: Iterable[Recurring],
    stored: Iterable[Occurrence],
    effects: Effects,
    amount_of: AmountOf = as_planned,
) -> Iterator[Expected]:
    """Yield the occurrences from today to a last day that are neither booked, skipped nor missed.

    ``days`` begins today; what was due before counts today. ``stored`` are those that are not
    settled; occurrences of deleted and paused entries are left out.
    """
    live = {entry.id: entry for entry in entries if not entry.paused}
    for one in stored:
        recurring = live.get(one.recurring_id)
        if recurring is None or one.date > days.last or one.is_settled:
            continue
        if one.state_on(days.first, recurring.mode) is not OccurrenceState.MISSED:
            day, amount = max(one.date, days.first), one.amount_in(recurring)
            amount = amount_of(recurring, one.nominal, day, amount)
            if (effect := effects.of(recurring, amount)) is not None:
                yield Expected(day, recurring.id, one.nominal, effect)
    for recurring in live.values():
        for nominal, planned in _planned(recurring, days):
            day = max(planned, days.first)
            amount = amount_of(recurring, nominal, day, recurring.amount_at(nominal))
            if (effect := effects.of(recurring, amount)) is not None:
                yield Expected(day, recurring.id, nominal, effect)


def _planned(recurring: Recurring, days: Days) -> Iterator[tuple[date, date]]:
    """Yield nominal and effective dates from the cursor on, without those that are missed."""
    cursor = recurring.next_nominal
    if cursor is None:
        return
    first = min(cursor, recurring.schedule.effective_date(cursor), days.first)
    is_booked_late = recurring.mode is Mode.AUTO
    for nominal, effective in planned_dates(recurring, first, days.last):
        if is_booked_late or effective > days.first - MISSED_AFTER:
            yield nominal, effective
