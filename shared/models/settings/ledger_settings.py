"""Settings of a ledger, and their changes."""

from datetime import datetime
from typing import Self, TypeVar

from pydantic import Field

from shared.errors import InvalidArgument, RebuildRunning
from shared.models.ledger.tenant import Tenant
from shared.models.settings.month_start_input import MonthStartDraft
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.currency import Currency
from shared.models.values.dates import Calendar, Timezone
from shared.models.values.revision import revised
from shared.models.values.spans.month_start import MonthStart
from shared.models.values.validation import not_null

SETTINGS_ID = "settings"
"""The ``entity_id`` of a ledger's settings in the change log."""


class SettingsPatch(InputModel):
    """Input that changes the named settings."""

    model_config = example(timezone="Europe/Berlin")

    currency: Currency | None = Field(
        default=None,
        description="An ISO 4217 code. If the ledger has amounts, they are converted first.",
    )
    timezone: Timezone | None = None
    month_start: MonthStartDraft | None = Field(
        default=None, description="The day on which the ledger's months start."
    )

    _settings_not_null = not_null("currency", "timezone", "month_start")


class LedgerSettings(FrozenModel):
    """Settings of a ledger.

    ``pending_month_start`` is the start that the months are being rebuilt for; until they are,
    ``month_start`` is in force. So is ``currency`` until all amounts are in ``pending_currency``.
    ``summary_currency`` is that of the calendar, None if the currency was never changed.
    ``expires_at`` is the end of a demo, otherwise None.
    """

    id: str = SETTINGS_ID
    currency: str
    timezone: str
    month_start: MonthStart
    pending_month_start: MonthStart | None = None
    pending_currency: str | None = None
    summary_currency: str | None = None
    created_at: datetime
    expires_at: datetime | None = None
    revision: int = 1

    @classmethod
    def of(cls, tenant: Tenant) -> Self:
        """Return the settings of a tenant."""
        ledger = tenant.ledger
        pending = None if ledger.next_currency else ledger.next_calendar
        return cls(
            currency=ledger.currency,
            timezone=ledger.timezone,
            month_start=ledger.calendar.start,
            pending_month_start=pending.start if pending else None,
            pending_currency=ledger.next_currency,
            summary_currency=ledger.calendar.currency or None,
            created_at=ledger.created_at,
            expires_at=tenant.expires_at,
            revision=ledger.settings_revision,
        )

    @property
    def summary_edition(self) -> str | None:
        """Return what the ids of summaries have after the month; None if nothing."""
        return Calendar(self.month_start, self.summary_currency or "").edition or None

    @property
    def pending(self) -> tuple[MonthStart | None, str | None]:
        """Return the start and the currency that are pending, each None if none is."""
        return self.pending_month_start, self.pending_currency

    @property
    def is_pending(self) -> bool:
        """Return whether another start or currency is pending."""
        return self.pending != (None, None)

    @property
    def wanted_start(self) -> MonthStart:
        """Return the start of the months after a rebuild that may be running."""
        return self.pending_month_start or self.month_start

    @property
    def wanted_currency(self) -> str:
        """Return the currency after a change that may be running."""
        return self.pending_currency or self.currency

    @property
    def rebuild_subject(self) -> str:
        """Return the currency or the id of the start that is wanted, for messages of the job."""
        return self.pending_currency or self.wanted_start.id

    def patched(self, patch: SettingsPatch, *, has_amounts: bool = False) -> Self:
        """Return the settings after a patch; themselves if nothing changes.

        Another start becomes pending, and so does another currency if the ledger has amounts.
        The one in force cancels a pending one. While one is pending, a third is refused, because
        summaries are kept twice only.

        Raises:
            InvalidArgument: Both are requested of a ledger that has amounts.
            RebuildRunning: Another one is pending.
        """
        start = None if patch.month_start is None else patch.month_start.start()
        if has_amounts and None not in (
            _changed(self.wanted_currency, patch.currency),
            _changed(self.wanted_start, start),
        ):
            message = "must be changed in a request after that of the currency"
            raise InvalidArgument.of("month_start", message)
        fields = {
            "timezone": patch.timezone or self.timezone,
            **self._asked_for(patch.currency, start, has_amounts=has_amounts),
        }
        return revised(self, fields)

    def without(self, before: Self, after: Self) -> Self:
        """Return the settings with the change from ``before`` to ``after`` undone.

        The former start is requested, as by a patch, and so is the former currency if it was
        changed in the background.

        Raises: as ``patched``.
        """
        is_moved = before.wanted_start != after.wanted_start
        is_other = before.wanted_currency != after.wanted_currency
        if is_other and before.currency != after.currency and self.pending_currency is not None:
            raise RebuildRunning
        asked = self._asked_for(
            before.wanted_currency if is_other else None,
            before.wanted_start if is_moved else None,
            has_amounts=before.currency == after.currency,
        )
        timezone = before.timezone if before.timezone != after.timezone else self.timezone
        return revised(self, {"timezone": timezone, **asked})

    def rebuilt(self) -> Self:
        """Return the settings with the pending start or currency in force."""
        fields = {
            "month_start": self.wanted_start,
            "pending_month_start": None,
            "currency": self.wanted_currency,
            "pending_currency": None,
            "summary_currency": self.pending_currency or self.summary_currency,
        }
        return revised(self, fields)

    def taken_over(self) -> Self:
        """Return the settings of a demo after its takeover, which no longer expires."""
        return revised(self, {"expires_at": None})

    def restored(self, currency: str, timezone: str, month_start: MonthStart) -> Self:
        """Return the settings with those of a backup."""
        fields = {
            "currency": currency,
            "timezone": timezone,
            "month_start": month_start,
            "summary_currency": None,
        }
        return revised(self, fields)

    def _asked_for(
        self, currency: str | None, start: MonthStart | None, *, has_amounts: bool
    ) -> dict[str, str | MonthStart | None]:
        """Return the currencies and starts if these are requested; None requests none."""
        fields: dict[str, str | MonthStart | None] = {}
        if currency is not None and not has_amounts and self.pending_currency is None:
            fields["currency"] = currency
            asked = None
        else:
            asked = _pending(self.currency, self.pending_currency, currency)
        pending = _pending(self.month_start, self.pending_month_start, start)
        if asked is not None and pending is not None:
            raise RebuildRunning
        return {**fields, "pending_currency": asked, "pending_month_start": pending}


_T = TypeVar("_T", MonthStart, str)


def _changed(present: _T, wanted: _T | None) -> _T | None:
    """Return the wanted value if it is another one than the present."""
    return None if wanted == present else wanted


def _pending(in_force: _T, pending: _T | None, wanted: _T | None) -> _T | None:
    """Return the value that is pending after one is wanted; None if that is in force.

    Raises:
        RebuildRunning: Another one is pending.
    """
    if wanted is None or wanted == pending:
        return pending
    if wanted == in_force:
        return None
    if pending is not None:
        raise RebuildRunning
    return wanted
