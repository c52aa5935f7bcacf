"""The function ``runLedgerJob``: continue a background job on one ledger."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Any

from pydantic import ValidationError

from functions.http import clock
from functions.http.background.announcements import announce
from functions.http.background.jobs import publish, time_for
from functions.http.background.scopes import publish_build
from functions.http.events import delivered_again_on_failure
from functions.http.request_log import hashed, write_line
from shared.errors import (
    DemoExpired,
    DemoTakenOver,
    FinanceFlowError,
    TakeoverRunning,
    TenantMissing,
    Unavailable,
)
from shared.models.history.change import Cause, Change, Operation
from shared.models.history.kinds import Entity
from shared.models.jobs.announced_change import AnnouncedChange, AnnouncedRestore
from shared.models.jobs.healing import HealingRun
from shared.models.jobs.ledger_job import REQUESTED, JobKind, LedgerJob
from shared.models.people.access import TenantRef
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_ledger

_RUN_FOR_S = 400.0
"""Time limit of the work in one call; the platform stops it after 540 seconds."""

_LONGEST_WAIT_S = 60.0
"""Maximum time to wait for the end of a request that works on the same job."""


@delivered_again_on_failure("runLedgerJob")
def receive(event: Any) -> None:
    """Take one CloudEvent of the topic of ledger jobs.

    A malformed message is logged and dropped, because a retry would not help. So is a message for a
    missing ledger, or for a job that the ledger no longer allows: the job stays where it stopped,
    and the next request for it gets the reason. After other failures, the message is delivered
    again, and the job continues.

    Raises:
        DeliverAgain: Firestore or Pub/Sub does not answer.
    """
    try:
        data = base64.b64decode(event.data["message"]["data"], validate=True)
        job = LedgerJob.model_validate_json(data)
    except (KeyError, TypeError, ValueError, ValidationError):
        write_line("ERROR", "runLedgerJob dropped a message it cannot read")
        return
    store = TenantStore(connections.firestore_client(), TenantRef.parse(job.tenant))
    try:
        _RUNNERS[job.kind](store, job)
    except (TenantMissing, DemoExpired):
        did = "dropped the job of a ledger that is gone"
    except Unavailable:
        raise
    except FinanceFlowError as refusal:
        did = f"stopped a job: {refusal.code}"
        if job.kind is JobKind.IMPORT:
            _tell_failed_import(store, job)
    else:
        did = "worked on a job"
    if store.must_be_announced:
        announce(store)
    write_line("INFO", f"runLedgerJob {did}", kind=job.kind.value, tenant_hash=hashed(job.tenant))


def _tell_failed_import(store: TenantStore, job: LedgerJob) -> None:
    """Let those be notified who may read imports; nobody if the ledger is gone or moving."""
    from shared.services.imports.import_events import tell_failed_import  # noqa: PLC0415 (few imports fail)

    with suppress(TenantMissing, TakeoverRunning, DemoTakenOver, DemoExpired):
        tell_failed_import(store, job.subject, _now())


def _now() -> datetime:
    return clock.now()


def _go_on_with_import(store: TenantStore, job: LedgerJob) -> None:
    """Continue an import or its undo; publish another job if the time does not suffice."""
    from shared.services.imports import import_runs  # noqa: PLC0415 (each job loads what it needs)

    deadline = time.monotonic() + _RUN_FOR_S
    with _left_to_another(store, job.subject, Cause.IMPORT, Cause.IMPORT_UNDO):
        plan = import_runs.continue_import(
            store,
            job.subject,
            actor=job.actor,
            clock=_now,
            is_over=lambda: time.monotonic() > deadline,
        )
        if not plan.is_done:
            publish(job)
        elif plan.recorded_count:
            publish(LedgerJob(tenant=job.tenant, kind=JobKind.DETECTION, subject=plan.id))


def _go_on_with_rebuild(store: TenantStore, job: LedgerJob) -> None:
    """Continue the rebuild of the ledger, if any, even if another start is wanted by now."""
    from functions.http.background.rebuilds import heal_after_change_of_currency  # noqa: PLC0415 (as above)
    from shared.services.posting.rebuild import rebuild_months  # noqa: PLC0415 (as above)

    tenant = rebuild_months(store, _now, time_for(_RUN_FOR_S))
    if tenant is None:
        publish(job)
    else:
        heal_after_change_of_currency(tenant)


def _go_on_with_settings(store: TenantStore, job: LedgerJob) -> None:
    """Continue the rebuild that a change of the settings has requested, if it was committed.

    Raises:
        Unavailable: The request may still be running.
    """
    from shared.models.settings.ledger_settings import LedgerSettings  # noqa: PLC0415 (as above)

    change = _announced(store, job)
    if change is not None:
        pending = LedgerSettings.model_validate(change.after)
        rebuild = LedgerJob(
            tenant=job.tenant, kind=JobKind.REBUILD, subject=pending.rebuild_subject
        )
        _go_on_with_rebuild(store, rebuild)


def _announced(store: TenantStore, job: LedgerJob) -> Change | None:
    """Wait for the end of the request that has announced a change; None if it is not committed.

    A request publishes the job before it commits; it may be refused or stopped before the commit.

    Raises:
        Unavailable: The request may still be running.
    """
    announced = AnnouncedChange.model_validate_json(job.subject)
    _wait_until(announced.begin)
    change = store.changes.find(announced.change_id)
    if change is None and announced.may_be_committed_after(_now()):
        raise Unavailable
    return change


def _go_on_with_erasure(store: TenantStore, job: LedgerJob) -> None:
    """Continue the erasure of a user after the end of the request that began it.

    The job does nothing unless the user is disabled: otherwise the request was refused or stopped
    before the erasure began.
    """
    from shared.repositories.people.authored_records import AuthoredRecordRepository  # noqa: PLC0415 (as above)
    from shared.services.people.erasure import Erasure  # noqa: PLC0415 (as above)

    _wait_until(datetime.fromisoformat(job.subject))
    uid, identities = store.ref.id, connections.identities()
    user = identities.find(uid)
    if user is None or not user.is_disabled:
        return
    authored_records = AuthoredRecordRepository(connections.firestore_client())
    if not Erasure(uid, authored_records, identities, _now).run(time_for(_RUN_FOR_S)):
        publish(job)


def _wait_until(begin: datetime) -> None:
    """Wait for the end of the request that has published the job, 60 seconds at most."""
    seconds_left = (begin - _now()).total_seconds()
    time.sleep(min(max(seconds_left, 0.0), _LONGEST_WAIT_S))


def _go_on_with_merge(store: TenantStore, job: LedgerJob) -> None:
    """Continue a merge of two categories, accounts or custom types, in this job or another."""
    from shared.services.ledger.accounts import AccountMerge  # noqa: PLC0415 (as above)
    from shared.services.ledger.categories import CategoryMerge  # noqa: PLC0415 (as above)
    from shared.services.ledger.custom_types import CustomTypeMerge  # noqa: PLC0415 (as above)
    from shared.services.ledger.merges import Merge, continue_merge  # noqa: PLC0415 (as above)

    has_time = time_for(_RUN_FOR_S)
    operation = Operation.of_beginning(actor=job.actor or "", at=_now(), cause=Cause.API)
    kinds: dict[JobKind, type[Merge[Any]]] = {
        JobKind.CATEGORY_MERGE: CategoryMerge,
        JobKind.ACCOUNT_MERGE: AccountMerge,
        JobKind.CUSTOM_TYPE_MERGE: CustomTypeMerge,
    }
    kind = kinds[job.kind]
    with _left_to_another(store, job.subject, kind.cause):
        announce_scopes = partial(publish_build, store)
        if not continue_merge(store, operation, kind, job.subject, has_time, announce_scopes):
            publish(job)


@contextmanager
def _left_to_another(store: TenantStore, subject: str, *causes: Cause) -> Iterator[None]:
    """End a job that lost against another one on the same work, which goes on.

    Repeated requests publish several messages. A worker that stops has a message of its own, which
    is delivered again.

    Raises:
        Unavailable: Nobody else works on it.
    """
    from shared.services.posting.long_work import is_under_way  # noqa: PLC0415 (as above)

    try:
        yield
    except Unavailable:
        if not any(is_under_way(store, cause, subject, _now()) for cause in causes):
            raise


def _go_on_with_takeover(demo: TenantStore, job: LedgerJob) -> None:
    """Continue a takeover, then the jobs that were in progress in the demo."""
    from shared.services.people.takeovers import list_unfinished_jobs, take_over_demo  # noqa: PLC0415 (as above)

    if take_over_demo(demo, _now, time_for(_RUN_FOR_S)).is_finished:
        for unfinished in list_unfinished_jobs(demo.for_tenant(demo.ref.account)):
            publish(unfinished)
    else:
        publish(job)


def _go_on_with_healing(store: TenantStore, job: LedgerJob) -> None:
    """Book transactions again at new rates; publish another job if the time does not suffice."""
    from shared.services.currencies.healing import heal  # noqa: PLC0415 (as above)

    run = HealingRun.model_validate_json(job.subject)
    store.reference_rates.read_anew(run.id)
    with _left_to_another(store, run.cause_id, Cause.RATES):
        rest = heal(store, run, _now, time_for(_RUN_FOR_S))
        if rest is not None:
            publish(job.model_copy(update={"subject": rest.model_dump_json()}))


def _go_on_with_own_rate(store: TenantStore, job: LedgerJob) -> None:
    """Book transactions again after the change of an own rate, if it was committed.

    Raises:
        Unavailable: The request may still be running.
    """
    from shared.models.currencies.own_rate import OwnRate  # noqa: PLC0415 (as above)

    change, now = _announced(store, job), _now()
    if change is None or change.entity is not Entity.OWN_RATE:
        return
    former, rate = change.states_as(OwnRate)
    ledger = get_ledger(store, now)
    runs = HealingRun.list_of_change(former, rate, ledger, change.actor, now)
    for run in runs:
        subject = run.model_dump_json()
        _go_on_with_healing(
            store, LedgerJob(tenant=job.tenant, kind=JobKind.HEALING, subject=subject)
        )


def _match(store: TenantStore, job: LedgerJob) -> None:
    """Link transactions that pay occurrences of recurring entries without a doubt."""
    from shared.services.planning.match_runs import match_recent  # noqa: PLC0415 (as above)

    operation = Operation.of_beginning(actor=job.actor or "", at=_now(), cause=Cause.RECURRING)
    match_recent(store, operation, job.subject.split(",") if job.subject else ())


def _heal_restored(store: TenantStore, job: LedgerJob) -> None:
    """Book transactions again after the restore of a backup, if it was finished.

    Raises:
        Unavailable: The request may still be running.
    """
    announced = AnnouncedRestore.model_validate_json(job.subject)
    _wait_until(announced.begin)
    progress = get_ledger(store, _now()).restore
    if progress is None or progress.document != announced.document or not progress.is_finished:
        if announced.may_be_committed_after(_now()):
            raise Unavailable
        return
    subject = announced.healing.model_dump_json()
    _go_on_with_healing(store, LedgerJob(tenant=job.tenant, kind=JobKind.HEALING, subject=subject))


def _detect_recurring(store: TenantStore, job: LedgerJob) -> None:
    """Find what recurs in the history, if the ledger has changed, and after an import much."""
    from shared.services.planning.suggestions import analysis  # noqa: PLC0415 (as above)

    if job.subject == REQUESTED:
        analysis.analyse(store, _now())
    else:
        analysis.analyse_after_import(store, _now())


def _build_scopes(store: TenantStore, job: LedgerJob) -> None:
    """Build the daily totals of scopes, in this job or another.

    Raises:
        Unavailable: The months are being rebuilt; the scopes come after that.
    """
    from shared.services.posting.scope_builds import build_scopes  # noqa: PLC0415 (as above)

    if job.subject:
        _wait_until(datetime.fromisoformat(job.subject))
    if not build_scopes(store, _now, time_for(_RUN_FOR_S)):
        if get_ledger(store, _now()).is_rebuilding:
            raise Unavailable
        publish(job)


def _publish_next_page(store: TenantStore, job: LedgerJob) -> None:
    """Publish the healing of the next page of ledgers."""
    from shared.repositories.currencies.foreign_ledgers import ForeignLedgerRepository  # noqa: PLC0415 (as above)
    from shared.services.currencies.rate_arrivals import publish_healing  # noqa: PLC0415 (as above)

    ledgers = ForeignLedgerRepository(connections.firestore_client())
    run = HealingRun.model_validate_json(job.subject)
    publish_healing(ledgers, publish, run, store.ref)


_RUNNERS = {
    JobKind.IMPORT: _go_on_with_import,
    JobKind.REBUILD: _go_on_with_rebuild,
    JobKind.SETTINGS: _go_on_with_settings,
    JobKind.ERASE: _go_on_with_erasure,
    JobKind.CATEGORY_MERGE: _go_on_with_merge,
    JobKind.ACCOUNT_MERGE: _go_on_with_merge,
    JobKind.CUSTOM_TYPE_MERGE: _go_on_with_merge,
    JobKind.TAKEOVER: _go_on_with_takeover,
    JobKind.HEALING: _go_on_with_healing,
    JobKind.OWN_RATE: _go_on_with_own_rate,
    JobKind.RESTORE: _heal_restored,
    JobKind.DETECTION: _detect_recurring,
    JobKind.HEALING_PAGE: _publish_next_page,
    JobKind.MATCHING: _match,
    JobKind.SCOPES: _build_scopes,
}
