"""Imports carried out over HTTP: exactly what was previewed, and each row once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.imports import runs as function
from shared.services.imports import import_runs
from tests.http import accounts
from tests.http.answers import nothing_written, ok, problem, report_of, transactions_of
from tests.http.histories import changes_of
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
    rows_of,
    statement,
)
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

pytestmark = pytest.mark.usefixtures("emulators")

ROWS = 11
CHUNK = 4


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a plan of eleven rows have three chunks."""
    monkeypatch.setattr("shared.models.imports.plan_chunks.PLAN_CHUNK", CHUNK)


@pytest.fixture
def one_chunk_a_request(small_chunks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave each request time for one chunk."""
    monkeypatch.setattr(function, "_RUN_FOR_S", -1.0)


def by_hand(person: Person, number: int, **fields: Any) -> Any:
    """Record what a row of the file says, as a person would."""
    facts = {
        "date": f"2026-05-{1 + number:02}",
        "payee": f"shop {number % 3}",
        "description": f"PURCHASE {number}",
    }
    return person.record(f"{number + 1}.50", "Groceries", **facts | fields)


# As previewed


def test_what_was_previewed_is_what_is_recorded(visitor: Person) -> None:
    header = "Date,Amount,Payee,Description,Notes,Tags,Id"
    plan = preview(
        visitor,
        statement("2026-05-04,-3.20,Café,Espresso,Double,coffee,B-1",
                  "2026-05-01,2500.00,ACME Inc.,Salary,,,B-2", header=header),
    )  # fmt: skip
    response = ask(visitor, plan)
    done = ok(response)
    assert (done["status"], done["progress"], done["imported"]) == ("COMPLETED", 1.0, 2)
    assert done["planned"] == plan["planned"]
    assert done["completed_at"] >= done["created_at"]
    assert import_of(visitor, plan) == done
    found = {one["external_id"]: one for one in transactions_of(visitor)}
    assert len(found) == 2
    for row in plan["rows"]:
        planned = row["transaction"]
        recorded = found[planned["external_id"]]
        assert {name: recorded[name] for name in planned} == planned
        assert recorded["import_id"] == plan["id"]
    report = report_of(visitor, 2026, 5)
    assert (report["total_income"], report["total_expenses"]) == ("2500.00", "3.20")
    assert accounts.default_of(visitor)["balance"] == "2496.80"
    changes = changes_of(visitor)
    assert {(one["cause"], one["cause_id"]) for one in changes} == {("IMPORT", plan["id"])}
    assert_sound(visitor)


def test_invalid_rows_and_duplicates_are_left_out(visitor: Person) -> None:
    by_hand(visitor, 0)
    content = purchases(20) + b"\n2026-05-05,abc,Shop,Broken"
    plan = preview(visitor, content)
    assert plan["planned"] == counts(new=19, duplicate=1, invalid=1)
    done = carry_out(visitor, plan)
    assert (done["imported"], done["skipped"]) == (19, 0)
    assert len(transactions_of(visitor)) == 20
    assert_sound(visitor)


def test_a_file_of_duplicates_alone_is_done_at_once(visitor: Person) -> None:
    import_file(visitor, purchases(3))
    plan = preview(visitor, purchases(3))
    assert plan["planned"] == counts(duplicate=3)
    done = carry_out(visitor, plan)
    assert (done["status"], done["imported"]) == ("COMPLETED", 0)
    assert descriptions(visitor) == purchases_named(3)


def test_rows_stay_readable_after_the_import(visitor: Person) -> None:
    plan = preview(visitor, purchases(3))
    carry_out(visitor, plan)
    assert rows_of(visitor, plan) == plan["rows"]


# Once


def test_a_plan_that_is_sent_again_has_the_same_answer_and_does_nothing(visitor: Person) -> None:
    plan = preview(visitor, purchases(ROWS))
    done = carry_out(visitor, plan)
    with nothing_written(visitor):
        assert carry_out(visitor, plan) == done


def test_one_plan_sent_twice_at_once_is_carried_out_once(
    visitor: Person, small_chunks: None
) -> None:
    plan = preview(visitor, purchases(ROWS))
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: carry_out(visitor, plan), range(2)))
    assert [(one["status"], one["imported"]) for one in answers] == [("COMPLETED", ROWS)] * 2
    assert descriptions(visitor) == purchases_named(ROWS)
    assert_sound(visitor)


def test_two_imports_of_one_file_taking_turns_add_each_row_once(
    visitor: Person, one_chunk_a_request: None
) -> None:
    content = statement(*["2026-05-04,-3.20,Café,Espresso"] * 3, *(
        f"2026-05-05,-{number}.00,Shop,Thing {number}" for number in range(1, 7)
    ), *["2026-05-04,-3.20,Café,Espresso"] * 2)  # fmt: skip
    plans = [preview(visitor, content) for _ in range(2)]
    for plan in plans:
        begin(visitor, plan)
    for number in (1, 1, 0, 0):
        assert ask(visitor, plans[number]).status_code in (200, 202)
    first, second = (import_of(visitor, plan) for plan in plans)
    assert [one["status"] for one in (first, second)] == ["COMPLETED"] * 2
    assert first["imported"] + second["imported"] == ROWS
    assert first["skipped"] + second["skipped"] == ROWS
    assert (first["imported"], second["imported"]) == (4, 7)
    assert len(transactions_of(visitor)) == ROWS
    assert preview(visitor, content)["planned"] == counts(duplicate=ROWS)
    assert_sound(visitor)


def begin(person: Person, plan: dict[str, Any]) -> None:
    """Carry out the first chunk of a plan that was found unchanged before others began."""
    found = person.store.imports.find(plan["id"])
    assert found is not None
    limits = import_runs.RunLimits(person.uid, lambda: datetime.now(UTC), lambda: True)
    import_runs.run_import(person.store, found, limits)


@pytest.mark.parametrize("skip", [0, 1, 2])
@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_whatever_fails_at_any_chunk_sending_the_plan_again_completes_it(
    visitor: Person, small_chunks: None, trouble: str, skip: int
) -> None:
    plan = preview(visitor, purchases(ROWS))
    with fault(trouble, skip=skip) as injected:
        if "crash" in trouble:
            with pytest.raises(Crashed):
                ask(visitor, plan)
        else:
            assert carry_out(visitor, plan)["imported"] == ROWS
    assert injected.has_struck
    assert_sound(visitor)
    done = carry_out(visitor, plan)
    assert (done["status"], done["imported"], done["skipped"]) == ("COMPLETED", ROWS, 0)
    assert descriptions(visitor) == purchases_named(ROWS)
    assert_sound(visitor)


# In parts


def test_what_a_request_has_no_time_for_goes_on_with_the_next_one(
    visitor: Person, one_chunk_a_request: None
) -> None:
    plan = preview(visitor, purchases(ROWS))
    seen = []
    for status in (202, 202, 200, 200):
        response = ask(visitor, plan)
        assert ok(response, status) == import_of(visitor, plan)
        if status == 202:
            assert response.headers["Location"] == f"/imports/{plan['id']}"
        seen.append((response.get_json()["imported"], response.get_json()["progress"]))
        assert_sound(visitor)
    assert seen == [(4, 0.3636), (8, 0.7273), (11, 1.0), (11, 1.0)]
    assert descriptions(visitor) == purchases_named(ROWS)


def test_what_a_request_leaves_is_done_in_the_background(
    visitor: Person, one_chunk_a_request: None
) -> None:
    plan = preview(visitor, purchases(ROWS))
    ok(ask(visitor, plan), 202)
    job = {"kind": "IMPORT", "id": plan["id"], "progress": 0.3636}
    assert ok(visitor.get("/dashboard"))["jobs"] == [job]
    for _ in range(2):
        deliver_job(visitor, plan)
        assert ok(visitor.get("/dashboard"))["jobs"] == []
        done = import_of(visitor, plan)
        assert (done["status"], done["imported"]) == ("COMPLETED", ROWS)
        assert descriptions(visitor) == purchases_named(ROWS)
    assert_sound(visitor)


def test_an_import_on_which_another_works_is_left_to_it(
    visitor: Person, one_chunk_a_request: None, among_others: None
) -> None:
    plan = preview(visitor, purchases(ROWS))
    begun = ok(ask(visitor, plan), 202)

    with nothing_written(visitor):
        assert ok(ask(visitor, plan), 202) == begun
    deliver_job(visitor, plan)

    assert import_of(visitor, plan)["imported"] == ROWS
    assert_sound(visitor)


def test_a_row_recorded_by_hand_between_two_chunks_is_skipped_and_counted(
    visitor: Person, one_chunk_a_request: None
) -> None:
    plan = preview(visitor, purchases(ROWS))
    ok(ask(visitor, plan), 202)
    by_hand(visitor, 9)
    ok(ask(visitor, plan), 202)
    done = carry_out(visitor, plan)
    assert (done["status"], done["imported"], done["skipped"]) == ("COMPLETED", ROWS - 1, 1)
    assert len(transactions_of(visitor)) == ROWS
    assert_sound(visitor)


def test_an_import_while_someone_writes_and_edits_keeps_every_sum(
    visitor: Person, small_chunks: None
) -> None:
    plan = preview(visitor, purchases(ROWS))
    kept = [visitor.record(f"{n}.00", description=f"kept {n}") for n in range(1, 5)]

    def write(number: int) -> None:
        visitor.record("1.00", date="2026-05-05", description="by hand")
        path = f"/transactions/{kept[number]['id']}"
        ok(visitor.patch(path, {"amount": "9.00", "date": "2026-05-06"}))

    with ThreadPoolExecutor(3) as pool:
        running = pool.submit(carry_out, visitor, plan)
        list(pool.map(write, range(4)))
        assert running.result()["imported"] == ROWS
    assert len(transactions_of(visitor)) == ROWS + 8
    assert_sound(visitor)


# Changed meanwhile

Meanwhile = Callable[[Person, dict[str, Any]], object]


def _archive_account(person: Person, places: dict[str, Any]) -> None:
    ok(person.patch(f"/accounts/{places['account']}", {"archived": True}))


def _archive_category(person: Person, places: dict[str, Any]) -> None:
    ok(person.patch(f"/categories/{places['category']}", {"archived": True}))


def _delete_category(person: Person, places: dict[str, Any]) -> None:
    ok(person.delete(f"/categories/{places['category']}"), 204)


def _record_a_row(person: Person, places: dict[str, Any]) -> None:
    by_hand(person, 7, account_id=places["account"])


def _delete_a_duplicate(person: Person, places: dict[str, Any]) -> None:
    ok(person.delete(f"/transactions/{places['duplicate']}"), 204)


def _import_the_same(person: Person, places: dict[str, Any]) -> None:
    import_file(person, purchases(3, first=6), account_id=places["account"])


SPOILING: tuple[Meanwhile, ...] = (
    _archive_account, _archive_category, _delete_category, _record_a_row, _delete_a_duplicate,
    _import_the_same,
)  # fmt: skip


def _record_something_else(person: Person, places: dict[str, Any]) -> None:
    by_hand(person, 7, account_id=places["account"], date="2026-05-20")


def _record_on_another_account(person: Person, places: dict[str, Any]) -> None:
    by_hand(person, 7)


def _rename(person: Person, places: dict[str, Any]) -> None:
    ok(person.patch(f"/categories/{places['category']}", {"name": "Renamed"}))
    ok(person.patch(f"/accounts/{places['account']}", {"name": "Renamed"}))


def _edit_the_duplicate(person: Person, places: dict[str, Any]) -> None:
    ok(person.patch(f"/transactions/{places['duplicate']}", {"notes": "seen"}))


HARMLESS: tuple[Meanwhile, ...] = (
    _record_something_else, _record_on_another_account, _rename, _edit_the_duplicate,
)  # fmt: skip


def planned(person: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a preview on an account that has row 3 already; and what it is about."""
    account = accounts.create(person)["id"]
    category = person.category_ids["Travel"]
    duplicate = by_hand(person, 3, account_id=account)["id"]
    plan = preview(person, purchases(ROWS), account_id=account, expense_category_id=category)
    assert plan["planned"] == counts(new=ROWS - 1, duplicate=1, unfiled=0)
    return plan, {"account": account, "category": category, "duplicate": duplicate}


@pytest.mark.parametrize("meanwhile", SPOILING, ids=lambda one: one.__name__)
def test_a_plan_that_would_do_something_else_by_now_is_not_carried_out(
    visitor: Person, meanwhile: Meanwhile
) -> None:
    plan, places = planned(visitor)
    meanwhile(visitor, places)
    with nothing_written(visitor):
        problem(ask(visitor, plan), 409, "plan-changed")


@pytest.mark.parametrize("meanwhile", HARMLESS, ids=lambda one: one.__name__)
def test_a_plan_that_still_does_the_same_is_carried_out(
    visitor: Person, meanwhile: Meanwhile
) -> None:
    plan, places = planned(visitor)
    meanwhile(visitor, places)
    done = carry_out(visitor, plan)
    assert (done["imported"], done["skipped"]) == (ROWS - 1, 0)
    assert_sound(visitor)


def test_an_account_archived_half_way_stops_the_import_and_opened_again_lets_it_go_on(
    visitor: Person, one_chunk_a_request: None
) -> None:
    plan, places = planned(visitor)
    ok(ask(visitor, plan), 202)
    _archive_account(visitor, places)
    with nothing_written(visitor):
        problem(ask(visitor, plan), 409, "plan-changed")
    ok(visitor.patch(f"/accounts/{places['account']}", {"archived": False}))
    ok(ask(visitor, plan), 202)
    assert carry_out(visitor, plan)["imported"] == ROWS - 1
    assert_sound(visitor)


# Plans of others


def test_anothers_plan_or_a_forged_one_is_not_found(visitor: Person) -> None:
    stranger = new_visitor()
    plan = preview(visitor, purchases(3))
    other = preview(visitor, purchases(4))
    proof = other["plan_token"].partition(".")[2]
    tokens = (plan["plan_token"][:-1], f"{plan['id']}.{proof}", plan["id"], f"{plan['id']}.",
              "", ".", "../x.y", "a\x00b", "x" * 200)  # fmt: skip
    with nothing_written(visitor, stranger):
        problem(ask(stranger, plan), 404, "not-found")
        for token in tokens:
            problem(visitor.post("/imports", {"plan_token": token}), 404, "not-found")
        for path in ("", "/rows"):
            problem(stranger.get(f"/imports/{plan['id']}{path}"), 404, "not-found")
        problem(stranger.delete(f"/imports/{plan['id']}"), 404, "not-found")
        assert ok(stranger.get("/imports"))["items"] == []
    assert carry_out(visitor, plan)["imported"] == 3
