"""Versions of documents, and the version a client expects to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from shared.errors import PreconditionFailed


class Versioned(Protocol):
    """A stored value that counts its changes, from 1."""

    @property
    def revision(self) -> int:
        """Number of the change that made it so."""


@dataclass(frozen=True)
class ExpectedRevision:
    """The revisions a client is ready to change (If-Match); None: whichever it is."""

    revisions: frozenset[int] | None = None

    def check(self, current: Versioned) -> None:
        """Pass when the resource is as the client last saw it.

        Raises:
            PreconditionFailed: It has changed; carries the current resource.
        """
        if self.revisions is not None and current.revision not in self.revisions:
            raise PreconditionFailed(current)


ANY_REVISION = ExpectedRevision()
