"""Fees, original amounts, and rates of exchange beside the booked amount of a row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.models.imports.currencies.fees import Fees
from shared.models.imports.import_plan import PlanRow, PlanSplit, RowStatus
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from tests.unit.imports.planning import in_euros, plan_of

FEE, IGNORE = ColumnRole.FEE, ColumnRole.IGNORE

REVOLUT = """Date,Description,Amount,Fee,Currency,Balance
2026-01-01,Top-up,1000.00,0.00,EUR,1000.00
2026-01-02,Top-up,20.00,0.00,USD,20.00
2026-01-15,Shop,-30.00,0.00,EUR,970.00
2026-02-15,Cash,-80.00,1.60,EUR,888.40
2026-03-01,Store,-50.25,0.15,EUR,838.00
"""
"""Of Revolut: the fee is taken beside the amount, and each currency has a balance of its own."""

INCLUDED = """Date,Description,Amount,Fee,Balance
2026-01-01,Top-up,1000.00,0.00,1000.00
2026-01-15,Shop,-30.00,0.00,970.00
2026-02-15,Cash,-80.00,1.60,890.00
2026-03-01,Store,-50.25,0.15,839.75
"""
PAYPAL = """Date,Name,Gross,Fee,Net
2026-01-01,A,100.00,-3.35,96.65
2026-01-02,B,-20.00,0.00,-20.00
2026-01-03,C,50.00,-1.60,48.40
"""
UNPROVEN = """Date,Description,Amount,Fee
2026-01-15,Shop,-30.00,0.50
2026-02-15,Cash,-80.00,1.60
"""


def amounts(rows: list[PlanRow]) -> list[int]:
    return [row.amount_minor for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (REVOLUT, [100000, 1600, -3000, -8160, -5040]),
        (INCLUDED, [100000, -3000, -8000, -5025]),
        (PAYPAL, [9665, -2000, 4840]),
        (UNPROVEN, [-3050, -8160]),
        (UNPROVEN.replace("0.50", "-0.50").replace("1.60", "-1.60"), [-3050, -8160]),
    ],
    ids=["beside", "included", "gross and net", "unproven", "signed"],
)
def test_the_booked_amount_is_what_left_the_account(text: str, expected: list[int]) -> None:
    assert amounts(plan_of(text, in_euros())) == expected


def test_a_fee_that_no_balance_proves_is_asked_about() -> None:
    proven, unproven = (
        {one.code: one.message for one in detect_layout(CsvFile(text.encode())).ambiguities}
        for text in (REVOLUT, UNPROVEN)
    )

    assert "fee" not in proven
    assert unproven["fee"] == "“Fee” is assumed to be taken beside the amount."


FEES_OF_ONE_CURRENCY = """Date,Description,Amount,Fee,Currency,Balance
2026-01-01,Shop,-10.00,0.00,USD,90.00
2026-01-02,Shop,-10.00,0.00,USD,80.00
2026-01-03,Shop,-10.00,0.00,USD,70.00
2026-01-04,Shop,-10.00,0.00,USD,60.00
2026-01-05,Top-up,1000.00,0.00,EUR,1000.00
2026-01-06,Cash,-100.00,0.50,EUR,900.00
2026-01-07,Cash,-100.00,0.50,EUR,800.00
"""
ONE_FEE_IN_MANY_ROWS = (
    "Date,Description,Amount,Fee,Balance\n"
    + "".join(f"2026-01-{day:02},Shop,-10.00,0.00,{1000 - 10 * day}.00\n" for day in range(1, 25))
    + "2026-01-26,Cash,-100.00,0.50,660.00\n2026-01-27,Shop,-10.00,0.00,650.00\n"
)


@pytest.mark.parametrize("text", [FEES_OF_ONE_CURRENCY, ONE_FEE_IN_MANY_ROWS])
def test_only_rows_with_a_fee_prove_that_it_is_a_part_of_the_amount(text: str) -> None:
    cash = [row for row in plan_of(text, in_euros(us="USD")) if row.description == "Cash"]

    assert {row.amount_minor for row in cash} == {-10000}
    assert {row.notes for row in cash} == {None}
    assert "fee" not in {one.code for one in detect_layout(CsvFile(text.encode())).ambiguities}


def test_a_fee_that_the_balances_of_another_currency_prove_is_asked_about() -> None:
    unproven = "2026-01-08,Cash,-100.00,0.50,GBP,55.00\n"
    for text, where in (
        (FEES_OF_ONE_CURRENCY, "a part of the amount"),
        (REVOLUT, "taken beside the amount"),
    ):
        found = detect_layout(CsvFile((text + unproven).encode())).ambiguities
        messages = {one.code: one.message for one in found}

        assert messages["fee"] == f"“Fee” is assumed to be {where}."


def test_a_fee_of_descending_rows_is_proven() -> None:
    header, *rows = ONE_FEE_IN_MANY_ROWS.splitlines()
    text = "\n".join([header, *reversed(rows)])

    assert -10000 in amounts(plan_of(text, in_euros()))


def test_a_fee_is_a_split_of_its_category_or_in_the_notes() -> None:
    [*_, noted] = plan_of(REVOLUT, in_euros())
    [*_, split] = plan_of(REVOLUT, in_euros(), fee_category_id="food")
    paid_in = REVOLUT.replace("0.00,EUR,1000.00", "0.50,EUR,999.50")
    [arrived, *_] = plan_of(paid_in, in_euros(), fee_category_id="food")

    assert (noted.notes, noted.splits) == ("Fee: 0.15 EUR", ())
    assert (split.notes, split.splits) == (
        None, (PlanSplit(None, 5025, None), PlanSplit("food", 15, None)),
    )  # fmt: skip
    assert (arrived.amount_minor, arrived.splits, arrived.notes) == (99950, (), "Fee: 0.50 EUR")


def test_the_fee_of_a_column_without_a_name_is_called_fee() -> None:
    detected = detect_layout(CsvFile(UNPROVEN.encode()))

    assert Fees.of(detected, None).name == "Fee"
    assert Fees.of(replace(detected, columns=()), None).name == "Fee"
    commission = UNPROVEN.replace("Fee", "Commission")
    assert Fees.of(detect_layout(CsvFile(commission.encode())), None).name == "Commission"


ORIGINAL = """Date,Name,Amount,Currency,{}
2026-01-05,Kiosk,-8.50,EUR,{}
2026-01-06,Bar,-3.00,EUR,{}
"""
WITHOUT_NAMES = """Date,Name,A,B,C,D
2026-01-05,Kiosk,-10.00,USD,-8.50,EUR
2026-01-06,Bar,-3.00,EUR,-3.00,EUR
"""
RATES = """Date,Name,Amount,Currency,Exchange rate
2026-01-05,A,-10.00,USD,{}
2026-01-06,B,-1.00,EUR,1.0000
"""


@pytest.mark.parametrize(
    "text",
    [
        ORIGINAL.format("Local amount,Local currency", "-10.00,USD", "-3.00,EUR"),
        ORIGINAL.format("Original amount,Original currency", "10.00,usd", ","),
        ORIGINAL.format("Foreign amount,Foreign currency", "$10.00,USD", "3.00,EUR"),
        WITHOUT_NAMES,
    ],
    ids=["signed", "unsigned", "symbol", "without names"],
)  # fmt: skip
def test_the_original_amount_stands_beside_the_booked_one(text: str) -> None:
    kiosk, bar = plan_of(text, in_euros())

    assert (kiosk.amount_minor, bar.amount_minor) == (-850, -300)
    assert kiosk.other is not None
    assert (kiosk.other.original_minor, kiosk.other.original_currency) == (-1000, "USD")
    assert not kiosk.other.is_amount_estimated
    assert bar.other is None


def test_a_row_in_another_currency_is_booked_at_the_banks_own_amount() -> None:
    text = (
        "Date,Name,Amount,Currency,Original amount,Original currency\n"
        "2026-01-05,Kiosk,-10.00,USD,-8.51,EUR\n"
    )
    [row] = plan_of(text, in_euros())

    assert row.amount_minor == -851
    assert row.other is not None
    assert (row.other.original_currency, row.other.is_amount_estimated) == ("USD", False)
    assert row.reason is None


def test_the_banks_own_amount_is_not_booked_if_the_fee_is_not_in_it() -> None:
    text = (
        "Date,Name,Amount,Currency,Fee,Original amount,Original currency\n"
        "2026-01-05,Kiosk,-10.00,USD,1.00,-8.51,EUR\n"
    )
    [row] = plan_of(text, in_euros())

    # It is 11.00 USD with the fee, at 1.25 USD.
    assert row.amount_minor == -880
    assert row.other is not None
    assert (row.other.original_minor, row.other.is_amount_estimated) == (-1100, True)


@pytest.mark.parametrize(
    ("rate", "amount_minor", "is_estimated"),
    [("1.2000", -833, False), ("0.8100", -810, False), ("3.5", -800, True), ("", -800, True)],
)
def test_the_banks_rate_is_used_in_the_direction_that_fits(
    rate: str, amount_minor: int, *, is_estimated: bool
) -> None:
    [row, _] = plan_of(RATES.format(rate), in_euros())

    assert row.status is RowStatus.NEW
    assert row.amount_minor == amount_minor
    assert row.other is not None
    assert row.other.is_amount_estimated is is_estimated


def test_the_direction_of_a_banks_rate_near_one_is_a_guess_and_told() -> None:
    [row, _] = plan_of(RATES.format("1.0200").replace("USD", "CHF"), in_euros())

    assert row.amount_minor == -980
    assert row.other is not None
    assert row.other.is_amount_estimated
    assert row.reason is not None
    assert "the bank's rate, which could be the price of CHF or of EUR" in row.reason


@pytest.mark.parametrize("rate", ["", "0.8"], ids=["of the day", "of the bank"])
def test_an_amount_that_is_too_large_in_the_accounts_currency_is_invalid(rate: str) -> None:
    text = RATES.format(rate).replace("USD", "GBP").replace("-10.00", "-90000000000.00")

    [row, _] = plan_of(text, in_euros())

    assert row.status is RowStatus.INVALID
    assert row.reason is not None
    assert "too little or too much in EUR" in row.reason


WISE = """ID,Direction,Created on,Source fee amount,Source name,Source amount (after fees),\
Source currency,Target name,Target amount (after fees),Target currency,Exchange rate
T-1,OUT,2026-03-01,0.61,Me,99.39,EUR,Anna,99.39,EUR,1.0
T-2,IN,2026-03-02,1.00,Firm,200.00,USD,Me,160.00,EUR,0.8
T-3,OUT,2026-03-03,0.50,Me,8.00,EUR,Shop,10.00,USD,1.25
T-4,NEUTRAL,2026-03-04,0.00,Me,8.00,EUR,Me,10.00,USD,1.25
"""


def test_a_payment_is_what_the_sender_gave_or_the_receiver_got() -> None:
    out, received, abroad, moved = plan_of(WISE, in_euros())

    assert amounts([out, received, abroad]) == [-10000, 16000, -850]
    assert (out.other, received.notes) == (None, None)
    assert received.other is not None
    assert (received.other.original_minor, received.other.original_currency) == (20000, "USD")
    assert abroad.other is not None
    assert (abroad.other.original_minor, abroad.other.original_currency) == (-1000, "USD")
    assert moved.status is RowStatus.JOINED


@pytest.mark.parametrize("codes", [("EUR", "GBP", "BTC"), ("BTC", "ETH", "XXX")])
def test_a_row_of_a_code_that_is_not_known_is_not_read_in_another_currency(
    codes: tuple[str, ...],
) -> None:
    lines = (f"2026-03-0{day},Row,-10.00,{code}" for day, code in enumerate(codes, 1))
    text = "\n".join(["Date,Description,Amount,Currency", *lines])

    rows = plan_of(text, in_euros(pounds="GBP"))

    known = {"EUR": RowStatus.NEW, "GBP": RowStatus.NEW}
    assert [row.status for row in rows] == [known.get(one, RowStatus.INVALID) for one in codes]
