"""The functions and the web app of a local stack, beside its emulators."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from local import emulators, pubsub
from local.configuration import HOST, Configuration
from local.errors import LocalStackError
from local.processes import commands, loopback
from local.processes.stack import ROOT

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from local.processes.stack import Stack

LOCAL_DEFAULTS = {
    "ALLOWED_ORIGINS": ",".join(
        f"http://{host}{port}" for host in ("localhost", HOST) for port in ("", ":*")
    ),
    "DEMO_RATE_LIMIT_PER_HOUR": "1000",
    "PYTHONUNBUFFERED": "1",
}
"""Defaults of the functions' environment variables."""

START_TIMEOUT_S = 180
POLL_S = 0.25


def start_everything(
    stack: Stack, configuration: Configuration, say: Callable[[str], None]
) -> subprocess.Popen[bytes]:
    """Start the emulators, store exchange rates, and serve; return the process that serves.

    Raises:
        LocalStackError: A part did not start.
    """
    emulators.start(stack, configuration, say)
    pubsub.create_topics(configuration)
    pubsub.create_push_subscriptions(configuration)
    seeding = stack.start(commands.STORE_RATES, configuration.client_environment(), directory=ROOT)
    serving = _serve(stack, configuration)
    if seeding.wait(START_TIMEOUT_S) != 0:
        raise LocalStackError(
            "The exchange rates could not be stored; the reason is printed above."
        )
    stack.processes.remove(seeding)
    return serving


def _serve(stack: Stack, configuration: Configuration) -> subprocess.Popen[bytes]:
    defaults = {name: os.environ.get(name) or text for name, text in LOCAL_DEFAULTS.items()}
    environment = {
        **defaults,
        **configuration.client_environment(),
        **configuration.mail_environment(),
        **configuration.webhook_environment(),
        "WEB_PORT": str(configuration.web_port),
    }
    command = commands.serve_functions(configuration.port, configuration.web_port)
    process = stack.start(command, environment, directory=ROOT)
    deadline = time.monotonic() + START_TIMEOUT_S
    while not loopback.answers(configuration.port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise LocalStackError("The functions could not be served; the reason is printed above.")
        time.sleep(POLL_S)
    return process
