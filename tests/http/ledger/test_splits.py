from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem, report_of, transactions_of
from tests.support.faults import fault
from tests.support.ledgers.ledgers import assert_every_revision_is_logged, assert_law_holds
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor


def splits_of(person: Person, **amounts: str) -> list[dict[str, Any]]:
    """Return splits by the names of their categories."""
    return [
        {"category_id": person.category_ids[name], "amount": amount, "note": None}
        for name, amount in amounts.items()
    ]


def split_entry(person: Person, amount: str, **amounts: str) -> dict[str, Any]:
    """Return the JSON of a split expense."""
    return person.entry(amount, category_id=None, splits=splits_of(person, **amounts))


def record_split(person: Person, amount: str, **amounts: str) -> Any:
    return ok(person.post("/transactions", split_entry(person, amount, **amounts)), 201)


def lines_of(person: Person) -> dict[str, tuple[str, int]]:
    """Total and count of each category in the report of March 2026."""
    return {
        line["name"]: (line["total"], line["transaction_count"])
        for line in report_of(person)["by_category"]
    }


def path_of(transaction: dict[str, Any]) -> str:
    return f"/transactions/{transaction['id']}"


def test_each_part_counts_under_its_own_category(visitor: Person) -> None:
    recorded = record_split(visitor, "50.00", Groceries="35.50", Dining="14.50")
    visitor.record("1.00", "Dining")

    assert recorded["category_id"] is None
    assert recorded["splits"] == splits_of(visitor, Groceries="35.50", Dining="14.50")
    assert lines_of(visitor) == {"Groceries": ("35.50", 1), "Dining": ("15.50", 2)}
    report = report_of(visitor)
    assert (report["total_expenses"], report["transaction_count"]) == ("51.00", 2)
    assert_law_holds(visitor.store)


def test_parts_of_one_category_count_as_one_transaction(visitor: Person) -> None:
    dining = visitor.category_ids["Dining"]
    splits = [
        {"category_id": dining, "amount": "2.00", "note": " starters "},
        {"category_id": dining, "amount": "-0.50", "note": "voucher"},
    ]

    recorded = ok(
        visitor.post("/transactions", visitor.entry("1.50", category_id=None, splits=splits)), 201
    )

    assert [split["note"] for split in recorded["splits"]] == ["starters", "voucher"]
    assert lines_of(visitor) == {"Dining": ("1.50", 1)}
    assert_law_holds(visitor.store)


@pytest.mark.parametrize(
    ("currency", "amount", "parts"), [("JPY", "100", ("99", "1")), ("KWD", "1", ("0.999", "0.001"))]
)
def test_splits_are_exact_in_every_currency(
    currency: str, amount: str, parts: tuple[str, str]
) -> None:
    person = new_visitor(currency)

    recorded = record_split(person, amount, Groceries=parts[0], Dining=parts[1])

    assert [split["amount"] for split in recorded["splits"]] == list(parts)
    assert_law_holds(person.store)


def _wrong_splits(person: Person) -> list[tuple[dict[str, Any], tuple[str, ...]]]:
    """Return splits of 10.00 that are not valid, and the fields to be named."""
    good = splits_of(person, Groceries="4.00", Dining="5.00", Rent="1.00")

    def with_first(**fields: Any) -> dict[str, Any]:
        return {"splits": [good[0] | fields, *good[1:]]}

    salary = person.category_ids["Salary"]
    return [
        ({"splits": splits_of(person, Groceries="4.00", Dining="5.99")}, ("splits",)),
        ({"splits": good[:1]}, ("splits",)),
        ({"splits": good * 17}, ("splits",)),
        ({"splits": "x"}, ("splits",)),
        ({"splits": good, "category_id": salary}, ("category_id",)),
        (with_first(category_id="missing"), ("splits.0.category_id",)),
        (with_first(category_id=salary), ("splits.0.category_id",)),
        (with_first(amount="0.00"), ("splits.0.amount",)),
        (with_first(amount="4.001"), ("splits.0.amount",)),
        (with_first(amount="x"), ("splits.0.amount",)),
        (with_first(note="x" * 201), ("splits.0.note",)),
        (with_first(colour="red"), ("splits.0.colour",)),
    ]


def test_splits_that_are_not_valid_change_nothing_and_are_named(visitor: Person) -> None:
    recorded = visitor.record("10.00", "Groceries")
    entry = visitor.entry("10.00", category_id=None)

    with nothing_written(visitor):
        for fields, named in _wrong_splits(visitor):
            for response in (
                visitor.post("/transactions", entry | fields),
                visitor.put(path_of(recorded), entry | fields),
                visitor.patch(path_of(recorded), fields),
            ):
                problem(response, 422, "invalid-argument", *named)


def test_in_a_batch_the_row_of_a_wrong_split_is_named(visitor: Person) -> None:
    rows = [visitor.entry("1.00"), split_entry(visitor, "10.00", Groceries="4.00", Dining="5.00")]

    with nothing_written(visitor):
        response = visitor.post("/transactions/batch", {"create": rows})

    problem(response, 422, "invalid-argument", "create.1.splits")


