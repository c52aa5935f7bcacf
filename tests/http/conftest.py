"""Fixtures of the tests over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from functions.api.settings import settings


@pytest.fixture
def set_variable(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Set an environment variable that the functions' settings are read from."""

    def set_one(name: str, value: str) -> None:
        monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield set_one
    settings.cache_clear()
