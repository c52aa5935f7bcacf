"""Workers that are killed while they book and tell: what is left is done, and each thing once."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import requests
from google.api_core.exceptions import NotFound

from benchmarks.cpu import children_of
from tests.http.answers import ok
from tests.http.notifications.made import let_be_due
from tests.http.planning.entries import create
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person, registered_user
from tests.support.running import Running, running_functions
from tests.support.webhook_receiver import receiver

pytestmark = [
    pytest.mark.usefixtures("emulators"),
    pytest.mark.skipif(sys.platform != "linux", reason="Linux alone lists a process's children."),
]

_ENTRIES, _OCCURRENCES, _KILLS = 12, 50, 6
_WITHIN_S, _POLL_S = 120, 0.2


def wait_for(is_done: Callable[[], bool]) -> None:
    """Wait until something is done."""
    deadline = time.monotonic() + _WITHIN_S
    while not is_done():
        assert time.monotonic() < deadline, "it is not done in time"
        time.sleep(_POLL_S)


def kill_workers(running: Running) -> None:
    """End the processes that work on requests; the server starts others."""
    for worker in children_of(running.pid):
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


def call(running: Running, function: str) -> bool:
    """Call a function as Cloud Scheduler does; False if its worker is killed."""
    try:
        return requests.post(f"{running.url}/{function}", json={}, timeout=60).ok
    except requests.ConnectionError:
        return False


def entries_of(person: Person) -> list[str]:
    return [
        create(person, 1 - _OCCURRENCES, name=f"Entry {number}")["id"] for number in range(_ENTRIES)
    ]


def test_what_killed_workers_leave_is_booked_and_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = registered_user(is_verified=True)
    ok(person.get("/settings"))

    def due() -> int:
        return sum(
            one.next_nominal is not None and one.reminded_until is None and len(one.ahead) == 0
            and one.next_nominal < one.created_at.date()
            for one in person.store.recurring.list_all()
        )  # fmt: skip

    def untold() -> int:
        """Return the number of events, after letting them be late enough for a scan."""
        events = list(person.store.tenant.reference.collection("outbox").list_documents())
        for one in events:
            with suppress(NotFound):
                one.update({"at": datetime.now(UTC) - timedelta(minutes=3)})
        return len(events)

    def deliveries() -> list[dict[str, str]]:
        found: list[dict[str, str]] = ok(person.get("/notifications/deliveries?limit=100"))["items"]
        return found

    def is_told() -> bool:
        for one in deliveries():
            if one["status"] in ("SENDING", "PENDING"):
                let_be_due(person.store, one["id"])
        is_left = bool(untold())
        call(running, "scanNotifications")
        return not is_left and {one["status"] for one in deliveries()} == {"SENT"}

    with receiver() as hook:
        monkeypatch.setenv("WEBHOOK_LOCAL_ORIGINS", hook.origin)
        ok(person.post("/notifications/webhooks", {"url": hook.url}), 201)
        entries = entries_of(person)
        with running_functions() as running:
            wait_for(lambda: call(running, "runRecurring"))
            left = [due()]
            while due() and len(left) <= _KILLS:
                time.sleep(0.1 * len(left))
                kill_workers(running)
                left.append(due())
            wait_for(lambda: call(running, "runRecurring") and not due())
            kill_workers(running)
            wait_for(is_told)

    assert len(set(left)) > 1, "a worker was killed while it worked"
    for entry in entries:
        page = ok(person.get(f"/transactions?recurring_id={entry}&limit=100"))["items"]
        assert len({one["date"] for one in page}) == len(page) == _OCCURRENCES
    told = ok(person.get("/notifications?limit=100&kind=RECURRING_BOOKED"))["items"]
    assert len(told) == len({one["subject"]["id"] for one in told}) == _ENTRIES
    assert {one.id for one in hook.received} == {one["id"] for one in deliveries()}
    assert len(deliveries()) == _ENTRIES
    assert_law_holds(person.store)
    assert_log_is_complete(person.store)
