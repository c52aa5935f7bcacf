"""Budgets over HTTP: created, changed, deleted, logged, undone and bounded."""

from __future__ import annotations

from typing import Any

import pytest

from shared.models.ledger.scopes import MAX_KEPT_SCOPES
from shared.models.planning.budgets.budget import MAX_BUDGETS
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change
from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import feed_of, latest, undo
from tests.http.planning.budgets.budgets import body, create, on, period, status
from tests.support.ledgers.ledgers import operation
from tests.support.ledgers.people import Person

WEEKLY = {"frequency": "WEEKLY", "weekdays": ["MO"]}


def names_of(person: Person) -> list[str]:
    return [one["name"] for one in ok(person.get("/budgets"))["items"]]


def test_a_new_budget_is_answered_whole_and_found_where_it_says(visitor: Person) -> None:
    answer = visitor.post("/budgets", body())

    budget = ok(answer, 201)
    assert answer.headers["Location"] == f"/budgets/{budget['id']}"
    assert answer.headers["ETag"] == budget["etag"] == '"1"'
    assert answer.headers["X-Change-Id"] == latest(visitor)["id"]
    assert ok(visitor.get(answer.headers["Location"])) == budget
    assert budget == {
        "id": budget["id"],
        "name": "All",
        "scope": {"kind": "EVERYTHING", "ids": []},
        "period": None,
        "start": "2026-03-01",
        "currency": "USD",
        "amounts": [{"from": "2026-03-01", "amount": "100.00", "once": False}],
        "carry": "NONE",
        "carry_cap": None,
        "thresholds": [80, 100],
        "archived": False,
        "created_at": budget["created_at"],
        "updated_at": budget["created_at"],
        "etag": '"1"',
    }


def test_zero_is_an_amount(visitor: Person) -> None:
    budget = create(visitor, amount=0)

    visitor.record("0.01")

    assert {"amount": "0.00", "left": "-0.01", "share": None, "crossed": [80, 100]}.items() <= (
        period(visitor, budget).items()
    )


def test_budgets_are_listed_by_name(visitor: Person) -> None:
    for name in ("trips", "Rent", "Éclairs"):
        create(visitor, name=name)

    assert names_of(visitor) == ["Éclairs", "Rent", "trips"]


def test_a_retry_of_a_creation_makes_one(visitor: Person) -> None:
    key = {"Idempotency-Key": "k"}
    first = ok(visitor.post("/budgets", body(period=WEEKLY), headers=key), 201)

    assert ok(visitor.post("/budgets", body(period=WEEKLY), headers=key), 201) == first
    assert names_of(visitor) == ["All"]
    problem(visitor.post("/budgets", body(), headers=key), 422, "idempotency-key-reused")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "0.001"}, "amount"),
        ({"amount": "1e3"}, "amount"),
        ({"scope": {"kind": "NOTHING"}}, "scope.kind"),
        ({"scope": on("EVERYTHING", "A1")}, "scope.ids"),
        ({"scope": on("CATEGORIES")}, "scope.ids"),
        ({"scope": on("CATEGORIES", *["A1"] * 21)}, "scope.ids"),
        ({"scope": on("CATEGORIES", "a b")}, "scope.ids.0"),
        ({"scope": on("CATEGORIES", "A1")}, "scope.ids.0"),
        ({"scope": on("ACCOUNTS", "A1")}, "scope.ids.0"),
        ({"scope": on("TAGS", "food", "#")}, "scope.ids.1"),
        ({"scope": on("TAGS", "a", "b", "c", "d", "e", "f")}, "scope.ids"),
        ({"period": {"frequency": "NEVER"}}, "period.frequency"),
        ({"period": {}}, "period.frequency"),
        ({"period": {"frequency": "DAILY", "interval": 367}}, "period.interval"),
        ({"period": {"frequency": "WEEKLY", "interval": 53}}, "period.interval"),
        ({"period": {"frequency": "YEARLY", "interval": 2}}, "period.interval"),
        ({"period": {"frequency": "DAILY", "interval": 0}}, "period.interval"),
        ({"period": {"frequency": "DAILY", "shift": "NEXT"}}, "period.shift"),
        ({"period": {"frequency": "DAILY", "until": "2026-12-31"}}, "period.until"),
        ({"period": {"frequency": "MONTHLY", "days_of_month": [0]}}, "period.days_of_month.0"),
        ({"period": {"frequency": "MONTHLY", "holidays": "XX"}}, "period.holidays"),
        (
            {"period": {"frequency": "MONTHLY", "nth_weekday": {"nth": 5, "weekday": "FR"}}},
            "period.nth_weekday.nth",
        ),
        (
            {"period": {"frequency": "MONTHLY", "days_of_month": [1, 2], "shift": "NEXT"}},
            "period.shift",
        ),
        ({"start": "2016-01-01"}, "start"),
        ({"start": "2028-12-31"}, "start"),
        ({"carry": "ALL"}, "carry"),
        ({"carry_cap": "1"}, "carry_cap"),
        ({"carry": "DEBT", "carry_cap": "1"}, "carry_cap"),
        ({"carry": "BOTH", "carry_cap": "-1"}, "carry_cap"),
        ({"thresholds": [100, 80]}, "thresholds"),
        ({"thresholds": [80, 80]}, "thresholds"),
        ({"thresholds": [0]}, "thresholds.0"),
        ({"thresholds": [1, 2, 3, 4, 5, 6]}, "thresholds"),
        ({"currency": "USD"}, "currency"),
    ],
)
def test_invalid_budgets_are_refused_with_their_field(
    visitor: Person, fields: dict[str, Any], field: str
) -> None:
    with nothing_written(visitor):
        refused = visitor.post("/budgets", body(**fields))

    problem(refused, 422, "invalid-argument", field)


