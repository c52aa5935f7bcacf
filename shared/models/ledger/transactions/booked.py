"""The booked amount of a transaction, its splits, and the original amount of a purchase."""

from __future__ import annotations

from shared.errors import InvalidArgument
from shared.models.ledger.transactions.currencies.exchange import FindRate, allocate_minor
from shared.models.ledger.transactions.currencies.original import Original
from shared.models.ledger.transactions.given_amounts import AmountsInMinor
from shared.models.ledger.transactions.transaction import Split, Transaction
from shared.models.values.money import MAX_AMOUNT_MINOR, format_minor


def with_booked_amount(
    before: Transaction | None,
    after: Transaction,
    entered: AmountsInMinor,
    find_rate: FindRate,
) -> Transaction:
    """Return a transaction with the booked amount, its splits, and the original amount.

    An amount in another currency than the account's becomes the original amount, and the booked
    one is estimated at the rate of the day. On another day it is estimated again, until it is
    given. ``before`` is the transaction that a patch changes.

    Raises:
        InvalidArgument: There is no rate, an estimate is too small or too large, or the original
            amount changes from which the amount is estimated.
    """
    if entered.currency != after.currency and entered.amount_minor is not None:
        original = Original(amount_minor=entered.amount_minor, currency=entered.currency)
        after = after.model_copy(
            update={"amount_minor": original.amount_minor, "splits": entered.splits or ()}
        )
        return _estimated(after, original, entered.currency, find_rate)
    after = _as_entered(after, entered)
    if before is None or not after.is_amount_estimated:
        return after
    if after.original is None or after.original != before.original:
        raise InvalidArgument.of("amount", "is required with another original amount")
    if after.date == before.date:
        return after
    return _estimated(after, after.original, after.currency, find_rate)


def _as_entered(after: Transaction, entered: AmountsInMinor) -> Transaction:
    """Return a transaction with the amounts that an input gives in the account's currency."""
    if entered.amount_minor is not None:
        given = {"amount_minor": entered.amount_minor, "is_amount_estimated": False}
        after = after.model_copy(update=given)
    if entered.splits is not None:
        after = after.model_copy(update={"splits": entered.splits})
    original = entered.original if "original" in entered.names else _kept_original(after)
    if original is not None and original.amount_minor * after.amount_minor < 0:
        raise InvalidArgument.of("original.amount", "must have the sign of the amount")
    return after.model_copy(update={"original": original})


def _kept_original(after: Transaction) -> Original | None:
    """Return the original amount with the sign of the amount; None if both are in one currency."""
    original = after.original
    if original is None or original.currency == after.currency:
        return None
    if original.amount_minor * after.amount_minor > 0:
        return original
    return original.model_copy(update={"amount_minor": -original.amount_minor})


def _estimated(
    after: Transaction, original: Original, currency: str, find_rate: FindRate
) -> Transaction:
    """Return a transaction with its amount estimated from an original one at the day's rate.

    Its splits keep their proportions. Amount and splits are in ``currency`` before.
    """
    rate = find_rate(original.currency, after.currency, after.date)
    if rate is None:
        pair = f"{original.currency}/{after.currency}"
        message = f"must be in {after.currency}, because there is no rate of {pair} for that day"
        raise InvalidArgument.of("amount", message)
    amount_minor = rate.convert(original.amount_minor)
    if not 0 < abs(amount_minor) <= MAX_AMOUNT_MINOR:
        raise InvalidArgument.of("amount", f"is too small or too large in {after.currency}")
    return after.model_copy(
        update={
            "amount_minor": amount_minor,
            "splits": _scaled(after, amount_minor, currency),
            "original": original,
            "is_amount_estimated": True,
        }
    )


def _scaled(after: Transaction, amount_minor: int, currency: str) -> tuple[Split, ...]:
    """Return the splits of the present amount, in ``currency``, as splits of another amount.

    Raises:
        InvalidArgument: They do not add up to the present amount, or one would be zero.
    """
    if not after.splits:
        return ()
    weights = [split.amount_minor for split in after.splits]
    if (total_minor := sum(weights)) != after.amount_minor:
        come_to = format_minor(total_minor, currency)
        whole = format_minor(after.amount_minor, currency)
        raise InvalidArgument.of("splits", f"add up to {come_to} instead of {whole}")
    parts = allocate_minor(amount_minor, weights)
    if not all(parts):
        raise InvalidArgument.of("splits", f"are too small in {after.currency}")
    return tuple(
        split.model_copy(update={"amount_minor": part})
        for split, part in zip(after.splits, parts, strict=True)
    )
