"""Views of occurrences of recurring entries."""

from datetime import date as civil_date
from datetime import datetime
from typing import Annotated

from pydantic import Field

from functions.http.views import Etag, Money, Name, etag_of, view_of
from functions.planning.views import money_of
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.occurrence import Occurrence, OccurrenceState, WaitsFor
from shared.models.planning.recurring import Mode
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor
from shared.services.planning.calendars import OccurrenceCalendar
from shared.services.planning.occurrences import OccurrenceOfEntry

_Reason = Annotated[
    str | None, Field(description="Why it was not booked when it was due, or null.")
]


class OccurrenceStateView(FrozenModel):
    """An occurrence that differs from the plan, or is handled, after a change."""

    id: str
    recurring_id: str
    nominal: civil_date
    date: civil_date
    state: OccurrenceState
    moved_to: civil_date | None
    amount: Money | None
    currency: str | None
    note: str | None
    transaction_id: str | None
    type: TransactionType | None
    paid_amount: Money | None = Field(description="The amount of the matched transaction.")
    paid_currency: str | None = Field(description="Its currency.")
    dismissed: list[str] = Field(description="Transactions that people said do not pay it.")
    reason: _Reason
    created_at: datetime
    updated_at: datetime
    etag: Etag


@view_of.register
def occurrence_state_view(occurrence: Occurrence) -> OccurrenceStateView:
    """Return the view of a stored occurrence."""
    same = OccurrenceStateView.model_fields.keys() - {"amount", "paid_amount", "dismissed", "etag"}
    return OccurrenceStateView(
        amount=None if occurrence.amount is None else money_of(occurrence.amount),
        paid_amount=None if occurrence.paid_amount is None else money_of(occurrence.paid_amount),
        dismissed=list(occurrence.dismissed),
        etag=etag_of(occurrence.revision),
        **{name: getattr(occurrence, name) for name in same},
    )


def logged_occurrence_view(occurrence: Occurrence, _ledger: Ledger) -> OccurrenceStateView:
    """Return an occurrence of the change log as clients see it."""
    return occurrence_state_view(occurrence)


class OccurrenceView(FrozenModel):
    """An occurrence of a recurring entry; ``nominal`` names it in paths.

    Payee, category and accounts are those of the entry, also of one that was booked with others.
    """

    recurring_id: str
    name: str = Field(description="The name of the recurring entry.")
    mode: Mode
    nominal: civil_date
    date: civil_date
    state: OccurrenceState = Field(
        description="DUE is one whose date has come and that is not handled; MISSED, for a week."
    )
    waits_for: Name[WaitsFor] | None = Field(
        description="APPROVAL: process or skip it; PAYMENT: it is matched when the bank's "
        "transaction comes; null: settled, or booked on its date."
    )
    type: TransactionType
    amount: Money
    currency: str
    payee: str | None
    category_id: str | None = Field(description="Null for splits, and without one.")
    account_id: str
    to_account_id: str | None
    note: str | None
    transaction_id: str | None
    reason: _Reason


class OccurrenceTotals(FrozenModel):
    """Totals of the listed occurrences of a month, without skipped and missed ones."""

    month: str = Field(description="A month of the ledger's calendar.", examples=["2026-03"])
    currency: str
    income: Money
    expenses: Money


class OccurrenceList(FrozenModel):
    """Occurrences by date."""

    items: list[OccurrenceView]
    totals: list[OccurrenceTotals] = Field(
        description="By month and currency; transfers are in none."
    )
    is_partial: bool = Field(
        description="True if there are more than these 1,000; ask again from the last date."
    )


class RefusedView(FrozenModel):
    """An occurrence that was not booked."""

    nominal: civil_date
    reason: str = Field(description="Why it does not fit the ledger.")


class ProcessView(FrozenModel):
    """The result of booking."""

    booked: list[OccurrenceView] = Field(description="The occurrences that were booked.")
    refused: list[RefusedView] = Field(description="Those that were not.")
    is_partial: bool = Field(description="True if more are due; the same request goes on.")


def occurrence_view(one: OccurrenceOfEntry) -> OccurrenceView:
    """Return the view of an occurrence on the ledger's day."""
    recurring, occurrence, today = one
    amount = occurrence.amount_in(recurring)
    return OccurrenceView(
        recurring_id=recurring.id,
        name=recurring.name,
        mode=recurring.mode,
        nominal=occurrence.nominal,
        date=occurrence.date,
        state=occurrence.state_on(today, recurring.mode),
        waits_for=occurrence.waits_for(recurring.mode),
        type=occurrence.type or recurring.template.type,
        amount=money_of(amount.amount),
        currency=amount.currency,
        payee=recurring.template.payee,
        category_id=recurring.template.category_id,
        account_id=recurring.template.account_id,
        to_account_id=recurring.template.to_account_id,
        note=occurrence.note,
        transaction_id=occurrence.transaction_id,
        reason=occurrence.reason,
    )


def occurrence_list(found: OccurrenceCalendar) -> OccurrenceList:
    """Return the view of a calendar."""
    return OccurrenceList(
        items=[occurrence_view(one) for one in found.items],
        totals=[
            OccurrenceTotals(
                month=str(one.month),
                currency=one.currency,
                income=format_minor(one.income_minor, one.currency),
                expenses=format_minor(one.expenses_minor, one.currency),
            )
            for one in found.totals
        ],
        is_partial=found.is_partial,
    )
