"""Match rows of imports with occurrences of recurring entries: in previews, and when recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from shared.models.imports.import_plan import PlanMatch, PlanRow, PlanSplit, RowStatus
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.links import Link
from shared.models.planning.matching.candidates import Payment
from shared.models.planning.matching.confirmation import confirmed
from shared.models.planning.matching.expectations import payee_words
from shared.models.planning.matching.filing import Unfiled, filing_of, filing_of_transaction
from shared.models.planning.occurrence import Occurrence, OccurrenceState
from shared.models.planning.recurring import Recurring, Template
from shared.repositories.store import TenantStore
from shared.services.planning.matching import FoundMatch, find_matches
from shared.services.planning.price_changes import emit_price_change


def with_matches(
    store: TenantStore, ledger: Ledger, account_id: str, rows: Sequence[PlanRow], now: datetime
) -> list[PlanRow]:
    """Return the rows of a plan, the new ones with the occurrences that they pay.

    One that is linked without a doubt and has no category takes that of the entry, with the custom
    type and the tags. ``account_id`` is that of the import.
    """
    payments = [
        _payment(number, row, ledger, account_id)
        for number, row in enumerate(rows)
        if row.status is RowStatus.NEW
    ]
    matched = list(rows)
    for found in find_matches(store, payments, now):
        number = int(found.transaction_id)
        match = _match_of(found)
        if match is not None:
            template = found.expectation.recurring.template
            matched[number] = _matched(rows[number], match, template, ledger)
    return matched


def _matched(row: PlanRow, match: PlanMatch, template: Template, ledger: Ledger) -> PlanRow:
    """Return a row with its match, and what it takes from the template of the entry."""
    if not match.is_decision:
        return row._replace(match=match)
    if match.booked_id is not None:
        return row._replace(match=match, status=RowStatus.CONFIRMED)
    return row._replace(match=match, **_filing(row, template, ledger))


def _filing(row: PlanRow, template: Template, ledger: Ledger) -> Mapping[str, Any]:
    """Return the fields that a row without a category takes from a template."""
    if row.category_id is not None or row.splits:
        return {}
    type_, amount_minor = row.transaction_type, row.transaction_amount_minor
    unfiled = Unfiled(type_, amount_minor, row.custom_type_id, row.tags)
    fields = filing_of(ledger, template, unfiled)
    if "splits" in fields:
        fields["splits"] = tuple(PlanSplit(*part) for part in fields["splits"])
    return fields


def _payment(number: int, row: PlanRow, ledger: Ledger, account_id: str) -> Payment:
    placed = row.account_id or account_id
    return Payment(
        id=str(number),
        date=date.fromisoformat(row.date),
        type=row.transaction_type,
        account_id=placed,
        currency=ledger.currency_of(placed),
        amount_minor=row.transaction_amount_minor,
        to_account_id=row.to_account_id,
        payee=payee_words(row.payee or row.description),
    )


def _match_of(found: FoundMatch) -> PlanMatch | None:
    """Return the match of a row; None for one side of a transfer that is not booked yet."""
    candidate = found.match.candidate
    is_side = candidate.payment.type != candidate.occurrence.type
    if is_side and found.expectation.booked_id is None:
        return None
    return PlanMatch(
        recurring_id=candidate.occurrence.recurring_id,
        nominal=str(candidate.occurrence.nominal),
        doubts=tuple(found.match.doubts),
        former_minor=found.former_price,
        booked_id=found.expectation.booked_id,
    )


class MatchedRow(NamedTuple):
    """A row that pays an occurrence without a doubt, and the transaction that it becomes."""

    match: PlanMatch
    transaction: Transaction

    @property
    def link(self) -> Link:
        """Return the occurrence."""
        return Link(self.match.recurring_id, date.fromisoformat(self.match.nominal))


class RecordedRows:
    """Edits that record rows in one commit: new transactions, linked ones, and confirmed ones.

    A row that is matched with an occurrence that has a booked transaction gives that one its date
    and amount; so nothing is booked twice. A row whose occurrence was handled otherwise since the
    preview is recorded like any other.
    """

    def __init__(self, unit: TenantStore, tenant: Tenant, at: datetime) -> None:
        self._unit, self._tenant, self._at = unit, tenant, at
        self._entries: Mapping[str, Recurring] = {}
        self._occurrences: Mapping[str, Occurrence] = {}
        self._booked: dict[str, Transaction] = {}

    def edits(self, rows: Sequence[PlanRow], made: Sequence[Transaction]) -> list[Edit]:
        """Return the edits of rows, of which ``made`` are the transactions that they become."""
        matched = {
            number: MatchedRow(row.match, made[number])
            for number, row in enumerate(rows)
            if row.match is not None and row.match.is_decision
        }
        if not matched:
            return [Edit(None, transaction) for transaction in made]
        self._read(list(matched.values()))
        return [
            self._edit(matched[number]) if number in matched else Edit(None, transaction)
            for number, transaction in enumerate(made)
        ]

    def _read(self, matched: Sequence[MatchedRow]) -> None:
        ids = list(dict.fromkeys(one.link.occurrence_id for one in matched))
        entry_ids = list(dict.fromkeys(one.match.recurring_id for one in matched))
        self._unit.prepare_to_read(len(ids) + len(entry_ids))
        self._occurrences = {one.id: one for one in self._unit.occurrences.list_with_ids(ids)}
        self._entries = {one.id: one for one in self._unit.recurring.list_with_ids(entry_ids)}
        booked = [
            one.transaction_id
            for one in self._occurrences.values()
            if one.state is OccurrenceState.POSTED and one.transaction_id is not None
        ]
        self._unit.prepare_to_read(len(booked))
        self._booked = self._unit.transactions.find_all(booked)

    def _edit(self, one: MatchedRow) -> Edit:
        """Return the edit of a matched row; no two rows of an import have the same occurrence."""
        occurrence = self._occurrences.get(one.link.occurrence_id)
        entry = self._entries.get(one.link.recurring_id)
        if occurrence is not None and occurrence.state is OccurrenceState.POSTED:
            return self._confirming(one, occurrence, entry)
        if entry is None or entry.template.type is not one.transaction.type:
            return Edit(None, one.transaction)
        filing = filing_of_transaction(self._tenant.ledger, entry.template, one.transaction)
        linked = one.transaction.model_copy(update={**one.link.fields, **filing})
        self._tell(one, entry, linked)
        return Edit(None, linked)

    def _confirming(self, one: MatchedRow, occurrence: Occurrence, entry: Recurring | None) -> Edit:
        booked = self._booked.get(occurrence.transaction_id or "")
        if booked is None:
            return Edit(None, one.transaction)
        after = confirmed(booked, one.transaction, self._at)
        if after is None:
            return Edit(None, one.transaction)
        self._tell(one, entry, after)
        return Edit(booked, after)

    def _tell(self, one: MatchedRow, entry: Recurring | None, after: Transaction) -> None:
        former = one.match.former_minor
        if former is not None and entry is not None:
            emit_price_change(self._unit, self._tenant, entry, after, former, self._at)
