"""The change log: who changed what, when, from what and to what.

The first entry of a request is also its idempotency record: its id comes from the Idempotency-Key,
so the same key can be committed only once, and it keeps the facts that a retry is answered with.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from shared.models.history.kinds import Entity, Kind, kind_of, kind_of_model
from shared.models.values.base import FrozenModel
from shared.models.values.identifiers import derived_id, new_id
from shared.models.values.text import lower_case


class Cause(StrEnum):
    """What made a change."""

    API = "api"
    DEMO = "demo"
    CLAIM = "claim"
    CATEGORY_MERGE = "category_merge"
    ACCOUNT_MERGE = "account_merge"
    IMPORT = "import"
    IMPORT_UNDO = "import_undo"
    PROVISIONING = "provisioning"
    ERASURE = "erasure"
    REBUILD = "rebuild"
    RESTORE = "restore"
    RULES = "rules"
    SIGN_IN = "sign_in"
    UNDO = "undo"


AnyCaseEntity = Annotated[Entity, BeforeValidator(lower_case)]
"""A kind of thing as input: accepted in any case."""


class IdempotencyRecord(FrozenModel):
    """Hash of a request and the ids it created: enough to answer a retry of it.

    ``request_hash`` tells whether a retry is the same request; ``created`` are the ids of the
    transactions it created, in the request's order. Everything else in the answer follows from
    the request itself.
    """

    request_hash: str
    created: tuple[str, ...] = ()


_BOOKKEEPING = frozenset({"revision", "created_at", "updated_at"})


class Change(FrozenModel):
    """One entry of the change log: one thing, whole as it was and whole as it became.

    ``before`` None is a creation, ``after`` None a removal. ``sequence`` numbers a ledger's
    changes from 1, in the order they were committed, without gaps. ``operation_id`` is the id of
    the first entry of the same commit; ``cause_id`` is the import or the change that it is due to.
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
        """The kind of the thing that was changed."""
        return kind_of(self.entity)

    def is_of(self, model: type) -> bool:
        """Whether the log keeps the thing that was changed as this model."""
        return self.kind is kind_of_model(model)

    @property
    def changed_fields(self) -> frozenset[str]:
        """The fields that are different afterwards; of a creation or removal, all."""
        before, after = self.before or {}, self.after or {}
        names = (before.keys() | after.keys()) - _BOOKKEEPING
        return frozenset(name for name in names if before.get(name) != after.get(name))

    @property
    def email(self) -> str | None:
        """The address, in lower case, of the person whom the change is about."""
        if not self.kind.is_about_people:
            return None
        address = (self.after or self.before or {}).get("email")
        return address.lower() if address else None


class Operation(FrozenModel):
    """One request that changes a ledger: who asks, why, and how a retry is known.

    ``change_id`` is the id of the first change-log entry. Without an Idempotency-Key it is random:
    it then still recognises a commit whose answer was lost on the way.
    """

    actor: str
    cause: Cause
    cause_id: str | None = None
    at: datetime
    change_id: str
    request_hash: str
    is_retryable: bool

    @classmethod
    def of_request(
        cls, *, actor: str, at: datetime, key: str | None, request_hash: str, cause: Cause
    ) -> Operation:
        """The operation of a request; ``key`` is its Idempotency-Key, if it has one."""
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
    def of_beginning(cls, *, actor: str, at: datetime, cause: Cause) -> Operation:
        """The operation that begins a ledger, of which there is only one."""
        return cls(
            actor=actor,
            cause=cause,
            at=at,
            change_id=new_id(),
            request_hash="",
            is_retryable=False,
        )

    def caused_by(self, cause: Cause, cause_id: str | None = None) -> Operation:
        """The same operation, with another cause."""
        return self.model_copy(update={"cause": cause, "cause_id": cause_id})

    def continued(self) -> Operation:
        """A further commit of the same request, which no retry can recall."""
        return self.model_copy(update={"change_id": new_id(), "is_retryable": False})

    def change_id_at(self, index: int) -> str:
        """The id of the operation's change-log entry number ``index``, from 0."""
        return self.change_id if index == 0 else f"{self.change_id}n{index:06}"
