"""A Firestore that accepts calls and does not answer is noticed before a function is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from functions.manifest import FUNCTIONS, Audience
from shared.errors import Unavailable
from shared.repositories.firestore import client as module
from shared.repositories.firestore.client import FirestoreClient


def get(client: FirestoreClient) -> None:
    client.document("users/x").get()


def query(client: FirestoreClient) -> None:
    list(client.collection("users").limit(1).stream())


def commit(client: FirestoreClient) -> None:
    batch = client.batch()
    batch.set(client.document("users/x"), {"a": 1})
    batch.commit()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[FirestoreClient]:
    """Yield a client of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", f"127.0.0.1:{server.getsockname()[1]}")
        for name in ("_GET_TIMEOUT_S", "_QUERY_TIMEOUT_S", "_COMMIT_TIMEOUT_S"):
            monkeypatch.setattr(module, name, 0.2)
        yield FirestoreClient("demo-silent")


@pytest.mark.parametrize("call", [get, query, commit])
def test_a_server_that_never_answers_is_unavailable(
    silent: FirestoreClient, call: Callable[[Any], None]
) -> None:
    with pytest.raises(Unavailable):
        call(silent)


def test_calls_end_before_the_functions_that_make_them() -> None:
    public = [f.timeout_s for f in FUNCTIONS if f.audience is Audience.PUBLIC]

    assert min(public) > module._GET_TIMEOUT_S * 2  # noqa: SLF001 (the limit under test)
    assert max(module._QUERY_TIMEOUT_S, module._COMMIT_TIMEOUT_S) < min(public)  # noqa: SLF001 (as above)
