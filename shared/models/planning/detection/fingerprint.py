"""Fingerprints by which a dismissed suggestion is known again when later payments have arrived."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import gcd

from shared.models.planning.detection.observation import Observation
from shared.models.planning.detection.period import Period
from shared.models.planning.schedule import Frequency
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import derived_id

_TEXT = re.compile(
    r"([0-9a-f]{40})-([0-9a-f]{40}|any)-([0-9]{1,16})-([wm])([0-9]{1,3})-([0-9]{1,3})-([0-9]{1,4})"
)
_ANY = "any"
_MAX_PERCENT = 50
"""How far an amount may be outside those of a suggestion, in percent, and be that of the same."""

_MAX_DISTANCE = 7
"""How many days of the period may be between a fingerprint and the same suggestion later."""


@frozen(slots=True)
class Fingerprint:
    """Identity of a suggestion: payee, about the amount and day; ``number`` tells equal ones apart.

    ``subject`` is a hash of type, currency, and payee or description, ``accounts`` one of the
    accounts; None is any, once an account is gone. ``place`` is the position of the first payment
    in its period of ``length`` days, or thirtieths of a month.
    """

    subject: str
    accounts: str | None
    amount_minor: int
    is_weekly: bool
    length: int
    place: int
    number: int = 1

    @classmethod
    def of(cls, first: Observation, nominal: date, period: Period) -> Fingerprint:
        """Return the fingerprint of a series by its first payment, and that one's nominal date."""
        kind, account_id, to_account_id, *subject = first.group
        return cls(
            derived_id("recurrence", kind, *(part or "" for part in subject)),
            derived_id("accounts", account_id, to_account_id or ""),
            first.amount_minor,
            period.frequency is Frequency.WEEKLY,
            period.length,
            period.position(nominal) % period.length,
        )

    @classmethod
    def parse(cls, text: str) -> Fingerprint:
        """Read the text of a fingerprint.

        Raises:
            ValueError: It is none.
        """
        match = _TEXT.fullmatch(text)
        if match is None or not int(match[5]):
            raise ValueError("must be a fingerprint")
        subject, accounts, amount, unit, length, place, number = match.groups()
        return cls(
            subject,
            None if accounts == _ANY else accounts,
            int(amount),
            unit == "w",
            int(length),
            int(place),
            int(number),
        )

    def __str__(self) -> str:
        unit = "w" if self.is_weekly else "m"
        place = f"{unit}{self.length}-{self.place}-{self.number}"
        return f"{self.subject}-{self.accounts or _ANY}-{self.amount_minor}-{place}"

    def on_any_account(self) -> Fingerprint:
        """Return it for payments on any account, as those of an account that was merged."""
        return replace(self, accounts=None)

    def days_from(self, other: Fingerprint) -> int:
        """Return the distance of the places, as far as both periods have it: weeks and months not.

        A place in a year is compared with one in a month by the day of the month.
        """
        common = gcd(self.length, other.length)
        ahead = (self.place - other.place) % common
        return min(ahead, common - ahead)


@frozen(slots=True)
class Known:
    """Fingerprint of a suggestion with the range of its amounts."""

    fingerprint: Fingerprint
    minimum: int
    maximum: int

    def distance(self, dismissed: Fingerprint) -> tuple[int, int, int] | None:
        """Return how far it is from a dismissed one; None if it is another payment."""
        own = self.fingerprint
        if own.subject != dismissed.subject or dismissed.accounts not in (None, own.accounts):
            return None
        amount = dismissed.amount_minor
        outside = max(self.minimum - amount, amount - self.maximum, 0)
        days = own.days_from(dismissed)
        if outside * 100 > _MAX_PERCENT * max(amount, 1) or days > _MAX_DISTANCE:
            return None
        return outside, days, abs(own.number - dismissed.number)


def recognised(known: Sequence[Known], earlier: Iterable[str]) -> dict[int, str]:
    """Return the numbers of the suggestions that earlier fingerprints are of, with their texts.

    Each fingerprint is of one suggestion, the nearest, so that of two subscriptions of one payee
    the other one stays. One that is stored again must replace the former one.

    Raises:
        ValueError: A text is no fingerprint.
    """
    pairs = sorted(
        (distance, text, number)
        for text in set(earlier)
        for number, one in enumerate(known)
        if (distance := one.distance(Fingerprint.parse(text))) is not None
    )
    used: set[str] = set()
    found: dict[int, str] = {}
    for _, text, number in pairs:
        if text not in used and number not in found:
            used.add(text)
            found[number] = text
    return found
