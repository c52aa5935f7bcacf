from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem, report_of, transactions_of
from tests.support.ledgers.ledgers import assert_every_revision_is_logged, assert_law_holds
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor


def path_of(transaction: dict[str, Any]) -> str:
    return f"/transactions/{transaction['id']}"


def expenses_of(person: Person) -> Any:
    return report_of(person)["total_expenses"]


def test_a_recorded_transaction_is_answered_whole_and_found_where_it_says(visitor: Person) -> None:
    entry = visitor.entry(
        "12.50", description=" Veg box ", notes="two\nlines", tags=["food", " food ", "Home"]
    )

    response = visitor.post("/transactions", entry)

    recorded = ok(response, 201)
    ledger = visitor.store.tenant.get().ledger
    assert recorded == entry | {
        "id": recorded["id"],
        "splits": [],
        "account_id": ledger.default_account_id,
        "to_account_id": None,
        "to_amount": None,
        "exchange": None,
        "original": None,
        "is_amount_estimated": False,
        "is_to_amount_estimated": False,
        "custom_type_id": None,
        "currency": "USD",
        "payee": None,
        "import_id": None,
        "recurring_id": None,
        "goal_id": None,
        "occurrence_nominal": None,
        "external_id": None,
        "description": "Veg box",
        "tags": ["food", "Home"],
        "created_at": recorded["created_at"],
        "updated_at": recorded["created_at"],
        "deleted_at": None,
        "etag": '"1"',
    }
    assert response.headers["Location"] == path_of(recorded)
    found = visitor.get(response.headers["Location"])
    assert ok(found) == recorded
    assert found.headers["ETag"] == response.headers["ETag"] == '"1"'


def test_what_may_be_left_out_is_empty(visitor: Person) -> None:
    recorded = visitor.record()

    assert (recorded["description"], recorded["notes"], recorded["tags"]) == (None, None, [])


@pytest.mark.parametrize("field", ["type", "amount", "date"])
def test_what_must_not_be_left_out_is_named(visitor: Person, field: str) -> None:
    entry = visitor.entry()
    del entry[field]

    with nothing_written(visitor):
        response = visitor.post("/transactions", entry)

    problem(response, 422, "invalid-argument", field)


def test_every_field_that_is_wrong_is_named(visitor: Person) -> None:
    body = {"type": "LOAN", "amount": "x", "category_id": "a/b", "date": "today", "colour": 1}

    response = visitor.post("/transactions", body)

    problem(response, 422, "invalid-argument", *body)


@pytest.mark.parametrize(("given", "kept"), [("expense", "EXPENSE"), ("Expense", "EXPENSE")])
def test_a_type_is_taken_in_any_case(visitor: Person, given: str, kept: str) -> None:
    assert visitor.record(type=given)["type"] == kept


def test_a_patch_changes_what_it_names_and_the_report_follows(visitor: Person) -> None:
    before = visitor.record("12.50", "Groceries", description="Veg box", tags=["food"])

    response = visitor.patch(
        path_of(before), {"amount": "20.00", "category_id": visitor.category_ids["Dining"]}
    )

    after = ok(response)
    assert after["updated_at"] > before["updated_at"]
    assert after == before | {
        "amount": "20.00",
        "category_id": visitor.category_ids["Dining"],
        "updated_at": after["updated_at"],
        "etag": '"2"',
    }
    assert response.headers["ETag"] == '"2"'
    [line] = report_of(visitor)["by_category"]
    assert (line["name"], line["total"]) == ("Dining", "20.00")
    assert_law_holds(visitor.store)


def test_a_patch_can_clear_texts_and_tags_but_no_required_field(visitor: Person) -> None:
    texts = {"payee": "Farm", "description": "Veg box", "notes": "two"}
    path = path_of(visitor.record(**texts, tags=["food"]))

    after = ok(visitor.patch(path, dict.fromkeys(texts) | {"tags": []}))

    assert {name: after[name] for name in (*texts, "tags")} == dict.fromkeys(texts) | {"tags": []}
    for field in ("type", "amount", "account_id", "date", "tags"):
        problem(visitor.patch(path, {field: None}), 422, "invalid-argument", field)


def test_a_change_that_changes_nothing_is_no_new_version(visitor: Person) -> None:
    before = visitor.record()

    with nothing_written(visitor):
        responses = [
            visitor.patch(path_of(before), {}),
            visitor.patch(path_of(before), {"amount": 12.5}),
            visitor.put(path_of(before), visitor.entry()),
        ]

    for response in responses:
        assert (ok(response), response.headers["ETag"]) == (before, '"1"')


def test_a_transaction_can_change_sides_only_with_its_category(visitor: Person) -> None:
    path = path_of(visitor.record("12.50", "Groceries"))

    with nothing_written(visitor):
        alone = visitor.patch(path, {"type": "INCOME"})
    problem(alone, 422, "invalid-argument", "category_id")

    salary = visitor.category_ids["Salary"]
    assert ok(visitor.patch(path, {"type": "INCOME", "category_id": salary}))["type"] == "INCOME"
    report = report_of(visitor)
    assert (report["total_income"], report["total_expenses"]) == ("12.50", "0.00")


