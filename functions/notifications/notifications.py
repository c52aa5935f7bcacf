"""The function ``notifications``: list and read notifications, and choose how they are sent."""

from functools import cache

from flask import Request, Response

from functions.http import app as boundary
from functions.http.call import authenticate_in_person, current_call
from functions.http.parameters import IdPath, json_response, problem_responses
from functions.http.routes import Routes
from functions.http.security.permissions import Access
from functions.notifications import channel_routes
from functions.notifications.queries import NotificationListQuery, ReadRequest
from functions.notifications.views import (
    NotificationList,
    NotificationView,
    ReadReceipt,
    UnreadCount,
    notification_view,
)
from shared.repositories import connections
from shared.repositories.sharing.members import MembershipRepository
from shared.services.notifications import inbox

routes = Routes("notifications")
channel_routes.add_to(routes)


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


def _memberships() -> MembershipRepository:
    return MembershipRepository(connections.firestore_client())


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(
        routes,
        authentication=authenticate_in_person,
        raw_bodies=channel_routes.RAW_BODIES,
    )


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
