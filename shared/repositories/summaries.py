"""Month summaries: read whole, changed by increments."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from google.cloud import firestore

from shared.models.dates import Month
from shared.models.summary import (
    CategoryFigures,
    Closing,
    DayFigures,
    Figures,
    Summary,
)
from shared.repositories.client import fields_of

MOST_INCREMENTS = 450
"""Increments of one document in one commit; Firestore takes at most 500.

Source: https://firebase.google.com/docs/firestore/quotas (field transformations).
"""


class SummaryRepository:
    """The summaries of one tenant, one document a month."""

    def __init__(
        self, root: firestore.DocumentReference, transaction: firestore.Transaction | None
    ) -> None:
        self._collection: firestore.CollectionReference = root.collection("summaries")
        self._transaction = transaction

    def reference(self, month: Month) -> firestore.DocumentReference:
        """Where a month's summary is."""
        return self._collection.document(str(month))

    def get(self, month: Month) -> Summary:
        """The month's summary; zeros where nothing was ever recorded."""
        return self.decode(month, self.reference(month).get(transaction=self._transaction))

    def add_all(self, deltas: dict[Month, Figures], at: datetime) -> None:
        """Move each month's figures by its delta, and its version by one.

        A delta is written as increments, which need no read and commute. One with more numbers
        than a commit may increment is added to the summary as this transaction reads it.
        """
        leaves = {month: list(delta.leaves()) for month, delta in deltas.items()}
        stored = {
            month: fields_of(self.reference(month).get(transaction=self._transaction))
            for month, numbers in leaves.items()
            if len(numbers) > MOST_INCREMENTS
        }
        for month, numbers in leaves.items():
            document: dict[str, Any] = {
                "month": str(month),
                "version": firestore.Increment(1),
                "updated_at": at,
            }
            for path, number in numbers:
                if month in stored:
                    _put(document, path, _number_at(stored[month], path) + number)
                else:
                    _put(document, path, firestore.Increment(number))
            self._writer.set(self.reference(month), document, merge=True)

    def close(self, month: Month, closing: Closing, repair: Figures) -> None:
        """Write a closing, and move the figures by ``repair``."""
        document: dict[str, Any] = {"month": str(month), "closed": asdict(closing)}
        for path, number in repair.leaves():
            _put(document, path, firestore.Increment(number))
        self._writer.set(self.reference(month), document, merge=True)

    def decode(self, month: Month, snapshot: firestore.DocumentSnapshot[Any]) -> Summary:
        """The month's summary in a snapshot of its document, which need not exist."""
        document = fields_of(snapshot)
        if not document:
            return Summary(month)
        closed = document.get("closed")
        return Summary(
            month=month,
            figures=_decode_figures(document),
            version=document.get("version", 0),
            closing=Closing(**closed) if closed else None,
            updated_at=document.get("updated_at"),
        )

    @property
    def _writer(self) -> firestore.Transaction:
        assert self._transaction is not None, "summaries are written in transactions only"  # noqa: S101
        return self._transaction


def _decode_figures(document: dict[str, Any]) -> Figures:
    return Figures(
        income_minor=document.get("income_minor", 0),
        expenses_minor=document.get("expenses_minor", 0),
        count=document.get("count", 0),
        by_category={
            key: CategoryFigures(**numbers)
            for key, numbers in document.get("by_category", {}).items()
        },
        by_day={
            int(key): DayFigures(**numbers) for key, numbers in document.get("by_day", {}).items()
        },
    )


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
