"""Publish the recurring entries of all ledgers that are due, in batches, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from shared.models.planning.run_message import DueCursor, DueEntry, RunMessage, RunOfEntries
from shared.repositories.messages import MessagePublisher
from shared.repositories.planning.due_entries import DueEntryRepository
from shared.services.fan_out import publish_messages

PAGE_SIZE = 500
BATCH_SIZE = 50
"""Entries of a message; those of one ledger are together, because its commits follow each other."""


def publish_run(
    due: DueEntryRepository,
    publisher: MessagePublisher,
    run: RunOfEntries,
    cursor: DueCursor | None = None,
    page_size: int = PAGE_SIZE,
) -> int:
    """Publish one page of the entries that are due, in batches, and return their number.

    If the page is not the last one, a final message holds the cursor of the next.
    """
    page = due.list_due(run.until, page_size, cursor)
    messages = [
        RunMessage(run_id=run.id, until=run.until, entries=tuple(one.path for one in batch))
        for batch in _batches(page.entries)
    ]
    if page.next_cursor is not None:
        messages.append(RunMessage(run_id=run.id, until=run.until, cursor=page.next_cursor))
    publish_messages(publisher, messages)
    return len(page.entries)


def _batches(entries: Sequence[DueEntry]) -> list[list[DueEntry]]:
    batches: list[list[DueEntry]] = []
    for _, group in groupby(entries, key=lambda one: one.tenant):
        if not batches or len(batches[-1]) >= BATCH_SIZE:
            batches.append([])
        batches[-1] += group
    return batches
