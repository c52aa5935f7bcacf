"""Whatever rates arrive in whatever order, each amount comes to the last one until its day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.errors import NotFound
from shared.models.history.change import Cause, Operation
from shared.models.jobs.healing import HealingRun
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.currencies.healing import heal
from shared.services.ledger import transactions
from tests.support.ledgers.ledgers import (
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
    new_account,
    new_ledger,
    recorded_ids,
    stored_transactions,
)
from tests.support.ledgers.rates import reference_rates, store_rates

pytestmark = pytest.mark.usefixtures("emulators")

FIRST = date(2026, 6, 8)
DECIMALS = {"USD": 2, "JPY": 0}
DAYS = st.integers(0, 7).map(lambda number: FIRST + timedelta(days=number))
RATES = st.integers(10**3, 10**7).map(lambda number: str(Decimal(number).scaleb(-3)))


class Traveller:
    """Works on a ledger in euros with accounts in two currencies, while rates arrive.

    It is the evening of the last day with a rate.
    """

    def __init__(self) -> None:
        client = connections.firestore_client()
        for name in ("reference_rates", "rate_arrivals"):
            for document in client.collection(name).list_documents():
                document.delete()
        client.known_rates.forget()
        self.store: TenantStore = new_ledger("EUR")
        self.accounts = {code: new_account(self.store, code, currency=code) for code in DECIMALS}
        self.published: dict[str, dict[date, str]] = {code: {} for code in DECIMALS}

    @property
    def last_day(self) -> date:
        """Return the last day with a rate."""
        return max((day for rates in self.published.values() for day in rates), default=FIRST)

    @property
    def now(self) -> datetime:
        """Return the evening of that day."""
        return datetime.combine(self.last_day, time(17), UTC)

    def operation(self) -> Operation:
        """Return a new operation of now."""
        return Operation.of_request(
            actor="tester", at=self.now, key=uuid.uuid4().hex, request_hash="", cause=Cause.API
        )

    def spend(self, code: str, amount: int, day: date, rate: str | None) -> None:
        """Record an expense of an amount in minor units."""
        value = Decimal(amount).scaleb(-DECIMALS[code])
        facts: dict[str, Any] = {"type": "EXPENSE", "amount": value, "date": day, "rate": rate}
        draft = TransactionDraft(**facts, account_id=self.accounts[code])
        transactions.record_transaction(self.store, self.operation(), draft)

    def edit(self, number: int, patch: TransactionPatch | None) -> None:
        """Change a transaction, or without a patch move it to the trash or back."""
        known = recorded_ids(self.store)
        if not known:
            return
        transaction_id = known[number % len(known)]
        try:
            if patch is None:
                transactions.delete_transaction(self.store, self.operation(), transaction_id)
            else:
                transactions.update_transaction(self.store, self.operation(), transaction_id, patch)
        except NotFound:
            transactions.restore_transaction(self.store, self.operation(), transaction_id)

    def receive(self, rates: Mapping[str, Mapping[date, str]]) -> None:
        """Store rates of days that have none yet, and heal by two deliveries of one message."""
        news = {
            code: {day: text for day, text in found.items() if day not in self.published[code]}
            for code, found in rates.items()
        }
        store_rates(**{c: {str(d): r for d, r in found.items()} for c, found in news.items()})
        for code, found in news.items():
            self.published[code].update(found)
        arrival = reference_rates().find_arrival()
        if arrival is None:
            return
        run = HealingRun.of_reference_rates(arrival.since, self.last_day)
        with ThreadPoolExecutor(2) as pool:
            sizes = [2, 3]
            rests = pool.map(
                lambda size: heal(self.store, run, lambda: self.now, lambda: True, size), sizes
            )
            assert list(rests) == [None, None]
        reference_rates().remove_arrival()

    def expected(self, document: Mapping[str, Any]) -> int | None:
        """Return the base amount in cents, by the last rate until the day of a transaction."""
        code, day = document["account_currency"], date.fromisoformat(document["date"])
        days = [one for one in self.published[code] if one <= day]
        if not days:
            return None
        amount = Decimal(document["account_amount_minor"]).scaleb(-DECIMALS[code])
        exact = amount / Decimal(self.published[code][max(days)]) * 100
        return int(exact.to_integral_value(ROUND_HALF_EVEN))


def _spend(data: st.DataObject, traveller: Traveller) -> None:
    code, amount = data.draw(st.sampled_from(sorted(DECIMALS))), data.draw(st.integers(1, 10**6))
    rate = data.draw(st.sampled_from([None, None, None, "0.5"]))
    traveller.spend(code, amount, data.draw(DAYS), rate)


def _edit(data: st.DataObject, traveller: Traveller) -> None:
    patches = [TransactionPatch(amount=Decimal(7)), TransactionPatch(date=data.draw(DAYS)), None]
    traveller.edit(data.draw(st.integers(0, 9)), data.draw(st.sampled_from(patches)))


def _receive(data: st.DataObject, traveller: Traveller) -> None:
    rates = st.dictionaries(DAYS, RATES, min_size=1, max_size=2)
    code = data.draw(st.sampled_from(sorted(DECIMALS)))
    traveller.receive({code: data.draw(rates)})


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_amount_has_the_last_rate_until_its_day_whatever_arrived_when(
    data: st.DataObject,
) -> None:
    traveller = Traveller()
    for _ in range(data.draw(st.integers(3, 6))):
        for _ in range(2):
            _spend(data, traveller)
        data.draw(st.sampled_from([_edit, _receive]))(data, traveller)
        _receive(data, traveller)

    for document in stored_transactions(traveller.store).values():
        if document.get("rate_source") == "GIVEN":
            continue
        if date.fromisoformat(document["date"]) <= traveller.last_day:
            assert document["amount_minor"] == traveller.expected(document)
    assert_law_holds(traveller.store)
    assert_log_is_complete(traveller.store)
    assert_every_revision_is_logged(traveller.store)
