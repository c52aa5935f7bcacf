"""List, accept, dismiss and restore suggestions of recurring entries."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from shared.errors import NotFound, SuggestionSettled, TooManySettledSuggestions
from shared.models.history.change import Operation
from shared.models.ledger.ledger import Ledger
from shared.models.planning.recurring import Recurring
from shared.models.planning.recurring_input import RecurringPatch
from shared.models.planning.suggestions.covering import covered_by, next_payment_of
from shared.models.planning.suggestions.settled import MAX_SETTLED, SettledSuggestion
from shared.models.planning.suggestions.stored import StoredSuggestion, SuggestionState
from shared.models.values.identifiers import is_id
from shared.models.values.revision import next_revision
from shared.models.values.text import IMPORTED
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.ledger.tenants import get_ledger
from shared.services.planning.recurring import add_recurring, logged_recurring
from shared.services.posting.operations import append_change, run_once


class OpenSuggestions(NamedTuple):
    """The suggestions that are open now, as of the last analysis; None before the first one."""

    items: list[StoredSuggestion]
    state: SuggestionState | None


def list_suggestions(store: TenantStore, ledger: Ledger) -> OpenSuggestions:
    """Return the suggestions of the last analysis that are still open, the surest first.

    Those that were settled since, that an entry covers, or whose account was deleted are left out.
    """
    return open_suggestions(store, ledger, store.suggestions.find())


def open_suggestions(
    store: TenantStore, ledger: Ledger, state: SuggestionState | None
) -> OpenSuggestions:
    """Return those suggestions of an analysis that are still open."""
    if state is None or not state.items:
        return OpenSuggestions([], state)
    entries = {entry.id: entry for entry in store.recurring.list_all()}
    settled = store.settled_suggestions.list_with_ids([one.id for one in state.items])
    in_force = {
        one.id: one.recurring_id
        for one in settled
        if one.is_dismissed or one.recurring_id in entries
    }
    left = [
        as_of_ledger(one, ledger)
        for one in state.items
        if one.id not in in_force and _has_accounts(one, ledger)
    ]
    others = [entry for key, entry in entries.items() if key not in in_force.values()]
    covered = covered_by(others, [next_payment_of(one) for one in left])
    items = [one for number, one in enumerate(left) if number not in covered]
    return OpenSuggestions(items, state)


def as_of_ledger(suggestion: StoredSuggestion, ledger: Ledger) -> StoredSuggestion:
    """Return a suggestion without the category and custom type that cannot be used any more."""
    category = ledger.categories.get(suggestion.category_id or "")
    custom_type = ledger.custom_types.get(suggestion.custom_type_id or "")
    fields: dict[str, None] = {}
    if category is None or category.archived or category.merging_into is not None:
        fields["category_id"] = None
    if custom_type is None or custom_type.archived or custom_type.merging_into is not None:
        fields["custom_type_id"] = None
    return suggestion.model_copy(update=fields) if fields else suggestion


def _has_accounts(suggestion: StoredSuggestion, ledger: Ledger) -> bool:
    return all(one in ledger.accounts for one in _account_ids(suggestion))


def _account_ids(suggestion: StoredSuggestion) -> tuple[str, ...]:
    both = (suggestion.account_id, suggestion.to_account_id)
    return tuple(one for one in both if one is not None)


def accept_suggestion(
    store: TenantStore, operation: Operation, suggestion_id: str, patch: RecurringPatch
) -> Recurring:
    """Create the recurring entry of a suggestion, with the fields that the patch names.

    It begins with the next payment, so that no past one is booked again. Past payments are known by
    the suggestion, which does not come back as long as the entry exists.

    Raises:
        NotFound: There is no such suggestion.
        SuggestionSettled: It was dismissed, or accepted.
        TooManyRecurring, TooManySettledSuggestions: The ledger has no room.
        InvalidArgument: The entry does not fit the ledger.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Recurring:
        suggestion = as_of_ledger(_find(unit, suggestion_id), snapshot.ledger)
        before = unit.settled_suggestions.find(suggestion_id)
        if before is not None:
            _ensure_open(unit, before)
        draft = suggestion.draft(patch)
        made = add_recurring(store, unit, snapshot.ledger, operation, draft)
        _put(unit, operation, suggestion, before, made.id, index=1)
        return made

    return run_once(store, operation, work, logged_recurring)