def test_a_new_amount_needs_splits_that_add_up_to_it(visitor: Person) -> None:
    path = path_of(record_split(visitor, "10.00", Groceries="4.00", Dining="6.00"))

    with nothing_written(visitor):
        problem(visitor.patch(path, {"amount": "9.00"}), 422, "invalid-argument", "splits")

    splits = splits_of(visitor, Groceries="4.00", Dining="5.00")
    after = ok(visitor.patch(path, {"amount": "9.00", "splits": splits}))
    assert (after["amount"], after["splits"]) == ("9.00", splits)
    assert lines_of(visitor) == {"Groceries": ("4.00", 1), "Dining": ("5.00", 1)}
    assert_law_holds(visitor.store)


def test_a_category_takes_the_place_of_splits_and_back(visitor: Person) -> None:
    path = path_of(visitor.record("10.00", "Rent"))
    splits = splits_of(visitor, Groceries="4.00", Dining="6.00")

    split = ok(visitor.patch(path, {"splits": splits}))
    assert (split["category_id"], split["splits"]) == (None, splits)
    assert set(lines_of(visitor)) == {"Groceries", "Dining"}
    whole = ok(visitor.patch(path, {"category_id": visitor.category_ids["Rent"]}))
    assert (whole["category_id"], whole["splits"]) == (visitor.category_ids["Rent"], [])
    again = ok(visitor.patch(path, {name: whole[name] for name in ("category_id", "splits")}))
    assert again == whole
    assert lines_of(visitor) == {"Rent": ("10.00", 1)}
    assert_law_holds(visitor.store)
    assert_every_revision_is_logged(visitor.store)


def test_a_split_transaction_is_listed_under_each_of_its_categories(visitor: Person) -> None:
    split = record_split(visitor, "10.00", Groceries="4.00", Dining="6.00")
    whole = visitor.record("1.00", "Dining")
    ids = visitor.category_ids

    def listed(**query: Any) -> set[str]:
        return {item["id"] for item in transactions_of(visitor, **query)}

    assert listed(category_id=ids["Groceries"]) == {split["id"]}
    assert listed(category_id=ids["Dining"]) == {split["id"], whole["id"]}
    assert listed(category_id=ids["Rent"]) == set()
    assert listed(q="groc") == {split["id"]}


def test_a_category_in_a_split_is_in_use_and_merges_with_it(visitor: Person) -> None:
    split = record_split(visitor, "10.00", Groceries="4.00", Dining="6.00")
    path = f"/categories/{visitor.category_ids['Dining']}"

    assert problem(visitor.delete(path), 409, "category-in-use")["transaction_count"] == 1
    ok(visitor.delete(f"{path}?reassign_to={visitor.category_ids['Groceries']}"), 204)

    after = ok(visitor.get(path_of(split)))
    groceries = visitor.category_ids["Groceries"]
    assert [part["category_id"] for part in after["splits"]] == [groceries, groceries]
    assert lines_of(visitor) == {"Groceries": ("10.00", 1)}
    assert_law_holds(visitor.store)


def test_a_split_transaction_whose_category_is_gone_comes_back_whole(visitor: Person) -> None:
    split = record_split(visitor, "10.00", Groceries="4.00", Dining="6.00")
    ok(visitor.delete(path_of(split)), 204)
    ok(visitor.delete(f"/categories/{visitor.category_ids['Dining']}"), 204)
    path = f"{path_of(split)}/restore"

    problem(visitor.post(path), 409, "category-gone")

    restored = ok(visitor.post(path, {"category_id": visitor.category_ids["Rent"]}))
    assert (restored["category_id"], restored["splits"]) == (visitor.category_ids["Rent"], [])
    assert_law_holds(visitor.store)


@pytest.mark.parametrize(
    ("currency", "amount", "parts", "amounts"),
    [
        ("USD", "10.00", 3, ["3.33", "3.33", "3.34"]),
        ("USD", "-10.00", 3, ["-3.33", "-3.33", "-3.34"]),
        ("USD", "0.05", 2, ["0.02", "0.03"]),
        ("USD", "0.50", 50, ["0.01"] * 50),
        ("JPY", "100", 3, ["33", "33", "34"]),
        ("KWD", "1.000", 3, ["0.333", "0.333", "0.334"]),
    ],
)
def test_a_transaction_is_split_evenly_and_the_last_part_takes_the_remainder(
    currency: str, amount: str, parts: int, amounts: list[str]
) -> None:
    person = new_visitor(currency)
    recorded = person.record(amount, "Dining")

    response = person.post(f"{path_of(recorded)}/split_evenly", {"parts": parts})

    after = ok(response)
    dining = person.category_ids["Dining"]
    assert after["splits"] == [
        {"category_id": dining, "amount": part, "note": None} for part in amounts
    ]
    assert (after["amount"], after["category_id"]) == (recorded["amount"], None)
    assert response.headers["ETag"] == '"2"'
    assert lines_of(person) == {"Dining": (recorded["amount"], 1)}
    assert_law_holds(person.store)


