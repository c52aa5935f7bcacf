"""A real bank's records through the functions: ``python -m tests.berka``.

Each of the bank's accounts becomes a tenant; its transactions are posted over HTTP, singly or in
batches; the rollup closes every month; and every monthly report is compared with totals that were
computed and cross-checked elsewhere. Data: PKDD'99 discovery challenge (Berka), beside the project.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import requests

from tests.support.running import Running, running_functions

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "berka"
CURRENCY = "CZK"
_BATCH = 200
_EVERY_NTH_SINGLY = 8
_WORKERS = 6
_ROLLUP_TIMEOUT_S = 300
_TIMEOUT_S = 120

_INCOME = {"UROK": "Interest", "DUCHOD": "Salary"}
_EXPENSES = {"SIPO": "Rent", "POJISTNE": "Health", "SLUZBY": "Utilities", "UVER": "Other expenses"}

Month = tuple[str, str]
"""An account and a month as ``YYYY-MM``."""


@dataclass(frozen=True)
class Outcome:
    """What the comparison came to."""

    transactions: int
    reports: int
    differing: list[str]
    drifts: list[str]
    not_closed: list[str]

    @property
    def is_exact(self) -> bool:
        """Whether everything is as it must be."""
        return not (self.differing or self.drifts or self.not_closed)


class Account:
    """One account of the bank, as a tenant."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        session = self._call(
            "POST", "createDemoSession", {"sample_transactions": False, "currency": CURRENCY}
        )
        self._session.headers["Authorization"] = f"Bearer {session['token']}"
        self._categories = {c["name"]: c["id"] for c in session["categories"]}

    def post_singly(self, rows: Iterable[dict[str, str]]) -> None:
        """Post each row in a request of its own."""
        for row in rows:
            self._call("POST", "transactions", self._entry(row))

    def post_in_batches(self, rows: Iterable[dict[str, str]]) -> None:
        """Post the rows in batches."""
        remaining = iter(rows)
        while batch := list(islice(remaining, _BATCH)):
            entries = [self._entry(row) for row in batch]
            self._call("POST", "transactions/batch", {"create": entries})

    def report(self, month: str) -> dict[str, Any]:
        """The monthly report."""
        year, number = month.split("-")
        return self._call("GET", f"monthlyReport?year={year}&month={number}")

    def _entry(self, row: dict[str, str]) -> dict[str, Any]:
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
            "category_id": self._categories[name],
            "date": f"19{year}-{month}-{day}",
            "description": f"{row['operation']} {purpose}".strip() or None,
            "notes": f"Bank transaction {row['trans_id']}",
        }

    def _call(self, method: str, path: str, content: object = None) -> dict[str, Any]:
        response = self._session.request(
            method, f"{self._url}/{path}", json=content, timeout=_TIMEOUT_S
        )
        assert response.ok, f"{method} {path}: {response.status_code} {response.text}"
        answer: dict[str, Any] = response.json()
        return answer


def compare(say: Callable[[str], None] = print) -> Outcome:
    """Post, close and compare everything."""
    rows = _rows_by_account()
    expected = _expected()
    with running_functions() as functions:
        say(f"Posting {sum(map(len, rows.values()))} transactions of {len(rows)} accounts …")
        accounts = dict(zip(rows, _in_parallel(_post, _jobs(functions.url, rows)), strict=True))
        months = sorted({month for _, month in expected})
        say(f"Closing {len(months)} months …")
        for month in months:
            _start_rollup(functions.url, month)
        _wait_until_closed(accounts, expected)
        say(f"Comparing {len(expected)} monthly reports …")
        keys = list(expected)
        reports = _in_parallel(lambda key: accounts[key[0]].report(key[1]), keys)
        return _outcome(rows, expected, dict(zip(keys, reports, strict=True)), functions)


def _outcome(
    rows: dict[str, list[dict[str, str]]],
    expected: dict[Month, dict[str, Any]],
    reports: dict[Month, dict[str, Any]],
    functions: Running,
) -> Outcome:
    return Outcome(
        transactions=sum(map(len, rows.values())),
        reports=len(reports),
        differing=[
            f"account {account} {month}: {actual} instead of {expected[account, month]}"
            for (account, month), report in reports.items()
            if (actual := {name: report[name] for name in expected[account, month]})
            != expected[account, month]
        ],
        drifts=[line for line in functions.log.read_text().splitlines() if "DRIFT" in line],
        not_closed=[
            f"account {account} {month}: {report['status']} {report['revision']}"
            for (account, month), report in reports.items()
            if (report["status"], report["revision"]) != ("CLOSED", 1)
        ],
    )


def _rows_by_account() -> dict[str, list[dict[str, str]]]:
    rows = defaultdict(list)
    with (DATA / "trans.asc").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            rows[row["account_id"]].append(row)
    return rows


def _expected() -> dict[Month, dict[str, Any]]:
    with (DATA / "expected_monthly.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["account_id"], row["month"]): {
                "total_income": row["total_income"],
                "total_expenses": row["total_expenses"],
                "transaction_count": int(row["transaction_count"]),
            }
            for row in csv.DictReader(file)
        }


def _jobs(
    url: str, rows: dict[str, list[dict[str, str]]]
) -> Iterator[tuple[str, list[dict[str, str]], bool]]:
    for number, account_rows in enumerate(rows.values()):
        yield url, account_rows, number % _EVERY_NTH_SINGLY == 0


def _post(job: tuple[str, list[dict[str, str]], bool]) -> Account:
    url, rows, singly = job
    account = Account(url)
    if singly:
        account.post_singly(rows)
    else:
        account.post_in_batches(rows)
    return account


def _start_rollup(url: str, month: str) -> None:
    response = requests.post(f"{url}/monthlyRollup", json={"month": month}, timeout=_TIMEOUT_S)
    assert response.status_code == requests.codes.accepted, response.text


def _wait_until_closed(accounts: dict[str, Account], months: Iterable[Month]) -> None:
    deadline = time.monotonic() + _ROLLUP_TIMEOUT_S
    for account, month in months:
        while accounts[account].report(month)["status"] != "CLOSED":
            assert time.monotonic() < deadline, f"{month} of account {account} is not closed"
            time.sleep(0.5)


def _in_parallel(work: Callable[[Any], Any], jobs: Iterable[Any]) -> list[Any]:
    with ThreadPoolExecutor(_WORKERS) as pool:
        return list(pool.map(work, jobs))


def main() -> int:
    """Compare, print what it came to, and answer 0 where everything is exact."""
    if not DATA.exists():
        sys.stderr.write(f"The bank's records are not there: {DATA}\n")
        return 1
    started = time.monotonic()
    outcome = compare()
    for line in (*outcome.differing, *outcome.drifts, *outcome.not_closed):
        print(line)
    print(
        f"{outcome.reports} monthly reports of {outcome.transactions} transactions: "
        f"{len(outcome.differing)} differ, {len(outcome.drifts)} drifts, "
        f"{len(outcome.not_closed)} not closed ({time.monotonic() - started:.0f} s)."
    )
    return 0 if outcome.is_exact else 1


if __name__ == "__main__":
    sys.exit(main())
