"""Creation of anonymous users for demo visitors, by Firebase Auth's REST API.

The Admin SDK cannot sign users up. ``accounts:signUp``:
https://firebase.google.com/docs/reference/rest/auth#section-sign-in-anonymously.
"""

from __future__ import annotations

import os
from typing import Any

import requests

from shared.errors import Unavailable
from shared.models.values.frozen import frozen

_TIMEOUT_S = 10.0


@frozen
class AnonymousSession:
    """A new anonymous user with tokens."""

    uid: str
    id_token: str
    refresh_token: str


class SignUp:
    """Client of the sign-up endpoint, for the Firebase project of a public API key."""

    def __init__(self, api_key: str) -> None:
        self._api_key = api_key

    def create_anonymous_user(self) -> AnonymousSession:
        """Create an anonymous user.

        Raises:
            Unavailable: Firebase Auth does not answer, or rejects the request at the moment.
        """
        try:
            response = requests.post(
                f"{_identity_toolkit()}/v1/accounts:signUp",
                params={"key": self._api_key},
                json={"returnSecureToken": True},
                timeout=_TIMEOUT_S,
            )
            response.raise_for_status()
        except requests.RequestException as error:
            raise Unavailable from error
        answer: dict[str, Any] = response.json()
        return AnonymousSession(
            uid=answer["localId"],
            id_token=answer["idToken"],
            refresh_token=answer["refreshToken"],
        )


def _identity_toolkit() -> str:
    emulator = os.environ.get("FIREBASE_AUTH_EMULATOR_HOST")
    host = "identitytoolkit.googleapis.com"
    return f"http://{emulator}/{host}" if emulator else f"https://{host}"
