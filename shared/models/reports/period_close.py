"""Messages of the rollup, and the result of closing a month."""

from dataclasses import field
from typing import Self

from pydantic import model_validator

from shared.models.ledger.ledger_totals import LedgerTotals
from shared.models.ledger.summary import PeriodClose, SummaryTotals
from shared.models.people.access import TenantRef
from shared.models.values.base import InputModel
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen


class RollupMessage(InputModel):
    """Either a batch of tenants to close the month of, or the cursor of the next page."""

    month: str
    run_id: str
    tenants: tuple[str, ...] = ()
    cursor: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        Month.parse(self.month)
        for path in self.tenants:
            TenantRef.parse(path)
        if bool(self.tenants) == (self.cursor is not None):
            raise ValueError("either tenants or a cursor")
        return self


@frozen
class MonthClosed:
    """Result of closing a tenant's month.

    ``drift`` are the repaired differences of the month's summary, ``other_drifts`` those of other
    months, ``totals_drift`` those of the ledger's totals. Usually there are none. ``is_new`` is
    False if an earlier close of the same totals was only verified again.
    """

    tenant: TenantRef
    month: Month
    period_close: PeriodClose
    drift: SummaryTotals
    totals_drift: LedgerTotals = field(default_factory=LedgerTotals)
    other_drifts: dict[Month, SummaryTotals] = field(default_factory=dict)
    is_new: bool = True

    @property
    def known_difference(self) -> tuple[int, int]:
        """Return how income and expenses differ from those that were known before, in minor units.

        Before, the month had the totals of its last close, or if this is its first the stored ones.
        """
        close = self.period_close
        if close.revision > 1:
            return close.income_difference_minor, close.expenses_difference_minor
        return self.drift.income_minor, self.drift.expenses_minor

    @property
    def differs(self) -> bool:
        """Return whether the month was closed with other totals than those known before."""
        return self.is_new and any(self.known_difference)

    @property
    def has_drift(self) -> bool:
        """Return whether any total was wrong."""
        return bool(self.drift or self.totals_drift or self.other_drifts)
