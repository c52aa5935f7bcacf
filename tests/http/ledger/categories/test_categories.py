from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem, report_of
from tests.support.ledgers.people import Person

INCOME_IN_ORDER = ["Freelance", "Interest", "Other income", "Salary"]
EXPENSES_IN_ORDER = [
    "Dining", "Entertainment", "Groceries", "Health", "Investments", "Other expenses", "Rent",
    "Savings", "Shopping", "Transport", "Travel", "Utilities",
]  # fmt: skip


def names(person: Person, query: str = "") -> list[str]:
    return [item["name"] for item in ok(person.get(f"/categories{query}"))["items"]]


def create(person: Person, name: str = "Pets", **fields: Any) -> Any:
    return ok(person.post("/categories", {"name": name, "type": "EXPENSE", **fields}), 201)


def test_the_list_is_by_type_and_name(visitor: Person) -> None:
    assert names(visitor) == EXPENSES_IN_ORDER + INCOME_IN_ORDER
    assert ok(visitor.get("/categories"))["next_cursor"] is None


def test_the_order_of_names_has_no_regard_to_case(visitor: Person) -> None:
    create(visitor, "dogs")
    create(visitor, "Eating")

    assert names(visitor, "?type=EXPENSE")[:4] == ["Dining", "dogs", "Eating", "Entertainment"]


@pytest.mark.parametrize(
    ("given", "listed"),
    [("INCOME", INCOME_IN_ORDER), ("income", INCOME_IN_ORDER), ("Expense", EXPENSES_IN_ORDER)],
)
def test_the_list_can_be_of_one_type(visitor: Person, given: str, listed: list[str]) -> None:
    assert names(visitor, f"?type={given}") == listed


def test_a_new_category_is_answered_whole_and_found_where_it_says(visitor: Person) -> None:
    body = {"name": " Pets ", "type": "expense", "color": "#AABBCC", "icon": "paw"}

    response = visitor.post("/categories", body)

    category = ok(response, 201)
    assert category.keys() == {
        "id", "name", "type", "kind", "end_date", "color", "icon", "archived", "created_at",
        "updated_at", "etag",
    }  # fmt: skip
    expected = {"name": "Pets", "type": "EXPENSE", "color": "#aabbcc", "icon": "paw"}
    assert expected.items() <= category.items()
    assert category["archived"] is False
    assert category["created_at"] == category["updated_at"]
    assert response.headers["Location"] == f"/categories/{category['id']}"
    found = visitor.get(response.headers["Location"])
    assert ok(found) == category
    assert found.headers["ETag"] == response.headers["ETag"] == '"1"'


def test_reports_group_by_the_kind_that_a_category_has_now(visitor: Person) -> None:
    journey = create(visitor, "Journey", kind="timebound", end_date="2026-12-31")
    path = f"/categories/{journey['id']}"
    visitor.record("12.50", "Journey", category_id=journey["id"], date="2026-03-01")
    line = {"income": "0.00", "expenses": "12.50", "net": "-12.50"}

    assert (journey["kind"], journey["end_date"]) == ("TIMEBOUND", "2026-12-31")
    assert report_of(visitor)["by_kind"] == [{"kind": "TIMEBOUND", **line}]
    changed = ok(visitor.patch(path, {"kind": "SAVINGS"}))
    assert (changed["kind"], changed["end_date"]) == ("SAVINGS", None)
    assert report_of(visitor)["by_kind"] == [{"kind": "SAVINGS", **line}]
    [change] = ok(visitor.get(f"/changes?entity=category&entity_id={journey['id']}&limit=1"))[
        "items"
    ]
    ok(visitor.post(f"/changes/{change['id']}/undo"))
    assert ok(visitor.get(path))["end_date"] == "2026-12-31"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"kind": "TIMEBOUND"}, "end_date"),
        ({"end_date": "2026-12-31"}, "end_date"),
        ({"kind": "UNKNOWN"}, "kind"),
        ({"kind": None}, "kind"),
    ],
)
def test_a_kind_and_an_end_date_that_do_not_fit_are_refused(
    visitor: Person, fields: dict[str, Any], named: str
) -> None:
    rent = visitor.category_ids["Rent"]

    problem(
        visitor.post("/categories", {"name": "Pets", "type": "EXPENSE", **fields}),
        422,
        "invalid-argument",
        named,
    )
    problem(visitor.patch(f"/categories/{rent}", fields), 422, "invalid-argument", named)


def test_what_has_not_changed_is_not_sent_again(visitor: Person) -> None:
    path = f"/categories/{create(visitor)['id']}"

    unchanged = visitor.get(path, headers={"If-None-Match": '"1"'})
    changed = visitor.get(path, headers={"If-None-Match": '"2"'})

    assert (unchanged.status_code, unchanged.get_data()) == (304, b"")
    assert ok(changed)["name"] == "Pets"


