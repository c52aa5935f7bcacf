"""Read and query the transactions of one tenant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from google.cloud import firestore
from google.cloud.firestore_v1.aggregation import AggregationQuery
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.ledger.entry import DatedEntry, Entry
from shared.models.ledger.page import Position
from shared.models.ledger.transactions.currencies.base_changes import base_changes_of
from shared.models.ledger.transactions.search import Search
from shared.models.ledger.transactions.terms import account_term, import_term, tag_term
from shared.models.ledger.transactions.transaction import (
    Transaction,
    TransactionType,
    account_changes_of,
)
from shared.models.values.dates import DateRange
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import (
    LONG_QUERY_TIMEOUT_S,
    SUM_ALIAS,
    count_documents,
    fields_of,
    read_existing,
    stream_by_name,
)
from shared.repositories.firestore.tenant_document import TenantDocument
from shared.repositories.ledger.foreign_codec import (
    ENTRY_FIELDS,
    StoredTransaction,
    decode_foreign,
    foreign_amount,
    in_currency,
)

_STORED_FIELDS = tuple(name for name in Transaction.model_fields if name != "id")
_ENTRY_FIELDS = (
    "type", "amount_minor", "category_id", "splits", "account_id", "to_account_id", "date", "tags",
    "custom_type_id", "goal_id", *ENTRY_FIELDS,
)  # fmt: skip


class TransactionRepository:
    """Repository of a tenant's transactions, for reading.

    They are in the currency of the ledger as its document was read; if it was not, it is read.
    """

    def __init__(
        self, root: firestore.DocumentReference, access: Access, document: TenantDocument
    ) -> None:
        self._collection: firestore.CollectionReference = root.collection("transactions")
        self._access = access
        self._document = document
        self._unread_currency: str | None = None

    def reference(self, transaction_id: str) -> firestore.DocumentReference:
        """Return the document reference of a transaction."""
        return self._collection.document(transaction_id)

    def find_all(self, ids: Sequence[str]) -> dict[str, Transaction]:
        """Return those of these transactions that exist, deleted ones included, by id."""
        found = read_existing(map(self.reference, ids), self._access)
        return {one.id: self.decode(one) for one in found}

    def search(
        self, search: Search, after: Position | None, page_size: int
    ) -> Iterator[Transaction]:
        """Yield the matching transactions after a position, in the filter's order.

        Documents are read ``page_size`` at a time, on demand.
        """
        return (one for one, matches in self.scan(search, after, page_size) if matches)

    def scan(
        self, search: Search, after: Position | None, page_size: int
    ) -> Iterator[tuple[Transaction, bool]]:
        """Yield every transaction that the index finds, and whether it matches the search.

        Transactions and pages are as in ``search``. A caller that counts them bounds its reads.
        """
        while True:
            query = self._query(search, after).limit(page_size)
            found = [self.decode(s) for s in query.stream(**self._access.reading)]
            for transaction in found:
                yield transaction, search.matches(transaction)
            if len(found) < page_size:
                return
            after = Position.of(found[-1])

    def sum_up(self, search: Search, transaction_type: TransactionType) -> tuple[int, int]:
        """Return the sum of the amounts (minor units), and the number, of a type's transactions.

        The amounts are in the ledger's currency; unconverted transactions are only counted.
        Firestore adds them up. The search is one that can be summed, and its type is ignored.
        """
        query: Any = self._collection.where(
            filter=FieldFilter("type", "==", transaction_type.value)
        )
        for condition in _conditions_without_type(search):
            query = query.where(filter=condition)
        query = query.order_by("date").order_by("amount_minor")
        asked = AggregationQuery(query).sum("amount_minor", alias=SUM_ALIAS).count(alias="count")
        [results] = asked.stream(**self._access.reading)
        values = {result.alias: int(result.value or 0) for result in results}
        return values[SUM_ALIAS], values["count"]

    def stream_with_term(self, term: str, page_size: int) -> Iterator[Transaction]:
        """Yield the transactions with a term, deleted ones included, by id.

        Documents are read ``page_size`` at a time, on demand.
        """
        query = (
            self._collection.where(filter=FieldFilter("terms", "array_contains", term))
            .order_by("__name__")
            .limit(page_size)
        )
        while True:
            found = list(query.stream(**self._access.reading))
            yield from map(self.decode, found)
            if len(found) < page_size:
                return
            query = query.start_after({"__name__": found[-1].reference})

    def list_with_terms(
        self,
        terms: Sequence[str],
        dates: DateRange,
        after: tuple[date, str] | None,
        limit: int,
        *,
        deleted: bool,
        newest_first: bool = False,
    ) -> list[Transaction]:
        """List at most ``limit`` transactions with any of up to 30 terms, after a date and id."""
        query: Any = self._collection.where(
            filter=FieldFilter("terms", "array_contains_any", list(terms))
        ).where(filter=FieldFilter("deleted", "==", value=deleted))
        for operator, day in ((">=", dates.start), ("<=", dates.end)):
            if day is not None:
                query = query.where(filter=FieldFilter("date", operator, str(day)))
        direction = firestore.Query.DESCENDING if newest_first else firestore.Query.ASCENDING
        query = query.order_by("date", direction=direction).order_by(
            "__name__", direction=direction
        )
        if after is not None:
            day, transaction_id = after
            query = query.start_after(
                {"date": str(day), "__name__": self.reference(transaction_id)}
            )
        return [self.decode(one) for one in query.limit(limit).stream(**self._access.reading)]

    def has_live_with_term(self, term: str) -> bool:
        """Return whether any live transaction has that term."""
        return any(True for _ in self._live_with_term(term).limit(1).stream(**self._access.reading))

    def has_any_with_term(self, term: str) -> bool:
        """Return whether any transaction has that term, deleted ones included."""
        return any(True for _ in self.stream_with_term(term, 1))

    def count_with_term(self, term: str) -> int:
        """Count the transactions with that term, deleted ones included."""
        query = self._collection.where(filter=FieldFilter("terms", "array_contains", term))
        return count_documents(query)

    def count_live_with_term(self, term: str) -> int:
        """Count the live transactions with that term."""
        return count_documents(self._live_with_term(term))

    def has_any(self) -> bool:
        """Return whether there is any transaction, deleted ones included."""
        return any(True for _ in self._collection.limit(1).stream(**self._access.reading))

    def list_of_import(self, import_id: str, limit: int) -> list[Transaction]:
        """List at most ``limit`` live transactions of an import."""
        query: Any = self._collection
        for name, value in (("import_id", import_id), ("deleted", False)):
            query = query.where(filter=FieldFilter(name, "==", value))
        return [self.decode(s) for s in query.limit(limit).stream(**self._access.reading)]

    def stream_of_account(self, account_id: str, dates: DateRange) -> Iterator[Transaction]:
        """Yield the live transactions on an account, or imported to it, by date.

        ``dates`` has both ends.
        """
        terms = [account_term(account_id), import_term(account_id)]
        query = (
            self._collection.where(filter=FieldFilter("terms", "array_contains_any", terms))
            .where(filter=FieldFilter("deleted", "==", value=False))
            .where(filter=FieldFilter("date", ">=", str(dates.start)))
            .where(filter=FieldFilter("date", "<=", str(dates.end)))
            .order_by("date")
        )
        return map(self.decode, query.stream(timeout=LONG_QUERY_TIMEOUT_S, **self._access.reading))

    def stream_all(self) -> Iterator[Transaction]:
        """Yield every transaction, deleted ones included, by id, in constant memory."""
        return map(self.decode, stream_by_name(self._collection, self._access))

    def find_live_range(self) -> DateRange:
        """Return the dates of the first and last live transaction; open if there is none."""
        live = self._collection.where(filter=FieldFilter("deleted", "==", value=False))
        directions = (firestore.Query.ASCENDING, firestore.Query.DESCENDING)
        ends = [
            [fields_of(s)["date"] for s in query.stream(**self._access.reading)]
            for query in (live.order_by("date", direction=d).limit(1) for d in directions)
        ]
        return DateRange(*(date.fromisoformat(day) for [day] in ends)) if all(ends) else DateRange()

    def list_after(self, transaction_id: str | None, limit: int) -> list[StoredTransaction]:
        """List at most ``limit`` transactions after that id as they are stored, by id.

        None is before the first; deleted ones are included.
        """
        query: Any = self._collection.order_by("__name__").limit(limit)
        if transaction_id is not None:
            query = query.start_after({"__name__": self.reference(transaction_id)})
        return [
            StoredTransaction(self.decode(snapshot), fields_of(snapshot)["currency"])
            for snapshot in query.stream(**self._access.reading)
        ]

    def count_all(self) -> int:
        """Count all transactions, deleted ones included."""
        return count_documents(self._collection, self._access)

    def stream_entries(self, dates: DateRange, currency: str) -> Iterator[Entry]:
        """Yield the entries of live transactions in a range of dates, in constant memory.

        ``currency`` is that of the ledger, or one that it is being changed to.
        """
        query = (
            self._collection.where(filter=FieldFilter("deleted", "==", value=False))
            .where(filter=FieldFilter("date", ">=", str(dates.start)))
            .where(filter=FieldFilter("date", "<=", str(dates.end)))
            .order_by("date")
            .select(_ENTRY_FIELDS)
        )
        for snapshot in query.stream(timeout=LONG_QUERY_TIMEOUT_S, **self._access.reading):
            yield _entry(in_currency(fields_of(snapshot), currency))

    def list_dated_entries(
        self, dates: DateRange, after: Position | None, limit: int
    ) -> list[DatedEntry]:
        """List at most ``limit`` entries of live transactions after a position, by date and id.

        ``dates`` has both ends.
        """
        query: Any = (
            self._collection.where(filter=FieldFilter("deleted", "==", value=False))
            .where(filter=FieldFilter("date", ">=", str(dates.start)))
            .where(filter=FieldFilter("date", "<=", str(dates.end)))
            .order_by("date")
            .order_by("__name__")
            .select((*_ENTRY_FIELDS, "payee"))
            .limit(limit)
        )
        if after is not None:
            place = {"date": str(after.date), "__name__": self.reference(after.id)}
            query = query.start_after(place)
        return [
            _dated_entry(snapshot.id, self._in_force(snapshot))
            for snapshot in query.stream(**self._access.reading)
        ]

    def decode(self, snapshot: firestore.DocumentSnapshot[Any]) -> Transaction:
        """Decode a transaction from its snapshot."""
        document = decode_foreign(self._in_force(snapshot))
        return Transaction(
            id=snapshot.id, **{key: document[key] for key in _STORED_FIELDS if key in document}
        )

    def _in_force(self, snapshot: firestore.DocumentSnapshot[Any]) -> Mapping[str, Any]:
        """Return the fields of a transaction in the currency of the ledger."""
        document, currency = fields_of(snapshot), self._ledger_currency()
        return document if currency is None else in_currency(document, currency)

    def _ledger_currency(self) -> str | None:
        """Return the currency of the ledger; None if there is none any more."""
        if not self._document.fields and self._unread_currency is None:
            found = self._document.find()
            self._unread_currency = None if found is None else fields_of(found)["currency"]
        currency: str | None = self._document.fields.get("currency", self._unread_currency)
        return currency

    def _live_with_term(self, term: str) -> firestore.Query:
        return (
            self._collection.where(filter=FieldFilter("terms", "array_contains", term))
            .where(filter=FieldFilter("deleted", "==", value=False))
            .order_by("date")
        )

    def _query(self, search: Search, after: Position | None) -> firestore.Query:
        asked = search.filter
        direction = firestore.Query.DESCENDING if asked.descending else firestore.Query.ASCENDING
        query: Any = self._collection
        for condition in _conditions(search):
            query = query.where(filter=condition)
        order = ["date", "__name__"]
        if asked.by_amount:
            order.insert(0, "amount_minor")
        elif _asks_for_amounts(search):
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


def _asks_for_amounts(search: Search) -> bool:
    """Return whether the query filters by amount.

    With a term, or while they are in two currencies, amounts are checked later.
    """
    is_indexed = not search.indexed_terms() and not search.is_moving_amounts
    return search.filter.has_amount_bounds and is_indexed


def _conditions(search: Search) -> Iterator[FieldFilter]:
    """Yield the query's filters; ``firestore.indexes.json`` serves every combination."""
    yield from _conditions_without_type(search)
    if search.filter.type is not None and not search.indexed_terms():
        yield FieldFilter("type", "==", search.filter.type.value)


