"""Headers of answers and of requests, as components that responses and operations refer to."""

from __future__ import annotations

from typing import Any

HEADERS = "#/components/headers/"
PARAMETERS = "#/components/parameters/"

_TEXT = {"type": "string"}

ANSWER_HEADERS: dict[str, dict[str, Any]] = {
    "Content-Disposition": {
        "description": "The name of the file.",
        "required": True,
        "schema": _TEXT,
    },
    "ETag": {
        "description": "The version of the content, for If-None-Match; that of one resource also "
        "for If-Match.",
        "required": True,
        "schema": _TEXT,
    },
    "Location": {
        "description": "The path of the created resource, or of the work that goes on.",
        "required": True,
        "schema": _TEXT,
    },
    "Retry-After": {
        "description": "Seconds to wait before a retry: with 429, 503, `claim-running` and "
        "`rebuild-running`.",
        "required": False,
        "schema": {"type": "integer", "minimum": 0},
    },
    "WWW-Authenticate": {
        "description": "The scheme of the token that is needed: with 401.",
        "required": False,
        "schema": {"type": "string", "const": "Bearer"},
    },
    "X-Change-Id": {
        "description": "The id of the change, to undo it; of several in one commit the first. "
        "Absent if nothing changed or more than one commit was needed.",
        "required": False,
        "schema": _TEXT,
    },
    "X-Request-Id": {
        "description": "The id of the request: the one that it was sent with, or a new one.",
        "required": True,
        "schema": _TEXT,
    },
}
"""Headers that answers declare; every other header is of no use to clients of the API."""


def headers_of(*names: str) -> dict[str, Any]:
    """Return the declared headers of an answer, which always has ``X-Request-Id``."""
    return {name: {"$ref": f"{HEADERS}{name}"} for name in sorted({*names, "X-Request-Id"})}
