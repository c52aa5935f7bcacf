"""Turns: how a slow commit gets its chance where many quick ones keep coming first.

Commits to one ledger race: the first to be through makes all others run again. A slow one could
lose forever, so one that has lost for a while claims the next commit for itself, in the tenant's
document, which everybody reads first. The others wait, for no longer than a turn may last.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from google.api_core import exceptions
from google.cloud import firestore

from shared.errors import Unavailable
from shared.repositories.firestore.client import fields_of

TURN_FIELD = "turn"

_MAY_LAST = timedelta(seconds=5)
"""Longer than a commit takes, and short enough to wait for one whose holder died."""

_CLAIM_TRIES = 10
"""Each is quick, so that one of them wins the race that the commit itself keeps losing."""


class Turn:
    """One commit's claim to be the next of its ledger. All times are the database's own."""

    def __init__(self, tenant: firestore.DocumentReference) -> None:
        self._tenant = tenant
        self._holder = secrets.token_hex(8)
        self._may_be_held = False

    def is_anothers(self, document: Mapping[str, Any], now: datetime) -> bool:
        """Whether somebody else is to commit next to the tenant in this document."""
        turn = document.get(TURN_FIELD)
        return turn is not None and turn["holder"] != self._holder and now < turn["ends_at"]

    def claim(self) -> None:
        """Ask to be the next; in vain where somebody else is, or Firestore does not answer."""
        with contextlib.suppress(exceptions.GoogleAPICallError, Unavailable):
            for _ in range(_CLAIM_TRIES):
                if self._try_to_claim():
                    return

    def _try_to_claim(self) -> bool:
        """Write the claim where nobody else has one; False where another write came between."""
        snapshot = self._tenant.get()
        if not snapshot.exists or self.is_anothers(fields_of(snapshot), snapshot.read_time):
            return True
        self._may_be_held = True
        turn = {"holder": self._holder, "ends_at": snapshot.read_time + _MAY_LAST}
        try:
            self._write(turn, snapshot.update_time)
        except (exceptions.FailedPrecondition, exceptions.Aborted):
            return False
        return True

    def release(self) -> None:
        """Give the claim up where it is still held; a commit has done so."""
        if not self._may_be_held:
            return
        with contextlib.suppress(exceptions.GoogleAPICallError, Unavailable):
            snapshot = self._tenant.get()
            turn = fields_of(snapshot).get(TURN_FIELD)
            if turn and turn["holder"] == self._holder:
                self._write(firestore.DELETE_FIELD, snapshot.update_time)

    def _write(self, turn: object, read_version: Any) -> None:
        unchanged = firestore.LastUpdateOption(read_version)
        self._tenant.update({TURN_FIELD: turn}, option=unchanged)
