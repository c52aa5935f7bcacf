"""Fill a ledger with the accounts, categories and transactions of the samples."""

from __future__ import annotations

import random
from datetime import datetime
from itertools import chain, count
from typing import Any

from shared.errors import InvalidArgument
from shared.models.ledger.account import Account, AccountKind
from shared.models.ledger.category import Category, EntryType
from shared.models.ledger.defaults import default_category
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.samples.entries import (
    Sample,
    opening_minor,
    sample_entries,
    sample_months,
)
from shared.models.ledger.samples.habits import RULE_CATEGORY, RULE_PAYEE
from shared.models.ledger.samples.texts import SampleAccount, SampleTexts, texts_for
from shared.models.ledger.samples.travel import (
    travel_currency,
    travel_purchases,
    travel_transfer,
    without_oldest,
)
from shared.models.ledger.transactions.currencies.base_amounts import GivenExchange, exchange_of
from shared.models.ledger.transactions.currencies.exchange import FindRate, no_rates
from shared.models.ledger.transactions.fit import fit_errors
from shared.models.ledger.transactions.transaction import Split, Transaction
from shared.models.values.characters.names import same_name_key
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import new_id
from shared.models.values.revision import revised

_KINDS = {
    SampleAccount.CHECKING: AccountKind.CHECKING,
    SampleAccount.SAVINGS: AccountKind.SAVINGS,
    SampleAccount.CARD: AccountKind.CREDIT_CARD,
    SampleAccount.TRAVEL: AccountKind.CASH,
}
_LOOKS = {
    SampleAccount.CHECKING: ("#1565c0", "wallet"),
    SampleAccount.SAVINGS: ("#2e7d32", "piggy-bank"),
    SampleAccount.CARD: ("#6a1b9a", "credit-card"),
    SampleAccount.TRAVEL: ("#00838f", "airplane"),
}


_OF_PLANS = 5
"""Transactions left out for the documents of budgets and goals that a demo has."""


@frozen
class SampleLedger:
    """A ledger with the accounts and categories of the samples, and their transactions.

    ``transactions`` are not in the totals of ``ledger`` yet. ``rule_payee`` and
    ``rule_category_id`` are those of the sample rule.
    """

    ledger: Ledger
    transactions: tuple[Transaction, ...]
    texts: SampleTexts
    rule_payee: str
    rule_category_id: str


def fill(
    ledger: Ledger, locale: str, seed: str, at: datetime, find_rate: FindRate = no_rates
) -> SampleLedger:
    """Return the ledger with samples in the language of a locale, until today.

    One account is in another currency, if there are rates to convert its entries.

    The same seed gives the same transactions, except for their ids. The default account is used for
    daily payments and gets an opening balance, if its kind is CHECKING, its currency the ledger's,
    and it has none; otherwise an account is added for them, as for savings and the card. No other
    account is used or changed. Categories with the names of the default ones in English or that
    language are used; those that are missing are added.

    Raises:
        InvalidArgument: A sample does not fit the ledger.
        AlreadyExists: Names to add are taken by archived categories.
        TooManyAccounts, TooManyCategories: The ledger has no room for those to add.
    """
    filling = _Filling(ledger, texts_for(locale), at)
    rng = random.Random(seed)  # noqa: S311 (sample data, no secret)
    samples = sample_entries(ledger.today(at), ledger.currency, rng)
    travel = filling.travel(find_rate)
    # A demo is one commit, which has room for so many documents.
    samples = without_oldest(samples, _OF_PLANS + (len(travel) + 1 if travel else 0))
    transactions = (*map(filling.transaction, samples), *travel)
    for transaction in transactions:
        if errors := list(fit_errors(filling.ledger, transaction, at)):
            raise InvalidArgument(*errors)
    return SampleLedger(
        filling.ledger,
        transactions,
        filling.texts,
        filling.texts.payees[RULE_PAYEE],
        filling.category_id(EntryType.EXPENSE, RULE_CATEGORY),
    )


