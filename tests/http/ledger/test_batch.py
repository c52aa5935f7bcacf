from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem, report_of, transactions_of
from tests.support.ledgers.ledgers import assert_every_revision_is_logged, assert_law_holds
from tests.support.ledgers.people import Person

PATH = "/transactions/batch"


def ids_of(person: Person, *amounts: str) -> list[str]:
    return [person.record(amount)["id"] for amount in amounts]


def test_a_batch_creates_updates_and_deletes_at_once(visitor: Person) -> None:
    changed, deleted, kept = ids_of(visitor, "1.00", "2.00", "4.00")
    body = {
        "create": [visitor.entry("8.00", "Dining"), visitor.entry("16.00", "Salary")],
        "update": [{"id": changed, "amount": "32.00", "description": "New"}],
        "delete": [{"id": deleted}],
    }

    done = ok(visitor.post(PATH, body))

    created = [version["id"] for version in done["created"]]
    assert (done["updated"], done["deleted"]) == ([{"id": changed, "etag": '"2"'}], [deleted])
    first, second = (ok(visitor.get(f"/transactions/{key}")) for key in created)
    assert [first["etag"], second["etag"]] == [version["etag"] for version in done["created"]]
    assert (first["amount"], second["amount"]) == ("8.00", "16.00")
    assert ok(visitor.get(f"/transactions/{changed}"))["description"] == "New"
    report = report_of(visitor)
    assert (report["total_income"], report["total_expenses"]) == ("16.00", "44.00")
    assert {item["id"] for item in transactions_of(visitor)} == {kept, changed, *created}
    assert_law_holds(visitor.store)
    assert_every_revision_is_logged(visitor.store)


def test_a_batch_takes_500_rows_and_not_one_more(visitor: Person) -> None:
    rows = [visitor.entry("0.01") for _ in range(501)]

    with nothing_written(visitor):
        too_many = visitor.post(PATH, {"create": rows})
        too_many_in_all = visitor.post(PATH, {"create": rows[:500], "delete": [{"id": "missing"}]})
    problem(too_many, 422, "invalid-argument", "create")
    problem(too_many_in_all, 422, "invalid-argument", "body")

    assert len(ok(visitor.post(PATH, {"create": rows[:500]}))["created"]) == 500
    assert report_of(visitor)["total_expenses"] == "5.00"
    assert_law_holds(visitor.store)


def test_500_rows_in_as_many_days_and_all_categories_are_still_one_commit(visitor: Person) -> None:
    categories = [name for name in visitor.category_ids if "income" not in name]
    rows = [
        visitor.entry("0.01", categories[i % 13], date=f"20{i % 40 + 10}-03-{i % 31 + 1:02}")
        for i in range(500)
    ]

    ok(visitor.post(PATH, {"create": [r for r in rows if r["date"] < "2036"]}))

    assert_law_holds(visitor.store)


@pytest.mark.parametrize("body", [{}, {"create": []}, {"create": [], "update": [], "delete": []}])
def test_an_empty_batch_is_refused(visitor: Person, body: dict[str, Any]) -> None:
    problem(visitor.post(PATH, body), 422, "invalid-argument", "body")


def test_one_invalid_row_undoes_all_and_every_such_row_is_named(visitor: Person) -> None:
    deleted, changed = ids_of(visitor, "1.00", "2.00")
    body: dict[str, list[Any]] = {
        "create": [
            visitor.entry(),
            visitor.entry(category_id="missing"),
            visitor.entry("1.234", date="2999-01-01"),
        ],
        "update": [
            {"id": changed, "category_id": visitor.category_ids["Salary"]},
            {"id": "missing", "amount": "1.00"},
        ],
        "delete": [{"id": deleted}, {"id": "missing2"}],
    }

    with nothing_written(visitor):
        response = visitor.post(PATH, body)

    problem(
        response,
        422,
        "invalid-argument",
        "create.1.category_id",
        "create.2.amount",
        "create.2.date",
        "update.0.category_id",
        "update.1.id",
        "delete.1.id",
    )
    del body["create"][1:], body["update"][0:], body["delete"][1:]
    ok(visitor.post(PATH, body))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"create": [{"amount": "1.00", "type": "EXPENSE", "category_id": "x"}]}, "create.0.date"),
        ({"update": [{"amount": "1.00"}]}, "update.0.id"),
        ({"update": [{"id": "a", "colour": "1.00"}]}, "update.0.colour"),
        ({"update": [{"id": "a", "amount": None}]}, "update.0.amount"),
        ({"update": [{"id": "a/b", "amount": "1.00"}]}, "update.0.id"),
        ({"update": [5]}, "update.0"),
        ({"delete": [{"id": "a"}, {"id": "a/b"}]}, "delete.1.id"),
        ({"delete": [5]}, "delete.0"),
        ({"delete": [{"id": "__x__"}]}, "delete.0.id"),
        ({"delete": "abc"}, "delete"),
        ({"create": {}}, "create"),
        ({"create": None}, "create"),
        ({"delete": [{"id": "a"}, {"id": "a"}]}, "body"),
        ({"delete": [{"id": "a", "etag": "1"}]}, "delete.0.etag"),
        ({"update": [{"id": "a"}], "delete": [{"id": "a"}]}, "body"),
        ({"drop": ["a"]}, "drop"),
    ],
)
def test_a_row_that_is_none_is_named(visitor: Person, body: dict[str, Any], field: str) -> None:
    with nothing_written(visitor):
        problem(visitor.post(PATH, body), 422, "invalid-argument", field)


