"""Checks of answers, and of data that a refused request must not change."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

from werkzeug.test import TestResponse

from shared.repositories import connections
from tests.support.ledgers.people import Person
from tests.support.observers.stored_documents import Fields, decode_fields, read_tree


def problem(response: TestResponse, status: int, code: str, *fields: str) -> dict[str, Any]:
    """Return the problem of a refusal, and check its status, code and fields."""
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.content_type == "application/problem+json"
    content: dict[str, Any] = response.get_json()
    assert (content["status"], content["code"]) == (status, code)
    assert content["type"] == f"urn:financeflow:problem:{code}"
    assert content["instance"] == response.headers["X-Request-Id"]
    assert content["title"]
    assert content["detail"]
    assert "Value error" not in response.get_data(as_text=True), content
    errors = content.get("errors", [])
    assert all(error["message"] for error in errors)
    assert sorted({error["field"] for error in errors}) == sorted(fields), errors
    return content


def ok(response: TestResponse, status: int = 200) -> Any:
    """Return the JSON of a success; None if it has no content."""
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_json() if response.get_data() else None


FIRST_OF_MONTH = {
    "day": 1, "shift": "NONE", "holidays": None, "weekend": ["SA", "SU"], "moves": None,
}  # fmt: skip
"""The usual start of months, as answers have it."""


def start_days(settings: dict[str, Any]) -> tuple[int, int | None]:
    """Return the start day of months in an answer, and the one that is pending."""
    pending = settings["pending_month_start"]
    return settings["month_start"]["day"], pending and pending["day"]


def documents_of(path: str) -> dict[str, dict[str, Any]]:
    """Return every document of the tenant at a path, its own included, as Firestore has it."""
    return {name: decode_fields(fields) for name, fields in read_tree(path).items()}


class _Commits:
    """Counts the commits that write something other than how often somebody has asked.

    Calls ``before_first``, if there is one, just before the first of them is sent.
    """

    def __init__(self, before_first: Callable[[], object] | None = None) -> None:
        self.count = 0
        self._before_first = before_first
        self._lock = threading.Lock()

    def before(self, method: str, request: Any) -> None:
        if method not in {"commit", "batch_write"}:
            return
        if all("/rate_limits/" in w.update.name for w in request["writes"]):
            return
        with self._lock:
            if self.count == 0 and self._before_first is not None:
                self._before_first()
            self.count += 1

    def after(self, method: str, request: Any) -> None:
        """Ignore the answer."""


@contextlib.contextmanager
def nothing_written(*people: Person) -> Iterator[None]:
    """Check that the block writes nothing to the ledgers of these people.

    They are read only if this process commits something in the block, just before the first commit
    and at the end, because without a commit they cannot differ.
    """
    before: list[dict[str, Fields]] = []

    def read() -> list[dict[str, Fields]]:
        return [read_tree(person.store.ref.path) for person in people]

    observer = _Commits(lambda: before.extend(read()))
    with connections.firestore_client().observed_by(observer):
        yield
    assert observer.count == 0 or read() == before


@contextlib.contextmanager
def no_commit() -> Iterator[None]:
    """Check that this process commits nothing in the block, to any ledger."""
    with connections.firestore_client().observed_by(_Commits()) as commits:
        yield
    assert commits.count == 0


def transactions_of(person: Person, **query: Any) -> list[dict[str, Any]]:
    """Return all of a person's transactions that match, from all pages."""
    items: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = ok(person.get("/transactions", query_string={"limit": 100, **query, **cursor}))
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = {"cursor": page["next_cursor"]}


def report_of(person: Person, year: int = 2026, month: int = 3) -> Any:
    """Return a month's report."""
    return ok(person.get(f"/monthlyReport?year={year}&month={month}"))
