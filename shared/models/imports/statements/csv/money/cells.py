"""Conversion of the cells with money to amounts, each in its currency."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from shared.models.imports.statements.amounts import (
    Money,
    find_rate_in,
    read_amount,
    read_money,
)
from shared.models.imports.statements.cells import BadCell, quoted
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.words.directions import is_between_own
from shared.models.imports.statements.layout import AmountSign, Layout, MoneyOutSign
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.values.money import MAX_AMOUNT_MINOR, largest_amount
from shared.models.values.text import fold


class _Currencies(NamedTuple):
    """Currency that a row names, or None, and that of amounts without a symbol otherwise."""

    named: str | None
    default: str


class RowMoney(NamedTuple):
    """Amounts of a row; see ``StatementRow``."""

    amount_minor: int
    currency: str
    original: Money | None
    rate: Decimal | None
    fee_minor: int
    received: Money | None = None

    def turned(self) -> RowMoney:
        """Return the amounts with the other sign."""
        original = self.original and Money(-self.original.amount_minor, self.original.currency)
        return self._replace(amount_minor=-self.amount_minor, original=original)


class MoneyCells:
    """The columns with money of one layout."""

    def __init__(self, layout: Layout, known: KnownCurrencies) -> None:
        self._layout = layout
        self._known = known
        self._at = {role: index for index, role in enumerate(layout.columns)}
        self._signed = self._amount_reader()
        self._has_target = {ColumnRole.TO_AMOUNT, ColumnRole.DIRECTION} <= self._at.keys()

    @property
    def out_sign(self) -> int:
        """Return the sign of spending in a debit column, or beside a direction word or a type."""
        return 1 if self._layout.money_out_sign is MoneyOutSign.SIGNED else -1

    def read(self, cells: list[str], accounts: tuple[str, ...]) -> RowMoney:
        """Return the amounts of a row that is on these accounts, with the sign of an account.

        Raises:
            BadCell: There is none, or its currency is not known.
        """
        named = self._text(cells, ColumnRole.CURRENCY)
        currency = self._known.find(named) if named else None
        default = currency or self._known.default_of(accounts)
        money = self._signed(cells, _Currencies(currency, default))
        if self._has_target:
            return self._between(cells, money)
        amount_minor = money.amount_minor
        if self._layout.amount_sign is AmountSign.INVERTED:
            amount_minor = -amount_minor
        fee_minor = self._fee(cells, money.currency)
        amount_minor -= fee_minor
        _check_amount(amount_minor, money.currency)
        return RowMoney(
            amount_minor,
            money.currency,
            self._original(cells, money.currency, is_out=amount_minor < 0),
            find_rate_in(self._text(cells, ColumnRole.RATE), self._layout.decimal_mark),
            fee_minor,
        )

    def _between(self, cells: list[str], sent: Money) -> RowMoney:
        """Return the amounts of a payment: of money out what was sent, of money in what arrived.

        The sender pays the fee.
        """
        columns = ColumnRole.TO_AMOUNT, ColumnRole.TO_CURRENCY
        arrived = self.money_in(cells, *columns, sent.currency)
        if arrived is None:
            raise BadCell("The row has no amount for the receiver.")
        is_out = sent.amount_minor < 0
        fee_minor = self._fee(cells, sent.currency) if is_out else 0
        own, other = (sent, arrived) if is_out else (arrived, sent)
        amount_minor = (-1 if is_out else 1) * abs(own.amount_minor) - fee_minor
        _check_amount(amount_minor, own.currency)
        original = Money((-1 if is_out else 1) * abs(other.amount_minor), other.currency)
        if is_between_own(cells[self._at[ColumnRole.DIRECTION]]):
            return RowMoney(amount_minor, own.currency, None, None, fee_minor, arrived)
        has_original = other.currency != own.currency and other.amount_minor != 0
        return RowMoney(
            amount_minor, own.currency, original if has_original else None, None, fee_minor
        )

    def money_in(
        self, cells: list[str], amount: ColumnRole, currency: ColumnRole, default: str
    ) -> Money | None:
        """Return the amount in one column, in the currency in another; None if it is empty.

        Raises:
            BadCell: The amount cannot be read, or its currency is not known.
        """
        text, named = self._text(cells, amount), self._text(cells, currency)
        if not text:
            return None
        return self._money(text, _Currencies(self._known.find(named) if named else None, default))

    def _fee(self, cells: list[str], currency: str) -> int:
        """Return what is taken beside the amount; a fee that is given back is negative."""
        text = self._text(cells, ColumnRole.FEE)
        if not text:
            return 0
        fee_minor = read_amount(text, self._layout.decimal_mark, currency)
        return -fee_minor if self._layout.fee_sign is MoneyOutSign.SIGNED else fee_minor

    def _original(self, cells: list[str], currency: str, *, is_out: bool) -> Money | None:
        """Return the amount in another currency; None if there is none, or it cannot be read."""
        columns = ColumnRole.ORIGINAL_AMOUNT, ColumnRole.ORIGINAL_CURRENCY
        try:
            original = self.money_in(cells, *columns, currency)
        except BadCell:
            return None
        if original is None or original.currency == currency or original.amount_minor == 0:
            return None
        amount_minor = abs(original.amount_minor)
        return Money(-amount_minor if is_out else amount_minor, original.currency)

    def _text(self, cells: list[str], role: ColumnRole) -> str:
        index = self._at.get(role)
        return "" if index is None else cells[index].strip()

    def _amount_reader(self) -> Callable[[list[str], _Currencies], Money]:
        """Return the function that reads a signed amount in this layout."""
        if ColumnRole.AMOUNT not in self._at:
            return self._from_pair
        direction = self._at.get(ColumnRole.DIRECTION)
        amount = self._at[ColumnRole.AMOUNT]
        if direction is None:
            return lambda cells, currencies: self._given(cells[amount], currencies)
        signs = dict.fromkeys(map(_word, self._layout.money_out), self.out_sign)
        signs |= dict.fromkeys(map(_word, self._layout.money_in), 1)
        has_target = ColumnRole.TO_AMOUNT in self._at

        def read(cells: list[str], currencies: _Currencies) -> Money:
            is_between = has_target and is_between_own(cells[direction])
            sign = -1 if is_between else _sign_of(cells[direction], signs)
            money = self._given(cells[amount], currencies)
            return Money(sign * money.amount_minor, money.currency)

        return read

    def _given(self, cell: str, currencies: _Currencies) -> Money:
        text = cell.strip()
        if not text:
            raise BadCell("The row has no amount.")
        return self._money(text, currencies)

    def _from_pair(self, cells: list[str], currencies: _Currencies) -> Money:
        out, received = (
            self._money(text, currencies) if text else Money(0, currencies.default)
            for text in (self._text(cells, ColumnRole.DEBIT), self._text(cells, ColumnRole.CREDIT))
        )
        if out.amount_minor and received.amount_minor:
            raise BadCell("The row has both a debit and a credit amount.")
        if received.amount_minor:
            return received
        return Money(self.out_sign * out.amount_minor, out.currency)

    def _money(self, text: str, currencies: _Currencies) -> Money:
        mark = self._layout.decimal_mark
        if currencies.named is not None:
            return Money(read_amount(text, mark, currencies.named), currencies.named)
        return read_money(text, mark, self._known, currencies.default)


def _check_amount(amount_minor: int, currency: str) -> None:
    if amount_minor == 0:
        raise BadCell("The amount is zero.")
    if abs(amount_minor) > MAX_AMOUNT_MINOR:
        raise BadCell(f"The amount is more than {largest_amount(currency)}.")


def _sign_of(cell: str, signs: dict[str, int]) -> int:
    sign = signs.get(cell) or signs.get(_word(cell))
    if sign is None:
        raise BadCell(f"{quoted(cell.strip())} is not known to mean money in or money out.")
    return sign


def _word(text: str) -> str:
    return fold(text.strip())
