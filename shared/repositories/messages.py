"""Publication of messages to Pub/Sub topics, by its REST API.

Google's client library of Pub/Sub takes 0.1 s of CPU time to load, in the request that publishes.
``projects.topics.publish``:
https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/publish.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterable

import google.auth
import requests
from google.auth.credentials import AnonymousCredentials, Credentials
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import AuthorizedSession
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from shared.errors import Unavailable

_SCOPE = "https://www.googleapis.com/auth/pubsub"
_TIMEOUT_S = 10.0
"""Maximum wait for Pub/Sub, in each of three attempts."""

_RETRIES = Retry(
    total=2,
    backoff_factor=0.5,
    status_forcelist=(429, 500, 502, 503, 504),
    allowed_methods={"POST"},  # A message that arrives twice does no harm.
    raise_on_status=False,
)


class MessagePublisher:
    """Publisher to one topic."""

    def __init__(self, credentials: Credentials, project: str, topic: str) -> None:
        self._credentials = credentials
        self._path = f"projects/{project}/topics/{topic}"

    def publish_all(self, messages: Iterable[bytes]) -> None:
        """Publish the messages, at most 1,000, and return when Pub/Sub has accepted all of them.

        Raises:
            Unavailable: Pub/Sub does not accept them.
        """
        encoded = [{"data": b64encode(message).decode()} for message in messages]
        if not encoded:
            return
        with _session(self._credentials) as session:
            try:
                response = session.post(
                    f"{_pubsub()}/v1/{self._path}:publish",
                    json={"messages": encoded},
                    timeout=_TIMEOUT_S,
                )
                response.raise_for_status()
            except (requests.RequestException, GoogleAuthError) as error:
                raise Unavailable from error


def _session(credentials: Credentials) -> requests.Session:
    """Return a session for one call, because threads cannot share one safely."""
    session: requests.Session = AuthorizedSession(credentials)  # type: ignore[no-untyped-call] # It declares none.
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(max_retries=_RETRIES))
    return session


def credentials() -> Credentials:
    """Return the credentials of this process for Pub/Sub; its emulator needs none."""
    if _emulator():
        return AnonymousCredentials()  # type: ignore[no-untyped-call] # It declares none.
    found, _project = google.auth.default(scopes=[_SCOPE])
    return found


def _pubsub() -> str:
    emulator = _emulator()
    return f"http://{emulator}" if emulator else "https://pubsub.googleapis.com"


def _emulator() -> str | None:
    return os.environ.get("PUBSUB_EMULATOR_HOST")
