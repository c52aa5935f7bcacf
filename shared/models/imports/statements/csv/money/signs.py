"""Detection of the meaning of amounts' signs: by direction words, balances, or card columns."""

from __future__ import annotations

from typing import NamedTuple

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.columns import MIN_SHARE, Column
from shared.models.imports.statements.csv.money.columns import follows
from shared.models.imports.statements.csv.words.directions import (
    Direction,
    direction_of,
    is_between_own,
)
from shared.models.imports.statements.csv.words.headers import normal
from shared.models.imports.statements.layout import AmountSign, MoneyOutSign
from shared.models.imports.statements.layout_overrides import LayoutOverrides
from shared.models.imports.statements.results import Ambiguity
from shared.models.imports.statements.unreadable import UnreadableFile
from shared.models.ledger.transactions.transaction import TransactionType

_CARD_WORDS = frozenset(
    {"card", "cards", "kreditkarte", "karte", "kartennummer", "creditcard", "carte", "tarjeta",
     "carta", "cartao", "kort", "kortnummer", "karta", "karty", "kartya", "cardholder", "merchant"}
)  # fmt: skip
_MIN_POSITIVE_SHARE = 0.7
_MIN_ROWS = 3


class Words(NamedTuple):
    """The words of the direction column, as written in the file."""

    money_in: tuple[str, ...] = ()
    money_out: tuple[str, ...] = ()


class Signs(NamedTuple):
    """Meaning of the signs; with ``are_sufficient``, no direction column is needed."""

    amount: AmountSign = AmountSign.NORMAL
    money_out: MoneyOutSign = MoneyOutSign.UNSIGNED
    confidence: float = 1.0
    ambiguity: Ambiguity | None = None
    are_sufficient: bool = False


def find_words(found: frozenset[str], overrides: LayoutOverrides) -> Words:
    """Return which words of the direction column mean money in, and which money out.

    If all known words mean the same, unknown words mean the opposite.

    Raises:
        UnreadableFile: No word is known.
    """
    known_in, known_out = overrides.money_in, overrides.money_out
    given = {normal(word) or word for word in (*(known_in or ()), *(known_out or ()))}
    others = sorted(
        word for word in found if (normal(word) or word) not in given and not is_between_own(word)
    )
    ins = known_in or tuple(w for w in others if direction_of(w) is Direction.IN)
    outs = known_out or tuple(w for w in others if direction_of(w) is Direction.OUT)
    unknown = tuple(word for word in others if word not in ins and word not in outs)
    if not (ins or outs):
        raise UnreadableFile("No word of the direction column is known to mean money in or out.")
    if ins and not outs:
        return Words(ins, unknown)
    return Words(ins, outs) if ins else Words(unknown, outs)


def find_signs(roles: list[ColumnRole], columns: list[Column], words: Words, near: int) -> Signs:
    """Detect the meaning of the amounts' signs; the first ``near`` rows are consecutive."""
    by_role = dict(zip(reversed(roles), reversed(columns), strict=False))
    if ColumnRole.AMOUNT not in by_role:
        debit = by_role.get(ColumnRole.DEBIT)
        is_signed = debit is not None and _usual_sign([a for a in debit.amounts if a]) < 0
        return Signs(money_out=MoneyOutSign.SIGNED if is_signed else MoneyOutSign.UNSIGNED)
    if ColumnRole.TYPE in by_role:
        return _beside_types(by_role[ColumnRole.AMOUNT], by_role[ColumnRole.TYPE])
    amount = by_role[ColumnRole.AMOUNT]
    if ColumnRole.DIRECTION in by_role:
        return _beside_words(amount, by_role[ColumnRole.DIRECTION], words)
    balance = by_role.get(ColumnRole.BALANCE)
    if balance is not None:
        a, b = amount.amounts[:near], balance.amounts[:near]
        if follows(a, b, 1) >= MIN_SHARE:
            return Signs()
        if follows(a, b, -1) >= MIN_SHARE:
            return Signs(amount=AmountSign.INVERTED)
    return _alone(amount, columns)


def _beside_types(amount: Column, types: Column) -> Signs:
    """Return whether expenses are negative, or negative ones are refunds as in exported files."""
    is_signed = _usual_sign(_amounts_of(TransactionType.EXPENSE, amount, types)) < 0
    return Signs(money_out=MoneyOutSign.SIGNED if is_signed else MoneyOutSign.UNSIGNED)


def are_inverted(amount: Column, types: Column) -> bool:
    """Return whether incomes are negative and expenses positive."""
    income, expense = (
        _usual_sign(_amounts_of(one, amount, types))
        for one in (TransactionType.INCOME, TransactionType.EXPENSE)
    )
    return income < 0 < expense


def _amounts_of(wanted: TransactionType, amount: Column, types: Column) -> list[int]:
    return [
        a
        for a, word in zip(amount.amounts, types.cells, strict=True)
        if a and word.upper() == wanted
    ]


def _beside_words(amount: Column, direction: Column, words: Words) -> Signs:
    outs = frozenset(map(normal, words.money_out))
    pairs = [
        (a, (normal(word) or word) in outs or word in words.money_out)
        for a, word in zip(amount.amounts, direction.cells, strict=True)
        if a and word
    ]
    out_sign = _usual_sign([a for a, is_out in pairs if is_out])
    in_sign = _usual_sign([a for a, is_out in pairs if not is_out])
    if out_sign > 0 > in_sign:
        return Signs(AmountSign.INVERTED, MoneyOutSign.SIGNED, are_sufficient=True)
    if out_sign < 0:
        return Signs(money_out=MoneyOutSign.SIGNED, are_sufficient=in_sign > 0)
    return Signs()


def _usual_sign(amounts: list[int]) -> int:
    """Return the sign of nearly all amounts; 0 if there are none, or they are mixed."""
    positive = sum(amount > 0 for amount in amounts)
    if amounts and positive >= MIN_SHARE * len(amounts):
        return 1
    return -1 if amounts and positive <= (1 - MIN_SHARE) * len(amounts) else 0


def _alone(amount: Column, columns: list[Column]) -> Signs:
    """Return signs without further evidence: inverted if a card's amounts are mostly positive.

    A few negative amounts among positive ones may be refunds of expenses without signs, so they do
    not show the meaning of the signs.
    """
    amounts = [a for a in amount.amounts if a]
    is_mostly_positive = sum(a > 0 for a in amounts) >= _MIN_POSITIVE_SHARE * len(amounts)
    is_card = any(_CARD_WORDS & set(normal(column.name).split()) for column in columns)
    if is_card and is_mostly_positive and len(amounts) >= _MIN_ROWS:
        return Signs(AmountSign.INVERTED, confidence=0.5, ambiguity=_ambiguous("out"))
    if not amounts or _usual_sign(amounts) > 0:
        return Signs(confidence=0.5, ambiguity=_ambiguous("in"))
    return Signs(confidence=1.0 if amount.has_both_signs else 0.9)


def _ambiguous(proposed: str) -> Ambiguity:
    return Ambiguity(
        code="amount-sign",
        message="The file does not show which amounts are money in and which are money out. "
        f"Positive amounts are assumed to be money {proposed}.",
    )
