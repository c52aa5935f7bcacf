"""Transactions are booked again when their rates arrive, and converted for who asks, over HTTP."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest

from shared.errors import Unavailable
from shared.models.jobs.announced_change import AnnouncedRestore
from shared.models.jobs.healing import HealingRun
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.repositories import connections
from tests.http.accounts import create
from tests.http.answers import ok, problem, transactions_of
from tests.http.currencies.healed import DAYS, TODAY, exchange, spend
from tests.http.ledger_jobs import deliver
from tests.support.faults import Crashed, fault
from tests.support.ledgers.ledgers import assert_law_holds, recomputed_numbers, summed_numbers
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rates import RateServer, store_rates
from tests.support.observers.call_watch import watched_calls
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("no_rates")


def file_of(**usd: str) -> bytes:
    """Return a file of rates; `d0` is the dollar's of today, `d1` that of yesterday."""
    rows = (f"{DAYS[int(name[1:])]},{rate},175.68,N/A,0.9194," for name, rate in usd.items())
    return "\n".join(["Date,USD,JPY,GBP,CHF,", *rows, ""]).encode()


def update(server: RateServer, **usd: str) -> None:
    """Update the rates from a file, see ``file_of``."""
    server.gives(file_of(**usd))
    ok(served("updateExchangeRates").post("/"))


def runs_of(person: Person, published: list[LedgerJob]) -> list[str]:
    """Return the runs that were published for a person's ledger."""
    return [job.subject for job in published if job.tenant == person.store.ref.path]


def converted(person: Person, transaction: Any, **body: str) -> Any:
    return ok(person.post(f"/transactions/{transaction['id']}/convert", body))


def test_rates_that_arrive_are_booked_in_each_foreign_ledger_and_shown_as_changes(
    served_rates: RateServer, published: list[LedgerJob]
) -> None:
    update(served_rates, d1="1.25")
    traveller, other = new_visitor("EUR"), new_visitor("EUR")
    spent = spend(traveller, create(traveller, "Dollars", currency="USD"))
    assert exchange(traveller, spent) == ("80.00", DAYS[1])
    place = ok(traveller.get("/changes"))["latest_sequence_cursor"]
    published.clear()

    update(served_rates, d0="1.6", d1="1.25")
    assert len(runs_of(traveller, published)) == 1
    assert runs_of(other, published) == []
    for job in (*published, *published):
        assert deliver(job).status_code == HTTPStatus.OK

    assert exchange(traveller, spent) == ("62.50", DAYS[0])
    [change] = ok(traveller.get(f"/changes/feed?since={place}"))["items"]
    assert (change["cause"], change["resource"]["exchange"]["rate"]) == ("RATES", "0.625")
    [logged, _] = ok(traveller.get(f"/changes?transaction_id={spent['id']}"))["items"]
    assert (logged["actor"], logged["changed_fields"]) == ("system", ["exchange"])
    assert_law_holds(traveller.store)

    ok(traveller.post(f"/changes/{logged['id']}/undo"))
    assert exchange(traveller, spent) == ("80.00", DAYS[1])
    assert_law_holds(traveller.store)


def test_ledgers_are_healed_once_more_after_instances_have_forgotten_older_rates(
    served_rates: RateServer, published: list[LedgerJob]
) -> None:
    arrivals = connections.firestore_client().collection("rate_arrivals").document("last")
    traveller = new_visitor("EUR")
    create(traveller, "Dollars", currency="USD")
    for _ in range(2):
        update(served_rates, d0="1.6")
        assert arrivals.get().exists
    arrivals.update({"at": datetime.now(UTC) - timedelta(minutes=16)})
    update(served_rates, d0="1.6")
    assert not arrivals.get().exists
    assert len(set(runs_of(traveller, published))) == 3

    update(served_rates, d0="1.6")
    assert len(runs_of(traveller, published)) == 3


def test_a_healing_that_cannot_be_published_is_published_by_the_next_call(
    served_rates: RateServer, published: list[LedgerJob], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_jobs: LedgerJob) -> None:
        raise Unavailable

    traveller = new_visitor("EUR")
    create(traveller, "Dollars", currency="USD")
    with monkeypatch.context() as patched:
        patched.setattr("functions.jobs.update_exchange_rates.publish", fail)
        served_rates.gives(file_of(d0="1.6"))
        problem(served("updateExchangeRates").post("/"), 503, "unavailable")
    assert runs_of(traveller, published) == []

    update(served_rates, d0="1.6")
    assert len(runs_of(traveller, published)) == 1


