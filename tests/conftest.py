"""Fixtures of every level; what needs the emulators says so."""

from __future__ import annotations

import os

import pytest

from tests.support import people

EMULATORS = ("FIRESTORE_EMULATOR_HOST", "FIREBASE_AUTH_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST")

# Read once by the functions, so it is set before any of them is loaded.
os.environ.setdefault("ALLOWED_ORIGINS", "https://app.example.com,https://*--app.netlify.app")
os.environ.setdefault("DEMO_RATE_LIMIT_PER_HOUR", "1000000")
os.environ.setdefault("GOOGLE_CLOUD_PROJECT", "demo-financeflow")


@pytest.fixture(scope="session")
def emulators() -> None:
    """The emulators are there; a missing one is an error, not a skip."""
    missing = [name for name in EMULATORS if name not in os.environ]
    if missing:
        pytest.fail(f"{', '.join(missing)} not set: run `make test`, which starts the emulators.")


@pytest.fixture
def visitor(emulators: None) -> people.Person:
    """A demo visitor with an empty ledger in US dollars."""
    return people.visitor()


@pytest.fixture(scope="module")
def settled_visitor(emulators: None) -> people.Person:
    """A demo visitor with sample transactions, shared by tests that only read."""
    return people.visitor(samples=True)
