"""Transactions are linked to the occurrences that they pay, and unlinked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.http.background import matching as background
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.services.planning import matching
from shared.services.planning.match_runs import match_recent
from tests.http import accounts
from tests.http.answers import documents_of, nothing_written, ok, problem
from tests.http.histories import changes_of, latest, undo
from tests.http.ledger_jobs import deliver
from tests.http.planning.recurring.entries import booked, calendar, create, day, process
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete, operation
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import new_workspace

WEEKLY = {"frequency": "WEEKLY", "interval": 1}


def weekly(person: Person, start: int = 0, **fields: Any) -> Any:
    """Create an entry for each week."""
    return create(person, schedule={"start": day(start), **WEEKLY}, **fields)


def typed(person: Person, amount: str = "10.00", offset: int = 0, **fields: Any) -> Any:
    """Record an expense by hand."""
    return person.record(amount, "Dining", date=day(offset), **{"payee": "Gym"} | fields)


def link(person: Person, entry: Any, transaction: Any, offset: int = 0, **fields: Any) -> Any:
    """Ask for a link."""
    asked = {"nominal": day(offset), "transaction_id": transaction["id"], **fields}
    return person.post(f"/recurring/{entry['id']}/match", asked)


def suggested(person: Person) -> list[tuple[str, str, list[str]]]:
    """Return nominal date, transaction and doubts of the suggestions."""
    found = ok(person.get("/recurring/matches"))["items"]
    return [(one["nominal"], one["transaction_id"], one["doubts"]) for one in found]


def get(person: Person, transaction: Any) -> Any:
    """Return a transaction as it is."""
    return ok(person.get(f"/transactions/{transaction['id']}"))


def test_a_linked_transaction_matches_its_occurrence_and_nothing_is_booked(
    visitor: Person,
) -> None:
    entry, paid = weekly(visitor), typed(visitor, "12.00", 1)

    done = ok(link(visitor, entry, paid))

    assert (done["state"], done["transaction_id"]) == ("MATCHED", paid["id"])
    assert (done["amount"], done["currency"]) == ("12.00", "USD")
    after = get(visitor, paid)
    assert (after["recurring_id"], after["occurrence_nominal"]) == (entry["id"], day(0))
    assert ok(visitor.get(f"/recurring/{entry['id']}"))["next_nominal"] == day(7)
    assert process(visitor, entry)["booked"] == []
    assert booked(visitor, entry) == [(1, "12.00")]
    with nothing_written(visitor):
        assert ok(link(visitor, entry, paid))["state"] == "MATCHED"
        asked = visitor.post(f"/recurring/{entry['id']}/process", {"nominal": day(0)})
        problem(asked, 409, "occurrence-settled")
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)


def test_an_undo_of_a_link_opens_the_occurrence_and_its_undo_links_again(visitor: Person) -> None:
    entry, paid = weekly(visitor), typed(visitor)
    ok(link(visitor, entry, paid))

    undo(visitor, latest(visitor))

    assert calendar(visitor, 0, 0) == [(0, 0, "DUE")]
    assert get(visitor, paid)["recurring_id"] is None
    undo(visitor, latest(visitor))
    assert calendar(visitor, 0, 0) == [(0, 0, "MATCHED")]
    assert get(visitor, paid)["recurring_id"] == entry["id"]
    assert_law_holds(visitor.store)


def test_what_is_unlinked_is_not_suggested_again(visitor: Person) -> None:
    entry, paid = weekly(visitor), typed(visitor, "13.00")
    assert suggested(visitor) == [(day(0), paid["id"], ["AMOUNT"])]
    ok(link(visitor, entry, paid))

    done = ok(visitor.post(f"/recurring/{entry['id']}/unmatch", {"nominal": day(0)}))

    assert (done["state"], done["transaction_id"]) == ("DUE", None)
    assert get(visitor, paid)["occurrence_nominal"] is None
    assert suggested(visitor) == []
    undo(visitor, latest(visitor))
    assert calendar(visitor, 0, 0) == [(0, 0, "MATCHED")]
    assert get(visitor, paid)["recurring_id"] == entry["id"]


def test_a_dismissed_suggestion_is_remembered(visitor: Person) -> None:
    entry, paid = weekly(visitor, 7), typed(visitor, "13.00", 7)
    path = f"/recurring/{entry['id']}/dismiss_match"
    asked = {"nominal": day(7), "transaction_id": paid["id"]}
    assert suggested(visitor) == [(day(7), paid["id"], ["AMOUNT"])]

    assert ok(visitor.post(path, asked))["state"] == "PLANNED"

    assert suggested(visitor) == []
    with nothing_written(visitor):
        ok(visitor.post(path, asked))
    undo(visitor, latest(visitor))
    assert suggested(visitor) == [(day(7), paid["id"], ["AMOUNT"])]


def test_a_transaction_pays_one_occurrence_and_an_occurrence_has_one(visitor: Person) -> None:
    entry, other = weekly(visitor), weekly(visitor, name="Other")
    paid, second = typed(visitor), typed(visitor, offset=1)
    income = visitor.record("10.00", "Salary", date=day(0), type="INCOME")
    ok(link(visitor, entry, paid))

    with nothing_written(visitor):
        problem(link(visitor, other, paid), 409, "transaction-linked")
        problem(link(visitor, entry, second), 409, "occurrence-settled")
        problem(link(visitor, entry, paid, 7), 409, "transaction-linked")
        problem(link(visitor, entry, second, 1), 404, "not-found")
        problem(link(visitor, entry, {"id": "missing"}), 404, "not-found")
        problem(link(visitor, other, income), 422, "invalid-argument", "transaction_id")


def test_a_booked_transaction_is_replaced_only_when_a_person_asks(visitor: Person) -> None:
    entry = weekly(visitor)
    process(visitor, entry)
    [twin] = ok(visitor.get(f"/transactions?recurring_id={entry['id']}"))["items"]
    paid = typed(visitor, "11.00", 1)
    assert suggested(visitor) == [(day(0), paid["id"], [])]

    problem(link(visitor, entry, paid), 409, "occurrence-settled")
    assert ok(link(visitor, entry, paid, replace=True))["state"] == "MATCHED"

    assert booked(visitor, entry) == [(1, "11.00")]
    problem(visitor.get(f"/transactions/{twin['id']}"), 404, "not-found")
    undo(visitor, latest(visitor))
    assert booked(visitor, entry) == [(0, "10.00")]
    assert calendar(visitor, 0, 0) == [(0, 0, "POSTED")]
    assert get(visitor, paid)["recurring_id"] is None
    assert_law_holds(visitor.store)


def test_who_may_not_delete_links_and_replaces_nothing(emulators: None) -> None:
    workspace = new_workspace()
    analyst = workspace.admit(registered_user(is_verified=True), "analyst")
    entry, other = weekly(analyst), weekly(analyst, -1)
    process(analyst, entry, nominal=day(0))
    paid = typed(analyst, "11.00", 1)

    refused = link(analyst, entry, paid, replace=True)

    problem(refused, 403, "permission-denied")
    assert booked(analyst, entry) == [(0, "10.00")]
    assert ok(link(analyst, other, paid, -1, replace=True))["state"] == "MATCHED"


def test_a_deleted_transaction_opens_its_occurrence_and_comes_back_to_it(visitor: Person) -> None:
    entry, paid = weekly(visitor), typed(visitor)
    ok(link(visitor, entry, paid))

    ok(visitor.delete(f"/transactions/{paid['id']}"), 204)

    assert calendar(visitor, 0, 0) == [(0, 0, "DUE")]
    ok(visitor.post(f"/transactions/{paid['id']}/restore", {}))
    assert calendar(visitor, 0, 0) == [(0, 0, "MATCHED")]
    undo(visitor, latest(visitor))
    assert calendar(visitor, 0, 0) == [(0, 0, "DUE")]
    process(visitor, entry)
    restored = ok(visitor.post(f"/transactions/{paid['id']}/restore", {}))
    assert (restored["recurring_id"], restored["occurrence_nominal"]) == (None, None)
    assert calendar(visitor, 0, 0) == [(0, 0, "POSTED")]
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)


def test_one_ahead_is_matched_early_and_settled_when_the_cursor_passes(visitor: Person) -> None:
    entry, paid = weekly(visitor), typed(visitor, offset=6)
    ok(link(visitor, entry, paid, 7))
    assert ok(visitor.get(f"/recurring/{entry['id']}"))["next_nominal"] == day(0)

    process(visitor, entry)

    assert ok(visitor.get(f"/recurring/{entry['id']}"))["next_nominal"] == day(14)
    ok(visitor.delete(f"/transactions/{paid['id']}"), 204)
    assert calendar(visitor, 0, 7) == [(0, 0, "POSTED"), (7, 7, "PLANNED")]
    other = weekly(visitor, name="Other")
    early = typed(visitor, offset=6)
    ok(link(visitor, other, early, 7))
    ok(visitor.delete(f"/transactions/{early['id']}"), 204)
    assert calendar(visitor, 0, 7, other) == [(0, 0, "DUE"), (7, 7, "PLANNED")]


def test_a_recording_is_undone_after_its_match(visitor: Person) -> None:
    entry, paid = weekly(visitor), typed(visitor)
    recorded = latest(visitor)
    ok(link(visitor, entry, paid))

    undo(visitor, recorded)

    problem(visitor.get(f"/transactions/{paid['id']}"), 404, "not-found")
    assert calendar(visitor, 0, 0) == [(0, 0, "DUE")]
    assert_law_holds(visitor.store)


def test_a_link_survives_the_deletion_of_its_entry(visitor: Person) -> None:
    entry, paid = weekly(visitor), typed(visitor)
    ok(link(visitor, entry, paid))
    ok(visitor.delete(f"/recurring/{entry['id']}"), 204)
    gone = latest(visitor)

    ok(visitor.delete(f"/transactions/{paid['id']}"), 204)
    undo(visitor, gone)

    assert calendar(visitor, 0, 0) == [(0, 0, "DUE")]


def job_of(person: Person, *ids: str) -> LedgerJob:
    """Return the message that matches transactions."""
    return LedgerJob(
        tenant=person.store.ref.path,
        kind=JobKind.MATCHING,
        subject=",".join(ids),
        actor=person.uid,
    )


def test_recordings_are_matched_in_the_background(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs: list[LedgerJob] = []
    monkeypatch.setattr(background, "publish", jobs.append)
    typed(visitor)
    assert jobs == []
    entry = weekly(visitor)

    paid = typed(visitor)

    assert jobs == [job_of(visitor, paid["id"])]
    assert deliver(jobs[0]).status_code in (200, 204)
    assert calendar(visitor, 0, 0) == [(0, 0, "DUE")]  # Two are alike, so a person decides.
    ok(visitor.delete(f"/transactions/{paid['id']}"), 204)
    deliver(job_of(visitor))
    assert calendar(visitor, 0, 0) == [(0, 0, "MATCHED")]
    deliver(job_of(visitor))
    assert len(booked(visitor, entry)) == 1
    ok(visitor.delete(f"/recurring/{entry['id']}"), 204)
    jobs.clear()
    typed(visitor)
    assert jobs == []
    assert_law_holds(visitor.store)


def test_a_linked_one_without_a_category_is_filed_as_its_entry(visitor: Person) -> None:
    rent, dining = visitor.category_ids["Rent"], visitor.category_ids["Dining"]
    template = {"type": "EXPENSE", "amount": "10.00", "payee": "Gym"}
    kind = ok(visitor.post("/types", {"name": "Club", "type": "EXPENSE"}), 201)["id"]
    filing = {"category_id": rent, "tags": ["sport"], "custom_type_id": kind}
    entry = weekly(visitor, -7, template=template | filing)
    first = typed(visitor, offset=-7, category_id=None, tags=["own"])
    second = typed(visitor, offset=0, tags=["own"])

    deliver(job_of(visitor, first["id"], second["id"]))

    assert booked(visitor, entry) == [(-7, "10.00"), (0, "10.00")]
    after = get(visitor, first)
    filed = after["category_id"], after["tags"], after["custom_type_id"]
    assert filed == (rent, ["own"], kind)
    other = get(visitor, second)
    assert (other["category_id"], other["custom_type_id"]) == (dining, None)
    undo(visitor, latest(visitor))
    undo(visitor, next(one for one in changes_of(visitor) if one["entity_id"] == first["id"]))
    assert get(visitor, first)["category_id"] is None
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)


def test_splits_of_an_entry_are_those_of_an_accepted_match(visitor: Person) -> None:
    rent, dining = visitor.category_ids["Rent"], visitor.category_ids["Dining"]
    parts = [{"category_id": rent, "amount": "7.50"}, {"category_id": dining, "amount": "2.50"}]
    template = {"type": "EXPENSE", "amount": "10.00", "payee": "Gym", "splits": parts}
    entry, paid = weekly(visitor, template=template), typed(visitor, "12.00", category_id=None)

    ok(link(visitor, entry, paid))

    after = get(visitor, paid)
    filed = [(one["category_id"], one["amount"]) for one in after["splits"]]
    assert (after["category_id"], filed) == (None, [(rent, "9.00"), (dining, "3.00")])
    assert_law_holds(visitor.store)


def test_a_recording_whose_message_is_lost_is_matched_before_the_booking(visitor: Person) -> None:
    entry, paid = weekly(visitor, -1), typed(visitor, "10.00", -2)

    assert process(visitor, entry)["booked"] == []

    assert booked(visitor, entry) == [(-2, "10.00")]
    assert calendar(visitor, -1, -1) == [(-1, -1, "MATCHED")]
    assert get(visitor, paid)["occurrence_nominal"] == day(-1)


def test_a_new_price_is_told_once(visitor: Person) -> None:
    entry = weekly(visitor, -21)
    for offset, amount in ((-21, "10.00"), (-14, "10.00"), (-7, "12.00"), (0, "12.00")):
        ok(link(visitor, entry, typed(visitor, amount, offset), offset))

    stored = documents_of(visitor.store.ref.path)
    events = [content for path, content in stored.items() if "/outbox/" in path]
    assert [one["kind"] for one in events] == ["RECURRING_PRICE_CHANGED"]


def test_two_requests_at_once_link_a_transaction_to_one_occurrence(visitor: Person) -> None:
    entry, other, paid = weekly(visitor), weekly(visitor, name="Other"), typed(visitor)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: link(visitor, one, paid), (entry, other)))

    assert sorted(one.status_code for one in answers) == [200, 409]
    states = [state for *_, state in calendar(visitor, 0, 0)]
    assert sorted(states) == ["DUE", "MATCHED"]
    assert_log_is_complete(visitor.store)


def test_the_expected_amount_follows_what_was_paid_and_bookings_the_plan(visitor: Person) -> None:
    entry = weekly(visitor, -14)
    path = f"/recurring/{entry['id']}"
    exactly = {"low": "10.00", "likely": "10.00", "high": "10.00", "currency": "USD"}
    assert ok(visitor.get(path))["expected"] == exactly
    for offset, amount in ((-14, "10.00"), (-7, "13.00")):
        ok(link(visitor, entry, typed(visitor, amount, offset), offset))
    between = {"low": "10.00", "likely": "10.00", "high": "13.00", "currency": "USD"}
    assert ok(visitor.get(path))["expected"] == between

    process(visitor, entry)

    assert booked(visitor, entry)[-1] == (0, "10.00")
    ok(visitor.patch(path, {"amount_changes": [{"from": day(7), "amount": "15.00"}]}))
    assert ok(visitor.get(path))["expected"]["likely"] == "15.00"


def test_the_last_ten_dismissals_of_an_occurrence_are_kept(visitor: Person) -> None:
    entry = weekly(visitor)
    path = f"/recurring/{entry['id']}/dismiss_match"
    ids = [typed(visitor, offset=-1)["id"] for _ in range(11)]
    for name in ids:
        ok(visitor.post(path, {"nominal": day(0), "transaction_id": name}))

    change = latest(visitor)

    assert change["after"]["dismissed"] == ids[1:]


def test_a_link_survives_the_merge_of_its_account(visitor: Person) -> None:
    savings, target = (accounts.create(visitor, name=name)["id"] for name in ("A", "B"))
    template = {"type": "EXPENSE", "amount": "10.00", "payee": "Gym", "account_id": savings}
    entry = weekly(visitor, template=template)
    paid = typed(visitor, account_id=savings)
    ok(link(visitor, entry, paid))

    ok(visitor.delete(f"/accounts/{savings}?reassign_to={target}"), 204)

    after = get(visitor, paid)
    assert (after["account_id"], after["recurring_id"]) == (target, entry["id"])
    assert calendar(visitor, 0, 0) == [(0, 0, "MATCHED")]
    assert_law_holds(visitor.store)


def test_a_yearly_entry_does_not_widen_what_is_read_of_the_others(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = {"type": "EXPENSE", "amount": "800.00", "payee": "Landlord"}
    monthly = {"start": day(-170), "frequency": "MONTHLY"}
    rent = create(visitor, template=other, schedule=monthly)
    assert len(process(visitor, rent)["booked"]) == 6
    yearly = {"start": day(-20), "frequency": "YEARLY"}
    create(visitor, name="Fee", template=other | {"payee": "Bank"}, schedule=yearly)
    entry, paid = weekly(visitor), typed(visitor)
    monkeypatch.setattr(matching, "MAX_STORED", 4)

    match_recent(visitor.store, operation(), [paid["id"]])

    assert get(visitor, paid)["recurring_id"] == entry["id"]
