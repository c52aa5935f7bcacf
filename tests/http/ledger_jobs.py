"""Background jobs of ledgers in tests: their messages are delivered as Pub/Sub does."""

from __future__ import annotations

import base64
import os

from werkzeug.test import TestResponse

from functions.manifest import BY_NAME
from shared.models.jobs.ledger_job import LedgerJob
from tests.support.served import served


def deliver(job: LedgerJob) -> TestResponse:
    """Push the message of a job to runLedgerJob."""
    return deliver_data(job.model_dump_json().encode())


def deliver_data(data: bytes, function: str = "runLedgerJob") -> TestResponse:
    """Push a message to a function, by default runLedgerJob."""
    message = {"data": base64.b64encode(data).decode(), "messageId": "1"}
    content = {"message": message, "subscription": "projects/p/subscriptions/s"}
    topic = f"/projects/{os.environ['GOOGLE_CLOUD_PROJECT']}/topics/{BY_NAME[function].topic}"
    return served(function).post(topic, json=content)
