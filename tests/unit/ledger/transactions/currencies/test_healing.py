"""A transaction is healed by a rate that is nearer to its day, and by no other."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.models.currencies.own_rate import OwnRate
from shared.models.currencies.rate import Rate
from shared.models.currencies.rate import RateSource as PublishedSource
from shared.models.jobs.healing import HealingRun
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.currencies.exchange import ExchangeSource, FindRate, no_rates
from shared.models.ledger.transactions.currencies.healing import (
    at_rates_in_force,
    healed,
    without_own_rate,
)
from shared.models.ledger.transactions.currencies.needed_rates import rates_needed_by
from shared.models.ledger.transactions.terms import terms_of
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.dates import DateRange
from tests.unit.examples import NOON
from tests.unit.ledger.transactions.currencies.foreign import DAY, LATER, LEDGER, booked, exchange

EARLIER = DAY - timedelta(days=2)


def rate_of(as_of: date, value: str = "2") -> FindRate:
    """Return a lookup that finds this rate of any currency in dollars, for every day."""

    def find(base: str, quote: str, _day: date, /) -> Rate | None:
        source = PublishedSource.ECB
        return Rate(base, quote, Decimal(value), as_of, source) if quote == "USD" else None

    return find


def provisional(**facts: Any) -> Transaction:
    """Return a transaction of ``DAY`` with a rate of two days before."""
    return booked(rate_of(EARLIER, "1.1"), **facts)


def test_a_missing_rate_and_one_of_an_earlier_day_are_replaced() -> None:
    missing, earlier = booked(no_rates, splits=[{"amount": "4"}, {"amount": "6"}]), provisional()

    for before in (missing, earlier):
        after = healed(LEDGER, before, rate_of(DAY), DAY, LATER)
        assert after is not None
        assert after.exchange == exchange(2000, "2", ExchangeSource.REFERENCE)
        same = {"exchange": before.exchange, "revision": 1, "updated_at": before.updated_at}
        assert (after.model_copy(update=same), after.revision) == (before, 2)


@pytest.mark.parametrize(
    ("before", "find_rate", "until"),
    [
        (booked(rate_of(DAY, "1.1")), rate_of(DAY), DAY),
        (booked(no_rates), no_rates, DAY),
        (provisional(), no_rates, DAY),
        (provisional(), rate_of(EARLIER), DAY),
        (provisional(), rate_of(EARLIER - timedelta(days=1)), DAY),
        (provisional(), rate_of(DAY), DAY - timedelta(days=1)),
        (provisional(base_amount="5.00"), rate_of(DAY), DAY),
        (booked(no_rates, amount="99999999999.99"), rate_of(DAY), DAY),
        (booked(no_rates, account_id="main"), rate_of(DAY), DAY),
        (
            provisional(type="TRANSFER", to_account_id="main", to_amount="11.00"),
            rate_of(DAY),
            DAY,
        ),
        (provisional(type="TRANSFER", to_account_id="main"), rate_of(DAY), DAY),
    ],
    ids=[
        "rate of its day", "no rate then and now", "no rate now", "same", "earlier",
        "day not over", "given", "too large", "ledger's currency", "received", "estimated",
    ],
)  # fmt: skip
def test_all_else_stays(before: Transaction, find_rate: FindRate, until: date) -> None:
    assert healed(LEDGER, before, find_rate, until, LATER) is None


def split_in_two(amount: str) -> dict[str, Any]:
    """Return the facts of an expense of 0.01 with a large split and a refund of nearly as much."""
    refund = f"-{Decimal(amount) - Decimal('0.01')}"
    return {"amount": "0.01", "splits": [{"amount": amount}, {"amount": refund}]}


def test_splits_that_would_be_too_large_stay_as_they_are() -> None:
    unconverted = booked(no_rates, **split_in_two("40000000000.00"))
    own = at_own_rate(own_rate(), **split_in_two("10000000000.00"))

    assert healed(LEDGER, unconverted, rate_of(DAY, "2"), DAY, LATER) is None
    assert healed(LEDGER, unconverted, rate_of(DAY, "1.2"), DAY, LATER) is not None
    assert without_own_rate(LEDGER, own, own_rate(), rate_of(DAY, "6"), LATER) is None
    assert without_own_rate(LEDGER, own, own_rate(), rate_of(DAY, "4.5"), LATER) is not None


def test_a_transaction_stays_if_the_rate_in_force_is_the_same_as_the_former_own_rate() -> None:
    own = own_rate()

    def same(_base: str, quote: str, _day: date, /) -> Rate | None:
        return own.price if quote == "USD" else None

    assert without_own_rate(LEDGER, at_own_rate(own), own, same, LATER) is None


def test_a_future_transaction_without_a_rate_gets_the_latest_one() -> None:
    after = healed(LEDGER, booked(no_rates), rate_of(EARLIER), EARLIER, LATER)

    assert after is not None
    assert after.exchange is not None
    assert after.exchange.rate_date == EARLIER
    assert healed(LEDGER, after, rate_of(DAY), EARLIER, LATER) is None
    assert healed(LEDGER, after, rate_of(DAY), DAY, LATER) is not None


def own_rate(as_of: date = EARLIER, base: str = "EUR", quote: str = "USD") -> OwnRate:
    """Return an own rate of 4 dollars for a euro, or the other way round."""
    return OwnRate(
        id="own", base=base, quote=quote, date=as_of, rate=Decimal(4), created_at=NOON,
        updated_at=NOON,
    )  # fmt: skip


def at_own_rate(own: OwnRate, **facts: Any) -> Transaction:
    """Return a transaction of ``DAY`` that was booked at an own rate."""
    price = own.price if own.base == "EUR" else own.price.inverse
    return booked(lambda _base, quote, _day: price if quote == "USD" else None, **facts)


@pytest.mark.parametrize("rate", [own_rate(), own_rate(DAY), own_rate(DAY, "USD", "EUR")])
def test_what_was_booked_at_a_former_own_rate_gets_the_rate_in_force_or_none(
    rate: OwnRate,
) -> None:
    before = at_own_rate(rate)

    after = without_own_rate(LEDGER, before, rate, rate_of(DAY), LATER)
    assert after is not None
    assert after.exchange == exchange(2000, "2", ExchangeSource.REFERENCE)
    unconverted = without_own_rate(LEDGER, before, rate, no_rates, LATER)
    assert unconverted is not None
    assert unconverted.exchange == exchange(None, None, None)


@pytest.mark.parametrize(
    "before",
    [
        at_own_rate(own_rate(DAY)),
        at_own_rate(own_rate(EARLIER, "USD", "EUR")),
        booked(rate_of(EARLIER, "4")),
        booked(no_rates),
        at_own_rate(own_rate(), rate="4"),
        at_own_rate(own_rate(), base_amount="40.00"),
        at_own_rate(own_rate(), account_id="main"),
        at_own_rate(own_rate(), type="TRANSFER", to_account_id="main"),
    ],
    ids=[
        "another day", "another value", "reference rate", "no rate", "given rate",
        "given base amount", "ledger's currency", "estimated",
    ],
)  # fmt: skip
def test_what_was_not_booked_at_the_former_own_rate_stays(before: Transaction) -> None:
    assert without_own_rate(LEDGER, before, own_rate(), rate_of(DAY), LATER) is None


def test_what_comes_from_the_trash_has_missed_arrivals_and_the_end_of_its_own_rate() -> None:
    for before in (booked(no_rates), provisional(), at_own_rate(own_rate(DAY))):
        after = at_rates_in_force(LEDGER, before, rate_of(DAY), LATER)
        assert after is not None
        assert after.exchange == exchange(2000, "2", ExchangeSource.REFERENCE)


def test_what_comes_from_the_trash_keeps_given_rates_those_of_its_day_and_own_ones() -> None:
    own = own_rate(DAY)
    ledger = LEDGER.with_own_rate(own)

    assert at_rates_in_force(ledger, at_own_rate(own), rate_of(DAY), LATER) is None
    for kept in (
        booked(rate_of(DAY, "1.1")), provisional(base_amount="5.00"),
        booked(no_rates, account_id="main"),
        at_own_rate(own, type="TRANSFER", to_account_id="main"),
    ):  # fmt: skip
        assert at_rates_in_force(LEDGER, kept, rate_of(DAY), LATER) is None


def test_what_may_be_healed_is_found_by_a_term_and_nothing_else_has_one() -> None:
    def waiting(one: Transaction) -> list[str]:
        return [term for term in terms_of(one) if term[0] in "!?"]

    assert waiting(booked(no_rates)) == ["!", "!EUR"]
    assert waiting(provisional()) == ["?", "?EUR"]
    assert waiting(at_own_rate(own_rate())) == ["?", "?EUR"]
    assert waiting(booked(rate_of(DAY))) == []
    assert waiting(provisional(base_amount="5.00")) == []
    assert waiting(booked(no_rates, account_id="main")) == []


def test_the_run_of_a_former_own_rate_finds_its_day_by_accounts_and_is_the_same_from_json() -> None:
    run = HealingRun.of_former_own_rate(own_rate(), LEDGER, "ann", LATER)

    assert run is not None
    assert HealingRun.model_validate_json(run.model_dump_json()) == run
    from_day_on, of_day = DateRange(EARLIER), DateRange(EARLIER, EARLIER)
    accounts = ("=dollars", "=euros")
    assert list(run.scans(LEDGER)) == [
        (("?EUR",), from_day_on, False), (accounts, of_day, False),
        (("?EUR",), from_day_on, True), (accounts, of_day, True),
    ]  # fmt: skip
    assert HealingRun.of_former_own_rate(own_rate(quote="JPY"), LEDGER, "ann", LATER) is None


def needed(**facts: Any) -> list[tuple[str, str, date]]:
    usual = {"type": "EXPENSE", "amount": "10", "account_id": "euros", "date": str(DAY)}
    return list(rates_needed_by(LEDGER, TransactionDraft.model_validate(usual | facts)))


def needed_after(before: Transaction, **facts: Any) -> list[tuple[str, str, date]]:
    return list(rates_needed_by(LEDGER, TransactionPatch.model_validate(facts), before))


def test_the_rates_that_an_input_needs_are_those_of_its_currencies_and_day() -> None:
    assert needed() == [("EUR", "USD", DAY)]
    assert needed(account_id="main") == []
    assert needed(base_amount="9") == []
    assert needed(account_id=None) == []
    assert needed(currency="JPY", account_id="main") == [("JPY", "USD", DAY)]
    of_transfer = {"type": "TRANSFER", "to_account_id": "yen"}
    assert needed(**of_transfer) == [("EUR", "USD", DAY), ("EUR", "JPY", DAY)]
    assert needed(**of_transfer, to_amount="1500", rate="1.2") == []
    assert needed(type="TRANSFER", to_account_id="dollars") == [("EUR", "USD", DAY)]


def test_a_patch_needs_rates_only_if_it_concerns_amounts() -> None:
    before = booked(rate_of(DAY))

    assert needed_after(before, notes="Lunch") == []
    assert needed_after(before, date=str(EARLIER)) == [("EUR", "USD", EARLIER)]
    assert needed_after(booked(no_rates), notes="Lunch") == [("EUR", "USD", DAY)]
    sent = booked(rate_of(DAY), type="TRANSFER", to_account_id="yen", to_amount="1500")
    assert needed_after(sent, amount="5") == [("EUR", "USD", DAY), ("EUR", "JPY", DAY)]


def test_another_date_of_a_given_amount_needs_no_rate_of_its_original_amount() -> None:
    original = {"amount": "8.00", "currency": "EUR"}
    before = booked(no_rates, account_id="main", original=original)

    assert needed_after(before, date=str(EARLIER)) == []


def test_another_date_of_an_estimate_needs_the_rate_of_its_original_amount() -> None:
    before = booked(rate_of(DAY), account_id="main", currency="EUR")

    assert needed_after(before, notes="Lunch") == []
    assert needed_after(before, date=str(EARLIER)) == [("EUR", "USD", EARLIER)]
