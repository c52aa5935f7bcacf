"""The law of the ledger with accounts in several currencies: every sum is exact, rates or not."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.errors import NotFound
from shared.models.ledger.category import EntryType
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.currency import exponent_of
from shared.repositories.store import TenantStore
from shared.services.ledger import transactions
from tests.emulator.posting.bookkeeper import DAYS, Bookkeeper, assert_sums_stay_exact
from tests.support.ledgers.ledgers import (
    assert_law_holds,
    new_account,
    new_ledger,
    operation,
    recorded_ids,
    stored_transactions,
)

pytestmark = pytest.mark.usefixtures("emulators")

BASES = st.sampled_from(["JPY", "USD", "KWD"])
FOREIGN = ("JPY", "EUR", "KWD", "CLF")
"""Currencies of 0, 2, 3 and 4 decimals."""


def small(currency: str) -> st.SearchStrategy[Decimal]:
    minor = st.integers(-(10**6), 10**6).filter(bool)
    return minor.map(lambda number: Decimal(number).scaleb(-exponent_of(currency)))


class ForeignBookkeeper(Bookkeeper):
    """Works on a ledger with further accounts in currencies of 0 to 4 decimals."""

    def __init__(self, currency: str) -> None:
        super().__init__(currency)
        self.base_currency = currency
        self.currencies = dict.fromkeys(self.accounts, currency)
        for foreign in FOREIGN:
            account_id = new_account(self.store, f"In {foreign}", currency=foreign)
            self.accounts.append(account_id)
            self.currencies[account_id] = foreign

    def draft(self, data: st.DataObject, currency: str) -> TransactionDraft:
        """Return a valid new transaction on any account, with a base amount, a rate, or neither."""
        account_id = data.draw(st.sampled_from(self.accounts))
        own = self.currencies[account_id]
        facts: dict[str, Any] = {
            "type": data.draw(st.sampled_from(TransactionType)),
            "amount": data.draw(small(own)),
            "account_id": account_id,
            "date": data.draw(DAYS),
            "tags": data.draw(st.lists(st.sampled_from(["a", "b"]), max_size=2)),
        }
        if data.draw(st.booleans()):
            facts["custom_type_id"] = self.custom_types[facts["type"]]
        if facts["type"] is TransactionType.TRANSFER:
            return self._transfer(data, facts)
        if own != currency:
            facts |= self._exchange(data, facts["amount"])
        if data.draw(st.booleans()):
            part = data.draw(small(own).filter(lambda part: part != facts["amount"]))
            amounts = part, facts["amount"] - part
            chart = [self.categories[EntryType(facts["type"])][0], None]
            facts["splits"] = [
                {"category_id": c, "amount": a} for c, a in zip(chart, amounts, strict=True)
            ]
        return TransactionDraft(**facts)

    def _exchange(self, data: st.DataObject, amount: Decimal) -> dict[str, Any]:
        kind = data.draw(st.sampled_from(["none", "rate", "base_amount"]))
        if kind == "rate":
            return {"rate": Decimal(data.draw(st.integers(1, 10**6))).scaleb(-4)}
        base = abs(data.draw(small(self.base_currency)))
        return {} if kind == "none" else {"base_amount": base if amount > 0 else -base}

    def _transfer(self, data: st.DataObject, facts: dict[str, Any]) -> TransactionDraft:
        others = [key for key in self.accounts if key != facts["account_id"]]
        to_account_id = data.draw(st.sampled_from(others))
        to_currency = self.currencies[to_account_id]
        facts |= {"amount": abs(facts["amount"]), "to_account_id": to_account_id}
        if to_currency != self.currencies[facts["account_id"]]:
            facts["to_amount"] = abs(data.draw(small(to_currency)))
        return TransactionDraft(**facts)

    def _patch(self, data: st.DataObject, _currency: str) -> TransactionPatch:
        """Return any patch; of another account it may be refused."""
        facts: dict[str, Any] = {"date": data.draw(DAYS)}
        if data.draw(st.booleans()):
            facts["account_id"] = data.draw(st.sampled_from(self.accounts))
        if data.draw(st.booleans()):
            facts["amount"] = Decimal(data.draw(st.integers(1, 10**4)))
        if data.draw(st.booleans()):
            facts |= {"rate": data.draw(st.sampled_from([None, Decimal("0.37"), Decimal(12)]))}
        return TransactionPatch(**facts)


def assert_base_amounts_are_exact(store: TenantStore, base_currency: str) -> None:
    """Assert that each stored base amount is the exact product, rounded once, half to even."""
    for document in stored_transactions(store).values():
        if "rate" not in document:
            continue
        assert document["currency"] == base_currency
        shift = exponent_of(base_currency) - exponent_of(document["account_currency"])
        exact = (
            document["account_amount_minor"] * Fraction(document["rate"]) * Fraction(10) ** shift
        )
        assert document["amount_minor"] == round(exact)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), currency=BASES)
def test_sums_in_several_currencies_stay_exact_through_operations_failures_and_retries(
    data: st.DataObject, currency: str
) -> None:
    bookkeeper = ForeignBookkeeper(currency)
    assert_sums_stay_exact(bookkeeper, data, currency, data.draw(st.integers(2, 8)))
    assert_base_amounts_are_exact(bookkeeper.store, currency)


def test_concurrent_writers_of_several_currencies_lose_nothing() -> None:
    store = new_ledger("EUR")
    accounts = [new_account(store, f"In {code}", currency=code) for code in ("JPY", "KWD")]
    ids = [
        transactions.record_transaction(store, operation(), _draft(account_id, n)).id
        for n, account_id in enumerate(accounts * 3)
    ]

    def work(seed: int) -> int:
        rng = random.Random(seed)  # noqa: S311 (varied, not secret)
        return sum(_succeeds(_random_write(store, rng, accounts, ids)) for _ in range(8))

    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(work, range(8)))
    assert done >= 40, "most writes succeed under contention"
    assert_law_holds(store)
    assert_base_amounts_are_exact(store, "EUR")
    assert len(recorded_ids(store)) == len(stored_transactions(store))


def _draft(account_id: str, number: int, **facts: Any) -> TransactionDraft:
    day = date(2026, 2, 1 + number % 28)
    usual: dict[str, Any] = {"type": "EXPENSE", "amount": Decimal(number + 1)}
    return TransactionDraft(**usual | facts, account_id=account_id, date=day)


def _random_write(
    store: TenantStore, rng: random.Random, accounts: list[str], ids: list[str]
) -> Callable[[], object]:
    some_id, rate = rng.choice(ids), Decimal(rng.randint(1, 99)).scaleb(-1)
    draft = _draft(rng.choice(accounts), rng.randint(1, 99), rate=rng.choice([None, rate]))
    patches = [
        TransactionPatch(rate=rate),
        TransactionPatch(rate=None),
        TransactionPatch(amount=Decimal(rng.randint(1, 999))),
    ]
    patch = rng.choice(patches)
    return rng.choice(
        [
            lambda: transactions.record_transaction(store, operation(), draft),
            lambda: transactions.update_transaction(store, operation(), some_id, patch),
            lambda: transactions.delete_transaction(store, operation(), some_id),
            lambda: transactions.restore_transaction(store, operation(), some_id),
        ]
    )


def _succeeds(write: Callable[[], object]) -> bool:
    try:
        write()
    except NotFound:  # It is deleted; nothing else may refuse a write.
        return False
    return True
