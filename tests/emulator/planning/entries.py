"""Recurring entries of tests, and what a run of them has done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from shared.models.people.access import TenantRef
from shared.models.planning.occurrence import booked_id
from shared.models.planning.recurring import Recurring
from shared.models.planning.recurring_input import RecurringDraft
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.planning import calendars, recurring
from shared.services.planning.runs import RunResult, run_entry
from tests.support.ledgers.ledgers import (
    NOW,
    StoredLedger,
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
    operation,
)

TODAY = NOW.date()
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def entry(store: TenantStore, start: int = 0, **fields: object) -> Recurring:
    """Create an entry for each day, from an offset of today."""
    usual: dict[str, object] = {
        "name": "Gym",
        "mode": "AUTO",
        "template": {"type": "EXPENSE", "amount": "10.00"},
        "schedule": {"start": str(day(start)), "frequency": "DAILY"},
    }
    draft = RecurringDraft.model_validate(usual | fields)
    return recurring.create_recurring(store, operation(), draft)


def weekly(start: int = 0) -> dict[str, object]:
    return {"start": str(day(start)), "frequency": "WEEKLY"}


def run(store: TenantStore, one: Recurring, at: datetime) -> RunResult:
    """Do what an entry has to do until an instant; afterwards it is due later, or never."""
    done = run_entry(store, one.id, lambda: at)
    left = store.recurring.find(one.id)
    assert left is not None
    assert left.due_at is None or left.due_at > at
    return done


def booked(store: TenantStore, one: Recurring) -> list[date]:
    """Return the days of the live transactions of an entry, and check that all is in order."""
    assert_law_holds(store)
    assert_log_is_complete(store)
    assert_every_revision_is_logged(store)
    found = [t for t in store.transactions.stream_all() if t.recurring_id == one.id]
    assert {t.id for t in found} == {booked_id(one.id, t.date) for t in found}
    return sorted(t.date for t in found if not t.is_deleted)


def told(store: TenantStore) -> list[tuple[str, str, int]]:
    """Return kind, date and number of further occurrences of each event, by kind and date."""
    events = StoredLedger.read(store).collection("outbox").values()
    return sorted(map(_short, events))


def reasons_of(store: TenantStore) -> list[str | None]:
    """Return the reasons of the events, of which each that has none is None."""
    events = StoredLedger.read(store).collection("outbox").values()
    return [one["parameters"].get("reason", {}).get("reason") for one in events]


def _short(event: dict[str, Any]) -> tuple[str, str, int]:
    given = event["parameters"]
    assert given["name"]["text"] == "Gym"
    more = given["more"]["number"] if "more" in given else 0
    return event["kind"].removeprefix("RECURRING_"), given["date"]["date"], more


def states(store: TenantStore, first: int, last: int, at: datetime) -> list[str]:
    found = calendars.list_occurrences(store, day(first), day(last), at).items
    return [str(one.occurrence.state_on(one.today, one.recurring.mode)) for one in found]


def archive(store: TenantStore, *, archived: bool = True) -> None:
    """Archive the account of a ledger, so that nothing can be booked on it."""

    def work(unit: TenantStore) -> None:
        [account] = unit.load().ledger.accounts.values()
        unit.ledger.put_account(account.model_copy(update={"archived": archived}))

    store.transact(work)


def opened(ref: TenantRef) -> TenantStore:
    return TenantStore(connections.firestore_client(), ref)