def test_what_lies_in_the_trash_is_not_to_be_changed_or_deleted_again(visitor: Person) -> None:
    [deleted] = ids_of(visitor, "1.00")
    ok(visitor.post(PATH, {"delete": [{"id": deleted}]}))

    problem(
        visitor.post(PATH, {"delete": [{"id": deleted}]}), 422, "invalid-argument", "delete.0.id"
    )
    again = visitor.post(PATH, {"update": [{"id": deleted, "amount": "2.00"}]})
    problem(again, 422, "invalid-argument", "update.0.id")


@pytest.mark.parametrize("kind", ["update", "delete"])
def test_a_row_that_was_deleted_meanwhile_is_a_former_version_or_named_as_deleted(
    visitor: Person, kind: str
) -> None:
    made = visitor.record("1.00")
    ok(visitor.delete(f"/transactions/{made['id']}"), 204)
    row = {"id": made["id"]} | ({"notes": "Seen"} if kind == "update" else {})

    with nothing_written(visitor):
        behind = problem(
            visitor.post("/transactions/batch", {kind: [row | {"etag": made["etag"]}]}),
            412,
            "precondition-failed",
            f"{kind}.0.etag",
        )
        unnamed = visitor.post("/transactions/batch", {kind: [row]})

    deleted = problem(unnamed, 422, "invalid-argument", f"{kind}.0.id")
    assert behind["current"]["id"] == made["id"]
    assert behind["current"]["deleted_at"] is not None
    assert deleted["errors"] == [
        {"field": f"{kind}.0.id", "message": "is a transaction that was deleted; restore it first"}
    ]


def test_a_batch_with_a_former_version_is_refused_with_the_present_one(visitor: Person) -> None:
    first, second, third = ids_of(visitor, "1.00", "2.00", "3.00")
    for changed in (first, third):
        ok(visitor.patch(f"/transactions/{changed}", {"amount": "4.00"}))
    body: dict[str, Any] = {
        "update": [
            {"id": second, "etag": '"1"', "amount": "5.00"},
            {"id": first, "etag": '"1"', "amount": "5.00"},
        ],
        "delete": [{"id": third, "etag": 'W/"1"'}],
    }

    with nothing_written(visitor):
        stale = visitor.post(PATH, body)

    refused = problem(stale, 412, "precondition-failed", "update.1.etag", "delete.0.etag")
    invalid = body | {"create": [visitor.entry() | {"category_id": "unknown"}]}
    problem(
        visitor.post(PATH, invalid), 412, "precondition-failed", "update.1.etag", "delete.0.etag"
    )
    assert (refused["current"]["id"], refused["current"]["amount"]) == (first, "4.00")
    body["update"][1]["etag"] = refused["current"]["etag"]
    body["delete"][0]["etag"] = '"2"'
    assert ok(visitor.post(PATH, body))["deleted"] == [third]


def test_a_batch_that_changes_nothing_writes_nothing(visitor: Person) -> None:
    [same] = ids_of(visitor, "1.00")

    with nothing_written(visitor):
        done = ok(visitor.post(PATH, {"update": [{"id": same, "amount": "1.00"}]}))

    assert done == {"created": [], "updated": [{"id": same, "etag": '"1"'}], "deleted": []}


def test_a_batchs_retry_with_its_key_gets_the_first_answer(visitor: Person) -> None:
    changed, deleted = ids_of(visitor, "1.00", "2.00")
    key = {"Idempotency-Key": "a-key"}
    body = {
        "create": [visitor.entry("4.00"), visitor.entry("8.00")],
        "update": [{"id": changed, "amount": "16.00"}],
        "delete": [{"id": deleted}],
    }
    first = ok(visitor.post(PATH, body, headers=key))

    with nothing_written(visitor):
        second = ok(visitor.post(PATH, body, headers=key))
        other = visitor.post(PATH, {"create": body["create"]}, headers=key)

    assert second == first
    problem(other, 422, "idempotency-key-reused")


def test_a_batchs_retry_does_not_tell_the_versions_that_others_made_since(visitor: Person) -> None:
    changed, same = ids_of(visitor, "1.00", "2.00")
    key = {"Idempotency-Key": "a-key"}
    body = {"update": [{"id": changed, "notes": "mine"}, {"id": same, "amount": "2.00"}]}
    first = ok(visitor.post(PATH, body, headers=key))
    for one in (changed, same):
        ok(visitor.patch(f"/transactions/{one}", {"amount": "99.00"}))

    second = ok(visitor.post(PATH, body, headers=key))

    assert second["updated"][0] == first["updated"][0]
    for version in second["updated"]:
        path, expected = f"/transactions/{version['id']}", {"If-Match": version["etag"]}
        problem(
            visitor.patch(path, {"amount": "1.00"}, headers=expected), 412, "precondition-failed"
        )
