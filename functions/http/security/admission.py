"""Run admission checks before reading a request: rate limit per address, App Check."""

from __future__ import annotations

from flask import request

from functions.http.configuration import configuration
from functions.http.security.rate_limits import Limited, client_address, limit
from functions.manifest import BY_NAME, Audience
from shared.errors import AppCheckFailed
from shared.repositories import connections

APP_CHECK_HEADER = "X-Firebase-AppCheck"


def admit(function: str, *, is_link: bool = False) -> None:
    """Check whether to admit a request to a public function; a plain link has no App Check.

    For other functions, the platform has checked the caller.

    Raises:
        RateLimited: There were too many requests from the address.
        AppCheckFailed: App Check is required, and the request has no valid token.
        Unavailable: The keys for verifying the token could not be fetched.
    """
    if BY_NAME[function].audience is not Audience.PUBLIC:
        return
    limit(Limited.ADDRESS, client_address())
    if configuration().requires_app_check and not is_link:
        _check_app(request.headers.get(APP_CHECK_HEADER))


def _check_app(token: str | None) -> None:
    if not token:
        raise AppCheckFailed
    connections.app_checks().verify(token)