def test_a_retry_with_its_key_gets_the_first_answer(visitor: Person) -> None:
    body = {"name": "Pets", "type": "EXPENSE"}
    key = {"Idempotency-Key": "a-key"}
    first = visitor.post("/categories", body, headers=key)
    ok(visitor.patch(f"/categories/{first.get_json()['id']}", {"name": "Animals"}))

    with nothing_written(visitor):
        second = visitor.post("/categories", body, headers=key)

    assert (ok(second, 201), second.headers["ETag"]) == (ok(first, 201), first.headers["ETag"])
    assert second.headers["Location"] == first.headers["Location"]


def test_a_key_stands_for_one_request(visitor: Person) -> None:
    key = {"Idempotency-Key": "a-key"}
    ok(visitor.post("/categories", {"name": "Pets", "type": "EXPENSE"}, headers=key), 201)

    with nothing_written(visitor):
        other = visitor.post("/categories", {"name": "Dogs", "type": "EXPENSE"}, headers=key)

    problem(other, 422, "idempotency-key-reused")


@pytest.mark.parametrize("name", ["Groceries", "GROCERIES", " groceries "])
def test_a_name_is_unique_in_its_type_without_regard_to_case(visitor: Person, name: str) -> None:
    with nothing_written(visitor):
        response = visitor.post("/categories", {"name": name, "type": "EXPENSE"})

    problem(response, 409, "already-exists")
    assert create(visitor, name, type="INCOME")["type"] == "INCOME"


def test_an_archived_categorys_name_stays_taken(visitor: Person) -> None:
    ok(visitor.patch(f"/categories/{visitor.category_ids['Rent']}", {"archived": True}))

    response = visitor.post("/categories", {"name": "rent", "type": "EXPENSE"})

    problem(response, 409, "already-exists")


def test_names_that_look_alike_in_another_unicode_form_are_one(visitor: Person) -> None:
    create(visitor, "Caf\u00e9")

    response = visitor.post("/categories", {"name": "CAFE\u0301", "type": "EXPENSE"})

    problem(response, 409, "already-exists")


@pytest.mark.parametrize("name", ["P", "x" * 50, "  " + "x" * 50, "猫 🐈"])
def test_names_of_1_to_50_characters_are_kept_trimmed(visitor: Person, name: str) -> None:
    assert create(visitor, name)["name"] == name.strip()


@pytest.mark.parametrize("name", ["", "   ", "x" * 51, None, 5, ["Pets"], "a\x00b", "\ud800"])
def test_other_names_are_refused(visitor: Person, name: object) -> None:
    path = f"/categories/{visitor.category_ids['Rent']}"
    with nothing_written(visitor):
        for response in (
            visitor.post("/categories", {"name": name, "type": "EXPENSE"}),
            visitor.put(path, {"name": name, "type": "EXPENSE"}),
            visitor.patch(path, {"name": name}),
        ):
            problem(response, 422, "invalid-argument", "name")


@pytest.mark.parametrize(("given", "kept"), [("#00ffAA", "#00ffaa"), ("", None), (None, None)])
def test_a_colour_is_six_hexadecimal_digits_or_none(
    visitor: Person, given: str | None, kept: str | None
) -> None:
    assert create(visitor, color=given)["color"] == kept


@pytest.mark.parametrize("color", ["red", "#fff", "00ffaa", "#00ffag", "#00ffaa\n", 5])
def test_other_colours_are_refused(visitor: Person, color: object) -> None:
    with nothing_written(visitor):
        response = visitor.post("/categories", {"name": "P", "type": "EXPENSE", "color": color})

    problem(response, 422, "invalid-argument", "color")


def test_a_patch_changes_what_it_names_and_leaves_the_rest(visitor: Person) -> None:
    before = create(visitor, color="#00ffaa", icon="paw")

    response = visitor.patch(f"/categories/{before['id']}", {"name": "Animals", "icon": None})

    after = ok(response)
    assert after["updated_at"] > before["updated_at"]
    assert after == before | {
        "name": "Animals",
        "icon": None,
        "updated_at": after["updated_at"],
        "etag": '"2"',
    }
    assert response.headers["ETag"] == '"2"'


def test_a_patch_that_changes_nothing_is_no_new_version(visitor: Person) -> None:
    before = create(visitor)

    with nothing_written(visitor):
        response = visitor.patch(f"/categories/{before['id']}", {"name": "Pets"})

    assert (ok(response), response.headers["ETag"]) == (before, '"1"')


