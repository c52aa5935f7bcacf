"""Read the payments of one tenant's past for the detection of recurring ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.ledger.transactions.transaction import payee_key
from shared.models.planning.detection.observation import Observation, description_key
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import count_documents, fields_of

_PAGE = 1_000
_FIELDS = (
    "date", "type", "amount_minor", "currency", "account_currency", "account_amount_minor",
    "account_id", "to_account_id", "payee", "description", "category_id",
)  # fmt: skip


class ObservationRepository:
    """Repository of the live transactions of a range of days, as detection reads them."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("transactions")
        self._access = access

    def stream_newest(self, first: date, last: date, limit: int) -> Iterator[Observation]:
        """Yield at most ``limit`` payments from one day to another, the newest first.

        They are read a page at a time, with the fields alone that are compared.
        """
        query = self._query(first, last).order_by("__name__", direction="DESCENDING")
        query = query.select(_FIELDS)
        while limit > 0:
            page = list(query.limit(min(_PAGE, limit)).stream(**self._access.reading))
            yield from (_decode(snapshot.id, fields_of(snapshot)) for snapshot in page)
            if len(page) < _PAGE:
                return
            limit -= len(page)
            ended = page[-1]
            place = {"date": fields_of(ended)["date"], "__name__": ended.reference}
            query = query.start_after(place)

    def count(self, first: date, last: date) -> int:
        """Count the payments from one day to another."""
        return count_documents(self._query(first, last))

    def _query(self, first: date, last: date) -> Any:
        live = self._collection.where(filter=FieldFilter("deleted", "==", value=False))
        dated = live.where(filter=FieldFilter("date", ">=", str(first)))
        dated = dated.where(filter=FieldFilter("date", "<=", str(last)))
        return dated.order_by("date", direction="DESCENDING")


def _decode(transaction_id: str, fields: dict[str, Any]) -> Observation:
    """Return a payment in the currency of its account."""
    is_foreign = "account_currency" in fields
    payee = fields.get("payee")
    return Observation(
        id=transaction_id,
        date=date.fromisoformat(fields["date"]),
        type=fields["type"],
        amount_minor=fields["account_amount_minor" if is_foreign else "amount_minor"],
        currency=fields["account_currency" if is_foreign else "currency"],
        account_id=fields["account_id"],
        to_account_id=fields.get("to_account_id"),
        payee=payee_key(payee) if payee else None,
        description=description_key(fields.get("description")),
        category_id=fields.get("category_id"),
    )