def test_a_new_date_moves_it_to_its_month(visitor: Person) -> None:
    path = path_of(visitor.record("12.50", date="2026-03-31"))

    ok(visitor.patch(path, {"date": "2026-04-01"}))

    assert report_of(visitor, 2026, 3)["transaction_count"] == 0
    assert report_of(visitor, 2026, 4)["total_expenses"] == "12.50"
    assert_law_holds(visitor.store)


def test_a_put_replaces_the_whole(visitor: Person) -> None:
    path = path_of(visitor.record(description="Veg box", notes="two", tags=["food"]))

    after = ok(visitor.put(path, visitor.entry("1.00", date="2026-03-01")))

    assert (after["amount"], after["date"]) == ("1.00", "2026-03-01")
    assert (after["description"], after["notes"], after["tags"]) == (None, None, [])


def test_a_deleted_transaction_is_gone_and_counts_nowhere(visitor: Person) -> None:
    path = path_of(visitor.record("12.50"))

    response = visitor.delete(path)

    assert (response.status_code, response.get_data()) == (204, b"")
    with nothing_written(visitor):
        for method, body in (
            ("GET", None),
            ("PATCH", {"amount": "1.00"}),
            ("PUT", visitor.entry()),
            ("DELETE", None),
        ):
            problem(visitor.call(method, path, json=body), 404, "not-found")
    assert transactions_of(visitor) == []
    assert expenses_of(visitor) == "0.00"
    assert_law_holds(visitor.store)


def test_the_trash_shows_what_was_deleted_and_when(visitor: Person) -> None:
    deleted, kept = visitor.record("1.00"), visitor.record("2.00")
    ok(visitor.delete(path_of(deleted)), 204)

    [found] = transactions_of(visitor, deleted="true")

    assert found["deleted_at"] == found["updated_at"] > deleted["updated_at"]
    assert found == deleted | {
        "deleted_at": found["deleted_at"],
        "updated_at": found["updated_at"],
        "etag": '"2"',
    }
    assert transactions_of(visitor) == [kept]


def test_a_restored_transaction_counts_again(visitor: Person) -> None:
    recorded = visitor.record("12.50")
    ok(visitor.delete(path_of(recorded)), 204)

    response = visitor.post(f"{path_of(recorded)}/restore")

    restored = ok(response)
    assert restored == recorded | {"updated_at": restored["updated_at"], "etag": '"3"'}
    assert response.headers["ETag"] == '"3"'
    assert expenses_of(visitor) == "12.50"
    assert transactions_of(visitor, deleted="true") == []
    assert_law_holds(visitor.store)
    assert_every_revision_is_logged(visitor.store)


def test_restoring_what_is_not_deleted_changes_nothing(visitor: Person) -> None:
    recorded = visitor.record()

    with nothing_written(visitor):
        response = visitor.post(f"{path_of(recorded)}/restore")

    assert ok(response) == recorded


def test_what_never_was_cannot_be_restored(visitor: Person) -> None:
    problem(visitor.post("/transactions/missing/restore"), 404, "not-found")


def test_a_transaction_comes_back_into_its_archived_category(visitor: Person) -> None:
    recorded = visitor.record("12.50", "Rent")
    ok(visitor.delete(path_of(recorded)), 204)
    ok(visitor.patch(f"/categories/{visitor.category_ids['Rent']}", {"archived": True}))

    ok(visitor.post(f"{path_of(recorded)}/restore"))

    assert expenses_of(visitor) == "12.50"


def test_what_has_not_changed_is_not_sent_again(visitor: Person) -> None:
    path = path_of(visitor.record())

    unchanged = visitor.get(path, headers={"If-None-Match": '"1"'})
    changed = visitor.get(path, headers={"If-None-Match": '"2"'})

    assert (unchanged.status_code, unchanged.get_data()) == (304, b"")
    assert unchanged.headers["ETag"] == '"1"'
    assert ok(changed)["amount"] == "12.50"


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_a_change_of_what_has_changed_meanwhile_is_refused(visitor: Person, method: str) -> None:
    path = path_of(visitor.record("1.00"))
    current = ok(visitor.patch(path, {"amount": "2.00"}))
    body = {"PATCH": {"amount": "3.00"}, "PUT": visitor.entry("3.00")}.get(method)

    with nothing_written(visitor):
        lost = visitor.call(method, path, json=body, headers={"If-Match": '"1"'})

    assert problem(lost, 412, "precondition-failed")["current"] == current
    won = visitor.call(method, path, json=body, headers={"If-Match": '"2"'})
    assert won.status_code in {200, 204}
    assert_law_holds(visitor.store)


def test_a_restore_honours_if_match(visitor: Person) -> None:
    path = path_of(visitor.record())
    ok(visitor.delete(path), 204)

    with nothing_written(visitor):
        lost = visitor.post(f"{path}/restore", headers={"If-Match": '"1"'})

    assert problem(lost, 412, "precondition-failed")["current"]["deleted_at"]
    ok(visitor.post(f"{path}/restore", headers={"If-Match": '"2"'}))


