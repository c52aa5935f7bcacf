"""The emulators, and one world of people and tenants for all rules tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import requests

from .emulators import Accounts, Documents
from .world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED = ("FIRESTORE_EMULATOR_HOST", "FIREBASE_AUTH_EMULATOR_HOST", "GOOGLE_CLOUD_PROJECT")


@pytest.fixture(scope="package")
def world() -> Iterator[World]:
    """Store the world in the emulators before the first test; remove it after the last.

    It is not there while other tests run: some of them sweep away whatever has expired.
    """
    if missing := [name for name in NEEDED if not os.environ.get(name)]:
        pytest.fail(
            f"The rules tests need the emulators: set {', '.join(missing)}, "
            "or run them with `python -m local.exec`.",
            pytrace=False,
        )
    firestore_host, auth_host, project = (os.environ[name] for name in NEEDED)
    with requests.Session() as session:
        session.trust_env = False  # The emulators are local: never through a proxy.
        world = World(
            Accounts(session, auth_host),
            lambda token: Documents(session, firestore_host, project, token),
        )
        yield world
        world.forget()
