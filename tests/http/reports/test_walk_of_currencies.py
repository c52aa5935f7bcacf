"""A ledger in euros with dollars, yen and dinars goes through every function.

After each step all reports are compared with a book that is kept beside it, in which rates are read
from the bank's own file and everything is calculated in decimals; see ``currency_book``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from shared.models.reports.period_close import RollupMessage
from tests.http.accounts import create, default_of
from tests.http.answers import ok, transactions_of
from tests.http.histories import latest, undo
from tests.http.imports.test_restore_backup import exported, restore
from tests.http.reports.currency_checks import check_everything
from tests.http.reports.test_rollup import deliver
from tests.http.uploads import import_file, statement
from tests.support.ledgers.currency_book import Book, Line, Opened, Rates, bank_rates, rounded
from tests.support.ledgers.ledgers import (
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
)
from tests.support.ledgers.people import Person, link_email
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rates import store_rates

OWN_RATES = {
    "KWD": {date(2026, 2, 1): Decimal("2.7713"), date(2026, 3, 1): Decimal("2.8004")},
    # It counts on its day alone, because the bank has a rate of the next one.
    "USD": {date(2026, 3, 10): Decimal("0.9")},
}
ACCOUNTS = {
    "Main account": Opened("EUR"),
    "Dollars": Opened("USD", Decimal("500.00"), date(2025, 12, 15)),
    "Yen": Opened("JPY"),
    "Dinars": Opened("KWD", Decimal("100.000"), date(2026, 2, 3)),
    "Card": Opened("USD", owes=True),
}
TYPES = {"Abroad": "EXPENSE", "Moved": "TRANSFER"}
"""Custom types."""


@pytest.fixture(scope="module", autouse=True)
def _stored(emulators: None, _empty_database: None) -> None:
    rates = bank_rates(date(2025, 1, 1))
    store_rates(**{c: {str(d): str(r) for d, r in of.items()} for c, of in rates.items()})


class Walk:
    """A person's ledger, and the book of it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        own = {currency: dict(rates) for currency, rates in OWN_RATES.items()}
        self.book = Book(Rates(bank_rates(date(2025, 1, 1)), own), dict(ACCOUNTS))
        self.ids: dict[str, str] = {}

    def open(self) -> None:
        """Create the accounts and the own rates."""
        self.ids["Main account"] = default_of(self.person)["id"]
        for name, (currency, opening, day, owes) in ACCOUNTS.items():
            if name not in self.ids:
                kind = "CREDIT_CARD" if owes else "CASH"
                facts = {"opening_balance": str(opening), "opening_date": str(day)}
                created = create(self.person, name, kind, currency=currency, **facts)
                self.ids[name] = created["id"]
        for name, type_of in TYPES.items():
            body = {"name": name, "type": type_of}
            self.ids[name] = ok(self.person.post("/types", body), 201)["id"]
        for currency, rates in OWN_RATES.items():
            for day, rate in rates.items():
                body = {"base": currency, "quote": "EUR", "date": str(day), "rate": str(rate)}
                ok(self.person.post("/currencies/own_rates", body), 201)

    def body(self, name: str, line: Line, **given: str) -> dict[str, Any]:
        """Return the input of a line; the ids are those of its account and category."""
        categories = self.person.category_ids
        content: dict[str, Any] = {
            "type": line.type, "amount": str(line.amount), "account_id": self.ids[line.account],
            "date": str(line.date), "description": name, "payee": line.payee,
            "tags": list(line.tags),
        }  # fmt: skip
        if line.category is not None:
            content["category_id"] = categories[line.category]
        if line.splits:
            content["splits"] = [
                {"category_id": None if c is None else categories[c], "amount": str(part)}
                for c, part in line.splits
            ]
        if line.to_account is not None:
            content["to_account_id"] = self.ids[line.to_account]
        if line.custom_type is not None:
            content["custom_type_id"] = self.ids[line.custom_type]
        return content | given

    def write(self, name: str, line: Line, **given: str) -> None:
        """Put a line into the book, with its amount in euros."""
        euros = self.book.rates.euros(line.amount, line.currency, line.date)
        if line.to_account is not None and ACCOUNTS[line.to_account].currency == "EUR":
            euros = line.to_amount
        if "base_amount" in given:
            euros = Decimal(given["base_amount"])
        if "rate" in given:
            euros = rounded(Fraction(line.amount) * Fraction(given["rate"]), "EUR")
        self.book.lines[name] = line
        self.book.change(name, base=euros)

    def record(self, name: str, line: Line, **given: str) -> str:
        """Record a line, and return its id."""
        self.write(name, line, **given)
        return str(ok(self.person.post("/transactions", self.body(name, line, **given)), 201)["id"])

    def check(self) -> None:
        """Compare every report with the book, and every sum with the transactions."""
        check_everything(self.person, self.book)
        assert_law_holds(self.person.store)
        assert_every_revision_is_logged(self.person.store)
        assert_log_is_complete(self.person.store)


