"""Standing orders of a real bank's accounts, to measure a detection of recurring payments.

The data are those of ``bank_records``, with further accounts. An order counts if the account paid
it at least three times. The parameters of the detection were chosen on every second account; the
others measure it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from shared.models.planning.detection.observation import Observation, description_key
from shared.models.planning.detection.suggestion import Suggestion
from shared.models.values.money import to_minor
from tests.support.ledgers.bank_records import CURRENCY, DATA, rows_of
from tests.support.measures.recognition import Recognition

LAST_DAY = date(1994, 3, 31)
MIN_PAYMENTS = 3

Row = dict[str, str]


class Text(StrEnum):
    """How much of a payment is known: its partner, what the bank writes, or nothing."""

    PARTNER = "the partner"
    PURPOSE = "the operation and purpose"
    NOTHING = "no text"


@dataclass(frozen=True)
class BankAccount:
    """An account: its rows, and the ids of the payments of each of its standing orders."""

    id: str
    rows: list[Row]
    orders: dict[str, set[str]]

    def observations(self, text: Text) -> list[Observation]:
        """Return the payments, with so much of their text."""
        return [_observation(row, text) for row in self.rows]

    @property
    def transfers(self) -> set[str]:
        """Return the ids of the payments to other banks, which alone standing orders make."""
        return {row["trans_id"] for row in self.rows if row["operation"] == "PREVOD NA UCET"}


def read_accounts() -> list[BankAccount]:
    """Return the accounts in the order of their numbers."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for name in ("trans.asc", "trans_more.asc"):
        for row in rows_of((DATA / name).read_bytes()):
            rows[row["account_id"]].append(row)
    orders: dict[str, list[Row]] = defaultdict(list)
    for order in rows_of((DATA / "order.asc").read_bytes()):
        orders[order["account_id"]].append(order)
    return [
        BankAccount(account, rows[account], dict(_paid(orders[account], rows[account])))
        for account in sorted(rows, key=int)
    ]


def held_out(accounts: Iterable[BankAccount]) -> list[BankAccount]:
    """Return the accounts on which no parameter was chosen."""
    return list(accounts)[1::2]


def measure(
    accounts: Iterable[BankAccount],
    text: Text,
    detect: Callable[[list[Observation]], Iterable[Suggestion]],
) -> Recognition:
    """Compare the suggestions for each account with its standing orders.

    A suggestion is right if most of its payments are of one order; the order is found if they are
    most of its payments, too. Only suggestions of transfers to other banks count: fees, wages and
    interest recur as well, and are in no list.
    """
    sums = Recognition()
    for account in accounts:
        found: set[str] = set()
        sums.known += len(account.orders)
        for suggestion in detect(account.observations(text)):
            ids = {one.id for one in suggestion.evidence}
            if 2 * len(ids & account.transfers) <= len(ids):
                continue
            right = {k for k, paid in account.orders.items() if 2 * len(ids & paid) > len(ids)}
            sums.suggested += 1
            sums.right += bool(right)
            found |= {k for k in right if 2 * len(ids & account.orders[k]) > len(account.orders[k])}
        sums.found += len(found)
    return sums


def _paid(orders: Iterable[Row], rows: Iterable[Row]) -> Iterator[tuple[str, set[str]]]:
    """Yield the id of each order with the ids of its payments, if there are enough."""
    payments: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row in rows:
        if row["type"] != "PRIJEM":
            payments[row["bank"], row["account"], row["amount"]].add(row["trans_id"])
    for order in orders:
        paid = payments[order["bank_to"], order["account_to"], order["amount"]]
        if len(paid) >= MIN_PAYMENTS:
            yield order["order_id"], paid


def _observation(row: Row, text: Text) -> Observation:
    year, month, day = row["date"][:2], row["date"][2:4], row["date"][4:]
    has_partner = text is Text.PARTNER and row["bank"]
    written = f"{row['operation']} {row['k_symbol']}" if text is not Text.NOTHING else None
    return Observation(
        id=row["trans_id"],
        date=date(1900 + int(year), int(month), int(day)),
        type="INCOME" if row["type"] == "PRIJEM" else "EXPENSE",
        amount_minor=to_minor(Decimal(row["amount"]), CURRENCY),
        currency=CURRENCY,
        account_id=row["account_id"],
        payee=f"{row['bank']} {row['account']}" if has_partner else None,
        description=description_key(written),
    )
