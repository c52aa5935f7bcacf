"""Transactions that are booked again, and the jobs that do so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from shared.models.jobs.ledger_job import LedgerJob
from tests.http.answers import ok
from tests.http.ledger_jobs import deliver
from tests.support.ledgers.people import Person

TODAY = datetime.now(UTC).date()
DAYS = [str(TODAY - timedelta(days=n)) for n in range(8)]


def spend(person: Person, account: dict[str, Any], **facts: Any) -> Any:
    usual = {"type": "EXPENSE", "amount": "100", "date": DAYS[0], "account_id": account["id"]}
    return ok(person.post("/transactions", usual | facts), 201)


def exchange(person: Person, transaction: Any) -> tuple[str | None, str | None]:
    found = ok(person.get(f"/transactions/{transaction['id']}"))["exchange"]
    return found["base_amount"], found["rate_date"]


def deliver_all(published: list[LedgerJob]) -> None:
    """Deliver all jobs, and those that they publish, in the order of their publication."""
    while published:
        assert deliver(published.pop(0)).status_code == HTTPStatus.OK


def assert_jobs_change_nothing(person: Person, published: list[LedgerJob]) -> None:
    """Deliver the jobs that a person's requests have published, whose work is done."""
    before = ok(person.get("/changes"))["latest_sequence_cursor"]
    deliver_all(published)
    assert ok(person.get("/changes"))["latest_sequence_cursor"] == before
