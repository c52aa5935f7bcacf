"""Undoing changes of the settings, and what needs the months to be rebuilt."""

from __future__ import annotations

from typing import Any

import pytest

from functions.http.background import jobs, rebuilds
from functions.manifest import JOBS_TOPIC
from shared.models.jobs.announced_change import AnnouncedChange
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.people.access import PERMISSIONS, Action, Role
from tests.http.answers import nothing_written, ok, problem, report_of, start_days
from tests.http.histories import ask_undo, changes_of, conflicts_of, latest, undo
from tests.http.imports.test_restore_backup import exported, restore
from tests.http.ledger_jobs import deliver_data
from tests.http.settings.test_settings import job_of, settings_of
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rebuilds import assert_in_force, assert_summed_right

WHOLE = {"whole_operation": True}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[LedgerJob]:
    """Leave requests no time for a rebuild, and return the published jobs."""
    handed_on: list[LedgerJob] = []
    monkeypatch.setattr(rebuilds, "REBUILD_FOR_S", 0)
    monkeypatch.setattr(rebuilds, "publish", handed_on.append)
    return handed_on


def change(person: Person, status: int = 200, **fields: Any) -> dict[str, Any]:
    """Change settings; the entry of what was asked for."""
    ok(person.patch("/settings", fields), status)
    found = changes_of(person, entity_id="settings")
    return next(one for one in found if one["cause"] != "REBUILD")


def days_of(person: Person) -> tuple[int, int | None]:
    """Return the start day in force, and that pending."""
    settings = settings_of(person)
    return start_days(settings)


def test_a_time_zone_is_set_back_once_and_again_after_a_redo(visitor: Person) -> None:
    done = change(visitor, timezone="Asia/Tokyo")
    tag = visitor.get("/settings").headers["ETag"]

    [back] = undo(visitor, done)

    assert settings_of(visitor)["timezone"] == "UTC"
    assert visitor.get("/settings").headers["ETag"] != tag
    assert (back["entity"], back["cause"], back["cause_id"]) == ("SETTINGS", "UNDO", done["id"])
    assert "timezone" in back["changed_fields"]
    assert conflicts_of(visitor, done) == [back["id"]]
    undo(visitor, back)
    assert settings_of(visitor)["timezone"] == "Asia/Tokyo"


def test_a_time_zone_given_since_is_in_the_way_and_a_start_day_is_not(saver: Person) -> None:
    first = change(saver, timezone="Asia/Tokyo")
    change(saver, month_start={"day": 25})
    second = change(saver, timezone="Europe/Berlin")

    assert conflicts_of(saver, first) == [second["id"]]
    undo_at_once(saver, second)
    undo_at_once(saver, first)

    assert (settings_of(saver)["timezone"], days_of(saver)) == ("UTC", (25, None))


def undo_at_once(person: Person, done: dict[str, Any]) -> list[dict[str, Any]]:
    """Undo a change where months start on another day; the new changes."""
    changes: list[dict[str, Any]] = ok(ask_undo(person, done))["changes"]
    return changes


def test_a_start_day_in_force_is_undone_by_building_the_former_months(saver: Person) -> None:
    asked = change(saver, month_start={"day": 25})
    assert_in_force(saver.store, 25)

    [back] = undo_at_once(saver, asked)

    assert days_of(saver) == (1, None)
    assert_in_force(saver.store, 1)
    assert report_of(saver)["from"] == "2026-03-01"
    finish = latest(saver)
    assert (finish["cause"], finish["cause_id"], finish["actor"]) == (
        "REBUILD", back["id"], saver.uid,
    )  # fmt: skip
    undo_at_once(saver, back)
    assert_in_force(saver.store, 25)


def test_a_start_day_is_undone_in_the_background_and_no_total_is_wrong_on_the_way(
    saver: Person, later: list[LedgerJob]
) -> None:
    asked = change(saver, 202, month_start={"day": 25})
    assert deliver_data(job_of(saver.store.ref.path)).status_code == 200
    later.clear()

    [back] = undo_at_once(saver, asked)

    assert (back["before"].get("pending_month_start"), days_of(saver)) == (None, (25, 1))
    assert [(job.tenant, job.kind) for job in later] == [(saver.store.ref.path, JobKind.SETTINGS)]
    assert AnnouncedChange.model_validate_json(later[0].subject).change_id == back["id"]
    saver.record("4.00", date="2026-03-01")
    assert_summed_right(saver.store, 25)
    assert report_of(saver)["total_expenses"] == "5.00"
    assert deliver_data(job_of(saver.store.ref.path, "1")).status_code == 200
    assert_in_force(saver.store, 1)
    assert report_of(saver)["total_expenses"] == "5.00"


def test_a_start_day_that_is_pending_is_called_off_and_asked_for_again(
    saver: Person, later: list[LedgerJob]
) -> None:
    asked = change(saver, 202, month_start={"day": 25})

    [back] = undo_at_once(saver, asked)
    assert days_of(saver) == (1, None)
    assert deliver_data(job_of(saver.store.ref.path)).status_code == 200
    assert_in_force(saver.store, 1)
    undo_at_once(saver, back)

    assert days_of(saver) == (1, 25)
    assert deliver_data(job_of(saver.store.ref.path)).status_code == 200
    assert_in_force(saver.store, 25)


