"""The function ``sweepDemoSessions``: erases demos whose time is over; for Cloud Scheduler."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import cache

from flask import Request, Response
from pydantic import BaseModel, ConfigDict

from functions.api import app as boundary
from functions.api.parameters import json_response, problem_responses
from shared.repositories import connections
from shared.repositories.demos import DemoRepository
from shared.services.sweep import sweep_expired_demos

routes = boundary.routes_of("sweepDemoSessions")

_TIME_LIMIT = timedelta(minutes=25)


class SweepRequest(BaseModel):
    """Nothing to choose."""

    model_config = ConfigDict(extra="forbid")


class SweepReport(BaseModel):
    """How many demos were erased, left to be claimed, or failed to go; whether none is left."""

    swept: int
    spared: int
    failed: int
    is_complete: bool


@routes.post(
    "/", responses={200: SweepReport, **problem_responses(with_caller=False, with_body=True)}
)
def sweep_demo_sessions(body: SweepRequest) -> Response:  # noqa: ARG001 (refuses unknown fields)
    """Erase the expired demos, documents and users; those that can be claimed are spared."""
    result = sweep_expired_demos(
        DemoRepository(connections.firestore_client()),
        connections.identities(),
        datetime.now(UTC),
        _TIME_LIMIT,
    )
    return json_response(SweepReport(**asdict(result)))


@cache
def create_app() -> boundary.Api:
    """The app of this function."""
    return boundary.create_api(
        "sweepDemoSessions", "Erases expired demos.", routes, authentication=None
    )


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
