"""Views of webhooks; none but the answers to a creation and a rotation has a secret."""

from datetime import datetime

from pydantic import ConfigDict, Field

from functions.http.views import ETAG, Etag, Name, etag_of, view_of
from shared.models.ledger.ledger import Ledger
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.webhooks.webhook import OffReason, Webhook
from shared.models.values.base import FrozenModel
from shared.services.notifications.webhooks import SecretShown

_OF_BOTH = (
    "id", "description", "kinds", "enabled", "off_reason", "secret_changed_at", "created_at",
    "updated_at",
)  # fmt: skip


class _WebhookFields(FrozenModel):
    id: str
    description: str | None = Field(description="A note on what it is for.")
    kinds: list[Name[NotificationKind]] | None = Field(
        description="The kinds that are sent to it; null: all."
    )
    enabled: bool = Field(description="Whether notifications are sent to it.")
    off_reason: Name[OffReason] | None = Field(
        description="Why it was turned off by itself: it answered 410, or failed for days."
    )
    secret_changed_at: datetime = Field(description="When its secret was made.")
    created_at: datetime
    updated_at: datetime


class LoggedWebhookView(_WebhookFields):
    """A webhook after a change; without its path, which may have a secret."""

    origin: str = Field(description="The scheme and host of its URL.")


class WebhookView(_WebhookFields):
    """A webhook of the person."""

    model_config = ConfigDict(openapi_extra=ETAG)  # type: ignore[typeddict-unknown-key]

    url: str = Field(description="The address that messages are posted to.")
    etag: Etag


class WebhookWithSecret(WebhookView):
    """A webhook with its new secret, which is not shown again."""

    secret: str | None = Field(
        description="Sign by Standard Webhooks 1.0.0. Null in a late retry.",
    )


class WebhookList(FrozenModel):
    """All webhooks of the person, oldest first."""

    items: list[WebhookView]


@view_of.register
def webhook_view(webhook: Webhook) -> WebhookView:
    """Return a webhook as its person sees it."""
    return WebhookView(**_shown(webhook), url=webhook.url, etag=etag_of(webhook.revision))


def with_secret(shown: SecretShown) -> WebhookWithSecret:
    """Return a webhook with its new secret."""
    return WebhookWithSecret(**dict(webhook_view(shown.webhook)), secret=shown.secret)


def logged_webhook_view(webhook: Webhook, _ledger: Ledger) -> LoggedWebhookView:
    """Return a webhook of the change log as clients see it."""
    return LoggedWebhookView(**_shown(webhook), origin=webhook.origin)


def _shown(webhook: Webhook) -> dict[str, object]:
    fields = {name: getattr(webhook, name) for name in _OF_BOTH}
    kinds = webhook.kinds
    return fields | {"kinds": None if kinds is None else list(kinds)}
