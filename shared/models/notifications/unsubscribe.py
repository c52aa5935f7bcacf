"""Signed tokens of links that turn off e-mails of some kinds, without a sign-in (RFC 8058)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Self

from shared.errors import NotFound
from shared.models.notifications.kinds import NotificationKind
from shared.models.values.frozen import frozen

MAX_TOKEN = 2_000
_PURPOSE = b"unsubscribe:"


@frozen
class UnsubscribeToken:
    """The user and the kinds whose e-mails a link turns off."""

    uid: str
    kinds: tuple[NotificationKind, ...]

    def signed(self, key: bytes) -> str:
        """Return the token as text, signed by HMAC-SHA256."""
        content = json.dumps([self.uid, *(kind.value for kind in self.kinds)]).encode()
        return f"{_text(content)}.{_text(_signature(key, content))}"

    @classmethod
    def read(cls, token: str, key: bytes) -> Self:
        """Return the content of a token with a valid signature.

        Raises:
            NotFound: It is not one.
        """
        content_text, _, signature_text = token.partition(".")
        try:
            content, signature = _bytes(content_text), _bytes(signature_text)
        except ValueError as error:
            raise NotFound("link") from error
        if not key or not hmac.compare_digest(signature, _signature(key, content)):
            raise NotFound("link")
        uid, *kinds = json.loads(content)
        return cls(uid, _known(kinds))


def _known(kinds: Sequence[str]) -> tuple[NotificationKind, ...]:
    known = NotificationKind.__members__
    return tuple(known[kind] for kind in kinds if kind in known)


def _signature(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, _PURPOSE + content, hashlib.sha256).digest()


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    return base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
