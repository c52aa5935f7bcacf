"""Match what people record with recurring entries, in the background after the commit."""

from __future__ import annotations

from functions.http.background.jobs import publish
from functions.http.call import Call
from functions.http.request_log import write_line
from shared.errors import Unavailable
from shared.models.jobs.ledger_job import JobKind, LedgerJob

_MAX_IDS = 20
"""Transactions that a message names; of more, the recent ones of the ledger are compared."""


def publish_matching(call: Call) -> None:
    """Publish the matching of the transactions that a request has recorded or changed.

    If Pub/Sub does not accept it, they are matched before an occurrence is booked, or suggested.
    """
    ids = list(dict.fromkeys(call.store.unlinked))
    job = LedgerJob(
        tenant=call.store.ref.path,
        kind=JobKind.MATCHING,
        subject=",".join(ids) if len(ids) <= _MAX_IDS else "",
        actor=call.caller.uid,
    )
    try:
        publish(job)
    except Unavailable:
        write_line("WARNING", "transactions are left to the next matching")
