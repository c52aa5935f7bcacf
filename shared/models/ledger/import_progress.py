"""Progress of the imports under way, stored in the ledger's document."""

from __future__ import annotations

from shared.models.values.frozen import frozen

MAX_IMPORTS_UNDER_WAY = 20
"""Imports whose progress the ledger's document has; of further ones only their own documents."""


@frozen
class ImportProgress:
    """Progress of an import that was begun, or of its undo: the fraction done, from 0 to 1."""

    progress: float
    is_undo: bool = False
