"""Runs of recurring entries, as Cloud Scheduler and Pub/Sub call them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from functions.jobs import book_recurring, run_recurring
from functions.manifest import RECURRING_TOPIC
from shared.models.planning.run_message import DueCursor, RunMessage
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.planning.runs import run_entry
from tests.http.answers import ok
from tests.http.planning.recurring.entries import booked, calendar, create, day
from tests.http.planning.recurring.runs import Topics, deliver_run
from tests.support.ledgers.people import Person
from tests.support.ledgers.workspaces import new_workspace
from tests.support.served import served


@pytest.fixture
def topics(monkeypatch: pytest.MonkeyPatch) -> Topics:
    """Return the topics to which the functions publish."""
    made = Topics()
    monkeypatch.setattr(connections, "publisher", made.publisher)
    return made


def run(store: TenantStore, topics: Topics) -> int:
    """Let the scheduler call, and deliver what is about one ledger; return the number of pages.

    Other tests work on the other ledgers meanwhile.
    """
    ok(served("runRecurring").post("/"), 202)
    pages = 1
    while messages := topics.take(RECURRING_TOPIC):
        for message in map(RunMessage.model_validate_json, messages):
            own = tuple(path for path in message.entries if path.startswith(store.ref.path))
            if own or message.cursor:
                mine = message.model_copy(update={"entries": own})
                assert deliver_run(mine.model_dump_json().encode()).status_code == 200
                pages += message.cursor is not None
    return pages


def test_what_is_due_is_booked_and_told_after_a_call_of_the_scheduler(
    visitor: Person, topics: Topics
) -> None:
    due, later = create(visitor, -1), create(visitor, 1)

    run(visitor.store, topics)

    assert booked(visitor, due) == [(-1, "10.00"), (0, "10.00")]
    assert booked(visitor, later) == []
    announced = [json.loads(message) for message in topics.take("notifications")]
    assert visitor.store.ref.path in {one["tenant"] for one in announced}
    [change] = ok(visitor.get("/changes?entity=occurrence&limit=1"))["items"]
    assert (change["actor"], change["cause"]) == ("system", "RECURRING")


def test_pages_lead_to_each_other(
    visitor: Person, topics: Topics, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [create(visitor) for _ in range(3)]
    for module in (run_recurring, book_recurring):
        publish = module.publish_run
        monkeypatch.setattr(module, "publish_run", lambda *given, p=publish: p(*given, page_size=2))

    assert run(visitor.store, topics) >= 2

    assert [booked(visitor, one) for one in entries] == [[(0, "10.00")]] * 3


def test_a_missed_one_is_shown_as_such_and_can_be_processed(
    visitor: Person, topics: Topics
) -> None:
    entry = create(visitor, -8, mode="APPROVE", schedule={"start": day(-8), "frequency": "YEARLY"})

    run(visitor.store, topics)

    assert calendar(visitor, -8, 0, entry) == [(-8, -8, "MISSED")]
    path = f"/recurring/{entry['id']}"
    assert ok(visitor.get(path))["next_nominal"] > day(300)
    [one] = ok(visitor.post(f"{path}/process", {}))["booked"]
    assert one["state"] == "POSTED"


def test_a_deleted_workspace_is_put_off_and_goes_on_when_it_is_restored(topics: Topics) -> None:
    workspace = new_workspace()
    admin = workspace.as_seen_by(workspace.creator)
    entry = create(admin)
    ok(workspace.creator.delete(workspace.path), 204)

    run(workspace.store, topics)

    left = workspace.store.recurring.find(entry["id"])
    assert left is not None
    assert str(left.due_at) == f"{day(1)} 00:00:00+00:00"
    ok(workspace.creator.post(f"{workspace.path}/restore"))
    run_entry(workspace.store, entry["id"], lambda: datetime.now(UTC) + timedelta(days=1))
    assert booked(admin, entry) == [(0, "10.00"), (1, "10.00")]


@pytest.mark.parametrize(
    "message",
    [
        b"nonsense",
        b'{"run_id": "r", "until": "2026-01-01T00:00:00Z"}',
        b'{"run_id": "r", "until": "2026-01-01T00:00:00Z", "entries": ["users/a/changes/b"]}',
        b'{"run_id": "r", "until": "2026-01-01T00:00:00", "entries": ["users/a/recurring/b"]}',
        b'{"run_id": "r", "until": "2026-01-01T00:00:00Z", "entries": ["other/a/recurring/b"]}',
    ],
)
def test_a_message_that_cannot_be_read_is_dropped_and_logged(
    message: bytes, topics: Topics, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deliver_run(message).status_code == 200
    assert "dropped a message" in capsys.readouterr().out
    assert topics.messages == {}


def test_a_cursor_is_of_an_entry() -> None:
    now = datetime.now(UTC)
    with pytest.raises(ValueError, match="not the path"):
        DueCursor(due_at=now, path="users/a")
    with pytest.raises(ValueError, match="either"):
        RunMessage(run_id="r", until=now)
