"""Revisions of resources, and the revision that a client expects to change (If-Match)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Protocol, Self, TypeVar

from pydantic import AfterValidator, Field

from shared.errors import PreconditionFailed
from shared.models.values.frozen import frozen

_ETAG = re.compile(r'(W/)?"[1-9][0-9]{0,17}"', re.ASCII)

FIRST_REVISION = 1
"""The revision of a value that was never changed."""


class Versioned(Protocol):
    """A stored value with a revision number, which starts at 1."""

    @property
    def revision(self) -> int:
        """Return the number of the change that produced this state."""


class Revisable(Versioned, Protocol):
    """A versioned pydantic model."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """Return a copy with these fields."""


_Kept = TypeVar("_Kept", bound=Revisable)


def revised(before: _Kept, fields: Mapping[str, Any], at: datetime | None = None) -> _Kept:
    """Return the value with these fields and the next revision; itself if nothing differs.

    ``at`` is the time of the change, for a value with ``updated_at``.
    """
    after = before.model_copy(update=fields)
    return before if after == before else next_revision(after, at)


def next_revision(value: _Kept, at: datetime | None = None) -> _Kept:
    """Return the value with the next revision, for a change outside of its own fields."""
    update: dict[str, Any] = {"revision": value.revision + 1}
    if at is not None:
        update["updated_at"] = at
    return value.model_copy(update=update)


@frozen
class ExpectedRevision:
    """The revisions that a client accepts to change (If-Match); None accepts any."""

    revisions: frozenset[int] | None = None

    def check(self, current: Versioned) -> None:
        """Raise unless the resource has an accepted revision.

        Raises:
            PreconditionFailed: The resource has changed; carries its present state.
        """
        if self.revisions is not None and current.revision not in self.revisions:
            raise PreconditionFailed(current)


ANY_REVISION = ExpectedRevision()


def _revision_in(etag: str) -> str:
    if not _ETAG.fullmatch(etag):
        raise ValueError('must be an etag of this API, like "1" with its quotation marks')
    return etag


ExpectedETag = Annotated[
    str,
    Field(description="The `etag` that the resource must have.", examples=['"1"']),
    AfterValidator(_revision_in),
]
"""The version of a resource that a row of input expects, as the resource's ``etag``."""


def expected_by(etag: str | None) -> ExpectedRevision:
    """Return the revision that an ``ExpectedETag`` expects; without one any is expected."""
    return ANY_REVISION if etag is None else ExpectedRevision(frozenset({int(etag.strip('W/"'))}))
