"""A workspace, and somebody to invite into it."""

from __future__ import annotations

import pytest

from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import Workspace, new_workspace


@pytest.fixture
def workspace(emulators: None) -> Workspace:
    """Return a workspace without other members."""
    return new_workspace()


@pytest.fixture
def grace(emulators: None) -> Person:
    """Return a registered user with a verified address."""
    return registered_user(is_verified=True)
