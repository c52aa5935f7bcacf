"""Workers that are killed while they book and tell: what is left is done, and each thing once."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from google.api_core.exceptions import NotFound

from benchmarks.cpu import children_of
from shared.repositories.firestore.client import count_documents
from tests.http.answers import ok
from tests.http.notifications.made import let_be_due
from tests.http.planning.recurring.entries import create
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person, registered_user
from tests.support.running import Running, running_functions
from tests.support.webhook_receiver import receiver

pytestmark = [
    pytest.mark.early,
    pytest.mark.usefixtures("emulators"),
    pytest.mark.skipif(sys.platform != "linux", reason="Linux alone lists a process's children."),
]

_ENTRIES, _OCCURRENCES, _KILLS = 3, 50, 2
_WITHIN_S = 90
_IDLE_S = 5


def wait_for(is_done: Callable[[], bool], poll_s: float = 0.2) -> None:
    """Wait until something is done."""
    deadline = time.monotonic() + _WITHIN_S
    while not is_done():
        assert time.monotonic() < deadline, "it is not done in time"
        time.sleep(poll_s)


def kill_workers(running: Running) -> None:
    """End the processes that work on requests; the server starts others."""
    for worker in children_of(running.pid):
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


def call(running: Running, function: str) -> bool:
    """Call a function as Cloud Scheduler does; False if its worker is killed."""
    try:
        return requests.post(f"{running.url}/{function}", json={}, timeout=60).ok
    except requests.RequestException:
        return False


def number_of(person: Person, collection: str) -> int:
    return count_documents(person.store.tenant.reference.collection(collection))


def let_events_be_late(person: Person) -> int:
    """Let the events that are not told be late enough for a scan, and return their number."""
    events = list(person.store.tenant.reference.collection("outbox").list_documents())
    for one in events:
        with suppress(NotFound):
            one.update({"at": datetime.now(UTC) - timedelta(minutes=3)})
    return len(events)


def deliveries_of(person: Person) -> list[dict[str, str]]:
    found: list[dict[str, str]] = ok(person.get("/notifications/deliveries?limit=100"))["items"]
    return found


def kill_while(
    person: Person, running: Running, is_left: Callable[[], bool], work: str, scheduled: str
) -> int:
    """Kill the workers each time that they have written something; the number of times.

    Where nothing is done meanwhile, the next run is called: Pub/Sub delivers the message of a
    killed worker again after up to a minute.
    """
    kills, seen = 0, number_of(person, work)
    deadline = time.monotonic() + _WITHIN_S
    waited_since = time.monotonic()
    while is_left() and kills < _KILLS and time.monotonic() < deadline:
        if (now := number_of(person, work)) > seen:
            kill_workers(running)
            kills, seen, waited_since = kills + 1, now, time.monotonic()
        elif time.monotonic() - waited_since > _IDLE_S:
            call(running, scheduled)
            waited_since = time.monotonic()
        time.sleep(0.02)
    return kills


def test_what_killed_workers_leave_is_booked_and_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    person = registered_user(is_verified=True)
    ok(person.get("/settings"))

    def is_due() -> bool:
        return number_of(person, "occurrences") < _ENTRIES * _OCCURRENCES

    def is_untold() -> bool:
        is_left = let_events_be_late(person) > 0
        call(running, "scanNotifications")
        return is_left

    def is_told() -> bool:
        for one in deliveries_of(person):
            if one["status"] in ("SENDING", "PENDING"):
                let_be_due(person.store, one["id"])
        return not is_untold() and {one["status"] for one in deliveries_of(person)} == {"SENT"}

    with receiver() as hook:
        monkeypatch.setenv("WEBHOOK_LOCAL_ORIGINS", hook.origin)
        ok(person.post("/notifications/webhooks", {"url": hook.url}), 201)
        entries = [create(person, 1 - _OCCURRENCES)["id"] for _ in range(_ENTRIES)]
        with running_functions() as running:
            wait_for(lambda: call(running, "runRecurring"))
            kills = kill_while(person, running, is_due, "occurrences", "runRecurring")
            wait_for(lambda: call(running, "runRecurring") and not is_due(), 2.0)
            kills += kill_while(person, running, is_untold, "notifications", "scanNotifications")
            wait_for(is_told, 4.0)  # Longer than a sending takes.

    assert kills > 0
    for entry in entries:
        page = ok(person.get(f"/transactions?recurring_id={entry}&limit=100"))["items"]
        assert len({one["date"] for one in page}) == len(page) == _OCCURRENCES
    told = ok(person.get("/notifications?limit=100&kind=RECURRING_BOOKED"))["items"]
    assert sum(map(occurrences_of, told)) == _ENTRIES * _OCCURRENCES
    sent = {one.id for one in hook.received}
    assert sent == {one["id"] for one in deliveries_of(person)}
    assert len(sent) == len(told)
    assert_law_holds(person.store)
    assert_log_is_complete(person.store)


def occurrences_of(notification: dict[str, Any]) -> int:
    """Return the number of occurrences that a notification is about."""
    more = [int(one["value"]) for one in notification["parameters"] if one["name"] == "more"]
    return 1 + sum(more)
