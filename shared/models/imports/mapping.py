"""Layouts of files as they were mapped before."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from shared.models.imports.statements.layout import Layout
from shared.models.values.frozen import frozen


@frozen
class Mapping:
    """Layout that was used before, suggested for files with the same fingerprint.

    So are the account and the accounts by currency.
    """

    fingerprint: str
    layout: Layout
    account_id: str
    file_name: str | None
    used_at: datetime
    accounts: dict[str, str] = field(default_factory=dict)
