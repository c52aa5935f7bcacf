"""Bank files over HTTP: previewed, carried out, and looked at row by row."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

from werkzeug.test import TestResponse

from shared.models.jobs.ledger_job import JobKind, LedgerJob
from tests.http.answers import ok, transactions_of
from tests.http.ledger_jobs import deliver
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person

HEADER = "Date,Amount,Payee,Description"


def statement(*rows: str, header: str = HEADER) -> bytes:
    """Return a file of these rows."""
    return "\n".join([header, *rows]).encode()


def purchases(count: int, first: int = 0) -> bytes:
    """Return a file of so many different expenses of May 2026, without ids of the bank."""
    return statement(
        *(
            f"2026-05-{1 + number % 28:02},-{number + 1}.50,Shop {number % 3},Purchase {number}"
            for number in range(first, first + count)
        )
    )


def send(
    person: Person, content: bytes, *, content_type: str = "text/csv", **query: Any
) -> TestResponse:
    """Ask what a file would become; ``layout`` is given as the object it is."""
    if "layout" in query:
        query["layout"] = json.dumps(query["layout"])
    return person.call(
        "POST", "/imports/preview", data=content, content_type=content_type, query_string=query
    )


def preview(person: Person, content: bytes, **query: Any) -> Any:
    """Return the preview of a file."""
    return ok(send(person, content, **query), 201)


def ask(person: Person, plan: dict[str, Any]) -> TestResponse:
    """Ask for a previewed plan to be carried out."""
    return person.post("/imports", {"plan_token": plan["plan_token"]})


def carry_out(person: Person, plan: dict[str, Any]) -> Any:
    """Carry out a previewed plan, in one request."""
    return ok(ask(person, plan))


def import_file(person: Person, content: bytes, **query: Any) -> Any:
    """Preview a file and carry that out."""
    return carry_out(person, preview(person, content, **query))


def deliver_job(person: Person, plan: dict[str, Any]) -> None:
    """Push the message that goes on with an import to runLedgerJob, as Pub/Sub does."""
    job = LedgerJob(tenant=person.store.ref.path, kind=JobKind.IMPORT, subject=plan["id"])
    response = deliver(job)
    assert response.status_code in (200, 204), response.get_data(as_text=True)


def import_of(person: Person, plan: dict[str, Any]) -> Any:
    """Return an import as it stands."""
    return ok(person.get(f"/imports/{plan['id']}"))


def rows_of(person: Person, plan: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    """Return all rows of an import, from all pages."""
    rows: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        path = f"/imports/{plan['id']}/rows"
        page = ok(person.get(path, query_string={"limit": 100, **query, **cursor}))
        rows += page["items"]
        if page["next_cursor"] is None:
            return rows
        cursor = {"cursor": page["next_cursor"]}


def counts(
    new: int = 0,
    duplicate: int = 0,
    invalid: int = 0,
    unfiled: int | None = None,
    joined: int = 0,
    *,
    confirmed: int = 0,
    doubtful: int = 0,
) -> dict[str, int]:
    """Return the counts of a file's rows, as a preview shows them; the new ones are unfiled."""
    total = new + duplicate + invalid + joined + confirmed
    found = {"total": total, "new": new, "duplicate": duplicate, "invalid": invalid}
    found |= {"joined": joined, "confirmed": confirmed, "doubtful": doubtful}
    return found | {"unfiled": new if unfiled is None else unfiled}


def descriptions(person: Person) -> list[str]:
    """Return the descriptions of all live transactions, sorted."""
    return sorted(one["description"] for one in transactions_of(person))


def purchases_named(count: int) -> list[str]:
    """Return the descriptions of that file of so many expenses, sorted."""
    return sorted(f"Purchase {number}" for number in range(count))


@contextlib.contextmanager
def nothing_recorded(person: Person) -> Iterator[None]:
    """Meanwhile no transaction and no change appears."""
    before = transactions_of(person), ok(person.get("/changes"))
    yield
    assert (transactions_of(person), ok(person.get("/changes"))) == before


def assert_sound(person: Person) -> None:
    """Check that every total is right, and every change is in the log."""
    assert_law_holds(person.store)
    assert_log_is_complete(person.store)
