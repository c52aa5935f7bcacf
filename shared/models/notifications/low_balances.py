"""Balances that fall below those that people have set, and the events of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shared.models.ledger.account import Account
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import amount, text


def low_balance_events(before: Tenant, after: Ledger, at: datetime) -> Iterator[Event]:
    """Yield an event for each account whose balance a commit lets fall below its low balance.

    ``after`` is the ledger after the commit. Several events of an account on one day, in the
    ledger's time zone, are one.
    """
    for account in _fallen(before.ledger, after):
        currency = after.currency_of(account.id)
        yield Event.of(
            NotificationKind.LOW_BALANCE,
            account.id,
            at,
            str(after.today(at)),
            workspace_name=before.workspace_name,
            parameters={
                "account": text(account.name),
                "amount": amount(_balance_minor(after, account.id), currency),
                "limit": amount(account.low_balance_minor or 0, currency),
            },
        )


def _fallen(before: Ledger, after: Ledger) -> Iterator[Account]:
    """Yield the accounts whose balance was at or above the low balance in force, and is below it.

    So one that is set above the present balance is not crossed. A new or restored account has no
    balance before, and nothing is told of an archived one, or of one that is being merged.
    """
    for account in after.accounts.values():
        low_minor = account.low_balance_minor
        if low_minor is None or account.archived or account.merging_into in after.accounts:
            continue
        if account.id in before.accounts and (
            _balance_minor(before, account.id) >= low_minor > _balance_minor(after, account.id)
        ):
            yield account


def _balance_minor(ledger: Ledger, account_id: str) -> int:
    """Return the balance of an account and of those that are being merged into it.

    While a merge goes on, it depends on neither the order in which transactions are moved nor how
    many have been.
    """
    return sum(
        ledger.balance_minor(account.id)
        for account in ledger.accounts.values()
        if account_id in (account.id, account.merging_into)
    )
