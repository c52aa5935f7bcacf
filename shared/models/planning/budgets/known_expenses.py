"""Expenses of a budget's period that do not follow its pace: recurring ones, and booked ahead.

Rent that is paid on the first day says nothing about the other days, and neither does a trip that
is booked for the last one. So both are told apart from the rest, which is compared by days. All
amounts are in minor units of the ledger's currency.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from shared.models.ledger.entry import DatedEntry, Entry
from shared.models.ledger.scopes import ScopeKind
from shared.models.ledger.transactions.currencies.exchange import allocate_minor
from shared.models.ledger.transactions.terms import tag_term
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.budgets.budget import Budget
from shared.models.planning.budgets.spending import Spending
from shared.models.values.money import sum_to_minor
from shared.models.values.spans.days import Days

if TYPE_CHECKING:
    from shared.models.planning.occurrence import Occurrence
    from shared.models.planning.recurring import Recurring, Template


class OffPace(NamedTuple):
    """Expenses of a period, in a budget's scope, that are told apart from the rest.

    ``recurring_minor`` are those of recurring entries in the whole period, and ``due_minor`` those
    whose date has come, with or without a transaction. ``paid_minor`` are those of them that have
    one, and ``open_minor`` those of the whole period that have none. ``ahead_minor`` are the
    transactions of later days.
    """

    recurring_minor: int = 0
    due_minor: int = 0
    paid_minor: int = 0
    open_minor: int = 0
    ahead_minor: int = 0


NOTHING_OFF_PACE = OffPace()


class RecurringAmount(NamedTuple):
    """Occurrences of recurring income or expenses that are alike, as the entry of a transaction.

    They differ in their days alone, so that what a budget has of them is calculated once: a ledger
    may have tens of thousands in a year. ``paid`` are the days of those that have a transaction,
    and ``unpaid`` of the others, both sorted.
    """

    entry: Entry
    paid: Sequence[date]
    unpaid: Sequence[date]


class KnownExpenses(NamedTuple):
    """Recurring amounts of some days, and transactions after today, for all budgets.

    ``ahead`` is needed for budgets alone of which no daily totals are kept.
    """

    recurring: tuple[RecurringAmount, ...] = ()
    ahead: tuple[DatedEntry, ...] = ()

    def open_income(self, period: Days) -> int:
        """Return the recurring income of a period that has no transaction yet."""
        return sum(
            one.entry.amount_minor * _count(one.unpaid, period.first, period.last)
            for one in self.recurring
            if one.entry.type is TransactionType.INCOME
        )

    def off_pace(self, budget: Budget, period: Days, spending: Spending, today: date) -> OffPace:
        """Return what is off the pace of a period; nothing of one that is over."""
        if period.last < today:
            return NOTHING_OFF_PACE
        paid = unpaid = paid_due = unpaid_due = 0
        until = min(period.last, today)
        for one in self.recurring:
            if (minor := budget.scope.amount_of(one.entry)) != 0:
                paid += minor * _count(one.paid, period.first, period.last)
                unpaid += minor * _count(one.unpaid, period.first, period.last)
                paid_due += minor * _count(one.paid, period.first, until)
                unpaid_due += minor * _count(one.unpaid, period.first, until)
        return OffPace(
            recurring_minor=paid + unpaid,
            due_minor=paid_due + unpaid_due,
            paid_minor=paid_due,
            open_minor=unpaid,
            ahead_minor=self._ahead_minor(budget, period, spending, today),
        )

    def _ahead_minor(self, budget: Budget, period: Days, spending: Spending, today: date) -> int:
        of_days = spending.spent_after(budget, period, today)
        if of_days is not None:
            return of_days
        return sum(
            budget.scope.amount_of(one.entry)
            for one in self.ahead
            if one.date in period and one.date > today
        )


NOTHING_KNOWN = KnownExpenses()


def _count(days: Sequence[date], first: date, last: date) -> int:
    """Return how many sorted days are from a first one to a last one."""
    return max(0, bisect_right(days, last) - bisect_left(days, first))


def needs_ahead(budget: Budget) -> bool:
    """Return whether no daily totals tell what a budget's scope has after today."""
    return not budget.needs_days and budget.scope.kind is not ScopeKind.EVERYTHING


def recurring_entry(
    recurring: Recurring, occurrence: Occurrence, to_base: Callable[[int, str], int | None]
) -> Entry | None:
    """Return the entry of an occurrence's transaction in the ledger's currency.

    It is None of transfers, and where the amount has no rate. ``to_base`` converts an
    amount in minor units of a currency.
    """
    template = recurring.template
    kind = occurrence.type or template.type
    if kind is TransactionType.TRANSFER:
        return None
    amount, currency = occurrence.amount_in(recurring)
    base_minor = to_base(sum_to_minor(amount, currency, "amount"), currency)
    if base_minor is None:
        return None
    return Entry(
        type=kind,
        amount_minor=base_minor,
        day=occurrence.date,
        parts=_parts(template, base_minor),
        account_changes=((template.account_id, -base_minor),),
        tags=frozenset(map(tag_term, template.tags)),
    )


def _parts(template: Template, base_minor: int) -> list[tuple[str | None, int]]:
    """Return the categories with their amounts, in the proportion of the template's splits."""
    weights = [sum_to_minor(split.amount, template.currency, "amount") for split in template.splits]
    if not sum(weights):
        return [(template.category_id, base_minor)]
    parts = allocate_minor(base_minor, weights)
    return [(one.category_id, minor) for one, minor in zip(template.splits, parts, strict=True)]
