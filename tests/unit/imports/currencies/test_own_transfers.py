"""Rows that bring an amount from one own balance to another one, as in files of Wise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from shared.models.currencies.rate import Rate, RateSource
from shared.models.imports.currencies.currency_accounts import CurrencyAccounts
from shared.models.imports.currencies.held_currencies import not_recorded
from shared.models.imports.currencies.own_transfers import transfer_of_row
from shared.models.imports.duplicates import KnownRows
from shared.models.imports.import_options import ImportOptions
from shared.models.imports.import_plan import (
    CurrencyRows,
    MappingSource,
    OtherAmounts,
    PlanRow,
    PlanSplit,
    RowStatus,
)
from shared.models.imports.ledger_names import RowMisfit
from shared.models.imports.planned_rows import transaction_of_row
from shared.models.imports.recorded_rows import judged
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.needed_rates import NeededRate
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.rules.rule_matching import CompiledRules, compile_rules
from shared.services.imports.row_planner import RowPlanner
from tests.unit.examples import NOON, category, custom_type
from tests.unit.imports.planning import empty_plan, in_euros, planner_of
from tests.unit.rules.rule_examples import rule

NEW, JOINED, DUPLICATE = RowStatus.NEW, RowStatus.JOINED, RowStatus.DUPLICATE
NO_RULES = compile_rules([])
HEADER = (
    "ID,Direction,Created on,Source fee amount,Source name,Source amount (after fees),"
    "Source currency,Target name,Target amount (after fees),Target currency"
)
USUAL = (
    "T-1,OUT,2026-03-01,0.61,Me,99.39,EUR,Anna,99.39,EUR",
    "T-2,IN,2026-03-02,0.00,Firm,160.00,EUR,Me,160.00,EUR",
)


def find(base: str, quote: str, day: date, /) -> Rate | None:
    """Return the rate of a day: a euro is 1.25 dollars on 4 March, and 0.05 more each day."""
    prices = {"EUR": "1", "GBP": "0.8", "USD": str(Decimal("1.05") + Decimal(day.day) / 20)}
    if base not in prices or quote not in prices:
        return None
    return Rate(base, quote, Decimal(prices[quote]), day, RateSource.ECB,
                denominator=Decimal(prices[base]))  # fmt: skip


def moved(day: int, out: str, came: str, fee: str = "0.00") -> str:
    """Return a row that moves money between own balances, each as an amount and a code."""
    sent, sent_in = out.split()
    arrived, arrived_in = came.split()
    return f"M-{day},NEUTRAL,2026-03-{day:02},{fee},Me,{sent},{sent_in},Me,{arrived},{arrived_in}"


def paid(day: int, amount: str, code: str) -> str:
    return f"P-{day},OUT,2026-03-{day:02},0.00,Me,{amount},{code},Shop,{amount},{code}"


def plan(
    *rows: str,
    of: Ledger | None = None,
    known: KnownRows | None = None,
    options: ImportOptions | None = None,
) -> list[PlanRow]:
    """Return the plan of these rows, after those that tell the layout."""
    planner, planned = read_plan(*rows, of=of or in_euros(), options=options or ImportOptions())
    if known is not None:
        planned = [judged(row, known, planner.ledger, "main") for row in planned]
    find_booked = not_recorded if known is None else known.find_booked
    return planner.join_exchanges(planned, find_booked)[len(USUAL) :]


def read_plan(*rows: str, of: Ledger, options: ImportOptions) -> tuple[RowPlanner, list[PlanRow]]:
    """Return the planner of the rows, and their plans before exchanges are joined."""
    return read_lines([HEADER, *USUAL, *rows], of, options)


def read_lines(
    lines: list[str], of: Ledger, options: ImportOptions, rules: CompiledRules = NO_RULES
) -> tuple[RowPlanner, list[PlanRow]]:
    file = CsvFile("\n".join(lines).encode())
    planner = planner_of(file, of, options, find)
    planner.rules = rules
    read = read_rows(file, planner.detected.layout, planner.known_currencies)
    return planner, list(planner.plan(read))


def known_after(*rows: str, of: Ledger | None = None) -> KnownRows:
    """Return what is recorded after an import of these rows."""
    ledger = of or in_euros()
    known = KnownRows("main", "another import", 0)
    known.add(
        transaction_of_row(ledger, empty_plan(ledger), row, NOON, find)
        for row in plan(*rows, of=ledger)
        if row.status is NEW
    )
    return known


def test_it_is_a_transfer_between_the_accounts_of_its_currencies() -> None:
    [out, back] = plan(
        moved(4, "8.10 EUR", "10.00 USD", fee="0.50"),
        moved(5, "10.00 USD", "7.90 EUR"),
        of=in_euros(dollars="USD"),
    )

    assert (out.transaction_type, out.transaction_amount_minor, out.other) == (
        "TRANSFER", 860, OtherAmounts("EUR", to_amount_minor=1000, to_currency="USD"),
    )  # fmt: skip
    assert (out.account_id, out.to_account_id, out.notes) == (
        None, "dollars", "Source fee amount: 0.50 EUR",
    )  # fmt: skip
    assert (back.account_id, back.to_account_id, back.transaction_amount_minor) == (
        "dollars", "main", 1000,
    )  # fmt: skip
    assert back.other == OtherAmounts("USD", to_amount_minor=790, to_currency="EUR")


def test_a_client_chooses_the_account_of_the_money_that_came() -> None:
    of = in_euros(dollars="USD", more="USD")
    row = moved(4, "8.10 EUR", "10.00 USD")

    [asked] = plan(row, of=of)
    [chosen] = plan(row, of=of, options=ImportOptions(accounts={"USD": "more"}))

    assert (asked.status, asked.reason) == (
        RowStatus.INVALID, "the ledger has 2 accounts in USD, and none is chosen",
    )  # fmt: skip
    assert (chosen.status, chosen.to_account_id) == (NEW, "more")


def test_both_of_its_currencies_are_listed_so_that_accounts_can_be_chosen() -> None:
    row = moved(4, "8.10 EUR", "10.00 USD")
    within = moved(5, "8.00 EUR", "8.00 EUR")
    of = in_euros(dollars="USD", more="USD")

    planner, _ = read_plan(row, within, of=of, options=ImportOptions())

    assert planner.currencies == (
        CurrencyRows("EUR", 4, "main", MappingSource.DETECTED),
        CurrencyRows("USD", 1, None, MappingSource.DETECTED),
    )
    told = {one.code: one.message for one in planner.detection.ambiguities}
    assert told["currency-account"] == "1 row is in USD, in which the ledger has 2 accounts."


def test_without_an_account_in_its_currency_what_came_is_estimated_on_that_of_the_import() -> None:
    [row] = plan(moved(4, "10.00 USD", "6.00 GBP"), of=in_euros(dollars="USD"))

    assert (row.status, row.account_id, row.to_account_id) == (NEW, "dollars", "main")
    assert row.other == OtherAmounts(
        "USD", to_amount_minor=750, to_currency="EUR", is_to_amount_estimated=True
    )
    assert row.reason == ("the amount in EUR is estimated from 6.00 GBP at the rate of 2026-03-04")


def test_on_one_account_its_difference_is_booked() -> None:
    out, back = plan(moved(4, "8.10 EUR", "10.00 USD"), moved(5, "10.00 USD", "8.20 EUR"))

    assert [row.status for row in (out, back)] == [NEW, NEW]
    assert (out.transaction_type, out.amount_minor) == ("EXPENSE", -10)
    assert out.reason == (
        "the difference of an exchange on one account, with its fee; "
        "the amount in EUR is estimated from 10.00 USD at the rate of 2026-03-04"
    )
    assert (back.line, back.transaction_type, back.amount_minor) == (5, "INCOME", 20)
    assert back.reason == (
        "the difference of an exchange on one account, with its fee; "
        "the amount in EUR is estimated from 10.00 USD "
        "at the average cost of the USD on the account"
    )
    assert (out.other and out.other.original, back.other and back.other.original) == (None, None)


@pytest.mark.parametrize(
    "row",
    [moved(4, "8.00 EUR", "10.00 USD"), moved(4, "10.00 USD", "8.00 EUR"),
     moved(4, "8.00 EUR", "8.00 EUR"), moved(4, "10.00 USD", "6.40 GBP")],
)  # fmt: skip
def test_on_one_account_without_a_difference_nothing_is_booked(row: str) -> None:
    [found] = plan(row)

    assert (found.line, found.status) == (4, JOINED)
    assert found.reason == "is exchanged on one account; nothing is booked"


def test_on_one_account_its_fee_has_the_category_of_fees() -> None:
    options = ImportOptions(fee_category_id="food")
    row = moved(4, "7.50 EUR", "10.00 USD", fee="0.60")

    [found], [of_none] = plan(row, options=options), plan(row)

    assert (found.amount_minor, found.category_id, found.splits) == (-10, "food", ())
    assert (of_none.category_id, of_none.notes) == (None, "Source fee amount: 0.60 EUR")


def test_an_exchange_of_two_other_currencies_books_the_difference_of_their_estimates() -> None:
    [found] = plan(moved(4, "10.00 USD", "6.00 GBP"))

    assert (found.status, found.amount_minor, found.other and found.other.original) == (
        NEW, -50, None,
    )  # fmt: skip
    assert found.other is not None
    assert not found.other.is_amount_estimated
    assert found.reason is not None
    assert "from 10.00 USD" in found.reason
    assert "from 6.00 GBP" in found.reason


def test_a_difference_that_came_has_nothing_of_an_expense_and_the_notes_with_the_fee() -> None:
    lines = [HEADER, *USUAL, moved(4, "10.00 USD", "8.20 EUR", fee="0.10")]
    notes = "Note", "", "", "Trip"
    with_notes = [f"{line},{note}" for line, note in zip(lines, notes, strict=True)]
    categories = {"food": category(), "pay": category("pay", type="INCOME")}
    of = replace(in_euros(), categories=categories, custom_types={"gift": custom_type()})
    rules = compile_rules([rule(category_id="food", custom_type_id="gift")])

    planner, rows = read_lines(with_notes, of, ImportOptions(income_category_id="pay"), rules)
    [*_, found] = planner.join_exchanges(rows)

    assert (rows[-1].category_id, rows[-1].custom_type_id) == ("food", "gift")
    assert (found.amount_minor, found.category_id, found.custom_type_id) == (12, "pay", None)
    assert found.notes == "Trip\nSource fee amount: 0.10 USD"


def test_what_was_sent_is_in_the_currency_of_the_account_if_the_file_does_not_say() -> None:
    row = moved(4, "8.10 EUR", "10.00 USD")
    lines = [",".join(line.split(",")[:6] + line.split(",")[7:]) for line in (HEADER, *USUAL, row)]

    planner, rows = read_lines(lines, in_euros(), ImportOptions())

    assert [row.amount_minor for row in planner.join_exchanges(rows)] == [-10000, 16000, -10]


def test_the_rates_of_what_came_are_read_with_all_others() -> None:
    asked: list[NeededRate] = []
    file = CsvFile("\n".join([HEADER, *USUAL, moved(4, "8.10 EUR", "10.00 USD")]).encode())
    planner = planner_of(file, in_euros(), ImportOptions(), find)
    planner.expect_rates = asked.extend

    list(planner.plan(read_rows(file, planner.detected.layout, planner.known_currencies)))

    assert asked == [("USD", "EUR", date(2026, 3, 4))]


def test_a_payment_of_what_was_exchanged_is_booked_at_what_it_has_cost() -> None:
    [exchange, payment] = plan(moved(4, "8.10 EUR", "10.00 USD"), paid(4, "10.00", "USD"))

    assert (exchange.status, exchange.reason) == (JOINED, "is a part of line 5")
    assert (payment.amount_minor, payment.reason) == (-810, "booked as exchanged in line 4")


def test_an_exchange_there_and_back_leaves_the_balance_of_the_file() -> None:
    rows = plan(
        moved(4, "82.00 EUR", "100.00 USD"),
        moved(5, "40.00 USD", "30.00 GBP"),
        moved(6, "60.00 USD", "45.00 EUR"),
        moved(7, "30.00 GBP", "31.00 EUR"),
    )

    assert sum(row.amount_minor for row in rows if row.status is NEW) == 4500 + 3100 - 8200


def test_an_exchange_there_and_back_on_one_day_is_no_payment_of_the_other_one() -> None:
    rows = plan(
        moved(4, "8.10 EUR", "10.00 USD"), moved(4, "10.00 USD", "8.20 EUR").replace("M", "B", 1)
    )

    assert [row.amount_minor for row in rows if row.status is NEW] == [-10, 20]


def test_a_client_can_leave_exchanges_of_two_rows_apart_and_none_of_one_row() -> None:
    two_rows = [paid(5, "8.00", "EUR"), paid(5, "10.40", "USD").replace("OUT", "IN")]
    rows = moved(4, "8.10 EUR", "10.00 USD"), *two_rows

    joined, apart = plan(*rows), plan(*rows, options=ImportOptions(join_exchanges=False))

    assert [row.status for row in joined] == [NEW, JOINED, JOINED]
    assert [row.status for row in apart] == [NEW, NEW, NEW]
    assert apart[0] == joined[0]


def test_without_a_rate_of_what_came_the_row_is_invalid() -> None:
    [found] = plan(moved(4, "8.10 EUR", "10.00 PLN"))

    assert (found.status, found.reason) == (
        RowStatus.INVALID,
        "there is no account in PLN, and no rate of 2026-03-04 for its amount in EUR",
    )


@pytest.mark.parametrize(
    "rows",
    [
        [moved(4, "8.10 EUR", "10.00 USD"), moved(5, "10.00 USD", "8.20 EUR")],
        [moved(4, "10.00 USD", "6.00 GBP"), moved(5, "10.00 USD", "8.20 EUR")],
        [moved(4, "8.10 EUR", "10.00 USD"), paid(4, "10.00", "USD")],
    ],
)
@pytest.mark.parametrize("of", [in_euros(), in_euros(dollars="USD")], ids=["one", "two accounts"])
@pytest.mark.parametrize("ids", [True, False], ids=["with ids", "without ids"])
def test_what_is_imported_again_adds_nothing(rows: list[str], of: Ledger, *, ids: bool) -> None:
    rows = rows if ids else [row[row.index(",") :] for row in rows]
    booked = [row.line for row in plan(*rows, of=of) if row.status is NEW]

    again = plan(*rows, of=of, known=known_after(*rows, of=of))

    assert [row.line for row in again if row.status is DUPLICATE] == booked
    assert NEW not in {row.status for row in again}


@pytest.mark.parametrize("recorded", [1, 2])
def test_recorded_exchanges_tell_the_cost_of_what_is_exchanged_back_later(recorded: int) -> None:
    rows = [
        moved(4, "82.00 EUR", "100.00 USD"), moved(5, "40.00 USD", "30.00 GBP"),
        moved(6, "60.00 USD", "45.00 EUR"), moved(7, "30.00 GBP", "31.00 EUR"),
    ]  # fmt: skip

    at_once = plan(*rows)
    later = plan(*rows, known=known_after(*rows[:recorded]))

    assert [row.status for row in later] == [DUPLICATE] * recorded + [NEW] * (4 - recorded)
    assert later[recorded:] == at_once[recorded:]


def between(received: PlanRow, **chosen: str) -> PlanRow:
    """Return the transfer of a row of 100.00 EUR that brings an amount to another account."""
    accounts = CurrencyAccounts(in_euros(dollars="USD", more="EUR"), "main", chosen, {})
    splits = (PlanSplit("food", -10000, None),)
    row = PlanRow(2, NEW, amount_minor=-10000, category_id="food", custom_type_id="gift",
                  splits=splits)  # fmt: skip
    return transfer_of_row(row, received, accounts)


def test_a_transfer_has_no_category_type_and_splits() -> None:
    dollars = OtherAmounts("USD")
    found = between(PlanRow(-2, NEW, amount_minor=12500, account_id="dollars", other=dollars))

    assert (found.type, found.to_account_id) == (TransactionType.TRANSFER, "dollars")
    assert (found.category_id, found.custom_type_id, found.splits) == (None, None, ())
    assert found.other == OtherAmounts("EUR", to_amount_minor=12500, to_currency="USD")


def test_a_transfer_between_accounts_in_one_currency_has_one_amount() -> None:
    found = between(PlanRow(-2, NEW, amount_minor=10000, account_id="more"))

    assert (found.amount_minor, found.to_account_id, found.other) == (
        -10000, "more", OtherAmounts("EUR"),
    )  # fmt: skip
    with pytest.raises(RowMisfit, match="of two amounts"):
        between(PlanRow(-2, NEW, amount_minor=9900, account_id="more"))
