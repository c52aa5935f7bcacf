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
    months, ``totals_drift`` those of the ledger's totals. Usually there are none.
    """

    tenant: TenantRef
    month: Month
    period_close: PeriodClose
    drift: SummaryTotals
    totals_drift: LedgerTotals = field(default_factory=LedgerTotals)
    other_drifts: dict[Month, SummaryTotals] = field(default_factory=dict)

    @property
    def has_drift(self) -> bool:
        """Return whether any total was wrong."""
        return bool(self.drift or self.totals_drift or self.other_drifts)
