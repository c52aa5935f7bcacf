"""Settings of a ledger, and their changes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from shared.errors import RebuildRunning
from shared.models.ledger.tenant import Tenant
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.currency import Currency
from shared.models.values.dates import Calendar, Timezone
from shared.models.values.revision import revised
from shared.models.values.validation import not_null

SETTINGS_ID = "settings"
"""The ``entity_id`` of a ledger's settings in the change log."""

StartDay = Annotated[int, Field(ge=1, le=28, strict=True, examples=[25])]
"""A day that every calendar month has."""


class SettingsPatch(InputModel):
    """Input that changes the named settings."""

    model_config = example(timezone="Europe/Berlin")

    currency: Currency | None = Field(
        default=None,
        description="An ISO 4217 code; can only be changed while the ledger has no amounts.",
    )
    timezone: Timezone | None = None
    month_start_day: StartDay | None = Field(
        default=None,
        description="The day of the calendar month on which the ledger's months start.",
    )

    _settings_not_null = not_null("currency", "timezone", "month_start_day")


class LedgerSettings(FrozenModel):
    """Settings of a ledger.

    ``pending_month_start_day`` is the start day that the months are being rebuilt for; until they
    are, ``month_start_day`` is in force. ``expires_at`` is the end of a demo, otherwise None.
    """

    id: str = SETTINGS_ID
    currency: str
    timezone: str
    month_start_day: int
    pending_month_start_day: int | None = None
    created_at: datetime
    expires_at: datetime | None = None
    revision: int = 1

    @classmethod
    def of(cls, tenant: Tenant) -> Self:
        """Return the settings of a tenant."""
        ledger = tenant.ledger
        pending = ledger.next_calendar
        return cls(
            currency=ledger.currency,
            timezone=ledger.timezone,
            month_start_day=ledger.calendar.start_day,
            pending_month_start_day=pending.start_day if pending else None,
            created_at=ledger.created_at,
            expires_at=tenant.expires_at,
            revision=ledger.settings_revision,
        )

    @property
    def pending_calendar(self) -> Calendar | None:
        """Return the calendar that the months are being rebuilt for, or None."""
        day = self.pending_month_start_day
        return Calendar(day) if day is not None else None

    @property
    def wanted_start_day(self) -> int:
        """Return the start day of the months after a rebuild that may be running."""
        return self.pending_month_start_day or self.month_start_day

    def patched(self, patch: SettingsPatch) -> LedgerSettings:
        """Return the settings after a patch; themselves if nothing changes.

        Another start day becomes pending. The one in force cancels a pending one. While one is
        pending, a third is refused, because summaries are kept for two calendars only.

        Raises:
            RebuildRunning: A third start day is requested.
        """
        fields = {
            "currency": patch.currency or self.currency,
            "timezone": patch.timezone or self.timezone,
            "pending_month_start_day": self._pending_after(patch.month_start_day),
        }
        return revised(self, fields)

    def without(self, before: LedgerSettings, after: LedgerSettings) -> LedgerSettings:
        """Return the settings with the change from ``before`` to ``after`` undone.

        The former start day is requested, as by a patch.

        Raises:
            RebuildRunning: The months are being rebuilt for a third start day.
        """
        old = {
            name: getattr(before, name)
            for name in ("currency", "timezone")
            if getattr(before, name) != getattr(after, name)
        }
        is_moved = before.wanted_start_day != after.wanted_start_day
        wanted = before.wanted_start_day if is_moved else None
        return revised(self, {**old, "pending_month_start_day": self._pending_after(wanted)})

    def rebuilt(self) -> LedgerSettings:
        """Return the settings with the pending start day in force."""
        fields = {
            "month_start_day": self.pending_month_start_day,
            "pending_month_start_day": None,
        }
        return revised(self, fields)

    def taken_over(self) -> LedgerSettings:
        """Return the settings of a demo after its takeover, which no longer expires."""
        return revised(self, {"expires_at": None})

    def restored(self, currency: str, timezone: str, month_start_day: int) -> LedgerSettings:
        """Return the settings with those of a backup."""
        fields = {
            "currency": currency,
            "timezone": timezone,
            "month_start_day": month_start_day,
        }
        return revised(self, fields)

    def _pending_after(self, wanted: int | None) -> int | None:
        pending = self.pending_month_start_day
        if wanted is None or wanted == pending:
            return pending
        if wanted == self.month_start_day:
            return None
        if pending is not None:
            raise RebuildRunning
        return wanted
