"""Pytest plugin that starts separate emulators for each worker process."""

from __future__ import annotations

import contextlib
import fcntl
import os

import pytest

from local import emulators, ports, pubsub
from local.configuration import VARIABLES, Configuration
from local.stack import CACHE, guarded


class OwnEmulators:
    """Starts emulators before the first test of this process is loaded, and stops them at its end.

    The processes start one after the other, so that none takes a port that another has found free.
    """

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self) -> None:
        """Start the emulators, and connect the clients of this process to them."""
        stack = self._stack.enter_context(guarded())
        with (CACHE / "emulators.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            found = ports.find_free(len(VARIABLES))
            configuration = Configuration.from_environment(os.environ).with_ports(found)
            emulators.start(stack, configuration, lambda _line: None)
        pubsub.create_topics(configuration)
        os.environ.update(configuration.client_environment())

    def pytest_unconfigure(self) -> None:
        """Stop the emulators."""
        self._stack.close()
