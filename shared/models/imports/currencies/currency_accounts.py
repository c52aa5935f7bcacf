"""Choose the account on which rows of each currency of a bank's file are booked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from shared.models.imports.import_plan import CurrencyRows, MappingSource
from shared.models.imports.ledger_names import LedgerNames, RowMisfit
from shared.models.imports.statements.results import Ambiguity
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.ledger.ledger import Ledger
from shared.models.values.frozen import frozen


@frozen
class CurrencyAccounts:
    """The accounts of rows that name none, by the currency of the row.

    A client chooses them (``chosen``), or those of an earlier import of such a file are taken
    (``saved``). Otherwise rows in the currency of the import's account are on it, and rows in
    another one on the ledger's only account in that currency. Without such an account they are on
    that of the import, too, with another amount than the bank's; of several, one must be chosen.
    """

    ledger: Ledger
    account_id: str
    chosen: dict[str, str]
    saved: dict[str, str]

    @property
    def currency(self) -> str:
        """Return the currency of the import's account."""
        return self.ledger.currency_of(self.account_id)

    def known_currencies(self, names: LedgerNames) -> KnownCurrencies:
        """Return the currencies by which amounts without a code are understood."""
        return KnownCurrencies(
            default=self.currency,
            likely=(
                frozenset(self.chosen),
                frozenset(self.saved),
                frozenset(self._by_currency),
            ),
            of_accounts=names.currencies,
        )

    def account_of(self, currency: str) -> str:
        """Return the id of the account of rows in a currency.

        Raises:
            RowMisfit: There are several accounts in this currency, and none is chosen.
        """
        found = self.choose(currency, 0).account_id
        if found is None:
            count = len(self._by_currency[currency])
            raise RowMisfit(f"the ledger has {count} accounts in {currency}, and none is chosen")
        return found

    def has_account(self, currency: str) -> bool:
        """Return whether there is an account of rows in a currency, or several to choose from."""
        chosen = self.chosen, self.saved, self._by_currency
        return any(currency in accounts for accounts in chosen)

    def choose(self, currency: str, rows: int) -> CurrencyRows:
        """Return the account of so many rows in a currency, and what has chosen it."""
        if currency in self.chosen:
            return CurrencyRows(currency, rows, self.chosen[currency], MappingSource.GIVEN)
        account_id: str | None = self.account_id
        if currency != self.currency:
            if currency in self.saved:
                return CurrencyRows(currency, rows, self.saved[currency], MappingSource.SAVED)
            found = self._by_currency.get(currency, [])
            account_id = found[0] if len(found) == 1 else None if found else self.account_id
        return CurrencyRows(currency, rows, account_id, MappingSource.DETECTED)

    def ambiguities(self, rows: Counter[str]) -> Iterator[Ambiguity]:
        """Yield an ambiguity for each currency of which the account was not chosen by the client.

        ``rows`` are the numbers of rows by currency.
        """
        for currency, count in sorted(rows.items()):
            found = self.choose(currency, count)
            if found.source is MappingSource.DETECTED and currency != self.currency:
                yield Ambiguity(code="currency-account", message=self._message(found))

    def _message(self, found: CurrencyRows) -> str:
        rows = f"{found.rows} rows are" if found.rows > 1 else "1 row is"
        if found.account_id is None:
            count = len(self._by_currency[found.currency])
            return f"{rows} in {found.currency}, in which the ledger has {count} accounts."
        name = self.ledger.accounts[found.account_id].name
        if self.ledger.currency_of(found.account_id) == found.currency:
            return f"{rows} in {found.currency}. The account “{name}” is assumed."
        return (
            f"{rows} in {found.currency}, in which the ledger has no account. “{name}” is assumed, "
            f"in {self.ledger.currency_of(found.account_id)}."
        )

    @cached_property
    def _by_currency(self) -> dict[str, list[str]]:
        """Return the ids of the accounts for bookings in each currency."""
        found: dict[str, list[str]] = {}
        for account in self.ledger.accounts.values():
            if not account.archived and account.merging_into is None:
                found.setdefault(self.ledger.currency_of(account.id), []).append(account.id)
        return found
