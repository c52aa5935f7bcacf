"""Suggestions of recurring entries that people have dismissed or accepted, kept for good."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.errors import InvalidArgument
from shared.models.ledger.record_list import RecordList, VersionedRecord
from shared.models.planning.detection.fingerprint import Fingerprint
from shared.models.planning.recurring_input import RecurringName
from shared.models.values.base import FrozenModel
from shared.models.values.identifiers import Id
from shared.models.values.text import IMPORTED

MAX_SETTLED = 1_500
"""Suggestions that a ledger keeps as dismissed or accepted."""

MAX_FINGERPRINT = 130


class SettledSuggestion(FrozenModel):
    """A suggestion that was dismissed, or accepted as the entry ``recurring_id``.

    Its id is that of the suggestion. ``fingerprint`` is the newest one by which it was recognised,
    ``account_ids`` are its accounts. An accepted one counts as long as its entry exists.
    """

    id: str
    name: str
    fingerprint: str
    account_ids: tuple[str, ...]
    recurring_id: str | None = None
    revision: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def is_dismissed(self) -> bool:
        """Return whether it was dismissed rather than accepted."""
        return self.recurring_id is None


class SettledSuggestionRecord(VersionedRecord):
    """A suggestion that was dismissed or accepted."""

    id: Id
    name: RecurringName
    fingerprint: Annotated[str, Field(max_length=MAX_FINGERPRINT)]
    account_ids: Annotated[tuple[Id, ...], Field(min_length=1, max_length=2)]
    recurring_id: Id | None = None

    def settled(self) -> SettledSuggestion:
        """Return the settled suggestion.

        Raises:
            InvalidArgument: The fingerprint is none.
        """
        try:
            Fingerprint.parse(self.fingerprint)
        except ValueError as error:
            raise InvalidArgument.of("fingerprint", str(error)) from error
        return SettledSuggestion.model_construct(**dict(self))


SETTLED_SUGGESTIONS: RecordList[SettledSuggestion, SettledSuggestion] = RecordList(
    write=lambda settled, _currency: settled.model_dump(mode="json", exclude_defaults=True),
    read=lambda raw, _currency: SettledSuggestionRecord.model_validate(
        raw, context=IMPORTED
    ).settled(),
    key=lambda settled: ("id", settled.id),
    most=MAX_SETTLED,
)
