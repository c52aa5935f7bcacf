"""Laws of the amounts of transactions, whatever is created and edited, in any currencies."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from shared.errors import InvalidArgument
from shared.models.currencies.rate import Rate, RateSource
from shared.models.exports.backup_transactions import TransactionRecord
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.booking import apply_patch, transaction_from_input
from shared.models.ledger.transactions.currencies.exchange import ExchangeSource
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.currency import exponent_of
from shared.models.values.money import format_minor, to_minor
from tests.unit.examples import NOON, account, sample_ledger
from tests.unit.ledger.transactions.currencies.foreign import LATER

UNITS_FOR_A_EURO = {
    "EUR": Decimal(1),
    "JPY": Decimal("181.37"),
    "KWD": Decimal("0.3561"),
    "CLF": Decimal("0.02713"),
}
"""Prices of the euro in currencies of 2, 0, 3 and 4 decimals."""

CURRENCIES = [*UNITS_FOR_A_EURO, "ARS"]
"""There are no rates of the last one."""

DAYS = [date(2026, 3, 3), date(2026, 3, 14)]


ACCOUNTS = [f"{name}{number}" for name in CURRENCIES for number in (1, 2)]
_NEEDED: dict[str, list[Any]] = {
    "type": ["EXPENSE", "INCOME", "TRANSFER", "TRANSFER"],
    "account_id": ACCOUNTS,
    "to_account_id": ACCOUNTS,
    "date": [str(day) for day in DAYS],
}


def rate_of_day(base: str, quote: str, day: date, /) -> Rate | None:
    """Return a cross rate, which is another one on the second day."""
    units = {
        name: value**2 if day == DAYS[1] else value for name, value in UNITS_FOR_A_EURO.items()
    }
    if base not in units or quote not in units:
        return None
    return Rate(base, quote, units[quote], day, RateSource.ECB, units[base])


def ledger_in(currency: str) -> Ledger:
    """Return a ledger with two accounts of each currency."""
    names = {key: key[:-1] for key in ACCOUNTS}
    accounts = {
        key: account(key, key, currency=None if name == currency else name)
        for key, name in names.items()
    }
    return sample_ledger(currency=currency, accounts=accounts, default_account_id="EUR1")


class Inputs:
    """Draws inputs that create or edit a transaction, most of which are valid."""

    def __init__(self, data: st.DataObject, ledger: Ledger) -> None:
        self._data = data
        self._ledger = ledger

    def creation(self) -> dict[str, Any]:
        """Draw the fields of a new transaction."""
        return self._with_amounts({name: self._value(name) for name in _NEEDED}, "amount")

    def edit(self, current: Transaction) -> dict[str, Any]:
        """Draw some fields of a transaction to change."""
        names = self._data.draw(st.sets(st.sampled_from([*_NEEDED]), max_size=2))
        fields = {name: self._value(name) for name in sorted(names)}
        usual = {
            "type": current.type.value,
            "account_id": current.account_id,
            "to_account_id": current.to_account_id,
        }
        is_moved = self._currency(usual | fields) != current.currency
        named = ["amount"] if is_moved or self._chance(3) else []
        drawn = self._with_amounts(usual | fields, *named)
        return {name: value for name, value in drawn.items() if usual.get(name) != value}

    def _value(self, name: str) -> Any:
        return self._data.draw(st.sampled_from(_NEEDED[name]))

    def _chance(self, one_of: int) -> bool:
        return self._data.draw(st.integers(1, one_of)) == 1

    def _currency(self, fields: dict[str, Any]) -> str:
        return self._ledger.currency_of(fields["account_id"])

    def _with_amounts(self, fields: dict[str, Any], *named: str) -> dict[str, Any]:
        is_transfer, own = fields["type"] == "TRANSFER", self._currency(fields)
        if not is_transfer:
            fields["to_account_id"] = None
        elif fields["to_account_id"] is None:
            fields["to_account_id"] = self._value("to_account_id")
        asked = own
        if named:
            if self._chance(3):
                asked = fields["currency"] = self._data.draw(st.sampled_from(CURRENCIES))
            fields["amount"] = self._amount(asked, is_positive=is_transfer)
            fields["splits"] = [] if is_transfer else self._splits(fields["amount"], asked)
        if is_transfer and self._chance(4):
            to_currency = self._ledger.currency_of(fields["to_account_id"])
            is_null = self._chance(3)
            fields["to_amount"] = None if is_null else self._amount(to_currency, is_positive=True)
        if asked == own and self._chance(4):
            fields["original"] = self._original(own, is_positive=is_transfer)
        if own != self._ledger.currency and self._chance(4):
            self._add_exchange(fields, is_positive=is_transfer)
        return fields

    def _amount(self, currency: str, *, is_positive: bool) -> str:
        minor = self._data.draw(st.integers(1, 300) | st.integers(1, 10**8))
        sign = 1 if is_positive or not self._chance(4) else -1
        return format_minor(sign * minor, currency)

    def _splits(self, amount: str, currency: str) -> list[dict[str, str]]:
        """Draw parts of an amount: none, even or uneven ones, or one of the other sign."""
        whole = to_minor(Decimal(amount), currency)
        part = self._data.draw(st.sampled_from([0, 1, whole // 2, whole * 2]))
        if part in (0, whole):
            return []
        return [{"amount": format_minor(minor, currency)} for minor in (part, whole - part)]

    def _original(self, account_currency: str, *, is_positive: bool) -> dict[str, str] | None:
        others = [name for name in CURRENCIES if name != account_currency]
        currency = self._data.draw(st.sampled_from([None, *others]))
        if currency is None:
            return None
        amount = self._amount(currency, is_positive=is_positive)
        return {"amount": amount, "currency": currency}

    def _add_exchange(self, fields: dict[str, Any], *, is_positive: bool) -> None:
        if self._chance(2):
            fields["rate"] = self._data.draw(st.sampled_from([None, "0.5", "0.0000001", "37.1"]))
            return
        amount = self._amount(self._ledger.currency, is_positive=is_positive)
        fields["base_amount"] = self._data.draw(st.sampled_from([None, "0", amount]))


def amounts_of(transaction: Transaction) -> dict[str, Any]:
    """Return all that an edit of a note may not change."""
    content = transaction.model_dump()
    return {name: content[name] for name in content.keys() - {"notes", "revision", "updated_at"}}


def assert_amounts_fit(ledger: Ledger, transaction: Transaction) -> None:
    """Assert that the amounts of a transaction fit each other."""
    assert list(transaction.shape_errors()) == []
    assert transaction.currency == ledger.currency_of(transaction.account_id)
    assert (transaction.exchange is None) == (transaction.currency == ledger.currency)
    assert_conversion_is_exact(transaction)
    base_parts = transaction.base_split_amounts
    if transaction.splits and transaction.base_minor is not None:
        assert sum(amount or 0 for amount in base_parts) == transaction.base_minor
    if transaction.to_amount_minor is not None:
        assert transaction.to_currency == ledger.currency_of(transaction.to_account_id)
        assert transaction.to_currency != transaction.currency
        if transaction.to_currency == ledger.currency:
            assert transaction.exchange is not None
            assert transaction.base_minor == transaction.to_amount_minor
            is_given = transaction.exchange.rate_source is ExchangeSource.GIVEN
            assert is_given == (not transaction.is_to_amount_estimated)


def assert_conversion_is_exact(transaction: Transaction) -> None:
    """Assert that the amount comes to the base amount at the rate that was given or published.

    Of a published rate the exact fraction counts, and not the 15 digits of its text.
    """
    exchange = transaction.exchange
    if exchange is None or exchange.rate is None:
        return
    own, base = transaction.currency, exchange.currency
    rate = Fraction(exchange.rate)
    if exchange.rate_source is not ExchangeSource.GIVEN:
        assert exchange.rate_date is not None
        published = rate_of_day(own, base, exchange.rate_date)
        assert published is not None
        assert published.text == exchange.rate
        rate = Fraction(published.numerator) / Fraction(published.denominator)
    shift = Fraction(10) ** (exponent_of(base) - exponent_of(own))
    assert exchange.base_minor == round(transaction.amount_minor * rate * shift)


def assert_backup_restores(ledger: Ledger, transaction: Transaction) -> None:
    """Assert that a transaction is the same after it was written to a backup and read again."""
    record = TransactionRecord.model_validate(TransactionRecord.json_of(transaction))

    assert record.transaction(ledger.currency) == transaction


def assert_date_keeps_what_was_given(before: Transaction, after: Transaction) -> None:
    """Assert that another date changed neither a given amount nor a given rate."""
    if not before.is_amount_estimated:
        assert after.amount_minor == before.amount_minor
    if not before.is_to_amount_estimated:
        assert after.to_amount_minor == before.to_amount_minor
    given_rate = before.exchange and before.exchange.rate_source is ExchangeSource.GIVEN
    if given_rate and after.amount_minor == before.amount_minor:
        assert after.exchange == before.exchange


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(CURRENCIES))
def test_amounts_fit_each_other_through_all_edits(data: st.DataObject, currency: str) -> None:
    ledger = ledger_in(currency)
    inputs = Inputs(data, ledger)

    def patched(before: Transaction, fields: dict[str, Any]) -> Transaction:
        patch = TransactionPatch.model_validate(fields)
        return apply_patch(ledger, before, patch, LATER, rate_of_day)

    draft = TransactionDraft.model_validate(inputs.creation())
    try:
        current = transaction_from_input(ledger, draft, NOON, rate_of_day)
    except InvalidArgument:
        event("creation refused")
        return
    event("created")
    assert_amounts_fit(ledger, current)
    for _ in range(data.draw(st.integers(1, 6))):
        fields = inputs.edit(current)
        try:
            after = patched(current, fields)
        except InvalidArgument:
            event("edit refused")
            continue
        event("edited")
        assert_amounts_fit(ledger, after)
        assert_backup_restores(ledger, after)
        assert amounts_of(patched(after, {"notes": "x"})) == amounts_of(after)
        assert amounts_of(patched(after, fields)) == amounts_of(after)
        current = after
    with suppress(InvalidArgument):
        other_day = next(day for day in DAYS if day != current.date)
        moved = patched(current, {"date": str(other_day)})
        assert_amounts_fit(ledger, moved)
        assert_date_keeps_what_was_given(current, moved)
