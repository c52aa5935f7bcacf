"""Backups for the tests: of a ledger with something of everything, written and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from shared.models.exports.backup import BackupHead
from shared.models.exports.backup_document import Backup, document_parts, read_backup
from shared.models.exports.backup_lists import record_lists
from shared.models.ledger.category import CategoryKind, EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import PeriodClose, Summary
from shared.models.ledger.transactions.payee import UsedPayee
from shared.models.ledger.transactions.transaction import Split, Transaction
from shared.models.rules.rule import Rule
from shared.models.values.dates import Calendar, Month
from shared.models.values.spans.month_start import MonthStart
from tests.unit.examples import (
    NOON,
    account,
    category,
    own_rate,
    sample_ledger,
    transaction,
    transfer,
)

LATER = datetime(2026, 4, 1, 3, 0, 0, 123456, tzinfo=UTC)

RULE = Rule.model_validate(
    {
        "id": "R1",
        "name": "Shops",
        "conditions": [
            {"field": "PAYEE", "operator": "EQUALS", "value": "Corner shop"},
            {"field": "AMOUNT", "operator": "BETWEEN", "min": "2", "max": "20"},
        ],
        "actions": {"category_id": "food"},
        "revision": 3,
        "created_at": NOON,
        "updated_at": LATER,
    }
)
CLOSING = PeriodClose(
    revision=2,
    version=5,
    verified_at=LATER,
    run_id="2026-04-01",
    income_minor=10**15,
    expenses_minor=-250,
    count=3,
    income_difference_minor=0,
    expenses_difference_minor=-1,
    count_difference=-2,
)
MONTHS = (
    Summary(Month(2026, 2), version=5, period_close=CLOSING, updated_at=NOON),
    Summary(Month(2026, 3), version=6, period_close=CLOSING, updated_at=LATER),
    Summary(Month(2026, 4), version=1, updated_at=NOON),
    Summary(Month(1899, 12)),
)
PAYEES = (UsedPayee("Corner shop", 2, "food"), UsedPayee("Café", 1, None))
IN_BIN = transaction(
    id="T3", category_id="gone", account_id="lost", deleted_at=LATER, updated_at=LATER, revision=2
)
SPLIT = transaction(
    id="T4",
    category_id=None,
    splits=(
        Split(category_id="food", amount_minor=1000),
        Split(category_id="rent", amount_minor=250, note="May"),
    ),
)
TRANSACTIONS = (transaction(payee="Corner shop", tags=("a", "B")), transfer(id="T2"), IN_BIN, SPLIT)


def ledger(**facts: Any) -> Ledger:
    """Return a ledger with something of everything."""
    usual: dict[str, Any] = {
        "timezone": "Europe/Berlin",
        "calendar": Calendar(MonthStart(25)),
        "default_account_id": "savings",
        "accounts": {
            "main": account(opening_balance_minor=-(10**14), color="#00838f", revision=4),
            "savings": account("savings", "Savings", icon="safe", updated_at=LATER),
            "card": account("card", "Card", archived=True, merging_into="main"),
        },
        "own_rates": {"ars": own_rate(revision=2, updated_at=LATER)},
    }
    charts = (
        category("food", "Food", color="#ef6c00", revision=2),
        category("rent", "Rent", archived=True, merging_into="elsewhere"),
        category("pay", "Pay", type=EntryType.INCOME),
        category(
            "gift",
            "Gift",
            type=EntryType.INCOME,
            kind=CategoryKind.TIMEBOUND,
            end_date=date(2026, 12, 31),
        ),
    )
    return sample_ledger(*charts, **usual | facts)


def lists(**values: Iterable[Any]) -> dict[str, Iterable[Any]]:
    """Return the values of each list of a backup; lists that are not given are empty."""
    return dict.fromkeys(record_lists(), ()) | values


def written(of: Ledger, *found: Transaction) -> bytes:
    """Return the backup of a ledger with these transactions, and with a rule, payees and months."""
    parts = document_parts(
        BackupHead.json_of(of, [RULE], LATER),
        of.currency,
        **lists(months=iter(MONTHS), payees=iter(PAYEES), transactions=iter(found)),
    )
    return "".join(parts).encode()


def read(content: bytes) -> Backup:
    """Return the backup in these bytes."""
    return read_backup(lambda: [content])


def document() -> dict[str, Any]:
    """Return a backup that is valid, as JSON."""
    content: dict[str, Any] = json.loads(written(ledger(), *TRANSACTIONS))
    return content


def records_of(backup: Backup) -> Iterator[Any]:
    """Return the records of a backup's long lists."""
    return (record for _, record in backup.named_records())
