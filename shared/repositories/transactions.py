"""Transactions of one tenant: stored, found and streamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from google.cloud import firestore
from google.cloud.firestore_v1.aggregation import AggregationQuery
from google.cloud.firestore_v1.base_query import BaseCompositeFilter, FieldFilter, Or

from shared.models.category import EntryType
from shared.models.dates import Month
from shared.models.page import Position
from shared.models.search import Search, terms_of
from shared.models.transaction import Transaction
from shared.repositories.client import fields_of

_STORED_FIELDS = (
    "type", "amount_minor", "currency", "category_id", "date", "description", "notes", "tags",
    "revision", "created_at", "updated_at", "deleted_at",
)  # fmt: skip
_ENTRY_FIELDS = ("type", "amount_minor", "category_id", "date")


class Entry(NamedTuple):
    """The parts of a transaction that figures are made of; ``day`` is the day of the month."""

    type: EntryType
    amount_minor: int
    category_id: str
    day: int


class TransactionRepository:
    """The transactions of one tenant."""

    def __init__(
        self, root: firestore.DocumentReference, transaction: firestore.Transaction | None
    ) -> None:
        self._collection: firestore.CollectionReference = root.collection("transactions")
        self._transaction = transaction

    def reference(self, transaction_id: str) -> firestore.DocumentReference:
        """Where the transaction with that id is."""
        return self._collection.document(transaction_id)

    def create(self, transaction: Transaction) -> None:
        """Write a new transaction; the commit fails where one with its id exists."""
        self._writer.create(self.reference(transaction.id), _encode(transaction))

    def update(self, before: Transaction, after: Transaction) -> None:
        """Write what is different after a change."""
        old, new = _encode(before), _encode(after)
        changed = {key: value for key, value in new.items() if old[key] != value}
        self._writer.update(self.reference(after.id), changed)

    def search(
        self, search: Search, after: Position | None, page_size: int
    ) -> Iterator[Transaction]:
        """The matching transactions, in the filter's order, from behind a position.

        Documents are read ``page_size`` at a time, as they are asked for.
        """
        while True:
            query = self._query(search, after).limit(page_size)
            found = [self.decode(snapshot) for snapshot in query.stream()]
            yield from filter(search.matches, found)
            if len(found) < page_size:
                return
            after = Position.of(found[-1])

    def list_of_category(self, category_id: str, limit: int) -> list[Transaction]:
        """At most ``limit`` transactions of a category, those in the bin included."""
        query = self._collection.where(filter=FieldFilter("category_id", "==", category_id))
        found = query.limit(limit).stream(transaction=self._transaction)
        return [self.decode(snapshot) for snapshot in found]

    def has_live_of_category(self, category_id: str) -> bool:
        """Whether any transaction outside the bin is of that category."""
        query = self._live_of_category(category_id).limit(1)
        return any(True for _ in query.stream(transaction=self._transaction))

    def count_live_of_category(self, category_id: str) -> int:
        """How many transactions outside the bin are of that category."""
        [[total]] = AggregationQuery(self._live_of_category(category_id)).count().stream()
        return int(total.value)

    def stream_entries(self, month: Month) -> Iterator[Entry]:
        """The live entries of a month, one after the other, in constant memory."""
        query = (
            self._collection.where(filter=FieldFilter("deleted", "==", value=False))
            .where(filter=FieldFilter("date", ">=", str(month.first_day)))
            .where(filter=FieldFilter("date", "<=", str(month.last_day)))
            .order_by("date")
            .select(_ENTRY_FIELDS)
        )
        for snapshot in query.stream(transaction=self._transaction):
            entry = fields_of(snapshot)
            yield Entry(
                EntryType(entry["type"]),
                entry["amount_minor"],
                entry["category_id"],
                int(entry["date"][8:]),
            )

    def decode(self, snapshot: firestore.DocumentSnapshot[Any]) -> Transaction:
        """The transaction in a snapshot of its document."""
        document = fields_of(snapshot)
        return Transaction(
            id=snapshot.id, **{key: document[key] for key in _STORED_FIELDS if key in document}
        )

    def _live_of_category(self, category_id: str) -> firestore.Query:
        return self._collection.where(filter=FieldFilter("category_id", "==", category_id)).where(
            filter=FieldFilter("deleted", "==", value=False)
        )

    def _query(self, search: Search, after: Position | None) -> firestore.Query:
        asked = search.filter
        direction = firestore.Query.DESCENDING if asked.newest_first else firestore.Query.ASCENDING
        query: Any = self._collection
        for condition in _conditions(search):
            query = query.where(filter=condition)
        order = ["date", "__name__"]
        if _asks_for_amounts(search):
            order.insert(1, "amount_minor")
        for name in order:
            query = query.order_by(name, direction=direction)
        if after is not None:
            place = {
                "date": str(after.date),
                "amount_minor": after.amount_minor,
                "__name__": self.reference(after.id),
            }
            query = query.start_after({name: place[name] for name in order})
        return cast(firestore.Query, query)

    @property
    def _writer(self) -> firestore.Transaction:
        assert self._transaction is not None, "transactions are written in transactions only"  # noqa: S101
        return self._transaction


def _asks_for_amounts(search: Search) -> bool:
    """Whether an index is asked for the amounts; next to a term they are checked afterwards."""
    return search.filter.has_amount_bounds and search.indexed_term() is None


def _conditions(search: Search) -> Iterator[FieldFilter | BaseCompositeFilter]:
    """What Firestore is asked; every combination is served by ``firestore.indexes.json``."""
    asked = search.filter
    yield FieldFilter("deleted", "==", asked.deleted)
    if asked.dates.start is not None:
        yield FieldFilter("date", ">=", str(asked.dates.start))
    if asked.dates.end is not None:
        yield FieldFilter("date", "<=", str(asked.dates.end))
    if (indexed := search.indexed_term()) is not None:
        contains = FieldFilter("terms", "array_contains", indexed.term)
        alternatives = list(indexed.or_category_ids)
        yield (
            Or([contains, FieldFilter("category_id", "in", alternatives)])
            if alternatives
            else contains
        )
    elif asked.category_id is not None:
        yield FieldFilter("category_id", "==", asked.category_id)
    elif asked.type is not None:
        yield FieldFilter("type", "==", asked.type.value)
    if _asks_for_amounts(search):
        if asked.min_amount_minor is not None:
            yield FieldFilter("amount_minor", ">=", asked.min_amount_minor)
        if asked.max_amount_minor is not None:
            yield FieldFilter("amount_minor", "<=", asked.max_amount_minor)


def _encode(transaction: Transaction) -> dict[str, Any]:
    document = transaction.model_dump(exclude={"id"})
    return document | {
        "type": transaction.type.value,
        "date": str(transaction.date),
        "tags": list(transaction.tags),
        "deleted": transaction.is_deleted,
        "terms": terms_of(transaction),
    }
