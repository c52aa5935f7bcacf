"""Amounts, estimates and conversions of foreign transactions after edits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from shared.models.currencies.rate import Rate, RateSource
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.transactions.booking import apply_patch
from shared.models.ledger.transactions.currencies.exchange import ExchangeSource, no_rates
from shared.models.ledger.transactions.currencies.original import Original
from shared.models.ledger.transactions.transaction import Transaction
from tests.unit.ledger.transactions.currencies.foreign import (
    LATER,
    LEDGER,
    booked,
    exchange,
    patched,
    refused,
    usual_rate,
)

HOME: dict[str, Any] = {"type": "TRANSFER", "account_id": "euros", "to_account_id": "main"}
"""A transfer of 10.00 euros into the ledger's currency, in which it brings 11.00 at the rate."""

ABROAD: dict[str, Any] = {"type": "TRANSFER", "account_id": "main", "to_account_id": "euros"}
"""A transfer of 10.00 dollars, which brings 9.09 euros at the rate."""

BY_WON: dict[str, Any] = ABROAD | {"currency": "KRW", "amount": "1850"}
"""A transfer of 1850 won from dollars to euros, of which both amounts are estimated."""


def own_rate(base: str, quote: str, day: date, /) -> Rate | None:
    """Return 1.5 dollars, or 185 won, for a euro: rates that become known later."""
    euro = Rate("EUR", "USD", Decimal("1.5"), day, RateSource.OWN)
    won = Rate("EUR", "KRW", Decimal(185), day, RateSource.OWN)
    known = {("EUR", "USD"): euro, ("USD", "EUR"): euro.inverse, ("KRW", "EUR"): won.inverse}
    return known.get((base, quote))


def amounts_of(transaction: Transaction) -> tuple[int, bool, int | None, bool]:
    """Return both amounts of a transfer, and whether each is estimated."""
    return (
        transaction.amount_minor,
        transaction.is_amount_estimated,
        transaction.to_amount_minor,
        transaction.is_to_amount_estimated,
    )


@pytest.mark.parametrize("sign", ["", "-"])
def test_an_estimate_has_no_split_of_zero(sign: str) -> None:
    def bought(*amounts: str) -> Transaction:
        splits = [{"amount": sign + amount} for amount in amounts]
        return booked(own_rate, currency="KRW", amount=sign + "100", splits=splits)

    assert [abs(one.amount_minor) for one in bought("50", "49", "1").splits] == [27, 26, 1]
    assert refused(lambda: bought("98", "1", "1")) == {"splits": "are too small in EUR"}


@pytest.mark.parametrize("facts", [{"notes": "x"}, {"payee": "Bank"}, {"amount": "10.00"}])
def test_an_edit_of_another_field_keeps_what_a_transfer_brings_and_its_conversion(
    facts: dict[str, Any],
) -> None:
    sent = booked(**HOME)
    after = patched(sent, own_rate, **facts)

    assert sent.exchange == exchange(1100, "1.1", ExchangeSource.REFERENCE)
    assert after.exchange == sent.exchange
    assert amounts_of(after) == (1000, False, 1100, True)


def test_an_amount_that_is_received_in_the_ledgers_currency_is_always_the_base_amount() -> None:
    for name in ("base_amount", "rate"):
        given: dict[str, Any] = {name: "9"}
        wanted = {name: "must be omitted: to_amount is in the ledger's currency"}
        assert refused(partial(booked, **HOME | given)) == wanted
        assert refused(partial(patched, booked(**HOME), **given)) == wanted
    both = booked(own_rate, **HOME, currency="USD", amount="15", to_amount="14")
    assert both.exchange == exchange(1400, "1.4", ExchangeSource.GIVEN)
    assert amounts_of(both) == (1000, True, 1400, False)


def test_an_estimate_that_the_client_confirms_is_given() -> None:
    final = patched(booked(**HOME), to_amount="11.00")

    assert final.exchange == exchange(1100, "1.1", ExchangeSource.GIVEN)
    assert amounts_of(final) == (1000, False, 1100, False)


def test_another_amount_of_an_estimated_transfer_is_converted_at_its_rate() -> None:
    after = patched(booked(**HOME), own_rate, amount="20")

    assert after.exchange == exchange(2200, "1.1", ExchangeSource.REFERENCE)
    assert amounts_of(after) == (2000, False, 2200, True)
    anew = patched(after, own_rate, to_amount=None)
    assert anew.exchange == exchange(3000, "1.5", ExchangeSource.OWN)


