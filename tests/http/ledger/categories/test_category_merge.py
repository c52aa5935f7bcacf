from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.repositories.firestore import backoff
from shared.services.posting import long_work
from tests.http.answers import nothing_written, ok, problem, report_of, transactions_of
from tests.http.ledger_jobs import deliver
from tests.support.faults import Crashed, fault
from tests.support.ledgers.ledgers import assert_every_revision_is_logged, assert_law_holds
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import new_workspace

MANY = 250
"""More than a merge moves in one commit, and less than it moves in one request."""


def merge(person: Person, source: str, target: str, **options: Any) -> Any:
    """Ask for a merge of two categories, by name."""
    ids = person.category_ids
    return person.delete(f"/categories/{ids[source]}?reassign_to={ids[target]}", **options)


def lines_of(person: Person) -> dict[str, tuple[str, int]]:
    """Total and count of each category in the report of March 2026."""
    return {
        line["name"]: (line["total"], line["transaction_count"])
        for line in report_of(person)["by_category"]
    }


def record_many(person: Person, category: str) -> None:
    rows = [person.entry("0.01", category) for _ in range(MANY)]
    ok(person.post("/transactions/batch", {"create": rows}))


def put_in_trash(person: Person, transaction_id: str) -> None:
    ok(person.delete(f"/transactions/{transaction_id}"), 204)


def test_a_merge_moves_the_transactions_and_the_reports_follow(visitor: Person) -> None:
    moved = visitor.record("12.50", "Dining")
    visitor.record("-2.25", "Dining", date="2026-04-01")
    visitor.record("1.00", "Groceries")
    totals = report_of(visitor)["total_expenses"]

    ok(merge(visitor, "Dining", "Groceries"), 204)

    assert lines_of(visitor) == {"Groceries": ("13.50", 2)}
    assert report_of(visitor)["total_expenses"] == totals == "13.50"
    assert report_of(visitor, 2026, 4)["by_category"][0]["name"] == "Groceries"
    path = f"/transactions/{moved['id']}"
    assert ok(visitor.get(path))["category_id"] == visitor.category_ids["Groceries"]
    problem(visitor.get(f"/categories/{visitor.category_ids['Dining']}"), 404, "not-found")
    assert_law_holds(visitor.store)
    assert_every_revision_is_logged(visitor.store)


def test_what_lies_in_the_trash_moves_along(visitor: Person) -> None:
    deleted = visitor.record("12.50", "Dining")
    put_in_trash(visitor, deleted["id"])

    ok(merge(visitor, "Dining", "Groceries"), 204)

    restored = ok(visitor.post(f"/transactions/{deleted['id']}/restore"))
    assert restored["category_id"] == visitor.category_ids["Groceries"]
    assert lines_of(visitor) == {"Groceries": ("12.50", 1)}


def test_an_empty_category_can_be_merged(visitor: Person) -> None:
    ok(merge(visitor, "Dining", "Groceries"), 204)

    problem(visitor.get(f"/categories/{visitor.category_ids['Dining']}"), 404, "not-found")


@pytest.mark.parametrize("target", ["Salary", "Rent", "Dining"])
def test_a_target_of_another_type_or_archived_or_itself_is_refused(
    visitor: Person, target: str
) -> None:
    visitor.record("12.50", "Dining")
    ok(visitor.patch(f"/categories/{visitor.category_ids['Rent']}", {"archived": True}))

    with nothing_written(visitor):
        response = merge(visitor, "Dining", target)

    problem(response, 422, "invalid-argument", "reassign_to")


@pytest.mark.parametrize("target", ["missing", "", "a/b", "__x__", "x" * 65, "a%00"])
def test_a_target_that_is_no_category_is_refused(visitor: Person, target: str) -> None:
    path = f"/categories/{visitor.category_ids['Dining']}"

    with nothing_written(visitor):
        response = visitor.delete(path, query_string={"reassign_to": target})

    problem(response, 422, "invalid-argument", "reassign_to")


def test_an_archived_category_can_be_merged_into_a_live_one(visitor: Person) -> None:
    visitor.record("12.50", "Dining")
    ok(visitor.patch(f"/categories/{visitor.category_ids['Dining']}", {"archived": True}))

    ok(merge(visitor, "Dining", "Groceries"), 204)

    assert lines_of(visitor) == {"Groceries": ("12.50", 1)}


def test_a_merge_honours_if_match(visitor: Person) -> None:
    visitor.record("12.50", "Dining")

    with nothing_written(visitor):
        lost = merge(visitor, "Dining", "Groceries", headers={"If-Match": '"2"'})

    assert problem(lost, 412, "precondition-failed")["current"]["name"] == "Dining"
    ok(merge(visitor, "Dining", "Groceries", headers={"If-Match": '"1"'}), 204)


