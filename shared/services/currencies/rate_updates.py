"""Update the stored reference rates from a file."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shared.models.currencies.history_file import read_history
from shared.models.currencies.rate_update import RateUpdate, plan_update
from shared.models.values.frozen import frozen
from shared.repositories.currencies.reference_rates import ReferenceRateRepository

LATE_AFTER = timedelta(days=4)
"""The European Central Bank publishes on business days, and four days are between Maundy Thursday
and Easter Monday."""


@frozen
class UpdatedRates:
    """Stored differences of an update, and the last day of the file."""

    update: RateUpdate
    last_day: date


def is_late(last_day: date, today: date) -> bool:
    """Return whether the last day with rates is more than four days ago."""
    return today - last_day > LATE_AFTER


def update_rates(rates: ReferenceRateRepository, content: bytes, now: datetime) -> UpdatedRates:
    """Store the rates of a file that are not stored yet, and those that were corrected.

    A rate that the file does not have any more stays. If the update is interrupted, the next one
    stores the rest.

    Raises:
        RatesNotUpdated: The file is not valid, so nothing was stored.
        Unavailable: Firestore does not answer.
    """
    history = read_history(content)
    update = plan_update(rates.list_stored(), history.list_years(), now)
    rates.store(update)
    return UpdatedRates(update, history.last_day)
