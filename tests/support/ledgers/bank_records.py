"""A real bank's records, beside the project, and the totals that they must come to.

Data: PKDD'99 discovery challenge (Berka). The totals were computed and cross-checked elsewhere.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "berka"
CURRENCY = "CZK"

_INCOME = {"UROK": "Interest", "DUCHOD": "Salary"}
_EXPENSES = {"SIPO": "Rent", "POJISTNE": "Health", "SLUZBY": "Utilities", "UVER": "Other expenses"}

AccountMonth = tuple[str, str]
"""An account and a month as ``YYYY-MM``."""


def read_files() -> dict[str, bytes]:
    """Return the bank's file of each account: the header, and the account's own lines."""
    with (DATA / "trans.asc").open("rb") as file:
        header = next(file)
        files: dict[str, bytes] = defaultdict(lambda: header)
        for line in file:
            files[line.split(b";")[1].decode()] += line
    return dict(files)


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a file of the bank, by the names of its columns."""
    return list(csv.DictReader(io.StringIO(content.decode()), delimiter=";"))


def read_expected_totals() -> dict[AccountMonth, dict[str, Any]]:
    """Return the totals that the report of each month of each account must have."""
    with (DATA / "expected_monthly.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["account_id"], row["month"]): {
                "total_income": row["total_income"],
                "total_expenses": row["total_expenses"],
                "transaction_count": int(row["transaction_count"]),
            }
            for row in csv.DictReader(file)
        }


def entry_of(row: dict[str, str], category_ids: Mapping[str, str]) -> dict[str, Any]:
    """Return the JSON of a row's transaction; ``category_ids`` are those of a new demo, by name."""
    is_income = row["type"] == "PRIJEM"
    purpose = row["k_symbol"].strip()
    name = (
        _INCOME.get(purpose, "Other income")
        if is_income
        else _EXPENSES.get(purpose, "Other expenses")
    )
    year, month, day = row["date"][:2], row["date"][2:4], row["date"][4:]
    return {
        "type": "INCOME" if is_income else "EXPENSE",
        "amount": row["amount"],
        "category_id": category_ids[name],
        "date": f"19{year}-{month}-{day}",
        "description": f"{row['operation']} {purpose}".strip() or None,
        "notes": f"Bank transaction {row['trans_id']}",
    }
