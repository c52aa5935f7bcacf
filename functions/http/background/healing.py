"""Book transactions of a ledger again at other rates, in the request or in the background."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from functions.http.background.jobs import publish, room_for
from functions.http.call import Call
from shared.errors import DemoQuota, Unavailable
from shared.models.currencies.own_rate import OwnRate
from shared.models.jobs.healing import HealingRun
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.ledger.ledger import Ledger
from shared.models.people.access import TenantRef
from shared.services.currencies.healing import heal

HEAL_FOR_S = 3.0
"""Time limit of a healing in a request; it suffices for a few hundred transactions."""


def heal_by_own_rate(
    call: Call, ledger: Ledger, former: OwnRate | None, rate: OwnRate | None
) -> None:
    """Book the transactions again that a change of an own rate concerns, as far as there is time.

    ``former`` is the own rate before the change, and ``rate`` after it, None if there is none.

    Raises:
        Unavailable: Pub/Sub does not accept the rest of the job.
    """
    actor, now = call.caller.uid, call.now
    runs = []
    if former is not None:
        runs.append(HealingRun.of_former_own_rate(former, ledger, actor, now))
    if rate is not None:
        runs.append(HealingRun.of_own_rate(rate, ledger, actor, now))
    has_room = room_for(HEAL_FOR_S)
    rests = [_heal_now(call, run, has_room) for run in runs if run is not None]
    jobs = [
        LedgerJob(tenant=call.store.ref.path, kind=JobKind.HEALING, subject=rest.model_dump_json())
        for rest in rests
        if rest is not None
    ]
    if jobs:
        publish(*jobs)


def publish_healing_of_all_days(ref: TenantRef, now: datetime) -> None:
    """Publish the healing of a whole ledger, which may have missed rates that arrived before now.

    Raises:
        Unavailable: Pub/Sub does not accept it.
    """
    run = HealingRun.of_reference_rates(date.min, now.date())
    publish(LedgerJob(tenant=ref.path, kind=JobKind.HEALING, subject=run.model_dump_json()))


def _heal_now(call: Call, run: HealingRun, has_room: Callable[[], bool]) -> HealingRun | None:
    """Heal within the limits of a request; return what is left, None if nothing is.

    A demo without room for further changes keeps the own rate, and its transactions as they are.
    """
    try:
        return heal(call.store, run, lambda: datetime.now(UTC), has_room)
    except DemoQuota:
        return None
    except Unavailable:
        return run
