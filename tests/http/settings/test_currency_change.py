"""A change of the currency of a ledger that has amounts, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from functions.http.background import healing, rebuilds
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.services.posting.rebuild import rebuild_months
from tests.http.accounts import accounts_of, create, default_of
from tests.http.answers import nothing_written, ok, problem, report_of, transactions_of
from tests.http.histories import changes_of
from tests.http.imports.test_restore_backup import restore
from tests.http.ledger_jobs import deliver
from tests.support.ledgers.currency_changes import assert_changed, assert_sums_are_exact
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rates import store_rates
from tests.support.ledgers.rebuilds import clock, times

RATES = {
    "USD": {"2026-03-27": "1.25", "2026-03-30": "1.2"},
    "JPY": {"2026-03-27": "180", "2026-03-30": "160"},
}


@pytest.fixture(scope="module", autouse=True)
def _stored(emulators: None, _empty_database: None) -> None:
    store_rates(**RATES)


@pytest.fixture
def mover() -> Person:
    """Return a person whose ledger is in euros, with expenses in euros, dollars and dinars."""
    person = new_visitor("EUR")
    euros = default_of(person)["id"]
    dollars, dinars = (
        create(person, code, currency=code, opening_balance="5")["id"] for code in ("USD", "KWD")
    )
    for account_id, amount, facts in (
        (euros, "10.00", {}),
        (dollars, "30.00", {"base_amount": "26.00"}),
        (dinars, "1.234", {}),
    ):
        entry = {"type": "EXPENSE", "amount": amount, "account_id": account_id}
        ok(person.post("/transactions", entry | {"date": "2026-03-30"} | facts), 201)
    return person


@pytest.fixture
def in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave requests no time to convert amounts."""
    monkeypatch.setattr(rebuilds, "REBUILD_FOR_S", 0)


def job_of(person: Person) -> LedgerJob:
    """Return the message that continues a person's change."""
    return LedgerJob(tenant=person.store.ref.path, kind=JobKind.REBUILD, subject="USD")


def base_amounts(person: Person) -> dict[str, Any]:
    """Return what each transaction comes to in the ledger's currency, by its own amount."""
    return {
        one["amount"]: (one["exchange"] or {"base_amount": one["amount"]})["base_amount"]
        for one in transactions_of(person)
    }


def test_a_small_ledger_is_in_another_currency_at_once_and_an_undo_brings_all_back(
    mover: Person,
) -> None:
    before, worth = transactions_of(mover), accounts_of(mover)
    changed = mover.patch("/settings", {"currency": "usd"})
    settings = ok(changed)

    assert (settings["currency"], settings["pending_currency"]) == ("USD", None)
    assert settings["summary_edition"] == "USD"
    assert base_amounts(mover) == {"10.00": "12.00", "30.00": "30.00", "1.234": None}
    report = report_of(mover)
    assert (report["currency"], report["total_expenses"]) == ("USD", "42.00")
    assert [line["currency"] for line in report["unconverted"]] == ["KWD"]
    owned = {one["currency"]: one["balance"] for one in accounts_of(mover)["items"]}
    assert owned == {"EUR": "-10.00", "USD": "-25.00", "KWD": "3.766"}
    assert_changed(mover.store, "USD")

    ok(mover.post(f"/changes/{changed.headers['X-Change-Id']}/undo", {}))
    assert (transactions_of(mover), accounts_of(mover)) == (before, worth)
    assert report_of(mover)["total_expenses"] == "36.00"
    assert_changed(mover.store, "EUR")