def line(kind: str, amount: str, account: str, day: str, **facts: Any) -> Line:
    """Return a line of 2026 without an amount in euros."""
    currency, when = ACCOUNTS[account].currency, date.fromisoformat(f"2026-{day}")
    return Line(kind, Decimal(amount), currency, account, when, None, **facts)


def record_entries(walk: Walk) -> None:
    """Record income and expenses in each currency."""
    food = {"category": "Groceries", "custom_type": "Abroad"}
    trip = {"tags": ("trip",), "payee": "Diner", "category": "Dining"}
    walk.record("salary", line("INCOME", "3000.00", "Main account", "01-05", category="Salary"))
    walk.record("diner", line("EXPENSE", "123.45", "Dollars", "01-09", **trip))
    walk.record("too early", line("EXPENSE", "12.345", "Dinars", "01-20", **food))
    walk.record("saturday", line("EXPENSE", "9876", "Yen", "02-14", **trip))
    parts = (
        ("Groceries", Decimal("2.333")),
        ("Dining", Decimal("2.334")),
        (None, Decimal("2.334")),
    )
    walk.record("parts", line("EXPENSE", "7.001", "Dinars", "02-20", splits=parts))
    walk.record("wage", line("INCOME", "15.125", "Dinars", "03-05", category="Freelance"))
    fee = line("INCOME", "100.00", "Dollars", "02-02", category="Freelance", payee="Client")
    walk.record("given", fee, base_amount="90.00")
    walk.record("rated", line("EXPENSE", "33.33", "Dollars", "02-03", **food), rate="0.85")
    walk.record("refund", line("EXPENSE", "-20.00", "Dollars", "03-10", **trip))
    walk.record("card", line("EXPENSE", "80.10", "Card", "02-25", payee="Diner"))
    walk.record("card again", line("EXPENSE", "19.99", "Card", "03-11", **food))


def record_transfers(walk: Walk) -> None:
    """Record transfers within a currency, between two, and one that is estimated."""
    for name, amount, source, day, target, received in (
        ("to dollars", "400.00", "Main account", "01-15", "Dollars", "463.20"),
        ("to yen", "200.00", "Dollars", "01-16", "Yen", None),
        ("to dinars", "15000", "Yen", "03-12", "Dinars", "29.301"),
        ("to euros", "10.000", "Dinars", "03-20", "Main account", "27.50"),
        ("to the card", "50.00", "Dollars", "03-02", "Card", None),
    ):
        sent = line("TRANSFER", amount, source, day, to_account=target, tags=("trip",))
        to_currency = ACCOUNTS[target].currency
        given = {} if received is None else {"to_amount": received}
        brought = Decimal(received) if received else None
        if brought is None and to_currency != sent.currency:
            brought = walk.book.rates.convert(sent.amount, sent.currency, to_currency, sent.date)
        known = Line(**{**vars(sent), "to_amount": brought, "custom_type": "Moved"})
        walk.record(name, known, **given)


def record_today(walk: Walk) -> None:
    """Record an income and an expense of today, which are in this month."""
    today = datetime.now(UTC).date()
    for name, kind, amount, account in (
        ("paid today", "INCOME", "1234.56", "Dollars"),
        ("bought today", "EXPENSE", "1.555", "Dinars"),
    ):  # fmt: skip
        known = line(kind, amount, account, "01-01")
        walk.record(name, Line(**{**vars(known), "date": today}))


def record_purchase_abroad(walk: Walk) -> None:
    """Record a purchase in dollars on the account in euros, whose amount is estimated."""
    day = date(2026, 3, 15)
    euros = walk.book.rates.euros(Decimal("60.00"), "USD", day)
    assert euros is not None
    bought = line("EXPENSE", str(euros), "Main account", "03-15", payee="Kiosk")
    walk.write("abroad", bought)
    body = walk.body("abroad", bought) | {"amount": "60.00", "currency": "USD"}
    ok(walk.person.post("/transactions", body), 201)


@pytest.fixture
def walk() -> Walk:
    """Return a ledger with entries, transfers and a purchase in each currency."""
    walk = Walk(new_visitor("EUR"))
    walk.open()
    record_entries(walk)
    record_transfers(walk)
    record_purchase_abroad(walk)
    record_today(walk)
    return walk


def test_every_report_of_four_currencies_is_right_to_the_minor_unit(walk: Walk) -> None:
    assert walk.book.lines["too early"].base is None
    walk.check()


