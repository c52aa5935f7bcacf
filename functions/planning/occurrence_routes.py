"""Routes of occurrences and matches, whose views are imported when they are first called."""

from typing import Any

from functions.http.parameters import Declared, problem_responses
from functions.http.routes import Routes
from shared.models.people.access import Action

_OCCURRENCES = "functions.planning.occurrences"
_MATCHES = "functions.planning.matches"
_CALENDAR = "functions.planning.occurrence_views:OccurrenceList"
_OCCURRENCE = "functions.planning.occurrence_views:OccurrenceView"
_SETTLED = ("demo-quota", "occurrence-settled")


def add_to(routes: Routes) -> None:
    """Add the routes to those of the function."""
    _add_calendars(routes)
    _add_actions(routes)
    _add_matches(routes)


def _add_calendars(routes: Routes) -> None:
    responses = _answers(_CALENDAR, "invalid-argument")
    for rule, view in (
        ("/occurrences", "list_all_occurrences"),
        ("/<id>/occurrences", "list_occurrences"),
    ):
        routes.on_demand(
            "GET", rule, f"{_OCCURRENCES}:{view}", allows=Action.READ, responses=responses
        )


def _add_actions(routes: Routes) -> None:
    """Declare the routes that book and change occurrences."""
    retried = _answers(_OCCURRENCE, *_SETTLED, "idempotency-key-reused", with_body=True)
    processed = _answers(
        "functions.planning.occurrence_views:ProcessView",
        *("demo-quota", "too-many-tags", "occurrence-settled"),
        *("category-busy", "account-busy", "custom-type-busy", "idempotency-key-reused"),
        with_body=True,
    )
    changed = _answers(_OCCURRENCE, *_SETTLED, with_body=True)
    for method, rule, view, responses in (
        ("POST", "/<id>/process", "process_recurring", processed),
        ("POST", "/<id>/skip", "skip_occurrence", retried),
        ("POST", "/<id>/postpone", "postpone_occurrence", retried),
        ("PATCH", "/<id>/occurrences/<nominal>", "patch_occurrence", changed),
    ):
        _declare_write(routes, method, rule, f"{_OCCURRENCES}:{view}", responses)


def _add_matches(routes: Routes) -> None:
    routes.on_demand(
        "GET",
        "/matches",
        f"{_MATCHES}:list_matches",
        allows=Action.READ,
        responses=_answers(f"{_MATCHES}:MatchList"),
    )
    for rule, view, codes in (
        ("/<id>/match", "link_transaction", (*_SETTLED, "transaction-linked")),
        ("/<id>/unmatch", "unlink_transaction", _SETTLED),
        ("/<id>/dismiss_match", "dismiss_match", ("demo-quota", "transaction-linked")),
    ):
        responses = _answers(_OCCURRENCE, *codes, "idempotency-key-reused", with_body=True)
        _declare_write(routes, "POST", rule, f"{_MATCHES}:{view}", responses)


def _declare_write(
    routes: Routes, method: str, rule: str, view: str, responses: dict[Any, Any]
) -> None:
    routes.on_demand(
        method, rule, view, allows=Action.WRITE, names_change=True, responses=responses
    )


def _answers(view: str, *codes: str, with_body: bool = False) -> dict[Any, Any]:
    """Return the OpenAPI responses of an operation that answers with the named model."""
    return {200: Declared(view), **problem_responses(*codes, with_body=with_body)}
