"""Change that is announced to a background job before it is committed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AwareDatetime, StringConstraints

from shared.models.values.base import InputModel

_COMMITTED_WITHIN = dt.timedelta(minutes=2)
"""Longer than a request lasts."""


class AnnouncedChange(InputModel):
    """Change that is going to be committed, and needs work; as JSON the ``subject`` of its job.

    It is published before the commit, so that the work is not forgotten if the request is stopped
    after the commit. The job begins at ``begin``, when the request has done what it can.
    """

    change_id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    begin: AwareDatetime

    def may_be_committed_after(self, now: dt.datetime) -> bool:
        """Return whether its request may still be running."""
        return now < self.begin + _COMMITTED_WITHIN
