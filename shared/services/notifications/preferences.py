"""Show and change a person's preferences of notifications."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shared.models.history.change import Operation
from shared.models.notifications.preferences import (
    NotificationPreferences,
    PreferencesDraft,
    PreferencesPatch,
)
from shared.models.values.revision import ANY_REVISION, ExpectedRevision
from shared.repositories.store import LedgerSnapshot, TenantStore
from shared.services.ledger.tenants import get_tenant
from shared.services.posting.operations import append_change, run_once


def get_preferences(store: TenantStore, now: datetime) -> NotificationPreferences:
    """Return the preferences; the usual ones of a person who has chosen none."""
    get_tenant(store, now)
    return store.notification_preferences.get()


def patch_preferences(
    store: TenantStore,
    operation: Operation,
    patch: PreferencesPatch,
    expected: ExpectedRevision = ANY_REVISION,
) -> NotificationPreferences:
    """Change the named preferences.

    Raises:
        InvalidArgument: A schedule is not possible.
        PreconditionFailed: The preferences are not as expected.
    """
    return change_preferences(store, operation, lambda before: before.patched(patch), expected)


def replace_preferences(
    store: TenantStore,
    operation: Operation,
    draft: PreferencesDraft,
    expected: ExpectedRevision = ANY_REVISION,
) -> NotificationPreferences:
    """Replace all preferences; raises as ``patch_preferences``."""
    return change_preferences(store, operation, lambda before: before.replaced(draft), expected)


def change_preferences(
    store: TenantStore,
    operation: Operation,
    change: Callable[[NotificationPreferences], NotificationPreferences],
    expected: ExpectedRevision = ANY_REVISION,
) -> NotificationPreferences:
    """Change the preferences in one commit, and log it unless nothing changes."""

    def work(unit: TenantStore, _snapshot: LedgerSnapshot) -> NotificationPreferences:
        before = unit.notification_preferences.get()
        expected.check(before)
        after = change(before)
        if after is not before:
            put_preferences(unit, operation, before, after)
        return after

    def recall(_snapshot: LedgerSnapshot) -> NotificationPreferences:
        return store.notification_preferences.get()

    return run_once(store, operation, work, recall)


def put_preferences(
    unit: TenantStore,
    operation: Operation,
    before: NotificationPreferences,
    after: NotificationPreferences,
    index: int = 0,
) -> None:
    """Write changed preferences, and log them as entry number ``index``."""
    unit.notification_preferences.put(after)
    append_change(unit, operation, before, after, index=index)
