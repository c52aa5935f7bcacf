"""Custom types: managed, given to transactions, found, reported, undone and backed up."""

from __future__ import annotations

from typing import Any

import pytest

from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.ledger.custom_type import MAX_CUSTOM_TYPES
from tests.http.answers import nothing_written, ok, problem, report_of, transactions_of
from tests.http.histories import ask_undo, latest, undo
from tests.http.ledger_jobs import deliver
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor


def create(person: Person, name: str = "Gift", **fields: Any) -> Any:
    """Create a custom type for expenses, unless told otherwise."""
    return ok(person.post("/types", {"name": name, "type": "EXPENSE", **fields}), 201)


def names(person: Person, query: str = "") -> list[str]:
    return [item["name"] for item in ok(person.get(f"/types{query}"))["items"]]


def test_custom_types_are_managed_like_categories(visitor: Person) -> None:
    response = visitor.post("/types", {"name": " Gift ", "type": "expense", "color": "#AABBCC"})
    gift = ok(response, 201)
    path = response.headers["Location"]
    loan = create(visitor, "Loan", type="TRANSFER")

    assert (gift["name"], gift["type"], gift["color"]) == ("Gift", "EXPENSE", "#aabbcc")
    assert (path, gift["etag"]) == (f"/types/{gift['id']}", response.headers["ETag"])
    assert names(visitor) == ["Gift", "Loan"]
    assert names(visitor, "?type=transfer") == ["Loan"]
    problem(visitor.post("/types", {"name": "GIFT", "type": "INCOME"}), 409, "already-exists")
    problem(visitor.put(path, {"name": "Gift", "type": "INCOME"}), 422, "invalid-argument", "type")
    stale = visitor.patch(path, {"name": "Present"}, headers={"If-Match": '"7"'})
    assert problem(stale, 412, "precondition-failed")["current"] == gift
    assert ok(visitor.patch(path, {"name": "Present", "archived": True}))["archived"] is True
    assert (names(visitor), names(visitor, "?include_archived=true")) == (
        ["Loan"],
        ["Present", "Loan"],
    )
    ok(visitor.delete(f"/types/{loan['id']}"), 204)
    problem(visitor.get(f"/types/{loan['id']}"), 404, "not-found")
    assert_log_is_complete(visitor.store)


def test_a_transaction_has_a_custom_type_which_reports_and_lists_know(visitor: Person) -> None:
    gift, loan = create(visitor), create(visitor, "Loan", type="TRANSFER")
    savings = ok(visitor.post("/accounts", {"name": "Savings", "kind": "SAVINGS"}), 201)["id"]
    given = visitor.record("12.50", custom_type_id=gift["id"])
    refunded = visitor.record("-2.50", custom_type_id=gift["id"])
    lent = visitor.record(
        "100.00", type="TRANSFER", category_id=None, to_account_id=savings,
        custom_type_id=loan["id"],
    )  # fmt: skip
    plain = visitor.record("7.00")

    lines = [
        (line["custom_type_id"], line["name"], line["type"], line["total"],
         line["transaction_count"])
        for line in report_of(visitor)["by_custom_type"]
    ]  # fmt: skip
    assert lines == [
        (loan["id"], "Loan", "TRANSFER", "100.00", 1),
        (gift["id"], "Gift", "EXPENSE", "10.00", 2),
    ]
    assert transactions_of(visitor, custom_type_id=gift["id"]) == [refunded, given]
    assert transactions_of(visitor, custom_type="loan") == [lent]
    untyped = ok(visitor.get("/transactions?untyped=true&totals=true"))
    assert (untyped["items"], untyped["totals"]["expenses"]) == ([plain], "7.00")
    for path in ("/transactions", "/exports/transactions"):
        for named in (f"custom_type_id={gift['id']}", "custom_type=Gift"):
            both = visitor.get(f"{path}?untyped=true&{named}")
            problem(both, 422, "invalid-argument", "untyped")
    csv = visitor.get("/exports/transactions?custom_type=Loan").get_data(as_text=True)
    header, row = (line.split(",") for line in csv.splitlines())
    assert dict(zip(header, row, strict=True))["custom_type"] == "Loan"
    assert_law_holds(visitor.store)


