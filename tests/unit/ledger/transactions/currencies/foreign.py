"""Transactions on accounts of other currencies than the ledger's, made and changed for tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.errors import InvalidArgument
from shared.models.currencies.rate import Rate
from shared.models.currencies.rate import RateSource as PublishedSource
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.booking import apply_patch, transaction_from_input
from shared.models.ledger.transactions.currencies.exchange import Exchange, ExchangeSource, FindRate
from shared.models.ledger.transactions.transaction import Transaction
from tests.unit.examples import NOON, account, category, sample_ledger

LEDGER = sample_ledger(
    category("food", "Food"),
    category("rent", "Rent"),
    accounts={
        "main": account(),
        "dollars": account("dollars", "Dollars", currency="EUR"),
        "euros": account("euros", "Euros", currency="EUR"),
        "yen": account("yen", "Yen", currency="JPY"),
        "dinar": account("dinar", "Dinar", currency="KWD"),
    },
)
LATER = NOON + timedelta(hours=1)
DAY = date(2026, 3, 15)


def usual_rate(base: str, quote: str, day: date, /) -> Rate | None:
    """Return 1.1 dollars for a euro until the end of March, 2 after it, and 185 won.

    There are no other rates, also none of euros in won.
    """
    value = Decimal("1.1") if day < date(2026, 4, 1) else Decimal(2)
    euro = Rate("EUR", "USD", value, day, PublishedSource.ECB)
    won = Rate("KRW", "USD", value / 185, day, PublishedSource.ECB)
    known = {("EUR", "USD"): euro, ("USD", "EUR"): euro.inverse, ("KRW", "USD"): won}
    return known.get((base, quote))


def booked(find_rate: FindRate = usual_rate, **facts: Any) -> Transaction:
    """Return an expense of 10.00 on the account in euros of a ledger in dollars."""
    usual = {"type": "EXPENSE", "amount": "10.00", "account_id": "euros", "date": str(DAY)}
    draft = TransactionDraft.model_validate(usual | facts)
    return transaction_from_input(LEDGER, draft, NOON, find_rate)


def patched(before: Transaction, find_rate: FindRate = usual_rate, **facts: Any) -> Transaction:
    """Return a transaction after a patch."""
    patch = TransactionPatch.model_validate(facts)
    return apply_patch(LEDGER, before, patch, LATER, find_rate)


def refused(make: Callable[[], object]) -> dict[str, str]:
    """Return the messages of a refusal by field."""
    with pytest.raises(InvalidArgument) as caught:
        make()
    return {error.field: error.message for error in caught.value.errors}


def exchange(base_minor: int | None, rate: str | None, source: ExchangeSource | None) -> Exchange:
    """Return a conversion to dollars on the usual day."""
    return Exchange(
        currency="USD",
        base_minor=base_minor,
        rate=rate,
        rate_date=None if source is None else DAY,
        rate_source=source,
    )
