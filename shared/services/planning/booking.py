"""Book occurrences of recurring entries as transactions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from shared.errors import (
    AccountBusy,
    Busy,
    CategoryBusy,
    CustomTypeBusy,
    InvalidArgument,
    OccurrenceSettled,
    shorten,
)
from shared.models.history.change import Cause, Operation
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.booking import transaction_from_input
from shared.models.ledger.transactions.currencies.exchange import FindRate
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.planning.occurrence import (
    MAX_REASON,
    Occurrence,
    OccurrenceState,
    booked_id,
    planned_occurrence,
)
from shared.models.planning.recurring import Place, Recurring
from shared.models.planning.schedule import first_nominal, nominal_dates
from shared.models.values.revision import next_revision, revised
from shared.models.values.text import IMPORTED
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.planning.match_runs import match_due
from shared.services.planning.occurrences import find_occurrence, settle_written
from shared.services.posting.ledger import commit_edits
from shared.services.posting.operations import append_change, run_once
from shared.services.posting.recurring_cursor import find_recurring, put_occurrence

MAX_BOOKED_AT_ONCE = 50
"""Occurrences of one commit, each with up to seven documents: see ``rule_application``."""

_MATCH_FOR_S = 1.0
"""CPU time of a commit for matching rules; after it, what is booked stays unfiled."""


class Refused(NamedTuple):
    """An occurrence that was not booked, and the reason."""

    occurrence: Occurrence
    reason: str


class Booked(NamedTuple):
    """Result of booking on the ledger's day ``today``; ``is_partial`` if more are due."""

    recurring: Recurring
    today: date
    booked: list[Occurrence]
    refused: list[Refused]
    is_partial: bool = False


class _Wanted(NamedTuple):
    """An occurrence to book: as it is stored, or None, and as it is."""

    stored: Occurrence | None
    current: Occurrence


