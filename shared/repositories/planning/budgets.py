"""Read and write the budgets of one tenant, which are one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from google.cloud import firestore
from google.cloud.firestore_v1.field_path import FieldPath

from shared.models.planning.budgets.budget import Budget
from shared.models.values.text import IMPORTED
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import fields_of, read_existing

_FIELD = "budgets"


class BudgetRepository:
    """Repository of a tenant's budgets; a ledger has at most 100."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._document: firestore.DocumentReference = root.collection("planning").document(_FIELD)
        self._access = access

    def list_all(self) -> list[Budget]:
        """List all budgets, oldest first."""
        return _decode_all(fields_of(self._document.get(**self._access.reading)))

    def list_beside(
        self, reference: firestore.DocumentReference
    ) -> tuple[firestore.DocumentSnapshot[Any] | None, list[Budget]]:
        """Read another document, None if it does not exist, and all budgets in one call."""
        found = {
            snapshot.reference.path: snapshot
            for snapshot in read_existing([reference, self._document], self._access)
        }
        document = found.get(self._document.path)
        budgets = [] if document is None else _decode_all(fields_of(document))
        return found.get(reference.path), budgets

    def put(self, budget: Budget) -> None:
        """Write a budget; the others stay."""
        fields = budget.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
        instants = {"created_at": budget.created_at, "updated_at": budget.updated_at}
        content = {_FIELD: {budget.id: fields | instants | {"revision": budget.revision}}}
        self._access.batch.set(self._document, content, merge=[FieldPath(_FIELD, budget.id)])

    def delete(self, budget_id: str) -> None:
        """Delete a budget; the others stay."""
        content = {_FIELD: {budget_id: firestore.DELETE_FIELD}}
        self._access.batch.set(self._document, content, merge=True)

    def stream_all(self) -> Iterator[Budget]:
        """Yield every budget, oldest first."""
        yield from self.list_all()

    def has_any(self) -> bool:
        """Return whether there is any budget."""
        return bool(self.list_all())

    def create(self, budget: Budget) -> None:
        """Write a budget of a backup."""
        self.put(budget)


def _decode_all(fields: dict[str, Any]) -> list[Budget]:
    """Return the budgets in the order of their ids, which is that of their creation."""
    return [
        Budget.model_validate({**content, "id": budget_id}, context=IMPORTED)
        for budget_id, content in sorted(fields.get(_FIELD, {}).items())
    ]
