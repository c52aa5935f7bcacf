"""Forecasts with the emulator: each balance is that after really booking what was planned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pytest

from shared.models.ledger.account import AccountKind
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.planning.forecasts.forecast import Forecast
from shared.models.planning.occurrence import OccurrencePatch
from shared.models.planning.recurring_input import RecurringPatch
from shared.repositories.store import TenantStore
from shared.services.ledger import transactions
from shared.services.planning import occurrences, recurring
from shared.services.planning.booking import book_occurrences
from shared.services.planning.forecasts import forecasts as service
from shared.services.planning.forecasts.forecasts import Asked
from tests.emulator.planning.entries import DAY, day, entry, run
from tests.support.ledgers.ledgers import (
    NOW,
    StoredLedger,
    new_account,
    new_ledger,
    operation,
)

pytestmark = pytest.mark.usefixtures("emulators")

HORIZON = 70


def forecast(store: TenantStore, days: int = HORIZON, offset: int = 0) -> Forecast:
    return service.get_forecast(store, Asked(days), NOW + offset * DAY)


def balances(found: Forecast) -> dict[str, list[int]]:
    return {one.account.id: list(one.outlook.balances_minor) for one in found.accounts}


def booked_balances(store: TenantStore, first: int, days: int) -> dict[str, list[int]]:
    """Return the balances at the end of days, added up from the stored transactions."""
    stored = StoredLedger.read(store)
    accounts = stored.tenant["accounts"]
    start = {key: one.get("opening_balance_minor", 0) for key, one in accounts.items()}
    changes: dict[str, dict[date, int]] = {key: {} for key in accounts}

    def add(account_id: str, on: date, minor: int) -> None:
        changes[account_id][on] = changes[account_id].get(on, 0) + minor

    for one in stored.collection("transactions").values():
        if one["deleted"]:
            continue
        on, minor = date.fromisoformat(one["date"]), own_minor(one)
        add(one["account_id"], on, minor if one["type"] == "INCOME" else -minor)
        if one["type"] == "TRANSFER":
            add(one["to_account_id"], on, one.get("to_amount_minor", minor))
    return {key: list(_daily(start[key], changes[key], first, days)) for key in accounts}


def own_minor(stored: dict[str, int]) -> int:
    """Return the amount of a stored transaction in the currency of its account."""
    return stored.get("account_amount_minor", stored["amount_minor"])


def _daily(start: int, changes: dict[date, int], first: int, days: int) -> Iterator[int]:
    start += sum(minor for on, minor in changes.items() if on < day(first))
    amounts = (changes.get(day(first + number), 0) for number in range(days + 1))
    yield from list(accumulate(amounts, initial=start))[1:]


def template(kind: str, amount: str, **fields: object) -> dict[str, Any]:
    return {"template": {"type": kind, "amount": amount, **fields}}


def schedule(frequency: str, start: int, **fields: object) -> dict[str, Any]:
    return {"schedule": {"start": str(day(start)), "frequency": frequency, **fields}}


def busy_ledger() -> TenantStore:
    """Create a ledger with entries of each type, some of whose occurrences are changed."""
    store = new_ledger()
    savings = new_account(store, "Savings", opening_balance_minor=5_000)
    euros = new_account(store, "Euros", currency="EUR", kind=AccountKind.CHECKING)
    entry(store, **template("INCOME", "2000"), **schedule("MONTHLY", 10, shift="PREVIOUS"))
    rent = entry(store, **template("EXPENSE", "900"), **schedule("MONTHLY", 2))
    gym = entry(store, **template("EXPENSE", "12.34"), **schedule("WEEKLY", 1))
    entry(store, **template("TRANSFER", "100", to_account_id=savings), **schedule("MONTHLY", 5))
    entry(
        store, **template("EXPENSE", "7.77", account_id=euros), **schedule("DAILY", 3, interval=9)
    )
    paused = entry(store, **template("EXPENSE", "1"), **schedule("DAILY", 1))
    other = OccurrencePatch(amount=Decimal("3.00"))
    occurrences.change_occurrence(store, operation(), paused.id, day(3), other)
    recurring.update_recurring(store, operation(), paused.id, RecurringPatch(paused=True))
    refund: dict[str, Any] = {"amount_changes": [{"from": str(day(30)), "amount": "-8.00"}]}
    entry(store, **template("EXPENSE", "-4"), **schedule("WEEKLY", 4, count=7), **refund)
    occurrences.skip_occurrence(store, operation(), gym.id, day(8))
    occurrences.postpone_occurrence(store, operation(), gym.id, day(15), day(17))
    changed = OccurrencePatch(amount=Decimal("20.00"))
    occurrences.change_occurrence(store, operation(), gym.id, day(22), changed)
    occurrences.postpone_occurrence(store, operation(), rent.id, day(2), day(20))
    book_occurrences(store, operation(), gym.id, nominal=day(29))
    for offset in (-40, -3, 0, 1, 33, HORIZON, HORIZON + 3, HORIZON + 60, 400):
        record(store, offset, "3.21")
    record(store, 12, "5.00", account_id=savings)
    return store


def record(store: TenantStore, offset: int, amount: str, **fields: object) -> str:
    draft = TransactionDraft.model_validate(
        {"type": "EXPENSE", "amount": amount, "date": str(day(offset)), **fields}
    )
    return transactions.record_transaction(store, operation(), draft).id


def book_until(store: TenantStore, offset: int) -> None:
    """Let each entry do what it has to do until a day."""
    for one in store.recurring.list_all():
        run(store, one, NOW + offset * DAY)


def test_each_balance_is_that_after_booking_what_was_planned() -> None:
    store = busy_ledger()

    found = forecast(store)

    assert found.refused == {}
    opening = {one.account.id: one.outlook.opening_minor for one in found.accounts}
    assert opening == {key: row[0] for key, row in booked_balances(store, 0, 0).items()}
    book_until(store, HORIZON)
    assert balances(found) == booked_balances(store, 0, HORIZON)


@pytest.mark.parametrize("passed", [1, 17, 40])
def test_later_forecasts_of_the_same_days_are_the_same(passed: int) -> None:
    store = busy_ledger()
    before = balances(forecast(store))

    book_until(store, passed)

    after = balances(forecast(store, HORIZON - passed, passed))
    assert after == {key: row[passed:] for key, row in before.items()}


def test_what_is_due_counts_today_until_it_is_missed() -> None:
    store = new_ledger()
    entry(store, -20, mode="APPROVE", **template("EXPENSE", "1"), **schedule("WEEKLY", -20))
    entry(store, -3, **template("EXPENSE", "10"), **schedule("MONTHLY", -3))
    entry(store, -7, mode="APPROVE", **template("EXPENSE", "400"), **schedule("MONTHLY", -7))
    entry(store, -8, mode="AUTO", **template("EXPENSE", "5000"), **schedule("MONTHLY", -8))

    [found] = balances(forecast(store, 3)).values()

    # Of -20, -13 and -6 only the last is not missed, as that of -7 is; the next one is on the first
    # day ahead. An occurrence of AUTO is never missed.
    assert found == [-501_100, -501_200, -501_200, -501_200]


def test_what_is_due_before_its_nominal_day_counts_today() -> None:
    store = new_ledger()
    sunday = next(number for number in range(2, 9) if day(number).weekday() == 6)
    rule = schedule("MONTHLY", sunday, shift="PREVIOUS")
    entry(store, mode="APPROVE", **template("EXPENSE", "10"), **rule)

    [found] = balances(forecast(store, 3, offset=sunday - 1)).values()

    # It was due on Friday, and today is Saturday.
    assert found == [-1000] * 4


def test_a_changed_occurrence_that_is_due_counts_today_until_it_is_missed() -> None:
    store = new_ledger()
    for start, amount in ((-6, "2.00"), (-7, "400.00")):
        one = entry(store, mode="APPROVE", **template("EXPENSE", "1"), **schedule("WEEKLY", start))
        changed = OccurrencePatch(amount=Decimal(amount))
        occurrences.change_occurrence(store, operation(), one.id, day(start), changed)

    [found] = balances(forecast(store, 2)).values()

    # Today: 2.00 of six days ago, and 1.00 of today; 400.00 is missed.
    assert found == [-300, -400, -400]


def test_an_account_that_opens_later_has_its_opening_balance_from_then_on() -> None:
    store = new_ledger()
    later = new_account(store, "Later", opening_balance_minor=500, opening_date=day(2))

    found = forecast(store, 3)

    assert balances(found)[later] == [0, 0, 500, 500]
    assert found.total.outlook.balances_minor == (0, 0, 500, 500)


def test_a_refused_entry_is_left_out_with_its_reason() -> None:
    store = new_ledger()
    savings = new_account(store, "Savings")
    one = entry(store, **template("EXPENSE", "10", account_id=savings))

    def archive(unit: TenantStore) -> None:
        account = unit.load().ledger.accounts[savings]
        unit.ledger.put_account(account.model_copy(update={"archived": True}))

    store.transact(archive)

    found = forecast(store, 5)

    assert found.refused == {one.id: "account_id: is an archived account"}
    assert set(balances(found)[store.tenant.get().ledger.default_account_id]) == {0}


def test_the_same_day_gives_the_same_forecast() -> None:
    store = new_ledger()
    for number in range(400):
        if number % 3 == 0:
            record(store, -number, str(1 + number * 37 % 50))

    one, other = forecast(store), forecast(store)

    assert one.accounts == other.accounts
    assert one.total == other.total
    assert one.likely is not None
    assert other.likely is not None
    assert one.likely.expenses.sums == other.likely.expenses.sums
    assert len(one.history.months) == 12
    assert one.accounts[0].bands is not None
    assert timedelta(days=HORIZON) == one.days.last - one.days.first
