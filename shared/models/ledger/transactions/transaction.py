"""Transactions: income, expenses, and transfers between accounts."""

from collections.abc import Iterator
from datetime import date as civil_date
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator

from shared.errors import FieldError
from shared.models.ledger.category import EntryType
from shared.models.ledger.transactions.currencies.exchange import (
    Exchange,
    ExchangeState,
    allocate_minor,
)
from shared.models.ledger.transactions.currencies.original import Original
from shared.models.values.base import FrozenModel
from shared.models.values.characters.names import same_name_key
from shared.models.values.money import (
    MAX_AMOUNT_MINOR,
    format_minor,
    largest_amount,
)
from shared.models.values.revision import revised
from shared.models.values.text import fold, upper_case

MIN_SPLITS, MAX_SPLITS = 2, 50


class TransactionType(StrEnum):
    """Type of a transaction: income, expense, or transfer between own accounts."""

    INCOME = "INCOME"
    EXPENSE = "EXPENSE"
    TRANSFER = "TRANSFER"


AnyCaseTransactionType = Annotated[TransactionType, BeforeValidator(upper_case)]
"""The type of a transaction as input, in lower or upper case."""


class Split(FrozenModel):
    """Split as stored; without a category it is unfiled."""

    category_id: str | None = None
    amount_minor: int
    note: str | None = None


