"""Receiver of webhooks of the local stack: it verifies signatures, and lists what it got."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections import deque
from typing import Any

from flask import Flask, Response, request

MAX_MESSAGES = 100
MAX_BODY = 256 * 1024
TOLERANCE_S = 300
"""Greatest difference between the time of a message and that of its arrival."""

SECRET = "whsec_" + base64.b64encode(b"the secret of the local receiver").decode()
"""The secret that a webhook of this receiver is created with."""


class WebhookReceiver:
    """The last messages that arrived, newest first.

    ``?status=503`` in the URL of a webhook lets it answer so, also to what is signed.
    """

    def __init__(self) -> None:
        self.messages: deque[dict[str, Any]] = deque(maxlen=MAX_MESSAGES)

    def add_to(self, site: Flask) -> None:
        """Add the pages of the receiver to the local site."""
        path = "/webhook-receiver"
        site.add_url_rule(path, "webhooks", self._list)
        site.add_url_rule(path, "receive_webhook", self._receive, methods=["POST"])

    def _list(self) -> dict[str, Any]:
        return {"secret": SECRET, "messages": list(self.messages)}

    def _receive(self) -> Response:
        if (request.content_length or 0) > MAX_BODY:
            return Response(status=413)
        body = request.get_data()
        is_verified = has_signature(dict(request.headers), body, time.time())
        message = {
            "id": request.headers.get("webhook-id"),
            "verified": is_verified,
            "payload": json.loads(body) if is_verified else None,
        }
        self.messages.appendleft(message)
        status = request.args.get("status", type=int) or 204
        return Response(status=status if is_verified else 401)


def has_signature(headers: dict[str, str], body: bytes, now: float) -> bool:
    """Return whether a message has a signature by ``SECRET``, as any receiver checks it.

    https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    """
    given = {name.lower(): value for name, value in headers.items()}
    timestamp = given.get("webhook-timestamp", "")
    if not timestamp.isdecimal() or abs(now - int(timestamp)) > TOLERANCE_S:
        return False
    content = f"{given.get('webhook-id', '')}.{timestamp}.".encode() + body
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    signatures = given.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(one.encode(), f"v1,{expected}".encode()) for one in signatures)
