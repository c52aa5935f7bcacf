"""The takeover in a tenant's document: a demo's own, or that of an account's ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.models.people.takeover import Takeover

TAKEOVER_FIELD = "takeover"
"""``firestore.rules`` reads it by this name, too."""


def find_takeover(document: Mapping[str, Any]) -> Takeover | None:
    """Decode the takeover in a tenant's document; None where there is none."""
    takeover = document.get(TAKEOVER_FIELD)
    return Takeover(**takeover) if takeover else None
