"""Messages of the rollup, and what closing a month came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from pydantic import model_validator

from shared.models.ledger.summary import LedgerTotals, PeriodClose, SummaryTotals
from shared.models.people.access import TenantRef
from shared.models.values.base import InputModel
from shared.models.values.dates import Month


class RollupMessage(InputModel):
    """Either a batch of tenants whose month to close, or a cursor where to go on paging."""

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


@dataclass(frozen=True)
class MonthClosed:
    """What closing a tenant's month came to.

    ``drift`` is what had to be repaired of the month's summary, ``other_drifts`` of those of other
    months, ``totals_drift`` of the ledger's totals: as a rule, nothing.
    """

    tenant: TenantRef
    month: Month
    period_close: PeriodClose
    drift: SummaryTotals
    totals_drift: LedgerTotals = field(default_factory=LedgerTotals)
    other_drifts: dict[Month, SummaryTotals] = field(default_factory=dict)

    @property
    def has_drift(self) -> bool:
        """Whether any sum was wrong."""
        return bool(self.drift or self.totals_drift or self.other_drifts)
