"""Erasure: everything of a person goes, and in what belongs to others their name does.

Where it is cut short it goes on by being asked for again, because each step finds what is left by
looking. Their user in Firebase Auth, disabled from the start, is deleted last: as long as it is
there, the erasure is not done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.errors import LastAdmin, Unavailable
from shared.models.access import Role, TenantKind, TenantRef
from shared.models.change import Cause, Entity, Operation
from shared.models.erasure import ERASED, Membership, Traces, heir_of, needs_heir, next_owner
from shared.repositories.erasing import Erased
from shared.repositories.identities import IdentityRepository
from shared.repositories.store import TenantStore
from shared.repositories.traces import TraceRepository, workspaces_of
from shared.services.operations import append_entry

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
    stuck = {}
    for membership in traces.list_memberships(uid):
        leaving = traces.open(membership.workspace).leaving
        fields, others = leaving.find_fields(), leaving.find_all()
        own = others.pop(uid, None)
        is_there = bool(fields) and fields.get("deleted_at") is None
        if is_there and own is not None and needs_heir(own, others.values()):
            stuck[membership.workspace.id] = fields.get("name") or membership.workspace.id
    if stuck:
        raise LastAdmin(list(stuck.values()), list(stuck))


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
        for membership in self.traces.list_memberships(self.uid):
            self._know(membership.email)
            yield from self._leave(membership.workspace)
            yield from self._anonymise(membership.workspace)
        for workspace in self.traces.list_invited_to(self._emails):
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
        """Leave, and how many did; or close the workspace, and None, where nobody else is in it."""
        if unit.tenant.find() is None:
            return None
        fields, others = unit.leaving.find_fields(), unit.leaving.find_all()
        own = others.pop(self.uid, None)
        if not others:
            if fields.get("deleted_at") is None:
                unit.tenant.put_of_workspace("deleted_at", self.clock())
            return None
        if own is None:
            return 0
        operation = Operation.of_beginning(actor=ERASED, at=self.clock(), cause=Cause.ERASURE)
        unit.leaving.remove(self.uid)
        append_entry(unit, operation, (Entity.MEMBER, ERASED), own.kept, None)
        _hand_over(unit, operation, own, list(others.values()))
        if fields.get("owner_uid") == self.uid:
            unit.tenant.put_of_workspace("owner_uid", next_owner(others.values()))
        return 1


def _hand_over(
    unit: TenantStore, operation: Operation, own: Membership, others: list[Membership]
) -> None:
    """Make somebody admin where there is none by now, though there was when the erasure began."""
    if not needs_heir(own, others):
        return
    heir = heir_of(others)
    unit.leaving.make_admin(heir.uid)
    after = replace(heir, role=Role.ADMIN, is_active=True).kept
    append_entry(unit, operation, (Entity.MEMBER, heir.uid), heir.kept, after, index=1)