def test_a_merge_larger_than_a_commit_moves_everything(visitor: Person) -> None:
    record_many(visitor, "Dining")

    ok(merge(visitor, "Dining", "Groceries", headers={"If-Match": '"1"'}), 204)

    assert lines_of(visitor) == {"Groceries": ("2.50", MANY)}
    assert_law_holds(visitor.store)
    assert_every_revision_is_logged(visitor.store)


def test_a_merge_that_died_in_the_middle_left_the_sums_right_and_goes_on(visitor: Person) -> None:
    record_many(visitor, "Dining")

    with fault("crash before the commit", skip=1), pytest.raises(Crashed):
        merge(visitor, "Dining", "Groceries")

    assert lines_of(visitor) == {"Dining": ("0.50", 50), "Groceries": ("2.00", 200)}
    assert_law_holds(visitor.store)
    ok(merge(visitor, "Dining", "Groceries"), 204)
    assert lines_of(visitor) == {"Groceries": ("2.50", MANY)}
    assert_law_holds(visitor.store)
    assert_every_revision_is_logged(visitor.store)


def test_a_merge_too_large_for_a_request_goes_on_in_the_background(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 3)
    monkeypatch.setattr("functions.http.background.jobs.MAX_DOCUMENTS", 10)
    ids = visitor.category_ids
    ok(visitor.post("/transactions/batch", {"create": [visitor.entry("0.01", "Dining")] * 8}))

    answer = ok(merge(visitor, "Dining", "Groceries"), 202)

    assert answer == {"id": ids["Dining"], "reassign_to": ids["Groceries"]}
    assert lines_of(visitor) == {"Dining": ("0.05", 5), "Groceries": ("0.03", 3)}
    assert_law_holds(visitor.store)
    job = LedgerJob(
        tenant=visitor.store.ref.path,
        kind=JobKind.CATEGORY_MERGE,
        subject=ids["Dining"],
        actor=visitor.uid,
    )
    for _ in range(2):  # The second time there is nothing left to do.
        assert deliver(job).status_code == 200
        assert lines_of(visitor) == {"Groceries": ("0.08", 8)}
        problem(visitor.get(f"/categories/{ids['Dining']}"), 404, "not-found")
    assert_law_holds(visitor.store)
    assert_every_revision_is_logged(visitor.store)


def test_a_merge_on_which_another_works_is_left_to_it(
    half_merged: Person, among_others: None
) -> None:
    ids = half_merged.category_ids

    with nothing_written(half_merged):
        answer = ok(merge(half_merged, "Dining", "Groceries"), 202)

    assert answer == {"id": ids["Dining"], "reassign_to": ids["Groceries"]}


def test_a_repeated_request_continues_a_merge_with_the_revision_that_it_began_with(
    half_merged: Person,
) -> None:
    ok(merge(half_merged, "Dining", "Groceries", headers={"If-Match": '"1"'}), 204)


def test_a_merge_that_is_undone_meanwhile_goes_no_further(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 3)
    ok(visitor.post("/transactions/batch", {"create": [visitor.entry("1.00", "Dining")] * 8}))
    dining = visitor.category_ids["Dining"]

    def undo_the_closing() -> bool:
        [closing] = ok(visitor.get(f"/changes?entity_id={dining}&limit=1"))["items"]
        ok(visitor.post(f"/changes/{closing['id']}/undo", {}))
        return True

    monkeypatch.setattr("functions.ledger.merges.room_for", lambda _seconds: undo_the_closing)
    problem(merge(visitor, "Dining", "Groceries"), 412, "precondition-failed")

    assert lines_of(visitor) == {"Dining": ("5.00", 5), "Groceries": ("3.00", 3)}
    visitor.record("1.00", "Dining")
    assert_law_holds(visitor.store)


@pytest.mark.parametrize("is_active", [True, False])
def test_a_merge_in_a_workspace_goes_on_for_its_member(
    monkeypatch: pytest.MonkeyPatch, *, is_active: bool
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 3)
    monkeypatch.setattr("functions.http.background.jobs.MAX_DOCUMENTS", 0)
    workspace = new_workspace()
    member = workspace.admit(registered_user(is_verified=True), "admin")
    published: list[LedgerJob] = []
    monkeypatch.setattr("functions.ledger.merges.publish", published.append)
    ok(member.post("/transactions/batch", {"create": [member.entry("1.00", "Dining")] * 5}))
    ok(merge(member, "Dining", "Groceries"), 202)
    if not is_active:
        workspace.change(member, status="DEACTIVATED")

    [job] = published
    assert deliver(job).status_code == 200

    moved = 5 if is_active else 3
    found = transactions_of(workspace.as_seen_by(workspace.creator))
    groceries = member.category_ids["Groceries"]
    assert sum(one["category_id"] == groceries for one in found) == moved


