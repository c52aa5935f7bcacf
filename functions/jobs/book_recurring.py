"""The function ``bookRecurring``: do what the recurring entries of one message have to do."""

from __future__ import annotations

from typing import Any

from functions.http import clock
from functions.http.background.announcements import announce
from functions.http.events import delivered_again_on_failure, message_of
from functions.http.request_log import write_line
from functions.manifest import RECURRING_TOPIC
from shared.models.planning.run_message import RunMessage, RunOfEntries
from shared.repositories import connections
from shared.repositories.planning.due_entries import DueEntryRepository
from shared.repositories.store import TenantStore
from shared.services.planning.run_pages import publish_run

_WORKERS = 8
"""Ledgers that are worked on at a time."""


@delivered_again_on_failure("bookRecurring")
def receive(event: Any) -> None:
    """Take one CloudEvent of the topic of recurring entries.

    A malformed message is logged and dropped, because a retry would not help.

    Raises:
        DeliverAgain: Some ledgers failed; Pub/Sub delivers the message again, and what is done is
            skipped.
    """
    message = message_of(event, RunMessage)
    if message is None:
        write_line("ERROR", "bookRecurring dropped a message it cannot read")
    elif message.cursor is not None:
        due = DueEntryRepository(connections.firestore_client())
        run = RunOfEntries(message.run_id, message.until)
        publish_run(due, connections.publisher(RECURRING_TOPIC), run, message.cursor)
    else:
        _run(message)


def _run(message: RunMessage) -> None:
    from shared.services.planning.runs import run_batch  # noqa: PLC0415 (a page needs no ledger)

    client = connections.firestore_client()
    done = run_batch(
        lambda ref: TenantStore(client, ref),
        message,
        clock=clock.now,
        workers=_WORKERS,
        announce=announce,
    )
    write_line(
        "INFO",
        f"bookRecurring worked on {len(message.entries)} entries",
        run_id=message.run_id,
        booked=done.booked,
        refused=done.refused,
        missed=done.missed,
        reminded=done.reminded,
    )
