from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem, report_of, transactions_of
from tests.support.faults import fault
from tests.support.ledgers.ledgers import assert_every_revision_is_logged, assert_law_holds
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

KEY = {"Idempotency-Key": "a-key"}


class Purse:
    """A person with a main account, savings and a credit card."""

    def __init__(self, person: Person) -> None:
        self.person = person
        [main] = ok(person.get("/accounts"))["items"]
        self.main = main["id"]
        self.savings = self._open("Savings", "SAVINGS")
        self.card = self._open("Card", "CREDIT_CARD")

    def _open(self, name: str, kind: str) -> str:
        account_id: str = ok(self.person.post("/accounts", {"name": name, "kind": kind}), 201)["id"]
        return account_id

    def transfer(self, amount: str = "5.00", **fields: Any) -> dict[str, Any]:
        """Return the JSON of a transfer from main to savings, unless given otherwise."""
        return {
            "type": "TRANSFER",
            "amount": amount,
            "account_id": self.main,
            "to_account_id": self.savings,
            "date": "2026-03-31",
            **fields,
        }

    def record(self, amount: str = "5.00", **fields: Any) -> Any:
        """Record a transfer."""
        return ok(self.person.post("/transactions", self.transfer(amount, **fields)), 201)

    def balances(self) -> tuple[str, str, str]:
        """Return the balances of the main account, savings and card."""
        items = {item["id"]: item for item in ok(self.person.get("/accounts"))["items"]}
        main, savings, card = (
            items[key]["balance"] for key in (self.main, self.savings, self.card)
        )
        return main, savings, card


@pytest.fixture
def purse(visitor: Person) -> Purse:
    """Return a visitor's purse, in US dollars."""
    return Purse(visitor)


def path_of(transaction: dict[str, Any]) -> str:
    return f"/transactions/{transaction['id']}"


def test_a_transfer_is_answered_whole_and_moves_money_between_two_accounts(purse: Purse) -> None:
    body = purse.transfer("5.00", payee="Me", description="For later", tags=["rainy day"])

    response = purse.person.post("/transactions", body)

    recorded = ok(response, 201)
    assert recorded == body | {
        "id": recorded["id"],
        "currency": "USD",
        "to_amount": None,
        "exchange": None,
        "original": None,
        "is_amount_estimated": False,
        "is_to_amount_estimated": False,
        "category_id": None,
        "custom_type_id": None,
        "splits": [],
        "notes": None,
        "import_id": None,
        "recurring_id": None,
        "goal_id": None,
        "occurrence_nominal": None,
        "etag": '"1"',
        "external_id": None,
        "created_at": recorded["created_at"],
        "updated_at": recorded["created_at"],
        "deleted_at": None,
    }
    assert ok(purse.person.get(response.headers["Location"])) == recorded
    assert purse.balances() == ("-5.00", "5.00", "0.00")
    assert_law_holds(purse.person.store)


def test_a_transfer_leaves_from_the_default_account_where_none_is_named(purse: Purse) -> None:
    body = purse.transfer()
    del body["account_id"]

    assert ok(purse.person.post("/transactions", body), 201)["account_id"] == purse.main


def test_a_transfer_is_in_no_total_of_a_report(purse: Purse) -> None:
    purse.person.record("12.50", "Groceries")
    fields = (
        "total_income", "total_expenses", "net_balance", "transaction_count", "by_category",
        "daily",
    )  # fmt: skip
    before = report_of(purse.person)

    purse.record("500.00")

    after = report_of(purse.person)
    known = [field for field in fields if field in before]
    assert {"total_income", "total_expenses", "transaction_count", "by_category"} <= set(known)
    assert {field: after[field] for field in known} == {field: before[field] for field in known}


def test_paying_off_a_credit_card_is_a_transfer_and_no_second_expense(purse: Purse) -> None:
    purse.person.record("80.00", "Groceries", account_id=purse.card)
    purse.person.record("-10.00", "Groceries", account_id=purse.card)
    assert purse.balances() == ("0.00", "0.00", "-70.00")
    totals = ok(purse.person.get("/accounts"))["totals"]
    assert totals == {
        "currency": "USD",
        "assets": "0.00",
        "liabilities": "70.00",
        "net_worth": "-70.00",
        "unconverted": [],
        "rates_as_of": None,
    }

    purse.record("70.00", to_account_id=purse.card)

    assert purse.balances() == ("-70.00", "0.00", "0.00")
    assert report_of(purse.person)["total_expenses"] == "70.00"
    assert ok(purse.person.get("/accounts"))["totals"]["net_worth"] == "-70.00"


@pytest.mark.parametrize(
    ("currency", "amount", "balances"),
    [
        ("JPY", "500", ("-500", "500", "0")),
        ("KWD", "0.001", ("-0.001", "0.001", "0.000")),
        ("USD", "99999999999.99", ("-99999999999.99", "99999999999.99", "0.00")),
    ],
)
def test_a_transfer_is_exact_in_every_currency(
    currency: str, amount: str, balances: tuple[str, str, str]
) -> None:
    purse = Purse(new_visitor(currency))

    purse.record(amount)

    assert purse.balances() == balances
    assert_law_holds(purse.person.store)


