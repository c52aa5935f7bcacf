"""Messages of background jobs on one ledger."""

from enum import StrEnum

from pydantic import field_validator

from shared.models.people.access import TenantRef
from shared.models.values.base import InputModel


class JobKind(StrEnum):
    """Kind of a background job."""

    IMPORT = "import"
    """Continue an import; ``subject`` is its id."""

    REBUILD = "rebuild"
    """Build the summaries for a new start of the months; ``subject`` is its id."""

    SETTINGS = "settings"
    """Rebuild the months after a change of the start or currency; ``subject`` is an
    ``AnnouncedChange``."""

    ERASE = "erase"
    """Continue the erasure of the ledger's user; ``subject`` is the time to begin."""

    CATEGORY_MERGE = "category_merge"
    """Continue the merge of a category; ``subject`` is its id."""

    ACCOUNT_MERGE = "account_merge"
    """Continue the merge of an account; ``subject`` is its id."""

    CUSTOM_TYPE_MERGE = "custom_type_merge"
    """Continue the merge of a custom type; ``subject`` is its id."""

    TAKEOVER = "takeover"
    """Continue the takeover of a demo; ``subject`` is the uid of the account."""

    HEALING = "healing"
    """Book transactions again at rates that have arrived; ``subject`` is a ``HealingRun``."""

    OWN_RATE = "own_rate"
    """Book transactions again after the change of an own rate; ``subject`` is an
    ``AnnouncedChange``."""

    RESTORE = "restore"
    """Book transactions again after the restore of a backup; ``subject`` is an
    ``AnnouncedRestore``."""

    DETECTION = "detection"
    """Find what recurs in the history; ``subject`` is the id of the import after which, or
    ``REQUESTED``."""

    HEALING_PAGE = "healing_page"
    """Publish the same ``HealingRun`` for the foreign ledgers after this one, in a fixed order."""

    MATCHING = "matching"
    """Match transactions with occurrences of recurring entries; ``subject`` has their ids, apart by
    commas, or nothing for recent ones."""

    SCOPES = "scopes"
    """Build the daily totals of scopes that are not ready; ``subject`` is the time to begin, or
    nothing for now."""


REQUESTED = "request"
"""Subject of a detection that a person has asked for."""


class LedgerJob(InputModel):
    """Background job on one ledger; running it twice is safe."""

    tenant: str
    kind: JobKind
    subject: str
    actor: str | None = None
    """The uid of who asked for the work, if it must be allowed to them as long as it lasts."""

    @field_validator("tenant")
    @classmethod
    def _is_a_path(cls, path: str) -> str:
        return TenantRef.parse(path).path
