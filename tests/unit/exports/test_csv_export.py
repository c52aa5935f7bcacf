from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.exports.csv_export import csv_lines
from shared.models.imports.statements.csv.exported.columns import COLUMNS
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.transaction import Split, Transaction
from shared.models.values.formulas import without_marks
from tests.unit.examples import account, category, sample_ledger, transaction, transfer
from tests.unit.memory import NOISE, peak_bytes
from tests.unit.strategies import bounded, transactions

any_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t;=+-@ '")
)


def ledger() -> Ledger:
    """Return a ledger with the categories and accounts of the examples."""
    return sample_ledger(
        category("food", "Food"),
        category("rent", "Rent"),
        category("pay", "Pay"),
        accounts={
            "main": account(),
            "savings": account("savings", "Savings"),
            "card": account("card", "Card"),
        },
    )


def rows(*found: Transaction, of: Ledger | None = None) -> list[dict[str, str]]:
    """Return the rows that a reader of CSV finds in the file of these transactions."""
    text = "".join(csv_lines(of or ledger(), found))
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def cells(**facts: Any) -> dict[str, str]:
    """Return the only row of a transaction."""
    [row] = rows(transaction(**facts))
    return row


def test_a_row_names_everything_in_the_order_of_its_columns() -> None:
    bought = transaction(
        payee="Corner shop",
        description="Bread, butter",
        notes='said "hi"\nand left',
        tags=("home", "weekly"),
        external_id="B-17",
        custom_type_id="gift",
    )

    assert "".join(csv_lines(ledger(), [bought])) == (
        "id,date,type,amount,currency,account,to_account,category,payee,description,notes,tags,"
        "splits,external_id,custom_type,to_amount,to_currency,base_amount,base_currency,rate,"
        "rate_date,rate_source,original_amount,original_currency,amount_estimated,"
        "to_amount_estimated\r\n"
        "T1,2026-03-15,EXPENSE,12.50,USD,Main,,Food,Corner shop,"
        '"Bread, butter","said ""hi""\nand left",home | weekly,,B-17,Gift,,,12.50,USD,,,,,,,\r\n'
    )


def test_a_transfer_names_both_accounts() -> None:
    [row] = rows(transfer())

    assert (row["account"], row["to_account"], row["category"]) == ("Main", "Savings", "")


def test_splits_are_listed_with_their_categories() -> None:
    splits = (
        Split(category_id="food", amount_minor=1000),
        Split(category_id="rent", amount_minor=250, note="May"),
    )

    row = cells(category_id=None, splits=splits)

    assert (row["category"], row["splits"]) == ("", "Food: 10.00 | Rent: 2.50 (May)")


def test_what_was_removed_is_named_by_its_id() -> None:
    row = cells(category_id="gone", account_id="lost")

    assert (row["category"], row["account"]) == ("gone", "lost")


@pytest.mark.parametrize(
    ("currency", "amount_minor", "written"),
    [("USD", -1250, "-12.50"), ("JPY", 1250, "1250"), ("JPY", -1, "-1"), ("KWD", 5, "0.005")],
)
def test_an_amount_stays_a_number(currency: str, amount_minor: int, written: str) -> None:
    assert cells(currency=currency, amount_minor=amount_minor)["amount"] == written


@pytest.mark.parametrize(
    ("text", "cell"), [("=1+1", "'=1+1"), ("\tx", "'\tx"), ("＠a", "'＠a"), ("x;=1+1", "x;'=1+1")]
)
def test_every_column_that_people_write_is_defused(text: str, cell: str) -> None:
    evil = sample_ledger(
        category("food", text),
        accounts={"main": account("main", text), "savings": account("savings", text)},
    )
    texts = {"payee": text, "description": text, "notes": text, "external_id": text}
    whole = transaction(**texts, tags=(text, "b"))
    split = transaction(category_id=None, splits=(Split(category_id="food", amount_minor=1250),))

    found = rows(whole, split, transfer(), of=evil)

    for name in (*texts, "account", "category"):
        assert found[0][name] == cell
    assert found[0]["tags"] == f"{cell} | b"
    assert found[1]["splits"] == f"{cell}: 12.50"
    assert found[2]["to_account"] == cell


@bounded
@given(
    text=any_text,
    column=st.sampled_from(["payee", "description", "notes", "external_id"]),
)
def test_no_text_is_lost_and_none_begins_a_formula(text: str, column: str) -> None:
    found = cells(**{column: text})[column]

    assert without_marks(found) == text
    for part in re.split("[;\t\n\r]", found):
        assert not part.lstrip().startswith(("=", "+", "-", "@"))
    assert not found.startswith(("\t", "\r"))


@bounded
@given(found=st.lists(transactions(text=any_text), max_size=5))
def test_every_transaction_is_one_row_with_every_column(found: list[Transaction]) -> None:
    written = rows(*found)

    assert [row["id"] for row in written] == [t.id for t in found]
    assert all(tuple(row) == tuple(COLUMNS) and None not in row.values() for row in written)


def test_a_long_file_takes_no_more_memory_than_a_short_one() -> None:
    def peak_writing(count: int) -> int:
        found = (
            transaction(id=f"T{number}", description=f"number {number}", notes="n" * 500)
            for number in range(count)
        )
        return peak_bytes(csv_lines(ledger(), found))

    short = peak_writing(1000)

    assert peak_writing(10_000) < short + NOISE
