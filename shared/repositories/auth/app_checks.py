"""Verification of Firebase App Check tokens.

Source: https://firebase.google.com/docs/app-check/custom-resource-backend.
"""

from __future__ import annotations

import firebase_admin
import jwt
from firebase_admin import app_check

from shared.errors import AppCheckFailed, Unavailable


class AppCheckRepository:
    """App Check of the Firebase project."""

    def __init__(self, app: firebase_admin.App) -> None:
        self._app = app

    def verify(self, token: str) -> None:
        """Raise unless the token is valid and was issued to an app of this project.

        Raises:
            AppCheckFailed: The token is invalid, has expired, or is of another project.
            Unavailable: The public keys of App Check cannot be loaded.
        """
        try:
            app_check.verify_token(token, self._app)
        except jwt.PyJWKClientConnectionError as error:
            raise Unavailable from error
        except (ValueError, jwt.PyJWTError) as error:
            raise AppCheckFailed from error
