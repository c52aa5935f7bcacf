"""Events of runs of recurring entries, each about the last of the occurrences that it tells."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from shared.errors import FinanceFlowError, InvalidArgument
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import (
    DateParameter,
    NotBookedReason,
    NumberParameter,
    Parameter,
    ReasonParameter,
    amount,
    text,
)
from shared.models.planning.occurrence import Occurrence
from shared.models.planning.recurring import Mode, Recurring
from shared.models.values.money import to_minor
from shared.repositories.store import TenantStore

_REMINDERS = {
    Mode.REMIND: NotificationKind.RECURRING_DUE,
    Mode.APPROVE: NotificationKind.RECURRING_APPROVAL,
    Mode.AUTO: NotificationKind.RECURRING_COMING,
}
"""Kinds of reminders by what an occurrence waits for: its payment, a person, or its date."""

_REASONS = {
    "account_id": NotBookedReason.ACCOUNT,
    "to_account_id": NotBookedReason.ACCOUNT,
    "category_id": NotBookedReason.CATEGORY,
    "custom_type_id": NotBookedReason.CUSTOM_TYPE,
    "amount": NotBookedReason.AMOUNT,
    "to_amount": NotBookedReason.AMOUNT,
    "base_amount": NotBookedReason.AMOUNT,
    "currency": NotBookedReason.AMOUNT,
    "rate": NotBookedReason.AMOUNT,
    "splits": NotBookedReason.AMOUNT,
}
"""Reasons by the field of the transaction that is invalid; ``splits`` are then too large."""


def reminder_kind(mode: Mode) -> NotificationKind:
    """Return the kind of notification that reminds of an occurrence."""
    return _REMINDERS[mode]


def emit_about(
    unit: TenantStore,
    tenant: Tenant,
    kind: NotificationKind,
    recurring: Recurring,
    occurrences: Sequence[Occurrence],
    at: datetime,
    *,
    error: FinanceFlowError | None = None,
) -> None:
    """Emit one event about occurrences of an entry, by the last of them; none if there are none.

    ``error`` is why that one could not be booked, if it is told as missed for it.
    Its id follows from the entry, and from the nominal date and the date of that occurrence.
    """
    if not occurrences:
        return
    last = max(occurrences, key=lambda one: one.nominal)
    parameters = _parameters(recurring, last, len(occurrences) - 1)
    if error is not None:
        parameters["reason"] = ReasonParameter(reason=reason_of(error))
    event = Event.of(
        kind,
        recurring.id,
        at,
        str(last.nominal),
        str(last.date),
        workspace_name=tenant.workspace_name,
        parameters=parameters,
    )
    unit.emit(event)


def reason_of(error: FinanceFlowError) -> NotBookedReason:
    """Return what a transaction does not fit by, of the first error that names a field of it."""
    if not isinstance(error, InvalidArgument):
        return NotBookedReason.LIMIT
    fields = [one.field.rpartition(".")[2] for one in error.errors]
    found = [_REASONS[field] for field in fields if field in _REASONS]
    return found[0] if found else NotBookedReason.OTHER


def _parameters(recurring: Recurring, last: Occurrence, more: int) -> dict[str, Parameter]:
    parameters: dict[str, Parameter] = {
        "name": text(recurring.name),
        "date": DateParameter(date=last.date),
        "nominal": DateParameter(date=last.nominal),
    }
    of_last = last.amount_in(recurring)
    # An amount that does not fit its currency is why it was not booked.
    with suppress(InvalidArgument):
        parameters["amount"] = amount(to_minor(*of_last), of_last.currency)
    if more:
        parameters["more"] = NumberParameter(number=more)
    return parameters
