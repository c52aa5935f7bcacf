"""Documents that name a person in other ledgers: memberships, invitations, authored records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from google.api_core import exceptions
from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.errors import Unavailable
from shared.models.history.kinds import KINDS
from shared.models.people.access import TenantKind, TenantRef
from shared.models.people.erasure import ERASED, PersonalIdentifiers
from shared.models.sharing.member import Member
from shared.repositories.firestore.client import FirestoreClient, fields_of
from shared.repositories.firestore.deletion import (
    Erased,
    erase_below,
    erase_collection,
    erase_document,
)
from shared.repositories.history.changes import CONTENTS
from shared.repositories.store import TenantStore

_MAX_WRITES_PER_COMMIT = 400
"""Maximum number of documents written in one commit."""

_ABOUT_PEOPLE = [kind.entity.value for kind in KINDS if kind.is_about_people]
"""The kinds whose log entries name people in their content; others name only the actor."""


_NAMED = (
    ("changes", "actor"),
    ("imports", "created_by"),
    ("notifications", "person_uid"),
    ("outbox", "person_uid"),
)
"""Fields, by their collection, in which documents of others name a person."""


class AuthoredRecord(NamedTuple):
    """A document that names its author in one of its fields."""

    reference: firestore.DocumentReference
    field: str


class AuthoredRecordRepository:
    """Documents in all workspaces that name a person."""

    def __init__(self, client: FirestoreClient) -> None:
        self._client = client

    def open(self, ref: TenantRef) -> TenantStore:
        """Return the store of a tenant."""
        return TenantStore(self._client, ref)

    def list_memberships(self, uid: str) -> list[tuple[TenantRef, Member]]:
        """Return every membership of a user, including those of deleted workspaces."""
        query = self._group("members").where(filter=FieldFilter("uid", "==", uid))
        return [
            (workspace, Member.model_validate(fields_of(snapshot)))
            for snapshot in query.order_by("__name__").stream()
            for workspace in workspaces_of([snapshot.reference])
        ]

    def list_workspaces_naming(self, emails: Iterable[str]) -> list[TenantRef]:
        """Return the workspaces with invitations to these addresses, present or past."""
        named = FieldFilter("email", "in", sorted(emails))
        found = (
            snapshot.reference
            for group in (("invitations", "changes") if emails else ())
            for snapshot in self._group(group).where(filter=named).select(["email"]).stream()
        )
        return workspaces_of(found)

    def list_authored_records(self, uid: str) -> list[AuthoredRecord]:
        """Return some documents that name the user as their author; none if there are none left."""
        for group, field in _NAMED:
            query = self._group(group).where(filter=FieldFilter(field, "==", uid))
            found = (
                query.order_by("__name__").limit(_MAX_WRITES_PER_COMMIT).select([field]).stream()
            )
            if records := [AuthoredRecord(snapshot.reference, field) for snapshot in found]:
                return records
        return []

    def erase_mails(self, uid: str) -> Iterator[Erased]:
        """Delete the e-mails to a user that were left to Firebase's extension."""
        query = self._client.collection("mail").where(filter=FieldFilter("uid", "==", uid))
        while found := list(query.limit(_MAX_WRITES_PER_COMMIT).select([]).stream()):
            batch = self._client.batch()
            for snapshot in found:
                batch.delete(snapshot.reference)
            _commit(batch)
            yield Erased("mail", deleted=len(found))

    def anonymize_author(self, records: Sequence[AuthoredRecord]) -> Iterator[Erased]:
        """Replace the author of these documents by ``ERASED``."""
        batch = self._client.batch()
        for record in records:
            batch.update(record.reference, {record.field: ERASED})
        _commit(batch)
        yield Erased(records[0].reference.parent.id, rewritten=len(records))

    def erase_workspace(self, workspace: TenantRef) -> Iterator[Erased]:
        """Delete a workspace, its members last: an interrupted erasure finds it by them."""
        root = self._client.document(workspace.path)
        yield from erase_below(root, but={"members"})
        yield from erase_document(root)
        yield from erase_collection(root.collection("members"))

    def anonymize_identifiers(
        self, workspace: TenantRef, identifiers: PersonalIdentifiers
    ) -> Iterator[Erased]:
        """Remove a person's identifiers from a workspace that they are no member of.

        The author of authored records is kept, because those records are found by it.
        """
        root = self._client.document(workspace.path)
        of_people = FieldFilter("entity", "in", _ABOUT_PEOPLE)
        changes = root.collection("changes").where(filter=of_people)
        newest_first = changes.order_by("sequence", direction=firestore.Query.DESCENDING)
        yield from self._rewrite(newest_first, identifiers)
        for name in ("members", "invitations"):
            yield from self._rewrite(root.collection(name).order_by("__name__"), identifiers)

    def _rewrite(self, query: Any, identifiers: PersonalIdentifiers) -> Iterator[Erased]:
        """Rewrite the documents of a query that name the person, and delete invitations to them."""
        query = query.limit(_MAX_WRITES_PER_COMMIT)
        while page := list(query.stream()):
            yield from self._rewrite_all(page, identifiers)
            query = query.start_after(page[-1])

    def _rewrite_all(
        self, page: Sequence[firestore.DocumentSnapshot[Any]], identifiers: PersonalIdentifiers
    ) -> Iterator[Erased]:
        batch, deleted = self._client.batch(), 0
        name = page[0].reference.parent.id
        for snapshot in page:
            document = fields_of(snapshot)
            if name == "invitations" and identifiers.has_address(document.get("email")):
                batch.delete(snapshot.reference)
                deleted += 1
            elif changed := _without(document, identifiers):
                batch.update(snapshot.reference, changed)
        if count := len(batch):
            _commit(batch)
            yield Erased(name, deleted=deleted, rewritten=count - deleted)

    def _group(self, name: str) -> Any:
        return self._client.collection_group(name)


def _commit(batch: firestore.WriteBatch) -> None:
    """Commit a batch.

    Raises:
        Unavailable: A document was deleted or changed concurrently; the caller has to search again.
    """
    try:
        batch.commit()
    except (exceptions.NotFound, exceptions.Aborted) as error:
        raise Unavailable from error


def workspaces_of(references: Iterable[firestore.DocumentReference]) -> list[TenantRef]:
    """Return the distinct workspaces that contain these documents."""
    roots = {reference.parent.parent for reference in references}
    ids = {root.id for root in roots if root and root.parent.id == TenantKind.WORKSPACE}
    return [TenantRef(TenantKind.WORKSPACE, workspace_id) for workspace_id in sorted(ids)]


def _without(document: dict[str, Any], identifiers: PersonalIdentifiers) -> dict[str, Any]:
    """Return the fields of a document that name the person, in anonymous form."""
    after = {}
    for name, value in document.items():
        is_json = name in CONTENTS and isinstance(value, str)
        content = json.loads(value) if is_json else value
        anonymous = identifiers.without(content)
        if anonymous != content:
            after[name] = json.dumps(anonymous, ensure_ascii=False) if is_json else anonymous
    return after
