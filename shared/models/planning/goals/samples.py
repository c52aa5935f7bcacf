"""Goals of a demo: a journey by a part of the savings, and a reserve by a share of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from shared.models.ledger.samples.amounts import scaled
from shared.models.ledger.samples.filling import SampleLedger
from shared.models.planning.goals.goal import AllocationStep, Funding, FundingKind, Goal
from shared.models.values.identifiers import new_id

_JOURNEY_CENTS, _PUT_ASIDE_CENTS, _RESERVE_CENTS = 300_000, 180_000, 1_200_000
_HALF = 5_000
_DAYS_SINCE, _DAYS_LEFT = 180, 240


def sample_goals(samples: SampleLedger, at: datetime) -> list[Goal]:
    """Return two goals on the savings of the samples, which suffice for both."""
    today = samples.ledger.today(at)
    usual: dict[str, Any] = {
        "funding": Funding(kind=FundingKind.ALLOCATION, account_id=_savings_of(samples)),
        "currency": samples.ledger.currency,
        "start": today - timedelta(days=_DAYS_SINCE),
        "created_at": at,
        "updated_at": at,
    }
    return [Goal(**{"id": new_id()} | usual | one) for one in _plans(samples, today)]


def _plans(samples: SampleLedger, today: date) -> Iterator[dict[str, Any]]:
    """Yield the fields of each goal: its target, and its part of the balance."""
    currency, names = samples.ledger.currency, samples.texts.categories
    start = today - timedelta(days=_DAYS_SINCE)
    aside = scaled(_PUT_ASIDE_CENTS, currency, is_round=True)
    yield {
        "name": names["Travel"],
        "target_minor": scaled(_JOURNEY_CENTS, currency, is_round=True),
        "target_date": today + timedelta(days=_DAYS_LEFT),
        "steps": (AllocationStep(start=start, amount_minor=aside),),
    }
    yield {
        "name": names["Savings"],
        "target_minor": scaled(_RESERVE_CENTS, currency, is_round=True),
        "steps": (AllocationStep(start=start, basis_points=_HALF),),
    }


def _savings_of(samples: SampleLedger) -> str | None:
    description = samples.texts.descriptions["saving"]
    found = (one for one in samples.transactions if one.description == description)
    return next(one.to_account_id for one in found)
