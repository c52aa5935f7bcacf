"""Change settings of a ledger, and personal settings with the profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shared.errors import CurrencyInUse
from shared.models.history.change import Operation
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import Identity
from shared.models.people.profile import Profile
from shared.models.people.profile_input import apply_profile_patch
from shared.models.settings.ledger_settings import LedgerSettings, SettingsPatch
from shared.models.settings.personal_settings import Personal, PersonalPatch
from shared.models.values.revision import ANY_REVISION, ExpectedRevision
from shared.repositories.store import LedgerSnapshot, TenantStore
from shared.services.posting.operations import append_change, run_once

Announce = Callable[[str], None]
"""Is called with the id of a change that needs a rebuild, just before each try to commit it."""


def _not_announced(_change_id: str) -> None:
    """Announce nothing: the caller rebuilds the months itself."""


def change_settings(
    store: TenantStore,
    operation: Operation,
    patch: SettingsPatch,
    expected: ExpectedRevision = ANY_REVISION,
    announce: Announce = _not_announced,
) -> LedgerSettings:
    """Change the named settings.

    Raises:
        PreconditionFailed: The settings are not as expected.
        CurrencyInUse, RebuildRunning: as ``patch_settings``.
        Unavailable: The change cannot be announced.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> LedgerSettings:
        before = LedgerSettings.of(snapshot.tenant)
        expected.check(before)
        return patch_settings(unit, operation, snapshot.tenant, patch, announce)

    def recall(snapshot: LedgerSnapshot) -> LedgerSettings:
        return LedgerSettings.of(snapshot.tenant)

    return run_once(store, operation, work, recall)


def change_personal(
    store: TenantStore,
    operation: Operation,
    identity: Identity,
    patch: PersonalPatch,
    expected: ExpectedRevision = ANY_REVISION,
    announce: Announce = _not_announced,
) -> Personal:
    """Change the named personal settings and profile fields in one commit.

    Raises:
        PreconditionFailed: They are not as expected.
        CurrencyInUse, RebuildRunning: as ``patch_settings``.
        Unavailable: The change cannot be announced.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Personal:
        before = Personal.of(identity, snapshot.tenant)
        expected.check(before)
        settings = patch_settings(unit, operation, snapshot.tenant, patch, announce)
        profile = apply_profile_patch(before.profile, patch)
        if profile is not before.profile:
            index = 0 if settings == before.settings else 1
            put_profile(unit, operation, before.profile, profile, index)
        return replace(before, settings=settings, profile=profile)

    def recall(snapshot: LedgerSnapshot) -> Personal:
        return Personal.of(identity, snapshot.tenant)

    return run_once(store, operation, work, recall)


def patch_settings(
    unit: TenantStore,
    operation: Operation,
    tenant: Tenant,
    patch: SettingsPatch,
    announce: Announce = _not_announced,
) -> LedgerSettings:
    """Write the settings after a change, and log it as the first of the operation.

    Another start of the months, or another currency of a ledger that has amounts, becomes
    pending: from this commit on every change is written for both, and ``rebuild_months`` builds
    what is missing.

    Raises:
        CurrencyInUse: Another currency is named, and the ledger has amounts that do not allow it.
        RebuildRunning: Another start or currency is pending than the one named.
        Unavailable: The change cannot be announced.
    """
    before = LedgerSettings.of(tenant)
    is_other = patch.currency not in (None, before.currency)
    has_amounts = is_other and has_any_amounts(unit, tenant.ledger)
    after = before.patched(patch, has_amounts=has_amounts)
    if after.currency != before.currency:
        _ensure_no_rule_compares_amounts(unit)
    if after is not before:
        put_settings(unit, operation, tenant.ledger, before, after)
        if after.pending != before.pending:
            announce(operation.change_id)
    return after


def has_any_amounts(unit: TenantStore, ledger: Ledger) -> bool:
    """Return whether the ledger has amounts, which another currency would change.

    One whose currency is being changed, or that is being restored, counts as one with amounts.
    """
    is_busy = ledger.currency_change.is_running or ledger.is_being_restored
    return is_busy or ledger.has_amounts_of_accounts or unit.transactions.has_any()


def _ensure_no_rule_compares_amounts(unit: TenantStore) -> None:
    """Check, before another currency, that there is no amount of a rule, whose number would stay.

    Raises:
        CurrencyInUse: There is one.
    """
    if any(rule.compares_amounts for rule in unit.rules.list_all()):
        raise CurrencyInUse.by_rule()


def put_settings(
    unit: TenantStore,
    operation: Operation,
    ledger: Ledger,
    before: LedgerSettings,
    after: LedgerSettings,
    index: int = 0,
) -> None:
    """Write changed settings, and log them as entry number ``index``.

    Raises:
        CurrencyInUse: Another currency becomes pending that does not fit the ledger.
        RebuildRunning: The amounts are still being stored in a currency that was pending.
    """
    if after.currency != before.currency:
        unit.ledger.put_currency(after.currency)
    if after.timezone != before.timezone:
        # Few change their time zone, so this is imported on demand.
        from shared.services.posting.recurring_entries import put_due_times  # noqa: PLC0415 (see above)

        unit.ledger.put_timezone(after.timezone)
        put_due_times(unit, before.timezone, after.timezone)
    change_id = operation.change_id_at(index)
    if after.pending_currency != before.pending_currency:
        # Few ledgers ever change their currency, so this is imported on demand.
        from shared.services.posting.currency_change import put_pending_currency  # noqa: PLC0415 (see above)

        put_pending_currency(unit, ledger, after.pending_currency, change_id)
    if after.pending_month_start != before.pending_month_start:
        if after.pending_month_start is None:
            unit.ledger.remove_next_calendar()
        else:
            calendar = replace(ledger.calendar, start=after.pending_month_start)
            unit.ledger.put_next_calendar(calendar, change_id)
    unit.ledger.put_settings_revision(after.revision)
    append_change(unit, operation, before, after, index=index)


def put_profile(
    unit: TenantStore, operation: Operation, before: Profile, after: Profile, index: int
) -> None:
    """Write a changed profile, and log it as entry number ``index``."""
    unit.person.put_profile(after)
    append_change(unit, operation, before, after, index=index)
