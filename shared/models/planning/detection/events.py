"""Events of recurring payments: a new price, a missed payment, a new subscription."""

from collections.abc import Sequence
from datetime import date, timedelta

from shared.models.planning.detection.period import Period
from shared.models.values.base import FrozenModel
from shared.models.values.frozen import frozen

MAX_NEW = 4
"""The number of payments up to which a subscription is new."""

_MIN_AT_OLD_PRICE = 2


class PriceChanged(FrozenModel):
    """Another amount than before, in minor units, since a date."""

    old_minor: int
    new_minor: int
    since: date


@frozen(slots=True)
class Missed:
    """A payment that was expected on a date, and has not come within its tolerance."""

    expected: date


@frozen(slots=True)
class New:
    """A subscription that began on a date; there was none before, though payments are known."""

    since: date


PaymentEvent = PriceChanged | Missed | New


def price_change(payments: Sequence[tuple[date, int]]) -> PriceChanged | None:
    """Return the last change of the amount, of payments by date; None without one.

    Amounts that vary have none: the same amount must have been paid twice before the change, and
    the new one ever since.
    """
    *before, (since, new) = payments
    while before and before[-1][1] == new:
        since = before.pop()[0]
    if len(before) < _MIN_AT_OLD_PRICE:
        return None
    old = before[-1][1]
    if any(amount != old for _, amount in before[-_MIN_AT_OLD_PRICE:]):
        return None
    return PriceChanged(old_minor=old, new_minor=new, since=since)


def missed(expected: date, period: Period, today: date) -> Missed | None:
    """Return the missed payment if one was expected, and the tolerance is over."""
    is_over = today > expected + timedelta(days=period.tolerance)
    return Missed(expected) if is_over else None


def newly_begun(dates: Sequence[date], known_since: date, period: Period) -> New | None:
    """Return the beginning of a subscription with few payments, if an earlier one would be known.

    ``known_since`` is the first date of the history.
    """
    would_be_known = dates[0] - timedelta(days=period.days + period.tolerance) >= known_since
    return New(dates[0]) if len(dates) <= MAX_NEW and would_be_known else None
