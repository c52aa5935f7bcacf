"""Secrets of webhooks and the signatures made with them, by Standard Webhooks 1.0.0.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"
_MIN_BYTES, _MAX_BYTES, _MADE_BYTES = 24, 64, 32
MAX_SECRET = len(PREFIX) + 4 * -(-_MAX_BYTES // 3)
"""Maximum number of characters of a secret."""


def new_secret() -> str:
    """Return a random secret of 32 bytes."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_MADE_BYTES)).decode()


def checked_secret(text: str) -> str:
    """Return a secret that a person has chosen.

    Raises:
        ValueError: It is not ``whsec_`` with the base64 of 24 to 64 bytes.
    """
    try:
        size = len(_key(text))
    except ValueError:
        size = 0
    if not text.startswith(PREFIX) or not _MIN_BYTES <= size <= _MAX_BYTES:
        raise ValueError("must be whsec_ with the base64 of 24 to 64 random bytes")
    return text


def signature_headers(
    message_id: str, body: bytes, signing: Iterable[str], now: datetime
) -> dict[str, str]:
    """Return the headers of a message, with a signature by each of the secrets.

    The message's id is the same at each attempt; the timestamp is that of the attempt.
    """
    timestamp = str(int(now.timestamp()))
    content = b".".join((message_id.encode(), timestamp.encode(), body))
    signatures = [f"v1,{_signature(secret, content)}" for secret in signing]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }


def _signature(secret: str, content: bytes) -> str:
    return base64.b64encode(hmac.digest(_key(secret), content, hashlib.sha256)).decode()


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
