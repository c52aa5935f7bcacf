"""One commit that books occurrences of a recurring entry, or passes them."""

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
    shorten,
)
from shared.models.history.change import Operation
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.booking import transaction_from_input
from shared.models.ledger.transactions.currencies.exchange import FindRate
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.planning.links import Link
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
from shared.repositories.store import LedgerSnapshot, TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.planning.occurrences import find_occurrence, settle_written
from shared.services.posting.ledger import commit_edits
from shared.services.posting.operations import append_change
from shared.services.posting.recurring_cursor import put_occurrence

_MATCH_FOR_S = 1.0
"""CPU time of a commit for matching rules; after it, what is booked stays unfiled."""


class Refused(NamedTuple):
    """An occurrence that was not booked, and the reason; ``error`` unless it is recalled."""

    occurrence: Occurrence
    reason: str
    error: InvalidArgument | None = None


class Booked(NamedTuple):
    """Result of booking on the ledger's day ``today``; ``is_partial`` if more are due."""

    recurring: Recurring
    today: date
    booked: list[Occurrence]
    refused: list[Refused]
    is_partial: bool = False


class Wanted(NamedTuple):
    """An occurrence to book: as it is stored, or None, and as it is."""

    stored: Occurrence | None
    current: Occurrence


class Waiting(NamedTuple):
    """Occurrences from the cursor on, the cursor after them, and whether there are more."""

    wanted: list[Wanted]
    following: date | None
    is_partial: bool


def _enumerated(recurring: Recurring) -> Iterator[date]:
    """Yield the nominal dates from the cursor on; none while the entry is paused."""
    if recurring.next_nominal is None or recurring.paused:
        return iter(())
    return nominal_dates(recurring.schedule, recurring.next_nominal)


