"""Ledgers whose months start on another day, compared with independent arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from itertools import product
from typing import Any

from holidays import country_holidays

from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.transactions.batch import Batch
from shared.models.settings.ledger_settings import SettingsPatch
from shared.models.settings.month_start_input import MonthStartDraft
from shared.models.values.dates import Calendar
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.ledger.batches import apply_batch
from shared.services.posting.rebuild import rebuild_months
from shared.services.settings.settings import change_settings
from tests.support.ledgers.ledgers import (
    NOW,
    StoredLedger,
    assert_log_is_complete,
    new_ledger,
    operation,
    recomputed_numbers,
    recomputed_totals,
    stored_totals,
    summed_numbers,
)

DAYS = [
    date(2025, 11, 30), date(2026, 1, 1), date(2026, 2, 24), date(2026, 2, 25), date(2026, 3, 1),
    date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 24), date(2026, 3, 31),
]  # fmt: skip
"""Days around the ends of months that start on the 1st, the 5th and the 25th."""


Start = int | dict[str, Any]
"""A start day, or a whole start as in a request."""

PAYDAY = {"day": 25, "shift": "PREVIOUS", "holidays": "DE-BY"}
"""The 25th, or the business day before: 23 January 2026, or 24 December."""


@cache
def paydays() -> dict[str, str]:
    """Return the name of each month from payday by its first day, of ten years."""
    off = country_holidays("DE", subdiv="BY")
    found = {}
    for year, month in product(range(2020, 2031), range(1, 13)):
        day = date(year, month, 25)
        while day.weekday() >= 5 or day in off:
            day -= timedelta(days=1)
        found[str(day)] = f"{date(year, month, 25) + timedelta(days=10):%Y-%m}"
    return found


def draft_of(start: Start) -> MonthStartDraft:
    """Return the input of a start of months."""
    return MonthStartDraft.model_validate({"day": start} if isinstance(start, int) else start)


def ledger_of_days() -> TenantStore:
    """Create a ledger with an expense of 1.00 on each of the days."""
    ledger = new_ledger()
    record(ledger, *DAYS)
    return ledger


def record(store: TenantStore, *days: date, tags: tuple[str, ...] = ("a",)) -> tuple[str, ...]:
    """Record an expense of 1.00 on each day, in one commit, and return their ids."""
    category = min(c.id for c in store.tenant.get().ledger.list_categories() if c.type == "EXPENSE")
    rows = tuple(
        TransactionDraft(type="EXPENSE", amount=1, category_id=category, date=day, tags=tags)
        for day in days
    )
    result = apply_batch(store, operation(), Batch(create=rows))
    return tuple(one.id for one in result.created)


def ask_for(store: TenantStore, start: Start) -> None:
    """Request a start of months, without rebuilding yet."""
    change_settings(store, operation(), SettingsPatch(month_start=draft_of(start)))


def clock() -> datetime:
    """Return the constant time of these tests."""
    return NOW


def always() -> bool:
    """Return True, as if there were unlimited time."""
    return True


def times(count: int) -> Callable[[], bool]:
    """Return a function that returns True that many times."""
    left = iter([True] * count)
    return lambda: next(left, False)


def start_on(store: TenantStore, start: Start) -> None:
    """Change the start of months, and finish the rebuild."""
    ask_for(store, start)
    assert rebuild_months(store, clock, always)


def month_label(start: Start) -> Callable[[str], str]:
    """Return a function from a date to the name of its month, calculated without ``Calendar``."""
    if not isinstance(start, int):
        return lambda text: paydays()[max(first for first in paydays() if first <= text)]

    def label(text: str) -> str:
        day = date.fromisoformat(text)
        begun = day if day.day >= start else day.replace(day=1) - timedelta(days=1)
        named = begun if start <= 15 else (begun.replace(day=28) + timedelta(days=4))
        return f"{named:%Y-%m}"

    return label


def suffix_of(start: Start) -> str:
    """Return the suffix of the summaries' names."""
    if isinstance(start, int):
        return "" if start == 1 else f"-d{start:02}"
    return f"-{draft_of(start).start().id}"


def assert_summed_right(store: TenantStore, start: Start) -> None:
    """Assert that all totals, and the summaries of that start, equal recalculated sums."""
    ledger = StoredLedger.read(store)
    entries = ledger.collection("transactions")
    assert summed_numbers(store, suffix_of(start), ledger) == recomputed_numbers(
        store, month_label(start), entries, ledger.tenant.get("scopes")
    )
    assert stored_totals(store, ledger) == recomputed_totals(store, entries)


def summary_names(store: TenantStore) -> list[str]:
    """Return the names of all stored summaries."""
    client = connections.firestore_client()
    collection = client.collection(f"{store.ref.path}/summaries")
    return sorted(snapshot.id for snapshot in collection.stream())


def assert_in_force(store: TenantStore, start: Start) -> None:
    """Assert that the start is in force, sums are exact, and no other summaries are left."""
    ledger = store.tenant.get().ledger
    assert (ledger.calendar, ledger.next_calendar) == (Calendar(draft_of(start).start()), None)
    assert_summed_right(store, start)
    suffix = suffix_of(start)
    assert all(name[7:] == suffix for name in summary_names(store))
    assert_log_is_complete(store)


class _BeforeCommit:
    """Runs an action once, just before another commit is sent."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act: Callable[[], object] | None = act

    def before(self, method: str, _request: Any) -> None:
        if method == "commit" and self._act is not None:
            act, self._act = self._act, None
            act()

    def after(self, _method: str, _request: Any) -> None:
        """Ignore the response."""


@contextmanager
def before_commit(act: Callable[[], object]) -> Iterator[None]:
    """Run an action after the next commit has read, and before it is sent."""
    hook = _BeforeCommit(act)
    with connections.firestore_client().observed_by(hook):
        yield
