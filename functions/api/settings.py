"""What the environment decides; the table in README.md lists all of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from functools import cache


@dataclass(frozen=True)
class Settings:
    """The settings of a deployed function.

    ``allowed_origins`` are patterns in which ``*`` stands for any part of one label.
    ``trusted_proxies`` is the number of proxies whose X-Forwarded-For entry is believed.
    """

    allowed_origins: tuple[str, ...]
    demo_lifetime: timedelta
    demo_sessions_per_hour: int
    trusted_proxies: int
    rollup_workers: int


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings(
        allowed_origins=tuple(
            origin.strip()
            for origin in os.environ.get("ALLOWED_ORIGINS", "").split(",")
            if origin.strip()
        ),
        demo_lifetime=timedelta(hours=float(os.environ.get("DEMO_TTL_HOURS", "24"))),
        demo_sessions_per_hour=int(os.environ.get("DEMO_RATE_LIMIT_PER_HOUR", "20")),
        trusted_proxies=int(os.environ.get("TRUSTED_PROXIES", "0")),
        rollup_workers=int(os.environ.get("ROLLUP_WORKERS", "8")),
    )
