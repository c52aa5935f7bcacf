"""Notifications, deliveries, webhooks and rates at their bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial

from functions.currencies.queries import MAX_AMOUNTS
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.delivery import MAX_IN_DIGEST, Delivery, DeliveryStatus
from shared.models.notifications.delivery_time import DeliveryTime
from shared.models.notifications.kinds import Channel, NotificationKind, kind_of
from shared.models.notifications.notification import MAX_NOTIFICATIONS, Event, Notification
from shared.models.notifications.parameters import text
from shared.models.notifications.webhooks.webhook import MAX_WEBHOOKS
from shared.models.values.identifiers import new_id
from shared.repositories.store import TenantStore
from tests.attack.attack import Attack, Target
from tests.attack.request import Sent
from tests.http.answers import ok
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.rates import store_rates

_AT = datetime(2026, 3, 31, 12, tzinfo=UTC)
_KIND = NotificationKind.IMPORT_DONE
_DELIVERIES, _AT_ONCE = 1_000, 300
_CURRENCIES = ("USD", "JPY", "GBP", "CHF", "PLN")
_YEARS = range(2000, 2027)


def attacks() -> Iterator[Attack]:
    """Yield the attacks."""
    path = "/notifications"
    yield Attack("notifications of 900 workspaces, 100 a page", _get(f"{path}?limit=100"), "200")
    yield Attack("notifications of a kind that nobody has", _get(f"{path}?kind=LOW_BALANCE"), "200")
    yield Attack("number of 900 unread notifications", _get(f"{path}/unread_count"), "200")
    yield Attack("read 900 notifications at once", _read_all, "200", is_quick=True)
    yield Attack("log of 1,000 large deliveries, 100 a page", _log, "200")
    yield Attack("replay a digest of 50 notifications to a host inside", _replay, "200")
    yield Attack("preferences of all kinds on all channels", _change_preferences, "200")
    yield Attack("ten webhooks of a host without addresses", _unknown_host, "422 invalid-argument",
                 at_once=10)  # fmt: skip
    yield Attack("convert 100 amounts of 100 days in 27 years", _convert, "200")
    yield Attack("rates of ten years", _history, "200")


def _owner() -> Person:
    person = registered_user(is_verified=True)
    ok(person.get("/categories"))
    return person


def _notifications(person: Person, *, workspace: bool) -> list[Notification]:
    return [
        Notification.of_event(
            Event.of(
                _KIND,
                new_id(),
                _AT + timedelta(minutes=number),
                workspace_name="é" * 100 if workspace else None,
                parameters={name: text("é" * 200) for name in ("file", "account", "name")},
            ),
            kind_of(_KIND),
            person.uid,
            new_id() if workspace else None,
        )
        for number in range(MAX_NOTIFICATIONS)
    ]


def _write(person: Person, notifications: list[Notification]) -> None:
    def work(some: list[Notification], unit: TenantStore, _tenant: Tenant) -> None:
        for one in some:
            unit.notifications.create(one)

    for first in range(0, len(notifications), _AT_ONCE):
        person.store.transact_below(partial(work, notifications[first : first + _AT_ONCE]))


@cache
def _told() -> Person:
    """Return a person with 900 notifications, each of a workspace that they have left."""
    person = _owner()
    _write(person, _notifications(person, workspace=True))
    return person


def _get(path: str) -> Callable[[Target], Sent]:
    return lambda _target: Sent.by(_told(), "GET", path)


def _read_all(_target: Target) -> Sent:
    person = _owner()
    _write(person, _notifications(person, workspace=False))
    until = str(_AT + timedelta(days=30))
    return Sent.by(person, "POST", "/notifications/read", {"until": until})


def _digest(person: Person, number: int, ids: tuple[str, ...]) -> Delivery:
    time = DeliveryTime(_AT, f"DAILY-{_AT.date() + timedelta(days=number)}")
    made = Delivery.of(Channel.WEBHOOK, time, ids[0], person.uid, _AT, "W1", kind=_KIND)
    fields = {
        "notification_ids": ids,
        "kinds": tuple(NotificationKind),
        "status": DeliveryStatus.FAILED,
        "next_at": None,
    }
    return made.model_copy(update=fields)


def _with_deliveries(person: Person, count: int) -> str:
    """Write digests that have failed; the id of the last."""
    ids = tuple(new_id() for _ in range(MAX_IN_DIGEST))
    made = [_digest(person, number, ids) for number in range(count)]

    def work(some: list[Delivery], unit: TenantStore, _tenant: Tenant) -> None:
        for one in some:
            unit.deliveries.put(one)

    for first in range(0, count, _AT_ONCE):
        person.store.transact_below(partial(work, made[first : first + _AT_ONCE]))
    return made[-1].id


def _log(_target: Target) -> Sent:
    person = _owner()
    _with_deliveries(person, _DELIVERIES)
    return Sent.by(person, "GET", "/notifications/deliveries?limit=100")


def _replay(_target: Target) -> Sent:
    person = _owner()
    delivery_id = _with_deliveries(person, 1)
    return Sent.by(person, "POST", f"/notifications/deliveries/{delivery_id}/replay")


def _change_preferences(_target: Target) -> Sent:
    kinds = [kind for kind in NotificationKind if not kind_of(kind).is_security]
    schedules = [
        {"kind": kind, "in_app": "OFF", "email": "WEEKLY", "webhook": "DAILY"} for kind in kinds
    ]
    hours = {"start": "00:00", "end": "23:59"}
    body = {"schedules": schedules, "quiet_hours": hours, "digest_hour": 23}
    return Sent.by(_owner(), "PATCH", "/notifications/preferences", body)


def _unknown_host(_target: Target) -> Sent:
    person = _owner()
    assert MAX_WEBHOOKS == 10
    labels = ".".join(["a" * 60] * 3)
    body = {"url": f"https://{labels}.invalid/{'x' * 250}"}
    return Sent.by(person, "POST", "/notifications/webhooks", body)


@cache
def _store_rates() -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for year in _YEARS for n in range(365)]
    by_day = {str(day): f"1.{day.toordinal() % 9_999:04}" for day in days}
    store_rates(**dict.fromkeys(_CURRENCIES, by_day))


def _convert(target: Target) -> Sent:
    _store_rates()
    amounts = [
        {
            "amount": "9999999999.00",
            "currency": _CURRENCIES[number % 5] if number % 5 != 1 else "EUR",
            "to": _CURRENCIES[(number + 1) % 5],
            "date": f"{_YEARS[number % len(_YEARS)]}-06-{1 + number % 28:02}",
        }
        for number in range(MAX_AMOUNTS)
    ]
    return Sent.by(target.person, "POST", "/currencies/convert", {"amounts": amounts})


def _history(target: Target) -> Sent:
    _store_rates()
    path = "/currencies/rates/history?base=USD&quote=JPY&from=2010-01-01&to=2020-01-01"
    return Sent.by(target.person, "GET", path)
