"""Totals of a period by tag, by account and by payee.

All amounts are in the minor unit of the ledger's currency, with sign; those of accounts in that of
the account.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from shared.models.ledger.account import Account
from shared.models.ledger.category import EntryType
from shared.models.ledger.entry import DatedEntry
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import AccountMonthSum, SummaryTotals
from shared.models.ledger.transactions.transaction import payee_key
from shared.models.reports.lines import TagLine, tag_lines
from shared.models.reports.totals import IncomeAndExpenses, Sums
from shared.models.reports.unconverted import Unconverted, unconverted_lines
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days


@frozen(slots=True)
class TagReport:
    """The totals of tags in use in a period, largest amounts first."""

    period: Days
    currency: str
    items: tuple[TagLine, ...]
    next_cursor: str | None
    unconverted: Unconverted = ()


class AccountLine(NamedTuple):
    """Totals of an account in minor units of its own currency.

    ``transfers_minor`` came in by transfers, less those that went out. ``base_totals`` are in the
    ledger's currency, as booked, without unconverted transactions.
    """

    account: Account
    currency: str
    totals: IncomeAndExpenses
    base_totals: IncomeAndExpenses
    transfers_minor: int
    transaction_count: int

    @property
    def change_minor(self) -> int:
        """Return the change of the account's balance."""
        return self.totals.net_minor + self.transfers_minor


@frozen(slots=True)
class AccountReport:
    """The totals of all accounts in a period, the default account first, then by name."""

    period: Days
    currency: str
    items: tuple[AccountLine, ...]
    next_cursor: str | None
    unconverted: Unconverted = ()


class PayeeLine(NamedTuple):
    """Totals of a payee, in the latest spelling of the period."""

    payee: str
    totals: IncomeAndExpenses
    transaction_count: int


class RestLine(NamedTuple):
    """Totals of several payees together, or of transactions without a payee."""

    totals: IncomeAndExpenses
    transaction_count: int


@frozen(slots=True)
class PayeeReport:
    """The payees with the largest amounts in a period, the others together, and no payee."""

    period: Days
    currency: str
    items: tuple[PayeeLine, ...]
    others: RestLine
    without_payee: RestLine
    next_cursor: str | None
    unconverted: Unconverted = ()


def tag_report(
    ledger: Ledger, period: Days, totals: SummaryTotals, next_cursor: str | None
) -> TagReport:
    """Return the totals of the tags of a period."""
    unconverted = unconverted_lines([totals.unconverted])
    return TagReport(period, ledger.currency, tag_lines(ledger, totals), next_cursor, unconverted)


def account_report(
    ledger: Ledger, period: Days, totals: SummaryTotals, next_cursor: str | None
) -> AccountReport:
    """Return the totals of each account in a period, including archived accounts."""
    return AccountReport(
        period=period,
        currency=ledger.currency,
        items=tuple(
            _account_line(ledger, account, totals.by_account.get(account.id, AccountMonthSum()))
            for account in ledger.list_accounts(include_archived=True)
        ),
        next_cursor=next_cursor,
        unconverted=unconverted_lines([totals.unconverted]),
    )


def payee_report(
    ledger: Ledger,
    period: Days,
    entry_type: EntryType | None,
    entries: Iterable[DatedEntry],
    limit: int,
    next_cursor: str | None,
) -> PayeeReport:
    """Sum up income and expenses, or one of them, by payee; ``entries`` are in order of days."""
    names: dict[str, str] = {}
    sums: dict[str | None, Sums] = {}
    missing = SummaryTotals()
    types = {kind.value for kind in (EntryType if entry_type is None else (entry_type,))}
    for dated in entries:
        if dated.entry.type.value not in types:
            continue
        key = payee_key(dated.payee) if dated.payee else None
        if key is not None and dated.payee:
            names[key] = dated.payee
        sums.setdefault(key, Sums()).add_entry(dated.entry)
        if dated.entry.foreign is not None:
            missing.add(dated.entry)
    without_payee = sums.pop(None, Sums())
    lines = [PayeeLine(names[key], s.totals, s.count) for key, s in sums.items() if key]
    lines.sort(key=lambda line: (-_size_minor(line.totals), line.payee))
    return PayeeReport(
        period=period,
        currency=ledger.currency,
        items=tuple(lines[:limit]),
        others=_sum_up(lines[limit:]),
        without_payee=RestLine(without_payee.totals, without_payee.count),
        next_cursor=next_cursor,
        unconverted=unconverted_lines([missing.unconverted]),
    )


def _account_line(ledger: Ledger, account: Account, totals: AccountMonthSum) -> AccountLine:
    sums = IncomeAndExpenses(totals.income_minor, totals.expenses_minor)
    currency, transfers_minor = ledger.currency_of(account.id), totals.change_minor - sums.net_minor
    base = IncomeAndExpenses(totals.base_income_minor, totals.base_expenses_minor)
    return AccountLine(
        account,
        currency,
        sums,
        sums if currency == ledger.currency else base,
        transfers_minor,
        totals.count,
    )


def _size_minor(totals: IncomeAndExpenses) -> int:
    return abs(totals.income_minor) + abs(totals.expenses_minor)


def _sum_up(lines: Iterable[PayeeLine]) -> RestLine:
    sums = Sums()
    for line in lines:
        sums.income_minor += line.totals.income_minor
        sums.expenses_minor += line.totals.expenses_minor
        sums.count += line.transaction_count
    return RestLine(sums.totals, sums.count)
