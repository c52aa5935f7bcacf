"""Goals of a household while it lives: on each day they are those of an independent calculation.

They are compared on the 15th and on the last day of each month of two years, with what is recorded
until then; and with all records on every day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from shared.services.planning.goals.reports import get_status
from tests.http.answers import ok
from tests.http.planning.goals.goals import create, of_account, savings
from tests.http.planning.household.household import Household, noon
from tests.http.planning.household.independent import FIRST, LAST, ONE_DAY, Record, firsts
from tests.http.planning.household.independent_goals import Book, Entry, Wish
from tests.http.planning.household.test_goals import shown
from tests.support.ledgers.people import Person

pytestmark = pytest.mark.early

CENTAVOS = 100
"""Centavos for a cent of the ledger's currency."""


def text(minor: int) -> str:
    """Return an amount as decimals."""
    return f"{minor // 100}.{minor % 100:02}"


def part_of(part: int | Fraction) -> dict[str, Any]:
    """Return the fields of a part of a balance."""
    return {"amount": text(part)} if isinstance(part, int) else {"basis_points": int(part * 10_000)}


class Savers:
    """A household with savings, a loan, foreign cash, and goals on them."""

    def __init__(self, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house, self.person = Household(person, monkeypatch), person
        opened = {"opening_date": str(FIRST)}
        nest = savings(person, "1000.00", name="Nest", **opened)
        loan = savings(person, "-2000.00", name="Loan", kind="LOAN", **opened)
        self.house.accounts |= {"nest": nest["id"], "loan": loan["id"]}
        pesos = {"opening_balance": "200000", **opened}
        ok(person.patch(f"/accounts/{self.house.accounts['pesos']}", pesos))
        self.moves: list[Entry] = []
        self.linked: set[str] = set()
        opening = {"nest": 100_000, "loan": -200_000, "pesos": 20_000_000}
        self.book = Book([], opening, {})
        self.ids: dict[str, str] = {}

    def wish(self, name: str, wish: Wish, **funding: Any) -> None:
        """Create a goal."""
        if wish.account:
            parts = part_of(wish.parts[0][1]) if wish.parts else {}
            account = {"id": self.house.accounts[wish.account]}
            funding = of_account(account, wish.kind, **parts, **funding)
        dates = {
            "start": str(wish.start),
            "target_date": None if wish.end is None else str(wish.end),
        }
        funding = {"kind": wish.kind, **funding}
        made = create(self.person, name=name, target=text(wish.target), funding=funding, **dates)
        self.ids[name] = made["id"]
        self.book.wishes = dict(sorted((self.book.wishes | {name: wish}).items()))

    def give(self, name: str, day: date, part: int | Fraction) -> None:
        """Give a goal another part of its account."""
        wish = self.book.wishes[name]
        account = {"id": self.house.accounts[wish.account]}
        self.change(name, funding=of_account(account, **part_of(part)))
        wish.parts.append((day, part))

    def change(self, name: str, **fields: Any) -> None:
        """Change a goal."""
        ok(self.person.patch(f"/goals/{self.ids[name]}", fields))
        self.book.wishes[name].state = fields.get("state", self.book.wishes[name].state)

    def move(self, day: date, cents: int, target: str) -> None:
        """Transfer money from the main account."""
        accounts = self.house.accounts
        entry = {"type": "TRANSFER", "amount": text(cents), "date": str(day)}
        ids = {"account_id": accounts["main"], "to_account_id": accounts[target]}
        ok(self.person.post("/transactions", entry | ids), 201)
        self.moves.append(Entry("TRANSFER", day, cents, "main", to=target))

    def link(self, keys: Iterable[str]) -> None:
        """Let expenses count for the goal by links."""
        for key in keys:
            asked = {"transaction_id": key}
            ok(self.person.post(f"/goals/{self.ids['Kit']}/contribute", asked))
            self.linked.add(key)

    def unlink(self, key: str) -> None:
        """Let an expense count no longer."""
        ok(self.person.delete(f"/goals/{self.ids['Kit']}/contributions/{key}"))
        self.linked.remove(key)

    def entry(self, key: str, one: Record) -> Entry:
        """Return an expense with its amount in its account's currency."""
        scale = CENTAVOS if one.account == "pesos" else 1
        category = "Groceries" if one.category == self._merged else one.category
        goal = "Kit" if key in self.linked else None
        amount = one.cents * scale
        return Entry("EXPENSE", one.day, amount, one.account, category, None, one.tags, goal,
                     one.cents)  # fmt: skip

    @property
    def _merged(self) -> str | None:
        is_merged = self.house.ids["Dining"] == self.house.ids["Groceries"]
        return "Dining" if is_merged else None

    def compare(self, today: date) -> dict[str, Any]:
        """Compare all goals on a day with the independent calculation, and return them."""
        records = self.house.records.items()
        self.book.enter([*self.moves, *(self.entry(key, one) for key, one in records)])
        report = get_status(self.person.store, noon(today))
        wishes = self.book.wishes
        released = {name for name, one in wishes.items() if one.state == "CANCELLED"}
        assert {one.goal.name for one in report.goals if one.status is None} == released
        found = {one.goal.name: shown(one) for one in report.goals if one.status is not None}
        assert found == {
            name: self.book.status(name, today) for name in wishes if name not in released
        }, today
        for one in report.goals:
            saved = 0 if one.status is None else one.status.saved_minor
            scale = CENTAVOS if wishes[one.goal.name].account == "pesos" else 1
            assert report.base_minor(saved, one.goal.currency) == round(Fraction(saved, scale))
        return found


def wish_all(savers: Savers) -> None:
    """Create goals: two parts of the savings, two of foreign cash, and one of each other kind."""
    savers.wish("Car", Wish("ALLOCATION", FIRST, 50_000, date(2024, 12, 20), "nest",
                            parts=[(FIRST, Fraction(1, 4))]))  # fmt: skip
    savers.wish("Roof", Wish("ALLOCATION", FIRST, 200_000, date(2025, 9, 30), "nest",
                             parts=[(FIRST, 60_000)]))  # fmt: skip
    savers.wish("Trip", Wish("ALLOCATION", FIRST, 15_000_000, LAST, "pesos",
                             parts=[(FIRST, 12_000_000)]))  # fmt: skip
    savers.wish("Visa", Wish("ALLOCATION", FIRST, 900_000, None, "pesos",
                             parts=[(FIRST, Fraction(3_333, 10_000))]))  # fmt: skip
    savers.wish("Debt", Wish("DEBT", FIRST, 180_000, date(2026, 6, 30), "loan", debt=200_000))
    savers.wish("Eat", Wish("CATEGORY", FIRST, 300_000, LAST, category="Dining"),
                category_id=savers.house.ids["Dining"])  # fmt: skip
    savers.wish("Fun", Wish("TAG", date(2024, 2, 20), 90_000, date(2025, 2, 28),
                            tag_type="EXPENSE"), tag="fun")  # fmt: skip
    savers.wish("Kit", Wish("TRANSACTIONS", FIRST, 40_000, date(2025, 6, 1)))


def live_two_years(savers: Savers) -> list[dict[str, Any]]:
    """Save, withdraw, correct, delete, restore, link and merge; the goals of each half month."""
    wish_all(savers)
    house = savers.house
    found: list[dict[str, Any]] = []
    deleted: list[tuple[str, Record]] = []
    for number, first in enumerate(firsts()[:-1], start=1):
        half, end = first + timedelta(days=14), firsts()[number] - ONE_DAY
        house.be_on(half)
        house.record(*(house.expense(day) for day in house.days(first, half, 4)))
        savers.move(first, 4_007 + 311 * number, "nest")
        savers.move(half, 8_000 + number, "loan")
        change_goals(savers, number, half)
        found.append(savers.compare(half))
        house.be_on(end)
        house.record(*(house.expense(day) for day in house.days(half, end, 3)))
        savers.link([key for key in house.records if key not in savers.linked][:1])
        if number % 6 == 0:
            house.restore(deleted[:2])
            deleted = house.delete(4)
            house.correct(4)
        found.append(savers.compare(end))
    return found


def change_goals(savers: Savers, number: int, day: date) -> None:
    """Change goals and withdraw savings in the middle of some of the months."""
    house = savers.house
    match number:
        case 5 | 16:
            cents = 90_000 if number == 5 else 160_000
            house.record(Record(day, cents, "Insurance", "nest"))
        case 6:
            savers.give("Roof", day, 41_000)
        case 7:
            house.merge("Dining", "Groceries")
            house.ids["Dining"] = house.ids["Groceries"]
            savers.book.wishes["Eat"].category = "Groceries"
        case 9:
            savers.change("Fun", state="PAUSED")
            savers.unlink(next(key for key in house.records if key in savers.linked))
        case 12:
            boat = Wish("ALLOCATION", day, 30_000, date(2025, 7, 1), "nest", parts=[(day, 9_999)])
            savers.wish("Boat", boat)
            savers.change("Fun", state="ACTIVE")
        case 14:
            savers.give("Car", day, Fraction(1, 10))
        case 20:
            savers.change("Boat", state="CANCELLED")


def test_the_goals_of_two_years_are_those_of_an_independent_calculation(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    savers = Savers(visitor, monkeypatch)
    found = live_two_years(savers)

    for name in ("Car", "Roof", "Trip", "Visa"):
        assert {bool(one[name]["shortfall"]) for one in found} == {True, False}, name
    assert {one["Fun"]["state"] for one in found} == {"ACTIVE", "PAUSED", "COMPLETED"}
    for number in range((LAST - FIRST).days + 1):
        savers.compare(FIRST + timedelta(days=number))
