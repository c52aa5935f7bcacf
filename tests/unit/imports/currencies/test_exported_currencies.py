"""The exported file of a ledger in several currencies gives the same transactions elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shared.models.imports.currencies.booked_amounts import base_amount_of
from shared.models.imports.ledger_names import RowMisfit
from shared.models.imports.statements.amounts import Money
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.results import ExportedExchange
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.exchange import Exchange, ExchangeSource
from shared.models.ledger.transactions.currencies.original import Original
from shared.models.ledger.transactions.currencies.other_currencies import ledger_in_currency
from shared.models.ledger.transactions.transaction import Split, Transaction
from tests.unit.examples import account, category, sample_ledger, transaction, transfer
from tests.unit.imports.test_exported_files import exported, imported, planned

SAME = (
    "type", "amount_minor", "currency", "account_id", "to_account_id", "to_amount_minor",
    "to_currency", "exchange", "original", "is_amount_estimated", "is_to_amount_estimated", "date",
    "splits",
)  # fmt: skip
DAY = date(2026, 2, 27)


def ledger(currency: str = "USD") -> Ledger:
    """Return a ledger with accounts in USD, EUR, JPY and KWD."""
    accounts = (
        account("main", "Main", currency=None if currency == "USD" else "USD"),
        account("euros", "Euros", currency="EUR"),
        account("yen", "Yen", currency="JPY"),
        account("dinars", "Dinars", currency="KWD"),
    )
    return replace(
        sample_ledger(category()), currency=currency, accounts={one.id: one for one in accounts}
    )


def worth(base_minor: int | None, rate: str | None, source: str = "REFERENCE") -> Exchange:
    """Return a conversion to USD at the rate of a day; without an amount, none."""
    if base_minor is None:
        return Exchange(currency="USD")
    return Exchange(
        currency="USD",
        base_minor=base_minor,
        rate=rate,
        rate_date=DAY,
        rate_source=ExchangeSource(source),
    )


def euros(**facts: Any) -> Transaction:
    return transaction(account_id="euros", currency="EUR", **facts)


FOREIGN = (
    euros(amount_minor=1000, exchange=worth(1250, "1.25")),
    euros(amount_minor=-1000, exchange=worth(-1250, "1.25", "OWN")),
    euros(amount_minor=1000, exchange=worth(999, "0.999", "GIVEN")),
    euros(amount_minor=1000, exchange=worth(None, None)),
    euros(amount_minor=1, exchange=worth(0, None, "GIVEN")),
    euros(
        amount_minor=1000,
        original=Original(amount_minor=150000, currency="JPY"),
        is_amount_estimated=True,
        exchange=worth(1250, "1.25"),
    ),
    transaction(amount_minor=500, original=Original(amount_minor=1234, currency="KWD")),
    transaction(
        account_id="dinars",
        currency="KWD",
        amount_minor=3001,
        category_id=None,
        splits=(
            Split(category_id="food", amount_minor=4001),
            Split(amount_minor=-1000, note="Back"),
        ),
        exchange=worth(978, "3.26"),
    ),
    transfer(
        account_id="euros",
        currency="EUR",
        to_account_id="yen",
        amount_minor=1000,
        to_amount_minor=1500,
        to_currency="JPY",
        is_to_amount_estimated=True,
        exchange=worth(1250, "1.25"),
    ),
    transfer(
        account_id="main",
        to_account_id="dinars",
        amount_minor=1000,
        to_amount_minor=3001,
        to_currency="KWD",
    ),
)


def content(one: Transaction) -> dict[str, Any]:
    return {name: getattr(one, name) for name in SAME}


@pytest.mark.parametrize("found", FOREIGN)
def test_an_exported_file_gives_the_same_amounts_in_another_ledger(found: Transaction) -> None:
    [there] = imported(exported(found, of=ledger()), ledger())

    assert content(there) == content(found)


def test_a_transfer_into_the_ledgers_currency_is_worth_what_it_brings() -> None:
    found = transfer(
        account_id="yen", currency="JPY", to_account_id="main", amount_minor=1500,
        to_amount_minor=1000, to_currency="USD", exchange=worth(1000, "0.00666666666666667"),
    )  # fmt: skip

    [there] = imported(exported(found, of=ledger()), ledger())

    assert there.exchange is not None
    assert (there.to_amount_minor, there.exchange.base_minor) == (1000, 1000)


def test_amounts_in_the_currency_of_another_ledger_are_converted_anew() -> None:
    found = euros(amount_minor=1000, exchange=worth(1250, "1.25"))

    [there] = imported(exported(found, of=ledger()), ledger("GBP"))

    assert (there.amount_minor, there.currency) == (1000, "EUR")
    assert there.exchange == Exchange(currency="GBP")


def test_a_base_amount_does_not_count_after_a_change_of_the_ledgers_currency() -> None:
    file = exported(euros(amount_minor=1000, exchange=worth(1250, "1.25")), of=ledger())

    [there] = imported(file, ledger(), ledger_in_currency(ledger(), "GBP"))

    assert (there.amount_minor, there.currency) == (1000, "EUR")
    assert there.exchange == Exchange(currency="GBP")


def test_a_base_amount_that_is_not_the_amount_at_its_rate_is_told() -> None:
    file = exported(euros(amount_minor=1000, exchange=worth(1250, "1.25")), of=ledger())

    with pytest.raises(RowMisfit, match=r"base_amount 12.50 USD is not the amount at the rate"):
        planned(CsvFile(file.content.replace(b"10.00", b"20.00")), ledger())


def test_what_a_transfer_brings_is_on_an_account_in_that_currency() -> None:
    file = exported(
        transfer(
            currency="USD", to_account_id="yen", amount_minor=1000, to_amount_minor=1500,
            to_currency="JPY",
        ),
        of=ledger(),
    )  # fmt: skip

    with pytest.raises(RowMisfit, match="the account “Yen” is in JPY, not in KWD"):
        planned(CsvFile(file.content.replace(b",JPY,", b",KWD,")), ledger())


def test_a_base_amount_may_differ_by_one_minor_unit_from_the_one_at_its_rate() -> None:
    def base_of(amount_minor: int, base_minor: int) -> int:
        base = Money(base_minor, "USD")
        exchange = ExportedExchange(base, "1.25", DAY, ExchangeSource.REFERENCE)
        return base_amount_of(amount_minor, "EUR", exchange)

    assert [base_of(1000, one) for one in (1249, 1250, 1251)] == [1249, 1250, 1251]
    assert [base_of(-1000, one) for one in (1251, -1249)] == [-1251, -1249]
    for amount_minor, base_minor in ((1000, 1248), (1000, 1252), (-1000, 1252)):
        with pytest.raises(RowMisfit, match=r"is not the amount at the rate 1\.25"):
            base_of(amount_minor, base_minor)
