"""Where people are named in what is not theirs: memberships, invitations, and what they did."""

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
from shared.models.people.erasure import ERASED, Traces
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

_MOST_WRITES = 400
"""Documents written in one commit."""

_ABOUT_PEOPLE = [kind.entity.value for kind in KINDS if kind.is_about_people]
"""The kinds whose log entries name people in their content; others name only the actor."""


class Deed(NamedTuple):
    """A document that says in one of its fields who did something."""

    reference: firestore.DocumentReference
    field: str


class TraceRepository:
    """The traces that people leave in workspaces."""

    def __init__(self, client: FirestoreClient) -> None:
        self._client = client

    def open(self, ref: TenantRef) -> TenantStore:
        """The store of a tenant."""
        return TenantStore(self._client, ref)

    def list_memberships(self, uid: str) -> list[tuple[TenantRef, Member]]:
        """Every membership of a user, also of a workspace that was deleted."""
        query = self._group("members").where(filter=FieldFilter("uid", "==", uid))
        return [
            (workspace, Member.model_validate(fields_of(snapshot)))
            for snapshot in query.order_by("__name__").stream()
            for workspace in workspaces_of([snapshot.reference])
        ]

    def list_naming(self, emails: Iterable[str]) -> list[TenantRef]:
        """The workspaces that have an invitation to one of these addresses, or had one."""
        named = FieldFilter("email", "in", sorted(emails))
        found = (
            snapshot.reference
            for group in (("invitations", "changes") if emails else ())
            for snapshot in self._group(group).where(filter=named).select(["email"]).stream()
        )
        return workspaces_of(found)

    def list_deeds(self, uid: str) -> list[Deed]:
        """Some of what says in workspaces that the user did it; nothing where nothing does."""
        for group, field in (("changes", "actor"), ("imports", "created_by")):
            query = self._group(group).where(filter=FieldFilter(field, "==", uid))
            found = query.order_by("__name__").limit(_MOST_WRITES).select([field]).stream()
            if deeds := [Deed(snapshot.reference, field) for snapshot in found]:
                return deeds
        return []

    def disown(self, deeds: Sequence[Deed]) -> Iterator[Erased]:
        """Say of these deeds no more who did them."""
        batch = self._client.batch()
        for deed in deeds:
            batch.update(deed.reference, {deed.field: ERASED})
        _commit(batch)
        yield Erased(deeds[0].reference.parent.id, rewritten=len(deeds))

    def erase_workspace(self, workspace: TenantRef) -> Iterator[Erased]:
        """Delete a workspace; its members last, by whom it is found where this is cut short."""
        root = self._client.document(workspace.path)
        yield from erase_below(root, but={"members"})
        yield from erase_document(root)
        yield from erase_collection(root.collection("members"))

    def anonymise(self, workspace: TenantRef, traces: Traces) -> Iterator[Erased]:
        """Take somebody's traces out of a workspace that they are in no more, but their deeds.

        Those, and what has their address, are what the workspace is found by.
        """
        root = self._client.document(workspace.path)
        of_people = FieldFilter("entity", "in", _ABOUT_PEOPLE)
        changes = root.collection("changes").where(filter=of_people)
        newest_first = changes.order_by("sequence", direction=firestore.Query.DESCENDING)
        yield from self._rewrite(newest_first, traces)
        for name in ("members", "invitations"):
            yield from self._rewrite(root.collection(name).order_by("__name__"), traces)

    def _rewrite(self, query: Any, traces: Traces) -> Iterator[Erased]:
        """Rewrite the documents of a query that name somebody, and delete invitations to them."""
        query = query.limit(_MOST_WRITES)
        while page := list(query.stream()):
            yield from self._rewrite_all(page, traces)
            query = query.start_after(page[-1])

    def _rewrite_all(
        self, page: Sequence[firestore.DocumentSnapshot[Any]], traces: Traces
    ) -> Iterator[Erased]:
        batch, deleted = self._client.batch(), 0
        name = page[0].reference.parent.id
        for snapshot in page:
            document = fields_of(snapshot)
            if name == "invitations" and traces.has_address(document.get("email")):
                batch.delete(snapshot.reference)
                deleted += 1
            elif changed := _without(document, traces):
                batch.update(snapshot.reference, changed)
        if count := len(batch):
            _commit(batch)
            yield Erased(name, deleted=deleted, rewritten=count - deleted)

    def _group(self, name: str) -> Any:
        return self._client.collection_group(name)


def _commit(batch: firestore.WriteBatch) -> None:
    """Commit what was found.

    Raises:
        Unavailable: Some of it was deleted or changed just now; it is to be looked for again.
    """
    try:
        batch.commit()
    except (exceptions.NotFound, exceptions.Aborted) as error:
        raise Unavailable from error


def workspaces_of(references: Iterable[firestore.DocumentReference]) -> list[TenantRef]:
    """The workspaces that these documents are in, each once."""
    roots = {reference.parent.parent for reference in references}
    ids = {root.id for root in roots if root and root.parent.id == TenantKind.WORKSPACE}
    return [TenantRef(TenantKind.WORKSPACE, workspace_id) for workspace_id in sorted(ids)]


def _without(document: dict[str, Any], traces: Traces) -> dict[str, Any]:
    """The fields of a document that name somebody, as they have to become."""
    after = {}
    for name, value in document.items():
        is_json = name in CONTENTS and isinstance(value, str)
        content = json.loads(value) if is_json else value
        anonymous = traces.without(content)
        if anonymous != content:
            after[name] = json.dumps(anonymous, ensure_ascii=False) if is_json else anonymous
    return after
