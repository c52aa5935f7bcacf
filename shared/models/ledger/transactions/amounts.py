"""All amounts of a transaction, from those that an input names."""

from __future__ import annotations

from collections.abc import Iterator

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.booked import with_booked_amount
from shared.models.ledger.transactions.currencies.base_amounts import (
    ensure_not_given,
    exchange_after,
)
from shared.models.ledger.transactions.currencies.exchange import FindRate
from shared.models.ledger.transactions.currencies.received import (
    brings_base,
    with_base_received,
    with_received,
)
from shared.models.ledger.transactions.given_amounts import GivenAmounts
from shared.models.ledger.transactions.transaction import Transaction, TransactionType


def with_amounts(
    ledger: Ledger,
    before: Transaction | None,
    after: Transaction,
    given: GivenAmounts,
    find_rate: FindRate,
) -> Transaction:
    """Return a transaction with its amounts: booked, received, and in the ledger's currency.

    ``before`` is the transaction whose amounts hold unless the input changes them; ``after`` has
    the other fields of the input already.

    Raises:
        InvalidArgument: An amount does not fit, or is required.
    """
    if before is not None and not given.names and _keeps_amounts(before, after):
        return after
    after = after.model_copy(update={"currency": _currency_of_account(ledger, after)})
    errors = list(_missing_amounts(before, after, given))
    to_currency = ledger.currency_of(after.to_account_id)
    entered = given.in_minor(after.currency, to_currency, errors)
    if errors:
        raise InvalidArgument(*errors)
    after = with_booked_amount(before, after, entered, find_rate)
    _ensure_positive(after, entered.to_amount_minor)
    if brings_base(ledger, after):
        ensure_not_given(given.exchange, "must be omitted: to_amount is in the ledger's currency")
        return with_base_received(ledger, before, after, entered, find_rate)
    after = with_received(ledger, before, after, entered, find_rate)
    exchange = exchange_after(ledger, before, after, given.exchange, find_rate)
    return after.model_copy(update={"exchange": exchange})


def _keeps_amounts(before: Transaction, after: Transaction) -> bool:
    """Return whether nothing changes on which amounts depend, and no rate is missing."""
    return not before.is_unconverted and all(
        getattr(after, name) == getattr(before, name)
        for name in ("type", "date", "account_id", "to_account_id")
    )


def _currency_of_account(ledger: Ledger, after: Transaction) -> str:
    """Return the currency of the account; of one that does not exist, the present one."""
    is_known = after.account_id in ledger.accounts
    return ledger.currency_of(after.account_id) if is_known else after.currency


def _ensure_positive(after: Transaction, to_amount_minor: int | None) -> None:
    """Check that amounts of a transfer are positive, before others are calculated from them."""
    if after.type is TransactionType.TRANSFER and after.amount_minor < 0:
        raise InvalidArgument.of("amount", "must be positive for a TRANSFER")
    if to_amount_minor is not None and to_amount_minor < 0:
        raise InvalidArgument.of("to_amount", "must be positive")


def _missing_amounts(
    before: Transaction | None, after: Transaction, given: GivenAmounts
) -> Iterator[FieldError]:
    """Yield the errors of a patch that changes the currency, but not all amounts in it."""
    if before is None:
        return
    if after.currency != before.currency:
        required = f"required, because the account is in {after.currency}"
    elif given.currency not in (None, after.currency):
        required = "required with another currency"
    else:
        return
    if "amount" not in given.names:
        yield FieldError("amount", f"is {required}")
    if before.splits and "splits" not in given.names:
        yield FieldError("splits", f"are {required}")
