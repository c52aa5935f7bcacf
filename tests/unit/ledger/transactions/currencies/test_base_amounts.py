"""Conversions of transactions in cases that edits over the API do not reach, or hardly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shared.errors import InvalidArgument
from shared.models.currencies.rate import Rate, RateSource
from shared.models.ledger.transactions.currencies.base_amounts import (
    GivenExchange,
    currency_errors,
    ensure_currencies_fit,
    exchange_after,
    exchange_of,
)
from shared.models.ledger.transactions.currencies.exchange import (
    Exchange,
    ExchangeSource,
    FindRate,
    no_rates,
)
from shared.models.ledger.transactions.transaction import Transaction, mark_deleted
from tests.unit.examples import NOON, sample_ledger, transaction, transfer
from tests.unit.ledger.transactions.currencies.foreign import (
    LEDGER,
    booked,
    exchange,
    patched,
    refused,
    usual_rate,
)


def at(value: str) -> FindRate:
    """Return a lookup that finds this rate of any currencies on every day."""

    def find(base: str, quote: str, day: date, /) -> Rate | None:
        return Rate(base, quote, Decimal(value), day, RateSource.ECB)

    return find


def home(amount_minor: int = 1000, to_amount_minor: int = 1100, **facts: bool) -> Transaction:
    """Return a transfer of euros that brings dollars, the ledger's currency."""
    return transfer(
        account_id="euros", currency="EUR", amount_minor=amount_minor, to_account_id="main",
        to_amount_minor=to_amount_minor, to_currency="USD",
        exchange=exchange(to_amount_minor, "1.1", ExchangeSource.REFERENCE), **facts,
    )  # fmt: skip


def test_another_currency_is_not_converted_at_the_rate_of_the_former_one() -> None:
    moved = patched(booked(), account_id="yen", amount="1500")

    assert (moved.currency, moved.exchange) == ("JPY", Exchange(currency="USD"))


def test_a_refund_may_not_come_to_more_than_an_amount_can() -> None:
    most = {"amount": "must come to at most 99999999999.99 USD"}

    assert refused(lambda: booked(amount="99999999999.99")) == most
    assert refused(lambda: booked(amount="-99999999999.99")) == most


def test_what_a_transfer_brings_may_not_be_estimated_to_more_than_an_amount_can_be() -> None:
    facts = {"type": "TRANSFER", "account_id": "main", "to_account_id": "yen"}

    too_large = refused(lambda: booked(at("150"), **facts, amount="99999999999.99"))

    assert too_large == {"to_amount": "is required: none can be estimated"}


def test_a_base_amount_within_the_ledgers_currency_is_refused_by_what_is_possible() -> None:
    given = GivenExchange(base_amount=Decimal(1))
    within = refused(lambda: exchange_of(sample_ledger(), transfer(), given, no_rates))
    between = refused(lambda: exchange_of(LEDGER, transfer(to_account_id="yen"), given, no_rates))

    assert within == {"base_amount": "is only allowed on an account of another currency"}
    assert between == {"base_amount": "must be omitted: give the to_amount in JPY instead"}


def test_a_conversion_stays_only_if_it_comes_to_what_is_brought() -> None:
    before = home()

    def after(one: Transaction) -> Exchange | None:
        return exchange_after(LEDGER, before, one, GivenExchange(), no_rates)

    assert after(home()) == before.exchange
    assert after(home(to_amount_minor=1250)) == exchange(1250, "1.25", ExchangeSource.GIVEN)


def test_another_amount_is_not_converted_at_the_former_rate_if_the_received_one_is_known() -> None:
    before = home(amount_minor=1).model_copy(
        update={"exchange": exchange(10**9, "1000000000", ExchangeSource.GIVEN)}
    )
    after = home(amount_minor=10**6, to_amount_minor=10**6)

    found = exchange_after(LEDGER, before, after, GivenExchange(), no_rates)

    assert found == exchange(10**6, "1", ExchangeSource.GIVEN)


@pytest.mark.parametrize("is_estimated", [True, False])
def test_only_an_estimate_has_the_source_of_the_rate_of_the_day(*, is_estimated: bool) -> None:
    one = home(is_to_amount_estimated=is_estimated)

    found = exchange_of(LEDGER, one, GivenExchange(), usual_rate)

    source = ExchangeSource.REFERENCE if is_estimated else ExchangeSource.GIVEN
    assert found == exchange(1100, "1.1", source)


def errors_of(one: Transaction) -> list[tuple[str, str]]:
    return [(error.field, error.message) for error in currency_errors(LEDGER, one)]


def test_the_errors_of_amounts_name_the_currency_that_they_must_be_in() -> None:
    within = transaction(exchange=Exchange(currency="USD", base_minor=1250))
    to_yen = transfer(to_account_id="yen", to_amount_minor=5, to_currency="EUR")
    wrong_base = home().model_copy(
        update={"exchange": exchange(1099, "1.099", ExchangeSource.GIVEN)}
    )

    assert errors_of(within) == [("base_amount", "must be in USD, the ledger's currency")]
    assert errors_of(to_yen) == [("to_amount", "must be in JPY")]
    assert errors_of(wrong_base) == [("base_amount", "must be the to_amount, which is in USD")]
    assert errors_of(home()) == []


def test_the_currencies_of_the_trash_are_not_checked() -> None:
    wrong = transaction(account_id="euros")

    with pytest.raises(InvalidArgument):
        ensure_currencies_fit(LEDGER, [wrong])
    ensure_currencies_fit(LEDGER, [mark_deleted(wrong, NOON)])
