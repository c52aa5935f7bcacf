"""The function ``runRecurring``: start a run of recurring entries; called by Cloud Scheduler."""

import uuid
from functools import cache
from http import HTTPStatus

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
from functions.http import clock
from functions.http.parameters import json_response, problem_responses
from functions.http.routes import Routes
from functions.http.security.permissions import Access
from functions.manifest import RECURRING_TOPIC
from shared.models.planning.run_message import RunOfEntries
from shared.models.values.base import FrozenModel, InputModel, example
from shared.repositories import connections
from shared.repositories.planning.due_entries import DueEntryRepository
from shared.services.planning.run_pages import publish_run

routes = Routes("runRecurring")


class RunRequest(InputModel):
    """Empty request."""

    model_config = example()


class RunStarted(FrozenModel):
    """The id of a run of recurring entries in the log."""

    run_id: str
    entries: int = Field(description="Entries of the first page that are due.")


@routes.post(
    "/",
    allows=Access.SCHEDULER,
    responses={202: RunStarted, **problem_responses(with_caller=False, with_body=True)},
)
def run_recurring(body: RunRequest) -> Response:  # noqa: ARG001 (refuses unknown fields)
    """Start booking the recurring entries of all tenants that are due, and reminding of them."""
    run = RunOfEntries(uuid.uuid4().hex, clock.now())
    due = DueEntryRepository(connections.firestore_client())
    count = publish_run(due, connections.publisher(RECURRING_TOPIC), run)
    return json_response(RunStarted(run_id=run.id, entries=count), HTTPStatus.ACCEPTED)


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes, authentication=None)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
