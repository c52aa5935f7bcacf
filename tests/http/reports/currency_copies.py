"""Copies that a ledger of several currencies gives out, compared with the book."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

from tests.http.answers import ok
from tests.http.histories import feed_of
from tests.http.reports.currency_sums import names_of
from tests.support.ledgers.currency_book import Book, Line
from tests.support.ledgers.people import Person


def check_csv(person: Person, book: Book) -> None:
    """Compare the CSV file of all transactions, with both amounts of each."""
    text = person.get("/exports/transactions").get_data(as_text=True)
    rows = {row["description"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert set(rows) == set(book.lines)
    for name, line in book.lines.items():
        row = rows[name]
        assert (Decimal(row["amount"]), row["currency"]) == (line.amount, line.currency)
        assert (row["account"], row["to_account"] or None) == (line.account, line.to_account)
        assert (row["base_amount"], row["base_currency"]) == (
            "" if line.base is None else str(line.base), "EUR"
        )  # fmt: skip
        assert row["to_amount"] == ("" if line.to_amount is None else str(line.to_amount))


def check_backup(person: Person, book: Book) -> None:
    """Compare the backup, and that in the personal data of the person."""
    backup = ok(person.get("/exports/ledger"))
    names = names_of(person)
    live = [one for one in backup["transactions"] if one.get("deleted_at") is None]
    _check_records(live, book, names)
    opened = {one["name"]: Decimal(one.get("opening_balance", 0)) for one in backup["accounts"]}
    assert opened == {name: one.opening for name, one in book.accounts.items()}
    own = ok(person.get("/me/export"))["ledger"]
    assert {key: own[key] for key in own if key != "exported_at"} == {
        key: backup[key] for key in backup if key != "exported_at"
    }


def check_feed(person: Person, book: Book) -> None:
    """Compare the copy that a client makes by the feed of changes from the beginning."""
    copies: dict[str, Any] = {}
    since, has_more = "", True
    while has_more:
        page = feed_of(person, since)
        for item in page["items"]:
            if item["entity"] == "TRANSACTION":
                copies[item["entity_id"]] = item["resource"]
        since, has_more = page["next_cursor"], page["has_more"]
    live = [one for one in copies.values() if one is not None]
    _check_records(live, book, names_of(person))


def _check_records(records: list[Any], book: Book, names: dict[str | None, str | None]) -> None:
    """Compare transactions as they are in a backup, or in the feed."""
    assert sorted(one["description"] for one in records) == sorted(book.lines)
    for one in records:
        line: Line = book.lines[one["description"]]
        assert (one["type"], Decimal(one["amount"]), one["date"]) == (
            line.type, line.amount, str(line.date)
        ), one  # fmt: skip
        assert (names[one["account_id"]], names[one.get("to_account_id")]) == (
            line.account, line.to_account
        )  # fmt: skip
        assert (one.get("currency") or "EUR") == line.currency
        to_amount = one.get("to_amount")
        assert (None if to_amount is None else Decimal(to_amount)) == line.to_amount
        exchange = one.get("exchange")
        base = one["amount"] if exchange is None else exchange.get("base_amount")
        assert (None if base is None else Decimal(base)) == line.base, one
