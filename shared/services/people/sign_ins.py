"""Sign-ins: that a person signs in otherwise than before is told by their ledger's change log."""

from __future__ import annotations

from shared.errors import FinanceFlowError
from shared.models.history.change import Cause, Operation
from shared.models.people.access import Identity
from shared.models.people.person import Person
from shared.repositories.store import LedgerSnapshot, TenantStore
from shared.services.posting.operations import append_change, run_once


def note_sign_in(
    store: TenantStore, operation: Operation, identity: Identity, person: Person
) -> None:
    """Log how the person signs in whose own ledger it is, where that is not as last noted.

    Where it cannot be written now, because the demo is being taken over or the database is not
    there, it is noted the next time: nobody's request fails for it.
    """
    after = identity.sign_in
    if not after.is_news_after(person.sign_in):
        return
    noting = operation.caused_by(Cause.SIGN_IN)

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> None:
        before = snapshot.tenant.get_person().sign_in
        if after.is_news_after(before):
            unit.person.put_sign_in(after)
            append_change(unit, noting, before, after)

    def recall(_snapshot: LedgerSnapshot) -> None:
        """There is nothing to tell."""

    try:
        run_once(store, noting, work, recall)
    except FinanceFlowError:
        return
