"""Payments of the past, grouped by what payments of one recurring entry have in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from heapq import nlargest

from shared.models.values.frozen import frozen
from shared.models.values.text import fold

HORIZON_DAYS = 3 * 366 + 45
"""How far back payments are compared: three payments of a yearly entry, and their tolerance."""

MAX_OBSERVATIONS = 50_000
"""Maximum number of payments that are kept in memory, the newest ones."""

MAX_OF_A_GROUP = 2_000
"""Maximum number of payments of one group that are compared, the newest ones."""

_MAX_WORDS = 12
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")

Group = tuple[str, str, str | None, str, str | None, str | None]
"""Type, account, account that a transfer goes to, currency, payee, and else description."""


@frozen(slots=True)
class Observation:
    """A booked transaction, as far as detection reads it; ``amount_minor`` is in minor units.

    ``payee`` and ``description`` are keys: equal for payments of one payee. A transfer has a
    ``to_account_id``.
    """

    id: str
    date: date
    type: str
    amount_minor: int
    currency: str
    account_id: str
    to_account_id: str | None = None
    payee: str | None = None
    description: str | None = None
    category_id: str | None = None

    @property
    def group(self) -> Group:
        """Return what it shares with other payments of the same recurring entry."""
        text = None if self.payee else self.description or None
        return (
            self.type,
            self.account_id,
            self.to_account_id,
            self.currency,
            self.payee or None,
            text,
        )


def description_key(text: str | None) -> str | None:
    """Return what descriptions of recurring payments share: the words without digits, folded.

    Numbers of invoices and dates differ from payment to payment. Uses the first 12 words.
    """
    words = [word for word in _WORD.findall(fold(text or "")) if not _DIGIT.search(word)]
    return " ".join(words[:_MAX_WORDS]) or None


def newest(observations: Iterable[Observation], today: date) -> list[Observation]:
    """Return the newest 50,000 payments of the last three years until today; refunds are left out.

    Memory is bounded whatever is passed, and the order of it is irrelevant.
    """
    first = today - timedelta(days=HORIZON_DAYS)
    kept: list[Observation] = []
    for one in observations:
        if first <= one.date <= today and one.amount_minor > 0:
            kept.append(one)
            if len(kept) >= 2 * MAX_OBSERVATIONS:
                kept = nlargest(MAX_OBSERVATIONS, kept, key=_date_and_id)
    return nlargest(MAX_OBSERVATIONS, kept, key=_date_and_id)


def _date_and_id(observation: Observation) -> tuple[date, str]:
    return observation.date, observation.id


def grouped(observations: Iterable[Observation]) -> Iterator[list[Observation]]:
    """Yield groups with at least two payments, each the oldest first; the smallest groups first.

    Groups of frequent spending are the largest and the least likely to have what recurs, so they
    come last, where time may be over.
    """
    groups: dict[Group, list[Observation]] = defaultdict(list)
    for one in observations:
        groups[one.group].append(one)
    found = [(group, rows) for group, rows in groups.items() if len(rows) > 1]
    for _, rows in sorted(found, key=lambda pair: (len(pair[1]), _comparable(pair[0]))):
        yield sorted(rows, key=_date_and_id)[-MAX_OF_A_GROUP:]


def _comparable(group: Group) -> tuple[str, ...]:
    return tuple(part or "" for part in group)
