"""Application of rules to recorded transactions: a route of the function ``rules``."""

import time
from datetime import date as civil_date
from typing import Annotated

from flask import Response
from pydantic import Field

from functions.http.background.jobs import room_for
from functions.http.call import current_call
from functions.http.parameters import json_response
from shared.models.ledger.transactions.search import TransactionFilter
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.rules.rule import MAX_RULES
from shared.models.rules.rule_application import RuleApplication, RuleEdit
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.dates import Calendar
from shared.models.values.identifiers import Id
from shared.models.values.spans.period_ends import FROM, TO, PeriodEnd, date_range
from shared.models.values.text import BLANK_AS_NULL
from shared.services.ledger.tenants import get_ledger
from shared.services.rules import rule_application
from shared.services.rules.rule_application import RuleRun

_RUN_FOR_S, _COMPUTE_FOR_S = 20.0, 2.0
"""Limits of time and of CPU time of applying rules in one request, beside that of documents; the
answer has a cursor to continue. They are checked after each transaction, which takes about a second
at most."""


class RuleRunRequest(InputModel):
    """Rules to apply, and filters of transactions; all given filters must match."""

    model_config = example(dry_run=True)

    dry_run: bool = Field(
        default=True, strict=True, description="Return the changes without making them."
    )
    rule_ids: Annotated[tuple[Id, ...], Field(min_length=1, max_length=MAX_RULES)] | None = Field(
        default=None, description="By default all enabled rules; ids can also name disabled ones."
    )
    from_: Annotated[PeriodEnd | None, BLANK_AS_NULL] = Field(
        default=None, alias="from", description=FROM
    )
    to: Annotated[PeriodEnd | None, BLANK_AS_NULL] = Field(default=None, description=TO)
    account_id: Annotated[Id | None, BLANK_AS_NULL] = Field(
        default=None, description="Matches both sides of transfers."
    )
    category_id: Annotated[Id | None, BLANK_AS_NULL] = Field(
        default=None, description="The category of the transaction or of a split."
    )
    unfiled: bool = Field(
        default=False,
        strict=True,
        description="Only income and expenses of which a part has no category.",
    )
    cursor: Annotated[str | None, BLANK_AS_NULL] = Field(
        default=None, description="The ``next_cursor`` of the previous answer, to continue."
    )

    def application(self, calendar: Calendar) -> RuleApplication:
        """Return the requested application of rules; ``calendar`` is the ledger's.

        Raises:
            InvalidArgument: The last day is before the first.
        """
        return RuleApplication(
            TransactionFilter(
                dates=date_range(self.from_, self.to, calendar),
                account_id=self.account_id,
                category_id=self.category_id,
                unfiled=self.unfiled,
            ),
            rule_ids=self.rule_ids,
        )


class RuledFields(FrozenModel):
    """Fields of a transaction that rules may set."""

    category_id: str | None
    custom_type_id: str | None
    payee: str | None
    tags: list[str]


class RuleEditView(FrozenModel):
    """A transaction that rules change, with the ids of these rules in their order."""

    transaction_id: str
    date: civil_date
    description: str | None
    payee: str | None
    before: RuledFields
    after: RuledFields
    rule_ids: list[str]


class RuleRunView(FrozenModel):
    """Result of applying rules or, with ``dry_run``, of trying them."""

    dry_run: bool
    matched: int = Field(description="Transactions that match the conditions of a rule.")
    changed: int = Field(description="Transactions that are changed.")
    items: list[RuleEditView] = Field(description="The first 100 changed transactions.")
    next_cursor: str | None = Field(
        description="The ``cursor`` to continue with if the time did not suffice; otherwise null."
    )


def apply_rules(body: RuleRunRequest) -> Response:
    """Apply rules to existing transactions, or return what would change.

    Transfers and splits keep their categories. A repeated request continues, and changes nothing
    when all is done.
    """
    call = current_call()
    run = rule_application.preview_rules if body.dry_run else rule_application.apply_rules
    ledger = get_ledger(call.store, call.now)
    has_room = room_for(_RUN_FOR_S)
    computed_until = time.thread_time() + _COMPUTE_FOR_S
    done = run(
        call.store,
        ledger,
        call.operation(),
        body.application(ledger.calendar),
        is_over=lambda: not has_room() or time.thread_time() > computed_until,
        cursor=body.cursor,
    )
    return json_response(_run_view(done, dry_run=body.dry_run))


def _run_view(run: RuleRun, *, dry_run: bool) -> RuleRunView:
    """Return the view of the result of applying rules."""
    return RuleRunView(
        dry_run=dry_run,
        matched=run.matched,
        changed=run.changed,
        items=[_edit_view(edit) for edit in run.edits],
        next_cursor=run.next_cursor,
    )


def _edit_view(edit: RuleEdit) -> RuleEditView:
    return RuleEditView(
        transaction_id=edit.before.id,
        date=edit.before.date,
        description=edit.before.description,
        payee=edit.before.payee,
        before=_ruled_fields(edit.before),
        after=_ruled_fields(edit.after),
        rule_ids=list(edit.rule_ids),
    )


def _ruled_fields(transaction: Transaction) -> RuledFields:
    return RuledFields(
        category_id=transaction.category_id,
        custom_type_id=transaction.custom_type_id,
        payee=transaction.payee,
        tags=list(transaction.tags),
    )
