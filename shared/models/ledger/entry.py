"""Entries: the parts of transactions that totals are calculated from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from shared.models.ledger.transactions.currencies.base_changes import BaseChange, base_changes_in
from shared.models.ledger.transactions.terms import tag_term
from shared.models.ledger.transactions.transaction import Transaction, TransactionType


class ForeignAmount(NamedTuple):
    """Amount of a foreign transaction in minor units of its account's currency.

    ``is_unconverted`` is whether it has no amount in the ledger's currency.
    """

    currency: str
    amount_minor: int
    is_unconverted: bool


class Entry(NamedTuple):
    """Parts of a transaction that totals are calculated from.

    ``day`` is its date, ``parts`` are categories (None where unfiled) and amounts,
    ``account_changes`` accounts and amounts, ``tags`` the terms of its tags. Amounts are in minor
    units of the ledger's currency, those of ``account_changes`` in that of the account. Where a
    transaction is unconverted, its amounts in the ledger's currency are zero. ``base_changes`` are
    those of foreign accounts.
    """

    type: TransactionType
    amount_minor: int
    day: date
    parts: Sequence[tuple[str | None, int]] = ()
    account_changes: Sequence[tuple[str, int]] = ()
    tags: Iterable[str] = ()
    custom_type_id: str | None = None
    foreign: ForeignAmount | None = None
    base_changes: Sequence[BaseChange] = ()
    goal_id: str | None = None

    @classmethod
    def of(cls, transaction: Transaction) -> Entry:
        """Return the entry of a transaction."""
        return cls(
            transaction.type,
            transaction.base_minor or 0,
            transaction.date,
            transaction.base_parts,
            transaction.account_changes,
            {tag_term(tag) for tag in transaction.tags},
            transaction.custom_type_id,
            None
            if transaction.exchange is None
            else ForeignAmount(
                transaction.currency, transaction.amount_minor, transaction.is_unconverted
            ),
            base_changes_in(transaction),
            transaction.goal_id,
        )

    @property
    def account_minor(self) -> int:
        """Return the amount in minor units of the account's currency."""
        return self.amount_minor if self.foreign is None else self.foreign.amount_minor


class DatedEntry(NamedTuple):
    """Entry with the date, the id and the payee of its transaction."""

    date: date
    id: str
    payee: str | None
    entry: Entry
