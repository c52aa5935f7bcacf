"""A client shows its calls to those who observe it, for as long as they do, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from shared.repositories import connections
from shared.repositories.firestore.client import FirestoreClient

pytestmark = pytest.mark.usefixtures("emulators")


class _Methods:
    """Keeps which methods were called, before and after."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def before(self, method: str, _request: Any) -> None:
        self.seen.append(("before", method))

    def after(self, method: str, _request: Any) -> None:
        self.seen.append(("after", method))


def test_an_observer_sees_the_calls_of_its_client_while_it_observes() -> None:
    client, other = connections.firestore_client(), FirestoreClient("demo-financeflow")
    with client.observed_by(_Methods()) as methods:
        client.document("drafts/one").set({})
        other.document("drafts/two").set({})
    client.document("drafts/three").set({})
    other.close()  # type: ignore[no-untyped-call] # The library leaves it untyped.

    assert methods.seen == [("before", "commit"), ("after", "commit")]


def test_an_observer_may_begin_after_the_first_call() -> None:
    client = FirestoreClient("demo-financeflow")
    client.document("drafts/one").set({})
    with client.observed_by(_Methods()) as methods:
        client.document("drafts/two").set({})
    client.close()  # type: ignore[no-untyped-call] # The library leaves it untyped.

    assert len(methods.seen) == 2
