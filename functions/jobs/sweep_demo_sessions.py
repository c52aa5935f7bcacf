"""The function ``sweepDemoSessions``: delete expired demos, deleted workspaces, old notifications.

For Cloud Scheduler.
"""

import time
from datetime import timedelta
from functools import cache

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
from functions.http import clock
from functions.http.parameters import json_response, problem_responses
from functions.http.routes import Routes
from functions.http.security.permissions import Access
from shared.models.values.base import FrozenModel, InputModel, example
from shared.repositories import connections
from shared.repositories.notifications.expired import ExpiredNotificationRepository
from shared.repositories.people.demos import DemoRepository
from shared.repositories.sharing.workspaces import WorkspaceRepository
from shared.services.jobs.demo_cleanup import clean_up_expired_demos
from shared.services.jobs.notification_cleanup import clean_up_notifications
from shared.services.jobs.workspace_cleanup import clean_up_deleted_workspaces

routes = Routes("sweepDemoSessions")

_TIME_LIMIT = timedelta(minutes=25)


class SweepRequest(InputModel):
    """Empty request."""

    model_config = example()


class SweepReport(FrozenModel):
    """Numbers of demos that were erased or spared for a takeover, and of erased workspaces."""

    swept: int
    spared: int
    workspaces: int
    notifications: int = Field(description="Notifications that were removed for their age.")
    failed: int
    is_complete: bool


@routes.post(
    "/",
    allows=Access.SCHEDULER,
    responses={200: SweepReport, **problem_responses(with_caller=False, with_body=True)},
)
def sweep_demo_sessions(body: SweepRequest) -> Response:  # noqa: ARG001 (refuses unknown fields)
    """Erase expired demos with their users, workspaces deleted 30 days ago, old notifications.

    Demos that can still be taken over are spared.
    """
    now, started = clock.now(), time.monotonic()
    demos = DemoRepository(connections.firestore_client())
    of_demos = clean_up_expired_demos(demos, connections.identities(), now, _TIME_LIMIT)
    left = _TIME_LIMIT - timedelta(seconds=time.monotonic() - started)
    workspaces = WorkspaceRepository(connections.firestore_client())
    of_workspaces = clean_up_deleted_workspaces(workspaces, now, left)
    left = _TIME_LIMIT - timedelta(seconds=time.monotonic() - started)
    expired = ExpiredNotificationRepository(connections.firestore_client())
    of_notifications = clean_up_notifications(expired, now, left)
    return json_response(
        SweepReport(
            swept=of_demos.erased,
            spared=of_demos.spared,
            workspaces=of_workspaces.erased,
            notifications=of_notifications.removed,
            failed=of_demos.failed + of_workspaces.failed,
            is_complete=of_demos.is_complete
            and of_workspaces.is_complete
            and of_notifications.is_complete,
        )
    )


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(
        routes,
        authentication=None,
    )


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
