"""Events that are sent by e-mail in tests, and the log of what was sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from functions.http.background import announcements
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.message import NotificationMessage
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import AmountParameter, DateParameter, Parameter, text
from shared.repositories.store import TenantStore
from tests.http.answers import ok
from tests.http.notifications.told import deliver
from tests.support.ledgers.people import Person
from tests.support.served import served

LOG = "/notifications/deliveries"
FAILED = NotificationKind.IMPORT_FAILED


def emit(person: Person, kind: NotificationKind = FAILED, subject: str = "S1") -> None:
    """Emit an event in a person's ledger, and publish it."""
    emit_in(person.store, kind, subject)


def emit_in(store: TenantStore, kind: NotificationKind, subject: str = "S1") -> None:
    """Emit an event in a ledger, and publish it."""
    parameters: dict[str, Parameter] = {
        "file": text("March.csv"),
        "name": text("Rent"),
        "amount": AmountParameter(minor=95000, currency="EUR"),
        "date": DateParameter(date=datetime.now(UTC).date()),
    }
    event = Event.of(kind, subject, datetime.now(UTC), parameters=parameters)
    store.transact_below(lambda unit, _tenant: unit.emit(event))
    announcements.announce(store)


def work_off(messages: list[NotificationMessage], times: int = 2) -> None:
    """Deliver what is published, and what is published by that, each several times."""
    while messages:
        message = messages.pop(0)
        for _ in range(times):
            deliver(message)


def log_of(person: Person) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = ok(person.get(LOG))["items"]
    return items


def scan() -> None:
    ok(served("scanNotifications").post("/", json={}))


def to_webhooks(person: Person) -> list[dict[str, Any]]:
    return [one for one in log_of(person) if one["channel"] == "WEBHOOK"]
