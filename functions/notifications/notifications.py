"""The function ``notifications``: list and read notifications, and choose how they are sent."""

from functools import cache

from flask import Request, Response

from functions.http import app as boundary
from functions.http.background.announcements import publish_events
from functions.http.call import authenticate_in_person, current_call, expected_revision
from functions.http.parameters import ChangeHeaders, IdPath, json_response, problem_responses
from functions.http.routes import Routes
from functions.http.security.permissions import Access
from functions.notifications import unsubscribing, webhooks
from functions.notifications.queries import DeliveryListQuery, NotificationListQuery, ReadRequest
from functions.notifications.views import (
    DeliveryList,
    DeliveryView,
    NotificationList,
    NotificationView,
    PreferencesView,
    ReadReceipt,
    UnreadCount,
    delivery_view,
    notification_view,
    preferences_view,
)
from shared.models.notifications.message import NotificationMessage
from shared.models.notifications.preferences import (
    NotificationPreferences,
    PreferencesDraft,
    PreferencesPatch,
)
from shared.repositories import connections
from shared.repositories.sharing.members import MembershipRepository
from shared.services.notifications import delivery_log, inbox
from shared.services.notifications import preferences as preference_service

routes = Routes("notifications")
unsubscribing.add_to(routes)
webhooks.add_to(routes)


@routes.get(
    "/",
    allows=Access.SELF,
    responses={200: NotificationList, **problem_responses("invalid-argument")},
)
def list_notifications(query: NotificationListQuery) -> Response:
    """List the caller's notifications that are not dismissed, newest first.

    They are about the own ledger and all workspaces of the caller, whatever X-Workspace-Id.
    """
    call = current_call()
    page = inbox.list_notifications(
        call.store,
        _memberships(),
        call.now,
        inbox.NotificationQuery(query.unread, query.kind),
        query.cursor,
        query.limit,
    )
    items = [notification_view(one) for one in page.items]
    unread = inbox.count_unread_for(call.store, query.cursor)
    answer = NotificationList(items=items, next_cursor=page.next_cursor, unread=unread)
    return json_response(answer)


@routes.get(
    "/unread_count", allows=Access.SELF, responses={200: UnreadCount, **problem_responses()}
)
def count_unread() -> Response:
    """Count the caller's unread notifications."""
    call = current_call()
    return json_response(UnreadCount(unread=inbox.count_unread(call.store, call.now)))


@routes.post(
    "/read",
    allows=Access.SELF,
    responses={200: ReadReceipt, **problem_responses("claim-running", with_body=True)},
)
def mark_read(body: ReadRequest) -> Response:
    """Mark notifications as read: the given ones, or all that were made until an instant."""
    call = current_call()
    if body.until is not None:
        read = inbox.mark_all_read(call.store, call.now, body.until)
    else:
        read = inbox.mark_read(call.store, call.now, body.ids or ())
    return json_response(ReadReceipt(read=read))


@routes.get("/<id>", allows=Access.SELF, responses={200: NotificationView, **problem_responses()})
def get_notification(path: IdPath) -> Response:
    """Get a notification of the caller by its id, as webhooks and deliveries name it.

    One that is dismissed, or of a kind that is off in the app, is answered, too.
    """
    call = current_call()
    shown = inbox.get_notification(call.store, _memberships(), call.now, path.id)
    return json_response(notification_view(shown))


@routes.delete(
    "/<id>",
    allows=Access.SELF,
    responses={200: NotificationView, **problem_responses("claim-running")},
)
def dismiss_notification(path: IdPath) -> Response:
    """Dismiss a notification; it counts as read, and is not listed any more."""
    call = current_call()
    shown = inbox.dismiss(call.store, _memberships(), call.now, path.id)
    return json_response(notification_view(shown))


@routes.get(
    "/deliveries",
    allows=Access.SELF,
    responses={200: DeliveryList, **problem_responses("invalid-argument")},
)
def list_deliveries(query: DeliveryListQuery) -> Response:
    """List what was sent to the caller, or is to be sent, newest first."""
    call = current_call()
    page = delivery_log.list_deliveries(call.store, call.now, query.cursor, query.limit)
    items = [delivery_view(one) for one in page.items]
    return json_response(DeliveryList(items=items, next_cursor=page.next_cursor))


@routes.post(
    "/deliveries/<id>/replay",
    allows=Access.SELF,
    responses={200: DeliveryView, **problem_responses("claim-running")},
)
def replay_delivery(path: IdPath) -> Response:
    """Send a delivery again that has failed or was skipped; others, and tests, stay as they are."""
    call = current_call()
    delivery = delivery_log.replay(call.store, call.now, path.id)
    if delivery.is_due(call.now):
        publish_events([NotificationMessage.of_delivery(call.store.ref, delivery.id)])
    return json_response(delivery_view(delivery))


@routes.get(
    "/preferences", allows=Access.SELF, responses={200: PreferencesView, **problem_responses()}
)
def get_notification_preferences() -> Response:
    """Get the caller's preferences: channels and times of each kind of notification."""
    call = current_call()
    return _shown(preference_service.get_preferences(call.store, call.now))


@routes.patch(
    "/preferences",
    allows=Access.SELF,
    names_change=True,
    responses={
        200: PreferencesView,
        **problem_responses("demo-quota", "precondition-failed", with_body=True),
    },
)
def patch_notification_preferences(body: PreferencesPatch, header: ChangeHeaders) -> Response:
    """Change the given preferences; kinds that are not listed keep their schedules."""
    call = current_call()
    expected = expected_revision(header.if_match)
    return _shown(
        preference_service.patch_preferences(call.store, call.operation(), body, expected)
    )


@routes.put(
    "/preferences",
    allows=Access.SELF,
    names_change=True,
    responses={
        200: PreferencesView,
        **problem_responses("demo-quota", "precondition-failed", with_body=True),
    },
)
def put_notification_preferences(body: PreferencesDraft, header: ChangeHeaders) -> Response:
    """Replace all preferences; what is omitted gets its usual value."""
    call = current_call()
    expected = expected_revision(header.if_match)
    return _shown(
        preference_service.replace_preferences(call.store, call.operation(), body, expected)
    )


def _shown(preferences: NotificationPreferences) -> Response:
    return json_response(preferences_view(preferences), revision=preferences.revision)


def _memberships() -> MembershipRepository:
    return MembershipRepository(connections.firestore_client())


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(
        routes,
        authentication=authenticate_in_person,
        raw_bodies={"unsubscribe": unsubscribing.BODY},
    )


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
