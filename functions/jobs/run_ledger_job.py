"""The function ``runLedgerJob``: continue a background job on one ledger."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from functions.http.events import delivered_again_on_failure
from functions.http.jobs import publish, time_for
from functions.http.request_log import hashed, write_line
from shared.errors import DemoExpired, FinanceFlowError, TenantMissing, Unavailable
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.people.access import TenantRef
from shared.repositories import connections
from shared.repositories.store import TenantStore

_RUN_FOR_S = 400.0
"""How long one call goes on; the platform ends it after 540 seconds."""

_LONGEST_WAIT_S = 60.0
"""For a request to end that works on the same."""


@delivered_again_on_failure("runLedgerJob")
def receive(event: Any) -> None:
    """Take one CloudEvent of the topic of ledger jobs.

    A message that cannot be read is logged and dropped, for no retry would make it readable; so is
    one of a ledger that is gone, or whose job the ledger no longer allows: the job stands where it
    stopped, and whoever asks for it again is told why. One that fails otherwise is delivered again,
    and the job goes on.

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
        _RUNNERS[job.kind](store, job.subject)
    except (TenantMissing, DemoExpired):
        did = "dropped the job of a ledger that is gone"
    except Unavailable:
        raise
    except FinanceFlowError as refusal:
        did = f"stopped a job: {refusal.code}"
    else:
        did = "worked on a job"
    write_line("INFO", f"runLedgerJob {did}", kind=job.kind.value, tenant_hash=hashed(job.tenant))


def _now() -> datetime:
    return datetime.now(UTC)


def _go_on_with_import(store: TenantStore, import_id: str) -> None:
    """Go on with an import, or with taking it back; what does not fit in here goes on elsewhere."""
    from shared.services.imports import import_runs  # noqa: PLC0415 (each job loads what it needs)

    deadline = time.monotonic() + _RUN_FOR_S
    plan = import_runs.continue_import(
        store, import_id, clock=_now, is_over=lambda: time.monotonic() > deadline
    )
    if not plan.is_done:
        publish(LedgerJob(tenant=store.ref.path, kind=JobKind.IMPORT, subject=import_id))


def _go_on_with_rebuild(store: TenantStore, start_day: str) -> None:
    """Go on with the rebuild the ledger waits for by now, if any; the start day may be another."""
    from shared.services.posting.rebuild import rebuild_months  # noqa: PLC0415 (as above)

    if rebuild_months(store, _now, time_for(_RUN_FOR_S)) is None:
        publish(LedgerJob(tenant=store.ref.path, kind=JobKind.REBUILD, subject=start_day))


def _go_on_with_erasure(store: TenantStore, begin_at: str) -> None:
    """Go on erasing a user, when the request that asked for it works on it no more.

    Who is not disabled is not being erased: the request did not get so far, or was refused.
    """
    from shared.repositories.people.authored_records import AuthoredRecordRepository  # noqa: PLC0415 (as above)
    from shared.services.people.erasure import Erasure  # noqa: PLC0415 (as above)

    seconds_left = (datetime.fromisoformat(begin_at) - _now()).total_seconds()
    time.sleep(min(max(seconds_left, 0.0), _LONGEST_WAIT_S))
    uid, identities = store.ref.id, connections.identities()
    user = identities.find(uid)
    if user is None or not user.is_disabled:
        return
    authored_records = AuthoredRecordRepository(connections.firestore_client())
    if not Erasure(uid, authored_records, identities, _now).run(time_for(_RUN_FOR_S)):
        publish(LedgerJob(tenant=store.ref.path, kind=JobKind.ERASE, subject=begin_at))


def _go_on_with_takeover(demo: TenantStore, uid: str) -> None:
    """Go on with a demo's move to its account, and then with what was under way in the demo."""
    from shared.services.people.takeovers import list_unfinished_jobs, take_over_demo  # noqa: PLC0415 (as above)

    if take_over_demo(demo, _now, time_for(_RUN_FOR_S)).is_finished:
        for job in list_unfinished_jobs(demo.for_tenant(demo.ref.account)):
            publish(job)
    else:
        publish(LedgerJob(tenant=demo.ref.path, kind=JobKind.TAKEOVER, subject=uid))


_RUNNERS = {
    JobKind.IMPORT: _go_on_with_import,
    JobKind.REBUILD: _go_on_with_rebuild,
    JobKind.ERASE: _go_on_with_erasure,
    JobKind.TAKEOVER: _go_on_with_takeover,
}
