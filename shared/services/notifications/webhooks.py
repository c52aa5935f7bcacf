"""List, create, change, delete and test the webhooks of a person, and rotate their secrets."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING

from shared.errors import InvalidArgument, NotFound, TooManyWebhooks
from shared.models.history.change import Operation
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.delivery import Delivery
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import Parameter, text
from shared.models.notifications.webhooks.addresses import WebhookUrl
from shared.models.notifications.webhooks.signing import new_secret
from shared.models.notifications.webhooks.webhook import (
    MAX_WEBHOOKS,
    OLD_SECRET_FOR,
    OffReason,
    SigningSecret,
    Webhook,
    WebhookDraft,
    WebhookPatch,
    WebhookRotation,
    WebhookState,
    fields_of_input,
)
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import is_id, new_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.repositories.notifications.webhook_posts import AddressGuard, AddressRefused
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.ledger.tenants import get_tenant
from shared.services.posting.operations import append_change, run_once

if TYPE_CHECKING:
    from collections.abc import Callable


@frozen
class SecretShown:
    """A webhook with its new secret, which is shown once; None when it is not new any more."""

    webhook: Webhook
    secret: str | None = field(repr=False)


def list_webhooks(store: TenantStore, now: datetime) -> list[Webhook]:
    """Return all webhooks of a person, oldest first."""
    get_tenant(store, now)
    return store.webhooks.list_all()


def get_webhook(store: TenantStore, webhook_id: str, now: datetime) -> Webhook:
    """Return the webhook with this id.

    Raises:
        NotFound: The person has no such webhook.
    """
    get_tenant(store, now)
    return _find(store, webhook_id)


def create_webhook(
    store: TenantStore, operation: Operation, draft: WebhookDraft, guard: AddressGuard
) -> SecretShown:
    """Create a webhook; a retry within a day shows the secret again, unless it was replaced.

    Raises:
        InvalidArgument: The URL is not one of the internet.
        TooManyWebhooks: The person has as many as they may.
    """
    url = _checked(draft.url, guard)
    secret = draft.secret or new_secret()

    def work(unit: TenantStore, _snapshot: LedgerSnapshot) -> SecretShown:
        if len(unit.webhooks.list_all()) >= MAX_WEBHOOKS:
            raise TooManyWebhooks(MAX_WEBHOOKS)
        at = operation.at
        made = Webhook(
            id=new_id(), created_at=at, updated_at=at, secret_changed_at=at,
            **fields_of_input(draft, url),
        )  # fmt: skip
        unit.webhooks.put(made)
        state = WebhookState(id=made.id, secrets=(SigningSecret(secret=secret),))
        unit.webhooks.put_state(state)
        append_change(unit, operation, None, made)
        return SecretShown(made, secret)

    return run_once(store, operation, work, _recalled(store, operation.at))


def update_webhook(
    store: TenantStore,
    operation: Operation,
    webhook_id: str,
    patch: WebhookPatch,
    guard: AddressGuard,
    expected: ExpectedRevision = ANY_REVISION,
) -> Webhook:
    """Change the given fields; one that is turned on again has not failed yet.

    Raises:
        NotFound: The person has no such webhook.
        PreconditionFailed: It does not have the expected revision.
        InvalidArgument: The URL is not one of the internet.
    """
    url = None if patch.url is None else _checked(patch.url, guard)

    def work(unit: TenantStore, _snapshot: LedgerSnapshot) -> Webhook:
        before = _find(unit, webhook_id)
        expected.check(before)
        fields = fields_of_input(patch, url)
        if "enabled" in fields:
            fields["off_reason"] = before.off_reason if not patch.enabled else None
        after = revised(before, fields, operation.at)
        if after is before:
            return before
        starts_anew = after.enabled and (not before.enabled or after.url != before.url)
        if starts_anew:
            unit.webhooks.put_failing_since(webhook_id, None)
        unit.webhooks.put(after)
        append_change(unit, operation, before, after)
        return after

    return run_once(store, operation, work, lambda _snapshot: _find(store, webhook_id))


def rotate_secret(
    store: TenantStore,
    operation: Operation,
    webhook_id: str,
    rotation: WebhookRotation,
) -> SecretShown:
    """Replace the secret; for a day, messages are signed by the former one, too.

    Raises:
        NotFound: The person has no such webhook.
        InvalidArgument: The given secret is the present one.
    """
    secret = rotation.secret or new_secret()

    def work(unit: TenantStore, _snapshot: LedgerSnapshot) -> SecretShown:
        found = unit.webhooks.find_both(webhook_id) if is_id(webhook_id) else None
        if found is None:
            raise NotFound("webhook")
        if secret == found.state.secrets[0].secret:
            raise InvalidArgument.of("secret", "must not be the present one")
        fields = {"secret_changed_at": operation.at}
        after = revised(found.webhook, fields, operation.at)
        unit.webhooks.put_state(found.state.rotated(secret, operation.at))
        unit.webhooks.put(after)
        append_change(unit, operation, found.webhook, after)
        return SecretShown(after, secret)

    return run_once(store, operation, work, _recalled(store, operation.at))


def delete_webhook(
    store: TenantStore,
    operation: Operation,
    webhook_id: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Delete a webhook with its secrets; what was to be sent to it is not sent any more.

    Raises:
        NotFound: The person has no such webhook.
        PreconditionFailed: It does not have the expected revision.
    """

    def work(unit: TenantStore, _snapshot: LedgerSnapshot) -> None:
        before = _find(unit, webhook_id)
        expected.check(before)
        unit.webhooks.delete(webhook_id)
        append_change(unit, operation, before, None)

    run_once(store, operation, work, recall=lambda _snapshot: None)


