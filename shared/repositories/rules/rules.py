"""Read and write the rules of one tenant, which are one document to keep their order."""

from __future__ import annotations

from collections.abc import Sequence

from google.cloud import firestore

from shared.models.rules.rule import Rule
from shared.models.values.text import IMPORTED
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import fields_of


class RuleRepository:
    """Repository of a tenant's ordered list of rules."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._document = root.collection("settings").document("rules")
        self._access = access

    def list_all(self) -> list[Rule]:
        """List all rules in their order, including disabled ones."""
        snapshot = self._document.get(**self._access.reading)
        stored = fields_of(snapshot).get("rules", [])
        return [Rule.model_validate(rule, context=IMPORTED) for rule in stored]

    def put_all(self, rules: Sequence[Rule]) -> None:
        """Write all rules in this order."""
        content = [rule.model_dump(mode="json", exclude_defaults=True) for rule in rules]
        self._access.batch.set(self._document, {"rules": content})