def test_every_invalid_field_is_named(visitor: Person) -> None:
    invalid = body(
        amount="0.001", scope=on("ACCOUNTS", "A1", "A2"), carry_cap="1", start="1999-01-01"
    )

    problem(
        visitor.post("/budgets", invalid), 422, "invalid-argument", "amount", "scope.ids.0",
        "scope.ids.1", "carry_cap", "start",
    )  # fmt: skip


def test_a_scope_names_expense_categories_that_are_not_archived(visitor: Person) -> None:
    dining, salary = (visitor.category_ids[name] for name in ("Dining", "Salary"))
    budget = create(visitor, scope=on("CATEGORIES", dining, dining))
    ok(visitor.patch(f"/categories/{dining}", {"archived": True}))

    assert budget["scope"] == on("CATEGORIES", dining)
    for category_id in (dining, salary):
        refused = visitor.post("/budgets", body(scope=on("CATEGORIES", category_id)))
        problem(refused, 422, "invalid-argument", "scope.ids.0")
    rent = visitor.category_ids["Rent"]
    both = on("CATEGORIES", *sorted([dining, rent]))
    changed = ok(visitor.patch(f"/budgets/{budget['id']}", {"scope": both}))
    assert changed["scope"] == both


def test_tags_are_shown_as_they_are_written(visitor: Person) -> None:
    budget = create(visitor, scope=on("TAGS", "#Straße", "STRASSE", "food"))

    visitor.record("4.00", tags=["strasse", "Food"])

    assert budget["scope"] == on("TAGS", "food", "strasse")
    assert period(visitor, budget)["spent"] == "4.00"