class BookingCommit:
    """Booking of occurrences of one entry in one commit, in its first attempt or a later one."""

    def __init__(
        self,
        store: TenantStore,
        unit: TenantStore,
        operation: Operation,
        snapshot: LedgerSnapshot,
        recurring: Recurring,
        *,
        is_first: bool = True,
    ) -> None:
        self.unit, self.operation, self.recurring = unit, operation, recurring
        self.today = snapshot.ledger.today(operation.at)
        self._store, self._snapshot, self._ledger = store, snapshot, snapshot.ledger
        self._stored, self._is_first = recurring, is_first

    def remind_until(self, day: date) -> None:
        """Write with the entry that people were reminded of its occurrences until a day."""
        self.recurring = self.recurring.model_copy(update={"reminded_until": day})

    def find(self, nominal: date) -> Wanted:
        """Return the occurrence with a nominal date; raises as ``find_occurrence``."""
        return Wanted(*find_occurrence(self.unit, self.recurring, nominal, self.operation.at))

    def find_planned(self, limit: int, until: date) -> Waiting:
        """Return the first occurrences from the cursor on whose date is until a day."""
        recurring = self.recurring
        wanted: list[Wanted] = []
        following = recurring.next_nominal
        for day in _enumerated(recurring):
            one = self._planned(day)
            if not one.current.is_settled:
                if one.current.date > until:
                    break
                if len(wanted) >= limit:
                    return Waiting(wanted, following, is_partial=True)
                wanted.append(one)
            following = first_nominal(recurring.schedule, day + timedelta(days=1))
        return Waiting(wanted, following, is_partial=False)

    def _planned(self, nominal: date) -> Wanted:
        if nominal in self.recurring.ahead:
            return self.find(nominal)
        return Wanted(None, planned_occurrence(self.recurring, nominal, self.operation.at))

    def book(self, wanted: Sequence[Wanted], following: date | None) -> Booked:
        """Book these occurrences, and move the cursor; those that do not fit become DUE.

        Raises:
            CategoryBusy, AccountBusy, CustomTypeBusy: A part of the template is being merged.
        """
        made, refused = self._made(wanted)
        reasons = {day: shorten(error.message, MAX_REASON) for day, error in refused.items()}
        booked = self._write(wanted, following, made, reasons)
        by_nominal = {one.nominal: one for one in booked.booked}
        return booked._replace(
            booked=[by_nominal[day] for day in made],
            refused=[
                Refused(by_nominal[day], reasons[day], error) for day, error in refused.items()
            ],
        )

    def leave(
        self, wanted: Sequence[Wanted], following: date | None, reason: str | None = None
    ) -> Booked:
        """Leave these occurrences to people as DUE, for a reason if there is one, and move on."""
        reasons = {one.current.nominal: reason for one in wanted if reason is not None}
        return self._write(wanted, following, {}, reasons)._replace(booked=[])

    def _write(
        self,
        wanted: Sequence[Wanted],
        following: date | None,
        made: Mapping[date, Transaction],
        reasons: Mapping[date, str],
    ) -> Booked:
        """Write these occurrences and the entry, and return all of them as they are afterwards."""
        unit, operation = self.unit, self.operation
        edits = list(self._edits(wanted, made))
        if edits:
            ids = [one.current.id for one in wanted]
            commit_edits(unit, operation, self._snapshot.tenant, edits, written_occurrences=ids)
        becomes = [self._changed(one, made, reasons) for one in wanted]
        if following != self.recurring.next_nominal:
            becomes = self._with_one_logged(wanted, becomes)
        changes = zip((one.stored for one in wanted), becomes, strict=True)
        changed = [(was, after) for was, after in changes if was != after]
        for index, (was, after) in enumerate(changed, start=len(edits)):
            put_occurrence(unit, was, after)
            append_change(unit, operation, was, after, index=index)
        written = {one.nominal: one for one in becomes if one is not None}
        by_nominal = {one.current.nominal: one.current for one in wanted} | written
        moved = self.recurring.model_copy(update={"next_nominal": following})
        recurring = settle_written(unit, moved, self._ledger, written)
        if recurring != self._stored:
            unit.recurring.put(recurring)
            if not changed:
                unit.ledger.put_sequence()
        return Booked(recurring, self.today, list(by_nominal.values()), [])

    def _with_one_logged(
        self, wanted: Sequence[Wanted], becomes: list[Occurrence | None]
    ) -> list[Occurrence | None]:
        """Return the occurrences as they are stored afterwards, one of them with a change.

        Only a commit with a log entry may move the cursor. Where all that it passes was DUE before
        and is refused again, the first gets a revision.
        """
        if any(one.stored != after for one, after in zip(wanted, becomes, strict=True)):
            return becomes
        return [
            next_revision(after, self.operation.at) if after is not None and index == 0 else after
            for index, after in enumerate(becomes)
        ]

    def _made(
        self, wanted: Sequence[Wanted]
    ) -> tuple[dict[date, Transaction], dict[date, InvalidArgument]]:
        """Return the transactions by nominal date, and why the others do not fit the ledger."""
        if wanted:
            _ensure_not_merging(self._ledger, self.recurring)
        find_rate = rates_of(self._store, self._ledger, self.operation.at)
        made: dict[date, Transaction] = {}
        refused: dict[date, InvalidArgument] = {}
        for _, occurrence in wanted:
            try:
                made[occurrence.nominal] = self._transaction(find_rate, occurrence)
            except InvalidArgument as invalid:
                refused[occurrence.nominal] = invalid
        unfiled = [one for one in made.values() if _is_for_rules(one)]
        if unfiled:
            filed = _filed(self.unit, self._ledger, unfiled)
            made |= {one.occurrence_nominal: one for one in filed if one.occurrence_nominal}
        return made, refused

    def _transaction(self, find_rate: FindRate, occurrence: Occurrence) -> Transaction:
        recurring, nominal = self.recurring, occurrence.nominal
        draft = recurring.template.draft(occurrence.date, occurrence.amount_in(recurring))
        if occurrence.note is not None:
            draft = draft.model_copy(update={"notes": occurrence.note})
        return transaction_from_input(
            self._ledger,
            draft,
            self.operation.at,
            find_rate,
            id=booked_id(recurring.id, nominal),
            recurring_id=recurring.id,
            occurrence_nominal=nominal,
        )

    def _edits(self, wanted: Sequence[Wanted], made: Mapping[date, Transaction]) -> Iterator[Edit]:
        """Yield the edits; a transaction from before an undo returns from the trash.

        An occurrence that is not stored has hardly ever been booked before. So its transaction is
        read only if the first attempt of the commit finds it.
        """
        stored = {one.current.nominal for one in wanted if one.stored is not None}
        ids = [one.id for day, one in made.items() if day in stored or not self._is_first]
        self.unit.prepare_to_read(len(ids))
        # Not by ``load``: it would read the tenant again, and the entry was read with the first.
        known = self.unit.transactions.find_all(ids) if ids else {}
        for day, one in made.items():
            before = known.get(one.id)
            if before is None:
                yield Edit(None, one)
            elif before.is_deleted:
                kept = {"revision", "created_at", "updated_at", "other_exchanges"}
                fields = {name: value for name, value in one if name not in kept}
                yield Edit(before, revised(before, fields, self.operation.at))
            elif before.recurring_id is None:  # Another one paid the occurrence for a time.
                link = Link(self.recurring.id, day)
                yield Edit(before, revised(before, link.fields, self.operation.at))

    def _changed(
        self, one: Wanted, made: Mapping[date, Transaction], reasons: Mapping[date, str]
    ) -> Occurrence | None:
        """Return an occurrence as it is stored afterwards; one that is not due stays as it is."""
        transaction = made.get(one.current.nominal)
        if transaction is None and one.current.date > self.today:
            return one.stored
        if transaction is None:
            fields: dict[str, Any] = {"state": OccurrenceState.DUE}
            if (reason := reasons.get(one.current.nominal)) is not None:
                fields["reason"] = reason
        else:
            fields = one.current.booked_as(transaction, self.recurring)
        if one.stored is None:
            return one.current.model_copy(update=fields)
        return revised(one.stored, fields, self.operation.at)


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
