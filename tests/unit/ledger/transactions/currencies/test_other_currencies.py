"""Amounts of a transaction in currencies that its ledger had, or is being changed to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.errors import Unavailable
from shared.models.currencies.rate import Rate, RateSource
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.exchange import Exchange, ExchangeSource
from shared.models.ledger.transactions.currencies.other_currencies import (
    MAX_OTHER_EXCHANGES,
    converted_for,
    converted_in,
    in_ledgers_currency,
    ledger_in_currency,
    rates_needed_for,
    without_outdated,
)
from shared.models.ledger.transactions.transaction import Split, Transaction, TransactionType
from shared.models.values.money import MAX_AMOUNT_MINOR
from tests.unit.examples import account, category, sample_ledger, transaction, transfer

DAY = date(2026, 3, 15)
PRICES = {"USD": 4, "EUR": 5, "GBP": 6, "KWD": 12, "CHF": 3, "SEK": 1}
"""The worth of a unit of each currency; others have no rate."""

LEDGER = sample_ledger(
    category("food", "Food"),
    accounts={
        "main": account(),
        "euros": account("euros", "Euros", currency="EUR"),
        "pesos": account("pesos", "Pesos", currency="ARS"),
    },
)
"""A ledger in dollars."""


def rate_of(base: str, quote: str, day: date, /, as_of: date = DAY) -> Rate | None:
    """Return the rate of the prices."""
    if not {base, quote} <= PRICES.keys() or day < DAY:
        return None
    numerator, denominator = Decimal(PRICES[base]), Decimal(PRICES[quote])
    return Rate(base, quote, numerator, as_of, RateSource.ECB, denominator)


def later_rate(base: str, quote: str, day: date, /) -> Rate | None:
    """Return the same rate, as of the next day."""
    return rate_of(base, quote, day, as_of=date(2026, 3, 16))


def in_euros(amount_minor: int = 1000, base_minor: int | None = 1250) -> Transaction:
    """Return an expense on the account in euros, converted to dollars by the bank."""
    exchange = Exchange(
        currency="USD",
        base_minor=base_minor,
        rate="1.25",
        rate_date=DAY,
        rate_source=ExchangeSource.GIVEN,
    )
    return transaction(
        account_id="euros", currency="EUR", amount_minor=amount_minor, exchange=exchange, date=DAY
    )


def changed(ledger: Ledger, one: Transaction, currency: str) -> Transaction:
    """Return a transaction after a change of the currency of its ledger."""
    return converted_in(converted_for(ledger, one, currency, rate_of), currency)


def test_accounts_keep_their_currencies_in_a_ledger_of_another_one() -> None:
    euros = ledger_in_currency(LEDGER, "EUR")

    assert euros.currency == "EUR"
    assert {key: one.currency for key, one in euros.accounts.items()} == {
        "main": "USD", "euros": None, "pesos": "ARS",
    }  # fmt: skip
    assert ledger_in_currency(euros, "USD").accounts == LEDGER.accounts


def test_a_transaction_in_the_new_currency_has_no_conversion_and_keeps_the_former() -> None:
    before = in_euros()
    after = changed(LEDGER, before, "EUR")

    assert (after.exchange, after.amount_minor, after.base_minor) == (None, 1000, 1000)
    assert after.other_exchanges == (before.exchange,)
    assert converted_in(after, "USD") == before


def test_a_transaction_in_the_former_currency_is_converted_at_the_rate_of_its_day() -> None:
    splits = (Split(amount_minor=333), Split(amount_minor=668))
    before = transaction(amount_minor=1001, splits=splits, category_id=None, date=DAY)
    after = changed(LEDGER, before, "EUR")

    assert after.exchange == Exchange(
        currency="EUR",
        base_minor=801,
        rate="0.8",
        rate_date=DAY,
        rate_source=ExchangeSource.REFERENCE,
    )
    assert after.base_split_amounts == (266, 535)
    back = changed(ledger_in_currency(LEDGER, "EUR"), after, "USD")
    assert (back.exchange, back.base_split_amounts) == (None, (333, 668))


def test_a_missing_rate_is_null_and_so_is_an_amount_that_is_too_large() -> None:
    early = transaction(date=date(2026, 3, 14))
    huge = transaction(amount_minor=MAX_AMOUNT_MINOR, date=DAY)

    for one, currency in ((early, "EUR"), (huge, "SEK"), (huge, "ARS")):
        assert changed(LEDGER, one, currency).exchange == Exchange(currency=currency)


def test_what_a_transfer_brings_in_the_new_currency_is_its_amount_there() -> None:
    moved = transfer(
        amount_minor=1000, to_account_id="euros", to_amount_minor=777, to_currency="EUR"
    )

    assert changed(LEDGER, moved, "EUR").base_minor == 777


def test_an_amount_from_before_is_kept_unless_a_rate_of_a_later_day_has_arrived() -> None:
    before = transaction(date=date(2026, 3, 16))
    known = Exchange(
        currency="EUR", base_minor=1, rate="9", rate_date=DAY, rate_source=ExchangeSource.REFERENCE
    )
    given = known.model_copy(update={"rate_source": ExchangeSource.GIVEN})
    for kept in (known, given):
        one = before.model_copy(update={"other_exchanges": (kept,)})
        assert converted_for(LEDGER, one, "EUR", rate_of) is one
        is_kept = converted_for(LEDGER, one, "EUR", later_rate) is one
        assert is_kept is (kept is given)
    missing = before.model_copy(update={"other_exchanges": (Exchange(currency="EUR"),)})
    assert changed(LEDGER, missing, "EUR").base_minor == before.amount_minor * 4 // 5


def test_a_change_of_the_amount_removes_amounts_in_former_currencies_and_one_of_notes_not() -> None:
    before = changed(LEDGER, in_euros(), "EUR")

    noted = before.model_copy(update={"notes": "Paid"})
    assert without_outdated(before, noted) is noted
    for fields in ({"amount_minor": 7}, {"date": date(2026, 3, 16)}, {"account_id": "main"}):
        assert without_outdated(before, before.model_copy(update=fields)).other_exchanges == ()


def test_an_undo_brings_back_the_former_amount_and_no_conversion_of_the_later_one() -> None:
    """Undo an edit of the amount that was made two changes of the currency ago."""
    small = in_euros()
    ledger, now = LEDGER, in_euros(100_000, 125_000)
    for currency in ("GBP", "CHF"):
        now = changed(ledger, now, currency)
        ledger = ledger_in_currency(ledger, currency)
    restored = now.model_copy(update={"amount_minor": 1000, "exchange": small.exchange})

    after = without_outdated(now, in_ledgers_currency(ledger, restored, rate_of))

    assert [one.currency for one in now.other_exchanges] == ["USD", "GBP"]
    assert after.other_exchanges == (small.exchange,)
    assert changed(ledger, after, "GBP").base_minor == changed(LEDGER, small, "GBP").base_minor


def test_amounts_in_the_last_currencies_are_kept() -> None:
    ledger, one = LEDGER, in_euros()
    for currency in ("GBP", "KWD", "CHF", "SEK", "GBP"):
        one = changed(ledger, one, currency)
        ledger = ledger_in_currency(ledger, currency)
        assert len(one.other_exchanges) <= MAX_OTHER_EXCHANGES

    assert [other.currency for other in one.other_exchanges] == ["KWD", "CHF", "SEK"]


def test_a_former_state_is_converted_to_the_currency_that_the_ledger_has_now() -> None:
    former = transaction(date=DAY, amount_minor=1000)

    now = in_ledgers_currency(ledger_in_currency(LEDGER, "EUR"), former, rate_of)
    assert (now.base_minor, now.currency) == (800, "USD")


def test_without_a_conversion_the_ledger_was_read_too_early() -> None:
    with pytest.raises(Unavailable):
        converted_in(transaction(), "EUR")


@pytest.mark.parametrize("currency", ["EUR", "USD"], ids=["of the account", "of the ledger"])
def test_no_conversion_is_added_to_a_currency_that_a_transaction_has(currency: str) -> None:
    one = in_euros()

    assert converted_for(LEDGER, one, currency, rate_of) is one


def test_both_a_conversion_that_is_added_and_one_that_is_kept_replace_the_oldest() -> None:
    others = tuple(Exchange(currency=one) for one in ("GBP", "KWD", "CHF"))
    one = in_euros().model_copy(update={"other_exchanges": others})

    added = converted_for(LEDGER, one, "SEK", rate_of)
    moved = converted_in(one, "EUR")

    assert [other.currency for other in added.other_exchanges] == ["KWD", "CHF", "SEK"]
    assert [other.currency for other in moved.other_exchanges] == ["KWD", "CHF", "USD"]


def test_splits_that_are_too_large_in_another_currency_leave_the_transaction_unconverted() -> None:
    large = MAX_AMOUNT_MINOR // 2
    splits = (Split(amount_minor=large), Split(amount_minor=1 - large))
    one = transaction(amount_minor=1, splits=splits, category_id=None, date=DAY)

    assert changed(LEDGER, one, "SEK").exchange == Exchange(currency="SEK")
    assert changed(LEDGER, one, "GBP").base_minor == 1


def test_without_a_rate_a_known_amount_is_kept() -> None:
    known = Exchange(
        currency="EUR", base_minor=1, rate="9", rate_date=DAY, rate_source=ExchangeSource.REFERENCE
    )
    early = transaction(date=date(2026, 3, 14), other_exchanges=(known,))

    assert converted_for(LEDGER, early, "EUR", rate_of) is early


@pytest.mark.parametrize(
    "fields",
    [
        {"type": TransactionType.INCOME}, {"amount_minor": 7}, {"currency": "JPY"},
        {"account_id": "more"}, {"to_account_id": "main"}, {"to_amount_minor": 8},
        {"to_currency": "JPY"}, {"is_to_amount_estimated": True}, {"date": date(2026, 3, 16)},
    ],
    ids=lambda fields: next(iter(fields)),
)  # fmt: skip
def test_a_change_on_which_a_conversion_depends_removes_former_ones(fields: dict[str, Any]) -> None:
    other = Exchange(currency="GBP", base_minor=5)
    before = transfer(to_amount_minor=9, to_currency="EUR", other_exchanges=(other,), date=DAY)

    assert without_outdated(before, before.model_copy(update=fields)).other_exchanges == ()


def test_a_transaction_without_former_conversions_is_not_copied() -> None:
    after = transaction(amount_minor=7)

    assert without_outdated(transaction(), after) is after


def test_only_rates_that_may_change_an_amount_are_looked_up() -> None:
    def fail(_base: str, _quote: str, _day: date, /) -> Rate | None:
        raise AssertionError

    at_own_day = Exchange(
        currency="GBP", base_minor=800, rate="0.8", rate_date=DAY,
        rate_source=ExchangeSource.REFERENCE,
    )  # fmt: skip
    at_earlier_day = at_own_day.model_copy(update={"rate_date": date(2026, 3, 14)})
    given = at_earlier_day.model_copy(update={"rate_source": ExchangeSource.GIVEN})
    unconverted = Exchange(currency="GBP")
    received = transfer(
        account_id="euros", currency="EUR", to_amount_minor=800, to_currency="GBP", date=DAY
    )

    for known in (at_own_day, given):
        settled = in_euros().model_copy(update={"other_exchanges": (known,), "date": DAY})
        assert list(rates_needed_for(LEDGER, [settled], "GBP")) == []
        assert converted_for(LEDGER, settled, "GBP", fail) is settled
    for other in ((), (at_earlier_day,), (unconverted,)):
        open_one = in_euros().model_copy(update={"other_exchanges": other, "date": DAY})
        assert list(rates_needed_for(LEDGER, [open_one], "GBP")) == [("EUR", "GBP", DAY)]
    assert list(rates_needed_for(LEDGER, [in_euros()], "USD")) == []
    assert list(rates_needed_for(LEDGER, [received], "GBP")) == []
    assert list(rates_needed_for(LEDGER, [in_euros()], None)) == []