def test_a_third_start_day_is_not_asked_for_by_an_undo(
    saver: Person, later: list[LedgerJob]
) -> None:
    first = change(saver, 202, month_start={"day": 5})
    deliver_data(job_of(saver.store.ref.path))
    second = change(saver, 202, month_start={"day": 25})
    assert conflicts_of(saver, first) == [second["id"]]
    deliver_data(job_of(saver.store.ref.path))
    undo_at_once(saver, second)

    with nothing_written(saver):
        problem(ask_undo(saver, first), 409, "rebuild-running")
    deliver_data(job_of(saver.store.ref.path))
    undo_at_once(saver, first)
    deliver_data(job_of(saver.store.ref.path))

    assert_in_force(saver.store, 1)


@pytest.mark.parametrize("body", [None, WHOLE], ids=["alone", "whole"])
def test_the_end_of_a_rebuild_is_undone_by_undoing_what_asked_for_it(
    saver: Person, body: Any
) -> None:
    asked = change(saver, month_start={"day": 25})
    finish = latest(saver)
    assert finish["cause"] == "REBUILD"

    with nothing_written(saver):
        refused = problem(ask_undo(saver, finish, body), 409, "not-undoable")

    assert asked["id"] in refused["detail"]
    assert ok(ask_undo(saver, asked, body))["undone"] == asked["id"]
    assert_in_force(saver.store, 1)


def test_a_retry_with_its_key_goes_on_with_the_rebuild(
    saver: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/changes/{change(saver, month_start={'day': 25})['id']}/undo"
    key = {"Idempotency-Key": "a-key"}
    with monkeypatch.context() as broken:
        broken.setattr(rebuilds, "REBUILD_FOR_S", 0)
        broken.setattr(jobs, "JOBS_TOPIC", "no-such-topic")
        problem(saver.post(path, headers=key), 503, "unavailable")
        assert days_of(saver) == (25, None)
        broken.setattr(jobs, "JOBS_TOPIC", JOBS_TOPIC)
        ok(saver.post(path, headers=key))
    assert days_of(saver) == (25, 1)

    first = ok(saver.post(path, headers=key))

    assert_in_force(saver.store, 1)
    with nothing_written(saver):
        assert ok(saver.post(path, headers=key)) == first


def test_anothers_settings_cannot_be_undone(visitor: Person) -> None:
    stranger = new_visitor()
    done = change(visitor, timezone="Asia/Tokyo")

    with nothing_written(visitor, stranger):
        problem(ask_undo(stranger, done), 404, "not-found")
    undo(visitor, done)


def test_settings_are_undone_by_who_may_change_them_alone(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = change(visitor, timezone="Asia/Tokyo")
    visitor.record()
    recording = latest(visitor)
    with monkeypatch.context() as less:
        less.setitem(PERMISSIONS, Role.ADMIN, frozenset(Action) - {Action.ADMINISTER})
        for body in (None, WHOLE):
            with nothing_written(visitor):
                problem(ask_undo(visitor, done, body), 403, "permission-denied")
        undo(visitor, recording)

    undo(visitor, done)


# Settings of a restored backup


def state_of(person: Person) -> Any:
    """Return the content of a backup of the ledger, without times and versions."""
    backup = exported(person)
    for part in [*backup["categories"], *backup["accounts"], *backup["rules"]]:
        part.pop("revision", None)
        del part["updated_at"]
    return backup | {"exported_at": ""}


@pytest.fixture
def head() -> dict[str, Any]:
    """Return a backup of a ledger in yen without transactions, whose months start on the 25th."""
    other = new_visitor("JPY", timezone="Asia/Tokyo")
    ok(other.patch("/settings", {"month_start": {"day": 25}}))
    ok(other.post("/accounts", {"name": "S", "kind": "SAVINGS", "opening_balance": "7"}), 201)
    for tag in ("x", "y"):
        _create_rule(other, tag)
    return exported(other)


def _create_rule(person: Person, tag: str) -> None:
    condition = {"field": "AMOUNT", "operator": "BETWEEN", "min": "5"}
    ok(person.post("/rules", {"conditions": [condition], "actions": {"tags": [tag]}}), 201)


def test_a_restore_without_transactions_is_undone_whole(
    visitor: Person, head: dict[str, Any]
) -> None:
    ok(visitor.post("/accounts", {"name": "C", "kind": "CASH", "opening_balance": "1.50"}), 201)
    for tag in ("a", "b"):
        _create_rule(visitor, tag)
    before = state_of(visitor)
    ok(restore(visitor, head), 201)
    entry = latest(visitor)

    ok(ask_undo(visitor, entry, WHOLE))

    assert state_of(visitor) == before
    assert_in_force(visitor.store, 1)


def test_the_currency_does_not_change_under_amounts(visitor: Person, head: dict[str, Any]) -> None:
    ok(restore(visitor, head), 201)
    entry = latest(visitor, entity_id="settings")
    with nothing_written(visitor):
        refused = problem(ask_undo(visitor, entry), 409, "not-undoable")
    assert "currency" in refused["detail"]
    [category, *_] = [c for c in head["categories"] if c["type"] == "EXPENSE"]
    recorded = visitor.record(amount="1", category_id=category["id"], category="Groceries")
    ok(visitor.delete(f"/transactions/{recorded['id']}"), 204)

    with nothing_written(visitor):
        problem(ask_undo(visitor, entry, WHOLE), 409, "not-undoable")
