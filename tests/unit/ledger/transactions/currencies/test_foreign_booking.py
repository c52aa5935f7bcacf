"""Booking on accounts of other currencies than the ledger's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shared.errors import InvalidArgument
from shared.models.currencies.rate import Rate
from shared.models.ledger.transactions.booking import Restoration, restored
from shared.models.ledger.transactions.currencies.base_amounts import ensure_currencies_fit
from shared.models.ledger.transactions.currencies.exchange import ExchangeSource, no_rates
from shared.models.ledger.transactions.currencies.original import Original
from shared.models.ledger.transactions.transaction import mark_deleted
from tests.unit.examples import NOON
from tests.unit.ledger.transactions.currencies.foreign import (
    DAY,
    LATER,
    LEDGER,
    booked,
    exchange,
    patched,
    refused,
    usual_rate,
)


def test_a_transaction_is_in_the_currency_of_its_account() -> None:
    own, foreign = booked(account_id="main"), booked()

    assert (own.amount_minor, own.currency, own.exchange) == (1000, "USD", None)
    assert (foreign.amount_minor, foreign.currency) == (1000, "EUR")
    assert foreign.exchange == exchange(1100, "1.1", ExchangeSource.REFERENCE)


@pytest.mark.parametrize(
    ("account_id", "amount", "too_exact"),
    [("yen", "10", "10.5"), ("dinar", "10.001", "1.0001"), ("euros", "10.01", "10.001")],
)
def test_an_amount_has_the_decimals_of_the_accounts_currency(
    account_id: str, amount: str, too_exact: str
) -> None:
    assert booked(account_id=account_id, amount=amount).account_id == account_id
    assert list(refused(lambda: booked(account_id=account_id, amount=too_exact))) == ["amount"]


def test_without_a_rate_it_is_booked_without_a_base_amount() -> None:
    yen = booked(account_id="yen", amount="1000")

    assert yen.exchange == exchange(None, None, None)
    assert yen.is_unconverted
    assert yen.base_parts == ((None, 0),)


def test_a_base_amount_or_a_rate_that_is_given_wins() -> None:
    by_amount, by_rate = booked(base_amount="12.34"), booked(rate="1.50")

    assert by_amount.exchange == exchange(1234, "1.234", ExchangeSource.GIVEN)
    assert by_rate.exchange == exchange(1500, "1.5", ExchangeSource.GIVEN)


def test_a_base_amount_may_round_to_zero() -> None:
    tiny = booked(account_id="yen", amount="1", rate="0.001")

    assert tiny.exchange == exchange(0, "0.001", ExchangeSource.GIVEN)
    assert booked(base_amount="0", amount="0.01").exchange == exchange(
        0, None, ExchangeSource.GIVEN
    )


@pytest.mark.parametrize(
    ("facts", "field", "message"),
    [
        ({"base_amount": "-1"}, "base_amount", "must have the sign of the amount"),
        ({"base_amount": "1.001"}, "base_amount", "must have at most 2 decimals in USD"),
        ({"base_amount": "1", "rate": "2"}, "rate", "must be omitted if there is a base_amount"),
        (
            {"amount": "0.01", "base_amount": "99999999999"},
            "base_amount",
            "must be at most 1000000000 times the amount",
        ),
        (
            {"amount": "99999999", "rate": "99999999"},
            "rate",
            "must come to at most 99999999999.99 USD",
        ),
        (
            {"account_id": "main", "base_amount": "1"},
            "base_amount",
            "is only allowed on an account of another currency",
        ),
        (
            {"account_id": "main", "rate": "1"},
            "rate",
            "is only allowed on an account of another currency",
        ),
        (
            {"type": "TRANSFER", "account_id": "main", "to_account_id": "euros", "rate": "1.1"},
            "rate",
            "must be omitted: give the to_amount in EUR instead",
        ),
        (
            {"type": "TRANSFER", "account_id": "dinar", "to_account_id": "main"},
            "to_amount",
            (
                "is required, because there is no rate of KWD/USD for that day; with an own rate "
                "it is estimated"
            ),
        ),
    ],
)
def test_an_exchange_that_does_not_fit_is_refused_by_its_field(
    facts: dict[str, Any], field: str, message: str
) -> None:
    assert refused(lambda: booked(**facts)) == {field: message}


def test_splits_carry_parts_of_the_base_amount_that_sum_to_it() -> None:
    splits = [{"category_id": key, "amount": "3.33"} for key in ("food", "rent")]
    splits.append({"amount": "3.34"})
    split = booked(splits=splits, base_amount="10.01")

    assert split.base_parts == (("food", 333), ("rent", 333), (None, 335))
    assert booked(splits=splits, find_rate=no_rates).base_parts == (
        ("food", 0), ("rent", 0), (None, 0),
    )  # fmt: skip


def test_splits_of_both_signs_may_not_come_to_more_than_an_amount_can() -> None:
    splits = [{"amount": "90000000"}, {"amount": "-89999999.99"}]

    assert refused(lambda: booked(amount="0.01", splits=splits, rate="100000")) == {
        "splits": "come to too large amounts in the ledger's currency"
    }


def test_another_amount_is_converted_at_the_same_rate() -> None:
    assert patched(booked(), amount="20").exchange == exchange(
        2200, "1.1", ExchangeSource.REFERENCE
    )
    given = patched(booked(base_amount="12.34"), amount="-20")
    assert given.exchange == exchange(-2468, "1.234", ExchangeSource.GIVEN)


def test_another_amount_keeps_the_day_of_a_rate_that_is_of_an_earlier_one() -> None:
    def of_friday(base: str, quote: str, _day: date, /) -> Rate | None:
        return usual_rate(base, quote, DAY - timedelta(days=2))

    after = patched(booked(of_friday), no_rates, amount="20")

    assert after.exchange is not None
    assert (after.exchange.base_minor, after.exchange.rate_date) == (2200, date(2026, 3, 13))


def test_another_day_has_another_rate_unless_it_was_given() -> None:
    moved = patched(booked(), date="2026-04-01")
    assert moved.exchange is not None
    assert (moved.exchange.base_minor, moved.exchange.rate) == (2000, "2")
    given = booked(base_amount="12.34")
    assert patched(given, date="2026-04-01").exchange == given.exchange


def test_null_removes_what_was_given() -> None:
    given = booked(base_amount="12.34")

    assert patched(given, base_amount=None).exchange == booked().exchange
    assert patched(given, notes="x").exchange == given.exchange


def test_an_edit_finds_the_rate_that_was_missing() -> None:
    missing = booked(find_rate=no_rates)

    assert patched(missing, notes="x").exchange == booked().exchange


def test_a_move_to_an_account_of_another_currency_needs_an_amount_in_it() -> None:
    assert refused(lambda: patched(booked(), account_id="main")) == {
        "amount": "is required, because the account is in USD"
    }
    moved = patched(booked(), account_id="main", amount="11.00")
    assert (moved.amount_minor, moved.currency, moved.exchange) == (1100, "USD", None)
    back = patched(moved, account_id="yen", amount="1500", base_amount="10.00")
    assert (back.amount_minor, back.currency, back.base_minor) == (1500, "JPY", 1000)


def test_a_move_within_a_currency_changes_no_amount() -> None:
    moved = patched(booked(base_amount="12.34"), account_id="dollars")

    assert (moved.account_id, moved.base_minor) == ("dollars", 1234)


def test_a_transfer_between_currencies_has_both_amounts() -> None:
    facts: dict[str, Any] = {"type": "TRANSFER", "account_id": "main", "to_account_id": "yen"}
    sent = booked(**facts, to_amount="1500")

    assert sent.account_changes == (("main", -1000), ("yen", 1500))
    assert (sent.to_currency, sent.exchange) == ("JPY", None)
    assert refused(lambda: booked(**facts)) == {
        "to_amount": "is required, because there is no rate of USD/JPY for that day; with an own "
        "rate it is estimated"
    }
    assert list(refused(lambda: booked(**facts, to_amount="1.5"))) == ["to_amount"]
    assert refused(lambda: booked(**facts, to_amount="-1")) == {"to_amount": "must be positive"}


def test_what_a_transfer_brings_in_the_ledgers_currency_is_its_base_amount() -> None:
    facts: dict[str, Any] = {
        "type": "TRANSFER",
        "account_id": "yen",
        "to_account_id": "main",
        "amount": "1500",
    }
    sent = booked(**facts, to_amount="10.05")

    assert sent.exchange == exchange(1005, "0.0067", ExchangeSource.GIVEN)
    assert list(refused(lambda: booked(**facts, to_amount="10.05", base_amount="1"))) == [
        "base_amount"
    ]


def test_a_transfer_within_a_currency_has_one_amount() -> None:
    facts: dict[str, Any] = {"type": "TRANSFER", "to_account_id": "dollars"}

    assert booked(**facts).account_changes == (("euros", -1000), ("dollars", 1000))
    assert refused(lambda: booked(**facts, to_amount="10.00")) == {
        "to_amount": "is only allowed between accounts of two currencies"
    }
    assert refused(lambda: booked(to_amount="10.00")) == {
        "to_amount": "is only allowed for a TRANSFER"
    }


def test_what_a_transfer_brings_stays_until_its_amount_or_currency_changes() -> None:
    facts: dict[str, Any] = {
        "type": "TRANSFER",
        "account_id": "main",
        "to_account_id": "yen",
        "to_amount": "1500",
    }
    sent = booked(**facts)

    assert patched(sent, notes="x").to_amount_minor == 1500
    assert list(refused(lambda: patched(sent, amount="20.00"))) == ["to_amount"]
    assert patched(sent, to_account_id="euros").is_to_amount_estimated
    within = patched(sent, account_id="euros", to_account_id="dollars", amount="1")
    assert (within.to_amount_minor, within.to_currency) == (None, None)
    income = patched(sent, type="INCOME")
    assert (income.to_amount_minor, income.to_currency) == (None, None)


def test_a_transaction_is_restored_to_an_account_of_its_currency_alone() -> None:
    deleted = mark_deleted(booked(), NOON)

    assert restored(LEDGER, deleted, LATER, Restoration(account_id="dollars")).currency == "EUR"
    assert refused(lambda: restored(LEDGER, deleted, LATER, Restoration(account_id="yen"))) == {
        "account_id": "is in JPY, and the transaction in EUR"
    }


def test_the_write_path_takes_no_transaction_of_another_currency_than_its_account() -> None:
    euros = booked()
    ensure_currencies_fit(LEDGER, [euros, booked(account_id="main")])

    for wrong in (
        euros.model_copy(update={"account_id": "main"}),
        euros.model_copy(update={"exchange": None}),
        euros.model_copy(update={"currency": "USD"}),
        booked(account_id="main").model_copy(update={"account_id": "euros"}),
    ):
        with pytest.raises(InvalidArgument):
            ensure_currencies_fit(LEDGER, [wrong])


def test_an_amount_in_another_currency_is_the_original_and_the_booked_one_is_estimated() -> None:
    bought = booked(account_id="main", currency="EUR", amount="10.05")

    assert (bought.amount_minor, bought.currency, bought.exchange) == (1106, "USD", None)
    assert bought.original == Original(amount_minor=1005, currency="EUR")
    assert bought.is_amount_estimated
    own = booked(account_id="main", currency="USD")
    assert (own.original, own.is_amount_estimated) == (None, False)


def test_an_estimated_amount_on_a_foreign_account_has_a_base_amount_too() -> None:
    bought = booked(currency="USD", amount="11.00")

    assert (bought.amount_minor, bought.currency, bought.base_minor) == (1000, "EUR", 1100)


def test_splits_of_an_original_amount_are_estimated_to_the_booked_one() -> None:
    splits = [{"category_id": key, "amount": "3.35"} for key in ("food", "rent")]
    bought = booked(account_id="main", currency="EUR", amount="6.70", splits=splits)

    assert [split.amount_minor for split in bought.splits] == [369, 368]
    short = refused(lambda: booked(account_id="main", currency="EUR", splits=splits))
    assert list(short) == ["splits"]


def test_without_a_rate_the_booked_amount_is_asked_for() -> None:
    assert refused(lambda: booked(currency="JPY", amount="1000")) == {
        "amount": "must be in EUR, because there is no rate of JPY/EUR for that day"
    }
    tiny = booked(account_id="main", currency="EUR", amount="0.01")
    assert (tiny.amount_minor, tiny.is_amount_estimated) == (1, True)


def test_an_original_amount_is_information() -> None:
    facts: dict[str, Any] = {"original": {"amount": "1500", "currency": "JPY"}}
    bought = booked(**facts)

    assert (bought.amount_minor, bought.is_amount_estimated) == (1000, False)
    assert bought.original == Original(amount_minor=1500, currency="JPY")
    assert patched(bought, original=None).original is None
    assert patched(bought, amount="11.00").original == bought.original


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"original": {"amount": "10.00", "currency": "EUR"}}, "original.currency"),
        ({"original": {"amount": "-1500", "currency": "JPY"}}, "original.amount"),
        ({"original": {"amount": "1.5", "currency": "JPY"}}, "original.amount"),
        ({"original": {"amount": "15", "currency": "JPY"}, "currency": "USD"}, "original"),
    ],
)
def test_an_original_amount_that_does_not_fit_is_refused(facts: Any, field: str) -> None:
    assert list(refused(lambda: booked(**facts))) == [field]


def test_the_amount_of_the_bank_ends_an_estimate() -> None:
    bought = booked(account_id="main", currency="EUR")
    final = patched(bought, amount="11.23")

    assert (final.amount_minor, final.is_amount_estimated) == (1123, False)
    assert final.original == bought.original
    assert list(refused(lambda: patched(bought, currency="EUR"))) == ["amount"]
    again = patched(final, amount="20.00", currency="EUR")
    assert (again.amount_minor, again.is_amount_estimated) == (2200, True)


def test_what_a_transfer_between_currencies_brings_is_estimated() -> None:
    facts: dict[str, Any] = {
        "type": "TRANSFER",
        "account_id": "main",
        "to_account_id": "euros",
        "amount": "11",
    }
    sent = booked(**facts)

    assert sent.account_changes == (("main", -1100), ("euros", 1000))
    assert (sent.to_currency, sent.is_to_amount_estimated) == ("EUR", True)
    assert patched(sent, amount="22").to_amount_minor == 2000
    assert patched(sent, date="2026-04-02").to_amount_minor == 550
    final = patched(sent, to_amount="9.99")
    assert (final.to_amount_minor, final.is_to_amount_estimated) == (999, False)
    assert patched(final, date="2026-04-02").to_amount_minor == 999
    assert patched(sent, type="EXPENSE").is_to_amount_estimated is False
    back = booked(**facts | {"account_id": "euros", "to_account_id": "main", "amount": "10"})
    assert (back.to_amount_minor, back.base_minor, back.is_to_amount_estimated) == (
        1100,
        1100,
        True,
    )
