"""Suggestions of recurring entries over HTTP: found, explained, accepted, dismissed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from functions.imports import runs
from shared.models.jobs.ledger_job import REQUESTED, JobKind, LedgerJob
from shared.services.planning.suggestions import analysis
from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import latest, undo
from tests.http.ledger_jobs import deliver
from tests.http.notifications.told import told
from tests.http.planning.recurring.entries import TODAY
from tests.http.planning.suggestions.histories import (
    REFRESH,
    SUGGESTIONS,
    monthly,
    paid,
    record_all,
    refreshed,
    suggested,
)
from tests.http.uploads import carry_out, preview, statement
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor


def test_what_recurs_is_suggested_and_explains_itself(visitor: Person) -> None:
    assert ok(visitor.get(SUGGESTIONS)) == {
        "items": [],
        "as_of": None,
        "is_current": False,
        "is_partial": False,
    }
    days = monthly(6)
    streaming = visitor.category_ids["Entertainment"]
    record_all(visitor, paid(days[:4], "9.99", category_id=streaming))
    record_all(visitor, paid(days[4:], "12.99", category_id=streaming))
    for number, day in enumerate(days):
        often = [day - timedelta(days=number * 3 % 7 + back) for back in (0, 4, 9, 15, 18)]
        record_all(visitor, paid(often, f"{20 + number * 7}.10", "Supermarket"))

    [one] = refreshed(visitor)

    assert (one["name"], one["currency"]) == ("Video", "USD")
    assert one["amount"] == {
        "low": "12.99", "likely": "12.99", "high": "12.99", "currency": "USD",
    }  # fmt: skip
    assert one["price_change"] == {"before": "9.99", "after": "12.99", "since": str(days[4])}
    assert one["next_date"] > str(TODAY)
    assert one["schedule"]["start"] == one["next_date"]
    assert one["schedule"]["rrule"].startswith("FREQ=MONTHLY")
    assert {"code": "ON_TIME", "count": 6, "total": 6} in one["reasons"]
    recorded = {
        found["id"]: found for found in ok(visitor.get("/transactions?payee=Video"))["items"]
    }
    assert [(paid["date"], paid["amount"]) for paid in one["payments"]] == [
        (str(day), recorded[paid["transaction_id"]]["amount"])
        for day, paid in zip(days, one["payments"], strict=True)
    ]
    gaps = [None, *((after - before).days for before, after in pairwise(days))]
    assert [paid["gap"] for paid in one["payments"]] == gaps
    listed = ok(visitor.get(SUGGESTIONS))
    assert (listed["items"], listed["is_current"]) == ([one], True)
    visitor.record("1.00")
    assert not ok(visitor.get(SUGGESTIONS))["is_current"]


def test_the_entry_of_a_suggestion_can_be_posted_as_it_is_and_covers_it(visitor: Person) -> None:
    record_all(visitor, paid(monthly(4)) + paid(monthly(4), "25.00", "Gym"))
    by_name = {one["name"]: one for one in refreshed(visitor)}
    assert by_name.keys() == {"Video", "Gym"}

    made = ok(visitor.post("/recurring", by_name["Video"]["entry"]), 201)

    assert made["next_date"] == by_name["Video"]["next_date"]
    assert suggested(visitor) == ["Gym"]
    assert [one["name"] for one in refreshed(visitor)] == ["Gym"]
    visitor.record("1.00")
    assert [one["name"] for one in refreshed(visitor)] == ["Gym"]


def test_an_accepted_suggestion_is_an_entry_from_the_next_payment_on(visitor: Person) -> None:
    record_all(visitor, paid(monthly(4)))
    [one] = refreshed(visitor)
    path, key = f"{SUGGESTIONS}/accept/{one['id']}", {"Idempotency-Key": "k"}
    fields = {"name": "Films", "mode": "APPROVE", "remind_days": 2}

    made = ok(visitor.post(path, fields, headers=key), 201)

    assert ok(visitor.post(path, fields, headers=key), 201) == made
    assert {name: made[name] for name in fields} == fields
    assert (made["template"]["payee"], made["template"]["amount"]) == ("Video", "9.99")
    assert made["next_date"] == one["next_date"]
    assert suggested(visitor) == []
    with nothing_written(visitor):
        problem(visitor.post(path), 409, "suggestion-settled")
        problem(visitor.post(f"{SUGGESTIONS}/dismiss/{one['id']}"), 409, "suggestion-settled")
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)

    # Another amount and day: nothing covers it but the acceptance.
    template = made["template"] | {"amount": "99.00", "payee": "Else"}
    del template["currency"]
    changed = {"template": template, "schedule": {"start": "2050-01-13", "frequency": "YEARLY"}}
    ok(visitor.patch(f"/recurring/{made['id']}", changed))
    assert refreshed(visitor) == []
    ok(visitor.delete(f"/recurring/{made['id']}"), 204)
    assert [found["name"] for found in refreshed(visitor)] == ["Video"]
    again = ok(visitor.post(path), 201)
    assert refreshed(visitor) == []
    undo(visitor, latest(visitor), {"whole_operation": True})
    assert problem(visitor.get(f"/recurring/{again['id']}"), 404, "not-found")
    assert suggested(visitor) == ["Video"]


def test_a_dismissed_suggestion_does_not_come_back_for_years(visitor: Person) -> None:
    days = monthly(40)
    record_all(visitor, paid(days[:6]) + paid(monthly(6), "25.00", "Gym"))
    assert [found["name"] for found in refreshed(visitor)] == ["Gym"]  # The other has ended.
    record_all(visitor, paid(days[6:30]) + paid(days[30:36], "10.99") + paid(days[36:], "11.99"))
    one = next(found for found in refreshed(visitor) if found["name"] == "Video")
    path = f"{SUGGESTIONS}/dismiss/{one['id']}"

    dismissed = ok(visitor.post(path))

    assert (dismissed["id"], dismissed["name"]) == (one["id"], "Video")
    with nothing_written(visitor):
        assert ok(visitor.post(path)) == dismissed
        problem(visitor.post(f"{SUGGESTIONS}/accept/{one['id']}"), 409, "suggestion-settled")
    assert suggested(visitor) == ["Gym"]
    visitor.record("1.00")
    assert [found["name"] for found in refreshed(visitor)] == ["Gym"]
    assert ok(visitor.get(f"{SUGGESTIONS}/dismissals"))["items"] == [dismissed]

    # The fingerprint follows the payments, whose oldest ones are not read any more.
    [before] = visitor.store.settled_suggestions.stream_all()
    first = ok(visitor.get(f"/transactions?payee=Video&sort=date&to={days[8]}"))["items"]
    for old in first:
        ok(visitor.delete(f"/transactions/{old['id']}"), 204)
    assert [found["name"] for found in refreshed(visitor)] == ["Gym"]
    [after] = visitor.store.settled_suggestions.stream_all()
    assert (after.id, after.revision) == (before.id, before.revision)

    ok(visitor.delete(f"{SUGGESTIONS}/dismissals/{one['id']}"), 204)
    assert suggested(visitor) == ["Gym", "Video"]
    assert sorted(found["name"] for found in refreshed(visitor)) == ["Gym", "Video"]
    undo(visitor, latest(visitor))
    assert [found["name"] for found in refreshed(visitor)] == ["Gym"]
    problem(visitor.delete(f"{SUGGESTIONS}/dismissals/nothing"), 404, "not-found")


def test_a_dismissal_can_be_undone(visitor: Person) -> None:
    record_all(visitor, paid(monthly(4)))
    [one] = refreshed(visitor)
    ok(visitor.post(f"{SUGGESTIONS}/dismiss/{one['id']}"))
    [change] = [found for found in [latest(visitor)] if found["entity"] == "SETTLED_SUGGESTION"]
    assert change["after"]["recurring_id"] is None
    assert suggested(visitor) == []

    undo(visitor, change)

    assert suggested(visitor) == ["Video"]


def test_a_dismissal_follows_a_merge_of_the_account(visitor: Person) -> None:
    other = ok(visitor.post("/accounts", {"name": "Old", "kind": "CHECKING"}), 201)["id"]
    main = ok(visitor.get("/accounts"))["items"][0]["id"]
    record_all(visitor, paid(monthly(4), account_id=other))
    [one] = refreshed(visitor)
    ok(visitor.post(f"{SUGGESTIONS}/dismiss/{one['id']}"))

    ok(visitor.delete(f"/accounts/{other}?reassign_to={main}"), 204)

    assert refreshed(visitor) == []
    [settled] = visitor.store.settled_suggestions.stream_all()
    assert settled.account_ids == (main,)


def test_a_large_ledger_is_analysed_by_a_job(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_all(visitor, paid(monthly(4)))
    monkeypatch.setattr(analysis, "MAX_AT_ONCE", 3)

    answer = visitor.post(REFRESH)

    assert ok(answer, 202)["items"] == []
    assert answer.headers["Location"] == SUGGESTIONS
    assert suggested(visitor) == []
    job = LedgerJob(tenant=visitor.store.ref.path, kind=JobKind.DETECTION, subject=REQUESTED)
    assert deliver(job).status_code == 200
    assert suggested(visitor) == ["Video"]
    assert [one["name"] for one in refreshed(visitor)] == ["Video"]


def test_a_job_that_a_person_asked_for_analyses_what_one_of_a_small_import_does_not(
    visitor: Person,
) -> None:
    record_all(visitor, paid(monthly(11)))
    tenant = visitor.store.ref.path

    def analysed(subject: str) -> Any:
        job = LedgerJob(tenant=tenant, kind=JobKind.DETECTION, subject=subject)
        assert deliver(job).status_code == 200
        return ok(visitor.get(SUGGESTIONS))["is_current"]

    assert analysed("import")
    record_all(visitor, paid(monthly(1), payee="Other"))
    assert not analysed("import")
    assert analysed(REQUESTED)


def test_an_import_is_analysed_and_what_it_brings_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    person = registered_user(is_verified=True)
    rows = [f"{day},-9.99,Video,Films" for day in monthly(5)]
    jobs: list[LedgerJob] = []
    monkeypatch.setattr(runs, "publish", jobs.append)

    imported = carry_out(person, preview(person, statement(*rows)))

    [job] = jobs
    assert (job.kind, job.subject) == (JobKind.DETECTION, imported["id"])
    assert suggested(person) == []
    with told():
        for _ in range(2):
            assert deliver(job).status_code == 200
    assert suggested(person) == ["Video"]
    [one] = ok(person.get("/notifications?kind=RECURRING_FOUND"))["items"]
    assert (one["title"], one["subject"]["type"]) == ("Recurring payments found: 1", "SUGGESTION")
    assert one["subject"]["id"] == ok(person.get(SUGGESTIONS))["items"][0]["id"]
    assert "Video" in one["text"]


def test_amounts_have_the_decimals_of_the_currency() -> None:
    person = new_visitor("JPY")
    record_all(person, paid(monthly(3), "1500") + paid(monthly(1, ago=3), "1200"))
    [one] = refreshed(person)
    assert one["amount"]["likely"] == "1500"
    made = ok(person.post(f"{SUGGESTIONS}/accept/{one['id']}"), 201)
    assert (made["template"]["amount"], made["mode"]) == ("1500", "REMIND")


def test_what_a_suggestion_names_may_be_gone_meanwhile(visitor: Person) -> None:
    pets = ok(visitor.post("/categories", {"name": "Pets", "type": "EXPENSE"}), 201)["id"]
    record_all(visitor, paid(monthly(4), category_id=pets))
    [one] = refreshed(visitor)
    assert one["entry"]["template"]["category_id"] == pets
    ok(visitor.patch(f"/categories/{pets}", {"archived": True}))

    [now] = ok(visitor.get(SUGGESTIONS))["items"]

    assert now["entry"]["template"]["category_id"] is None
    path = f"{SUGGESTIONS}/accept/{one['id']}"
    with nothing_written(visitor):
        bad = {"template": {"type": "EXPENSE", "amount": "1.00", "category_id": pets}}
        problem(visitor.post(path, bad), 422, "invalid-argument", "template.category_id")
        problem(visitor.post(path, {"name": None}), 422, "invalid-argument", "name")
        problem(visitor.post(path, {"unknown": 1}), 422, "invalid-argument", "unknown")
    assert ok(visitor.post(path), 201)["template"]["category_id"] is None


def test_a_ledger_that_is_put_back_knows_what_was_dismissed() -> None:
    person, other = new_visitor(), new_visitor()
    record_all(person, paid(monthly(4)) + paid(monthly(4), "25.00", "Gym"))
    gym, video = sorted(refreshed(person), key=lambda one: str(one["name"]))
    ok(person.post(f"{SUGGESTIONS}/dismiss/{gym['id']}"))
    ok(person.post(f"{SUGGESTIONS}/accept/{video['id']}"), 201)
    backup = ok(person.get("/exports/ledger"))

    ok(other.post("/imports/restore", backup), 201)

    assert refreshed(other) == []
    assert [one["id"] for one in ok(other.get(f"{SUGGESTIONS}/dismissals"))["items"]] == [gym["id"]]


def test_a_suggestion_is_accepted_once_by_two_requests_at_once(visitor: Person) -> None:
    record_all(visitor, paid(monthly(4)))
    [one] = refreshed(visitor)

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(visitor.post, f"{SUGGESTIONS}/accept/{one['id']}") for _ in range(3)]
        asked.append(pool.submit(visitor.post, f"{SUGGESTIONS}/dismiss/{one['id']}"))
    statuses = [answer.result().status_code for answer in asked]

    assert len([status for status in statuses if status in (200, 201)]) == 1
    assert sorted(statuses)[1:] == [409] * 3
    entries = ok(visitor.get("/recurring"))["items"]
    assert len(entries) == statuses[:3].count(201)
    assert_log_is_complete(visitor.store)
