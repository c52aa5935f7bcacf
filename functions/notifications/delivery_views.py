"""Views of deliveries."""

from datetime import datetime

from pydantic import Field

from functions.http.views import Name
from shared.models.notifications.delivery import Delivery, DeliveryStatus
from shared.models.notifications.kinds import Channel, NotificationKind
from shared.models.values.base import FrozenModel


class DeliveryView(FrozenModel):
    """A delivery of notifications by a channel."""

    id: str
    channel: Name[Channel]
    webhook_id: str | None = Field(description="The webhook that it is sent to; null: an e-mail.")
    status: Name[DeliveryStatus]
    digest: str | None = Field(
        description="The digest by its schedule and day; null: a single notification, or a test."
    )
    notification_ids: list[str] = Field(description="At most 50; none: a test of a webhook.")
    kinds: list[Name[NotificationKind]] = Field(
        description="The kinds of all of its notifications, each once."
    )
    attempts: int = Field(description="The number of attempts to send it.")
    reason: str | None = Field(
        description="Why the last attempt failed, as a code, like ``smtp-550`` or ``http-500``."
    )
    created_at: datetime
    due_at: datetime = Field(description="When it was to be sent first.")
    next_at: datetime | None = Field(description="When it is sent next; null: it has ended.")
    sent_at: datetime | None = Field(description="When it was accepted.")


class DeliveryList(FrozenModel):
    """A page of deliveries, newest first."""

    items: list[DeliveryView]
    next_cursor: str | None


def delivery_view(delivery: Delivery) -> DeliveryView:
    """Return a delivery as its person sees it."""
    fields = {name: getattr(delivery, name) for name in DeliveryView.model_fields}
    lists = {name: list(fields[name]) for name in ("notification_ids", "kinds")}
    return DeliveryView(**fields | lists)
