"""The first totals of a ledger are stored as those that are added later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from shared.models.ledger.summary import SummaryTotals
from shared.models.values.dates import Calendar, Month
from shared.models.values.spans.month_start import MonthStart
from shared.repositories.firestore.access import CommitAccess
from shared.repositories.firestore.commit import commit_batch
from shared.repositories.ledger.summaries import SummaryRepository
from tests.support.ledgers.people import Person

AT, CALENDAR, MONTH = datetime(2026, 3, 31, tzinfo=UTC), Calendar(MonthStart(25)), Month(2026, 3)


def stored_by(person: Person, write: Callable[[SummaryRepository], None]) -> dict[str, object]:
    """Return the only summary of a person after a write, and remove it."""
    store = person.store
    batch = store.new_batch()
    root = store.summaries.reference(MONTH).parent.parent
    write(SummaryRepository(root, CommitAccess(batch)))
    commit_batch(batch)
    reference = store.summaries.reference(MONTH, CALENDAR)
    stored: dict[str, object] = reference.get().to_dict() or {}
    reference.delete()
    return stored


def test_a_month_is_written_as_if_it_was_added(visitor: Person) -> None:
    totals = {
        MONTH: SummaryTotals.of_leaves(
            [(("income_minor",), 300), (("count",), 1), (("by_day", "2026-02-26", "count"), 1),
             (("by_tag", "#a.b", "income_minor"), 300), (("by_tag", "#a.b", "count"), 1)]
        )
    }  # fmt: skip

    first = stored_by(visitor, lambda summaries: summaries.put_first(totals, AT, CALENDAR))

    assert first["version"] == 1
    assert first == stored_by(visitor, lambda summaries: summaries.add_all(totals, AT, CALENDAR))
