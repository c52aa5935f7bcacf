"""The view of a ledger's settings."""

from datetime import datetime

from pydantic import ConfigDict, Field

from functions.http.views import (
    ETAG,
    Etag,
    LedgerBasics,
    MonthStartView,
    etag_of,
    view_of,
)
from shared.models.ledger.ledger import Ledger
from shared.models.settings.ledger_settings import LedgerSettings
from shared.models.values.currency import exponent_of


class SettingsView(LedgerBasics):
    """A ledger's settings."""

    model_config = ConfigDict(openapi_extra=ETAG)  # type: ignore[typeddict-unknown-key]

    pending_month_start: MonthStartView | None = Field(
        description="The requested start while the months are being rebuilt; otherwise null."
    )
    pending_currency: str | None = Field(
        description="The requested currency while amounts are being converted; otherwise null."
    )
    created_at: datetime
    expires_at: datetime | None = Field(description="The end of a demo; otherwise null.")
    etag: Etag


@view_of.register
def settings_view(settings: LedgerSettings) -> SettingsView:
    """Return the view of a ledger's settings."""
    made = {"exponent", "etag", "month_start", "pending_month_start"}
    same, pending = SettingsView.model_fields.keys() - made, settings.pending_month_start
    return SettingsView(
        month_start=MonthStartView.of(settings.month_start),
        pending_month_start=None if pending is None else MonthStartView.of(pending),
        exponent=exponent_of(settings.currency),
        etag=etag_of(settings.revision),
        **{name: getattr(settings, name) for name in same},
    )


def logged_settings_view(settings: LedgerSettings, _ledger: Ledger) -> SettingsView:
    """Return settings of the change log as clients see them."""
    return settings_view(settings)
