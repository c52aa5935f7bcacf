"""Export a ledger as a backup, and restore a backup into an empty ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from shared.errors import (
    CommitTooLarge,
    InvalidArgument,
    LedgerNotEmpty,
    RebuildRunning,
    RestoreStopped,
)
from shared.models.exports.backup import BackupHead
from shared.models.exports.backup_document import Backup, document_parts
from shared.models.exports.backup_lists import collections_in_backups, ensure_custom_type_fits
from shared.models.history.change import Cause, Operation
from shared.models.history.kinds import Logged, kind_of_model
from shared.models.ledger.account import AccountState
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.restore_progress import RestoreProgress
from shared.models.ledger.summary import Edit, Summary
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.people.access import Action
from shared.models.settings.ledger_settings import LedgerSettings
from shared.models.values.frozen import frozen
from shared.repositories.store import TenantStore
from shared.services.posting.budgets import settle_restored
from shared.services.posting.ledger import commit_edits
from shared.services.posting.long_work import ensure_may_go_on
from shared.services.posting.operations import append_change
from shared.services.posting.rule_lists import put_rules

RESTORE_CHUNK = 200
"""Records restored in one commit."""


def export_ledger(store: TenantStore, now: datetime) -> Iterator[str]:
    """Stream the text of a backup of the ledger, as of one instant.

    It contains settings, categories, accounts, rules, transactions including those in the trash,
    the period closes of months, and the spelling of payees. It does not contain the change log, the
    plans of imports, saved mappings, a pending start or currency, and amounts in currencies
    that the ledger had before.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist (any more).
    """
    readable, tenant = store.at_read_time()
    tenant.ensure_live(now)
    return export_at_read_time(readable, tenant.ledger, now)


def export_at_read_time(store: TenantStore, ledger: Ledger, now: datetime) -> Iterator[str]:
    """Stream the text of a backup of a ledger, from a store that is bound to a read time."""
    head = BackupHead.json_of(ledger, store.rules.list_all(), now)
    collections = {name: getattr(store, name).stream_all() for name in collections_in_backups()}
    return document_parts(
        head,
        ledger.currency,
        months=store.summaries.stream_states(ledger.calendar),
        payees=store.payees.stream_all(),
        **collections,
    )


@frozen
class RestoredLedger:
    """Numbers of resources in a restored ledger."""

    transactions: int
    categories: int
    accounts: int


def restore_ledger(
    store: TenantStore,
    operation: Operation,
    backup: Backup,
    announce: Callable[[], None] = lambda: None,
) -> RestoredLedger:
    """Restore a backup into an empty ledger.

    The first commit replaces settings, categories, accounts and rules. Further commits restore the
    records, each together with the progress. So after a crash the same backup continues where it
    stopped, and two concurrent restores share the work. Others may write meanwhile, because a lock
    that an abandoned restore left would make the ledger unusable. If their changes conflict with
    the rest of the backup, the restore stops. If they wrote anything, closed months become amended,
    because the verified totals may have changed. ``announce`` is called before the last commit.

    Raises:
        LedgerNotEmpty: The ledger has transactions, or another backup is being restored.
        RebuildRunning: The months are being rebuilt for another start or currency.
        DemoQuota: The backup exceeds the limits of a demo.
        RestoreStopped: A category or account that the backup needs was removed meanwhile.
        TenantMissing, DemoExpired: The ledger does not exist (any more).
        Unavailable: The end of the restore cannot be announced.
    """
    step = operation.caused_by(Cause.RESTORE, backup.digest)
    place = store.transact(partial(_begin, operation=step, backup=backup))
    _restore_records(store, step, backup, place, announce)
    return RestoredLedger(
        backup.counts["transactions"], len(backup.categories), len(backup.accounts)
    )


def _restore_records(
    store: TenantStore,
    step: Operation,
    backup: Backup,
    place: int,
    announce: Callable[[], None],
) -> None:
    """Restore the records of a backup from number ``place`` on, in a commit for each chunk."""
    for chunk in _chunks(islice(backup.named_records(), place, None)):
        parts = [chunk]
        while parts:
            part = parts.pop(0)
            step = step.continued()
            if place + len(part.records) == backup.record_count:
                announce()
            go_on = partial(_go_on, operation=step, backup=backup, chunk=part, place=place)
            try:
                store.transact(go_on)
            except CommitTooLarge:
                parts[:0] = part.halves()
            else:
                place += len(part.records)


@frozen
class _Chunk:
    """Records of one list; ``name`` is also the name of their repository."""

    name: str
    records: Sequence[Any]

    def halves(self) -> list[_Chunk]:
        """Return both halves of a chunk that is too large for a commit.

        Raises:
            InvalidArgument: It has a single record, which no commit can hold.
        """
        middle = len(self.records) // 2
        if middle == 0:
            raise InvalidArgument.of(self.name, "has a record that is too large")
        return [_Chunk(self.name, self.records[:middle]), _Chunk(self.name, self.records[middle:])]


def _chunks(named: Iterable[tuple[str, Any]]) -> Iterator[_Chunk]:
    """Yield the records in chunks of one list each, in the order of the lists."""
    for name, same in groupby(named, itemgetter(0)):
        while records := [record for _, record in islice(same, RESTORE_CHUNK)]:
            yield _Chunk(name, records)


def _begin(unit: TenantStore, operation: Operation, backup: Backup) -> int:
    """Replace the head unless that is done; return how many records are already restored."""
    tenant = unit.load().tenant
    tenant.ensure_live(operation.at)
    ledger = tenant.ledger
    known = ledger.restore
    if known is not None and known.document == backup.digest and _may_go_on(known, ledger):
        return known.done
    if any(getattr(unit, name).has_any() for name in collections_in_backups()):
        raise LedgerNotEmpty
    if ledger.is_rebuilding:
        raise RebuildRunning
    if tenant.demo is not None:
        use = tenant.demo.use.with_import(backup.counts["transactions"])
        unit.demo.put_import_count(use.imports)
    logged = _replace_head(unit, operation, tenant, backup)
    unit.ledger.put_restore(
        RestoreProgress(backup.digest, 0, backup.record_count, ledger.sequence + logged)
    )
    return 0


def _may_go_on(progress: RestoreProgress, ledger: Ledger) -> bool:
    """Return whether a restore is unfinished, or the ledger is unchanged since it finished."""
    return not progress.is_finished or progress.sequence == ledger.sequence


def _replace_head(unit: TenantStore, operation: Operation, tenant: Tenant, backup: Backup) -> int:
    """Write settings, categories, accounts and rules; return the number of logged changes."""
    settings, ledger = LedgerSettings.of(tenant), tenant.ledger
    head = backup.head.settings
    wanted = settings.restored(head.currency, head.timezone, backup.calendar.start)
    unit.ledger.put_currency(wanted.currency)
    unit.ledger.put_timezone(wanted.timezone)
    unit.ledger.put_calendar(backup.calendar)
    unit.ledger.put_settings_revision(wanted.revision)
    unit.ledger.replace_categories_and_accounts(
        backup.categories, backup.accounts, backup.head.default_account_id
    )
    if any(one.low_balance_minor is not None for one in backup.accounts.values()):
        from shared.services.posting.watch import begin_daily_look  # noqa: PLC0415 (few accounts have one)

        begin_daily_look(unit, ledger, backup.accounts.values(), operation.at)
    unit.ledger.replace_custom_types(backup.custom_types)
    unit.ledger.replace_own_rates(backup.own_rates)
    restored = replace(
        ledger,
        currency=wanted.currency,
        accounts=backup.accounts,
        default_account_id=backup.head.default_account_id,
    )
    pairs: list[tuple[Logged | None, Logged | None]] = [(settings, wanted)]
    for old, new in (
        (ledger.categories, backup.categories),
        (_states(ledger), _states(restored)),
        (ledger.custom_types, backup.custom_types),
        (ledger.own_rates, backup.own_rates),
    ):
        pairs += [(old.get(key), new.get(key)) for key in {**old, **new}]
    changed = [(before, after) for before, after in pairs if before != after]
    for index, (before, after) in enumerate(changed):
        append_change(unit, operation, before, after, index=index)
    rules = unit.rules.list_all()
    return len(changed) + put_rules(unit, operation, rules, backup.rules, len(changed))


def _states(ledger: Ledger) -> dict[str, AccountState]:
    return {key: ledger.state_of(account) for key, account in ledger.accounts.items()}


def _go_on(
    unit: TenantStore, operation: Operation, backup: Backup, chunk: _Chunk, place: int
) -> None:
    """Restore the rest of a chunk of records, of which the first is number ``place``."""
    tenant = unit.load().tenant
    ensure_may_go_on(unit, tenant, operation.actor, Action.DELETE, operation.at)
    ledger = tenant.ledger
    progress = ledger.restore
    if progress is None or progress.document != backup.digest:
        raise LedgerNotEmpty
    rest = chunk.records[max(0, progress.done - place) :]
    if not rest:
        return
    is_alone = progress.is_alone and progress.sequence == ledger.sequence
    logged = 0
    if chunk.name in collections_in_backups():
        logged = _restore_collection(unit, operation, tenant, chunk.name, rest)
    elif chunk.name == "payees":
        for payee in rest:
            unit.payees.put_known(payee.name, payee.category_id)
    elif ledger.calendar == backup.calendar:
        for month in rest:
            state = month if is_alone else _amended(month, operation.at)
            unit.summaries.put_state(state, ledger.calendar)
    unit.ledger.put_restore(
        replace(
            progress,
            done=progress.done + len(rest),
            sequence=ledger.sequence + logged,
            is_alone=is_alone,
        )
    )


def _restore_collection(
    unit: TenantStore, operation: Operation, tenant: Tenant, name: str, values: Sequence[Any]
) -> int:
    """Create entities of a kind, and return the number of logged changes.

    Raises:
        RestoreStopped: An entity refers to a category or account that no longer exists.
    """
    for value in values:
        try:
            collections_in_backups()[name].check(
                value, tenant.ledger.categories, tenant.ledger.accounts
            )
            if isinstance(value, Transaction):
                ensure_custom_type_fits(value, tenant.ledger.custom_types)
        except InvalidArgument as invalid:
            kind = kind_of_model(type(value))
            raise RestoreStopped(f"{kind.entity} {value.id}, {invalid.message}") from invalid
    if name == "transactions":
        commit_edits(unit, operation, tenant, [Edit(None, new) for new in values])
    else:
        for index, value in enumerate(values):
            getattr(unit, name).create(value)
            append_change(unit, operation, None, value, index=index)
    if name == "recurring":
        unit.ledger.put_has_recurring(has_recurring=True)
    elif name == "budgets":
        settle_restored(unit, tenant.ledger, values, operation.at)
    elif name == "goals":
        from shared.services.posting.goals import settle_restored_goals  # noqa: PLC0415 (few backups have goals)

        settle_restored_goals(unit, tenant.ledger, values, operation.at)
    return len(values)


def _amended(state: Summary, at: datetime) -> Summary:
    """Return the month with one more version, which makes it amended."""
    return replace(state, version=state.version + 1, updated_at=at)
