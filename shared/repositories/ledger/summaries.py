"""Read month summaries, and change them by increments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.ledger.ledger import MAX_GOALS, MAX_TAGS_IN_USE
from shared.models.ledger.summary import PeriodClose, Summary, SummaryTotals
from shared.models.ledger.tenant import Tenant
from shared.models.values.dates import CALENDAR_MONTHS, Calendar, Month
from shared.models.values.frozen import frozen
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import fields_of, stream_by_name

MAX_INCREMENTS = 450
"""Increments of one document in one commit; Firestore takes at most 500.

Source: https://firebase.google.com/docs/firestore/quotas (field transformations).
"""
_FIRST_MONTH = Month(1, 1)
_MONTH_LENGTH = len("2026-03")
_STATE_FIELDS = ("version", "updated_at", "closed")


@frozen
class MonthInContext:
    """Tenant with the summaries of a month and of the month before."""

    tenant: Tenant
    summary: Summary
    previous: Summary


class SummaryRepository:
    """Repository of a tenant's summaries, one document for each month."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("summaries")
        self._access = access

    def reference(
        self, month: Month, calendar: Calendar = CALENDAR_MONTHS
    ) -> firestore.DocumentReference:
        """Return the reference of a summary: ``2026-03``, or ``2026-03-d25`` from day 25.

        In a currency that the ledger was changed to, it is ``2026-03-USD`` or ``2026-03-d25-USD``.
        """
        edition = calendar.edition
        return self._collection.document(f"{month}-{edition}" if edition else str(month))

    def get(self, month: Month, calendar: Calendar = CALENDAR_MONTHS) -> Summary:
        """Return the month's summary; zeros if there is none."""
        snapshot = self.reference(month, calendar).get(**self._access.reading)
        return self.decode(month, snapshot)

    def list_months(
        self, months: Iterable[Month], calendar: Calendar = CALENDAR_MONTHS
    ) -> list[Summary]:
        """List the summaries of these months in their order, read in one call."""
        wanted = {self.reference(month, calendar).path: month for month in months}
        references = [self.reference(month, calendar) for month in wanted.values()]
        client = self._collection._client  # noqa: SLF001 (the library has no public form)
        found = {
            snapshot.reference.path: snapshot
            for snapshot in client.get_all(references, **self._access.reading)
        }
        return [self.decode(month, found[path]) for path, month in wanted.items()]

    def list_from(self, first: Month, calendar: Calendar = CALENDAR_MONTHS) -> list[Summary]:
        """List the stored summaries from a month on, in order."""
        query = self._collection.where(
            filter=FieldFilter("__name__", ">=", self._collection.document(str(first)))
        ).order_by("__name__")
        return [
            self.decode(_month_of(snapshot.id), snapshot)
            for snapshot in query.stream(**self._access.reading)
            if _edition_of(snapshot.id) == calendar.edition
        ]

    def list_all(self, calendar: Calendar = CALENDAR_MONTHS) -> list[Summary]:
        """List every stored summary, in order."""
        return self.list_from(_FIRST_MONTH, calendar)

    def stream_states(self, calendar: Calendar) -> Iterator[Summary]:
        """Yield the close state of each stored month, in order, without totals."""
        query = self._collection.select(_STATE_FIELDS)
        for snapshot in stream_by_name(query, self._access):
            if _edition_of(snapshot.id) == calendar.edition:
                yield self.decode(_month_of(snapshot.id), snapshot)

    def put_state(self, state: Summary, calendar: Calendar) -> None:
        """Write the close state of a month; its totals stay."""
        document = _document(state.month, calendar) | {
            "version": state.version,
            "updated_at": state.updated_at,
            "closed": asdict(state.period_close) if state.period_close else firestore.DELETE_FIELD,
        }
        self._access.batch.set(self.reference(state.month, calendar), document, merge=True)

    def list_by_edition(self) -> dict[str, list[Summary]]:
        """Return all stored summaries by the edition of their calendar."""
        found: dict[str, list[Summary]] = {}
        for snapshot in self._collection.stream(**self._access.reading):
            summaries = found.setdefault(_edition_of(snapshot.id), [])
            summaries.append(self.decode(_month_of(snapshot.id), snapshot))
        return found

    def delete_of_other_calendars(self, calendars: Collection[Calendar], limit: int) -> int:
        """Delete at most ``limit`` summaries of other calendars; return how many."""
        names = self._collection.select([]).stream(**self._access.reading)
        kept = {calendar.edition for calendar in calendars}
        strange = [s.reference for s in names if _edition_of(s.id) not in kept][:limit]
        for reference in strange:
            self._access.batch.delete(reference)
        return len(strange)

    def add_all(
        self, deltas: dict[Month, SummaryTotals], at: datetime, calendar: Calendar = CALENDAR_MONTHS
    ) -> None:
        """Add deltas to months' totals, and 1 to each version.

        A delta is written as increments, which need no read and commute. One with more numbers
        than a commit may increment is added to the summary as it is read for the commit. That of a
        month that gets tags or links to goals is read, too, so that former ones can be removed.
        """
        leaves = {month: list(delta.leaves()) for month, delta in deltas.items()}
        stored = self._read(months_read_for(deltas), calendar)
        for month, numbers in leaves.items():
            document = _document(month, calendar)
            document |= {"version": firestore.Increment(1), "updated_at": at}
            for path, number in numbers:
                if len(numbers) > MAX_INCREMENTS:
                    _put(document, path, _number_at(stored[month], path) + number)
                else:
                    _put(document, path, firestore.Increment(number))
            for path in _former_keys(stored.get(month, {}), deltas[month]):
                _put(document, path, firestore.DELETE_FIELD)
            self._access.batch.set(self.reference(month, calendar), document, merge=True)

    def put_first(
        self, totals: Mapping[Month, SummaryTotals], at: datetime, calendar: Calendar
    ) -> None:
        """Write the first totals of a ledger that the commit creates, as ``add_all`` would.

        It has no summaries, so none is read, and numbers need no increments.
        """
        for month, total in totals.items():
            document = _document(month, calendar) | {"version": 1, "updated_at": at}
            for path, number in total.leaves():
                _put(document, path, number)
            self._access.batch.set(self.reference(month, calendar), document)

    def _read(self, months: Iterable[Month], calendar: Calendar) -> dict[Month, dict[str, Any]]:
        """Return the fields of these months' summaries, read in one call; empty if not stored."""
        wanted = {self.reference(month, calendar).path: month for month in months}
        if not wanted:
            return {}
        references = [self.reference(month, calendar) for month in wanted.values()]
        client = self._collection._client  # noqa: SLF001 (the library has no public form)
        found = client.get_all(references, **self._access.reading)
        return {wanted[snapshot.reference.path]: fields_of(snapshot) for snapshot in found}

    def close(
        self,
        current: Summary,
        period_close: PeriodClose,
        repair: SummaryTotals,
        calendar: Calendar = CALENDAR_MONTHS,
    ) -> None:
        """Write a period close, and add ``repair``; the commit has read the summary."""
        self._put_repaired(current, repair, calendar, {"closed": asdict(period_close)})

    def put_built(
        self,
        current: Summary,
        repair: SummaryTotals,
        calendar: Calendar,
        rebuild_id: str,
        at: datetime,
    ) -> None:
        """Add ``repair`` to a rebuilt month's totals, and open the month.

        This commit has read the summary.
        """
        facts = {"built_by": rebuild_id, "updated_at": at, "closed": firestore.DELETE_FIELD}
        self._put_repaired(current, repair, calendar, facts)

    def put_scopes_built(
        self,
        current: Summary,
        totals: SummaryTotals,
        builds: Mapping[str, str],
        kept: Collection[str],
        calendar: Calendar,
    ) -> None:
        """Add the totals of earlier transactions to the daily ones of scopes; name their builds.

        This commit has read the summary. ``builds`` has the id of each build by the scope's key.
        The daily totals of scopes that are not ``kept`` any more are removed.
        """
        stored = current.totals.by_scope.keys() | current.scope_builds.keys()
        removed = dict.fromkeys(sorted(stored - set(kept)), firestore.DELETE_FIELD)
        facts: dict[str, Any] = {"scope_builds": {**removed, **builds}}
        if removed:  # An empty map would replace the stored one.
            facts["by_scope"] = dict(removed)
        self._put_repaired(current, totals, calendar, facts)

    def decode(self, month: Month, snapshot: firestore.DocumentSnapshot[Any]) -> Summary:
        """Decode a summary from its snapshot, which need not exist."""
        document = fields_of(snapshot)
        if not document:
            return Summary(month)
        closed = document.get("closed")
        return Summary(
            month=month,
            totals=SummaryTotals.of_document(document),
            version=document.get("version", 0),
            period_close=PeriodClose(**closed) if closed else None,
            updated_at=document.get("updated_at"),
            built_by=document.get("built_by"),
            scope_builds=document.get("scope_builds", {}),
        )

    def _put_repaired(
        self, current: Summary, repair: SummaryTotals, calendar: Calendar, facts: dict[str, Any]
    ) -> None:
        """Write sums instead of increments, because a repair may exceed the increments allowed."""
        document = _document(current.month, calendar) | facts
        numbers = dict(current.totals.leaves())
        for path, number in repair.leaves():
            _put(document, path, numbers.get(path, 0) + number)
        self._access.batch.set(self.reference(current.month, calendar), document, merge=True)


