"""Budgets of a demo: groceries of a month, restaurants of a week, a flat, and an overspent one.

Names are those of categories and tags, which every language has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.samples.amounts import scaled
from shared.models.ledger.samples.filling import SampleLedger
from shared.models.ledger.scopes import KeptScope, Scope, ScopeKind
from shared.models.ledger.transactions.terms import tag_term
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.notifications.notification import Event
from shared.models.planning.budgets.budget import AmountStep, Budget, Carry
from shared.models.planning.schedule import Frequency, Schedule
from shared.models.planning.watch.threshold_event import threshold_event
from shared.models.values.identifiers import new_id
from shared.models.values.spans.days import Days
from shared.models.values.spans.weekday import Weekday

_WEEKS, _MONTHS = 12, 3
"""How long ago the budgets began, so that they have a history."""

_GROCERIES_CENTS, _DINING_CENTS, _HOME_CENTS = 45_000, 3_000, 140_000
_HOME = "home"
_ALL_SPENT = 100


def sample_budgets(samples: SampleLedger, at: datetime) -> list[Budget]:
    """Return four budgets on the samples; the last one is overspent.

    That one has the amount of a subscription whose price was raised, so it is overspent from the
    first day of each month.
    """
    today = samples.ledger.today(at)
    month = samples.ledger.calendar.month_of(today)
    for _ in range(_MONTHS):
        month = month.previous
    monday = today - timedelta(days=today.weekday(), weeks=_WEEKS)
    usual = {
        "currency": samples.ledger.currency,
        "thresholds": (80, _ALL_SPENT),
        "created_at": at,
        "updated_at": at,
    }
    plans = _plans(samples, samples.ledger.calendar.first_day(month), monday)
    return [Budget(**{"id": new_id()} | usual | one) for one in plans]


def _plans(samples: SampleLedger, first: date, monday: date) -> Iterator[dict[str, Any]]:
    """Yield the fields of each budget, of months from a day on, or of weeks from a Monday."""
    currency, texts = samples.ledger.currency, samples.texts
    yield {
        "name": texts.categories["Groceries"],
        "scope": _on_category_of(samples, "groceries"),
        "steps": _step(first, scaled(_GROCERIES_CENTS, currency, is_round=True)),
    }
    yield {
        "name": texts.categories["Dining"],
        "scope": _on_category_of(samples, "cafe"),
        "steps": _step(monday, scaled(_DINING_CENTS, currency, is_round=True)),
        "schedule": Schedule(start=monday, frequency=Frequency.WEEKLY, weekdays=(Weekday.MO,)),
        "carry": Carry.DEBT,
    }
    yield {
        "name": texts.tags[_HOME],
        "scope": Scope(kind=ScopeKind.TAGS, ids=(tag_term(texts.tags[_HOME]),)),
        "steps": _step(first, scaled(_HOME_CENTS, currency, is_round=True)),
        "carry": Carry.SURPLUS,
        "thresholds": (_ALL_SPENT,),
    }
    yield {
        "name": texts.categories["Entertainment"],
        "scope": _on_category_of(samples, "streaming"),
        "steps": _step(first, _payments_of(samples, "streaming")[0].amount_minor),
    }


def kept_scopes(budgets: Iterable[Budget]) -> dict[str, KeptScope]:
    """Return the scopes of which a new ledger keeps daily totals from its first transaction on."""
    wanted = [one.scope for one in budgets if one.needs_days]
    return {one.key: KeptScope(one, new_id(), is_ready=True) for one in wanted}


def overspent_event(samples: SampleLedger, budget: Budget, at: datetime) -> Event:
    """Return the event that all of a budget of the samples is spent in the present month."""
    ledger: Ledger = samples.ledger
    month = ledger.calendar.month_of(ledger.today(at))
    period = Days(ledger.calendar.first_day(month), ledger.calendar.last_day(month))
    spent = sum(_spent_on(samples, budget, period))
    amounts = (spent, budget.steps[-1].amount_minor)
    return threshold_event(budget, period, amounts, _ALL_SPENT, at)


def _spent_on(samples: SampleLedger, budget: Budget, period: Days) -> Iterator[int]:
    for one in samples.transactions:
        if one.category_id in budget.scope.ids and one.date in period:
            yield one.amount_minor


def _payments_of(samples: SampleLedger, key: str) -> list[Transaction]:
    description = samples.texts.descriptions[key]
    return [one for one in samples.transactions if one.description == description]


def _on_category_of(samples: SampleLedger, key: str) -> Scope:
    category_id = _payments_of(samples, key)[0].category_id
    return Scope(kind=ScopeKind.CATEGORIES, ids=(category_id or "",))


def _step(first: date, amount_minor: int) -> tuple[AmountStep, ...]:
    return (AmountStep(start=first, amount_minor=amount_minor),)
