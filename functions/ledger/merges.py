"""Answer of a merge, the rest of which goes on in the background."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response
from pydantic import Field

from functions.http.call import Call
from functions.http.jobs import publish
from functions.http.parameters import json_response, no_content
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.values.base import FrozenModel

RUN_FOR_S = 4.0
"""Time limit of a merge in a request."""


class MergeView(FrozenModel):
    """A merge that goes on in the background; it is done when its source is no longer found."""

    id: str = Field(description="The category or account that is merged and then deleted.")
    reassign_to: str = Field(description="The category or account that gets its transactions.")


def answer_merge(
    call: Call, kind: JobKind, source_id: str, target_id: str, *, is_done: bool
) -> Response:
    """Return 204 if the merge is done; else publish the rest, and return 202.

    Raises:
        Unavailable: Pub/Sub does not accept the rest of the merge.
    """
    if is_done:
        return no_content()
    tenant, actor = call.store.ref.path, call.caller.uid
    publish(LedgerJob(tenant=tenant, kind=kind, subject=source_id, actor=actor))
    return json_response(MergeView(id=source_id, reassign_to=target_id), HTTPStatus.ACCEPTED)
