from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.models.jobs.ledger_job import JobKind, LedgerJob
from tests.http.accounts import Accounts, old_and_new
from tests.http.answers import nothing_written, ok, problem, transactions_of
from tests.http.ledger_jobs import deliver
from tests.support.faults import Crashed, fault
from tests.support.ledgers.people import Person

MANY = 250
"""More than a merge moves in one commit, and less than it moves in one request."""


@pytest.fixture
def accounts(visitor: Person) -> Accounts:
    """Return the accounts of a visitor: the main one, Old and New."""
    return old_and_new(visitor)


def record_many(accounts: Accounts, name: str) -> None:
    """Record expenses of a cent; every ninth is a transfer to New, and some are deleted."""
    person, account_id = accounts.person, accounts.ids[name]
    rows = [person.entry("0.01", account_id=account_id) for _ in range(MANY)]
    for row in rows[::9]:
        row |= {"type": "TRANSFER", "category_id": None, "to_account_id": accounts.ids["New"]}
    created = ok(person.post("/transactions/batch", {"create": rows}))["created"]
    ok(person.post("/transactions/batch", {"delete": [{"id": one["id"]} for one in created[::10]]}))


LIVE = MANY - len(range(0, MANY, 10))
BETWEEN = len(set(range(0, MANY, 9)) - set(range(0, MANY, 10)))


def test_a_merge_larger_than_a_commit_moves_everything(accounts: Accounts) -> None:
    record_many(accounts, "Old")
    before = accounts.net_worth()

    ok(accounts.merge("Old", "New", headers={"If-Match": '"1"'}), 204)

    assert accounts.balances()["New"] == ("118.00", LIVE - BETWEEN)
    assert accounts.net_worth() == before == "118.00"
    accounts.assert_sound()


def test_a_merge_that_died_in_the_middle_left_the_sums_right_and_goes_on(
    accounts: Accounts,
) -> None:
    record_many(accounts, "Old")
    before = accounts.net_worth()

    with fault("crash before the commit", skip=1), pytest.raises(Crashed):
        accounts.merge("Old", "New")

    assert accounts.net_worth() == before
    assert accounts.get("Old")["opening_balance"] == "100.00"
    assert accounts.get("Old")["transaction_count"] > 0
    accounts.assert_sound()
    ok(accounts.merge("Old", "New"), 204)
    assert accounts.net_worth() == before
    assert accounts.balances()["New"] == ("118.00", LIVE - BETWEEN)
    accounts.assert_sound()


def test_a_merge_too_large_for_a_request_goes_on_in_the_background(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 3)
    monkeypatch.setattr("functions.http.background.jobs.MAX_DOCUMENTS", 0)
    for _ in range(5):
        accounts.record("Old", "1.00")

    answer = ok(accounts.merge("Old", "New"), 202)

    assert answer == {"id": accounts.ids["Old"], "reassign_to": accounts.ids["New"]}
    tenant, actor = accounts.person.store.ref.path, accounts.person.uid
    kind, subject = JobKind.ACCOUNT_MERGE, answer["id"]
    for _ in range(2):  # The second time there is nothing left to do.
        job = LedgerJob(tenant=tenant, kind=kind, subject=subject, actor=actor)
        assert deliver(job).status_code == 200
        problem(accounts.person.get(f"/accounts/{subject}"), 404, "not-found")
    assert accounts.balances()["New"] == ("115.00", 5)
    accounts.assert_sound()


@pytest.mark.parametrize("what", ["answer lost", "commit refused", "contention"])
def test_a_merge_whose_commit_goes_wrong_once_happens_once(accounts: Accounts, what: str) -> None:
    accounts.record("Old", "12.50")

    with fault(what) as injected:
        ok(accounts.merge("Old", "New", headers={"If-Match": '"1"'}), 204)

    assert injected.has_struck
    assert accounts.balances()["New"] == ("107.50", 1)
    accounts.assert_sound()


@pytest.fixture
def half_merged(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> Accounts:
    """Return a visitor's accounts whose merge of Old into New died after its first chunk."""
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 1)
    accounts.record("Old")
    accounts.record("Old")
    with fault("crash before the commit", skip=1), pytest.raises(Crashed):
        accounts.merge("Old", "New")
    return accounts