class Transaction(FrozenModel):
    """Transaction; ``amount_minor`` is in minor units of ``currency``, that of its account.

    A foreign transaction, on an account of another currency than the ledger's, has an ``exchange``.
    ``to_amount_minor`` is what a transfer between two currencies brings, in ``to_currency``, that
    of ``to_account_id``; both are None for other transfers. ``other_exchanges`` are conversions to
    currencies that the ledger had, or is being changed to. ``original`` is the amount of a
    purchase in another currency than the account's. Each amount is estimated from another one at
    the day's rate, and marked (``is_amount_estimated``), until a client gives it.

    A negative amount is a refund or chargeback of its own type and category. With ``deleted_at``,
    the transaction is in the trash and counts nowhere. An imported transaction has the id of its
    import (``import_id``), the bank's id (``external_id``), and the key of its row
    (``import_key``). One of a recurring entry has its id (``recurring_id``) and the nominal date of
    the occurrence (``occurrence_nominal``). One that counts for a goal has its id (``goal_id``).
    """

    id: str
    type: TransactionType
    amount_minor: int
    currency: str
    category_id: str | None = None
    splits: tuple[Split, ...] = ()
    account_id: str
    to_account_id: str | None = None
    to_amount_minor: int | None = None
    to_currency: str | None = None
    exchange: Exchange | None = None
    other_exchanges: tuple[Exchange, ...] = ()
    original: Original | None = None
    is_amount_estimated: bool = False
    is_to_amount_estimated: bool = False
    custom_type_id: str | None = None
    date: civil_date
    payee: str | None = None
    description: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] = ()
    import_id: str | None = None
    import_key: str | None = None
    external_id: str | None = None
    recurring_id: str | None = None
    occurrence_nominal: civil_date | None = None
    goal_id: str | None = None
    revision: int = 1
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None

    @property
    def is_deleted(self) -> bool:
        """Return whether the transaction is deleted."""
        return self.deleted_at is not None

    @property
    def entry_type(self) -> EntryType | None:
        """Return the type of its categories; None for a transfer."""
        return None if self.type is TransactionType.TRANSFER else EntryType(self.type)

    @property
    def base_minor(self) -> int | None:
        """Return the amount in minor units of the ledger's currency; None if unconverted."""
        return self.amount_minor if self.exchange is None else self.exchange.base_minor

    @property
    def base_currency(self) -> str:
        """Return the currency of the ledger in which the transaction is."""
        return self.currency if self.exchange is None else self.exchange.currency

    @property
    def is_unconverted(self) -> bool:
        """Return whether it has no amount in the ledger's currency."""
        return self.base_minor is None

    @property
    def exchange_states(self) -> frozenset[ExchangeState]:
        """Return the states of its amounts in several currencies; in one currency there are none.

        A transaction can be both ESTIMATED and in one of the other states.
        """
        states = {ExchangeState.UNCONVERTED} if self.is_unconverted else set[ExchangeState]()
        if self.exchange is not None and self.exchange.is_provisional_on(self.date):
            states.add(ExchangeState.EARLIER_RATE)
        if self.is_amount_estimated or self.is_to_amount_estimated:
            states.add(ExchangeState.ESTIMATED)
        return frozenset(states)

    @property
    def base_split_amounts(self) -> tuple[int | None, ...]:
        """Return the amounts of the splits in the ledger's currency; None if unconverted.

        They sum to its amount in the ledger's currency exactly.
        """
        own = [split.amount_minor for split in self.splits]
        if self.exchange is None:
            return tuple(own)
        if self.exchange.base_minor is None:
            return (None,) * len(own)
        return tuple(allocate_minor(self.exchange.base_minor, own)) if own else ()

    @property
    def base_parts(self) -> tuple[tuple[str | None, int], ...]:
        """Return category and amount of each part in minor units of the ledger's currency.

        The amounts of an unconverted transaction are zero. See ``parts``.
        """
        if self.exchange is None:
            return self.parts
        if self.splits:
            amounts = (amount or 0 for amount in self.base_split_amounts)
            ids = (split.category_id for split in self.splits)
            return tuple(zip(ids, amounts, strict=True))
        return tuple((category_id, self.base_minor or 0) for category_id, _ in self.parts)

    @property
    def parts(self) -> tuple[tuple[str | None, int], ...]:
        """Return category and amount of each part in minor units; a TRANSFER has no parts.

        The category of an unfiled part is None.
        """
        if self.splits:
            return tuple((split.category_id, split.amount_minor) for split in self.splits)
        is_transfer = self.type is TransactionType.TRANSFER
        return () if is_transfer else ((self.category_id, self.amount_minor),)

    @property
    def category_ids(self) -> frozenset[str]:
        """Return the ids of all its categories."""
        return frozenset(category_id for category_id, _ in self.parts if category_id is not None)

    @property
    def is_unfiled(self) -> bool:
        """Return whether it, or one of its splits, has no category but could have one."""
        return any(category_id is None for category_id, _ in self.parts)

    @property
    def account_changes(self) -> tuple[tuple[str, int], ...]:
        """Return the change of each account's balance in minor units of its currency."""
        return account_changes_of(
            self.type, self.amount_minor, self.account_id, self.to_account_id, self.to_amount_minor
        )

    def shape_errors(self) -> Iterator[FieldError]:
        """Yield the errors of too large amounts, and of fields that contradict each other."""
        yield from self._size_errors()
        yield from self._estimate_errors()
        if self.type is TransactionType.TRANSFER:
            yield from self._transfer_errors()
            return
        if self.to_account_id is not None:
            yield FieldError("to_account_id", "is only allowed for a TRANSFER")
        if self.to_amount_minor is not None:
            yield FieldError("to_amount", "is only allowed for a TRANSFER")
        if self.splits:
            yield from self._split_errors()

    def _size_errors(self) -> Iterator[FieldError]:
        """Yield the errors of amounts above the greatest one, in whatever way they came about."""
        amounts: list[tuple[str, int | None, str | None]] = [
            ("amount", self.amount_minor, self.currency),
            ("to_amount", self.to_amount_minor, self.to_currency),
        ]
        if self.exchange is not None:
            amounts.append(("base_amount", self.exchange.base_minor, self.exchange.currency))
        if self.original is not None:
            amounts.append(("original.amount", self.original.amount_minor, self.original.currency))
        for field, amount_minor, currency in amounts:
            if amount_minor is not None and abs(amount_minor) > MAX_AMOUNT_MINOR:
                yield FieldError(field, f"must be at most {largest_amount(currency or '')}")

    def _estimate_errors(self) -> Iterator[FieldError]:
        if self.original is not None and self.original.amount_minor * self.amount_minor < 0:
            yield FieldError("original.amount", "must have the sign of the amount")
        if self.is_amount_estimated and self.original is None:
            yield FieldError("is_amount_estimated", "needs an original amount")
        if self.is_to_amount_estimated and self.to_amount_minor is None:
            yield FieldError("is_to_amount_estimated", "needs a to_amount")

    def _split_errors(self) -> Iterator[FieldError]:
        amounts = [split.amount_minor for split in self.splits]
        if self.category_id is not None:
            yield FieldError("category_id", "must be omitted if there are splits")
        if not all(amounts):
            yield FieldError("splits", "must not be zero")
        if sum(map(abs, amounts)) > MAX_AMOUNT_MINOR:
            most = largest_amount(self.currency)
            yield FieldError("splits", f"must add up to at most {most} without their signs")
        if sum(amounts) != self.amount_minor:
            come_to = format_minor(sum(amounts), self.currency)
            amount = format_minor(self.amount_minor, self.currency)
            yield FieldError("splits", f"add up to {come_to} instead of {amount}")
        elif sum(abs(amount or 0) for amount in self.base_split_amounts) > MAX_AMOUNT_MINOR:
            yield FieldError("splits", "come to too large amounts in the ledger's currency")

    def _transfer_errors(self) -> Iterator[FieldError]:
        if self.amount_minor < 0:
            yield FieldError("amount", "must be positive for a TRANSFER")
        if self.to_amount_minor is not None and self.to_amount_minor <= 0:
            yield FieldError("to_amount", "must be positive")
        if self.category_id is not None:
            yield FieldError("category_id", "must be omitted for a TRANSFER")
        if self.splits:
            yield FieldError("splits", "must be omitted for a TRANSFER")
        if self.to_account_id is None:
            yield FieldError("to_account_id", "is required for a TRANSFER")
        elif self.to_account_id == self.account_id:
            yield FieldError("to_account_id", "must be another account")


def account_changes_of(
    transaction_type: TransactionType,
    amount_minor: int,
    account_id: str,
    to_account_id: str | None,
    to_amount_minor: int | None = None,
) -> tuple[tuple[str, int], ...]:
    """Return the change of each account's balance for these fields, in its own minor units."""
    if transaction_type is TransactionType.INCOME:
        return ((account_id, amount_minor),)
    if to_account_id is None:
        return ((account_id, -amount_minor),)
    received_minor = amount_minor if to_amount_minor is None else to_amount_minor
    return (account_id, -amount_minor), (to_account_id, received_minor)


def mark_deleted(before: Transaction, at: datetime) -> Transaction:
    """Return the transaction marked as deleted."""
    return revised(before, {"deleted_at": at}, at)


def payee_key(payee: str) -> str:
    """Return the key of equal payees: those that look alike, or differ in case or accents alone."""
    return " ".join(fold(same_name_key(payee)).split())
