"""Carry out and undo imports; loaded on demand, because few requests do."""

import time
from contextlib import suppress
from http import HTTPStatus
from typing import Annotated

from flask import Response
from pydantic import Field

from functions.http import clock
from functions.http.background.jobs import publish
from functions.http.call import Call, current_call
from functions.http.parameters import IdPath, json_response
from functions.imports.views import import_view
from shared.errors import Unavailable
from shared.models.imports.import_plan import Import
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.values.base import InputModel, example
from shared.models.values.identifiers import SAMPLE_ID
from shared.services.imports import import_runs

_RUN_FOR_S = 15.0
"""Time limit of an import in one request; the rest continues in the background.

A commit that begins before then may take some seconds more, and the request 20 s.
"""


class PlanToken(InputModel):
    """Token of the preview whose plan to carry out."""

    # The import of each demo with samples; it is done, so carrying it out again changes nothing.
    model_config = example(plan_token=f"{SAMPLE_ID}.done")

    plan_token: Annotated[str, Field(max_length=200)]


def carry_out_import(body: PlanToken) -> Response:
    """Carry out the import of a preview; a repeated request continues and records no row twice."""
    call = current_call()
    plan = import_runs.carry_out_import(call.store, body.plan_token, _limits(call), joins=False)
    return _progress(call, plan)


def undo_import(path: IdPath) -> Response:
    """Undo an import: move its transactions to the trash; a repeated request continues."""
    call = current_call()
    return _progress(call, import_runs.undo_import(call.store, path.id, _limits(call)))


def _limits(call: Call) -> import_runs.RunLimits:
    deadline = time.monotonic() + _RUN_FOR_S
    return import_runs.RunLimits(
        actor=call.caller.uid,
        clock=clock.now,
        is_over=lambda: time.monotonic() > deadline,
    )


def _progress(call: Call, plan: Import) -> Response:
    """Return the import's progress; the rest continues in the background."""
    if plan.is_done:
        _publish_detection(call, plan)
        return json_response(import_view(plan))
    job = LedgerJob(
        tenant=call.store.ref.path, kind=JobKind.IMPORT, subject=plan.id, actor=call.caller.uid
    )
    publish(job)
    return json_response(import_view(plan), HTTPStatus.ACCEPTED, location=f"/imports/{plan.id}")


def _publish_detection(call: Call, plan: Import) -> None:
    """Let what recurs be found anew; the import is done even if Pub/Sub does not accept it."""
    if plan.recorded_count:
        tenant = call.store.ref.path
        with suppress(Unavailable):
            publish(LedgerJob(tenant=tenant, kind=JobKind.DETECTION, subject=plan.id))
