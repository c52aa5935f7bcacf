"""Members and invitations of one workspace, read and written within a commit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.people.access import Role, TenantKind, TenantRef
from shared.models.sharing.invitation import (
    KEPT_FOR,
    Invitation,
    InvitationStatus,
    ReceivedPosition,
)
from shared.models.sharing.member import Member
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import fields_of
from shared.repositories.sharing.members import active_role, find_display_names


class MemberListRepository:
    """The members of one workspace."""

    def __init__(
        self, client: firestore.Client, root: firestore.DocumentReference, access: Access
    ) -> None:
        self._client = client
        self._collection: firestore.CollectionReference = root.collection("members")
        self._access = access
        self._found: dict[str, Member | None] = {}

    def find_all(self) -> dict[str, Member]:
        """Return all members by uid, including deactivated ones."""
        stream = self._collection.stream(**self._access.reading)
        return {
            snapshot.id: Member.model_validate(fields_of(snapshot) | {"uid": snapshot.id})
            for snapshot in stream
        }

    def find(self, uid: str) -> Member | None:
        """Return the member with this uid, active or not, or None."""
        snapshot = self._collection.document(uid).get(**self._access.reading)
        if not snapshot.exists:
            return None
        return Member.model_validate(fields_of(snapshot) | {"uid": snapshot.id})

    def find_once(self, uid: str) -> Member | None:
        """Return as ``find`` does, without reading again: for the checks of one commit."""
        if uid not in self._found:
            self._found[uid] = self.find(uid)
        return self._found[uid]

    def find_names(self, uids: Collection[str]) -> dict[str, str]:
        """Return the display names in the profiles of these users, by uid, where they have one."""
        return find_display_names(self._client, uids)

    def put(self, member: Member) -> None:
        """Write a member."""
        document = member.model_dump() | {"role": member.role.value, "status": member.status.value}
        self._access.batch.set(self._collection.document(member.uid), document)

    def remove(self, uid: str) -> None:
        """Delete a member."""
        self._access.batch.delete(self._collection.document(uid))


class InvitationRepository:
    """The invitations to one workspace; Firestore's TTL policy deletes old ones."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("invitations")
        self._access = access

    def find(self, invitation_id: str) -> tuple[Invitation, str] | None:
        """Return the invitation with this id and the hash of its token, or None."""
        snapshot = self._collection.document(invitation_id).get(**self._access.reading)
        if not snapshot.exists:
            return None
        return _decode(snapshot), fields_of(snapshot)["token_hash"]

    def list_pending(self) -> list[Invitation]:
        """Return the invitations that are neither answered nor revoked, including expired ones."""
        pending = FieldFilter("status", "==", InvitationStatus.PENDING.value)
        query = self._collection.where(filter=pending).order_by("__name__")
        return [_decode(s) for s in query.stream(**self._access.reading)]

    def put(self, invitation: Invitation, token_hash: str) -> None:
        """Write an invitation and the hash of its token."""
        document = invitation.model_dump(exclude={"id"})
        document |= {"role": invitation.role.value, "status": invitation.status.value}
        document |= {"token_hash": token_hash, "forget_at": invitation.expires_at + KEPT_FOR}
        self._access.batch.set(self._collection.document(invitation.id), document)

    def put_status(self, invitation: Invitation) -> None:
        """Write the status of an invitation."""
        reference = self._collection.document(invitation.id)
        self._access.batch.update(reference, {"status": invitation.status.value})


class ReceivedInvitationRepository:
    """The invitations of all workspaces to one person."""

    def __init__(self, client: firestore.Client) -> None:
        self._client = client

    def list_open(
        self, email: str, now: datetime, limit: int, after: ReceivedPosition | None
    ) -> list[tuple[TenantRef, Invitation]]:
        """Return at most ``limit`` open invitations to an address behind a position, newest first.

        The order is that of ``expires_at``, because all are valid for the same time.
        """
        query = (
            self._client.collection_group("invitations")
            .where(filter=FieldFilter("email", "==", email))
            .where(filter=FieldFilter("status", "==", InvitationStatus.PENDING.value))
            .where(filter=FieldFilter("expires_at", ">", now))
            .order_by("expires_at", direction=firestore.Query.DESCENDING)
            .order_by("__name__", direction=firestore.Query.DESCENDING)
            .limit(limit)
        )
        if after is not None:
            path = f"{after.workspace.path}/invitations/{after.invitation_id}"
            last = {"expires_at": after.expires_at, "__name__": self._client.document(path)}
            query = query.start_after(last)
        return [
            (TenantRef(TenantKind.WORKSPACE, one.reference.parent.parent.id), _decode(one))
            for one in query.stream()
        ]

    def filter_by_active_admins(
        self, invitations: Sequence[tuple[TenantRef, Invitation]]
    ) -> list[tuple[TenantRef, Invitation]]:
        """Return those of the invitations whose inviters are active admins now."""
        paths = [f"{ref.path}/members/{one.invited_by}" for ref, one in invitations]
        members = [self._client.document(path) for path in dict.fromkeys(paths)]
        found = self._client.get_all(members, field_paths=["role", "status"]) if members else ()
        admins = {
            one.reference.path
            for one in found
            if one.exists and active_role(fields_of(one)) is Role.ADMIN
        }
        return [one for one, path in zip(invitations, paths, strict=True) if path in admins]


def _decode(snapshot: firestore.DocumentSnapshot[Any]) -> Invitation:
    return Invitation(id=snapshot.id, **_known(fields_of(snapshot)))


def _known(document: dict[str, Any]) -> dict[str, Any]:
    return {name: document[name] for name in Invitation.model_fields.keys() - {"id"}}
