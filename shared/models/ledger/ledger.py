"""A ledger: its settings, categories, accounts, totals, and the number of its last change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import date, datetime

from shared.errors import (
    InvalidArgument,
    LedgerFull,
    NotFound,
    TooManyAccounts,
    TooManyCategories,
    TooManyCustomTypes,
    TooManyOwnRates,
    TooManyTags,
)
from shared.models.currencies.own_rate import MAX_OWN_RATES, OwnRate
from shared.models.ledger.account import MAX_ACCOUNTS, Account, AccountState
from shared.models.ledger.category import MAX_CATEGORIES, Category, EntryType
from shared.models.ledger.currency_change import NEVER_CHANGED, CurrencyChange
from shared.models.ledger.custom_type import MAX_CUSTOM_TYPES, CustomType
from shared.models.ledger.distinct_names import ensure_distinct
from shared.models.ledger.import_progress import ImportProgress
from shared.models.ledger.ledger_totals import AccountSum, LedgerTotals
from shared.models.ledger.restore_progress import RestoreProgress
from shared.models.ledger.scopes import KeptScope
from shared.models.ledger.transactions.terms import tag_of_term
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.dates import CALENDAR_MONTHS, Calendar, Month, today_in
from shared.models.values.frozen import frozen
from shared.models.values.money import MAX_AMOUNT_MINOR

MAX_TAGS_IN_USE = 1000
"""Different tags of a ledger's live transactions; a month's summary has totals for each."""

MAX_GOALS = 100
"""Goals of a ledger, archived ones too; they share one document."""

MAX_ENTRIES = 2**62 // MAX_AMOUNT_MINOR - MAX_ACCOUNTS
"""How many transactions the accounts of a ledger may have, a transfer being one of both of its
accounts. No sum over so many amounts and the opening balances exceeds 2^62."""


@frozen
class Ledger:
    """The part of a tenant's document that every ledger has.

    ``categories``, ``accounts``, ``custom_types`` and ``own_rates`` are by id: they live in this
    one document so that a report needs no read for each, and so that names are unique by
    construction. ``totals`` are the sums over all live transactions. ``sequence`` is the number of
    the last change. While ``next_calendar`` is set, summaries are built for it; until then
    ``calendar`` is in force, and both are kept. ``next_currency`` is the currency that the ledger
    is being changed to, and ``currency_change`` how far that is. ``rebuild_id`` is the id of the
    change that requested either. ``settings_revision`` counts the changes of the settings,
    ``repairs`` the rollups that repaired totals. ``restore`` is the progress of the last restore,
    ``imports_under_way`` that of imports. ``tag_names`` has tags that are spelled otherwise.
    ``scopes`` are those, by key, of which the summaries have daily totals. ``is_watched`` is
    whether there are budgets or goals of which people are told.
    """

    currency: str
    timezone: str
    created_at: datetime
    categories: dict[str, Category] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    default_account_id: str = ""
    totals: LedgerTotals = field(default_factory=LedgerTotals)
    sequence: int = 0
    calendar: Calendar = CALENDAR_MONTHS
    next_calendar: Calendar | None = None
    next_currency: str | None = None
    currency_change: CurrencyChange = NEVER_CHANGED
    rebuild_id: str | None = None
    settings_revision: int = 1
    repairs: int = 0
    restore: RestoreProgress | None = None
    imports_under_way: dict[str, ImportProgress] = field(default_factory=dict)
    tag_names: dict[str, str] = field(default_factory=dict)
    custom_types: dict[str, CustomType] = field(default_factory=dict)
    own_rates: dict[str, OwnRate] = field(default_factory=dict)
    has_recurring: bool = False
    scopes: dict[str, KeptScope] = field(default_factory=dict)
    is_watched: bool = False

    @property
    def calendars(self) -> tuple[Calendar, ...]:
        """Return the calendars to whose summaries every change is written."""
        return (
            (self.calendar,) if self.next_calendar is None else (self.calendar, self.next_calendar)
        )

    @property
    def is_being_restored(self) -> bool:
        """Return whether the restore of a backup has begun, and has not finished."""
        return self.restore is not None and not self.restore.is_finished

    @property
    def is_rebuilding(self) -> bool:
        """Return whether a rebuild for another start or currency is not done yet."""
        return self.next_calendar is not None or self.currency_change.is_running

    def today(self, now: datetime) -> date:
        """Return the civil date in the ledger's time zone."""
        return today_in(self.timezone, now)

    def this_month(self, now: datetime) -> Month:
        """Return the current month in the ledger's calendar and time zone."""
        return self.calendar.month_of(self.today(now))

    def get_category(self, category_id: str) -> Category:
        """Return the category with that id.

        Raises:
            NotFound: There is none.
        """
        category = self.categories.get(category_id)
        if category is None:
            raise NotFound("category")
        return category

    def get_category_for(
        self,
        entry_type: EntryType,
        category_id: str,
        field_name: str = "category_id",
        *,
        may_be_archived: bool = False,
    ) -> Category:
        """Return the category, if an entry of that type may be recorded under it.

        Raises:
            InvalidArgument: It does not exist, is of the other type, archived, or being merged.
        """
        category = self.categories.get(category_id)
        if category is None:
            raise InvalidArgument.of(field_name, "is not a category of this ledger")
        if category.type is not entry_type:
            raise InvalidArgument.of(
                field_name, f"is an {category.type} category, not an {entry_type} one"
            )
        if category.merging_into is not None:
            raise InvalidArgument.of(field_name, "is being merged into another category")
        if category.archived and not may_be_archived:
            raise InvalidArgument.of(field_name, "is an archived category")
        return category

    def list_categories(
        self, entry_type: EntryType | None = None, *, include_archived: bool = False
    ) -> list[Category]:
        """List the categories by type and name, INCOME after EXPENSE."""
        return sorted(
            (
                category
                for category in self.categories.values()
                if (entry_type is None or category.type is entry_type)
                and (include_archived or not category.archived)
            ),
            key=lambda category: category.sort_key,
        )

    def with_category(self, category: Category) -> Ledger:
        """Return the ledger with this category added or changed.

        Raises:
            AlreadyExists: Another category has that type and name.
            TooManyCategories: One more is too many.
        """
        ensure_distinct(category, self.categories)
        if category.id not in self.categories and len(self.categories) >= MAX_CATEGORIES:
            raise TooManyCategories(MAX_CATEGORIES)
        return replace(self, categories={**self.categories, category.id: category})

    def with_categories(self, categories: Iterable[Category]) -> Ledger:
        """Return the ledger with these categories added or changed; raises as ``with_category``."""
        ledger = self
        for category in categories:
            ledger = ledger.with_category(category)
        return ledger

    def without_category(self, category_id: str) -> Ledger:
        """Return the ledger without that category."""
        return replace(
            self,
            categories={key: value for key, value in self.categories.items() if key != category_id},
        )

    def get_custom_type(self, custom_type_id: str) -> CustomType:
        """Return the custom type with that id.

        Raises:
            NotFound: There is none.
        """
        custom_type = self.custom_types.get(custom_type_id)
        if custom_type is None:
            raise NotFound("custom type")
        return custom_type

    def get_custom_type_for(
        self,
        transaction_type: TransactionType,
        custom_type_id: str,
        field_name: str = "custom_type_id",
        *,
        may_be_archived: bool = False,
    ) -> CustomType:
        """Return the custom type, if a transaction of that type may be given it.

        Raises:
            InvalidArgument: It does not exist, is for another type, archived, or being merged.
        """
        custom_type = self.custom_types.get(custom_type_id)
        if custom_type is None:
            raise InvalidArgument.of(field_name, "is not a custom type of this ledger")
        if custom_type.type is not transaction_type:
            message = f"is for the type {custom_type.type}, not {transaction_type}"
            raise InvalidArgument.of(field_name, message)
        if custom_type.merging_into is not None:
            raise InvalidArgument.of(field_name, "is being merged into another custom type")
        if custom_type.archived and not may_be_archived:
            raise InvalidArgument.of(field_name, "is an archived custom type")
        return custom_type

    def list_custom_types(
        self, transaction_type: TransactionType | None = None, *, include_archived: bool = False
    ) -> list[CustomType]:
        """List the custom types by type and name."""
        found = (
            one
            for one in self.custom_types.values()
            if transaction_type in (None, one.type) and (include_archived or not one.archived)
        )
        return sorted(found, key=lambda custom_type: custom_type.sort_key)

    def with_custom_type(self, custom_type: CustomType) -> Ledger:
        """Return the ledger with this custom type added or changed.

        Raises:
            AlreadyExists: Another custom type has that name.
            TooManyCustomTypes: One more is too many.
        """
        ensure_distinct(custom_type, self.custom_types)
        is_new = custom_type.id not in self.custom_types
        if is_new and len(self.custom_types) >= MAX_CUSTOM_TYPES:
            raise TooManyCustomTypes(MAX_CUSTOM_TYPES)
        return replace(self, custom_types={**self.custom_types, custom_type.id: custom_type})

    def get_own_rate(self, rate_id: str) -> OwnRate:
        """Return the own rate with that id.

        Raises:
            NotFound: There is none.
        """
        rate = self.own_rates.get(rate_id)
        if rate is None:
            raise NotFound("own rate")
        return rate

    def with_own_rate(self, rate: OwnRate) -> Ledger:
        """Return the ledger with this own rate added or changed.

        Raises:
            AlreadyExists: Another one is of the same currencies and day.
            TooManyOwnRates: A new one exceeds the maximum number.
        """
        ensure_distinct(rate, self.own_rates)
        if rate.id not in self.own_rates and len(self.own_rates) >= MAX_OWN_RATES:
            raise TooManyOwnRates(MAX_OWN_RATES)
        return replace(self, own_rates={**self.own_rates, rate.id: rate})

    def get_account(self, account_id: str) -> Account:
        """Return the account with that id.

        Raises:
            NotFound: There is none.
        """
        account = self.accounts.get(account_id)
        if account is None:
            raise NotFound("account")
        return account

    def currency_of(self, account_id: str | None) -> str:
        """Return the currency of an account's amounts; of one that is unknown, the ledger's."""
        account = self.accounts.get(account_id or "")
        return (account and account.currency) or self.currency

    @property
    def foreign_currencies(self) -> frozenset[str]:
        """Return the currencies of accounts that are not the ledger's."""
        return frozenset(map(self.currency_of, self.accounts)) - {self.currency}

    def state_of(self, account: Account) -> AccountState:
        """Return the logged state of the account."""
        is_default = account.id == self.default_account_id
        currency = account.currency or self.currency
        fields = account.model_dump() | {"currency": currency}
        return AccountState(**fields, is_default=is_default)

    def get_account_for_booking(
        self, account_id: str, field_name: str = "account_id", *, may_be_archived: bool = False
    ) -> Account:
        """Return the account, if transactions can be booked on it.

        Raises:
            InvalidArgument: It does not exist, is archived, or being merged.
        """
        account = self.accounts.get(account_id)
        if account is None:
            raise InvalidArgument.of(field_name, "is not an account of this ledger")
        if account.merging_into is not None:
            raise InvalidArgument.of(field_name, "is being merged into another account")
        if account.archived and not may_be_archived:
            raise InvalidArgument.of(field_name, "is an archived account")
        return account

    def has_account_for_booking(self, account_id: str) -> bool:
        """Return whether transactions can be booked on an account."""
        account = self.accounts.get(account_id)
        return account is not None and not account.archived and account.merging_into is None

    @property
    def has_amounts_of_accounts(self) -> bool:
        """Return whether any account has amounts of its own."""
        return any(account.has_amounts for account in self.accounts.values())

    def totals_of(self, account_id: str) -> AccountSum:
        """Return the totals of the account's transactions."""
        return self.totals.by_account.get(account_id, AccountSum())

    def balance_minor(self, account_id: str) -> int:
        """Return the account's balance in minor units of its currency; debts are negative."""
        opening_minor = self.accounts[account_id].opening_balance_minor
        return opening_minor + self.totals_of(account_id).change_minor

    def list_accounts(self, *, include_archived: bool = False) -> list[Account]:
        """List the accounts by name, the default account first."""
        return sorted(
            (a for a in self.accounts.values() if include_archived or not a.archived),
            key=lambda account: (account.id != self.default_account_id, account.sort_key),
        )

    def with_account(self, account: Account) -> Ledger:
        """Return the ledger with this account added or changed; the first becomes the default.

        Raises:
            AlreadyExists: Another account has that name.
            TooManyAccounts: One more is too many.
        """
        ensure_distinct(account, self.accounts)
        if account.id not in self.accounts and len(self.accounts) >= MAX_ACCOUNTS:
            raise TooManyAccounts(MAX_ACCOUNTS)
        return replace(
            self,
            accounts={**self.accounts, account.id: account},
            default_account_id=self.default_account_id or account.id,
        )

    def tag_name(self, term: str) -> str:
        """Return the tag of a term, as it was first written, case-folded."""
        return self.tag_names.get(term) or tag_of_term(term)

    def with_changed_totals(self, change: LedgerTotals) -> Ledger:
        """Return the ledger with a change added to its totals.

        Raises:
            TooManyTags: The change brings more different tags than a ledger may have.
            LedgerFull: The change adds to a ledger whose sums could exceed 2^62.
        """
        by_account = dict(self.totals.by_account)
        for account_id, moved in change.by_account.items():
            old = self.totals_of(account_id)
            by_account[account_id] = AccountSum(
                old.change_minor + moved.change_minor, old.count + moved.count
            )
        entries = LedgerTotals(by_account).entries
        if entries > max(MAX_ENTRIES, self.totals.entries):
            raise LedgerFull(MAX_ENTRIES)
        tags = dict(self.totals.tags)
        for tag, uses in change.tags.items():
            tags[tag] = tags.get(tag, 0) + uses
        tags = {tag: uses for tag, uses in tags.items() if uses}
        if len(tags) > max(MAX_TAGS_IN_USE, len(self.totals.tags)):
            raise TooManyTags(MAX_TAGS_IN_USE)
        unconverted = dict(self.totals.unconverted)
        for currency, count in change.unconverted.items():
            unconverted[currency] = unconverted.get(currency, 0) + count
        unconverted = {currency: count for currency, count in unconverted.items() if count}
        unfiled_count = self.totals.unfiled_count + change.unfiled_count
        totals = LedgerTotals(by_account, tags, unfiled_count, unconverted)
        return replace(self, totals=totals)
