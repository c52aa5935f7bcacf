"""Read and count the payees of one tenant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.ledger.transactions.payee import PayeePosition, PayeeUse, UsedPayee, payee_id
from shared.models.ledger.transactions.terms import PREFIX_LENGTH, prefixes_of
from shared.models.ledger.transactions.transaction import payee_key
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import fields_of, stream_by_name


class PayeeRepository:
    """Repository of payees, one document each, changed by increments."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("payees")
        self._access = access

    def add_all(self, uses: Iterable[PayeeUse], at: datetime) -> None:
        """Add uses of payees, and store the last category of each."""
        for use in uses:
            document: dict[str, Any] = {"count": firestore.Increment(use.count), "used_at": at}
            if use.name is not None:
                document |= {"name": use.name, "prefixes": sorted(prefixes_of(use.name))}
            if use.category_id is not None:
                document["category_id"] = use.category_id
            reference = self._collection.document(payee_id(use.key))
            self._access.batch.set(reference, document, merge=True)

    def stream_used(
        self, word: str | None, page_size: int, after: PayeePosition | None = None
    ) -> Iterator[UsedPayee]:
        """Yield the payees in use, most used first; with a word, those that may match it.

        They begin behind the position ``after``. Documents are read ``page_size`` at a time, on
        demand. The index has only the first letters of words.
        """
        query: Any = self._collection.where(filter=FieldFilter("count", ">", 0))
        if word is not None:
            prefix = word[:PREFIX_LENGTH]
            query = query.where(filter=FieldFilter("prefixes", "array_contains", prefix))
        query = query.order_by("count", direction=firestore.Query.DESCENDING)
        query = query.order_by("__name__", direction=firestore.Query.DESCENDING).limit(page_size)
        if after is not None:
            last = self._collection.document(after.id)
            query = query.start_after({"count": after.count, "__name__": last})
        while True:
            found = list(query.stream())
            yield from (_decode(fields_of(snapshot)) for snapshot in found)
            if len(found) < page_size:
                return
            count = fields_of(found[-1])["count"]
            query = query.start_after({"count": count, "__name__": found[-1].reference})

    def stream_all(self) -> Iterator[UsedPayee]:
        """Yield every payee in use, in constant memory."""
        payees = (_decode(fields_of(s)) for s in stream_by_name(self._collection, self._access))
        return (payee for payee in payees if payee.count > 0)

    def put_known(self, name: str, category_id: str | None) -> None:
        """Write a payee's name and last category; one without transactions has the count 0."""
        document: dict[str, Any] = {"name": name, "prefixes": sorted(prefixes_of(name))}
        document |= {"category_id": category_id, "count": firestore.Increment(0)}
        reference = self._collection.document(payee_id(payee_key(name)))
        self._access.batch.set(reference, document, merge=True)


def _decode(document: dict[str, Any]) -> UsedPayee:
    return UsedPayee(document["name"], document["count"], document.get("category_id"))
