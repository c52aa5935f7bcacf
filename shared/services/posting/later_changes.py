"""Read the later changes of the entities that an undo concerns, with few queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from shared.errors import UndoConflict
from shared.models.history.change import Change
from shared.repositories.history.changes import MAX_ENTITIES_OF_A_QUERY
from shared.repositories.store import TenantStore

MAX_LATER_CHANGES = 500
"""Maximum number of later changes of one entity that an undo reads, to find conflicts."""


def stream_later_changes(
    unit: TenantStore, sequences: Mapping[str, int]
) -> Iterator[tuple[str, list[Change]]]:
    """Yield each entity's id with its changes after the given number, oldest first.

    If no more changes were made since than there are entities, all are read by one query.
    Otherwise there is a query for each 30 entities, so that no change of another one is read.

    Raises:
        UndoConflict: One entity has more than 500.
        CommitTooLarge: The undo would have more documents than one commit may have.
    """
    if not sequences:
        return
    first = min(sequences.values())
    count = unit.ledger.sequence - first
    if count <= min(len(sequences), MAX_LATER_CHANGES, unit.limit.left):
        unit.prepare_to_read(count)
        yield from _by_entity(sequences, unit.changes.list_after(first, count) if count else ())
        return
    for part in _parts(sequences, MAX_ENTITIES_OF_A_QUERY):
        yield from _stream_of(unit, part)


def _stream_of(
    unit: TenantStore, sequences: Mapping[str, int]
) -> Iterator[tuple[str, list[Change]]]:
    """Yield the later changes of some entities; at most 500 are in memory at once."""
    limit = min(MAX_LATER_CHANGES, unit.limit.left) + 1
    first = min(sequences.values())
    unit.prepare_to_read(min(limit, unit.ledger.sequence - first))
    later = unit.changes.list_of_entities_after(list(sequences), first, limit)
    unit.limit.check()
    if len(later) <= MAX_LATER_CHANGES:
        yield from _by_entity(sequences, later)
        return
    if len(sequences) == 1:
        raise UndoConflict.of_too_many(MAX_LATER_CHANGES)
    # Each query that is repeated in halves has read 500 documents, so that the limit of documents
    # is one of such queries, too.
    later = []
    for half in _parts(sequences, (len(sequences) + 1) // 2):
        yield from _stream_of(unit, half)


def _parts(sequences: Mapping[str, int], size: int) -> Iterator[dict[str, int]]:
    remaining = iter(sequences.items())
    while part := dict(islice(remaining, size)):
        yield part


def _by_entity(
    sequences: Mapping[str, int], later: Sequence[Change]
) -> Iterator[tuple[str, list[Change]]]:
    of_entity: dict[str, list[Change]] = {key: [] for key in sequences}
    for change in later:
        if change.sequence > sequences.get(change.entity_id, change.sequence):
            of_entity[change.entity_id].append(change)
    yield from of_entity.items()
