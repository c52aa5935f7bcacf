"""Cross-origin requests (CORS) of allowed web pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, current_app
from flask_cors import CORS
from flask_cors.core import get_cors_options, set_cors_headers

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_REQUEST_HEADERS = [
    "Authorization",
    "Content-Encoding",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "X-Firebase-AppCheck",
    "X-Request-Id",
    "X-Workspace-Id",
]
_EXPOSED_HEADERS = [
    "Content-Disposition",
    "ETag",
    "Location",
    "Retry-After",
    "X-Change-Id",
    "X-Request-Id",
]
_MAX_AGE_S = 3600


def origin_pattern(origin: str) -> re.Pattern[str]:
    """Compile an allowed origin; ``*`` matches any part of one label, or a port."""
    return re.compile(re.escape(origin).replace(r"\*", "[A-Za-z0-9-]+") + r"\Z")


def allow_origins(app: Flask, origins: Iterable[str]) -> None:
    """Allow pages of these origins to call the app; without origins, no page may."""
    if options := _options_for(origins):
        CORS(app, **options)
    app.after_request(_vary_by_origin)


def allow_origins_of(response: Response, origins: Iterable[str]) -> Response:
    """Allow pages of these origins to read an answer to the current request; return the answer."""
    if options := _options_for(origins):
        set_cors_headers(response, get_cors_options(current_app, options))
    return _vary_by_origin(response)


def _vary_by_origin(response: Response) -> Response:
    """Tell caches not to share an answer between origins, also where none is allowed."""
    response.vary.add("Origin")
    return response


def _options_for(origins: Iterable[str]) -> dict[str, Any]:
    """Return the options of flask-cors; empty without origins."""
    if not (patterns := [origin_pattern(origin) for origin in origins]):
        return {}
    return {
        "origins": patterns,
        "methods": _METHODS,
        "allow_headers": _REQUEST_HEADERS,
        "expose_headers": _EXPOSED_HEADERS,
        "max_age": _MAX_AGE_S,
    }
