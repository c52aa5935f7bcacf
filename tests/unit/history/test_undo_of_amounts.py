"""Undo among random edits of amounts, accounts, currencies and dates of one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from shared.errors import FinanceFlowError, InvalidArgument
from shared.models.currencies.rate import Rate, RateSource
from shared.models.history.change import Cause, Change
from shared.models.history.conflicts import conflicts_of
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.booking import apply_patch, transaction_from_input
from shared.models.ledger.transactions.currencies.base_amounts import GivenExchange, exchange_of
from shared.models.ledger.transactions.currencies.exchange import ExchangeSource, FindRate, no_rates
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.revision import revised
from tests.unit.examples import NOON, account, sample_ledger
from tests.unit.history.changes import change, undoing

ACCOUNTS = {
    f"{currency}{number}": account(f"{currency}{number}", f"{currency}{number}", currency=currency)
    for currency in ("EUR", "ARS")
    for number in (1, 2)
}
LEDGER = sample_ledger(accounts={"main": account(), **ACCOUNTS})
MONEY = ("currency", "amount_minor", "splits")
RECEIVED = ("to_currency", "to_amount_minor")
AMOUNTS = ("7", "12")
HEALED = 1 / 4
"""How often a rate arrives after an edit."""


def usual_rate(base: str, quote: str, day: date, /) -> Rate | None:
    """Return another rate each day."""
    prices = {"USD": 1, "EUR": day.day, "ARS": day.day + 9}
    price, other = Decimal(prices[base]), Decimal(prices[quote])
    return Rate(base, quote, price, day, RateSource.ECB, other)


def rate_of_euros(base: str, quote: str, day: date, /) -> Rate | None:
    """Return the usual rate, but none of pesos."""
    return None if "ARS" in (base, quote) else usual_rate(base, quote, day)


def random_patch(choose: Random) -> dict[str, Any]:
    """Return some fields of a transaction, which may not fit it."""
    amount = choose.choice(AMOUNTS)
    wanted = {
        "type": choose.choice(("EXPENSE", "TRANSFER")),
        "amount": amount,
        "currency": choose.choice(("USD", "EUR", "ARS")),
        "account_id": choose.choice(list(LEDGER.accounts)),
        "to_account_id": choose.choice(list(LEDGER.accounts)),
        "to_amount": choose.choice(AMOUNTS),
        "rate": choose.choice((None, "0.5")),
        "date": f"2026-03-0{choose.randint(1, 4)}",
        "splits": choose.choice(([], [{"amount": "1"}, {"amount": str(int(amount) - 1)}])),
    }
    return {name: value for name, value in wanted.items() if choose.random() < 1 / 3}


def random_states(choose: Random) -> Iterator[Transaction]:
    """Yield a transaction after each of some edits; rates of pesos arrive in between."""
    draft = TransactionDraft(type="EXPENSE", amount=12, date="2026-03-01", account_id="ARS1")
    state = transaction_from_input(LEDGER, draft, NOON, no_rates)
    yield state
    find_rate: FindRate = rate_of_euros
    for _ in range(30):
        find_rate = choose.choice((find_rate, usual_rate))
        patch = TransactionPatch.model_validate(random_patch(choose))
        try:
            state = apply_patch(LEDGER, state, patch, NOON, find_rate)
        except InvalidArgument:
            continue
        yield state
        if choose.random() < HEALED and (rated := at_rate_of_its_day(state)) is not state:
            state = rated
            yield state


def at_rate_of_its_day(state: Transaction) -> Transaction:
    """Return the transaction after a rate arrived; itself if it has a given one, or its own."""
    if state.exchange is None or state.exchange.rate_source is ExchangeSource.GIVEN:
        return state
    exchange = exchange_of(LEDGER, state, GivenExchange(), usual_rate)
    return revised(state, {"exchange": exchange}, NOON)


def logged(before: Transaction, after: Transaction) -> Change:
    """Return the change of an edit, or of a rate that arrived."""
    made = change(before, after)
    is_of_rate = made.changed_fields == {"exchange"} and after == at_rate_of_its_day(after)
    return made.model_copy(update={"cause": Cause.RATES}) if is_of_rate else made


def pairs(states: list[Transaction], names: tuple[str, ...]) -> set[tuple[Any, ...]]:
    """Return the combinations of these fields that the transaction ever had."""
    return {tuple(getattr(state, name) for name in names) for state in states}


def assert_conversion_is_of_its_day(transaction: Transaction) -> None:
    """Assert that it has the rate of its day, a given one, or none."""
    exchange = transaction.exchange
    if exchange is None or exchange.rate_source in (None, ExchangeSource.GIVEN):
        return
    assert exchange == exchange_of(LEDGER, transaction, GivenExchange(), usual_rate)


@pytest.mark.parametrize("seed", range(100))
def test_an_undo_leaves_no_amount_in_another_currency_and_no_rate_of_another_day(
    seed: int,
) -> None:
    choose = Random(seed)  # noqa: S311 (no secret)
    states = list(random_states(choose))
    changes = [change(before, after) for before, after in pairwise(states) if before is not after]
    for number, undone in enumerate(changes, start=1):
        if conflicts_of(undone, changes[number:]):
            continue
        plan = undoing(states[-1], ledger=LEDGER, find_rate=usual_rate)
        try:
            plan.undo(undone)
        except FinanceFlowError:
            continue
        after = plan.transactions[states[-1].id]
        assert pairs([after], MONEY) <= pairs(states, MONEY)
        assert pairs([after], RECEIVED) <= pairs(states, RECEIVED)
        assert_conversion_is_of_its_day(after)
