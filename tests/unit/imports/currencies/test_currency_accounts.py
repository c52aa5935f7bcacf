"""The account of each currency of a file is chosen by the client, or by the ledger's accounts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from shared.models.currencies.rate import Rate, RateSource
from shared.models.imports.currencies.booked_amounts import book
from shared.models.imports.currencies.currency_accounts import CurrencyAccounts
from shared.models.imports.import_plan import MappingSource, OtherAmounts
from shared.models.imports.ledger_names import LedgerNames, RowMisfit
from shared.models.imports.statements.results import StatementRow
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.exchange import FindRate, no_rates
from tests.unit.examples import account, sample_ledger
from tests.unit.imports.planning import in_euros

DAY = date(2026, 3, 2)
GIVEN, SAVED, DETECTED = MappingSource.GIVEN, MappingSource.SAVED, MappingSource.DETECTED


def ledger() -> Ledger:
    """Return a ledger in USD with an account in EUR, two in JPY, and an archived one in CHF."""
    accounts = (
        account("main", "Main"),
        account("euros", "Euros", currency="EUR"),
        account("yen", "Yen", currency="JPY"),
        account("cash", "Cash", currency="JPY"),
        account("old", "Old", currency="CHF", archived=True),
    )
    return replace(sample_ledger(), accounts={one.id: one for one in accounts})


def accounts_of(**chosen: str) -> CurrencyAccounts:
    return CurrencyAccounts(ledger(), "main", chosen, saved={"GBP": "euros", "USD": "euros"})


def euros_at(rate: str) -> FindRate:
    """Return a lookup that knows this price of a euro in dollars."""

    def find_rate(_base: str, _quote: str, _day: date, /) -> Rate | None:
        return Rate("EUR", "USD", Decimal(rate), DAY, RateSource.ECB)

    return find_rate


@pytest.mark.parametrize(
    ("currency", "account_id", "source"),
    [
        ("USD", "main", DETECTED), ("EUR", "euros", DETECTED), ("JPY", None, DETECTED),
        ("CHF", "main", DETECTED), ("GBP", "euros", SAVED), ("SEK", "yen", GIVEN),
    ],
)  # fmt: skip
def test_each_currency_has_the_account_that_is_least_doubtful(
    currency: str, account_id: str | None, source: MappingSource
) -> None:
    found = accounts_of(SEK="yen").choose(currency, 1)

    assert (found.account_id, found.source) == (account_id, source)


def test_rows_of_a_currency_with_several_accounts_are_refused_until_one_is_chosen() -> None:
    with pytest.raises(RowMisfit, match="2 accounts in JPY, and none is chosen"):
        accounts_of().account_of("JPY")

    assert accounts_of(JPY="cash").account_of("JPY") == "cash"


def test_each_assumed_account_is_told() -> None:
    found = accounts_of(SEK="yen").ambiguities(Counter(USD=5, EUR=2, JPY=1, CHF=1, SEK=1, GBP=1))

    assert [(one.code, one.message) for one in found] == [
        (
            "currency-account",
            "1 row is in CHF, in which the ledger has no account. “Main” is assumed, in USD.",
        ),
        ("currency-account", "2 rows are in EUR. The account “Euros” is assumed."),
        ("currency-account", "1 row is in JPY, in which the ledger has 2 accounts."),
    ]


def test_a_symbol_is_understood_by_the_accounts_of_the_ledger() -> None:
    known = accounts_of(SEK="yen").known_currencies(LedgerNames(ledger()))

    assert [known.find(unit) for unit in ("$", "£", "¥", "kr", "jpy")] == [
        "USD", "GBP", "JPY", "SEK", "JPY",
    ]  # fmt: skip
    assert known.default_of(["Nope", "euros"]) == "EUR"
    assert known.default_of([]) == "USD"


def test_a_row_in_another_currency_is_estimated_and_keeps_its_amount() -> None:
    row = StatementRow(2, DAY, -1001, currency="EUR")

    found, later = (book(row, "USD", euros_at(rate)) for rate in ("1.25", "1.5"))

    assert (found.amount_minor, found.currency) == (-1251, "USD")
    assert found.other("USD") == OtherAmounts("USD", -1001, "EUR", is_amount_estimated=True)
    assert found.warning == (
        "the amount in USD is estimated from 10.01 EUR at the rate of 2026-03-02"
    )
    assert found.key(row) == later.key(row)


def test_a_row_in_its_accounts_currency_has_no_other_amounts() -> None:
    found = book(StatementRow(2, DAY, -1001, currency="USD"), "USD", no_rates)

    assert (found.amount_minor, found.other("USD"), found.warning) == (-1001, None, None)
    assert found.other("EUR") == OtherAmounts("USD")


@pytest.mark.parametrize("amount_minor", [1, 10**13])
def test_an_amount_that_is_too_small_or_too_large_elsewhere_is_not_booked(
    amount_minor: int,
) -> None:
    rate = "0.001" if amount_minor == 1 else "1000"
    row = StatementRow(2, DAY, amount_minor, currency="EUR")

    with pytest.raises(RowMisfit, match="too little or too much in USD"):
        book(row, "USD", euros_at(rate))


def test_without_a_rate_nothing_is_booked() -> None:
    with pytest.raises(RowMisfit, match="no rate of 2026-03-02 for its amount in USD"):
        book(StatementRow(2, DAY, -1, currency="EUR"), "USD", no_rates)


def test_an_account_that_is_being_merged_or_archived_is_not_one_of_its_currency() -> None:
    of = in_euros(dollars="USD")
    for change in ({"merging_into": "main"}, {"archived": True}):
        closed = account("dollars", "Dollars", currency="USD", **change)
        accounts = CurrencyAccounts(
            replace(of, accounts={**of.accounts, "dollars": closed}), "main", {}, {}
        )
        assert accounts.choose("USD", 1).account_id == "main"
        assert not accounts.has_account("USD")


def test_a_currency_has_an_account_if_one_is_chosen_saved_or_in_it() -> None:
    accounts = CurrencyAccounts(in_euros(pounds="GBP"), "main", {"USD": "main"}, {"JPY": "main"})

    found = [one for one in ("USD", "JPY", "GBP", "EUR", "SEK") if accounts.has_account(one)]
    assert found == ["USD", "JPY", "GBP", "EUR"]
