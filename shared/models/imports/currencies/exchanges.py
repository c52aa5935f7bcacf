"""Join the two rows of an exchange of currencies into one transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from shared.models.currencies.rate import Rate
from shared.models.imports.currencies.booked_amounts import MAX_DEVIATION
from shared.models.imports.currencies.currency_accounts import CurrencyAccounts
from shared.models.imports.currencies.fees import Fees
from shared.models.imports.currencies.held_currencies import (
    ExchangedRows,
    FindBooked,
    at_average_cost,
    not_recorded,
)
from shared.models.imports.import_plan import OtherAmounts, PlanRow, RowStatus
from shared.models.imports.ledger_names import RowMisfit
from shared.models.imports.statements.amounts import Money
from shared.models.imports.statements.results import StatementRow
from shared.models.ledger.category import EntryType
from shared.models.ledger.transactions.currencies.exchange import FindRate
from shared.models.ledger.transactions.transaction import TransactionType

_ONE = Decimal(1)
_MAX_GROUP = 50
"""Rows of one day or time that are compared with each other; of more, none is joined."""

_AMBIGUOUS = 2
"""So many payments of one amount, of which none is taken."""

_WITHIN_ACCOUNT = "is exchanged with line {} on one account; nothing is booked"
_COST = "the difference of an exchange with line {} on one account, with its fee"


class _Pair(NamedTuple):
    """The row of the money that left, and that of the money that came."""

    out: StatementRow
    received: StatementRow


class _Place(NamedTuple):
    """Day, amount and account by which the payment of an exchange is found."""

    date: date
    currency: str | None
    amount_minor: int
    account_id: str | None


class Exchanges:
    """Exchanges of currencies among the rows of a file.

    Two rows of one day are an exchange if one is money out and the other money in, in another
    currency, and they have the same id of the bank; or if the words of both say so, and they have
    the same time. Their amounts may deviate from the rate of the day by ``MAX_DEVIATION``. Without
    a rate of the day they are an exchange, too, unless they are found by their words and have no
    time. Rows that could be in several exchanges are in none. ``fallback`` are the categories by
    type of rows to which nothing else gives one. ``check_time`` is called before each group of rows
    that are compared, and raises when there is no time left.
    """

    def __init__(
        self,
        rows: Iterable[StatementRow],
        accounts: CurrencyAccounts,
        find_rate: FindRate,
        fees: Fees,
        fallback: Mapping[EntryType, str | None],
        check_time: Callable[[], None],
    ) -> None:
        self._check_time = check_time
        self._fees = fees
        self._fallback = fallback
        self._rows = list(rows)
        self._accounts = accounts
        self._find_rate = find_rate
        self._rates: dict[tuple[str, str, date], Rate | None] = {}
        self._payments: defaultdict[_Place, list[int]] = defaultdict(list)
        self._exchanges: list[ExchangedRows] = []
        self._paid: set[int] = set()

    def _put_payments(self, by_line: Mapping[int, PlanRow]) -> None:
        """Note the lines of rows other than exchanges by their places, the last one first."""
        for row in reversed(self._rows):
            if not row.is_exchange:
                place = _Place(
                    row.date, row.currency, row.amount_minor, by_line[row.line].account_id
                )
                self._payments[place].append(row.line)

    def joined(
        self, planned: Sequence[PlanRow], find_booked: FindBooked = not_recorded
    ) -> list[PlanRow]:
        """Return the plan of all rows, those of exchanges joined.

        ``find_booked`` returns the amount at which a row is recorded.
        """
        by_line = {row.line: row for row in planned}
        self._put_payments(by_line)
        for pair in self._pairs(_lines(planned, RowStatus.NEW)):
            by_line |= self._join(pair, by_line)
        by_line |= self._at_cost(planned, by_line, find_booked)
        return [by_line[row.line] for row in planned]

    def _at_cost(
        self,
        planned: Sequence[PlanRow],
        by_line: Mapping[int, PlanRow],
        find_booked: FindBooked,
    ) -> dict[int, PlanRow]:
        """Return the rows that change because foreign money on an account has its average cost.

        Exchanges that are recorded count, too.
        """
        for pair in self._pairs(_lines(planned, RowStatus.DUPLICATE)):
            self._join(pair, by_line)
        unexchanged = {line: row for line, row in by_line.items() if line not in self._paid}
        changed = at_average_cost(self._rows, unexchanged, self._exchanges, find_booked)
        for exchange in self._exchanges:
            if (foreign := changed.get(exchange.foreign.line)) is not None:
                changed |= self._difference(exchange.own, foreign)
        return changed

    def _pairs(self, lines: set[int]) -> Iterator[_Pair]:
        """Yield the exchanges among the rows of these lines."""
        rows = [row for row in self._rows if row.line in lines]
        paired: set[int] = set()
        with_ids = [row for row in rows if row.external_id is not None]
        for same in _groups(with_ids, lambda row: (row.date, row.external_id)):
            for pair in self._unique(same):
                paired |= {pair.out.line, pair.received.line}
                yield pair
        said = [row for row in rows if row.is_exchange and row.line not in paired]
        for same in _groups(said, lambda row: (row.date, row.moment)):
            for pair in self._unique(same, is_dated=not same[0].moment):
                yield pair

    def _unique(self, rows: Sequence[StatementRow], *, is_dated: bool = False) -> Iterator[_Pair]:
        """Yield the pairs of rows neither of which could be in another one."""
        self._check_time()
        came = [row for row in rows if row.amount_minor > 0]
        pairs = [
            pair
            for out in rows
            if out.amount_minor < 0
            for pair in self._plausible(out, came, is_dated=is_dated)
        ]
        counts = Counter(row.line for pair in pairs for row in pair)
        yield from (pair for pair in pairs if all(counts[row.line] == 1 for row in pair))

    def _plausible(
        self, out: StatementRow, came: Sequence[StatementRow], *, is_dated: bool
    ) -> Iterator[_Pair]:
        """Yield the pairs of a row of money out with those of money in that its amount may be for.

        The amounts may deviate from the rate of the day by ``MAX_DEVIATION``. Without a rate all
        pairs are yielded, or none if the rows have no time (``is_dated``).
        """
        currencies = {row.currency for row in came} - {out.currency}
        expected = {one: self._expected_minor(out, one) for one in currencies}
        for row in came:
            if row.currency == out.currency:
                continue
            expected_minor = expected[row.currency]
            if expected_minor is None:
                if not is_dated:
                    yield _Pair(out, row)
                continue
            deviation = abs(row.amount_minor - expected_minor)
            if deviation <= max(_ONE, MAX_DEVIATION * expected_minor):
                yield _Pair(out, row)

    def _expected_minor(self, out: StatementRow, currency: str | None) -> int | None:
        """Return what the money that left comes to in a currency; None without a rate."""
        key = out.currency or "", currency or "", out.date
        if key not in self._rates:
            self._rates[key] = self._find_rate(*key)
        rate = self._rates[key]
        return None if rate is None else rate.convert(-out.amount_minor)

    def _join(self, pair: _Pair, by_line: Mapping[int, PlanRow]) -> dict[int, PlanRow]:
        """Return the rows that change if the two rows of an exchange are joined, by line."""
        out, received = by_line[pair.out.line], by_line[pair.received.line]
        if out.account_id == received.account_id:
            return self._within_account(pair, by_line)
        transfer = self._transfer(out, received)
        if transfer is None:
            return {}
        if pair.out.fee_minor and out.splits:
            transfer = self._fees.added_to(transfer, pair.out)
        if pair.received.fee_minor:
            transfer = self._fees.added_to(transfer, pair.received)
        return {out.line: transfer, received.line: _part(received, out.line)}

    def _within_account(self, pair: _Pair, by_line: Mapping[int, PlanRow]) -> dict[int, PlanRow]:
        """Join an exchange of which both rows are on one account; return the rows that change.

        If there is one payment of the exchanged amount, it is booked at what the bank exchanged for
        it. Otherwise the difference of the two rows is booked.
        """
        legs = [by_line[row.line] for row in pair]
        own = next((leg for leg in legs if leg.other is None or leg.other.original is None), None)
        foreign = pair.received if own is by_line[pair.out.line] else pair.out
        if own is None:
            return {}
        payment = self._payment(foreign, own, by_line)
        if payment is None:
            exchange = ExchangedRows(own, legs[1] if own is legs[0] else legs[0])
            self._exchanges.append(exchange)
            return self._difference(*exchange)
        self._paid |= {payment.line, *(leg.line for leg in legs)}
        joined = {leg.line: _part(leg, payment.line) for leg in legs}
        if payment.status is RowStatus.NEW and payment.other is not None:
            joined[payment.line] = payment._replace(
                amount_minor=own.amount_minor,
                other=payment.other._replace(is_amount_estimated=False),
                reason=f"booked as exchanged in lines {pair.out.line} and {pair.received.line}",
            )
        return joined

    def _difference(self, own: PlanRow, foreign: PlanRow) -> dict[int, PlanRow]:
        """Return the two rows of an exchange on one account, of which the difference is booked.

        The difference includes the fee. It is an expense, or an income if the amount that came is
        worth more. It is not marked as an estimate, because it has no original amount from which it
        could be estimated again.
        """
        amount_minor = own.amount_minor + foreign.amount_minor
        if not amount_minor:
            return {
                own.line: _part(own, foreign.line, _WITHIN_ACCOUNT),
                foreign.line: _part(foreign, own.line, _WITHIN_ACCOUNT),
            }
        reasons = _COST.format(foreign.line), foreign.reason
        booked = own._replace(
            reason="; ".join(filter(None, reasons)),
            amount_minor=amount_minor,
            category_id=self._category_of_difference(own, amount_minor),
            splits=(),
            custom_type_id=own.custom_type_id if own.amount_minor * amount_minor > 0 else None,
            notes=own.notes or foreign.notes,
            other=(own.other or OtherAmounts(self._accounts.currency))._replace(
                joined_key=foreign.key, joined_occurrence=foreign.occurrence
            ),
        )
        return {own.line: booked, foreign.line: _part(foreign, own.line)}

    def _category_of_difference(self, own: PlanRow, amount_minor: int) -> str | None:
        """Return the category of a difference, given the row in the account's currency."""
        if amount_minor < 0 and self._fees.category_id is not None:
            return self._fees.category_id
        if own.amount_minor * amount_minor > 0:
            return own.category_id
        return self._fallback.get(EntryType.INCOME if amount_minor > 0 else EntryType.EXPENSE)

    def _payment(
        self, foreign: StatementRow, own: PlanRow, by_line: Mapping[int, PlanRow]
    ) -> PlanRow | None:
        """Return the only payment of the amount that was exchanged, on the same account and day.

        It may be recorded already. It has no splits, because it is not in the account's currency.
        """
        place = _Place(foreign.date, foreign.currency, -foreign.amount_minor, own.account_id)
        lines, found = self._payments.get(place, []), list[int]()
        # Ends at the second one, and forgets rows that are none any more, so that many exchanges
        # of one amount take no longer each than a single one.
        while lines and len(found) < _AMBIGUOUS:
            line = lines.pop()
            if by_line[line].status in (RowStatus.NEW, RowStatus.DUPLICATE):
                found.append(line)
        lines.extend(reversed(found))
        return by_line[found[0]] if len(found) == 1 else None

    def _transfer(self, out: PlanRow, received: PlanRow) -> PlanRow | None:
        """Return the transfer of two rows on two accounts.

        Between accounts in one currency it has one amount, so none is returned if the file has two.
        """
        amounts, brought = self._amounts_of(out), self._amounts_of(received)
        amount_minor, to_amount_minor = out.amount_minor, received.amount_minor
        other = amounts._replace(
            to_amount_minor=to_amount_minor,
            to_currency=brought.currency,
            is_to_amount_estimated=brought.is_amount_estimated,
        )
        if amounts.currency == brought.currency:
            if amounts.is_amount_estimated:
                amount_minor = -to_amount_minor
            elif not brought.is_amount_estimated and to_amount_minor != -amount_minor:
                return None
            is_estimated = amounts.is_amount_estimated and brought.is_amount_estimated
            other = amounts._replace(is_amount_estimated=is_estimated)
        return out._replace(
            reason=f"is one transfer with line {received.line}",
            amount_minor=amount_minor,
            type=TransactionType.TRANSFER,
            category_id=None,
            splits=(),
            custom_type_id=None,
            payee=out.payee or received.payee,
            external_id=out.external_id or received.external_id,
            to_account_id=received.account_id or self._accounts.account_id,
            other=other._replace(joined_key=received.key, joined_occurrence=received.occurrence),
        )

    def _amounts_of(self, row: PlanRow) -> OtherAmounts:
        return row.other or OtherAmounts(self._accounts.currency)