def dismiss_suggestion(
    store: TenantStore, operation: Operation, suggestion_id: str
) -> SettledSuggestion:
    """Dismiss a suggestion for good; one that is dismissed stays as it is.

    Raises:
        NotFound: There is no such suggestion.
        SuggestionSettled: It was accepted.
        TooManySettledSuggestions: The ledger has no room.
    """

    def work(unit: TenantStore, _snapshot: LedgerSnapshot) -> SettledSuggestion:
        before = unit.settled_suggestions.find(suggestion_id) if is_id(suggestion_id) else None
        if before is not None and before.is_dismissed:
            return before
        suggestion = _find(unit, suggestion_id)
        if before is not None:
            _ensure_open(unit, before)
        return _put(unit, operation, suggestion, before, None)

    return run_once(store, operation, work, _logged_settled)


def list_dismissals(store: TenantStore, now: datetime) -> list[SettledSuggestion]:
    """Return the dismissed suggestions, the newest first."""
    get_ledger(store, now)
    found = [one for one in store.settled_suggestions.stream_all() if one.is_dismissed]
    return sorted(found, key=lambda one: (one.updated_at, one.id), reverse=True)


def restore_suggestion(store: TenantStore, operation: Operation, suggestion_id: str) -> None:
    """Forget a dismissal, so that the suggestion may come back.

    Raises:
        NotFound: There is no such dismissal.
    """

    def work(unit: TenantStore, _snapshot: LedgerSnapshot) -> None:
        before = unit.settled_suggestions.find(suggestion_id) if is_id(suggestion_id) else None
        if before is None or not before.is_dismissed:
            raise NotFound("dismissal")
        unit.settled_suggestions.delete(suggestion_id)
        append_change(unit, operation, before, None)

    run_once(store, operation, work, recall=lambda _snapshot: None)


def _find(unit: TenantStore, suggestion_id: str) -> StoredSuggestion:
    state = unit.suggestions.find()
    found = None if state is None else state.find(suggestion_id)
    if found is None:
        raise NotFound("suggestion")
    return found


def _ensure_open(unit: TenantStore, settled: SettledSuggestion) -> None:
    """Check that a suggestion was not settled, or was accepted as an entry that is gone.

    Raises:
        SuggestionSettled: It was.
    """
    if settled.recurring_id is None:
        raise SuggestionSettled(is_dismissed=True)
    if unit.recurring.find(settled.recurring_id) is not None:
        raise SuggestionSettled(is_dismissed=False)


def _put(
    unit: TenantStore,
    operation: Operation,
    suggestion: StoredSuggestion,
    before: SettledSuggestion | None,
    recurring_id: str | None,
    index: int = 0,
) -> SettledSuggestion:
    """Write and log a settled suggestion."""
    if before is None and unit.settled_suggestions.count() >= MAX_SETTLED:
        raise TooManySettledSuggestions(MAX_SETTLED)
    made = SettledSuggestion(
        id=suggestion.id,
        name=suggestion.name,
        fingerprint=suggestion.fingerprint,
        account_ids=_account_ids(suggestion),
        recurring_id=recurring_id,
        created_at=operation.at,
        updated_at=operation.at,
    )
    if before is not None:
        kept = {"revision": before.revision, "created_at": before.created_at}
        made = next_revision(made.model_copy(update=kept), operation.at)
    unit.settled_suggestions.put(made)
    append_change(unit, operation, before, made, index=index)
    return made


def _logged_settled(snapshot: RecordedSnapshot) -> SettledSuggestion:
    """Return the settled suggestion as the operation's change-log entry holds it."""
    return SettledSuggestion.model_validate(snapshot.record.after, context=IMPORTED)
