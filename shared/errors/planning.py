"""Failures about recurring entries and their occurrences."""

from __future__ import annotations

from shared.errors.base import FinanceFlowError


class TooManyRecurring(FinanceFlowError):
    """The ledger has reached the maximum number of recurring entries."""

    code = "too-many-recurring"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} recurring entries.")


class OccurrenceSettled(FinanceFlowError):
    """The occurrence is booked, matched, skipped or missed, so nothing of it can be changed."""

    code = "occurrence-settled"

    def __init__(self, state: str) -> None:
        super().__init__(f"This occurrence is {state}; undo that first.")
