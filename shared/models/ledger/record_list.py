"""Record lists: the long lists of a backup, each written and read record by record."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, Field

from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.values.base import InputModel
from shared.models.values.frozen import frozen
from shared.models.values.instant import Instant

_Written = TypeVar("_Written")
_Read = TypeVar("_Read")

Check = Callable[[_Read, Mapping[str, Category], Mapping[str, Account]], None]
"""Checks a record against the categories and the ids of the accounts; raises if it does not fit."""


def _fits(
    _record: Any, _categories: Mapping[str, Category], _accounts: Mapping[str, Account]
) -> None:
    """Accept a record without references to categories and accounts."""


MAX_COUNTED = 1 << 53
"""Maximum of a number of changes in a backup; JSON has greater integers, but JavaScript has not."""

_MAX_RESTORED = 1 << 52


def _restored(count: int) -> int:
    """Return a number of changes to go on counting from, far below what a backup may have.

    So the ledger that it is restored to can be changed, and its own backup be restored again.
    """
    return min(count, _MAX_RESTORED)


Revision = Annotated[int, Field(ge=1, le=MAX_COUNTED, strict=True), AfterValidator(_restored)]
Version = Annotated[int, Field(ge=0, le=MAX_COUNTED, strict=True), AfterValidator(_restored)]


class VersionedRecord(InputModel):
    """Base of the records of things that have revisions."""

    revision: Revision = 1
    created_at: Instant
    updated_at: Instant


@frozen
class RecordList(Generic[_Written, _Read]):
    """A list in a backup: functions that write, read and check a record."""

    write: Callable[[_Written, str], dict[str, Any]]
    """Returns a value as JSON, with amounts as decimals of the currency."""

    read: Callable[[object, str], _Read]
    """Returns the value in a record of that currency.

    Raises ``ValidationError`` or ``InvalidArgument`` if it is not valid.
    """

    key: Callable[[_Read], tuple[str, object]]
    """Returns the name and value of the field that must be unique."""

    check: Check[_Read] = _fits
    is_required: bool = False
    """Whether a backup must have it; older backups lack the lists of newer kinds."""

    most: int | None = None
    """Maximum number of records, as of the ledger; None if only a backup bounds them."""
