"""Takeover: a demo's whole ledger becomes that of the account its visitor has registered.

The demo is first closed to writes. Then everything below its document is copied to the same paths
below the account's document, in parts, each in one commit with the progress. The account's own
document is written last, together with the last part: until then the account has no ledger, and its
requests are answered from the demo; afterwards they are answered from the account. So every reader
sees all of one or all of the other. Requests that began before may still read the demo for a while;
the cleanup erases it later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial

from shared.errors import CommitTooLarge, DemoExpired, LedgerExists, NotFound
from shared.models.history.change import Cause, Operation
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.tenant import Tenant
from shared.models.people.takeover import Takeover
from shared.models.settings.ledger_settings import LedgerSettings
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change

COPIED_AT_ONCE = 299
"""Maximum number of documents copied in one commit: a page of reads has one more, which shows that
others follow."""

_IMPORTS_AT_ONCE = 100


def take_over_demo(
    demo: TenantStore, clock: Callable[[], datetime], has_room: Callable[[], bool]
) -> Takeover:
    """Move a demo's ledger to the account with the same uid, as far as ``has_room`` allows.

    Another call continues; concurrent calls share the work. A finished takeover is returned again.

    Raises:
        NotFound: The demo does not exist.
        DemoExpired: The demo expired too long ago, or is being erased.
        LedgerExists: The account has another ledger.
    """
    takeover = _find_finished(demo) or demo.transact(partial(_begin, at=clock()))
    size = COPIED_AT_ONCE
    while not takeover.is_finished and has_room():
        try:
            takeover = demo.transact(partial(_go_on, at=clock(), size=size))
        except CommitTooLarge:
            if size == 1:
                raise
            size //= 2
    return takeover


def list_unfinished_jobs(account: TenantStore) -> Iterator[LedgerJob]:
    """Yield the jobs that were in progress in the demo and continue in the account's ledger."""
    ledger = account.tenant.get().ledger
    job = partial(LedgerJob, tenant=account.ref.path)
    if ledger.is_rebuilding:
        calendar = ledger.next_calendar or ledger.calendar
        yield job(kind=JobKind.REBUILD, subject=ledger.next_currency or calendar.start.id)
    if any(not kept.is_ready for kept in ledger.scopes.values()):
        yield job(kind=JobKind.SCOPES, subject="")
    merges: dict[JobKind, Mapping[str, Category | Account | CustomType]] = {
        JobKind.CATEGORY_MERGE: ledger.categories,
        JobKind.ACCOUNT_MERGE: ledger.accounts,
        JobKind.CUSTOM_TYPE_MERGE: ledger.custom_types,
    }
    for kind, parts in merges.items():
        for part in parts.values():
            if part.merging_into in parts:
                yield job(kind=kind, subject=part.id, actor=account.ref.id)
    before = None
    while found := account.imports.list_latest(before, _IMPORTS_AT_ONCE):
        for plan in found:
            if plan.is_under_way:
                yield job(kind=JobKind.IMPORT, subject=plan.id)
        before = found[-1].id


def _find_finished(demo: TenantStore) -> Takeover | None:
    """Return the finished takeover of the account's ledger; None if the account has no ledger."""
    own = demo.for_tenant(demo.ref.account).tenant.find()
    if own is None:
        return None
    if (takeover := own.get_person().takeover) is not None:
        return takeover
    raise NotFound("demo") if demo.tenant.find() is None else LedgerExists


def _begin(unit: TenantStore, at: datetime) -> Takeover:
    """Close the demo to writes, unless it is already closed."""
    tenant = unit.tenant.find()
    if tenant is None:
        raise NotFound("demo")
    demo = tenant.get_demo()
    if demo.takeover is not None:
        return demo.takeover
    if not demo.may_be_taken_over(at):
        raise DemoExpired
    takeover = Takeover(started_at=at)
    unit.demo.put_takeover(takeover)
    return takeover


def _go_on(unit: TenantStore, at: datetime, size: int) -> Takeover:
    """Copy the next part; write the account's document together with the last part."""
    tenant = unit.tenant.get()
    takeover, account = tenant.get_demo().get_takeover(), unit.for_tenant(unit.ref.account)
    if takeover.is_finished:
        return takeover
    if (own := account.tenant.find()) is not None:
        # The demo was read before another call copied the last part, and the account after it.
        if (finished := own.get_person().takeover) is not None:
            return finished
        raise LedgerExists
    takeover = takeover.after(unit.copy_next_to(account, takeover.last_path, size), at)
    unit.demo.put_takeover(takeover)
    if takeover.is_finished:
        _open_account(account, unit, tenant, takeover, at)
    return takeover


def _open_account(
    account: TenantStore, demo: TenantStore, tenant: Tenant, takeover: Takeover, at: datetime
) -> None:
    """Write the account's document from the demo's, and log that the ledger no longer expires."""
    before = LedgerSettings.of(tenant)
    after = before.taken_over()
    operation = Operation.of_beginning(actor=tenant.ref.id, at=at, cause=Cause.CLAIM)
    account.tenant.create_from(demo.tenant, takeover)
    account.ledger.put_settings_revision(after.revision)
    append_change(account, operation, before, after)
    account.tenant.flush()
