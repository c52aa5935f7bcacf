"""``python -m local.exec COMMAND…``: runs a command with its own emulators, on free ports.

The exit status is that of the command.
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

if TYPE_CHECKING:
    from local.processes.stack import Stack

COMMAND_NOT_FOUND = 127
GRACE_S = 20
"""Seconds in which an interrupted command must end."""


def main(command: list[str]) -> int:
    """Start emulators, run the command, stop everything, and return the command's status."""
    if not command:
        print("Usage: python -m local.exec COMMAND…", file=sys.stderr)
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
            return _run(stack, configuration, command)
    except LocalStackError as error:
        print(error, file=sys.stderr)
        return 1


def _run(stack: Stack, configuration: Configuration, command: list[str]) -> int:
    emulators.start(stack, configuration, _say)
    pubsub.create_topics(configuration)
    process = stack.start(command, configuration.client_environment())

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
