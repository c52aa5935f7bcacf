"""The operations on a caller's notifications."""

from __future__ import annotations

from functools import partial

from tests.http.answers import ok
from tests.http.notifications.made import make, put_sent_delivery, put_webhook
from tests.http.operation import ApiOperation, Scope
from tests.support.ledgers.people import Person

_own = partial(ApiOperation, least_role=None, scope=Scope.SELF)
_of_user = partial(ApiOperation, least_role=None, scope=Scope.REGISTERED)
_ONE = "/notifications/{notification}"
_HOOKS = "/notifications/webhooks"
_HOOK = f"{_HOOKS}/{{webhook}}"

OPERATIONS = (
    _own("list_notifications", "list notifications", "GET", "/notifications", 200),
    _own("count_unread", "count unread notifications", "GET", "/notifications/unread_count", 200),
    _own("mark_read", "mark all as read", "POST", "/notifications/read", 200,
         body={"until": "2026-03-31T12:00:00Z"}),
    _own("get_notification", "get a notification", "GET", _ONE, 200),
    _own("dismiss_notification", "dismiss a notification", "DELETE", _ONE, 200),
    _own("list_deliveries", "list deliveries", "GET", "/notifications/deliveries", 200),
    _own("replay_delivery", "replay a delivery", "POST",
         "/notifications/deliveries/{delivery}/replay", 200),
    _own("get_notification_preferences", "get preferences of notifications", "GET",
         "/notifications/preferences", 200),
    _own("patch_notification_preferences", "change preferences of notifications", "PATCH",
         "/notifications/preferences", 200, body={"digest_hour": 7}),
    _own("put_notification_preferences", "replace preferences of notifications", "PUT",
         "/notifications/preferences", 200, body={"amounts_in_subject": True}),
    _of_user("list_webhooks", "list webhooks", "GET", _HOOKS, 200),
    _of_user("create_webhook", "create a webhook", "POST", _HOOKS, 201,
             body={"url": "https://example.com/hook"}),
    _of_user("get_webhook", "get a webhook", "GET", _HOOK, 200),
    _of_user("patch_webhook", "change a webhook", "PATCH", _HOOK, 200, body={"enabled": False}),
    _of_user("rotate_webhook_secret", "rotate the secret of a webhook", "POST",
             f"{_HOOK}/rotate_secret", 200, body={}),
    _of_user("ping_webhook", "ping a webhook", "POST", f"{_HOOK}/ping", 200),
    _of_user("delete_webhook", "delete a webhook", "DELETE", _HOOK, 204),
)  # fmt: skip


def furnish(person: Person) -> dict[str, str]:
    """Make a notification of the person, and a delivery that was sent, and a webhook; their ids."""
    ok(person.get("/notifications"))
    [notification_id] = make(person.store)
    return {
        "notification": notification_id,
        "delivery": put_sent_delivery(person.store),
        "webhook": put_webhook(person.store),
    }