def test_a_put_replaces_the_whole(visitor: Person) -> None:
    before = create(visitor, color="#00ffaa", icon="paw")

    after = ok(visitor.put(f"/categories/{before['id']}", {"name": "Animals", "type": "EXPENSE"}))

    assert (after["name"], after["color"], after["icon"]) == ("Animals", None, None)


def test_a_rename_may_change_the_case_of_its_own_name(visitor: Person) -> None:
    path = f"/categories/{create(visitor)['id']}"

    assert ok(visitor.patch(path, {"name": "PETS"}))["name"] == "PETS"


def test_a_rename_must_not_take_anothers_name(visitor: Person) -> None:
    path = f"/categories/{create(visitor)['id']}"

    with nothing_written(visitor):
        problem(visitor.patch(path, {"name": "rent"}), 409, "already-exists")


def test_a_categorys_type_never_changes(visitor: Person) -> None:
    path = f"/categories/{create(visitor)['id']}"

    with nothing_written(visitor):
        by_put = visitor.put(path, {"name": "Pets", "type": "INCOME"})
        by_patch = visitor.patch(path, {"type": "INCOME"})

    problem(by_put, 422, "invalid-argument", "type")
    problem(by_patch, 422, "invalid-argument", "type")


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_a_change_of_what_has_changed_meanwhile_is_refused(visitor: Person, method: str) -> None:
    path = f"/categories/{create(visitor)['id']}"
    current = ok(visitor.patch(path, {"color": "#00ffaa"}))
    body = {"PATCH": {"name": "B"}, "PUT": {"name": "B", "type": "EXPENSE"}}.get(method)

    with nothing_written(visitor):
        lost = visitor.call(method, path, json=body, headers={"If-Match": '"1"'})

    assert problem(lost, 412, "precondition-failed")["current"] == current
    won = visitor.call(method, path, json=body, headers={"If-Match": '"2"'})
    assert won.status_code in {200, 204}


@pytest.mark.parametrize("if_match", ["*", '"7", "1"'])
def test_if_match_may_allow_any_or_several(visitor: Person, if_match: str) -> None:
    path = f"/categories/{create(visitor)['id']}"

    ok(visitor.patch(path, {"name": "B"}, headers={"If-Match": if_match}))


@pytest.mark.parametrize("if_match", ['W/"2"', '"01"', '"x"', '""', '"99999999999999999999"'])
def test_if_match_allows_nothing_it_does_not_name(visitor: Person, if_match: str) -> None:
    path = f"/categories/{create(visitor)['id']}"

    lost = visitor.patch(path, {"name": "B"}, headers={"If-Match": if_match})

    problem(lost, 412, "precondition-failed")


def test_an_archived_category_is_listed_only_when_asked_for(visitor: Person) -> None:
    path = f"/categories/{visitor.category_ids['Rent']}"

    assert ok(visitor.patch(path, {"archived": True}))["archived"] is True

    assert "Rent" not in names(visitor)
    assert "Rent" in names(visitor, "?include_archived=true")
    assert ok(visitor.get(path))["name"] == "Rent"
    ok(visitor.patch(path, {"archived": False}))
    assert "Rent" in names(visitor)


def test_an_archived_category_stays_in_the_report(visitor: Person) -> None:
    visitor.record("10.00", "Rent")
    ok(visitor.patch(f"/categories/{visitor.category_ids['Rent']}", {"archived": True}))

    assert [line["name"] for line in report_of(visitor)["by_category"]] == ["Rent"]


def test_a_report_shows_a_category_as_it_is_called_now(visitor: Person) -> None:
    visitor.record("10.00", "Rent")
    ok(visitor.patch(f"/categories/{visitor.category_ids['Rent']}", {"name": "Lodging"}))

    assert [line["name"] for line in report_of(visitor)["by_category"]] == ["Lodging"]


def test_an_unused_category_can_be_deleted(visitor: Person) -> None:
    path = f"/categories/{create(visitor)['id']}"

    response = visitor.delete(path)

    assert (response.status_code, response.get_data()) == (204, b"")
    problem(visitor.get(path), 404, "not-found")
    problem(visitor.delete(path), 404, "not-found")
    assert create(visitor)["name"] == "Pets"


def test_a_category_in_use_is_not_deleted_and_says_how_many_use_it(visitor: Person) -> None:
    for _ in range(3):
        visitor.record("1.00", "Rent")
    visitor.record("1.00", "Dining")
    path = f"/categories/{visitor.category_ids['Rent']}"

    with nothing_written(visitor):
        response = visitor.delete(path)

    assert problem(response, 409, "category-in-use")["transaction_count"] == 3