def test_another_amount_of_a_given_transfer_is_estimated_at_the_rate_of_the_day() -> None:
    after = patched(booked(**HOME, to_amount="9"), amount="20")

    assert after.exchange == exchange(2200, "1.1", ExchangeSource.REFERENCE)
    assert amounts_of(after) == (2000, False, 2200, True)


def test_an_estimate_is_ended_by_its_own_amount_alone() -> None:
    both = booked(**BY_WON)
    assert amounts_of(both) == (1100, True, 1000, True)

    assert amounts_of(patched(both, to_amount="9.50")) == (1100, True, 950, False)
    assert amounts_of(patched(both, amount="11.00")) == (1100, False, 1000, True)
    assert amounts_of(patched(both, amount="22.00")) == (2200, False, 2000, True)


def test_another_date_has_another_estimate_of_each_amount_that_is_not_given() -> None:
    both = booked(**BY_WON)
    assert amounts_of(patched(both, date="2026-04-02")) == (2000, True, 1000, True)

    received = patched(both, to_amount="9.50")
    assert amounts_of(patched(received, date="2026-04-02")) == (2000, True, 950, False)
    sent = patched(both, amount="11.00")
    assert amounts_of(patched(sent, date="2026-04-02")) == (1100, False, 550, True)


def test_a_given_amount_received_stays_when_the_estimate_of_the_amount_ends() -> None:
    received = booked(**BY_WON, to_amount="9.50")
    home = booked(own_rate, **HOME, currency="KRW", amount="185", to_amount="1.40")

    assert amounts_of(patched(received, amount="11.20")) == (1120, False, 950, False)
    after = patched(home, amount="0.98")
    assert amounts_of(after) == (98, False, 140, False)
    assert after.exchange == exchange(140, "1.42857142857143", ExchangeSource.GIVEN)


def test_a_transfer_brings_an_original_amount_in_its_currency() -> None:
    abroad = booked(**ABROAD, currency="EUR", amount="10")
    assert amounts_of(abroad) == (1100, True, 1000, False)
    assert amounts_of(patched(abroad, amount="11.20")) == (1120, False, 1000, False)
    assert amounts_of(patched(abroad, date="2026-04-02")) == (2000, True, 1000, False)

    home = booked(**HOME, currency="USD", amount="11")
    assert amounts_of(home) == (1000, True, 1100, False)
    assert home.exchange == exchange(1100, "1.1", ExchangeSource.GIVEN)


def test_another_date_estimates_the_amount_anew_with_its_splits() -> None:
    splits = [{"amount": "3"}, {"amount": "7"}]
    bought = booked(account_id="main", currency="EUR", splits=splits)
    after = patched(bought, date="2026-04-02")

    assert (after.amount_minor, after.is_amount_estimated) == (2000, True)
    assert [one.amount_minor for one in after.splits] == [600, 1400]
    assert after.original == bought.original
    assert refused(lambda: patched(bought, no_rates, date="2026-04-02")) == {
        "amount": "must be in USD, because there is no rate of EUR/USD for that day"
    }
    assert refused(lambda: patched(bought, date="2026-04-02", splits=splits)) == {
        "splits": "add up to 10.00 instead of 11.00"
    }


@pytest.mark.parametrize("original", [None, {"amount": "99", "currency": "JPY"}])
def test_an_estimate_does_not_lose_the_amount_that_it_is_from(original: Any) -> None:
    bought = booked(account_id="main", currency="EUR")

    assert refused(lambda: patched(bought, original=original)) == {
        "amount": "is required with another original amount"
    }
    same = {"amount": "10.00", "currency": "EUR"}
    assert patched(bought, original=same) == bought
    given = patched(bought, original=original, amount="11.20")
    assert (given.amount_minor, given.is_amount_estimated) == (1120, False)


def test_a_change_of_the_type_keeps_the_estimate_of_the_amount() -> None:
    bought = booked(account_id="main", currency="EUR")
    sent = patched(bought, type="TRANSFER", to_account_id="yen", to_amount="5")
    back = patched(sent, type="EXPENSE")

    assert amounts_of(sent) == (1100, True, 5, False)
    assert amounts_of(back) == (1100, True, None, False)


def test_an_original_amount_has_the_sign_of_the_amount() -> None:
    bought = booked(account_id="main", currency="EUR")
    refund = patched(bought, amount="-10")

    assert refund.original == Original(amount_minor=-1000, currency="EUR")
    assert patched(refund, amount="-9").original == refund.original
    assert patched(refund, amount="10").original == bought.original
    wrong: dict[str, Any] = {"original": {"amount": "10.00", "currency": "EUR"}}
    assert refused(lambda: patched(bought, amount="-10", **wrong)) == {
        "original.amount": "must have the sign of the amount"
    }


