"""The day of tests of goals: noon of 20 March 2026, a Friday, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from functions.http import clock

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