def _lines(rows: Iterable[PlanRow], status: RowStatus) -> set[int]:
    return {row.line for row in rows if row.status is status}


def _groups(
    rows: Iterable[StatementRow], key_of: Callable[[StatementRow], tuple[date, str | None]]
) -> Iterator[list[StatementRow]]:
    """Yield the rows that share a key, if there are 2 to ``_MAX_GROUP`` of them."""
    groups: defaultdict[tuple[date, str | None], list[StatementRow]] = defaultdict(list)
    for row in rows:
        groups[key_of(row)].append(row)
    yield from (same for same in groups.values() if 1 < len(same) <= _MAX_GROUP)


def between_own(planned: PlanRow, received: Money, accounts: CurrencyAccounts) -> PlanRow:
    """Return the transfer of a row that brings an amount to another own account.

    Raises:
        RowMisfit: It is on one account, so nothing is booked, or there is none in that currency.
    """
    to_account_id = accounts.account_of(received.currency)
    if to_account_id == (planned.account_id or accounts.account_id):
        raise RowMisfit("is exchanged on one account; nothing is booked")
    if accounts.ledger.currency_of(to_account_id) != received.currency:
        raise RowMisfit(f"there is no account in {received.currency}")
    other = planned.other or OtherAmounts(accounts.currency)
    if other.currency != received.currency:
        other = other._replace(to_amount_minor=received.amount_minor, to_currency=received.currency)
    return planned._replace(
        type=TransactionType.TRANSFER,
        category_id=None,
        splits=(),
        custom_type_id=None,
        to_account_id=to_account_id,
        other=other,
    )


def _part(row: PlanRow, line: int, why: str = "is a part of line {}") -> PlanRow:
    """Return a row that is a part of the transaction of another line."""
    return row._replace(status=RowStatus.JOINED, reason=why.format(line))
