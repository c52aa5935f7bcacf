"""Sums in answers about a ledger of several currencies, as the book has them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.http.answers import ok
from tests.support.ledgers.currency_book import Sums
from tests.support.ledgers.people import Person

FIRST, LAST = date(2025, 12, 1), date(2026, 3, 31)
STARTS = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
MONTHS = [(day, day.replace(day=monthrange(day.year, day.month)[1])) for day in STARTS]
PERIOD = f"from={FIRST}&to={LAST}"
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def amounts(line: Any, *names: str) -> tuple[Decimal, ...]:
    """Return amounts of an answer."""
    return tuple(Decimal(line[name]) for name in names)


def sums_in(line: Any) -> Sums:
    """Return the sums of a line of an answer, whose net must be theirs."""
    income, expenses = amounts(line, "income", "expenses")
    found = Sums(income, expenses, line["transaction_count"])
    assert Decimal(line["net"]) == found.net
    return found


def missing_in(answer: Any) -> dict[str, Sums]:
    """Return what an answer names as unconverted."""
    return {one["currency"]: sums_in(one) for one in answer["unconverted"]}


def names_of(person: Person) -> dict[str | None, str | None]:
    """Return the names of categories and accounts by their ids."""
    categories = {key: name for name, key in person.category_ids.items()}
    accounts = {one["id"]: one["name"] for one in ok(person.get("/accounts"))["items"]}
    return {None: None, **categories, **accounts}
