"""Transactions get the rate of their day when it arrives: once each, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from shared.errors import CommitTooLarge, DemoExpired
from shared.models.history.change import Cause
from shared.models.jobs.healing import HealingRun
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.people.access import TenantRef
from shared.repositories import connections
from shared.repositories.currencies.foreign_ledgers import ForeignLedgerRepository
from shared.repositories.store import TenantStore
from shared.services.currencies.healing import heal
from shared.services.history.undo import undo_change, undo_operation
from shared.services.ledger.transactions import (
    delete_transaction,
    record_transaction,
    update_transaction,
)
from tests.support.faults import FAULTS, Crashed, fault, refused_commits
from tests.support.ledgers.ledgers import (
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
    new_account,
    new_ledger,
    operation,
)
from tests.support.ledgers.rates import store_rates

pytestmark = pytest.mark.usefixtures("emulators")

LATER = datetime(2026, 6, 20, 17, 0, tzinfo=UTC)
FRIDAY = date(2026, 6, 19)


@pytest.fixture(autouse=True)
def _rates() -> Iterator[None]:
    """Have the dollar's rates until Friday, 12 June, known at the beginning of each test."""
    client = connections.firestore_client()
    for one in client.collection("reference_rates").list_documents():
        one.delete()
    store_rates(USD={"2026-06-11": "1.2", "2026-06-12": "1.25"})
    yield
    client.known_rates.forget()


def ledger_in_euros() -> tuple[TenantStore, str]:
    """Return a ledger in euros, and the id of its account in dollars."""
    store = new_ledger("EUR")
    return store, new_account(store, "Dollars", currency="USD")


def spend(store: TenantStore, account_id: str, day: str, **facts: Any) -> Transaction:
    """Record an expense of 100 on 15 June, a Monday without a rate yet."""
    usual = {"type": "EXPENSE", "amount": "100", "account_id": account_id, "date": day}
    return record_transaction(store, operation(), TransactionDraft(**usual | facts))


def run(since: date = date(2026, 6, 13), until: date = FRIDAY) -> HealingRun:
    return HealingRun.of_reference_rates(since, until)


def healed(store: TenantStore, wanted: HealingRun, **options: Any) -> HealingRun | None:
    return heal(store, wanted, lambda: LATER, lambda: True, **options)


def base_of(store: TenantStore, transaction: Transaction) -> tuple[int | None, str | None]:
    """Return the base amount of a transaction in cents, and the day of its rate."""
    [now] = store.load(transaction_ids=[transaction.id]).transactions.values()
    assert now.exchange is not None
    day = now.exchange.rate_date
    return now.exchange.base_minor, None if day is None else str(day)


def causes(store: TenantStore) -> list[str]:
    return [change.cause.value for change in store.changes.stream_all()]


def assert_exact(store: TenantStore) -> None:
    assert_law_holds(store)
    assert_log_is_complete(store)
    assert_every_revision_is_logged(store)


def test_what_has_an_earlier_rate_gets_that_of_its_day_and_all_else_stays() -> None:
    store, dollars = ledger_in_euros()
    on_monday = spend(
        store, dollars, "2026-06-15", splits=[{"amount": "33.33"}, {"amount": "66.67"}]
    )
    on_saturday = spend(store, dollars, "2026-06-13")
    given = spend(store, dollars, "2026-06-15", base_amount="81")
    in_future = spend(store, dollars, "2026-07-15")
    deleted = spend(store, dollars, "2026-06-15")
    delete_transaction(store, operation(), deleted.id)
    assert base_of(store, on_monday) == (8000, "2026-06-12")
    store_rates(USD={"2026-06-15": "1.6", "2026-06-19": "2"})

    assert healed(store, wanted := run()) is None

    assert base_of(store, on_monday) == (6250, "2026-06-15")
    assert base_of(store, deleted) == (6250, "2026-06-15")
    assert base_of(store, on_saturday) == (8000, "2026-06-12")
    assert base_of(store, given) == (8100, "2026-06-15")
    assert base_of(store, in_future) == (8000, "2026-06-12")
    [change] = store.changes.list_before(None, 1, on_monday.id)
    assert (change.cause, change.cause_id, change.actor) == (Cause.RATES, wanted.id, "system")
    assert change.changed_fields == {"exchange"}
    assert causes(store).count("rates") == 2
    assert_exact(store)
    before = causes(store)
    assert healed(store, wanted) is None
    assert healed(store, run()) is None
    assert causes(store) == before


