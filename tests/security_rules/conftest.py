"""The emulators, and one world of people and tenants for all rules tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import urllib3

from .emulators import TIMEOUT_S, Project, open_channel
from .world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED = ("FIREBASE_AUTH_EMULATOR_HOST", "FIRESTORE_EMULATOR_HOST", "GOOGLE_CLOUD_PROJECT")


@pytest.fixture(scope="package")
def project() -> Iterator[Project]:
    """Yield the project whose emulators run, with the project's rules."""
    if missing := [name for name in NEEDED if not os.environ.get(name)]:
        pytest.fail(
            f"The rules tests need the emulators: set {', '.join(missing)}, "
            "or run them with `python -m local.exec`.",
            pytrace=False,
        )
    auth_host, firestore_host, name = (os.environ[variable] for variable in NEEDED)
    with (
        urllib3.PoolManager(retries=False, timeout=TIMEOUT_S) as connections,
        open_channel(firestore_host) as channel,
    ):
        yield Project(connections, channel, auth_host, firestore_host, name)


@pytest.fixture(scope="package")
def world(project: Project) -> Iterator[World]:
    """Store the world in the emulators before the first test; remove it after the last.

    It is not there while other tests run, because some of them erase expired documents.
    """
    world = World(project.accounts, project.documents)
    yield world
    world.forget()
