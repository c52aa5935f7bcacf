"""Demo to account: a demo's whole ledger becomes that of the user its visitor has registered as.

The demo is closed to writes first, then everything below its document is copied to the same place
below the account's, part by part, each in one commit with how far it has come. The account's own
document comes last, together with the last part: until then the account has no ledger, and its
requests are answered on the demo's, and from then on on its own. So whoever reads sees all of the
one or all of the other. What was read of the demo before may still be read for a while; the sweep
erases it later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from shared.errors import DemoExpired, LedgerExists, NotFound
from shared.models.history.change import Cause, Operation
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.ledger.tenant import Tenant
from shared.models.people.takeover import Claim
from shared.models.settings.ledger_settings import LedgerSettings
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change

_IMPORTS_AT_ONCE = 100


def claim_demo(
    demo: TenantStore, clock: Callable[[], datetime], has_time: Callable[[], bool]
) -> Claim:
    """Move a demo's ledger to the account with the same uid, as far as ``has_time`` allows.

    Asked again, it goes on; two at once share the work. When it is done it is answered the same.

    Raises:
        NotFound: There is no demo.
        DemoExpired: Its time has been over for too long, or it is being erased.
        LedgerExists: The account has another ledger.
    """
    claim = _find_finished(demo) or demo.transact(partial(_begin, at=clock()))
    while not claim.is_finished and has_time():
        claim = demo.transact(partial(_go_on, at=clock()))
    return claim


def jobs_left(account: TenantStore) -> Iterator[LedgerJob]:
    """What was under way in the demo, and goes on in the ledger of the account that has it now."""
    tenant = account.tenant.get()
    job = partial(LedgerJob, tenant=account.ref.path)
    if tenant.next_calendar is not None:
        yield job(kind=JobKind.REBUILD, subject=str(tenant.next_calendar.start_day))
    before = None
    while found := account.imports.list_latest(before, _IMPORTS_AT_ONCE):
        for plan in found:
            if plan.is_under_way:
                yield job(kind=JobKind.IMPORT, subject=plan.id)
        before = found[-1].id


def _find_finished(demo: TenantStore) -> Claim | None:
    """The claim by which the account has its ledger; None where it has none."""
    own = demo.beside(demo.ref.account).tenant.find()
    if own is None or own.claim is not None:
        return own.claim if own else None
    raise NotFound("demo") if demo.tenant.find() is None else LedgerExists


def _begin(unit: TenantStore, at: datetime) -> Claim:
    """Close the demo to writes, unless it is."""
    tenant = unit.tenant.find()
    if tenant is None:
        raise NotFound("demo")
    if tenant.claim is not None:
        return tenant.claim
    if not tenant.is_claimable(at):
        raise DemoExpired
    claim = Claim(started_at=at)
    unit.tenant.put_claim(claim)
    return claim


def _go_on(unit: TenantStore, at: datetime) -> Claim:
    """Copy the next part; the last one together with the account's document."""
    tenant = unit.tenant.get()
    claim, account = tenant.claim, unit.beside(unit.ref.account)
    assert claim is not None, "what was begun stays so"  # noqa: S101
    if claim.is_finished:
        return claim
    if account.tenant.find() is not None:
        raise LedgerExists
    claim = claim.after(unit.copy_next_to(account, claim.last_path), at)
    unit.tenant.put_claim(claim)
    if claim.is_finished:
        _open_account(account, unit, tenant, claim, at)
    return claim


def _open_account(
    account: TenantStore, demo: TenantStore, tenant: Tenant, claim: Claim, at: datetime
) -> None:
    before = LedgerSettings.of(tenant)
    after = before.claimed()
    operation = Operation.of_beginning(actor=tenant.ref.id, at=at, cause=Cause.CLAIM)
    account.tenant.create_from(demo.tenant, claim)
    account.tenant.put_settings_revision(after.revision)
    append_change(account, operation, before, after)
    account.tenant.flush()
