"""The receiver of webhooks of ``make run`` verifies messages, and lists them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from local.webhooks import SECRET, WebhookReceiver
from shared.models.notifications.webhooks.signing import (
    checked_secret,
    new_secret,
    signature_headers,
)

PATH = "/webhook-receiver"


@pytest.fixture
def site() -> Flask:
    site = Flask("test")
    WebhookReceiver().add_to(site)
    return site


def post(site: Flask, secret: str, age: timedelta = timedelta(), path: str = PATH) -> TestResponse:
    body = b'{"type":"webhook.ping"}'
    headers = signature_headers("M1", body, [new_secret(), secret], datetime.now(UTC) - age)
    return site.test_client().post(path, data=body, headers=headers)


def test_a_message_is_verified_and_listed(site: Flask) -> None:
    assert post(site, SECRET).status_code == 204
    assert post(site, SECRET, path=f"{PATH}?status=503").status_code == 503

    listed = site.test_client().get(PATH).get_json()
    assert listed["secret"] == checked_secret(SECRET)
    assert listed["messages"] == 2 * [
        {"id": "M1", "verified": True, "payload": {"type": "webhook.ping"}}
    ]


@pytest.mark.parametrize("age", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_one_of_another_secret_or_time_is_refused_and_not_shown(
    site: Flask, age: timedelta
) -> None:
    assert post(site, new_secret()).status_code == 401
    assert post(site, SECRET, age).status_code == 401
    assert site.test_client().post(PATH, data=b"{}").status_code == 401

    messages = site.test_client().get(PATH).get_json()["messages"]
    assert {(one["verified"], one["payload"]) for one in messages} == {(False, None)}
