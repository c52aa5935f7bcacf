"""Takeover of a demo by its visitor's account, recorded in both tenants' documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from shared.models.values.frozen import frozen

TAKEOVER_PERIOD = timedelta(days=7)
"""How long after its end a demo can still be taken over."""


class CopiedPart(NamedTuple):
    """Part of a ledger's documents that was copied.

    ``counts`` are numbers of documents by collection. ``last_path`` is the path of the last
    document below the ledger's, where the next part begins. ``is_last`` is true if there are no
    more.
    """

    counts: Mapping[str, int]
    last_path: str | None
    is_last: bool


@frozen
class Takeover:
    """A takeover that was begun. Until ``finished_at`` is set, the demo takes no writes.

    ``last_path`` is the path of the last copied document, ``copied`` the numbers of copied
    documents by collection.
    """

    started_at: datetime
    last_path: str | None = None
    copied: dict[str, int] = field(default_factory=dict)
    finished_at: datetime | None = None

    @property
    def is_finished(self) -> bool:
        """Return whether the account has the ledger."""
        return self.finished_at is not None

    def after(self, part: CopiedPart, at: datetime) -> Takeover:
        """Return the takeover after a further part was copied; the last part finishes it."""
        return replace(
            self,
            last_path=part.last_path,
            copied=dict(Counter(self.copied) + Counter(part.counts)),
            finished_at=at if part.is_last else None,
        )
