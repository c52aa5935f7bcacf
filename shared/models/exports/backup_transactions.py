"""Records of transactions in a backup."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from shared.errors import InvalidArgument
from shared.models.exports.backup_exchange import (
    WITH_AMOUNTS,
    ExchangeRecord,
    foreign_json_of,
    other_amounts,
)
from shared.models.exports.backup_values import Flag, ForeignKey
from shared.models.ledger.inputs.texts import Description, Note, Notes, Payee
from shared.models.ledger.inputs.transaction import OriginalDraft
from shared.models.ledger.record_list import VersionedRecord
from shared.models.ledger.transactions.tags import Tags
from shared.models.ledger.transactions.transaction import (
    MAX_SPLITS,
    Split,
    Transaction,
    TransactionType,
)
from shared.models.values.base import InputModel
from shared.models.values.currency import Currency
from shared.models.values.dates import CivilDate
from shared.models.values.identifiers import Id
from shared.models.values.instant import Instant
from shared.models.values.money import Amount, format_minor, to_minor
from shared.models.values.text import BLANK_AS_NULL

LATEST_DATE = date(9998, 12, 31)
"""Latest date of a transaction in a backup, so that the month after it is a valid month."""


def _not_too_late(value: date) -> date:
    if value > LATEST_DATE:
        raise ValueError(f"must not be after {LATEST_DATE}")
    return value


class SplitRecord(InputModel):
    """One part of a transaction."""

    category_id: Id | None = None
    amount: Amount
    note: Annotated[Note | None, BLANK_AS_NULL] = None


class TransactionRecord(VersionedRecord):
    """A transaction; with ``deleted_at`` it is in the trash."""

    id: Id
    type: TransactionType
    amount: Amount
    currency: Currency | None = None
    exchange: ExchangeRecord | None = None
    original: OriginalDraft | None = None
    is_amount_estimated: Flag = False
    is_to_amount_estimated: Flag = False
    category_id: Id | None = None
    splits: Annotated[tuple[SplitRecord, ...], Field(max_length=MAX_SPLITS)] = ()
    account_id: Id
    to_account_id: Id | None = None
    to_amount: Amount | None = None
    to_currency: Currency | None = None
    custom_type_id: Id | None = None
    date: Annotated[CivilDate, AfterValidator(_not_too_late)]
    payee: Annotated[Payee | None, BLANK_AS_NULL] = None
    description: Annotated[Description | None, BLANK_AS_NULL] = None
    notes: Annotated[Notes | None, BLANK_AS_NULL] = None
    tags: Tags = ()
    import_id: Id | None = None
    import_key: ForeignKey | None = None
    external_id: ForeignKey | None = None
    recurring_id: Id | None = None
    occurrence_nominal: CivilDate | None = None
    goal_id: Id | None = None
    deleted_at: Instant | None = None

    @classmethod
    def json_of(cls, transaction: Transaction) -> dict[str, Any]:
        """Return the JSON of a transaction."""
        currency = transaction.currency
        content = transaction.model_dump(
            mode="json", exclude=WITH_AMOUNTS, exclude_defaults=True
        ) | foreign_json_of(transaction)
        content["amount"] = format_minor(transaction.amount_minor, currency)
        if transaction.splits:
            content["splits"] = [
                split.model_dump(exclude={"amount_minor"}, exclude_defaults=True)
                | {"amount": format_minor(split.amount_minor, currency)}
                for split in transaction.splits
            ]
        return content

    def transaction(self, base_currency: str) -> Transaction:
        """Convert the record to a transaction of a ledger in that currency.

        Raises:
            InvalidArgument: An amount does not fit the currency, or it contradicts itself.
        """
        fields = dict(self) | other_amounts(self.original, self.to_amount, self.to_currency)
        del fields["to_amount"]
        currency = self.currency or base_currency
        amount_minor = fields["amount_minor"] = to_minor(fields.pop("amount"), currency)
        fields["currency"], fields["exchange"] = currency, None
        if currency != base_currency:
            record = self.exchange or ExchangeRecord()
            fields["exchange"] = record.exchange(amount_minor, base_currency)
        elif self.exchange is not None:
            raise InvalidArgument.of("exchange", "is only allowed in another currency")
        fields["splits"] = tuple(
            Split(
                category_id=split.category_id,
                amount_minor=to_minor(split.amount, currency, f"splits.{index}.amount"),
                note=split.note,
            )
            for index, split in enumerate(self.splits)
        )
        transaction = Transaction.model_construct(**fields)
        if errors := list(transaction.shape_errors()):
            raise InvalidArgument(*errors)
        return transaction
