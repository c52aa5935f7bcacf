"""Find rows of a bank file that are already recorded.

The ids of an exported file are compared first, then the bank's own ids. Without ids, rows with the
same account, date, amount and text are the same, and they are counted: two equal coffees on one day
are two, and a file that is imported again adds none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from shared.models.history.change import Change
from shared.models.imports.import_plan import PlanRow
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.values.identifiers import derived_id
from shared.models.values.text import words_of

if TYPE_CHECKING:
    from shared.models.imports.statements.results import StatementRow

_KEY_LENGTH = 20


def row_key(day: date | str, amount_minor: int, *texts: str | None) -> str:
    """Return the key of a row: a hash of date, signed amount in minor units and text.

    Texts are compared by their words: without regard to case, accents, punctuation or order.
    """
    words = " ".join(sorted(words_of(" ".join(text for text in texts if text))))
    return derived_id("row", str(day), str(amount_minor), words)[:_KEY_LENGTH]


def original_key(day: date | str, amount_minor: int, currency: str, *texts: str | None) -> str:
    """Return the key of a row of which the amount in its account's currency is not known."""
    return row_key(day, amount_minor, currency, *texts)


def import_key(account_id: str, key: str) -> str:
    """Return the key that a transaction keeps of its row, whatever is edited later.

    A transaction that was made of two rows keeps both keys, with a blank between them.
    """
    return f"{account_id}.{key}"


def keys_of(transaction: Transaction) -> list[tuple[str, str]]:
    """Return a transaction's accounts, with the keys of its row, or else of its content."""
    if transaction.import_key is not None:
        parts = (part.partition(".") for part in transaction.import_key.split(" "))
        return [(owner, key) for owner, _, key in parts]
    texts = transaction.payee, transaction.description
    keys = [
        (account_id, row_key(transaction.date, change_minor, *texts))
        for account_id, change_minor in transaction.account_changes
    ]
    if (original := transaction.original) is not None:
        sign = 1 if transaction.type is TransactionType.INCOME else -1
        amount_minor, currency = sign * original.amount_minor, original.currency
        of_original = original_key(transaction.date, amount_minor, currency, *texts)
        keys.append((transaction.account_id, of_original))
    return keys


class FileRows:
    """Rows of one file that were read so far."""

    def __init__(self) -> None:
        self._occurrences: Counter[tuple[str | None, str]] = Counter()
        self._by_external_id: dict[tuple[str, date, int, str | None], int] = {}

    def find_first(self, row: StatementRow) -> int | None:
        """Return the earlier line with the same bank id, or None.

        Banks reuse ids after years, so the same id with another date or amount is another row. So
        is each row of an exported file, which are transactions of a ledger.
        """
        if row.external_id is None or row.exported is not None:
            return None
        place = row.external_id, row.date, row.amount_minor, row.currency
        line = self._by_external_id.setdefault(place, row.line)
        return line if line != row.line else None

    def count(self, row: PlanRow) -> int:
        """Count a row; return its number among those on its account with its key, from 1."""
        place = row.account_id, row.key
        self._occurrences[place] += 1
        return self._occurrences[place]


class KnownRows:
    """Rows that are recorded on the accounts of an import; ``account_id`` is its own account.

    Rows that the import itself has recorded count, too, because another user may record the second
    of two equal ones. Their ids do not count, because the file may have them twice.
    Of the transactions with ``kept_ids`` the contents are kept.
    """

    def __init__(
        self,
        account_id: str,
        import_id: str,
        sequence: int,
        kept_ids: frozenset[str] = frozenset(),
    ) -> None:
        self.sequence = sequence
        self._account_id = account_id
        self._import_id = import_id
        self._kept_ids = kept_ids
        self._kept: dict[str, Transaction] = {}
        self._ids: Counter[str] = Counter()
        self._external_ids: Counter[tuple[str, str]] = Counter()
        self._keys: Counter[tuple[str, str]] = Counter()
        self._keys_without_id: Counter[tuple[str, str]] = Counter()
        self._booked: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def add(self, transactions: Iterable[Transaction]) -> None:
        """Add transactions."""
        for transaction in transactions:
            self._count(transaction, +1)

    def follow_edits(self, edits: Iterable[Edit]) -> None:
        """Apply edits of transactions."""
        for edit in edits:
            if edit.before is not None:
                self._count(edit.before, -1)
            self._count(edit.after, +1)

    def follow(self, changes: Iterable[Change]) -> None:
        """Apply later changes of the ledger, in their order."""
        for change in changes:
            self.sequence = change.sequence
            if change.is_of(Transaction):
                for content, sign in ((change.before, -1), (change.after, +1)):
                    if content is not None:
                        self._count(Transaction.model_validate(content), sign)

    def has(self, row: PlanRow) -> bool:
        """Return whether a row, or the one that is joined to it, is already recorded."""
        account_id = row.account_id or self._account_id
        if row.other is not None and row.other.joined_key is not None:
            place = row.to_account_id or account_id, row.other.joined_key
            if self._keys[place] >= row.other.joined_occurrence:
                return True
        if row.transaction_id is not None and self._ids[row.transaction_id] > 0:
            return True
        if row.external_id is None:
            return self._keys[account_id, row.key] >= row.occurrence
        if self._external_ids[account_id, row.external_id] > 0:
            return True
        return self._keys_without_id[account_id, row.key] >= row.occurrence

    def find_transaction(self, transaction_id: str | None) -> Transaction | None:
        """Return the recorded transaction with one of the kept ids; None without one."""
        return None if transaction_id is None else self._kept.get(transaction_id)

    def find_booked(self, row: PlanRow) -> int | None:
        """Return the signed amount at which a row in another currency is recorded, or a joined one.

        It is None if the transaction was moved to another account.
        """
        booked = self._booked.get((row.account_id or self._account_id, row.key), [])
        return booked[row.occurrence - 1] if 0 < row.occurrence <= len(booked) else None

    def _count(self, transaction: Transaction, sign: int) -> None:
        if transaction.is_deleted:
            return
        if transaction.id in self._kept_ids and sign > 0:
            self._kept[transaction.id] = transaction
        self._ids[transaction.id] += sign
        is_own = transaction.import_id == self._import_id
        joined = transaction.import_key is not None
        self._note_amount(transaction, sign)
        for number, (account_id, key) in enumerate(keys_of(transaction)):
            self._keys[account_id, key] += sign
            # The id is that of the first of two rows, so the second one is found by its key.
            if transaction.external_id is None or (joined and number > 0):
                self._keys_without_id[account_id, key] += sign
            elif not is_own:
                self._external_ids[account_id, transaction.external_id] += sign

    def _note_amount(self, transaction: Transaction, sign: int) -> None:
        """Keep the amount of a transaction of a row that was booked otherwise than in the file."""
        if transaction.original is None and " " not in (transaction.import_key or ""):
            return
        account_id, key = keys_of(transaction)[0]
        if account_id != transaction.account_id:
            return
        booked, amount_minor = self._booked[account_id, key], transaction.account_changes[0][1]
        if sign > 0:
            booked.append(amount_minor)
        elif amount_minor in booked:
            booked.remove(amount_minor)
