"""Find the parts of a ledger that a row names: accounts, categories and custom types."""

from __future__ import annotations

from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.characters.names import same_name_key

_MAX_NAME_LENGTH = 200
"""Characters of a cell that can be a name, however it was composed."""


class RowMisfit(Exception):
    """A row that cannot become a transaction of the ledger; the text is the reason."""


class LedgerNames:
    """The accounts, categories and custom types of a ledger that a row may name."""

    def __init__(self, ledger: Ledger) -> None:
        self._accounts = {
            account.key: account.id
            for account in ledger.accounts.values()
            if not account.archived and account.merging_into is None
        }
        self._ledger = ledger
        self._categories = {
            category.key: category.id
            for category in ledger.categories.values()
            if not category.archived and category.merging_into is None
        }
        self._custom_types = {
            (custom_type.type, custom_type.key): custom_type.id
            for custom_type in ledger.custom_types.values()
            if not custom_type.archived and custom_type.merging_into is None
        }

    @property
    def currencies(self) -> dict[str, str]:
        """Return the currency of each account for bookings, by the key of its name."""
        return {key: self._ledger.currency_of(found) for key, found in self._accounts.items()}

    def has_account(self, name: str) -> bool:
        """Return whether the ledger has an account of that name for bookings."""
        return _key(name) in self._accounts

    def get_account(self, name: str) -> str:
        """Return the id of an account.

        Raises:
            RowMisfit: The ledger has none of that name for bookings.
        """
        found = self._accounts.get(_key(name))
        if found is None:
            raise RowMisfit(f"there is no account “{shown_name(name)}”")
        return found

    def get_account_in(self, currency: str, name: str) -> str:
        """Return the id of an account in a currency.

        Raises:
            RowMisfit: The ledger has none of that name for bookings, or it has another currency.
        """
        found = self.get_account(name)
        if (actual := self._ledger.currency_of(found)) != currency:
            raise RowMisfit(f"the account “{shown_name(name)}” is in {actual}, not in {currency}")
        return found

    def find_category(self, entry_type: EntryType, name: str | None) -> str | None:
        """Return the id of a category, or None."""
        return None if name is None else self._categories.get((entry_type, _key(name)))

    def get_category(self, entry_type: EntryType, name: str | None) -> str | None:
        """Return the id of a category; None for no name.

        Raises:
            RowMisfit: The ledger has none of that type and name for bookings.
        """
        found = self.find_category(entry_type, name)
        if name is not None and found is None:
            raise RowMisfit(no_category(entry_type, name))
        return found

    def get_custom_type(self, of: TransactionType, name: str | None) -> str | None:
        """Return the id of a custom type; None for no name.

        Raises:
            RowMisfit: The ledger has none of that name for the type of transactions.
        """
        if name is None:
            return None
        found = self._custom_types.get((of, _key(name)))
        if found is None:
            raise RowMisfit(f"there is no custom type “{shown_name(name)}” for {of}")
        return found


def no_category(entry_type: EntryType, name: str) -> str:
    """Return the reason of a row that names a category that the ledger lacks."""
    return f"there is no {entry_type} category “{shown_name(name)}”"


def _key(name: str) -> str:
    return same_name_key(name) if len(name) <= _MAX_NAME_LENGTH else ""


def shown_name(name: str) -> str:
    """Return a name as reasons have it: shortened if it is too long."""
    return name if len(name) <= _MAX_NAME_LENGTH else f"{name[:_MAX_NAME_LENGTH]}…"
