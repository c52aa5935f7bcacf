"""Another currency or start day is put in force whatever stops its request, over HTTP."""

from __future__ import annotations

from contextlib import suppress
from itertools import count

import pytest
from werkzeug.test import TestResponse

from functions.http.background import rebuilds
from shared.errors import Unavailable
from shared.models.jobs.announced_change import AnnouncedChange
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from tests.http.accounts import create
from tests.http.answers import nothing_written, ok, problem
from tests.http.currencies.healed import deliver_all
from tests.http.ledger_jobs import deliver
from tests.support.faults import Crashed, fault
from tests.support.ledgers.currency_changes import assert_changed
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rates import store_rates
from tests.support.ledgers.rebuilds import assert_in_force

USD = {"currency": "USD"}


@pytest.fixture(scope="module", autouse=True)
def _stored(emulators: None, _empty_database: None) -> None:
    store_rates(USD={"2026-03-30": "1.2"})


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[LedgerJob]:
    """Return the jobs that requests and jobs publish from now on; none waits for its request."""
    found: list[LedgerJob] = []
    for module in ("http.background.rebuilds", "http.background.healing", "jobs.run_ledger_job"):
        monkeypatch.setattr(f"functions.{module}.publish", lambda *jobs: found.extend(jobs))
    monkeypatch.setattr("functions.jobs.run_ledger_job._LONGEST_WAIT_S", 0.0)
    return found


def spender() -> Person:
    """Return a person whose ledger is in euros, with expenses in euros and dinars."""
    person = new_visitor("EUR")
    dinars = create(person, "KWD", currency="KWD")["id"]
    for amount, facts in (("10.00", {}), ("1.234", {"account_id": dinars})):
        person.record(amount, date="2026-03-30", **facts)
    return person


def settings_of(person: Person) -> tuple[str, int]:
    """Return the currency and the start day that are in force, while none is pending."""
    found = ok(person.get("/settings"))
    assert (found["pending_currency"], found["pending_month_start"]) == (None, None)
    return found["currency"], found["month_start"]["day"]


@pytest.mark.parametrize("fault_name", ["crash before the commit", "crash after the commit"])
@pytest.mark.parametrize("request_name", ["settings", "me", "undo", "start day"])
def test_a_change_that_is_cut_off_anywhere_is_finished_by_its_job(
    published: list[LedgerJob], request_name: str, fault_name: str
) -> None:
    def ask(person: Person) -> TestResponse:
        match request_name:
            case "settings":
                return person.patch("/settings", USD)
            case "me":
                return person.patch("/me", USD | {"display_name": "Ann"})
            case "undo":
                return person.post(f"/changes/{first.headers['X-Change-Id']}/undo")
            case _:
                return person.patch("/settings", {"month_start": {"day": 25}})

    before = "USD" if request_name == "undo" else "EUR"
    after = {"undo": ("EUR", 1), "start day": ("EUR", 25)}.get(request_name, ("USD", 1))
    outcomes = set()
    for skip in count():
        person = spender()
        if request_name == "undo":
            first = person.patch("/settings", USD)
        published.clear()
        with suppress(Crashed), fault(fault_name, skip=skip) as struck:
            ask(person)
        is_committed = skip > 0 or "after" in fault_name
        deliver_all(published) if is_committed else published.clear()

        assert settings_of(person) == (after if is_committed else (before, 1))
        if is_committed and request_name == "start day":
            assert_in_force(person.store, 25)
        elif is_committed:
            assert_changed(person.store, after[0])
        outcomes.add((is_committed, struck.has_struck))
        if not struck.has_struck:
            break
    assert {(True, True), (True, False)} <= outcomes


def test_amounts_are_healed_by_the_job_of_a_change_that_is_cut_off_after_it_is_done(
    published: list[LedgerJob],
) -> None:
    for skip in count():
        person = spender()
        published.clear()
        with suppress(Crashed), fault("crash after the commit", skip=skip) as struck:
            person.patch("/settings", USD)
        kinds = [job.kind for job in published]
        assert kinds == [JobKind.SETTINGS]
        assert deliver(published.pop()).status_code == 200
        assert [job.kind for job in published] == [JobKind.HEALING]
        if not struck.has_struck:
            break


def test_the_job_is_published_before_the_change_and_begins_when_the_request_is_over(
    published: list[LedgerJob], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_jobs: LedgerJob) -> None:
        raise Unavailable

    person = spender()
    with monkeypatch.context() as broken, nothing_written(person):
        broken.setattr(rebuilds, "publish", fail)
        problem(person.patch("/settings", USD), 503, "unavailable")

    ok(person.patch("/settings", USD))
    [job] = published
    announced = AnnouncedChange.model_validate_json(job.subject)
    change = person.store.changes.get(announced.change_id)
    assert (announced.begin - change.at).total_seconds() > rebuilds.REBUILD_FOR_S


def test_nothing_is_announced_where_no_months_are_rebuilt(published: list[LedgerJob]) -> None:
    person = spender()
    ok(person.patch("/settings", {"timezone": "Asia/Tokyo", "currency": "EUR"}))
    assert published == []
