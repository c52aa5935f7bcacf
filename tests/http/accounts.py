"""Accounts over HTTP: made, found, and merged."""

from __future__ import annotations

from typing import Any

from tests.http.answers import ok
from tests.support.ledgers.ledgers import (
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
)
from tests.support.ledgers.people import Person


def accounts_of(person: Person, query: str = "") -> Any:
    """Return the answer of the list of a person's accounts."""
    return ok(person.get(f"/accounts{query}"))


def names(person: Person, query: str = "") -> list[str]:
    """Return the names of a person's accounts, as they are listed."""
    return [account["name"] for account in accounts_of(person, query)["items"]]


def create(person: Person, name: str = "Savings", kind: str = "SAVINGS", **fields: Any) -> Any:
    """Create an account, and give its JSON."""
    return ok(person.post("/accounts", {"name": name, "kind": kind, **fields}), 201)


def default_of(person: Person) -> Any:
    """Return the person's default account."""
    [account] = [a for a in accounts_of(person)["items"] if a["is_default"]]
    return account


def path_of(account: dict[str, Any]) -> str:
    """Return the path of an account."""
    return f"/accounts/{account['id']}"


class Accounts:
    """A person's accounts by name: ``Main account``, and those that a test makes."""

    def __init__(self, person: Person) -> None:
        self.person = person
        [main] = ok(person.get("/accounts"))["items"]
        self.ids = {"Main account": main["id"]}

    def create(self, name: str, opening_balance: str = "0", **fields: Any) -> None:
        """Create one more account."""
        body = {"name": name, "kind": "SAVINGS", "opening_balance": opening_balance, **fields}
        self.ids[name] = ok(self.person.post("/accounts", body), 201)["id"]

    def get(self, name: str) -> Any:
        """Return an account as it is now."""
        return ok(self.person.get(f"/accounts/{self.ids[name]}"))

    def balances(self) -> dict[str, tuple[str, int]]:
        """Balance and count of each account there is."""
        items = ok(self.person.get("/accounts?include_archived=true"))["items"]
        return {item["name"]: (item["balance"], item["transaction_count"]) for item in items}

    def net_worth(self) -> Any:
        """Return the net worth of all accounts."""
        return ok(self.person.get("/accounts"))["totals"]["net_worth"]

    def merge(self, source: str, target: str, **options: Any) -> Any:
        """Ask for a merge of two accounts."""
        path = f"/accounts/{self.ids[source]}?reassign_to={self.ids[target]}"
        return self.person.delete(path, **options)

    def record(self, name: str, amount: str = "1.00", **fields: Any) -> Any:
        """Record an expense on an account."""
        return self.person.record(amount, account_id=self.ids[name], **fields)

    def transfer(self, source: str, target: str, amount: str = "5.00", **fields: Any) -> Any:
        """Record a transfer between two accounts."""
        body = {
            "type": "TRANSFER",
            "amount": amount,
            "account_id": self.ids[source],
            "to_account_id": self.ids[target],
            "date": "2026-03-31",
            **fields,
        }
        return ok(self.person.post("/transactions", body), 201)

    def put_in_trash(self, transaction: dict[str, Any]) -> None:
        """Delete a transaction."""
        ok(self.person.delete(f"/transactions/{transaction['id']}"), 204)

    def assert_sound(self) -> None:
        """Check that every total is right, and every change is in the log."""
        assert_law_holds(self.person.store)
        assert_every_revision_is_logged(self.person.store)
        assert_log_is_complete(self.person.store)


def old_and_new(person: Person) -> Accounts:
    """Return the person's accounts: the main one, Old and New."""
    accounts = Accounts(person)
    accounts.create("Old", "100.00", opening_date="2025-12-01")
    accounts.create("New", "20.00", opening_date="2026-02-01")
    return accounts
