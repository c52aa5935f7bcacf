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
from shared.models.imports.currencies.own_transfers import transfer_of
from shared.models.imports.import_plan import OtherAmounts, PlanRow, RowStatus
from shared.models.imports.statements.results import StatementRow
from shared.models.ledger.category import EntryType
from shared.models.ledger.transactions.currencies.exchange import FindRate

_ONE = Decimal(1)
_MAX_GROUP = 50
"""Rows of one day or time that are compared with each other; of more, none is joined."""

_AMBIGUOUS = 2
"""So many payments of one amount, of which none is taken."""

_WITHIN_ACCOUNT = "is exchanged{} on one account; nothing is booked"
_COST = "the difference of an exchange{} on one account, with its fee"


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
    time. Rows that could be in several exchanges are in none. An exchange of one row is given as
    two, of which the money that came has the line of the other one with a minus sign; without
    ``joins_rows`` there are no other exchanges. ``fallback`` are the categories by type of rows to
    which nothing else gives one. ``check_time`` is called before each group of rows that are
    compared, and raises when there is no time left.
    """

    def __init__(
        self,
        rows: Iterable[StatementRow],
        accounts: CurrencyAccounts,
        find_rate: FindRate,
        fees: Fees,
        fallback: Mapping[EntryType, str | None],
        check_time: Callable[[], None],
        *,
        joins_rows: bool = True,
    ) -> None:
        self._check_time = check_time
        self._joins_rows = joins_rows
        self._fees = fees
        self._fallback = fallback
        self._rows = list(rows)
        self._accounts = accounts
        self._find_rate = find_rate
        self._rates: dict[tuple[str, str, date], Rate | None] = {}
        self._payments: defaultdict[_Place, list[int]] = defaultdict(list)
        self._exchanges: list[ExchangedRows] = []
        self._paid: set[int] = set()
        self._of_neither: set[int] = set()

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
        for pair in self._in_one_row(_lines(by_line.values(), RowStatus.NEW)):
            by_line |= self._difference(by_line[pair.out.line], by_line[pair.received.line])
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

        def find(row: PlanRow) -> int | None:
            # Of an exchange of two other currencies only the difference is recorded.
            return None if row.line in self._of_neither else find_booked(row)

        changed = at_average_cost(self._rows, unexchanged, self._exchanges, find)
        for exchange in self._exchanges:
            if (foreign := changed.get(exchange.foreign.line)) is not None:
                changed |= self._difference(exchange.own, foreign)
        return changed

    def _pairs(self, lines: set[int]) -> Iterator[_Pair]:
        """Yield the exchanges among the rows of these lines."""
        paired: set[int] = set()
        for pair in self._in_one_row(lines):
            paired |= {pair.out.line, pair.received.line}
            yield pair
        if not self._joins_rows:
            return
        rows = [row for row in self._rows if row.line in lines - paired]
        with_ids = [row for row in rows if row.external_id is not None]
        for same in _groups(with_ids, lambda row: (row.date, row.external_id)):
            for pair in self._unique(same):
                paired |= {pair.out.line, pair.received.line}
                yield pair
        said = [row for row in rows if row.is_exchange and row.line not in paired]
        for same in _groups(said, lambda row: (row.date, row.moment)):
            for pair in self._unique(same, is_dated=not same[0].moment):
                yield pair

    def _in_one_row(self, lines: set[int]) -> Iterator[_Pair]:
        """Yield the exchanges of one row each of which both parts are among these lines."""
        by_line = {row.line: row for row in self._rows}
        for line in sorted(one for one in lines if one < 0 and -one in lines):
            yield _Pair(by_line[-line], by_line[line])

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
        transfer = transfer_of(out, received, self._accounts)
        if transfer is None:
            return {}
        other = transfer.other or OtherAmounts(self._accounts.currency)
        transfer = transfer._replace(
            reason=f"is one transfer with line {received.line}",
            payee=out.payee or received.payee,
            external_id=out.external_id or received.external_id,
            other=other._replace(joined_key=received.key, joined_occurrence=received.occurrence),
        )
        if pair.out.fee_minor and out.splits:
            transfer = self._fees.added_to(transfer, pair.out)
        if pair.received.fee_minor:
            transfer = self._fees.added_to(transfer, pair.received)
        return {out.line: transfer, received.line: _part_of(received, out.line)}

    def _within_account(self, pair: _Pair, by_line: Mapping[int, PlanRow]) -> dict[int, PlanRow]:
        """Join an exchange of which both rows are on one account; return the rows that change.

        If there is one payment of the exchanged amount, it is booked at what the bank exchanged for
        it. Otherwise the difference of the two rows is booked.
        """
        legs = [by_line[row.line] for row in pair]
        own = next((leg for leg in legs if leg.other is None or leg.other.original is None), None)
        foreign = pair.received if own is by_line[pair.out.line] else pair.out
        if own is None:
            self._of_neither |= {leg.line for leg in legs}
            return {}
        payment = self._payment(foreign, own, by_line)
        if payment is None:
            exchange = ExchangedRows(own, legs[1] if own is legs[0] else legs[0])
            self._exchanges.append(exchange)
            return self._difference(*exchange)
        self._paid |= {payment.line, *(leg.line for leg in legs)}
        joined = {leg.line: _part_of(leg, payment.line) for leg in legs}
        if payment.status is RowStatus.NEW and payment.other is not None:
            joined[payment.line] = payment._replace(
                amount_minor=own.amount_minor,
                other=payment.other._replace(is_amount_estimated=False),
                reason=f"booked as exchanged in {_lines_of(pair)}",
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
                own.line: _part(own, _WITHIN_ACCOUNT.format(_with(foreign, own))),
                foreign.line: _part(foreign, _WITHIN_ACCOUNT.format(_with(own, foreign))),
            }
        is_of_neither = own.other is not None and own.other.original is not None
        reasons = (
            _COST.format(_with(foreign, own)),
            own.reason if is_of_neither else None,
            foreign.reason,
        )
        booked = own._replace(
            reason="; ".join(filter(None, reasons)),
            amount_minor=amount_minor,
            category_id=self._category_of_difference(own, amount_minor),
            splits=(),
            custom_type_id=own.custom_type_id if own.amount_minor * amount_minor > 0 else None,
            notes=own.notes or foreign.notes,
            other=(own.other or OtherAmounts(self._accounts.currency))._replace(
                original_minor=None,
                original_currency=None,
                is_amount_estimated=False,
                joined_key=foreign.key,
                joined_occurrence=foreign.occurrence,
            ),
        )
        return {own.line: booked, foreign.line: _part_of(foreign, own.line)}

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


def _lines(rows: Iterable[PlanRow], status: RowStatus) -> set[int]:
    return {row.line for row in rows if row.status is status}


def _lines_of(pair: _Pair) -> str:
    """Return how a reason names the lines of an exchange."""
    out, received = (row.line for row in pair)
    return f"line {out}" if received < 0 else f"lines {out} and {received}"


def _groups(
    rows: Iterable[StatementRow], key_of: Callable[[StatementRow], tuple[date, str | None]]
) -> Iterator[list[StatementRow]]:
    """Yield the rows that share a key, if there are 2 to ``_MAX_GROUP`` of them."""
    groups: defaultdict[tuple[date, str | None], list[StatementRow]] = defaultdict(list)
    for row in rows:
        groups[key_of(row)].append(row)
    yield from (same for same in groups.values() if 1 < len(same) <= _MAX_GROUP)


def _with(row: PlanRow, other: PlanRow) -> str:
    """Return how a reason names the line of a row, for the other one; nothing in its own line."""
    return "" if row.line == -other.line else f" with line {row.line}"


def _part_of(row: PlanRow, line: int) -> PlanRow:
    """Return a row that is a part of the transaction of another line."""
    return _part(row, f"is a part of line {line}")


def _part(row: PlanRow, why: str) -> PlanRow:
    return row._replace(status=RowStatus.JOINED, reason=why)
