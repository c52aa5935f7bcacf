"""``python -m local.exec [--served] COMMAND…``: runs a command with its own emulators.

They are on free ports. With ``--served``, the functions and the built web app are served, too, and
``FUNCTIONS_URL`` and ``WEB_URL`` are their addresses. The exit status is that of the command.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from typing import TYPE_CHECKING

from local import emulators, pubsub
from local.configuration import VARIABLES, Configuration
from local.errors import LocalStackError
from local.processes import interruption, ports
from local.processes.stack import guarded
from local.serving import start_everything

if TYPE_CHECKING:
    from local.processes.stack import Stack

SERVED = "--served"
COMMAND_NOT_FOUND = 127
GRACE_S = 20
"""Seconds in which an interrupted command must end."""


def main(command: list[str]) -> int:
    """Start emulators, run the command, stop everything, and return the command's status."""
    is_served = command[:1] == [SERVED]
    command = command[is_served:]
    if not command:
        print(f"Usage: python -m local.exec [{SERVED}] COMMAND…", file=sys.stderr)
        return 2
    if not shutil.which(command[0]):
        print(f"There is no command {command[0]}.", file=sys.stderr)
        return COMMAND_NOT_FOUND
    try:
        configuration = Configuration.from_environment(os.environ).with_ports(
            ports.find_free(len(VARIABLES))
        )
        interruption.on_signals(interruption.leave)
        with guarded() as stack:
            start = _start_served if is_served else _start_emulators
            return _run(stack, command, start(stack, configuration))
    except LocalStackError as error:
        print(error, file=sys.stderr)
        return 1


def _start_emulators(stack: Stack, configuration: Configuration) -> dict[str, str]:
    emulators.start(stack, configuration, _say)
    pubsub.create_topics(configuration)
    return configuration.client_environment()


def _start_served(stack: Stack, configuration: Configuration) -> dict[str, str]:
    start_everything(stack, configuration, _say)
    addresses = {"FUNCTIONS_URL": configuration.url, "WEB_URL": configuration.web_url}
    return configuration.client_environment() | addresses


def _run(stack: Stack, command: list[str], environment: dict[str, str]) -> int:
    process = stack.start(command, environment)

    def interrupt(signum: int) -> None:
        process.send_signal(signum)
        signal.alarm(GRACE_S)

    interruption.on_signals(interrupt)
    status = process.wait()
    signal.alarm(0)
    interruption.ignore_signals()
    return status if status >= 0 else interruption.SHELL_OFFSET - status


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
