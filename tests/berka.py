"""A real bank's records through the functions: ``python -m tests.berka``.

Each of the bank's accounts becomes two tenants. Into the one its transactions are posted, singly or
in batches; into the other they are imported, as the file the bank wrote and without a hint. The
rollup closes every month, and every monthly report is compared with the totals it must have.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

import requests

from tests.support.ledgers.bank_records import (
    CURRENCY,
    DATA,
    AccountMonth,
    entry_of,
    read_expected_totals,
    read_files,
    rows_of,
)
from tests.support.running import Running, running_functions

_BATCH = 200
_EVERY_NTH_SINGLY = 8
_WORKERS = 6
_ROLLUP_TIMEOUT_S = 600
_TIMEOUT_S = 120


class Way(StrEnum):
    """How an account's transactions come into its ledger."""

    POSTED = "posted"
    IMPORTED = "imported"


@dataclass(frozen=True)
class Outcome:
    """Result of the comparison for one way; ``drifts`` are those of all ways together."""

    way: Way
    transactions: int
    reports: int
    differing: list[str]
    drifts: list[str]
    not_closed: list[str]

    @property
    def is_exact(self) -> bool:
        """Return whether everything is as it must be."""
        return not (self.differing or self.drifts or self.not_closed)

    def __str__(self) -> str:
        return (
            f"{self.reports} monthly reports of {self.transactions} {self.way} transactions: "
            f"{len(self.differing)} differ, {len(self.drifts)} drifts, "
            f"{len(self.not_closed)} not closed."
        )


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
            self._call("POST", "transactions", entry_of(row, self._categories))

    def post_in_batches(self, rows: Iterable[dict[str, str]]) -> None:
        """Post the rows in batches."""
        remaining = iter(rows)
        while batch := list(islice(remaining, _BATCH)):
            entries = [entry_of(row, self._categories) for row in batch]
            self._call("POST", "transactions/batch", {"create": entries})

    def import_file(self, content: bytes, rows: int) -> None:
        """Import the bank's file of so many rows, all of which must be new."""
        headers = {"Content-Type": "text/csv"}
        preview = self._call("POST", "imports/preview", data=content, headers=headers)
        counts = {name: number for name, number in preview["planned"].items() if number}
        assert counts == {"total": rows, "new": rows, "unfiled": rows}
        done = self._call("POST", "imports", {"plan_token": preview["plan_token"]})
        assert (done["status"], done["imported"]) == ("COMPLETED", rows), done

    def report(self, month: str) -> dict[str, Any]:
        """Return the monthly report."""
        year, number = month.split("-")
        return self._call("GET", f"monthlyReport?year={year}&month={number}")

    def _call(
        self, method: str, path: str, content: object = None, **options: Any
    ) -> dict[str, Any]:
        response = self._session.request(
            method, f"{self._url}/{path}", json=content, timeout=_TIMEOUT_S, **options
        )
        assert response.ok, f"{method} {path}: {response.status_code} {response.text}"
        answer: dict[str, Any] = response.json()
        return answer


def compare(
    account_ids: Collection[str] | None = None, say: Callable[[str], None] = print
) -> list[Outcome]:
    """Bring accounts in, in each way; close their months, and compare the reports.

    ``account_ids`` are the bank's; missing: all.
    """
    files, expected = read_files(), read_expected_totals()
    if account_ids is not None:
        files = {account: files[account] for account in account_ids}
        expected = {key: totals for key, totals in expected.items() if key[0] in files}
    with running_functions() as functions:
        ledgers: dict[Way, dict[str, Account]] = {}
        for way, bring_in in _WAYS.items():
            say(f"{len(files)} accounts: their transactions are being {way} …")
            accounts = _in_parallel(bring_in, _jobs(functions.url, files))
            ledgers[way] = dict(zip(files, accounts, strict=True))
        months = sorted({month for _, month in expected})
        say(f"Closing {len(months)} months …")
        for month in months:
            _start_rollup(functions.url, month)
        for accounts_of_way in ledgers.values():
            _wait_until_closed(accounts_of_way, expected)
        say(f"Comparing {len(ledgers) * len(expected)} monthly reports …")
        return [_outcome(way, files, expected, ledgers[way], functions) for way in ledgers]


def _outcome(
    way: Way,
    files: dict[str, bytes],
    expected: dict[AccountMonth, dict[str, Any]],
    accounts: dict[str, Account],
    functions: Running,
) -> Outcome:
    found = _in_parallel(lambda key: accounts[key[0]].report(key[1]), expected)
    reports = dict(zip(expected, found, strict=True))
    return Outcome(
        way=way,
        transactions=sum(len(rows_of(content)) for content in files.values()),
        reports=len(reports),
        differing=[
            f"{way} account {account} {month}: {actual} instead of {expected[account, month]}"
            for (account, month), report in reports.items()
            if (actual := {name: report[name] for name in expected[account, month]})
            != expected[account, month]
        ],
        drifts=[line for line in functions.log.read_text().splitlines() if "DRIFT" in line],
        not_closed=[
            f"{way} account {account} {month}: {report['status']} {report['revision']}"
            for (account, month), report in reports.items()
            if (report["status"], report["revision"]) != ("CLOSED", 1)
        ],
    )


Job = tuple[str, bytes, bool]
"""Where the functions are, an account's file, and whether to post singly."""


def _jobs(url: str, files: dict[str, bytes]) -> Iterator[Job]:
    for number, content in enumerate(files.values()):
        yield url, content, number % _EVERY_NTH_SINGLY == 0


def _post(job: Job) -> Account:
    url, content, singly = job
    account = Account(url)
    if singly:
        account.post_singly(rows_of(content))
    else:
        account.post_in_batches(rows_of(content))
    return account


def _import(job: Job) -> Account:
    url, content, _ = job
    account = Account(url)
    account.import_file(content, len(rows_of(content)))
    return account


_WAYS = {Way.POSTED: _post, Way.IMPORTED: _import}


def _start_rollup(url: str, month: str) -> None:
    response = requests.post(f"{url}/monthlyRollup", json={"month": month}, timeout=_TIMEOUT_S)
    assert response.status_code == requests.codes.accepted, response.text


def _wait_until_closed(accounts: dict[str, Account], months: Iterable[AccountMonth]) -> None:
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
    outcomes = compare()
    for outcome in outcomes:
        for line in (*outcome.differing, *outcome.drifts, *outcome.not_closed):
            print(line)
        print(outcome)
    print(f"It took {time.monotonic() - started:.0f} s.")
    return 0 if all(outcome.is_exact for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
