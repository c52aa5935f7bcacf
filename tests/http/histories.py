"""A ledger's history over HTTP: its changes, its feed, and undoing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from werkzeug.test import TestResponse

from shared.models.ledger.defaults import default_categories
from shared.models.settings.ledger_settings import SETTINGS_ID
from tests.http.answers import nothing_written, ok, problem
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person

BEGUN = len([SETTINGS_ID, *default_categories(datetime.now(UTC)), "the account"])
"""The number of the last change of a ledger in which nobody has changed anything."""


def changes_of(person: Person, **query: Any) -> list[dict[str, Any]]:
    """Return the newest changes that match, in one page, without those that began the ledger."""
    found = ok(person.get("/changes", query_string=query))["items"]
    return [change for change in found if change["sequence"] > BEGUN]


def feed_start(person: Person) -> str:
    """Return the place behind the changes that began the ledger."""
    place: str = feed_of(person, "", BEGUN)["next_cursor"]
    return place


def feed_of(person: Person, since: str | None = None, limit: int = 100) -> Any:
    """Return a page of the feed, from the ``feed_start`` unless told."""
    since = feed_start(person) if since is None else since
    return ok(person.get("/changes/feed", query_string={"since": since, "limit": limit}))


def feed_end(person: Person) -> str:
    """Return the place from which the feed tells what changes from now on."""
    place: str = ok(person.get("/changes"))["latest_sequence_cursor"]
    return place


def latest(person: Person, **query: Any) -> dict[str, Any]:
    """Return the newest change that matches."""
    return changes_of(person, **query)[0]


def ask_undo(person: Person, change: dict[str, Any], body: Any = None) -> TestResponse:
    """Ask for a change to be undone."""
    return person.post(f"/changes/{change['id']}/undo", body)


def conflicts_of(person: Person, change: dict[str, Any], body: Any = None) -> Any:
    """Return the conflicts of an undo, and check that it is refused and changes nothing."""
    with nothing_written(person):
        refused = ask_undo(person, change, body)
    return problem(refused, 409, "undo-conflict")["conflicts"]


def undo(person: Person, change: dict[str, Any], body: Any = None) -> list[dict[str, Any]]:
    """Undo a change; the new changes. The law holds afterwards."""
    result = ok(ask_undo(person, change, body))
    assert result["undone"] == change["id"]
    assert_law_holds(person.store)
    assert_log_is_complete(person.store)
    changes: list[dict[str, Any]] = result["changes"]
    return changes


def settled(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the resource without its version and the time of its last change."""
    return {name: value for name, value in resource.items() if name not in {"updated_at", "etag"}}