def months_read_for(deltas: Mapping[Month, SummaryTotals]) -> list[Month]:
    """Return the months whose summaries are read when these deltas are added to them."""
    return [
        month
        for month, delta in deltas.items()
        if delta.adds_keys or sum(1 for _ in delta.leaves()) > MAX_INCREMENTS
    ]


def _former_keys(stored: dict[str, Any], delta: SummaryTotals) -> Iterator[tuple[str, str]]:
    """Yield the tags and goals without uses in a summary that has more of them than a ledger.

    Increments leave a tag with zeros when its last use goes. Without a bound, a summary would grow
    with every tag that a month has ever had, until Firestore refused it.
    """
    for name, most in (("by_tag", MAX_TAGS_IN_USE), ("by_goal", MAX_GOALS)):
        sums = stored.get(name, {})
        if len(sums) > most:
            kept = getattr(delta, name)
            yield from (
                (name, key)
                for key, one in sums.items()
                if not any(one.values()) and key not in kept
            )


def _month_of(document_id: str) -> Month:
    year, month, *_ = document_id.split("-")
    return Month(int(year), int(month))


def _edition_of(document_id: str) -> str:
    return document_id[_MONTH_LENGTH + 1 :]


def _document(month: Month, calendar: Calendar) -> dict[str, Any]:
    """Return the fields of every summary; the rollup finds it by ``rollup``."""
    return {"month": str(month), "rollup": str(calendar.rollup_of(month))}


def _put(document: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    *parents, leaf = path
    for key in parents:
        document = document.setdefault(key, {})
    document[leaf] = value


def _number_at(document: dict[str, Any], path: tuple[str, ...]) -> int:
    value: Any = document
    for key in path:
        value = value.get(key, {}) if isinstance(value, dict) else {}
    return value if isinstance(value, int) else 0
