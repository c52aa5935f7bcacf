"""Find the ledger's accounts that the rows of a bank's file name."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from shared.models.imports.ledger_names import RowMisfit, no_category, shown_name
from shared.models.imports.planned_rows import Target
from shared.models.imports.statements.csv.columns import is_iban
from shared.models.imports.statements.results import Ambiguity, StatementRow
from shared.models.ledger.category import EntryType
from shared.models.values.frozen import frozen

_MIN_DIGIT_SHARE = 0.5


class Place(NamedTuple):
    """The account of a row, None for that of the import; and a warning about it."""

    account_id: str | None = None
    warning: str | None = None

    def warning_of(
        self, row: StatementRow, category_id: str | None, of_amount: str | None
    ) -> str | None:
        """Return the warning of a row with this category, by the file or a rule, and amount."""
        lacking = None
        if row.category is not None and category_id is None:
            entry_type = EntryType.INCOME if row.amount_minor > 0 else EntryType.EXPENSE
            lacking = no_category(entry_type, row.category)
        warnings = (one for one in (self.warning, lacking, of_amount) if one)
        return "; ".join(warnings) or None


@frozen
class FileAccounts:
    """The accounts that a file names, compared with those of the ledger.

    ``columns`` are the distinct names in each column of accounts. If the ledger has any of these
    accounts, the file is one of the ledger's accounts: rows that name others are invalid, and rows
    that name one in another currency are on the account of their own. If it has none, they are the
    bank's names: the rows are on the account of the import, which is asked about unless the file
    has only one account and the client chose that of the import (``is_chosen``), or the bank's name
    is a number.
    """

    target: Target
    columns: tuple[frozenset[str], ...]
    is_chosen: bool

    def place(self, row: StatementRow) -> Place:
        """Return the account of a row.

        Raises:
            RowMisfit: The ledger lacks the account but has others of the file, or it has several
                accounts in the currency of the row, and none is chosen.
        """
        named = self.named_account(row)
        if named is not None:
            return self._place(named)
        of_currency = self.target.accounts.account_of(row.currency or self.target.accounts.currency)
        if not row.accounts or self.known_accounts(row):
            return self._place(of_currency)
        lacking = f"there is no account “{shown_name(row.accounts[0])}”"
        if self._are_known:
            raise RowMisfit(f"{lacking}; create it, or give its column the role IGNORE")
        is_own = of_currency == self.target.account_id
        used = "the account of the import" if is_own else f"that in {row.currency}"
        return self._place(of_currency, f"{lacking}; {used} is used" if self._asks else None)

    def _place(self, account_id: str, warning: str | None = None) -> Place:
        return Place(None if account_id == self.target.account_id else account_id, warning)

    def named_account(self, row: StatementRow) -> str | None:
        """Return the id of the account that a row names and is on.

        A word such as “Current” may be the bank's name of all its accounts, so it names none if the
        ledger's account is in another currency than the row, which has an account.
        """
        accounts, known = self.target.accounts, self.known_accounts(row)
        currency = row.currency or accounts.currency
        for account_id in known:
            if accounts.ledger.currency_of(account_id) == currency:
                return account_id
        may_be_in_another = row.exported is not None or not accounts.has_account(currency)
        return known[0] if known and may_be_in_another else None

    def known_accounts(self, row: StatementRow) -> list[str]:
        """Return the ids of the ledger's accounts whose names a row has."""
        named = row.accounts if row.exported is None else (row.exported.account,)
        names = self.target.names
        return [names.get_account(name) for name in named if name and names.has_account(name)]

    def ambiguity(self, account_name: str, *, has_others: bool = False) -> Ambiguity | None:
        """Return an ambiguity if rows are on the account of the import, which they do not name.

        With rows that are on other accounts (``has_others``) it names those in its currency alone.
        """
        if self._are_known or not self._asks:
            return None
        names = max(map(sorted, self.columns), key=len)
        named = f"the account “{shown_name(names[0])}”"
        if len(names) > 1:
            named = f"{len(names)} accounts, among them “{shown_name(names[0])}”"
        return Ambiguity(
            code="account",
            message=f"The file names {named}, which the ledger does not have. "
            f"“{account_name}” is assumed for all rows"
            f"{f' in {self.target.accounts.currency}' if has_others else ''}.",
        )

    @cached_property
    def _are_known(self) -> bool:
        return any(self.target.names.has_account(name) for names in self.columns for name in names)

    @cached_property
    def _asks(self) -> bool:
        if any(len(names) > 1 for names in self.columns):
            return True
        are_names = any(not _is_number(name) for names in self.columns for name in names)
        return are_names and not self.is_chosen


def _is_number(name: str) -> bool:
    """Return whether a text is the number of an account or a card, which may be masked."""
    compact = "".join(name.split())
    digits = sum(character.isdigit() for character in compact)
    return is_iban(name) or digits >= len(compact) * _MIN_DIGIT_SHARE
