"""Currencies that a file names in column names, before its table, or in columns without a name."""

from __future__ import annotations

import pytest

from shared.models.imports.import_plan import PlanRow, RowStatus
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.money.named_currency import unit_in_name
from tests.unit.imports.planning import in_euros, plan_of

NAMED = "Date;{};Text\n2026-01-05;-10.00;a\n2026-01-06;-5.00;b\n"
BEFORE = "{}\nDate;Amount;Text\n2026-01-05;-10.00;a\n2026-01-06;-5.00;b\n"
BESIDE = "Date;Amount;{};Text\n2026-01-05;-10.00;{};a\n2026-01-06;-5.00;{};b\n"
HALVES = "Date;{};{};Text\n2026-01-05;10.00;;a\n2026-01-06;5.00;;b\n2026-01-07;;1.00;b\n"


def currency_of(row: PlanRow) -> str:
    return "EUR" if row.other is None else row.other.currency


def doubts(text: str) -> dict[str, str]:
    return {one.code: one.message for one in detect_layout(CsvFile(text.encode())).ambiguities}


@pytest.mark.parametrize(
    "text",
    [
        NAMED.format("Amount (USD)"),
        NAMED.format("Betrag in USD"),
        NAMED.format("Amount USD"),
        NAMED.format("Amount ($)"),
        HALVES.format("Soll USD", "Haben USD"),
        BEFORE.format("Account;Currency: USD"),
        BEFORE.format("Account;1\nAccount currency;USD"),
        BEFORE.format("My account\nCurrency USD"),
        BESIDE.format("Unit", "$", "$"),
        BESIDE.format("Unit", "usd", "usd"),
        BESIDE.format("Currency symbol", "$", "$"),
        BESIDE.format("Валюта", "usd", "$"),
    ],
)
def test_amounts_are_in_the_currency_that_the_file_names(text: str) -> None:
    found = plan_of(text, in_euros(dollars="USD"))

    assert [(row.status, row.account_id) for row in found[:2]] == [(RowStatus.NEW, "dollars")] * 2
    assert [(currency_of(row), row.amount_minor) for row in found[:2]] == [
        ("USD", -1000), ("USD", -500),
    ]  # fmt: skip


@pytest.mark.parametrize("header", ["Bedrag (EUR)", "Betrag EUR", "Importe euros"])
def test_euros_are_not_booked_as_the_currency_of_the_ledger(header: str) -> None:
    text = NAMED.format(header)

    assert detect_layout(CsvFile(text.encode())).unit.casefold() in ("eur", "euros")
    assert [row.amount_minor for row in plan_of(text, in_euros())] == [-1000, -500]


def test_amounts_in_yen_have_no_decimals() -> None:
    text = NAMED.format("Amount (JPY)").replace(".00", "00")

    assert [row.amount_minor for row in plan_of(text, in_euros(yen="JPY"))] == [-1000, -500]


def test_rubles_under_their_old_code_are_rubles() -> None:
    text = BESIDE.format("Валюта", "RUR", "RUR")

    found = plan_of(text, in_euros(rubles="RUB"))

    assert [currency_of(row) for row in found] == ["RUB", "RUB"]


@pytest.mark.parametrize(
    "text",
    [BESIDE.format("Coin", "BTC", "BTC"), NAMED.format("Amount (BTC)"), NAMED.format("Amount ($)")],
    ids=["beside", "in the name", "a symbol of several"],
)
def test_amounts_in_a_currency_that_is_not_known_are_invalid(text: str) -> None:
    assert {row.status for row in plan_of(text, in_euros())} == {RowStatus.INVALID}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HALVES.format("Debit USD", "Credit EUR"), "The file names “USD” and “EUR”."),
        (BEFORE.format("Currency: USD\nCurrency: GBP"), "The file names “USD” and “GBP”."),
        (
            BESIDE.format("Currency", "USD", "EUR").replace("Amount", "Amount (EUR)"),
            "The amounts are named “EUR”, but “Currency” is used.",
        ),
        (BESIDE.format("Currency", "US Dollar", "Euro X"), "“Currency” is not read as currencies."),
    ],
)
def test_a_doubt_about_the_currency_is_told(text: str, message: str) -> None:
    assert doubts(text)["currency"] == message


def test_the_currency_of_a_column_counts_and_not_that_before_the_table() -> None:
    text = "Currency: GBP\n" + BESIDE.format("Currency", "USD", "EUR")

    assert "currency" not in doubts(text)
    assert [currency_of(row) for row in plan_of(text, in_euros(us="USD"))] == ["USD", "EUR"]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("amount_usd", "usd"),
        ("amountEur", "Eur"),
        ("Valor (R$)", "R$"),
        ("EUR Betrag", "EUR"),
        ("Amount in EUR (signed)", "EUR"),
        ("AMOUNT [in USD]", "USD"),
        ("Top amount", ""),
        ("All amounts", ""),
        ("TOTAL ALL AMOUNTS", ""),
        ("Valor R", ""),
        ("", ""),
    ],
)
def test_a_currency_is_found_in_the_name_of_a_column(name: str, unit: str) -> None:
    assert unit_in_name(name) == unit


@pytest.mark.parametrize("word", ["Top", "x", "R"])
def test_words_under_an_unknown_name_are_no_currencies(word: str) -> None:
    text = BESIDE.format("Unit", word, word)

    assert [row.amount_minor for row in plan_of(text, in_euros())] == [-1000, -500]
