"""Failures about notifications and their channels."""

from __future__ import annotations

from shared.errors.base import FinanceFlowError


class TooManyWebhooks(FinanceFlowError):
    """The person has reached the maximum number of webhooks."""

    code = "too-many-webhooks"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A person has at most {limit} webhooks.")
