"""The two rows of an exchange of currencies become one transaction."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date

import pytest

from shared.models.currencies.rate import Rate
from shared.models.imports.currencies.currency_accounts import CurrencyAccounts
from shared.models.imports.currencies.exchanges import Exchanges
from shared.models.imports.currencies.fees import Fees
from shared.models.imports.duplicates import KnownRows
from shared.models.imports.import_options import ImportOptions
from shared.models.imports.import_plan import PlanRow, RowStatus
from shared.models.imports.planned_rows import transaction_of_row
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.results import StatementRow
from shared.models.imports.statements.unreadable import UnreadableFile
from shared.models.ledger.ledger import Ledger
from tests.unit.examples import NOON
from tests.unit.imports.planning import empty_plan, find_rate, in_euros, plan_of, planner_of

NEW, JOINED, DUPLICATE = RowStatus.NEW, RowStatus.JOINED, RowStatus.DUPLICATE

REVOLUT = """Type,Product,Started Date,Completed Date,Description,Amount,Currency,State
EXCHANGE,Current,2026-01-05 10:00:01,2026-01-05 10:00:01,Exchanged to USD,-100.00,EUR,COMPLETED
EXCHANGE,Current,2026-01-05 10:00:01,2026-01-05 10:00:01,Exchanged to USD,124.10,USD,COMPLETED
CARD_PAYMENT,Current,2026-01-06 12:00:00,2026-01-07 09:00:00,Museum,-20.00,USD,COMPLETED
"""
WISE = """ID,Date,Amount,Currency,Description
BALANCE-101,2026-01-05,-100.00,EUR,Converted 100.00 EUR to 124.10 USD
BALANCE-101,2026-01-05,124.10,USD,Converted 100.00 EUR to 124.10 USD
CARD-202,2026-01-06,-20.00,USD,Card transaction issued by Museum
CARD-203,2026-01-07,-5.00,EUR,Card transaction issued by Bakery
CARD-204,2026-01-08,-6.00,EUR,Card transaction issued by Kiosk
"""
PAYPAL = """Date,Time,Name,Type,Status,Currency,Net,Transaction ID
2026-01-05,10:00:00,Shop US,Express Checkout Payment,Completed,USD,-10.00,A2
2026-01-05,10:00:00,,General Currency Conversion,Completed,EUR,-8.50,A3
2026-01-05,10:00:00,,General Currency Conversion,Completed,USD,10.00,A4
2026-01-05,10:00:00,,Bank Deposit to PP Account,Completed,EUR,8.50,A5
"""


def shown(rows: list[PlanRow]) -> list[tuple[object, ...]]:
    """Return status, type, amount, account and second account of each row."""
    return [
        (row.status, *(() if row.status is JOINED else (row.transaction_type,
         row.transaction_amount_minor, row.account_id, row.to_account_id)))
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize("text", [REVOLUT, WISE], ids=["by time and words", "by id"])
def test_an_exchange_between_two_accounts_is_one_transfer(text: str) -> None:
    rows = plan_of(text, in_euros(dollars="USD"))

    assert shown(rows)[:3] == [
        (NEW, "TRANSFER", 10000, None, "dollars"),
        (JOINED,),
        (NEW, "EXPENSE", 2000, "dollars", None),
    ]
    assert (rows[0].reason, rows[1].reason) == (
        "is one transfer with line 3", "is a part of line 2",
    )  # fmt: skip
    other = rows[0].other
    assert other is not None
    assert (other.to_amount_minor, other.to_currency) == (12410, "USD")
    assert (other.is_amount_estimated, other.is_to_amount_estimated) == (False, False)


def test_an_exchange_is_left_in_two_rows_if_the_client_says_so() -> None:
    rows = plan_of(REVOLUT, in_euros(dollars="USD"), join_exchanges=False)

    assert [row.status for row in rows] == [NEW] * 3
    assert [row.transaction_type for row in rows] == ["EXPENSE", "INCOME", "EXPENSE"]


def test_a_payment_is_booked_at_what_the_bank_has_exchanged_for_it() -> None:
    rows = plan_of(PAYPAL, in_euros())

    assert shown(rows) == [
        (NEW, "EXPENSE", 850, None, None), (JOINED,), (JOINED,), (NEW, "INCOME", 850, None, None),
    ]  # fmt: skip
    assert rows[0].other is not None
    assert rows[0].transaction_original is not None
    assert (rows[0].transaction_original.amount_minor, rows[0].other.is_amount_estimated) == (
        1000, False,
    )  # fmt: skip
    assert rows[0].reason == "booked as exchanged in lines 3 and 4"
    assert (rows[1].reason, rows[2].reason) == ("is a part of line 2",) * 2


def test_an_exchange_on_one_account_books_its_difference() -> None:
    first, second, museum = plan_of(REVOLUT, in_euros())

    assert (first.status, second.status, museum.status) == (NEW, JOINED, NEW)
    assert (first.transaction_type, first.transaction_amount_minor) == ("EXPENSE", 10000 - 9928)
    assert first.reason is not None
    assert first.reason.startswith("the difference of an exchange with line 3 on one account")
    assert "the amount in EUR is estimated from 124.10 USD at the rate of" in first.reason
    assert (museum.amount_minor, museum.other and museum.other.is_amount_estimated) == (-1600, True)


def test_an_exchange_on_one_account_without_a_difference_books_nothing() -> None:
    first, second, _ = plan_of(REVOLUT.replace("124.10", "125.00"), in_euros())

    assert (first.status, second.status) == (JOINED, JOINED)
    assert first.reason == "is exchanged with line 3 on one account; nothing is booked"


def test_an_exchange_and_one_back_on_one_account_cost_what_the_balance_says() -> None:
    text = """Date,Amount,Fee,Currency,Description,Balance