def test_named_fields_are_changed_and_a_stale_etag_is_refused(visitor: Person) -> None:
    budget = create(visitor)
    path = f"/budgets/{budget['id']}"

    changed = ok(visitor.patch(path, {"name": "Most"}, headers={"If-Match": budget["etag"]}))

    assert changed == budget | {
        "name": "Most", "etag": '"2"', "updated_at": changed["updated_at"],
    }  # fmt: skip
    refused = visitor.patch(path, {"name": "Other"}, headers={"If-Match": budget["etag"]})
    assert problem(refused, 412, "precondition-failed")["current"] == changed
    refused = visitor.delete(path, headers={"If-Match": budget["etag"]})
    problem(refused, 412, "precondition-failed")
    with nothing_written(visitor):
        assert ok(visitor.patch(path, {"name": "Most"})) == changed


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"name": None}, "name"),
        ({"period": None}, "period"),
        ({"start": "2026-04-01"}, "start"),
        ({"once": True}, "once"),
        ({"from": "2026-04-01"}, "from"),
        ({"amount": "1", "from": "2026-02-28"}, "from"),
        ({"amount": "1", "from": "2028-12-31"}, "from"),
        ({"carry": "NONE"}, "carry_cap"),
        ({"archived": "yes"}, "archived"),
    ],
)
def test_invalid_changes_are_refused_with_their_field(
    visitor: Person, patch: dict[str, Any], field: str
) -> None:
    budget = create(visitor, carry="SURPLUS", carry_cap="5")

    for path in (f"/budgets/{budget['id']}", f"/budgets/{budget['id']}/preview"):
        with nothing_written(visitor):
            send = visitor.post if path.endswith("preview") else visitor.patch
            problem(send(path, patch), 422, "invalid-argument", field)


def test_an_archived_budget_has_no_status(visitor: Person) -> None:
    budget = create(visitor)
    path = f"/budgets/{budget['id']}"

    preview = ok(visitor.post(f"{path}/preview", {"archived": True}))
    ok(visitor.patch(path, {"archived": True}))

    assert preview["after"] is None
    assert status(visitor)["items"] == []
    assert names_of(visitor) == ["All"]
    assert len(ok(visitor.get(f"{path}/history"))["items"]) == 1


def test_a_deleted_budget_returns_by_an_undo(visitor: Person) -> None:
    budget = create(visitor, scope=on("CATEGORIES", visitor.category_ids["Dining"]), period=WEEKLY)
    visitor.record("5.00", "Dining", date="2026-03-17")
    path = f"/budgets/{budget['id']}"
    ok(visitor.delete(path), 204)
    problem(visitor.get(path), 404, "not-found")
    problem(visitor.delete(path), 404, "not-found")
    assert visitor.store.tenant.get().ledger.scopes == {}
    visitor.record("6.00", "Dining", date="2026-03-18")

    undo(visitor, latest(visitor, entity="BUDGET"))

    assert ok(visitor.get(path))["etag"] == '"2"'
    assert period(visitor, budget)["spent"] == "11.00"


def test_changes_are_undone_one_by_one(visitor: Person) -> None:
    budget = create(visitor)
    path = f"/budgets/{budget['id']}"
    ok(visitor.patch(path, {"name": "Most"}))
    renamed = latest(visitor)
    ok(visitor.patch(path, {"thresholds": []}))

    undo(visitor, renamed)

    assert {"name": "All", "thresholds": []}.items() <= ok(visitor.get(path)).items()


def test_the_undo_of_a_creation_removes_the_budget_and_its_scope(visitor: Person) -> None:
    create(visitor, scope=on("CATEGORIES", visitor.category_ids["Dining"]), period=WEEKLY)

    undo(visitor, latest(visitor))

    assert names_of(visitor) == []
    assert visitor.store.tenant.get().ledger.scopes == {}


def test_the_feed_and_the_log_show_budgets(visitor: Person) -> None:
    budget = create(visitor)

    [change] = feed_of(visitor)["items"]

    assert change["entity"] == "BUDGET"
    assert change["resource"] == budget
    assert latest(visitor)["after"] == budget


def test_the_log_names_the_fields_that_differ(visitor: Person) -> None:
    budget = create(visitor, period=WEEKLY)
    created = latest(visitor)
    ok(visitor.patch(f"/budgets/{budget['id']}", {"amount": "110"}))

    assert created["changed_fields"] == [
        "amounts", "currency", "name", "period", "scope", "thresholds",
    ]  # fmt: skip
    assert latest(visitor)["changed_fields"] == ["amounts"]


