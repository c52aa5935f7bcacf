"""A file that was exported and is imported into another ledger gives the same transactions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.exports.csv_export import csv_lines
from shared.models.imports.currencies.currency_accounts import CurrencyAccounts
from shared.models.imports.import_plan import PlanRow
from shared.models.imports.ledger_names import LedgerNames, RowMisfit
from shared.models.imports.plan_chunks import pack_plan, unpack_rows
from shared.models.imports.planned_rows import (
    Target,
    plan_exported,
    transaction_of_row,
)
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.exported.columns import (
    COLUMNS,
    SplitText,
    list_text,
    roles_of_exported,
    splits_in,
    splits_text,
    texts_in,
)
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.results import InvalidRow, StatementRow
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.exchange import no_rates
from shared.models.ledger.transactions.transaction import Split, Transaction
from shared.models.values.characters.names import first_of_equal
from tests.unit.examples import (
    NOON,
    account,
    category,
    custom_type,
    sample_ledger,
    transaction,
    transfer,
)
from tests.unit.imports.planning import empty_plan
from tests.unit.strategies import CATEGORY_TYPES, bounded, transactions

NAMES = {"pay": "Pay: net", "gift": "Gift", "rent": "Rent | home", "food": r"Food\drink (all)"}
SAME = {
    "type", "amount_minor", "currency", "date", "payee", "description", "notes", "tags",
    "external_id",
}  # fmt: skip


def ledger(prefix: str = "") -> Ledger:
    """Return a ledger whose categories, accounts and custom types have ids with this prefix."""
    parts = sample_ledger().custom_types
    return replace(
        sample_ledger(
            *(
                category(f"{prefix}{one}", name, type=EntryType(CATEGORY_TYPES[one]))
                for one, name in NAMES.items()
            )
        ),
        accounts={
            f"{prefix}{one}": account(f"{prefix}{one}", name)
            for one, name in {"main": "Main", "savings": "=Savings", "card": "Card, gold"}.items()
        },
        default_account_id=f"{prefix}main",
        custom_types={
            f"{prefix}{one.id}": custom_type(f"{prefix}{one.id}", one.name, type=one.type)
            for one in parts.values()
        },
    )


def exported(*found: Transaction, of: Ledger | None = None) -> CsvFile:
    return CsvFile("".join(csv_lines(of or ledger(), found)).encode())


def rows_of(file: CsvFile) -> list[StatementRow | InvalidRow]:
    return list(read_rows(file, detect_layout(file).layout, KnownCurrencies("USD")))


def planned(file: CsvFile, of: Ledger) -> list[PlanRow]:
    """Return the plan of a file in a ledger, as it is stored and read again."""
    target = Target(
        LedgerNames(of), CurrencyAccounts(of, of.default_account_id, chosen={}, saved={})
    )
    rows: list[PlanRow] = []
    for row in rows_of(file):
        assert isinstance(row, StatementRow), row
        assert row.exported is not None
        rows.append(plan_exported(row, row.exported, target))
    return [row for chunk in pack_plan("x", rows).chunks for row in unpack_rows(chunk)]


def imported(file: CsvFile, of: Ledger, now: Ledger | None = None) -> list[Transaction]:
    """Return the transactions of a file that was planned in a ledger, as it is now."""
    plan = empty_plan(of)
    return [transaction_of_row(now or of, plan, row, NOON, no_rates) for row in planned(file, of)]


def content(one: Transaction, prefix: str = "") -> dict[str, Any]:
    """Return what was recorded, with the ids of parts as those of the other ledger."""

    def there(found: str | None) -> str | None:
        return None if found is None else f"{prefix}{found}"

    return {name: getattr(one, name) for name in SAME} | {
        "description": one.description or None,
        "notes": one.notes or None,
        "ids": [
            there(found)
            for found in (one.account_id, one.to_account_id, one.category_id, one.custom_type_id)
        ],
        "splits": [(there(s.category_id), s.amount_minor, s.note) for s in one.splits],
    }


def _of_one_line(one: Transaction) -> Transaction:
    """Return a transaction whose payee has no line breaks, which input may not have either."""
    payee = " ".join((one.payee or "").split()) or None
    return one.model_copy(update={"payee": payee, "tags": first_of_equal(one.tags)})


some_text = st.none() | st.text("ab |\\,;=é:()\n'", min_size=1).map(str.strip)
some_transactions = st.lists(transactions(text=some_text).map(_of_one_line), min_size=1, max_size=6)


@bounded
@given(found=some_transactions)
def test_an_exported_file_gives_the_same_transactions_in_another_ledger(
    found: list[Transaction],
) -> None:
    there = imported(exported(*found), ledger("other"))

    assert [content(one) for one in there] == [content(one, "other") for one in found]


def test_every_column_of_an_exported_file_is_recognised() -> None:
    detection = detect_layout(exported(transaction()))

    assert detection.layout.columns == tuple(COLUMNS.values())
    assert ColumnRole.IGNORE not in COLUMNS.values()
    assert (detection.confidence.overall, detection.ambiguities) == (1.0, ())
    assert [column.name for column in detection.columns] == list(COLUMNS)


def test_columns_may_be_in_another_order_and_further_ones_are_ignored() -> None:
    header = "type;date;splits;account;to_account;mine;amount"
    [row] = rows_of(CsvFile(f"{header}\nexpense;2026-03-05;;Main;;x;-3,50\n".encode()))

    assert isinstance(row, StatementRow)
    assert row.exported is not None
    assert (row.exported.type, row.amount_minor) == ("EXPENSE", 350)


@pytest.mark.parametrize(("further", "is_exported"), [("mine", True), ("Date", False)])
def test_a_file_with_two_columns_of_one_name_is_not_read_as_exported(
    further: str, *, is_exported: bool
) -> None:
    header = f"type;date;splits;account;to_account;amount;{further}".split(";")

    assert (roles_of_exported(header) is not None) is is_exported


@pytest.mark.parametrize(("cell", "read"), [("a1B", "a1B"), ("a/b", None), ("", None)])
def test_an_id_that_no_transaction_can_have_is_not_read(cell: str, read: str | None) -> None:
    cells = "EXPENSE,5,USD,Main,,,,,,,,"
    [row] = rows_of(CsvFile(f"{HEADER}\n{cell},2026-03-05,{cells},\n".encode()))

    assert isinstance(row, StatementRow)
    assert row.exported is not None
    assert row.exported.transaction_id == read


split_texts = st.builds(
    SplitText,
    st.text("ab|:\\ ()").map(str.strip),
    st.sampled_from(["1.50", "-20", "0.005"]),
    st.text("ab|:\\ ()\n").map(str.strip),
)


@bounded
@given(splits=st.lists(split_texts, max_size=4))
def test_splits_are_read_as_they_were_written(splits: list[SplitText]) -> None:
    assert splits_in(splits_text(splits)) == splits


@bounded
@given(texts=st.lists(st.text("ab|\\,; ").map(str.strip).filter(bool), max_size=4))
def test_a_list_is_read_as_it_was_written(texts: list[str]) -> None:
    assert texts_in(list_text(texts)) == texts


@pytest.mark.parametrize(
    ("lacking", "reason"),
    [
        ({"categories": {}}, "there is no EXPENSE category “Food\\drink (all)”"),
        ({"accounts": {}}, "there is no account “Main”"),
        ({"custom_types": {}}, "there is no custom type “Gift” for EXPENSE"),
    ],
)
def test_a_name_that_the_ledger_lacks_is_told(lacking: dict[str, Any], reason: str) -> None:
    file = exported(transaction(category_id="food", custom_type_id="gift"))

    with pytest.raises(RowMisfit) as told:
        planned(file, replace(ledger(), **lacking))

    assert str(told.value) == reason


HEADER = ",".join(list(COLUMNS)[:15])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("TRANSFER,5,USD,Main,,,,,,,,", "to_account_id is required for a TRANSFER"),
        ("TRANSFER,5,USD,Main,Main,,,,,,,", "to_account_id must be another account"),
        ("TRANSFER,-5,USD,Main,Card,,,,,,,", "amount must be positive for a TRANSFER"),
        ("TRANSFER,5,USD,,Card,Gift,,,,,,", "a TRANSFER has no category"),
        ("EXPENSE,5,EUR,Main,,,,,,,,", "the account “Main” is in USD, not in EUR"),
        ("EXPENSE,5,EUR,,,,,,,,,", "there is no account in EUR"),
        ("EXPENSE,5,USD,Main,Card,,,,,,,", "to_account_id is only allowed for a TRANSFER"),
        (
            "INCOME,5,USD,Main,,,,,,,Gift: 1.00 | Gift: 2.00,",
            "splits add up to 3.00 instead of 5.00",
        ),
    ],
)
def test_a_row_that_contradicts_itself_is_told(cells: str, reason: str) -> None:
    of = replace(ledger(), accounts={"main": account(), "card": account("card", "Card")})

    with pytest.raises(RowMisfit) as told:
        planned(CsvFile(f"{HEADER}\n,2026-03-05,{cells},\n".encode()), of)

    assert str(told.value) == reason


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("REFUND,5,USD,Main,,,,,,,,", "“REFUND” is not INCOME, EXPENSE or TRANSFER."),
        ("INCOME,5,XYZ,Main,,,,,,,,", "“XYZ” is not a known currency."),
        ("INCOME,5,USD,Main,,,,,,,Gift 1.00,", "The splits “Gift 1.00” cannot be read."),
        ("INCOME,5,USD,Main,,,,,,,Gift: 5.00,", "The row has 1 splits, not 2 to 50."),
        ("INCOME,5,USD,Main,,,,,,,a: 0 | b: 5.00,", "The amount of a split is zero."),
    ],
)
def test_a_row_that_cannot_be_read_is_invalid(cells: str, reason: str) -> None:
    [row] = rows_of(CsvFile(f"{HEADER}\n,2026-03-05,{cells},\n".encode()))

    assert isinstance(row, InvalidRow)
    assert row.reason.startswith(reason)


def test_a_split_keeps_a_refund_and_an_unfiled_part() -> None:
    splits = (
        Split(category_id="food", amount_minor=1500, note="a | b (c)"),
        Split(category_id=None, amount_minor=-250),
    )
    one = transaction(category_id=None, splits=splits, amount_minor=1250)

    [there] = imported(exported(one), ledger())

    assert there.splits == splits


def test_a_transfer_is_not_unfiled_and_a_split_may_be() -> None:
    splits = Split(amount_minor=250), Split(category_id="food", amount_minor=1000)
    file = exported(transfer(), transaction(), transaction(category_id=None, splits=splits))

    assert [row.is_unfiled for row in planned(file, ledger())] == [False, False, True]


def test_a_column_of_types_has_custom_types_if_the_ledger_has_them_all() -> None:
    file = CsvFile(b"date,amount,description,type\n2026-03-05,-5.00,Roses,Gift\n")

    found = detect_layout(file, custom_types=frozenset({"gift", "loan"})).layout.columns
    other = detect_layout(file, custom_types=frozenset({"loan"})).layout.columns

    assert (found[3], other[3]) == (ColumnRole.CUSTOM_TYPE, ColumnRole.IGNORE)
