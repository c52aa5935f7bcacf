"""The change log: each change with actor, time, and the state before and after.

The first entry of a request is also its idempotency record: its id is derived from the
Idempotency-Key, so a key can be committed only once, and it has the data to answer a retry.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, NamedTuple, Self, TypeVar

from pydantic import BeforeValidator

from shared.models.history.kinds import Entity, Kind, kind_of, kind_of_model
from shared.models.values.base import FrozenModel
from shared.models.values.identifiers import derived_id, new_id
from shared.models.values.text import lower_case

_Model = TypeVar("_Model", bound=FrozenModel)


class Cause(StrEnum):
    """Cause of a change."""

    API = "api"
    DEMO = "demo"
    CLAIM = "claim"
    CATEGORY_MERGE = "category_merge"
    ACCOUNT_MERGE = "account_merge"
    CUSTOM_TYPE_MERGE = "custom_type_merge"
    IMPORT = "import"
    IMPORT_UNDO = "import_undo"
    PROVISIONING = "provisioning"
    ERASURE = "erasure"
    RATES = "rates"
    RECURRING = "recurring"
    REBUILD = "rebuild"
    RESTORE = "restore"
    RULES = "rules"
    SIGN_IN = "sign_in"
    UNDO = "undo"
    WEBHOOK = "webhook"


MERGES = frozenset({Cause.CATEGORY_MERGE, Cause.ACCOUNT_MERGE, Cause.CUSTOM_TYPE_MERGE})
"""Causes of changes of a merge: it moves transactions and rules, and deletes what they named."""

AnyCaseEntity = Annotated[Entity, BeforeValidator(lower_case)]
"""An entity as input, in lower or upper case."""


class IdempotencyRecord(FrozenModel):
    """Hash of a request and the ids it created: enough to answer a retry of it.

    ``request_hash`` tells whether a retry is the same request; ``created`` are the ids of the
    transactions it created, in the request's order. Everything else in the answer follows from
    the request itself.
    """

    request_hash: str
    created: tuple[str, ...] = ()


_WITH_BOUNDS_OF_THEIR_OWN = frozenset(
    {
        Cause.DEMO,
        Cause.CLAIM,
        Cause.IMPORT,
        Cause.IMPORT_UNDO,
        Cause.PROVISIONING,
        Cause.ERASURE,
        Cause.REBUILD,
        Cause.SIGN_IN,
    }
)
"""Causes of changes that a demo's quota of changes does not refuse: other quotas bound them, or a
change that was not refused has caused them."""

_BOOKKEEPING = frozenset({"revision", "created_at", "updated_at"})


class Change(FrozenModel):
    """Entry of the change log: the complete state of one entity before and after a change.

    ``before`` is None for a creation, ``after`` for a removal. ``sequence`` numbers the changes of
    a ledger from 1, in the order of their commits, without gaps. ``operation_id`` is the id of the
    first entry of the same commit; ``cause_id`` is the id of the import or change that caused it.
    """

    id: str
    sequence: int = 0
    operation_id: str
    at: datetime
    actor: str
    cause: Cause
    cause_id: str | None = None
    entity: Entity
    entity_id: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    idempotency: IdempotencyRecord | None = None

    @property
    def kind(self) -> Kind:
        """Return the kind of the changed entity."""
        return kind_of(self.entity)

    def is_of(self, model: type) -> bool:
        """Return whether the log has the changed entity as this model."""
        return self.kind is kind_of_model(model)

    @property
    def changed_fields(self) -> frozenset[str]:
        """Return the fields that changed; all fields for a creation or removal."""
        before, after = self.before or {}, self.after or {}
        names = (before.keys() | after.keys()) - _BOOKKEEPING
        return frozenset(name for name in names if before.get(name) != after.get(name))

    def states_as(self, model: type[_Model]) -> tuple[_Model | None, _Model | None]:
        """Return the states before and after as a model; None for a creation or removal."""
        before, after = (
            None if state is None else model.model_validate(state)
            for state in (self.before, self.after)
        )
        return before, after

    @property
    def email(self) -> str | None:
        """Return the e-mail address, in lower case, of the person that was changed."""
        if not self.kind.is_about_people:
            return None
        address = (self.after or self.before or {}).get("email")
        return address.lower() if address else None


class Operation(FrozenModel):
    """One operation on a ledger: actor, cause, and the id by which a retry is recognised.

    ``change_id`` is the id of the first change-log entry. Without an Idempotency-Key it is random,
    and still recognises a commit whose response was lost. ``entry_ids`` are those of all entries,
    of which ``change_id`` is the first; without them the others are derived from it.
    """

    actor: str
    cause: Cause
    cause_id: str | None = None
    at: datetime
    change_id: str
    request_hash: str
    is_retryable: bool
    is_continued: bool = False
    entry_ids: tuple[str, ...] = ()

    @property
    def counts_changes(self) -> bool:
        """Return whether the quota of changes may refuse it; work that has begun goes on."""
        return not self.is_continued and self.cause not in _WITH_BOUNDS_OF_THEIR_OWN

    @classmethod
    def of_request(
        cls, *, actor: str, at: datetime, key: str | None, request_hash: str, cause: Cause
    ) -> Self:
        """Return the operation of a request; ``key`` is its Idempotency-Key, or None."""
        change_id = new_id() if key is None else derived_id("idempotency", actor, key)
        return cls(
            actor=actor,
            cause=cause,
            at=at,
            change_id=change_id,
            request_hash=request_hash,
            is_retryable=key is not None,
        )

    @classmethod
    def of_beginning(cls, *, actor: str, at: datetime, cause: Cause) -> Self:
        """Return the operation that creates a ledger; a retry cannot repeat it."""
        return cls(
            actor=actor,
            cause=cause,
            at=at,
            change_id=new_id(),
            request_hash="",
            is_retryable=False,
        )

    def caused_by(self, cause: Cause, cause_id: str | None = None) -> Self:
        """Return the operation with another cause."""
        return self.model_copy(update={"cause": cause, "cause_id": cause_id})

    def of_begun_work(self) -> Self:
        """Return the operation as a further part of work that an earlier request has begun."""
        return self.model_copy(update={"is_continued": True})

    def continued(self) -> Self:
        """Return the operation of a further commit of the same request, without retries."""
        return self.model_copy(
            update={"change_id": new_id(), "is_retryable": False, "is_continued": True}
        )

    def change_id_at(self, index: int) -> str:
        """Return the id of the operation's change-log entry number ``index``, from 0."""
        if self.entry_ids:
            return self.entry_ids[index]
        return self.change_id if index == 0 else f"{self.change_id}n{index:06}"


class CommittedOperation(NamedTuple):
    """An operation that was committed: the id of its first change, and its cause."""

    id: str
    cause: Cause

    @classmethod
    def of(cls, change: Change) -> Self:
        """Return the operation that made a change."""
        return cls(change.operation_id, change.cause)
