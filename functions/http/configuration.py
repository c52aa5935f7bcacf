"""Configuration from environment variables; docs/configuration.md lists them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from functools import cache

from shared.models.values.frozen import frozen

_RATE_LIMITS = {
    "CALLER": "600/minute",
    "ADDRESS": "1200/minute",
    "EXPORT": "30/hour",
    "IMPORT": "60/hour",
    "INVITATION": "50/day",
}
"""Default rate limits by subject; a variable like CALLER_RATE_LIMIT overrides one."""

_RATES_HOSTS = "www.ecb.europa.eu"
_RATES_URL = f"https://{_RATES_HOSTS}/stats/eurofxref/eurofxref-hist.zip"


@frozen
class Configuration:
    """Configuration of a deployed function.

    ``allowed_origins`` are patterns in which ``*`` matches any part of one label.
    ``trusted_proxies`` is the number of proxies whose X-Forwarded-For entries are trusted; on Cloud
    Run it is one, Google's front end, unless there is another proxy. ``rate_limits`` are like
    ``600/minute``, by the names of their subjects. With ``requires_app_check`` only the project's
    own apps may call.
    ``requires_verified_email`` refuses users with an e-mail address that is not verified.
    ``rates_url`` is the address of the file of exchange rates, and must be on one of
    ``rates_hosts``.
    """

    allowed_origins: tuple[str, ...]
    demo_lifetime: timedelta
    rate_limits: Mapping[str, str]
    requires_app_check: bool
    trusted_proxies: int
    rollup_workers: int
    requires_verified_email: bool
    rates_url: str
    rates_hosts: frozenset[str]


@cache
def configuration() -> Configuration:
    """Return the configuration of this process, read once."""
    return Configuration(
        allowed_origins=tuple(
            origin.strip()
            for origin in os.environ.get("ALLOWED_ORIGINS", "").split(",")
            if origin.strip()
        ),
        demo_lifetime=timedelta(hours=float(os.environ.get("DEMO_TTL_HOURS", "24"))),
        rate_limits=_rate_limits(),
        requires_app_check=os.environ.get("REQUIRE_APP_CHECK") == "1",
        trusted_proxies=int(os.environ.get("TRUSTED_PROXIES", _own_proxies())),
        rollup_workers=int(os.environ.get("ROLLUP_WORKERS", "8")),
        requires_verified_email=os.environ.get("REQUIRE_VERIFIED_EMAIL", "0") == "1",
        rates_url=os.environ.get("RATES_URL", _RATES_URL),
        rates_hosts=frozenset(os.environ.get("RATES_HOSTS", _RATES_HOSTS).split(",")),
    )


def _rate_limits() -> Mapping[str, str]:
    limits = {
        name: os.environ.get(f"{name}_RATE_LIMIT", rate) for name, rate in _RATE_LIMITS.items()
    }
    return limits | {"DEMO": f"{os.environ.get('DEMO_RATE_LIMIT_PER_HOUR', '20')}/hour"}


def _own_proxies() -> int:
    """Return 1 on Cloud Run, which sets K_SERVICE, else 0.

    Source: https://cloud.google.com/run/docs/container-contract#services-env-vars.
    """
    return 1 if "K_SERVICE" in os.environ else 0