def _conditions_without_type(search: Search) -> Iterator[FieldFilter]:
    asked = search.filter
    yield FieldFilter("deleted", "==", asked.deleted)
    if asked.dates.start is not None:
        yield FieldFilter("date", ">=", str(asked.dates.start))
    if asked.dates.end is not None:
        yield FieldFilter("date", "<=", str(asked.dates.end))
    terms = list(search.indexed_terms())
    if len(terms) == 1:
        yield FieldFilter("terms", "array_contains", terms[0])
    elif terms:
        yield FieldFilter("terms", "array_contains_any", terms)
    if _asks_for_amounts(search):
        if asked.min_amount_minor is not None:
            yield FieldFilter("amount_minor", ">=", asked.min_amount_minor)
        if asked.max_amount_minor is not None:
            yield FieldFilter("amount_minor", "<=", asked.max_amount_minor)


def _dated_entry(transaction_id: str, document: Mapping[str, Any]) -> DatedEntry:
    day = date.fromisoformat(document["date"])
    return DatedEntry(day, transaction_id, document.get("payee"), _entry(document))


def _entry(document: Mapping[str, Any]) -> Entry:
    """Decode an entry, without the cost of a whole transaction."""
    entry_type, amount_minor = TransactionType(document["type"]), document["amount_minor"] or 0
    parts = [
        (split.get("category_id"), split["amount_minor"] or 0)
        for split in document.get("splits", ())
    ]
    foreign = foreign_amount(document)
    account_changes = account_changes_of(
        entry_type,
        amount_minor if foreign is None else foreign.amount_minor,
        document["account_id"],
        document.get("to_account_id"),
        document.get("to_amount_minor"),
    )
    if not parts and entry_type is not TransactionType.TRANSFER:
        parts = [(document.get("category_id"), amount_minor)]
    return Entry(
        type=entry_type,
        amount_minor=amount_minor,
        day=date.fromisoformat(document["date"]),
        parts=parts,
        account_changes=account_changes,
        tags={tag_term(tag) for tag in document.get("tags", ())},
        custom_type_id=document.get("custom_type_id"),
        foreign=foreign,
        base_changes=base_changes_of(
            entry_type,
            account_changes,
            document["amount_minor"],
            document["currency"],
            is_foreign=foreign is not None,
            to_currency=document.get("to_currency"),
        ),
        goal_id=document.get("goal_id"),
    )