def test_a_custom_type_that_does_not_fit_a_transaction_is_refused(visitor: Person) -> None:
    gift, old = create(visitor), create(visitor, "Old")
    ok(visitor.patch(f"/types/{old['id']}", {"archived": True}))
    kept = visitor.record(custom_type_id=gift["id"])
    path = f"/transactions/{kept['id']}"
    foreign = create(new_visitor())
    salary = visitor.category_ids["Salary"]

    for wrong in (
        visitor.entry("1.00", "Salary", custom_type_id=gift["id"]),
        visitor.entry(custom_type_id=old["id"]),
        visitor.entry(custom_type_id=foreign["id"]),
    ):
        with nothing_written(visitor):
            problem(visitor.post("/transactions", wrong), 422, "invalid-argument", "custom_type_id")
    ok(visitor.patch(f"/types/{gift['id']}", {"archived": True}))
    assert ok(visitor.patch(path, {"amount": "1.00"}))["custom_type_id"] == gift["id"]
    other = ok(visitor.patch(path, {"type": "INCOME", "category_id": salary}))
    assert other["custom_type_id"] is None
    assert_law_holds(visitor.store)


def test_a_custom_type_is_deleted_only_when_no_transaction_has_it(visitor: Person) -> None:
    gift = create(visitor)
    path = f"/types/{gift['id']}"
    entry = f"/transactions/{visitor.record(custom_type_id=gift['id'])['id']}"

    problem(visitor.delete(path), 409, "custom-type-in-use")
    ok(visitor.delete(entry), 204)
    refused = problem(visitor.delete(path), 409, "custom-type-in-use")
    assert refused["transaction_count"] == 1
    assert "?reassign_to=<custom type id>" in refused["detail"]
    ok(visitor.post(f"{entry}/restore"))
    ok(visitor.patch(entry, {"custom_type_id": None}))
    removed_from_it = latest(visitor, entity="transaction")
    ok(visitor.delete(path), 204)

    problem(ask_undo(visitor, removed_from_it), 409, "custom-type-gone")
    undo(visitor, latest(visitor, entity="custom_type"))
    undo(visitor, removed_from_it)
    assert ok(visitor.get(entry))["custom_type_id"] == gift["id"]
    assert_law_holds(visitor.store)


def test_a_custom_type_is_merged_into_another_and_the_merge_undone(visitor: Person) -> None:
    gift, present = (create(visitor, name)["id"] for name in ("Gift", "Present"))
    loan = create(visitor, "Loan", type="TRANSFER")["id"]
    found = [visitor.record(amount, "Dining", custom_type_id=gift) for amount in ("5.00", "2.00")]
    ok(visitor.delete(f"/transactions/{found[1]['id']}"), 204)

    for other in (gift, loan, "unknown"):
        refused = visitor.delete(f"/types/{gift}?reassign_to={other}")
        problem(refused, 422, "invalid-argument", "reassign_to")
    ok(visitor.delete(f"/types/{gift}?reassign_to={present}"), 204)

    assert names(visitor) == ["Present", "Loan"]
    assert {one["custom_type_id"] for one in transactions_of(visitor)} == {present}
    trash = ok(visitor.get("/transactions?deleted=true"))["items"]
    assert [one["custom_type_id"] for one in trash] == [present]
    undo(visitor, latest(visitor), {"whole_operation": True})
    assert names(visitor) == ["Gift", "Present", "Loan"]
    assert {one["custom_type_id"] for one in transactions_of(visitor)} == {gift}
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)


