"""Sample entries of an account in another currency: money for a journey, and purchases with it."""

from __future__ import annotations

from datetime import date, timedelta

from shared.models.ledger.samples.amounts import scaled
from shared.models.ledger.samples.entries import Sample
from shared.models.ledger.samples.texts import SampleAccount
from shared.models.ledger.transactions.transaction import TransactionType

_CURRENCIES = ("USD", "EUR")
"""The currency of the account is the first of these that is not the ledger's."""

_DROPPED = "transit"
_LOADED_CENTS, _LOADED_DAYS_AGO = 40_000, 20
_PURCHASES = (
    ("hotel", "Travel", None, 18_900, 16),
    ("dinner", "Dining", "restaurant", 6_450, 15),
    ("cafe", "Dining", "cafe", 890, 14),
)
"""Description, category, payee, price in US cents, and days ago."""


def travel_currency(currency: str) -> str:
    """Return the currency of the account for journeys of a ledger in that currency."""
    return next(code for code in _CURRENCIES if code != currency)


def travel_transfer(today: date, currency: str) -> Sample:
    """Return the transfer to the account; its amount is in the ledger's currency."""
    return Sample(
        text="reserve",
        type=TransactionType.TRANSFER,
        amount_minor=scaled(_LOADED_CENTS, currency, is_round=True),
        date=today - timedelta(days=_LOADED_DAYS_AGO),
        account=SampleAccount.CHECKING,
        to_account=SampleAccount.TRAVEL,
        tags=("trip",),
    )


def travel_purchases(today: date, currency: str) -> list[Sample]:
    """Return the purchases from the account, in its currency, oldest first."""
    return [
        Sample(
            text=text,
            type=TransactionType.EXPENSE,
            amount_minor=scaled(cents, currency),
            date=today - timedelta(days=days_ago),
            account=SampleAccount.TRAVEL,
            category=category,
            payee=payee,
            tags=("trip",),
        )
        for text, category, payee, cents, days_ago in _PURCHASES
    ]


def without_oldest(samples: list[Sample], number: int) -> list[Sample]:
    """Return the samples, which are in the order of days, without the oldest monthly passes."""
    dropped = [one for one in samples if one.text == _DROPPED][:number]
    return [one for one in samples if one not in dropped]
