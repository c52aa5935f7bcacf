"""Recurring entries at their bounds: calendars, schedules, bookings, matches and suggestions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from benchmarks.ledgers import operation_of
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.scopes import MAX_KEPT_SCOPES
from shared.models.ledger.transactions.batch import MAX_BATCH, Batch
from shared.models.planning.recurring import MAX_AMOUNT_CHANGES, MAX_RECURRING, Recurring
from shared.repositories.store import TenantStore
from shared.services.ledger.batches import apply_batch
from shared.services.posting.operations import append_change
from tests.attack.attack import Attack, Target
from tests.attack.request import Sent
from tests.http.answers import ok
from tests.support.ledgers.people import Person, registered_user

_TODAY = datetime.now(UTC).date()
_MATCHED_DAYS, _AT_ONCE = 45, 1_000
_INVALID = "422 invalid-argument"
_SCHEDULES: dict[str, tuple[dict[str, Any], str]] = {
    "each day, moved to business days": (
        {"frequency": "DAILY", "interval": 1, "shift": "NEXT", "holidays": "US-CA"},
        _INVALID,
    ),
    "each 366th month on its last business day, from 1900": (
        {"start": "1900-01-01", "frequency": "MONTHLY", "interval": 366, "business_day": -1},
        "201",
    ),
    "each seventh day, moved to business days": (
        {"frequency": "DAILY", "interval": 7, "shift": "NEXT", "holidays": "JP"},
        "201",
    ),
    "each 366th year on 29 February": (
        {"start": "2000-02-29", "frequency": "YEARLY", "interval": 366, "shift": "NEXT_IN_MONTH"},
        "201",
    ),
    "28 days of each month, a thousand times": (
        {"frequency": "MONTHLY", "days_of_month": [*range(1, 28), -1], "count": 1_000},
        "201",
    ),
    "a rule of many parts": (
        {"rrule": "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(map(str, range(1, 32)))},
        _INVALID,
    ),
}
"""Schedules and the right answers; without a start of their own they begin today."""


def attacks() -> Iterator[Attack]:
    """Yield the attacks."""
    for name, (schedule, answer) in _SCHEDULES.items():
        yield Attack(f"entry {name}", _create(schedule), answer)
    yield Attack("calendar of 400 days, 200 daily entries", _calendar, "200")
    yield Attack("200 entries of 6,000 bytes, 100 a page", _list_large, "200")
    yield Attack("home page, 200 daily entries", _get_of_daily("/dashboard"), "200")
    yield Attack("status of 30 yearly budgets, 200 daily entries", _status_of_yearly, "200")
    yield Attack("forecast of a week, 200 daily entries", _get_of_daily("/forecasts?days=7"), "200")
    yield Attack("forecast of a year, 200 daily entries with 10,000 amounts",
                 _get_of_daily("/forecasts?days=366"), _INVALID)  # fmt: skip
    yield Attack("another time zone, 200 daily entries", _change_zone, "200")
    yield Attack("book 50 occurrences with 50 splits and 10 tags", _process, "200", is_quick=True)
    yield Attack("matches of 400 equal transactions with 200 equal entries", _match_equal, "200")
    yield Attack("matches of 400 transactions with 200 entries of their payees", _match_payees,
                 "200")  # fmt: skip
    yield Attack("book an entry beside 1,000 equal transactions", _process_beside, "200")
    yield Attack("suggestions of 1,000 transactions of one payee", _refresh(1), "200")
    yield Attack("suggestions of 1,000 transactions of 250 payees", _refresh(250), "200")
    yield Attack("suggestions of 4,500 transactions", _refresh_searched, "202")


def _owner() -> Person:
    person = registered_user()
    ok(person.get("/categories"))
    return person


def _entry(schedule: dict[str, Any], **fields: Any) -> dict[str, Any]:
    template = {"type": "EXPENSE", "amount": "10.00", "payee": "Gym"}
    schedule = {"start": str(_TODAY), **schedule}
    entry: dict[str, Any] = {"name": "Gym", "mode": "APPROVE", "template": template}
    return entry | {"schedule": schedule} | fields


def _create(schedule: dict[str, Any]) -> Callable[[Target], Sent]:
    return lambda target: Sent.by(target.demo(), "POST", "/recurring", _entry(schedule))


def _fill(person: Person, like: Callable[[Recurring, int], dict[str, Any]]) -> None:
    """Let a ledger have 200 entries like its only one, each with some other fields."""
    [one] = person.store.recurring.list_all()
    operation = operation_of(person.store.ref)

    def work(unit: TenantStore) -> None:
        unit.load()
        for number in range(1, MAX_RECURRING):
            made = one.model_copy(update={"id": f"E{number:03}", **like(one, number)})
            unit.recurring.create(made)
            append_change(unit, operation, None, made, index=number - 1)

    person.store.transact(work)


@cache
def _of_daily_entries() -> Person:
    """Return the owner of a ledger with 200 entries for each day, with many other amounts."""
    person = _owner()
    changes = [
        {"from": str(_TODAY + timedelta(days=number)), "amount": f"{number + 1}.50"}
        for number in range(MAX_AMOUNT_CHANGES)
    ]
    body = _entry({"frequency": "DAILY"}, amount_changes=changes)
    ok(person.post("/recurring", body), 201)
    _fill(person, lambda _one, _number: {})
    return person


def _get_of_daily(path: str) -> Callable[[Target], Sent]:
    return lambda _target: Sent.by(_of_daily_entries(), "GET", path)


def _calendar(_target: Target) -> Sent:
    last = _TODAY + timedelta(days=400)
    return Sent.by(_of_daily_entries(), "GET", f"/recurring/occurrences?from={_TODAY}&to={last}")


def _status_of_yearly(_target: Target) -> Sent:
    person = _of_daily_entries()
    for number in range(MAX_KEPT_SCOPES):
        scope = {"kind": "TAGS", "ids": [f"tag {number}"]}
        budget = {"name": str(number), "amount": "1", "scope": scope, "start": str(_TODAY)}
        ok(person.post("/budgets", budget | {"period": {"frequency": "YEARLY"}}), 201)
    return Sent.by(person, "GET", "/budgets/status")


def _change_zone(_target: Target) -> Sent:
    return Sent.by(_of_daily_entries(), "PATCH", "/settings", {"timezone": "Asia/Tokyo"})


def _large_template(person: Person, splits: int) -> dict[str, Any]:
    split = {"category_id": person.category_ids["Groceries"], "amount": "1.00", "note": "é" * 15}
    tags = [f"tag {number}" for number in range(10)]
    amount = f"{splits}.00"
    return {"type": "EXPENSE", "amount": amount, "splits": [split] * splits, "tags": tags}


def _list_large(_target: Target) -> Sent:
    person = _owner()
    template = _large_template(person, 50)
    ok(person.post("/recurring", _entry({"frequency": "DAILY"}, template=template)), 201)
    _fill(person, lambda _one, _number: {})
    return Sent.by(person, "GET", "/recurring?limit=100")


def _process(_target: Target) -> Sent:
    person = _owner()
    start = str(_TODAY - timedelta(days=399))
    schedule = {"start": start, "frequency": "DAILY", "interval": 8}
    entry = _entry(schedule, template=_large_template(person, 50))
    made = ok(person.post("/recurring", entry), 201)
    return Sent.by(person, "POST", f"/recurring/{made['id']}/process", {})


def _record(person: Person, rows: list[dict[str, Any]]) -> None:
    """Record expenses without the work in the background that follows a request."""
    for first in range(0, len(rows), MAX_BATCH):
        drafts = tuple(map(TransactionDraft.model_validate, rows[first : first + MAX_BATCH]))
        apply_batch(person.store, operation_of(person.store.ref), Batch(create=drafts))


def _paid(day: date, payee: str, amount: str = "10.00") -> dict[str, Any]:
    return {"type": "EXPENSE", "amount": amount, "date": str(day), "payee": payee}


def _match_equal(_target: Target) -> Sent:
    """Return a request in which each transaction may pay each occurrence of 200 entries."""
    person = _owner()
    schedule = {"start": str(_TODAY - timedelta(days=399)), "frequency": "WEEKLY"}
    ok(person.post("/recurring", _entry(schedule)), 201)
    _fill(person, lambda _one, _number: {})
    _record(person, [_paid(_TODAY - timedelta(days=n % _MATCHED_DAYS), "Gym") for n in range(400)])
    return Sent.by(person, "GET", "/recurring/matches")


def _match_payees(_target: Target) -> Sent:
    person = _owner()
    schedule = {"start": str(_TODAY - timedelta(days=399)), "frequency": "DAILY"}
    ok(person.post("/recurring", _entry(schedule)), 201)

    def like(one: Recurring, number: int) -> dict[str, Any]:
        fields = {"payee": f"{'Long name of a shop ' * 4}{number}", "amount": Decimal(number + 1)}
        return {"template": one.template.model_copy(update=fields)}

    _fill(person, like)
    rows = [
        _paid(
            _TODAY - timedelta(days=n % _MATCHED_DAYS),
            f"{'Long name of a shop ' * 4}{n % 200}",
            f"{n % 200 + 1}.10",
        )
        for n in range(400)
    ]
    _record(person, rows)
    return Sent.by(person, "GET", "/recurring/matches")


def _process_beside(_target: Target) -> Sent:
    person = _owner()
    schedule = {"start": str(_TODAY - timedelta(days=49)), "frequency": "DAILY"}
    made = ok(person.post("/recurring", _entry(schedule)), 201)
    _record(person, [_paid(_TODAY - timedelta(days=n % 50), "Gym") for n in range(_AT_ONCE)])
    return Sent.by(person, "POST", f"/recurring/{made['id']}/process", {})


def _refresh(payees: int) -> Callable[[Target], Sent]:
    """Return an analysis of as many transactions as a request analyses."""

    def prepare(_target: Target) -> Sent:
        person = _owner()
        rows = [
            _paid(_TODAY - timedelta(days=n), f"Shop {n % payees}", f"{n % 7 + 1}.00")
            for n in range(_AT_ONCE - 1)
        ]
        _record(person, rows)
        return Sent.by(person, "POST", "/recurring/suggestions/refresh")

    return prepare


def _refresh_searched(target: Target) -> Sent:
    return Sent.by(target.searched, "POST", "/recurring/suggestions/refresh")
