"""Commands of the processes that ``make run`` starts beside the emulators.

They are here, and not in the modules that they run, because those load Flask and the Firestore
client: ``make run`` would take half a second more to start, or to refuse a taken port.
"""

from __future__ import annotations

import sys

from local.configuration import HOST

GRACE_S = 2
"""Seconds in which the server ends the requests in progress when it is stopped."""

STORE_RATES = (sys.executable, "-m", "local.rates")

_THREADS = 64
_KEEP_ALIVE_S = 75


def serve_functions(*ports: int) -> list[str]:
    """Return the command that serves the functions: production's server, as one process.

    As in functions-framework, a request line has no limit here, so that the functions answer it.

    One process, because functions keep caches in memory; many threads, because they wait for
    Firestore and for each other.
    """
    return [
        sys.executable,
        "-m",
        "gunicorn",
        *(f"--bind={HOST}:{port}" for port in ports),
        "--worker-class=gthread",
        "--workers=1",
        f"--threads={_THREADS}",
        f"--keep-alive={_KEEP_ALIVE_S}",
        "--limit-request-line=0",
        "--timeout=0",
        f"--graceful-timeout={GRACE_S}",
        "--log-level=warning",
        "--no-control-socket",
        "local.server:create_server()",
    ]