def book_occurrences(
    store: TenantStore,
    operation: Operation,
    recurring_id: str,
    *,
    nominal: date | None = None,
    limit: int = MAX_BOOKED_AT_ONCE,
    only_planned: bool = False,
) -> Booked:
    """Book the occurrences of an entry that are due until today, or the one that is named.

    One commit writes at most ``limit`` transactions with their occurrences and the cursor, as one
    operation of the cause RECURRING. A transaction's id follows from the entry and the nominal
    date, so an occurrence is booked once. One whose date has come, but that does not fit the
    ledger, is stored as DUE. With ``only_planned``, those that are DUE already are left to people.
    Transactions that pay what is due are linked to it first, each in a commit of its own.

    Raises:
        NotFound: The ledger has no such entry, or the entry no such occurrence.
        OccurrenceSettled: The one that is named is skipped, or its transaction is deleted.
        DemoQuota: A demo would exceed a limit.
        CategoryBusy, AccountBusy, CustomTypeBusy: A part of the template is being merged.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Booked:
        recurring = find_recurring(unit, recurring_id)
        step = operation.caused_by(Cause.RECURRING, recurring_id)
        run = _Run(store, unit, step, snapshot, recurring)
        if nominal is not None:
            return run.book_one(nominal)
        return run.book_due(limit, only_planned=only_planned)

    def recall(snapshot: RecordedSnapshot) -> Booked:
        recurring = find_recurring(store, recurring_id)
        run = _Run(store, store, operation, snapshot, recurring)
        return run.recall(snapshot.record.operation_id, is_of_all=nominal is None)

    if nominal is None:
        match_due(store, operation, recurring_id)
    return run_once(store, operation, work, recall)


def _enumerated(recurring: Recurring) -> Iterator[date]:
    """Yield the nominal dates from the cursor on; none while the entry is paused."""
    if recurring.next_nominal is None or recurring.paused:
        return iter(())
    return nominal_dates(recurring.schedule, recurring.next_nominal)


class _Run:
    """Booking of occurrences of one entry in one commit."""

    def __init__(
        self,
        store: TenantStore,
        unit: TenantStore,
        operation: Operation,
        snapshot: LedgerSnapshot,
        recurring: Recurring,
    ) -> None:
        self._store, self._unit, self._operation = store, unit, operation
        self._snapshot, self._ledger, self._recurring = snapshot, snapshot.ledger, recurring
        self._today = snapshot.ledger.today(operation.at)

    def book_one(self, nominal: date) -> Booked:
        """Book the occurrence with a nominal date, or return it as it was booked before.

        Raises:
            OccurrenceSettled: It is skipped or missed, or its transaction is deleted.
        """
        recurring = self._recurring
        one = _Wanted(*find_occurrence(self._unit, recurring, nominal, self._operation.at))
        if one.current.is_settled:
            self._ensure_booked(one.current)
            return Booked(recurring, self._today, [one.current], [])
        return self._book([one], recurring.next_nominal)

    def _ensure_booked(self, settled: Occurrence) -> None:
        if settled.transaction_id is None:
            raise OccurrenceSettled(settled.state)
        self._unit.prepare_to_read(1)
        found = self._unit.transactions.find_all([settled.transaction_id])
        if all(transaction.is_deleted for transaction in found.values()):
            raise OccurrenceSettled(settled.state, lacks_booking=True)

    def book_due(self, limit: int, *, only_planned: bool) -> Booked:
        """Book the first occurrences that are due until today."""
        wanted, following, is_partial = self._due(limit)
        if not only_planned and len(wanted) < limit:
            left, is_more = self._opened(limit - len(wanted))
            wanted, is_partial = [*left, *wanted], is_partial or is_more
        done = self._book(wanted, following)
        has_moved = following != self._recurring.next_nominal
        return done._replace(is_partial=is_partial and (has_moved or bool(done.booked)))

    def recall(self, operation_id: str, *, is_of_all: bool) -> Booked:
        """Return what the operation booked when it was committed before.

        With ``is_of_all``, it is partial if planned ones are due now.
        """
        logged = [
            Occurrence.model_validate(change.after, context=IMPORTED)
            for change in self._store.changes.list_of_operation(operation_id)
            if change.is_of(Occurrence) and change.after is not None
        ]
        booked = [one for one in logged if one.state is OccurrenceState.POSTED]
        refused = [Refused(one, one.reason) for one in logged if one.reason is not None]
        is_partial = is_of_all and self._due(0)[2]
        return Booked(self._recurring, self._today, booked, refused, is_partial)

    def _due(self, limit: int) -> tuple[list[_Wanted], date | None, bool]:
        """Return the planned ones that are due, the cursor after them, and whether more are."""
        recurring, at = self._recurring, self._operation.at
        wanted: list[_Wanted] = []
        following = recurring.next_nominal
        for day in _enumerated(recurring):
            stored: Occurrence | None = None
            current = planned_occurrence(recurring, day, at)
            if day in recurring.ahead:
                stored, current = find_occurrence(self._unit, recurring, day, at)
            if not current.is_settled:
                if current.date > self._today:
                    break
                if len(wanted) >= limit:
                    return wanted, following, True
                wanted.append(_Wanted(stored, current))
            following = first_nominal(recurring.schedule, day + timedelta(days=1))
        return wanted, following, False

    def _opened(self, left: int) -> tuple[list[_Wanted], bool]:
        """Return those before the cursor that are due or postponed, and whether there are more."""
        opened = self._unit.occurrences.list_open(self._recurring.id, self._today, left + 1)
        before = [_Wanted(one, one) for one in opened if not self._recurring.is_ahead(one.nominal)]
        return before[:left], len(opened) > left

    def _book(self, wanted: Sequence[_Wanted], following: date | None) -> Booked:
        """Book these occurrences, and write the entry with its cursor after them."""
        unit, operation = self._unit, self._operation
        made, refused = self._made(wanted)
        edits = list(self._edits(made))
        if edits:
            commit_edits(unit, operation, self._snapshot.tenant, edits)
        becomes = [self._changed(one, made, refused) for one in wanted]
        if following != self._recurring.next_nominal:
            becomes = self._with_one_logged(wanted, becomes)
        changes = zip((one.stored for one in wanted), becomes, strict=True)
        changed = [(was, after) for was, after in changes if was != after]
        for index, (was, after) in enumerate(changed, start=len(edits)):
            put_occurrence(unit, was, after)
            append_change(unit, operation, was, after, index=index)
        written = {one.nominal: one for one in becomes if one is not None}
        by_nominal = {one.current.nominal: one.current for one in wanted} | written
        moved = self._recurring.model_copy(update={"next_nominal": following})
        recurring = settle_written(unit, moved, self._ledger, written)
        if recurring != self._recurring and changed:
            unit.recurring.put(recurring)
        return Booked(
            recurring if changed else self._recurring,
            self._today,
            [by_nominal[day] for day in made],
            [Refused(by_nominal[day], reason) for day, reason in refused.items()],
        )

    def _with_one_logged(
        self, wanted: Sequence[_Wanted], becomes: list[Occurrence | None]
    ) -> list[Occurrence | None]:
        """Return the occurrences as they are stored afterwards, one of them with a change.

        Only a commit with a log entry may move the cursor. Where all that it passes was DUE before
        and is refused again, the first gets a revision.
        """
        if any(one.stored != after for one, after in zip(wanted, becomes, strict=True)):
            return becomes
        return [
            next_revision(after, self._operation.at) if after is not None and index == 0 else after
            for index, after in enumerate(becomes)
        ]

    def _made(self, wanted: Sequence[_Wanted]) -> tuple[dict[date, Transaction], dict[date, str]]:
        """Return the transactions by nominal date, and why the others do not fit the ledger."""
        if wanted:
            _ensure_not_merging(self._ledger, self._recurring)
        find_rate = rates_of(self._store, self._ledger, self._operation.at)
        made: dict[date, Transaction] = {}
        refused: dict[date, str] = {}
        for _, occurrence in wanted:
            try:
                made[occurrence.nominal] = self._transaction(find_rate, occurrence)
            except InvalidArgument as invalid:
                refused[occurrence.nominal] = shorten(invalid.message, MAX_REASON)
        unfiled = [one for one in made.values() if _is_for_rules(one)]
        if unfiled:
            filed = _filed(self._unit, self._ledger, unfiled)
            made |= {one.occurrence_date: one for one in filed if one.occurrence_date}
        return made, refused

    def _transaction(self, find_rate: FindRate, occurrence: Occurrence) -> Transaction:
        recurring, nominal = self._recurring, occurrence.nominal
        draft = recurring.template.draft(occurrence.date, occurrence.amount_in(recurring))
        if occurrence.note is not None:
            draft = draft.model_copy(update={"notes": occurrence.note})
        return transaction_from_input(
            self._ledger,
            draft,
            self._operation.at,
            find_rate,
            id=booked_id(recurring.id, nominal),
            recurring_id=recurring.id,
            occurrence_date=nominal,
        )

    def _edits(self, made: dict[date, Transaction]) -> Iterator[Edit]:
        """Yield the edits; a transaction from before an undo returns from the trash."""
        ids = [one.id for one in made.values()]
        self._unit.prepare_to_read(len(ids))
        # Not by ``load``: it would read the tenant again, and the entry was read with the first.
        known = self._unit.transactions.find_all(ids)
        for one in made.values():
            before = known.get(one.id)
            if before is None:
                yield Edit(None, one)
            elif before.is_deleted:
                kept = {"revision", "created_at", "updated_at", "other_exchanges"}
                fields = {name: value for name, value in one if name not in kept}
                yield Edit(before, revised(before, fields, self._operation.at))

    def _changed(
        self, one: _Wanted, made: dict[date, Transaction], refused: dict[date, str]
    ) -> Occurrence | None:
        """Return an occurrence as it is stored afterwards; one that is not due stays as it is."""
        transaction = made.get(one.current.nominal)
        if transaction is None and one.current.date > self._today:
            return one.stored
        if transaction is None:
            reason = refused[one.current.nominal]
            fields: dict[str, Any] = {"state": OccurrenceState.DUE, "reason": reason}
        else:
            fields = {"state": OccurrenceState.POSTED, "reason": None}
            # These are kept, because another template of the entry is not one of the past.
            fields |= one.current.amount_in(self._recurring)._asdict()
            fields |= {"transaction_id": transaction.id, "type": transaction.type}
        if one.stored is None:
            return one.current.model_copy(update=fields)
        return revised(one.stored, fields, self._operation.at)


def _ensure_not_merging(ledger: Ledger, recurring: Recurring) -> None:
    """Check that nothing that the template names is being merged: that passes, a refusal stays.

    Raises:
        CategoryBusy, AccountBusy, CustomTypeBusy: Something is.
    """
    busy: dict[Place, type[Busy]] = {
        "categories": CategoryBusy,
        "accounts": AccountBusy,
        "custom_types": CustomTypeBusy,
    }
    for place, part_id in recurring.template.parts:
        parts: Mapping[str, Category | Account | CustomType] = getattr(ledger, place)
        if part_id in parts and parts[part_id].merging_into in parts:
            raise busy[place]


def _is_for_rules(transaction: Transaction) -> bool:
    is_transfer = transaction.type is TransactionType.TRANSFER
    return not is_transfer and not transaction.splits and transaction.category_id is None


def _filed(
    unit: TenantStore, ledger: Ledger, transactions: Sequence[Transaction]
) -> list[Transaction]:
    """Return the transactions with what the rules of the ledger set in them."""
    from shared.models.rules.matching_budget import MatchingBudget, MatchingStopped  # noqa: PLC0415 (few templates have no category)
    from shared.models.rules.rule_application import subject_of  # noqa: PLC0415 (as above)
    from shared.models.rules.rule_matching import compile_rules  # noqa: PLC0415 (as above)

    stored = unit.rules.list_all()
    if not stored:
        return list(transactions)
    rules, budget = compile_rules(stored), MatchingBudget(_MATCH_FOR_S)
    filed: list[Transaction] = []
    for one in transactions:
        try:
            outcome = rules(subject_of(one), ledger.categories, budget, ledger.custom_types)
        except MatchingStopped:
            filed.append(one)
            continue
        fields = {
            "category_id": outcome.category_id,
            "custom_type_id": outcome.custom_type_id,
            "payee": outcome.payee,
            "tags": outcome.tags,
        }
        filed.append(one.model_copy(update=fields))
    return filed