def test_pages_of_ledgers_follow_each_other(
    served_rates: RateServer, published: list[LedgerJob], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.currencies.rate_arrivals.PAGE_SIZE", 2)
    travellers = [new_visitor("EUR") for _ in range(3)]
    for person in travellers:
        create(person, "Dollars", currency="USD")

    update(served_rates, d0="1.6")
    while pages := [job for job in published if job.kind is JobKind.HEALING_PAGE]:
        published.remove(pages[0])
        assert deliver(pages[0]).status_code == HTTPStatus.OK

    named = [job.tenant for job in published]
    assert {person.store.ref.path for person in travellers} <= set(named)
    assert len(named) == len(set(named))


def test_a_backup_is_healed_by_the_rates_that_arrived_after_it(
    served_rates: RateServer, published: list[LedgerJob]
) -> None:
    update(served_rates, d2="1.25")
    traveller = new_visitor("EUR")
    spend(traveller, create(traveller, "Dollars", currency="USD"), date=DAYS[1])
    backup = ok(traveller.get("/exports/ledger"))
    update(served_rates, d1="1.6", d2="1.25")
    published.clear()

    other = new_visitor("EUR")
    ok(other.post("/imports/restore", backup), 201)
    [job] = published
    assert deliver(job).status_code == HTTPStatus.OK
    [restored] = transactions_of(other)
    assert exchange(other, restored) == ("62.50", DAYS[1])
    assert_law_holds(other.store)


@pytest.mark.parametrize("name", ["crash before the commit", "crash after the commit"])
def test_a_restore_that_is_cut_off_anywhere_is_healed_if_it_is_finished(
    served_rates: RateServer, published: list[LedgerJob], name: str
) -> None:
    update(served_rates, d2="1.25")
    traveller = new_visitor("EUR")
    spend(traveller, create(traveller, "Dollars", currency="USD"), date=DAYS[1], payee="Museum")
    backup = ok(traveller.get("/exports/ledger"))
    update(served_rates, d1="1.6", d2="1.25")
    repeated = []
    for skip in range(6):
        published.clear()
        other = new_visitor("EUR")
        with suppress(Crashed), fault(name, skip=skip) as struck:
            other.post("/imports/restore", backup)
        is_cut_off = struck.has_struck and name == "crash before the commit"
        for job in published:
            assert deliver(job).status_code == (500 if is_cut_off else HTTPStatus.OK)
        ok(other.post("/transactions", {"type": "EXPENSE", "amount": "1", "date": DAYS[1]}), 201)
        repeated.append(other.post("/imports/restore", backup).status_code)
        # Repeated, the request goes on if it was not finished.
        is_restored = any(one["payee"] == "Museum" for one in transactions_of(other))
        for job in published:
            assert deliver(job).status_code == (HTTPStatus.OK if is_restored else 500)
        if is_restored:
            [museum] = [one for one in transactions_of(other) if one["payee"] == "Museum"]
            assert exchange(other, museum) == ("62.50", DAYS[1])
        assert_law_holds(other.store)
    assert {HTTPStatus.CREATED, HTTPStatus.CONFLICT} == set(repeated)


def test_the_healing_of_a_restore_that_was_not_finished_is_dropped_after_its_request() -> None:
    traveller = new_visitor("EUR")
    ok(traveller.post("/imports/restore", ok(new_visitor("EUR").get("/exports/ledger"))), 201)
    announced = AnnouncedRestore(
        begin=datetime.now(UTC),
        document="another",
        healing=HealingRun.of_reference_rates(TODAY, TODAY),
    )
    job = LedgerJob(
        tenant=traveller.store.ref.path,
        kind=JobKind.RESTORE,
        subject=announced.model_dump_json(),
    )
    assert deliver(job).status_code == HTTPStatus.INTERNAL_SERVER_ERROR

    ended = announced.model_copy(update={"begin": announced.begin - timedelta(minutes=2)})
    late = job.model_copy(update={"subject": ended.model_dump_json()})
    assert deliver(late).status_code == HTTPStatus.OK


def test_a_ledger_is_healed_by_the_rates_that_arrived_while_its_currency_was_changed(
    served_rates: RateServer, published: list[LedgerJob]
) -> None:
    update(served_rates, d1="1.25")
    mover = new_visitor("EUR")
    spent = ok(
        mover.post("/transactions", {"type": "EXPENSE", "amount": "8", "date": DAYS[0]}), 201
    )
    published.clear()
    ok(mover.patch("/settings", {"currency": "USD"}))
    assert exchange(mover, spent) == ("10.00", DAYS[1])
    [change] = published

    update(served_rates, d0="1.5", d1="1.25")
    published.clear()
    assert deliver(change).status_code == HTTPStatus.OK
    [healing] = published
    assert deliver(healing).status_code == HTTPStatus.OK
    assert exchange(mover, spent) == ("12.00", DAYS[0])
    assert summed_numbers(mover.store, "-USD") == recomputed_numbers(mover.store)


def test_a_transaction_tells_what_it_came_to_at_which_rate_and_from_where(
    served_rates: RateServer, published: list[LedgerJob]
) -> None:
    update(served_rates, d0="1.6", d1="1.25")
    traveller = new_visitor("EUR")
    dollars = create(traveller, "Dollars", currency="USD")
    spent = spend(traveller, dollars)
    given = spend(traveller, dollars, base_amount="60.00")

    assert converted(traveller, spent) == {
        "transaction_id": spent["id"], "amount": "100.00", "currency": "USD", "date": DAYS[0],
        "to": "EUR", "converted": "62.50", "is_booked": True,
        "rate": {"rate": "0.625", "as_of": DAYS[0], "source": "REFERENCE", "is_stale": False},
        "unconverted_reason": None, "known_as": "BASE_AMOUNT",
    }  # fmt: skip
    assert converted(traveller, given)["rate"] == {
        "rate": "0.6", "as_of": DAYS[0], "source": "GIVEN", "is_stale": False,
    }  # fmt: skip
    in_yen = converted(traveller, given, to="jpy")
    assert (in_yen["converted"], in_yen["is_booked"]) == ("10980", False)
    assert in_yen["known_as"] is None
    bought = spend(
        traveller, dollars, amount="7.10", original={"amount": "1200", "currency": "JPY"}
    )
    original = converted(traveller, bought, to="JPY")
    assert (original["converted"], original["known_as"]) == ("1200", "ORIGINAL")
    assert original["rate"]["source"] == "GIVEN"
    assert in_yen["rate"]["source"] == "REFERENCE"
    same = converted(traveller, given, to="USD")
    assert (same["converted"], same["rate"], same["is_booked"]) == ("100.00", None, False)
    problem(traveller.post(f"/transactions/{spent['id']}/convert", {"to": "ABC"}), 422,
            "invalid-argument", "to")  # fmt: skip


def test_an_amount_that_is_not_converted_says_why(
    served_rates: RateServer, published: list[LedgerJob]
) -> None:
    update(served_rates, d0="1.6")
    traveller = new_visitor("EUR")
    pesos, dollars = (create(traveller, code, currency=code) for code in ("ARS", "USD"))
    of_pesos, of_dollars = spend(traveller, pesos), spend(traveller, dollars, date="2010-03-01")

    answers = [converted(traveller, one) for one in (of_pesos, of_dollars)]
    assert [(one["converted"], one["rate"], one["is_booked"]) for one in answers] == [
        (None, None, False)
    ] * 2
    assert [one["unconverted_reason"] for one in answers] == ["NO_RATES", "NO_RATE_ON_DATE"]


def test_a_rate_is_stale_that_is_more_than_seven_days_older_than_the_date_or_today() -> None:
    old = str(TODAY - timedelta(days=8))
    store_rates(USD={old: "1.25"}, JPY={old: "160"})
    traveller = new_visitor("EUR")
    dollars = create(traveller, "Dollars", currency="USD")
    dates = str(TODAY - timedelta(days=1)), DAYS[0], str(TODAY + timedelta(days=30))

    for to in ("EUR", "JPY"):
        rates = [
            converted(traveller, spend(traveller, dollars, date=day), to=to)["rate"]
            for day in dates
        ]
        assert [(one["as_of"], one["is_stale"]) for one in rates] == [
            (old, False), (old, True), (old, True),
        ]  # fmt: skip

    store_rates(USD={DAYS[0]: "1.25"}, JPY={DAYS[0]: "160"})
    connections.firestore_client().known_rates.forget()
    for to in ("EUR", "JPY"):
        future = converted(traveller, spend(traveller, dollars, date=dates[2]), to=to)
        assert (future["rate"]["as_of"], future["rate"]["is_stale"]) == (DAYS[0], False)


def test_the_rates_of_all_rows_of_a_batch_are_read_in_one_call_and_then_known() -> None:
    traveller = new_visitor("EUR")
    accounts = [create(traveller, code, currency=code)["id"] for code in ("USD", "JPY")]
    usual = {"type": "EXPENSE", "amount": "100"}
    rows = [
        usual | {"account_id": account, "date": f"{year}-06-15"}
        for year in range(2017, 2027)
        for account in accounts
    ]
    calls = []
    for batch in ([usual | {"date": "2026-06-15"}], rows, rows):
        with watched_calls() as watch:
            ok(traveller.post("/transactions/batch", {"create": batch}))
        calls.append(watch.gets)

    # Years without any rate are followed by the years before them, which are one call more.
    assert [number - calls[0] for number in calls] == [0, 2, 0]
