"""The function ``scanNotifications``: publish late events, deliveries, and looks at plans.

For Cloud Scheduler.
"""

from datetime import date, timedelta
from functools import cache

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
from functions.http import clock
from functions.http.background.announcements import publish_events
from functions.http.parameters import json_response, problem_responses
from functions.http.routes import Routes
from functions.http.security.permissions import Access
from shared.models.notifications.message import NotificationMessage
from shared.models.values.base import FrozenModel, InputModel, example
from shared.repositories import connections
from shared.repositories.notifications.deliveries import DueDeliveryRepository
from shared.repositories.notifications.outbox import LateEventRepository
from shared.repositories.planning.watch import DueWatchRepository

routes = Routes("scanNotifications")

_LATE_AFTER = timedelta(minutes=2)
"""Age of an event whose message should have arrived."""

_MAX_PUBLISHED = 1_000
"""Messages of each kind in one call, as many as Pub/Sub takes at once; the next takes the rest."""


class ScanRequest(InputModel):
    """Empty request."""

    model_config = example()


class ScanReport(FrozenModel):
    """Numbers of what a scan of notifications has published again."""

    events: int = Field(description="Events that had not been told in time.")
    deliveries: int = Field(description="Deliveries that are due, such as digests and retries.")
    plans: int = Field(description="Ledgers whose budgets and goals are due for the look of a day.")


@routes.post(
    "/",
    allows=Access.SCHEDULER,
    responses={200: ScanReport, **problem_responses(with_caller=False, with_body=True)},
)
def scan_notifications(body: ScanRequest) -> Response:  # noqa: ARG001 (refuses unknown fields)
    """Publish events that were not told within two minutes, and deliveries and plans that are due.

    The plans of a ledger are due at the beginning of each of its days.
    """
    events = LateEventRepository(connections.firestore_client())
    now = clock.now()
    late = events.list_until(now - _LATE_AFTER, _MAX_PUBLISHED)
    publish_events(NotificationMessage.of_event(*one) for one in late)
    due = DueDeliveryRepository(connections.firestore_client()).list_due(now, _MAX_PUBLISHED)
    publish_events(NotificationMessage.of_delivery(*one) for one in due)
    plans = DueWatchRepository(connections.firestore_client()).list_due(now, _MAX_PUBLISHED)
    publish_events(NotificationMessage.of_plans(one, date.min) for one in plans)
    return json_response(ScanReport(events=len(late), deliveries=len(due), plans=len(plans)))


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes, authentication=None)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
