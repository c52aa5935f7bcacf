"""Firebase Auth: verification of ID tokens, and lookup, disabling and deletion of users."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Any

import firebase_admin
from firebase_admin import auth, exceptions

from shared.errors import Unauthenticated, Unavailable
from shared.models.people.access import Identity
from shared.models.values.frozen import frozen

_REVOCATION_CACHE_S = 5.0
"""How long one instance may still accept a revoked token, or that of a disabled user."""

_MAX_CACHED_TOKENS = 10_000


@frozen
class User:
    """A user in Firebase Auth; a disabled user cannot sign in."""

    email: str | None
    is_disabled: bool


class IdentityRepository:
    """The users of the Firebase project."""

    def __init__(self, app: firebase_admin.App) -> None:
        self._app = app
        self._not_revoked_until: dict[str, float] = {}
        self._lock = threading.Lock()

    def verify(self, id_token: str, *, anew: bool = False) -> Identity:
        """Verify a Firebase ID token and return its user.

        Firebase Auth is asked whether the token is revoked, or its user disabled or deleted; a good
        answer is cached for five seconds. ``anew`` ignores the cache.

        Raises:
            Unauthenticated: The token is malformed, expired, revoked, of another project, or of a
                tenant of Identity Platform.
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
            raise Unauthenticated  # Against the emulator, the library does not check the expiry.
        if claims.get("firebase", {}).get("tenant"):
            raise Unauthenticated  # Users of a tenant of Identity Platform are not the project's.
        if not known:
            self._remember(id_token)
        return _identity(claims)

    def is_registered(self, uid: str) -> bool:
        """Return whether the user exists and has a sign-in method, which anonymous users lack.

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
        """Delete an anonymous user; do nothing if the user is missing, or has registered meanwhile.

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
        """Return the user with this uid, or None.

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

    def find_uid_of_verified(self, email: str) -> str | None:
        """Return the uid of the user with this address, if it is verified and they may sign in.

        Raises:
            Unavailable: Firebase Auth does not answer.
        """
        try:
            user = auth.get_user_by_email(email, self._app)
        except auth.UserNotFoundError:
            return None
        except exceptions.FirebaseError as error:
            raise Unavailable from error
        return user.uid if user.email_verified and not user.disabled else None

    def find_verified_email(self, uid: str) -> str | None:
        """Return the address of the user with this uid, if it is verified and they may sign in.

        Raises:
            Unavailable: Firebase Auth does not answer.
        """
        try:
            user = auth.get_user(uid, self._app)
        except auth.UserNotFoundError:
            return None
        except exceptions.FirebaseError as error:
            raise Unavailable from error
        return user.email if user.email_verified and not user.disabled else None

    def ensure_active(self, uid: str) -> None:
        """Raise unless the user exists and is not disabled; asks Firebase Auth, not the cache.

        Raises:
            Unauthenticated: The user is missing or disabled.
            Unavailable: Firebase Auth does not answer.
        """
        user = self.find(uid)
        if user is None or user.is_disabled:
            raise Unauthenticated

    def disable(self, uid: str) -> None:
        """Disable a user and revoke their tokens; do nothing if the user is missing.

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
        """Delete a user, and return whether there was one.

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
            if len(self._not_revoked_until) >= _MAX_CACHED_TOKENS:
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
