"""Log of sign-ins: records in the user's own ledger when their way of signing in changes."""

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
    """Log the caller's sign-in methods in their own ledger if they differ from those logged last.

    If it cannot be written now, because a takeover is running or the database does not answer, it
    is logged at a later request: no request fails because of it.
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
            if after.is_new_way_after(before):
                from shared.services.people.sign_in_events import new_way_event  # noqa: PLC0415 (few are new)

                unit.emit(new_way_event(noting, after))

    def recall(_snapshot: LedgerSnapshot) -> None:
        """Return nothing, as the first run did."""

    try:
        run_once(store, noting, work, recall)
    except FinanceFlowError:
        return