@pytest.mark.parametrize("category", ["Salary", "Rent", "missing"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_category_must_be_of_the_type_live_and_there(
    visitor: Person, method: str, category: str
) -> None:
    ids = visitor.category_ids
    ok(visitor.patch(f"/categories/{ids['Rent']}", {"archived": True}))
    path = "/transactions" if method == "POST" else path_of(visitor.record())
    wrong = {"category_id": ids.get(category, category)}
    body = wrong if method == "PATCH" else visitor.entry() | wrong

    with nothing_written(visitor):
        response = visitor.call(method, path, json=body)

    problem(response, 422, "invalid-argument", "category_id")


def test_what_is_in_an_archived_category_can_still_be_corrected(visitor: Person) -> None:
    path = path_of(visitor.record("12.50", "Rent"))
    ok(visitor.patch(f"/categories/{visitor.category_ids['Rent']}", {"archived": True}))

    assert ok(visitor.patch(path, {"amount": "13.50"}))["amount"] == "13.50"


def test_a_refund_nets_against_its_own_category_and_type(visitor: Person) -> None:
    visitor.record("10.00", "Shopping")

    assert visitor.record("-39.90", "Shopping")["amount"] == "-39.90"

    report = report_of(visitor)
    assert (report["total_income"], report["total_expenses"]) == ("0.00", "-29.90")
    [line] = report["by_category"]
    assert (line["total"], line["share"], line["transaction_count"]) == ("-29.90", 1.0, 2)


@pytest.mark.parametrize(
    ("currency", "given", "kept"),
    [
        ("USD", "0.1", "0.10"),
        ("USD", 0.1, "0.10"),
        ("USD", 12, "12.00"),
        ("USD", 1.10, "1.10"),
        ("USD", "-0.01", "-0.01"),
        ("USD", "0012.5", "12.50"),
        ("USD", "99999999999.99", "99999999999.99"),
        ("JPY", "1250", "1250"),
        ("JPY", 1, "1"),
        ("KWD", "1.234", "1.234"),
        ("KWD", 0.001, "0.001"),
        ("KWD", "5", "5.000"),
    ],
)
def test_an_amount_is_exact_in_its_currency(currency: str, given: object, kept: str) -> None:
    visitor = new_visitor(currency)

    recorded = ok(visitor.post("/transactions", visitor.entry() | {"amount": given}), 201)

    assert (recorded["amount"], recorded["currency"]) == (kept, currency)
    assert expenses_of(visitor) == kept


@pytest.mark.parametrize(
    ("number", "kept"),
    [(b"0.1", "0.10"), (b"1e1", "10.00"), (b"12.5E-1", "1.25"), (b"9007199254740993.0e-2", None)],
)
def test_a_json_number_is_read_as_it_is_written(
    visitor: Person, number: bytes, kept: str | None
) -> None:
    body = str(visitor.entry()).replace("'", '"').replace('"12.50"', number.decode())

    response = visitor.call("POST", "/transactions", data=body, content_type="application/json")

    if kept is None:
        problem(response, 422, "invalid-argument", "amount")
    else:
        assert ok(response, 201)["amount"] == kept


@pytest.mark.parametrize(
    ("currency", "amount"),
    [("JPY", "1250.5"), ("JPY", "1.0"), ("USD", "0.001"), ("USD", "1.500"), ("KWD", "0.0001")],
)
def test_more_decimals_than_the_currency_has_are_never_rounded(currency: str, amount: str) -> None:
    visitor = new_visitor(currency)

    with nothing_written(visitor):
        response = visitor.post("/transactions", visitor.entry(amount))

    problem(response, 422, "invalid-argument", "amount")


def test_sums_of_tenths_are_exact(visitor: Person) -> None:
    for _ in range(3):
        visitor.record("0.1")

    assert expenses_of(visitor) == "0.30"


@pytest.mark.parametrize("texts", [{"description": 200}, {"notes": 2000}])
def test_texts_have_a_longest_length(visitor: Person, texts: dict[str, int]) -> None:
    [(field, length)] = texts.items()

    assert visitor.record(**{field: "ä" * length})[field] == "ä" * length
    too_long = visitor.post("/transactions", visitor.entry(**{field: "ä" * (length + 1)}))
    problem(too_long, 422, "invalid-argument", field)


def test_there_are_at_most_20_tags_of_at_most_30_characters(visitor: Person) -> None:
    tags = [f"{number:030}" for number in range(20)]
    assert visitor.record(tags=tags)["tags"] == tags

    for refused, field in (
        ([*tags, "x"], "tags"),
        (["x" * 31], "tags.0"),
        (["x", " "], "tags.1"),
        ("x", "tags"),
    ):
        response = visitor.post("/transactions", visitor.entry(tags=refused))
        problem(response, 422, "invalid-argument", field)
