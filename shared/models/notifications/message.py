"""Messages of the topic of notifications."""

import datetime as dt
from typing import Self

from shared.models.people.access import TenantRef
from shared.models.values.base import InputModel


class NotificationMessage(InputModel):
    """An event that is to be told, or a delivery that is due, by its tenant's path and its id.

    Or the plans of a tenant that are to be looked at, in the periods that end since a day.
    """

    tenant: str
    event_id: str | None = None
    delivery_id: str | None = None
    plans_since: dt.date | None = None

    @classmethod
    def of_event(cls, tenant: TenantRef, event_id: str) -> Self:
        """Return the message of an event."""
        return cls(tenant=tenant.path, event_id=event_id)

    @classmethod
    def of_delivery(cls, tenant: TenantRef, delivery_id: str) -> Self:
        """Return the message of a delivery."""
        return cls(tenant=tenant.path, delivery_id=delivery_id)

    @classmethod
    def of_plans(cls, tenant: TenantRef, since: dt.date) -> Self:
        """Return the message of a look at the plans of a tenant."""
        return cls(tenant=tenant.path, plans_since=since)
