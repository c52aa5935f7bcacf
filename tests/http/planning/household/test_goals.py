"""Fifteen months of a household: its goals are those of an independent calculation."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from functions.http import clock
from shared.models.planning.goals.report import ReportedGoal
from shared.models.values.dates import Month
from shared.services.planning.goals.reports import get_status
from tests.http.answers import ok
from tests.http.planning.goals.goals import create, of_account, savings
from tests.http.planning.household.independent_goals import Book, Entry, Wish
from tests.support.ledgers.people import Person

BEGIN, CHANGE, LAST = date(2025, 1, 10), date(2025, 7, 9), date(2026, 3, 20)
_OPENED, _SPAN = date(2025, 1, 1), 480


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


class Savers:
    """A person with goals of each kind, and transactions by chance."""

    def __init__(self, person: Person, seed: int) -> None:
        self.person, self._random = person, Random(seed)  # noqa: S311
        opening = {"main": 0, "nest": 90_000, "pesos": 5_000_000, "loan": -400_000}
        main = ok(person.get("/accounts"))["items"][0]
        nest = savings(person, "900.00", name="Nest")
        pesos = savings(person, "50000.00", name="Pesos", currency="ARS")
        loan = savings(person, "-4000.00", name="Loan", kind="LOAN")
        self.accounts = {"main": main, "nest": nest, "pesos": pesos, "loan": loan}
        self.book = Book([], opening, {})
        self.ids: dict[str, str] = {}

    def wish(self, name: str, wish: Wish, funding: dict[str, Any], **fields: Any) -> None:
        """Create a goal."""
        self.book.wishes[name] = wish
        fields |= {} if wish.end is None else {"target_date": str(wish.end)}
        amount = f"{wish.target // 100}.{wish.target % 100:02}"
        made = create(
            self.person, name=name, funding=funding, target=amount, start=str(wish.start), **fields
        )
        self.ids[made["id"]] = name

    def entry(self) -> Entry:
        """Return a transaction by chance."""
        chance = self._random
        day = _OPENED + timedelta(days=chance.randrange(_SPAN))
        kind = chance.choice(["EXPENSE", "EXPENSE", "INCOME", "TRANSFER"])
        amount = chance.randrange(1, 30_000)
        if kind == "TRANSFER":
            source, target = chance.choice(
                [("main", "nest"), ("main", "loan"), ("main", "nest"), ("nest", "main")]
            )
            return Entry(kind, day, amount, source, to=target, goal=self._goal(day))
        if chance.random() < 0.15:
            amount = -amount
        account = chance.choice(["main", "nest", "pesos", "loan"])
        category = "Dining" if kind == "EXPENSE" else "Salary"
        is_dollar = account != "pesos"
        tags = frozenset({"fun"} if is_dollar and chance.random() < 0.3 else ())
        goal = self._goal(day) if is_dollar else None
        return Entry(kind, day, amount, account, category if is_dollar else None, None, tags, goal)

    def _goal(self, day: date) -> str | None:
        is_linked = day >= BEGIN.replace(day=1) and self._random.random() < 0.2
        return "linked" if is_linked else None

    def record(self, count: int) -> None:
        """Record so many transactions, and link some of them."""
        entries = [self.entry() for _ in range(count)]
        rows = [self._body(one) for one in entries]
        made = ok(self.person.post("/transactions/batch", {"create": rows}))["created"]
        self.book.enter([*self.book.entries, *entries])
        [linked] = [key for key, name in self.ids.items() if name == "linked"]
        for one, stored in zip(entries, made, strict=True):
            if one.goal is not None:
                asked = {"transaction_id": stored["id"]}
                ok(self.person.post(f"/goals/{linked}/contribute", asked))

    def _body(self, one: Entry) -> dict[str, Any]:
        sign = "-" if one.amount < 0 else ""
        body: dict[str, Any] = {
            "type": one.kind,
            "amount": f"{sign}{abs(one.amount) // 100}.{abs(one.amount) % 100:02}",
            "date": str(one.day),
            "account_id": self.accounts[one.account]["id"],
            "tags": sorted(one.tags),
        }
        if one.to is not None:
            body["to_account_id"] = self.accounts[one.to]["id"]
        if one.category is not None:
            body["category_id"] = self.person.category_ids[one.category]
        return body

    def wishes(self) -> None:
        """Create goals of each kind."""
        nest, pesos, loan = (self.accounts[key] for key in ("nest", "pesos", "loan"))
        end, ids = date(2026, 6, 30), self.person.category_ids
        self.wish("part", Wish("ALLOCATION", BEGIN, 70_000, end, "nest", parts=[(BEGIN, 50_000)]),
                  of_account(nest, amount="500"))  # fmt: skip
        self.wish("share", Wish("ALLOCATION", date(2024, 11, 3), 40_001, None, "nest",
                  parts=[(BEGIN, Fraction(3, 10))]),
                  of_account(nest, basis_points=3_000))  # fmt: skip
        self.wish("pesos", Wish("ACCOUNT", date(2025, 2, 11), 6_000_000, end, "pesos"),
                  of_account(pesos, "ACCOUNT"))  # fmt: skip
        self.wish("loan", Wish("DEBT", BEGIN, 390_000, date(2027, 2, 1), "loan", debt=400_000),
                  of_account(loan, "DEBT", debt="4000"))  # fmt: skip
        self.wish("dining", Wish("CATEGORY", date(2025, 3, 31), 500_000, end, category="Dining"),
                  {"kind": "CATEGORY", "category_id": ids["Dining"]})  # fmt: skip
        self.wish("salary", Wish("CATEGORY", date(2025, 9, 1), 99_999, end, category="Salary"),
                  {"kind": "CATEGORY", "category_id": ids["Salary"]})  # fmt: skip
        for kind in ("EXPENSE", "INCOME"):
            self.wish(f"fun {kind}", Wish("TAG", date(2025, 5, 5), 123_457, end, tag_type=kind),
                      {"kind": "TAG", "tag": "fun", "type": kind})  # fmt: skip
        self.wish("linked", Wish("TRANSACTIONS", BEGIN, 300_000, date(2025, 12, 24)),
                  {"kind": "TRANSACTIONS"})  # fmt: skip

    def change(self) -> None:
        """Give goals other parts of the balance, whose changes count from today on."""
        nest = self.accounts["nest"]
        for name, part, content in (
            ("share", Fraction(1, 10), {"basis_points": 1_000}),
            ("part", 40_000, {"amount": "400"}),
        ):
            [key] = [key for key, one in self.ids.items() if one == name]
            ok(self.person.patch(f"/goals/{key}", {"funding": of_account(nest, **content)}))
            self.book.wishes[name].parts.append((CHANGE, part))


def first_of(month: Month | None) -> date | None:
    return None if month is None else date(month.year, month.month, 1)


def shown(one: ReportedGoal) -> dict[str, object]:
    """Return the amounts of a goal, as the independent calculation has them."""
    status = one.status
    assert status is not None
    return {
        "saved": status.saved_minor,
        "left": status.left_minor,
        "state": status.state.value,
        "share": status.basis_points,
        "shortfall": status.measure.shortfall_minor,
        "needed": status.needed_per_month_minor,
        "planned": status.planned_minor,
        "behind": status.behind_minor,
        "points": [(first_of(at.month), at.saved_minor) for at in status.measure.points],
        "windows": [
            (of.months, of.average_minor, first_of(of.month)) for of in status.completion.windows
        ],
        "milestones": [(mark.percent, first_of(mark.month)) for mark in status.milestones],
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_goals_of_each_kind_are_those_of_an_independent_calculation(
    visitor: Person, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(clock, "now", lambda: noon(BEGIN))
    savers = Savers(visitor, seed)
    savers.wishes()
    savers.record(60)
    monkeypatch.setattr(clock, "now", lambda: noon(CHANGE))
    savers.change()
    savers.record(90)

    for back in range(0, (LAST - CHANGE).days, 9):
        today = LAST - timedelta(days=back)
        report = get_status(visitor.store, noon(today))
        found = {savers.ids[one.goal.id]: shown(one) for one in report.goals}
        assert found == {name: savers.book.status(name, today) for name in found}, today
        assert len(found) == len(savers.book.wishes)