def test_edits_batches_imports_trash_and_undo_keep_all_numbers_right(walk: Walk) -> None:
    person, book = walk.person, walk.book
    found = {one["description"]: one for one in transactions_of(person)}
    paths = {name: f"/transactions/{one['id']}" for name, one in found.items()}

    # Another amount is converted at the same rate, another day at its own.
    ok(person.patch(paths["rated"], {"amount": "66.66"}))
    book.change(
        "rated", amount=Decimal("66.66"), base=rounded(Fraction("66.66") * Fraction("0.85"), "EUR")
    )
    ok(person.patch(paths["saturday"], {"date": "2026-03-03"}))
    walk.write("saturday", Line(**{**vars(book.lines["saturday"]), "date": date(2026, 3, 3)}))
    # Without the given amount the reference rate counts.
    ok(person.patch(paths["given"], {"base_amount": None}))
    walk.write("given", book.lines["given"])
    batch = [line("EXPENSE", "1000", "Yen", "03-30"), line("INCOME", "1.001", "Dinars", "03-31")]
    for number, one in enumerate(batch):
        walk.write(f"batch {number}", one)
    rows = [walk.body(f"batch {number}", one) for number, one in enumerate(batch)]
    ok(person.post("/transactions/batch", {"create": rows}))
    import_file(
        person, statement("2026-03-27,-24.68,Café,imported"), account_id=walk.ids["Dollars"]
    )
    walk.write("imported", line("EXPENSE", "24.68", "Dollars", "03-27", payee="Café"))
    # One stays in the trash, one comes back, and an edit is undone.
    ok(person.delete(paths["diner"]), 204)
    del book.lines["diner"]
    ok(person.delete(paths["card"]), 204)
    ok(person.post(f"{paths['card']}/restore"))
    ok(person.patch(paths["wage"], {"amount": "99.999", "date": "2026-02-02"}))
    undo(person, latest(person))

    walk.check()


def test_a_backup_brings_back_all_numbers_in_another_ledger(walk: Walk) -> None:
    other = new_visitor("USD")
    ok(restore(other, exported(walk.person)), 201)
    check_everything(other, walk.book)
    assert_law_holds(other.store)


def test_a_takeover_of_a_demo_keeps_all_numbers(walk: Walk) -> None:
    account = link_email(walk.person)

    ok(account.post("/me/claim_demo"))

    check_everything(account, walk.book)
    assert_law_holds(account.store)


def test_a_file_that_was_exported_gives_all_numbers_in_another_ledger(walk: Walk) -> None:
    text = walk.person.get("/exports/transactions").get_data()
    other = Walk(new_visitor("EUR"))
    other.open()
    other.book.lines = walk.book.lines

    import_file(other.person, text)

    check_everything(other.person, other.book)
    assert_law_holds(other.person.store)


def test_a_closed_month_has_the_same_numbers_and_new_ones_after_a_change(walk: Walk) -> None:
    for month in ("2026-02", "2026-03"):
        tenants = (walk.person.store.ref.path,)
        message = RollupMessage(month=month, run_id="run 1", tenants=tenants)
        assert deliver(message.model_dump_json().encode()).status_code == 200
    walk.check()

    found = {one["description"]: one for one in transactions_of(walk.person)}
    ok(walk.person.patch(f"/transactions/{found['wage']['id']}", {"date": "2026-02-27"}))
    walk.write("wage", Line(**{**vars(walk.book.lines["wage"]), "date": date(2026, 2, 27)}))
    walk.check()


def test_a_rate_that_arrives_late_changes_exactly_one_transaction_once(walk: Walk) -> None:
    person, late = walk.person, {"base": "KWD", "quote": "EUR", "date": "2026-01-02"}
    before = ok(person.get("/changes"))["items"][0]["sequence"]

    ok(person.post("/currencies/own_rates", late | {"rate": "2.75"}), 201)

    walk.book.rates.own["KWD"][date(2026, 1, 2)] = Decimal("2.75")
    walk.write("too early", walk.book.lines["too early"])
    changes = ok(person.get("/changes"))["items"]
    [healed] = [one for one in changes if one["sequence"] > before and one["cause"] == "RATES"]
    assert healed["after"]["description"] == "too early"
    walk.check()


def test_a_merge_of_two_accounts_in_dollars_keeps_all_numbers_right(walk: Walk) -> None:
    card, dollars = walk.ids["Card"], walk.ids["Dollars"]
    ok(walk.person.delete(f"/accounts/{card}?reassign_to={dollars}"), 204)

    del walk.book.accounts["Card"], walk.book.lines["to the card"]
    for name in ("card", "card again"):
        walk.book.change(name, account="Dollars")
    walk.check()


def test_a_transaction_tells_what_it_came_to(walk: Walk) -> None:
    for one in transactions_of(walk.person):
        booked = walk.book.lines[one["description"]]
        found = ok(walk.person.post(f"/transactions/{one['id']}/convert"))
        assert (found["to"], Decimal(found["amount"])) == ("EUR", booked.amount)
        assert (found["converted"] and Decimal(found["converted"])) == booked.base, one


def test_amounts_are_converted_at_any_date(walk: Walk) -> None:
    rates = walk.book.rates
    asked = [
        ("123.45", "USD", "EUR", "2026-03-10"),
        ("123.45", "USD", "EUR", "2026-03-11"),
        ("9999", "JPY", "USD", "2026-02-15"),
        ("7.777", "KWD", "EUR", "2026-02-28"),
        ("1.00", "KWD", "EUR", "2026-01-31"),
    ]
    body = [{"amount": a, "currency": c, "to": to, "date": d} for a, c, to, d in asked]

    items = ok(walk.person.post("/currencies/convert", {"amounts": body}))["items"]

    assert [one["converted"] and Decimal(one["converted"]) for one in items] == [
        rates.convert(Decimal(a), c, to, date.fromisoformat(d)) for a, c, to, d in asked
    ]