def test_what_takes_longer_goes_on_in_the_background_and_shows_its_progress(
    mover: Person, in_the_background: None
) -> None:
    settings = ok(mover.patch("/settings", {"currency": "USD"}), 202)
    assert (settings["currency"], settings["pending_currency"]) == ("EUR", "USD")
    assert ok(mover.get("/dashboard"))["jobs"] == [{"kind": "REBUILD", "id": None, "progress": 0}]
    mover.record("7.00", date="2026-03-27")
    assert report_of(mover)["total_expenses"] == "43.00"
    assert_sums_are_exact(mover.store)

    assert deliver(job_of(mover)).status_code == 200

    assert base_amounts(mover)["7.00"] == "8.75"
    assert ok(mover.get("/dashboard"))["jobs"] == []
    assert [one["amount"] for one in listed(mover, "sort=amount")] == [
        "1.234", "7.00", "10.00", "30.00",
    ]  # fmt: skip
    assert_changed(mover.store, "USD")
    with nothing_written(mover):
        assert deliver(job_of(mover)).status_code == 200


def test_amounts_whose_rates_arrive_during_a_change_are_booked_again_after_it(
    mover: Person, in_the_background: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ok(mover.patch("/settings", {"currency": "USD"}), 202)
    rebuild_months(mover.store, clock, times(1))
    rate = {"base": "KWD", "quote": "USD", "date": "2026-03-30", "rate": "3.25"}
    ok(mover.post("/currencies/own_rates", rate), 201)
    later: list[LedgerJob] = []
    monkeypatch.setattr(healing, "publish", later.append)

    assert deliver(job_of(mover)).status_code == 200
    assert base_amounts(mover)["1.234"] is None
    [job] = later
    for _ in range(2):
        assert deliver(job).status_code == 200
        assert base_amounts(mover)["1.234"] == "4.01"
    assert [one["cause"] for one in changes_of(mover)].count("RATES") == 1
    assert_changed(mover.store, "USD")


def listed(person: Person, query: str) -> list[dict[str, Any]]:
    """Return the transactions that a query finds."""
    items: list[dict[str, Any]] = ok(person.get(f"/transactions?{query}"))["items"]
    return items


def test_while_a_change_is_pending_no_other_is_begun_and_the_former_currency_calls_it_off(
    mover: Person, in_the_background: None
) -> None:
    ok(mover.patch("/settings", {"currency": "USD"}), 202)
    with nothing_written(mover):
        for third in ({"currency": "JPY"}, {"month_start": {"day": 5}}):
            refused = mover.patch("/settings", third)
            problem(refused, 409, "rebuild-running")
            assert refused.headers["Retry-After"] == "5"
        ok(mover.patch("/settings", {"currency": "USD"}), 202)
    settings = ok(mover.patch("/settings", {"currency": "EUR"}))
    assert (settings["currency"], settings["pending_currency"]) == ("EUR", None)
    assert deliver(job_of(mover)).status_code == 200
    assert_changed(mover.store, "EUR")


def test_a_currency_and_a_start_day_are_not_changed_together(mover: Person) -> None:
    with nothing_written(mover):
        both = {"currency": "USD", "month_start": {"day": 5}}
        problem(mover.patch("/settings", both), 422, "invalid-argument", "month_start")


def test_a_backup_in_the_middle_of_a_change_is_in_the_currency_in_force(
    mover: Person, in_the_background: None
) -> None:
    ok(mover.patch("/settings", {"currency": "USD"}), 202)
    backup = ok(mover.get("/exports/ledger"))
    assert backup["settings"]["currency"] == "EUR"
    assert {one.get("currency", "EUR") for one in backup["transactions"]} == {"EUR", "USD", "KWD"}
    other = new_visitor("JPY")
    ok(restore(other, backup), 201)
    assert base_amounts(other) == base_amounts(mover)


def test_a_backup_after_a_change_is_restored_with_the_amounts_in_the_new_currency(
    mover: Person,
) -> None:
    ok(mover.patch("/settings", {"currency": "USD"}))
    other = new_visitor("EUR")

    ok(restore(other, ok(mover.get("/exports/ledger"))), 201)

    assert base_amounts(other) == base_amounts(mover)
    assert_sums_are_exact(other.store)
