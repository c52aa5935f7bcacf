"""Firebase Auth: who a token belongs to, and what becomes of users."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import firebase_admin
from firebase_admin import auth, exceptions

from shared.errors import Unauthenticated, Unavailable
from shared.models.people.access import Identity

_REVOCATION_CACHE_S = 5.0
"""How long a disabled user's or a revoked token may still be good in one instance."""

_MOST_CACHED = 10_000


@dataclass(frozen=True)
class User:
    """A user as Firebase Auth knows them; a disabled one cannot sign in."""

    email: str | None
    is_disabled: bool


class IdentityRepository:
    """The users of the Firebase project."""

    def __init__(self, app: firebase_admin.App) -> None:
        self._app = app
        self._not_revoked_until: dict[str, float] = {}
        self._lock = threading.Lock()

    def verify(self, id_token: str, *, anew: bool = False) -> Identity:
        """The user a Firebase ID token was issued to.

        That the token is not revoked and its user neither disabled nor deleted is asked of
        Firebase Auth, and remembered for five seconds; ``anew`` asks in any case.

        Raises:
            Unauthenticated: The token is malformed, expired, revoked, or of another project.
            Unavailable: Firebase Auth does not answer.
        """
        known = not anew and self._is_known_unrevoked(id_token)
        try:
            claims = auth.verify_id_token(id_token, self._app, check_revoked=not known)
        except auth.CertificateFetchError as error:
            raise Unavailable from error
        except (
            ValueError,
            auth.InvalidIdTokenError,
            auth.UserDisabledError,
            auth.UserNotFoundError,
        ) as error:
            raise Unauthenticated from error
        except exceptions.FirebaseError as error:
            raise Unavailable from error
        expires_at = claims.get("exp")
        if not isinstance(expires_at, int) or expires_at <= time.time():
            raise Unauthenticated  # Against the emulator the library does not look at the time.
        if not known:
            self._remember(id_token)
        return _identity(claims)

    def is_registered(self, uid: str) -> bool:
        """Whether the user is there and has a way to sign in, as anonymous ones have not.

        Raises:
            Unavailable: Firebase Auth does not answer.
        """
        try:
            return bool(auth.get_user(uid, self._app).provider_data)
        except auth.UserNotFoundError:
            return False
        except exceptions.FirebaseError as error:
            raise Unavailable from error

    def delete_anonymous(self, uid: str) -> None:
        """Delete an anonymous user; one that is gone already, or has registered since, stays so.

        Raises:
            Unavailable: Firebase Auth does not answer.
        """
        if self.is_registered(uid):
            return
        try:
            auth.delete_user(uid, self._app)
        except auth.UserNotFoundError:
            return
        except exceptions.FirebaseError as error:
            raise Unavailable from error

    def find(self, uid: str) -> User | None:
        """The user with that id, or None.

        Raises:
            Unavailable: Firebase Auth does not answer.
        """
        try:
            user = auth.get_user(uid, self._app)
        except auth.UserNotFoundError:
            return None
        except exceptions.FirebaseError as error:
            raise Unavailable from error
        return User(user.email, is_disabled=user.disabled)

    def ensure_active(self, uid: str) -> None:
        """Pass where the user is there and not disabled, by what Firebase Auth says now.

        Raises:
            Unauthenticated: They are not.
            Unavailable: Firebase Auth does not answer.
        """
        user = self.find(uid)
        if user is None or user.is_disabled:
            raise Unauthenticated

    def disable(self, uid: str) -> None:
        """Let a user sign in no more, and their tokens prove nothing; one that is gone stays so.

        Raises:
            Unavailable: Firebase Auth does not answer.
        """
        try:
            auth.update_user(uid, disabled=True, app=self._app)
            auth.revoke_refresh_tokens(uid, self._app)
        except auth.UserNotFoundError:
            return
        except exceptions.FirebaseError as error:
            raise Unavailable from error

    def delete(self, uid: str) -> bool:
        """Delete a user; whether there was one.

        Raises:
            Unavailable: Firebase Auth does not answer.
        """
        try:
            auth.delete_user(uid, self._app)
        except auth.UserNotFoundError:
            return False
        except exceptions.FirebaseError as error:
            raise Unavailable from error
        return True

    def _is_known_unrevoked(self, id_token: str) -> bool:
        return self._not_revoked_until.get(id_token, 0.0) > time.monotonic()

    def _remember(self, id_token: str) -> None:
        with self._lock:
            if len(self._not_revoked_until) >= _MOST_CACHED:
                self._not_revoked_until.clear()
            self._not_revoked_until[id_token] = time.monotonic() + _REVOCATION_CACHE_S


def _identity(claims: dict[str, Any]) -> Identity:
    firebase = claims.get("firebase", {})
    return Identity(
        uid=claims["uid"],
        is_anonymous=firebase.get("sign_in_provider") == "anonymous",
        email=claims.get("email") or None,
        email_verified=claims.get("email_verified") is True,
        signed_in_at=_instant(claims.get("auth_time")),
        methods=tuple(sorted(firebase.get("identities") or ())),
        token_issued_at=_instant(claims.get("iat")),
    )


def _instant(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
