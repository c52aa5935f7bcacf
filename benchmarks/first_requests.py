"""First requests to each function: those of cold starts, which every function answers."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime

from pydantic import BaseModel

from benchmarks.ledgers import MONTH
from benchmarks.servers import Ask
from functions.manifest import Audience, Function
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.notifications.message import NotificationMessage
from shared.models.planning.run_message import RunMessage
from shared.models.reports.period_close import RollupMessage

_JSON = {"Content-Type": "application/json"}

_FIRST_PATHS = {"dashboard": "/summary", "exports": "/transactions"}
"""The path of the first request to a public function, where it is not its list."""


def first_ask(function: Function, tenant: str, token: str) -> Ask:
    """Return the first request to a function, of someone whose ledger is at a path."""
    if function.name == "createDemoSession":
        return Ask("POST", "/", b"{}", _JSON, 201)
    if function.audience is Audience.PUBLIC:
        bearer = {"Authorization": f"Bearer {token}"}
        return Ask(path=_FIRST_PATHS.get(function.name, "/"), headers=bearer)
    if function.audience is Audience.SCHEDULER:
        return Ask("POST", "/", b"{}", _JSON, _STATUSES.get(function.name, 200))
    return _event(function, _FIRST_MESSAGES[function.name](tenant))


_STATUSES = {
    "monthlyRollup": 202,
    "runRecurring": 202,
    "updateExchangeRates": 503,  # Nothing is fetched: no host is allowed.
}
"""The status of the first answer to Cloud Scheduler, where it is not 200."""

_FIRST_MESSAGES: dict[str, Callable[[str], BaseModel]] = {
    "bookRecurring": lambda tenant: RunMessage(
        run_id="start", until=datetime.now(UTC), entries=(f"{tenant}/recurring/none",)
    ),
    "rollupTenants": lambda tenant: RollupMessage(
        month=str(MONTH), run_id="start", tenants=(tenant,)
    ),
    "runLedgerJob": lambda tenant: LedgerJob(tenant=tenant, kind=JobKind.REBUILD, subject="25"),
    "sendNotifications": lambda tenant: NotificationMessage(tenant=tenant, event_id="none"),
}
"""The first message to each function of a topic, about the ledger at a path."""


def _event(function: Function, message: BaseModel) -> Ask:
    """Return the request by which Eventarc delivers a message to a function."""
    data = base64.b64encode(message.model_dump_json().encode()).decode()
    headers = {
        **_JSON,
        "ce-id": "1",
        "ce-source": f"//pubsub.googleapis.com/projects/demo/topics/{function.topic}",
        "ce-specversion": "1.0",
        "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
    }
    body = json.dumps({"message": {"data": data, "messageId": "1"}, "subscription": ""})
    return Ask("POST", "/", body.encode(), headers)
