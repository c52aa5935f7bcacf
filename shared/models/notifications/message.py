"""Messages of the topic of notifications."""

from typing import Self

from shared.models.people.access import TenantRef
from shared.models.values.base import InputModel


class NotificationMessage(InputModel):
    """An event that is to be told, or a delivery that is due, by its tenant's path and its id."""

    tenant: str
    event_id: str | None = None
    delivery_id: str | None = None

    @classmethod
    def of_event(cls, tenant: TenantRef, event_id: str) -> Self:
        """Return the message of an event."""
        return cls(tenant=tenant.path, event_id=event_id)

    @classmethod
    def of_delivery(cls, tenant: TenantRef, delivery_id: str) -> Self:
        """Return the message of a delivery."""
        return cls(tenant=tenant.path, delivery_id=delivery_id)
