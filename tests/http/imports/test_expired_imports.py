"""Previews that have expired, and those of expired demos."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.repositories import connections
from tests.http.answers import nothing_written, ok, problem
from tests.http.uploads import ask, import_file, preview, send, statement
from tests.support.ledgers.people import Person

pytestmark = pytest.mark.usefixtures("emulators")

TWO = statement("2026-05-04,-3.20,Café,Espresso", "2026-05-01,2500.00,ACME Inc.,Salary May")


def test_a_preview_whose_time_is_over_is_gone(visitor: Person) -> None:
    plan, kept = preview(visitor, TWO), preview(visitor, TWO)
    document = f"{visitor.store.ref.path}/imports/{plan['id']}"
    past = datetime.now(UTC) - timedelta(seconds=1)
    connections.firestore_client().document(document).update({"expires_at": past})
    path = f"/imports/{plan['id']}"
    with nothing_written(visitor):
        for response in (visitor.get(path), visitor.get(f"{path}/rows"), visitor.delete(path),
                         ask(visitor, plan)):  # fmt: skip
            problem(response, 404, "not-found")
    assert [one["id"] for one in ok(visitor.get("/imports"))["items"]] == [kept["id"]]


def test_an_import_that_was_carried_out_does_not_expire(visitor: Person) -> None:
    assert import_file(visitor, TWO)["expires_at"] is None


def test_nothing_is_previewed_or_read_in_an_expired_demo(visitor: Person) -> None:
    plan = preview(visitor, TWO)
    past = datetime.now(UTC) - timedelta(seconds=1)
    visitor.store.tenant.reference.update({"expires_at": past})
    path = f"/imports/{plan['id']}"
    with nothing_written(visitor):
        for response in (send(visitor, TWO), ask(visitor, plan), visitor.get(path),
                         visitor.get("/imports"), visitor.get("/imports/mappings"),
                         visitor.get(f"{path}/rows"), visitor.delete(path)):  # fmt: skip
            problem(response, 410, "demo-expired")
