"""Erasure: everything of a person goes, and in what belongs to others their name does.

Where it is cut short it goes on by being asked for again, because each step finds what is left by
looking. Their user in Firebase Auth, disabled from the start, is deleted last: as long as it is
there, the erasure is not done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from shared.errors import LastAdmin, Unavailable
from shared.models.history.change import Cause, Operation
from shared.models.people.access import TenantKind, TenantRef
from shared.models.people.erasure import Traces
from shared.models.people.workspace import Workspace
from shared.repositories.auth.identities import IdentityRepository
from shared.repositories.firestore.deletion import Erased
from shared.repositories.people.authored_records import TraceRepository, workspaces_of
from shared.repositories.store import TenantStore
from shared.services.sharing.members import get_roster, write_roster
from shared.services.sharing.workspaces import put_workspace

USERS = "auth_users"
"""What a receipt counts the user in Firebase Auth under."""


@dataclass
class Receipt:
    """How many documents were erased, by collection, and how many now name nobody."""

    erased: Counter[str] = field(default_factory=Counter)
    anonymised: int = 0

    def add(self, step: Erased) -> None:
        """Count what one step did."""
        self.erased[step.collection] += step.deleted
        self.anonymised += step.rewritten


def ensure_may_leave(traces: TraceRepository, uid: str) -> None:
    """Pass unless a workspace with other members would be left without an active admin.

    Raises:
        LastAdmin: One would; names all of them.
    """
    stuck = [
        workspace
        for ref, _ in traces.list_memberships(uid)
        if (workspace := _find_stuck(traces.open(ref), uid)) is not None
    ]
    if stuck:
        raise LastAdmin([one.name for one in stuck], [one.id for one in stuck])


def _find_stuck(store: TenantStore, uid: str) -> Workspace | None:
    """Return the workspace, if the user's leaving left it without an admin; None if deleted."""
    tenant = store.tenant.find()
    workspace = tenant.workspace if tenant is not None else None
    if workspace is None or workspace.deleted_at is not None:
        return None
    roster = get_roster(store, workspace)
    return workspace if uid in roster.members and roster.needs_heir_of(uid) else None


@dataclass
class Erasure:
    """The erasure of one person, as far as it has come here."""

    uid: str
    traces: TraceRepository
    identities: IdentityRepository
    clock: Callable[[], datetime]
    receipt: Receipt = field(default_factory=Receipt)
    _emails: set[str] = field(default_factory=set)

    def run(self, has_time: Callable[[], bool]) -> bool:
        """Erase, as far as ``has_time`` allows, which is asked after each commit; whether all is.

        The user must be disabled. What they had asked for before, and is done only now, is erased,
        too: it ends when there is nothing left to find.
        """
        try:
            user = self.identities.find(self.uid)
            self._know(user.email if user else None)
            is_clean = False
            while not is_clean:
                is_clean = True
                for step in self._steps():
                    is_clean = False
                    self.receipt.add(step)
                    if not has_time():
                        return False
            if self.identities.delete(self.uid):
                self.receipt.erased[USERS] += 1
        except Unavailable:
            return False
        return True

    def _steps(self) -> Iterator[Erased]:
        """Go through all that may be there, a commit at a time.

        A demo goes before the account's ledger, which it may be about to become.
        """
        for kind in (TenantKind.DEMO, TenantKind.USER):
            yield from self.traces.open(TenantRef(kind, self.uid)).erase()
        for workspace, member in self.traces.list_memberships(self.uid):
            self._know(member.email)
            yield from self._leave(workspace)
            yield from self._anonymise(workspace)
        for workspace in self.traces.list_naming(self._emails):
            yield from self._anonymise(workspace)
        while deeds := self.traces.list_deeds(self.uid):
            for workspace in workspaces_of(deed.reference for deed in deeds):
                yield from self._anonymise(workspace)
            yield from self.traces.disown(deeds)

    def _know(self, email: str | None) -> None:
        if email:
            self._emails.add(email.lower())

    def _anonymise(self, workspace: TenantRef) -> Iterator[Erased]:
        return self.traces.anonymise(workspace, Traces(self.uid, frozenset(self._emails)))

    def _leave(self, workspace: TenantRef) -> Iterator[Erased]:
        """Leave a workspace; one that nobody else is in is erased."""
        left = self.traces.open(workspace).transact(self._leave_or_close)
        if left is None:
            yield from self.traces.erase_workspace(workspace)
        elif left:
            yield Erased("members", deleted=left)

    def _leave_or_close(self, unit: TenantStore) -> int | None:
        """Leave, and how many did; or close the workspace, and None, where nobody else is in it.

        Somebody follows whoever is its last admin by now, which they were not when they asked. The
        log names them as it does everyone, for a moment: by that it is found.
        """
        tenant = unit.tenant.find()
        if tenant is None:
            return None
        operation = Operation.of_beginning(actor=self.uid, at=self.clock(), cause=Cause.ERASURE)
        workspace = tenant.get_workspace()
        roster = get_roster(unit, workspace)
        if not roster.members.keys() - {self.uid}:
            closed = workspace.deleted(workspace.deleted_at or operation.at)
            put_workspace(unit, operation, workspace, closed)
            return None
        if self.uid not in roster.members:
            return 0
        after = roster.left_for_good_by(self.uid)
        write_roster(unit, operation, workspace, roster, after)
        return 1