2026-01-04,500.00,0.00,EUR,Salary,500.00
2026-01-05,-100.00,5.00,EUR,Exchanged to USD,395.00
2026-01-05,124.10,0.00,USD,Exchanged to USD,124.10
2026-01-06,-124.10,0.00,USD,Exchanged to EUR,0.00
2026-01-06,99.00,0.00,EUR,Exchanged to EUR,494.00
"""
    rows = plan_of(text, in_euros(), fee_category_id="food")

    assert [row.status for row in rows] == [NEW, NEW, JOINED, JOINED, NEW]
    assert sum(row.amount_minor for row in rows if row.status is NEW) == 49400
    assert [row.amount_minor for row in rows if row.status is NEW] == [50000, -572, -28]
    assert [rows[1].category_id, rows[4].category_id] == ["food", "food"]
    assert plan_of(text, in_euros())[1].notes == "Fee: 5.00 EUR"


@pytest.mark.parametrize("fee_category_id", [None, "food"])
def test_the_fees_of_both_rows_of_an_exchange_are_in_its_notes(
    fee_category_id: str | None,
) -> None:
    header, out, received, _ = REVOLUT.splitlines()
    text = f"{header},Fee\n{out},1.00\n{received},0.50\n"

    [first, second] = plan_of(text, in_euros(dollars="USD"), fee_category_id=fee_category_id)

    assert (first.notes, first.splits) == ("Fee: 1.00 EUR\nFee: 0.50 USD", ())
    assert second.status is JOINED


def test_an_exchange_is_one_transfer_if_its_rows_name_their_accounts() -> None:
    header, out, received, *_ = WISE.splitlines()
    text = f"{header},Account\n{out},Main\n{received},Dollars\n"

    [first, second] = plan_of(text, in_euros(dollars="USD"))

    assert (first.transaction_type, first.to_account_id) == ("TRANSFER", "dollars")
    assert second.status is JOINED


def test_the_rate_of_a_day_is_looked_up_once_for_all_exchanges_of_the_day() -> None:
    asked: Counter[tuple[str, str, date]] = Counter()

    def find(base: str, quote: str, day: date, /) -> Rate | None:
        asked[base, quote, day] += 1
        return find_rate(base, quote, day)

    rows = [
        StatementRow(
            line=number + 2, date=date(2026, 1, 5), amount_minor=amount, description="Converted",
            currency=currency, is_exchange=True,
        )
        for number, (amount, currency) in enumerate([(-10000, "EUR"), (12500, "USD")] * 25)
    ]  # fmt: skip
    accounts = CurrencyAccounts(in_euros(dollars="USD"), "main", {}, {})
    planned = [PlanRow(row.line, NEW) for row in rows]

    exchanges = Exchanges(rows, accounts, find, Fees("Fee", None), {}, lambda: None)
    assert exchanges.joined(planned) == planned
    assert asked == {("EUR", "USD", date(2026, 1, 5)): 1}


@pytest.mark.parametrize(
    "change",
    [
        ("124.10", "224.10"),  # Not at the rate of the day.
        ("124.10", "-124.10"),  # Of the same sign.
        (",USD,COMPLETED\nCARD", ",EUR,COMPLETED\nCARD"),  # Of one currency.
        ("10:00:01,2026-01-05 10:00:01,Exchanged to USD,124", "10:00:02,x,Exchanged to USD,124"),
        ("Exchanged to USD,124", "Salary,124"),
    ],
)
def test_rows_that_only_look_alike_are_not_joined(change: tuple[str, str]) -> None:
    assert change[0] in REVOLUT
    text = REVOLUT.replace("EXCHANGE,", "MOVE,").replace(*change)

    rows = plan_of(text, in_euros(dollars="USD"))

    assert JOINED not in [row.status for row in rows]


def test_exchanges_at_one_time_are_told_apart_by_their_rates() -> None:
    lines = REVOLUT.splitlines()
    text = "\n".join([
        *lines[:3],
        lines[1].replace("-100.00", "-1000.00"),
        lines[2].replace("124.10", "1241.00"),
    ])  # fmt: skip

    rows = plan_of(text, in_euros(dollars="USD"))

    assert [row.reason for row in rows] == [
        "is one transfer with line 3", "is a part of line 2", "is one transfer with line 5",
        "is a part of line 4",
    ]  # fmt: skip


def test_equal_exchanges_at_one_time_are_left_in_their_rows() -> None:
    lines = REVOLUT.splitlines()

    rows = plan_of("\n".join([*lines[:3], *lines[1:3]]), in_euros(dollars="USD"))

    assert [row.status for row in rows] == [NEW] * 4


@pytest.mark.parametrize("of", [in_euros(dollars="USD"), in_euros()], ids=["two accounts", "one"])
@pytest.mark.parametrize("text", [REVOLUT, WISE, PAYPAL])
def test_a_file_that_is_imported_again_adds_nothing(text: str, of: Ledger) -> None:
    rows = plan_of(text, of)
    plan = empty_plan(of)
    known = KnownRows("main", "another import", 0)
    known.add(
        transaction_of_row(of, plan, row, NOON, find_rate) for row in rows if row.status is NEW
    )

    again = plan_of(text, of, join_exchanges=False)

    recorded = {row.line for row in again if known.has(row)}
    booked = {row.line for row in rows if row.status is NEW}
    of_two = {row.line + 1 for row in rows if row.other and row.other.joined_key is not None}
    assert recorded == booked | of_two


def test_the_joining_of_rows_ends_when_the_time_of_the_file_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = CsvFile(REVOLUT.encode())
    planner = planner_of(file, in_euros(dollars="USD"), ImportOptions())
    rows = list(planner.plan(read_rows(file, planner.detected.layout, planner.known_currencies)))
    assert RowStatus.JOINED in {row.status for row in planner.join_exchanges(rows)}

    monkeypatch.setattr("shared.services.imports.row_planner.time.thread_time", lambda: math.inf)
    with pytest.raises(UnreadableFile, match="too long"):
        planner.join_exchanges(rows)
