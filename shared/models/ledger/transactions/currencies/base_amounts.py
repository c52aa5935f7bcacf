"""Amounts of a transaction in the currencies of its accounts and of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date as civil_date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.account import Account
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.exchange import (
    Exchange,
    ExchangeSource,
    FindRate,
    convert_minor,
    implied_rate,
)
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.exchange_rate import MAX_RATE, rate_text
from shared.models.values.money import MAX_AMOUNT_MINOR, largest_amount, to_minor

if TYPE_CHECKING:
    from shared.models.currencies.rate import Rate


class GivenExchange(NamedTuple):
    """Base amount or rate that a client gives; ``is_named`` is whether either is, or is null."""

    base_amount: Decimal | None = None
    rate: Decimal | None = None
    is_named: bool = False


def exchange_of(
    ledger: Ledger, transaction: Transaction, given: GivenExchange, find_rate: FindRate
) -> Exchange | None:
    """Return the conversion of a new transaction; see ``exchange_after``."""
    return exchange_after(ledger, None, transaction, given, find_rate)


def exchange_after(
    ledger: Ledger,
    before: Transaction | None,
    after: Transaction,
    given: GivenExchange,
    find_rate: FindRate,
) -> Exchange | None:
    """Return the conversion of a transaction to the ledger's currency; None in that currency.

    An amount that a transfer brings in the ledger's currency is the base amount. A base amount or
    rate that is given wins over the present conversion of the transaction ``before`` a change, and
    this one over the rate of the day. Without any, the transaction is unconverted.

    Raises:
        InvalidArgument: What is given does not fit, or the base amount would be too large.
    """
    if after.currency == ledger.currency:
        ensure_not_given(given, _reason_without_exchange(ledger, after))
        return None
    if base_is_received(ledger, after):
        ensure_not_given(given, "must be omitted: to_amount is in the ledger's currency")
        return _exchange_of_received(ledger, before, after, find_rate)
    if given.base_amount is not None and given.rate is not None:
        raise InvalidArgument.of("rate", "must be omitted if there is a base_amount")
    if given.base_amount is not None:
        base_minor = to_minor(given.base_amount, ledger.currency, "base_amount")
        return at_base_amount(ledger, after, base_minor, "base_amount")
    if given.rate is not None:
        return _at_rate(ledger, after, given.rate, after.date, ExchangeSource.GIVEN, "rate")
    kept = None if before is None or given.is_named else exchange_kept(ledger, before, after)
    return kept or at_rate_of_day(ledger, after, find_rate)


def _reason_without_exchange(ledger: Ledger, transaction: Transaction) -> str:
    """Return the message for a rate or base amount of an amount in the ledger's currency."""
    to_currency = ledger.currency_of(transaction.to_account_id)
    if transaction.to_account_id is None or to_currency == ledger.currency:
        return "is only allowed on an account of another currency"
    return f"must be omitted: give the to_amount in {to_currency} instead"


def _exchange_of_received(
    ledger: Ledger, before: Transaction | None, after: Transaction, find_rate: FindRate
) -> Exchange:
    """Return the conversion to the amount that a transfer brings in the ledger's currency.

    It is the present one, or for an estimate that of the day, if it comes to this amount.
    """
    received_minor = after.to_amount_minor or 0
    if before is not None and before.amount_minor == after.amount_minor:
        kept = exchange_kept(ledger, before, after)
        if kept is not None and kept.base_minor == received_minor:
            return kept
    if after.is_to_amount_estimated:
        exchange = at_rate_of_day(ledger, after, find_rate)
        if exchange.base_minor == received_minor:
            return exchange
    return at_base_amount(ledger, after, received_minor, "to_amount")


def exchange_kept(ledger: Ledger, before: Transaction, after: Transaction) -> Exchange | None:
    """Return the conversion that a change of a transaction keeps; None if it needs another one.

    Another amount is converted at the same rate. Another date needs another rate, unless the client
    gave the present one: what a bank took does not depend on the day that is noted. A base amount
    of zero has no rate for another amount.

    Raises:
        InvalidArgument: The base amount would be too large.
    """
    kept = before.exchange
    if kept is None or kept.base_minor is None or after.currency != before.currency:
        return None
    if after.date != before.date and kept.rate_source is not ExchangeSource.GIVEN:
        return None
    if after.amount_minor == before.amount_minor:
        return kept
    return at_same_rate(ledger, after, kept)


def at_rate_of_day(ledger: Ledger, transaction: Transaction, find_rate: FindRate) -> Exchange:
    """Return the conversion at the rate of the day; without a rate, it has no base amount.

    Raises:
        InvalidArgument: The base amount would be too large.
    """
    found = find_rate(transaction.currency, ledger.currency, transaction.date)
    if found is None:
        return Exchange(currency=ledger.currency)
    base_minor = found.convert(transaction.amount_minor)
    return _fitting(ledger, base_minor, found.text, found.as_of, _source_of(found), "amount")


def at_same_rate(ledger: Ledger, after: Transaction, kept: Exchange) -> Exchange | None:
    """Return the conversion of a transaction at the rate of another; None without a rate.

    Raises:
        InvalidArgument: The base amount would be too large.
    """
    if kept.rate is None or kept.rate_source is None:
        return None
    day = kept.rate_date or after.date
    return _at_rate(ledger, after, Decimal(kept.rate), day, kept.rate_source, "amount")


