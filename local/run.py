"""``make run``: the emulators and every function, in the foreground, until Ctrl-C."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from functions.manifest import FUNCTIONS
from local import emulators, interruption, loopback, ports, pubsub, server
from local.errors import LocalStackError
from local.settings import HOST, Settings
from local.stack import ROOT, guarded

if TYPE_CHECKING:
    from local.stack import Stack

LOCAL_DEFAULTS = {
    "ALLOWED_ORIGINS": ",".join(
        f"http://{host}:{port}" for host in ("localhost", HOST) for port in (3000, 5173, 8888)
    ),
    "DEMO_RATE_LIMIT_PER_HOUR": "1000",
    "PYTHONUNBUFFERED": "1",
}
"""Defaults of the functions' environment variables."""

START_TIMEOUT_S = 60
POLL_S = 0.25


def main() -> int:
    """Run until interrupted; return 0 then, and 1 after printing a failure."""
    try:
        settings = Settings.from_environment(os.environ)
        ports.require_free(settings.ports())
        with guarded() as stack, interruption.ends_quietly():
            _run(stack, settings)
    except LocalStackError as error:
        print(error, file=sys.stderr)
        return 1
    _say("Stopped.")
    return 0


def _run(stack: Stack, settings: Settings) -> None:
    started = time.monotonic()
    _say("Starting the emulators …")
    emulators.start(stack, settings, _say)
    pubsub.create_topics(settings)
    pubsub.create_push_subscriptions(settings)
    serving = _serve(stack, settings)
    _introduce(settings, time.monotonic() - started)
    try:
        _watch(stack)
    finally:
        _stop_serving(serving)


def _serve(stack: Stack, settings: Settings) -> subprocess.Popen[bytes]:
    defaults = {name: os.environ.get(name) or text for name, text in LOCAL_DEFAULTS.items()}
    environment = {**defaults, **settings.client_environment()}
    process = stack.start(server.command(settings.port), environment, directory=ROOT)
    deadline = time.monotonic() + START_TIMEOUT_S
    while not loopback.answers(settings.port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise LocalStackError("The functions could not be served; the reason is printed above.")
        time.sleep(POLL_S)
    return process


def _watch(stack: Stack) -> None:
    """Wait until a process of the stack ends unexpectedly."""
    while all(process.poll() is None for process in stack.processes):
        time.sleep(POLL_S)
    raise LocalStackError("A part of the local stack ended by itself; the rest is stopped.")


def _stop_serving(process: subprocess.Popen[bytes]) -> None:
    """Let requests in progress finish before the stack ends."""
    process.terminate()
    try:
        process.wait(server.GRACE_S + 1)
    except subprocess.TimeoutExpired:
        process.kill()


def _introduce(settings: Settings, took_s: float) -> None:
    _say(f"Auth {HOST}:{settings.auth_port}, Firestore {HOST}:{settings.firestore_port},")
    _say(f"Pub/Sub {HOST}:{settings.pubsub_port}, project {settings.project}.")
    _say(f"Functions at {settings.url}: {', '.join(function.name for function in FUNCTIONS)}")
    _say(f"Documentation at {settings.url}/docs. Ready after {took_s:.1f} s; Ctrl-C stops it all.")
    _say("Try:")
    _say(f"    curl -s -X POST {settings.url}/createDemoSession")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
