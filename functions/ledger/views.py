"""Views of a ledger: its categories, accounts, transactions, payees and tags."""

from datetime import date as civil_date
from datetime import datetime

from pydantic import ConfigDict, Field

from functions.http.unconverted import (
    CurrencyBalance,
    Liabilities,
    RatesAsOf,
    UnconvertedList,
    UnconvertedView,
    balance_fields,
    unconverted_fields,
)
from functions.http.views import (
    ETAG,
    ETAG_OF_FIELDS,
    Etag,
    Money,
    OriginalView,
    etag_of,
    known_money,
    original_view,
    view_of,
)
from shared.models.ledger.account import AccountKind
from shared.models.ledger.balances import AccountBalance, BalanceTotals
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions import batch
from shared.models.ledger.transactions.currencies.exchange import ExchangeSource
from shared.models.ledger.transactions.list_totals import ListTotals
from shared.models.ledger.transactions.payee import UsedPayee
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.reports.unconverted import unconverted_lines
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor


class AccountStateView(FrozenModel):
    """An account after a change, without its balance.

    Making another account the default is two changes in one commit.
    """

    id: str
    name: str
    kind: AccountKind
    opening_balance: Money
    opening_date: civil_date
    low_balance: Money | None
    currency: str
    color: str | None
    icon: str | None
    archived: bool
    is_default: bool
    created_at: datetime
    updated_at: datetime
    etag: Etag


class AccountView(AccountStateView):
    """An account; amounts are in ``currency``, and negative if money is owed.

    The ETag changes with the account's own fields, not with ``balance`` and ``transaction_count``.
    """

    model_config = ConfigDict(openapi_extra=ETAG_OF_FIELDS)  # type: ignore[typeddict-unknown-key]

    balance: Money = Field(description="The opening balance plus all transactions.")
    is_below_low_balance: bool
    base_balance: Money | None = Field(
        description="In the ledger's currency at today's rate; null without one."
    )
    rate_date: civil_date | None = Field(
        description="The day of the rate of `base_balance`; null if none was used."
    )
    transaction_count: int = Field(
        description="Counts both sides of transfers; excludes deleted transactions."
    )


class SplitView(FrozenModel):
    """One part of a transaction; ``category_id`` is null where it is unfiled."""

    category_id: str | None
    amount: Money
    note: str | None


class ExchangeView(FrozenModel):
    """The amount in the ledger's currency; without a rate it is null, and in no sum."""

    currency: str
    base_amount: Money | None
    split_amounts: list[Money] = Field(
        description="Its parts for `splits`, in their order; empty without any."
    )
    rate: str | None = Field(description="Units of it for one unit of the amount's currency.")
    rate_date: civil_date | None
    rate_source: ExchangeSource | None


class TransactionView(FrozenModel):
    """A transaction; ``amount`` is in ``currency``, that of the account.

    ``category_id`` is null for a TRANSFER, for a transaction with splits, and for an unfiled one.
    """

    model_config = ConfigDict(openapi_extra=ETAG)  # type: ignore[typeddict-unknown-key]

    id: str
    type: TransactionType
    amount: Money
    currency: str
    category_id: str | None
    splits: list[SplitView]
    account_id: str
    to_account_id: str | None
    to_amount: Money | None = Field(
        description="The amount that a TRANSFER between two currencies brings."
    )
    exchange: ExchangeView | None = Field(description="Null in the ledger's currency.")
    original: OriginalView | None
    is_amount_estimated: bool = Field(
        description="Whether ``amount`` was calculated from another currency."
    )
    is_to_amount_estimated: bool = Field(
        description="Whether ``to_amount`` was calculated from another currency."
    )
    custom_type_id: str | None
    date: civil_date
    payee: str | None
    description: str | None
    notes: str | None
    tags: list[str]
    import_id: str | None
    external_id: str | None
    recurring_id: str | None
    occurrence_nominal: civil_date | None
    goal_id: str | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    etag: Etag


class AccountTotals(FrozenModel):
    """Totals of all accounts, including archived ones."""

    currency: str
    assets: Money
    liabilities: Liabilities
    net_worth: Money = Field(description="assets - liabilities.")
    unconverted: list[CurrencyBalance] = Field(description="By currency; not in the totals.")
    rates_as_of: RatesAsOf


class AccountList(FrozenModel):
    """All matching accounts."""

    items: list[AccountView]
    next_cursor: str | None = None
    totals: AccountTotals


class UsedPayeeView(FrozenModel):
    """A payee, in its latest spelling."""

    payee: str
    transaction_count: int
    category_id: str | None = Field(description="The category used last, if it still exists.")


class PayeeList(FrozenModel):
    """A page of payees in use, most used first."""

    items: list[UsedPayeeView]
    next_cursor: str | None
    is_partial: bool = Field(
        description="True if the search stopped before the page was full, after 1,000 payees or "
        "5 seconds; it goes on with ``next_cursor``."
    )


class UsedTagView(FrozenModel):
    """A case-folded tag; tags that look alike, or differ in case alone, are one."""

    tag: str
    transaction_count: int


class TagList(FrozenModel):
    """All tags in use, most used first."""

    items: list[UsedTagView]


class TransactionVersion(FrozenModel):
    """A transaction that a batch wrote, and its version after that."""

    id: str
    etag: Etag