def test_a_missing_rate_is_booked_when_it_arrives_and_a_future_day_again_on_its_day() -> None:
    store, yen = new_ledger("EUR"), ""
    yen = new_account(store, "Yen", currency="JPY")
    past, in_future = (spend(store, yen, day) for day in ("2026-06-15", "2026-07-15"))
    assert base_of(store, past) == (None, None)
    assert store.tenant.get().ledger.totals.unconverted == {"JPY": 2}
    store_rates(JPY={"2026-06-12": "160"})

    healed(store, run(date(2026, 6, 12)))
    assert base_of(store, past) == base_of(store, in_future) == (62, "2026-06-12")
    assert store.tenant.get().ledger.totals.unconverted == {}

    store_rates(JPY={"2026-07-14": "100", "2026-07-15": "200"})
    clock = lambda: datetime(2026, 7, 15, 17, tzinfo=UTC)  # noqa: E731 (one instant)
    heal(store, run(date(2026, 7, 1), date(2026, 7, 14)), clock, lambda: True)
    assert base_of(store, in_future) == (62, "2026-06-12")
    heal(store, run(date(2026, 7, 15), date(2026, 7, 15)), clock, lambda: True)
    assert base_of(store, in_future) == (50, "2026-07-15")
    assert_exact(store)


def test_a_run_that_is_stopped_anywhere_goes_on_and_changes_each_once() -> None:
    store, dollars = ledger_in_euros()
    for _ in range(7):
        spend(store, dollars, "2026-06-15")
    spend(store, dollars, "2026-06-15", base_amount="81")
    store_rates(USD={"2026-06-15": "1.6"})
    first = run()
    rest: HealingRun | None = first
    steps = 0
    while rest is not None:
        rest = heal(store, rest, lambda: LATER, _once(), size=3)
        steps += 1

    assert steps > 3
    assert causes(store).count("rates") == 7
    # Messages are delivered again, also the first one, and all at once.
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(lambda _: healed(store, first, size=2), range(3))) == [None] * 3
    assert causes(store).count("rates") == 7
    assert_exact(store)


def test_two_workers_at_once_and_edits_meanwhile_change_each_once() -> None:
    store, dollars = ledger_in_euros()
    spent = [spend(store, dollars, "2026-06-15") for _ in range(8)]
    store_rates(USD={"2026-06-15": "1.6"})
    patch = TransactionPatch(amount=Decimal(200), rate=Decimal("0.5"))
    wanted = run()

    def edit(number: int) -> None:
        update_transaction(store, operation(), spent[number].id, patch)

    with ThreadPoolExecutor(4) as pool:
        healing = [pool.submit(healed, store, wanted, size=3) for _ in range(2)]
        edits = [pool.submit(edit, number) for number in (0, 7)]
        assert [one.result() for one in healing] == [None, None]
        for edited in edits:
            edited.result()

    assert [base_of(store, one)[0] for one in spent] == [10000, *[6250] * 6, 10000]
    per_entity = [
        change.entity_id for change in store.changes.stream_all() if change.cause is Cause.RATES
    ]
    assert len(per_entity) == len(set(per_entity)) >= 6
    assert_exact(store)


def test_a_healing_is_undone_and_stays_undone_when_its_message_comes_again() -> None:
    store, dollars = ledger_in_euros()
    spent = [spend(store, dollars, "2026-06-15") for _ in range(3)]
    store_rates(USD={"2026-06-15": "1.6"})
    healed(store, wanted := run())
    [change] = store.changes.list_before(None, 1, spent[0].id)

    undo_operation(store, operation(), change)
    assert {base_of(store, one) for one in spent} == {(8000, "2026-06-12")}
    healed(store, wanted)
    assert {base_of(store, one) for one in spent} == {(8000, "2026-06-12")}
    assert_exact(store)


