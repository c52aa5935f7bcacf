"""Book transactions of a ledger again at other rates, in the request or in the background."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

from functions.http import clock
from functions.http.background.jobs import publish, room_for
from functions.http.call import Call
from shared.errors import DemoQuota, Unavailable
from shared.models.currencies.own_rate import OwnRate
from shared.models.jobs.announced_change import AnnouncedChange, AnnouncedRestore
from shared.models.jobs.healing import HealingRun
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.ledger.ledger import Ledger
from shared.models.people.access import TenantRef
from shared.services.currencies.healing import heal

HEAL_FOR_S = 3.0
"""Time limit of a healing in a request; it suffices for a few hundred transactions."""


def announce_change(
    call: Call, change_id: str, ledger: Ledger, former: OwnRate | None, rate: OwnRate | None
) -> None:
    """Publish, before it is committed, the healing after a change of an own rate.

    ``change_id`` is that of its entry in the change log. The job finishes what the request does
    not, also if the request is stopped at any point. ``former`` is the own rate before the
    change, and ``rate`` after it, None if there is none.

    Raises:
        Unavailable: Pub/Sub does not accept it.
    """
    if not HealingRun.list_of_change(former, rate, ledger, call.caller.uid, call.now):
        return
    begin = clock.now() + timedelta(seconds=HEAL_FOR_S)
    announced = AnnouncedChange(change_id=change_id, begin=begin)
    subject = announced.model_dump_json()
    publish(LedgerJob(tenant=call.store.ref.path, kind=JobKind.OWN_RATE, subject=subject))


def heal_by_own_rate(
    call: Call, ledger: Ledger, former: OwnRate | None, rate: OwnRate | None
) -> None:
    """Book the transactions again that a change of an own rate concerns, as far as there is time.

    The job of the change, which was announced, does the rest. A demo without room for further
    changes keeps the own rate, and its transactions as they are.
    """
    has_room = room_for(HEAL_FOR_S)
    for run in HealingRun.list_of_change(former, rate, ledger, call.caller.uid, call.now):
        with suppress(DemoQuota, Unavailable):
            heal(call.store, run, clock.now, has_room)


def announce_restore(ref: TenantRef, document: str, now: datetime) -> None:
    """Publish, before its last commit, the healing of a ledger that is restored from a backup.

    ``document`` is the SHA-256 of the backup. Rates may have arrived since the backup was made.

    Raises:
        Unavailable: Pub/Sub does not accept it.
    """
    announced = AnnouncedRestore(
        begin=clock.now() + timedelta(seconds=HEAL_FOR_S),
        document=document,
        healing=_of_all_days(now),
    )
    subject = announced.model_dump_json()
    publish(LedgerJob(tenant=ref.path, kind=JobKind.RESTORE, subject=subject))


def publish_healing_of_all_days(ref: TenantRef, now: datetime) -> None:
    """Publish the healing of a whole ledger, which may have missed rates that arrived before now.

    Raises:
        Unavailable: Pub/Sub does not accept it.
    """
    subject = _of_all_days(now).model_dump_json()
    publish(LedgerJob(tenant=ref.path, kind=JobKind.HEALING, subject=subject))


def _of_all_days(now: datetime) -> HealingRun:
    return HealingRun.of_reference_rates(date.min, now.date())