def put_ping(store: TenantStore, webhook_id: str, now: datetime) -> Delivery:
    """Make a delivery that pings a webhook, also one that is off; one in ten seconds.

    Raises:
        NotFound: The person has no such webhook.
        TenantMissing, TakeoverRunning, DemoExpired: as ``TenantStore.transact_below``.
    """

    def work(unit: TenantStore, tenant: Tenant) -> Delivery:
        tenant.ensure_live(now)
        _find(unit, webhook_id)
        made = Delivery.ping_of(webhook_id, now)
        found = unit.deliveries.find(made.id)
        if found is None:
            unit.deliveries.put(made)
        return found or made

    return store.transact_below(work)


def turn_off(store: TenantStore, operation: Operation, webhook_id: str, reason: OffReason) -> None:
    """Turn a webhook off that cannot be reached, and emit the event that tells its person."""

    def work(unit: TenantStore, _snapshot: LedgerSnapshot) -> None:
        before = unit.webhooks.find(webhook_id)
        if before is None or not before.enabled:
            return
        after = revised(before, {"enabled": False, "off_reason": reason}, operation.at)
        unit.webhooks.put(after)
        append_change(unit, operation, before, after)
        name: dict[str, Parameter] = {"name": text(before.origin.partition("://")[2])}
        kind, key = NotificationKind.WEBHOOK_OFF, str(after.revision)
        unit.emit(Event.of(kind, webhook_id, operation.at, key, parameters=name))

    run_once(store, operation, work, recall=lambda _snapshot: None)


def _find(store: TenantStore, webhook_id: str) -> Webhook:
    found = store.webhooks.find(webhook_id) if is_id(webhook_id) else None
    if found is None:
        raise NotFound("webhook")
    return found


def _checked(url: str, guard: AddressGuard) -> WebhookUrl:
    """Return the parts of a URL, whose host has addresses of the internet alone.

    The answer is the same for a host without addresses and for one inside, so that nobody learns
    which names there are inside.

    Raises:
        InvalidArgument: It is not such a URL.
    """
    try:
        parsed = WebhookUrl.parse(url, guard.local_origins)
        guard.addresses_of(parsed)
    except ValueError as error:
        raise InvalidArgument.of("url", str(error)) from error
    except AddressRefused as error:
        problem = "must name a host that has addresses, all of them of the internet"
        raise InvalidArgument.of("url", problem) from error
    return parsed


def _recalled(store: TenantStore, now: datetime) -> Callable[[RecordedSnapshot], SecretShown]:
    """Return what shows a webhook to a retry, with the secret if it is that of the first answer."""

    def recall(snapshot: RecordedSnapshot) -> SecretShown:
        found = store.webhooks.find_both(snapshot.record.entity_id)
        if found is None:
            raise NotFound("webhook")
        made_at = snapshot.record.at
        is_new = found.webhook.secret_changed_at == made_at and now < made_at + OLD_SECRET_FOR
        return SecretShown(found.webhook, found.state.secrets[0].secret if is_new else None)

    return recall
