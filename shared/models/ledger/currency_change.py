"""Progress of the change of a ledger's currency, stored in the ledger's document."""

from __future__ import annotations

from enum import StrEnum

from shared.models.values.frozen import frozen


class CurrencyStep(StrEnum):
    """Step of the change of a ledger's currency; the new currency is in force from MOVING on.

    A change that is cancelled is DONE, too.
    """

    NONE = "NONE"
    """The currency has never been changed in the background."""

    CONVERTING = "CONVERTING"
    """Each transaction is given its amount in the new currency beside that in the old one."""

    BUILDING = "BUILDING"
    """The months are summed up in the new currency."""

    MOVING = "MOVING"
    """Each transaction is stored with its amount in the new currency in the place of the old."""

    DONE = "DONE"
    """Nothing is left to do. Transactions may have amounts in former currencies."""


@frozen
class CurrencyChange:
    """Progress of a change: ``done`` of about ``total`` transactions in the present step.

    ``after`` is the id of the last transaction of that step that is done; None before the first.
    """

    step: CurrencyStep
    total: int = 0
    done: int = 0
    after: str | None = None

    @property
    def is_moving(self) -> bool:
        """Return whether the new currency is in force, and transactions are being moved."""
        return self.step is CurrencyStep.MOVING

    @property
    def is_running(self) -> bool:
        """Return whether something is left to do."""
        return self.step not in (CurrencyStep.NONE, CurrencyStep.DONE)

    @property
    def has_begun(self) -> bool:
        """Return whether transactions may have amounts in other currencies."""
        return self.step is not CurrencyStep.NONE

    @property
    def is_converting(self) -> bool:
        """Return whether transactions are being given their amounts in the next currency."""
        return self.step is CurrencyStep.CONVERTING

    @property
    def progress(self) -> float | None:
        """Return the fraction of the whole change that is done; None if none is running."""
        if not self.is_running:
            return None
        steps = [CurrencyStep.CONVERTING, CurrencyStep.BUILDING, CurrencyStep.MOVING]
        part = min(1.0, self.done / max(1, self.total))
        return round((steps.index(self.step) + part) / len(steps), 4)

    def next_step(self, step: CurrencyStep) -> CurrencyChange:
        """Return the progress at the begin of a step."""
        return CurrencyChange(step, self.total)

    def advanced(self, count: int, last_id: str) -> CurrencyChange:
        """Return the progress after so many more transactions, up to the last id."""
        return CurrencyChange(self.step, self.total, self.done + count, last_id)


NEVER_CHANGED = CurrencyChange(CurrencyStep.NONE)
"""The progress of a ledger whose currency has never been changed in the background."""
