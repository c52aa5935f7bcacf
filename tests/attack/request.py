"""Requests as they go over the wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.support.ledgers.people import Person

JSON = "application/json"
CSV = "text/csv"


@dataclass(frozen=True)
class Sent:
    """One request, as it goes over the wire."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def by(
        cls,
        person: Person,
        method: str,
        path: str,
        body: object = None,
        *,
        content_type: str = JSON,
        **headers: str,
    ) -> Sent:
        """Return a request with a person's token; ``body`` is bytes, or becomes JSON."""
        content = body if isinstance(body, bytes) else b"" if body is None else as_json(body)
        sent = {"Authorization": f"Bearer {person.token}", "Content-Type": content_type}
        return cls(method, path, content, {**sent, **person.headers, **headers})

    @property
    def size(self) -> int:
        """Return the bytes of the path and the body."""
        return len(self.path) + len(self.body)


def as_json(content: object) -> bytes:
    """Return content as JSON without spaces."""
    return json.dumps(content, separators=(",", ":")).encode()
