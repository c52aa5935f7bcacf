"""Rows go by their currency if the account that they name is in another one."""

from __future__ import annotations

import pytest

from shared.models.imports.import_options import ImportOptions
from shared.models.imports.import_plan import CurrencyRows, MappingSource, RowStatus
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.ledger.ledger import Ledger
from shared.services.imports.row_planner import RowPlanner
from tests.unit.imports.currencies.test_exchanges import REVOLUT
from tests.unit.imports.planning import in_euros, planner_of

OF_CURRENT = REVOLUT.replace(",Current,", ",Main,")
DETECTED, GIVEN = MappingSource.DETECTED, MappingSource.GIVEN


def planned(of: Ledger, **accounts: str) -> tuple[RowPlanner, list[str | None]]:
    """Return the planner of a file that names the account in EUR in all rows, and their places."""
    file = CsvFile(OF_CURRENT.encode())
    planner = planner_of(file, of, ImportOptions(accounts=accounts))
    rows = list(planner.plan(read_rows(file, planner.detected.layout, planner.known_currencies)))
    assert [row.status for row in planner.join_exchanges(rows)][1] is RowStatus.JOINED
    return planner, [row.account_id for row in rows]


@pytest.mark.parametrize(
    ("of", "chosen", "place", "source"),
    [
        (in_euros(dollars="USD"), {}, "dollars", DETECTED),
        (in_euros(dollars="USD", other="USD"), {"USD": "other"}, "other", GIVEN),
    ],
    ids=["the only account", "the chosen account"],
)
def test_rows_are_on_the_account_of_their_currency_beside_a_name_in_another(
    of: Ledger, chosen: dict[str, str], place: str, source: MappingSource
) -> None:
    planner, places = planned(of, **chosen)

    assert places == [None, place, place]
    assert planner.currencies == (
        CurrencyRows("EUR", 1, "main", DETECTED), CurrencyRows("USD", 2, place, source),
    )  # fmt: skip
    told = {one.code: one.message for one in planner.detection.ambiguities}
    assert told["account-name"] == (
        "The file names the account “Main”, which is in EUR, in 2 rows in USD. "
        "They are assumed to be on the account of their currency."
    )
    assert ("currency-account" in told) is (source is DETECTED)


def test_rows_are_on_the_named_account_if_there_is_none_in_their_currency() -> None:
    planner, places = planned(in_euros())

    assert places == [None, None, None]
    assert planner.currencies == (
        CurrencyRows("EUR", 1, "main", DETECTED), CurrencyRows("USD", 2, "main", DETECTED),
    )  # fmt: skip
    assert "on this account" in planner.detection.ambiguities[-1].message


def test_an_account_is_not_assumed_for_rows_in_other_currencies() -> None:
    file = CsvFile(REVOLUT.encode())
    planner = planner_of(file, in_euros(dollars="USD"), ImportOptions())
    list(planner.plan(read_rows(file, planner.detected.layout, planner.known_currencies)))

    told = {one.code: one.message for one in planner.detection.ambiguities}

    assert told["account"].endswith("“Main” is assumed for all rows in EUR.")
    assert told["currency-account"] == "2 rows are in USD. The account “Dollars” is assumed."


def test_the_holder_and_the_last_digits_of_a_card_are_not_accounts() -> None:
    text = (
        "Date,Amount,Currency,Description,Card Last Four Digits,Card Holder Full Name\n"
        "2026-01-05,-1.00,EUR,Bakery,4821,Ada King\n2026-01-06,-2.00,USD,Museum,4821,Ada King\n"
    )

    assert ColumnRole.ACCOUNT not in detect_layout(CsvFile(text.encode())).layout.columns
