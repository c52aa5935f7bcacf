"""Pytest plugin that starts separate emulators for each worker process."""

from __future__ import annotations

import contextlib
import os

import pytest

from local import emulators, pubsub
from local.configuration import VARIABLES, Configuration
from local.processes import ports
from local.processes.stack import guarded


class OwnEmulators:
    """Starts emulators while this process loads its tests, and stops them at its end."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._configuration = Configuration.from_environment(os.environ)

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self) -> None:
        """Begin to start the emulators, and connect the clients of this process to them."""
        self._configuration = self._configuration.with_ports(ports.find_free(len(VARIABLES)))
        stack = self._stack.enter_context(guarded())
        self._wait = emulators.begin(stack, self._configuration, lambda _line: None)
        os.environ.update(self._configuration.client_environment())

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        """Wait for the emulators before the first test runs."""
        self._wait()
        pubsub.create_topics(self._configuration)

    def pytest_unconfigure(self) -> None:
        """Stop the emulators."""
        self._stack.close()