def test_a_merge_of_custom_types_too_large_for_a_request_goes_on_in_the_background(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 2)
    monkeypatch.setattr("functions.http.background.jobs.MAX_DOCUMENTS", 0)
    gift, present = (create(visitor, name)["id"] for name in ("Gift", "Present"))
    for _ in range(3):
        visitor.record("1.00", "Dining", custom_type_id=gift)

    answer = ok(visitor.delete(f"/types/{gift}?reassign_to={present}"), 202)

    assert answer == {"id": gift, "reassign_to": present}
    work = ok(visitor.get("/dashboard"))["jobs"]
    assert [(one["kind"], one["id"]) for one in work] == [("CUSTOM_TYPE_MERGE", gift)]
    problem(visitor.patch(f"/types/{present}", {"archived": True}), 409, "custom-type-busy")
    problem(visitor.delete(f"/types/{gift}"), 409, "custom-type-busy")
    entry = {"type": "EXPENSE", "amount": "1.00", "date": "2026-03-05", "custom_type_id": gift}
    problem(visitor.post("/transactions", entry), 422, "invalid-argument", "custom_type_id")
    tenant, actor = visitor.store.ref.path, visitor.uid
    kind = JobKind.CUSTOM_TYPE_MERGE
    assert (
        deliver(LedgerJob(tenant=tenant, kind=kind, subject=gift, actor=actor)).status_code == 200
    )
    assert names(visitor) == ["Present"]
    assert {one["custom_type_id"] for one in transactions_of(visitor)} == {present}
    assert_law_holds(visitor.store)


def test_changes_of_a_custom_type_are_undone(visitor: Person) -> None:
    gift = create(visitor)
    created = latest(visitor, entity="custom_type")
    ok(visitor.patch(f"/types/{gift['id']}", {"name": "Present"}))

    undo(visitor, latest(visitor, entity="custom_type"))
    assert names(visitor) == ["Gift"]
    visitor.record(custom_type_id=gift["id"])
    problem(ask_undo(visitor, created), 409, "custom-type-in-use")
    assert names(visitor) == ["Gift"]


def test_rules_give_custom_types_also_to_imported_rows(visitor: Person) -> None:
    gift = create(visitor)
    condition = {"field": "DESCRIPTION", "operator": "CONTAINS", "value": "flowers"}
    rule = {"conditions": [condition], "actions": {"custom_type_id": gift["id"]}}
    problem(
        visitor.post("/rules", rule | {"actions": {"custom_type_id": "missing"}}),
        422, "invalid-argument", "actions.custom_type_id",
    )  # fmt: skip
    ok(visitor.post("/rules", rule), 201)
    spent = visitor.record(description="Flowers")
    earned = visitor.record("1.00", "Salary", description="Flowers sold")

    ok(visitor.post("/rules/apply", {"dry_run": False}))
    content = b"Date,Amount,Payee,Description\n2026-05-04,-3.20,Shop,More flowers"
    plan = ok(visitor.post("/imports/preview", data=content, content_type="text/csv"), 201)
    ok(visitor.post("/imports", {"plan_token": plan["plan_token"]}))

    assert plan["rows"][0]["transaction"]["custom_type_id"] == gift["id"]
    found = transactions_of(visitor, custom_type="Gift")
    assert [one["description"] for one in found] == ["More flowers", spent["description"]]
    assert ok(visitor.get(f"/transactions/{earned['id']}"))["custom_type_id"] is None
    assert_law_holds(visitor.store)


def test_a_backup_brings_custom_types_back(visitor: Person) -> None:
    gift = create(visitor, color="#aabbcc")
    visitor.record(custom_type_id=gift["id"])
    backup = visitor.get("/exports/ledger").get_data()
    other = new_visitor()

    ok(other.post("/imports/restore", data=backup, content_type="application/json"), 201)

    assert names(other) == ["Gift"]
    assert report_of(other)["by_custom_type"] == report_of(visitor)["by_custom_type"]
    assert_law_holds(other.store)


def test_a_ledger_has_at_most_50_custom_types(visitor: Person) -> None:
    assert MAX_CUSTOM_TYPES == 50
    for index in range(MAX_CUSTOM_TYPES):
        create(visitor, f"Type {index}")

    with nothing_written(visitor):
        refused = visitor.post("/types", {"name": "One more", "type": "EXPENSE"})
    problem(refused, 409, "too-many-custom-types")
