"""An amount that a transaction has in a currency is not calculated."""

from __future__ import annotations

from typing import Any

import pytest

from shared.models.ledger.transactions.currencies.conversion import (
    AppliedRate,
    KnownAmount,
    amount_known_in,
)
from shared.models.ledger.transactions.currencies.exchange import ExchangeSource
from tests.unit.ledger.transactions.currencies.foreign import DAY, booked

YEN = {"original": {"amount": "1200", "currency": "JPY"}}
TO_EUROS = {"type": "TRANSFER", "account_id": "main", "to_account_id": "euros"}


@pytest.mark.parametrize(
    ("facts", "currency", "known", "rate"),
    [
        ({"amount": "7.10"}, "EUR", (710, KnownAmount.AMOUNT), None),
        (
            {"amount": "7.10", **YEN},
            "JPY",
            (1200, KnownAmount.ORIGINAL),
            "169.014084507042",
        ),
        (
            {"amount": "500", **TO_EUROS, "to_amount": "570"},
            "EUR",
            (57000, KnownAmount.TO_AMOUNT),
            "1.14",
        ),
        ({"amount": "11", **TO_EUROS}, "EUR", (1000, KnownAmount.TO_AMOUNT), None),
        (
            {"amount": "10", "account_id": "main", "currency": "EUR"},
            "EUR",
            (1000, KnownAmount.ORIGINAL),
            None,
        ),
    ],
    ids=["amount", "original", "received", "estimated to_amount", "original of an estimate"],
)
def test_a_known_amount_is_answered_as_it_is_with_the_rate_that_it_implies(
    facts: dict[str, Any], currency: str, known: tuple[int, KnownAmount], rate: str | None
) -> None:
    found = amount_known_in(booked(**facts), currency)

    assert found is not None
    assert (found.converted_minor, found.known_as) == known
    implied = rate and AppliedRate(rate, DAY, ExchangeSource.GIVEN, is_stale=False)
    assert found.rate == implied


def test_a_currency_in_which_a_transaction_has_no_amount_is_not_known() -> None:
    assert amount_known_in(booked(original=YEN["original"]), "GBP") is None
