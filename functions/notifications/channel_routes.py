"""Routes of channels, whose views are imported when they are first called.

They are those of preferences, deliveries, webhooks, and links in e-mails.
"""

from http import HTTPStatus
from typing import Any

from functions.http.app import RawBody
from functions.http.downloads import DeclaredFile
from functions.http.parameters import Declared, problem_responses
from functions.http.routes import Routes
from functions.http.security.permissions import Access

RAW_BODIES = {
    "unsubscribe": RawBody(
        frozenset({"application/x-www-form-urlencoded", "multipart/form-data"}), 1024
    )
}
"""The body of one click, ``List-Unsubscribe=One-Click``, which says no more than the method."""

_HERE = "functions.notifications"
_PREFERENCES = f"{_HERE}.preference_views:PreferencesView"
_DELIVERY = f"{_HERE}.delivery_views:DeliveryView"
_WEBHOOK = f"{_HERE}.webhook_views:WebhookView"
_WITH_SECRET = f"{_HERE}.webhook_views:WebhookWithSecret"
_PAGE = DeclaredFile("text/html", "A page in the language of the request.")


def add_to(routes: Routes) -> None:
    """Add the routes to those of the function."""
    _add_links(routes)
    _add_webhooks(routes)
    _add_deliveries(routes)
    _add_preferences(routes)


def _add_links(routes: Routes) -> None:
    """Declare the routes of links in e-mails, which need no token."""
    responses = {200: _PAGE, **problem_responses("rate-limited", "not-found", with_caller=False)}
    for method, view in (("GET", "show_unsubscription"), ("POST", "unsubscribe")):
        routes.on_demand(
            method,
            "/unsubscribe",
            f"{_HERE}.unsubscribing:{view}",
            allows=Access.LINK,
            responses=responses,
        )


def _add_webhooks(routes: Routes) -> None:
    """Declare the routes of webhooks; none is for anonymous visitors."""
    every, one = "/webhooks", "/webhooks/<id>"
    anew = ("idempotency-key-reused", "claim-running")
    changed = ("precondition-failed", "claim-running")
    made = _of_webhooks(_WITH_SECRET, "too-many-webhooks", *anew, status=201, with_body=True)
    for method, rule, view, responses in (
        ("GET", every, "list_webhooks", _of_webhooks(f"{_HERE}.webhook_views:WebhookList")),
        ("POST", every, "create_webhook", made),
        ("GET", one, "get_webhook", _of_webhooks(_WEBHOOK)),
        ("PATCH", one, "patch_webhook", _of_webhooks(_WEBHOOK, *changed, with_body=True)),
        ("DELETE", one, "delete_webhook", _of_webhooks(None, *changed, status=204)),
        (
            "POST",
            f"{one}/rotate_secret",
            "rotate_webhook_secret",
            _of_webhooks(_WITH_SECRET, *anew, with_body=True),
        ),
        ("POST", f"{one}/ping", "ping_webhook", _of_webhooks(_DELIVERY, "claim-running")),
    ):
        routes.on_demand(
            method,
            rule,
            f"{_HERE}.webhooks:{view}",
            allows=Access.REGISTERED,
            names_change=method != "GET" and view != "ping_webhook",
            responses=responses,
        )


def _add_deliveries(routes: Routes) -> None:
    listed = _answers(f"{_HERE}.delivery_views:DeliveryList", "invalid-argument")
    replayed = _answers(_DELIVERY, "claim-running")
    for method, rule, view, responses in (
        ("GET", "/deliveries", "list_deliveries", listed),
        ("POST", "/deliveries/<id>/replay", "replay_delivery", replayed),
    ):
        routes.on_demand(
            method,
            rule,
            f"{_HERE}.deliveries:{view}",
            allows=Access.SELF,
            responses=responses,
        )


def _add_preferences(routes: Routes) -> None:
    changed = _answers(_PREFERENCES, "demo-quota", "precondition-failed", with_body=True)
    for method, view, responses in (
        ("GET", "get_notification_preferences", _answers(_PREFERENCES)),
        ("PATCH", "patch_notification_preferences", changed),
        ("PUT", "put_notification_preferences", changed),
    ):
        routes.on_demand(
            method,
            "/preferences",
            f"{_HERE}.preferences:{view}",
            allows=Access.SELF,
            names_change=method != "GET",
            responses=responses,
        )


def _of_webhooks(
    view: str | None, *codes: str, status: int = 200, with_body: bool = False
) -> dict[Any, Any]:
    return _answers(view, *codes, "registration-required", status=status, with_body=with_body)


def _answers(
    view: str | None, *codes: str, status: int = HTTPStatus.OK, with_body: bool = False
) -> dict[Any, Any]:
    """Return the OpenAPI responses of an operation that answers with the named model, or none."""
    answer = None if view is None else Declared(view)
    return {int(status): answer, **problem_responses(*codes, with_body=with_body)}