@pytest.mark.parametrize("period_of", [None, WEEKLY])
def test_a_merge_leads_budgets_to_its_target_and_an_undo_back(
    visitor: Person, period_of: dict[str, Any] | None
) -> None:
    pets = ok(visitor.post("/categories", {"name": "Pets", "type": "EXPENSE"}), 201)["id"]
    rent = visitor.category_ids["Rent"]
    entry = visitor.entry("7.00", date="2026-03-18") | {"category_id": pets}
    ok(visitor.post("/transactions", entry), 201)
    visitor.record("8.00", "Rent", date="2026-03-19")
    budget = create(visitor, scope=on("CATEGORIES", pets), period=period_of)
    path = f"/budgets/{budget['id']}"

    ok(visitor.delete(f"/categories/{pets}?reassign_to={rent}"), 204)

    assert ok(visitor.get(path))["scope"] == on("CATEGORIES", rent)
    assert status(visitor)["items"][0]["is_ready"] is (period_of is None)
    undo(visitor, latest(visitor, entity="BUDGET"))
    assert ok(visitor.get(path))["scope"] == on("CATEGORIES", pets)
    assert period(visitor, budget)["spent"] == "7.00"


def test_a_merge_of_two_categories_of_a_budget_leaves_one(visitor: Person) -> None:
    ids = visitor.category_ids
    budget = create(visitor, scope=on("CATEGORIES", *sorted([ids["Dining"], ids["Rent"]])))

    ok(visitor.delete(f"/categories/{ids['Dining']}?reassign_to={ids['Rent']}"), 204)

    found = ok(visitor.get(f"/budgets/{budget['id']}"))
    assert found["scope"] == on("CATEGORIES", ids["Rent"])


def test_a_merge_of_accounts_leads_budgets_to_its_target(visitor: Person) -> None:
    old, new = (
        ok(visitor.post("/accounts", {"name": name, "kind": "CASH"}), 201)["id"]
        for name in ("Old", "New")
    )
    budget = create(visitor, scope=on("ACCOUNTS", old))
    visitor.record("3.00", account_id=old)

    ok(visitor.delete(f"/accounts/{old}?reassign_to={new}"), 204)

    assert period(visitor, budget)["spent"] == "3.00"
    assert ok(visitor.get(f"/budgets/{budget['id']}"))["scope"] == on("ACCOUNTS", new)


def test_a_budget_names_a_deleted_category_as_missing(visitor: Person) -> None:
    dining = visitor.category_ids["Dining"]
    create(visitor, scope=on("CATEGORIES", dining))

    ok(visitor.delete(f"/categories/{dining}"), 204)

    [one] = status(visitor)["items"]
    assert one["scope"] == on("CATEGORIES", dining)
    assert one["missing_ids"] == [dining]


def test_a_ledger_has_at_most_100_budgets(visitor: Person) -> None:
    create(visitor)
    [one] = visitor.store.budgets.list_all()
    an_operation = operation()

    def fill(unit: TenantStore) -> None:
        unit.load()
        for number in range(1, MAX_BUDGETS):
            made = one.model_copy(update={"id": f"B{number:03}"})
            unit.budgets.put(made)
            append_change(unit, an_operation, None, made, index=number - 1)

    visitor.store.transact(fill)

    problem(visitor.post("/budgets", body()), 409, "too-many-budgets")
    assert len(ok(visitor.get("/budgets"))["items"]) == MAX_BUDGETS
    assert len(status(visitor)["items"]) == MAX_BUDGETS


def test_the_summaries_keep_at_most_30_scopes(visitor: Person) -> None:
    for number in range(MAX_KEPT_SCOPES):
        budget = create(visitor, scope=on("TAGS", f"t{number}"), period=WEEKLY)
    create(visitor, scope=on("TAGS", "t0"), period={"frequency": "DAILY"})
    other = create(visitor, scope=on("TAGS", "other"))

    refused = visitor.post("/budgets", body(scope=on("TAGS", "other"), period=WEEKLY))

    problem(refused, 409, "too-many-scopes")
    several = {"scope": on("TAGS", "a", "b")}
    problem(visitor.patch(f"/budgets/{other['id']}", several), 409, "too-many-scopes")
    ok(visitor.patch(f"/budgets/{budget['id']}", {"archived": True}))
    ok(visitor.patch(f"/budgets/{other['id']}", several))
    back = visitor.patch(f"/budgets/{budget['id']}", {"archived": False})
    problem(back, 409, "too-many-scopes")
