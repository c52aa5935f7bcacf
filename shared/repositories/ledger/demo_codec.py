"""The demo's part of a tenant's document: its fields, decoded, encoded and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from shared.errors import DemoExpired, DemoTakenOver, TakeoverRunning
from shared.models.people.demo import Demo
from shared.models.people.demo_use import DemoUse
from shared.models.people.takeover import Takeover
from shared.repositories.firestore.tenant_document import TenantDocument
from shared.repositories.ledger.takeover_codec import TAKEOVER_FIELD, find_takeover

FIELDS = frozenset(
    {"expires_at", "sample_transaction_count", TAKEOVER_FIELD, "demo_use", "erasing_at"}
)


def find_demo(document: Mapping[str, Any]) -> Demo | None:
    """Decode the demo in a tenant's document; None where it is no demo's."""
    if "expires_at" not in document:
        return None
    return Demo(
        expires_at=document["expires_at"],
        sample_transaction_count=document.get("sample_transaction_count", 0),
        use=DemoUse(**document.get("demo_use", {})),
        takeover=find_takeover(document),
        erasing_at=document.get("erasing_at"),
    )


def encode_demo(demo: Demo) -> dict[str, Any]:
    """Encode a demo; what has its default value is left out."""
    document: dict[str, Any] = {
        "expires_at": demo.expires_at,
        "sample_transaction_count": demo.sample_transaction_count,
    }
    if demo.use != DemoUse():
        document["demo_use"] = asdict(demo.use)
    if demo.takeover is not None:
        document[TAKEOVER_FIELD] = asdict(demo.takeover)
    if demo.erasing_at is not None:
        document["erasing_at"] = demo.erasing_at
    return document


def ensure_writable(document: Mapping[str, Any]) -> None:
    """Check that a demo's document may be changed.

    Raises:
        TakeoverRunning, DemoTakenOver: The demo is being taken over, or was.
        DemoExpired: The demo is being erased.
    """
    takeover = find_takeover(document)
    if takeover is not None:
        raise DemoTakenOver if takeover.is_finished else TakeoverRunning
    if "erasing_at" in document:
        raise DemoExpired


class DemoWriter:
    """Writes of the demo's fields."""

    def __init__(self, document: TenantDocument) -> None:
        self._document = document

    def put_takeover(self, takeover: Takeover) -> None:
        """Write the progress of the demo's takeover; a finished one ends the demo."""
        self._document.put(asdict(takeover), TAKEOVER_FIELD)
        if takeover.finished_at is not None:
            self._document.put(takeover.finished_at, "expires_at")
        self._document.bypass_write_check()

    def put_erasing(self, at: datetime) -> None:
        """Write that the demo is being erased from now on."""
        self._document.put(at, "erasing_at")
        self._document.bypass_write_check()

    def put_transaction_count(self, count: int) -> None:
        """Write how many transactions the demo has had."""
        self._document.put(count, "demo_use", "transactions")

    def put_import_count(self, count: int) -> None:
        """Write how many imports the demo has had."""
        self._document.put(count, "demo_use", "imports")
