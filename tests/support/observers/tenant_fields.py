"""Sees every field that a test writes to a tenant's document, and reports unknown ones."""

from __future__ import annotations

from typing import Any

from shared.models.people.access import TenantKind
from shared.repositories.ledger.tenants import FIELDS

DECISION = "docs/decisions/002-tenant-document.md"
"""Lists the fields, and says why each new one needs a decision."""

_KINDS = frozenset(TenantKind)


class TenantFieldWatch:
    """An observer of a ``FirestoreClient`` that keeps unknown fields of tenants' documents."""

    def __init__(self) -> None:
        self._unknown: set[str] = set()

    def before(self, method: str, request: Any) -> None:
        """Record the fields that a commit writes to the documents of tenants."""
        if method == "commit":
            for write in request["writes"]:
                if _is_of_tenant(write.update.name):
                    self._unknown |= fields_of_write(write) - FIELDS

    def after(self, method: str, request: Any) -> None:
        """Ignore the answer."""

    def take_unknown(self) -> str:
        """Return a report of the unknown fields since the last call; empty if there are none."""
        fields, self._unknown = self._unknown, set()
        return told_of(fields) if fields else ""


def told_of(fields: set[str]) -> str:
    """Return the message about fields that no codec of the tenant's document has."""
    names = ", ".join(sorted(fields))
    return (
        f"No part of the tenant's document has the field {names}. Every request reads that "
        f"document and every commit writes it: decide first, in {DECISION}, whether it belongs."
    )


def fields_of_write(write: Any) -> set[str]:
    """Return the names of the fields at the top of a document that a write changes."""
    paths = list(write.update_mask.field_paths) or list(write.update.fields)
    paths += [transform.field_path for transform in write.update_transforms]
    return {path.partition(".")[0].strip("`") for path in paths}


def _is_of_tenant(name: str) -> bool:
    match name.partition("/documents/")[2].split("/"):
        case [kind, _]:
            return kind in _KINDS
        case _:
            return False