def test_an_even_split_can_name_a_category_for_each_part(visitor: Person) -> None:
    path = path_of(visitor.record("10.00", "Dining"))
    ids = [visitor.category_ids[name] for name in ("Rent", "Groceries", "Rent")]

    after = ok(visitor.post(f"{path}/split_evenly", {"parts": 3, "category_ids": ids}))

    assert [split["category_id"] for split in after["splits"]] == ids
    assert lines_of(visitor) == {"Rent": ("6.67", 1), "Groceries": ("3.33", 1)}
    with nothing_written(visitor):
        several = visitor.post(f"{path}/split_evenly", {"parts": 2})
    problem(several, 422, "invalid-argument", "category_ids")
    assert_law_holds(visitor.store)


def test_to_split_evenly_once_more_changes_nothing(visitor: Person) -> None:
    path = path_of(visitor.record("10.00", "Dining"))
    first = ok(visitor.post(f"{path}/split_evenly", {"parts": 3}))

    with nothing_written(visitor):
        second = visitor.post(f"{path}/split_evenly", {"parts": 3})

    assert ok(second) == first


def test_an_even_split_that_is_not_valid_changes_nothing_and_is_named(visitor: Person) -> None:
    path = f"{path_of(visitor.record('0.02', 'Dining'))}/split_evenly"
    dining, salary = visitor.category_ids["Dining"], visitor.category_ids["Salary"]
    wrong: list[tuple[dict[str, Any], tuple[str, ...]]] = [
        ({"parts": 3}, ("parts",)),
        *(({"parts": parts}, ("parts",)) for parts in (0, 1, 51, -2, 2.0, "2", True, None)),
        ({}, ("parts",)),
        ({"parts": 2, "colour": "red"}, ("colour",)),
        ({"parts": 2, "category_ids": [dining]}, ("category_ids",)),
        ({"parts": 2, "category_ids": []}, ("category_ids",)),
        ({"parts": 2, "category_ids": [dining] * 3}, ("category_ids",)),
        ({"parts": 2, "category_ids": [dining, "missing"]}, ("category_ids.1",)),
        ({"parts": 2, "category_ids": [salary, "a/b"]}, ("category_ids.1",)),
        (
            {"parts": 2, "category_ids": [salary, "missing"]},
            ("category_ids.0", "category_ids.1"),
        ),
    ]

    with nothing_written(visitor):
        for body, named in wrong:
            problem(visitor.post(path, body), 422, "invalid-argument", *named)


def test_a_transfer_is_not_split(visitor: Person) -> None:
    body = {"name": "Savings", "kind": "SAVINGS"}
    savings = ok(visitor.post("/accounts", body), 201)["id"]
    transfer = visitor.record("5.00", type="TRANSFER", category_id=None, to_account_id=savings)

    with nothing_written(visitor):
        response = visitor.post(f"{path_of(transfer)}/split_evenly", {"parts": 2})

    problem(response, 422, "invalid-argument", "parts")


def test_an_even_split_honours_if_match(visitor: Person) -> None:
    recorded = visitor.record("10.00")
    path = f"{path_of(recorded)}/split_evenly"

    with nothing_written(visitor):
        lost = visitor.post(path, {"parts": 2}, headers={"If-Match": '"2"'})

    assert problem(lost, 412, "precondition-failed")["current"] == recorded
    ok(visitor.post(path, {"parts": 2}, headers={"If-Match": '"1"'}))


def test_concurrent_even_splits_with_one_etag_have_one_winner(visitor: Person) -> None:
    path = f"{path_of(visitor.record('10.00'))}/split_evenly"

    def split(parts: int) -> int:
        return visitor.post(path, {"parts": parts}, headers={"If-Match": '"1"'}).status_code

    with ThreadPoolExecutor(3) as pool:
        statuses = list(pool.map(split, [2, 3, 4]))

    assert sorted(statuses) == [200, 412, 412]
    assert_law_holds(visitor.store)


@pytest.mark.parametrize("what", ["commit refused", "answer lost", "contention"])
def test_an_even_split_whose_commit_goes_wrong_once_happens_once(
    visitor: Person, what: str
) -> None:
    path = f"{path_of(visitor.record('10.00'))}/split_evenly"

    with fault(what) as injected:
        response = visitor.post(path, {"parts": 2}, headers={"If-Match": '"1"'})

    assert injected.has_struck
    assert (len(ok(response)["splits"]), response.headers["ETag"]) == (2, '"2"')
    assert_every_revision_is_logged(visitor.store)


def test_what_is_in_the_trash_or_anothers_is_not_split(visitor: Person) -> None:
    other = new_visitor()
    deleted = visitor.record()
    ok(visitor.delete(path_of(deleted)), 204)
    not_there = (deleted, other.record(), {"id": "missing"})

    with nothing_written(visitor, other):
        for transaction in not_there:
            path = f"{path_of(transaction)}/split_evenly"
            problem(visitor.post(path, {"parts": 2}), 404, "not-found")
