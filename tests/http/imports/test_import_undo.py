"""Undoing imports over HTTP: everything they recorded goes, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from functions.imports import runs as function
from tests.http import accounts
from tests.http.answers import nothing_written, ok, problem, report_of, transactions_of
from tests.http.uploads import (
    ask,
    assert_sound,
    carry_out,
    counts,
    deliver_job,
    descriptions,
    import_file,
    import_of,
    preview,
    purchases,
    purchases_named,
)
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.people import Person

pytestmark = pytest.mark.usefixtures("emulators")

ROWS = 11
CHUNK = 4


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eleven rows are recorded in three commits, and undone in three."""
    monkeypatch.setattr("shared.models.imports.plan_chunks.PLAN_CHUNK", CHUNK)
    monkeypatch.setattr("shared.services.imports.import_runs._UNDONE_AT_ONCE", CHUNK)


@pytest.fixture
def no_time(small_chunks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave each request time for one chunk."""
    monkeypatch.setattr(function, "_RUN_FOR_S", -1.0)


def ask_undo(person: Person, plan: dict[str, Any]) -> Any:
    """Ask for an import to be undone."""
    return person.delete(f"/imports/{plan['id']}")


def undo(person: Person, plan: dict[str, Any]) -> Any:
    """Undo an import in one request."""
    return ok(ask_undo(person, plan))


def test_an_undone_import_leaves_what_was_there_before_and_nothing_else(visitor: Person) -> None:
    visitor.record("7.00", date="2026-05-02", description="by hand")
    before = accounts.default_of(visitor)["balance"]
    plan = import_file(visitor, purchases(ROWS))
    undone = undo(visitor, plan)
    assert (undone["status"], undone["undone"], undone["progress"]) == ("UNDONE", ROWS, 1.0)
    assert undone == import_of(visitor, plan)
    assert descriptions(visitor) == ["by hand"]
    assert report_of(visitor, 2026, 5)["transaction_count"] == 1
    assert accounts.default_of(visitor)["balance"] == before
    changes = ok(visitor.get("/changes"))["items"][:ROWS]
    assert {(one["cause"], one["cause_id"]) for one in changes} == {("IMPORT_UNDO", plan["id"])}
    assert_sound(visitor)


def test_what_is_undone_stays_undone_when_asked_again(visitor: Person) -> None:
    plan = import_file(visitor, purchases(3))
    undone = undo(visitor, plan)
    with nothing_written(visitor):
        assert undo(visitor, plan) == undone


def test_an_undone_row_goes_into_the_trash_and_can_be_taken_out(visitor: Person) -> None:
    plan = import_file(visitor, purchases(3))
    undo(visitor, plan)
    trashed = transactions_of(visitor, deleted="true")
    assert sorted(one["description"] for one in trashed) == purchases_named(3)
    ok(visitor.post(f"/transactions/{trashed[0]['id']}/restore"))
    with nothing_written(visitor):
        undo(visitor, plan)
    assert len(transactions_of(visitor)) == 1
    assert_sound(visitor)


def test_rows_that_were_edited_since_are_undone_too(visitor: Person) -> None:
    savings = accounts.create(visitor)["id"]
    plan = import_file(visitor, purchases(6))
    ids = [one["id"] for one in transactions_of(visitor)]
    dining, rent = visitor.category_ids["Dining"], visitor.category_ids["Rent"]
    for number, change in enumerate(
        ({"amount": "99.00", "description": "other"}, {"account_id": savings},
         {"category_id": rent}, {"date": "2025-01-01", "tags": ["x"]})
    ):  # fmt: skip
        ok(visitor.patch(f"/transactions/{ids[number]}", change))
    ok(visitor.delete(f"/transactions/{ids[4]}"), 204)
    ok(visitor.delete(f"/categories/{rent}?reassign_to={dining}"), 204)
    assert undo(visitor, plan)["undone"] == 5
    assert transactions_of(visitor) == []
    assert_sound(visitor)


def test_the_file_of_an_undone_import_can_be_imported_again(visitor: Person) -> None:
    plan = preview(visitor, purchases(ROWS))
    carry_out(visitor, plan)
    undo(visitor, plan)
    with nothing_written(visitor):
        problem(ask(visitor, plan), 409, "plan-changed")
    again = preview(visitor, purchases(ROWS))
    assert again["planned"] == counts(new=ROWS)
    assert carry_out(visitor, again)["imported"] == ROWS
    assert descriptions(visitor) == purchases_named(ROWS)
    assert undo(visitor, plan)["status"] == "UNDONE"
    assert descriptions(visitor) == purchases_named(ROWS)
    assert_sound(visitor)


def test_a_preview_is_discarded(visitor: Person) -> None:
    plan = preview(visitor, purchases(3))
    discarded = undo(visitor, plan)
    assert (discarded["status"], discarded["undone"]) == ("UNDONE", 0)
    with nothing_written(visitor):
        problem(ask(visitor, plan), 409, "plan-changed")
    assert transactions_of(visitor) == []


def test_an_import_that_is_running_stops_and_is_undone(visitor: Person, no_time: None) -> None:
    plan = preview(visitor, purchases(ROWS))
    ok(ask(visitor, plan), 202)
    ok(ask(visitor, plan), 202)
    seen = [(ok(ask_undo(visitor, plan), 202)["undone"])]
    problem(ask(visitor, plan), 409, "plan-changed")
    seen.append(undo(visitor, plan)["undone"])
    assert seen == [4, 8]
    with nothing_written(visitor):
        deliver_job(visitor, plan)
        problem(ask(visitor, plan), 409, "plan-changed")
    assert transactions_of(visitor) == []
    assert_sound(visitor)


def test_what_a_request_has_no_time_to_undo_is_undone_in_the_background(
    visitor: Person, no_time: None
) -> None:
    plan = preview(visitor, purchases(ROWS))
    for status in (202, 202, 200):
        ok(ask(visitor, plan), status)
    response = ask_undo(visitor, plan)
    begun = ok(response, 202)
    assert response.headers["Location"] == f"/imports/{plan['id']}"
    assert (begun["status"], begun["undone"], begun["progress"]) == ("UNDOING", 4, 0.3636)
    job = {"kind": "IMPORT_UNDO", "id": plan["id"], "progress": 0.3636}
    assert ok(visitor.get("/dashboard"))["jobs"] == [job]
    assert_sound(visitor)
    deliver_job(visitor, plan)
    assert ok(visitor.get("/dashboard"))["jobs"] == []
    done = import_of(visitor, plan)
    assert (done["status"], done["undone"]) == ("UNDONE", ROWS)
    assert transactions_of(visitor) == []
    assert_sound(visitor)


@pytest.mark.parametrize("skip", [0, 1, 2])
@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_whatever_fails_on_the_way_asking_again_undoes_the_rest(
    visitor: Person, small_chunks: None, trouble: str, skip: int
) -> None:
    plan = import_file(visitor, purchases(ROWS))
    with fault(trouble, skip=skip) as injected:
        if "crash" in trouble:
            with pytest.raises(Crashed):
                ask_undo(visitor, plan)
        else:
            assert undo(visitor, plan)["undone"] == ROWS
    assert injected.has_struck
    assert_sound(visitor)
    assert (undo(visitor, plan)["status"], import_of(visitor, plan)["undone"]) == ("UNDONE", ROWS)
    assert transactions_of(visitor) == []
    assert_sound(visitor)


@pytest.mark.parametrize("path", ["/imports/01JA2B3C4D5E6F7G8H9JKMNPQR", "/imports/a.b"])
def test_an_import_that_is_not_there_is_not_found(visitor: Person, path: str) -> None:
    with nothing_written(visitor):
        for response in (visitor.delete(path), visitor.get(path), visitor.get(f"{path}/rows")):
            problem(response, 404, "not-found")
