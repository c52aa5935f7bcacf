"""Merges of categories, accounts and custom types, the rest of which goes on in the background."""

from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Response
from pydantic import Field

from functions.http.background.jobs import publish, room_for
from functions.http.background.scopes import publish_build
from functions.http.call import Call
from functions.http.parameters import json_response, no_content
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.values.base import FrozenModel
from shared.models.values.revision import ExpectedRevision
from shared.services.ledger.merges import Merge, run_merge

RUN_FOR_S = 4.0
"""Time limit of a merge in a request."""


class MergeView(FrozenModel):
    """A merge that goes on in the background; it is done when its source is no longer found."""

    id: str = Field(
        description="The category, account or custom type that is merged and then deleted."
    )
    reassign_to: str = Field(
        description="The category, account or custom type that gets its transactions."
    )


def answer_merge(
    call: Call, kind: JobKind, merge: Merge[Any], expected: ExpectedRevision
) -> Response:
    """Merge, and return 204 if it is done; else publish the rest, and return 202.

    Raises:
        Unavailable: Pub/Sub does not accept the rest of the merge.
    """
    has_room, announce = room_for(RUN_FOR_S), partial(publish_build, call.store)
    if run_merge(call.store, call.operation(), merge, expected, has_room, announce, joins=False):
        return no_content()
    tenant, actor = call.store.ref.path, call.caller.uid
    publish(LedgerJob(tenant=tenant, kind=kind, subject=merge.source_id, actor=actor))
    view = MergeView(id=merge.source_id, reassign_to=merge.target_id)
    return json_response(view, HTTPStatus.ACCEPTED)
