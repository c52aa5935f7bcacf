"""A demo: a ledger that an anonymous visitor has for a limited time."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from shared.errors import DemoExpired, DemoTakenOver
from shared.models.people.demo_use import DemoUse
from shared.models.people.takeover import TAKEOVER_PERIOD, Takeover
from shared.models.values.frozen import frozen


class TakeoverNotBegun(Exception):
    """A takeover was to be continued that was never begun."""


@frozen
class Demo:
    """The part of a tenant's document that only demos have.

    ``takeover`` is its move to an account, once that has begun. ``erasing_at`` is when a cleanup
    began to erase it.
    """

    expires_at: datetime
    sample_transaction_count: int = 0
    use: DemoUse = field(default_factory=DemoUse)
    takeover: Takeover | None = None
    erasing_at: datetime | None = None

    def ensure_live(self, now: datetime) -> None:
        """Check that the demo can be used.

        Raises:
            DemoTakenOver: It has become an account's ledger.
            DemoExpired: It has expired.
        """
        if self.is_taken_over:
            raise DemoTakenOver
        if self.is_over(now):
            raise DemoExpired

    def is_over(self, now: datetime) -> bool:
        """Return whether the demo has expired."""
        return self.expires_at <= now

    def get_takeover(self) -> Takeover:
        """Return the takeover.

        Raises:
            TakeoverNotBegun: There is none.
        """
        if self.takeover is None:
            raise TakeoverNotBegun
        return self.takeover

    @property
    def has_samples(self) -> bool:
        """Return whether it was created with sample transactions."""
        return self.sample_transaction_count > 0

    @property
    def is_taken_over(self) -> bool:
        """Return whether the demo has become an account's ledger."""
        return self.takeover is not None and self.takeover.is_finished

    @property
    def is_being_taken_over(self) -> bool:
        """Return whether a takeover was begun and is not finished."""
        return self.takeover is not None and not self.takeover.is_finished

    def may_be_taken_over(self, now: datetime) -> bool:
        """Return whether the demo is not being erased, and its end is not too long ago."""
        if self.erasing_at is not None:
            return False
        return self.takeover is not None or now < self.expires_at + TAKEOVER_PERIOD
