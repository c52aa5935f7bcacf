"""Fixtures of the tests of imports."""

from __future__ import annotations

import pytest

from tests.emulator.imports.statements import CHUNK


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.models.imports.plan_chunks.PLAN_CHUNK", CHUNK)
    monkeypatch.setattr("shared.services.imports.import_runs._UNDONE_AT_ONCE", CHUNK)