def is_at_former_own_rate(ledger: Ledger, exchange: Exchange, currency: str) -> bool:
    """Return whether an amount in ``currency`` was converted at an own rate not in force any more.

    It was replaced or deleted since.
    """
    if exchange.rate_source is not ExchangeSource.OWN:
        return False
    return not any(exchange.is_at(own, currency) for own in ledger.own_rates.values())


def currency_errors(ledger: Ledger, transaction: Transaction) -> Iterator[FieldError]:
    """Yield the errors of amounts that are not in the currencies of their accounts.

    Accounts that do not exist are ignored.
    """
    exchange, base = transaction.exchange, ledger.currency
    if transaction.base_currency != base or (exchange is not None and transaction.currency == base):
        yield FieldError("base_amount", f"must be in {base}, the ledger's currency")
    yield from errors_of_currencies(transaction, ledger.accounts)


def errors_of_currencies(
    transaction: Transaction, accounts: Mapping[str, Account]
) -> Iterator[FieldError]:
    """Yield the errors of amounts in other currencies than those of these accounts."""
    currency, base = transaction.currency, transaction.base_currency
    account = accounts.get(transaction.account_id)
    if account is not None and (actual := account.currency or base) != currency:
        yield FieldError("account_id", f"is in {actual}, and the transaction in {currency}")
    to_account = accounts.get(transaction.to_account_id or "")
    if to_account is None:
        return
    to_currency = to_account.currency or base
    if to_currency == currency and transaction.to_amount_minor is not None:
        yield FieldError("to_amount", "is only allowed between accounts of two currencies")
    elif transaction.to_currency not in (None, to_currency):
        yield FieldError("to_amount", f"must be in {to_currency}")
    if to_currency == currency:
        return
    if transaction.to_amount_minor is None:
        message = f"is required, because the other account is in {to_currency}"
        yield FieldError("to_amount", message)
    elif to_currency == base and transaction.base_minor != transaction.to_amount_minor:
        yield FieldError("base_amount", f"must be the to_amount, which is in {base}")


def ensure_currencies_fit(ledger: Ledger, transactions: Iterable[Transaction]) -> None:
    """Check that live transactions are in the currencies of their accounts.

    Amounts of two currencies are never added up. Accounts that do not exist are ignored.

    Raises:
        InvalidArgument: One of them is not.
    """
    for transaction in transactions:
        if transaction.is_deleted:
            continue
        if errors := list(currency_errors(ledger, transaction)):
            raise InvalidArgument(*errors)


def base_is_received(ledger: Ledger, transaction: Transaction) -> bool:
    """Return whether it is a transfer that brings an amount in the ledger's currency."""
    is_received = transaction.to_amount_minor is not None
    return is_received and ledger.currency_of(transaction.to_account_id) == ledger.currency


def ensure_not_given(given: GivenExchange, message: str) -> None:
    """Check that the client gives neither a base amount nor a rate.

    Raises:
        InvalidArgument: It does; the error has the message.
    """
    named = {"base_amount": given.base_amount, "rate": given.rate}
    if errors := [FieldError(name, message) for name, value in named.items() if value is not None]:
        raise InvalidArgument(*errors)


def at_base_amount(
    ledger: Ledger, transaction: Transaction, base_minor: int, field: str
) -> Exchange:
    """Return the conversion to a base amount that is given, with the rate that it implies.

    Raises:
        InvalidArgument: It has another sign than the amount, or implies too high a rate.
    """
    if base_minor * transaction.amount_minor < 0:
        raise InvalidArgument.of(field, "must have the sign of the amount")
    rate = implied_rate(transaction.amount_minor, transaction.currency, base_minor, ledger.currency)
    if rate is not None and rate > MAX_RATE:
        raise InvalidArgument.of(field, f"must be at most {MAX_RATE} times the amount")
    return Exchange(
        currency=ledger.currency,
        base_minor=base_minor,
        rate=None if rate is None else rate_text(rate),
        rate_date=transaction.date,
        rate_source=ExchangeSource.GIVEN,
    )


def _at_rate(
    ledger: Ledger,
    transaction: Transaction,
    rate: Decimal,
    day: civil_date,
    source: ExchangeSource,
    field: str,
) -> Exchange:
    """Return the conversion at a rate."""
    base_minor = convert_minor(
        transaction.amount_minor, transaction.currency, rate, ledger.currency
    )
    return _fitting(ledger, base_minor, rate_text(rate), day, source, field)


def _fitting(
    ledger: Ledger, base_minor: int, rate: str, day: civil_date, source: ExchangeSource, field: str
) -> Exchange:
    """Return a conversion whose amount is not too large."""
    if abs(base_minor) > MAX_AMOUNT_MINOR:
        most = largest_amount(ledger.currency)
        raise InvalidArgument.of(field, f"must come to at most {most}")
    return Exchange(
        currency=ledger.currency,
        base_minor=base_minor,
        rate=rate,
        rate_date=day,
        rate_source=source,
    )


def _source_of(rate: Rate) -> ExchangeSource:
    return ExchangeSource.OWN if rate.source == "own" else ExchangeSource.REFERENCE
