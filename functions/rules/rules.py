"""The function ``rules``: create, order, apply and suggest rules."""

from functools import cache
from http import HTTPStatus
from typing import Annotated

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
from functions.http.call import current_call, expected_revision
from functions.http.parameters import (
    ChangeHeaders,
    CreationHeaders,
    Declared,
    IdPath,
    json_response,
    no_content,
    problem_responses,
)
from functions.http.routes import Routes
from functions.rules.inputs import RuleCreation
from functions.rules.views import RuleList, RuleView, rule_view
from shared.models.people.access import Action
from shared.models.rules.rule import MAX_RULES, Rule, RuleDraft, RulePatch
from shared.models.values.base import InputModel, example
from shared.models.values.identifiers import SAMPLE_ID, Id
from shared.services.rules import rules

routes = Routes("rules")


class RuleOrder(InputModel):
    """The ids of all rules, each once, in the order in which they apply."""

    model_config = example(ids=[SAMPLE_ID])

    ids: Annotated[tuple[Id, ...], Field(max_length=MAX_RULES)]


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


routes.on_demand(
    "POST",
    "/apply",
    "functions.rules.applications:apply_rules",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: Declared("functions.rules.applications:RuleRunView"),
        **problem_responses(
            "demo-quota", "too-many-tags", "ledger-full", "commit-too-large", with_body=True
        ),
    },
)
routes.on_demand(
    "GET",
    "/suggestions",
    "functions.rules.suggestions:suggest_rules",
    allows=Action.READ_ALL,
    responses={
        200: Declared("functions.rules.suggestions:SuggestionList"),
        **problem_responses(),
    },
)


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
