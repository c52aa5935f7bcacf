"""The schema of a whole backup, for openapi.json; backups are written and read as streams."""

from typing import Annotated, Any, TypeVar

from pydantic import Field

from shared.models.exports.backup import BackupHead, MonthRecord, PayeeRecord
from shared.models.exports.backup_document import MAX_RECORDS
from shared.models.exports.backup_transactions import TransactionRecord
from shared.models.planning.budgets.budget import MAX_BUDGETS
from shared.models.planning.recurring import MAX_RECURRING
from shared.models.planning.suggestions.settled import MAX_SETTLED

_Record = TypeVar("_Record")
_Records = Annotated[tuple[_Record, ...], Field(max_length=MAX_RECORDS)]


class LedgerBackup(BackupHead):
    """A backup of a ledger. Properties that have their usual value may be missing."""

    months: _Records[MonthRecord]
    payees: _Records[PayeeRecord]
    transactions: _Records[TransactionRecord]
    recurring: tuple[dict[str, Any], ...] = Field(
        default=(),
        max_length=MAX_RECURRING,
        description="Recurring entries, as they were exported.",
    )
    occurrences: _Records[dict[str, Any]] = Field(
        default=(), description="Their occurrences, as they were exported."
    )
    settled_suggestions: tuple[dict[str, Any], ...] = Field(
        default=(),
        max_length=MAX_SETTLED,
        description="Suggestions that were dismissed or accepted, as exported.",
    )
    budgets: tuple[dict[str, Any], ...] = Field(
        default=(), max_length=MAX_BUDGETS, description="Budgets, as they were exported."
    )
    goals: _Records[dict[str, Any]] = Field(default=(), description="Goals, as they were exported.")
