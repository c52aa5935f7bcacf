"""Each stored field is in the backup, in another form, or left out on purpose: none is refused."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from shared.models.currencies.own_rate import OwnRate
from shared.models.exports.backup import (
    AccountRecord,
    CategoryRecord,
    CustomTypeRecord,
    OwnRateRecord,
    RuleRecord,
)
from shared.models.exports.backup_exchange import WITH_AMOUNTS
from shared.models.exports.backup_transactions import TransactionRecord
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.occurrence import Occurrence
from shared.models.planning.records import OccurrenceRecord, RecurringRecord
from shared.models.planning.recurring import Recurring
from shared.models.planning.suggestions.settled import SettledSuggestion, SettledSuggestionRecord
from shared.models.rules.rule import Rule


@pytest.mark.parametrize(
    ("stored", "record", "in_another_form"),
    [
        (Transaction, TransactionRecord, WITH_AMOUNTS),
        (Account, AccountRecord, {"opening_balance_minor", "low_balance_minor"}),
        (Category, CategoryRecord, set()),
        (CustomType, CustomTypeRecord, set()),
        (OwnRate, OwnRateRecord, set()),
        (Rule, RuleRecord, set()),
        (Recurring, RecurringRecord, set()),
        (Occurrence, OccurrenceRecord, set()),
        (SettledSuggestion, SettledSuggestionRecord, set()),
    ],
)
def test_a_restore_knows_every_field_that_a_backup_may_have(
    stored: type[BaseModel], record: type[BaseModel], in_another_form: set[str]
) -> None:
    assert stored.model_fields.keys() - record.model_fields.keys() <= in_another_form
