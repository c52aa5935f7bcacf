"""Clients of this process, each created when first needed and then reused."""

from __future__ import annotations

import os
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from shared.repositories.firestore.client import FirestoreClient

if TYPE_CHECKING:
    import firebase_admin

    from shared.repositories.auth.app_checks import AppCheckRepository
    from shared.repositories.auth.identities import IdentityRepository
    from shared.repositories.auth.sign_up import SignUp
    from shared.repositories.messages import MessagePublisher

_FIREBASE_LOCK = Lock()


@cache
def firestore_client() -> FirestoreClient:
    """Return the Firestore client of the project in ``GOOGLE_CLOUD_PROJECT``."""
    return FirestoreClient(project=os.environ.get("GOOGLE_CLOUD_PROJECT"))


@cache
def identities() -> IdentityRepository:
    """Return Firebase Auth of the same project."""
    # Loaded only by functions that verify tokens, to keep the other cold starts short.
    from shared.repositories.auth.identities import IdentityRepository  # noqa: PLC0415 (see above)

    return IdentityRepository(_firebase_app())


@cache
def sign_up() -> SignUp:
    """Return Firebase Auth's sign-up; ``FIREBASE_API_KEY`` is the public key of the web app."""
    # A visitor who starts a demo waits for the cold start, so it avoids the Admin SDK.
    from shared.repositories.auth.sign_up import SignUp  # noqa: PLC0415 (see above)

    return SignUp(os.environ.get("FIREBASE_API_KEY", "local"))


@cache
def app_checks() -> AppCheckRepository:
    """Return Firebase App Check of the same project."""
    from shared.repositories.auth.app_checks import AppCheckRepository  # noqa: PLC0415 (as above)

    return AppCheckRepository(_firebase_app())


@cache
def _firebase_app() -> firebase_admin.App:
    import firebase_admin  # noqa: PLC0415 (as above)

    project = os.environ.get("GOOGLE_CLOUD_PROJECT")
    # The first requests of an instance may come at once, and a cache lets all of them in; a second
    # app would be an error. The SDK has no function that tells whether there is one.
    with _FIREBASE_LOCK:
        try:
            return firebase_admin.get_app()
        except ValueError:
            return firebase_admin.initialize_app(
                options={"projectId": project} if project else None
            )


@cache
def publisher(topic: str) -> MessagePublisher:
    """Return the publisher to a topic of the project."""
    from shared.repositories import messages  # noqa: PLC0415 (few requests publish)

    project = os.environ["GOOGLE_CLOUD_PROJECT"]
    return messages.MessagePublisher(messages.credentials(), project, topic)
