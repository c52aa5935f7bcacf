"""Amounts of an input in minor units, each in its currency, and those that are estimated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.exchange import FindRate, allocate_minor
from shared.models.ledger.transactions.original import Original, OriginalDraft
from shared.models.ledger.transactions.transaction import (
    Split,
    SplitDraft,
    Transaction,
)
from shared.models.values.money import MAX_AMOUNT_MINOR, format_minor, to_minor

_T = TypeVar("_T")


def put_amounts(
    ledger: Ledger,
    fields: dict[str, Any],
    before: Transaction | None,
    find_rate: FindRate,
    errors: list[FieldError],
) -> None:
    """Replace the amounts of an input's fields by those that are stored; collect errors.

    An amount in another currency than the account's becomes the original amount, and the booked
    one is estimated at the rate of the day. ``before`` is the transaction that a patch changes.
    """
    currency = _currency_of_account(ledger, fields, before)
    asked = fields.pop("currency", None) or currency
    has_original, original = "original" in fields, fields.pop("original", None)
    _convert_to_minor(ledger, fields, before, asked, errors)
    if before is not None:
        errors += _missing_amounts(fields, before, asked, currency)
    fields["currency"] = currency
    if errors:
        return
    if asked != currency:
        _estimate(fields, before, asked, original, find_rate, errors)
        return
    if "amount_minor" in fields:
        fields["is_amount_estimated"] = False
    if has_original:
        fields["original"] = collected(lambda: _original(original, currency), None, errors)
    elif before is not None and before.original is not None:
        amount_minor = _value(fields, before, "amount_minor")
        fields["original"] = _kept_original(before.original, currency, amount_minor)


def collected(make: Callable[[], _T], otherwise: _T, errors: list[FieldError]) -> _T:
    """Return what ``make`` returns; if it refuses, collect its errors and return the other."""
    try:
        return make()
    except InvalidArgument as invalid:
        errors.extend(invalid.errors)
        return otherwise


def _currency_of_account(ledger: Ledger, fields: dict[str, Any], before: Transaction | None) -> str:
    """Return the currency of the account; of one that does not exist, the present one."""
    account_id = _value(fields, before, "account_id")
    if before is not None and account_id not in ledger.accounts:
        return before.currency
    return ledger.currency_of(account_id)


def _missing_amounts(
    fields: dict[str, Any], before: Transaction, asked: str, currency: str
) -> Iterator[FieldError]:
    """Yield the errors of a patch that changes the currency, but not all amounts in it."""
    if currency != before.currency:
        required = f"required, because the account is in {currency}"
    elif asked != currency:
        required = "required with another currency"
    else:
        return
    if "amount_minor" not in fields:
        yield FieldError("amount", f"is {required}")
    if before.splits and "splits" not in fields:
        yield FieldError("splits", f"are {required}")


def _value(fields: dict[str, Any], before: Transaction | None, name: str) -> Any:
    return fields[name] if name in fields else getattr(before, name, None)


def _convert_to_minor(
    ledger: Ledger,
    fields: dict[str, Any],
    before: Transaction | None,
    currency: str,
    errors: list[FieldError],
) -> None:
    if "amount" in fields:
        fields["amount_minor"] = collected(
            lambda: to_minor(fields.pop("amount"), currency), 0, errors
        )
    if "to_amount" in fields:
        received = fields.pop("to_amount")
        to_currency = ledger.currency_of(_value(fields, before, "to_account_id"))
        fields["to_currency"] = received and to_currency
        fields["to_amount_minor"] = received and collected(
            lambda: to_minor(received, to_currency, "to_amount"), 0, errors
        )
        fields["is_to_amount_estimated"] = False
    if "splits" in fields:
        fields["splits"] = tuple(
            collected(partial(_split, split, currency, index), None, errors)
            for index, split in enumerate(fields["splits"] or ())
        )
        if errors:
            fields["splits"] = ()


def _split(draft: SplitDraft, currency: str, index: int) -> Split:
    amount_minor = to_minor(draft.amount, currency, f"splits.{index}.amount")
    return Split(category_id=draft.category_id, amount_minor=amount_minor, note=draft.note)


def _original(draft: OriginalDraft | None, currency: str) -> Original | None:
    if draft is None:
        return None
    if draft.currency == currency:
        raise InvalidArgument.of("original.currency", "must not be that of the account")
    original_minor = to_minor(draft.amount, draft.currency, "original.amount")
    return Original(amount_minor=original_minor, currency=draft.currency)


def _kept_original(original: Original, currency: str, amount_minor: int) -> Original | None:
    """Return an original amount with the sign of the amount; None if both are in one currency."""
    if original.currency == currency:
        return None
    if original.amount_minor * amount_minor > 0:
        return original
    return original.model_copy(update={"amount_minor": -original.amount_minor})


def _estimate(
    fields: dict[str, Any],
    before: Transaction | None,
    asked: str,
    original: OriginalDraft | None,
    find_rate: FindRate,
    errors: list[FieldError],
) -> None:
    """Estimate the booked amount, and its splits, from an amount in another currency."""
    if original is not None:
        errors.append(FieldError("original", f"must be omitted: the amount is in {asked}"))
        return
    currency, asked_minor = fields["currency"], fields["amount_minor"]
    rate = find_rate(asked, currency, _value(fields, before, "date"))
    if rate is None:
        message = f"must be in {currency}, because there is no rate of {asked} for that day"
        errors.append(FieldError("amount", message))
        return
    amount_minor = rate.convert(asked_minor)
    if not 0 < abs(amount_minor) <= MAX_AMOUNT_MINOR:
        errors.append(FieldError("amount", f"is too small or too large in {currency}"))
        return
    asked_for = Original(amount_minor=asked_minor, currency=asked)
    fields |= {"amount_minor": amount_minor, "original": asked_for, "is_amount_estimated": True}
    if splits := fields.get("splits"):
        estimate = partial(_estimated_splits, splits, asked_for, amount_minor, currency)
        fields["splits"] = collected(estimate, splits, errors)


def _estimated_splits(
    splits: tuple[Split, ...], original: Original, amount_minor: int, currency: str
) -> tuple[Split, ...]:
    """Return splits of an original amount as splits of the estimated one, in its currency.

    Raises:
        InvalidArgument: They do not add up to the original amount, or one would be zero.
    """
    weights = [split.amount_minor for split in splits]
    if (total_minor := sum(weights)) != original.amount_minor:
        come_to = format_minor(total_minor, original.currency)
        whole = format_minor(original.amount_minor, original.currency)
        raise InvalidArgument.of("splits", f"add up to {come_to} instead of {whole}")
    parts = allocate_minor(amount_minor, weights)
    if not all(parts):
        raise InvalidArgument.of("splits", f"are too small in {currency}")
    return tuple(
        split.model_copy(update={"amount_minor": part})
        for split, part in zip(splits, parts, strict=True)
    )