class BatchResult(FrozenModel):
    """Transactions that a batch created and updated, and ids that it deleted, in its order."""

    created: list[TransactionVersion] = Field(description="The created transactions.")
    updated: list[TransactionVersion] = Field(description="The changed transactions.")
    deleted: list[str]


class ListTotalsView(FrozenModel):
    """Totals of all transactions that match; of one found by a split, the whole amount counts."""

    currency: str
    income: Money
    expenses: Money
    net: Money
    transaction_count: int = Field(description="Without transfers.")
    transfer_count: int
    unconverted: UnconvertedList
    is_partial: bool = Field(
        description="True if no index sums up the filters, and reading ended after 900 "
        "transactions or 5 seconds."
    )


class TransactionList(FrozenModel):
    """A page of transactions."""

    items: list[TransactionView]
    next_cursor: str | None
    is_partial: bool = Field(
        description="True if the search stopped before the page was full, after 1,000 "
        "transactions or 5 seconds; it goes on with ``next_cursor``."
    )
    totals: ListTotalsView | None = Field(
        default=None, description="With `totals=true`; otherwise null."
    )


@view_of.register
def account_view(balance: AccountBalance) -> AccountView:
    """Return the view of an account."""
    account, currency = balance.account, balance.currency
    same = AccountView.model_fields.keys() & type(account).model_fields.keys() - {"currency"}
    return AccountView(
        balance=format_minor(balance.balance_minor, currency),
        base_balance=known_money(balance.base_balance_minor, balance.base_currency),
        rate_date=balance.rate_date,
        opening_balance=format_minor(account.opening_balance_minor, currency),
        low_balance=known_money(account.low_balance_minor, currency),
        is_below_low_balance=balance.is_below_low,
        currency=currency,
        is_default=balance.is_default,
        transaction_count=balance.transaction_count,
        etag=etag_of(balance.revision),
        **{name: getattr(account, name) for name in same},
    )


def account_totals(totals: BalanceTotals, currency: str) -> AccountTotals:
    """Return the view of the totals of all accounts."""
    return AccountTotals(
        currency=currency,
        assets=format_minor(totals.assets_minor, currency),
        liabilities=format_minor(totals.liabilities_minor, currency),
        net_worth=format_minor(totals.net_minor, currency),
        unconverted=[CurrencyBalance(**one) for one in balance_fields(totals.unconverted)],
        rates_as_of=totals.rates_as_of,
    )


def _exchange_view(transaction: Transaction) -> ExchangeView | None:
    exchange = transaction.exchange
    if exchange is None:
        return None
    base_minor, currency = exchange.base_minor, exchange.currency
    return ExchangeView(
        currency=currency,
        base_amount=known_money(base_minor, currency),
        split_amounts=[
            format_minor(amount_minor, currency)
            for amount_minor in transaction.base_split_amounts
            if amount_minor is not None
        ],
        rate=exchange.rate,
        rate_date=exchange.rate_date,
        rate_source=exchange.rate_source,
    )


@view_of.register
def transaction_view(transaction: Transaction) -> TransactionView:
    """Return the view of a transaction."""
    converted = {"amount", "to_amount", "exchange", "original", "tags", "splits", "etag"}
    same = TransactionView.model_fields.keys() - converted
    return TransactionView(
        amount=format_minor(transaction.amount_minor, transaction.currency),
        to_amount=None
        if transaction.to_amount_minor is None or transaction.to_currency is None
        else format_minor(transaction.to_amount_minor, transaction.to_currency),
        exchange=_exchange_view(transaction),
        original=original_view(transaction.original),
        splits=[
            SplitView(
                category_id=split.category_id,
                amount=format_minor(split.amount_minor, transaction.currency),
                note=split.note,
            )
            for split in transaction.splits
        ],
        tags=list(transaction.tags),
        etag=etag_of(transaction.revision),
        **{name: getattr(transaction, name) for name in same},
    )


def list_totals_view(totals: ListTotals, currency: str) -> ListTotalsView:
    """Return the view of the totals of a list."""
    return ListTotalsView(
        currency=currency,
        income=format_minor(totals.income_minor, currency),
        expenses=format_minor(totals.expenses_minor, currency),
        net=format_minor(totals.income_minor - totals.expenses_minor, currency),
        transaction_count=totals.count,
        transfer_count=totals.transfer_count,
        unconverted=[
            UnconvertedView(**one)
            for one in unconverted_fields(unconverted_lines([totals.unconverted]))
        ],
        is_partial=totals.is_partial,
    )


def batch_result_view(result: batch.BatchResult) -> BatchResult:
    """Return the view of a batch's result."""
    return BatchResult(
        created=[_version_view(one) for one in result.created],
        updated=[_version_view(one) for one in result.updated],
        deleted=list(result.deleted),
    )


def _version_view(version: batch.Version) -> TransactionVersion:
    return TransactionVersion(id=version.id, etag=etag_of(version.revision))


def used_payee_view(ledger: Ledger, payee: UsedPayee) -> UsedPayeeView:
    """Return the view of a payee; a deleted category is null."""
    return UsedPayeeView(
        payee=payee.name,
        transaction_count=payee.count,
        category_id=payee.category_id if payee.category_id in ledger.categories else None,
    )
