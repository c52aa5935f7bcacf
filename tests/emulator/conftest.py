"""Fixtures of the tests on the emulators."""

from __future__ import annotations

import pytest

from shared.repositories.firestore import trees
from tests.support.takeovers import PART


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a takeover of some documents take several commits."""
    monkeypatch.setattr(trees, "COPIED_AT_ONCE", PART)
