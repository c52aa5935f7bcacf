"""Limit requests of callers and addresses. Fail open without Firestore; demos fail closed."""

from __future__ import annotations

import ipaddress
import time
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from flask import request

from functions.http.configuration import configuration
from functions.http.request_log import write_line
from shared.errors import Unavailable
from shared.repositories import connections

if TYPE_CHECKING:
    from shared.repositories.rate_limits import RateLimit


class Limited(StrEnum):
    """Subject of a rate limit; the value is its name in error messages."""

    CALLER = "requests of one caller"
    ADDRESS = "requests from one address"
    DEMO = "demos from one address"
    EXPORT = "exports"
    IMPORT = "imports"
    INVITATION = "invitations"


_IN_STEPS = frozenset({Limited.CALLER, Limited.ADDRESS})
"""Limits that are counted in steps, because they count every request; the others are exact."""

_STEPS = 30
"""Number of steps of a limit: each instance may let through a thirtieth of it more."""

_FAIL_CLOSED = frozenset({Limited.DEMO})
"""Requests that are refused while counting fails, because anyone can send them, and each creates a
user and a ledger. Other requests are admitted, because access to ledgers matters more."""

_TIMEOUT_FAILING_CLOSED_S = 20.0
"""Timeout of counting requests that are refused if counting fails."""

_IPV6_NETWORK_BITS = 64
"""Size of the network of one subscriber, which has too many addresses to count each of them."""


def limit(limited: Limited, subject: str) -> None:
    """Count one request of a subject.

    Raises:
        RateLimited: The limit is exhausted.
        Unavailable: Counting failed, and the request must not be admitted without a count.
    """
    rate = configuration().rate_limits[limited.name]
    try:
        _rate_limit(limited, rate).take(limited, subject)
    except Unavailable:
        if limited in _FAIL_CLOSED:
            raise
        write_line("WARNING", f"let through without a count: {limited}")


def client_address() -> str:
    """Return the client's address; for IPv6 its /64 network."""
    address = request.remote_addr or ""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK_BITS), strict=False))


def now() -> float:
    """Return the seconds since 1970."""
    return time.time()


@cache
def _rate_limit(limited: Limited, rate: str) -> RateLimit:
    # Imported on demand, because the functions of the scheduler are not limited.
    from shared.repositories.rate_limits import COUNT_TIMEOUT_S, RateLimit  # noqa: PLC0415 (see above)

    return RateLimit(
        connections.firestore_client,
        rate,
        steps=_STEPS if limited in _IN_STEPS else 0,
        clock=now,
        timeout_s=_TIMEOUT_FAILING_CLOSED_S if limited in _FAIL_CLOSED else COUNT_TIMEOUT_S,
    )
