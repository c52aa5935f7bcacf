"""The channels to Firestore and to its emulator have the same options."""

from __future__ import annotations

from typing import Any

import grpc
import pytest
from google.auth.credentials import AnonymousCredentials

from shared.repositories.firestore.client import FirestoreClient


@pytest.mark.parametrize("emulator", [None, "127.0.0.1:1"])
def test_responses_are_read_in_the_thread_that_asked_for_them(
    monkeypatch: pytest.MonkeyPatch, emulator: str | None
) -> None:
    options = _watch_channels(monkeypatch)
    monkeypatch.delenv("FIRESTORE_EMULATOR_HOST", raising=False)
    if emulator is not None:
        monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", emulator)
    client = FirestoreClient("demo-channel")

    assert client._firestore_api is not None  # noqa: SLF001 (it opens the channel)
    assert ("SingleThreadedUnaryStream", 1) in options


def _watch_channels(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Return a list to which every new channel appends its options."""
    found: list[tuple[str, Any]] = []
    monkeypatch.setattr("google.auth.default", lambda **_: (AnonymousCredentials(), "demo-channel"))  # type: ignore[no-untyped-call] # The library leaves it untyped.
    for name in ("secure_channel", "insecure_channel"):
        create = getattr(grpc, name)

        def watched(*arguments: Any, create: Any = create, **named: Any) -> Any:
            found.extend(named["options"] if "options" in named else arguments[2])
            return create(*arguments, **named)

        monkeypatch.setattr(grpc, name, watched)
    return found
