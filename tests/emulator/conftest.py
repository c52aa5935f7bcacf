"""Fixtures of the tests on the emulators."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.services.people import takeovers
from tests.support.ledgers.takeovers import PART
from tests.support.time_limits import raised_time_limits


@pytest.fixture(scope="package", autouse=True)
def _no_request_is_cut_short() -> Iterator[None]:
    """Raise the time limits of requests and commits for busy machines."""
    with raised_time_limits():
        yield


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a takeover of some documents take several commits."""
    monkeypatch.setattr(takeovers, "COPIED_AT_ONCE", PART)
