"""Run of the healing: the transactions that new rates may change, and the progress."""

import datetime as dt
from collections.abc import Collection, Iterator
from itertools import product
from typing import Annotated, NamedTuple, Self

from pydantic import Field, StringConstraints

from shared.models.currencies.own_rate import OwnRate
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.terms import (
    account_term,
    provisional_term,
    unconverted_term,
)
from shared.models.values.base import InputModel
from shared.models.values.dates import DateRange
from shared.models.values.identifiers import new_id

SYSTEM = "system"
"""Actor of changes that no person has asked for."""

_TERMS_OF_A_QUERY = 30
"""Values that Firestore takes at once: https://firebase.google.com/docs/firestore/quotas."""


class HealingPlace(InputModel):
    """Place in a run: the number of the query, from 0, and the last transaction before it."""

    scan: Annotated[int, Field(ge=0)] = 0
    date: dt.date | None = None
    id: str | None = None

    @property
    def after(self) -> tuple[dt.date, str] | None:
        """Return date and id of the last transaction; None at the beginning of a query."""
        return None if self.date is None or self.id is None else (self.date, self.id)

    @property
    def next_scan(self) -> "HealingPlace":
        """Return the beginning of the next query."""
        return HealingPlace(scan=self.scan + 1)


class HealingScan(NamedTuple):
    """Query of a run: transactions with any of these index terms in a range of dates."""

    terms: tuple[str, ...]
    dates: DateRange
    is_of_trash: bool


class HealingRun(InputModel):
    """Run on one ledger; as JSON the ``subject`` of its job.

    Rates of the days from ``since`` have arrived, so transactions of these days and later ones may
    get another rate. One with a rate of an earlier day gets another rate if its date is at most
    ``until``, because rates of later days are still to come. ``currencies`` are those of the
    transactions; None is all. ``actor`` and ``cause_id`` are those of the changes.

    With ``former``, an own rate before it was replaced or deleted, the run is on the transactions
    that were booked at it, and on no others.
    """

    id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    since: dt.date
    until: dt.date
    actor: str
    cause_id: str
    currencies: Annotated[tuple[str, ...] | None, Field(max_length=2)] = None
    former: OwnRate | None = None
    place: HealingPlace = Field(default_factory=HealingPlace)

    @classmethod
    def of_reference_rates(cls, since: dt.date, until: dt.date) -> Self:
        """Return a new run after reference rates have arrived; ``until`` is their last day."""
        run_id = new_id()
        return cls(id=run_id, since=since, until=until, actor=SYSTEM, cause_id=run_id)

    @classmethod
    def list_of_change(
        cls,
        former: OwnRate | None,
        rate: OwnRate | None,
        ledger: Ledger,
        actor: str,
        now: dt.datetime,
    ) -> list[Self]:
        """List the runs after the change of an own rate; none if it is of no account's currency.

        ``former`` is the own rate before the change, and ``rate`` after it, None if there is none.
        """
        runs = []
        if former is not None:
            runs.append(cls.of_former_own_rate(former, ledger, actor, now))
        if rate is not None:
            runs.append(cls.of_own_rate(rate, ledger, actor, now))
        return [run for run in runs if run is not None]

    @classmethod
    def of_own_rate(
        cls, rate: OwnRate, ledger: Ledger, actor: str, now: dt.datetime
    ) -> Self | None:
        """Return the run after an own rate was saved; None if it is of no account's currency.

        The same state of a rate has the same run, so a request that is repeated does not repeat it.
        """
        pair = {rate.base, rate.quote}
        currencies = ledger.foreign_currencies & pair
        if ledger.currency not in pair or not currencies:
            return None
        return cls(
            id=f"{rate.id}.{rate.revision}",
            since=rate.date,
            until=ledger.today(now),
            actor=actor,
            cause_id=rate.id,
            currencies=tuple(sorted(currencies)),
        )

    @classmethod
    def of_former_own_rate(
        cls, former: OwnRate, ledger: Ledger, actor: str, now: dt.datetime
    ) -> Self | None:
        """Return the run after an own rate was replaced or deleted; None as for ``of_own_rate``."""
        run = cls.of_own_rate(former, ledger, actor, now)
        if run is None:
            return None
        return run.model_copy(update={"id": f"{run.id}.former", "former": former})

    def scans(self, ledger: Ledger) -> Iterator[HealingScan]:
        """Yield the queries of the run, in their order; none in a ledger of one currency."""
        foreign = ledger.foreign_currencies
        codes = sorted(
            foreign if self.currencies is None else foreign.intersection(self.currencies)
        )
        if self.former is not None:
            yield from _scans_of_former(self.former.date, codes, ledger)
            return
        to_convert, to_replace = DateRange(self.since), DateRange(self.since, self.until)
        starts = range(0, len(codes), _TERMS_OF_A_QUERY)
        for start, is_of_trash in product(starts, (False, True)):
            group = codes[start : start + _TERMS_OF_A_QUERY]
            yield HealingScan(tuple(map(unconverted_term, group)), to_convert, is_of_trash)
            yield HealingScan(tuple(map(provisional_term, group)), to_replace, is_of_trash)


def _scans_of_former(day: dt.date, codes: Collection[str], ledger: Ledger) -> Iterator[HealingScan]:
    """Yield the queries for transactions that were booked at an own rate of a day.

    Those of later days have the term of a rate of an earlier day. Those of the day itself have
    none, and are found by their accounts.
    """
    accounts = sorted(one.id for one in ledger.accounts.values() if one.currency in codes)
    starts = range(0, len(accounts), _TERMS_OF_A_QUERY)
    for is_of_trash in (False, True):
        terms = tuple(map(provisional_term, codes))
        if terms:
            yield HealingScan(terms, DateRange(day), is_of_trash)
        for start in starts:
            group = accounts[start : start + _TERMS_OF_A_QUERY]
            yield HealingScan(tuple(map(account_term, group)), DateRange(day, day), is_of_trash)
