"""Recurring entries of a ledger with samples, and the notifications of a demo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from shared.models.ledger.samples.filling import SampleLedger
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.notifications.kinds import NotificationKind, kind_of
from shared.models.notifications.notification import Event, Notification
from shared.models.notifications.parameters import DateParameter, Parameter, amount, text
from shared.models.planning.budgets.budget import Budget
from shared.models.planning.budgets.samples import overspent_event, sample_budgets
from shared.models.planning.due_times import due_as_planned
from shared.models.planning.goals.goal import Goal
from shared.models.planning.goals.samples import sample_goals
from shared.models.planning.links import Link
from shared.models.planning.occurrence import Occurrence, booked_id, planned_occurrence
from shared.models.planning.recurring import AmountChange, Mode, Recurring, Template
from shared.models.planning.schedule import Frequency, Schedule, first_nominal
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import new_id
from shared.models.values.money import format_minor
from shared.models.values.spans.shifts import Shift


@frozen
class _Plan:
    """Schedule of a habit of the samples: a day of each month, or the Monday after a weekend."""

    day: int
    mode: Mode
    shift: Shift = Shift.NEXT


_PLANS: Mapping[str, _Plan] = {
    "salary": _Plan(1, Mode.REMIND),
    "rent": _Plan(3, Mode.AUTO),
    "transit": _Plan(2, Mode.AUTO),
    "streaming": _Plan(1, Mode.APPROVE, Shift.NONE),
}
"""Habits that are planned, by the key of their description; the days are those of ``habits``.

The others, such as the internet, are left for the detection to suggest.
"""


@frozen
class SampleEntry:
    """A recurring entry, its last occurrence with its transaction, and its first transaction."""

    recurring: Recurring
    occurrence: Occurrence
    first: Transaction
    last: Transaction

    def parameters(self) -> dict[str, Parameter]:
        """Return what a notification of its last occurrence names."""
        currency = self.recurring.template.currency
        return {
            "name": text(self.recurring.name),
            "amount": amount(self.last.amount_minor, currency),
            "before": amount(self.first.amount_minor, currency),
            "date": DateParameter(date=self.occurrence.date),
        }


@frozen
class SamplePlanning:
    """Samples with recurring entries, by the key of their habit, budgets and goals.

    The transactions of ``samples`` that are occurrences name their entries.
    """

    samples: SampleLedger
    entries: Mapping[str, SampleEntry]
    budgets: tuple[Budget, ...] = ()
    goals: tuple[Goal, ...] = ()

    @property
    def occurrence_ids(self) -> frozenset[str]:
        """Return the ids of the occurrences that are stored."""
        return frozenset(entry.occurrence.id for entry in self.entries.values())

    @property
    def entry_changes(self) -> int:
        """Return the number of changes of the log that the entries are: two for each."""
        return 2 * len(self.entries)


def sample_planning(samples: SampleLedger, at: datetime) -> SamplePlanning:
    """Return the samples with recurring entries for the salary, the rent and two subscriptions.

    Only the last occurrence of each is stored, booked if the entry books by itself, and otherwise
    matched with its transaction: a demo is one commit, which has room for few documents.
    """
    entries: dict[str, SampleEntry] = {}
    linked: dict[str, Transaction] = {}
    for key, plan in _PLANS.items():
        description = samples.texts.descriptions[key]
        booked = [one for one in samples.transactions if one.description == description]
        entry = entries[key] = _entry_of(samples, plan, booked, at)
        linked[booked[-1].id] = entry.last
    transactions = tuple(linked.get(one.id, one) for one in samples.transactions)
    planned = replace(samples, transactions=transactions)
    budgets, goals = sample_budgets(samples, at), sample_goals(samples, at)
    return SamplePlanning(planned, entries, tuple(budgets), tuple(goals))


def sample_notifications(
    planning: SamplePlanning, import_done: Event, uid: str
) -> Iterator[Notification]:
    """Yield the notifications of a demo, newest first.

    They are of an import, a budget that is overspent, a raised price, and a booked rent.
    """
    at = import_done.at - timedelta(minutes=1)
    events = [import_done, overspent_event(planning.samples, planning.budgets[-1], at)]
    for kind, key in (
        (NotificationKind.RECURRING_PRICE_CHANGED, "streaming"),
        (NotificationKind.RECURRING_BOOKED, "rent"),
    ):
        entry = planning.entries[key]
        at = import_done.at - timedelta(minutes=len(events))
        events.append(Event.of(kind, entry.recurring.id, at, parameters=entry.parameters()))
    for event in events:
        if event.kind is not None:
            yield Notification.of_event(event, kind_of(event.kind), uid, None)


def _entry_of(
    samples: SampleLedger, plan: _Plan, booked: Sequence[Transaction], at: datetime
) -> SampleEntry:
    """Return the entry of transactions that were booked, oldest first."""
    ledger, first, last = samples.ledger, booked[0], booked[-1]
    schedule = Schedule(
        start=_nominal_of(first, plan),
        frequency=Frequency.MONTHLY,
        days_of_month=(plan.day,),
        shift=plan.shift,
    )
    raised = next((one for one in booked if one.amount_minor != first.amount_minor), None)
    made = Recurring(
        id=new_id(),
        name=last.description or "",
        mode=plan.mode,
        template=_template_of(first),
        schedule=schedule,
        amount_changes=() if raised is None else (_change_at(_nominal_of(raised, plan), raised),),
        next_nominal=first_nominal(schedule, _nominal_of(last, plan) + timedelta(days=1)),
        created_at=at,
        updated_at=at,
    )
    recurring = due_as_planned(made, ledger.timezone)
    planned = planned_occurrence(recurring, _nominal_of(last, plan), at)
    last = last.model_copy(update=_link_fields(recurring, planned))
    is_auto = recurring.mode is Mode.AUTO
    paid = planned.booked_as(last, recurring) if is_auto else planned.matched_with(last)
    return SampleEntry(recurring, planned.model_copy(update=paid), first, last)


def _link_fields(recurring: Recurring, occurrence: Occurrence) -> dict[str, Any]:
    """Return the fields of the transaction of an occurrence, with its id if it was booked."""
    link = Link(recurring.id, occurrence.nominal)
    return link.fields | ({"id": booked_id(*link)} if recurring.mode is Mode.AUTO else {})


def _template_of(transaction: Transaction) -> Template:
    return Template(
        type=transaction.type,
        amount=_decimal(transaction),
        currency=transaction.currency,
        category_id=transaction.category_id,
        account_id=transaction.account_id,
        payee=transaction.payee,
        description=transaction.description,
        tags=transaction.tags,
    )


def _change_at(nominal: date, raised: Transaction) -> AmountChange:
    return AmountChange(from_=nominal, amount=_decimal(raised), currency=raised.currency)


def _nominal_of(transaction: Transaction, plan: _Plan) -> date:
    """Return the nominal date of a transaction, which is in the same month."""
    month = Month.of(transaction.date)
    return date(month.year, month.month, plan.day)


def _decimal(transaction: Transaction) -> Decimal:
    return Decimal(format_minor(transaction.amount_minor, transaction.currency))
