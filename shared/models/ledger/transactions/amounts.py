"""Amounts of an input in minor units, each in its currency, and those that are estimated."""

from __future__ import annotations

from collections.abc import Callable
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
    TransactionType,
)
from shared.models.values.money import MAX_AMOUNT_MINOR, to_minor

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
    one is estimated at the rate of the day; so is the amount that a transfer between two currencies
    brings, if it is not given. ``before`` is the transaction that a patch changes.
    """
    currency = _currency_of_account(ledger, fields, before)
    asked = fields.pop("currency", None) or currency
    has_original, original = "original" in fields, fields.pop("original", None)
    _convert_to_minor(ledger, fields, before, asked, errors)
    _ensure_amount(fields, before, asked, currency, errors)
    fields["currency"] = currency
    if errors:
        return
    if "amount_minor" in fields or "to_amount_minor" in fields:
        fields["is_estimated"] = False
    if asked != currency:
        _estimate(fields, before, asked, original, find_rate, errors)
    elif has_original:
        amount_minor = _value(fields, before, "amount_minor")
        make = partial(_original, original, currency, amount_minor)
        fields["original"] = collected(make, None, errors)
    elif before is not None and before.original and before.original.currency == currency:
        fields["original"] = None
    _put_received(ledger, fields, before, find_rate, errors)


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


def _ensure_amount(
    fields: dict[str, Any],
    before: Transaction | None,
    asked: str,
    currency: str,
    errors: list[FieldError],
) -> None:
    """Collect the error of a patch that changes the currency without the amount."""
    if before is None or "amount_minor" in fields:
        return
    if currency != before.currency:
        message = f"is required, because the account is in {currency}"
        errors.append(FieldError("amount", message))
    elif asked != currency:
        errors.append(FieldError("amount", "is required with another currency"))


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


def _original(draft: OriginalDraft | None, currency: str, amount_minor: int) -> Original | None:
    if draft is None:
        return None
    if draft.currency == currency:
        raise InvalidArgument.of("original.currency", "must not be that of the account")
    original_minor = to_minor(draft.amount, draft.currency, "original.amount")
    if original_minor * amount_minor < 0:
        raise InvalidArgument.of("original.amount", "must have the sign of the amount")
    return Original(amount_minor=original_minor, currency=draft.currency)


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
    fields |= {
        "amount_minor": amount_minor,
        "original": Original(amount_minor=asked_minor, currency=asked),
        "is_estimated": True,
    }
    splits = fields.get("splits") or ()
    weights = [split.amount_minor for split in splits]
    if splits and sum(weights) == asked_minor:
        parts = zip(splits, allocate_minor(amount_minor, weights), strict=True)
        fields["splits"] = tuple(
            split.model_copy(update={"amount_minor": part}) for split, part in parts
        )


def _put_received(
    ledger: Ledger,
    fields: dict[str, Any],
    before: Transaction | None,
    find_rate: FindRate,
    errors: list[FieldError],
) -> None:
    """Estimate what a transfer between two currencies brings, unless it is given or still holds."""
    if fields.get("to_amount_minor") is not None or _still_holds(ledger, fields, before):
        return
    fields |= {"to_amount_minor": None, "to_currency": None}
    to_account_id = _value(fields, before, "to_account_id")
    if _value(fields, before, "type") is not TransactionType.TRANSFER:
        if before is not None and before.to_amount_minor is not None:
            fields.setdefault("is_estimated", False)
        return
    currency, to_currency = fields["currency"], ledger.currency_of(to_account_id)
    if to_account_id not in ledger.accounts or to_currency == currency:
        return
    rate = find_rate(currency, to_currency, _value(fields, before, "date"))
    if rate is None:
        return
    received_minor = rate.convert(_value(fields, before, "amount_minor"))
    if not 0 < received_minor <= MAX_AMOUNT_MINOR:
        errors.append(FieldError("to_amount", "is required: none can be estimated"))
        return
    fields |= {
        "to_amount_minor": received_minor,
        "to_currency": to_currency,
        "is_estimated": True,
    }


def _still_holds(ledger: Ledger, fields: dict[str, Any], before: Transaction | None) -> bool:
    """Return whether the received amount of a transfer holds after a patch that does not name it.

    It does while the amount, the currencies and the type stay, and if it is estimated the date.
    """
    if before is None or before.to_amount_minor is None or "to_amount_minor" in fields:
        return False
    after = before.model_copy(update=fields)
    was, becomes = (
        (
            one.type,
            one.amount_minor,
            one.currency,
            ledger.currency_of(one.to_account_id),
            one.date if before.is_estimated else None,
        )
        for one in (before, after)
    )
    return was == becomes
