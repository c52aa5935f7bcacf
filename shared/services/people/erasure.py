"""Erasure of an account: deletes the user's ledgers and anonymizes them in other ledgers.

After an interruption, another request continues, because each step searches for what is left. The
user in Firebase Auth, disabled from the start, is deleted last: as long as the user exists, the
erasure is not complete.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from shared.errors import LastAdmin, Unavailable
from shared.models.history.change import Cause, Operation
from shared.models.people.access import TenantKind, TenantRef
from shared.models.people.erasure import PersonalIdentifiers
from shared.models.people.workspace import Workspace
from shared.repositories.auth.identities import IdentityRepository
from shared.repositories.firestore.deletion import Erased
from shared.repositories.people.authored_records import AuthoredRecordRepository, workspaces_of
from shared.repositories.store import TenantStore
from shared.services.sharing.members import get_member_list, write_member_list
from shared.services.sharing.workspaces import put_workspace

USERS = "auth_users"
"""The key under which the user in Firebase Auth is counted."""


@dataclass
class ErasureCounts:
    """Numbers of documents erased, by collection, and of documents anonymized."""

    erased: Counter[str] = field(default_factory=Counter)
    anonymized: int = 0

    def add(self, step: Erased) -> None:
        """Add the documents of one step."""
        self.erased[step.collection] += step.deleted
        self.anonymized += step.rewritten


def ensure_may_leave(authored_records: AuthoredRecordRepository, uid: str) -> None:
    """Raise if a workspace with other members would be left without an active admin.

    Raises:
        LastAdmin: At least one workspace would; the error names all of them.
    """
    without_admin = [
        workspace
        for ref, _ in authored_records.list_memberships(uid)
        if (workspace := _find_workspace_without_admin(authored_records.open(ref), uid)) is not None
    ]
    if without_admin:
        raise LastAdmin([one.name for one in without_admin], [one.id for one in without_admin])


def _find_workspace_without_admin(store: TenantStore, uid: str) -> Workspace | None:
    """Return the workspace if it would lose its last active admin, unless it is deleted."""
    tenant = store.tenant.find()
    workspace = tenant.workspace if tenant is not None else None
    if workspace is None or workspace.deleted_at is not None:
        return None
    member_list = get_member_list(store, workspace)
    return (
        workspace if uid in member_list.members and member_list.needs_successor_for(uid) else None
    )


@dataclass
class Erasure:
    """The erasure of one user, with the progress of this process."""

    uid: str
    authored_records: AuthoredRecordRepository
    identities: IdentityRepository
    clock: Callable[[], datetime]
    counts: ErasureCounts = field(default_factory=ErasureCounts)
    _emails: set[str] = field(default_factory=set)

    def run(self, has_time: Callable[[], bool]) -> bool:
        """Erase the account until ``has_time`` returns False, and return whether it is complete.

        ``has_time`` is called after each commit. The user must be disabled. Documents that earlier
        requests of the user still create meanwhile are erased, too: the erasure ends when a search
        finds nothing.
        """
        try:
            user = self.identities.find(self.uid)
            self._know(user.email if user else None)
            is_clean = False
            while not is_clean:
                is_clean = True
                for step in self._steps():
                    is_clean = False
                    self.counts.add(step)
                    if not has_time():
                        return False
            if self.identities.delete(self.uid):
                self.counts.erased[USERS] += 1
        except Unavailable:
            return False
        return True

    def _steps(self) -> Iterator[Erased]:
        """Erase every kind of document, a commit at a time.

        A demo is erased before the account's ledger, which it may be about to become.
        """
        for kind in (TenantKind.DEMO, TenantKind.USER):
            yield from self.authored_records.open(TenantRef(kind, self.uid)).erase()
        yield from self.authored_records.erase_mails(self.uid)
        for workspace, member in self.authored_records.list_memberships(self.uid):
            self._know(member.email)
            yield from self._leave(workspace)
            yield from self._anonymize(workspace)
        for workspace in self.authored_records.list_workspaces_naming(self._emails):
            yield from self._anonymize(workspace)
        while records := self.authored_records.list_authored_records(self.uid):
            for workspace in workspaces_of(record.reference for record in records):
                yield from self._anonymize(workspace)
            yield from self.authored_records.anonymize_author(records)

    def _know(self, email: str | None) -> None:
        if email:
            self._emails.add(email.lower())

    def _anonymize(self, workspace: TenantRef) -> Iterator[Erased]:
        return self.authored_records.anonymize_identifiers(
            workspace, PersonalIdentifiers(self.uid, frozenset(self._emails))
        )

    def _leave(self, workspace: TenantRef) -> Iterator[Erased]:
        """Leave a workspace, or erase it if it has no other member."""
        left = self.authored_records.open(workspace).transact(self._leave_or_close)
        if left is None:
            yield from self.authored_records.erase_workspace(workspace)
        elif left:
            yield Erased("members", deleted=left)

    def _leave_or_close(self, unit: TenantStore) -> int | None:
        """Leave the workspace, and return how many members left; None if nobody else remains.

        Without other members, the workspace is marked as deleted. If the user has become the last
        active admin meanwhile, a successor becomes admin. The log entry names the user, so that the
        next step finds and anonymizes it.
        """
        tenant = unit.tenant.find()
        if tenant is None:
            return None
        operation = Operation.of_beginning(actor=self.uid, at=self.clock(), cause=Cause.ERASURE)
        workspace = tenant.get_workspace()
        member_list = get_member_list(unit, workspace)
        if not member_list.members.keys() - {self.uid}:
            closed = workspace.mark_deleted(workspace.deleted_at or operation.at)
            put_workspace(unit, operation, workspace, closed)
            return None
        if self.uid not in member_list.members:
            return 0
        after = member_list.without(self.uid)
        write_member_list(unit, operation, workspace, member_list, after)
        return 1
