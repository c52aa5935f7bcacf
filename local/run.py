"""``make run``: emulators, functions and web app, in the foreground, until Ctrl-C."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from functions.manifest import FUNCTIONS
from local.configuration import HOST, Configuration
from local.errors import LocalStackError
from local.processes import commands, interruption, ports
from local.processes.stack import guarded
from local.serving import start_everything

if TYPE_CHECKING:
    from local.processes.stack import Stack

POLL_S = 0.25


def main() -> int:
    """Run until interrupted; return 0 then, and 1 after printing a failure."""
    try:
        configuration = Configuration.from_environment(os.environ)
        ports.require_free(configuration.ports())
        with guarded() as stack, interruption.ends_quietly():
            _run(stack, configuration)
    except LocalStackError as error:
        print(error, file=sys.stderr)
        return 1
    _say("Stopped.")
    return 0


def _run(stack: Stack, configuration: Configuration) -> None:
    started = time.monotonic()
    _say(f"The web app will be at {configuration.web_url}")
    _say("Starting the emulators …")
    serving = start_everything(stack, configuration, _say)
    _introduce(configuration, time.monotonic() - started)
    try:
        _watch(stack)
    finally:
        _stop_serving(serving)


def _watch(stack: Stack) -> None:
    """Wait until a process of the stack ends unexpectedly."""
    while all(process.poll() is None for process in stack.processes):
        time.sleep(POLL_S)
    raise LocalStackError("A part of the local stack ended by itself; the rest is stopped.")


def _stop_serving(process: subprocess.Popen[bytes]) -> None:
    """Let requests in progress finish before the stack ends."""
    process.terminate()
    try:
        process.wait(commands.GRACE_S + 1)
    except subprocess.TimeoutExpired:
        process.kill()


def _introduce(configuration: Configuration, took_s: float) -> None:
    _say(f"Web app at {configuration.web_url}")
    _say(f"Auth {HOST}:{configuration.auth_port}, Firestore {HOST}:{configuration.firestore_port},")
    _say(f"Pub/Sub {HOST}:{configuration.pubsub_port}, project {configuration.project}.")
    _say(f"Functions at {configuration.url}: {', '.join(function.name for function in FUNCTIONS)}")
    _say(f"Documentation at {configuration.url}/docs, e-mails at {configuration.url}/mail,")
    _say(f"a receiver of webhooks at {configuration.url}/webhook-receiver.")
    _say("POST /updateExchangeRates fetches newer exchange rates, if there is internet.")
    _say(f"Ready after {took_s:.1f} s; Ctrl-C stops it all.")
    _say("Try:")
    _say(f"    curl -s -X POST {configuration.url}/createDemoSession")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
