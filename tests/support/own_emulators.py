"""Emulators of its own for each of the processes that share the tests among them."""

from __future__ import annotations

import contextlib
import fcntl
import os

import pytest

from local import emulators, ports, pubsub
from local.settings import VARIABLES, Settings
from local.stack import CACHE, guarded


class OwnEmulators:
    """Starts emulators before this process's first test is loaded, and stops them at its end.

    One process starts after the other, so that none takes a port the other has found free.
    """

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self) -> None:
        """Start, and lead the clients of this process there."""
        stack = self._stack.enter_context(guarded())
        with (CACHE / "emulators.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            found = ports.find_free(len(VARIABLES))
            settings = Settings.from_environment(os.environ).with_ports(found)
            emulators.start(stack, settings, lambda _line: None)
        pubsub.create_topics(settings)
        os.environ.update(settings.client_environment())

    def pytest_unconfigure(self) -> None:
        """Stop."""
        self._stack.close()