def test_an_account_that_is_being_merged_takes_nothing_new(half_merged: Accounts) -> None:
    person = half_merged.person
    old, main = half_merged.ids["Old"], half_merged.ids["Main account"]
    transfer = {"type": "TRANSFER", "amount": "1", "account_id": main, "date": "2026-03-31"}
    half_merged.create("Third")

    with nothing_written(person):
        on_it = person.post("/transactions", person.entry(account_id=old))
        to_it = person.post("/transactions", transfer | {"to_account_id": old})
        into_it = half_merged.merge("Third", "Old")

    problem(on_it, 422, "invalid-argument", "account_id")
    problem(to_it, 422, "invalid-argument", "to_account_id")
    problem(into_it, 422, "invalid-argument", "reassign_to")


def test_an_account_into_which_another_is_merged_is_not_archived(half_merged: Accounts) -> None:
    person, target = half_merged.person, f"/accounts/{half_merged.ids['New']}"

    with nothing_written(person):
        refused = problem(person.patch(target, {"archived": True}), 409, "account-busy")
        problem(person.patch(target, {"currency": "JPY"}), 409, "account-busy")
    assert refused["detail"].startswith("Another account is being merged into this one.")

    ok(half_merged.merge("Old", "New"), 204)
    ok(person.patch(target, {"archived": True}))


def test_an_account_that_is_being_merged_goes_nowhere_else_and_is_no_default(
    half_merged: Accounts,
) -> None:
    path = f"/accounts/{half_merged.ids['Old']}"

    with nothing_written(half_merged.person):
        responses = [
            half_merged.merge("Old", "Main account"),
            half_merged.person.delete(path),
            half_merged.person.patch(path, {"is_default": True}),
        ]

    for response in responses:
        problem(response, 409, "account-busy")
    ok(half_merged.merge("Old", "New"), 204)
    assert half_merged.balances()["New"] == ("118.00", 2)


def test_a_transfer_that_came_back_out_of_the_trash_meanwhile_is_not_forgotten(
    half_merged: Accounts,
) -> None:
    person = half_merged.person
    ok(half_merged.merge("Old", "New"), 204)
    half_merged.create("Older")
    trashed = half_merged.transfer("Older", "New")
    half_merged.put_in_trash(trashed)
    half_merged.record("Older")
    half_merged.record("Older")
    with fault("crash before the commit", skip=1), pytest.raises(Crashed):
        half_merged.merge("Older", "New")
    ok(person.post(f"/transactions/{trashed['id']}/restore"))

    ok(half_merged.merge("Older", "New"), 204)

    assert [t["id"] for t in transactions_of(person, deleted="true")] == [trashed["id"]]
    assert half_merged.balances()["New"] == ("116.00", 4)
    half_merged.assert_sound()


def test_what_is_written_while_a_merge_runs_is_neither_lost_nor_left_behind(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 3)
    person = accounts.person
    kept = [accounts.record("Old")["id"] for _ in range(12)]
    is_over = threading.Event()

    def write(number: int) -> int:
        written = 0
        while not is_over.is_set():
            entry = person.entry("1.00", account_id=accounts.ids["Old"])
            written += person.post("/transactions", entry).status_code == 201
            path = f"/transactions/{kept[number]}"
            ok(person.patch(path, {"notes": f"{written}"}))
            ok(person.patch(path, {"account_id": accounts.ids["Main account"]}))
        return written

    with ThreadPoolExecutor(2) as pool:
        writers = [pool.submit(write, number) for number in (3, 9)]
        try:
            ok(accounts.merge("Old", "New"), 204)
        finally:
            is_over.set()
        written = sum(writer.result() for writer in writers)

    balances = accounts.balances()
    assert balances.keys() == {"Main account", "New"}
    assert balances["Main account"][1] + balances["New"][1] == 12 + written
    assert transactions_of(person, account_id=accounts.ids["Old"]) == []
    accounts.assert_sound()


def test_two_merges_of_one_account_at_once_are_one(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 2)
    for _ in range(6):
        accounts.record("Old")

    with ThreadPoolExecutor(2) as pool:
        responses = list(pool.map(lambda _: accounts.merge("Old", "New"), range(2)))

    # One that begins before a commit of the other, and reads it, leaves the merge to it: 202.
    assert 204 in {response.status_code for response in responses} <= {202, 204, 404}
    assert accounts.balances() == {"Main account": ("0.00", 0), "New": ("114.00", 6)}
    accounts.assert_sound()