class _Filling:
    """A ledger that gets the accounts and categories which the samples need."""

    def __init__(self, ledger: Ledger, texts: SampleTexts, at: datetime) -> None:
        self.ledger = ledger
        self.texts = texts
        self._at = at
        self._opening_date = sample_months(ledger.today(at))[0].first_day
        self._category_ids: dict[tuple[EntryType, str], str] = {}
        self._account_ids = {
            SampleAccount.CHECKING: self._open_checking_account(),
            SampleAccount.SAVINGS: self._add_account(SampleAccount.SAVINGS),
            SampleAccount.CARD: self._add_account(SampleAccount.CARD),
        }

    def transaction(self, sample: Sample) -> Transaction:
        """Return the transaction of a sample."""
        texts, to_account = self.texts, sample.to_account
        return Transaction(
            id=new_id(),
            type=sample.type,
            amount_minor=sample.amount_minor,
            currency=self.ledger.currency,
            category_id=sample.category and self._category_id_for(sample, sample.category),
            splits=tuple(
                Split(category_id=self._category_id_for(sample, name), amount_minor=amount_minor)
                for name, amount_minor in sample.parts
            ),
            account_id=self._account_ids[sample.account],
            to_account_id=to_account and self._account_ids[to_account],
            date=sample.date,
            payee=sample.payee and texts.payees[sample.payee],
            description=texts.descriptions[sample.text],
            tags=tuple(texts.tags[tag] for tag in sample.tags),
            created_at=self._at,
            updated_at=self._at,
        )

    def travel(self, find_rate: FindRate) -> list[Transaction]:
        """Return the transactions of an account in another currency; none if a rate is missing."""
        base, today = self.ledger.currency, self.ledger.today(self._at)
        currency = travel_currency(base)
        transfer = travel_transfer(today, base)
        rate = find_rate(base, currency, transfer.date)
        if rate is None:
            return []
        self._account_ids[SampleAccount.TRAVEL] = self._add_account(SampleAccount.TRAVEL, currency)
        received = {"to_amount_minor": rate.convert(transfer.amount_minor), "to_currency": currency}
        bought = [
            self.transaction(one).model_copy(update={"currency": currency})
            for one in travel_purchases(today, currency)
        ]
        return [
            self.transaction(transfer).model_copy(update=received),
            *(
                one.model_copy(
                    update={"exchange": exchange_of(self.ledger, one, GivenExchange(), find_rate)}
                )
                for one in bought
            ),
        ]

    def category_id(self, entry_type: EntryType, name: str) -> str:
        """Return the id of a category by its English default name; one is added if necessary."""
        key = entry_type, name
        if key not in self._category_ids:
            self._category_ids[key] = self._find_or_add_category(entry_type, name).id
        return self._category_ids[key]

    def _category_id_for(self, sample: Sample, name: str) -> str:
        return self.category_id(EntryType(sample.type), name)

    def _find_or_add_category(self, entry_type: EntryType, name: str) -> Category:
        local_name = self.texts.categories[name]
        keys = [(entry_type, same_name_key(each)) for each in (local_name, name)]
        named = {category.key: category for category in self.ledger.categories.values()}
        for key in keys:
            category = named.get(key)
            if category and not category.archived and category.merging_into is None:
                return category
        names = {} if keys[0] in named else self.texts.categories
        new = default_category(entry_type, name, self._at, names)
        self.ledger = self.ledger.with_category(new)
        return new

    def _open_checking_account(self) -> str:
        """Return the id of the default account with an opening balance, or of a new account."""
        ledger = self.ledger
        before = ledger.get_account(ledger.default_account_id)
        if (
            before.kind is not AccountKind.CHECKING
            or before.opening_balance_minor
            or ledger.currency_of(before.id) != ledger.currency
            or before.merging_into is not None
        ):
            return self._add_account(SampleAccount.CHECKING)
        opening = self._opening_of(SampleAccount.CHECKING)
        is_new = ledger.sequence == 0
        after = before.model_copy(update=opening) if is_new else revised(before, opening, self._at)
        self.ledger = ledger.with_account(after)
        return before.id

    def _add_account(self, account: SampleAccount, currency: str | None = None) -> str:
        color, icon = _LOOKS[account]
        opening: dict[str, Any] = {"currency": currency, "opening_date": self._opening_date}
        if currency is None:
            opening = self._opening_of(account)
        new = Account(
            id=new_id(),
            name=self._free_account_name(self.texts.accounts[account]),
            kind=_KINDS[account],
            **opening,
            color=color,
            icon=icon,
            created_at=self._at,
            updated_at=self._at,
        )
        self.ledger = self.ledger.with_account(new)
        return new.id

    def _free_account_name(self, name: str) -> str:
        """Return the name, with a number if an account of the ledger has it."""
        taken = {account.key for account in self.ledger.accounts.values()}
        numbered = (f"{name} {number}" for number in count(2))
        return next(each for each in chain([name], numbered) if same_name_key(each) not in taken)

    def _opening_of(self, account: SampleAccount) -> dict[str, Any]:
        return {
            "opening_balance_minor": opening_minor(account, self.ledger.currency),
            "opening_date": self._opening_date,
        }
