"""Transactions are booked again when their rates arrive, and converted for who asks, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest

from shared.errors import Unavailable
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.repositories import connections
from tests.http.accounts import create
from tests.http.answers import ok, problem, transactions_of
from tests.http.ledger_jobs import deliver
from tests.support.ledgers.ledgers import assert_law_holds, recomputed_numbers, summed_numbers
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rates import RateServer
from tests.support.observers.call_watch import watched_calls
from tests.support.served import served

TODAY = datetime.now(UTC).date()
DAYS = [str(TODAY - timedelta(days=n)) for n in range(8)]
OWN_RATES = "/currencies/own_rates"


@pytest.fixture(autouse=True)
def _no_rates(emulators: None) -> Iterator[None]:
    """Have no reference rates at the beginning of each test."""
    client = connections.firestore_client()
    for name in ("reference_rates", "rate_arrivals"):
        for document in client.collection(name).list_documents():
            document.delete()
    client.known_rates.forget()
    yield
    client.known_rates.forget()


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[LedgerJob]:
    """Return the jobs that the update of rates, and own rates, publish from now on."""
    jobs: list[LedgerJob] = []
    for module in ("jobs.update_exchange_rates", "http.background.healing"):
        monkeypatch.setattr(f"functions.{module}.publish", lambda *found: jobs.extend(found))
    return jobs


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


def spend(person: Person, account: dict[str, Any], **facts: Any) -> Any:
    usual = {"type": "EXPENSE", "amount": "100", "date": DAYS[0], "account_id": account["id"]}
    return ok(person.post("/transactions", usual | facts), 201)


def exchange(person: Person, transaction: Any) -> tuple[str | None, str | None]:
    found = ok(person.get(f"/transactions/{transaction['id']}"))["exchange"]
    return found["base_amount"], found["rate_date"]


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
    monkeypatch.setattr(
        "functions.jobs.run_ledger_job.publish", lambda *jobs: published.extend(jobs)
    )
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


def test_an_own_rate_is_booked_at_once_and_again_when_its_deletion_is_undone(
    published: list[LedgerJob],
) -> None:
    traveller = new_visitor("EUR")
    pesos = create(traveller, "Pesos", currency="ARS")
    early, late = (spend(traveller, pesos, date=day) for day in ("2026-03-01", "2026-04-01"))
    own = {"base": "ARS", "quote": "EUR", "date": "2026-03-15", "rate": "0.01"}

    rate = ok(traveller.post(OWN_RATES, own), 201)
    assert exchange(traveller, early) == (None, None)
    assert exchange(traveller, late) == ("1.00", "2026-03-15")
    [change, _] = ok(traveller.get(f"/changes?transaction_id={late['id']}"))["items"]
    assert (change["cause"], change["cause_id"]) == ("RATES", rate["id"])

    ok(traveller.put(f"{OWN_RATES}/{rate['id']}", own | {"date": "2026-03-01", "rate": "0.02"}))
    assert exchange(traveller, early) == ("2.00", "2026-03-01")
    assert exchange(traveller, late) == ("2.00", "2026-03-01")

    deletion = traveller.delete(f"{OWN_RATES}/{rate['id']}")
    later = spend(traveller, pesos, date="2026-04-01")
    assert exchange(traveller, later) == (None, None)
    ok(traveller.post(f"/changes/{deletion.headers['X-Change-Id']}/undo"))
    assert exchange(traveller, later) == ("2.00", "2026-03-01")
    assert published == []
    assert_law_holds(traveller.store)


def test_a_corrected_own_rate_is_corrected_where_it_was_booked_and_a_removed_one_is_removed(
    published: list[LedgerJob],
) -> None:
    traveller = new_visitor("EUR")
    dinars = create(traveller, "Dinars", currency="KWD")
    own = {"base": "KWD", "quote": "EUR", "date": "2026-11-02", "rate": "29"}
    creation = traveller.post(OWN_RATES, own)
    path = creation.headers["Location"]
    on_day, later = (spend(traveller, dinars, date=f"2026-11-0{day}") for day in (2, 3))
    given = spend(traveller, dinars, date="2026-11-02", rate="29")
    in_trash = spend(traveller, dinars, date="2026-11-03")
    trashed = traveller.delete(f"/transactions/{in_trash['id']}")

    def bases() -> list[str | None]:
        return [exchange(traveller, one)[0] for one in (on_day, later, given)]

    assert bases() == ["2900.00", "2900.00", "2900.00"]
    correction = traveller.put(path, own | {"rate": "2.9"})
    assert bases() == ["290.00", "290.00", "2900.00"]
    for one in (on_day, later):
        [change, _] = ok(traveller.get(f"/changes?transaction_id={one['id']}"))["items"]
        assert (change["cause"], change["changed_fields"]) == ("RATES", ["exchange"])
    ok(traveller.put(path, own | {"rate": "2.9"}))
    assert len(ok(traveller.get(f"/changes?transaction_id={on_day['id']}"))["items"]) == 2
    ok(traveller.post(f"/changes/{trashed.headers['X-Change-Id']}/undo"))
    assert exchange(traveller, in_trash)[0] == "290.00"

    ok(traveller.post(f"/changes/{correction.headers['X-Change-Id']}/undo"))
    assert bases() == ["2900.00", "2900.00", "2900.00"]
    deletion = traveller.delete(path)
    assert bases() == [None, None, "2900.00"]
    ok(traveller.post(f"/changes/{deletion.headers['X-Change-Id']}/undo"))
    assert bases() == ["2900.00", "2900.00", "2900.00"]
    undo = f"/changes/{creation.headers['X-Change-Id']}/undo"
    ok(traveller.post(undo, {"whole_operation": True}))
    assert bases() == [None, None, "2900.00"]
    assert published == []
    assert_law_holds(traveller.store)


def test_what_a_request_has_no_time_for_is_left_to_a_job(
    published: list[LedgerJob], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.http.background.healing.HEAL_FOR_S", 0.0)
    traveller = new_visitor("EUR")
    spent = spend(traveller, create(traveller, "Pesos", currency="ARS"), date="2026-04-01")
    own = {"base": "EUR", "quote": "ARS", "date": "2026-03-15", "rate": "1000"}

    ok(traveller.post(OWN_RATES, own), 201)
    assert exchange(traveller, spent) == (None, None)
    [job] = published
    assert deliver(job).status_code == HTTPStatus.OK
    assert exchange(traveller, spent) == ("0.10", "2026-03-15")


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
    jobs = list(published)

    update(served_rates, d0="1.5", d1="1.25")
    assert [deliver(job).status_code for job in jobs] == [HTTPStatus.OK]
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
