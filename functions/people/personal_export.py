"""Export all data of a person as one JSON document, streamed."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from pydantic import Field

from functions.history.views import ChangeView, change_view
from functions.notifications.delivery_views import DeliveryView, delivery_view
from functions.notifications.preference_views import PreferencesView, preferences_view
from functions.notifications.views import NotificationView, notification_view
from functions.notifications.webhook_views import WebhookView, webhook_view
from functions.people.views import MembershipView, PersonalView, personal_view
from shared.models.exports.backup_schema import LedgerBackup
from shared.models.people.access import Identity
from shared.models.settings.personal_settings import Personal
from shared.models.values.base import FrozenModel
from shared.repositories import connections
from shared.repositories.people.authored_records import AuthoredRecordRepository
from shared.repositories.sharing.workspaces import WorkspaceRepository
from shared.repositories.store import TenantStore
from shared.services.exports.backups import export_at_read_time
from shared.services.notifications.inbox import show

_FORMAT = "financeflow-person"
_VERSION = 1


class PersonalExport(FrozenModel):
    """All data of a person; its ``ledger`` can be restored."""

    format: Literal["financeflow-person"]
    version: Literal[1]
    exported_at: datetime
    profile: PersonalView
    memberships: list[MembershipView]
    notification_preferences: PreferencesView
    webhooks: list[WebhookView] = Field(description="Without secrets.")
    deliveries: list[DeliveryView] = Field(description="Deliveries to the caller.")
    notifications: list[NotificationView] = Field(description="Dismissed ones, too.")
    ledger: LedgerBackup
    changes: list[ChangeView]


def export_parts(identity: Identity, store: TenantStore, now: datetime) -> Iterator[str]:
    """Yield the text of the document, with ledger and change log as of one instant.

    Raises:
        TenantMissing, DemoExpired: There is no ledger (any more).
    """
    readable, tenant = store.at_read_time()
    tenant.ensure_live(now)
    head = {"format": _FORMAT, "version": _VERSION, "exported_at": now.isoformat()}
    profile = personal_view(Personal.of(identity, tenant)).model_dump_json()
    memberships = [view.model_dump(mode="json") for view in _memberships(identity.uid)]
    yield f'{json.dumps(head)[:-1]}, "profile": {profile}'
    yield f', "memberships": {json.dumps(memberships)}'
    preferences = preferences_view(readable.notification_preferences.get())
    yield f', "notification_preferences": {preferences.model_dump_json()}, "webhooks": ['
    webhooks = map(webhook_view, readable.webhooks.list_all())
    yield from _separated(view.model_dump_json() for view in webhooks)
    yield '], "deliveries": ['
    deliveries = map(delivery_view, readable.deliveries.stream_all())
    yield from _separated(view.model_dump_json() for view in deliveries)
    yield '], "notifications": ['
    notifications = list(readable.notifications.stream_all())
    shown = show(store, notifications, tenant.profile.locale)
    yield from _separated(notification_view(one).model_dump_json() for one in shown)
    yield '], "ledger": '
    yield from export_at_read_time(readable, tenant.ledger, now)
    yield ', "changes": ['
    changes = (change_view(change, tenant.ledger) for change in readable.changes.stream_all())
    yield from _separated(view.model_dump_json() for view in changes)
    yield "]}"


def _memberships(uid: str) -> Iterator[MembershipView]:
    client = connections.firestore_client()
    found = dict(AuthoredRecordRepository(client).list_memberships(uid))
    visible = [ref for ref, member in found.items() if member.is_active]
    tenants = WorkspaceRepository(client).find_some(visible)
    for ref, member in found.items():
        tenant = tenants.get(ref)
        workspace = tenant.workspace if tenant is not None else None
        is_seen = workspace is not None and workspace.deleted_at is None
        yield MembershipView(
            workspace_id=ref.id,
            name=workspace.name if workspace and is_seen else None,
            role=member.role,
            status=member.status,
            joined_at=member.joined_at,
        )


def _separated(parts: Iterable[str]) -> Iterator[str]:
    separator = ""
    for part in parts:
        yield f"{separator}{part}"
        separator = ","