def test_what_contradicts_itself_in_a_transfer_is_named(purse: Purse) -> None:
    dining = purse.person.category_ids["Dining"]
    splits = [{"category_id": dining, "amount": "2.50"}, {"category_id": dining, "amount": "2.50"}]
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"to_account_id": None}, "to_account_id"),
        ({"to_account_id": purse.main}, "to_account_id"),
        ({"to_account_id": "missing"}, "to_account_id"),
        ({"account_id": "missing"}, "account_id"),
        ({"amount": "-5.00"}, "amount"),
        ({"amount": "0.00"}, "amount"),
        ({"category_id": dining}, "category_id"),
        ({"splits": splits}, "splits"),
    ]
    recorded = purse.record()

    with nothing_written(purse.person):
        for fields, field in wrong:
            body = purse.transfer() | fields
            problem(purse.person.post("/transactions", body), 422, "invalid-argument", field)
            problem(purse.person.put(path_of(recorded), body), 422, "invalid-argument", field)


def test_an_entry_has_no_second_account(purse: Purse) -> None:
    entry = purse.person.entry(to_account_id=purse.savings)

    with nothing_written(purse.person):
        response = purse.person.post("/transactions", entry)

    problem(response, 422, "invalid-argument", "to_account_id")


def test_a_transfer_can_be_turned_round_and_moved(purse: Purse) -> None:
    path = path_of(purse.record("5.00"))

    turned = {"account_id": purse.savings, "to_account_id": purse.main, "amount": "7.00"}
    ok(purse.person.patch(path, turned))
    assert purse.balances() == ("7.00", "-7.00", "0.00")
    ok(purse.person.patch(path, {"to_account_id": purse.card, "date": "2026-04-01"}))
    assert purse.balances() == ("0.00", "-7.00", "7.00")
    assert_law_holds(purse.person.store)
    assert_every_revision_is_logged(purse.person.store)


def test_an_entry_becomes_a_transfer_and_back(purse: Purse) -> None:
    path = path_of(purse.person.record("5.00", "Dining"))

    with nothing_written(purse.person):
        alone = purse.person.patch(path, {"type": "TRANSFER"})
    problem(alone, 422, "invalid-argument", "to_account_id")
    transfer = ok(purse.person.patch(path, {"type": "TRANSFER", "to_account_id": purse.savings}))
    assert (transfer["category_id"], transfer["splits"]) == (None, [])
    assert report_of(purse.person)["transaction_count"] == 0
    assert_law_holds(purse.person.store)

    entry = ok(purse.person.patch(path, {"type": "EXPENSE"}))
    assert (entry["category_id"], entry["to_account_id"]) == (None, None)
    assert purse.balances() == ("-5.00", "0.00", "0.00")
    assert_law_holds(purse.person.store)


def test_a_deleted_transfer_moves_nothing_until_it_is_restored(purse: Purse) -> None:
    path = path_of(purse.record("5.00"))

    ok(purse.person.delete(path), 204)
    assert purse.balances() == ("0.00", "0.00", "0.00")
    ok(purse.person.post(f"{path}/restore"))
    assert purse.balances() == ("-5.00", "5.00", "0.00")
    assert_law_holds(purse.person.store)


def test_a_transfer_is_listed_under_either_of_its_accounts(purse: Purse) -> None:
    transfer = purse.record()
    spent = purse.person.record(account_id=purse.card)

    def listed(**query: Any) -> list[str]:
        return [item["id"] for item in transactions_of(purse.person, **query)]

    assert listed(account_id=purse.main) == listed(account_id=purse.savings) == [transfer["id"]]
    assert listed(account_id=purse.card) == [spent["id"]]
    assert listed(type="transfer") == [transfer["id"]]
    assert listed(account_id=purse.main, type="EXPENSE") == []
    assert listed(account_id=purse.savings, min_amount="5", max_amount="5") == [transfer["id"]]
    assert listed(account_id=purse.savings, **{"from": "2026-04-01"}) == []


def test_a_retry_with_its_key_moves_money_once(purse: Purse) -> None:
    first = purse.person.post("/transactions", purse.transfer(), headers=KEY)
    with fault("answer lost"):
        second = purse.person.post("/transactions", purse.transfer(), headers=KEY)

    assert ok(second, 201) == ok(first, 201)
    assert purse.balances() == ("-5.00", "5.00", "0.00")


def test_a_transfer_to_anothers_account_is_refused(purse: Purse) -> None:
    other = Purse(new_visitor())

    with nothing_written(purse.person, other.person):
        body = purse.transfer(to_account_id=other.savings)
        response = purse.person.post("/transactions", body)

    problem(response, 422, "invalid-argument", "to_account_id")
