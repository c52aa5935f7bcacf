"""The clients of this process, each made when it is first needed and then kept."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from shared.repositories.client import FirestoreClient

if TYPE_CHECKING:
    from shared.repositories.identities import IdentityRepository
    from shared.repositories.messages import MessagePublisher


@cache
def firestore_client() -> FirestoreClient:
    """The Firestore client of the project in ``GOOGLE_CLOUD_PROJECT``."""
    return FirestoreClient(project=os.environ.get("GOOGLE_CLOUD_PROJECT"))


@cache
def identities() -> IdentityRepository:
    """Firebase Auth of the same project; ``FIREBASE_API_KEY`` is the web app's public key."""
    import firebase_admin  # noqa: PLC0415 (only functions that ask who calls load it)

    from shared.repositories.identities import IdentityRepository  # noqa: PLC0415 (as above)

    project = os.environ.get("GOOGLE_CLOUD_PROJECT")
    app = firebase_admin.initialize_app(options={"projectId": project} if project else None)
    return IdentityRepository(app, os.environ.get("FIREBASE_API_KEY", "local"))


@cache
def publisher(topic: str) -> MessagePublisher:
    """The publisher to one of the project's topics."""
    from google.cloud.pubsub_v1 import PublisherClient  # noqa: PLC0415 (only the rollup loads it)

    from shared.repositories.messages import MessagePublisher  # noqa: PLC0415 (as above)

    return MessagePublisher(PublisherClient(), os.environ["GOOGLE_CLOUD_PROJECT"], topic)
