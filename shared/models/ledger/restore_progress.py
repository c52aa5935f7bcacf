"""Progress of restoring a backup, stored in the ledger's document."""

from __future__ import annotations

from shared.models.values.frozen import frozen


@frozen
class RestoreProgress:
    """Progress of a restore that was begun.

    ``document`` is the SHA-256 of the backup, ``done`` the number of its records that are in the
    ledger, of ``total``. ``sequence`` is the number of the ledger's last change when the restore
    last wrote to it, and ``is_alone`` whether all changes since it began were its own.
    """

    document: str
    done: int
    total: int
    sequence: int
    is_alone: bool = True

    @property
    def is_finished(self) -> bool:
        """Return whether every record is in the ledger."""
        return self.done == self.total
