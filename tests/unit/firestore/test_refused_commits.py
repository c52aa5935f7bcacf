"""Refusals of commits: those for good are neither repeated nor called an outage."""

from __future__ import annotations

from typing import Any

import pytest
from google.api_core.exceptions import GoogleAPICallError, InvalidArgument, ResourceExhausted
from google.auth.credentials import AnonymousCredentials

from shared.errors import CommitTooLarge, Unavailable
from shared.repositories.firestore import backoff, commit
from shared.repositories.firestore.client import FirestoreClient
from shared.repositories.firestore.commit import commit_once
from shared.repositories.firestore.requests import FastWriteBatch


class Refusing:
    """Observer of a client that fails every commit before it is sent."""

    def __init__(self, error: GoogleAPICallError) -> None:
        self._error = error
        self.commits = 0

    def before(self, method: str, _request: Any) -> None:
        """Refuse the commit."""
        assert method == "commit"
        self.commits += 1
        raise self._error

    def after(self, method: str, request: Any) -> None:
        """Fail: no commit is answered."""
        raise AssertionError(method, request)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> FirestoreClient:
    """Return a client that is connected to nothing."""
    monkeypatch.delenv("FIRESTORE_EMULATOR_HOST", raising=False)
    monkeypatch.setattr("google.auth.default", lambda **_: (AnonymousCredentials(), "demo-x"))  # type: ignore[no-untyped-call] # The library leaves it untyped.
    return FirestoreClient("demo-x")


def create_one(client: FirestoreClient) -> None:
    """Commit the creation of a document; nothing may acquire a lease."""

    def work(batch: FastWriteBatch) -> None:
        batch.create(client.document("users/x"), {"text": "x" * 100})

    commit_once(client, work, lambda: pytest.fail("a lease was acquired"))


def api_error(error: type[GoogleAPICallError], message: str) -> GoogleAPICallError:
    return error(message)


TOO_LARGE = (
    api_error(InvalidArgument, "Transaction too big. Decrease transaction size."),
    api_error(InvalidArgument, "Request payload size exceeds the limit: 11534336 bytes."),
    api_error(ResourceExhausted, "Sent message larger than max (12582912 vs. 10485760)"),
)
QUOTA = api_error(ResourceExhausted, "Quota exceeded.")


@pytest.mark.parametrize("error", TOO_LARGE, ids=str)
def test_a_commit_that_firestore_refuses_for_its_size_is_too_large_and_not_repeated(
    client: FirestoreClient, error: GoogleAPICallError
) -> None:
    with client.observed_by(Refusing(error)) as refusing, pytest.raises(CommitTooLarge):
        create_one(client)

    assert refusing.commits == 1


def test_a_commit_that_is_invalid_otherwise_is_an_error_of_ours_and_not_repeated(
    client: FirestoreClient,
) -> None:
    error = api_error(InvalidArgument, "The value is of no known type.")
    with client.observed_by(Refusing(error)) as refusing, pytest.raises(InvalidArgument):
        create_one(client)

    assert refusing.commits == 1


def test_an_exhausted_quota_is_an_outage_and_is_tried_again(
    client: FirestoreClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "_UNAVAILABLE_RETRY_FOR_S", 0.1)

    with client.observed_by(Refusing(QUOTA)) as refusing, pytest.raises(Unavailable):
        create_one(client)

    assert refusing.commits > 1


def test_a_commit_that_is_larger_than_the_limit_is_never_sent(
    client: FirestoreClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commit, "MAX_COMMIT_BYTES", 100)

    with client.observed_by(Refusing(QUOTA)) as refusing, pytest.raises(CommitTooLarge):
        create_one(client)

    assert refusing.commits == 0
