"""Messages of the topic of notifications."""

from __future__ import annotations

from typing import Self

from shared.models.people.access import TenantRef
from shared.models.values.base import InputModel


class NotificationMessage(InputModel):
    """An event that is to be told, by its tenant's path and its id."""

    tenant: str
    event_id: str

    @classmethod
    def of_event(cls, tenant: TenantRef, event_id: str) -> Self:
        """Return the message of an event."""
        return cls(tenant=tenant.path, event_id=event_id)
