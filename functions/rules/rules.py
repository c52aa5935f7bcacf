"""The function ``rules``: create, order, apply and suggest rules."""

import time
from functools import cache
from http import HTTPStatus
from typing import Annotated

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
from functions.http.background.jobs import room_for
from functions.http.call import current_call, expected_revision
from functions.http.parameters import (
    ChangeHeaders,
    CreationHeaders,
    IdPath,
    json_response,
    no_content,
    problem_responses,
)
from functions.http.routes import Routes
from functions.rules.inputs import RuleCreation
from functions.rules.views import (
    RuleList,
    RuleRunView,
    RuleView,
    SuggestionList,
    rule_view,
    run_view,
    suggestion_view,
)
from shared.models.ledger.transactions.search import TransactionFilter
from shared.models.people.access import Action
from shared.models.rules.rule import MAX_RULES, Rule, RuleDraft, RulePatch
from shared.models.rules.rule_application import RuleApplication
from shared.models.values.base import InputModel, example
from shared.models.values.dates import Calendar
from shared.models.values.identifiers import SAMPLE_ID, Id
from shared.models.values.periods import FROM, TO, PeriodEnd, date_range
from shared.models.values.text import BLANK_AS_NULL
from shared.services.ledger.tenants import get_ledger
from shared.services.rules import rule_application, rules

_RUN_FOR_S, _COMPUTE_FOR_S = 20.0, 2.0
"""Limits of time and of CPU time of applying rules in one request, beside that of documents; the
answer has a cursor to continue. They are checked after each transaction, which takes about a second
at most."""

routes = Routes("rules")


class RuleOrder(InputModel):
    """The ids of all rules, each once, in the order in which they apply."""

    model_config = example(ids=[SAMPLE_ID])

    ids: Annotated[tuple[Id, ...], Field(max_length=MAX_RULES)]


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


@routes.get("/", allows=Action.READ_ALL, responses={200: RuleList, **problem_responses()})
def list_rules() -> Response:
    """List all rules, including disabled ones, in the order in which they apply."""
    call = current_call()
    return _list_response(rules.list_rules(call.store, call.now))


@routes.post(
    "/",
    allows=Action.WRITE,
    names_change=True,
    responses={
        201: RuleView,
        **problem_responses(
            "demo-quota",
            "too-many-rules",
            "rebuild-running",
            "idempotency-key-reused",
            with_body=True,
        ),
    },
)
def create_rule(body: RuleCreation, header: CreationHeaders) -> Response:
    """Create a rule; existing transactions change only when the rule is applied to them."""
    call = current_call()
    operation = call.operation(header.idempotency_key)
    created = rules.create_rule(call.store, operation, body, body.position)
    return _rule_response(created, HTTPStatus.CREATED, f"/rules/{created.id}")


@routes.put(
    "/order",
    allows=Action.WRITE,
    names_change=True,
    responses={200: RuleList, **problem_responses("demo-quota", with_body=True)},
)
def order_rules(body: RuleOrder) -> Response:
    """Change the order of the rules; if several rules set a field, the first one counts."""
    call = current_call()
    return _list_response(rules.order_rules(call.store, call.operation(), body.ids))


@routes.post(
    "/apply",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: RuleRunView,
        **problem_responses(
            "demo-quota", "too-many-tags", "ledger-full", "commit-too-large", with_body=True
        ),
    },
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
    return json_response(run_view(done, dry_run=body.dry_run))


@routes.get(
    "/suggestions", allows=Action.READ_ALL, responses={200: SuggestionList, **problem_responses()}
)
def suggest_rules() -> Response:
    """Suggest rules from repeated manual corrections, most evidence first."""
    call = current_call()
    suggestions = rules.suggest(call.store, call.now)
    items = [suggestion_view(found) for found in suggestions.items]
    return json_response(SuggestionList(items=items, is_partial=suggestions.is_partial))


@routes.get("/<id>", allows=Action.READ_ALL, responses={200: RuleView, **problem_responses()})
def get_rule(path: IdPath) -> Response:
    """Get a rule."""
    call = current_call()
    return _rule_response(rules.get_rule(call.store, path.id, call.now))


@routes.patch(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: RuleView,
        **problem_responses("demo-quota", "rebuild-running", "precondition-failed", with_body=True),
    },
)
def patch_rule(path: IdPath, body: RulePatch, header: ChangeHeaders) -> Response:
    """Change the given fields of a rule."""
    return _update(path.id, body, header.if_match)


@routes.put(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: RuleView,
        **problem_responses("demo-quota", "rebuild-running", "precondition-failed", with_body=True),
    },
)
def put_rule(path: IdPath, body: RuleDraft, header: ChangeHeaders) -> Response:
    """Replace a rule; its position stays the same."""
    return _update(path.id, body, header.if_match)


@routes.delete(
    "/<id>",
    allows=Action.DELETE,
    names_change=True,
    responses={204: None, **problem_responses("demo-quota", "precondition-failed")},
)
def delete_rule(path: IdPath, header: ChangeHeaders) -> Response:
    """Delete a rule; transactions that it changed stay unchanged."""
    call = current_call()
    expected = expected_revision(header.if_match)
    rules.delete_rule(call.store, call.operation(), path.id, expected)
    return no_content()


def _update(rule_id: str, wanted: RulePatch | RuleDraft, if_match: str | None) -> Response:
    call = current_call()
    expected = expected_revision(if_match)
    return _rule_response(
        rules.update_rule(call.store, call.operation(), rule_id, wanted, expected)
    )


def _rule_response(
    rule: Rule, status: HTTPStatus = HTTPStatus.OK, location: str | None = None
) -> Response:
    return json_response(rule_view(rule), status, location=location, revision=rule.revision)


def _list_response(found: list[Rule]) -> Response:
    return json_response(RuleList(items=[rule_view(rule) for rule in found]))


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
