"""Analysis of a ledger's history: what recurs in it and is no recurring entry yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from shared.errors import DemoTakenOver, TakeoverRunning
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import NumberParameter, text
from shared.models.planning.detection.detection import Detection, DetectionBudget, detect
from shared.models.planning.detection.fingerprint import Fingerprint
from shared.models.planning.detection.observation import HORIZON_DAYS, MAX_OBSERVATIONS
from shared.models.planning.detection.suggestion import Suggestion
from shared.models.planning.recurring import Recurring
from shared.models.planning.suggestions.covering import covered_by, next_payment_found
from shared.models.planning.suggestions.settled import SettledSuggestion
from shared.models.planning.suggestions.stored import (
    MAX_SETTLED_ITEMS,
    StoredSuggestion,
    SuggestionState,
    stored_suggestion,
    told_after,
)
from shared.repositories.store import TenantStore

MAX_AT_ONCE = 1_000
"""Transactions and settled suggestions that a request compares; more are left to a job."""

_COMPUTE_FOR_S = 240.0
_MAX_NAMES = 5


class Analysis(NamedTuple):
    """The suggestions of a ledger, which are as of this analysis if ``is_done``."""

    ledger: Ledger
    state: SuggestionState | None
    is_done: bool


def analyse_if_small(store: TenantStore, now: datetime, seconds: float) -> Analysis:
    """Analyse a ledger of few transactions; of others return the suggestions of the last time.

    An analysis that would see what the last one has seen is left out, of any ledger. One that takes
    more CPU time is stored as it is, and not done.

    Raises: as ``analyse``.
    """
    past, tenant = _as_of_now(store, now)
    ledger, current = tenant.ledger, past.suggestions.find()
    today = ledger.today(now)
    if current is not None and current.is_current(ledger.sequence, today):
        return Analysis(ledger, current, is_done=True)
    count = past.observations.count(today - timedelta(days=HORIZON_DAYS), today)
    if count + past.settled_suggestions.count() > MAX_AT_ONCE:
        return Analysis(ledger, current, is_done=False)
    state = _analyse(store, past, ledger, now, seconds)
    return Analysis(ledger, state, is_done=state.is_complete)


def analyse_samples(store: TenantStore, tenant: Tenant, now: datetime, seconds: float) -> Analysis:
    """Analyse a demo with samples as ``analyse_if_small`` does, when somebody first asks.

    Other ledgers, and a demo that moves to an account, are left as they are.

    Raises:
        TenantMissing, DemoExpired: The ledger is gone.
    """
    with suppress(TakeoverRunning, DemoTakenOver):
        if _has_samples(tenant):
            return analyse_if_small(store, now, seconds)
    return Analysis(tenant.ledger, None, is_done=False)


def _has_samples(tenant: Tenant) -> bool:
    return tenant.demo is not None and tenant.demo.has_samples


def _as_of_now(store: TenantStore, now: datetime) -> tuple[TenantStore, Tenant]:
    past, tenant = store.at_read_time()
    tenant.ensure_live(now)
    return past, tenant


def analyse_after_import(store: TenantStore, now: datetime) -> SuggestionState:
    """Analyse a ledger after an import, unless too little has changed since the last time.

    Raises: as ``analyse``.
    """
    past, tenant = _as_of_now(store, now)
    ledger, current = tenant.ledger, past.suggestions.find()
    if current is not None and not current.is_worth_repeating(ledger.sequence, ledger.today(now)):
        return current
    return _analyse(store, past, ledger, now, _COMPUTE_FOR_S)


def analyse(store: TenantStore, now: datetime) -> SuggestionState:
    """Find what recurs in a ledger, and store it with the event that people are told by.

    At most 50,000 transactions of three years are read as of one instant, and kept in memory with
    the fields alone that are compared. Dismissed ones, and recurring entries, are left out. An
    analysis that is stopped has stored nothing, and can be run again; of two at once, the one that
    has seen more changes counts. Nobody is told of the first one of a demo with samples.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger is gone.
        TakeoverRunning, DemoTakenOver: It is moving to an account.
    """
    past, tenant = _as_of_now(store, now)
    ledger, current = tenant.ledger, past.suggestions.find()
    if current is not None and current.is_current(ledger.sequence, ledger.today(now)):
        return current
    return _analyse(store, past, ledger, now, _COMPUTE_FOR_S)


def _analyse(
    store: TenantStore, past: TenantStore, ledger: Ledger, now: datetime, seconds: float
) -> SuggestionState:
    today = ledger.today(now)
    entries = past.recurring.list_all()
    settled = _in_force(past.settled_suggestions.stream_all(), entries)
    by_text = {_text_of(one, ledger): one for one in settled}
    first = today - timedelta(days=HORIZON_DAYS)
    rows = list(past.observations.stream_newest(first, today, MAX_OBSERVATIONS))
    find_covered = partial(_covered, entries, settled)
    detection = detect(rows, today, by_text, DetectionBudget(seconds), find_covered)
    state = SuggestionState(
        as_of=now,
        today=today,
        sequence=ledger.sequence,
        compared=len(rows),
        is_complete=detection.is_complete,
        items=tuple(_stored(past, ledger, detection, by_text)),
    )
    dismissed = detection.dismissed.items()
    return _store(store, state, [_renewed(by_text[text], found) for text, found in dismissed])


def _in_force(
    settled: Iterable[SettledSuggestion], entries: Iterable[Recurring]
) -> list[SettledSuggestion]:
    ids = {entry.id for entry in entries}
    return [one for one in settled if one.recurring_id is None or one.recurring_id in ids]


def _text_of(settled: SettledSuggestion, ledger: Ledger) -> str:
    """Return the fingerprint, which is of any account when its own was merged into another one."""
    if all(account_id in ledger.accounts for account_id in settled.account_ids):
        return settled.fingerprint
    return str(Fingerprint.parse(settled.fingerprint).on_any_account())


def _covered(
    entries: list[Recurring], settled: list[SettledSuggestion], found: Sequence[Suggestion]
) -> set[int]:
    """Return the numbers of the suggestions that entries cover which nobody accepted as another."""
    accepted = {one.recurring_id for one in settled}
    others = [entry for entry in entries if entry.id not in accepted]
    return covered_by(others, [next_payment_found(one) for one in found])


def _stored(
    past: TenantStore,
    ledger: Ledger,
    detection: Detection,
    by_text: Mapping[str, SettledSuggestion],
) -> Iterator[StoredSuggestion]:
    """Yield what is stored: the suggestions, and settled ones under the ids that they had.

    So a suggestion is back as soon as it is settled no more, though at most 50 of these are kept.
    """
    of_settled = sorted(detection.dismissed.items(), key=lambda pair: (-pair[1].bits, pair[0]))
    found: list[tuple[Suggestion, str | None]] = [(one, None) for one in detection.suggestions]
    found += [(one, by_text[text].id) for text, one in of_settled[:MAX_SETTLED_ITEMS]]
    newest = past.transactions.find_all([one.newest.id for one, _ in found])
    for one, settled_id in found:
        made = stored_suggestion(one, newest.get(one.newest.id), _name_of(one, ledger))
        yield made if settled_id is None else made.model_copy(update={"id": settled_id})


def _name_of(found: Suggestion, ledger: Ledger) -> str:
    """Return the name of a suggestion without texts: that of its category, or of its account."""
    category = ledger.categories.get(found.category_id or "")
    if category is not None:
        return category.name
    account = ledger.accounts.get(found.newest.account_id)
    return found.newest.account_id if account is None else account.name


def _renewed(settled: SettledSuggestion, found: Suggestion) -> SettledSuggestion:
    """Return a settled suggestion with the fingerprint and the accounts that it has now."""
    row = found.newest
    accounts = [row.account_id, row.to_account_id]
    ids = tuple(one for one in accounts if one is not None)
    fields = {"fingerprint": str(found.fingerprint), "account_ids": ids}
    return settled.model_copy(update=fields)


def _store(
    store: TenantStore, state: SuggestionState, renewed: Sequence[SettledSuggestion]
) -> SuggestionState:
    """Write the suggestions and the renewed fingerprints, and emit what is new, in one commit."""

    def work(unit: TenantStore, tenant: Tenant) -> SuggestionState:
        before = unit.suggestions.find()
        if before is not None and before.sequence > state.sequence:
            return before
        ids = {one.id for one in state.items} | {one.id for one in renewed}
        settled = {one.id: one for one in unit.settled_suggestions.list_with_ids(sorted(ids))}
        for one in renewed:
            known = settled.get(one.id)
            if known is not None and known != one and known.revision == one.revision:
                unit.settled_suggestions.put(one)
        told = () if before is None else before.told
        new, told = told_after(told, [one for one in state.items if one.id not in settled])
        after = state.model_copy(update={"told": told})
        unit.suggestions.put(after)
        if new and not (before is None and _has_samples(tenant)):  # They are of the samples.
            unit.emit(_found_event(tenant, new, state.as_of))
        return after

    return store.transact_below(work)


def _found_event(tenant: Tenant, new: Sequence[StoredSuggestion], at: datetime) -> Event:
    """Return the event that these suggestions were found: one, however many there are."""
    names = ", ".join(one.name for one in new[:_MAX_NAMES])
    return Event.of(
        NotificationKind.RECURRING_FOUND,
        new[0].id,
        at,
        *(one.id for one in new),
        workspace_name=tenant.workspace_name,
        parameters={
            "name": text(names if len(new) <= _MAX_NAMES else f"{names} …"),
            "count": NumberParameter(number=len(new)),
        },
    )
