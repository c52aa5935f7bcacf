"""Count the rows of a bank's file by their currencies and accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from shared.models.imports.file_accounts import FileAccounts
from shared.models.imports.import_plan import CurrencyRows, MappingSource
from shared.models.imports.statements.results import Ambiguity, StatementRow


class CountedRows:
    """Numbers of the rows that are on the account they name, and of those that go by currency."""

    def __init__(self, accounts: FileAccounts) -> None:
        self._file = accounts
        self._accounts = accounts.target.accounts
        self._by_currency: Counter[str] = Counter()
        self._named: Counter[tuple[str, str]] = Counter()
        self._in_another: Counter[tuple[str, str]] = Counter()

    def add(self, row: StatementRow) -> None:
        """Count a row, in each of its currencies if it brings an amount in another one."""
        currency = row.currency or self._accounts.currency
        account_id = self._file.named_account(row)
        if account_id is None:
            self._by_currency[currency] += 1
        else:
            self._named[currency, account_id] += 1
        if row.received is not None and row.received.currency != currency:
            self._by_currency[row.received.currency] += 1  # It has an account of its own.
        known = self._file.known_accounts(row) if row.exported is None else []
        if known and self._accounts.ledger.currency_of(account_id or known[0]) != currency:
            self._in_another[known[0], currency] += 1

    @property
    def currencies(self) -> tuple[CurrencyRows, ...]:
        """Return the currencies of the rows, with the accounts on which they are."""
        chosen = [self._accounts.choose(*one) for one in self._by_currency.items()]
        named = [
            CurrencyRows(currency, rows, account_id, MappingSource.DETECTED)
            for (currency, account_id), rows in self._named.items()
        ]
        return tuple(sorted(chosen + named, key=lambda one: (one.currency, one.account_id or "")))

    def ambiguities(self) -> Iterator[Ambiguity]:
        """Yield the ambiguities of the accounts of rows."""
        name = self._accounts.ledger.accounts[self._accounts.account_id].name
        has_others = any(one != self._accounts.currency for one in self._by_currency)
        of_names = self._file.ambiguity(name, has_others=has_others)
        if of_names is not None:
            yield of_names
        yield from map(self._of_name, sorted({one for one, _ in self._in_another}))
        yield from self._accounts.ambiguities(self._by_currency)

    def _of_name(self, account_id: str) -> Ambiguity:
        """Return the ambiguity of a name of an account that rows in other currencies have."""
        found = {code: n for (one, code), n in self._in_another.items() if one == account_id}
        rows = sum(found.values())
        ledger = self._accounts.ledger
        where = "on the account of their currency"
        if not any(map(self._accounts.has_account, found)):
            where = "on this account, as the ledger has none of their currency"
        return Ambiguity(
            code="account-name",
            message=f"The file names the account “{ledger.accounts[account_id].name}”, which is in "
            f"{ledger.currency_of(account_id)}, in {rows} {'rows' if rows > 1 else 'row'} in "
            f"{', '.join(sorted(found))}. They are assumed to be {where}.",
        )
