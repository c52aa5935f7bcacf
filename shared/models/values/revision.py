"""Versions of documents, and the version a client expects to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self, TypeVar

from shared.errors import PreconditionFailed


class Versioned(Protocol):
    """A stored value that counts its changes, from 1."""

    @property
    def revision(self) -> int:
        """Number of the change that made it so."""


class Revisable(Versioned, Protocol):
    """A versioned model."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """The same with these fields."""


_Kept = TypeVar("_Kept", bound=Revisable)


def revised(before: _Kept, fields: Mapping[str, Any], at: datetime) -> _Kept:
    """The value with these fields, one revision on; itself where they are as they were."""
    after = before.model_copy(update=fields)
    return before if after == before else next_revision(after, at)


def next_revision(value: _Kept, at: datetime) -> _Kept:
    """The value one revision on, for a change that none of its own fields shows."""
    return value.model_copy(update={"revision": value.revision + 1, "updated_at": at})


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
