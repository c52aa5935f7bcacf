"""Plain HTTP to servers on this machine, past any proxy."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException

from local.settings import HOST

TIMEOUT_S = 10.0


def send(method: str, port: int, path: str, body: object = None) -> int:
    """Send a request with a JSON body and give the answer's status.

    Raises:
        OSError: Nothing answers there.
        http.client.HTTPException: What answers is not an HTTP server.
    """
    connection = HTTPConnection(HOST, port, timeout=TIMEOUT_S)
    try:
        text = None if body is None else json.dumps(body)
        connection.request(method, path, text, {"Content-Type": "application/json"})
        return connection.getresponse().status
    finally:
        connection.close()


def answers(port: int) -> bool:
    """Tell whether an HTTP server is there and well."""
    try:
        return send("GET", port, "/") == 200  # noqa: PLR2004 # HTTP's OK.
    except (OSError, HTTPException):
        return False
