"""Rows of a bank's file are on the accounts that they name, or a warning is given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.models.imports.currencies.currency_accounts import CurrencyAccounts
from shared.models.imports.file_accounts import FileAccounts, Place
from shared.models.imports.ledger_names import LedgerNames, RowMisfit
from shared.models.imports.planned_rows import Target
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.results import StatementRow
from shared.models.imports.statements.units import KnownCurrencies
from tests.unit.examples import account, sample_ledger

WARNING = "there is no account “{}”; the account of the import is used"
MESSAGE = "The file names {}, which the ledger does not have. “Main” is assumed for all rows."


def _places(*names: str, is_chosen: bool = False) -> tuple[list[Place | str], str | None]:
    """Return the place of a row of each account, or why it has none; and the ambiguity."""
    rows = "".join(f"2026-03-0{n},-{n}.00,Shop,{name}\n" for n, name in enumerate(names, 1))
    file = CsvFile(f"date,amount,description,account\n{rows}".encode())
    detection = detect_layout(file)
    of = replace(
        sample_ledger(), accounts={"main": account("main", "Main"), "cash": account("cash", "Cash")}
    )
    accounts = FileAccounts(
        Target(LedgerNames(of), CurrencyAccounts(of, "main", chosen={}, saved={})),
        detection.account_names,
        is_chosen,
    )
    found: list[Place | str] = []
    for row in read_rows(file, detection.layout, KnownCurrencies("USD")):
        assert isinstance(row, StatementRow)
        try:
            found.append(accounts.place(row))
        except RowMisfit as misfit:
            found.append(str(misfit))
    ambiguity = accounts.ambiguity("Main")
    return found, None if ambiguity is None else ambiguity.message


def test_rows_are_on_the_accounts_that_they_name() -> None:
    assert _places("Main", "cash", "") == ([Place(), Place("cash"), Place()], None)


def test_a_row_of_an_account_that_the_ledger_lacks_is_invalid_among_others() -> None:
    reason = "there is no account “Nope”; create it, or give its column the role IGNORE"
    assert _places("Main", "Nope") == ([Place(), reason], None)


def test_accounts_of_which_the_ledger_has_none_are_asked_about() -> None:
    assert _places("Checking", "Card", is_chosen=True) == (
        [Place(warning=WARNING.format(name)) for name in ("Checking", "Card")],
        MESSAGE.format("2 accounts, among them “Card”"),
    )


def test_the_only_account_of_a_file_is_asked_about_unless_that_of_the_import_is_chosen() -> None:
    asked = _places("Nope")

    assert asked[0] == [Place(warning=WARNING.format("Nope"))]
    assert asked[1] == MESSAGE.format("the account “Nope”")
    assert _places("Nope", is_chosen=True) == ([Place()], None)


@pytest.mark.parametrize("number", ["DE89 3704 0044 0532 0130 00", "XXXX1234", "400123-4"])
def test_the_number_of_the_only_account_leaves_no_doubt(number: str) -> None:
    assert _places(number, number) == ([Place(), Place()], None)
