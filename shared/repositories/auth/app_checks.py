"""Firebase App Check: whether a request comes from one of the project's own apps.

Source: https://firebase.google.com/docs/app-check/custom-resource-backend.
"""

from __future__ import annotations

import firebase_admin
import jwt
from firebase_admin import app_check

from shared.errors import AppCheckFailed, Unavailable


class AppCheckRepository:
    """The apps of the Firebase project."""

    def __init__(self, app: firebase_admin.App) -> None:
        self._app = app

    def verify(self, token: str) -> None:
        """Pass when App Check has issued the token to an app of this project, and it still holds.

        Raises:
            AppCheckFailed: It has not.
            Unavailable: App Check's keys cannot be had.
        """
        try:
            app_check.verify_token(token, self._app)
        except jwt.PyJWKClientConnectionError as error:
            raise Unavailable from error
        except (ValueError, jwt.PyJWTError) as error:
            raise AppCheckFailed from error
