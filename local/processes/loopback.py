"""HTTP requests to servers on this machine, without a proxy."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException

from local.configuration import HOST

TIMEOUT_S = 60.0


def send(method: str, port: int, path: str, body: object = None) -> int:
    """Send a request with a JSON body and return the status of the response.

    Raises:
        OSError: Nothing answers at the port.
        http.client.HTTPException: The port does not belong to an HTTP server.
    """
    connection = HTTPConnection(HOST, port, timeout=TIMEOUT_S)
    try:
        text = None if body is None else json.dumps(body)
        connection.request(method, path, text, {"Content-Type": "application/json"})
        return connection.getresponse().status
    finally:
        connection.close()


def answers(port: int) -> bool:
    """Return whether an HTTP server answers with 200 at the port."""
    try:
        return send("GET", port, "/") == 200  # noqa: PLR2004 # HTTP's OK.
    except (OSError, HTTPException):
        return False
