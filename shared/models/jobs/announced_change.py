"""Commits that are announced to a background job before they are made."""

import datetime as dt
from typing import Annotated

from pydantic import AwareDatetime, StringConstraints

from shared.models.jobs.healing import HealingRun
from shared.models.values.base import InputModel

_COMMITTED_WITHIN = dt.timedelta(minutes=2)
"""Longer than a request lasts."""


class Announced(InputModel):
    """A commit that needs work after it; as JSON the ``subject`` of its job.

    It is published before the commit, so that the work is not forgotten if the request is stopped
    after the commit. The job begins at ``begin``, when the request has done what it can.
    """

    begin: AwareDatetime

    def may_be_committed_after(self, now: dt.datetime) -> bool:
        """Return whether its request may still be running."""
        return now < self.begin + _COMMITTED_WITHIN


class AnnouncedChange(Announced):
    """Change that is going to be committed, by its id in the change log."""

    change_id: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class AnnouncedRestore(Announced):
    """Last commit of the restore of a backup, and the healing that is needed after it.

    ``document`` is the SHA-256 of the backup.
    """

    document: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    healing: HealingRun
