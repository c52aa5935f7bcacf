"""The analysis of a history: stored and told once, also after faults and by two at once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.errors import DemoExpired, NotFound
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.batch import Batch
from shared.models.notifications.notification import Event
from shared.models.planning.detection.detection import detect
from shared.models.values.dates import Month
from shared.repositories import connections
from shared.repositories.firestore.usage import counted_usage
from shared.repositories.planning import observations
from shared.repositories.store import TenantStore
from shared.services.ledger.batches import apply_batch
from shared.services.ledger.transactions import delete_transaction, record_transaction
from shared.services.planning.suggestions import analysis, suggestions
from shared.services.planning.suggestions.analysis import analyse, analyse_after_import
from tests.support.cases import for_each
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.bank_records import DATA
from tests.support.ledgers.ledgers import (
    NOW,
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
    new_account,
    new_ledger,
    operation,
)
from tests.support.ledgers.standing_orders import LAST_DAY, Text, read_accounts

pytestmark = pytest.mark.usefixtures("emulators")


def monthly(payee: str, count: int = 4, last: str = "2026-06", **fields: Any) -> list[Any]:
    """Return the input of payments on the 12th of so many months."""
    months = [Month.parse(last)]
    while len(months) < count:
        months.append(months[-1].previous)
    usual: dict[str, Any] = {"type": "EXPENSE", "amount": "9.99", "payee": payee}
    days = [month.first_day.replace(day=12) for month in reversed(months)]
    return [TransactionDraft.model_validate({**usual, "date": str(day), **fields}) for day in days]


def record(store: TenantStore, drafts: Sequence[TransactionDraft]) -> None:
    for first in range(0, len(drafts), 500):
        batch = Batch.model_validate({"create": drafts[first : first + 500]})
        apply_batch(store, operation(), batch)


def events(store: TenantStore) -> list[Event]:
    """Return the events that are to be told."""
    found = connections.firestore_client().document(store.ref.path).collection("outbox").stream()
    stored = [store.outbox.find(one.id) for one in found]
    return [one for one in stored if one is not None]


def told(store: TenantStore) -> list[tuple[int, str]]:
    """Return number and names of the suggestions of each event, the most first."""
    parameters = [one.parameters for one in events(store)]
    return sorted(
        ((one["count"].number, one["name"].text) for one in parameters),  # type: ignore[union-attr]
        reverse=True,
    )


def names(store: TenantStore) -> list[str]:
    ledger = store.tenant.get().ledger
    return sorted(one.name for one in suggestions.list_suggestions(store, ledger).items)


@contextlib.contextmanager
def crashing(name: str) -> Iterator[None]:
    """Let the first commit fail; one that the process does not outlive is not raised."""
    with fault(name), contextlib.suppress(Crashed):
        yield


@for_each("name", FAULTS)
def test_an_analysis_is_stored_and_told_once_after_every_fault(name: str) -> None:
    store = new_ledger()
    record(store, monthly("Video"))

    with crashing(name):
        analyse(store, NOW)
    state = analyse(store, NOW + timedelta(minutes=1))

    assert [one.name for one in state.items] == ["Video"]
    assert store.suggestions.find() == state
    assert told(store) == [(1, "Video")]


def test_two_analyses_at_once_tell_once() -> None:
    store = new_ledger()
    record(store, monthly("Video"))

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(analyse, TenantStore(store._client, store.ref), NOW) for _ in range(2)]  # noqa: SLF001

    assert [[one.name for one in run.result().items] for run in done] == [["Video"], ["Video"]]
    assert told(store) == [(1, "Video")]


def test_an_analysis_that_has_seen_less_does_not_replace_a_later_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = new_ledger()
    record(store, monthly("Video"))

    def slow(*arguments: Any) -> Any:
        monkeypatch.setattr(analysis, "detect", detect)
        record(store, monthly("Music"))
        analyse(store, NOW)
        return detect(*arguments)

    monkeypatch.setattr(analysis, "detect", slow)
    state = analyse(store, NOW)

    assert sorted(one.name for one in state.items) == ["Music", "Video"]
    assert store.suggestions.find() == state
    assert [count for count, _ in told(store)] == [2]


def test_the_first_analysis_tells_of_all_at_once_and_later_ones_of_what_is_new() -> None:
    store = new_ledger()
    record(store, [draft for n in range(20) for draft in monthly(f"Payee {n:02}")])
    analyse(store, NOW)
    [(count, shown)] = told(store)
    assert (count, shown.count("Payee"), shown[-1]) == (20, 5, "…")

    record(store, monthly("Video"))
    analyse(store, NOW)
    assert told(store) == [(20, shown), (1, "Video")]

    video = next(one for one in store.suggestions.find().items if one.name == "Video")  # type: ignore[union-attr]
    suggestions.dismiss_suggestion(store, operation(), video.id)
    record(store, monthly("Video", 1, last="2026-05", amount="1.00"))
    analyse(store, NOW)
    assert len(told(store)) == 2
    suggestions.restore_suggestion(store, operation(), video.id)
    analyse(store, NOW)
    assert len(told(store)) == 2
    assert "Video" in names(store)
    assert_law_holds(store)
    assert_log_is_complete(store)
    assert_every_revision_is_logged(store)


def test_what_is_dismissed_before_it_is_stored_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = new_ledger()
    record(store, monthly("Video"))
    analyse(store, NOW)
    [event] = events(store)
    store.outbox.remove(event.id)
    [one] = store.suggestions.find().items  # type: ignore[union-attr]
    store.transact_below(_forget)

    def meanwhile(*arguments: Any) -> Any:
        suggestions.dismiss_suggestion(store, operation(), one.id)
        return detect(*arguments)

    monkeypatch.setattr(analysis, "detect", meanwhile)
    record_transaction(store, operation(), monthly("Other", 1)[0])
    analyse(store, NOW)

    assert told(store) == []
    assert names(store) == []


def _forget(unit: TenantStore, _tenant: Tenant) -> None:
    """Let the ledger not know that anything was told."""
    state = unit.suggestions.find()
    assert state is not None
    unit.suggestions.put(state.model_copy(update={"told": ()}))


def test_an_analysis_of_an_unchanged_ledger_reads_two_documents() -> None:
    store = new_ledger()
    record(store, monthly("Video"))
    first = analyse(store, NOW)

    with counted_usage() as usage:
        assert analyse(store, NOW + timedelta(hours=1)) == first
    assert (usage.reads, usage.writes) == (2, 0)

    assert analyse(store, NOW + timedelta(days=1)) != first


def test_a_small_import_into_a_larger_history_is_not_analysed() -> None:
    store = new_ledger()
    shops = [one for number in range(108) for one in monthly(f"Shop {number}", 1)]
    record(store, monthly("Video", 12) + shops)
    first = analyse_after_import(store, NOW)
    assert (first.compared, names(store)) == (120, ["Video"])
    record(store, monthly("Radio", 11))

    with counted_usage() as usage:
        assert analyse_after_import(store, NOW) == first
    assert (usage.reads, usage.writes) == (2, 0)

    assert analyse_after_import(store, NOW + timedelta(days=30)) == first
    record(store, monthly("Other", 1))
    after = analyse_after_import(store, NOW)
    assert (after.compared, names(store)) == (132, ["Radio", "Video"])
    record(store, monthly("Paper", 4))
    assert analyse_after_import(store, NOW + timedelta(days=30)) == after
    assert analyse_after_import(store, NOW + timedelta(days=31)).compared == 136


def test_pages_of_payments_are_read_until_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_ledger()
    record(store, monthly("Video", 6) + monthly("Old", 2, last="2020-01"))
    [last, *_] = store.observations.stream_newest(date(2026, 1, 1), NOW.date(), 1)
    deleted = monthly("Deleted", 1)[0]
    made = record_transaction(store, operation(), deleted)
    delete_transaction(store, operation(), made.id)
    monkeypatch.setattr(observations, "_PAGE", 2)

    def read(limit: int) -> list[date]:
        with counted_usage() as usage:
            found = list(store.observations.stream_newest(date(2022, 1, 1), NOW.date(), limit))
        assert usage.reads <= limit + 1
        return [one.date for one in found]

    assert read(100) == [date(2026, month, 12) for month in range(6, 0, -1)]
    assert read(3) == [date(2026, month, 12) for month in (6, 5, 4)]
    assert store.observations.count(date(2022, 1, 1), NOW.date()) == 6
    assert (last.payee, last.amount_minor, last.currency) == ("video", 999, "USD")


def test_payments_on_a_foreign_account_are_compared_in_its_currency() -> None:
    store = new_ledger()
    account = new_account(store, "Yen", currency="JPY")
    record(store, monthly("Video", account_id=account, amount="1500"))

    [one] = analyse(store, NOW).items

    assert (one.currency, one.likely_minor, one.account_id) == ("JPY", 1500, account)
    assert one.entry["template"]["amount"] == "1500"


def test_a_ledger_that_is_gone_is_not_analysed() -> None:
    store = new_ledger()
    with pytest.raises(DemoExpired):
        analyse(store, NOW + timedelta(days=40_000))
    with pytest.raises(NotFound):
        suggestions.dismiss_suggestion(store, operation(), "nothing")


@pytest.mark.skipif(not DATA.exists(), reason="the bank's records are not beside the project")
def test_the_standing_orders_of_a_real_bank_are_suggested_from_the_ledger() -> None:
    bank = max(read_accounts(), key=lambda one: len(one.orders))
    rows = bank.observations(Text.PARTNER)
    store = new_ledger("CZK")
    # Days of 1994 are long ago, and so are these payments for the ledger's clock.
    record(
        store,
        [
            TransactionDraft.model_validate(
                {
                    "type": row.type,
                    "amount": f"{row.amount_minor // 100}.{row.amount_minor % 100:02}",
                    "date": str(row.date),
                    "payee": row.payee,
                    "description": row.description,
                }
            )
            for row in rows
            if row.amount_minor
        ],
    )
    at = datetime.combine(LAST_DAY, datetime.min.time(), UTC)

    state = analyse(store, at)

    expected = {(one.next_date, one.amount.likely) for one in detect(rows, LAST_DAY).suggestions}
    assert len(bank.orders) >= 4
    assert len(state.items) >= len(bank.orders)
    assert {(one.next_date, one.likely_minor) for one in state.items} == expected
