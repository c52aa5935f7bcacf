"""Transactions are booked again when an own rate changes, whatever stops the request, over HTTP."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from werkzeug.test import TestResponse

from shared.errors import Unavailable
from shared.models.jobs.announced_change import AnnouncedChange
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from tests.http.accounts import create
from tests.http.answers import ok, problem
from tests.http.currencies.healed import (
    assert_jobs_change_nothing,
    deliver_all,
    exchange,
    spend,
)
from tests.http.ledger_jobs import deliver
from tests.support.faults import Crashed, fault
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

pytestmark = pytest.mark.usefixtures("no_rates")

OWN_RATES = "/currencies/own_rates"
PESO = {"base": "ARS", "quote": "EUR", "date": "2026-03-15", "rate": "0.01"}


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
    assert_jobs_change_nothing(traveller, published)
    assert_law_holds(traveller.store)


@pytest.mark.parametrize("is_undone", [True, False], ids=["undone deletion", "restored"])
def test_what_returns_after_its_account_has_the_rate_in_force(
    published: list[LedgerJob], *, is_undone: bool
) -> None:
    traveller = new_visitor("EUR")
    pesos = create(traveller, "Pesos", currency="ARS")
    early, late = (spend(traveller, pesos, date=day) for day in ("2026-03-01", "2026-04-01"))
    rate = ok(traveller.post(OWN_RATES, PESO), 201)
    into_trash = {
        one["id"]: traveller.delete(f"/transactions/{one['id']}").headers["X-Change-Id"]
        for one in (early, late)
    }
    deletion = traveller.delete(f"/accounts/{pesos['id']}")
    corrected = PESO | {"date": "2026-03-01", "rate": "0.02"}
    ok(traveller.put(f"{OWN_RATES}/{rate['id']}", corrected))
    ok(traveller.post(f"/changes/{deletion.headers['X-Change-Id']}/undo"))

    for one, change_id in into_trash.items():
        if is_undone:
            ok(traveller.post(f"/changes/{change_id}/undo"))
        else:
            ok(traveller.post(f"/transactions/{one}/restore"))
        found = ok(traveller.get(f"/transactions/{one}"))
        assert found["exchange"]["base_amount"] == "2.00"
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
    assert_jobs_change_nothing(traveller, published)
    assert_law_holds(traveller.store)


def test_what_a_request_has_no_time_for_is_left_to_a_job(
    published: list[LedgerJob], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.http.background.healing.HEAL_FOR_S", 0.0)
    traveller = new_visitor("EUR")
    spent = spend(traveller, create(traveller, "Pesos", currency="ARS"), date="2026-04-01")
    own = {"base": "EUR", "quote": "ARS", "date": "2026-03-15", "rate": "1000"}

    created = traveller.post(OWN_RATES, own)
    assert exchange(traveller, spent) == (None, None)
    deliver_all(published)
    assert exchange(traveller, spent) == ("0.10", "2026-03-15")

    path = created.headers["Location"]
    ok(traveller.put(path, own | {"rate": "500"}))
    assert exchange(traveller, spent) == ("0.10", "2026-03-15")
    deliver_all(published)
    assert exchange(traveller, spent) == ("0.20", "2026-03-15")

    ok(traveller.delete(path), 204)
    assert exchange(traveller, spent) == ("0.20", "2026-03-15")
    deliver_all(published)
    assert exchange(traveller, spent) == (None, None)
    assert_law_holds(traveller.store)


@pytest.mark.parametrize("request_name", ["create", "replace", "delete"])
def test_a_change_is_healed_by_its_request_also_if_the_answer_to_its_commit_is_lost(
    published: list[LedgerJob], request_name: str
) -> None:
    traveller = new_visitor("EUR")
    location = traveller.post(OWN_RATES, PESO).headers["Location"]
    spent = spend(traveller, create(traveller, "Pesos", currency="ARS"), date="2026-03-17")

    with fault("answer lost") as struck:
        match request_name:
            case "create":
                own = PESO | {"date": "2026-03-16", "rate": "0.03"}
                ok(traveller.post(OWN_RATES, own), 201)
            case "replace":
                ok(traveller.put(location, PESO | {"rate": "0.02"}))
            case _:
                ok(traveller.delete(location), 204)

    assert struck.has_struck
    healed = {"create": "3.00", "replace": "2.00", "delete": None}[request_name]
    assert exchange(traveller, spent)[0] == healed
    assert_jobs_change_nothing(traveller, published)


@pytest.mark.parametrize("request_name", ["create", "replace"])
def test_a_repeated_request_goes_on_with_the_healing_of_the_first_one(
    published: list[LedgerJob], monkeypatch: pytest.MonkeyPatch, request_name: str
) -> None:
    def ask() -> None:
        if request_name == "create":
            own = PESO | {"date": "2026-03-16", "rate": "0.03"}
            ok(traveller.post(OWN_RATES, own, headers={"Idempotency-Key": "same"}), 201)
        else:
            ok(traveller.put(location, PESO | {"rate": "0.02"}))

    traveller = new_visitor("EUR")
    location = traveller.post(OWN_RATES, PESO).headers["Location"]
    spent = spend(traveller, create(traveller, "Pesos", currency="ARS"), date="2026-03-17")
    with monkeypatch.context() as patched:
        patched.setattr("functions.http.background.healing.HEAL_FOR_S", 0.0)
        ask()
    assert exchange(traveller, spent) == ("1.00", "2026-03-15")

    ask()

    assert exchange(traveller, spent)[0] == {"create": "3.00", "replace": "2.00"}[request_name]
    assert_jobs_change_nothing(traveller, published)


def test_a_job_without_time_publishes_what_is_left_with_the_former_rate(
    published: list[LedgerJob], monkeypatch: pytest.MonkeyPatch
) -> None:
    traveller = new_visitor("EUR")
    pesos = create(traveller, "Pesos", currency="ARS")
    path = traveller.post(OWN_RATES, PESO).headers["Location"]
    spent = [spend(traveller, pesos, date="2026-03-15") for _ in range(2)]
    deliver_all(published)
    monkeypatch.setattr("functions.http.background.healing.HEAL_FOR_S", 0.0)
    ok(traveller.put(path, PESO | {"rate": "0.02"}))

    with monkeypatch.context() as patched:
        patched.setattr("functions.jobs.run_ledger_job._RUN_FOR_S", 0.0)
        assert deliver(published.pop()).status_code == HTTPStatus.OK
    assert [(job.kind, 'former":{' in job.subject) for job in published] == [
        (JobKind.HEALING, True), (JobKind.HEALING, False),
    ]  # fmt: skip
    assert exchange(traveller, spent[0]) == ("1.00", "2026-03-15")
    deliver_all(published)
    assert {exchange(traveller, one) for one in spent} == {("2.00", "2026-03-15")}
    assert_law_holds(traveller.store)


@pytest.mark.parametrize("fault_name", ["crash before the commit", "crash after the commit"])
@pytest.mark.parametrize("request_name", ["create", "replace", "delete", "undo"])
def test_a_change_of_an_own_rate_that_is_cut_off_anywhere_is_finished_by_its_job(
    published: list[LedgerJob], request_name: str, fault_name: str
) -> None:
    def ask(person: Person, location: str, change_id: str) -> TestResponse:
        match request_name:
            case "create":
                return person.post(OWN_RATES, PESO | {"date": "2026-03-16", "rate": "0.03"})
            case "replace":
                return person.put(location, PESO | {"rate": "0.02"})
            case "delete":
                return person.delete(location)
            case _:
                return person.post(f"/changes/{change_id}/undo")

    after = {"create": "3.00", "replace": "2.00"}.get(request_name)
    seen = set()
    for skip in range(5):
        traveller = new_visitor("EUR")
        pesos = create(traveller, "Pesos", currency="ARS")
        creation = traveller.post(OWN_RATES, PESO)
        spent = spend(traveller, pesos, date="2026-03-17")
        deliver_all(published)
        names = creation.headers["Location"], creation.headers["X-Change-Id"]
        with suppress(Crashed), fault(fault_name, skip=skip) as struck:
            ask(traveller, *names)
        changes = ok(traveller.get("/changes?entity=OWN_RATE"))["items"]
        deliver_all(published) if len(changes) > 1 else published.clear()

        assert exchange(traveller, spent)[0] == (after if len(changes) > 1 else "1.00")
        assert_law_holds(traveller.store)
        seen.add((len(changes) > 1, struck.has_struck))
    assert {(True, True), (True, False)} <= seen


def test_the_job_of_a_change_waits_for_its_request_and_is_dropped_after_it(
    published: list[LedgerJob],
) -> None:
    traveller = new_visitor("EUR")
    create(traveller, "Pesos", currency="ARS")
    missing = AnnouncedChange(change_id="not-committed", begin=datetime.now(UTC))
    job = LedgerJob(
        tenant=traveller.store.ref.path, kind=JobKind.OWN_RATE, subject=missing.model_dump_json()
    )
    assert deliver(job).status_code == HTTPStatus.INTERNAL_SERVER_ERROR

    ended = missing.model_copy(update={"begin": missing.begin - timedelta(minutes=2)})
    late = job.model_copy(update={"subject": ended.model_dump_json()})
    assert deliver(late).status_code == HTTPStatus.OK


def test_an_own_rate_is_not_changed_while_its_healing_cannot_be_published(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_jobs: LedgerJob) -> None:
        raise Unavailable

    traveller = new_visitor("EUR")
    create(traveller, "Pesos", currency="ARS")
    monkeypatch.setattr("functions.http.background.healing.publish", fail)
    problem(traveller.post(OWN_RATES, PESO), 503, "unavailable")
    assert ok(traveller.get(OWN_RATES))["items"] == []
    ok(traveller.post(OWN_RATES, PESO | {"quote": "USD"}), 201)  # It concerns no account.