def test_a_job_that_loses_against_another_on_the_same_merge_leaves_it(
    half_merged: Person, among_others: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = half_merged.category_ids["Dining"]
    tenant = half_merged.store.ref.path
    job = LedgerJob(tenant=tenant, kind=JobKind.CATEGORY_MERGE, subject=subject, actor="a")
    monkeypatch.setattr(backoff, "_CONTENTION_RETRY_FOR_S", 0.0)

    with fault("contention"), nothing_written(half_merged):
        assert deliver(job).status_code == 200
    monkeypatch.setattr(long_work, "PAUSE", timedelta())
    with fault("contention"), nothing_written(half_merged):
        assert deliver(job).status_code == 500


def test_a_merge_whose_commits_answer_was_lost_happens_once(visitor: Person) -> None:
    visitor.record("12.50", "Dining")

    with fault("answer lost") as lost:
        ok(merge(visitor, "Dining", "Groceries"), 204)

    assert lost.has_struck
    assert lines_of(visitor) == {"Groceries": ("12.50", 1)}
    assert_every_revision_is_logged(visitor.store)


@pytest.fixture
def half_merged(visitor: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Return a visitor whose merge of Dining into Groceries died after its first chunk."""
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 1)
    visitor.record("1.00", "Dining")
    visitor.record("1.00", "Dining")
    with fault("crash before the commit", skip=1), pytest.raises(Crashed):
        merge(visitor, "Dining", "Groceries")
    return visitor


def test_a_category_that_is_being_merged_takes_nothing_new(half_merged: Person) -> None:
    response = half_merged.post("/transactions", half_merged.entry("1.00", "Dining"))

    problem(response, 422, "invalid-argument", "category_id")


def test_a_category_into_which_another_is_merged_is_not_archived(half_merged: Person) -> None:
    target = f"/categories/{half_merged.category_ids['Groceries']}"

    with nothing_written(half_merged):
        refused = problem(half_merged.patch(target, {"archived": True}), 409, "category-busy")
    assert refused["detail"].startswith("Another category is being merged into this one.")
    ok(half_merged.patch(target, {"color": "#112233"}))

    ok(merge(half_merged, "Dining", "Groceries"), 204)
    ok(half_merged.patch(target, {"archived": True}))


def test_a_category_that_is_being_merged_goes_nowhere_else(half_merged: Person) -> None:
    with nothing_written(half_merged):
        elsewhere = merge(half_merged, "Dining", "Rent")
        away = half_merged.delete(f"/categories/{half_merged.category_ids['Dining']}")

    problem(elsewhere, 409, "category-busy")
    problem(away, 409, "category-busy")
    ok(merge(half_merged, "Dining", "Groceries"), 204)


def test_a_category_whose_transactions_all_lie_in_the_trash_can_be_deleted(visitor: Person) -> None:
    deleted = visitor.record("12.50", "Dining")
    path = f"/categories/{visitor.category_ids['Dining']}"
    assert problem(visitor.delete(path), 409, "category-in-use")["transaction_count"] == 1
    put_in_trash(visitor, deleted["id"])

    ok(visitor.delete(path), 204)

    assert [item["id"] for item in transactions_of(visitor, deleted="true")] == [deleted["id"]]
    assert lines_of(visitor) == {}


def test_what_was_deleted_from_a_category_that_is_gone_comes_back_into_another(
    visitor: Person,
) -> None:
    deleted = visitor.record("12.50", "Dining")
    path = f"/transactions/{deleted['id']}/restore"
    put_in_trash(visitor, deleted["id"])
    ok(visitor.delete(f"/categories/{visitor.category_ids['Dining']}"), 204)

    with nothing_written(visitor):
        gone = visitor.post(path)
        wrong_type = visitor.post(path, {"category_id": visitor.category_ids["Salary"]})
        unknown = visitor.post(path, {"category_id": "missing"})
    problem(gone, 409, "category-gone")
    problem(wrong_type, 422, "invalid-argument", "category_id")
    problem(unknown, 422, "invalid-argument", "category_id")

    restored = ok(visitor.post(path, {"category_id": visitor.category_ids["Rent"]}))
    assert (restored["category_id"], restored["deleted_at"]) == (
        visitor.category_ids["Rent"],
        None,
    )
    assert lines_of(visitor) == {"Rent": ("12.50", 1)}
    assert_law_holds(visitor.store)
