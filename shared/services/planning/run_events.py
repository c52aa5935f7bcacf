"""Events of runs of recurring entries, each about the last of the occurrences that it tells."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from shared.errors import InvalidArgument
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import (
    DateParameter,
    NumberParameter,
    Parameter,
    amount,
    text,
)
from shared.models.planning.occurrence import Occurrence
from shared.models.planning.recurring import Recurring
from shared.models.values.money import to_minor
from shared.repositories.store import TenantStore


def emit_about(
    unit: TenantStore,
    tenant: Tenant,
    kind: NotificationKind,
    recurring: Recurring,
    occurrences: Sequence[Occurrence],
    at: datetime,
) -> None:
    """Emit one event about occurrences of an entry, by the last of them; none if there are none.

    Its id follows from the entry, and from the nominal date and the date of that occurrence.
    """
    if not occurrences:
        return
    last = max(occurrences, key=lambda one: one.nominal)
    event = Event.of(
        kind,
        recurring.id,
        at,
        str(last.nominal),
        str(last.date),
        workspace_name=tenant.workspace_name,
        parameters=_parameters(recurring, last, len(occurrences) - 1),
    )
    unit.emit(event)


def _parameters(recurring: Recurring, last: Occurrence, more: int) -> dict[str, Parameter]:
    parameters: dict[str, Parameter] = {
        "name": text(recurring.name),
        "date": DateParameter(date=last.date),
    }
    of_last = last.amount_in(recurring)
    # An amount that does not fit its currency is why it was not booked.
    with suppress(InvalidArgument):
        parameters["amount"] = amount(to_minor(*of_last), of_last.currency)
    if more:
        parameters["more"] = NumberParameter(number=more)
    return parameters