def test_splits_are_required_in_another_currency() -> None:
    halves = [{"amount": "5"}, {"amount": "5"}]
    split = booked(account_id="main", splits=halves)
    moved: dict[str, Any] = {"account_id": "yen", "amount": "10"}

    assert refused(lambda: patched(split, **moved)) == {
        "splits": "are required, because the account is in JPY"
    }
    assert refused(lambda: patched(split, account_id="yen")) == {
        "amount": "is required, because the account is in JPY",
        "splits": "are required, because the account is in JPY",
    }
    assert refused(lambda: patched(split, amount="10", currency="EUR")) == {
        "splits": "are required with another currency"
    }
    in_yen = patched(split, **moved, splits=[{"amount": "3"}, {"amount": "7"}])
    assert [one.amount_minor for one in in_yen.splits] == [3, 7]
    assert patched(split, **moved, splits=[]).splits == ()
    assert patched(split, **moved, category_id="food").splits == ()
    estimated = patched(split, amount="10", currency="EUR", splits=halves)
    assert [one.amount_minor for one in estimated.splits] == [550, 550]


def test_splits_in_another_currency_are_added_up_in_it() -> None:
    splits = [{"amount": "5"}, {"amount": "4"}]

    assert refused(lambda: booked(account_id="main", currency="EUR", splits=splits)) == {
        "splits": "add up to 9.00 instead of 10.00"
    }


@pytest.mark.parametrize("given", [{"base_amount": "9.00"}, {"rate": "0.9"}])
def test_a_given_base_amount_is_what_a_transfer_brings(given: dict[str, Any]) -> None:
    spent = booked(**given)
    sent = patched(spent, **HOME)

    assert amounts_of(sent) == (1000, False, 900, False)
    assert sent.exchange == spent.exchange
    more = patched(spent, **HOME, amount="20")
    assert amounts_of(more) == (2000, False, 1800, False)
    assert more.exchange == exchange(1800, "0.9", ExchangeSource.GIVEN)


def test_what_a_transfer_brought_stays_the_base_amount_of_an_expense() -> None:
    sent = booked(**HOME, to_amount="9.00")
    spent = patched(sent, type="EXPENSE")

    assert (spent.to_amount_minor, spent.exchange) == (None, sent.exchange)
    assert patched(spent, base_amount=None).exchange == booked().exchange
    assert patched(spent, **HOME).exchange == sent.exchange


def test_a_change_of_the_type_keeps_a_rate_that_is_not_given() -> None:
    sent = patched(booked(), own_rate, **HOME)

    assert sent.exchange == exchange(1100, "1.1", ExchangeSource.REFERENCE)
    assert amounts_of(sent) == (1000, False, 1100, True)
    assert patched(sent, own_rate, type="EXPENSE").exchange == sent.exchange


def test_a_base_amount_of_zero_has_no_rate_for_another_amount() -> None:
    nothing = booked(base_amount="0")

    assert patched(nothing, notes="x").exchange == nothing.exchange
    assert patched(nothing, amount="20").exchange == exchange(2200, "1.1", ExchangeSource.REFERENCE)
    assert refused(lambda: patched(nothing, **HOME)) == {
        "to_amount": "is required: none can be estimated"
    }


@pytest.mark.parametrize("facts", [{"rate": "0.9"}, HOME | {"to_amount": "9.00"}])
def test_another_date_keeps_the_day_of_a_given_rate(facts: dict[str, Any]) -> None:
    given = booked(**facts)

    assert patched(given, date="2026-04-02").exchange == given.exchange


def test_another_date_has_another_estimate_of_what_a_transfer_brings() -> None:
    after = patched(booked(**HOME), date="2026-04-02")

    assert amounts_of(after) == (1000, False, 2000, True)
    assert after.exchange is not None
    assert (after.exchange.base_minor, after.exchange.rate_date) == (2000, date(2026, 4, 2))


def test_a_replacement_keeps_no_amount_of_before() -> None:
    sent = booked(**HOME, to_amount="9.00")
    usual = {"amount": "10.00", "date": str(sent.date)}
    draft = TransactionDraft.model_validate(HOME | usual)
    after = apply_patch(LEDGER, sent, draft, LATER, usual_rate)

    assert after.exchange == exchange(1100, "1.1", ExchangeSource.REFERENCE)
    assert amounts_of(after) == (1000, False, 1100, True)
    assert after.revision == 2


def test_without_a_rate_the_date_of_an_estimated_transfer_needs_its_amount() -> None:
    assert refused(lambda: patched(booked(**HOME), no_rates, date="2026-04-02")) == {
        "to_amount": "is required, because there is no rate of EUR/USD for that day; with an own "
        "rate it is estimated"
    }
