"""Rows that name accounts or values which the ledger does not have are not recorded silently."""

from __future__ import annotations

import pytest

from tests.http.answers import ok
from tests.http.uploads import carry_out, preview, statement
from tests.support.ledgers.people import Person

pytestmark = pytest.mark.usefixtures("emulators")


def test_rows_are_recorded_on_the_accounts_that_they_name(visitor: Person) -> None:
    savings = ok(visitor.post("/accounts", {"name": "Savings", "kind": "SAVINGS"}), 201)["id"]
    rows = "-1.00,savings", "-1.00,Nope", "-1.00,Main account"
    content = statement(*(f"2026-05-01,{row}" for row in rows), header="Date,Amount,Account")

    plan = preview(visitor, content)
    carry_out(visitor, plan)

    lacking = "there is no account “Nope”; create it, or give its column the role IGNORE"
    assert [(row["status"], row["reason"]) for row in plan["rows"]] == [
        ("NEW", None), ("INVALID", lacking), ("NEW", None)
    ]  # fmt: skip
    found = ok(visitor.get("/transactions"))["items"]
    assert {one["account_id"] for one in found} == {savings, plan["account_id"]}
    assert preview(visitor, content)["planned"]["duplicate"] == 2


def test_an_account_that_the_ledger_lacks_is_asked_about(visitor: Person) -> None:
    content = statement("2026-05-01,-1.00,Nope", header="Date,Amount,Account")

    plan = preview(visitor, content)

    assert [one["code"] for one in plan["ambiguities"]] == ["no-texts", "account"]
    assert plan["rows"][0]["reason"].startswith("there is no account “Nope”")