@pytest.mark.parametrize("change", ["none", "earlier ones", "to the trash", "to another day"])
@pytest.mark.parametrize("size", [1, 2, 200])
def test_what_was_undone_stays_whatever_the_pages_of_a_repeated_message_have(
    size: int, change: str
) -> None:
    store, dollars = ledger_in_euros()
    for _ in range(3):
        spend(store, dollars, "2026-06-13")  # It keeps the rate of Friday, so it is never healed.
    on_monday = [spend(store, dollars, "2026-06-15") for _ in range(2)]
    store_rates(USD={"2026-06-15": "1.6"})
    healed(store, wanted := run(), size=2)
    for one in on_monday:
        [logged] = store.changes.list_before(None, 1, one.id)
        undo_change(store, operation(), logged)
    if change == "earlier ones":
        for _ in range(2):
            spend(store, dollars, "2026-06-14")
    for one in on_monday:
        if change == "to the trash":
            delete_transaction(store, operation(), one.id)
        if change == "to another day":
            patch = TransactionPatch(date=date(2026, 6, 14))
            update_transaction(store, operation(), one.id, patch)
    before, expected = causes(store), [base_of(store, one) for one in on_monday]

    with ThreadPoolExecutor(2) as pool:
        rests = pool.map(lambda _: healed(store, wanted, size=size), range(2))
        assert list(rests) == [None, None]
    assert causes(store) == before
    assert [base_of(store, one) for one in on_monday] == expected
    assert_exact(store)


def test_ledgers_with_foreign_accounts_are_listed_page_by_page_and_no_other() -> None:
    ledgers = ForeignLedgerRepository(connections.firestore_client())
    plain = new_ledger("EUR")
    foreign = [ledger_in_euros()[0] for _ in range(3)]

    found: list[TenantRef] = []
    while page := ledgers.list_page(found[-1] if found else None, 2):
        found += page

    assert {one.ref for one in foreign} <= set(found)
    assert plain.ref not in found
    assert len(found) == len(set(found))


def _once() -> Callable[[], bool]:
    answers = iter([True, False])
    return lambda: next(answers)


@pytest.mark.parametrize("name", FAULTS)
def test_a_run_that_fails_and_comes_again_changes_each_once(name: str) -> None:
    store, dollars = ledger_in_euros()
    spent = [spend(store, dollars, "2026-06-15") for _ in range(5)]
    store_rates(USD={"2026-06-15": "1.6"})
    wanted = run()
    for skip in (0, 1):
        with contextlib.suppress(Crashed), fault(name, skip=skip):
            healed(store, wanted, size=2)

    assert healed(store, wanted, size=2) is None
    assert {base_of(store, one) for one in spent} == {(6250, "2026-06-15")}
    assert causes(store).count("rates") == 5
    assert_exact(store)


def test_a_commit_that_is_too_large_is_made_of_fewer_transactions() -> None:
    store, dollars = ledger_in_euros()
    for _ in range(6):
        spend(store, dollars, "2026-06-15")
    store_rates(USD={"2026-06-15": "1.6"})

    with refused_commits(above_writes=10) as refusing:
        assert healed(store, run()) is None

    assert refusing.refused > 0
    assert causes(store).count("rates") == 6
    assert_exact(store)


def test_a_commit_that_is_too_large_for_one_transaction_ends_the_run() -> None:
    store, dollars = ledger_in_euros()
    spent = [spend(store, dollars, "2026-06-15") for _ in range(3)]
    store_rates(USD={"2026-06-15": "1.6"})

    with refused_commits(above_writes=1) as refusing, pytest.raises(CommitTooLarge):
        healed(store, run())

    assert refusing.refused > 1
    assert {base_of(store, one) for one in spent} == {(8000, "2026-06-12")}


def test_a_demo_that_has_expired_is_not_healed() -> None:
    store, dollars = ledger_in_euros()
    spent = spend(store, dollars, "2026-06-15")
    store_rates(USD={"2026-06-15": "1.6"})

    with pytest.raises(DemoExpired):
        heal(store, run(), lambda: datetime(2200, 1, 1, tzinfo=UTC), lambda: True)

    assert base_of(store, spent) == (8000, "2026-06-12")
