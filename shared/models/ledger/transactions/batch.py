"""Batches: many changes of transactions that are committed together or not at all."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, NamedTuple, Self

from pydantic import Field, model_validator

from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.values.base import InputModel, example
from shared.models.values.identifiers import Id
from shared.models.values.revision import (
    FIRST_REVISION,
    ExpectedETag,
    ExpectedRevision,
    expected_by,
)
from shared.models.values.validation import not_null

MAX_BATCH = 500

_Rows = Field(max_length=MAX_BATCH)


class BatchUpdate(TransactionPatch):
    """Input that changes one transaction of a batch."""

    id: Id
    etag: ExpectedETag | None = None

    _etag_not_null = not_null("etag")

    @property
    def expected(self) -> ExpectedRevision:
        """Return the revision that the transaction must have."""
        return expected_by(self.etag)

    def patch(self) -> TransactionPatch:
        """Return the patch without the id and the expected version."""
        named = self.model_fields_set - {"id", "etag"}
        return TransactionPatch.model_construct(
            _fields_set=named, **{name: getattr(self, name) for name in named}
        )


class BatchDeletion(InputModel):
    """Input that deletes one transaction of a batch."""

    id: Id
    etag: ExpectedETag | None = None

    _etag_not_null = not_null("etag")

    @property
    def expected(self) -> ExpectedRevision:
        """Return the revision that the transaction must have."""
        return expected_by(self.etag)


class Batch(InputModel):
    """Input of a batch: at most 500 rows in all, each id once."""

    model_config = example(
        create=[{"type": "EXPENSE", "amount": "12.50", "date": "2026-03-31"}], update=[], delete=[]
    )

    create: Annotated[tuple[TransactionDraft, ...], _Rows] = ()
    update: Annotated[tuple[BatchUpdate, ...], _Rows] = ()
    delete: Annotated[tuple[BatchDeletion, ...], _Rows] = ()

    @model_validator(mode="after")
    def _sizes_and_ids(self) -> Self:
        size = len(self.create) + len(self.update) + len(self.delete)
        if not 1 <= size <= MAX_BATCH:
            raise ValueError(f"a batch has 1 to {MAX_BATCH} rows")
        repeated = [key for key, count in Counter(self.ids()).items() if count > 1]
        if repeated:
            raise ValueError(f"transaction {repeated[0]} is named more than once")
        return self

    def ids(self) -> list[str]:
        """Return the ids of the transactions to update and delete, in order."""
        return [row.id for row in self.update] + [row.id for row in self.delete]

    def result(self, created: Iterable[str], revisions: Mapping[str, int]) -> "BatchResult":
        """Return the result of the batch, which created transactions of these ids.

        ``revisions`` has those of the transactions that it updated.
        """
        return BatchResult(
            created=tuple(Version(key, FIRST_REVISION) for key in created),
            updated=tuple(Version(row.id, revisions[row.id]) for row in self.update),
            deleted=tuple(row.id for row in self.delete),
        )


class Version(NamedTuple):
    """Id and revision of a transaction."""

    id: str
    revision: int


class BatchResult(NamedTuple):
    """Transactions that a batch created and updated, and ids that it deleted, in its order."""

    created: tuple[Version, ...]
    updated: tuple[Version, ...]
    deleted: tuple[str, ...]
